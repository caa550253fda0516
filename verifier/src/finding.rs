//! Findings: facts behind a verdict, each with its words in two languages.

mod text;

use jiff::Timestamp;
use kyso_pdf::{LooseWriting, ObjectId, WritingFault};
use kyso_pki::{RevocationGap, UsageProblem};

pub use text::usage_text;

/// A fact that led to a verdict, or that a reader of the report should know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Finding {
    /// `/ByteRange` is missing or not four numbers from 0.
    ByteRangeMalformed,
    /// The byte range reaches past the end of the file.
    ByteRangeOutsideFile {
        /// End of the byte range.
        end: i64,
        /// Size of the file.
        size: usize,
    },
    /// The gap of the byte range is not exactly the value of `/Contents`.
    ContentsNotInGap,
    /// The byte range ends inside a revision.
    CoversPartOfRevision {
        /// Where it ends.
        end: usize,
    },
    /// The signature covers no revision that the file still has.
    RevisionUnknown {
        /// Where the byte range ends.
        end: usize,
    },
    /// The signature container cannot be read.
    ContainerUnreadable {
        /// What the reader said.
        reason: String,
    },
    /// Bytes other than zeros follow the signature container.
    ContainerTrailer,
    /// A detached signature brings content of its own.
    ContentEmbedded,
    /// The digest of the signed bytes is another.
    DigestMismatch,
    /// The signature value does not fit the certificate's key.
    SignatureMismatch,
    /// The certificate that the signer committed to is another one.
    SigningCertificateMismatch,
    /// The container holds no certificate of the signer.
    NoCertificate,
    /// An algorithm or format that is not supported.
    Unsupported {
        /// What it is.
        what: String,
    },
    /// The file holds a signature that no field leads to: it was taken off or damaged.
    SignatureHidden {
        /// Where its byte range stands, in bytes.
        offset: usize,
    },
    /// One signature dictionary is the value of several fields.
    SharedValue,
    /// An algorithm that is too weak.
    WeakAlgorithm {
        /// Its name.
        algorithm: String,
    },
    /// A weak algorithm, in a signature that trusted time proves to be from
    /// before it was weak (F7).
    OldAlgorithm {
        /// Its name.
        algorithm: String,
    },
    /// SHA-1, which counts only under the government authority, and because no traces of an attack were found (F7).
    Sha1Checked,
    /// What was signed carries the traces of a collision attack: its maker has something else that fits the signature.
    CollisionAttack {
        /// The digest that was attacked.
        algorithm: String,
    },
    /// Whether a certificate was revoked could not be found out, and the operator has that only told (M2).
    RevocationNotChecked,
    /// No trust anchors are loaded.
    NoAnchors,
    /// No path to an anchor.
    NoPath {
        /// Who issued the last certificate found.
        issuer: String,
    },
    /// The certificate is outside its validity.
    OutsideValidity {
        /// First moment of validity.
        not_before: Timestamp,
        /// Last moment of validity.
        not_after: Timestamp,
    },
    /// The certificate path is faulty.
    PathProblem {
        /// What the path engine said.
        reason: String,
    },
    /// The certificate says that its key is not for what it signed (ADR 0020).
    KeyUsage {
        /// Whose.
        subject: String,
        /// What it says.
        problem: UsageProblem,
    },
    /// A certificate of the path is revoked.
    CertificateRevoked {
        /// Whose.
        subject: String,
        /// Since when.
        at: Timestamp,
    },
    /// A certificate of the path was revoked after the proven signing time:
    /// the signature stays valid (F4).
    RevokedLater {
        /// Whose.
        subject: String,
        /// Since when.
        at: Timestamp,
    },
    /// The signer's certificate has ended after the proven signing time: the
    /// signature stays valid (F4).
    ExpiredLater {
        /// Its last moment.
        not_after: Timestamp,
    },
    /// A timestamp that no newer one covers rests on a certificate about which
    /// nothing newer is known: it may have been revoked since (ADR 0012).
    AuthorityKnownUntil {
        /// Whose.
        subject: String,
        /// When the newest list or response about it ended.
        known_until: Timestamp,
    },
    /// Revocation evidence for a certificate is missing.
    RevocationUnknown {
        /// Whose.
        subject: String,
        /// Why what is at hand does not do.
        gap: RevocationGap,
        /// Where the certificate says that evidence is to be had: OCSP
        /// responders, then lists.
        places: Vec<String>,
    },
    /// There is revocation evidence for a certificate, but nothing proves that
    /// it existed before the certificate of its signer ended.
    EvidenceWithoutProof {
        /// Whose certificate it is about.
        subject: String,
    },
    /// Nothing proves that a certificate existed before its issuer's
    /// certificate ended.
    CertificateWithoutProof {
        /// Whose.
        subject: String,
        /// Its issuer.
        issuer: String,
    },
    /// The signing time is only claimed by the signer.
    TimeOnlyClaimed,
    /// The claimed time lies in the future.
    TimeInFuture,
    /// The claimed time is seven hours ahead of the real one: local time
    /// written as UTC (F5).
    LocalTimeAsUtc {
        /// As claimed.
        claimed: Timestamp,
        /// As proven, or as the signature dictionary says.
        real: Timestamp,
    },
    /// The claimed time contradicts a proven one.
    ClaimedTimeContradicted {
        /// As claimed.
        claimed: Timestamp,
        /// As proven.
        proven: Timestamp,
    },
    /// Timestamps contradict each other beyond their accuracies.
    TimestampsOutOfOrder,
    /// A timestamp is not sound.
    TimestampUnsound {
        /// Why.
        reason: String,
    },
    /// The name printed under the signature is not that of the certificate.
    NameDiffers {
        /// On the page.
        printed: String,
        /// In the certificate.
        certified: String,
    },
    /// The file was altered after this signature.
    Altered,
    /// It is drawn over what was on the page before: text, pictures, lines.
    CoversContent {
        /// Page, from 0; `None` when the file does not tell where it is drawn.
        page_index: Option<usize>,
        /// The words that it covers; empty when there are none to be read.
        text: String,
    },
    /// It is drawn over the picture of an earlier signature.
    CoversSignature {
        /// Page, from 0.
        page_index: usize,
        /// Field of the earlier signature.
        field: String,
    },
    /// It draws words or a picture on the page after the first signature, where
    /// neither number, date nor seal belong.
    DrawsOnPage {
        /// Page, from 0; `None` when the file does not tell where it is drawn.
        page_index: Option<usize>,
    },
    /// A document timestamp draws something: it certifies a time, and shows nothing.
    TimestampDraws {
        /// Page, from 0, if it has a place on one.
        page_index: Option<usize>,
    },
    /// A document timestamp has an area on a page, in which it draws nothing.
    TimestampHasArea {
        /// Page, from 0, when known.
        page_index: Option<usize>,
    },
    /// It certifies the document, but is not the first signature in it.
    CertificationNotFirst,
    /// It certifies the document, which is certified already.
    CertificationRepeated,
    /// Certificate of a licensed public CA: does not count for rule 0.3.
    PublicAuthority,
    /// Bytes follow the last `%%EOF`.
    BytesAfterEof {
        /// How many.
        count: usize,
    },
    /// The signed bytes hold what reads as an object and is none: an attachment
    /// that is a PDF, what an earlier save left.
    SignedLeftover {
        /// Where the first one stands, in bytes.
        offset: usize,
        /// How many.
        count: usize,
    },
    /// Such leftovers in a file that at least one program repairs: it may show them.
    ShownByRepair {
        /// What makes it repair the file.
        loose: LooseWriting,
        /// Where that is, in bytes.
        at: usize,
        /// Where the first leftover stands, in bytes.
        offset: usize,
    },
    /// The file is encrypted, and the empty password opens it (I4).
    Encrypted,
    /// The document holds content that can act (I4).
    ActiveContent {
        /// What it is.
        kind: ActiveKind,
        /// The first object that holds it.
        object: ObjectId,
    },
    /// Whether the document holds content that can act could not be found out.
    ActiveContentUnknown {
        /// What the reader said.
        reason: String,
    },
    /// A later change could not be analysed.
    ChangeUnreadable {
        /// What the reader said.
        reason: String,
    },
}

impl Finding {
    /// Whether the file may show something else than what was signed, by itself or to some (I4).
    pub(crate) fn may_act(&self) -> bool {
        matches!(
            self,
            Self::ActiveContent { .. } | Self::ActiveContentUnknown { .. } | Self::Encrypted
        )
    }
}

/// Content that can act or change what is shown (I4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ActiveKind {
    /// An XFA form.
    Xfa,
    /// A script.
    JavaScript,
    /// An action that starts a program.
    Launch,
    /// An object that cannot be read, and whose bytes or place do not rule out a script or program.
    Unreadable,
    /// An action that hides or shows annotations.
    Hide,
    /// An action that switches layers.
    LayerSwitch,
    /// Layers that depend on print, export, magnification or reader.
    OptionalContent,
    /// An annotation that is seen on one of screen and paper only, or that toggles.
    ScreenAndPrint,
    /// An annotation that looks different below the pointer.
    Rollover,
    /// A stream whose data, or a drawing that stands, in another file.
    ExternalStream,
    /// Form fields that each program draws as it likes.
    NeedAppearances,
    /// An annotation in whose area a film or a model is played.
    Multimedia,
}

impl ActiveKind {
    /// The name that the PDF standard uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Xfa => "XFA",
            Self::JavaScript => "JavaScript",
            Self::Launch => "Launch",
            Self::Unreadable => "unreadable object",
            Self::Hide => "Hide",
            Self::LayerSwitch => "SetOCGState",
            Self::OptionalContent => "OCProperties",
            Self::ScreenAndPrint => "annotation flags",
            Self::Rollover => "AP /R, /D",
            Self::ExternalStream => "stream /F",
            Self::NeedAppearances => "NeedAppearances",
            Self::Multimedia => "multimedia annotation",
        }
    }
}

/// A later change to the file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The revision that brings it, from 0.
    pub revision: usize,
    /// What changed.
    pub what: ChangeKind,
    /// The object concerned.
    pub object: Option<ObjectId>,
    /// The page concerned, from 0, when known.
    pub page_index: Option<usize>,
    /// Fully qualified name of the form field concerned.
    pub field: Option<String>,
    /// The rule that permits it; `None` when no rule does.
    pub permitted_by: Option<ChangeRule>,
}

/// What kind of change it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// A new object.
    Added,
    /// An object was replaced.
    Replaced,
    /// An object was removed.
    Removed,
    /// A new signature field.
    SignatureField {
        /// Its name.
        name: String,
    },
    /// A new document timestamp.
    DocumentTimestamp,
    /// A form field has another value.
    FieldFilled {
        /// Its name.
        name: String,
        /// The value before, shortened, printable.
        old: String,
        /// The value now, shortened, printable.
        new: String,
    },
    /// An annotation was added to a page.
    AnnotationAdded {
        /// `/Subtype`.
        kind: String,
    },
    /// An annotation was changed.
    AnnotationChanged {
        /// `/Subtype`.
        kind: String,
    },
    /// An annotation was taken off its page.
    AnnotationRemoved {
        /// `/Subtype`.
        kind: String,
    },
    /// A later signature is drawn over text, lines or pictures that were signed.
    DrawnOverContent {
        /// Field of the later signature.
        field: String,
        /// The words that it covers; empty when there are none to be read.
        text: String,
    },
    /// A later signature is drawn over the picture of an earlier one.
    DrawnOverSignature {
        /// Field of the later signature.
        field: String,
        /// Field of the earlier signature.
        earlier: String,
    },
    /// A later signature is drawn without bounds: over the whole page in some programs.
    DrawnWithoutBounds {
        /// Its field.
        field: String,
    },
    /// A document timestamp draws something.
    TimestampDraws {
        /// Its field.
        field: String,
    },
    /// A form field that lies over signed text, lines or pictures is filled in.
    FilledOverContent {
        /// Its name.
        name: String,
        /// The words below it; empty when there are none to be read.
        text: String,
    },
    /// Validation data.
    ValidationData,
    /// Something that reads as an object and that the cross-reference of its
    /// revision does not name: programs that repair the file may take it for one.
    UnlistedObject {
        /// Where it stands, in bytes.
        offset: usize,
    },
    /// A keyword or name by which programs that repair a file find its parts.
    StrayKeyword {
        /// Where it stands, in bytes.
        offset: usize,
        /// The word.
        word: &'static str,
    },
    /// Bytes between the parts of a revision.
    StrayBytes {
        /// Where they stand.
        offset: usize,
        /// How many.
        count: usize,
    },
    /// A part of the file that stands inside another one.
    Overlap {
        /// Where it begins, in bytes.
        offset: usize,
    },
    /// An entry that puts an object where programs that repair the file do not
    /// find it.
    EntryElsewhere {
        /// The object number.
        number: u32,
    },
    /// What locates objects is written in a way that programs read differently.
    LooseStructure {
        /// Where, in bytes.
        offset: usize,
        /// What it is.
        what: LooseWriting,
    },
    /// An object that programs did not find in the file as it was, or found elsewhere: listed now, it comes to light.
    BroughtToLight {
        /// The object number.
        number: u32,
    },
    /// The revision makes programs rebuild the file, or keeps them from it, and they find other objects then.
    RebuiltDifferently {
        /// What something refers to and no object has: programs look for it. `None`: an entry leads to no object.
        number: Option<u32>,
    },
    /// The trailer names another catalog, encryption, information or size.
    Trailer {
        /// The key, with that of the catalog behind it when another catalog differs there.
        key: String,
    },
    /// An object is written so that programs read it differently, before or now.
    ReadDifferently {
        /// Where, and what is wrong there.
        fault: WritingFault,
    },
    /// An object holds a null where it held nothing: some programs inherit there, others do not.
    NullEntry {
        /// The key.
        key: String,
    },
    /// What is drawn was written again, equal, although nothing needed it.
    WrittenAgain,
    /// Bytes outside every revision.
    UnstructuredBytes {
        /// How many.
        count: usize,
    },
    /// A later revision cannot be read.
    Unreadable {
        /// What the reader said.
        reason: String,
    },
}

/// The named rules that allow a change; everything else is forbidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeRule {
    /// A signature in a field that was there, or in a new one that is not seen.
    NewSignature,
    /// A new signature field with a widget that is seen.
    NewVisibleSignature,
    /// A value for a form field that was there before (ISO 32000-2, table 257, P=2).
    FormFilling,
    /// A remark that hides nothing (ISO 32000-2, table 257, P=3).
    Annotation,
    /// A document timestamp (ISO 32000-2, 12.8.5).
    DocumentTimestamp,
    /// A document security store (ISO 32000-2, 12.8.4.3).
    DocumentSecurityStore,
    /// Cross-reference and object streams.
    FileStructure,
    /// Document information and metadata.
    Metadata,
    /// Extension dictionaries (ISO 32000-2, 7.12).
    Extensions,
    /// A new object that nothing refers to.
    Unreferenced,
    /// An object written again with equal contents.
    Rewritten,
}

impl ChangeRule {
    /// The name in the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NewSignature => "new_signature",
            Self::NewVisibleSignature => "new_visible_signature",
            Self::FormFilling => "form_filling",
            Self::Annotation => "annotation",
            Self::DocumentTimestamp => "document_timestamp",
            Self::DocumentSecurityStore => "document_security_store",
            Self::FileStructure => "file_structure",
            Self::Metadata => "metadata",
            Self::Extensions => "extensions",
            Self::Unreferenced => "unreferenced",
            Self::Rewritten => "rewritten",
        }
    }
}

/// The result of one formal rule for one signature.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FormFinding {
    /// Rule id of the requirements.
    pub rule: FormRule,
    /// Whether the rule is kept.
    pub ok: bool,
    /// What was measured.
    pub detail: FormDetail,
}

/// Formal rules that are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormRule {
    /// Blue transparent picture of the signature.
    A1,
    /// Between title and name.
    A2,
    /// Red seal of true size over the left third.
    B1,
}

impl FormRule {
    /// The rule id.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A2 => "A2",
            Self::B1 => "B1",
        }
    }
}

/// What was measured for a formal rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FormDetail {
    /// The picture is as the rule asks.
    PictureGood,
    /// The picture is not as the rule asks.
    PictureBad {
        /// In Vietnamese.
        vi: String,
        /// In English.
        en: String,
    },
    /// Title above and name below were found.
    BetweenTitleAndName {
        /// Line above.
        title: String,
        /// Line below.
        name: String,
    },
    /// No title above or no name below.
    NotBetweenTitleAndName,
    /// Seal size and overlap as measured.
    SealGeometry {
        /// Side of the seal in millimetres.
        side_mm: f64,
        /// Part of the width of the signature picture that the seal covers, 0 to 1.
        covers: Option<f64>,
        /// Distance of the vertical centres as a part of the diameter.
        off_centre: Option<f64>,
    },
}

//! Findings: facts behind a verdict, each with its words in two languages.

mod active;
mod cause;
mod change;
mod completed;
mod form;
mod meaning;
mod severity;
mod text;

use jiff::Timestamp;
use kyso_pdf::{LimitKind, LooseWriting, ObjectId, PdfError};
use kyso_pki::{AlgorithmError, PathProblem, RevocationGap, UsageProblem};

use crate::holder::HolderKind;
use crate::report::{SignedContent, TimestampDoubt};

pub use active::ActiveKind;
pub use cause::ContainerError;
pub use change::{Change, ChangeKind, ChangeRule, Unread};
pub(crate) use completed::Completed;
pub use form::{FormDetail, FormFinding, FormRule, FormStep};
pub use severity::Severity;

/// A fact that led to a verdict, or that a reader of the report should know.
#[derive(Debug, Clone, PartialEq)]
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
        /// Why not.
        error: ContainerError,
    },
    /// Bytes other than zeros follow the signature container.
    ContainerTrailer,
    /// A detached signature brings content of its own.
    ContentEmbedded,
    /// What a signature outside a PDF signs.
    SignsContent(SignedContent),
    /// The digest of the signed bytes is another.
    DigestMismatch,
    /// The signature value does not fit the certificate's key.
    SignatureMismatch,
    /// The certificate that the signer committed to is another one.
    SigningCertificateMismatch,
    /// The container holds no certificate of the signer.
    NoCertificate,
    /// A kind of signature that is not supported.
    Unsupported {
        /// `/SubFilter`; `None` when there is none.
        sub_filter: Option<String>,
    },
    /// An algorithm with which nothing can be verified here.
    UnsupportedAlgorithm {
        /// Which, and why.
        error: AlgorithmError,
    },
    /// The file holds a signature that no field leads to: it was taken off or damaged.
    SignatureHidden {
        /// Offset of its byte range, in bytes.
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
    /// The digest of the content is another than that of the signature (RFC 5652, 5.4); both hold.
    DigestsDiffer {
        /// The digest of the content.
        content: String,
        /// The algorithm of the signature.
        signature: String,
    },
    /// The signing software left out the NULL that RFC 8017 (9.2) wants in the block that RSA signs; libraries refuse such values.
    DigestInfoWithoutNull,
    /// SHA-1, which counts only under the government authority, and because no traces of an attack were found (F7).
    Sha1Checked,
    /// The signed data carry the traces of a collision attack: the attacker has other data that fit
    /// the signature.
    CollisionAttack {
        /// The digest that was attacked.
        algorithm: String,
    },
    /// Whether a certificate was revoked could not be found out, and the operator only wants a warning of that (M2).
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
        /// What is wrong with it.
        problem: PathProblem,
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
    /// A certificate of the path is suspended (certificateHold), which counts like revoked until it ends (M2).
    CertificateSuspended {
        /// Whose.
        subject: String,
        /// Since when.
        at: Timestamp,
    },
    /// A certificate of the path was suspended after the proven signing time: the signature stays valid (F4).
    SuspendedLater {
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
        /// Why not.
        doubt: TimestampDoubt,
    },
    /// The name printed under the signature is not that of the certificate.
    NameDiffers {
        /// On the page.
        printed: String,
        /// In the certificate.
        certified: String,
    },
    /// The certificate surely belongs to another kind of holder than the signature shows: the seal
    /// of a person, the signature of an organisation. The finding decides nothing (A5), and a
    /// reader should ask.
    UnlikelyHolder {
        /// Whose the certificate is.
        holder: HolderKind,
        /// The name in it.
        name: String,
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
    /// It is drawn on a page that could not be read: it counts as covering content.
    DrawnOnUnreadPage {
        /// Page, from 0.
        page_index: usize,
    },
    /// It is drawn over the picture of an earlier signature.
    CoversSignature {
        /// Page, from 0.
        page_index: usize,
        /// Field of the earlier signature.
        field: String,
    },
    /// It is a seal on text or lines of the page, all of which is still to be read.
    SealOnText {
        /// Page, from 0, if it has a place on one.
        page_index: Option<usize>,
        /// The words below; empty for lines.
        text: String,
        /// Whether a seal of the file lies on the signature of a person; else the file is no original.
        seals_approval: bool,
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
    /// It certifies with P=2, and later signatures are seen as that level permits: number, date, seal (ADR 0029).
    SeenAfterCertification {
        /// Their fields.
        fields: Vec<String>,
    },
    /// A later signature that is seen keeps a certification with P=2 only once trust in its holder is proven.
    UnprovenAfterCertification {
        /// Its field.
        field: String,
    },
    /// It certifies the document, but is not the first signature in it.
    CertificationNotFirst,
    /// It certifies the document, which is certified already.
    CertificationRepeated,
    /// Certificate of a licensed public CA: does not count for rule 0.3.
    PublicAuthority,
    /// An agency signed under a licensed public CA after state agencies had to leave them (O3).
    AgencyLeftBehind,
    /// Bytes precede the header, from which all offsets count: they belong to no signature.
    BytesBeforeHeader {
        /// How many.
        count: usize,
    },
    /// A dictionary says something twice; what counts is the same to every reader.
    RepeatedKey {
        /// Its offset, in bytes.
        offset: usize,
    },
    /// A program wrote the whole file anew after it was signed: the signed bytes are gone, whether or not anything was changed.
    WrittenAnew,
    /// A page was cut out of a signed file: its signature belongs to that file, and nothing is signed here.
    CutFromSignedFile,
    /// The signer's clock gave a time outside the validity of the certificate, and nothing proves another.
    ClaimedOutsideValidity {
        /// What the clock gave.
        claimed: Timestamp,
        /// From when the certificate was valid.
        not_before: Timestamp,
        /// Until when.
        not_after: Timestamp,
    },
    /// Bytes follow the last `%%EOF`.
    BytesAfterEof {
        /// How many.
        count: usize,
    },
    /// The signed bytes hold something that reads as an object and is none: an attachment that is a
    /// PDF, a remnant of an earlier save.
    SignedLeftover {
        /// Offset of the first one, in bytes.
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
        /// Offset of the first leftover, in bytes.
        offset: usize,
    },
    /// Whether programs show the signed bytes alike could not be found out.
    ShownUnknown {
        /// What cannot be read.
        error: PdfError,
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
        /// What cannot be read.
        error: PdfError,
    },
    /// The page was not read because it costs too much: all of it counts as content, and its text
    /// decides nothing.
    PageOverBudget {
        /// The page, from 0.
        page_index: usize,
        /// The budget that is used up.
        budget: LimitKind,
        /// What it allows.
        limit: usize,
    },
}

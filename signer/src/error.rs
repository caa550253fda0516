//! Everything that keeps a signature from being made, one variant per thing a caller can act on.
//!
//! `Display` is English; the Vietnamese is in `text`.

mod hint;
mod lift;
pub(crate) mod text;

use kyso_pdf::{ObjectId, PdfError};
use kyso_pki::{BuildError, CmsError, DigestError, TimestampSourceError};
use kyso_stamp_images::{ImageError, PlaceError};
use kyso_verifier::{
    CopyForm, DigitisationFaults, Finding, LegalStatus, PackageList, Role, SubIndication,
    TrustLevel, Verdict, VerifyError,
};
use kyso_words::Lang;
use openssl::error::ErrorStack;

pub use hint::Hint;
pub use lift::{DoubtfulTimestamp, LiftError, MissingEvidence, UnsoundSignature};

use crate::authority::AuthorityDoubt;
use crate::certificate::CertificateRefusal;
use crate::key::KeyError;

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// The file is not a PDF that may be signed (I4, A6).
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The document holds a script or starts a program (I4).
    #[error("I4: object {id} of the document {}; such documents are not signed", found.text(Lang::En))]
    ActiveContent {
        /// The forbidden content.
        found: ForbiddenContent,
        /// The object that does it.
        id: ObjectId,
    },
    /// An object of the document cannot be read, so that it is not known whether it runs something (I4).
    #[error(
        "I4: object {id} of the document cannot be read, and may hide a script or program: {source}"
    )]
    UnreadableObject {
        /// The object.
        id: ObjectId,
        /// Why it cannot be read.
        source: PdfError,
    },
    /// The document is marked as a state secret (0.5).
    #[error(
        "0.5: the first page is marked “{marking}”; documents with state secrets are not signed here"
    )]
    StateSecret {
        /// The marking as printed.
        marking: String,
    },
    /// The document is marked as a draft, which is not issued unless that is asked for.
    #[error(
        "the first page is marked “{marking}”: drafts are not issued; if this is the final text, allow it"
    )]
    Draft {
        /// The marking as printed.
        marking: String,
    },
    /// Number and date were said to be printed, but a gap waits for them (E2).
    #[error("E2: there is an empty place for the number, so number and date are not printed yet")]
    NumberNotPrinted,
    /// A position that was given for number or date is not blank paper, or cannot be measured (E2).
    #[error(
        "E2: the position for number or date on page {page} is not blank paper: it would cover text, lines or print of a scan, or the scan is in a form that cannot be measured; give another position"
    )]
    NumberOnContent {
        /// Page, from 1.
        page: usize,
    },
    /// The signature or seal image is refused (A1, B1).
    #[error(transparent)]
    Image(#[from] ImageError),
    /// There is no place for the image, the number or the date (A2, B1, B2, E2, E4).
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The place was found in other bytes than those to be signed.
    #[error("the place was found in another document")]
    PlaceOfOtherDocument,
    /// The certificate of the key is refused (G1, F3).
    #[error(transparent)]
    Certificate(#[from] CertificateRefusal),
    /// The key did not sign.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A signature that the document already has is not sound.
    #[error("the signature “{field}” that the document already has is {}{}", verdict.as_str(), text::because(*reason, Lang::En))]
    EarlierSignature {
        /// Its field.
        field: String,
        /// What the verifier says.
        verdict: Verdict,
        /// Why.
        reason: Option<SubIndication>,
    },
    /// A certification with P=1 would make the document impossible to issue (A6).
    #[error(
        "A6: a certification that allows no changes (P={level}) would make the document impossible to issue; use 2 or 3"
    )]
    CertificationLevel {
        /// The level asked for.
        level: u8,
    },
    /// Only the first signature may certify a document (ISO 32000-2, 12.8.2.2).
    #[error("only the first signature of a document may certify it; it already has {signatures}")]
    CertificationNotFirst {
        /// Signatures that the document has.
        signatures: usize,
    },
    /// A certification with P=2 permits number, date and seal of the agency, and no other new signature that is seen (A6).
    #[error(
        "A6: “{field}” certifies the document with P=2, after which only the agency may issue it; let the first person sign without certification, or with P=3"
    )]
    CertifiedWithoutRoom {
        /// Field of the certification.
        field: String,
    },
    /// A signature locks the document, or the fields to be added, and so forbids the new signatures (A6).
    #[error(
        "A6: “{field}” locks the document against further visible signatures (/Lock or FieldMDP); let the person sign again without locking it"
    )]
    LockedWithoutRoom {
        /// Field of the signature.
        field: String,
    },
    /// The document has no signature of a person (B3).
    #[error("B3: the document has no signature of the competent person")]
    NoPersonSignature,
    /// The signature of the person is not proven valid (B3).
    #[error("B3: the person's signature “{field}” is {}{}", verdict.as_str(), text::because(*reason, Lang::En))]
    PersonSignatureNotValid {
        /// Its field.
        field: String,
        /// What the verifier says.
        verdict: Verdict,
        /// Why.
        reason: Option<SubIndication>,
    },
    /// Words, pictures or values were added at or after this signature, so that the document cannot become an original (B3).
    #[error(
        "B3: words, pictures, form values or remarks came with or after the signature “{field}”; the document can no longer become an original: have it signed anew"
    )]
    CompletedAfterSigning {
        /// Field of the signature.
        field: String,
    },
    /// The person did not sign with a certificate of the government CA (B3, 0.4).
    #[error("B3, 0.4: the person's signature “{field}” was made with a certificate of class {}, not of the government CA", class.as_str())]
    PersonCertificateClass {
        /// Its field.
        field: String,
        /// Class of its anchor.
        class: TrustLevel,
    },
    /// Person and agency are to sign with different certificates (B3).
    #[error(
        "B3: the key given is that of the person who made the signature “{field}”; issuing takes the key of the agency"
    )]
    PersonIsAgency {
        /// Its field.
        field: String,
    },
    /// Several persons are equally likely to be the competent one, and it is not said whose image the seal belongs to.
    #[error(
        "B1: several persons have signed ({}) and none stands out as the competent one; say which signature the seal belongs to",
        listed(fields, names)
    )]
    SeveralPersonSignatures {
        /// Their fields.
        fields: Vec<String>,
        /// The names in their certificates, in the same order.
        names: Vec<String>,
    },
    /// The signature of the person shows no image for the seal to cover (B1).
    #[error("B1: the person's signature “{field}” shows no image on a page")]
    NoPersonImage {
        /// Its field.
        field: String,
    },
    /// The agency has signed already.
    #[error("the document is already issued: the signature “{field}” has the role {}", role.as_str())]
    AlreadyIssued {
        /// Field of the agency's signature.
        field: String,
        /// Its role.
        role: Role,
    },
    /// The document is a scan: there are no gaps for number and date (E2).
    #[error(
        "E2: the document is a scan without text; say where number and date go, or that they are printed"
    )]
    NumberOnScan,
    /// The main document of an attachment or a package is refused (B3, C3).
    #[error("the main document: {0}")]
    MainDocument(#[source] Box<SignError>),
    /// An attachment of a package is refused (C3).
    #[error("C3: the attachment “{name}”: {source}")]
    AttachmentFile {
        /// Name of the file.
        name: String,
        /// Why.
        source: Box<SignError>,
    },
    /// A package has no attachments, or too many (C3).
    #[error(
        "C3: a package has 1 to {} attachments, not {attachments}",
        PackageList::MOST
    )]
    PackageSize {
        /// Attachments that were given.
        attachments: usize,
    },
    /// Number and symbol of the main document cannot be read from it (C2).
    #[error(
        "C2: number and symbol of the main document cannot be read from its first pages; give them as printed"
    )]
    NoSymbol,
    /// The decree knows no electronic copy in this form of an electronic document (D1).
    #[error("D1: {} is made of paper alone; an electronic document is copied in one of the other two forms", form.label(Lang::Vi))]
    CopyPair {
        /// The form asked for.
        form: CopyForm,
    },
    /// The scan is not digitised as the decree asks (D2).
    #[error("{0}")]
    NotDigitised(DigitisationFaults),
    /// A copy names the agency that made it (D3).
    #[error("D3: the name of the agency that copies is missing")]
    NoAgencyName,
    /// The finished file is no copy, so it is not handed out (0.3).
    #[error("0.3: the signed file would not be a copy but {}", status.as_str())]
    ResultNotCopy {
        /// What the verifier says.
        status: LegalStatus,
    },
    /// Another agency has issued the main document (C3).
    #[error(
        "C3: the main document was issued by “{holder}” (signature “{field}”), whose attachments another agency does not sign"
    )]
    IssuedByAnother {
        /// Field of its signature.
        field: String,
        /// The holder of its certificate.
        holder: String,
    },
    /// The main document prints another number or symbol than was given (C2).
    #[error("C2: the main document is printed with “{printed}”, not “{given}”")]
    NumberDiffers {
        /// As printed; the number is the given one where its gap is empty.
        printed: String,
        /// As given.
        given: String,
    },
    /// No blank paper is left in the upper right corner of the first page (C2, D3).
    #[error(
        "C2, D3: the upper right corner of the first page has no blank paper for the words of the signature; give their position"
    )]
    NoCorner,
    /// The position that was given for the words of an attachment or a copy is not blank paper (C2, D3).
    #[error(
        "C2, D3: the position for the words of the signature on page {page} is not blank paper; give another position"
    )]
    CornerOnContent {
        /// Page, from 1.
        page: usize,
    },
    /// The finished file reads as something else than was meant, so it is not handed out.
    #[error("the new signature “{field}” would be read as {} instead of {}; leave its words in the upper right corner of the first page", found.as_str(), wanted.as_str())]
    ResultOfOtherRole {
        /// Field of the signature.
        field: String,
        /// The role that was meant.
        wanted: Role,
        /// The role that the verifier finds.
        found: Role,
    },
    /// Some programs repair the document when they open it, and show something else than what would be signed.
    #[error(
        "not every program shows the document alike: {} Save it anew with the program that made it, then sign",
        finding.text(Lang::En)
    )]
    ShownByRepair {
        /// Why, and what they show.
        finding: Finding,
    },
    /// The finished file was not accepted by the verifier, so it is not handed out.
    #[error("the new signature “{field}” was made, but the verifier calls it {}{}", verdict.as_str(), text::because(*reason, Lang::En))]
    ResultNotAccepted {
        /// Field of the signature.
        field: String,
        /// What the verifier says.
        verdict: Verdict,
        /// Why.
        reason: Option<SubIndication>,
    },
    /// The finished file is not an original, so it is not handed out (0.3).
    #[error("0.3: the issued document would not be an original but {}", status.as_str())]
    ResultNotOriginal {
        /// What the verifier says.
        status: LegalStatus,
    },
    /// The directory does not show that the person may sign for the agency, and the policy refuses that (A5).
    #[error("A5: {0}")]
    Authority(#[from] AuthorityDoubt),
    /// The level asked for was not reached, so the file is not handed out.
    #[error(transparent)]
    Lift(#[from] LiftError),
    /// The verifier cannot read the file.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// The timestamp cannot be put into the signature.
    #[error("the timestamp cannot be put into the signature: {0}")]
    Container(#[from] CmsError),
    /// The CMS cannot be made, or the signature value is wrong.
    #[error(transparent)]
    Cms(#[from] BuildError),
    /// There is no digest to go on with.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Library(#[from] ErrorStack),
}

/// `NguoiKy1: Trần Thị Minh Ánh; NguoiKy2: Nguyễn Văn Đức`.
fn listed(fields: &[String], names: &[String]) -> String {
    let both = fields.iter().zip(names);
    let each = both.map(|(field, name)| format!("{field}: {name}"));
    each.collect::<Vec<_>>().join("; ")
}

impl From<TimestampSourceError> for SignError {
    fn from(error: TimestampSourceError) -> Self {
        Self::Lift(error.into())
    }
}

/// What a document must not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForbiddenContent {
    /// Runs a script (ISO 32000-2, 12.6.4.17).
    JavaScript,
    /// Starts a program or opens a file (ISO 32000-2, 12.6.4.6).
    Launch,
}

//! What a package needs to know of each of its files.

use std::sync::Arc;

use kyso_pdf::Document;
use kyso_pki::{Certificate, sha256};
use kyso_stamp_images::{DocumentNumber, KnownPrograms, TextDocument, heading_number};

use super::list::PackageList;
use crate::error::VerifyError;
use crate::form::{Omitted, SignedPages};
use crate::policy::Policy;
use crate::recall::Recall;
use crate::report::{LegalStatus, Report, Role, SignatureReport, Verdict};

/// The main document of a package.
#[derive(Debug, Clone)]
pub struct MainPart {
    /// Whether it is an original (0.3).
    pub(super) is_original: bool,
    /// Number and symbol in its heading; `None` where they cannot be read, as on scans.
    pub(super) number: Option<DocumentNumber>,
    /// The certificates of its valid seals.
    pub(super) seals: Vec<Certificate>,
    /// The list in the last of these seals that has one.
    pub(super) list: Option<PackageList>,
}

/// An attachment of a package.
#[derive(Debug, Clone)]
pub struct AttachmentPart {
    /// Whether the file is valid, and an agency signed it as an attachment.
    pub(super) is_valid: bool,
    /// Number and symbol in the words of that signature (C2).
    pub(super) number: Option<DocumentNumber>,
    /// The certificates of these signatures.
    pub(super) signers: Vec<Certificate>,
    /// Its place in the list of the main document.
    pub(super) entry: Option<usize>,
    /// Digest of the file.
    pub(super) sha256: [u8; 32],
}

impl MainPart {
    /// Reads the main document, of which `report` is.
    ///
    /// # Errors
    /// [`VerifyError`] where the file cannot be read.
    pub fn read(bytes: &[u8], report: &Report, policy: &Policy) -> Result<Self, VerifyError> {
        let document = policy.open(bytes)?;
        let seals: Vec<_> = signed_as(report, Role::Agency).collect();
        let view = document.latest();
        let fields = view.signature_fields()?;
        let lists = seals.iter().rev().filter_map(|seal| {
            let field = fields.iter().find(|field| field.name == seal.field)?;
            PackageList::read(&view, &field.value.as_ref()?.dictionary)
        });
        Ok(Self {
            is_original: report.legal_status == LegalStatus::Original,
            number: heading(&document),
            list: { lists }.next(),
            seals: certificates(&seals),
        })
    }

    /// Number and symbol in its heading; `None` where they cannot be read, as on scans.
    #[must_use]
    pub fn number(&self) -> Option<&DocumentNumber> {
        self.number.as_ref()
    }
}

impl AttachmentPart {
    /// Reads an attachment, of which `report` is, and looks it up in the list of `main`.
    ///
    /// # Errors
    /// [`VerifyError`] where the file cannot be read.
    pub fn read(
        bytes: &[u8],
        report: &Report,
        main: &MainPart,
        policy: &Policy,
    ) -> Result<Self, VerifyError> {
        let document = policy.open(bytes)?;
        let signatures: Vec<_> = signed_as(report, Role::Attachment).collect();
        let is_valid = report.verdict == Verdict::TotalPassed && !signatures.is_empty();
        let last = signatures.last();
        Ok(Self {
            is_valid,
            number: last.and_then(|signature| number_in_words(&document, signature)),
            signers: certificates(&signatures),
            entry: main.list.as_ref().and_then(|list| list.position(bytes)),
            sha256: sha256(bytes),
        })
    }
}

/// The valid signatures in a role.
fn signed_as(report: &Report, role: Role) -> impl Iterator<Item = &SignatureReport> {
    let signatures = report.signatures.iter();
    signatures.filter(move |one| one.role == role && one.verdict == Verdict::TotalPassed)
}

fn certificates(signatures: &[&SignatureReport]) -> Vec<Certificate> {
    let signers = signatures.iter().filter_map(|one| one.signer.clone());
    signers.collect()
}

/// What cannot be read is not known; the verdict on the file does not hang on it.
fn heading(document: &Document<'_>) -> Option<DocumentNumber> {
    let text = TextDocument::of(document.latest()).ok()?;
    heading_number(&text).ok()??.filled()
}

/// The first word of a signature that is number and symbol of a document.
fn number_in_words(document: &Document<'_>, signature: &SignatureReport) -> Option<DocumentNumber> {
    let (place, revision) = (signature.place?, signature.revision?);
    let view = document.at(revision);
    let fields = view.signature_fields().ok()?;
    let field = fields.iter().find(|field| field.name == signature.field)?;
    let widget = field.widgets.first()?.id?;
    let pages = SignedPages::new(
        document,
        sha256(document.bytes()),
        None,
        Omitted::default(),
        (Recall::alone(), Arc::<KnownPrograms>::default()),
    );
    let words = pages.words_of(revision, &place, widget)?;
    words.split_whitespace().find_map(|word| word.parse().ok())
}

//! A document and its separate attachments, issued together or not at all (C3).

use kyso_stamp_images::{DocumentNumber, ExplicitPosition, TextDocument, heading_number};
use kyso_verifier::{PackageEntry, PackageList};

use crate::acceptance::Signed;
use crate::attachment::{corner, words};
use crate::context::SigningContext;
use crate::corner::CornerDraft;
use crate::error::SignError;
use crate::identity::{identity, require_government};
use crate::issuance::{Issuance, issue_with};
use crate::key::SigningKey;
use crate::numbering::Numbering;
use crate::round::Identity;
use crate::source;

/// What an agency issues together.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Package<'a> {
    /// The main document, which a competent person has approved.
    pub main: &'a [u8],
    /// How it is issued.
    pub issuance: Issuance<'a>,
    /// Its attachments, in their order.
    pub attachments: Vec<PackageFile<'a>>,
    /// Number and symbol on the attachments; `None` takes the number of the issuance and the symbol that the main document
    /// prints. A scan prints none that can be read.
    pub number: Option<DocumentNumber>,
}

/// An attachment that is to be issued.
#[derive(Debug, Clone)]
pub struct PackageFile<'a> {
    /// The name of the file without folders; the seal of the main document lists it.
    pub name: &'a str,
    /// The file.
    pub pdf: &'a [u8],
    /// Upper left corner of its words; `None` finds a place.
    pub position: Option<ExplicitPosition>,
}

/// What was issued together.
#[derive(Debug)]
#[non_exhaustive]
pub struct IssuedPackage {
    /// Number and symbol of the document.
    pub number: DocumentNumber,
    /// The main document.
    pub main: Signed,
    /// Its attachments, in the order of the package.
    pub attachments: Vec<Signed>,
}

impl<'a> Package<'a> {
    /// A main document without attachments so far.
    #[must_use]
    pub fn new(main: &'a [u8], issuance: Issuance<'a>) -> Self {
        Self {
            main,
            issuance,
            attachments: Vec::new(),
            number: None,
        }
    }
}

/// Issues a main document and signs its attachments with the same key and at the same time. The seal lists the attachments by
/// name and digest, so that a reader of the package knows which belong to it
/// ([`judge_package`](kyso_verifier::judge_package)). What keeps one file from being signed is found, as far as it can be,
/// before the key is used; where any file fails, nothing is returned.
///
/// # Errors
/// [`SignError`]; that of an attachment is [`SignError::AttachmentFile`].
pub fn issue_package(
    package: &Package<'_>,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<IssuedPackage, SignError> {
    let entries = package.attachments.iter();
    let entries = entries.map(|file| PackageEntry::of(file.name, file.pdf));
    let list = PackageList::new(entries.collect()).ok_or(SignError::PackageSize {
        attachments: package.attachments.len(),
    })?;
    let number = number(package)?;
    let (identity, class) = identity(key, package.issuance.algorithm, context)?;
    require_government(&identity.certificate, class)?;
    let words = words(&number, context);
    let words = words.each_ref().map(String::as_str);
    let drafts: Result<Vec<_>, _> = package
        .attachments
        .iter()
        .map(|file| of_file(file, draft(file, &words, &identity, context)))
        .collect();
    let drafts = drafts?;
    let main = issue_with(package.main, &package.issuance, Some(&list), key, context)?;
    let mut attachments = Vec::with_capacity(package.attachments.len());
    for (file, draft) in package.attachments.iter().zip(&drafts) {
        let texts = (package.issuance.reason, package.issuance.location);
        let signed = draft.sign(texts, identity.clone(), key, context);
        attachments.push(of_file(file, signed)?);
    }
    Ok(IssuedPackage {
        number,
        main,
        attachments,
    })
}

fn of_file<T>(file: &PackageFile<'_>, result: Result<T, SignError>) -> Result<T, SignError> {
    result.map_err(|source| SignError::AttachmentFile {
        name: file.name.to_owned(),
        source: Box::new(source),
    })
}

/// The number that is given, or what the document will print when it is issued.
fn number(package: &Package<'_>) -> Result<DocumentNumber, SignError> {
    if let Some(number) = &package.number {
        return Ok(number.clone());
    }
    let document = source::open(package.main)?;
    let text = TextDocument::of(document.latest())?;
    let heading = heading_number(&text)?.ok_or(SignError::NoSymbol)?;
    let given = match package.issuance.numbering {
        Numbering::Drawn { number, .. } => Some(number),
        Numbering::Placed { number, .. } => number.map(|(number, _)| number),
        Numbering::Printed => None,
    };
    let printed = heading.number.as_deref();
    let number = given.or(printed).ok_or(SignError::NoSymbol)?;
    Ok(DocumentNumber::new(number, &heading.symbol)?)
}

fn draft<'d>(
    file: &PackageFile<'d>,
    words: &[&str],
    identity: &Identity,
    context: &SigningContext<'_>,
) -> Result<CornerDraft<'d>, SignError> {
    let corner = corner(words, file.position.as_ref());
    CornerDraft::open(file.pdf, &corner, &identity.certificate, context)
}

//! Attachments in files of their own: the agency signs each of them once the main document is approved (C1–C3, B3).

use kyso_pki::{Certificate, SignatureAlgorithm};
use kyso_stamp_images::{
    DocumentNumber, ExplicitPosition, HeadingNumber, TextDocument, heading_number,
};
use kyso_verifier::{FormCheck, Policy, Report, Role, field_names, verify_with};
use kyso_words::vietnam_time;

use crate::acceptance::Signed;
use crate::context::SigningContext;
use crate::corner::{Corner, CornerDraft};
use crate::error::SignError;
use crate::gate::require_person;
use crate::identity::{identity, require_government};
use crate::key::SigningKey;
use crate::source;

/// The data with which an agency signs an attachment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Attachment<'a> {
    /// Number and symbol of the main document (C2).
    pub number: &'a DocumentNumber,
    /// Upper left corner of the words, on blank paper; `None` finds a place in the upper right corner of the first page.
    pub position: Option<ExplicitPosition>,
    /// What to sign with; `None` is the default of the key (G2).
    pub algorithm: Option<SignatureAlgorithm>,
    /// `/Reason`.
    pub reason: Option<&'a str>,
    /// `/Location`.
    pub location: Option<&'a str>,
}

impl<'a> Attachment<'a> {
    /// An attachment of the document with this number, signed in the upper right corner of its first page.
    #[must_use]
    pub fn new(number: &'a DocumentNumber) -> Self {
        Self {
            number,
            position: None,
            algorithm: None,
            reason: None,
            location: None,
        }
    }
}

/// Signs `pdf` as an attachment of `main` for an agency: number and symbol of the main document and the signing time in Times
/// metrics of 10 points (C2). Appends one revision, and verifies the result before it is returned.
///
/// `main` is a document that a competent person has approved, or the one that was issued: with that number, where it has one.
///
/// ```
/// use kyso_signer::{Approval, Attachment, SigningContext, approve, attach};
/// use kyso_verifier::Role;
/// # use kyso_testdata::{Office, SIGNER, now, sample};
///
/// # let office = Office::new();
/// # let trust = office.store();
/// # let (person, agency) = (&office.person, &office.agency);
/// # let (pdf, image) = (sample("quyet-dinh.pdf"), sample("chu-ky-mau.png"));
/// let context = SigningContext::new(&trust, now());
/// let approved = approve(&pdf, &Approval::new(SIGNER, &image), person, &context)?;
/// let number = "05/QĐ-UBND".parse()?;
/// let attachment = sample("phu-luc.pdf");
/// let signed = attach(&attachment, &approved.pdf, &Attachment::new(&number), agency, &context)?;
/// assert_eq!(signed.report.signatures[0].role, Role::Attachment);
/// # Ok::<(), kyso_signer::SignError>(())
/// ```
///
/// # Errors
/// [`SignError`]: without the valid signature of a person on the main document nothing is signed (B3).
pub fn attach(
    pdf: &[u8],
    main: &[u8],
    attachment: &Attachment<'_>,
    key: &dyn SigningKey,
    context: &SigningContext<'_>,
) -> Result<Signed, SignError> {
    let (identity, class) = identity(key, attachment.algorithm, context)?;
    require_government(&identity.certificate, class)?;
    check_main(main, attachment.number, &identity.certificate, context)
        .map_err(|error| SignError::MainDocument(Box::new(error)))?;
    let words = words(attachment.number, context);
    let words = words.each_ref().map(String::as_str);
    let corner = corner(&words, attachment.position.as_ref());
    let draft = CornerDraft::open(pdf, &corner, &identity.certificate, context)?;
    draft.sign(
        (attachment.reason, attachment.location),
        identity,
        key,
        context,
    )
}

/// The signature of an attachment in the words of [`words`].
pub(crate) fn corner<'a>(
    words: &'a [&'a str],
    position: Option<&'a ExplicitPosition>,
) -> Corner<'a> {
    Corner {
        role: Role::Attachment,
        field_stem: field_names::ATTACHMENT,
        lines: words,
        position,
    }
}

/// Number and symbol, and the time of signing (C2, E6).
pub(crate) fn words(number: &DocumentNumber, context: &SigningContext<'_>) -> [String; 2] {
    [number.to_string(), vietnam_time(context.now)]
}

/// The main document carries the valid signature of a competent person, and where the agency has issued it, it is this
/// agency, and this number (B3, C2).
fn check_main(
    main: &[u8],
    number: &DocumentNumber,
    agency: &Certificate,
    context: &SigningContext<'_>,
) -> Result<(), SignError> {
    let document = source::open(main)?;
    let policy = Policy {
        form: FormCheck::Pictures,
        ..context.policy(context.now)
    };
    let report = verify_with(main, context.trust, &policy, context.evidence)?;
    require_person(&report, agency)?;
    require_own_seal(&report, agency)?;
    let text = TextDocument::of(document.latest())?;
    match heading_number(&text)? {
        Some(heading) => require_number(&heading, number),
        // A scan: nothing to compare.
        None => Ok(()),
    }
}

/// The agency that issued the document issues its attachments.
fn require_own_seal(report: &Report, agency: &Certificate) -> Result<(), SignError> {
    let mut seals = report
        .signatures
        .iter()
        .filter(|one| one.role == Role::Agency)
        .peekable();
    let Some(first) = seals.peek() else {
        return Ok(());
    };
    let (field, holder) = (first.field.clone(), first.signer.as_ref());
    let holder = holder.map(Certificate::subject_label).unwrap_or_default();
    let is_own = seals.any(|seal| {
        let signer = seal.signer.as_ref();
        signer.is_some_and(|signer| signer.is_of_same_holder(agency))
    });
    match is_own {
        true => Ok(()),
        false => Err(SignError::IssuedByAnother { field, holder }),
    }
}

fn require_number(heading: &HeadingNumber, given: &DocumentNumber) -> Result<(), SignError> {
    let printed = match &heading.number {
        Some(_) => heading.filled(),
        // The gap is empty: the symbol alone is printed.
        None => DocumentNumber::new(given.number(), &heading.symbol).ok(),
    };
    match printed {
        Some(printed) if !printed.is_same_as(given) => Err(SignError::NumberDiffers {
            printed: printed.to_string(),
            given: given.to_string(),
        }),
        _ => Ok(()),
    }
}

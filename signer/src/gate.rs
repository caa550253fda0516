//! The hard gate before the agency signs: the document carries the valid signature of a competent person (B3).

use kyso_pdf::{Dictionary, Document, Object, PdfError, Rect, View};
use kyso_pki::Certificate;
use kyso_stamp_images::Turn;
use kyso_verifier::{
    FormCheck, Policy, Report, Role, SignatureKind, SignatureReport, TrustLevel, Verdict,
    verify_with,
};

use crate::context::Context;
use crate::error::SignError;

/// Where the image of the person's signature stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PersonImage {
    pub(crate) page_index: usize,
    /// The widget in user space.
    pub(crate) rect: Rect,
    /// The turn in which the image stands upright.
    pub(crate) turn: Turn,
}

/// Passes the gate, and finds the image that the seal belongs to; with it comes the report on the document. `agency` is the certificate that is about to sign.
///
/// The person's signature must be proven valid even when the caller works offline.
pub(crate) fn person_image(
    document: &Document<'_>,
    field: Option<&str>,
    agency: &Certificate,
    context: &Context<'_>,
) -> Result<(PersonImage, Report), SignError> {
    // The gate asks whose signatures these are, not where their pictures stand.
    let policy = Policy {
        form: FormCheck::Pictures,
        ..context.policy(context.now)
    };
    let report = verify_with(document.bytes(), context.trust, &policy, context.evidence)?;
    refuse_issued(&report, agency)?;
    let person = select(&report, field)?;
    require_valid(&report)?;
    refuse_completed(&report)?;
    check_person(person, agency)?;
    Ok((locate(document, person)?, report))
}

/// A signature in the role of an agency, or by the agency itself, means that the document is issued.
fn refuse_issued(report: &Report, agency: &Certificate) -> Result<(), SignError> {
    let issued = report.signatures.iter().find(|signature| {
        let signer = signature.signer.as_ref();
        let own = signer.is_some_and(|signer| signer.is_of_same_holder(agency));
        match signature.role {
            Role::Numbering | Role::Agency => true,
            Role::Person => false,
            _ => own,
        }
    });
    issued.map_or(Ok(()), |signature| {
        Err(SignError::AlreadyIssued {
            field: signature.field.clone(),
            role: signature.role,
        })
    })
}

fn select<'r>(report: &'r Report, field: Option<&str>) -> Result<&'r SignatureReport, SignError> {
    let wanted = |signature: &&SignatureReport| field.is_none_or(|field| signature.field == field);
    let signatures = report.signatures.iter();
    let persons: Vec<_> = signatures
        .filter(|signature| signature.role == Role::Person)
        .filter(wanted)
        .collect();
    match persons.as_slice() {
        [] => Err(SignError::NoPersonSignature),
        [person] => Ok(person),
        several => Err(SignError::SeveralPersonSignatures {
            fields: several.iter().map(|person| person.field.clone()).collect(),
        }),
    }
}

/// Every signature counts: one that is not valid makes the whole file so.
fn require_valid(report: &Report) -> Result<(), SignError> {
    let passed = |signature: &&SignatureReport| signature.verdict == Verdict::TotalPassed;
    let Some(failed) = report
        .signatures
        .iter()
        .find(|signature| !passed(signature))
    else {
        return Ok(());
    };
    let (field, verdict) = (failed.field.clone(), failed.verdict);
    let reason = failed.sub_indication;
    Err(match (failed.role, failed.kind) {
        (Role::Person, SignatureKind::Signature) => SignError::PersonSignatureNotValid {
            field,
            verdict,
            reason,
        },
        _ => SignError::EarlierSignature {
            field,
            verdict,
            reason,
        },
    })
}

/// What somebody drew, filled in or noted after the first signature and what makes no original cannot be issued: the
/// verifier tells by the same test.
fn refuse_completed(report: &Report) -> Result<(), SignError> {
    let completed = report
        .signatures
        .iter()
        .find(|signature| !signature.keeps_original());
    completed.map_or(Ok(()), |signature| {
        Err(SignError::CompletedAfterSigning {
            field: signature.field.clone(),
        })
    })
}

fn check_person(person: &SignatureReport, agency: &Certificate) -> Result<(), SignError> {
    let field = || person.field.clone();
    // Two keys of one holder are still one holder.
    let same_holder = |signer: &Certificate| signer.is_of_same_holder(agency);
    if person.signer.as_ref().is_some_and(same_holder) {
        return Err(SignError::PersonIsAgency { field: field() });
    }
    if person.trust.class != TrustLevel::Government {
        return Err(SignError::PersonCertificateClass {
            field: field(),
            class: person.trust.class,
        });
    }
    Ok(())
}

fn locate(document: &Document<'_>, person: &SignatureReport) -> Result<PersonImage, SignError> {
    let no_image = || SignError::NoPersonImage {
        field: person.field.clone(),
    };
    let place = person.place.filter(|place| !place.rect.is_empty());
    let place = place.ok_or_else(no_image)?;
    let turn = image_turn(&document.latest(), &person.field)?.ok_or_else(no_image)?;
    Ok(PersonImage {
        page_index: place.page_index,
        rect: place.rect,
        turn,
    })
}

/// The turn of the normal appearance of a signature field; `None` without an appearance, or when it is askew.
fn image_turn(view: &View<'_, '_>, field: &str) -> Result<Option<Turn>, PdfError> {
    let fields = view.signature_fields()?;
    let field = fields.iter().find(|candidate| candidate.name == field);
    let Some(widget) = field.and_then(|field| field.widgets.first()) else {
        return Ok(None);
    };
    let appearances = view.get(&widget.dictionary, "AP")?;
    let Some(appearances) = appearances.as_dictionary() else {
        return Ok(None);
    };
    match &*view.get(appearances, "N")? {
        Object::Stream(form) => turn_of_form(view, &form.dictionary),
        _ => Ok(None),
    }
}

fn turn_of_form(view: &View<'_, '_>, form: &Dictionary) -> Result<Option<Turn>, PdfError> {
    let matrix = view.get(form, "Matrix")?;
    let Some(elements) = matrix.as_array() else {
        return Ok(Some(Turn::None));
    };
    let numbers: Option<Vec<f64>> = elements.iter().map(Object::as_number).collect();
    let matrix = numbers.and_then(|numbers| <[f64; 6]>::try_from(numbers).ok());
    Ok(matrix.and_then(Turn::of_form_matrix))
}

//! The hard gate before the agency signs: the document carries the valid signature of a competent person (B3).

use kyso_pdf::{Dictionary, Document, Object, PdfError, Rect, View};
use kyso_pki::Certificate;
use kyso_stamp_images::Turn;
use kyso_verifier::{
    Finding, FormCheck, FormDetail, Membership, Policy, Report, Role, SignatureKind,
    SignatureReport, TrustLevel, Verdict, membership, seen_picture, verify_with,
};

use crate::authority::{AuthorityCheck, AuthorityDoubt};
use crate::context::SigningContext;
use crate::error::SignError;

/// The place of the image of the person's signature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PersonImage {
    pub(crate) page_index: usize,
    /// Its visible area, in user space.
    pub(crate) rect: Rect,
    /// The turn in which the image is upright.
    pub(crate) turn: Turn,
}

/// What is asked before the agency signs.
pub(crate) struct Gate<'g, 'a> {
    pub(crate) document: &'g Document<'a>,
    /// The field of the person's signature, where it is named.
    pub(crate) field: Option<&'g str>,
    /// The certificate that is about to sign.
    pub(crate) agency: &'g Certificate,
    pub(crate) authority: Option<AuthorityCheck<'g>>,
    pub(crate) context: &'g SigningContext<'g>,
}

/// What the gate found.
pub(crate) struct Passed {
    /// The image that the seal belongs to.
    pub(crate) image: PersonImage,
    /// The report on the document.
    pub(crate) report: Report,
    /// Why a directory does not show the authority of the person, where the policy lets that pass.
    pub(crate) doubt: Option<AuthorityDoubt>,
}

impl Gate<'_, '_> {
    /// Passes the gate, and finds the image that the seal belongs to.
    ///
    /// The person's signature must be proven valid even when the caller works offline.
    pub(crate) fn pass(&self) -> Result<Passed, SignError> {
        let (document, agency, context) = (self.document, self.agency, self.context);
        // The gate asks whose signatures these are; where their pictures are counts only for the printed title.
        let form = match self.authority {
            Some(_) => FormCheck::Full,
            None => FormCheck::Pictures,
        };
        let policy = Policy {
            form,
            ..context.policy(context.now)
        };
        let report = verify_with(document.bytes(), context.trust, &policy, context.evidence)?;
        refuse_issued(&report, agency)?;
        let several = several_persons(&report, self.field);
        let leader = match several {
            true => Some(leader(document, agency, context)?),
            false => None,
        };
        let person = select(&report, leader.as_deref().or(self.field))?;
        require_valid(&report)?;
        refuse_completed(&report)?;
        check_person(person, agency)?;
        let image = locate(document, person)?;
        let doubt = self
            .authority
            .map(|one| one.ask(person, agency, context.now));
        let doubt = doubt.transpose()?.flatten();
        Ok(Passed {
            image,
            report,
            doubt,
        })
    }
}

/// Whether a competent person has signed the document of which `report` is, and all its signatures are valid.
pub(crate) fn require_person(report: &Report, agency: &Certificate) -> Result<(), SignError> {
    let mut persons = report
        .signatures
        .iter()
        .filter(|one| is_person(one))
        .peekable();
    if persons.peek().is_none() {
        return Err(SignError::NoPersonSignature);
    }
    require_valid(report)?;
    refuse_completed(report)?;
    persons.try_for_each(|person| check_person(person, agency))
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

fn several_persons(report: &Report, field: Option<&str>) -> bool {
    let persons = report.signatures.iter().filter(|one| is_person(one));
    field.is_none() && persons.count() > 1
}

fn is_person(signature: &SignatureReport) -> bool {
    signature.role == Role::Person
}

/// Of several persons, the field of the one whose picture is between a title and his own name: the
/// others initialled or reviewed. Where no name is that of its certificate, being the only one
/// between a title and a name is enough (A2). Of several such persons it is the one whose
/// certificate names the agency.
///
/// # Errors
/// [`SignError::SeveralPersonSignatures`] with those who are equally likely, as on a joint document.
fn leader(
    document: &Document<'_>,
    agency: &Certificate,
    context: &SigningContext<'_>,
) -> Result<String, SignError> {
    let policy = Policy {
        form: FormCheck::Full,
        ..context.policy(context.now)
    };
    let report = verify_with(document.bytes(), context.trust, &policy, context.evidence)?;
    let persons: Vec<_> = report
        .signatures
        .iter()
        .filter(|one| is_person(one))
        .collect();
    let placed: Vec<_> = persons
        .iter()
        .copied()
        .filter(|one| has_block(one))
        .collect();
    let named: Vec<_> = placed
        .iter()
        .copied()
        .filter(|one| has_own_name(one))
        .collect();
    let likely = [named, placed, persons];
    let likely = likely.into_iter().find(|likely| !likely.is_empty());
    let likely = likely.unwrap_or_default();
    match nearest_to(agency, &likely).as_slice() {
        [person] => Ok(person.field.clone()),
        _ => Err(several(&likely)),
    }
}

/// The persons whose certificates name the agency most directly: as their organisation, else as a
/// unit; all persons when no certificate does.
fn nearest_to<'r>(
    agency: &Certificate,
    persons: &[&'r SignatureReport],
) -> Vec<&'r SignatureReport> {
    let of = |person: &SignatureReport| {
        let signer = person.signer.as_ref();
        signer.map_or(Membership::None, |signer| membership(signer, agency))
    };
    let nearest = persons.iter().map(|person| of(person)).max();
    let persons = persons.iter().copied();
    persons
        .filter(|person| Some(of(person)) == nearest)
        .collect()
}

fn several(persons: &[&SignatureReport]) -> SignError {
    let name = |person: &&SignatureReport| {
        let signer = person.signer.as_ref();
        signer
            .and_then(Certificate::subject_common_name)
            .unwrap_or("?")
            .to_owned()
    };
    SignError::SeveralPersonSignatures {
        fields: persons.iter().map(|person| person.field.clone()).collect(),
        names: persons.iter().map(name).collect(),
    }
}

/// Whether the picture is between a title and a name.
fn has_block(person: &SignatureReport) -> bool {
    let between = |detail: &FormDetail| matches!(detail, FormDetail::BetweenTitleAndName { .. });
    person.form.iter().any(|finding| between(&finding.detail))
}

fn has_own_name(person: &SignatureReport) -> bool {
    let differs = |finding: &Finding| matches!(finding, Finding::NameDiffers { .. });
    !person.findings.iter().any(differs)
}

fn select<'r>(report: &'r Report, field: Option<&str>) -> Result<&'r SignatureReport, SignError> {
    let wanted = |signature: &&SignatureReport| field.is_none_or(|field| signature.field == field);
    let signatures = report.signatures.iter();
    let persons: Vec<_> = signatures
        .filter(|signature| is_person(signature))
        .filter(wanted)
        .collect();
    match persons.as_slice() {
        [] => Err(SignError::NoPersonSignature),
        [person] => Ok(person),
        all => Err(several(all)),
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

/// A document is not issued when something was drawn, filled in or noted after the first signature
/// that makes no original: the verifier decides by the same test.
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
        rect: seen_picture(place.rect, person.ink),
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

//! Nothing leaves this crate that the verifier has not accepted.

use kyso_verifier::{
    Coverage, Finding, Integrity, Modifications, Report, Revocation, Role, SignatureReport,
    SubIndication, Verdict, verify_with,
};

use crate::authority::AuthorityDoubt;
use crate::context::{RevocationCheck, SigningContext};
use crate::error::{LiftError, SignError};
use crate::level::{BaselineLevel, Shortfall};
use crate::lifting::{Lifting, require_level};
use crate::stamping::Stamping;

/// A signed file with the verification that it has passed.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Signed {
    /// The file.
    pub pdf: Vec<u8>,
    /// What the verifier says about it.
    pub report: Report,
    /// The level that all new signatures have, as the verifier finds it.
    pub level: BaselineLevel,
    /// Why that is less than was asked for, where the operator chose to go on without a timestamp.
    pub shortfall: Option<Shortfall>,
    /// The marking of a draft on the first page, such as `DỰ THẢO`: the user must see it.
    pub draft: Option<String>,
    /// Why a directory does not show that the person who approved may sign for the agency: the user must see it.
    pub doubt: Option<AuthorityDoubt>,
}

/// Every signature of the document must be sound before a person signs, and none an agency's: an
/// issued document is closed. The signatures must allow the new one, in `field`. Gives the report on the document.
pub(crate) fn require_sound(
    pdf: &[u8],
    field: String,
    context: &SigningContext<'_>,
) -> Result<Report, SignError> {
    let policy = context.policy(context.now);
    let report = verify_with(pdf, context.trust, &policy, context.evidence)?;
    let sealed = report.signatures.iter().find(|s| s.role == Role::Agency);
    if let Some(sealed) = sealed {
        return Err(SignError::AlreadyIssued {
            field: sealed.field.clone(),
            role: sealed.role,
        });
    }
    refuse_earlier(&report, context)?;
    require_room(&report, &[field], SignatureReport::allows_visible_signature)?;
    Ok(report)
}

/// Every signature of what is copied must be sound, by any signer, and allow the new one, in `field`.
pub(crate) fn require_valid(
    pdf: &[u8],
    field: String,
    context: &SigningContext<'_>,
) -> Result<Report, SignError> {
    let policy = context.policy(context.now);
    let report = verify_with(pdf, context.trust, &policy, context.evidence)?;
    refuse_earlier(&report, context)?;
    require_room(&report, &[field], SignatureReport::allows_visible_signature)?;
    Ok(report)
}

fn refuse_earlier(report: &Report, context: &SigningContext<'_>) -> Result<(), SignError> {
    let mut signatures = report.signatures.iter();
    let unsound = signatures.find(|signature| !is_sound(signature, context));
    unsound.map_or(Ok(()), |signature| {
        Err(SignError::EarlierSignature {
            field: signature.field.clone(),
            verdict: signature.verdict,
            reason: signature.sub_indication,
        })
    })
}

/// Refuses before a key is used if the new signature would break one of the document: new visible
/// fields although DocMDP, FieldMDP or the lock of an earlier field forbids them (A6; ISO 32000-2,
/// 12.8.2). `allowed` says so of a signature and a new field.
pub(crate) fn require_room(
    report: &Report,
    fields: &[String],
    allowed: fn(&SignatureReport, &str) -> bool,
) -> Result<(), SignError> {
    let allows = |signature: &SignatureReport| {
        let mut fields = fields.iter();
        fields.all(|field| allowed(signature, field))
    };
    let Some(closed) = report.signatures.iter().find(|s| !allows(s)) else {
        return Ok(());
    };
    let field = closed.field.clone();
    Err(match closed.certification {
        Some(2) => SignError::CertifiedWithoutRoom { field },
        _ => SignError::LockedWithoutRoom { field },
    })
}

/// Verifies a file whose newest signatures are those in `fields`, the last one over the whole file, and brings it to the
/// level that was asked for.
pub(crate) fn accept(
    pdf: Vec<u8>,
    fields: &[String],
    stamping: Stamping<'_>,
) -> Result<Signed, SignError> {
    let mut lifting = Lifting::of(pdf, stamping)?;
    let context = lifting.stamping.context();
    if let Some(last) = fields.last() {
        check_last(&lifting.report, last)?;
    }
    refuse_unsound(&lifting.report, context)?;
    if context.level >= BaselineLevel::LongTerm && lifting.stamping.shortfall().is_none() {
        lifting = protect(lifting)?;
        refuse_unsound(&lifting.report, context)?;
    }
    let level = level(&lifting.report, fields, &lifting.stamping)?;
    Ok(Signed {
        pdf: lifting.pdf,
        report: lifting.report,
        level,
        shortfall: lifting.stamping.into_shortfall(),
        draft: None,
        doubt: None,
    })
}

/// Appends evidence and archive timestamp; the report is that of the file on its own.
fn protect(mut lifting: Lifting<'_>) -> Result<Lifting<'_>, SignError> {
    let level = lifting.stamping.context().level;
    match lifting.protect(level) {
        Err(LiftError::Timestamp(reason)) => lifting.stamping.fall_short(reason)?,
        done => done?,
    }
    Ok(lifting.finish(level)?)
}

fn refuse_unsound(report: &Report, context: &SigningContext<'_>) -> Result<(), SignError> {
    let mut signatures = report.signatures.iter();
    let unsound = signatures.find(|signature| !is_sound(signature, context));
    unsound.map_or(Ok(()), |signature| Err(refusal(signature)))
}

/// The lowest level of the signatures in `fields`, which is what was asked for or has its reason.
fn level(
    report: &Report,
    fields: &[String],
    stamping: &Stamping<'_>,
) -> Result<BaselineLevel, SignError> {
    let wanted = match stamping.shortfall() {
        Some(_) => BaselineLevel::Basic,
        None => stamping.context().level,
    };
    let mut lowest = BaselineLevel::Archival;
    for field in fields {
        let reached = require_level(report, find(report, field)?, wanted)?;
        lowest = reached.map_or(lowest, |reached| reached.min(lowest));
    }
    Ok(lowest)
}

fn check_last(report: &Report, field: &str) -> Result<(), SignError> {
    let last = find(report, field)?;
    let covers = last.coverage == Coverage::WholeFile && last.modifications == Modifications::None;
    match covers {
        true => Ok(()),
        false => Err(refusal(last)),
    }
}

fn find<'r>(report: &'r Report, field: &str) -> Result<&'r SignatureReport, SignError> {
    let found = report
        .signatures
        .iter()
        .find(|signature| signature.field == field);
    found.ok_or_else(|| SignError::ResultNotAccepted {
        field: field.to_owned(),
        verdict: Verdict::NotSigned,
        reason: None,
    })
}

/// Valid; or offline, lacking nothing but revocation evidence, its own or that of a later signature
/// that a certification depends on.
fn is_sound(signature: &SignatureReport, context: &SigningContext<'_>) -> bool {
    let whole = signature.integrity == Integrity::Intact
        && signature.modifications != Modifications::Forbidden;
    let offline = context.revocation == RevocationCheck::Offline
        && signature.verdict == Verdict::Indeterminate
        && signature.sub_indication == Some(SubIndication::TryLater)
        && (signature.trust.revocation == Revocation::Unknown || hangs_on_later(signature));
    whole && (signature.verdict == Verdict::TotalPassed || offline)
}

fn hangs_on_later(signature: &SignatureReport) -> bool {
    let open = |finding: &Finding| matches!(finding, Finding::UnprovenAfterCertification { .. });
    signature.findings.iter().any(open)
}

fn refusal(signature: &SignatureReport) -> SignError {
    SignError::ResultNotAccepted {
        field: signature.field.clone(),
        verdict: signature.verdict,
        reason: signature.sub_indication,
    }
}

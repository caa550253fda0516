//! Lifting a file that is signed already, by any signer (EN 319 142-1, clause 6.3).

use kyso_pki::NoSource;
use kyso_verifier::{Report, SubIndication, Verdict};

use crate::context::SigningContext;
use crate::error::LiftError;
use crate::level::BaselineLevel;
use crate::lifting::{Lifting, examine, is_signature, reaches, require_level, require_sound};
use crate::stamping::Stamping;

/// A file at the level that was asked for, or above it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Extended {
    /// The file; the same bytes when it had the level already.
    pub pdf: Vec<u8>,
    /// What the verifier says about it, given nothing but the file and the trust store.
    pub report: Report,
    /// Whether anything was appended.
    pub outcome: ExtensionOutcome,
}

/// What lifting did to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExtensionOutcome {
    /// Every signature had the level already; the bytes are the same.
    Unchanged,
    /// Evidence and document timestamps were appended.
    Lifted,
}

/// Lifts every signature of `pdf` to [`SigningContext::level`], without touching one.
///
/// A signature without a proven time gets a document timestamp first. For a file that has the
/// level, nothing is fetched. The returned file was verified with nothing but its own bytes and the
/// trust store.
///
/// # Errors
/// [`LiftError`]: a file with a signature that is broken, altered, or undetermined for a reason that lifting does not take
/// away is refused, each named; so is one for which evidence is missing, each certificate named.
pub fn extend(pdf: &[u8], context: &SigningContext<'_>) -> Result<Extended, LiftError> {
    let level = context.level;
    let stamping = Stamping::new(context);
    let report = examine(pdf, &stamping, &NoSource)?;
    if has_level(&report, level) {
        return Ok(unchanged(pdf.to_vec(), report));
    }
    let mut lifting = Lifting::of(pdf.to_vec(), stamping)?;
    require_sound(&lifting.report, tolerated(level))?;
    // Below B-LT the file need not bring the evidence about its timestamps.
    if level < BaselineLevel::LongTerm && has_level(&lifting.report, level) {
        return Ok(unchanged(lifting.pdf, lifting.report));
    }
    lifting.lift(level)?;
    let lifted = lifting.finish(level)?;
    require_reached(&lifted.report, level)?;
    Ok(Extended {
        pdf: lifted.pdf,
        report: lifted.report,
        outcome: ExtensionOutcome::Lifted,
    })
}

fn unchanged(pdf: Vec<u8>, report: Report) -> Extended {
    Extended {
        pdf,
        report,
        outcome: ExtensionOutcome::Unchanged,
    }
}

/// Whether the file needs nothing to be at the level.
fn has_level(report: &Report, level: BaselineLevel) -> bool {
    require_sound(report, None).is_ok() && reaches(report, level)
}

/// Evidence that is not there yet may come later; a timestamp now proves what it will be asked about then. From B-LT on it
/// must be there.
fn tolerated(level: BaselineLevel) -> Option<SubIndication> {
    Some(SubIndication::TryLater).filter(|_| level < BaselineLevel::LongTerm)
}

/// Nothing is handed out below its level, nor worse than it came.
pub(crate) fn require_reached(report: &Report, level: BaselineLevel) -> Result<(), LiftError> {
    let tolerated = tolerated(level);
    for signature in &report.signatures {
        let is_tolerated = signature.verdict == Verdict::Indeterminate
            && tolerated.is_some()
            && signature.sub_indication == tolerated;
        if signature.verdict != Verdict::TotalPassed && !is_tolerated {
            return Err(LiftError::ResultNotAccepted {
                field: signature.field.clone(),
                verdict: signature.verdict,
                reason: signature.sub_indication,
            });
        }
        if is_signature(signature) {
            require_level(report, signature, level)?;
        }
    }
    Ok(())
}

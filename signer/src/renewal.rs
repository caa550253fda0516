//! The next archive timestamp, before the last one's certificates or algorithms age (EN 319 142-1, clause 5.5).

use jiff::{SignedDuration, Timestamp};
use kyso_pki::NoSource;
use kyso_verifier::Report;

use crate::context::SigningContext;
use crate::error::LiftError;
use crate::extension::require_reached;
use crate::level::BaselineLevel;
use crate::lifting::{Lifting, examine, is_signature, require_sound};
use crate::stamping::Stamping;

/// Whether a file needs its next archive timestamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalState {
    /// Not yet.
    NotDue {
        /// Until when the last archive timestamp protects.
        protected_until: Timestamp,
    },
    /// The end is near, or past.
    Due {
        /// Until when the last archive timestamp protects.
        protected_until: Timestamp,
    },
}

/// A file with its next archive timestamp.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Renewed {
    /// The file.
    pub pdf: Vec<u8>,
    /// What the verifier says about it, given nothing but the file and the trust store.
    pub report: Report,
    /// Until when it is protected now.
    pub protected_until: Timestamp,
}

/// Says when the archive timestamps of `pdf` end, and whether that is `within` a time from now. The source of
/// evidence is asked only where the file does not bring all of its own.
///
/// # Errors
/// [`LiftError::NotArchived`] when a signature has no archive timestamp, and when the file is not valid.
pub fn renewal_state(
    pdf: &[u8],
    within: SignedDuration,
    context: &SigningContext<'_>,
) -> Result<RenewalState, LiftError> {
    let stamping = Stamping::new(context);
    let mut protected = alone(pdf, &stamping);
    if protected.is_err() {
        let report = examine(pdf, &stamping, context.evidence)?;
        require_sound(&report, None)?;
        protected = protected_until(&report);
    }
    let protected_until = protected?;
    Ok(
        match protected_until.duration_since(context.now) <= within {
            true => RenewalState::Due { protected_until },
            false => RenewalState::NotDue { protected_until },
        },
    )
}

/// Appends the evidence about the authority of the last document timestamp, then the next document timestamp over it.
///
/// # Errors
/// [`LiftError`]; [`LiftError::NothingGained`] when the new timestamp would end no later than the last one.
pub fn renew(pdf: &[u8], context: &SigningContext<'_>) -> Result<Renewed, LiftError> {
    let level = BaselineLevel::Archival;
    let stamping = Stamping::new(context);
    let protected = alone(pdf, &stamping);
    let mut lifting = Lifting::of(pdf.to_vec(), stamping)?;
    require_sound(&lifting.report, None)?;
    let protected = protected.or_else(|_| protected_until(&lifting.report))?;
    lifting.add_evidence(level)?;
    lifting.add_timestamp()?;
    lifting.add_evidence(level)?;
    let lifted = lifting.finish(level)?;
    require_reached(&lifted.report, level)?;
    let renewed = protected_until(&lifted.report)?;
    if renewed <= protected {
        return Err(LiftError::NothingGained { protected, renewed });
    }
    Ok(Renewed {
        pdf: lifted.pdf,
        report: lifted.report,
        protected_until: renewed,
    })
}

/// Until when the file is protected by what it proves itself: newer evidence that the source may give is not covered by its
/// last timestamp.
fn alone(pdf: &[u8], stamping: &Stamping<'_>) -> Result<Timestamp, LiftError> {
    let report = examine(pdf, stamping, &NoSource)?;
    require_sound(&report, None)?;
    protected_until(&report)
}

/// The first moment at which a signature of the file loses its protection.
fn protected_until(report: &Report) -> Result<Timestamp, LiftError> {
    let mut first = None;
    for signature in report.signatures.iter().filter(|one| is_signature(one)) {
        let renewal = signature.renewal.ok_or(LiftError::NotArchived)?;
        let until = renewal.protected_until;
        first = Some(first.map_or(until, |first: Timestamp| first.min(until)));
    }
    first.ok_or(LiftError::NotSigned)
}

//! The rule of time: what counts for the time in question.

use jiff::Timestamp;

use crate::certificate::Certificate;
use crate::path::{MAX_AGE, RevocationGap};

/// Whether what was made at `this_update` counts for the time `at`: it is in force then, or was made later.
///
/// # Errors
/// When something newer was due.
pub(super) fn check_time(
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    at: Timestamp,
) -> Result<(), RevocationGap> {
    let next_update = next_update.unwrap_or(this_update);
    if this_update > at || next_update >= at {
        return Ok(());
    }
    Err(RevocationGap::Stale { next_update })
}

/// Lists and responders drop certificates after they have expired, unless they say that they keep
/// those that expired since `kept_since`: expiredCertsOnCRL (X.509), archiveCutoff (RFC 6960,
/// section 4.4.4).
///
/// # Errors
/// When nothing can be said about `certificate` any more.
pub(super) fn check_kept(
    this_update: Timestamp,
    kept_since: Option<Timestamp>,
    certificate: &Certificate,
) -> Result<(), RevocationGap> {
    let not_after = certificate.not_after();
    let kept = kept_since.is_some_and(|since| since <= not_after);
    if this_update > not_after && !kept {
        return Err(RevocationGap::Expired { this_update });
    }
    Ok(())
}

/// Until when a response counts that does not say: newer information may be there at any moment (RFC 6960,
/// section 4.2.2.1), so it only covers the minutes between asking and signing.
pub(super) fn assumed_next_update(this_update: Timestamp) -> Timestamp {
    this_update.checked_add(MAX_AGE).unwrap_or(this_update)
}

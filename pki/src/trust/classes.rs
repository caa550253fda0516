//! Which class an anchor may have (0.4, K; ADR 0017).
//!
//! The class decides whether signatures make an original, so it is never guessed. Under `tsa` or `other` an authority
//! counts for less than it could: that is the operator's right. Taking a public authority for the government's, or the
//! other way round, is a mistake that stops everything.

use super::{TrustAnchor, TrustClass, TrustError, pinned};
use crate::certificate::Certificate;

/// The class of a certificate: the given one, else the one known by its fingerprint. Intermediates
/// have none of their own, because only the end of a path counts.
pub(super) fn choose(
    certificate: &Certificate,
    given: Option<TrustClass>,
) -> Result<TrustClass, TrustError> {
    let known = || pinned::find(&certificate.sha256()).map(|pinned| pinned.class);
    match given.or_else(known) {
        Some(class) => Ok(class),
        None if !certificate.is_self_signed() => Ok(TrustClass::Other),
        None => Err(TrustError::NoClass {
            certificate: certificate.clone(),
        }),
    }
}

/// Refuses a class that contradicts the fingerprint of the anchor, or another place of the same anchor.
pub(super) fn check(anchor: &TrustAnchor, others: &[TrustAnchor]) -> Result<(), TrustError> {
    let given = anchor.class;
    let pinned = pinned::find(&anchor.certificate.sha256());
    if let Some(pinned) = pinned.filter(|pinned| contradict(given, pinned.class)) {
        return Err(TrustError::WrongClass {
            name: pinned.name,
            given,
            known: pinned.class,
        });
    }
    let same = |other: &&TrustAnchor| other.certificate == anchor.certificate;
    let elsewhere = others.iter().filter(same).map(|other| other.class);
    match elsewhere.into_iter().find(|other| exclude(*other, given)) {
        Some(first) => Err(TrustError::TwoClasses {
            certificate: anchor.certificate.clone(),
            first,
            second: given,
        }),
        None => Ok(()),
    }
}

/// Refuses a root that is taken for an intermediate because its own signature does not hold. An authority that certifies
/// its new key under its name is self-issued, too, and another certificate tells so: by its key identifier or signature.
pub(super) fn check_roots(
    anchors: &[TrustAnchor],
    intermediates: &[Certificate],
) -> Result<(), TrustError> {
    let all = || {
        let anchors = anchors.iter().map(|anchor| &anchor.certificate);
        anchors.chain(intermediates)
    };
    let is_root = |one: &&Certificate| {
        let by_itself = match (one.authority_key_identifier(), one.subject_key_identifier()) {
            (Some(issuer), Some(own)) => issuer == own,
            _ => true,
        };
        let may_be_above = |other: &&Certificate| other.subject_key() == one.issuer_key();
        let by_another = || {
            let mut named = all().filter(may_be_above);
            named.any(|other| one.is_signed_by(other).unwrap_or(false))
        };
        one.is_self_issued() && by_itself && !by_another()
    };
    match intermediates.iter().find(is_root) {
        Some(certificate) => Err(TrustError::UnconfirmedRoot {
            certificate: certificate.clone(),
        }),
        None => Ok(()),
    }
}

fn contradict(given: TrustClass, known: TrustClass) -> bool {
    matches!(
        (given, known),
        (TrustClass::Government, TrustClass::Public) | (TrustClass::Public, TrustClass::Government)
    )
}

/// A root may sign documents under one class, and timestamps beside it.
fn exclude(one: TrustClass, other: TrustClass) -> bool {
    one != other && one != TrustClass::Timestamping && other != TrustClass::Timestamping
}

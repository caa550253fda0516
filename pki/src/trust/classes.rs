//! Which class an anchor may have (0.4, K; ADR 0017).
//!
//! The class decides whether signatures make an original, so it is never guessed. Under `tsa` or `other` an authority
//! counts for less than it could: that is the operator's right. Taking a public authority for the government's, or the
//! other way round, is a mistake that stops everything.

use super::{TrustAnchor, TrustClass, TrustError, pinned};
use crate::certificate::Certificate;

/// The class of a certificate: the one that was given, else the one that is known by its fingerprint. Intermediates have
/// none of their own: what counts is where a path ends.
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

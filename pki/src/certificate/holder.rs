//! Whether two certificates belong to one holder (rules 0.3, B3; ADR 0020).

use openssl::pkey::{Id, PKeyRef, Public};

use std::sync::LazyLock;

use super::Certificate;
use crate::digest_cache::DigestCache;
use crate::name;

static KNOWN: LazyLock<DigestCache<bool>> = LazyLock::new(|| DigestCache::new(4096));

impl Certificate {
    /// Whether `other` belongs to the same holder: the same subject, however it is written, or the same key.
    ///
    /// The names of a subject may stand in another order, in other string types, cases, white space or compositions of
    /// letters. Keys are compared by value: their encodings differ in points (compressed or not) and parameters, and
    /// whoever knows the factors of an RSA modulus has the key to every exponent.
    #[must_use]
    pub fn is_of_same_holder(&self, other: &Self) -> bool {
        let (one, other_one) = (self.sha256(), other.sha256());
        if one == other_one {
            return true;
        }
        let pair = crate::digest::sha256([one, other_one].as_flattened());
        KNOWN.find(&pair).unwrap_or_else(|| {
            let is_same =
                name::same_holder(self.subject(), other.subject()) || self.has_key_of(other);
            KNOWN.keep(pair, is_same);
            is_same
        })
    }

    fn has_key_of(&self, other: &Self) -> bool {
        if self.public_key_info() == other.public_key_info() {
            return true;
        }
        match (self.public_key(), other.public_key()) {
            (Ok(left), Ok(right)) => left.public_eq(right) || have_one_modulus(left, right),
            _ => false,
        }
    }
}

fn have_one_modulus(left: &PKeyRef<Public>, right: &PKeyRef<Public>) -> bool {
    let is_rsa = |key: &PKeyRef<Public>| matches!(key.id(), Id::RSA | Id::RSA_PSS);
    if !is_rsa(left) || !is_rsa(right) {
        return false;
    }
    match (left.rsa(), right.rsa()) {
        (Ok(left), Ok(right)) => left.n() == right.n(),
        _ => false,
    }
}

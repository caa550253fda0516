//! Whether two certificates belong to one holder (rules 0.3, B3; ADR 0020).

use openssl::pkey::{Id, PKeyRef, Public};

use std::sync::OnceLock;

use super::Certificate;
use crate::name::HolderKey;

/// The identity of a holder, computed when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct LazyHolder {
    /// `None` for a name that cannot be read.
    name: OnceLock<Option<HolderKey>>,
    /// `None` for a key that is not RSA, or cannot be used.
    modulus: OnceLock<Option<Vec<u8>>>,
}

impl Certificate {
    /// Whether `other` belongs to the same holder: the same subject, however it is written, or the same key.
    ///
    /// The names of a subject may come in another order, in other string types, cases, white space
    /// or compositions of letters. Keys are compared by value: their encodings differ in points
    /// (compressed or not) and parameters, and anyone who knows the factors of an RSA modulus has
    /// the key to every exponent.
    #[must_use]
    pub fn is_of_same_holder(&self, other: &Self) -> bool {
        self.sha256() == other.sha256() || self.has_name_of(other) || self.has_key_of(other)
    }

    fn has_name_of(&self, other: &Self) -> bool {
        let key = |one: &Self| {
            *one.0
                .holder
                .name
                .get_or_init(|| HolderKey::of(one.subject()))
        };
        let both = key(self).zip(key(other));
        self.subject() == other.subject() || both.is_some_and(|(one, other)| one == other)
    }

    fn has_key_of(&self, other: &Self) -> bool {
        if self.public_key_info() == other.public_key_info() {
            return true;
        }
        match (self.public_key(), other.public_key()) {
            (Ok(left), Ok(right)) => left.public_eq(right) || self.has_modulus_of(other),
            _ => false,
        }
    }

    fn has_modulus_of(&self, other: &Self) -> bool {
        let both = self.modulus().zip(other.modulus());
        both.is_some_and(|(one, other)| one == other)
    }

    fn modulus(&self) -> Option<&Vec<u8>> {
        let read = || modulus(self.public_key().ok()?);
        self.0.holder.modulus.get_or_init(read).as_ref()
    }
}

fn modulus(key: &PKeyRef<Public>) -> Option<Vec<u8>> {
    let is_rsa = matches!(key.id(), Id::RSA | Id::RSA_PSS);
    let rsa = is_rsa.then(|| key.rsa().ok())??;
    Some(rsa.n().to_vec())
}

//! One digest for all ways to write a name, so that a name is read once however often it is compared.

use std::sync::OnceLock;

use openssl::sha::Sha256;

use super::comparison::{Attribute, Value, exact, levels, of_holder};

/// The key of a name: two names have one key exactly when [`same`](super::same) holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct NameKey([u8; 32]);

impl NameKey {
    pub(crate) fn of(name: &[u8]) -> Self {
        let mut digest = Sha256::new();
        match levels(name, exact) {
            Ok(levels) => {
                digest.update(&[READ]);
                for level in levels {
                    count(&mut digest, level.len());
                    level.iter().for_each(|one| add(&mut digest, one));
                }
            }
            Err(_) => {
                digest.update(&[UNREAD]);
                digest.update(name);
            }
        }
        Self(digest.finish())
    }
}

/// The key of the holder that a name names: two names have one key exactly when they name one holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HolderKey([u8; 32]);

impl HolderKey {
    /// `None` for a name that cannot be read: it is like no other.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        let mut digest = Sha256::new();
        for attribute in of_holder(name).ok()? {
            add(&mut digest, &attribute);
        }
        Some(Self(digest.finish()))
    }
}

/// The key of a name, found when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct LazyKey(OnceLock<NameKey>);

impl LazyKey {
    pub(crate) fn of(&self, name: &[u8]) -> NameKey {
        *self.0.get_or_init(|| NameKey::of(name))
    }
}

/// The type and the value of an attribute.
fn add(digest: &mut Sha256, (kind, value): &Attribute<'_>) {
    put(digest, kind);
    match value {
        Value::Text(text) => {
            digest.update(&[TEXT]);
            put(digest, text.as_bytes());
        }
        Value::Octets(identifier, contents) => {
            digest.update(&[OCTETS, *identifier]);
            put(digest, contents);
        }
    }
}

/// Octets behind their number, so that borders count.
fn put(digest: &mut Sha256, octets: &[u8]) {
    count(digest, octets.len());
    digest.update(octets);
}

fn count(digest: &mut Sha256, number: usize) {
    digest.update(&u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes());
}

const READ: u8 = 0;
const UNREAD: u8 = 1;
const TEXT: u8 = 0;
const OCTETS: u8 = 1;

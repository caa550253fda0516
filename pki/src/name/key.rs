//! One digest for all ways to write a name, so that a name is read once however often it is compared.
#![deny(clippy::indexing_slicing)]

use std::sync::OnceLock;

use openssl::sha::Sha256;

use super::comparison::{Value, exact, levels};

/// What stands for a name: two names have one key exactly when [`same`](super::same) holds.
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
                    for (kind, value) in level {
                        put(&mut digest, kind);
                        match value {
                            Value::Text(text) => {
                                digest.update(&[TEXT]);
                                put(&mut digest, text.as_bytes());
                            }
                            Value::Octets(identifier, contents) => {
                                digest.update(&[OCTETS, identifier]);
                                put(&mut digest, contents);
                            }
                        }
                    }
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

/// The key of a name, found when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct LazyKey(OnceLock<NameKey>);

impl LazyKey {
    pub(crate) fn of(&self, name: &[u8]) -> NameKey {
        *self.0.get_or_init(|| NameKey::of(name))
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

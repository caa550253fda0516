//! The file encryption key of the empty password (ISO 32000-2, 7.6.4).

use md5::{Digest, Md5};

use super::cipher::{rc4, unwrap_aes_256};
use super::handler::Handler;
use super::hash::hash;
use crate::error::Locked;

/// The key, when the empty user password, or an empty owner password, opens the file.
pub(super) fn file_key(handler: &Handler, identifier: &[u8]) -> Result<Vec<u8>, Locked> {
    let key = match handler.revision {
        2..=4 => legacy_key(handler, identifier),
        _ => return modern_key(handler),
    };
    key.ok_or(Locked::PasswordNeeded)
}

/// Revisions 2 to 4: algorithms 2 and 6. An owner password is never empty
/// there: the user password takes its place.
fn legacy_key(handler: &Handler, identifier: &[u8]) -> Option<Vec<u8>> {
    let lengths = handler.key_lengths.iter();
    let mut keys = lengths.map(|length| key_of(handler, identifier, *length));
    keys.find(|key| opens(handler, identifier, key))
}

/// Algorithm 2: the key of `length` bytes.
fn key_of(handler: &Handler, identifier: &[u8], length: usize) -> Vec<u8> {
    let mut hash = Md5::new_with_prefix(PADDING);
    hash.update(&handler.owner);
    hash.update(handler.permissions.to_le_bytes());
    hash.update(identifier);
    if handler.revision >= 4 && !handler.encrypts_metadata {
        hash.update([0xFF; 4]);
    }
    let mut key = hash.finalize().to_vec();
    key.truncate(length);
    if handler.revision >= 3 {
        for _ in 0..50 {
            key = Md5::digest(&key).to_vec();
            key.truncate(length);
        }
    }
    key
}

/// Algorithm 6: whether a key makes the string `U`.
fn opens(handler: &Handler, identifier: &[u8], key: &[u8]) -> bool {
    if handler.revision == 2 {
        return rc4(key, &PADDING) == handler.user;
    }
    let start = Md5::new_with_prefix(PADDING).chain_update(identifier);
    let made = (0..20).fold(start.finalize().to_vec(), |text, round| {
        rc4(&xor(key, round), &text)
    });
    handler.user.get(..16) == Some(&made)
}

fn xor(key: &[u8], round: u8) -> Vec<u8> {
    key.iter().map(|byte| byte ^ round).collect()
}

/// Revisions 5 and 6: algorithm 2.A, and algorithm 13 on the permissions.
fn modern_key(handler: &Handler) -> Result<Vec<u8>, Locked> {
    let damaged = Locked::Damaged {
        what: "its key strings are too short",
    };
    let user = Strings::of(&handler.user, &handler.user_key, &[]).ok_or(damaged.clone())?;
    let all_of_user = handler.user.get(..48).unwrap_or_default();
    let owner = Strings::of(&handler.owner, &handler.owner_key, all_of_user);
    let owner = owner.ok_or(damaged.clone())?;
    let opened = [user, owner].into_iter().find_map(|strings| {
        let hashed = hash(handler.revision, strings.validation_salt, strings.user)?;
        (hashed == strings.hash).then(|| strings.unwrap(handler.revision))
    });
    let key = opened.ok_or(Locked::PasswordNeeded)?.ok_or(damaged)?;
    check_permissions(handler, &key)?;
    Ok(key)
}

/// The parts of `U` or `O` with the wrapped key that belongs to them.
struct Strings<'h> {
    hash: &'h [u8],
    validation_salt: &'h [u8],
    key_salt: &'h [u8],
    wrapped: &'h [u8],
    user: &'h [u8],
}

impl<'h> Strings<'h> {
    fn of(string: &'h [u8], wrapped: &'h [u8], user: &'h [u8]) -> Option<Self> {
        Some(Self {
            hash: string.get(..32)?,
            validation_salt: string.get(32..40)?,
            key_salt: string.get(40..48)?,
            wrapped: wrapped.get(..32)?,
            user,
        })
    }

    fn unwrap(&self, revision: i64) -> Option<Vec<u8>> {
        let key = hash(revision, self.key_salt, self.user)?;
        unwrap_aes_256(&key, self.wrapped)
    }
}

/// `/Perms` repeats `/P` and `/EncryptMetadata` under the key.
fn check_permissions(handler: &Handler, key: &[u8]) -> Result<(), Locked> {
    let block = handler.sealed_permissions.get(..16);
    let opened = block.and_then(|block| unwrap_aes_256(key, block));
    let opened = opened.unwrap_or_default();
    let same = opened.get(..4) == Some(&handler.permissions.to_le_bytes())
        && opened.get(9..12) == Some(b"adb");
    match same {
        true => Ok(()),
        false => Err(Locked::Damaged {
            what: "/Perms does not repeat /P",
        }),
    }
}

/// What fills a password up to 32 bytes.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

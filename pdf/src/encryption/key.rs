//! The file encryption key of a password, the empty one foremost (ISO 32000-2, 7.6.4).

use md5::{Digest, Md5};
use zeroize::Zeroizing;

use super::cipher::{rc4, unwrap_aes_256};
use super::handler::Handler;
use super::hash::hash;
use super::password::Password;
use crate::error::{Flaw, Locked};

/// The key, when `password` opens the file as user or owner password. Without one
/// the empty password is tried.
pub(super) fn file_key(
    handler: &Handler,
    identifier: &[u8],
    password: Option<&Password>,
) -> Result<Vec<u8>, Locked> {
    let empty = vec![Zeroizing::default()];
    let candidates = password.map_or(empty, |password| password.candidates(handler.revision));
    for candidate in &candidates {
        let key = match handler.revision {
            2..=4 => legacy_key(handler, identifier, candidate),
            _ => modern_key(handler, candidate)?,
        };
        if let Some(key) = key {
            return Ok(key);
        }
    }
    Err(match password {
        Some(_) => Locked::WrongPassword,
        None => Locked::PasswordNeeded,
    })
}

/// Revisions 2 to 4: algorithms 2, 6 and 7. An owner password is never empty
/// there: the user password takes its place.
fn legacy_key(handler: &Handler, identifier: &[u8], password: &[u8]) -> Option<Vec<u8>> {
    let mut lengths = handler.key_lengths.iter();
    lengths.find_map(|length| {
        let opened = |padded: &[u8; 32]| {
            let key = key_of(handler, identifier, *length, padded);
            opens(handler, identifier, &key).then_some(key)
        };
        let as_user = opened(&padded(password));
        let by_owner = || opened(&user_password(handler, *length, password));
        as_user.or_else(|| by_owner().filter(|_| !password.is_empty()))
    })
}

/// A password filled up to 32 bytes.
fn padded(password: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut padded = Zeroizing::new([0; 32]);
    let filled = password.iter().chain(&PADDING);
    for (byte, given) in padded.iter_mut().zip(filled) {
        *byte = *given;
    }
    padded
}

/// Algorithm 7: the padded user password, which `O` holds under the owner password.
fn user_password(handler: &Handler, length: usize, password: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new(Md5::digest(*padded(password)).to_vec());
    if handler.revision >= 3 {
        for _ in 0..50 {
            *key = Md5::digest(&*key).to_vec();
        }
    }
    key.truncate(length);
    let rounds = match handler.revision {
        2 => 1,
        _ => 20,
    };
    let mut text = Zeroizing::new(handler.owner.clone());
    for round in (0..rounds).rev() {
        *text = rc4(&xor(&key, round), &text);
    }
    padded(&text)
}

/// Algorithm 2: the key of `length` bytes.
fn key_of(handler: &Handler, identifier: &[u8], length: usize, padded: &[u8; 32]) -> Vec<u8> {
    let mut hash = Md5::new_with_prefix(padded);
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
/// `None` when the password does not open the file.
fn modern_key(handler: &Handler, password: &[u8]) -> Result<Option<Vec<u8>>, Locked> {
    let damaged = Locked::Damaged {
        what: Flaw::KeyStrings,
    };
    let user = Strings::of(&handler.user, &handler.user_key, &[]).ok_or(damaged.clone())?;
    let all_of_user = handler.user.get(..48).unwrap_or_default();
    let owner = Strings::of(&handler.owner, &handler.owner_key, all_of_user);
    let owner = owner.ok_or(damaged.clone())?;
    let opened = [user, owner].into_iter().find_map(|strings| {
        let salt = strings.validation_salt;
        let hashed = hash(handler.revision, password, salt, strings.user)?;
        (hashed == strings.hash).then(|| strings.unwrap(handler.revision, password))
    });
    let Some(key) = opened else {
        return Ok(None);
    };
    let key = key.ok_or(damaged)?;
    check_permissions(handler, &key)?;
    Ok(Some(key))
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

    fn unwrap(&self, revision: i64, password: &[u8]) -> Option<Vec<u8>> {
        let key = hash(revision, password, self.key_salt, self.user)?;
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
            what: Flaw::PermissionsDiffer,
        }),
    }
}

/// The bytes that fill a password up to 32 bytes.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

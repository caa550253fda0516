//! The hash of a password in revisions 5 and 6 (ISO 32000-2, 7.6.4.3.4, algorithm 2.B).

use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::cipher::encrypt_aes_128;

/// The hash of `password` with `salt`; `user` is the string `U` for the owner
/// password and empty for the user password.
pub(super) fn hash(revision: i64, password: &[u8], salt: &[u8], user: &[u8]) -> Option<Vec<u8>> {
    let first = Sha256::new_with_prefix(password)
        .chain_update(salt)
        .chain_update(user);
    let first = first.finalize().to_vec();
    match revision {
        5 => Some(first),
        _ => harden(first, password, user),
    }
}

/// 64 rounds and more until the last byte of a round allows the end: a byte
/// is below 256, so that round 287 is the last at most.
fn harden(mut key: Vec<u8>, password: &[u8], user: &[u8]) -> Option<Vec<u8>> {
    const REPETITIONS: usize = 64;
    for round in 1_u32.. {
        let input = Zeroizing::new([password, key.as_slice(), user].concat());
        let input = Zeroizing::new(input.repeat(REPETITIONS));
        let (cipher_key, vector) = (key.get(..16)?, key.get(16..32)?);
        let encrypted = encrypt_aes_128(cipher_key, vector, &input)?;
        // 256 is 1 modulo 3: the number modulo 3 is the sum of its bytes modulo 3.
        let number = encrypted.get(..16)?.iter().copied().map(u32::from);
        key = match number.sum::<u32>() % 3 {
            0 => Sha256::digest(&encrypted).to_vec(),
            1 => Sha384::digest(&encrypted).to_vec(),
            _ => Sha512::digest(&encrypted).to_vec(),
        };
        if round >= 64 && u32::from(*encrypted.last()?) + 32 <= round {
            break;
        }
    }
    key.truncate(32);
    Some(key)
}

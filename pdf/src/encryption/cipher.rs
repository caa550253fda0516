//! The ciphers of the standard security handler (ISO 32000-2, 7.6.3).

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use rc4::{KeyInit, Rc4, StreamCipher};

use crate::object::ObjectId;

/// The key of one object (algorithm 1), for RC4 and AES-128. `salt` is "sAlT" for AES.
pub(super) fn object_key(file_key: &[u8], id: ObjectId, salt: &[u8]) -> Vec<u8> {
    let number = id.number.to_le_bytes();
    let mut hash = Md5::new_with_prefix(file_key);
    hash.update(number.get(..3).unwrap_or_default());
    hash.update(id.generation.to_le_bytes());
    hash.update(salt);
    let mut key = hash.finalize().to_vec();
    key.truncate(file_key.len() + 5);
    key
}

/// RC4, which is its own inverse. An impossible key gives nothing.
pub(super) fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut output = data.to_vec();
    match Rc4::new_from_slice(key) {
        Ok(mut cipher) => cipher.apply_keystream(&mut output),
        Err(_) => output.clear(),
    }
    output
}

/// AES in CBC mode, the initialisation vector in front, PKCS #7 padding. Empty data give empty
/// data, because programs write empty strings without a vector.
pub(super) fn aes_cbc(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    if data.is_empty() {
        return Some(Vec::new());
    }
    let (vector, data) = data.split_first_chunk::<16>()?;
    match key.len() {
        16 => {
            let cipher = cbc::Decryptor::<Aes128>::new_from_slices(key, vector).ok()?;
            cipher.decrypt_padded_vec::<Pkcs7>(data).ok()
        }
        32 => {
            let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, vector).ok()?;
            cipher.decrypt_padded_vec::<Pkcs7>(data).ok()
        }
        _ => None,
    }
}

/// AES-256 in CBC mode with a zero vector and no padding, as keys are wrapped.
/// One block of it is the same as ECB mode.
pub(super) fn unwrap_aes_256(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let cipher = cbc::Decryptor::<Aes256>::new_from_slices(key, &[0; 16]).ok()?;
    cipher.decrypt_padded_vec::<NoPadding>(data).ok()
}

/// AES-128 in CBC mode without padding: a step of algorithm 2.B.
pub(super) fn encrypt_aes_128(key: &[u8], vector: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let cipher = cbc::Encryptor::<Aes128>::new_from_slices(key, vector).ok()?;
    Some(cipher.encrypt_padded_vec::<NoPadding>(data))
}

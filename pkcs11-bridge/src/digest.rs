//! Digest algorithms of signatures, and the DigestInfo that RSA PKCS#1 v1.5 signs.

use std::fmt;

use openssl::hash::MessageDigest;

use crate::error::TokenError;
use crate::kinds::DigestKind;

impl DigestKind {
    /// Length of a digest in bytes.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            DigestKind::Sha256 => 32,
            DigestKind::Sha384 => 48,
            DigestKind::Sha512 => 64,
        }
    }

    pub(crate) fn message_digest(self) -> MessageDigest {
        match self {
            DigestKind::Sha256 => MessageDigest::sha256(),
            DigestKind::Sha384 => MessageDigest::sha384(),
            DigestKind::Sha512 => MessageDigest::sha512(),
        }
    }

    /// The digest of a whole message.
    pub(crate) fn of(self, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        openssl::hash::hash(self.message_digest(), message)
            .map(|digest| digest.to_vec())
            .map_err(TokenError::crypto("hashing"))
    }

    /// Refuses a digest of another length.
    pub(crate) fn check_length(self, digest: &[u8]) -> Result<(), TokenError> {
        let (expected, actual) = (self.length(), digest.len());
        if expected == actual {
            return Ok(());
        }
        Err(TokenError::DigestLength {
            digest: self,
            expected,
            actual,
        })
    }

    /// DER of `DigestInfo` for a digest of this kind (RFC 8017, section 9.2, note 1).
    pub(crate) fn info(self, digest: &[u8]) -> Vec<u8> {
        [self.info_prefix(), digest].concat()
    }

    fn info_prefix(self) -> &'static [u8] {
        match self {
            DigestKind::Sha256 => &[
                0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                0x01, 0x05, 0x00, 0x04, 0x20,
            ],
            DigestKind::Sha384 => &[
                0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                0x02, 0x05, 0x00, 0x04, 0x30,
            ],
            DigestKind::Sha512 => &[
                0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                0x03, 0x05, 0x00, 0x04, 0x40,
            ],
        }
    }
}

impl fmt::Display for DigestKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            DigestKind::Sha256 => "SHA-256",
            DigestKind::Sha384 => "SHA-384",
            DigestKind::Sha512 => "SHA-512",
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const ALL: [DigestKind; 3] = [DigestKind::Sha256, DigestKind::Sha384, DigestKind::Sha512];

    #[test]
    fn digest_info_lengths_agree_with_their_der() {
        for kind in ALL {
            let info = kind.info(&kind.of(b"x").unwrap());
            assert_eq!(usize::from(info[1]) + 2, info.len(), "{kind}");
            assert_eq!(usize::from(info[18]), kind.length(), "{kind}");
        }
    }

    #[test]
    fn a_digest_of_another_length_is_refused() {
        let error = DigestKind::Sha384.check_length(&[0; 32]).unwrap_err();
        assert_eq!(error.to_string(), "a SHA-384 digest has 48 bytes, not 32");
    }
}

//! Certificates that were read before (ADR 0010).
//!
//! What a certificate says, its key and whether it is self-signed follow from its bytes alone, so the bytes that come
//! again share what was found out: documents of one agency carry the same few certificates.

use super::{Certificate, CertificateError};
use crate::digest::sha256;
use crate::digest_cache::{DigestCache, FileCache};

/// Certificates that were read before, for a program that reads many files: the cache keeps 256 of
/// at most 8 KB.
#[derive(Debug)]
pub struct CertificateCache(DigestCache<Certificate>);

/// The certificates that were read before, as one file uses them.
#[derive(Clone, Copy)]
pub struct KnownCertificates<'c>(FileCache<'c, Certificate>);

impl Default for CertificateCache {
    fn default() -> Self {
        Self(DigestCache::new(MAX_KNOWN))
    }
}

impl CertificateCache {
    /// As the file of this number uses them ([`DigestCache::of_file`]).
    #[must_use]
    pub fn of_file(&self, number: u64) -> KnownCertificates<'_> {
        KnownCertificates(self.0.of_file(number))
    }
}

impl KnownCertificates<'_> {
    /// None: each certificate is read anew.
    #[must_use]
    pub const fn none() -> Self {
        Self(FileCache::nothing())
    }

    /// As [`Certificate::from_der`]: the certificate that was read before, with all that was found out about it since.
    ///
    /// # Errors
    /// When the bytes are not a certificate.
    pub fn read(&self, der: &[u8]) -> Result<Certificate, CertificateError> {
        let fingerprint = sha256(der);
        if let Some(known) = self.0.find(&fingerprint) {
            return Ok(known);
        }
        let certificate = Certificate::read(der, fingerprint)?;
        if der.len() <= MAX_SIZE {
            self.0.keep(fingerprint, certificate.clone());
        }
        Ok(certificate)
    }
}

/// Certificates kept at most.
const MAX_KNOWN: usize = 256;

/// Bytes of a certificate that is kept; real ones have one to three thousand.
const MAX_SIZE: usize = 8 << 10;

//! Certificates that were read before (ADR 0010).
//!
//! What a certificate says, its key and whether it is self-signed follow from its bytes alone, so the bytes that come
//! again share what was found out: documents of one agency carry the same few certificates.

use std::sync::LazyLock;

use super::{Certificate, CertificateError};
use crate::digest::sha256;
use crate::digest_cache::DigestCache;

static KNOWN: LazyLock<DigestCache<Certificate>> = LazyLock::new(|| DigestCache::new(MAX_KNOWN));

/// The certificate with the bytes `der`: the one read before, or what `read` makes of it and its fingerprint.
pub(super) fn certificate(
    der: &[u8],
    read: impl FnOnce([u8; 32]) -> Result<Certificate, CertificateError>,
) -> Result<Certificate, CertificateError> {
    let fingerprint = sha256(der);
    if let Some(known) = KNOWN.find(&fingerprint) {
        return Ok(known);
    }
    let certificate = read(fingerprint)?;
    if der.len() <= MAX_SIZE {
        KNOWN.keep(fingerprint, certificate.clone());
    }
    Ok(certificate)
}

/// Certificates kept at most.
const MAX_KNOWN: usize = 256;

/// Bytes of a certificate that is kept; real ones have one to three thousand.
const MAX_SIZE: usize = 8 << 10;

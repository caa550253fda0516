//! Certificates that were read before (ADR 0010).
//!
//! What a certificate says, its key and whether it is self-signed follow from its bytes alone, so the bytes that come
//! again share what was found out: documents of one agency carry the same few certificates.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use openssl::sha::sha256;

use super::{Certificate, CertificateError};

static KNOWN: LazyLock<Mutex<HashMap<[u8; 32], Certificate>>> = LazyLock::new(Mutex::default);

/// The certificate with the bytes `der`: the one read before, or what `read` makes of it and its fingerprint.
pub(super) fn certificate(
    der: &[u8],
    read: impl FnOnce([u8; 32]) -> Result<Certificate, CertificateError>,
) -> Result<Certificate, CertificateError> {
    let fingerprint = sha256(der);
    if let Some(known) = lock().get(&fingerprint) {
        return Ok(known.clone());
    }
    let certificate = read(fingerprint)?;
    if der.len() <= MAX_SIZE {
        let mut known = lock();
        if known.len() >= MAX_KNOWN {
            known.clear();
        }
        known.insert(fingerprint, certificate.clone());
    }
    Ok(certificate)
}

fn lock() -> MutexGuard<'static, HashMap<[u8; 32], Certificate>> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Certificates kept at most; all are dropped when there are more.
const MAX_KNOWN: usize = 256;

/// Bytes of a certificate that is kept; real ones have one to three thousand.
const MAX_SIZE: usize = 8 << 10;

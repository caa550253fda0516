//! The answers of servers, read tolerantly: DER, BER or PEM, under any content type. A web page has
//! an error of its own.

use std::borrow::Cow;

use jiff::Timestamp;
use kyso_pki::{Certificate, Crl, OcspResponse, TimestampResponse, TimestampResponseError};

use crate::error::{Expected, FetchError};

/// Something fetched, as pki reads it.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Crl(Crl),
    Ocsp(OcspResponse),
    Certificates(Vec<Certificate>),
}

impl Item {
    /// SHA-256 of everything in it.
    pub(crate) fn digests(&self) -> Vec<[u8; 32]> {
        match self {
            Self::Crl(list) => vec![list.sha256()],
            Self::Ocsp(response) => vec![response.sha256()],
            Self::Certificates(certificates) => {
                certificates.iter().map(Certificate::sha256).collect()
            }
        }
    }

    /// The octets to keep, which read the same again.
    pub(crate) fn octets(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Crl(list) => Cow::Borrowed(list.der()),
            Self::Ocsp(response) => Cow::Borrowed(response.der()),
            Self::Certificates(certificates) => {
                let text: String = certificates.iter().map(Certificate::to_pem).collect();
                Cow::Owned(text.into_bytes())
            }
        }
    }
}

/// An answer with its origin.
#[derive(Debug)]
pub(crate) struct CachedAnswer {
    pub(crate) item: Item,
    pub(crate) url: String,
    pub(crate) fetched_at: Timestamp,
}

impl CachedAnswer {
    pub(crate) fn new(item: Item, url: &str, fetched_at: Timestamp) -> Self {
        Self {
            item,
            url: url.to_owned(),
            fetched_at,
        }
    }

    /// About how many octets it takes in memory.
    pub(crate) fn weight(&self) -> u32 {
        let octets = match &self.item {
            // The index of a list takes about half as much again.
            Item::Crl(list) => list.der().len().saturating_add(list.der().len() / 2),
            Item::Ocsp(response) => response.der().len() * 2,
            Item::Certificates(certificates) => certificates
                .iter()
                .map(|certificate| certificate.der().len() * 4)
                .sum(),
        };
        u32::try_from(octets.saturating_add(OVERHEAD)).unwrap_or(u32::MAX)
    }
}

/// A revocation list. Long ones are plain DER, which is tried before anything that looks at all of it.
pub(crate) fn crl(body: &[u8]) -> Result<Crl, FetchError> {
    no_page(body)?;
    if let Ok(list) = Crl::from_der(body) {
        return Ok(list);
    }
    Crl::from_any(body).map_err(|error| malformed(Expected::RevocationList, &error))
}

/// An OCSP response.
pub(crate) fn ocsp(body: &[u8]) -> Result<OcspResponse, FetchError> {
    no_page(body)?;
    Ok(OcspResponse::from_any(body)?)
}

/// Certificates: one, several as PEM, or a bundle (RFC 5280, section 4.2.2.1).
pub(crate) fn certificates(body: &[u8]) -> Result<Vec<Certificate>, FetchError> {
    no_page(body)?;
    let read = Certificate::from_any(body);
    let mut found = read.map_err(|error| malformed(Expected::Certificate, &error))?;
    found.truncate(MAX_CERTIFICATES);
    Ok(found)
}

/// A timestamp response, which may be a refusal.
pub(crate) fn timestamp(
    body: &[u8],
) -> Result<Result<TimestampResponse, TimestampResponseError>, FetchError> {
    no_page(body)?;
    Ok(TimestampResponse::from_any(body))
}

fn no_page(body: &[u8]) -> Result<(), FetchError> {
    match body.trim_ascii_start().first() {
        None => Err(FetchError::Empty),
        Some(b'<') => Err(FetchError::WebPage),
        Some(_) => Ok(()),
    }
}

fn malformed(expected: Expected, reason: &dyn std::error::Error) -> FetchError {
    FetchError::Malformed {
        expected,
        reason: reason.to_string(),
    }
}

/// Certificates of one answer.
const MAX_CERTIFICATES: usize = 20;

const OVERHEAD: usize = 512;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pages_and_nothing_are_named() {
        assert_eq!(crl(b"").unwrap_err(), FetchError::Empty);
        assert_eq!(crl(b"\r\n \n").unwrap_err(), FetchError::Empty);
        let page = b"\n<!DOCTYPE html><html>Not found</html>";
        assert_eq!(ocsp(page).unwrap_err(), FetchError::WebPage);
        assert_eq!(certificates(page).unwrap_err(), FetchError::WebPage);
        assert_eq!(timestamp(page).unwrap_err(), FetchError::WebPage);
        assert!(matches!(crl(b"busy"), Err(FetchError::Malformed { .. })));
        assert!(matches!(ocsp(b"busy"), Err(FetchError::Responder(_))));
    }
}

//! What servers send, read tolerantly: DER, BER or PEM, whatever the content type says. A web page is told apart.

use std::borrow::Cow;

use kyso_pki::ber::{self, Limits, Trailer};
use kyso_pki::{Certificate, Crl, OcspResponse};
use openssl::base64;
use openssl::pkcs7::Pkcs7;

use crate::error::FetchError;

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

/// A revocation list; the first one of a PEM text.
pub(crate) fn crl(body: Vec<u8>) -> Result<Crl, FetchError> {
    let der = first(structures(body, "revocation list")?, "revocation list")?;
    Crl::from_vec(der).map_err(|error| malformed("revocation list", error))
}

/// An OCSP response.
pub(crate) fn ocsp(body: Vec<u8>) -> Result<OcspResponse, FetchError> {
    let der = first(structures(body, "OCSP response")?, "OCSP response")?;
    Ok(OcspResponse::from_vec(der)?)
}

/// Certificates: one, several as PEM, or a PKCS #7 bundle (RFC 5280, section 4.2.2.1).
pub(crate) fn certificates(body: Vec<u8>) -> Result<Vec<Certificate>, FetchError> {
    let mut found = Vec::new();
    for der in structures(body, "certificate")? {
        match Certificate::from_der(&der) {
            Ok(certificate) => found.push(certificate),
            Err(error) => match bundle(&der) {
                Some(certificates) => found.extend(certificates),
                None => return Err(malformed("certificate", error)),
            },
        }
    }
    found.truncate(MAX_CERTIFICATES);
    match found.is_empty() {
        true => Err(malformed("certificate", "it holds none")),
        false => Ok(found),
    }
}

fn bundle(der: &[u8]) -> Option<Vec<Certificate>> {
    let bundle = Pkcs7::from_der(der).ok()?;
    let certificates = bundle.signed()?.certificates()?;
    let read = |der: Vec<u8>| Certificate::from_der(&der).ok();
    let encoded = certificates
        .iter()
        .filter_map(|member| member.to_der().ok());
    Some(encoded.filter_map(read).take(MAX_CERTIFICATES).collect())
}

/// The octets of a timestamp response.
pub(crate) fn timestamp_response(body: Vec<u8>) -> Result<Vec<u8>, FetchError> {
    first(
        structures(body, "timestamp response")?,
        "timestamp response",
    )
}

/// The encoded structures of an answer.
fn structures(body: Vec<u8>, expected: &'static str) -> Result<Vec<Vec<u8>>, FetchError> {
    let start = body.trim_ascii_start();
    if start.is_empty() {
        return Err(FetchError::Empty);
    }
    if start.starts_with(b"<") {
        return Err(FetchError::WebPage);
    }
    if let Some(blocks) = pem_blocks(start) {
        return blocks
            .into_iter()
            .map(|block| definite(block, expected))
            .collect();
    }
    Ok(vec![definite(body, expected)?])
}

/// With definite lengths. Line ends behind the structure are an old habit of servers; anything else is refused.
fn definite(body: Vec<u8>, expected: &'static str) -> Result<Vec<u8>, FetchError> {
    let limits = Limits {
        size: usize::MAX,
        ..Limits::default()
    };
    let read = ber::to_der(&body, &limits).map_err(|error| malformed(expected, error))?;
    if let Trailer::Other { offset } = read.trailer {
        let surplus = body.get(offset..).unwrap_or_default();
        if !surplus.trim_ascii().is_empty() {
            return Err(malformed(
                expected,
                format!("something follows at byte {offset}"),
            ));
        }
    }
    let owned = match read.der {
        Cow::Borrowed(der) if der.len() == body.len() => None,
        der => Some(der.into_owned()),
    };
    Ok(owned.unwrap_or(body))
}

/// The blocks of a PEM text (RFC 7468), whatever their labels; `None` when it is none.
fn pem_blocks(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = std::str::from_utf8(body).ok()?;
    let mut blocks = Vec::new();
    for block in text.split("-----BEGIN ").skip(1).take(MAX_CERTIFICATES) {
        let (_, rest) = block.split_once("-----")?;
        let (encoded, _) = rest.split_once("-----END ")?;
        let encoded: String = encoded.split_ascii_whitespace().collect();
        blocks.push(base64::decode_block(&encoded).ok()?);
    }
    (!blocks.is_empty()).then_some(blocks)
}

fn first(structures: Vec<Vec<u8>>, expected: &'static str) -> Result<Vec<u8>, FetchError> {
    let first = structures.into_iter().next();
    first.ok_or_else(|| malformed(expected, "it holds none"))
}

fn malformed(expected: &'static str, reason: impl ToString) -> FetchError {
    FetchError::Malformed {
        expected,
        reason: reason.to_string(),
    }
}

const MAX_CERTIFICATES: usize = 20;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pages_and_nothing_are_named() {
        assert_eq!(crl(Vec::new()).unwrap_err(), FetchError::Empty);
        assert_eq!(crl(b"\r\n \n".to_vec()).unwrap_err(), FetchError::Empty);
        let page = b"\n<!DOCTYPE html><html>Not found</html>".to_vec();
        assert_eq!(ocsp(page.clone()).unwrap_err(), FetchError::WebPage);
        assert_eq!(certificates(page).unwrap_err(), FetchError::WebPage);
        assert!(matches!(
            crl(b"busy".to_vec()),
            Err(FetchError::Malformed { .. })
        ));
    }

    #[test]
    fn blocks_of_text_are_found() {
        let text = b"Subject: x\r\n-----BEGIN X509 CRL-----\r\nMAA=\r\n-----END X509 CRL-----\r\n";
        assert_eq!(pem_blocks(text), Some(vec![vec![0x30, 0x00]]));
        assert_eq!(pem_blocks(b"-----BEGIN X-----\nMAA="), None);
        assert_eq!(pem_blocks(b"plain"), None);
    }

    #[test]
    fn indefinite_lengths_and_line_ends_are_accepted() {
        assert_eq!(definite(vec![0x30, 0x80, 0, 0], "x").unwrap(), [0x30, 0]);
        assert_eq!(definite(b"\x30\x00\r\n".to_vec(), "x").unwrap(), [0x30, 0]);
        assert!(definite(b"\x30\x00junk".to_vec(), "x").is_err());
    }
}

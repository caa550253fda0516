//! The forms in which servers send DER: BER, PEM under any label, octets behind the end.

use crate::ber::{self, BerError, BerLimits};
use crate::certificate::{Certificate, CertificateError, PemBlock};
use crate::cms::certificates_in;
use crate::crl::Crl;
use crate::ocsp::{OcspError, OcspResponse};
use crate::timestamp::{TimestampResponse, TimestampResponseError};
use crate::tlv::EncodingError;

impl Crl {
    /// Reads one list as servers send it: DER, BER, or the first block of a PEM text under any
    /// label.
    ///
    /// # Errors
    /// When the bytes are none of these.
    pub fn from_any(input: &[u8]) -> Result<Self, BerError> {
        let first = structures(input)?.into_iter().next();
        Ok(Self::from_vec(first.ok_or(NOTHING)?)?)
    }
}

impl OcspResponse {
    /// Reads one response as servers send it: DER, BER, or the first block of a PEM text under any
    /// label.
    ///
    /// # Errors
    /// When the bytes are none of these, the responder refused to answer, or a budget is exceeded.
    pub fn from_any(input: &[u8]) -> Result<Self, OcspError> {
        let first = structures(input)?.into_iter().next();
        Self::from_vec(first.ok_or(BerError::Encoding(NOTHING))?)
    }
}

impl Certificate {
    /// Reads the certificates that servers send for the issuer of another one (RFC 5280, section 4.2.2.1): DER, BER,
    /// every block of a PEM text, or the certificates of a CMS. What cannot be read beside them is left out.
    ///
    /// # Errors
    /// When there is no certificate.
    pub fn from_any(input: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let structures = structures(input)?;
        let found: Vec<Self> = structures
            .iter()
            .take(MAX_BLOCKS)
            .flat_map(|der| match Self::from_der(der) {
                Ok(certificate) => vec![certificate],
                Err(_) => certificates_in(der).unwrap_or_default(),
            })
            .collect();
        match found.is_empty() {
            true => Err(NOTHING.into()),
            false => Ok(found),
        }
    }
}

impl TimestampResponse {
    /// Reads one response as servers send it: DER, BER, or the first block of a PEM text under any
    /// label.
    ///
    /// # Errors
    /// When the bytes are none of these. A refusal is no error here.
    pub fn from_any(input: &[u8]) -> Result<Self, TimestampResponseError> {
        let first = structures(input)?.into_iter().next();
        Self::parse(&first.ok_or(NOTHING)?)
    }
}

/// The encoded structures in `input`, with definite lengths: one, or those of all PEM blocks.
fn structures(input: &[u8]) -> Result<Vec<Vec<u8>>, BerError> {
    let definite = |input: &[u8]| {
        let transcoded = ber::to_der(input, &BerLimits::default())?;
        Ok(transcoded.der.into_owned())
    };
    let is_text = input.windows(PEM_BEGIN.len()).any(|part| part == PEM_BEGIN);
    match PemBlock::read_all(input).filter(|blocks| is_text && !blocks.is_empty()) {
        Some(blocks) => blocks.iter().map(|b| definite(&b.contents)).collect(),
        None => Ok(vec![definite(input)?]),
    }
}

const NOTHING: EncodingError = EncodingError::Missing {
    offset: 0,
    expected: "a structure",
};

const PEM_BEGIN: &[u8] = b"-----BEGIN ";

/// Blocks of one PEM text that are looked at.
const MAX_BLOCKS: usize = 50;

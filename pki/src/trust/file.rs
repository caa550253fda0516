//! The content of one file of trust material, in any form: PEM text with any number of blocks, one
//! DER certificate, revocation list or OCSP response, or the certificates and lists of a PKCS #7
//! file (.p7b, .p7c).
//!
//! A file is understood whole or not at all: if a certificate were passed over, its absence would
//! show only as a document that is INDETERMINATE for no visible reason.

use openssl::pkcs12::Pkcs12;
use openssl::pkey::PKey;

use super::pkcs7;
use crate::certificate::{Certificate, CertificateError, PemBlock};
use crate::cms::CmsError;
use crate::crl::Crl;
use crate::ocsp::{OcspError, OcspResponse};
use crate::tlv::EncodingError;

/// Certificates, revocation lists and OCSP responses of one file, each in its order.
#[derive(Debug, Clone, Default)]
pub struct TrustFile {
    /// The certificates.
    pub certificates: Vec<Certificate>,
    /// The revocation lists.
    pub crls: Vec<Crl>,
    /// The OCSP responses.
    pub ocsp_responses: Vec<OcspResponse>,
}

/// Why a file holds no trust material.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TrustFileError {
    /// A certificate that cannot be read, or something that is none of the kinds.
    #[error("{0}")]
    Certificate(#[from] CertificateError),
    /// A revocation list that cannot be read.
    #[error("not a revocation list ({0})")]
    Crl(EncodingError),
    /// An OCSP response that cannot be read.
    #[error("not an OCSP response ({0})")]
    Ocsp(OcspError),
    /// A PKCS #7 file that cannot be read, or that holds neither certificates nor lists.
    #[error("not a PKCS #7 file with certificates ({0})")]
    Pkcs7(CmsError),
    /// A PEM block of another kind; the label is empty when there is no block at all.
    #[error("holds a PEM block {label:?}, which is neither a certificate nor evidence about one")]
    UnexpectedBlock {
        /// Label of the block.
        label: String,
    },
    /// A private key: trust material is public, and a key that lies in it is no longer secret.
    #[error("holds a private key")]
    PrivateKey,
}

impl TrustFile {
    /// Reads a file by its contents.
    ///
    /// # Errors
    /// [`TrustFileError`] when any part of it is not what a trust folder may hold.
    pub fn read(bytes: &[u8]) -> Result<Self, TrustFileError> {
        let mut file = Self::default();
        match is_pem(bytes) {
            true => file.read_pem(bytes)?,
            false => file.read_der(bytes)?,
        }
        Ok(file)
    }

    fn read_pem(&mut self, text: &[u8]) -> Result<(), TrustFileError> {
        let blocks = PemBlock::read_all(text).ok_or(CertificateError::NoPemBlock)?;
        if blocks.is_empty() {
            return Err(TrustFileError::UnexpectedBlock {
                label: String::new(),
            });
        }
        blocks
            .into_iter()
            .try_for_each(|block| self.read_block(block))
    }

    fn read_block(&mut self, block: PemBlock) -> Result<(), TrustFileError> {
        match block.label.as_str() {
            _ if block.is_crl() => self.push_crl(block.contents),
            _ if block.is_certificate() => self.push_certificate(&block.contents),
            "OCSP RESPONSE" => self.push_response(block.contents),
            "PKCS7" | "CMS" => self.push_pkcs7(&block.contents),
            label if label.ends_with("PRIVATE KEY") => Err(TrustFileError::PrivateKey),
            _ => Err(TrustFileError::UnexpectedBlock { label: block.label }),
        }
    }

    fn read_der(&mut self, bytes: &[u8]) -> Result<(), TrustFileError> {
        let no_certificate = match Certificate::from_der(bytes) {
            Ok(certificate) => {
                self.certificates.push(certificate);
                return Ok(());
            }
            Err(error) => error,
        };
        // Lists are also published under names like "root.der".
        if let Ok(crl) = Crl::from_der(bytes) {
            self.crls.push(crl);
            return Ok(());
        }
        if let Ok(response) = OcspResponse::from_der(bytes) {
            self.ocsp_responses.push(response);
            return Ok(());
        }
        match pkcs7::is_signed_data(bytes) {
            true => self.push_pkcs7(bytes),
            false if is_private_key(bytes) => Err(TrustFileError::PrivateKey),
            false => Err(no_certificate.into()),
        }
    }

    fn push_certificate(&mut self, der: &[u8]) -> Result<(), TrustFileError> {
        self.certificates.push(Certificate::from_der(der)?);
        Ok(())
    }

    fn push_crl(&mut self, der: Vec<u8>) -> Result<(), TrustFileError> {
        self.crls
            .push(Crl::from_vec(der).map_err(TrustFileError::Crl)?);
        Ok(())
    }

    fn push_response(&mut self, der: Vec<u8>) -> Result<(), TrustFileError> {
        let response = OcspResponse::from_vec(der).map_err(TrustFileError::Ocsp)?;
        self.ocsp_responses.push(response);
        Ok(())
    }

    fn push_pkcs7(&mut self, bytes: &[u8]) -> Result<(), TrustFileError> {
        let members = pkcs7::read(bytes).map_err(TrustFileError::Pkcs7)?;
        members
            .certificates
            .iter()
            .try_for_each(|der| self.push_certificate(der))?;
        members
            .crls
            .into_iter()
            .try_for_each(|der| self.push_crl(der))
    }
}

/// Whether a PEM block begins near the start of the file; certificates are often preceded by their printout.
fn is_pem(bytes: &[u8]) -> bool {
    bytes
        .windows(PEM_MARK.len())
        .take(MAX_PREAMBLE)
        .any(|window| window == PEM_MARK)
}

/// Whether the bytes are a key of any common form, or a container that is made for one.
fn is_private_key(bytes: &[u8]) -> bool {
    PKey::private_key_from_der(bytes).is_ok()
        || PKey::private_key_from_pkcs8(bytes).is_ok()
        || Pkcs12::from_der(bytes).is_ok()
}

const PEM_MARK: &[u8] = b"-----BEGIN ";

/// Octets of text in front of the first block.
const MAX_PREAMBLE: usize = 64 << 10;

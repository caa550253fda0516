//! `CertID`: the certificate that a request or an answer is about (RFC 6960, section 4.1.1).

use crate::algorithm::AlgorithmId;
use crate::certificate::{Certificate, CertificateError};
use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::tlv::{self, Element, EncodingError, INTEGER, OCTET_STRING};

/// `SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash OCTET STRING, serialNumber }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CertificateId {
    /// `None` for a digest that is not known here: then nothing matches.
    algorithm: Option<DigestAlgorithm>,
    name_hash: Vec<u8>,
    key_hash: Vec<u8>,
    serial: Vec<u8>,
}

impl CertificateId {
    pub(super) fn read(element: &Element<'_>) -> Result<Self, EncodingError> {
        let mut fields = element.reader();
        let algorithm = AlgorithmId::read(&fields.any("hashAlgorithm")?)?;
        let name_hash = fields.required(OCTET_STRING, "issuerNameHash")?;
        let key_hash = fields.required(OCTET_STRING, "issuerKeyHash")?;
        let serial = fields.required(INTEGER, "serialNumber")?;
        fields.finish()?;
        Ok(Self {
            algorithm: algorithm.digest().ok(),
            name_hash: name_hash.contents.to_vec(),
            key_hash: key_hash.contents.to_vec(),
            serial: serial.integer()?.to_vec(),
        })
    }

    /// The identifier of `certificate` under the key of `issuer`, whose name is hashed as the certificate writes it;
    /// `None` when the library fails.
    pub(super) fn of(
        certificate: &Certificate,
        issuer: &Certificate,
        algorithm: DigestAlgorithm,
    ) -> Result<Option<Self>, CertificateError> {
        let key = issuer.key_octets()?;
        let hash = |octets| algorithm.identify(octets);
        Ok(hash(certificate.issuer())
            .zip(hash(key))
            .map(|(name_hash, key_hash)| Self {
                algorithm: Some(algorithm),
                name_hash,
                key_hash,
                serial: certificate.serial().to_vec(),
            }))
    }

    /// Whether it is about `certificate`, issued under name and key of `issuer`. The name may be hashed as the
    /// certificate or as the issuer writes it.
    pub(super) fn matches(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        let Some(algorithm) = self.algorithm.filter(|_| self.has_serial(certificate)) else {
            return false;
        };
        let is_hash = |octets: &[u8], hash: &[u8]| {
            let digest = algorithm.identify(octets);
            digest.is_some_and(|digest| digest == hash)
        };
        let names = [certificate.issuer(), issuer.subject()];
        certificate.issuer_key() == issuer.subject_key()
            && names.iter().any(|name| is_hash(name, &self.name_hash))
            && issuer
                .key_octets()
                .is_ok_and(|key| is_hash(key, &self.key_hash))
    }

    /// Whether the serial number is that of `certificate`, under any issuer.
    pub(super) fn has_serial(&self, certificate: &Certificate) -> bool {
        self.serial == certificate.serial()
    }

    pub(super) fn to_der(&self) -> Option<Vec<u8>> {
        let algorithm = encode::algorithm(&self.algorithm?.oid(), encode::NULL);
        Some(encode::sequence(&[
            &algorithm,
            &encode::octet_string(&self.name_hash),
            &encode::octet_string(&self.key_hash),
            &encode::element(tlv::INTEGER, &[&self.serial]),
        ]))
    }
}

//! What a certificate shall say.

use kyso_pki::{ExtendedKeyUsage, SoftwareKey};
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private};
use openssl::x509::X509Name;

use super::access::Access;
use super::keys::{KeyType, generate};
use super::profile::{Subject, Validity};

/// What a certificate shall say.
#[derive(Debug, Clone)]
pub struct CertificateRequest {
    /// The holder.
    pub subject: Subject,
    /// The holder's key.
    pub key_type: KeyType,
    /// From when until when.
    pub validity: Validity,
    /// Serial number, big-endian; random when missing.
    pub serial: Option<Vec<u8>>,
    /// Where evidence about the certificate is found.
    pub access: Access,
    /// The holder's key; made when missing.
    pub key: Option<SoftwareKey>,
    /// Extended key usage instead of that of the profile.
    pub extended_key_usage: Option<ExtendedKeyUsage>,
    /// The subject in an encoding of the caller's own, instead of [`CertificateRequest::subject`].
    encoded_subject: Option<Vec<u8>>,
}

impl CertificateRequest {
    /// A request with a random serial number.
    #[must_use]
    pub fn new(subject: Subject, key_type: KeyType, validity: Validity) -> Self {
        Self {
            subject,
            key_type,
            validity,
            serial: None,
            access: Access::default(),
            key: None,
            extended_key_usage: None,
            encoded_subject: None,
        }
    }

    /// Names the purposes of the key (RFC 5280, section 4.2.1.12).
    #[must_use]
    pub fn with_extended_key_usage(mut self, usage: ExtendedKeyUsage) -> Self {
        self.extended_key_usage = Some(usage);
        self
    }

    /// Writes the subject as this encoded `Name`, as other authorities would.
    #[must_use]
    pub fn with_encoded_subject(mut self, name: Vec<u8>) -> Self {
        self.encoded_subject = Some(name);
        self
    }

    /// Names the places of evidence about the certificate (RFC 5280, sections 4.2.1.13 and 4.2.2.1).
    #[must_use]
    pub fn with_access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// Certifies this key instead of a new one; [`CertificateRequest::key_type`] is not looked at.
    #[must_use]
    pub fn with_key(mut self, key: SoftwareKey) -> Self {
        self.key = Some(key);
        self
    }

    pub(super) fn name(&self) -> Result<X509Name, ErrorStack> {
        match &self.encoded_subject {
            Some(encoded) => X509Name::from_der(encoded),
            None => self.subject.to_name(),
        }
    }

    pub(super) fn key(&self) -> Result<PKey<Private>, ErrorStack> {
        match &self.key {
            Some(key) => Ok(key.danger_private_key().to_owned()),
            None => generate(self.key_type),
        }
    }

    /// Asks for this serial number, big-endian.
    #[must_use]
    pub fn with_serial(mut self, serial: &[u8]) -> Self {
        self.serial = Some(serial.to_vec());
        self
    }
}

//! Demonstration and test authorities: roots, sub-authorities, persons, agencies, timestamp authorities, OCSP
//! responders, revocation lists, OCSP responses, tokens and PKCS #12 files. Never for real ones: keys live in memory
//! and nothing protects them.
//!
//! All times are given by the caller; keys and serial numbers are random unless a serial number is given.

mod access;
mod attributes;
mod profile;
mod response;
mod revocation_list;
mod token;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Rsa;
use openssl::stack::Stack;
use openssl::x509::{X509, X509Builder, X509Name, X509NameRef};
use secrecy::{ExposeSecret, SecretString};

pub use access::Access;
pub use profile::{Profile, ResponderStatus, Subject, Validity};
pub use response::{NamedResponder, OcspAnswer, issue_ocsp_response};
pub use revocation_list::{ListRequest, Revocation};
pub use token::{TokenRequest, issue_token};

use crate::certificate::{Certificate, CertificateError, ExtendedKeyUsage};
use crate::digest::DigestAlgorithm;
use crate::pkcs12::{Pkcs12Key, SigningError, SoftwareKey};
use crate::tlv::EncodingError;

/// Kinds of keys that are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyType {
    /// RSA with 2048 bits, as on most government tokens (G2).
    Rsa2048,
    /// RSA with 3072 bits.
    Rsa3072,
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
}

/// A certification authority with its key.
#[derive(Debug, Clone)]
pub struct Authority {
    certificate: Certificate,
    key: SoftwareKey,
    /// The authorities above, nearest first.
    parents: Vec<Certificate>,
    digest: DigestAlgorithm,
}

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

/// Why an authority cannot issue.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum IssuingError {
    /// The cryptographic library failed.
    #[error("the cryptographic library failed: {0}")]
    Library(#[from] ErrorStack),
    /// What was issued cannot be read back.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// What was issued cannot be read back.
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    /// The authority's key cannot sign.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The OCSP response cannot be built or read back.
    #[error(transparent)]
    Ocsp(#[from] crate::ocsp::OcspError),
    /// The token cannot be built.
    #[error(transparent)]
    Build(#[from] crate::builder::BuildError),
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

    fn name(&self) -> Result<X509Name, ErrorStack> {
        match &self.encoded_subject {
            Some(encoded) => X509Name::from_der(encoded),
            None => self.subject.to_name(),
        }
    }

    fn key(&self) -> Result<PKey<Private>, ErrorStack> {
        match &self.key {
            Some(key) => Ok(key.private().to_owned()),
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

impl Authority {
    /// A self-signed root. What it issues is signed with SHA-256.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn root(request: &CertificateRequest) -> Result<Self, IssuingError> {
        Self::root_with_digest(request, DigestAlgorithm::Sha256)
    }

    /// As [`Authority::root`], with another digest: SHA-1 makes a hierarchy like the first generation (F6).
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn root_with_digest(
        request: &CertificateRequest,
        digest: DigestAlgorithm,
    ) -> Result<Self, IssuingError> {
        let key = request.key()?;
        let subject = request.name()?;
        let issuer = Issuer {
            name: &subject,
            key: &key,
            certificate: None,
            digest,
        };
        let certificate = issuer.issue(request, &key, Profile::Authority)?;
        Ok(Self {
            certificate,
            key: SoftwareKey::from_private(key),
            parents: Vec::new(),
            digest,
        })
    }

    /// A sub-authority.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn subordinate(&self, request: &CertificateRequest) -> Result<Self, IssuingError> {
        let key = request.key()?;
        Ok(Self {
            certificate: self.certify(request, &key, Profile::Authority)?,
            key: SoftwareKey::from_private(key),
            parents: self.chain(),
            digest: self.digest,
        })
    }

    /// A key and certificate for a person, an agency or a timestamp authority, with the chain up to the root.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn issue(
        &self,
        request: &CertificateRequest,
        profile: Profile,
    ) -> Result<Pkcs12Key, IssuingError> {
        let key = request.key()?;
        Ok(Pkcs12Key {
            certificate: self.certify(request, &key, profile)?,
            key: SoftwareKey::from_private(key),
            chain: self.chain(),
        })
    }

    /// Signs what this authority issues from now on with another digest.
    #[must_use]
    pub fn with_digest(mut self, digest: DigestAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// Somebody whom others certified, as one who signs lists and certificates, whether that is his right or not.
    #[must_use]
    pub fn acting(holder: &Pkcs12Key) -> Self {
        Self {
            certificate: holder.certificate.clone(),
            key: holder.key.clone(),
            parents: holder.chain.clone(),
            digest: DigestAlgorithm::Sha256,
        }
    }

    /// The authority's certificate.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The authority with its key and the chain above it, as one who signs more than certificates and lists.
    #[must_use]
    pub fn holder(&self) -> Pkcs12Key {
        Pkcs12Key {
            certificate: self.certificate.clone(),
            key: self.key.clone(),
            chain: self.parents.clone(),
        }
    }

    /// The authority's certificate and those above it, nearest first.
    #[must_use]
    pub fn chain(&self) -> Vec<Certificate> {
        let own = std::iter::once(&self.certificate);
        own.chain(&self.parents).cloned().collect()
    }

    fn certify(
        &self,
        request: &CertificateRequest,
        key: &PKey<Private>,
        profile: Profile,
    ) -> Result<Certificate, IssuingError> {
        let certificate = self.certificate.x509()?;
        let issuer = Issuer {
            name: certificate.subject_name(),
            key: self.key.private(),
            certificate: Some(certificate),
            digest: self.digest,
        };
        issuer.issue(request, key, profile)
    }
}

/// The private key as PEM text (PKCS #8), without any protection, for other programs of a test.
///
/// # Errors
/// When the cryptographic library fails.
pub fn danger_key_pem(holder: &Pkcs12Key) -> Result<Vec<u8>, IssuingError> {
    Ok(holder.key.private().private_key_to_pem_pkcs8()?)
}

/// Writes a key, its certificate and its chain as a PKCS #12 file.
///
/// # Errors
/// When the cryptographic library fails.
pub fn write_pkcs12(holder: &Pkcs12Key, password: &SecretString) -> Result<Vec<u8>, IssuingError> {
    let mut chain = Stack::new()?;
    for certificate in &holder.chain {
        chain.push(certificate.x509()?.to_owned())?;
    }
    let file = Pkcs12::builder()
        .name(holder.certificate.subject_common_name().unwrap_or_default())
        .pkey(holder.key.private())
        .cert(holder.certificate.x509()?)
        .ca(chain)
        .build2(password.expose_secret())?;
    Ok(file.to_der()?)
}

/// Who signs a certificate: itself, or the authority whose certificate is given.
struct Issuer<'a> {
    name: &'a X509NameRef,
    key: &'a openssl::pkey::PKeyRef<Private>,
    certificate: Option<&'a openssl::x509::X509Ref>,
    digest: DigestAlgorithm,
}

impl Issuer<'_> {
    fn issue(
        &self,
        request: &CertificateRequest,
        key: &PKey<Private>,
        profile: Profile,
    ) -> Result<Certificate, IssuingError> {
        let mut builder = X509Builder::new()?;
        builder.set_version(2)?;
        let serial = serial_number(request.serial.as_deref())?;
        builder.set_serial_number(&serial)?;
        builder.set_subject_name(&*request.name()?)?;
        builder.set_issuer_name(self.name)?;
        let Validity {
            not_before,
            not_after,
        } = request.validity;
        let start = Asn1Time::from_unix(not_before.as_second())?;
        let end = Asn1Time::from_unix(not_after.as_second())?;
        builder.set_not_before(&start)?;
        builder.set_not_after(&end)?;
        builder.set_pubkey(key)?;
        let purposes = request.extended_key_usage.as_ref();
        profile.extend(&mut builder, self.certificate, purposes)?;
        request.access.extend(&mut builder)?;
        let digest = self.digest.openssl().ok_or_else(ErrorStack::get)?;
        builder.sign(self.key, digest)?;
        let certificate: X509 = builder.build();
        Ok(Certificate::from_der(&certificate.to_der()?)?)
    }
}

/// Sixteen random octets unless given (RFC 5280, section 4.1.2.2: positive, at most 20 octets).
fn serial_number(given: Option<&[u8]>) -> Result<Asn1Integer, ErrorStack> {
    let mut octets = [0; 16];
    openssl::rand::rand_bytes(&mut octets)?;
    octets[0] = octets[0] & 0x7F | 0x40;
    BigNum::from_slice(given.unwrap_or(&octets))?.to_asn1_integer()
}

fn generate(key_type: KeyType) -> Result<PKey<Private>, ErrorStack> {
    let curve = |nid| PKey::from_ec_key(EcKey::generate(&*EcGroup::from_curve_name(nid)?)?);
    match key_type {
        KeyType::Rsa2048 => PKey::from_rsa(Rsa::generate(2048)?),
        KeyType::Rsa3072 => PKey::from_rsa(Rsa::generate(3072)?),
        KeyType::P256 => curve(Nid::X9_62_PRIME256V1),
        KeyType::P384 => curve(Nid::SECP384R1),
    }
}

impl SoftwareKey {
    /// A new key.
    ///
    /// # Errors
    /// When the cryptographic library fails.
    pub fn generate(key_type: KeyType) -> Result<Self, IssuingError> {
        Ok(Self::from_private(generate(key_type)?))
    }

    /// The algorithm with which this key signs certificates and lists.
    fn issuing_algorithm(&self, digest: DigestAlgorithm) -> crate::algorithm::SignatureAlgorithm {
        match self.private().id() {
            Id::EC => crate::algorithm::SignatureAlgorithm::Ecdsa(digest),
            _ => crate::algorithm::SignatureAlgorithm::RsaPkcs1(digest),
        }
    }
}

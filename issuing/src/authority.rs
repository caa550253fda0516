//! Authorities, and the certificates that they issue.

use kyso_pki::{Certificate, DigestAlgorithm, Pkcs12Key, SoftwareKey};
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, PKeyRef, Private};
use openssl::x509::{X509, X509Builder, X509NameRef, X509Ref};

use super::error::IssuingError;
use super::keys::x509;
use super::profile::{Profile, Validity};
use super::request::CertificateRequest;

/// A certification authority with its key.
#[derive(Debug, Clone)]
pub struct Authority {
    pub(super) certificate: Certificate,
    pub(super) key: SoftwareKey,
    /// The authorities above, nearest first.
    parents: Vec<Certificate>,
    pub(super) digest: DigestAlgorithm,
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
            key: SoftwareKey::from_private_key(key),
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
            key: SoftwareKey::from_private_key(key),
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
            key: SoftwareKey::from_private_key(key),
            chain: self.chain(),
        })
    }

    /// Signs what this authority issues from now on with another digest.
    #[must_use]
    pub fn with_digest(mut self, digest: DigestAlgorithm) -> Self {
        self.digest = digest;
        self
    }

    /// A certified holder as a signer of lists and certificates, whether or not it may sign them.
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
        let certificate = x509(&self.certificate)?;
        let issuer = Issuer {
            name: certificate.subject_name(),
            key: self.key.danger_private_key(),
            certificate: Some(&certificate),
            digest: self.digest,
        };
        issuer.issue(request, key, profile)
    }
}

/// Who signs a certificate: itself, or the authority whose certificate is given.
struct Issuer<'a> {
    name: &'a X509NameRef,
    key: &'a PKeyRef<Private>,
    certificate: Option<&'a X509Ref>,
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
        builder.sign(self.key, message_digest(self.digest)?)?;
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

/// The digests that are made here.
pub(super) fn message_digest(digest: DigestAlgorithm) -> Result<MessageDigest, IssuingError> {
    Ok(match digest {
        DigestAlgorithm::Md5 => MessageDigest::md5(),
        DigestAlgorithm::Sha1 => MessageDigest::sha1(),
        DigestAlgorithm::Sha224 => MessageDigest::sha224(),
        DigestAlgorithm::Sha256 => MessageDigest::sha256(),
        DigestAlgorithm::Sha384 => MessageDigest::sha384(),
        DigestAlgorithm::Sha512 => MessageDigest::sha512(),
        _ => return Err(ErrorStack::get().into()),
    })
}

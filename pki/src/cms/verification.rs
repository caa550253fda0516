//! Whether a signature holds (RFC 5652, sections 5.4 to 5.6; EN 319 102-1, clause 5.2.7).

use openssl::memcmp;

use super::SigningCertificateReference;
use super::attributes::{content_type, message_digest};
use super::signing_certificate::References;
use super::{Attributes, Cms, CmsError, SignedAttributeSet, SignerIdentifier};
use crate::algorithm::{AlgorithmError, AlgorithmId, Message, Scheme, SignatureAlgorithm};
use crate::certificate::Certificate;
use crate::digest::{DigestAlgorithm, DigestError};
use crate::encode;
use crate::name;
use crate::oids;
use crate::tlv::{Element, EncodingError, OCTET_STRING, SEQUENCE, SET, context};

/// The algorithms of a signature that holds. They say nothing about trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedCms {
    /// The signer's certificate.
    pub certificate: Certificate,
    /// Digest of the content.
    pub digest_algorithm: DigestAlgorithm,
    /// Algorithm of the signature value.
    pub signature_algorithm: SignatureAlgorithm,
    /// How the certificate is named under the signature.
    pub signing_certificate: SigningCertificateReference,
    /// Whether the value only fits the signed attributes after sorting them: the signer's software wrote them in
    /// another order than it signed.
    pub attributes_reordered: bool,
    /// Whether the digest of the content is another than that of the signature, or than that which RFC 8419 asks for. Both
    /// hold; the rules want one (RFC 5652, section 5.4; RFC 4056, section 3).
    pub digests_differ: bool,
}

impl Cms {
    /// The certificate of the signer, among those that came along.
    ///
    /// # Errors
    /// [`CmsError::NoSigningCertificate`] when there is none.
    pub fn signing_certificate(&self) -> Result<&Certificate, CmsError> {
        let references = self.references()?;
        let matching: Vec<&Certificate> = self.matching(&[]).collect();
        choose(&matching, &references).ok_or(CmsError::NoSigningCertificate)
    }

    /// Checks the signature over content with this digest, with the certificates that came along.
    ///
    /// `content_digest` is the digest of the signed bytes by [`Cms::digest_algorithm`]; for a signature with
    /// encapsulated content see [`Cms::econtent_digest`].
    ///
    /// # Errors
    /// The first reason why the signature does not hold: [`CmsError::DigestMismatch`] before
    /// [`CmsError::SignatureMismatch`], as EN 319 102-1 orders them.
    pub fn verify(&self, content_digest: &[u8]) -> Result<VerifiedCms, CmsError> {
        self.verify_with(content_digest, &[])
    }

    /// As [`Cms::verify`], with further `candidates` for the signer's certificate.
    ///
    /// # Errors
    /// As [`Cms::verify`].
    pub fn verify_with(
        &self,
        content_digest: &[u8],
        candidates: &[Certificate],
    ) -> Result<VerifiedCms, CmsError> {
        let digest_algorithm = self.digest_algorithm()?;
        check_length(digest_algorithm, content_digest)?;
        let scheme = self.scheme()?;
        if let Some(signed) = &self.signer.signed {
            self.check_attributes(&signed.attributes, content_digest)?;
        } else if self.content_type != oids::DATA {
            // RFC 5652, section 5.3: any other content must be signed with attributes.
            return Err(CmsError::MissingAttribute {
                oid: oids::CONTENT_TYPE,
            });
        }
        let digests_differ = !is_consistent(digest_algorithm, scheme);
        if digests_differ && self.signer.signed.is_none() {
            return Err(inconsistent(digest_algorithm, scheme));
        }
        let references = self.references()?;
        let matching: Vec<&Certificate> = self.matching(candidates).collect();
        let chosen = choose(&matching, &references).ok_or(CmsError::NoSigningCertificate)?;
        let attributes_reordered = self.check_value(chosen, scheme, content_digest)?;
        if !references.name(chosen) {
            return Err(CmsError::SigningCertificateMismatch);
        }
        Ok(VerifiedCms {
            certificate: chosen.clone(),
            digest_algorithm,
            signature_algorithm: scheme.algorithm(),
            signing_certificate: references.form(),
            attributes_reordered,
            digests_differ,
        })
    }

    /// As [`Cms::verify_with`], for signers that must use one digest (RFC 5652, section 5.4; RFC 4056, section 3).
    ///
    /// # Errors
    /// As [`Cms::verify`], and [`CmsError::DigestAlgorithmInconsistent`].
    pub(crate) fn verify_strictly(
        &self,
        content_digest: &[u8],
        candidates: &[Certificate],
    ) -> Result<VerifiedCms, CmsError> {
        let verified = self.verify_with(content_digest, candidates)?;
        match verified.digests_differ {
            true => Err(inconsistent(verified.digest_algorithm, self.scheme()?)),
            false => Ok(verified),
        }
    }

    /// Digest of the encapsulated content, for [`Cms::verify`]; `None` for a detached signature.
    ///
    /// # Errors
    /// When the digest algorithm is not supported.
    pub fn econtent_digest(&self) -> Result<Option<Vec<u8>>, CmsError> {
        let algorithm = self.digest_algorithm()?;
        self.econtent()
            .map(|content| digest(algorithm, content))
            .transpose()
    }

    pub(crate) fn scheme(&self) -> Result<Scheme, CmsError> {
        let hint = self.signer.digest_algorithm.digest().ok();
        Ok(Scheme::read(&self.signer.signature_algorithm, hint)?)
    }

    fn references(&self) -> Result<References, CmsError> {
        match &self.signer.signed {
            Some(signed) => References::read(&signed.attributes),
            None => References::read(&Attributes::default()),
        }
    }

    fn matching<'a>(
        &'a self,
        candidates: &'a [Certificate],
    ) -> impl Iterator<Item = &'a Certificate> {
        self.certificates
            .iter()
            .chain(candidates)
            .filter(|certificate| self.signer.identifier.names(certificate))
            .take(MAX_MATCHING)
    }

    fn check_attributes(
        &self,
        attributes: &Attributes,
        content_digest: &[u8],
    ) -> Result<(), CmsError> {
        let attribute = content_type(attributes)?;
        let expected = message_digest(attributes)?;
        attributes.at_most_one(&oids::SIGNING_TIME)?;
        if attribute != self.content_type {
            return Err(CmsError::ContentTypeMismatch {
                attribute,
                content: self.content_type,
            });
        }
        if expected.len() != content_digest.len() || !memcmp::eq(expected, content_digest) {
            return Err(CmsError::DigestMismatch);
        }
        match attributes.at_most_one(&oids::CMS_ALGORITHM_PROTECTION)? {
            Some(value) if !self.protects(value)? => Err(CmsError::AlgorithmProtection),
            _ => Ok(()),
        }
    }

    /// `CMSAlgorithmProtection` (RFC 6211, section 2).
    fn protects(&self, value: &[u8]) -> Result<bool, EncodingError> {
        let mut fields = Element::only_with(value, SEQUENCE, "CMSAlgorithmProtection")?.reader();
        let digest = AlgorithmId::read(&fields.any("digestAlgorithm")?)?;
        let signature = fields.required(context(1), "signatureAlgorithm")?;
        let signature = AlgorithmId::read_contents(&signature)?;
        // Absent and NULL parameters mean the same for digests.
        Ok(digest.oid == self.signer.digest_algorithm.oid
            && signature.means(&self.signer.signature_algorithm))
    }

    /// Whether the value only fits the sorted attributes, or an error when it does not fit at all.
    fn check_value(
        &self,
        certificate: &Certificate,
        scheme: Scheme,
        content_digest: &[u8],
    ) -> Result<bool, CmsError> {
        let key = certificate.public_key()?;
        let value = &self.signer.signature;
        let Some(signed) = &self.signer.signed else {
            return match scheme.verify(key, Message::Digest(content_digest), value)? {
                true => Ok(false),
                false => Err(CmsError::SignatureMismatch),
            };
        };
        let written = signed.as_set();
        if scheme.verify(key, Message::Whole(&written), value)? {
            return Ok(false);
        }
        let sorted = signed.sorted()?;
        if sorted != written && scheme.verify(key, Message::Whole(&sorted), value)? {
            return Ok(true);
        }
        Err(CmsError::SignatureMismatch)
    }
}

impl SignedAttributeSet {
    /// The original bytes with the tag of SET OF, which is what is signed (RFC 5652, section 5.4).
    fn as_set(&self) -> Vec<u8> {
        let mut set = self.raw.clone();
        if let Some(identifier) = set.first_mut() {
            *identifier = SET;
        }
        set
    }

    /// The members in DER order, which some software signs without writing them so.
    fn sorted(&self) -> Result<Vec<u8>, EncodingError> {
        let mut reader = Element::only(&self.raw, "signedAttrs")?.reader();
        let mut members = Vec::new();
        while let Some(member) = reader.next()? {
            members.push(member.raw.to_vec());
        }
        Ok(encode::set_of(SET, members))
    }
}

impl SignerIdentifier {
    fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Self::IssuerAndSerial { issuer, serial } => {
                certificate.serial() == serial && name::same(certificate.issuer(), issuer)
            }
            Self::SubjectKey(identifier) => {
                certificate.subject_key_identifier() == Some(identifier)
            }
        }
    }
}

/// The certificate that the signature itself names, or the first that the identifier fits.
fn choose<'a>(matching: &[&'a Certificate], references: &References) -> Option<&'a Certificate> {
    let named = matching
        .iter()
        .find(|certificate| references.name(certificate));
    named.or(matching.first()).copied()
}

fn check_length(algorithm: DigestAlgorithm, digest: &[u8]) -> Result<(), CmsError> {
    let expected = algorithm.output_size();
    if digest.len() == expected {
        return Ok(());
    }
    Err(CmsError::DigestLength {
        algorithm,
        expected,
        actual: digest.len(),
    })
}

/// The digest of the signer and the digest inside the signature algorithm should be one (RFC 5652, section 5.4; RFC 4056,
/// section 3); EdDSA names its own (RFC 8419, section 3.1).
fn is_consistent(digest: DigestAlgorithm, scheme: Scheme) -> bool {
    digest == scheme.algorithm().digest_algorithm()
}

fn inconsistent(digest: DigestAlgorithm, scheme: Scheme) -> CmsError {
    let signature = scheme.algorithm().digest_algorithm();
    CmsError::DigestAlgorithmInconsistent { digest, signature }
}

fn digest(algorithm: DigestAlgorithm, content: &[u8]) -> Result<Vec<u8>, CmsError> {
    let withheld = |error| AlgorithmError::without_digest(algorithm, &error);
    Ok(algorithm.digest(&[content]).map_err(withheld)?)
}

/// Checks an `adbe.x509.rsa_sha1` signature (ISO 32000-2, 12.8.3.2): `contents` is a DER OCTET STRING with a PKCS #1
/// value, zero padded or not; `certificate` is the first of the dictionary's /Cert entry; `digest` computes the digest of
/// the signed bytes.
///
/// Despite the name, other digests than SHA-1 are met; the one that fits is returned.
///
/// # Errors
/// [`CmsError::SignatureMismatch`] when no digest fits, or why the value or the key cannot be read.
pub fn verify_pkcs1_octet_string(
    contents: &[u8],
    certificate: &Certificate,
    digest: impl Fn(DigestAlgorithm) -> Result<Vec<u8>, DigestError>,
) -> Result<DigestAlgorithm, CmsError> {
    let transcoded = crate::ber::to_der(contents, &crate::ber::BerLimits::default())?;
    let value = Element::only_with(&transcoded.der, OCTET_STRING, "signature")?;
    let key = certificate.public_key()?;
    let mut withheld = None;
    for algorithm in PKCS1_DIGESTS {
        let computed = match digest(algorithm) {
            Ok(computed) => computed,
            // Another digest may be the one that was signed.
            Err(error) => {
                let error = AlgorithmError::without_digest(algorithm, &error);
                withheld.get_or_insert(error);
                continue;
            }
        };
        let scheme = Scheme::RsaPkcs1(algorithm);
        if scheme.verify(key, Message::Digest(&computed), value.contents)? {
            return Ok(algorithm);
        }
    }
    Err(withheld.map_or(CmsError::SignatureMismatch, CmsError::Algorithm))
}

const PKCS1_DIGESTS: [DigestAlgorithm; 4] = [
    DigestAlgorithm::Sha1,
    DigestAlgorithm::Sha256,
    DigestAlgorithm::Sha384,
    DigestAlgorithm::Sha512,
];

/// Certificates tried for one signer: two issuers could share a name and a serial number, but not many.
const MAX_MATCHING: usize = 8;

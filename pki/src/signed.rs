//! `SIGNED{ToBeSigned}` (RFC 5912, section 2): what certificates, revocation lists and OCSP
//! responses have in common.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use openssl::pkey::{PKeyRef, Public};

use crate::digest::sha256;

use crate::algorithm::{AlgorithmId, Message, Scheme, SignatureAlgorithm};
use crate::tlv::{BIT_STRING, Element, EncodingError, Reader, SEQUENCE};

/// Ranges of the signed part and the signature in the encoding.
///
/// `SEQUENCE { toBeSigned, algorithm AlgorithmIdentifier, signature BIT STRING }`
pub(crate) struct Signed {
    to_be_signed: Range<usize>,
    /// `None` when the bits of the signature are no whole octets, as no signature is.
    signature: Option<Range<usize>>,
    algorithm: AlgorithmId,
    /// Whether the algorithm inside the signed part, where there is one, is the same.
    consistent: bool,
}

impl Signed {
    /// Reads the envelope, which must fill `der`; gives the fields of the signed part with it.
    pub(crate) fn read<'a>(
        der: &'a [u8],
        envelope: &'static str,
        content: &'static str,
    ) -> Result<(Self, Reader<'a>), EncodingError> {
        let mut outer = Element::only_with(der, SEQUENCE, envelope)?.reader();
        let read = Self::read_fields(&mut outer, content)?;
        outer.finish()?;
        Ok(read)
    }

    /// The three fields alone; what may follow them is left in `outer`.
    pub(crate) fn read_fields<'a>(
        outer: &mut Reader<'a>,
        content: &'static str,
    ) -> Result<(Self, Reader<'a>), EncodingError> {
        let to_be_signed = outer.required(SEQUENCE, content)?;
        let algorithm = AlgorithmId::read(&outer.any("signatureAlgorithm")?)?;
        let signature = outer.required(BIT_STRING, "signature")?;
        let octets = signature.contents_range();
        let unused_bits = signature.contents.first().copied();
        let unused_bits = unused_bits.ok_or_else(|| signature.bad("BIT STRING"))?;
        let signed = Self {
            to_be_signed: to_be_signed.raw_range(),
            signature: (unused_bits == 0).then_some(octets.start + 1..octets.end),
            algorithm,
            consistent: true,
        };
        Ok((signed, to_be_signed.reader()))
    }

    /// Notes the algorithm inside the signed part: a signature by another one than that holds nothing (RFC 5280, sections
    /// 4.1.1.2 and 5.1.1.2). Absent and default parameters mean the same.
    pub(crate) fn names_inside(&mut self, inside: &Element<'_>) {
        let inside = AlgorithmId::read(inside).ok();
        self.consistent = inside.is_some_and(|inside| inside.means(&self.algorithm));
    }

    /// The algorithm of the signature; `None` when it is not known here.
    pub(crate) fn algorithm(&self) -> Option<SignatureAlgorithm> {
        let scheme = Scheme::read(&self.algorithm, None);
        scheme.ok().map(|scheme| scheme.algorithm())
    }

    /// Whether `key` made the signature over `der`, from which this was read. An unknown algorithm or a key that does not
    /// fit is `false`.
    pub(crate) fn is_by(&self, key: &PKeyRef<Public>, der: &[u8]) -> bool {
        let slice = |range: &Range<usize>| der.get(range.clone()).unwrap_or_default();
        let scheme = Scheme::read(&self.algorithm, None).ok();
        let (Some(scheme), Some(signature), true) = (scheme, &self.signature, self.consistent)
        else {
            return false;
        };
        let message = Message::Whole(slice(&self.to_be_signed));
        let verified = scheme.verify(key, message, slice(signature));
        verified.unwrap_or(false)
    }
}

/// Keys that were tried on one signature, by fingerprint of the SubjectPublicKeyInfo, and whether they made it.
#[derive(Default)]
pub(crate) struct TriedKeys(Mutex<Vec<([u8; 32], bool)>>);

impl TriedKeys {
    /// The remembered finding about the key in `public_key_info`, or that of `check`.
    ///
    /// # Errors
    /// Those of `check`.
    pub(crate) fn remember<E>(
        &self,
        public_key_info: &[u8],
        check: impl FnOnce() -> Result<bool, E>,
    ) -> Result<bool, E> {
        let key = sha256(public_key_info);
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, signed)) = lock().iter().find(|(tried, _)| *tried == key) {
            return Ok(*signed);
        }
        let signed = check()?;
        let mut tried = lock();
        if tried.len() < MAX_REMEMBERED {
            tried.push((key, signed));
        }
        Ok(signed)
    }
}

/// Keys remembered per signature.
const MAX_REMEMBERED: usize = 16;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use openssl::hash::{MessageDigest, hash};

    use super::*;
    use crate::digest::DigestAlgorithm;
    use crate::encode;
    use crate::issuing::{Authority, CertificateRequest, KeyType, Profile, Subject, Validity};
    use crate::oids;

    /// No published collision begins like a certificate, a list or a response, which all are a SEQUENCE; another may.
    #[test]
    fn signed_bytes_that_collide_are_nobodys() {
        let Some(folder) = kyso_test_needs::published_collisions() else {
            return;
        };
        let year = |year: &str| format!("{year}-01-01T00:00:00Z").parse().unwrap();
        let validity = Validity {
            not_before: year("2026"),
            not_after: year("2027"),
        };
        let named = |name| {
            CertificateRequest::new(Subject::new(name, "O", "L"), KeyType::Rsa2048, validity)
        };
        let root = Authority::root(&named("Root")).unwrap();
        let issuer = root.issue(&named("Issuer"), Profile::Person).unwrap();
        let identifier = encode::algorithm(&oids::SHA1_WITH_RSA, encode::NULL);
        let is_by = |bytes: &[u8]| {
            let sha1 = SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha1);
            let digest = hash(MessageDigest::sha1(), bytes).unwrap();
            let value = issuer.key.sign_digest(sha1, &digest).unwrap();
            let whole = [bytes, &value].concat();
            let signed = Signed {
                to_be_signed: 0..bytes.len(),
                signature: Some(bytes.len()..whole.len()),
                algorithm: AlgorithmId::read(&Element::only(&identifier, "algorithm").unwrap())
                    .unwrap(),
                consistent: true,
            };
            signed.is_by(issuer.certificate.public_key().unwrap(), &whole)
        };
        assert!(is_by(b"plain"));
        for name in ["shattered-1.pdf", "sha-mbles-1.bin", "sha-mbles-2.bin"] {
            assert!(!is_by(&std::fs::read(folder.join(name)).unwrap()), "{name}");
        }
    }
}

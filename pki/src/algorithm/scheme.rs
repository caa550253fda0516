//! One way of making a signature, with all its parameters, and checking a value with it.

use openssl::bn::BigNum;
use openssl::ecdsa::EcdsaSig;
use openssl::error::ErrorStack;
use openssl::md::{Md, MdRef};
use openssl::pkey::{Id, PKeyRef, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};

use super::{AlgorithmError, AlgorithmId, SignatureAlgorithm, pss_shake};
use crate::digest::DigestAlgorithm;
use crate::encode;
use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE, context};

/// What was signed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Message<'a> {
    /// The message itself.
    Whole(&'a [u8]),
    /// Its digest by the algorithm of the signature.
    Digest(&'a [u8]),
}

/// A signature algorithm with everything that decides whether a value is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    RsaPkcs1(DigestAlgorithm),
    RsaPss(PssParameters),
    /// `Ecdsa-Sig-Value` in DER.
    Ecdsa(DigestAlgorithm),
    /// r and s side by side (BSI TR-03111, section 5.2.1).
    PlainEcdsa(DigestAlgorithm),
    Dsa(DigestAlgorithm),
    Ed25519,
    Ed448,
}

/// `RSASSA-PSS-params` (RFC 4055, section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PssParameters {
    pub(crate) digest: DigestAlgorithm,
    pub(crate) mask_digest: DigestAlgorithm,
    /// Octets.
    pub(crate) salt: u16,
}

impl PssParameters {
    /// The same digest for MGF1 and a salt of its size.
    pub(crate) const fn of(digest: DigestAlgorithm) -> Self {
        // No digest is longer than 64 octets.
        #[allow(clippy::cast_possible_truncation)]
        let salt = digest.output_size() as u16;
        Self {
            digest,
            mask_digest: digest,
            salt,
        }
    }
}

impl Scheme {
    /// Reads the algorithm of a signature value. `hint` is the digest for identifiers that name none, such as
    /// rsaEncryption in CMS.
    pub(crate) fn read(
        id: &AlgorithmId,
        hint: Option<DigestAlgorithm>,
    ) -> Result<Self, AlgorithmError> {
        let unsupported = AlgorithmError::Unsupported { oid: id.oid };
        // SHAKE signs only under the identifiers that RFC 8702 gives it, never as the digest of another scheme.
        let hint = hint.filter(|digest| !digest.is_extendable());
        match id.oid {
            oids::RSA_PSS => return pss(id).map(Self::RsaPss),
            oids::ED25519 => return Ok(Self::Ed25519),
            oids::ED448 => return Ok(Self::Ed448),
            oids::RSA_ENCRYPTION => return hint.map(Self::RsaPkcs1).ok_or(unsupported),
            oids::EC_PUBLIC_KEY => return hint.map(Self::Ecdsa).ok_or(unsupported),
            oids::DSA => return hint.map(Self::Dsa).ok_or(unsupported),
            _ => {}
        }
        NAMED
            .iter()
            .find(|(oid, _)| *oid == id.oid)
            .map(|(_, scheme)| *scheme)
            .ok_or(unsupported)
    }

    /// The scheme of signatures that are made here.
    pub(crate) const fn made_with(algorithm: SignatureAlgorithm) -> Self {
        match algorithm {
            SignatureAlgorithm::RsaPkcs1(digest) => Self::RsaPkcs1(digest),
            SignatureAlgorithm::RsaPss(digest) => Self::RsaPss(PssParameters::of(digest)),
            SignatureAlgorithm::Ecdsa(digest) => Self::Ecdsa(digest),
            SignatureAlgorithm::Dsa(digest) => Self::Dsa(digest),
            SignatureAlgorithm::Ed25519 => Self::Ed25519,
            SignatureAlgorithm::Ed448 => Self::Ed448,
        }
    }

    pub(crate) const fn algorithm(&self) -> SignatureAlgorithm {
        match self {
            Self::RsaPkcs1(digest) => SignatureAlgorithm::RsaPkcs1(*digest),
            Self::RsaPss(parameters) => SignatureAlgorithm::RsaPss(parameters.digest),
            Self::Ecdsa(digest) | Self::PlainEcdsa(digest) => SignatureAlgorithm::Ecdsa(*digest),
            Self::Dsa(digest) => SignatureAlgorithm::Dsa(*digest),
            Self::Ed25519 => SignatureAlgorithm::Ed25519,
            Self::Ed448 => SignatureAlgorithm::Ed448,
        }
    }

    /// Whether `signature` is the value over `message` under `key`.
    pub(crate) fn verify(
        &self,
        key: &PKeyRef<Public>,
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<bool, AlgorithmError> {
        let algorithm = self.algorithm();
        if !self.accepts(key.id()) {
            return Err(AlgorithmError::KeyMismatch { algorithm });
        }
        if matches!(self, Self::Ed25519 | Self::Ed448) {
            let Message::Whole(message) = message else {
                return Err(AlgorithmError::NeedsMessage { algorithm });
            };
            return verify_edwards(key, message, signature)
                .map_err(|_| AlgorithmError::Library { algorithm });
        }
        let digest = algorithm.digest_algorithm();
        let computed;
        let value = match message {
            Message::Digest(value) => value,
            Message::Whole(message) => {
                let made = digest.digest(&[message]);
                computed = made.map_err(|error| AlgorithmError::without_digest(digest, &error))?;
                &computed
            }
        };
        let verified = self.verify_digest(key, value, signature);
        let verified = verified.map_err(|_| AlgorithmError::Library { algorithm })?;
        let lacks_null = || lacks_null(key, digest, value, signature).unwrap_or(false);
        match self {
            Self::RsaPkcs1(_) if !verified && lacks_null() => {
                Err(AlgorithmError::DigestInfoWithoutNull { algorithm })
            }
            _ => Ok(verified),
        }
    }

    fn accepts(&self, key: Id) -> bool {
        match self {
            Self::RsaPkcs1(_) => key == Id::RSA,
            Self::RsaPss(parameters) if parameters.digest.is_extendable() => key == Id::RSA,
            Self::RsaPss(_) => key == Id::RSA || key == Id::RSA_PSS,
            Self::Ecdsa(_) | Self::PlainEcdsa(_) => key == Id::EC,
            Self::Dsa(_) => key == Id::DSA,
            Self::Ed25519 => key == Id::ED25519,
            Self::Ed448 => key == Id::ED448,
        }
    }

    fn verify_digest(
        &self,
        key: &PKeyRef<Public>,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<bool, ErrorStack> {
        if let Self::RsaPss(parameters) = self
            && parameters.digest.is_extendable()
        {
            return pss_shake::verify(key, parameters.digest, digest, signature);
        }
        let mut context = PkeyCtx::new(key)?;
        context.verify_init()?;
        let plain;
        let signature = match self {
            Self::PlainEcdsa(_) => match plain_to_der(signature, half_of(key)?) {
                Some(der) => {
                    plain = der;
                    &plain
                }
                None => return Ok(false),
            },
            _ => signature,
        };
        match self {
            Self::RsaPkcs1(_) => context.set_rsa_padding(Padding::PKCS1)?,
            Self::RsaPss(parameters) => set_pss(&mut context, parameters)?,
            _ => {}
        }
        let digested = self.algorithm().digest_algorithm();
        // Nothing of SHAKE enters the value of ECDSA but its output, of a length that the library does not expect.
        if !digested.is_extendable() {
            context.set_signature_md(md(digested)?)?;
        }
        // The library answers a wrong value with an error as often as with `false`.
        Ok(context.verify(digest, signature).unwrap_or(false))
    }
}

/// Whether an RSA value is that over a `DigestInfo` whose algorithm has no parameters, where RFC 8017 (section 9.2) writes NULL
/// and some signing software does not. The whole block is compared.
fn lacks_null(
    key: &PKeyRef<Public>,
    algorithm: DigestAlgorithm,
    digest: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorStack> {
    let rsa = key.rsa()?;
    let size = usize::try_from(rsa.size()).unwrap_or(0);
    if signature.len() != size {
        return Ok(false);
    }
    let info = encode::sequence(&[
        &encode::algorithm(&algorithm.oid(), &[]),
        &encode::octet_string(digest),
    ]);
    // 00 01, eight octets of FF at least, 00.
    let Some(filled) = size
        .checked_sub(info.len() + 3)
        .filter(|filled| *filled >= 8)
    else {
        return Ok(false);
    };
    let expected = [&[0, 1], vec![0xFF; filled].as_slice(), &[0], &info].concat();
    let mut block = vec![0; size];
    let length = rsa.public_decrypt(signature, &mut block, Padding::NONE)?;
    Ok(length == size && block == expected)
}

pub(crate) fn md(digest: DigestAlgorithm) -> Result<&'static MdRef, ErrorStack> {
    let known = digest.openssl();
    known
        .and_then(|known| Md::from_nid(known.type_()))
        .ok_or_else(ErrorStack::get)
}

fn set_pss(context: &mut PkeyCtx<Public>, parameters: &PssParameters) -> Result<(), ErrorStack> {
    context.set_rsa_padding(Padding::PKCS1_PSS)?;
    context.set_rsa_mgf1_md(md(parameters.mask_digest)?)?;
    context.set_rsa_pss_saltlen(RsaPssSaltlen::custom(i32::from(parameters.salt)))
}

fn verify_edwards(
    key: &PKeyRef<Public>,
    message: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorStack> {
    let mut verifier = Verifier::new_without_digest(key)?;
    Ok(verifier.verify_oneshot(signature, message).unwrap_or(false))
}

/// Octets of r, and of s: those of the order of the curve (BSI TR-03111, section 5.2.1).
fn half_of(key: &PKeyRef<Public>) -> Result<usize, ErrorStack> {
    let bits = key.ec_key()?.group().order_bits();
    Ok(usize::try_from(bits).unwrap_or(0).div_ceil(8))
}

/// The two halves as `Ecdsa-Sig-Value`; `None` when they are of another length.
fn plain_to_der(signature: &[u8], half: usize) -> Option<Vec<u8>> {
    let (r, s) = signature
        .split_at_checked(half)
        .filter(|(r, s)| !r.is_empty() && r.len() == s.len())?;
    let r = BigNum::from_slice(r).ok()?;
    let s = BigNum::from_slice(s).ok()?;
    EcdsaSig::from_private_components(r, s).ok()?.to_der().ok()
}

fn pss(id: &AlgorithmId) -> Result<PssParameters, AlgorithmError> {
    let bad = AlgorithmError::Parameters { oid: id.oid };
    let encoded = id.parameters.as_deref().ok_or(bad)?;
    read_pss(encoded).ok().flatten().ok_or(bad)
}

/// `None` when the parameters are well formed but not supported.
fn read_pss(encoded: &[u8]) -> Result<Option<PssParameters>, EncodingError> {
    let mut fields = Element::only_with(encoded, SEQUENCE, "RSASSA-PSS-params")?.reader();
    let mut digest = Some(DigestAlgorithm::Sha1);
    let mut mask_digest = Some(DigestAlgorithm::Sha1);
    let mut salt = 20;
    let mut trailer = 1;
    if let Some(field) = fields.optional(context(0))? {
        let hash = AlgorithmId::read(&field.explicit_any("hashAlgorithm")?)?;
        digest = fixed(&hash);
    }
    if let Some(field) = fields.optional(context(1))? {
        mask_digest = mask(&AlgorithmId::read(
            &field.explicit_any("maskGenAlgorithm")?,
        )?)?;
    }
    if let Some(field) = fields.optional(context(2))? {
        salt = field.explicit_any("saltLength")?.unsigned()?;
    }
    if let Some(field) = fields.optional(context(3))? {
        trailer = field.explicit_any("trailerField")?.unsigned()?;
    }
    fields.finish()?;
    let (Some(digest), Some(mask_digest), Ok(salt), 1) =
        (digest, mask_digest, u16::try_from(salt), trailer)
    else {
        return Ok(None);
    };
    Ok(Some(PssParameters {
        digest,
        mask_digest,
        salt,
    }))
}

fn mask(id: &AlgorithmId) -> Result<Option<DigestAlgorithm>, EncodingError> {
    match (id.oid, id.parameters.as_deref()) {
        (oids::MGF1, Some(hash)) => {
            let hash = AlgorithmId::read(&Element::only(hash, "MGF1 hash")?)?;
            Ok(fixed(&hash))
        }
        _ => Ok(None),
    }
}

/// A digest of one length; with SHAKE the scheme has an identifier of its own (RFC 8702).
fn fixed(id: &AlgorithmId) -> Option<DigestAlgorithm> {
    id.digest().ok().filter(|digest| !digest.is_extendable())
}

use DigestAlgorithm as D;

const NAMED: [(const_oid::ObjectIdentifier, Scheme); 40] = [
    (oids::MD5_WITH_RSA, Scheme::RsaPkcs1(D::Md5)),
    (oids::RIPEMD160_WITH_RSA, Scheme::RsaPkcs1(D::Ripemd160)),
    (oids::SHA1_WITH_RSA, Scheme::RsaPkcs1(D::Sha1)),
    (oids::SHA1_WITH_RSA_OIW, Scheme::RsaPkcs1(D::Sha1)),
    (oids::SHA224_WITH_RSA, Scheme::RsaPkcs1(D::Sha224)),
    (oids::SHA256_WITH_RSA, Scheme::RsaPkcs1(D::Sha256)),
    (oids::SHA384_WITH_RSA, Scheme::RsaPkcs1(D::Sha384)),
    (oids::SHA512_WITH_RSA, Scheme::RsaPkcs1(D::Sha512)),
    (oids::SHA3_224_WITH_RSA, Scheme::RsaPkcs1(D::Sha3_224)),
    (oids::SHA3_256_WITH_RSA, Scheme::RsaPkcs1(D::Sha3_256)),
    (oids::SHA3_384_WITH_RSA, Scheme::RsaPkcs1(D::Sha3_384)),
    (oids::SHA3_512_WITH_RSA, Scheme::RsaPkcs1(D::Sha3_512)),
    (oids::SHA512_224_WITH_RSA, Scheme::RsaPkcs1(D::Sha512_224)),
    (oids::SHA512_256_WITH_RSA, Scheme::RsaPkcs1(D::Sha512_256)),
    (
        oids::RSA_PSS_SHAKE128,
        Scheme::RsaPss(PssParameters::of(D::Shake128_256)),
    ),
    (
        oids::RSA_PSS_SHAKE256,
        Scheme::RsaPss(PssParameters::of(D::Shake256_512)),
    ),
    (oids::ECDSA_SHAKE128, Scheme::Ecdsa(D::Shake128_256)),
    (oids::ECDSA_SHAKE256, Scheme::Ecdsa(D::Shake256_512)),
    (oids::ECDSA_WITH_SHA1, Scheme::Ecdsa(D::Sha1)),
    (oids::ECDSA_WITH_SHA224, Scheme::Ecdsa(D::Sha224)),
    (oids::ECDSA_WITH_SHA256, Scheme::Ecdsa(D::Sha256)),
    (oids::ECDSA_WITH_SHA384, Scheme::Ecdsa(D::Sha384)),
    (oids::ECDSA_WITH_SHA512, Scheme::Ecdsa(D::Sha512)),
    (oids::ECDSA_WITH_SHA3_224, Scheme::Ecdsa(D::Sha3_224)),
    (oids::ECDSA_WITH_SHA3_256, Scheme::Ecdsa(D::Sha3_256)),
    (oids::ECDSA_WITH_SHA3_384, Scheme::Ecdsa(D::Sha3_384)),
    (oids::ECDSA_WITH_SHA3_512, Scheme::Ecdsa(D::Sha3_512)),
    (oids::PLAIN_ECDSA_SHA1, Scheme::PlainEcdsa(D::Sha1)),
    (oids::PLAIN_ECDSA_SHA224, Scheme::PlainEcdsa(D::Sha224)),
    (oids::PLAIN_ECDSA_SHA256, Scheme::PlainEcdsa(D::Sha256)),
    (oids::PLAIN_ECDSA_SHA384, Scheme::PlainEcdsa(D::Sha384)),
    (oids::PLAIN_ECDSA_SHA512, Scheme::PlainEcdsa(D::Sha512)),
    (
        oids::PLAIN_ECDSA_RIPEMD160,
        Scheme::PlainEcdsa(D::Ripemd160),
    ),
    (oids::PLAIN_ECDSA_SHA3_224, Scheme::PlainEcdsa(D::Sha3_224)),
    (oids::PLAIN_ECDSA_SHA3_256, Scheme::PlainEcdsa(D::Sha3_256)),
    (oids::PLAIN_ECDSA_SHA3_384, Scheme::PlainEcdsa(D::Sha3_384)),
    (oids::PLAIN_ECDSA_SHA3_512, Scheme::PlainEcdsa(D::Sha3_512)),
    (oids::DSA_WITH_SHA1, Scheme::Dsa(D::Sha1)),
    (oids::DSA_WITH_SHA224, Scheme::Dsa(D::Sha224)),
    (oids::DSA_WITH_SHA256, Scheme::Dsa(D::Sha256)),
];

#[cfg(test)]
mod tests;

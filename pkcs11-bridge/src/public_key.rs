//! Checking a token's signature before anybody relies on it.

use openssl::error::ErrorStack;
use openssl::md::{Md, MdRef};
use openssl::pkey::{PKeyRef, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;

use crate::kinds::DigestKind;
use crate::kinds::TokenAlgorithm;

/// Whether `signature` over `digest` verifies; a signature that cannot be read does not.
pub(crate) fn verifies(
    key: &PKeyRef<Public>,
    algorithm: TokenAlgorithm,
    digest: &[u8],
    signature: &[u8],
) -> bool {
    check(key, algorithm, digest, signature).unwrap_or(false)
}

fn check(
    key: &PKeyRef<Public>,
    algorithm: TokenAlgorithm,
    digest: &[u8],
    signature: &[u8],
) -> Result<bool, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.verify_init()?;
    let md = md(algorithm.digest());
    match algorithm {
        TokenAlgorithm::RsaPkcs1(_) => context.set_rsa_padding(Padding::PKCS1)?,
        TokenAlgorithm::RsaPss(_) => {
            context.set_rsa_padding(Padding::PKCS1_PSS)?;
            context.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            context.set_rsa_mgf1_md(md)?;
        }
        TokenAlgorithm::Ecdsa(_) => {}
    }
    context.set_signature_md(md)?;
    context.verify(digest, signature)
}

fn md(digest: DigestKind) -> &'static MdRef {
    match digest {
        DigestKind::Sha256 => Md::sha256(),
        DigestKind::Sha384 => Md::sha384(),
        DigestKind::Sha512 => Md::sha512(),
    }
}

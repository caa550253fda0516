//! Keys, and the files that hold them.

use kyso_pki::{Certificate, DigestAlgorithm, Pkcs12Key, SignatureAlgorithm, SoftwareKey};
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::Rsa;
use openssl::stack::Stack;
use openssl::x509::X509;
use secrecy::{ExposeSecret, SecretString};

use super::error::IssuingError;

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

/// A new key.
///
/// # Errors
/// When the cryptographic library fails.
pub fn generate_key(key_type: KeyType) -> Result<SoftwareKey, IssuingError> {
    Ok(SoftwareKey::from_private_key(generate(key_type)?))
}

/// The private key as PEM text (PKCS #8), without any protection, for other programs of a test.
///
/// # Errors
/// When the cryptographic library fails.
pub fn danger_key_pem(holder: &Pkcs12Key) -> Result<Vec<u8>, IssuingError> {
    Ok(holder.key.danger_private_key().private_key_to_pem_pkcs8()?)
}

/// Writes a key, its certificate and its chain as a PKCS #12 file.
///
/// # Errors
/// When the cryptographic library fails.
pub fn write_pkcs12(holder: &Pkcs12Key, password: &SecretString) -> Result<Vec<u8>, IssuingError> {
    let mut chain = Stack::new()?;
    for certificate in &holder.chain {
        chain.push(x509(certificate)?)?;
    }
    let file = Pkcs12::builder()
        .name(holder.certificate.subject_common_name().unwrap_or_default())
        .pkey(holder.key.danger_private_key())
        .cert(&*x509(&holder.certificate)?)
        .ca(chain)
        .build2(password.expose_secret())?;
    Ok(file.to_der()?)
}

pub(super) fn generate(key_type: KeyType) -> Result<PKey<Private>, ErrorStack> {
    let curve = |nid| PKey::from_ec_key(EcKey::generate(&*EcGroup::from_curve_name(nid)?)?);
    match key_type {
        KeyType::Rsa2048 => PKey::from_rsa(Rsa::generate(2048)?),
        KeyType::Rsa3072 => PKey::from_rsa(Rsa::generate(3072)?),
        KeyType::P256 => curve(Nid::X9_62_PRIME256V1),
        KeyType::P384 => curve(Nid::SECP384R1),
    }
}

/// The certificate for the cryptographic library.
pub(super) fn x509(certificate: &Certificate) -> Result<X509, ErrorStack> {
    X509::from_der(certificate.der())
}

/// The algorithm with which a key signs certificates, lists and responses.
pub(super) fn algorithm_of(key: &SoftwareKey, digest: DigestAlgorithm) -> SignatureAlgorithm {
    match key.danger_private_key().id() {
        Id::EC => SignatureAlgorithm::Ecdsa(digest),
        _ => SignatureAlgorithm::RsaPkcs1(digest),
    }
}

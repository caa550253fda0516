//! What a private key is, and how it is found on its token.

use std::fmt;

use openssl::nid::Nid;
use openssl::pkey::{Id, PKeyRef, Public};

use crate::error::{TokenError, UnknownKey};
use crate::kinds::TokenKeyKind;

/// CKA_ID and CKA_LABEL of a key; an empty part is not compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeySelector {
    /// CKA_ID.
    pub id: Vec<u8>,
    /// CKA_LABEL.
    pub label: String,
}

impl TokenKeyKind {
    /// Bytes of a signature as PKCS#11 returns it: the modulus, or r‖s.
    pub(crate) fn raw_signature_length(self) -> usize {
        match self {
            TokenKeyKind::Rsa { bits } => usize::try_from(bits / 8).unwrap_or(usize::MAX),
            TokenKeyKind::P256 => 64,
            TokenKeyKind::P384 => 96,
        }
    }

    /// The kind of the key in a certificate.
    pub(crate) fn of_public(key: &PKeyRef<Public>) -> Result<TokenKeyKind, TokenError> {
        match key.id() {
            Id::RSA => TokenKeyKind::rsa(key.bits()),
            Id::EC => {
                let key = key
                    .ec_key()
                    .map_err(TokenError::crypto("reading an EC key"))?;
                TokenKeyKind::curve(key.group().curve_name())
            }
            other => Err(unsupported(UnknownKey::Type(format!("{other:?}")))),
        }
    }

    /// RSA with a modulus of so many bits.
    pub(crate) fn rsa(bits: u32) -> Result<TokenKeyKind, TokenError> {
        match bits {
            2048..=8192 if bits.is_multiple_of(8) => Ok(TokenKeyKind::Rsa { bits }),
            _ => Err(unsupported(UnknownKey::Rsa { bits })),
        }
    }

    /// EC on the curve that CKA_EC_PARAMS names: the DER of its object identifier.
    pub(crate) fn of_ec_parameters(parameters: &[u8]) -> Result<TokenKeyKind, TokenError> {
        match parameters {
            P256_PARAMETERS => Ok(TokenKeyKind::P256),
            P384_PARAMETERS => Ok(TokenKeyKind::P384),
            _ => Err(unsupported(UnknownKey::Curve)),
        }
    }

    fn curve(name: Option<Nid>) -> Result<TokenKeyKind, TokenError> {
        match name {
            Some(Nid::X9_62_PRIME256V1) => Ok(TokenKeyKind::P256),
            Some(Nid::SECP384R1) => Ok(TokenKeyKind::P384),
            _ => Err(unsupported(UnknownKey::Curve)),
        }
    }
}

impl fmt::Display for TokenKeyKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TokenKeyKind::Rsa { bits } => write!(formatter, "RSA-{bits}"),
            TokenKeyKind::P256 => formatter.write_str("P-256"),
            TokenKeyKind::P384 => formatter.write_str("P-384"),
        }
    }
}

impl fmt::Display for KeySelector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "\"{}\" (id ", self.label)?;
        self.id
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))?;
        formatter.write_str(")")
    }
}

fn unsupported(kind: UnknownKey) -> TokenError {
    TokenError::KeyUnsupported { kind }
}

/// DER of the object identifier 1.2.840.10045.3.1.7.
const P256_PARAMETERS: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// DER of the object identifier 1.3.132.0.34.
const P384_PARAMETERS: &[u8] = &[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn short_and_odd_rsa_keys_are_refused() {
        assert!(TokenKeyKind::rsa(1024).is_err());
        assert!(TokenKeyKind::rsa(2047).is_err());
        assert_eq!(TokenKeyKind::rsa(3072).unwrap().raw_signature_length(), 384);
    }

    #[test]
    fn curves_are_told_by_their_identifiers() {
        assert_eq!(
            TokenKeyKind::of_ec_parameters(P256_PARAMETERS),
            Ok(TokenKeyKind::P256)
        );
        assert_eq!(
            TokenKeyKind::of_ec_parameters(P384_PARAMETERS),
            Ok(TokenKeyKind::P384)
        );
        assert!(
            TokenKeyKind::of_ec_parameters(&[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23]).is_err()
        );
    }

    #[test]
    fn a_selector_shows_label_and_identifier() {
        let key = KeySelector {
            id: vec![1, 0xab],
            label: "ký số".to_owned(),
        };
        assert_eq!(key.to_string(), "\"ký số\" (id 01ab)");
    }
}

//! Certificates on a token.

use openssl::pkey::{PKey, Public};
use openssl::x509::X509;

use crate::error::TokenError;
use crate::keypair::KeySelector;
use crate::token::TokenIdentity;
use crate::uri::TokenUri;

/// A certificate object; readable without a PIN on most tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateEntry {
    /// CKA_ID, shared with the key pair.
    pub id: Vec<u8>,
    /// CKA_LABEL; bytes that are not UTF-8 are replaced.
    pub label: String,
    /// The certificate's DER, without bytes that follow it on the token.
    pub der: Vec<u8>,
    /// Whether the token holds a private key with the same CKA_ID; `None` where that shows only
    /// after a login.
    pub has_private_key: Option<bool>,
}

impl CertificateEntry {
    /// The URI that selects this certificate and its key.
    #[must_use]
    pub fn uri(&self, token: &TokenIdentity) -> TokenUri {
        TokenUri::of_object(token, &self.id, &self.label)
    }

    pub(crate) fn selector(&self) -> KeySelector {
        KeySelector {
            id: self.id.clone(),
            label: self.label.clone(),
        }
    }

    pub(crate) fn public_key(&self) -> Result<PKey<Public>, TokenError> {
        X509::from_der(&self.der)
            .and_then(|certificate| certificate.public_key())
            .map_err(|_| TokenError::CertificateMalformed {
                label: self.label.clone(),
            })
    }
}

/// The first DER value in `bytes`: some tokens pad CKA_VALUE to the size of a file on the chip.
/// `None` if there is no complete one.
pub(crate) fn first_der_value(bytes: &[u8]) -> Option<&[u8]> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let count = usize::from(first & 0x7f);
    let (header, length) = match first {
        0..=0x7f => (2, usize::from(first)),
        0x81..=0x83 => {
            let octets = rest.get(..count)?;
            (
                2 + count,
                octets
                    .iter()
                    .fold(0, |sum, &octet| sum << 8 | usize::from(octet)),
            )
        }
        _ => return None,
    };
    bytes.get(..header + length).filter(|_| tag == SEQUENCE)
}

const SEQUENCE: u8 = 0x30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_after_a_certificate_is_dropped() {
        assert_eq!(
            first_der_value(&[0x30, 1, 9, 0, 0]),
            Some(&[0x30, 1, 9][..])
        );
        let long = [&[0x30, 0x82, 0x01, 0x00][..], &[5; 300]].concat();
        assert_eq!(first_der_value(&long), Some(&long[..260]));
    }

    #[test]
    fn an_incomplete_value_is_none() {
        for bytes in [
            &[][..],
            &[0x30],
            &[0x30, 2, 1],
            &[0x30, 0x80, 0, 0],
            &[0x02, 1, 1],
        ] {
            assert_eq!(first_der_value(bytes), None, "{bytes:?}");
        }
    }
}

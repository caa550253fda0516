//! What may be spent on signatures for one question.
//!
//! Only keys that an anchor certified are ever tried, so that nobody else decides what a try costs or how many keys there
//! are. Even so a key may be slow, and a file may hold thousands of forgeries in the name of one authority.

use std::cell::Cell;

use openssl::pkey::Id;

use super::RevocationGap;
use crate::certificate::Certificate;

/// Counts in verifications with an RSA key of 2048 bits and the usual exponent: some thirty microseconds.
pub(super) struct Budget(Cell<u64>);

impl Budget {
    pub(super) fn new() -> Self {
        Self(Cell::new(LIMIT))
    }

    /// Pays for one try of the key of `signer`, whether or not the outcome is remembered.
    ///
    /// # Errors
    /// When nothing is left.
    pub(super) fn charge(&self, signer: &Certificate) -> Result<(), RevocationGap> {
        let left = self.0.get();
        let cost = cost(signer);
        self.0.set(left.saturating_sub(cost));
        match cost <= left {
            true => Ok(()),
            false => Err(gap()),
        }
    }

    /// Whether something was not tried because nothing was left.
    ///
    /// # Errors
    /// When nothing is left.
    pub(super) fn check(&self) -> Result<(), RevocationGap> {
        match self.0.get() {
            0 => Err(gap()),
            _ => Ok(()),
        }
    }
}

fn gap() -> RevocationGap {
    RevocationGap::TooMuchEvidence {
        limit: usize::try_from(LIMIT).unwrap_or(usize::MAX),
    }
}

/// What one verification with the key of `signer` costs: RSA grows with the square of the modulus and with each bit of the
/// exponent, curves with their size.
fn cost(signer: &Certificate) -> u64 {
    let Ok(key) = signer.public_key() else {
        return 1;
    };
    let bits = u64::from(key.bits());
    match key.id() {
        Id::RSA | Id::RSA_PSS => {
            let exponent = key.rsa().map_or(0, |rsa| rsa.e().num_bits());
            let exponent = u64::try_from(exponent).unwrap_or(0).max(USUAL_EXPONENT);
            (bits * bits * exponent).div_ceil(2048 * 2048 * USUAL_EXPONENT)
        }
        Id::EC if bits <= 256 => 3,
        Id::EC => bits / 12,
        Id::DSA => bits / 128,
        _ => bits / 64,
    }
    .max(1)
}

/// Bits of 65537.
const USUAL_EXPONENT: u64 = 17;

/// Real questions cost less than a hundred; this takes two or three seconds.
const LIMIT: u64 = 80_000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use openssl::asn1::Asn1Time;
    use openssl::bn::BigNum;
    use openssl::hash::MessageDigest;
    use openssl::pkey::PKey;
    use openssl::rsa::Rsa;
    use openssl::x509::X509Builder;

    use super::*;

    /// A certificate of this key, signed by another.
    fn certificate(exponent: Option<u32>) -> Certificate {
        let own = Rsa::generate(2048).unwrap();
        let exponent = match exponent {
            Some(number) => BigNum::from_u32(number).unwrap(),
            None => own.n().to_owned().unwrap(),
        };
        let modulus = own.n().to_owned().unwrap();
        let key = Rsa::from_public_components(modulus, exponent).unwrap();
        let key = PKey::from_rsa(key).unwrap();
        let mut builder = X509Builder::new().unwrap();
        let at = Asn1Time::from_unix(0).unwrap();
        builder.set_not_before(&at).unwrap();
        builder.set_not_after(&at).unwrap();
        builder.set_pubkey(&key).unwrap();
        let signer = PKey::from_rsa(own).unwrap();
        builder.sign(&signer, MessageDigest::sha256()).unwrap();
        Certificate::from_der(&builder.build().to_der().unwrap()).unwrap()
    }

    #[test]
    fn slow_keys_cost_more() {
        assert_eq!(cost(&certificate(Some(65_537))), 1);
        let slow = certificate(None);
        assert_eq!(cost(&slow), 121);
        let budget = Budget::new();
        let tries = (0..).take_while(|_| budget.charge(&slow).is_ok()).count();
        assert_eq!(tries, 661);
        assert!(budget.charge(&certificate(Some(65_537))).is_err());
    }
}

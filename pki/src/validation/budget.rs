//! The budget for signatures in one question.
//!
//! Only keys that an anchor certified are ever tried, so that a stranger cannot decide what a try
//! costs or how many keys there are. Even so a key may be slow, and a file may hold thousands of
//! forgeries in the name of one authority.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use crate::digest::sha256;
use openssl::pkey::Id;

use super::{PathRequest, RevocationGap};
use crate::certificate::Certificate;

/// Counts in verifications with an RSA key of 2048 bits and the usual exponent: some thirty microseconds.
pub(super) struct Budget {
    left: Cell<u64>,
    /// The item and key of each try, by digest: its outcome is remembered, so that a second try
    /// costs nothing. Pairs that a stranger multiplies do not count again.
    tried: RefCell<HashSet<([u8; 32], [u8; 32])>>,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self::of(LIMIT)
    }

    /// Another amount than the usual one.
    pub(super) fn of(amount: u64) -> Self {
        Self {
            left: Cell::new(amount),
            tried: RefCell::default(),
        }
    }

    /// Pays for one try of the key of `signer` on the item with the digest `item`, once in a
    /// question. An earlier question about the same does not make it free: the answer must not
    /// depend on earlier questions.
    ///
    /// # Errors
    /// When nothing is left.
    pub(super) fn charge(&self, item: [u8; 32], signer: &Certificate) -> Result<(), RevocationGap> {
        let pair = (item, sha256(signer.public_key_info()));
        if self.tried.borrow().contains(&pair) {
            return Ok(());
        }
        let left = self.left.get();
        let cost = cost(signer);
        self.left.set(left.saturating_sub(cost));
        if cost > left {
            return Err(gap());
        }
        self.tried.borrow_mut().insert(pair);
        Ok(())
    }

    /// Whether something was not tried because nothing was left.
    ///
    /// # Errors
    /// When nothing is left.
    pub(super) fn check(&self) -> Result<(), RevocationGap> {
        match self.left.get() {
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

/// The cost of one verification with the key of `signer`: RSA grows with the square of the modulus
/// and with each bit of the exponent, curves with their size.
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

/// Real questions cost less than a hundred. Anybody may name a certified key as the signer of any number of items: as
/// many as a file may hold, each tried with one of the dearest keys that authorities have, do not use this up. It is
/// less than eight seconds; the outcomes are remembered for other questions about the same file.
pub(super) const LIMIT: u64 = PathRequest::MAX_ITEMS as u64 * DEAREST;

/// One verification on P-521.
const DEAREST: u64 = 43;

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
    use crate::issuing::{Authority, CertificateRequest, KeyType, Subject, Validity};

    /// A certificate of this key, signed by another.
    fn certificate(exponent: &str) -> Certificate {
        let own = Rsa::generate(2048).unwrap();
        let exponent = BigNum::from_hex_str(exponent).unwrap();
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
        assert_eq!(cost(&certificate("010001")), 1);
        let slow = certificate("FFFFFFFFFFFFFFFF");
        assert_eq!(cost(&slow), 4);
        let budget = Budget::of(1_001);
        let item = |number: u64| sha256(&number.to_be_bytes());
        let tries = (0..).take_while(|number| budget.charge(item(*number), &slow).is_ok());
        assert_eq!(tries.count(), 250);
        assert!(budget.charge(item(0), &slow).is_ok());
        let other = certificate("010001");
        assert!(budget.charge(item(0), &other).is_err() && budget.check().is_err());
    }

    /// A stranger who names such a key in a file, as often as he likes, does not decide what it
    /// costs.
    #[test]
    fn keys_beyond_the_limits_verify_nothing() {
        let longer = certificate("010000000000000001");
        assert!(longer.public_key().is_err() && longer.key_kind().is_err());
        assert!(longer.is_signed_by(&longer).is_err());
        let long = certificate("8000000000000001");
        assert_eq!(long.public_key().map(|key| key.bits()).ok(), Some(2048));
    }

    #[test]
    fn a_file_full_of_forgeries_does_not_use_it_up() {
        let subject = Subject::new("CA", "Sở", "Huế");
        let years = Validity {
            not_before: "2020-01-01T00:00:00Z".parse().unwrap(),
            not_after: "2035-01-01T00:00:00Z".parse().unwrap(),
        };
        let wanted = CertificateRequest::new(subject, KeyType::P384, years);
        let key = Authority::root(&wanted).unwrap().certificate().clone();
        assert_eq!(cost(&key), 32);
        let budget = Budget::new();
        for number in 0..PathRequest::MAX_ITEMS {
            let item = sha256(&number.to_be_bytes());
            assert!(budget.charge(item, &key).is_ok());
        }
        assert!(budget.check().is_ok());
    }
}

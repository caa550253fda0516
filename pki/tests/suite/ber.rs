//! The transcoder on arbitrary input, and on arbitrary structures in arbitrary encodings.

use kyso_pki::ber::{BerLimits, Trailer, to_der};
use proptest::prelude::*;

/// A value that can be encoded in several ways.
#[derive(Debug, Clone)]
enum Value {
    Primitive(u8, Vec<u8>),
    Octets(Vec<Vec<u8>>),
    Constructed(u8, Vec<Value>),
}

fn value() -> impl Strategy<Value = Value> {
    let octets = || prop::collection::vec(any::<u8>(), 0..40);
    let leaf = prop_oneof![
        (
            prop::sample::select(vec![0x02u8, 0x06, 0x0C, 0x80]),
            octets()
        )
            .prop_map(|(tag, octets)| Value::Primitive(tag, octets)),
        prop::collection::vec(octets(), 0..5).prop_map(Value::Octets),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let tag = prop::sample::select(vec![0x30u8, 0x31, 0xA0, 0xA1]);
        (tag, prop::collection::vec(inner, 0..6))
            .prop_map(|(tag, members)| Value::Constructed(tag, members))
    })
}

impl Value {
    fn der(&self) -> Vec<u8> {
        match self {
            Self::Primitive(tag, octets) => definite(*tag, octets),
            Self::Octets(pieces) => definite(0x04, &pieces.concat()),
            Self::Constructed(tag, members) => {
                let members: Vec<u8> = members.iter().flat_map(Self::der).collect();
                definite(*tag, &members)
            }
        }
    }

    /// Indefinite lengths and strings in pieces wherever possible.
    fn ber(&self) -> Vec<u8> {
        match self {
            Self::Primitive(tag, octets) => definite(*tag, octets),
            Self::Octets(pieces) => {
                let pieces: Vec<u8> = pieces.iter().flat_map(|p| definite(0x04, p)).collect();
                indefinite(0x24, &pieces)
            }
            Self::Constructed(tag, members) => {
                let members: Vec<u8> = members.iter().flat_map(Self::ber).collect();
                indefinite(*tag, &members)
            }
        }
    }
}

fn definite(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let header = match length {
        0..0x80 => vec![tag, length as u8],
        0x80..0x100 => vec![tag, 0x81, length as u8],
        _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
    };
    [header, contents.to_vec()].concat()
}

fn indefinite(tag: u8, contents: &[u8]) -> Vec<u8> {
    [&[tag, 0x80], contents, &[0, 0]].concat()
}

proptest! {
    #[test]
    fn arbitrary_input_never_panics(input in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(done) = to_der(&input, &BerLimits::default()) {
            let again = to_der(&done.der, &BerLimits::default()).unwrap();
            prop_assert_eq!(&again.der, &done.der);
            prop_assert_eq!(again.trailer, Trailer::None);
        }
    }

    #[test]
    fn no_reader_panics_on_arbitrary_structures(value in value(), more in prop::collection::vec(any::<u8>(), 0..60)) {
        for input in [value.ber(), value.der(), more] {
            let _ = kyso_pki::Cms::parse(&input);
            let _ = kyso_pki::TimestampToken::parse(&input);
            let _ = kyso_pki::Certificate::from_der(&input);
            let _ = kyso_pki::Certificate::from_pem(&input);
            let _ = kyso_pki::Crl::from_der(&input);
            let _ = kyso_pki::add_unsigned_timestamp(&input, &input);
        }
    }

    #[test]
    fn der_stays_as_it_is(value in value(), padding in 0usize..9) {
        let der = value.der();
        let padded = [der.clone(), vec![0; padding]].concat();
        let done = to_der(&padded, &BerLimits::default()).unwrap();
        prop_assert_eq!(done.der.as_ref(), der.as_slice());
        let trailer = if padding == 0 { Trailer::None } else { Trailer::Zeros(padding) };
        prop_assert_eq!(done.trailer, trailer);
    }

    #[test]
    fn ber_becomes_the_der_of_the_same_value(value in value()) {
        let ber = value.ber();
        let done = to_der(&ber, &BerLimits::default()).unwrap();
        let der = value.der();
        prop_assert_eq!(done.der.as_ref(), der.as_slice());
    }

    #[test]
    fn damaged_ber_never_panics(value in value(), at in any::<prop::sample::Index>(), octet in any::<u8>()) {
        let mut ber = value.ber();
        let at = at.index(ber.len());
        ber[at] = octet;
        let _ = to_der(&ber, &BerLimits::default());
    }
}

#[test]
fn deep_nesting_in_definite_lengths_is_refused_quickly() {
    let mut nested = Vec::new();
    for _ in 0..10_000 {
        nested = definite(0x30, &nested);
        if nested.len() > 60_000 {
            break;
        }
    }
    assert!(to_der(&nested, &BerLimits::default()).is_err());
}

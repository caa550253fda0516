//! BER that others write, and what is no BER.
#![allow(clippy::unwrap_used)]

use super::*;

fn transcode(input: &[u8]) -> Result<Vec<u8>, BerError> {
    to_der(input, &BerLimits::default()).map(|done| done.der.into_owned())
}

#[test]
fn indefinite_lengths_become_definite() {
    let ber = [
        0x30, 0x80, 0x02, 0x01, 0x05, 0xA0, 0x80, 0x05, 0x00, 0, 0, 0, 0,
    ];
    assert_eq!(transcode(&ber).unwrap(), [0x30, 7, 2, 1, 5, 0xA0, 2, 5, 0]);
}

#[test]
fn octet_strings_in_nested_pieces_are_joined() {
    let ber = [
        0x24, 0x80, 0x04, 0x02, 1, 2, 0x24, 0x80, 0x04, 0x01, 3, 0, 0, 0x24, 0x03, 0x04, 0x01, 4,
        0, 0,
    ];
    assert_eq!(transcode(&ber).unwrap(), [0x04, 4, 1, 2, 3, 4]);
}

#[test]
fn bit_strings_keep_the_unused_bits_of_the_last_piece() {
    let ber = [0x23, 0x08, 0x03, 0x02, 0, 0xAA, 0x03, 0x02, 4, 0xF0];
    assert_eq!(transcode(&ber).unwrap(), [0x03, 3, 4, 0xAA, 0xF0]);
    let misplaced = [0x23, 0x80, 0x03, 0x02, 4, 0xF0, 0x03, 0x02, 0, 0xAA, 0, 0];
    assert!(transcode(&misplaced).is_err());
}

#[test]
fn definite_elements_stay_byte_for_byte() {
    // A length in long form and a malformed element inside an indefinite parent.
    let ber = [
        0x30, 0x80, 0x30, 0x81, 0x03, 0x04, 0x81, 0x00, 0x30, 0x02, 0x02, 0x7F, 0, 0,
    ];
    assert_eq!(
        transcode(&ber).unwrap(),
        [
            0x30, 10, 0x30, 0x81, 0x03, 0x04, 0x81, 0x00, 0x30, 0x02, 0x02, 0x7F
        ]
    );
}

#[test]
fn der_is_borrowed_and_what_follows_is_named() {
    let der = [0x30, 0x03, 0x02, 0x01, 0x05];
    let padded = [&der[..], &[0; 9]].concat();
    let done = to_der(&padded, &BerLimits::default()).unwrap();
    assert!(matches!(done.der, Cow::Borrowed(bytes) if bytes == der));
    assert_eq!(done.trailer, Trailer::Zeros(9));
    let dirty = [&der[..], &[0, 0, 7, 0]].concat();
    let done = to_der(&dirty, &BerLimits::default()).unwrap();
    assert_eq!(done.trailer, Trailer::Other { offset: 7 });
    for zeros in [0, 1, 63, 64, 65, 127, 128, 1000] {
        let dirty = [&der[..], &vec![0; zeros], &[1, 0]].concat();
        let done = to_der(&dirty, &BerLimits::default()).unwrap();
        assert_eq!(done.trailer, Trailer::Other { offset: 5 + zeros });
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = [0x30, 0x80].repeat(100_000);
    assert!(matches!(
        transcode(&deep),
        Err(BerError::TooDeep { offset: 128 })
    ));
    let limits = BerLimits { size: 4, depth: 4 };
    assert!(matches!(
        to_der(&[0; 5], &limits),
        Err(BerError::TooLarge { size: 5, limit: 4 })
    ));
}

#[test]
fn truncated_input_is_an_error() {
    assert!(transcode(&[]).is_err());
    assert!(transcode(&[0x30, 0x80, 0x02, 0x01]).is_err());
    assert!(transcode(&[0x30, 0x05, 0x02]).is_err());
    assert!(transcode(&[0x00, 0x00]).is_err());
}

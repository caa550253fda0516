//! Elements, written well and badly.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

#[test]
fn reads_nested_elements_with_offsets() {
    let input = [0x30, 0x05, 0x02, 0x01, 0x07, 0x04, 0x00];
    let sequence = Element::only_with(&input, SEQUENCE, "SEQUENCE").unwrap();
    let mut inner = sequence.reader();
    assert_eq!(
        inner.required(INTEGER, "version").unwrap().unsigned(),
        Ok(7)
    );
    let octets = inner.any("octets").unwrap();
    assert_eq!((octets.offset, octets.contents), (5, &[][..]));
    assert!(inner.finish().is_ok());
}

#[test]
fn one_element_stands_in_an_explicit_tag() {
    let read = |input: &'static [u8]| {
        let tag = Element::only_with(input, context(0), "tag").unwrap();
        let version = tag.explicit(INTEGER, "version")?.unsigned();
        assert_eq!(version, tag.explicit_any("version")?.unsigned());
        version
    };
    assert_eq!(read(&[0xA0, 3, 2, 1, 7]), Ok(7));
    assert!(read(&[0xA0, 5, 2, 1, 7, 5, 0]).is_err(), "more");
    assert!(read(&[0xA0, 0]).is_err(), "nothing");
    let octets = Element::only_with(&[0xA0, 2, 4, 0], context(0), "tag").unwrap();
    assert!(octets.explicit(INTEGER, "version").is_err());
}

#[test]
fn a_length_past_the_end_is_truncated() {
    assert_eq!(
        Element::only(&[0x04, 0x82, 0xFF, 0xFF, 0x00], "x").unwrap_err(),
        EncodingError::Truncated { offset: 0 }
    );
    let huge = [0x04, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(
        Element::only(&huge, "x").unwrap_err(),
        EncodingError::Length { offset: 0 }
    );
}

#[test]
fn high_tag_numbers_are_bounded() {
    assert!(Element::only(&[0x1F, 0x81, 0x01, 0x00], "x").is_ok());
    assert!(Element::only(&[0x1F, 0x81, 0x81, 0x81, 0x81, 0x01, 0x00], "x").is_err());
}

#[test]
fn identifiers_out_of_range_are_kept_apart() {
    let example_arc = Element::only(&[0x06, 0x02, 0x88, 0x37], "x").unwrap();
    assert!(example_arc.oid().is_err());
    assert_eq!(example_arc.any_oid(), Ok(UNREADABLE_OID));
}

#[test]
fn surplus_octets_of_integers_are_refused() {
    let integer = |der: &'static [u8]| Element::only(der, "x").unwrap().integer();
    assert!(integer(&[0x02, 0x02, 0x00, 0x7F]).is_err());
    assert!(integer(&[0x02, 0x02, 0xFF, 0x80]).is_err());
    assert!(integer(&[0x02, 0x00]).is_err());
    assert_eq!(integer(&[0x02, 0x02, 0x00, 0x80]).unwrap(), [0x00, 0x80]);
    assert_eq!(integer(&[0x02, 0x01, 0xFF]).unwrap(), [0xFF]);
}

#[test]
fn negative_integers_are_refused() {
    let element = Element::only(&[0x02, 0x01, 0xFF], "x").unwrap();
    assert!(element.unsigned().is_err());
}

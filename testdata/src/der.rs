//! Writing DER and what only looks like it.

use const_oid::ObjectIdentifier;

pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: &[u8] = &[5, 0];

/// One element; long lengths always take two octets and more as needed.
pub(crate) fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(contents.len()) {
        Ok(short) if short < 0x80 => out.push(short),
        _ => {
            let bytes = contents.len().to_be_bytes();
            let skip = bytes.iter().take_while(|byte| **byte == 0).count();
            out.push(0x80 | u8::try_from(bytes.len() - skip).unwrap());
            out.extend(&bytes[skip..]);
        }
    }
    out.extend(contents);
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(SEQUENCE, parts)
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    element(OCTET_STRING, &[bytes])
}

pub(crate) fn integer(value: u8) -> Vec<u8> {
    element(2, &[&[value]])
}

pub(crate) fn oid(text: &str) -> Vec<u8> {
    element(6, &[ObjectIdentifier::new_unwrap(text).as_bytes()])
}

/// `[number]`, constructed.
pub(crate) fn tagged(number: u8, parts: &[&[u8]]) -> Vec<u8> {
    element(0xA0 | number, parts)
}

pub(crate) fn algorithm(identifier: &str, parameters: &[u8]) -> Vec<u8> {
    sequence(&[&oid(identifier), parameters])
}

pub(crate) fn attribute(identifier: &str, values: &[&[u8]]) -> Vec<u8> {
    sequence(&[&oid(identifier), &element(SET, values)])
}

/// A SET OF in DER order.
pub(crate) fn set_of(tag: u8, members: &[Vec<u8>]) -> Vec<u8> {
    let mut members: Vec<&[u8]> = members.iter().map(Vec::as_slice).collect();
    members.sort_unstable();
    element(tag, &members)
}

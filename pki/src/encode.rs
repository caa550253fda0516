//! Writing DER from parts, some of which are raw bytes that must stay as they are.
//!
//! Certificates and names that others encoded are copied, never decoded and encoded again: one in a hundred real
//! certificates would change by it.

use const_oid::ObjectIdentifier;

use crate::tlv;

/// One element with definite, minimal length.
pub(crate) fn element(identifier: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut out = Vec::with_capacity(length + 6);
    out.push(identifier);
    push_length(&mut out, length);
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

/// `SEQUENCE { parts }`.
pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(tlv::SEQUENCE, parts)
}

/// `SET OF` in DER order (X.690, 11.6), with the identifier octet given.
pub(crate) fn set_of(identifier: u8, mut members: Vec<Vec<u8>>) -> Vec<u8> {
    members.sort_unstable();
    let parts: Vec<&[u8]> = members.iter().map(Vec::as_slice).collect();
    element(identifier, &parts)
}

/// `OCTET STRING`.
pub(crate) fn octet_string(octets: &[u8]) -> Vec<u8> {
    element(tlv::OCTET_STRING, &[octets])
}

/// `OBJECT IDENTIFIER`.
pub(crate) fn oid(oid: &ObjectIdentifier) -> Vec<u8> {
    element(tlv::OID, &[oid.as_bytes()])
}

/// A small non-negative `INTEGER`.
pub(crate) fn integer(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let skip = bytes.iter().take(7).take_while(|byte| **byte == 0).count();
    let significant = bytes.get(skip..).unwrap_or_default();
    unsigned_integer(significant)
}

/// An `INTEGER` from unsigned big-endian octets.
pub(crate) fn unsigned_integer(octets: &[u8]) -> Vec<u8> {
    match octets.first() {
        Some(first) if *first >= 0x80 => element(tlv::INTEGER, &[&[0], octets]),
        Some(_) => element(tlv::INTEGER, &[octets]),
        None => element(tlv::INTEGER, &[&[0]]),
    }
}

/// `[number] EXPLICIT` around one encoded element.
pub(crate) fn explicit(number: u8, inner: &[u8]) -> Vec<u8> {
    element(tlv::context(number), &[inner])
}

/// `AlgorithmIdentifier` with encoded parameters, or none when empty.
pub(crate) fn algorithm(identifier: &ObjectIdentifier, parameters: &[u8]) -> Vec<u8> {
    sequence(&[&oid(identifier), parameters])
}

/// Appends the minimal definite length octets.
pub(crate) fn push_length(out: &mut Vec<u8>, length: usize) {
    if let Ok(short) = u8::try_from(length)
        && short < 0x80
    {
        out.push(short);
        return;
    }
    let bytes = length.to_be_bytes();
    let skip = bytes.iter().take_while(|byte| **byte == 0).count();
    let count = bytes.len() - skip;
    // A length has at most 8 octets, so the count always fits the low bits.
    out.push(0x80 | u8::try_from(count).unwrap_or(8));
    out.extend(bytes.iter().skip(skip));
}

/// How many octets [`push_length`] writes.
pub(crate) fn length_size(length: usize) -> usize {
    if length < 0x80 {
        return 1;
    }
    let bits = usize::BITS - length.leading_zeros();
    1 + bits.div_ceil(8) as usize
}

/// The encoding of NULL.
pub(crate) const NULL: &[u8] = &[0x05, 0x00];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_minimal() {
        for length in [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x1_0000, 0xFF_FFFF] {
            let mut out = Vec::new();
            push_length(&mut out, length);
            assert_eq!(out.len(), length_size(length), "{length}");
        }
        assert_eq!(sequence(&[&[0u8; 200]])[..3], [0x30, 0x81, 200]);
    }

    #[test]
    fn integers_have_no_surplus_octets() {
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(1), [2, 1, 1]);
        assert_eq!(integer(0x80), [2, 2, 0, 0x80]);
        assert_eq!(integer(0x0100), [2, 2, 1, 0]);
    }

    #[test]
    fn set_members_are_sorted() {
        let set = set_of(tlv::SET, vec![vec![4, 1, 9], vec![2, 1, 1]]);
        assert_eq!(set, [0x31, 6, 2, 1, 1, 4, 1, 9]);
    }
}

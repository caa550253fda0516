//! Writing DER (X.690), as far as authorities need it.

use const_oid::ObjectIdentifier;

/// One element with definite, minimal length.
pub(super) fn element(identifier: u8, parts: &[&[u8]]) -> Vec<u8> {
    let contents = parts.concat();
    let bytes = contents.len().to_be_bytes();
    let skip = bytes.iter().take_while(|byte| **byte == 0).count();
    let significant = bytes.get(skip..).unwrap_or_default();
    let mut out = vec![identifier];
    match significant {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        // There are 8 octets at most.
        long => {
            out.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            out.extend_from_slice(long);
        }
    }
    out.extend_from_slice(&contents);
    out
}

/// `SEQUENCE { parts }`.
pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    element(0x30, parts)
}

/// `SEQUENCE OF` in the order given.
pub(super) fn sequence_of(members: &[Vec<u8>]) -> Vec<u8> {
    sequence(&members.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// `OCTET STRING`.
pub(super) fn octet_string(octets: &[u8]) -> Vec<u8> {
    element(0x04, &[octets])
}

/// `BIT STRING` of whole octets.
pub(super) fn bit_string(octets: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], octets])
}

/// `OBJECT IDENTIFIER`.
pub(super) fn oid(oid: &ObjectIdentifier) -> Vec<u8> {
    element(0x06, &[oid.as_bytes()])
}

/// A non-negative `INTEGER`.
pub(super) fn integer(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let skip = bytes.iter().take(7).take_while(|byte| **byte == 0).count();
    match bytes.get(skip..).unwrap_or_default() {
        octets @ [0x80..=0xFF, ..] => element(INTEGER, &[&[0], octets]),
        octets => element(INTEGER, &[octets]),
    }
}

/// `[number] EXPLICIT` around one encoded element, or any constructed element with that number.
pub(super) fn explicit(number: u8, inner: &[u8]) -> Vec<u8> {
    element(0xA0 | number, &[inner])
}

/// `[number]` of a primitive type.
pub(super) fn primitive(number: u8, contents: &[u8]) -> Vec<u8> {
    element(0x80 | number, &[contents])
}

/// `AlgorithmIdentifier` without parameters but NULL.
pub(super) fn algorithm(identifier: &ObjectIdentifier) -> Vec<u8> {
    sequence(&[&oid(identifier), NULL])
}

/// `Extension` (RFC 5280, section 4.1).
pub(super) fn extension(oid_of: &ObjectIdentifier, value: &[u8], critical: bool) -> Vec<u8> {
    let critical = match critical {
        true => element(0x01, &[&[0xFF]]),
        false => Vec::new(),
    };
    sequence(&[&oid(oid_of), &critical, &octet_string(value)])
}

/// The octets of the key in a `SubjectPublicKeyInfo`: what follows the algorithm, without tag, length and unused bits.
pub(super) fn key_octets(public_key_info: &[u8]) -> Option<&[u8]> {
    let (members, _) = split(public_key_info)?;
    let (_, key) = split(members)?;
    let (bits, _) = split(key)?;
    bits.get(1..)
}

/// The contents of the first element, and what follows it.
fn split(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let first = *input.get(1)?;
    let (start, length) = match first {
        0..0x80 => (2, usize::from(first)),
        _ => {
            let count = usize::from(first & 0x7F);
            let octets = input.get(2..2 + count)?;
            let length = octets.iter();
            (
                2 + count,
                length.fold(0, |sum, octet| sum << 8 | usize::from(*octet)),
            )
        }
    };
    let rest = input.get(start..)?;
    rest.split_at_checked(length)
}

/// The identifier octet of `INTEGER`.
pub(super) const INTEGER: u8 = 0x02;

/// The encoding of NULL.
pub(super) const NULL: &[u8] = &[0x05, 0x00];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_integers_have_no_surplus_octets() {
        assert_eq!(
            sequence(&[&[0; 200]]).get(..3),
            Some(&[0x30, 0x81, 200][..])
        );
        assert_eq!(
            sequence(&[&[0; 256]]).get(..4),
            Some(&[0x30, 0x82, 1, 0][..])
        );
        assert_eq!(sequence(&[]), [0x30, 0]);
        assert_eq!(integer(0), [2, 1, 0]);
        assert_eq!(integer(0x80), [2, 2, 0, 0x80]);
        assert_eq!(integer(0x0100), [2, 2, 1, 0]);
    }

    #[test]
    fn the_key_is_found_behind_its_algorithm() {
        let key = [7; 300];
        let info = sequence(&[&sequence(&[NULL]), &bit_string(&key)]);
        assert_eq!(key_octets(&info), Some(&key[..]));
    }
}

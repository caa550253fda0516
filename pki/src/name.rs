//! Distinguished names (RFC 5280, section 4.1.2.4): shown to people, and compared by meaning.

mod comparison;
mod key;

use std::fmt::Write as _;

use const_oid::ObjectIdentifier;

pub(crate) use comparison::same;
pub(crate) use key::{HolderKey, LazyKey, NameKey};

use crate::oids;
use crate::tlv::{Element, EncodingError, SEQUENCE, SET};

/// One attribute of a name, with its value as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameAttribute {
    pub(crate) kind: ObjectIdentifier,
    pub(crate) value: String,
}

/// The attributes of an encoded `Name`, in their order.
pub(crate) fn attributes(name: &[u8]) -> Result<Vec<NameAttribute>, EncodingError> {
    let mut found = Vec::new();
    let mut names = Element::only_with(name, SEQUENCE, "Name")?.reader();
    while let Some(relative) = names.next()? {
        if relative.identifier != SET {
            return Err(relative.unexpected("RelativeDistinguishedName"));
        }
        let mut members = relative.reader();
        while let Some(member) = members.next()? {
            let mut parts = member.reader();
            let kind = parts.any("AttributeType")?.any_oid()?;
            let value = text(&parts.any("AttributeValue")?);
            parts.finish()?;
            found.push(NameAttribute { kind, value });
        }
    }
    Ok(found)
}

/// The first attribute of this kind.
pub(crate) fn find<'a>(
    attributes: &'a [NameAttribute],
    kind: &ObjectIdentifier,
) -> Option<&'a str> {
    attributes
        .iter()
        .find(|attribute| attribute.kind == *kind)
        .map(|attribute| attribute.value.as_str())
}

/// All attributes of this kind, in their order.
pub(crate) fn all(
    attributes: &[NameAttribute],
    kind: ObjectIdentifier,
) -> impl Iterator<Item = &str> {
    let of_kind = attributes.iter().filter(move |one| one.kind == kind);
    of_kind.map(|attribute| attribute.value.as_str())
}

/// Most specific attribute first, as in RFC 4514: `CN=Nguyễn Văn Thưởng,O=UBND tỉnh,C=VN`.
pub(crate) fn display(attributes: &[NameAttribute]) -> String {
    let mut out = String::new();
    for attribute in attributes.iter().rev() {
        if !out.is_empty() {
            out.push(',');
        }
        match short_name(&attribute.kind) {
            Some(name) => out.push_str(name),
            // Writing to a String cannot fail.
            None => {
                let _ = write!(out, "{}", attribute.kind);
            }
        }
        out.push('=');
        push_escaped(&mut out, &attribute.value);
    }
    out
}

fn text(value: &Element<'_>) -> String {
    let bytes = value.contents;
    match value.identifier {
        BMP_STRING => utf16(bytes),
        UNIVERSAL_STRING => utf32(bytes),
        TELETEX_STRING if std::str::from_utf8(bytes).is_err() => {
            bytes.iter().map(|byte| char::from(*byte)).collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
    String::from_utf16_lossy(&units)
}

fn utf32(bytes: &[u8]) -> String {
    let (quads, _) = bytes.as_chunks::<4>();
    let scalar = |quad: &[u8; 4]| char::from_u32(u32::from_be_bytes(*quad));
    quads
        .iter()
        .map(|quad| scalar(quad).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn push_escaped(out: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' => {
                out.push('\\');
                out.push(character);
            }
            // Control and bidirectional formatting characters could disguise a name on a screen.
            c if c.is_control() || is_bidi_control(c) => {
                let _ = write!(out, "\\u{{{:04X}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn short_name(kind: &ObjectIdentifier) -> Option<&'static str> {
    SHORT_NAMES
        .iter()
        .find(|(known, _)| known == kind)
        .map(|(_, name)| *name)
}

const SHORT_NAMES: [(ObjectIdentifier, &str); 14] = [
    (oids::COMMON_NAME, "CN"),
    (oids::SURNAME, "SN"),
    (oids::SERIAL_NUMBER, "serialNumber"),
    (oids::COUNTRY, "C"),
    (oids::LOCALITY, "L"),
    (oids::STATE, "ST"),
    (oids::ORGANIZATION, "O"),
    (oids::ORGANIZATIONAL_UNIT, "OU"),
    (oids::TITLE, "title"),
    (oids::GIVEN_NAME, "GN"),
    (oids::ORGANIZATION_IDENTIFIER, "organizationIdentifier"),
    (oids::USER_ID, "UID"),
    (oids::DOMAIN_COMPONENT, "DC"),
    (oids::EMAIL_ADDRESS, "emailAddress"),
];

const UTF8_STRING: u8 = 0x0C;
const NUMERIC_STRING: u8 = 0x12;
const PRINTABLE_STRING: u8 = 0x13;
const TELETEX_STRING: u8 = 0x14;
const IA5_STRING: u8 = 0x16;
const VISIBLE_STRING: u8 = 0x1A;
const UNIVERSAL_STRING: u8 = 0x1C;
const BMP_STRING: u8 = 0x1E;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::encode;

    fn name(parts: &[(ObjectIdentifier, u8, &[u8])]) -> Vec<u8> {
        let sets: Vec<Vec<u8>> = parts
            .iter()
            .map(|(kind, tag, value)| {
                let pair =
                    encode::sequence(&[&encode::oid(kind), &encode::element(*tag, &[value])]);
                encode::element(SET, &[&pair])
            })
            .collect();
        let slices: Vec<&[u8]> = sets.iter().map(Vec::as_slice).collect();
        encode::sequence(&slices)
    }

    #[test]
    fn the_most_specific_attribute_comes_first() {
        let name = name(&[
            (oids::COUNTRY, 0x13, b"VN"),
            (oids::ORGANIZATION, 0x0C, "UBND tỉnh".as_bytes()),
            (oids::COMMON_NAME, 0x0C, "Trần, Ánh\u{202E}".as_bytes()),
        ]);
        let attributes = attributes(&name).unwrap();
        assert_eq!(
            display(&attributes),
            "CN=Trần\\, Ánh\\u{202E},O=UBND tỉnh,C=VN"
        );
        assert_eq!(find(&attributes, &oids::COUNTRY), Some("VN"));
    }
}

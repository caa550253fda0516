//! Whether two names are one (RFC 5280, section 7.1; RFC 4518).
//!
//! Two questions, two answers. Who issued something must not be mistaken: names are compared level by level, as text
//! only where the value is a string that can be read, else octet by octet. Whether two certificates belong to one holder
//! must not be overlooked: levels, their order and invisible characters make no second holder.

use unicode_normalization::UnicodeNormalization;

use super::{
    BMP_STRING, IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, TELETEX_STRING, UNIVERSAL_STRING,
    UTF8_STRING, VISIBLE_STRING,
};
use crate::tlv::{Element, EncodingError, SEQUENCE, SET};

/// Whether two encoded names are the same: equal octets, or the same `RelativeDistinguishedName`s in the same order, of
/// the same types with the same values. Values that are text are compared without regard to case, string type, surplus
/// white space and the composition of letters; all others by tag and octets.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    if left == right {
        return true;
    }
    match (levels(left, exact), levels(right, exact)) {
        (Ok(left), Ok(right)) => left == right,
        _ => false,
    }
}

/// The types and values of an encoded name, in any order, ignoring characters without ink: two
/// names with the same ones name one holder.
pub(super) fn of_holder(name: &[u8]) -> Result<Vec<Attribute<'_>>, EncodingError> {
    let levels = levels(name, loose)?;
    let mut attributes: Vec<Attribute<'_>> = levels.into_iter().flatten().collect();
    attributes.sort_unstable();
    attributes.dedup();
    Ok(attributes)
}

/// Octets of the type, and the value.
pub(super) type Attribute<'a> = (&'a [u8], Value<'a>);

/// The value of an attribute, ready to be compared.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Text(String),
    /// Identifier octet and contents of a value that is no string, or none that can be read.
    Octets(u8, &'a [u8]),
}

/// Each `RelativeDistinguishedName` with its attributes in order; one without attributes counts.
pub(super) fn levels<'a>(
    name: &'a [u8],
    value: impl Fn(&Element<'a>) -> Value<'a>,
) -> Result<Vec<Vec<Attribute<'a>>>, EncodingError> {
    let mut found = Vec::new();
    let mut names = Element::only_with(name, SEQUENCE, "Name")?.reader();
    while let Some(relative) = names.next()? {
        if relative.identifier != SET {
            return Err(relative.unexpected("RelativeDistinguishedName"));
        }
        let mut attributes = Vec::new();
        let mut members = relative.reader();
        while let Some(member) = members.next()? {
            let mut parts = member.reader();
            let kind = parts.required(crate::tlv::OID, "AttributeType")?;
            attributes.push((kind.contents, value(&parts.any("AttributeValue")?)));
            parts.finish()?;
        }
        attributes.sort_unstable();
        found.push(attributes);
    }
    Ok(found)
}

pub(super) fn exact<'a>(element: &Element<'a>) -> Value<'a> {
    match text(element) {
        Some(text) => Value::Text(prepared(text.nfc())),
        None => Value::Octets(element.identifier, element.contents),
    }
}

fn loose<'a>(element: &Element<'a>) -> Value<'a> {
    let teletex = || (element.identifier == TELETEX_STRING).then(|| super::text(element));
    match text(element).or_else(teletex) {
        Some(text) => Value::Text(prepared(text.nfkc().filter(|c| !is_without_ink(*c)))),
        None => Value::Octets(element.identifier, element.contents),
    }
}

/// Small letters, one space between words. Small letters may have to be composed anew.
fn prepared(letters: impl Iterator<Item = char>) -> String {
    let small: String = letters.flat_map(char::to_lowercase).nfc().collect();
    let words: Vec<&str> = small.split_whitespace().collect();
    words.join(" ")
}

/// The text of a string type, if its octets are right for it. What the upper half of a TeletexString means depends on
/// who wrote it.
fn text(element: &Element<'_>) -> Option<String> {
    let octets = element.contents;
    match element.identifier {
        UTF8_STRING => std::str::from_utf8(octets).map(str::to_owned).ok(),
        PRINTABLE_STRING | IA5_STRING | TELETEX_STRING | NUMERIC_STRING | VISIBLE_STRING => {
            let text = std::str::from_utf8(octets).ok();
            text.filter(|text| text.is_ascii()).map(str::to_owned)
        }
        BMP_STRING => {
            let (pairs, rest) = octets.as_chunks::<2>();
            let units = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
            let letters: Result<String, _> = char::decode_utf16(units).collect();
            letters.ok().filter(|_| rest.is_empty())
        }
        UNIVERSAL_STRING => {
            let (quads, rest) = octets.as_chunks::<4>();
            let scalars = quads.iter().map(|quad| u32::from_be_bytes(*quad));
            let letters: Option<String> = scalars.map(char::from_u32).collect();
            letters.filter(|_| rest.is_empty())
        }
        _ => None,
    }
}

/// Characters that leave no mark on paper (RFC 4518, section 2.2, and those that order or join
/// letters).
fn is_without_ink(character: char) -> bool {
    let invisible = matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{180B}'..='\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFC}'
    );
    invisible || (character.is_control() && !character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::encode;
    use crate::name::HolderKey;
    use crate::name::NameKey;
    use crate::oids;

    /// Whether two encoded names name one holder.
    fn same_holder(left: &[u8], right: &[u8]) -> bool {
        let both = HolderKey::of(left).zip(HolderKey::of(right));
        left == right || both.is_some_and(|(left, right)| left == right)
    }

    type Part<'a> = (const_oid::ObjectIdentifier, u8, &'a [u8]);

    fn name(levels: &[&[Part<'_>]]) -> Vec<u8> {
        let level = |parts: &&[Part<'_>]| {
            let pair = |(kind, tag, value): &Part<'_>| {
                encode::sequence(&[&encode::oid(kind), &encode::element(*tag, &[value])])
            };
            encode::set_of(SET, parts.iter().map(pair).collect())
        };
        let levels: Vec<Vec<u8>> = levels.iter().map(level).collect();
        let levels: Vec<&[u8]> = levels.iter().map(Vec::as_slice).collect();
        encode::sequence(&levels)
    }

    fn common(tag: u8, value: &[u8]) -> Vec<u8> {
        name(&[&[(oids::COMMON_NAME, tag, value)]])
    }

    const A: Part<'_> = (oids::COMMON_NAME, UTF8_STRING, b"a");
    const B: Part<'_> = (oids::ORGANIZATION, UTF8_STRING, b"b");

    #[test]
    fn one_name_may_be_written_in_many_ways() {
        let plain = common(PRINTABLE_STRING, b"Root  CA");
        for other in [
            common(UTF8_STRING, b"root ca "),
            common(TELETEX_STRING, b"ROOT CA"),
            common(BMP_STRING, b"\0R\0o\0o\0t\0 \0C\0A"),
            common(
                UNIVERSAL_STRING,
                b"\0\0\0R\0\0\0o\0\0\0o\0\0\0t\0\0\0 \0\0\0C\0\0\0A",
            ),
        ] {
            assert!(same(&plain, &other) && same_holder(&plain, &other));
        }
        let composed = common(UTF8_STRING, "Cơ quan Đ\u{1EA3}ng".as_bytes());
        let decomposed = common(UTF8_STRING, "CO\u{31B} QUAN ĐA\u{309}NG".as_bytes());
        assert!(same(&composed, &decomposed));
    }

    #[test]
    fn borders_between_levels_count() {
        let (apart, together) = (name(&[&[A], &[B]]), name(&[&[A, B]]));
        assert!(!same(&apart, &together));
        assert!(!same(&apart, &name(&[&[A], &[], &[B]])));
        assert!(!same(&name(&[&[]]), &name(&[])));
        assert!(!same(&apart, &name(&[&[B], &[A]])));
        assert!(same_holder(&apart, &together));
        assert!(same_holder(&apart, &name(&[&[B], &[], &[A], &[B]])));
        assert!(!same_holder(&apart, &name(&[&[A]])));
    }

    #[test]
    fn members_of_one_level_have_no_order() {
        // DER sorts a set by its octets, and these change with case and string type.
        let other = (oids::ORGANIZATION, PRINTABLE_STRING, &b"B"[..]);
        let pair = |(kind, tag, value): Part<'_>| {
            encode::sequence(&[&encode::oid(&kind), &encode::element(tag, &[value])])
        };
        let reversed = encode::element(SET, &[&pair(other), &pair(A)]);
        assert!(same(&name(&[&[A, B]]), &encode::sequence(&[&reversed])));
    }

    #[test]
    fn what_cannot_be_read_is_compared_by_its_octets() {
        for tag in [UTF8_STRING, PRINTABLE_STRING, TELETEX_STRING, IA5_STRING] {
            assert!(!same(&common(tag, b"a\xFF"), &common(tag, b"a\xFE")));
            assert!(same(&common(tag, b"a\xFF"), &common(tag, b"a\xFF")));
            assert_ne!(
                NameKey::of(&common(tag, b"a\xFF")),
                NameKey::of(&common(tag, b"a\xFE"))
            );
        }
        assert!(!same(
            &common(BMP_STRING, b"\0a\0"),
            &common(BMP_STRING, b"\0a")
        ));
        let lone_surrogate = common(BMP_STRING, &[0xD8, 0x00]);
        assert!(!same(&lone_surrogate, &common(BMP_STRING, &[0xD8, 0x01])));
    }

    #[test]
    fn only_strings_are_text() {
        let octets = common(crate::tlv::OCTET_STRING, b"a");
        assert!(!same(&octets, &common(UTF8_STRING, b"a")));
        assert!(!same(&octets, &common(crate::tlv::OCTET_STRING, b"A")));
        assert!(!same(&common(0x2C, b"a"), &common(UTF8_STRING, b"a")));
    }

    #[test]
    fn other_types_and_other_names_differ() {
        assert!(!same(
            &common(UTF8_STRING, b"ab"),
            &common(UTF8_STRING, b"a b")
        ));
        let organization = name(&[&[(oids::ORGANIZATION, UTF8_STRING, b"a")]]);
        assert!(!same(&name(&[&[A]]), &organization));
        assert!(!same_holder(&name(&[&[A]]), &organization));
    }

    #[test]
    fn characters_without_ink_make_no_second_holder() {
        let plain = common(UTF8_STRING, "Nguyễn Văn An".as_bytes());
        for spelling in [
            "Nguyễn\u{200B} Văn An",
            "Nguyễn\u{A0}Văn An",
            "Nguyễn Văn A\u{AD}n\u{200F}",
            "Ｎguyễn Văn An",
        ] {
            let other = common(UTF8_STRING, spelling.as_bytes());
            assert!(same_holder(&plain, &other), "{spelling}");
        }
        assert!(!same(
            &plain,
            &common(UTF8_STRING, "Nguyễn\u{200B} Văn An".as_bytes())
        ));
        assert!(!same_holder(
            &plain,
            &common(UTF8_STRING, "Nguyễn Văn Ân".as_bytes())
        ));
    }

    /// Names of few types and values, so that they often meet.
    fn names() -> impl Strategy<Value = Vec<Vec<(bool, usize)>>> {
        let attribute = (any::<bool>(), 0..VALUES.len());
        let level = proptest::collection::vec(attribute, 0..3);
        proptest::collection::vec(level, 0..3)
    }

    fn encoded(levels: &[Vec<(bool, usize)>]) -> Vec<u8> {
        let part = |(common, value): &(bool, usize)| {
            let (tag, octets) = VALUES[*value];
            match common {
                true => (oids::COMMON_NAME, tag, octets),
                false => (oids::ORGANIZATION, tag, octets),
            }
        };
        let levels = levels.iter().map(|level| level.iter().map(part).collect());
        let levels: Vec<Vec<Part<'_>>> = levels.collect();
        let levels: Vec<&[Part<'_>]> = levels.iter().map(Vec::as_slice).collect();
        name(&levels)
    }

    const VALUES: [(u8, &[u8]); 8] = [
        (UTF8_STRING, b"a"),
        (PRINTABLE_STRING, b" A "),
        (UTF8_STRING, "\u{E1}".as_bytes()),
        (UTF8_STRING, "a\u{301}".as_bytes()),
        (BMP_STRING, &[0, 0xE1]),
        (TELETEX_STRING, &[0xE1]),
        (UTF8_STRING, &[0xE1]),
        (crate::tlv::OCTET_STRING, b"a"),
    ];

    proptest! {
        #[test]
        fn both_comparisons_are_relations_of_equivalence(
            one in names(), two in names(), three in names(),
        ) {
            let levels = [&one, &two].map(|levels| levels.len());
            let [one, two, three] = [one, two, three].map(|levels| encoded(&levels));
            for compare in [same, same_holder] {
                prop_assert!(compare(&one, &one));
                prop_assert_eq!(compare(&one, &two), compare(&two, &one));
                if compare(&one, &two) && compare(&two, &three) {
                    prop_assert!(compare(&one, &three));
                }
            }
            let [one_key, two_key] = [&one, &two].map(|name| NameKey::of(name));
            prop_assert_eq!(same(&one, &two), one_key == two_key);
            if same(&one, &two) {
                prop_assert!(same_holder(&one, &two));
                prop_assert_eq!(levels[0], levels[1]);
            }
        }
    }
}

//! Objects to PDF syntax (ISO 32000-2, 7.3).

use std::io::Write as _;

use crate::lexer::is_regular;
use crate::object::{Dictionary, Name, Object, Stream, StreamData};

/// Appends `object` to `out`. `stream_bytes` gives the encoded data of a stream.
pub fn write_object<'s>(
    object: &'s Object,
    out: &mut Vec<u8>,
    stream_bytes: &dyn Fn(&'s StreamData) -> &'s [u8],
) {
    match object {
        Object::Stream(stream) => write_stream(stream, out, stream_bytes),
        direct => write_direct(direct, out),
    }
}

/// Appends an object that holds no stream; a nested stream becomes `null`,
/// because streams are always indirect.
pub(crate) fn write_direct(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null | Object::Stream(_) => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(value) => write_integer(*value, out),
        Object::Real(value) => write_real(*value, out),
        Object::String(bytes) => write_string(bytes, out),
        Object::Name(name) => write_name(name, out),
        Object::Array(elements) => write_array(elements, out),
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        Object::Reference(id) => {
            write_integer(id.number.into(), out);
            out.push(b' ');
            write_integer(id.generation.into(), out);
            out.extend_from_slice(b" R");
        }
    }
}

fn write_integer(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

fn print(text: std::fmt::Arguments<'_>, out: &mut Vec<u8>) {
    // Writing to a vector cannot fail.
    let _ = out.write_fmt(text);
}

/// The shortest text that reads back as the same number, without exponent.
fn write_real(value: f64, out: &mut Vec<u8>) {
    if !value.is_finite() {
        out.push(b'0');
        return;
    }
    let start = out.len();
    if !write_decimal(value, out) {
        print(format_args!("{value}"), out);
    }
    let text = out.get(start..).unwrap_or_default();
    if !text.contains(&b'.') {
        // Keeps the type: a reader shall find a real again.
        out.extend_from_slice(b".0");
    }
}

/// Writes a number with up to four decimals, as most coordinates are; false, and nothing is written, for any other.
fn write_decimal(value: f64, out: &mut Vec<u8>) -> bool {
    /// Such numbers times 10,000 are exact.
    const MOST: f64 = 1e9;
    const DECIMALS: [(usize, i64); 5] = [(0, 1), (1, 10), (2, 100), (3, 1_000), (4, 10_000)];
    if !(value.abs() < MOST && (value != 0.0 || value.is_sign_positive())) {
        return false;
    }
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // below 2^53
    let written = DECIMALS.iter().find_map(|(decimals, parts)| {
        let scaled = (value * *parts as f64).round();
        (scaled / *parts as f64 == value).then_some((*decimals, *parts, scaled as i64))
    });
    let Some((decimals, parts, scaled)) = written else {
        return false;
    };
    if scaled < 0 {
        out.push(b'-');
    }
    let (whole, rest) = (scaled.abs() / parts, scaled.abs() % parts);
    write_integer(whole, out);
    if decimals > 0 {
        // The leading one keeps the zeros behind the point.
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(parts + rest).as_bytes();
        out.push(b'.');
        out.extend_from_slice(digits.get(1..).unwrap_or_default());
    }
    true
}

/// Appends a string object.
pub fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
    if bytes.iter().all(|b| matches!(b, b' '..=b'~')) {
        out.push(b'(');
        for &byte in bytes {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
        let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or_default();
        out.reserve(2 * bytes.len() + 2);
        out.push(b'<');
        for byte in bytes {
            out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        out.push(b'>');
    }
}

fn write_name(name: &Name, out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name.as_bytes() {
        if is_regular(byte) && byte != b'#' && matches!(byte, b'!'..=b'~') {
            out.push(byte);
        } else {
            print(format_args!("#{byte:02X}"), out);
        }
    }
}

fn write_array(elements: &[Object], out: &mut Vec<u8>) {
    out.push(b'[');
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            out.push(b' ');
        }
        write_direct(element, out);
    }
    out.push(b']');
}

/// Appends a dictionary of direct objects. A stream becomes `null`, and a number that is not finite 0.
pub fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (name, value) in dictionary.iter() {
        write_name(name, out);
        out.push(b' ');
        write_direct(value, out);
        out.push(b'\n');
    }
    out.extend_from_slice(b">>");
}

fn write_stream<'s>(
    stream: &'s Stream,
    out: &mut Vec<u8>,
    stream_bytes: &dyn Fn(&'s StreamData) -> &'s [u8],
) {
    let data = stream_bytes(&stream.data);
    let length = i64::try_from(data.len()).unwrap_or(i64::MAX);
    let dictionary = stream.dictionary.clone().with("Length", length);
    write_dictionary(&dictionary, out);
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::limits::Limits;
    use crate::meter::Meter;
    use crate::parser::direct_object;
    use proptest::prelude::*;

    fn text(object: &Object) -> String {
        let mut out = Vec::new();
        write_direct(object, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_keep_their_type_and_value() {
        assert_eq!(text(&Object::Real(595.303937)), "595.303937");
        assert_eq!(text(&Object::Real(1e-7)), "0.0000001");
        assert_eq!(text(&Object::Real(3.0)), "3.0");
        assert_eq!(text(&Object::Integer(-3)), "-3");
        for (value, written) in [
            (-0.0, "-0.0"),
            (0.0, "0.0"),
            (-0.05, "-0.05"),
            (12.0625, "12.0625"),
            (0.1 + 0.2, "0.30000000000000004"),
            (999_999_999.999_9, "999999999.9999"),
            (1e9, "1000000000.0"),
            (-100.5, "-100.5"),
        ] {
            assert_eq!(text(&Object::Real(value)), written);
        }
    }

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(text(&Object::Name(Name::from("A b#/"))), "/A#20b#23#2F");
        assert_eq!(text(&Object::String(b"a(b\\".to_vec())), "(a\\(b\\\\)");
    }

    fn any_object() -> impl Strategy<Value = Object> {
        let leaf = prop_oneof![
            Just(Object::Null),
            any::<bool>().prop_map(Object::Boolean),
            any::<i64>().prop_map(Object::Integer),
            (-1e9..1e9).prop_map(Object::Real),
            any::<Vec<u8>>().prop_map(Object::String),
            proptest::collection::vec(1..=255_u8, 0..9).prop_map(|b| Object::Name(b.into())),
            (any::<u32>(), any::<u16>())
                .prop_map(|(n, g)| Object::Reference(crate::ObjectId::new(n, g))),
        ];
        leaf.prop_recursive(4, 30, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Object::Array),
                proptest::collection::btree_map("[A-Za-z ]{1,6}", inner, 0..5).prop_map(|map| {
                    let mut dictionary = Dictionary::new();
                    map.into_iter()
                        .for_each(|(key, value)| dictionary.insert(&key, value));
                    Object::Dictionary(dictionary)
                }),
            ]
        })
    }

    proptest! {
        /// As the standard library writes it.
        #[test]
        fn decimals_are_the_shortest(digits in -10_i64.pow(13)..10_i64.pow(13), places in 0..6_i32) {
            let value = digits as f64 / 10_f64.powi(places);
            let shortest = format!("{value}");
            let written = text(&Object::Real(value));
            prop_assert_eq!(written.strip_suffix(".0").unwrap_or(&written), shortest);
        }

        #[test]
        fn what_is_written_reads_back(object in any_object()) {
            let mut out = Vec::new();
            write_direct(&object, &mut out);
            let (read, end) = direct_object(&out, 0, &Meter::new(Limits::default())).unwrap();
            prop_assert_eq!(read, object);
            prop_assert_eq!(end, out.len());
        }

        #[test]
        fn the_parser_never_panics(bytes in any::<Vec<u8>>()) {
            let _ = direct_object(&bytes, 0, &Meter::new(Limits::default()));
        }
    }
}

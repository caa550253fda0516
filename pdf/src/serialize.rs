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
        Object::Null | Object::Stream(_) => out.extend(b"null"),
        Object::Boolean(true) => out.extend(b"true"),
        Object::Boolean(false) => out.extend(b"false"),
        Object::Integer(value) => print(format_args!("{value}"), out),
        Object::Real(value) => write_real(*value, out),
        Object::String(bytes) => write_string(bytes, out),
        Object::Name(name) => write_name(name, out),
        Object::Array(elements) => write_array(elements, out),
        Object::Dictionary(dictionary) => write_dictionary(dictionary, out),
        Object::Reference(id) => print(format_args!("{id} R"), out),
    }
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
    print(format_args!("{value}"), out);
    let text = out.get(start..).unwrap_or_default();
    if !text.contains(&b'.') {
        // Keeps the type: a reader shall find a real again.
        out.extend(b".0");
    }
}

fn write_string(bytes: &[u8], out: &mut Vec<u8>) {
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
        out.push(b'<');
        out.extend(
            bytes
                .iter()
                .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]),
        );
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

pub(crate) fn write_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (name, value) in dictionary.iter() {
        write_name(name, out);
        out.push(b' ');
        write_direct(value, out);
        out.push(b'\n');
    }
    out.extend(b">>");
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
    out.extend(b"\nstream\n");
    out.extend(data);
    out.extend(b"\nendstream");
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

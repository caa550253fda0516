//! Inline images (ISO 32000-2, 8.9.7) whose end all programs find at the same place.
//!
//! One program counts the samples, one looks for `EI`, one for the mark of a filter: so the data are as long as size and
//! colours say, hold no `EI`, are all of what a filter reads, and are followed by text. Images in other forms (JPEG and
//! other filters, parameters, `/Decode`, tables of colours, names of resources) are an error.

use memchr::memmem;

use crate::error::{Flaw, PdfError};
use crate::filter::{decode_stream, is_exactly_inflated};
use crate::lexer::{Lexer, Token};
use crate::object::{Dictionary, Name, Object, Stream};

/// Reads from after `BI` past `EI`.
pub(super) fn picture(lexer: &mut Lexer<'_>) -> Result<Stream, PdfError> {
    let entries = entries(lexer)?;
    let size = size(&entries).filter(|size| *size <= MOST);
    let size = size.ok_or_else(|| lexer.error(Flaw::InlineImageSize))?;
    let data = data(lexer)?;
    let whole = is_whole(&entries, data, size);
    if !whole {
        return Err(lexer.error(Flaw::InlineImageLength));
    }
    let image = entries
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Image"));
    Ok(Stream::new(image, data.to_vec()))
}

/// The entries up to `ID`, each once, with their full names.
fn entries(lexer: &mut Lexer<'_>) -> Result<Dictionary, PdfError> {
    let mut entries = Dictionary::new();
    loop {
        let key = match lexer.token()? {
            Token::Keyword(b"ID") => return Ok(entries),
            Token::Name(name) => full_key(name.as_bytes()),
            _ => None,
        };
        let key = key.filter(|key| !entries.contains(key));
        let key = key.ok_or_else(|| lexer.error(Flaw::InlineImageEntry))?;
        let value = match (key, lexer.token()?) {
            ("Filter" | "ColorSpace", Token::Name(name)) => {
                full_value(key, &name).map(Object::from)
            }
            ("Width" | "Height" | "BitsPerComponent", Token::Integer(value)) => Some(value.into()),
            ("ImageMask" | "Interpolate", Token::Keyword(b"true")) => Some(true.into()),
            ("ImageMask" | "Interpolate", Token::Keyword(b"false")) => Some(false.into()),
            _ => None,
        };
        let value = value.ok_or_else(|| lexer.error(Flaw::InlineImageValue))?;
        entries.insert(key, value);
    }
}

fn full_key(key: &[u8]) -> Option<&'static str> {
    Some(match key {
        b"W" | b"Width" => "Width",
        b"H" | b"Height" => "Height",
        b"BPC" | b"BitsPerComponent" => "BitsPerComponent",
        b"CS" | b"ColorSpace" => "ColorSpace",
        b"F" | b"Filter" => "Filter",
        b"IM" | b"ImageMask" => "ImageMask",
        b"I" | b"Interpolate" => "Interpolate",
        _ => return None,
    })
}

fn full_value(key: &str, value: &Name) -> Option<Name> {
    let full = match (key, value.as_bytes()) {
        ("ColorSpace", b"G" | b"DeviceGray") => "DeviceGray",
        ("ColorSpace", b"RGB" | b"DeviceRGB") => "DeviceRGB",
        ("ColorSpace", b"CMYK" | b"DeviceCMYK") => "DeviceCMYK",
        ("Filter", b"Fl" | b"FlateDecode") => "FlateDecode",
        ("Filter", b"AHx" | b"ASCIIHexDecode") => "ASCIIHexDecode",
        ("Filter", b"A85" | b"ASCII85Decode") => "ASCII85Decode",
        _ => return None,
    };
    Some(Name::from(full))
}

/// Bytes of all samples.
fn size(entries: &Dictionary) -> Option<usize> {
    let number = |key: &str| {
        let value = entries.get(key).and_then(Object::as_integer)?;
        usize::try_from(value).ok().filter(|value| *value > 0)
    };
    let is_mask = entries.get("ImageMask") == Some(&Object::Boolean(true));
    let bits = match (is_mask, number("BitsPerComponent")) {
        (true, None | Some(1)) => 1,
        (false, Some(bits @ (1 | 2 | 4 | 8 | 16))) => bits,
        _ => return None,
    };
    let space = entries.get("ColorSpace").and_then(Object::as_name);
    let components = match (is_mask, space.map(Name::as_bytes)) {
        (true, None) | (false, Some(b"DeviceGray")) => 1,
        (false, Some(b"DeviceRGB")) => 3,
        (false, Some(b"DeviceCMYK")) => 4,
        _ => return None,
    };
    let row = number("Width")?.checked_mul(bits * components)?.div_ceil(8);
    row.checked_mul(number("Height")?)
}

/// The data between one white space after `ID` and one before `EI`.
fn data<'a>(lexer: &mut Lexer<'a>) -> Result<&'a [u8], PdfError> {
    let (bytes, position) = (lexer.bytes(), lexer.position());
    let after = bytes.get(position..).unwrap_or_default();
    let parts = match after {
        [b' ' | b'\n', rest @ ..] => memmem::find(rest, b"EI").and_then(|end| {
            let (before, rest) = rest.split_at_checked(end)?;
            let (last, data) = before.split_last()?;
            (matches!(last, b' ' | b'\n') && ends(rest.get(2..)?)).then_some((data, end))
        }),
        _ => None,
    };
    let (data, end) = parts.ok_or_else(|| lexer.error(Flaw::InlineImageEnd))?;
    lexer.seek(position + 1 + end + 2);
    Ok(data)
}

/// Whether `EI` is a word of its own, followed by the end or by `Q` as a word of its own: PDF.js
/// looks at the next words, and where it knows none of them it searches for another `EI`.
fn ends(rest: &[u8]) -> bool {
    const LOOK: usize = 32;
    let is_white = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r');
    let next = rest.iter().position(|byte| !is_white(byte));
    match next.and_then(|at| rest.get(at..)) {
        None => true,
        Some(word) => {
            let mut after = word.iter().skip(1).take(LOOK);
            next != Some(0)
                && word.first() == Some(&b'Q')
                && word.get(1).is_none_or(is_white)
                && after.all(|byte| is_white(byte) || matches!(byte, b' '..=b'~'))
        }
    }
}

fn is_whole(entries: &Dictionary, data: &[u8], size: usize) -> bool {
    let marked = |mark: &[u8], first: u8| {
        let start = data.len().checked_sub(mark.len());
        start
            .is_some_and(|start| data.ends_with(mark) && memchr::memchr(first, data) == Some(start))
            && memchr::memchr(0, data).is_none()
            && decode_stream(entries, data, size).is_ok_and(|decoded| decoded.len() == size)
    };
    let filter = entries.get("Filter").and_then(Object::as_name);
    match filter.map(Name::as_bytes) {
        None => data.len() == size,
        Some(b"FlateDecode") => is_exactly_inflated(data, size),
        Some(b"ASCIIHexDecode") => marked(b">", b'>'),
        _ => marked(b"~>", b'~'),
    }
}

/// Bytes of the samples of one image.
const MOST: usize = 4 << 20;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::content::operations_with_pictures;

    fn read(image: &[u8]) -> Option<Stream> {
        let content = [b"q ", image, b" Q"].concat();
        let operations = operations_with_pictures(&content, 10).ok()?;
        assert_eq!(operations.len(), 3);
        assert_eq!(operations[1].operator, b"BI");
        operations[1].operands[0].as_stream().cloned()
    }

    #[test]
    fn raw_data_are_as_long_as_size_and_colours_say() {
        let image = read(b"BI /W 2 /H 1 /CS /RGB /BPC 8 ID abcdef\nEI").unwrap();
        assert_eq!(image.dictionary.name("Subtype").unwrap(), "Image");
        assert_eq!(image.dictionary.name("ColorSpace").unwrap(), "DeviceRGB");
        assert!(read(b"BI /W 9 /H 2 /IM true ID abcd EI").is_some());
        for other in [
            &b"BI /W 2 /H 1 /CS /RGB /BPC 8 ID abcde\nEI"[..],
            b"BI /W 2 /H 1 /CS /RGB /BPC 8 ID abcdefg\nEI",
            b"BI /W 2 /H 1 /CS /RGB /BPC 8 ID\r\nabcdef\nEI",
            b"BI /W 2 /H 1 /CS /RGB /BPC 8 ID abcdefEI",
            b"BI /W 2 /H 1 /W 2 /CS /RGB /BPC 8 ID abcdef\nEI",
            b"BI /W 4 /H 1 /CS /G /BPC 8 ID aEIb\nEI",
            b"BI /W 4 /H 1 /CS /Other /BPC 8 ID abcd\nEI",
            b"BI /W 4 /H 1 /CS /G /BPC 8 /D [1 0] ID abcd\nEI",
            b"BI /W 4 /H 1 /CS /G /BPC 8 /F /DCT ID abcd\nEI",
            b"BI /W 4 /H 1 /CS /G /BPC 8 ID abcd\nEI\x00",
            b"BI /W -4 /H -1 /CS /G /BPC 8 ID abcd\nEI",
            b"BI /W 9999999 /H 9999999 /CS /G /BPC 8 ID abcd\nEI",
        ] {
            assert_eq!(read(other), None, "{}", String::from_utf8_lossy(other));
        }
    }

    #[test]
    fn a_filter_reads_all_of_the_data() {
        let of = |filter: &str, data: &[u8]| {
            let head = format!("BI /W 2 /H 2 /CS /G /BPC 8 /F /{filter} ID ");
            read(&[head.as_bytes(), data, b"\nEI"].concat()).is_some()
        };
        assert!(of("AHx", b"61626364>"));
        assert!(!of("AHx", b"61626364"));
        assert!(!of("AHx", b"6162636465>"));
        assert!(!of("AHx", b"61626364> Q"));
        assert!(of("A85", b"@:E_W~>"));
        assert!(!of("A85", b"@:E_W~> ~>"));
        let deflated = b"\x78\x9c\x4b\x4c\x4a\x4e\x01\x00\x03\xd8\x01\x8b";
        assert!(of("Fl", deflated));
        assert!(!of("Fl", &[&deflated[..], b"(("].concat()));
        assert!(!of("Fl", &deflated[..6]));
    }
}

//! Decoding of stream data (ISO 32000-2, 7.4): Flate with predictors, ASCIIHex, ASCII85.

mod inflate;
mod predictor;

use crate::error::{Flaw, PdfError, UnknownFilter};
use crate::hex::hex;
use crate::lexer::is_white_space;
use crate::limit_kind::LimitKind;
use crate::object::{Dictionary, Name, Object, ObjectId};
pub(crate) use inflate::is_exactly_inflated;
use inflate::{inflate, inflate_pixels};
use predictor::undo_predictor;

/// Decodes `data` by the `/Filter` and `/DecodeParms` of `dictionary`.
///
/// Parameters belong to a filter as programs take them: a dictionary to a name, the elements of an
/// array to those of an array. Where one is an array and the other is not, no parameters count.
///
/// `budget` is the greatest size in bytes of the results of all filters together.
///
/// # Errors
/// [`PdfError::UnsupportedFilter`] for any other filter or for indirect filter
/// entries, [`PdfError::BrokenStream`] for damaged data,
/// [`PdfError::LimitReached`] when the result is larger than `budget`.
pub fn decode_stream(
    dictionary: &Dictionary,
    data: &[u8],
    budget: usize,
) -> Result<Vec<u8>, PdfError> {
    decode_sized(dictionary, data, budget, None)
}

/// Samples of three bytes a pixel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodedPixels {
    /// All bytes.
    Each(Vec<u8>),
    /// So many bytes, in which the same three repeat again and again.
    Alike {
        /// These three.
        pixel: [u8; 3],
        /// The number of all bytes.
        bytes: usize,
    },
}

/// As [`decode_stream`], for pixels of about `size` bytes: equal pixels take no memory.
pub(crate) fn decode_pixels(
    dictionary: &Dictionary,
    data: &[u8],
    budget: usize,
    size: usize,
) -> Result<DecodedPixels, PdfError> {
    match named(dictionary)?.as_slice() {
        [(name, None)] if name == "FlateDecode" || name == "Fl" => {
            inflate_pixels(data, budget, size)
        }
        _ => decode_sized(dictionary, data, budget, Some(size)).map(DecodedPixels::Each),
    }
}

/// As [`decode_stream`], for data that have about `size` bytes, if that is known.
pub(crate) fn decode_sized(
    dictionary: &Dictionary,
    data: &[u8],
    budget: usize,
    size: Option<usize>,
) -> Result<Vec<u8>, PdfError> {
    let filters = named(dictionary)?;
    let mut decoded = None;
    let mut room = budget;
    for (index, (name, parameters)) in filters.into_iter().enumerate() {
        let input = decoded.as_deref().unwrap_or(data);
        let output = match name.as_str() {
            "FlateDecode" | "Fl" => {
                let inflated = inflate(input, room, size).map_err(|error| in_all(error, budget))?;
                undo_predictor(inflated, parameters)?
            }
            // Crypt comes first, and was undone when the object was read.
            "Crypt" if index == 0 => input.to_vec(),
            "ASCIIHexDecode" | "AHx" => ascii_hex(input)?,
            "ASCII85Decode" | "A85" => ascii_85(input)?,
            _ => {
                return Err(PdfError::UnsupportedFilter {
                    filter: UnknownFilter::Named(name),
                });
            }
        };
        room = room.checked_sub(output.len()).ok_or(over(budget))?;
        decoded = Some(output);
    }
    match decoded {
        Some(decoded) => Ok(decoded),
        None if data.len() > budget => Err(over(budget)),
        None => Ok(data.to_vec()),
    }
}

/// The error of one filter with the budget that all share.
fn in_all(error: PdfError, budget: usize) -> PdfError {
    match error {
        PdfError::LimitReached { .. } => over(budget),
        other => other,
    }
}

/// The filters of a stream in their order, each with the value of `/DecodeParms` in the same place.
fn paired(stream: &Dictionary) -> Vec<(&Object, &Object)> {
    let parameters = stream.get("DecodeParms").unwrap_or(&Object::Null);
    match stream.get("Filter") {
        None | Some(Object::Null) => Vec::new(),
        Some(Object::Array(filters)) => {
            let each = parameters.as_array().unwrap_or_default().iter();
            let each = each.chain(std::iter::repeat(&Object::Null));
            filters.iter().zip(each).collect()
        }
        Some(filter) => vec![(filter, parameters)],
    }
}

/// The names of the filters, each with its parameters.
fn named(stream: &Dictionary) -> Result<Vec<(String, Option<&Dictionary>)>, PdfError> {
    const FILTERS: usize = 32;
    let unsupported = |filter| PdfError::UnsupportedFilter { filter };
    let pairs = paired(stream);
    if pairs.len() > FILTERS {
        return Err(unsupported(UnknownFilter::MoreThan(FILTERS)));
    }
    let named = pairs.into_iter().map(|pair| match pair {
        (_, Object::Reference(_)) | (Object::Reference(_), _) => {
            Err(unsupported(UnknownFilter::Reference))
        }
        (Object::Name(name), parameters) => Ok((name.to_string(), parameters.as_dictionary())),
        _ => Err(unsupported(UnknownFilter::NoName)),
    });
    named.collect()
}

/// Whether all programs undo the filters of a stream alike (ISO 32000-2, 7.3.8.2). Parameters may
/// be an object of their own, which `found` finds, when it is a dictionary: parameters in the
/// dictionary of a stream object count for some programs only.
pub(crate) fn is_plainly_filtered(
    stream: &Dictionary,
    data: &[u8],
    encrypted: bool,
    found: &dyn Fn(ObjectId) -> Option<Object>,
) -> bool {
    let pairs = paired(stream);
    let fits = match (stream.get("Filter"), stream.get("DecodeParms")) {
        (_, None | Some(Object::Null)) => true,
        (None | Some(Object::Null), Some(_)) => false,
        (Some(Object::Array(filters)), Some(parameters)) => {
            parameters.as_array().map(<[Object]>::len) == Some(filters.len())
        }
        (Some(_), Some(_)) => true,
    };
    let is_plain = |parameters: &Object| match parameters {
        Object::Reference(id) => found(*id).is_some_and(|target| is_direct(&target)),
        parameters => is_direct(parameters),
    };
    let names: Option<Vec<&Name>> = pairs.iter().map(|(name, _)| name.as_name()).collect();
    let Some(names) = names.filter(|_| fits && pairs.iter().all(|pair| is_plain(pair.1))) else {
        return false;
    };
    let kind = stream.name("Type");
    let locates = kind.is_some_and(|kind| *kind == "ObjStm" || *kind == "XRef");
    let is_flate = names.len() <= 1 && names.iter().all(|name| **name == "FlateDecode");
    let crypts = names.iter().any(|name| **name == "Crypt");
    let ends = names.first().is_none_or(|name| is_plain_ascii(name, data));
    ends && (encrypted || !crypts) && (!locates || is_flate)
}

/// Null, or a dictionary without references.
fn is_direct(parameters: &Object) -> bool {
    match parameters {
        Object::Null => true,
        Object::Dictionary(entries) => {
            let mut values = entries.iter().map(|(_, value)| value);
            values.all(|value| value.as_reference().is_none())
        }
        _ => false,
    }
}

fn over(budget: usize) -> PdfError {
    PdfError::LimitReached {
        budget: LimitKind::DecodedBytes,
        limit: budget,
    }
}

/// Whether programs agree on where ASCII data end, and on each byte before.
fn is_plain_ascii(filter: &Name, data: &[u8]) -> bool {
    let is = |name: &str, short: &str| *filter == *name || *filter == *short;
    let mark = if is("ASCIIHexDecode", "AHx") {
        b'>'
    } else if is("ASCII85Decode", "A85") {
        b'~'
    } else {
        return true;
    };
    let end = memchr::memchr(mark, data);
    end.is_some_and(|end| memchr::memchr(0, data).is_none_or(|null| null > end))
}

fn ascii_hex(data: &[u8]) -> Result<Vec<u8>, PdfError> {
    let mut output = Vec::with_capacity(data.len() / 2);
    let mut pending = None;
    for &byte in data.iter().filter(|b| !is_white_space(**b)) {
        if byte == b'>' {
            break;
        }
        let digit = hex(byte).ok_or(PdfError::BrokenStream {
            what: Flaw::HexDigitInStream,
        })?;
        match pending.take() {
            Some(high) => output.push(high << 4 | digit),
            None => pending = Some(digit),
        }
    }
    output.extend(pending.map(|high: u8| high << 4));
    Ok(output)
}

fn ascii_85(data: &[u8]) -> Result<Vec<u8>, PdfError> {
    let broken = PdfError::BrokenStream {
        what: Flaw::Ascii85,
    };
    let mut output = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u32> = Vec::with_capacity(5);
    for &byte in data.iter().filter(|b| !is_white_space(**b)) {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => output.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => return Err(broken),
        }
        if group.len() == 5 {
            output.extend(base_85(&group).ok_or(broken.clone())?);
            group.clear();
        }
    }
    if group.len() == 1 {
        return Err(broken);
    }
    if !group.is_empty() {
        let count = group.len() - 1;
        group.resize(5, 84);
        let bytes = base_85(&group).ok_or(broken)?;
        output.extend(bytes.iter().take(count));
    }
    Ok(output)
}

fn base_85(group: &[u32]) -> Option<[u8; 4]> {
    let value = group.iter().try_fold(0_u32, |value, digit| {
        value.checked_mul(85)?.checked_add(*digit)
    })?;
    Some(value.to_be_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn flate() -> Dictionary {
        Dictionary::new().with("Filter", Name::from("FlateDecode"))
    }

    #[test]
    fn a_bomb_ends_at_the_budget() {
        let bomb = deflate(&vec![0; 10 << 20]);
        let result = decode_stream(&flate(), &bomb, 1 << 20);
        assert!(matches!(result, Err(PdfError::LimitReached { .. })));
    }

    #[test]
    fn truncated_data_are_an_error_not_a_loop() {
        let data = deflate(&[7; 5000]);
        assert!(decode_stream(&flate(), &data[..10], 1 << 20).is_err());
        assert_eq!(decode_stream(&flate(), &data, 5000).unwrap(), [7; 5000]);
    }

    #[test]
    fn png_rows_are_predicted_from_the_row_above() {
        let parameters = Dictionary::new()
            .with("Predictor", 12_i64)
            .with("Columns", 3_i64);
        let dictionary = flate().with("DecodeParms", parameters);
        let data = deflate(&[2, 1, 2, 3, 2, 1, 1, 1]);
        let decoded = decode_stream(&dictionary, &data, 100).unwrap();
        assert_eq!(decoded, [1, 2, 3, 2, 3, 4]);
    }

    /// Programs take parameters that are not in the form of the filters for none.
    #[test]
    fn parameters_belong_to_filters_in_the_same_form() {
        let predicted = || {
            Dictionary::new()
                .with("Predictor", 12_i64)
                .with("Columns", 3_i64)
        };
        let name = || Object::from(Name::from("FlateDecode"));
        let encoded = [2, 1, 2, 3, 2, 1, 1, 1];
        let data = deflate(&encoded);
        let decoded = |filter: Object, parameters: Object| {
            let stream = Dictionary::new()
                .with("Filter", filter)
                .with("DecodeParms", parameters);
            decode_stream(&stream, &data, 100)
        };
        let list = |one: Object| Object::Array(vec![one]);
        let rows = [1, 2, 3, 2, 3, 4];
        assert_eq!(decoded(name(), predicted().into()).unwrap(), rows);
        assert_eq!(
            decoded(list(name()), list(predicted().into())).unwrap(),
            rows
        );
        assert_eq!(decoded(list(name()), predicted().into()).unwrap(), encoded);
        assert_eq!(decoded(name(), list(predicted().into())).unwrap(), encoded);
        let reference = || Object::Reference(ObjectId::new(9, 0));
        assert!(decoded(list(name()), list(reference())).is_err());
        assert!(decoded(name(), reference()).is_err());
        assert!(decoded(list(reference()), Object::Null).is_err());
    }

    #[test]
    fn no_data_are_no_data_whatever_the_filter() {
        assert_eq!(decode_stream(&flate(), b"", 10).unwrap(), b"");
    }

    #[test]
    fn ascii_data_end_with_their_mark_and_hold_no_null_byte() {
        for (filter, data, plain) in [
            ("AHx", &b"48 65>"[..], true),
            ("AHx", b"48 65", false),
            ("AHx", b"48\x0065>", false),
            ("ASCII85Decode", b"87cURDZ~>\0", true),
            ("ASCII85Decode", b"87cURDZ", false),
            ("FlateDecode", b"\0", true),
        ] {
            assert_eq!(
                is_plain_ascii(&Name::from(filter), data),
                plain,
                "{filter} {data:?}"
            );
        }
    }

    #[test]
    fn ascii_filters() {
        let of = |name: &str| Dictionary::new().with("Filter", Name::from(name));
        let hexadecimal = decode_stream(&of("ASCIIHexDecode"), b"48 65 6>", 10).unwrap();
        assert_eq!(hexadecimal, b"He`");
        let base85 = decode_stream(&of("ASCII85Decode"), b"87cUR\nDZ~>", 10).unwrap();
        assert_eq!(base85, b"Hello");
    }
}

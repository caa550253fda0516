//! Decoding of stream data (ISO 32000-2, 7.4): Flate with predictors, ASCIIHex, ASCII85.
#![deny(clippy::indexing_slicing, clippy::cast_possible_truncation)]

use flate2::{Decompress, FlushDecompress, Status};

use crate::error::PdfError;
use crate::lexer::{hex, is_white_space};
use crate::meter::INFLATED;
use crate::object::{Dictionary, Object};

/// Decodes `data` by the `/Filter` and `/DecodeParms` of `dictionary`.
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
    let filters = one_or_many(dictionary.get("Filter"));
    let parameters = one_or_many(dictionary.get("DecodeParms"));
    let mut decoded = None;
    let mut room = budget;
    for (index, filter) in filters.iter().enumerate() {
        let name = filter.as_name().map(ToString::to_string);
        let name = name.unwrap_or_else(|| format!("{filter:?}"));
        let input = decoded.as_deref().unwrap_or(data);
        let output = match name.as_str() {
            "FlateDecode" | "Fl" => {
                let inflated = inflate(input, room).map_err(|error| in_all(error, budget))?;
                let parameters = parameters.get(index).and_then(Object::as_dictionary);
                undo_predictor(inflated, parameters)?
            }
            // Crypt comes first, and was undone when the object was read.
            "Crypt" if index == 0 => input.to_vec(),
            "ASCIIHexDecode" | "AHx" => ascii_hex(input)?,
            "ASCII85Decode" | "A85" => ascii_85(input)?,
            _ => return Err(PdfError::UnsupportedFilter { filter: name }),
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

fn one_or_many(value: Option<&Object>) -> Vec<Object> {
    match value {
        None | Some(Object::Null) => Vec::new(),
        Some(Object::Array(elements)) => elements.clone(),
        Some(other) => vec![other.clone()],
    }
}

fn over(budget: usize) -> PdfError {
    PdfError::LimitReached {
        budget: INFLATED,
        limit: budget,
    }
}

/// Inflates zlib data. A missing checksum at the end is accepted, as all
/// readers do; any other damage is an error.
fn inflate(data: &[u8], budget: usize) -> Result<Vec<u8>, PdfError> {
    const STEP: usize = 64 << 10;
    let broken = PdfError::BrokenStream {
        what: "damaged Flate data",
    };
    let mut inflater = Decompress::new(true);
    let mut output = Vec::with_capacity(data.len().saturating_mul(4).min(budget).min(1 << 20));
    loop {
        if output.len() == output.capacity() {
            output.reserve(STEP.max(output.len()));
        }
        let consumed = usize::try_from(inflater.total_in()).map_err(|_| broken.clone())?;
        let input = data.get(consumed..).unwrap_or_default();
        let before = output.len();
        let status = inflater
            .decompress_vec(input, &mut output, FlushDecompress::None)
            .map_err(|_| broken.clone())?;
        if output.len() > budget {
            return Err(over(budget));
        }
        let stalled = output.len() == before && output.len() < output.capacity();
        match status {
            Status::StreamEnd => return Ok(output),
            Status::Ok | Status::BufError if stalled => return Err(broken),
            Status::Ok | Status::BufError => {}
        }
    }
}

fn undo_predictor(data: Vec<u8>, parameters: Option<&Dictionary>) -> Result<Vec<u8>, PdfError> {
    let integer = |key: &str, default: usize| match parameters.and_then(|p| p.get(key)) {
        None => Some(default),
        Some(value) => value.as_integer().and_then(|v| usize::try_from(v).ok()),
    };
    let broken = PdfError::BrokenStream {
        what: "impossible predictor parameters",
    };
    let predictor = integer("Predictor", 1).ok_or(broken.clone())?;
    if predictor == 1 {
        return Ok(data);
    }
    let colors = integer("Colors", 1).filter(|n| (1..=32).contains(n));
    let bits = integer("BitsPerComponent", 8).filter(|n| [1, 2, 4, 8, 16].contains(n));
    let columns = integer("Columns", 1).filter(|n| (1..=1 << 20).contains(n));
    let (Some(colors), Some(bits), Some(columns)) = (colors, bits, columns) else {
        return Err(broken);
    };
    let pixel = (colors * bits).div_ceil(8);
    let row = (colors * bits * columns).div_ceil(8);
    // A row longer than the data costs no memory.
    let row = row.min(data.len()).max(1);
    match predictor {
        10..=15 => undo_png(&data, row, pixel),
        2 if bits == 8 => Ok(undo_tiff(data, row, colors)),
        _ => Err(PdfError::UnsupportedFilter {
            filter: format!("predictor {predictor} with {bits} bits"),
        }),
    }
}

fn undo_tiff(mut data: Vec<u8>, row: usize, colors: usize) -> Vec<u8> {
    for line in data.chunks_mut(row) {
        for index in colors..line.len() {
            let left = line.get(index - colors).copied().unwrap_or(0);
            if let Some(byte) = line.get_mut(index) {
                *byte = byte.wrapping_add(left);
            }
        }
    }
    data
}

fn undo_png(data: &[u8], row: usize, pixel: usize) -> Result<Vec<u8>, PdfError> {
    let mut output: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; row];
    let mut line = vec![0_u8; row];
    for encoded in data.chunks(row + 1) {
        let Some((&kind, bytes)) = encoded.split_first() else {
            break;
        };
        line.truncate(0);
        for (index, &byte) in bytes.iter().enumerate() {
            let left = index.checked_sub(pixel);
            let a = left.and_then(|i| line.get(i)).copied().unwrap_or(0);
            let b = above.get(index).copied().unwrap_or(0);
            let c = left.and_then(|i| above.get(i)).copied().unwrap_or(0);
            line.push(byte.wrapping_add(png_prediction(kind, a, b, c)?));
        }
        output.extend_from_slice(&line);
        std::mem::swap(&mut above, &mut line);
    }
    Ok(output)
}

/// The five filters of PNG: `a` left, `b` above, `c` above left.
fn png_prediction(kind: u8, a: u8, b: u8, c: u8) -> Result<u8, PdfError> {
    match kind {
        0 => Ok(0),
        1 => Ok(a),
        2 => Ok(b),
        3 => Ok(a.midpoint(b)),
        4 => {
            let estimate = i16::from(a) + i16::from(b) - i16::from(c);
            let distance = |value: u8| (estimate - i16::from(value)).abs();
            let (da, db, dc) = (distance(a), distance(b), distance(c));
            Ok(if da <= db && da <= dc {
                a
            } else if db <= dc {
                b
            } else {
                c
            })
        }
        _ => Err(PdfError::BrokenStream {
            what: "unknown PNG predictor of a row",
        }),
    }
}

fn ascii_hex(data: &[u8]) -> Result<Vec<u8>, PdfError> {
    let mut output = Vec::with_capacity(data.len() / 2);
    let mut pending = None;
    for &byte in data.iter().filter(|b| !is_white_space(**b)) {
        if byte == b'>' {
            break;
        }
        let digit = hex(byte).ok_or(PdfError::BrokenStream {
            what: "no hexadecimal digit in ASCIIHex data",
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
        what: "damaged ASCII85 data",
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
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::object::Name;
    use std::io::Write;

    fn deflate(data: &[u8]) -> Vec<u8> {
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

    #[test]
    fn ascii_filters() {
        let of = |name: &str| Dictionary::new().with("Filter", Name::from(name));
        let hexadecimal = decode_stream(&of("ASCIIHexDecode"), b"48 65 6>", 10).unwrap();
        assert_eq!(hexadecimal, b"He`");
        let base85 = decode_stream(&of("ASCII85Decode"), b"87cUR\nDZ~>", 10).unwrap();
        assert_eq!(base85, b"Hello");
    }
}

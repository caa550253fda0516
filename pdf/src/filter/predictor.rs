//! The predictors of Flate data (ISO 32000-2, 7.4.4.4).

use crate::error::{Flaw, PdfError, UnknownFilter};
use crate::object::Dictionary;

/// Undoes the predictor that the parameters of a filter name (7.4.4.4).
pub(super) fn undo_predictor(
    data: Vec<u8>,
    parameters: Option<&Dictionary>,
) -> Result<Vec<u8>, PdfError> {
    let integer = |key: &str, default: usize| match parameters.and_then(|p| p.get(key)) {
        None => Some(default),
        Some(value) => value.as_integer().and_then(|v| usize::try_from(v).ok()),
    };
    let broken = PdfError::BrokenStream {
        what: Flaw::PredictorParameters,
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
            filter: UnknownFilter::Predictor { predictor, bits },
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
            what: Flaw::PredictorOfRow,
        }),
    }
}

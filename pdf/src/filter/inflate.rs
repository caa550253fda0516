//! Flate data (ISO 32000-2, 7.4.4): in whole, and as pixels that may be alike.

use flate2::{Decompress, FlushDecompress, Status};

use super::{DecodedPixels, over};
use crate::error::{Flaw, PdfError};

/// Inflates zlib data of about `size` bytes, if that is known. A missing checksum at the end is accepted, as all
/// readers do; any other damage is an error.
pub(super) fn inflate(
    data: &[u8],
    budget: usize,
    size: Option<usize>,
) -> Result<Vec<u8>, PdfError> {
    // Some programs write this for a stream without data.
    if data.is_empty() {
        return Ok(Vec::new());
    }
    let output = Vec::with_capacity(match size {
        Some(size) => most(data, budget, size),
        None => data.len().saturating_mul(4).min(budget).min(1 << 20),
    });
    Source::new(data).rest(output, budget)
}

/// The same for pixels of three bytes: while all are alike, no more than a window of them is held.
pub(super) fn inflate_pixels(
    data: &[u8],
    budget: usize,
    size: usize,
) -> Result<DecodedPixels, PdfError> {
    if data.is_empty() {
        return Ok(DecodedPixels::Each(Vec::new()));
    }
    let mut source = Source::new(data);
    let mut window: Vec<u8> = Vec::with_capacity(WINDOW);
    let mut first = None;
    // The bytes before the window are alike.
    let mut before = 0;
    loop {
        // Near the budget all goes the usual way.
        if budget - before >= WINDOW {
            source.fill(&mut window)?;
        }
        let bytes = before + window.len();
        let pixel = first.or(window.first_chunk().copied());
        match pixel.filter(|pixel| is_of(&window, *pixel)) {
            Some(pixel) if source.is_over => {
                return Ok(DecodedPixels::Alike { pixel, bytes });
            }
            Some(pixel) if window.len() == WINDOW => {
                first = Some(pixel);
                before = bytes;
                window.clear();
            }
            _ => break,
        }
    }
    let mut output = Vec::with_capacity(most(data, budget, size).max(before + window.len()));
    let alike = first.unwrap_or_default().repeat(WINDOW / 3);
    for _ in 0..before / WINDOW {
        output.extend_from_slice(&alike);
    }
    output.append(&mut window);
    let pixels = source.rest(output, budget)?;
    Ok(DecodedPixels::Each(pixels))
}

/// Whether these bytes are the same three again and again.
fn is_of(bytes: &[u8], pixel: [u8; 3]) -> bool {
    match bytes.split_first_chunk() {
        Some((first, behind)) => *first == pixel && bytes.starts_with(behind),
        None => pixel.starts_with(bytes),
    }
}

/// Room for data of about `size` bytes, no more than they can be inflated to.
fn most(data: &[u8], budget: usize, size: usize) -> usize {
    // The greatest ratio of deflate data.
    const RATIO: usize = 1032;
    // The bytes of a predictor in each row, what programs write behind pixels, and room by which the end is seen.
    const BEHIND: usize = 4096;
    let inflated = data.len().saturating_mul(RATIO);
    size.saturating_add(BEHIND).min(inflated).min(budget)
}

/// Bytes that are inflated together, whole pixels.
const WINDOW: usize = 3 << 14;

/// Data that are inflated step by step.
struct Source<'d> {
    data: &'d [u8],
    inflater: Decompress,
    is_over: bool,
}

impl<'d> Source<'d> {
    fn new(data: &'d [u8]) -> Self {
        Self {
            data,
            inflater: Decompress::new(true),
            is_over: false,
        }
    }

    /// Inflates into the room that a vector has, at most.
    fn step(&mut self, output: &mut Vec<u8>) -> Result<(), PdfError> {
        let broken = PdfError::BrokenStream { what: Flaw::Flate };
        let before = output.len();
        let status = self
            .inflater
            .decompress_vec(self.input()?, output, FlushDecompress::None)
            .map_err(|_| broken.clone())?;
        let stalled = output.len() == before && output.len() < output.capacity();
        self.is_over = status == Status::StreamEnd;
        match stalled && !self.is_over {
            true => Err(broken),
            false => Ok(()),
        }
    }

    fn consumed(&self) -> Result<usize, PdfError> {
        usize::try_from(self.inflater.total_in())
            .map_err(|_| PdfError::BrokenStream { what: Flaw::Flate })
    }

    /// The input that is not read yet.
    fn input(&self) -> Result<&'d [u8], PdfError> {
        Ok(self.data.get(self.consumed()?..).unwrap_or_default())
    }

    /// Fills the room that a vector has, if there are so many data.
    fn fill(&mut self, output: &mut Vec<u8>) -> Result<(), PdfError> {
        while output.len() < output.capacity() && !self.is_over {
            self.step(output)?;
        }
        Ok(())
    }

    /// All that is left, behind what is there.
    fn rest(mut self, mut output: Vec<u8>, budget: usize) -> Result<Vec<u8>, PdfError> {
        const STEP: usize = 64 << 10;
        const LARGEST_STEP: usize = 4 << 20;
        while !self.is_over {
            let consumed = self.consumed()?;
            if output.len() == output.capacity() {
                // The expected rest of the output, if the rest of the input is packed like the part
                // before.
                let rest = output.len().saturating_mul(self.input()?.len()) / consumed.max(1);
                let room = budget.saturating_sub(output.len()).saturating_add(1);
                output.reserve_exact(rest.min(LARGEST_STEP).max(STEP.max(output.len())).min(room));
            }
            self.step(&mut output)?;
            if output.len() > budget {
                return Err(over(budget));
            }
        }
        match output.len() > budget {
            true => Err(over(budget)),
            false => Ok(output),
        }
    }
}

/// Whether zlib data inflate to so many bytes, and all of them are read for it.
pub(crate) fn is_exactly_inflated(data: &[u8], size: usize) -> bool {
    let mut inflater = Decompress::new(true);
    let mut output = Vec::with_capacity(size.saturating_add(1));
    let status = inflater.decompress_vec(data, &mut output, FlushDecompress::Finish);
    matches!(status, Ok(Status::StreamEnd))
        && output.len() == size
        && usize::try_from(inflater.total_in()) == Ok(data.len())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::filter::tests::deflate;

    /// The bytes that pixels stand for.
    fn bytes(pixels: DecodedPixels) -> Vec<u8> {
        match pixels {
            DecodedPixels::Each(data) => data,
            DecodedPixels::Alike { pixel, bytes } => {
                pixel.iter().copied().cycle().take(bytes).collect()
            }
        }
    }

    /// For all differences, all ends of the budget, and all stated sizes.
    #[test]
    fn pixels_are_inflated_as_all_data() {
        let alike = [7, 8, 9].repeat(2 * WINDOW / 3 + 100);
        let but = |place: usize| {
            let mut data = alike.clone();
            data[place] ^= 1;
            data
        };
        let noise: Vec<u8> = (0..90_000_u32)
            .map(|n| (n.wrapping_mul(n) / 7).to_le_bytes()[0])
            .collect();
        let short = |length: usize| alike[..length].to_vec();
        let all = [
            alike.clone(),
            but(0),
            but(2),
            but(WINDOW - 1),
            but(WINDOW),
            but(alike.len() - 1),
            short(0),
            short(1),
            short(2),
            short(3),
            short(4),
            short(WINDOW),
            short(2 * WINDOW),
            short(2 * WINDOW + 1),
            noise,
        ];
        for data in all {
            let packed = deflate(&data);
            for cut in [0, 1, 5, packed.len() / 2] {
                let packed = &packed[..packed.len() - cut];
                for budget in [0, 100, data.len().saturating_sub(1), data.len(), 1 << 20] {
                    let plain = inflate(packed, budget, None);
                    for size in [0, data.len() / 2, data.len(), 1 << 24, usize::MAX] {
                        assert_eq!(inflate(packed, budget, Some(size)), plain);
                        let pixels = inflate_pixels(packed, budget, size).map(bytes);
                        assert_eq!(pixels, plain, "{} {cut} {budget} {size}", data.len());
                    }
                }
            }
        }
    }

    #[test]
    fn pixels_that_are_alike_are_told() {
        let data = [7, 8, 9].repeat(100_000);
        let pixels = inflate_pixels(&deflate(&data), 1 << 20, data.len()).unwrap();
        let (pixel, bytes) = ([7, 8, 9], data.len());
        assert_eq!(pixels, DecodedPixels::Alike { pixel, bytes });
    }

    #[test]
    fn no_more_room_is_taken_than_data_can_fill() {
        assert_eq!(most(&[0; 10], usize::MAX, usize::MAX), 10_320);
        assert_eq!(most(&[0; 1000], 5000, usize::MAX), 5000);
        assert_eq!(most(&[0; 1000], 5000, 300), 4396);
    }
}

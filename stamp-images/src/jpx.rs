//! JPEG 2000 data of pictures (ISO 32000-2, 7.4.9), for what is measured on them.

mod blocks;
mod boxes;
mod codestream;

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};

use crate::contained::contained;

/// The samples of a gray (one component) or colour picture (red, green, blue), row by row.
///
/// `None` unless the data are sound and have just this size and number of components, 8 bits each,
/// in the colours of screens, and take no more memory and time than a picture of this size needs.
/// The headers decide all this before anything is decoded. Transparency of its own, palettes and
/// colours of other kinds are not read.
#[must_use]
pub fn decode_jpx(data: &[u8], width: u32, height: u32, components: usize) -> Option<Vec<u8>> {
    let pixels = u64::from(width) * u64::from(height);
    let expected = usize::try_from(pixels).ok()?.checked_mul(components)?;
    if pixels > MAX_PIXELS || data.len() > expected.saturating_mul(2) + MAX_HEADERS {
        return None;
    }
    let size = boxes::Told {
        width,
        height,
        components: u8::try_from(components).ok()?,
    };
    let stream = boxes::codestream(data, size)?;
    codestream::check(stream, size)?;
    let samples = contained(|| decode(data, (width, height), components))??;
    (samples.len() == expected).then_some(samples)
}

fn decode(data: &[u8], size: (u32, u32), components: usize) -> Option<Vec<u8>> {
    let settings = DecodeSettings {
        strict: true,
        ..DecodeSettings::default()
    };
    let image = Image::new(data, &settings).ok()?;
    let has_components = match image.color_space() {
        ColorSpace::Gray => components == 1,
        ColorSpace::RGB => components == 3,
        _ => false,
    };
    let is_told = has_components && !image.has_alpha() && image.original_bit_depth() == 8;
    if !is_told || (image.width(), image.height()) != size {
        return None;
    }
    let mut context = DecoderContext::default();
    Some(image.decode(&mut context).ok()?.data_u8())
}

/// Pixels of a picture: decoding holds 40 bytes for each of three components.
const MAX_PIXELS: u64 = 1 << 21;
/// Bytes besides the samples: boxes, comments, headers.
const MAX_HEADERS: usize = 1 << 16;

#[cfg(test)]
mod tests;

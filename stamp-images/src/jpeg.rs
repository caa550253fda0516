//! JPEG data of pictures (ISO 32000-2, 7.4.8), for what is measured on them.

mod entropy;
mod frame;
mod progressive;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::contained::contained;

/// The samples of a gray (one component) or colour picture (red, green, blue), row by row.
///
/// `None` unless the data are sound, in one scan or progressive to the last bit, and have just this size and number of
/// components, as gray or as luminance and chrominance: what programs mend or take for other colours, each in its own way, is
/// not measured. Four components are not read, nor progressive data of more than two million samples or in more scans than
/// programs write for so many. It takes the memory of the samples, for progressive data three times as much, and time in
/// proportion to the data and the samples.
#[must_use]
pub fn decode_jpeg(data: &[u8], width: u32, height: u32, components: usize) -> Option<Vec<u8>> {
    let size = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    let expected = size.0.checked_mul(size.1)?.checked_mul(components)?;
    frame::check(data, size, components)?;
    let samples = contained(|| decode(data, size, components))??;
    (samples.len() == expected).then_some(samples)
}

fn decode(data: &[u8], size: (usize, usize), components: usize) -> Option<Vec<u8>> {
    let options = DecoderOptions::default().set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let has_size = (usize::from(info.width), usize::from(info.height)) == size;
    let space = match (decoder.input_colorspace()?, components) {
        (ColorSpace::Luma, 1) => ColorSpace::Luma,
        (ColorSpace::YCbCr, 3) => ColorSpace::RGB,
        _ => return None,
    };
    if !has_size || usize::from(info.components) != components {
        return None;
    }
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    decoder.decode().ok()
}

#[cfg(test)]
mod tests;

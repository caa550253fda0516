//! JPEG data of pictures (ISO 32000-2, 7.4.8), for what is measured on them.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::contained::contained;

/// The samples of a gray (one component) or colour picture (red, green, blue), row by row.
///
/// `None` unless the data are sound and have just this size and number of components: what programs mend, each in its own
/// way, is not measured. Four components are not read.
#[must_use]
pub fn decode_jpeg(data: &[u8], width: u32, height: u32, components: usize) -> Option<Vec<u8>> {
    let size = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    let samples = contained(|| decode(data, size, components))??;
    let expected = size.0.checked_mul(size.1)?.checked_mul(components)?;
    (samples.len() == expected).then_some(samples)
}

fn decode(data: &[u8], size: (usize, usize), components: usize) -> Option<Vec<u8>> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .jpeg_set_max_scans(MAX_SCANS);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(data), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let has_size = (usize::from(info.width), usize::from(info.height)) == size;
    let space = match (decoder.input_colorspace()?, components) {
        (ColorSpace::Luma, 1) => ColorSpace::Luma,
        (ColorSpace::YCbCr | ColorSpace::RGB, 3) => ColorSpace::RGB,
        _ => return None,
    };
    if !has_size || usize::from(info.components) != components {
        return None;
    }
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    decoder.decode().ok()
}

/// Scans of a progressive picture.
const MAX_SCANS: usize = 16;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The JPEG data of the scanned sample, 1653 × 2339 pixels.
    fn scan() -> Vec<u8> {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../testdata/samples/ban-quet-200dpi.pdf"
        );
        let file = std::fs::read(path).unwrap();
        let start = file.windows(3).position(|w| w == [0xFF, 0xD8, 0xFF]);
        let end = file.windows(9).rposition(|w| w == b"endstream");
        file.get(start.unwrap()..end.unwrap()).unwrap().to_vec()
    }

    #[test]
    fn a_scan_has_paper_and_ink() {
        let samples = decode_jpeg(&scan(), 1653, 2339, 3).unwrap();
        let pixel = |x: usize, y: usize| samples.get((y * 1653 + x) * 3).copied().unwrap();
        assert!(pixel(100, 100) > 240);
        assert!(samples.iter().any(|sample| *sample < 32));
    }

    #[test]
    fn other_sizes_components_and_damage_are_refused() {
        let scan = scan();
        assert_eq!(decode_jpeg(&scan, 1654, 2339, 3), None);
        assert_eq!(decode_jpeg(&scan, 1653, 2339, 1), None);
        assert_eq!(decode_jpeg(&scan, 1653, 2339, 4), None);
        assert_eq!(decode_jpeg(scan.get(..100).unwrap(), 1653, 2339, 3), None);
        assert_eq!(decode_jpeg(b"", 1, 1, 1), None);
        let half = scan.get(..scan.len() / 2).unwrap();
        assert_eq!(decode_jpeg(half, 1653, 2339, 3), None);
    }
}

//! JPEG 2000 data of pictures (ISO 32000-2, 7.4.9), for what is measured on them.

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};

use crate::contained::contained;

/// The samples of a gray (one component) or colour picture (red, green, blue), row by row.
///
/// `None` unless the data are sound and have just this size and number of components, 8 bits each. Transparency of its own is not read.
#[must_use]
pub fn decode_jpx(data: &[u8], width: u32, height: u32, components: usize) -> Option<Vec<u8>> {
    let samples = contained(|| decode(data, (width, height), components))??;
    let pixels = usize::try_from(width)
        .ok()?
        .checked_mul(usize::try_from(height).ok()?)?;
    (Some(samples.len()) == pixels.checked_mul(components)).then_some(samples)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn seal() -> Vec<u8> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
        std::fs::read(format!("{folder}con-dau-mau.jp2")).unwrap()
    }

    #[test]
    fn a_seal_is_red() {
        let samples = decode_jpx(&seal(), 240, 240, 3).unwrap();
        let pixels = samples.as_chunks::<3>().0;
        let red = pixels
            .iter()
            .filter(|[red, green, _]| *red > 120 && *green < 90);
        assert!(red.count() > 1000);
    }

    #[test]
    fn other_sizes_components_and_damage_are_refused() {
        let seal = seal();
        assert_eq!(decode_jpx(&seal, 241, 240, 3), None);
        assert_eq!(decode_jpx(&seal, 240, 240, 1), None);
        assert_eq!(decode_jpx(seal.get(..90).unwrap(), 240, 240, 3), None);
        assert_eq!(decode_jpx(seal.get(..4000).unwrap(), 240, 240, 3), None);
        assert_eq!(decode_jpx(b"", 1, 1, 1), None);
    }
}

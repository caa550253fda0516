//! Pictures as scanners and telephones write them: PNG, or JPEG with its orientation.
//!
//! A picture that is drawn is PNG ([`Picture::from_png`]); these are what one is made of. A person looks at what
//! comes of them, so unlike [`decode_jpeg`](crate::decode_jpeg) this accepts what programs could show differently.

mod orientation;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::contained::contained;
use crate::error::{ImageError, PictureFault};
use crate::format::PictureFormat;
use crate::picture::{MAX_PNG_SIDE, Picture};
use orientation::Orientation;

/// Reads a picture in PNG or JPEG, upright, of at most 64 MiB and 4096 × 4096 pixels.
///
/// # Errors
/// [`ImageError::OtherFormat`], [`ImageError::TooManyBytes`], [`ImageError::TooLarge`] before any pixel is decoded, and
/// [`ImageError::Unreadable`] for damaged files.
pub(crate) fn read_photo(bytes: &[u8]) -> Result<Picture, ImageError> {
    match PictureFormat::of(bytes) {
        PictureFormat::Png => Picture::from_png_within(bytes, MAX_BYTES),
        PictureFormat::Jpeg if bytes.len() > MAX_BYTES => Err(ImageError::TooManyBytes {
            bytes: bytes.len(),
            limit: MAX_BYTES,
        }),
        PictureFormat::Jpeg => contained(|| read_jpeg(bytes))
            .unwrap_or_else(|| Err(unreadable(PictureFault::Malformed, "the decoder gave up"))),
        found => Err(ImageError::OtherFormat { found }),
    }
}

fn read_jpeg(bytes: &[u8]) -> Result<Picture, ImageError> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .jpeg_set_max_scans(MOST_SCANS);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let malformed =
        |error: &dyn std::fmt::Debug| unreadable(PictureFault::Malformed, &format!("{error:?}"));
    decoder
        .decode_headers()
        .map_err(|error| malformed(&error))?;
    let (width, height) = decoder
        .dimensions()
        .and_then(|(width, height)| Some((width.try_into().ok()?, height.try_into().ok()?)))
        .ok_or_else(|| unreadable(PictureFault::Size, "no size"))?;
    if width > MAX_PNG_SIDE || height > MAX_PNG_SIDE {
        return Err(ImageError::TooLarge {
            width,
            height,
            limit: MAX_PNG_SIDE,
        });
    }
    let orientation = decoder.exif().map(|exif| Orientation::of_exif(exif));
    let rgb = decoder.decode().map_err(|error| malformed(&error))?;
    let pixels = rgb.as_chunks::<3>().0.iter();
    let rgba = pixels.flat_map(|&[red, green, blue]| [red, green, blue, u8::MAX]);
    let picture = Picture::new(width, height, rgba.collect())?;
    match orientation {
        Some(orientation) => orientation.upright(picture),
        None => Ok(picture),
    }
}

fn unreadable(fault: PictureFault, reason: &str) -> ImageError {
    ImageError::Unreadable {
        fault,
        reason: reason.to_owned(),
    }
}

/// Largest file that is read, in bytes: what the most pixels take without compression.
const MAX_BYTES: usize = 64 << 20;
/// Scans of progressive data; programs write about ten, and each costs a walk over the whole picture.
const MOST_SCANS: usize = 32;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sample(name: &str) -> Vec<u8> {
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/");
        std::fs::read(format!("{samples}{name}")).unwrap()
    }

    #[test]
    fn jpeg_data_become_an_opaque_picture() {
        for name in ["con-dau-mau-nen-trang.jpg", "con-dau-mau-luy-tien.jpg"] {
            let picture = read_photo(&sample(name)).unwrap();
            assert_eq!((picture.width(), picture.height()), (240, 240));
            let mut pixels = picture.rgba().as_chunks::<4>().0.iter();
            assert!(pixels.all(|pixel| pixel[3] == 255));
        }
    }

    /// A telephone that was held upright stores its pixels sideways.
    #[test]
    fn a_photograph_is_turned_upright() {
        let mut file = sample("chu-ky-mau-nen-trang.jpg");
        let stored = read_photo(&file).unwrap();
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let segment = [&[0xFF, 0xE1], &length[..], exif].concat();
        file.splice(2..2, segment);
        let upright = read_photo(&file).unwrap();
        let size = |picture: &Picture| (picture.width(), picture.height());
        assert_eq!((size(&stored), size(&upright)), ((240, 103), (103, 240)));
        // The lower left corner comes to be the upper left one.
        let corner = stored.rgba().as_chunks::<4>().0[102 * 240];
        assert_eq!(upright.rgba().as_chunks::<4>().0[0], corner);
    }

    #[test]
    fn other_formats_are_named() {
        let error = read_photo(b"\0\0\0\x18ftypheic\0\0").unwrap_err();
        let found = PictureFormat::Heif;
        assert_eq!(error, ImageError::OtherFormat { found });
    }

    #[test]
    fn a_jpeg_file_that_ends_early_is_no_picture() {
        let whole = sample("con-dau-mau-nen-trang.jpg");
        for length in [3, 100, whole.len() / 2] {
            let error = read_photo(&whole[..length]).unwrap_err();
            assert!(matches!(error, ImageError::Unreadable { .. }), "{error}");
        }
    }

    /// The size in the header, at the start of the frame.
    #[test]
    fn a_jpeg_file_that_is_too_large_is_refused_before_it_is_decoded() {
        let mut file = sample("con-dau-mau-nen-trang.jpg");
        let frame = file.windows(2).position(|marker| marker == [0xFF, 0xC0]);
        let size = frame.unwrap() + 5;
        file[size..size + 4].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
        let error = read_photo(&file).unwrap_err();
        assert!(
            matches!(
                error,
                ImageError::TooLarge { width: 65535, .. } | ImageError::Unreadable { .. }
            ),
            "{error}"
        );
    }
}

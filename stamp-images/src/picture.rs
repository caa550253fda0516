//! Pictures in memory: decoded from PNG, or borrowed from a PDF image.

mod blocks;
pub(crate) use blocks::BLOCK;

use std::io::{Cursor, ErrorKind};

use crate::error::{ImageError, PictureFault};

/// Largest PNG file that is read, in bytes.
pub(crate) const MAX_PNG_BYTES: usize = 8 << 20;
/// Largest width and height that is read, in pixels.
pub(crate) const MAX_PNG_SIDE: u32 = 4096;

/// A picture with 8-bit red, green, blue and alpha (not premultiplied).
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

impl Picture {
    /// Reads a PNG file of any colour type (A1 and B1 ask for PNG).
    ///
    /// # Errors
    /// [`ImageError::NotPng`], [`ImageError::TooManyBytes`],
    /// [`ImageError::TooLarge`] before any pixel is decoded, and
    /// [`ImageError::Unreadable`] for damaged files.
    pub fn from_png(bytes: &[u8]) -> Result<Self, ImageError> {
        Self::from_png_within(bytes, MAX_PNG_BYTES)
    }

    /// As [`Picture::from_png`], for a file of at most so many bytes.
    pub(crate) fn from_png_within(bytes: &[u8], limit: usize) -> Result<Self, ImageError> {
        check_size_in_bytes(bytes, limit)?;
        let mut reader = open(bytes)?;
        let size = reader
            .output_buffer_size()
            .ok_or_else(|| unreadable(PictureFault::Limit, "picture does not fit into memory"))?;
        let mut samples = vec![0; size];
        let frame = reader
            .next_frame(&mut samples)
            .map_err(|error| undecodable(&error))?;
        samples.truncate(frame.buffer_size());
        Self::new(
            frame.width,
            frame.height,
            to_rgba(frame.color_type, samples)?,
        )
    }

    /// A picture from `width * height * 4` bytes of RGBA.
    ///
    /// # Errors
    /// [`ImageError::Unreadable`] when the number of bytes does not fit, or the
    /// picture has no pixel.
    pub fn new(width: u32, height: u32, rgba: Vec<u8>) -> Result<Self, ImageError> {
        let pixels = (width as usize).checked_mul(height as usize);
        match pixels.and_then(|pixels| pixels.checked_mul(4)) {
            Some(bytes) if bytes == rgba.len() && bytes > 0 => Ok(Self {
                width,
                height,
                rgba,
            }),
            _ => Err(unreadable(
                PictureFault::Size,
                "the number of samples does not fit the size",
            )),
        }
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Width divided by height.
    #[must_use]
    pub fn aspect(&self) -> f64 {
        f64::from(self.width) / f64::from(self.height)
    }

    /// The samples, row by row from the top, four bytes a pixel.
    #[must_use]
    pub fn rgba(&self) -> &[u8] {
        &self.rgba
    }

    /// The picture as the image rules look at it.
    #[must_use]
    pub fn pixels(&self) -> Pixels<'_> {
        Pixels {
            width: self.width as usize,
            height: self.height as usize,
            colour: Colour::Rgba(&self.rgba),
        }
    }
}

/// Borrowed pixels, without a copy: a [`Picture`], or an image XObject of a PDF
/// with its soft mask.
#[derive(Debug, Clone, Copy)]
pub struct Pixels<'a> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    colour: Colour<'a>,
}

/// The soft mask of an image: one byte of alpha a pixel, in its own resolution.
#[derive(Debug, Clone, Copy)]
pub struct SoftMask<'a> {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height` bytes, 255 is opaque.
    pub alpha: &'a [u8],
}

#[derive(Debug, Clone, Copy)]
enum Colour<'a> {
    Rgba(&'a [u8]),
    Rgb(&'a [u8], Option<SoftMask<'a>>),
    /// Of all pixels.
    One([u8; 3], Option<SoftMask<'a>>),
}

impl<'a> Pixels<'a> {
    /// Pixels of a DeviceRGB image with 8 bits a component; without a soft mask
    /// they are opaque. `None` when a slice has not the size it must have.
    #[must_use]
    pub fn from_rgb(
        width: u32,
        height: u32,
        rgb: &'a [u8],
        mask: Option<SoftMask<'a>>,
    ) -> Option<Self> {
        let pixels = (width as usize).checked_mul(height as usize)?;
        let fits = pixels.checked_mul(3)? == rgb.len();
        let pixels = Self::of((width, height), Colour::Rgb(rgb, mask))?;
        fits.then_some(pixels)
    }

    /// The same for an image whose pixels all have one colour.
    #[must_use]
    pub fn from_colour(
        width: u32,
        height: u32,
        colour: [u8; 3],
        mask: Option<SoftMask<'a>>,
    ) -> Option<Self> {
        Self::of((width, height), Colour::One(colour, mask))
    }

    fn of((width, height): (u32, u32), colour: Colour<'a>) -> Option<Self> {
        let pixels = Self {
            width: width as usize,
            height: height as usize,
            colour,
        };
        let mask_fits = pixels.mask().is_none_or(|mask| {
            let pixels = (mask.width as usize).checked_mul(mask.height as usize);
            pixels == Some(mask.alpha.len()) && !mask.alpha.is_empty()
        });
        let (columns, rows) = pixels.grid();
        let is_small = columns
            .checked_mul(rows)
            .is_some_and(|pixels| pixels <= MAX_GRID);
        (width > 0 && height > 0 && mask_fits && is_small).then_some(pixels)
    }

    fn mask(&self) -> Option<SoftMask<'a>> {
        match self.colour {
            Colour::Rgba(_) => None,
            Colour::Rgb(_, mask) | Colour::One(_, mask) => mask,
        }
    }

    /// Columns and rows of the picture and its mask together: each pixel of both
    /// lies in one of them at least.
    pub(crate) fn grid(&self) -> (usize, usize) {
        match self.mask() {
            Some(mask) => (
                self.width.max(mask.width as usize),
                self.height.max(mask.height as usize),
            ),
            None => (self.width, self.height),
        }
    }
}

/// Columns times rows of what is looked at.
const MAX_GRID: usize = 1 << 24;

fn check_size_in_bytes(bytes: &[u8], limit: usize) -> Result<(), ImageError> {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(ImageError::NotPng);
    }
    if bytes.len() > limit {
        return Err(ImageError::TooManyBytes {
            bytes: bytes.len(),
            limit,
        });
    }
    Ok(())
}

fn open(bytes: &[u8]) -> Result<png::Reader<Cursor<&[u8]>>, ImageError> {
    let budget = MAX_PNG_SIDE as usize * MAX_PNG_SIDE as usize * 8;
    let limits = png::Limits { bytes: budget };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let reader = decoder.read_info().map_err(|error| undecodable(&error))?;
    let (width, height) = reader.info().size();
    if width > MAX_PNG_SIDE || height > MAX_PNG_SIDE {
        return Err(ImageError::TooLarge {
            width,
            height,
            limit: MAX_PNG_SIDE,
        });
    }
    Ok(reader)
}

fn to_rgba(kind: png::ColorType, samples: Vec<u8>) -> Result<Vec<u8>, ImageError> {
    let grey = |value: u8, alpha: u8| [value, value, value, alpha];
    Ok(match kind {
        png::ColorType::Rgba => samples,
        png::ColorType::Rgb => samples
            .as_chunks::<3>()
            .0
            .iter()
            .flat_map(|&[red, green, blue]| [red, green, blue, 255])
            .collect(),
        png::ColorType::GrayscaleAlpha => samples
            .as_chunks::<2>()
            .0
            .iter()
            .flat_map(|&[value, alpha]| grey(value, alpha))
            .collect(),
        png::ColorType::Grayscale => samples.iter().flat_map(|&value| grey(value, 255)).collect(),
        png::ColorType::Indexed => {
            return Err(unreadable(
                PictureFault::Unsupported,
                "palette was not expanded",
            ));
        }
    })
}

fn undecodable(error: &png::DecodingError) -> ImageError {
    let fault = match error {
        png::DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => {
            PictureFault::Truncated
        }
        png::DecodingError::LimitsExceeded => PictureFault::Limit,
        _ => PictureFault::Malformed,
    };
    unreadable(fault, &error.to_string())
}

fn unreadable(fault: PictureFault, reason: &str) -> ImageError {
    ImageError::Unreadable {
        fault,
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    fn png_of(kind: png::ColorType, width: u32, height: u32, samples: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(kind);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(samples).unwrap();
        writer.finish().unwrap();
        out
    }

    #[test]
    fn every_colour_type_becomes_rgba() {
        let read = |kind, samples: &[u8]| {
            let picture = Picture::from_png(&png_of(kind, 1, 1, samples)).unwrap();
            picture.rgba().to_vec()
        };
        assert_eq!(read(png::ColorType::Rgba, &[1, 2, 3, 4]), [1, 2, 3, 4]);
        assert_eq!(read(png::ColorType::Rgb, &[1, 2, 3]), [1, 2, 3, 255]);
        assert_eq!(read(png::ColorType::GrayscaleAlpha, &[9, 4]), [9, 9, 9, 4]);
        assert_eq!(read(png::ColorType::Grayscale, &[9]), [9, 9, 9, 255]);
    }

    #[test]
    fn other_formats_and_damaged_files_are_refused() {
        assert!(matches!(
            Picture::from_png(b"\xff\xd8\xff"),
            Err(ImageError::NotPng)
        ));
        let mut png = png_of(png::ColorType::Grayscale, 1, 1, &[9]);
        png.truncate(40);
        assert!(matches!(
            Picture::from_png(&png),
            Err(ImageError::Unreadable {
                fault: PictureFault::Truncated,
                ..
            })
        ));
    }

    /// The decoder's messages hold words of its code, such as `ChunkType { type: IHDR, … }`.
    #[test]
    fn a_damaged_file_is_told_without_the_words_of_the_decoder() {
        let sound = png_of(png::ColorType::Rgba, 2, 2, &[9; 16]);
        let spoiled = |place: usize| {
            let mut png = sound.clone();
            png[place] ^= 1;
            Picture::from_png(&png).unwrap_err()
        };
        // The checksum of the header, and the name of the first chunk.
        for error in [spoiled(29), spoiled(12)] {
            let malformed = matches!(
                error,
                ImageError::Unreadable {
                    fault: PictureFault::Malformed,
                    ..
                }
            );
            assert!(malformed, "{error}");
            assert!(!error.to_string().contains("Chunk"), "{error}");
        }
    }

    #[test]
    fn a_picture_that_is_too_large_is_refused_before_it_is_decoded() {
        let row = vec![0; 5000];
        let png = png_of(png::ColorType::Grayscale, 5000, 1, &row);
        let error = Picture::from_png(&png).unwrap_err();
        assert!(matches!(error, ImageError::TooLarge { width: 5000, .. }));
    }
}

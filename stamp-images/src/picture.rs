//! Pictures in memory: decoded from PNG, or borrowed from a PDF image.

use std::io::Cursor;

use crate::error::ImageError;
use crate::measure::Bounds;

/// Largest PNG file that is read, in bytes.
pub const MAX_PNG_BYTES: usize = 8 << 20;
/// Largest width and height that is read, in pixels.
pub const MAX_PNG_SIDE: u32 = 4096;

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
        check_size_in_bytes(bytes)?;
        let mut reader = open(bytes)?;
        let size = reader
            .output_buffer_size()
            .ok_or_else(|| unreadable("picture does not fit into memory"))?;
        let mut samples = vec![0; size];
        let frame = reader.next_frame(&mut samples).map_err(unreadable)?;
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
            _ => Err(unreadable("the number of samples does not fit the size")),
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
        let (width, height) = (width as usize, height as usize);
        let fits =
            width > 0 && height > 0 && width.checked_mul(height)?.checked_mul(3)? == rgb.len();
        let mask_fits = mask.is_none_or(|mask| {
            let pixels = (mask.width as usize).checked_mul(mask.height as usize);
            pixels == Some(mask.alpha.len()) && !mask.alpha.is_empty()
        });
        let pixels = Self {
            width,
            height,
            colour: Colour::Rgb(rgb, mask),
        };
        let (columns, rows) = pixels.grid();
        let is_small = columns
            .checked_mul(rows)
            .is_some_and(|pixels| pixels <= MAX_GRID);
        (fits && mask_fits && is_small).then_some(pixels)
    }

    /// Columns and rows of the picture and its mask together: each pixel of both
    /// lies in one of them at least.
    pub(crate) fn grid(&self) -> (usize, usize) {
        match self.colour {
            Colour::Rgb(_, Some(mask)) => (
                self.width.max(mask.width as usize),
                self.height.max(mask.height as usize),
            ),
            _ => (self.width, self.height),
        }
    }

    /// Around all pixels of the grid that are not clear; `None` when all are.
    pub(crate) fn seen(&self) -> Option<Bounds> {
        let (columns, rows) = self.grid();
        let (width, height, alpha): (_, _, &[u8]) = match self.colour {
            Colour::Rgba(rgba) => (self.width, self.height, rgba),
            Colour::Rgb(_, Some(mask)) => (mask.width as usize, mask.height as usize, mask.alpha),
            Colour::Rgb(_, None) => {
                return Some(Bounds {
                    left: 0,
                    right: columns - 1,
                    top: 0,
                    bottom: rows - 1,
                });
            }
        };
        // Of each pixel the last byte.
        let bytes = alpha.len() / (width * height);
        let is_seen = |pixel: &[u8]| pixel.last().is_some_and(|alpha| *alpha > 0);
        let mut seen: Option<Bounds> = None;
        for (y, row) in alpha.chunks_exact(width * bytes).enumerate() {
            let pixels = row.chunks_exact(bytes);
            let Some(left) = pixels.clone().position(is_seen) else {
                continue;
            };
            let right = pixels.clone().rposition(is_seen).unwrap_or(left);
            let bounds = seen.get_or_insert(Bounds {
                left,
                right,
                top: y,
                bottom: y,
            });
            bounds.left = bounds.left.min(left);
            bounds.right = bounds.right.max(right);
            bounds.bottom = y;
        }
        // A pixel of the mask lies in several columns and rows of a finer picture.
        let first = |pixel: usize, count: usize, of: usize| (pixel * count).div_ceil(of);
        let last = |pixel: usize, count: usize, of: usize| first(pixel + 1, count, of) - 1;
        seen.map(|seen| Bounds {
            left: first(seen.left, columns, width),
            right: last(seen.right, columns, width),
            top: first(seen.top, rows, height),
            bottom: last(seen.bottom, rows, height),
        })
    }

    /// Calls `each` with the row, the first column and the colours of pixels that stand side by side, row by row. Where all of
    /// some are clear, they may be left out.
    pub(crate) fn each_stretch(&self, mut each: impl FnMut(usize, usize, &[[u8; 4]])) {
        let (columns, rows) = self.grid();
        let mut stretch = [[0; 4]; STRETCH];
        for row in 0..rows {
            let line = self.line(row, (columns, rows));
            for start in (0..columns).step_by(STRETCH) {
                let end = (start + STRETCH).min(columns);
                let Some(stretch) = stretch.get_mut(..end - start) else {
                    continue;
                };
                if line.read(start, stretch).is_some() {
                    each(row, start, stretch);
                }
            }
        }
    }

    /// One row of the grid.
    fn line(&self, row: usize, (columns, rows): (usize, usize)) -> Line<'a> {
        let y = row * self.height / rows;
        let of_row = |samples: &'a [u8], bytes: usize| {
            let length = self.width * bytes;
            samples.get(y * length..(y + 1) * length)
        };
        let (colours, alpha) = match self.colour {
            Colour::Rgba(rgba) => (Samples::Rgba(of_row(rgba, 4).unwrap_or_default()), None),
            Colour::Rgb(rgb, mask) => (
                Samples::Rgb(of_row(rgb, 3).unwrap_or_default()),
                mask.map(|mask| mask.row(row, rows).unwrap_or_default()),
            ),
        };
        Line {
            colours,
            alpha,
            width: self.width,
            columns,
        }
    }
}

/// The samples of a row of a grid, which may be finer than its picture or its mask.
struct Line<'a> {
    colours: Samples<'a>,
    /// Of the soft mask.
    alpha: Option<&'a [u8]>,
    /// Pixels of the picture across.
    width: usize,
    columns: usize,
}

enum Samples<'a> {
    Rgb(&'a [u8]),
    Rgba(&'a [u8]),
}

impl Line<'_> {
    /// Reads the pixels from a column on; `None` when all of them are known to be clear.
    fn read(&self, start: usize, pixels: &mut [[u8; 4]]) -> Option<()> {
        let alpha = self.alpha.filter(|alpha| alpha.len() == self.columns);
        let alpha = alpha.and_then(|alpha| alpha.get(start..start + pixels.len()));
        // Most of a picture is clear, and told to be so many pixels at a time.
        if alpha.is_some_and(|alpha| alpha.iter().all(|one| *one == 0)) {
            return None;
        }
        if self.width != self.columns || alpha.is_some() != self.alpha.is_some() {
            for (column, pixel) in (start..).zip(pixels) {
                *pixel = self.pixel(column);
            }
            return Some(());
        }
        match self.colours {
            Samples::Rgba(rgba) => {
                let rgba = rgba.get(start * 4..).unwrap_or_default();
                for (pixel, known) in pixels.iter_mut().zip(rgba.as_chunks().0) {
                    *pixel = *known;
                }
            }
            Samples::Rgb(rgb) => {
                let rgb = rgb.get(start * 3..).unwrap_or_default();
                let rgb: &[[u8; 3]] = rgb.as_chunks().0;
                for (pixel, [red, green, blue]) in pixels.iter_mut().zip(rgb) {
                    *pixel = [*red, *green, *blue, u8::MAX];
                }
            }
        }
        for (pixel, alpha) in pixels.iter_mut().zip(alpha.unwrap_or_default()) {
            pixel[3] = *alpha;
        }
        Some(())
    }

    fn pixel(&self, column: usize) -> [u8; 4] {
        let x = column * self.width / self.columns;
        let pixel = match self.colours {
            Samples::Rgba(rgba) => rgba.as_chunks().0.get(x).copied(),
            Samples::Rgb(rgb) => {
                let rgb: &[[u8; 3]] = rgb.as_chunks().0;
                rgb.get(x)
                    .map(|[red, green, blue]| [*red, *green, *blue, u8::MAX])
            }
        };
        let Some([red, green, blue, own]) = pixel else {
            return [0; 4];
        };
        let alpha = self
            .alpha
            .map(|alpha| alpha.get(column * alpha.len() / self.columns));
        [
            red,
            green,
            blue,
            alpha.map_or(own, |alpha| alpha.copied().unwrap_or(u8::MAX)),
        ]
    }
}

impl<'a> SoftMask<'a> {
    /// The alpha that falls on one of so many rows.
    fn row(&self, row: usize, rows: usize) -> Option<&'a [u8]> {
        let (width, height) = (self.width as usize, self.height as usize);
        let start = row * height / rows * width;
        self.alpha.get(start..start + width)
    }
}

/// Columns times rows of what is looked at.
const MAX_GRID: usize = 1 << 24;
/// Pixels of a row that are looked at together.
const STRETCH: usize = 32;

fn check_size_in_bytes(bytes: &[u8]) -> Result<(), ImageError> {
    if !bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(ImageError::NotPng);
    }
    if bytes.len() > MAX_PNG_BYTES {
        return Err(ImageError::TooManyBytes {
            bytes: bytes.len(),
            limit: MAX_PNG_BYTES,
        });
    }
    Ok(())
}

fn open(bytes: &[u8]) -> Result<png::Reader<Cursor<&[u8]>>, ImageError> {
    let budget = MAX_PNG_SIDE as usize * MAX_PNG_SIDE as usize * 8;
    let limits = png::Limits { bytes: budget };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let reader = decoder.read_info().map_err(unreadable)?;
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
        png::ColorType::Indexed => return Err(unreadable("palette was not expanded")),
    })
}

fn unreadable(reason: impl ToString) -> ImageError {
    ImageError::Unreadable {
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
    use super::*;

    /// The pixels that are not clear, with their columns and rows.
    fn seen(pixels: &Pixels<'_>) -> Vec<(usize, usize, [u8; 4])> {
        let mut seen = Vec::new();
        pixels.each_stretch(|y, start, stretch| {
            let pixels = (start..).zip(stretch).filter(|(_, pixel)| pixel[3] > 0);
            seen.extend(pixels.map(|(x, pixel)| (x, y, *pixel)));
        });
        seen
    }

    /// Whatever the resolutions of picture and mask, each pixel of the grid has the colour and the alpha that lie there.
    #[test]
    fn stretches_give_each_pixel_of_the_grid() {
        let rgb: Vec<u8> = (0..70 * 3 * 3).map(|n| (n % 251) as u8).collect();
        let alpha: Vec<u8> = (0..140 * 5).map(|n| (n % 7) as u8 * 30).collect();
        for (width, height, across, down) in [
            (70, 3, 70, 3),
            (70, 3, 140, 5),
            (35, 6, 70, 3),
            (70, 3, 20, 1),
        ] {
            let mask = SoftMask {
                width: across,
                height: down,
                alpha: alpha.get(..(across * down) as usize).unwrap(),
            };
            let pixels = Pixels::from_rgb(width, height, &rgb, Some(mask)).unwrap();
            let (columns, rows) = pixels.grid();
            let mut expected = Vec::new();
            for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
                let place = |width: u32, height: u32| {
                    let (width, height) = (width as usize, height as usize);
                    y * height / rows * width + x * width / columns
                };
                let at = place(width, height) * 3;
                let alpha = alpha[place(across, down)];
                if alpha > 0 {
                    expected.push((x, y, [rgb[at], rgb[at + 1], rgb[at + 2], alpha]));
                }
            }
            assert_eq!(seen(&pixels), expected, "{width} {height} {across} {down}");
        }
    }

    /// A mask coarser and one finer than the picture, in one direction each.
    #[test]
    fn what_is_seen_is_around_all_that_is_not_clear() {
        let alpha = [[0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 255, 0], [0, 0, 0, 0, 0, 0]].concat();
        let mask = SoftMask {
            width: 6,
            height: 3,
            alpha: &alpha,
        };
        for (width, height) in [(6, 3), (4, 7), (13, 2), (20, 20), (1, 1)] {
            let rgb = vec![7; (width * height * 3) as usize];
            let pixels = Pixels::from_rgb(width, height, &rgb, Some(mask)).unwrap();
            let mut around = None;
            for (x, y, _) in seen(&pixels) {
                crate::measure::extend(&mut around, x, y);
            }
            assert!(around.is_some());
            assert_eq!(pixels.seen(), around, "{width} {height}");
            let opaque = Pixels::from_rgb(width, height, &rgb, None).unwrap();
            let bounds = opaque.seen().unwrap();
            assert_eq!((bounds.left, bounds.top), (0, 0));
            let ends = (bounds.right + 1, bounds.bottom + 1);
            assert_eq!(ends, (width as usize, height as usize));
        }
        let mut rgba = [9, 9, 9, 0].repeat(12);
        let of = |rgba: &[u8]| {
            let picture = Picture {
                width: 4,
                height: 3,
                rgba: rgba.to_vec(),
            };
            picture.pixels().seen()
        };
        assert_eq!(of(&rgba), None);
        rgba[4 * 6 + 3] = 1;
        let one = of(&rgba).unwrap();
        assert_eq!((one.left, one.right, one.top, one.bottom), (2, 2, 1, 1));
    }

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
            Err(ImageError::Unreadable { .. })
        ));
    }

    #[test]
    fn a_picture_that_is_too_large_is_refused_before_it_is_decoded() {
        let row = vec![0; 5000];
        let png = png_of(png::ColorType::Grayscale, 5000, 1, &row);
        let error = Picture::from_png(&png).unwrap_err();
        assert!(matches!(error, ImageError::TooLarge { width: 5000, .. }));
    }

    #[test]
    fn a_soft_mask_may_have_its_own_resolution() {
        let mask = SoftMask {
            width: 1,
            height: 1,
            alpha: &[7],
        };
        let pixels = Pixels::from_rgb(2, 1, &[1, 2, 3, 4, 5, 6], Some(mask)).unwrap();
        assert_eq!(seen(&pixels), [(0, 0, [1, 2, 3, 7]), (1, 0, [4, 5, 6, 7])]);
        let clear = SoftMask {
            alpha: &[0],
            ..mask
        };
        let pixels = Pixels::from_rgb(2, 1, &[1, 2, 3, 4, 5, 6], Some(clear)).unwrap();
        assert_eq!(seen(&pixels), []);
        assert!(Pixels::from_rgb(2, 2, &[1, 2, 3, 4, 5, 6], None).is_none());
    }
}

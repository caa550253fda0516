//! Pixels of the samples, to be changed as scanners and programs change them, and written as image XObjects.

use std::ops::Range;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};
use kyso_stamp_images::Picture;

use crate::edit::sample;

/// Red, green, blue and alpha of each pixel, row by row.
pub(super) struct Raster {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) pixels: Vec<[u8; 4]>,
}

impl Raster {
    /// A quarter of the pixels of a sample.
    pub(super) fn sample(name: &str) -> Self {
        let picture = Picture::from_png(&sample(name)).unwrap();
        let (width, height) = (picture.width() / 2, picture.height() / 2);
        let whole = picture.width();
        let all = picture.rgba().as_chunks::<4>().0;
        let row = |y: u32| (0..width).map(move |x| (2 * y * whole + 2 * x) as usize);
        let pixels = (0..height).flat_map(row).map(|at| all[at]).collect();
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Each pixel anew, from its place and what it was.
    pub(super) fn map(self, new: impl Fn(u32, u32, [u8; 4]) -> [u8; 4]) -> Self {
        let width = self.width;
        let places = (0..self.height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let both = places.zip(self.pixels);
        let pixels = both.map(|((x, y), pixel)| new(x, y, pixel)).collect();
        Self { pixels, ..self }
    }

    /// Each pixel as a square of so many, of which the first alone keeps its alpha and the others are opaque.
    pub(super) fn dotted(&self, side: u32) -> Self {
        let (width, height) = (self.width * side, self.height * side);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let pixel = |(x, y): (u32, u32)| {
            let [red, green, blue, alpha] =
                self.pixels[(y / side * self.width + x / side) as usize];
            let is_first = x % side == 0 && y % side == 0;
            [red, green, blue, if is_first { alpha } else { u8::MAX }]
        };
        Self {
            width,
            height,
            pixels: places.map(pixel).collect(),
        }
    }

    /// The pixels of these columns and rows.
    pub(super) fn part(&self, columns: Range<u32>, rows: Range<u32>) -> Self {
        let (width, height) = (columns.end - columns.start, rows.end - rows.start);
        let whole = self.width;
        let places = rows.flat_map(|y| columns.clone().map(move |x| (y * whole + x) as usize));
        Self {
            width,
            height,
            pixels: places.map(|at| self.pixels[at]).collect(),
        }
    }

    /// Red-green-blue samples with the alpha of another raster as soft mask, which may be finer.
    pub(super) fn add(&self, mask: &Self, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
        let alpha = mask.pixels.iter().map(|pixel| pixel[3]).collect();
        let mask = add(Stream::new(mask.image("DeviceGray"), alpha).into());
        let rgb = self
            .pixels
            .iter()
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        let image = self.image("DeviceRGB").with("SMask", mask);
        add(Stream::new(image, rgb.collect()).into())
    }

    fn image(&self, colours: &str) -> Dictionary {
        Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Image"))
            .with("Width", i64::from(self.width))
            .with("Height", i64::from(self.height))
            .with("BitsPerComponent", 8)
            .with("ColorSpace", Name::from(colours))
    }
}

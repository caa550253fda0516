//! Pictures of seals and signatures, pixel by pixel: as scanners, programs and forgers make them.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_pki::Pkcs12Key;
use kyso_stamp_images::Picture;

use crate::Base;
use crate::edit::{picture_form, sample, updated};
use crate::signing::{Look, Signing};

/// A picture with 8-bit colours and a soft mask.
pub(crate) struct Rgba {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

impl Rgba {
    pub(crate) fn seal() -> Self {
        Self::of("con-dau-mau.png")
    }

    /// White, but for the pixels that a grid of so many samples meets; blue along the lower edge.
    pub(crate) fn between_samples(side: usize) -> Self {
        let step = (1..)
            .find(|step| side * side / (step * step) <= 131_072)
            .unwrap();
        let is_sample = |at: usize| at % step == step / 2;
        let pixel = |index: usize| match (index % side, index / side) {
            (_, y) if y >= side - side / 50 => [20, 40, 160, 255],
            (x, y) if is_sample(x) && is_sample(y) => [255, 255, 255, 0],
            _ => [255, 255, 255, 255],
        };
        Self {
            width: side,
            height: side,
            pixels: (0..side * side).map(pixel).collect(),
        }
    }

    /// A stroke between two white thirds.
    pub(crate) fn white_above_and_below() -> Self {
        let (width, height) = (440, 300);
        let mut picture = Self::clear(width, height);
        picture.paint((0, 0, width, 95), [255, 255, 255, 255]);
        picture.paint((0, 205, width, height), [255, 255, 255, 255]);
        picture.paint((100, 140, 340, 160), [20, 40, 160, 255]);
        picture
    }

    /// From left and top to right and bottom.
    pub(crate) fn paint(
        &mut self,
        (left, top, right, bottom): (usize, usize, usize, usize),
        colour: [u8; 4],
    ) {
        for y in top..bottom {
            let row = y * self.width;
            self.pixels[row + left..row + right].fill(colour);
        }
    }

    pub(crate) fn image(&self, update: &mut Update<'_, '_>) -> ObjectId {
        self.image_with(update, ("Interpolate", Object::Boolean(false)))
    }

    /// The same with another entry.
    pub(crate) fn image_with(
        &self,
        update: &mut Update<'_, '_>,
        (key, value): (&str, Object),
    ) -> ObjectId {
        let entries = |colours: &str| {
            Dictionary::new()
                .with("Type", Name::from("XObject"))
                .with("Subtype", Name::from("Image"))
                .with("Width", i64::try_from(self.width).unwrap())
                .with("Height", i64::try_from(self.height).unwrap())
                .with("BitsPerComponent", 8)
                .with("ColorSpace", Name::from(colours))
        };
        let alpha = self.pixels.iter().map(|pixel| pixel[3]).collect();
        let mask = update.add(Stream::new(entries("DeviceGray"), alpha));
        let colours = self.pixels.iter().flat_map(|pixel| pixel[..3].to_vec());
        let image = entries("DeviceRGB").with("SMask", mask).with(key, value);
        update.add(Stream::new(image, colours.collect()))
    }

    /// The file with a form that shows the picture.
    pub(crate) fn added(&self, bytes: &[u8]) -> (Vec<u8>, Dictionary) {
        let mut look = None;
        let bytes = updated(bytes, |update| {
            let image = self.image(update);
            look = Some(update.add(picture_form(image)));
        });
        (bytes, Dictionary::new().with("N", look.unwrap()))
    }

    /// Signs with the picture in an area of the first page.
    pub(crate) fn sign(&self, key: &Pkcs12Key, area: Rect, bytes: &[u8]) -> Vec<u8> {
        let (bytes, looks) = self.added(bytes);
        Signing::new(key, "Khac")
            .look(Look::Drawing(area, ""))
            .field_entry("AP", looks)
            .sign(&bytes)
    }

    /// Signs with the picture in an area of the second page, in a field of this name.
    pub(crate) fn sign_below(&self, by: (&Pkcs12Key, &str), area: Rect, bytes: &[u8]) -> Vec<u8> {
        self.sign_on(1, by, area, bytes)
    }

    /// The same on another page, from 0.
    pub(crate) fn sign_on(
        &self,
        page_index: usize,
        (key, name): (&Pkcs12Key, &str),
        area: Rect,
        bytes: &[u8],
    ) -> Vec<u8> {
        let (bytes, looks) = self.added(bytes);
        Signing::new(key, name)
            .on_page(page_index)
            .look(Look::Drawing(area, ""))
            .field_entry("AP", looks)
            .sign(&bytes)
    }

    /// The approved decision with the picture in the place of the seal.
    pub(crate) fn seal_approved(&self, base: &Base) -> Vec<u8> {
        let (bytes, looks) = self.added(&base.approved);
        Signing::new(&base.office.agency, "ConDau1")
            .look(Look::Seal)
            .field_entry("AP", looks)
            .sign(&bytes)
    }
}

/// What scanners, and programs that cut a picture out of its paper, make of a seal.
impl Rgba {
    pub(crate) fn signature() -> Self {
        Self::of("chu-ky-mau.png")
    }

    pub(crate) fn of(name: &str) -> Self {
        let picture = Picture::from_png(&sample(name)).unwrap();
        let pixels = picture.rgba().chunks(4);
        Self {
            width: picture.width() as usize,
            height: picture.height() as usize,
            pixels: pixels.map(|p| [p[0], p[1], p[2], p[3]]).collect(),
        }
    }

    /// Nothing, of this size.
    pub(crate) fn clear(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            pixels: vec![[0; 4]; width * height],
        }
    }

    /// Paints what lies within a shape, given in shares of width and height from the top left corner.
    pub(crate) fn fill(mut self, colour: [u8; 4], shape: impl Fn(f64, f64) -> bool) -> Self {
        let (width, height) = (self.width, self.height);
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            let (x, y) = (index % width, index / width);
            if shape(
                (x as f64 + 0.5) / width as f64,
                (y as f64 + 0.5) / height as f64,
            ) {
                *pixel = colour;
            }
        }
        self
    }

    /// Each pixel changed, by its number.
    pub(crate) fn each(mut self, change: impl Fn(usize, [u8; 4]) -> [u8; 4]) -> Self {
        for (index, pixel) in self.pixels.iter_mut().enumerate() {
            *pixel = change(index, *pixel);
        }
        self
    }

    /// So many pixels wide and high: means of what falls on each.
    pub(crate) fn resized(&self, side: usize) -> Self {
        let mut resized = Self::clear(side, side * self.height / self.width);
        for index in 0..resized.pixels.len() {
            let (x, y) = (index % side, index / side);
            let columns = span(x, side, self.width);
            let rows = span(y, resized.height, self.height);
            let pixels = rows.flat_map(|row| columns.clone().map(move |column| (column, row)));
            resized.pixels[index] = mean(pixels.map(|(x, y)| self.pixels[y * self.width + x]));
        }
        resized
    }

    /// Turned about its middle by so many degrees.
    pub(crate) fn turned(&self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let mut turned = Self::clear(self.width, self.height);
        let (middle_x, middle_y) = (self.width as f64 / 2.0, self.height as f64 / 2.0);
        for index in 0..turned.pixels.len() {
            let x = (index % self.width) as f64 - middle_x;
            let y = (index / self.width) as f64 - middle_y;
            let from_x = (x * cos + y * sin + middle_x).round();
            let from_y = (y * cos - x * sin + middle_y).round();
            let within = |at: f64, size: usize| (0.0..size as f64).contains(&at);
            if within(from_x, self.width) && within(from_y, self.height) {
                turned.pixels[index] = self.pixels[from_y as usize * self.width + from_x as usize];
            }
        }
        turned
    }

    /// A pale rim of so many pixels around the ink, as it is left where a picture is cut out.
    pub(crate) fn rimmed(&self, rim: usize, colour: [u8; 4]) -> Self {
        let mut rimmed = Self::clear(self.width, self.height);
        for (index, pixel) in self.pixels.iter().enumerate() {
            if pixel[3] < 128 {
                continue;
            }
            let (x, y) = (index % self.width, index / self.width);
            for row in y.saturating_sub(rim)..(y + rim + 1).min(self.height) {
                for column in x.saturating_sub(rim)..(x + rim + 1).min(self.width) {
                    rimmed.pixels[row * self.width + column] = colour;
                }
            }
        }
        for (under, over) in rimmed.pixels.iter_mut().zip(&self.pixels) {
            if over[3] > under[3] {
                *under = *over;
            }
        }
        rimmed
    }

    /// Squares of eight pixels keep a few frequencies only, as in JPEG data: colours and mask spread over edges.
    pub(crate) fn compressed(mut self, step: f64) -> Self {
        for part in 0..4 {
            for top in (0..self.height).step_by(8) {
                for left in (0..self.width).step_by(8) {
                    self.quantize(part, (left, top), step);
                }
            }
        }
        self
    }

    fn quantize(&mut self, part: usize, (left, top): (usize, usize), step: f64) {
        let (width, height) = (self.width, self.height);
        let at = |x: usize, y: usize| (top + y).min(height - 1) * width + (left + x).min(width - 1);
        let basis = |at: usize, frequency: usize| {
            let norm = if frequency == 0 { 0.125_f64 } else { 0.25 }.sqrt();
            let angle = (2 * at + 1) as f64 * frequency as f64 * std::f64::consts::PI / 16.0;
            norm * angle.cos()
        };
        let mut kept = [[0.0; 8]; 8];
        for (v, row) in kept.iter_mut().enumerate() {
            for (u, kept) in row.iter_mut().enumerate() {
                let terms = (0..64).map(|index| {
                    let (x, y) = (index % 8, index / 8);
                    f64::from(self.pixels[at(x, y)][part]) * basis(x, u) * basis(y, v)
                });
                let step = step * (1 + u + v) as f64;
                *kept = (terms.sum::<f64>() / step).round() * step;
            }
        }
        for index in 0..64 {
            let (x, y) = (index % 8, index / 8);
            if left + x >= width || top + y >= height {
                continue;
            }
            let terms = kept.iter().enumerate().flat_map(|(v, row)| {
                row.iter()
                    .enumerate()
                    .map(move |(u, kept)| kept * basis(x, u) * basis(y, v))
            });
            self.pixels[at(x, y)][part] = terms.sum::<f64>().round().clamp(0.0, 255.0) as u8;
        }
    }
}

/// A number from 0 to 255 that looks like chance, the same for each index.
pub(crate) fn grain(index: usize) -> u8 {
    let mixed = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 56) as u8
}

fn span(index: usize, of: usize, all: usize) -> std::ops::Range<usize> {
    let start = index * all / of;
    start..((index + 1) * all / of).max(start + 1)
}

/// The mean of colours, each weighted by its alpha.
fn mean(pixels: impl Iterator<Item = [u8; 4]>) -> [u8; 4] {
    let (mut sums, mut count) = ([0_usize; 4], 0);
    for [red, green, blue, alpha] in pixels {
        let alpha = usize::from(alpha);
        let parts = [red, green, blue].map(|part| usize::from(part) * alpha);
        for (sum, part) in sums.iter_mut().zip(parts.into_iter().chain([alpha])) {
            *sum += part;
        }
        count += 1;
    }
    let alpha = sums[3];
    let part = |sum: usize| u8::try_from(sum / alpha.max(1)).unwrap();
    [
        part(sums[0]),
        part(sums[1]),
        part(sums[2]),
        u8::try_from(alpha / count).unwrap(),
    ]
}

//! The pixels of a sample picture, in the encodings of pictures.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};
use kyso_stamp_images::Picture;

use super::{Add, image};
use crate::edit::sample;

/// The pixels of a sample, a quarter of them.
pub(super) struct Painted {
    pub(super) width: u32,
    pub(super) height: u32,
    rgba: Vec<u8>,
}

impl Painted {
    pub(super) fn sample(name: &str) -> Self {
        let picture = Picture::from_png(&sample(&format!("{name}.png"))).unwrap();
        let (width, height) = (picture.width() / 2, picture.height() / 2);
        let whole = picture.width();
        let row = |y: u32| (0..width).map(move |x| (2 * y * whole + 2 * x) as usize);
        let rgba = picture.rgba();
        let pixels = (0..height).flat_map(row);
        let rgba = pixels.flat_map(|at| rgba[4 * at..4 * at + 4].to_vec());
        Self {
            width,
            height,
            rgba: rgba.collect(),
        }
    }

    pub(super) fn pixels(&self) -> usize {
        self.rgba.len() / 4
    }

    pub(super) fn image(&self, bits: i64, colours: &str) -> Dictionary {
        image(self.width, self.height, bits).with("ColorSpace", Name::from(colours))
    }

    pub(super) fn alpha(&self) -> impl Iterator<Item = u8> {
        self.rgba.chunks(4).map(|pixel| pixel[3])
    }

    /// Each part of each colour, by its alpha.
    pub(super) fn rgb(&self, part: impl Fn(u8, u8) -> u8) -> Vec<u8> {
        let pixels = self.rgba.chunks(4);
        let parts = pixels.flat_map(|pixel| [0, 1, 2].map(|index| part(pixel[index], pixel[3])));
        parts.collect()
    }

    pub(super) fn soft(&self) -> Stream {
        Stream::new(self.image(8, "DeviceGray"), self.alpha().collect())
    }

    /// The colour of most of the ink.
    pub(super) fn ink(&self) -> [u8; 3] {
        let inked = self.rgba.chunks(4).filter(|pixel| pixel[3] >= 250);
        let inked: Vec<&[u8]> = inked.collect();
        let of = |index: usize| {
            let all: u64 = inked.iter().map(|pixel| u64::from(pixel[index])).sum();
            u8::try_from(all / u64::try_from(inked.len()).unwrap()).unwrap()
        };
        [of(0), of(1), of(2)]
    }

    /// A red or a blue of that kind, as bytes of L, a and b from -128 to 127.
    pub(super) fn ink_lab(&self) -> [u8; 3] {
        let [red, _, blue] = self.ink();
        match red > blue {
            true => [115, 190, 165],
            false => [90, 150, 60],
        }
    }

    /// A bit a pixel: `inked` for ink, rows at whole bytes.
    pub(super) fn stencil(&self, inked: bool) -> Vec<u8> {
        let bits: Vec<bool> = self.alpha().map(|alpha| (alpha >= 128) == inked).collect();
        packed(&bits, self.width)
    }

    pub(super) fn stencil_image(&self, is_turned: bool) -> Stream {
        let entries = image(self.width, self.height, 1).with("ImageMask", true);
        let entries = match is_turned {
            true => entries.with("Decode", vec![Object::from(1), 0.into()]),
            false => entries,
        };
        Stream::new(entries, self.stencil(is_turned))
    }

    /// Indices of two colours, of which the first is clear.
    pub(super) fn table(&self, base: Object, colours: [[u8; 3]; 2], add: &mut Add<'_>) -> ObjectId {
        let table = Object::String(colours.concat());
        let space: Vec<Object> = vec![Name::from("Indexed").into(), base, 1.into(), table];
        let key: Vec<Object> = vec![0.into(), 0.into()];
        let image = self.image(8, "").with("ColorSpace", space);
        let indices = self.alpha().map(|alpha| u8::from(alpha >= 128));
        add(Stream::new(image.with("Mask", key), indices.collect()).into())
    }

    /// Colours of so few bits, in rows of whole bytes.
    pub(super) fn packed(&self, bits: u8, mask: ObjectId, add: &mut Add<'_>) -> ObjectId {
        let image = self.image(i64::from(bits), "DeviceRGB").with("SMask", mask);
        let rgb = self.rgb(|part, _| part >> (8 - bits));
        let row = |row: &[u8]| {
            let bit = |part: &u8| (0..bits).rev().map(|bit| part >> bit & 1 == 1).collect();
            let bits: Vec<Vec<bool>> = row.iter().map(bit).collect();
            let bits = bits.concat();
            packed(&bits, u32::try_from(bits.len()).unwrap())
        };
        let rows = rgb.chunks(3 * self.width as usize);
        add(Stream::new(image, rows.flat_map(row).collect()).into())
    }
}

/// Rows of so many bits as whole bytes.
fn packed(bits: &[bool], width: u32) -> Vec<u8> {
    let byte = |bits: &[bool]| {
        let bit = |(at, on): (usize, &bool)| u8::from(*on) << (7 - at);
        bits.iter().enumerate().map(bit).sum::<u8>()
    };
    let rows = bits.chunks(width as usize);
    rows.flat_map(|row| row.chunks(8).map(byte)).collect()
}

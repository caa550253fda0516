//! The pixels of an image behind its mask.

use kyso_stamp_images::{Pixels, SoftMask};

use crate::form::colours::{Colours, byte};

/// The pixels of one image.
pub(in crate::form) struct Sampled {
    pub(in crate::form) width: u32,
    pub(in crate::form) height: u32,
    pub(in crate::form) rgb: Rgb,
    pub(in crate::form) alpha: Option<Alpha>,
}

/// Red, green and blue.
pub(in crate::form) enum Rgb {
    /// Of each pixel.
    Each(Vec<u8>),
    /// Of all pixels.
    One([u8; 3]),
}

/// The visible parts of an image, perhaps in another size.
pub(in crate::form) struct Alpha {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) alpha: Vec<u8>,
    /// The colour that the pixels were blended with, when they were (11.6.5.2).
    pub(super) matte: Option<Vec<f64>>,
}

impl Alpha {
    /// One byte a pixel.
    pub(in crate::form) fn of_pixels(width: u32, height: u32, alpha: Vec<u8>) -> Self {
        Self {
            width,
            height,
            alpha,
            matte: None,
        }
    }

    /// The alpha of the pixel at this place among so many in both directions: a mask may have
    /// another size than its picture.
    fn at(&self, (x, columns): (u32, u32), (y, rows): (u32, u32)) -> Option<u8> {
        let column = scaled(x, columns, self.width)?;
        let row = scaled(y, rows, self.height)?;
        self.alpha.get(row * self.width as usize + column).copied()
    }

    pub(in crate::form) fn mask(&self) -> SoftMask<'_> {
        SoftMask {
            width: self.width,
            height: self.height,
            alpha: &self.alpha,
        }
    }
}

/// The place among `side` that one of so many others falls on.
fn scaled(at: u32, of: u32, side: u32) -> Option<usize> {
    usize::try_from(u64::from(at) * u64::from(side) / u64::from(of.max(1))).ok()
}

impl Sampled {
    /// As they are measured; `None` when there are too many, or not as many colours.
    pub(in crate::form) fn pixels(&self) -> Option<Pixels<'_>> {
        let mask = self.alpha.as_ref().map(Alpha::mask);
        match &self.rgb {
            Rgb::Each(rgb) => Pixels::from_rgb(self.width, self.height, rgb, mask),
            Rgb::One(colour) => Pixels::from_colour(self.width, self.height, *colour, mask),
        }
    }

    /// Columns and rows that are as fine as picture and mask.
    pub(in crate::form) fn grid(&self) -> (u32, u32) {
        let of_mask = self.alpha.as_ref().map(|mask| (mask.width, mask.height));
        let (columns, rows) = of_mask.unwrap_or_default();
        (self.width.max(columns), self.height.max(rows))
    }

    /// Red, green, blue and alpha at a place of the grid.
    pub(in crate::form) fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        let (columns, rows) = self.grid();
        let column = scaled(x, columns, self.width)?;
        let row = scaled(y, rows, self.height)?;
        let at = row * self.width as usize + column;
        let [red, green, blue] = match &self.rgb {
            Rgb::Each(rgb) => *rgb.as_chunks::<3>().0.get(at)?,
            Rgb::One(colour) => *colour,
        };
        let alpha = match &self.alpha {
            Some(mask) => mask.at((x, columns), (y, rows))?,
            None => u8::MAX,
        };
        Some([red, green, blue, alpha])
    }

    /// The colours before they were blended with that of `/Matte`; `None` when programs differ in it.
    pub(super) fn unblended(mut self, colours: &Colours) -> Option<Self> {
        let Some(mask) = &self.alpha else {
            return Some(self);
        };
        let Some(matte) = &mask.matte else {
            return Some(self);
        };
        let matte = match (colours, matte.as_slice()) {
            (Colours::Gray, [gray]) => [*gray; 3],
            (Colours::Rgb, [red, green, blue]) => [*red, *green, *blue],
            _ => return None,
        };
        if (mask.width, mask.height) != (self.width, self.height) {
            return None;
        }
        let mut rgb = match self.rgb {
            Rgb::Each(rgb) => rgb,
            Rgb::One(colour) => colour.repeat(mask.alpha.len()),
        };
        let pixels = rgb.as_chunks_mut::<3>().0;
        for (pixel, alpha) in pixels.iter_mut().zip(&mask.alpha) {
            for (part, matte) in pixel.iter_mut().zip(matte) {
                let share = f64::from(*alpha).max(1.0) / 255.0;
                let value = matte + (f64::from(*part) / 255.0 - matte) / share;
                *part = byte(value);
            }
        }
        self.rgb = Rgb::Each(rgb);
        Some(self)
    }
}

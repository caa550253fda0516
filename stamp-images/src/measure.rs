//! What can be measured on a picture: how much is clear, how much is ink, and
//! which colour the ink has.

use std::fmt;

use crate::picture::Pixels;

/// What was measured on one picture. Shares are between 0 and 1.
///
/// Pictures of more than 131,072 pixels are sampled on a regular grid
/// ([`Measurement::step`] pixels apart in both directions), so shares of large
/// pictures carry an error of a fraction of a percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Distance of neighbouring samples in pixels; 1 means every pixel.
    pub step: usize,
    /// Share of pixels with alpha below 16.
    pub transparent_share: f64,
    /// Share of pixels with alpha of at least 128: the ink.
    pub ink_share: f64,
    /// Share of the ink with a hue of 190° to 275°.
    pub blue_share: f64,
    /// Share of the ink with a hue of 330° to 25°.
    pub red_share: f64,
    /// Share of the ink that is black, grey or white.
    pub neutral_share: f64,
    /// The colour that most of the ink has.
    pub dominant: Dominant,
    /// Width divided by height of the smallest rectangle around the ink.
    pub ink_aspect: f64,
    /// Left, top, right and bottom of the smallest rectangle around all that is
    /// not clear, as shares of width and height from the top left corner.
    pub drawn: [f64; 4],
}

/// The colour that most of the ink has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dominant {
    /// There is no ink.
    Nothing,
    /// Dark without hue.
    Black {
        /// Share of the ink.
        share: f64,
    },
    /// Light or grey without hue.
    Pale {
        /// Share of the ink.
        share: f64,
    },
    /// Hues from `from` to `from + 15` degrees.
    Hue {
        /// Lower end of the range in degrees, a multiple of 15.
        from: u16,
        /// Share of the ink.
        share: f64,
    },
}

impl fmt::Display for Dominant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("no ink"),
            Self::Black { share } => write!(f, "black, {}", Percent(*share)),
            Self::Pale { share } => write!(f, "white or grey, {}", Percent(*share)),
            Self::Hue { from, share } => {
                write!(f, "hue {from}°–{}°, {}", from + HUE_RANGE, Percent(*share))
            }
        }
    }
}

/// A share written as a percentage: `98 %`, below 10 % with one decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent(pub(crate) f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0 * 100.0;
        if value > 0.0 && value < 9.95 {
            write!(f, "{value:.1} %")
        } else {
            write!(f, "{value:.0} %")
        }
    }
}

/// Measures a picture in one pass.
#[must_use]
pub fn measure(pixels: &Pixels<'_>) -> Measurement {
    let step = step_for(pixels.width, pixels.height);
    let mut tally = Tally::default();
    for y in (step / 2..pixels.height).step_by(step) {
        for x in (step / 2..pixels.width).step_by(step) {
            tally.add(x, y, pixels.at(x, y));
        }
    }
    tally.finish(pixels, step)
}

#[derive(Default)]
struct Tally {
    samples: u32,
    transparent: u32,
    ink: u32,
    black: u32,
    pale: u32,
    blue: u32,
    red: u32,
    hues: [u32; HUE_RANGES],
    bounds: Option<Bounds>,
    drawn: Option<Bounds>,
}

#[derive(Clone, Copy)]
struct Bounds {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

impl Tally {
    fn add(&mut self, x: usize, y: usize, [red, green, blue, alpha]: [u8; 4]) {
        self.samples += 1;
        if alpha >= TRANSPARENT_BELOW {
            extend(&mut self.drawn, x, y);
        }
        if alpha < TRANSPARENT_BELOW {
            self.transparent += 1;
        } else if alpha >= INK_FROM {
            self.ink += 1;
            extend(&mut self.bounds, x, y);
            self.add_colour(i32::from(red), i32::from(green), i32::from(blue));
        }
    }

    fn add_colour(&mut self, red: i32, green: i32, blue: i32) {
        match hue(red, green, blue) {
            Some(hue) => {
                if let Some(count) = self.hues.get_mut((hue / HUE_RANGE) as usize) {
                    *count += 1;
                }
                self.blue += u32::from((190..=275).contains(&hue));
                self.red += u32::from(hue >= 330 || hue <= 25);
            }
            None if red.max(green).max(blue) < 110 => self.black += 1,
            None => self.pale += 1,
        }
    }

    fn finish(self, pixels: &Pixels<'_>, step: usize) -> Measurement {
        let of_all = |count: u32| f64::from(count) / f64::from(self.samples.max(1));
        let of_ink = |count: u32| f64::from(count) / f64::from(self.ink.max(1));
        Measurement {
            width: pixels.width,
            height: pixels.height,
            step,
            transparent_share: of_all(self.transparent),
            ink_share: of_all(self.ink),
            blue_share: of_ink(self.blue),
            red_share: of_ink(self.red),
            neutral_share: of_ink(self.black + self.pale),
            dominant: self.dominant(),
            ink_aspect: self.bounds.map_or(1.0, |bounds| bounds.aspect(step)),
            drawn: self
                .drawn
                .map_or([0.0; 4], |bounds| bounds.shares(pixels, step)),
        }
    }

    fn dominant(&self) -> Dominant {
        let share = |count: u32| f64::from(count) / f64::from(self.ink.max(1));
        let (index, &most) = self
            .hues
            .iter()
            .enumerate()
            .max_by_key(|&(_, count)| count)
            .unwrap_or((0, &0));
        if self.ink == 0 {
            Dominant::Nothing
        } else if most >= self.black && most >= self.pale {
            Dominant::Hue {
                from: u16::try_from(index).unwrap_or_default() * HUE_RANGE,
                share: share(most),
            }
        } else if self.black >= self.pale {
            Dominant::Black {
                share: share(self.black),
            }
        } else {
            Dominant::Pale {
                share: share(self.pale),
            }
        }
    }
}

/// Rows come from top to bottom.
fn extend(bounds: &mut Option<Bounds>, x: usize, y: usize) {
    let bounds = bounds.get_or_insert(Bounds {
        left: x,
        right: x,
        top: y,
        bottom: y,
    });
    bounds.left = bounds.left.min(x);
    bounds.right = bounds.right.max(x);
    bounds.bottom = bounds.bottom.max(y);
}

impl Bounds {
    /// As shares of the picture, with the pixels between two samples.
    #[allow(clippy::cast_precision_loss)] // pixel counts are small
    fn shares(self, pixels: &Pixels<'_>, step: usize) -> [f64; 4] {
        let share = |pixel: usize, side: usize| pixel.min(side) as f64 / side.max(1) as f64;
        [
            share((self.left + 1).saturating_sub(step), pixels.width),
            share((self.top + 1).saturating_sub(step), pixels.height),
            share(self.right + step, pixels.width),
            share(self.bottom + step, pixels.height),
        ]
    }

    #[allow(clippy::cast_precision_loss)] // pixel counts are small
    fn aspect(self, step: usize) -> f64 {
        (self.right - self.left + step) as f64 / (self.bottom - self.top + step) as f64
    }
}

/// Hue in whole degrees; `None` for colours too grey or too dark to have one.
fn hue(red: i32, green: i32, blue: i32) -> Option<u16> {
    let high = red.max(green).max(blue);
    let spread = high - red.min(green).min(blue);
    if spread * 100 < high * LEAST_SATURATION || spread < LEAST_SPREAD {
        return None;
    }
    let degrees = match high {
        _ if high == red => (60 * (green - blue)).div_euclid(spread),
        _ if high == green => 120 + (60 * (blue - red)).div_euclid(spread),
        _ => 240 + (60 * (red - green)).div_euclid(spread),
    };
    u16::try_from(degrees.rem_euclid(360)).ok()
}

/// Grid step that keeps the number of samples near 131,072.
fn step_for(width: usize, height: usize) -> usize {
    let pixels = width.saturating_mul(height);
    (1..)
        .find(|step| pixels / (step * step) <= MAX_SAMPLES)
        .unwrap_or(1)
}

const MAX_SAMPLES: usize = 131_072;
const TRANSPARENT_BELOW: u8 = 16;
const INK_FROM: u8 = 128;
const HUE_RANGE: u16 = 15;
const HUE_RANGES: usize = 24;
/// Least saturation, in percent, at which a colour counts as having a hue.
const LEAST_SATURATION: i32 = 20;
/// Least difference of the strongest and the weakest component.
const LEAST_SPREAD: i32 = 16;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::picture::Picture;

    fn filled(width: u32, height: u32, pixel: [u8; 4]) -> Measurement {
        let rgba = pixel.repeat((width * height) as usize);
        measure(&Picture::new(width, height, rgba).unwrap().pixels())
    }

    #[test]
    fn hues_are_those_of_the_colour_circle() {
        assert_eq!(hue(255, 0, 0), Some(0));
        assert_eq!(hue(0, 255, 0), Some(120));
        assert_eq!(hue(0, 0, 255), Some(240));
        assert_eq!(hue(255, 0, 64), Some(344));
        assert_eq!(hue(20, 30, 90), Some(231));
        assert_eq!(hue(90, 90, 90), None);
        assert_eq!(hue(5, 5, 12), None);
    }

    #[test]
    fn clear_pixels_have_no_colour() {
        let measured = filled(10, 10, [255, 0, 0, 0]);
        assert_eq!(measured.transparent_share, 1.0);
        assert_eq!(measured.ink_share, 0.0);
        assert_eq!(measured.dominant, Dominant::Nothing);
    }

    #[test]
    fn what_is_drawn_lies_within_its_bounds() {
        let mut rgba = vec![0; 10 * 10 * 4];
        for (x, y, alpha) in [(2, 3, 20), (5, 6, 255)] {
            rgba[(y * 10 + x) * 4 + 3] = alpha;
        }
        let measured = measure(&Picture::new(10, 10, rgba).unwrap().pixels());
        assert_eq!(measured.drawn, [0.2, 0.3, 0.6, 0.7]);
        assert_eq!(filled(10, 10, [9, 9, 9, 0]).drawn, [0.0; 4]);
    }

    #[test]
    fn large_pictures_are_sampled_and_say_so() {
        let measured = filled(900, 900, [200, 10, 20, 255]);
        assert_eq!(measured.step, 3);
        assert_eq!(measured.red_share, 1.0);
        assert_eq!(measured.ink_aspect, 1.0);
    }

    #[test]
    fn black_and_white_are_told_apart() {
        let black = filled(4, 4, [0, 0, 0, 255]).dominant;
        assert_eq!(black.to_string(), "black, 100 %");
        let white = filled(4, 4, [255, 255, 255, 255]).dominant;
        assert_eq!(white.to_string(), "white or grey, 100 %");
    }
}

//! Whether all ink has one colour. A signature through a seal would become a part of the seal.

use kyso_words::Localized;

use super::super::absorption::{Absorbed, strongest};
use super::super::error::CleaningError;
use crate::picture::Picture;

/// The colour of the ink that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InkHue {
    /// Without hue.
    Black,
    /// Hues of 190° to 275°.
    Blue,
    /// Hues of 330° to 25°.
    Red,
    /// Another hue.
    Other,
}

impl InkHue {
    /// The name that programs read.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Black => "black",
            Self::Blue => "blue",
            Self::Red => "red",
            Self::Other => "other",
        }
    }
}

impl std::fmt::Display for InkHue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Other => "another colour",
            known => known.as_str(),
        })
    }
}

impl Localized for InkHue {
    fn vietnamese(&self) -> String {
        match self {
            Self::Black => "màu đen",
            Self::Blue => "màu xanh",
            Self::Red => "màu đỏ",
            Self::Other => "màu khác",
        }
        .to_owned()
    }
}

/// What the ink in each block of the picture absorbs in the mean: the noise in the colours of single pixels is larger than the difference
/// between a black and a dark blue pen.
pub(super) struct Hues {
    /// Pixels along the side of a block.
    side: usize,
    columns: usize,
    blocks: Vec<(Absorbed, u32)>,
}

impl Hues {
    pub(super) fn new(picture: &Picture) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let side = width.max(height).div_ceil(BLOCKS).max(LEAST_SIDE);
        let columns = width.div_ceil(side);
        Self {
            side,
            columns,
            blocks: vec![([0.0; 3], 0); columns * height.div_ceil(side)],
        }
    }

    /// Notes a pixel of ink.
    pub(super) fn add(&mut self, x: usize, y: usize, absorbed: Absorbed) {
        let block = y / self.side * self.columns + x / self.side;
        if let Some((sum, pixels)) = self.blocks.get_mut(block) {
            for (sum, part) in sum.iter_mut().zip(absorbed) {
                *sum += part;
            }
            *pixels += 1;
        }
    }

    /// The hue that the ink has.
    ///
    /// # Errors
    /// [`CleaningError::SeveralInks`] where too much of it has another.
    pub(super) fn ink(&self) -> Result<InkHue, CleaningError> {
        let (mut grey, mut ranges) = (0, [0_u32; RANGES]);
        for (sum, pixels) in &self.blocks {
            match tint(*sum) {
                Tint::Grey => grey += pixels,
                Tint::Hue(range) => {
                    if let Some(count) = ranges.get_mut(range) {
                        *count += pixels;
                    }
                }
                Tint::Unclear => {}
            }
        }
        let around = |centre: usize, reach: usize| -> u32 {
            let near = (centre + RANGES - reach..=centre + RANGES + reach).map(|at| at % RANGES);
            near.filter_map(|at| ranges.get(at)).sum()
        };
        let main = (0..RANGES)
            .max_by_key(|range| around(*range, 1))
            .unwrap_or(0);
        let coloured: u32 = ranges.iter().sum();
        let (hue, own) = match grey > coloured {
            true => (InkHue::Black, grey),
            false if coloured == 0 => (InkHue::Black, 0),
            false => (name(main), around(main, ALIKE)),
        };
        let all = f64::from(grey + coloured).max(1.0);
        let share = f64::from(grey + coloured - own) / all;
        match share > MOST_OF_ANOTHER {
            true => Err(CleaningError::SeveralInks { share }),
            false => Ok(hue),
        }
    }
}

enum Tint {
    Grey,
    /// Between a grey and a colour, as a blue-black pen.
    Unclear,
    /// The hue in steps of [`DEGREES`].
    Hue(usize),
}

/// The tint of ink by what it absorbs, however pale it is: as if it took four fifths of the light.
fn tint(absorbed: Absorbed) -> Tint {
    let [red, green, blue] = absorbed.map(|part| 1.0 - 0.8 * part / strongest(absorbed).max(1e-6));
    let high = red.max(green).max(blue);
    let spread = high - red.min(green).min(blue);
    if spread < GREY {
        return Tint::Grey;
    }
    if spread < COLOURED {
        return Tint::Unclear;
    }
    let degrees = match high {
        _ if high == red => 60.0 * (green - blue) / spread,
        _ if high == green => 120.0 + 60.0 * (blue - red) / spread,
        _ => 240.0 + 60.0 * (red - green) / spread,
    };
    Tint::Hue((degrees.rem_euclid(360.0) as usize / DEGREES) % RANGES)
}

/// As the rules on images call the hue in the middle of a range.
fn name(range: usize) -> InkHue {
    match range * DEGREES + DEGREES / 2 {
        0..=25 | 330..=360 => InkHue::Red,
        190..=275 => InkHue::Blue,
        _ => InkHue::Other,
    }
}

/// Blocks along the longer side.
const BLOCKS: usize = 400;
const LEAST_SIDE: usize = 3;
/// Degrees of hue that are counted together.
const DEGREES: usize = 15;
const RANGES: usize = 24;
/// Ranges on either side that are the same ink: 52° in all directions.
const ALIKE: usize = 3;
/// Difference of the parts up to which ink has no hue, and from which on it has one.
const GREY: f32 = 0.1;
const COLOURED: f32 = 0.16;
/// Greatest share of the ink that may have another colour: specks and the noise of coarse JPEG data have less than 0.01, a thin
/// signature through a seal has 0.04.
const MOST_OF_ANOTHER: f64 = 0.02;

//! The ink of a picture: which light it absorbs, how strongly where it is dense, and how dense it is in each pixel.
//!
//! A pixel at the edge of a stroke is partly paper and partly ink. The share of ink in it is what it absorbs in the direction of the ink,
//! divided by what dense ink absorbs; as alpha of ink of one colour that gives the same picture on other paper, with smooth edges. What
//! noise absorbs is taken off before.

mod hues;

use super::absorption::{Absorbed, Absorption, strongest};
use super::error::CleaningError;
use hues::Hues;
pub use hues::InkHue;

/// The ink of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    /// A vector of length 1.
    direction: Absorbed,
    /// What paper absorbs by its noise, along the direction.
    floor: f32,
    /// What dense ink absorbs, along the direction.
    full: f32,
    pub(super) hue: InkHue,
}

impl Ink {
    /// Finds the ink.
    ///
    /// # Errors
    /// [`CleaningError::NoInk`] and [`CleaningError::SeveralInks`].
    pub(super) fn of(absorption: &Absorption<'_>) -> Result<Self, CleaningError> {
        let strengths = Histogram::of(absorption, strongest);
        // Most of a picture is paper, so that the median is its noise.
        let least = (NOISE * strengths.quantile(0.0, 0.5)).max(LEAST_STRENGTH);
        let pixels = strengths.count_from(least);
        if pixels < LEAST_PIXELS.max(strengths.count_from(0.0) / LEAST_OF_PIXELS) {
            return Err(CleaningError::NoInk);
        }
        let dense = strengths.quantile(least, DENSE);
        let (direction, hue) = colour_of(absorption, dense)?;
        let along = |absorbed| dot(absorbed, direction);
        let densities = Histogram::of(absorption, along);
        let noise = NOISE * densities.quantile(0.0, 0.5);
        let full = densities.quantile(noise.max(LEAST_STRENGTH), DENSE);
        let floor = noise.max(full * LEAST_OF_FULL);
        match floor <= full * MOST_OF_FULL {
            true => Ok(Self {
                direction,
                floor,
                full,
                hue,
            }),
            false => Err(CleaningError::NoInk),
        }
    }

    /// The share of ink in a pixel, 0 to 255.
    pub(super) fn density(&self, absorbed: Absorbed) -> u8 {
        let share = (dot(absorbed, self.direction) - self.floor) / (self.full - self.floor);
        (share.clamp(0.0, 1.0) * 255.0).round() as u8
    }
}

/// In which direction the dense ink absorbs, and the name of its hue.
fn colour_of(absorption: &Absorption<'_>, dense: f32) -> Result<(Absorbed, InkHue), CleaningError> {
    let mut sum = [0.0_f64; 3];
    let mut hues = Hues::new(absorption.picture);
    absorption.each(|x, y, absorbed| {
        let strength = strongest(absorbed);
        if strength >= dense {
            for (sum, part) in sum.iter_mut().zip(absorbed) {
                *sum += f64::from(part);
            }
        }
        // The edges of strokes have the colours of JPEG noise.
        if strength >= dense / 2.0 {
            hues.add(x, y, absorbed);
        }
    });
    let hue = hues.ink()?;
    let sum = sum.map(|part| part as f32);
    let length = dot(sum, sum).sqrt();
    match length > 0.0 {
        true => Ok((sum.map(|part| part / length), hue)),
        false => Err(CleaningError::NoInk),
    }
}

fn dot([a, b, c]: Absorbed, [d, e, f]: Absorbed) -> f32 {
    a * d + b * e + c * f
}

/// How many pixels have which strength.
struct Histogram(Vec<usize>);

impl Histogram {
    fn of(absorption: &Absorption<'_>, strength: impl Fn(Absorbed) -> f32) -> Self {
        let mut counts = vec![0; STEPS + 1];
        absorption.each(|_, _, absorbed| {
            if let Some(count) = counts.get_mut(step(strength(absorbed))) {
                *count += 1;
            }
        });
        Self(counts)
    }

    /// How many have at least this strength.
    fn count_from(&self, least: f32) -> usize {
        self.0.iter().skip(step(least)).sum()
    }

    /// The strength that this share of the pixels with at least `least` do not exceed.
    fn quantile(&self, least: f32, share: f64) -> f32 {
        let wanted = (self.count_from(least) as f64 * share).ceil() as usize;
        let mut count = 0;
        for (step, pixels) in self.0.iter().enumerate().skip(step(least)) {
            count += pixels;
            if count >= wanted {
                return step as f32 * MOST_STRENGTH / STEPS as f32;
            }
        }
        MOST_STRENGTH
    }
}

fn step(strength: f32) -> usize {
    ((strength / MOST_STRENGTH * STEPS as f32) as usize).min(STEPS)
}

const STEPS: usize = 2048;
/// The length of what black absorbs.
const MOST_STRENGTH: f32 = 1.7321;
/// How many times the median of the noise no noise reaches.
const NOISE: f32 = 4.0;
/// Less than this is no ink: a pale pencil absorbs 0.15.
const LEAST_STRENGTH: f32 = 0.06;
/// Pixels that must be ink: so many, and one of so many.
const LEAST_PIXELS: usize = 12;
const LEAST_OF_PIXELS: usize = 5000;
/// Share of the pixels with ink that are less dense than what counts as dense: edges and pale parts.
const DENSE: f64 = 0.8;
/// Share of dense ink below which is noise beside strokes, such as that of JPEG data, or print on the other side.
const LEAST_OF_FULL: f32 = 0.1;
/// Greatest share of dense ink that noise may have.
const MOST_OF_FULL: f32 = 0.5;

//! The circle of a seal: its outer ring is the true size that the law asks for (B1).

use super::density::{Density, INK};
use super::error::CleaningError;
use crate::bounds::Bounds;
use crate::rules::is_round;

/// Where a seal is, and the square around it, with what lies beside the circle cleared.
///
/// # Errors
/// [`CleaningError::NoInk`], and [`CleaningError::NoCircle`] where the ink is not as wide as high, or something lies beside it, or it does
/// not reach the circle in most directions.
pub(super) fn cut_out(density: &Density) -> Result<(Bounds, Density), CleaningError> {
    let ink = ring(density)?;
    let (width, height) = ink.size();
    if !is_round(width as f64 / height as f64) {
        return Err(CleaningError::NoCircle);
    }
    let side = width.max(height) + 2 * MARGIN;
    let start = |first: usize, length: usize| first as i64 - ((side - length) / 2) as i64;
    let mut seal = density.part(start(ink.left, width), start(ink.top, height), side, side);
    let circle = Circle {
        middle: (side as f64 / 2.0, side as f64 / 2.0),
        radius: side as f64 / 2.0 - MARGIN as f64,
    };
    check_directions(&seal, &circle)?;
    for (y, row) in seal.alpha.chunks_exact_mut(side).enumerate() {
        for (x, alpha) in row.iter_mut().enumerate() {
            if circle.radii(x, y) > WITHIN {
                *alpha = 0;
            }
        }
    }
    Ok((ink, seal))
}

/// Around the ink of the seal, without what dust is beside it.
fn ring(density: &Density) -> Result<Bounds, CleaningError> {
    let most = density.most_of_ink(LEFT_OUT).ok_or(CleaningError::NoInk)?;
    let (width, height) = most.size();
    let middle = |first: usize, length: usize| first as f64 + length as f64 / 2.0;
    let circle = Circle {
        middle: (middle(most.left, width), middle(most.top, height)),
        radius: width.max(height) as f64 / 2.0,
    };
    let (mut bounds, mut all, mut beyond) = (None::<Bounds>, 0_usize, 0_usize);
    for (x, y, _) in density.pixels_from(INK) {
        all += 1;
        if circle.radii(x, y) > AROUND_MOST {
            beyond += 1;
        } else {
            let known = bounds.unwrap_or(Bounds::at(x, y));
            bounds = Some(known.with(x, y));
        }
    }
    let is_alone = beyond as f64 <= MOST_BEYOND * all as f64;
    bounds.filter(|_| is_alone).ok_or(CleaningError::NoCircle)
}

/// Whether ink reaches the circle, as a ring does, and no corner or blot.
fn check_directions(seal: &Density, circle: &Circle) -> Result<(), CleaningError> {
    let (mut all, mut beyond) = (0_usize, 0_usize);
    let mut reached = [0.0_f64; DIRECTIONS];
    for (x, y, _) in seal.pixels_from(INK) {
        let radii = circle.radii(x, y);
        all += 1;
        beyond += usize::from(radii > WITHIN);
        let turns = circle.angle(x, y) / std::f64::consts::TAU;
        let direction = (turns * DIRECTIONS as f64) as usize % DIRECTIONS;
        if let Some(most) = reached.get_mut(direction) {
            *most = most.max(radii);
        }
    }
    let reaching = reached.iter().filter(|most| **most >= REACHING).count();
    let is_circle = beyond as f64 <= MOST_BEYOND * all as f64 && reaching >= LEAST_REACHING;
    is_circle.then_some(()).ok_or(CleaningError::NoCircle)
}

/// In pixels.
struct Circle {
    middle: (f64, f64),
    radius: f64,
}

impl Circle {
    fn offset(&self, x: usize, y: usize) -> (f64, f64) {
        let (across, down) = self.middle;
        (x as f64 + 0.5 - across, y as f64 + 0.5 - down)
    }

    /// How many radii a pixel is from the middle.
    fn radii(&self, x: usize, y: usize) -> f64 {
        let (x, y) = self.offset(x, y);
        x.hypot(y) / self.radius.max(1.0)
    }

    /// In which direction it is, from 0 to a full turn.
    fn angle(&self, x: usize, y: usize) -> f64 {
        let (x, y) = self.offset(x, y);
        y.atan2(x).rem_euclid(std::f64::consts::TAU)
    }
}

/// Share of the ink that is left out on each side to know about where the seal is, and the radii around the rest within which all
/// of the seal is: a hundredth of the ink of a ring lies in a hundredth of its width.
const LEFT_OUT: f64 = 0.01;
const AROUND_MOST: f64 = 1.06;
/// Pixels around the circle, so that its edge stays smooth.
const MARGIN: usize = 1;
/// Radii within which is all of the seal; a seal that is photographed askew is an ellipse.
const WITHIN: f64 = 1.04;
/// Share of the ink that may be further out.
const MOST_BEYOND: f64 = 0.015;
/// Directions that are looked at, the radii that ink must reach in them, and in how many: rings of worn seals have gaps.
const DIRECTIONS: usize = 48;
const REACHING: f64 = 0.85;
const LEAST_REACHING: usize = 36;

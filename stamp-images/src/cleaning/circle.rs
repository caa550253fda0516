//! The circle of a seal: its outer ring is the true size that the law asks for (B1).

use super::density::{Density, INK};
use super::error::CleaningError;
use crate::rules::is_round;

/// The square around a seal, with what lies beside the circle cleared.
///
/// # Errors
/// [`CleaningError::NoInk`], and [`CleaningError::NoCircle`] where the ink is not as wide as high, or fills the corners, or does not
/// reach the circle in most directions.
pub(super) fn cut_out(density: &Density) -> Result<Density, CleaningError> {
    let ink = density.bounds(INK).ok_or(CleaningError::NoInk)?;
    let (width, height) = (ink.right + 1 - ink.left, ink.bottom + 1 - ink.top);
    if !is_round(width as f64 / height as f64) {
        return Err(CleaningError::NoCircle);
    }
    let side = width.max(height) + 2 * MARGIN;
    let start = |first: usize, length: usize| first as i64 - ((side - length) / 2) as i64;
    let mut seal = density.part(start(ink.left, width), start(ink.top, height), side, side);
    check_circle(&seal)?;
    let beyond = |x: usize, y: usize| of_radius(&seal_middle(side), x, y).0 > WITHIN;
    for (y, row) in seal.alpha.chunks_exact_mut(side).enumerate() {
        for (x, alpha) in row.iter_mut().enumerate() {
            if beyond(x, y) {
                *alpha = 0;
            }
        }
    }
    Ok(seal)
}

fn check_circle(seal: &Density) -> Result<(), CleaningError> {
    let middle = seal_middle(seal.width);
    let (mut all, mut beyond) = (0_usize, 0_usize);
    let mut reached = [0.0_f64; SECTORS];
    for (x, y, _) in seal.pixels_from(INK) {
        let (radius, angle) = of_radius(&middle, x, y);
        all += 1;
        beyond += usize::from(radius > WITHIN);
        let sector = (angle / std::f64::consts::TAU * SECTORS as f64) as usize % SECTORS;
        if let Some(most) = reached.get_mut(sector) {
            *most = most.max(radius);
        }
    }
    let reaching = reached.iter().filter(|most| **most >= REACHING).count();
    let is_circle = beyond as f64 <= MOST_BEYOND * all as f64 && reaching >= LEAST_REACHING;
    is_circle.then_some(()).ok_or(CleaningError::NoCircle)
}

/// The middle of a square of so many pixels, and the radius of the seal in it.
fn seal_middle(side: usize) -> (f64, f64) {
    let middle = side as f64 / 2.0;
    (middle, middle - MARGIN as f64)
}

/// The distance of a pixel from the middle in radii, and its angle from 0 to a full turn.
fn of_radius(&(middle, radius): &(f64, f64), x: usize, y: usize) -> (f64, f64) {
    let (x, y) = (x as f64 + 0.5 - middle, y as f64 + 0.5 - middle);
    let angle = y.atan2(x).rem_euclid(std::f64::consts::TAU);
    (x.hypot(y) / radius.max(1.0), angle)
}

/// Pixels around the circle, so that its edge stays smooth.
const MARGIN: usize = 1;
/// Radii within which is all of the seal; a seal that is photographed askew is an ellipse.
const WITHIN: f64 = 1.04;
/// Share of the ink that may be further out.
const MOST_BEYOND: f64 = 0.01;
/// Directions that are looked at, the radii that ink must reach in them, and in how many: rings of worn seals have gaps.
const SECTORS: usize = 48;
const REACHING: f64 = 0.85;
const LEAST_REACHING: usize = 36;

//! From a scan or a photograph of a signature or a seal to a picture that the rules accept (A1, B1).
//!
//! The paper is found and taken off ([`paper`]), the ink is measured against it ([`ink`]) and becomes alpha ([`density`]), edges of
//! shadows and dust are cleared ([`veil`], [`specks`]), the picture is cut to the ink or to the circle of the seal ([`circle`]), and written in blue or red in the
//! resolution in which it is drawn ([`finished`]). Nothing is added: no stroke is drawn, mended or smoothed, and no picture gets more
//! pixels than it has.
//!
//! What comes out is looked at as signing does before it is given out: what [`ImageExamination`] does not find usable is an error.

mod absorption;
mod circle;
mod density;
mod error;
mod finished;
mod ink;
mod paper;
mod specks;
mod veil;

use crate::bounds::Bounds;
use crate::error::ImageError;
use crate::examination::{ImageExamination, ImageUse};
use crate::ink_colour::ImageRule;
use crate::photo::read_photo;
use crate::picture::Picture;
use crate::rules::{check_seal_image, check_signature_image};
use absorption::Absorption;
use density::{Density, INK};
pub use error::CleaningError;
use ink::Ink;
pub use ink::InkHue;
use paper::Paper;
use specks::{Spots, stroke_width};

/// A picture that signing accepts, and what was done to make it.
#[derive(Debug, Clone, PartialEq)]
pub struct CleanedImage {
    /// The PNG file.
    pub png: Vec<u8>,
    /// What was measured on it; it is usable.
    pub examination: ImageExamination,
    /// Width and height of what it was made of, in pixels.
    pub from: (u32, u32),
    /// Its own width and height.
    pub size: (u32, u32),
    /// Pixels an inch where it is drawn as large as it may be.
    pub dpi: f64,
    /// The ink that was found.
    pub ink: InkHue,
    /// Spots of dust that were cleared.
    pub specks: usize,
    /// Whether ink reached the edge of what it was made of, so that some of it may be missing.
    pub is_cut_off: bool,
}

/// Makes a picture of a signature or a seal of a scan or a photograph in PNG or JPEG.
///
/// The background must be light paper, or transparent; the ink may be blue, red, black or of another colour, but of one alone.
///
/// # Errors
/// [`CleaningError`]: nothing is returned that the rules do not accept.
///
/// ```
/// use kyso_stamp_images::{ImageUse, InkHue, clean_image};
///
/// # let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/samples/chu-ky-den.png");
/// # let scan = std::fs::read(sample).unwrap_or_default();
/// let cleaned = clean_image(&scan, ImageUse::Signature)?;
/// assert_eq!(cleaned.ink, InkHue::Black);
/// assert!(cleaned.examination.is_usable(), "it is blue now");
/// # Ok::<(), kyso_stamp_images::CleaningError>(())
/// ```
pub fn clean_image(bytes: &[u8], purpose: ImageUse) -> Result<CleanedImage, CleaningError> {
    let picture = read_photo(bytes)?;
    let from = (picture.width(), picture.height());
    let (mut density, hue) = ink_of(&picture)?;
    drop(picture);
    if purpose == ImageUse::Signature {
        let stroke = stroke_width(&density);
        veil::clear_veil(&mut density, (BROADER * stroke).ceil() as usize);
    }
    let least = least_spot(&density, purpose);
    let specks = Spots::of(&density).clear(&mut density, least);
    let share = density.dark_edge(INK);
    if share > MOST_OF_EDGE {
        return Err(CleaningError::DarkEdge { share });
    }
    let (ink, part) = match purpose {
        ImageUse::Signature => around_ink(&density)?,
        ImageUse::Seal { .. } => circle::cut_out(&density)?,
    };
    let is_cut_off = density.reaches_edge(ink);
    let density = part;
    let png = finished::png_of(&density, purpose)?;
    let size = check(&png, purpose)?;
    Ok(CleanedImage {
        examination: ImageExamination::of(&png, purpose)?,
        from,
        size,
        dpi: purpose.dpi(size.0),
        ink: hue,
        specks,
        is_cut_off,
        png,
    })
}

fn ink_of(picture: &Picture) -> Result<(Density, InkHue), CleaningError> {
    let paper = Paper::of(picture).ok_or(CleaningError::NoPaper)?;
    let absorption = Absorption { picture, paper };
    let ink = Ink::of(&absorption)?;
    Ok((Density::of(&absorption, &ink), ink.hue))
}

/// Pixels of the smallest spot that is ink. The scale of a seal is known, and its ring and its letters have strokes of several widths;
/// of a signature the pen is known, whose dots are about as wide as its strokes.
fn least_spot(density: &Density, purpose: ImageUse) -> f64 {
    let least = match purpose {
        ImageUse::Signature => LEAST_DOT * stroke_width(density).powi(2),
        ImageUse::Seal { diameter } => {
            let most = density.most_of_ink(LEFT_OUT).map(Bounds::size);
            let (width, height) = most.unwrap_or_default();
            (LEAST_DOT_MM * width.max(height) as f64 / diameter.0).powi(2)
        }
    };
    least.max(LEAST_PIXELS)
}

/// Where the signature is, and the part of the picture around it with a narrow clear margin.
fn around_ink(density: &Density) -> Result<(Bounds, Density), CleaningError> {
    let ink = density.bounds(1).ok_or(CleaningError::NoInk)?;
    let (width, height) = ink.size();
    let margin = (width.max(height) / MARGIN).max(LEAST_MARGIN);
    let start = |first: usize| first as i64 - margin as i64;
    let part = density.part(
        start(ink.left),
        start(ink.top),
        width + 2 * margin,
        height + 2 * margin,
    );
    Ok((ink, part))
}

/// Reads the finished file as signing does, and asks the rule that signing asks.
fn check(png: &[u8], purpose: ImageUse) -> Result<(u32, u32), CleaningError> {
    let check = || -> Result<(u32, u32), ImageError> {
        let picture = Picture::from_png(png)?;
        match purpose.rule() {
            ImageRule::A1 => check_signature_image(&picture.pixels())?,
            ImageRule::B1 => check_seal_image(&picture.pixels())?,
        };
        Ok((picture.width(), picture.height()))
    };
    check().map_err(CleaningError::NotAccepted)
}

/// Share of the edge of the picture that may be ink: a circle that is cut off a little on each side has less.
const MOST_OF_EDGE: f64 = 0.2;
/// How many times as broad as a stroke in the mean no stroke is: the mean of thin and of slanting strokes is too small.
const BROADER: f64 = 2.0;
/// Share of the square of the width of a stroke that a dot has at least.
const LEAST_DOT: f64 = 0.5;
/// Share of the ink on each side that may be dust beside the seal.
const LEFT_OUT: f64 = 0.01;
/// Side of the smallest dot in a seal, in millimetres.
const LEAST_DOT_MM: f64 = 0.2;
const LEAST_PIXELS: f64 = 4.0;
/// The margin of a signature is one of so many parts of its longer side, or so many pixels.
const MARGIN: usize = 50;
const LEAST_MARGIN: usize = 4;

#[cfg(test)]
mod tests;

//! The rules for the two images: the person's signature (A1) and the agency's
//! seal (B1). Neither rule names an RGB value, so both go by measured hue.

use crate::error::ImageError;
use crate::ink_colour::{ImageRule, InkColour};
use crate::measure::{Measurement, measure};
use crate::picture::Pixels;

/// Checks a signature image: transparent background, blue ink (A1).
///
/// # Errors
/// [`ImageError::Opaque`], [`ImageError::NoInk`] or [`ImageError::WrongColour`]
/// with what was measured.
pub fn check_signature_image(pixels: &Pixels<'_>) -> Result<Measurement, ImageError> {
    let measured = measure(pixels);
    check_signature_measurement(&measured)?;
    Ok(measured)
}

/// Checks a seal image: transparent background, red ink, as wide as it is high
/// (B1).
///
/// # Errors
/// [`ImageError::Opaque`], [`ImageError::NoInk`], [`ImageError::WrongColour`] or
/// [`ImageError::NotRound`] with what was measured.
pub fn check_seal_image(pixels: &Pixels<'_>) -> Result<Measurement, ImageError> {
    let measured = measure(pixels);
    check_seal_measurement(&measured)?;
    Ok(measured)
}

/// [`check_signature_image`] for a picture that was measured before (A1).
///
/// # Errors
/// As there.
pub fn check_signature_measurement(measured: &Measurement) -> Result<(), ImageError> {
    first(faults(measured, ImageRule::A1))
}

/// [`check_seal_image`] for a picture that was measured before (B1).
///
/// # Errors
/// As there.
pub fn check_seal_measurement(measured: &Measurement) -> Result<(), ImageError> {
    first(faults(measured, ImageRule::B1))
}

fn first(mut faults: impl Iterator<Item = ImageError>) -> Result<(), ImageError> {
    faults.next().map_or(Ok(()), Err)
}

/// Everything in which a picture breaks a rule, the gravest first; nothing where it may be used.
fn faults(measured: &Measurement, rule: ImageRule) -> impl Iterator<Item = ImageError> + use<> {
    let of_seal = match rule {
        ImageRule::A1 => [const { None }; 3],
        ImageRule::B1 => seal_faults(measured),
    };
    let of_ink = ink_faults(measured, rule).into_iter();
    of_ink.chain(of_seal).flatten()
}

fn ink_faults(measured: &Measurement, rule: ImageRule) -> [Option<ImageError>; 3] {
    let (wanted, share, _) = colour(measured, rule);
    let opaque = (!has_clear_background(measured)).then_some(ImageError::Opaque {
        rule,
        transparent_share: measured.transparent_share,
        needed: LEAST_TRANSPARENT,
    });
    let empty = (!has_ink(measured)).then_some(ImageError::NoInk {
        rule,
        ink_share: measured.ink_share,
        needed: LEAST_INK,
    });
    // A seal that is red for the most part has ink beside it.
    let other = (share < LEAST_COLOURED).then_some(ImageError::WrongColour {
        rule,
        wanted,
        share,
        needed: LEAST_COLOURED,
        measured: measured.dominant,
    });
    [opaque, empty, other]
}

/// What B1 asks beside background and colour.
fn seal_faults(measured: &Measurement) -> [Option<ImageError>; 3] {
    let covers = (!is_clean_seal_ink(measured)).then_some(ImageError::Covers {
        light_share: measured.light_share,
        neutral_share: measured.neutral_share,
        limit: MOST_OF_OTHERS,
    });
    let print = has_print(measured).then_some(ImageError::Print);
    let aspect = aspects(measured)
        .into_iter()
        .find(|aspect| !is_round(*aspect));
    let not_round = aspect.map(|aspect| ImageError::NotRound { aspect });
    [covers, print, not_round]
}

/// Whether what has this width divided by its height may be a circle.
pub(crate) fn is_round(aspect: f64) -> bool {
    (1.0 / SEAL_ASPECT..=SEAL_ASPECT).contains(&aspect)
}

/// Whether a picture that was measured has a transparent background and ink on
/// it, of whatever colour (A1, B1).
#[must_use]
pub fn is_transparent(measured: &Measurement) -> bool {
    has_clear_background(measured) && has_ink(measured)
}

pub(crate) fn has_clear_background(measured: &Measurement) -> bool {
    measured.transparent_share >= LEAST_TRANSPARENT
}

pub(crate) fn has_ink(measured: &Measurement) -> bool {
    measured.ink_share >= LEAST_INK
}

/// The colour that a rule asks for, the share of the ink that has it, and the least share.
pub(crate) fn colour(measured: &Measurement, rule: ImageRule) -> (InkColour, f64, f64) {
    match rule {
        ImageRule::A1 => (InkColour::Blue, measured.blue_share, LEAST_COLOURED),
        ImageRule::B1 => (InkColour::Red, measured.red_share, LEAST_RED),
    }
}

/// Whether a seal has dark strokes as large as printed characters, in whatever size it is drawn (B1).
pub(crate) fn has_print(measured: &Measurement) -> bool {
    print_mm2(measured, MOST_MM) > MOST_PRINT_MM2
}

/// Width divided by height: of the ink, and of the whole picture.
pub(crate) fn aspects(measured: &Measurement) -> [f64; 2] {
    let picture = measured.width as f64 / measured.height as f64;
    [measured.ink_aspect, picture]
}

/// Whether the ink is that of a seal and nothing else: light ink hides the words below it, black
/// ink or another hue adds some (B1).
fn is_clean_seal_ink(measured: &Measurement) -> bool {
    has_few_others(measured) && measured.red_share >= LEAST_RED
}

/// Whether hardly any ink of a seal is light, black or grey (B1).
pub(crate) fn has_few_others(measured: &Measurement) -> bool {
    measured.light_share <= MOST_OF_OTHERS && measured.neutral_share <= MOST_OF_OTHERS
}

/// Whether the ink is that of a seal of this width and height in millimetres, as scanners leave it:
/// some of it may be pale, or crumbs of the print below (B1), but nothing dark as large as a full
/// stop, which could write between the print. The parts of the page that it hides are measured
/// separately ([`crate::Cells`]).
#[must_use]
pub fn is_seal_ink(measured: &Measurement, size: (f64, f64)) -> bool {
    if print_mm2(measured, size) > MOST_PRINT_MM2 {
        return false;
    }
    measured.light_share <= MOST_SCANNED_OF_OTHERS
        && measured.neutral_share <= MOST_SCANNED_OF_OTHERS
        && measured.red_share >= LEAST_SCANNED_RED
}

/// Square millimetres of the largest cluster of dark ink in a picture whose ink is drawn this large.
fn print_mm2(measured: &Measurement, (width, height): (f64, f64)) -> f64 {
    measured.print_share * width * height
}

/// Handwriting and seals leave far more than this clear; a scan with its paper
/// leaves nothing.
pub(crate) const LEAST_TRANSPARENT: f64 = 0.35;
/// Less ink than this is an empty picture.
pub(crate) const LEAST_INK: f64 = 0.002;
/// Share of the ink that must have the colour; the rest are edges and dust.
pub(crate) const LEAST_COLOURED: f64 = 0.8;
/// Share of the ink of a seal that may be light, black or grey. Seals have none; their edges are
/// blended with the page below.
pub(crate) const MOST_OF_OTHERS: f64 = 0.02;
/// The same of seals that were scanned and cut out, and how much of their ink must be red.
const MOST_SCANNED_OF_OTHERS: f64 = 0.08;
const LEAST_SCANNED_RED: f64 = 0.92;
/// Square millimetres of dark ink in one place of a seal. A full stop of 14 points has 0.25; of honest pictures (seals as agencies
/// make them, 26 to 53 mm) JPEG noise has 0.06 at most in a seal of 36 mm.
const MOST_PRINT_MM2: f64 = 0.19;
/// The largest seals.
const MOST_MM: (f64, f64) = (60.0, 60.0);
/// Share of the ink of a seal that must be red.
pub(crate) const LEAST_RED: f64 = 0.95;
/// Greatest quotient of the sides of a round seal.
pub(crate) const SEAL_ASPECT: f64 = 1.1;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::picture::Picture;

    /// A clear picture with a filled rectangle in its middle.
    fn drawn(width: u32, height: u32, ink: (u32, u32), colour: [u8; 3]) -> Picture {
        let inside = |at: u32, size: u32, ink: u32| at.abs_diff(size / 2) < ink / 2;
        let mut rgba = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let [red, green, blue] = colour;
                let drawn = inside(x, width, ink.0) && inside(y, height, ink.1);
                rgba.extend([red, green, blue, if drawn { 255 } else { 0 }]);
            }
        }
        Picture::new(width, height, rgba).unwrap()
    }

    #[test]
    fn blue_ink_on_nothing_is_a_signature() {
        let navy = drawn(100, 40, (60, 10), [20, 30, 90]);
        let measured = check_signature_image(&navy.pixels()).unwrap();
        assert_eq!(check_signature_measurement(&measured), Ok(()));
        assert!(check_seal_measurement(&measured).is_err());
    }

    #[test]
    fn a_red_signature_is_refused_with_its_hue() {
        let red = drawn(100, 40, (60, 10), [200, 10, 20]);
        let error = check_signature_image(&red.pixels()).unwrap_err();
        assert!(
            error.to_string().contains("hue 345°–360°, 100 %"),
            "{error}"
        );
    }

    #[test]
    fn a_seal_that_is_not_round_is_refused() {
        let wide = drawn(100, 100, (80, 40), [200, 10, 20]);
        let error = check_seal_image(&wide.pixels()).unwrap_err();
        assert!(matches!(error, ImageError::NotRound { .. }), "{error}");
    }

    /// A few red pixels beside what wipes out a name.
    #[test]
    fn a_seal_has_no_white_and_no_words() {
        for other in [[255, 255, 255], [255, 220, 215], [0, 0, 0], [20, 30, 200]] {
            let seal = drawn(100, 100, (80, 80), [200, 10, 20]);
            let mut rgba = seal.rgba().to_vec();
            for y in 40..50 {
                for x in 30..70 {
                    let at = (y * 100 + x) * 4;
                    rgba[at..at + 3].copy_from_slice(&other);
                }
            }
            let seal = Picture::new(100, 100, rgba).unwrap();
            let error = check_seal_image(&seal.pixels()).unwrap_err();
            assert!(matches!(error, ImageError::Covers { .. }), "{error}");
        }
    }

    /// In a seal of 36 mm (102 points) a full stop of 14 points has 1.6 points, a grain of dust less.
    #[test]
    fn a_seal_writes_no_full_stop() {
        let with_black = |points: f64| {
            let seal = drawn(1020, 1020, (1020, 300), [200, 10, 20]);
            let mut rgba = seal.rgba().to_vec();
            for (index, pixel) in rgba.chunks_mut(4).enumerate() {
                let (x, y) = (index % 1020, index / 1020);
                let at = |pixel: usize| (pixel as f64 - 510.0) / 10.0;
                if at(x).hypot(at(y) + 30.0) < points / 2.0 {
                    pixel.copy_from_slice(&[0, 0, 0, 255]);
                }
            }
            measure(&Picture::new(1020, 1020, rgba).unwrap().pixels())
        };
        let (stop, dust) = (with_black(1.6), with_black(0.8));
        assert!(!is_seal_ink(&stop, (36.0, 36.0 * 450.0 / 1020.0)));
        assert!(is_seal_ink(&dust, (36.0, 36.0 * 450.0 / 1020.0)));
        // The same picture drawn half as large.
        assert!(is_seal_ink(&stop, (18.0, 9.0 * 900.0 / 1020.0)));
        let error = check_seal_measurement(&stop).unwrap_err();
        assert_eq!(error, ImageError::Print);
    }

    #[test]
    fn an_empty_picture_is_no_signature() {
        let empty = drawn(100, 40, (0, 0), [0, 0, 255]);
        let error = check_signature_image(&empty.pixels()).unwrap_err();
        assert!(matches!(error, ImageError::NoInk { .. }), "{error}");
    }
}

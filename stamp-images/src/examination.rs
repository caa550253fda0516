//! What an image file is, criterion by criterion: each with what was measured, what is allowed, and whether it is kept.
//!
//! The rules A1 and B1 decide by [`check_signature_image`](crate::check_signature_image) and
//! [`check_seal_image`](crate::check_seal_image), which stop at the first fault. Who makes a picture wants to know all of
//! them: [`ImageExamination::of`] lists what the same rules say, so that a picture is usable here exactly
//! where signing accepts it. Two further criteria, the true size of a seal and the resolution, are no rule of signing: what
//! they say is a remark.

mod text;

use crate::error::ImageError;
use crate::format::PictureFormat;
use crate::geometry::Millimetres;
use crate::ink_colour::{Dominant, ImageRule, InkColour};
use crate::measure::{Measurement, measure};
use crate::picture::{MAX_PNG_BYTES, MAX_PNG_SIDE, Picture};
use crate::place::GREATEST_SIGNATURE_WIDTH;
use crate::rules;

/// What a picture is to be used as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ImageUse {
    /// The signature image of a person (A1).
    Signature,
    /// The seal of an agency (B1).
    Seal {
        /// Diameter of the physical seal, in which the picture is drawn (B2).
        diameter: Millimetres,
    },
}

impl ImageUse {
    /// The rule that the picture must keep.
    #[must_use]
    pub fn rule(self) -> ImageRule {
        match self {
            Self::Signature => ImageRule::A1,
            Self::Seal { .. } => ImageRule::B1,
        }
    }

    /// The greatest width at which signing draws the whole picture: the diameter of a seal, and for a signature what the gap
    /// between title and name is given at most.
    pub(crate) fn drawn_width(self) -> Millimetres {
        match self {
            Self::Signature => GREATEST_SIGNATURE_WIDTH,
            Self::Seal { diameter } => diameter,
        }
    }

    /// Pixels an inch of a picture with so many pixels across.
    pub(crate) fn dpi(self, width: u32) -> f64 {
        f64::from(width) * MM_PER_INCH / self.drawn_width().0
    }
}

/// What was found out about a picture, the format first.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageExamination {
    /// What it is to be used as.
    pub purpose: ImageUse,
    /// The criteria; those behind one that keeps the picture from being read are missing.
    pub criteria: Vec<ImageFinding>,
}

/// One criterion of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImageFinding {
    /// What was measured.
    pub criterion: ImageCriterion,
    /// Whether that is as it must be.
    pub step: ImageStep,
}

/// Whether a criterion is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageStep {
    /// As it must be.
    Kept,
    /// Not as it should be; the picture can be used all the same.
    Differs,
    /// Signing refuses the picture.
    NotKept,
}

/// What is measured of a picture, with what is allowed. Shares are from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ImageCriterion {
    /// PNG (A1, B1).
    Format {
        /// What it is.
        found: PictureFormat,
    },
    /// Bytes of the file.
    Bytes {
        /// How many it has.
        found: usize,
        /// The most that is read.
        most: usize,
    },
    /// Pixels across and down.
    Pixels {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
        /// The most of each.
        most: u32,
    },
    /// How much of it is transparent (A1, B1).
    Background {
        /// Share of its pixels.
        transparent: f64,
        /// The least share.
        least: f64,
    },
    /// How much of it is ink.
    Ink {
        /// Share of its pixels.
        share: f64,
        /// The least share.
        least: f64,
    },
    /// The hue of the ink (A1, B1).
    Colour {
        /// The colour asked for.
        wanted: InkColour,
        /// Share of the ink that has it.
        share: f64,
        /// The least share.
        least: f64,
        /// What most of the ink looks like.
        measured: Dominant,
    },
    /// What in a seal would hide words (B1).
    OtherInk {
        /// Share of the ink that is as light as paper.
        light: f64,
        /// Share of the ink that is black, grey or white.
        neutral: f64,
        /// The largest share of each.
        most: f64,
    },
    /// Dark strokes in a seal, which would read as print (B1).
    Print {
        /// Whether there are any as large as printed characters.
        found: bool,
    },
    /// The circle of a seal (B1).
    Round {
        /// Width of the ink divided by its height.
        ink: f64,
        /// Width of the picture divided by its height.
        picture: f64,
        /// The greatest quotient of the longer side and the shorter one.
        most: f64,
    },
    /// What a seal measures on the page (B1): as the picture is drawn in the diameter, margins make the seal smaller.
    TrueSize {
        /// Diameter of the ink.
        drawn: Millimetres,
        /// Diameter of the physical seal.
        diameter: Millimetres,
        /// The least quotient of the two.
        least: f64,
    },
    /// Pixels an inch as it is drawn.
    Resolution {
        /// How many.
        dpi: f64,
        /// The width in which it is drawn, for a signature the greatest.
        width: Millimetres,
        /// The least that is recommended.
        least: f64,
    },
}

impl ImageExamination {
    /// Looks at an image file.
    ///
    /// # Errors
    /// [`ImageError::Unreadable`] for a damaged PNG file. What signing does not read for another reason, such as another
    /// format, is a criterion that is not kept.
    pub fn of(bytes: &[u8], purpose: ImageUse) -> Result<Self, ImageError> {
        let found = PictureFormat::of(bytes);
        let mut criteria = vec![finding(
            ImageCriterion::Format { found },
            found == PictureFormat::Png,
        )];
        match Picture::from_png(bytes) {
            Ok(picture) => criteria.extend(of_picture(&picture, purpose)),
            Err(ImageError::TooManyBytes { .. }) => criteria.push(of_bytes(bytes)),
            Err(ImageError::TooLarge { width, height, .. }) => {
                criteria.push(of_pixels(width, height));
            }
            Err(ImageError::NotPng) => {}
            Err(error) => return Err(error),
        }
        Ok(Self { purpose, criteria })
    }

    /// Whether signing accepts the picture.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        let mut steps = self.criteria.iter().map(|one| one.step);
        steps.all(|step| step != ImageStep::NotKept)
    }
}

fn of_picture(picture: &Picture, purpose: ImageUse) -> Vec<ImageFinding> {
    let measured = measure(&picture.pixels());
    let mut criteria = vec![of_pixels(picture.width(), picture.height())];
    criteria.extend(of_rule(&measured, purpose.rule()));
    if let ImageUse::Seal { diameter } = purpose {
        criteria.push(of_true_size(&measured, diameter));
    }
    criteria.push(of_resolution(picture.width(), purpose));
    criteria
}

/// What the rule says: each of its faults breaks one of these criteria, and the other way round.
fn of_rule(measured: &Measurement, rule: ImageRule) -> Vec<ImageFinding> {
    let (wanted, share, least) = rules::colour(measured, rule);
    let background = ImageCriterion::Background {
        transparent: measured.transparent_share,
        least: rules::LEAST_TRANSPARENT,
    };
    let ink = ImageCriterion::Ink {
        share: measured.ink_share,
        least: rules::LEAST_INK,
    };
    let colour = ImageCriterion::Colour {
        wanted,
        share,
        least,
        measured: measured.dominant,
    };
    let mut findings = vec![
        finding(background, rules::has_clear_background(measured)),
        finding(ink, rules::has_ink(measured)),
        finding(colour, share >= least),
    ];
    if rule == ImageRule::B1 {
        findings.extend(of_seal(measured));
    }
    findings
}

fn of_seal(measured: &Measurement) -> [ImageFinding; 3] {
    let other = ImageCriterion::OtherInk {
        light: measured.light_share,
        neutral: measured.neutral_share,
        most: rules::MOST_OF_OTHERS,
    };
    let found = rules::has_print(measured);
    let [ink, picture] = rules::aspects(measured);
    let round = ImageCriterion::Round {
        ink,
        picture,
        most: rules::SEAL_ASPECT,
    };
    [
        finding(other, rules::has_few_others(measured)),
        finding(ImageCriterion::Print { found }, !found),
        finding(round, rules::is_round(ink) && rules::is_round(picture)),
    ]
}

/// The whole picture is drawn as wide as the seal is, so that a clear margin makes the seal smaller than it is (B1).
fn of_true_size(measured: &Measurement, diameter: Millimetres) -> ImageFinding {
    let [left, top, right, bottom] = measured.drawn;
    let share = (right - left).max(bottom - top);
    let size = ImageCriterion::TrueSize {
        drawn: Millimetres(diameter.0 * share),
        diameter,
        least: LEAST_OF_DIAMETER,
    };
    remark(size, share >= LEAST_OF_DIAMETER)
}

fn of_resolution(width: u32, purpose: ImageUse) -> ImageFinding {
    let dpi = purpose.dpi(width);
    let resolution = ImageCriterion::Resolution {
        dpi,
        width: purpose.drawn_width(),
        least: LEAST_DPI,
    };
    remark(resolution, dpi >= LEAST_DPI)
}

fn of_bytes(bytes: &[u8]) -> ImageFinding {
    let (found, most) = (bytes.len(), MAX_PNG_BYTES);
    finding(ImageCriterion::Bytes { found, most }, found <= most)
}

fn of_pixels(width: u32, height: u32) -> ImageFinding {
    let most = MAX_PNG_SIDE;
    let pixels = ImageCriterion::Pixels {
        width,
        height,
        most,
    };
    finding(pixels, width.max(height) <= most)
}

/// A criterion by which signing decides.
fn finding(criterion: ImageCriterion, is_kept: bool) -> ImageFinding {
    let step = match is_kept {
        true => ImageStep::Kept,
        false => ImageStep::NotKept,
    };
    ImageFinding { criterion, step }
}

/// One that refuses nothing.
fn remark(criterion: ImageCriterion, is_kept: bool) -> ImageFinding {
    let step = match is_kept {
        true => ImageStep::Kept,
        false => ImageStep::Differs,
    };
    ImageFinding { criterion, step }
}

/// Decree 30/2020 asks for 200 dpi of paper that is digitised (D2), and gives no number for these pictures. A4 pages are printed and
/// shown with that and less, so a picture below it is the coarsest thing on the page; strokes of a pen still have three pixels. It is a
/// remark, as the law does not refuse such a picture and signing does not either. Above 300 dpi nothing is gained:
/// [`Appearance::image`](crate::Appearance::image) draws no more.
const LEAST_DPI: f64 = 200.0;
/// The physical diameter is known to a millimetre or so; the verifier allows half a millimetre of 30 to 45 mm as well.
const LEAST_OF_DIAMETER: f64 = 0.97;
const MM_PER_INCH: f64 = 25.4;

#[cfg(test)]
mod tests;

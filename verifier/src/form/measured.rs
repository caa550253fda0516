//! The measurements of a picture, and its kind by them.

use std::sync::Arc;

use kyso_stamp_images::{
    ImageError, Measurement, Pixels, check_seal_measurement, check_signature_measurement,
    is_seal_ink, is_transparent, measure_cells,
};
use kyso_words::Localized;

use super::drawn::Drawn;
use super::veil::Sheet;
use crate::finding::FormDetail;

/// The colour that most of the ink of a picture has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Blue,
    Red,
    Other,
}

/// A picture judged by both rules.
#[derive(Debug, Clone)]
pub(super) struct MeasuredPicture {
    pub(super) ink: Ink,
    pub(super) signature_rule: FormDetail,
    pub(super) seal_rule: FormDetail,
    pub(super) measured: Measurement,
    /// The shares that its parts hide.
    pub(super) sheet: Arc<Sheet>,
    /// Whether it is shown as it is measured: nothing but its own entries
    /// decides on colours and mask.
    pub(super) is_plain: bool,
}

impl MeasuredPicture {
    /// The measurements of the pixels of a single picture.
    pub(super) fn of(pixels: &Pixels<'_>) -> Self {
        let (measured, cells) = measure_cells(pixels);
        // In a picture on white paper, only the darker parts are ink.
        let dark = match measured.light_share {
            light if light > ON_PAPER => 1.0 - light,
            _ => 1.0,
        };
        let ink = if measured.red_share > 0.5 * dark {
            Ink::Red
        } else if measured.blue_share > 0.5 * dark {
            Ink::Blue
        } else {
            Ink::Other
        };
        Self {
            ink,
            signature_rule: detail(check_signature_measurement(&measured)),
            seal_rule: detail(check_seal_measurement(&measured)),
            measured,
            sheet: Sheet::new(cells),
            is_plain: false,
        }
    }

    /// Whether a reader sees ink in it: colours as light as paper are none, and the ink of a seal
    /// is red.
    pub(super) fn has_visible_ink(&self) -> bool {
        let least = match self.ink {
            Ink::Red => LEAST_RED,
            Ink::Blue | Ink::Other => LEAST_INK,
        };
        let measured = &self.measured;
        let visible = match self.ink {
            Ink::Red => measured.dark_red_share,
            Ink::Blue | Ink::Other => measured.ink_share * (1.0 - measured.light_share),
        };
        visible >= least
    }

    /// What the picture is by itself, with ink of this size in millimetres: the ink of real seals
    /// is 26 to 53 mm wide, and the picture may have a rim (B6).
    pub(super) fn drawn(&self, size: Option<(f64, f64)>) -> Drawn {
        const SEAL_MM: std::ops::RangeInclusive<f64> = 20.0..=60.0;
        const ROUND: std::ops::RangeInclusive<f64> = 0.77..=1.3;
        let of_seal = |(width, height): (f64, f64)| {
            SEAL_MM.contains(&width)
                && SEAL_MM.contains(&height)
                && ROUND.contains(&(width / height))
        };
        let measured = &self.measured;
        let is_clear = is_transparent(measured);
        match self.ink {
            Ink::Red
                if is_clear
                    && size.is_some_and(|size| of_seal(size) && is_seal_ink(measured, size)) =>
            {
                Drawn::SealPicture
            }
            Ink::Blue | Ink::Other if is_clear => Drawn::SignaturePicture,
            Ink::Blue | Ink::Other if is_on_paper(measured) => Drawn::SignatureOnPaper,
            _ => Drawn::Picture,
        }
    }
}

/// Whether a picture is dark strokes on white paper of its own: a scan of a signature whose paper was not taken out.
fn is_on_paper(measured: &Measurement) -> bool {
    const PAPER: f64 = 0.5;
    const STROKES: f64 = 0.002;
    let dark = measured.ink_share * (1.0 - measured.light_share);
    measured.light_share >= PAPER && dark >= STROKES
}

fn detail(result: Result<(), ImageError>) -> FormDetail {
    match result {
        Ok(()) => FormDetail::PictureGood,
        Err(error) => FormDetail::PictureBad {
            vi: error.vietnamese(),
            en: error.to_string(),
        },
    }
}

/// Share of the pixels of a seal that are red, and darker than paper: those of real ones have from 10 to 40 %.
const LEAST_RED: f64 = 0.01;
/// Share of the pixels of another picture that are darker than paper.
const LEAST_INK: f64 = 0.001;
/// More of the ink than this is as light as paper where it is paper.
const ON_PAPER: f64 = 0.2;

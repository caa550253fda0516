//! CIE 1976 L*a*b* (ISO 32000-2, 8.6.5.4) as red, green and blue of screens.

use kyso_pdf::{Dictionary, Object, PdfError, View};

use super::units::{Range, byte};
use crate::colour_space::is_daylight;

/// Ranges of `a` and `b`. The white point is taken for that of screens: colours are judged by their hue.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::form) struct Lab {
    range: [f64; 4],
}

impl Lab {
    /// `None` when `/Range` is none, or white no light to read by, of which programs make different colours.
    pub(super) fn read(
        view: &View<'_, '_>,
        entries: &Dictionary,
    ) -> Result<Option<Self>, PdfError> {
        const USUAL: [f64; 4] = [-100.0, 100.0, -100.0, 100.0];
        let white = numbers(&*view.get(entries, "WhitePoint")?);
        if !white.is_some_and(is_daylight) {
            return Ok(None);
        }
        let range = view.get(entries, "Range")?;
        if range.is_null() {
            return Ok(Some(Self { range: USUAL }));
        }
        Ok(numbers(&range).map(|range| Self { range }))
    }

    pub(super) fn ranges(&self) -> [Range; 3] {
        let [a_least, a_most, b_least, b_most] = self.range;
        [[0.0, 100.0], [a_least, a_most], [b_least, b_most]]
    }

    /// An entry of a table.
    pub(super) fn of_bytes(&self, entry: [u8; 3]) -> [u8; 3] {
        let mut ranges = self.ranges().into_iter();
        self.rgb(entry.map(|sample| {
            let [least, most] = ranges.next().unwrap_or_default();
            least + f64::from(sample) / 255.0 * (most - least)
        }))
    }

    pub(super) fn rgb(&self, [light, a, b]: [f64; 3]) -> [u8; 3] {
        const WHITE: [f64; 3] = [0.9505, 1.0, 1.089];
        let [_, [a_least, a_most], [b_least, b_most]] = self.ranges();
        let (a, b) = (a.max(a_least).min(a_most), b.max(b_least).min(b_most));
        let middle = (light + 16.0) / 116.0;
        let stages = [middle + a / 500.0, middle, middle - b / 200.0];
        let mut white = WHITE.into_iter();
        let [x, y, z] = stages.map(|stage| white.next().unwrap_or(1.0) * linear(stage));
        [
            byte(shown(3.2406 * x - 1.5372 * y - 0.4986 * z)),
            byte(shown(-0.9689 * x + 1.8758 * y + 0.0415 * z)),
            byte(shown(0.0557 * x - 0.2040 * y + 1.0570 * z)),
        ]
    }
}

/// The elements of an array of so many numbers.
fn numbers<const N: usize>(array: &Object) -> Option<[f64; N]> {
    let numbers = array.as_array()?.iter().map(Object::as_number);
    let numbers: Option<Vec<f64>> = numbers.collect();
    <[f64; N]>::try_from(numbers?).ok()
}

/// The function `g` of 8.6.5.4.
fn linear(stage: f64) -> f64 {
    match stage >= 6.0 / 29.0 {
        true => stage.powi(3),
        false => 108.0 / 841.0 * (stage - 4.0 / 29.0),
    }
}

/// The transfer curve of sRGB.
fn shown(linear: f64) -> f64 {
    match linear <= 0.003_130_8 {
        true => 12.92 * linear,
        false => 1.055 * linear.powf(1.0 / 2.4) - 0.055,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_keep_their_hue() {
        let lab = Lab {
            range: [-128.0, 127.0, -128.0, 127.0],
        };
        assert_eq!(lab.rgb([100.0, 0.0, 0.0]), [255, 255, 255]);
        assert_eq!(lab.rgb([0.0, 0.0, 0.0]), [0, 0, 0]);
        // Red and blue of sRGB.
        let [red, green, blue] = lab.rgb([53.24, 80.09, 67.2]);
        assert!(red > 250 && green < 6 && blue < 6, "{red} {green} {blue}");
        let [red, green, blue] = lab.rgb([32.3, 79.19, -107.86]);
        assert!(red < 6 && green < 6 && blue > 250, "{red} {green} {blue}");
        let middle = lab.of_bytes([255, 128, 128]);
        assert_eq!(middle, [255, 255, 255]);
    }
}

//! What of the graphics state and of texts matters for what a look shows.

use kyso_pdf::{Object, Operation};

use super::Matrix;
use super::seen::Clip;

/// Whether a text shows anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    /// It has no characters.
    Empty,
    /// The byte 32 alone, which is whatever the font draws for it.
    Spaces,
    No,
}

/// What a text shows; of arrays that is not told.
pub(super) fn shows_blanks(operation: &Operation) -> Blank {
    match operation.operands.last() {
        Some(Object::String(text)) if text.is_empty() => Blank::Empty,
        Some(Object::String(text)) if text.iter().all(|byte| *byte == b' ') => Blank::Spaces,
        _ => Blank::No,
    }
}

/// What of the graphics state decides how an image is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    /// `None` for colours of a space that is not followed.
    pub(super) fill: Option<[u8; 3]>,
    pub(super) clip: Clip,
    /// Whether a layer or a graphics state may hide what is drawn.
    pub(super) is_veiled: bool,
}

impl State {
    pub(super) fn at(matrix: Matrix, clip: Clip) -> Self {
        Self {
            matrix,
            fill: Some([0; 3]),
            clip,
            is_veiled: false,
        }
    }

    /// Whether it is dark what is filled: black, most often, or a colour.
    pub(super) fn fills_darkly(&self) -> bool {
        const LIGHT: u32 = 176;
        let luminance = |[red, green, blue]: [u8; 3]| {
            (77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8
        };
        self.fill.is_some_and(|fill| luminance(fill) < LIGHT)
    }

    /// Gray, red-green-blue, or four colours without a profile (ISO 32000-2, 8.6.4).
    pub(super) fn set_fill(&mut self, operation: &Operation) {
        let parts = |parts: [f64; 3]| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is clamped
            let byte = |part: f64| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
            Some(parts.map(byte))
        };
        self.fill = match operation.operator.as_slice() {
            b"g" => operation.numbers().and_then(|[gray]| parts([gray; 3])),
            b"rg" => operation.numbers().and_then(parts),
            b"k" => operation
                .numbers()
                .and_then(|[c, m, y, k]| parts([c, m, y].map(|ink| 1.0 - ink - k))),
            _ => None,
        };
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn operation(content: &str) -> Operation {
        let mut read = kyso_pdf::operations(content.as_bytes(), 1).unwrap();
        read.pop().unwrap()
    }

    #[test]
    fn colours_of_fillings_are_followed_as_far_as_they_are_known() {
        let mut state = State::at(Matrix::IDENTITY, Clip::Unknown);
        for (content, fill) in [
            ("1 g", Some([255; 3])),
            ("1 0 .2 rg", Some([255, 0, 51])),
            ("1 0 0 0 k", Some([0, 255, 255])),
            ("0 0 0 2 k", Some([0; 3])),
            ("/Cs1 cs", None),
            ("0.5 g", Some([128; 3])),
            ("/P1 scn", None),
            ("1 0 rg", None),
        ] {
            state.set_fill(&operation(content));
            assert_eq!(state.fill, fill, "{content}");
        }
    }

    #[test]
    fn blanks_are_no_text() {
        for (content, blank) in [
            ("() Tj", Blank::Empty),
            ("(  ) '", Blank::Spaces),
            ("( a) Tj", Blank::No),
            ("[()] TJ", Blank::No),
        ] {
            assert_eq!(shows_blanks(&operation(content)), blank, "{content}");
        }
    }
}

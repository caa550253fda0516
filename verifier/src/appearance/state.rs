//! The parts of the graphics state and of text that matter for what a look shows.

use kyso_pdf::{Dictionary, Name, Object, Operation};

use super::clip::Clip;
use super::painted::Pen;
use super::placed::Placed;
use super::seen::shows_plainly;

/// The parts of the graphics state that decide how an image is drawn.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub(super) matrix: Placed,
    /// `None` for colours of a space that is not followed.
    pub(super) fill: Option<[u8; 3]>,
    /// The same of strokes.
    pub(super) stroke: Option<[u8; 3]>,
    /// `None` when it is not known how wide strokes are.
    pub(super) pen: Option<Pen>,
    /// Whether glyphs are stroked.
    pub(super) strokes_text: bool,
    /// The name of the font; `None` when this form has set none that all programs take alike.
    pub(super) font: Option<Name>,
    pub(super) clip: Clip,
    /// Whether a layer or a graphics state may hide what is drawn.
    pub(super) is_veiled: bool,
    /// Opacity of the forms around, and of what is drawn in this one, 0 to 1.
    pub(super) outer: f64,
    pub(super) own: f64,
}

impl State {
    pub(super) fn at(matrix: Placed, clip: Clip) -> Self {
        Self {
            matrix,
            fill: Some([0; 3]),
            stroke: Some([0; 3]),
            pen: Some(Pen::INITIAL),
            strokes_text: false,
            font: None,
            clip,
            is_veiled: false,
            outer: 1.0,
            own: 1.0,
        }
    }

    /// Whether glyphs are dark and as thick as their font has them.
    pub(super) fn writes_plainly(&self) -> bool {
        // Points: programs make letters bold by strokes of a thirtieth of their height.
        const BOLD: f64 = 1.0;
        let is_thin = |pen: Pen| pen.width.abs() * self.matrix.stretch() <= BOLD;
        let strokes_plainly = || is_dark(self.stroke) && self.pen.is_some_and(is_thin);
        is_dark(self.fill) && (!self.strokes_text || strokes_plainly())
    }

    /// Sets what a graphics state of `gs` has (ISO 32000-2, 8.4.5); its values are no references.
    pub(super) fn set(&mut self, entries: &Dictionary) {
        self.is_veiled |= !shows_plainly(entries);
        let entry = |key: &str| entries.get(key).filter(|value| !value.is_null());
        if let Some(opacity) = entry("ca") {
            // An opacity that is no number shows nothing.
            self.own = opacity.as_number().map_or(0.0, |own| own.clamp(0.0, 1.0));
        }
        let or = |key: &str, before: f64| entry(key).map_or(Some(before), Object::as_number);
        self.pen = self.pen.and_then(|pen| {
            Some(Pen {
                width: or("LW", pen.width)?,
                miter: or("ML", pen.miter)?,
            })
        });
    }

    /// The state in which a form begins: a group fades as a whole, and some programs take all forms for groups.
    pub(super) fn within_form(self) -> Self {
        Self {
            outer: self.outer * self.own,
            own: 1.0,
            // Programs differ in whether a form keeps the font of the one around.
            font: None,
            ..self
        }
    }

    /// Whether an image is not seen, or less than half of it.
    pub(super) fn is_faded(&self) -> bool {
        const LEAST: f64 = 0.5;
        self.is_veiled || self.outer * self.own < LEAST
    }

    pub(super) fn set_fill(&mut self, operation: &Operation) {
        self.fill = colour(operation);
    }

    pub(super) fn set_stroke(&mut self, operation: &Operation) {
        self.stroke = colour(operation);
    }

    /// `w` and `M`.
    pub(super) fn set_pen(&mut self, operation: &Operation) {
        let pen = self.pen.zip(operation.numbers());
        self.pen = pen.map(|(pen, [number])| match operation.operator.as_slice() {
            b"w" => Pen {
                width: number,
                ..pen
            },
            _ => Pen {
                miter: number,
                ..pen
            },
        });
    }

    /// `Tf`.
    pub(super) fn set_font(&mut self, operation: &Operation) {
        self.font = match operation.operands.as_slice() {
            [Object::Name(name), size] if size.as_number().is_some() => Some(name.clone()),
            _ => None,
        };
    }

    /// `Tr`; whether glyphs are not clipped by, as far as is known (ISO 32000-2, 9.3.6).
    pub(super) fn set_text_mode(&mut self, operation: &Operation) -> bool {
        let mode = operation.numbers().map(|[mode]| mode);
        let fills = [0.0, 3.0].map(Some).contains(&mode);
        self.strokes_text = !fills;
        fills || [1.0, 2.0].map(Some).contains(&mode)
    }
}

/// Whether a colour is dark: black, most often, or a colour.
fn is_dark(colour: Option<[u8; 3]>) -> bool {
    const LIGHT: u32 = 176;
    let luminance = |[red, green, blue]: [u8; 3]| {
        (77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8
    };
    colour.is_some_and(|colour| luminance(colour) < LIGHT)
}

/// Gray, red-green-blue, or four colours without a profile (ISO 32000-2, 8.6.4).
fn colour(operation: &Operation) -> Option<[u8; 3]> {
    let parts = |parts: [f64; 3]| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is clamped
        let byte = |part: f64| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
        Some(parts.map(byte))
    };
    match operation.operator.as_slice() {
        b"g" | b"G" => operation.numbers().and_then(|[gray]| parts([gray; 3])),
        b"rg" | b"RG" => operation.numbers().and_then(parts),
        b"k" | b"K" => operation
            .numbers()
            .and_then(|[c, m, y, k]| parts([c, m, y].map(|ink| 1.0 - ink - k))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Matrix;
    use super::*;

    fn operation(content: &str) -> Operation {
        let mut read = kyso_pdf::operations(content.as_bytes(), 1).unwrap();
        read.pop().unwrap()
    }

    #[test]
    fn colours_of_fillings_are_followed_as_far_as_they_are_known() {
        let mut state = State::at(Placed::of(Matrix::IDENTITY), Clip::Unknown);
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
    fn light_or_broad_strokes_of_letters_are_told() {
        for (content, is_plain) in [
            ("0 g", true),
            ("1 g", false),
            ("1 G", true),
            ("2 Tr", true),
            ("2 Tr .4 w", true),
            ("2 Tr 1 G", false),
            ("2 Tr 9 w", false),
            ("1 Tr /Cs1 CS", false),
            ("2 Tr (9) w", false),
            ("2 Tr 9 w 0 Tr", true),
        ] {
            let mut state = State::at(Placed::of(Matrix::IDENTITY), Clip::Unknown);
            for operation in kyso_pdf::operations(content.as_bytes(), 9).unwrap() {
                match operation.operator.as_slice() {
                    b"w" => state.set_pen(&operation),
                    b"Tr" => assert!(state.set_text_mode(&operation)),
                    b"g" => state.set_fill(&operation),
                    _ => state.set_stroke(&operation),
                }
            }
            assert_eq!(state.writes_plainly(), is_plain, "{content}");
        }
    }

    #[test]
    fn opacities_of_forms_within_forms_are_multiplied() {
        let state = |opacity: Object| Dictionary::new().with("ca", opacity);
        let mut outer = State::at(Placed::of(Matrix::IDENTITY), Clip::Unknown);
        outer.set(&state(Object::Real(0.1)));
        assert!(outer.is_faded());
        outer.set(&state(Object::Real(0.7)));
        assert!(!outer.is_faded());
        let mut inner = outer.within_form();
        assert!(!inner.is_faded());
        inner.set(&state(Object::Real(0.7)));
        assert!(inner.is_faded());
        inner.set(&state(Object::Real(5.0)));
        assert!(!inner.is_faded());
        inner.set(&state(kyso_pdf::Name::from("None").into()));
        assert!(inner.is_faded());
    }

    #[test]
    fn texts_that_clip_are_told() {
        for content in ["4 Tr", "7 Tr", "(7) Tr", "Tr", "-1 Tr", "2.5 Tr"] {
            let mut state = State::at(Placed::of(Matrix::IDENTITY), Clip::Unknown);
            assert!(!state.set_text_mode(&operation(content)), "{content}");
        }
    }
}

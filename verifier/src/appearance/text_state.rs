//! The graphics state of a look, as far as it moves text and widens strokes.

use std::rc::Rc;

use kyso_pdf::Operation;

use super::Matrix;
use super::fonts::Font;
use super::painted::Pen;
use super::placed::Placed;

/// The graphics state, as far as it moves text (ISO 32000-2, 9.3).
#[derive(Clone)]
pub(super) struct State {
    pub(super) matrix: Placed,
    pub(super) pen: Pen,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) character_spacing: f64,
    pub(super) word_spacing: f64,
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    /// Whether fillings are nearer to white than to black, or not known.
    pub(super) is_light: bool,
}

/// The matrices of a text object: of the next glyph, and of the start of its line.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) next: Placed,
    pub(super) line: Placed,
}

impl State {
    pub(super) fn new(matrix: Placed) -> Self {
        Self {
            matrix,
            pen: Pen::INITIAL,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_light: false,
        }
    }

    /// Whether text is moved by nothing that was set before.
    pub(super) fn is_initial(&self) -> bool {
        let set = [
            self.character_spacing,
            self.word_spacing,
            self.leading,
            self.rise,
        ];
        set == [0.0; 4] && self.stretch == 1.0
    }

    /// Sets the value that an operator sets, if it is one of them; nothing when its operands do not
    /// fit.
    pub(super) fn set(&mut self, operation: &Operation) -> Option<()> {
        let number = || operation.numbers().map(|[number]| number);
        match operation.operator.as_slice() {
            b"w" => self.pen.width = number()?,
            b"M" => self.pen.miter = number()?,
            b"Tc" => self.character_spacing = number()?,
            b"Tw" => self.word_spacing = number()?,
            b"Tz" => self.stretch = number()? / 100.0,
            b"TL" => self.leading = number()?,
            b"Ts" => self.rise = number()?,
            b"g" | b"rg" | b"k" | b"sc" | b"scn" => self.is_light = is_light(operation),
            // Filled, or not shown; strokes are wider than glyphs.
            b"Tr" if !matches!(number()? as i64, 0 | 3) => return None,
            _ => {}
        }
        Some(())
    }
}

impl Position {
    pub(super) fn start() -> Self {
        Self::at_line(Placed::of(Matrix::IDENTITY))
    }

    /// At the start of a line.
    pub(super) fn at_line(line: Placed) -> Self {
        Self { next: line, line }
    }

    pub(super) fn move_line(&mut self, x: f64, y: f64) {
        *self = Self::at_line(shift(x, y).then(&self.line));
    }

    /// Moves along the line.
    pub(super) fn advance(&mut self, x: f64) {
        self.next = shift(x, 0.0).then(&self.next);
    }
}

fn shift(x: f64, y: f64) -> Placed {
    Placed::of(Matrix([1.0, 0.0, 0.0, 1.0, x, y]))
}

/// Whether a colour is nearer to white than to black, or its numbers do not say which.
fn is_light(operation: &Operation) -> bool {
    let numbers: Option<Vec<f64>> = operation
        .operands
        .iter()
        .map(kyso_pdf::Object::as_number)
        .collect();
    match numbers.as_deref() {
        // Of a separation, more is darker.
        Some([gray]) => operation.operator == b"g" && *gray > 0.5,
        Some([red, green, blue]) => 0.3 * red + 0.59 * green + 0.11 * blue > 0.5,
        Some([cyan, magenta, yellow, black]) => {
            let inks = 0.3 * cyan + 0.59 * magenta + 0.11 * yellow;
            (1.0 - inks) * (1.0 - black) > 0.5
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_moves_far_away_are_lost_to_some_programs() {
        let moved = |far: f64, times: usize| {
            let mut position = Position::start();
            position.move_line(far, 0.0);
            (0..times).for_each(|_| position.advance(0.0009));
            position.advance(-far);
            position.next.holds(12.0, 12.0)
        };
        assert!(moved(500.0, 200));
        assert!(moved(30_000.0, 10));
        assert!(!moved(30_000.0, 20_000));
    }
}

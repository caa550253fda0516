//! Paths of a look: as far as their paint reaches (ISO 32000-2, 8.5).

use kyso_pdf::{Operation, Rect};

use super::Matrix;

/// The path that is being built.
#[derive(Debug, Default)]
pub(super) struct Path {
    area: Option<Rect>,
    /// Whether it has corners that are not those of rectangles.
    has_corners: bool,
}

/// How strokes are drawn, in units of the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub(super) width: f64,
    pub(super) miter: f64,
}

impl Pen {
    pub(super) const INITIAL: Self = Self {
        width: 1.0,
        miter: 10.0,
    };

    /// How far a stroke reaches from its path at most, across and up, in points of user space.
    pub(super) fn reach(self, has_corners: bool, matrix: &Matrix) -> (f64, f64) {
        const CORNER: f64 = 1.5;
        let corner = match has_corners {
            true => self.miter.abs().max(CORNER),
            false => CORNER,
        };
        let reach = corner * self.width.abs() / 2.0;
        let brush = matrix.bounds(&Rect::from_corners(-reach, -reach, reach, reach));
        (brush.width() / 2.0, brush.height() / 2.0)
    }
}

impl Path {
    /// Whether an operator builds a path.
    pub(super) fn builds(operator: &[u8]) -> bool {
        matches!(operator, b"re" | b"m" | b"l" | b"c" | b"v" | b"y" | b"h")
    }

    /// Whether it paints or ends one.
    pub(super) fn ends(operator: &[u8]) -> bool {
        let fills = matches!(operator, b"f" | b"F" | b"f*" | b"n");
        fills || Self::strokes(operator)
    }

    pub(super) fn strokes(operator: &[u8]) -> bool {
        matches!(operator, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*")
    }

    pub(super) fn is_begun(&self) -> bool {
        self.area.is_some()
    }

    /// Adds the part of a path that the operator builds; nothing when its operands do not fit the
    /// operator.
    pub(super) fn build(&mut self, operation: &Operation, matrix: &Matrix) -> Option<()> {
        match operation.operator.as_slice() {
            b"re" => {
                let [x, y, width, height] = operation.numbers()?;
                let area = Rect::from_corners(x, y, x + width, y + height);
                self.add(&area, matrix);
            }
            b"m" | b"l" => self.points::<2>(operation, matrix)?,
            b"c" => self.points::<6>(operation, matrix)?,
            b"v" | b"y" => self.points::<4>(operation, matrix)?,
            _ => {}
        }
        Some(())
    }

    /// All points lie around what is drawn, those that control curves too.
    fn points<const N: usize>(&mut self, operation: &Operation, matrix: &Matrix) -> Option<()> {
        let numbers: [f64; N] = operation.numbers()?;
        for [x, y] in numbers.as_chunks::<2>().0 {
            self.add(&Rect::from_corners(*x, *y, *x, *y), matrix);
        }
        self.has_corners = true;
        Some(())
    }

    fn add(&mut self, area: &Rect, matrix: &Matrix) {
        self.area = Some(around(self.area, matrix.bounds(area)));
    }

    /// Ends the path, and gives how far its paint reaches.
    pub(super) fn end(&mut self, operator: &[u8], pen: Pen, matrix: &Matrix) -> Option<Rect> {
        let Self { area, has_corners } = std::mem::take(self);
        let area = area.filter(|_| operator != b"n")?;
        let reach = match Self::strokes(operator) {
            false => (0.0, 0.0),
            true => pen.reach(has_corners, matrix),
        };
        Some(grown(&area, reach))
    }
}

/// A rectangle with a brush around it; programs draw the thinnest lines a pixel wide.
pub(super) fn grown(area: &Rect, (x, y): (f64, f64)) -> Rect {
    let (x, y) = (x.max(0.5), y.max(0.5));
    Rect {
        left: area.left - x,
        bottom: area.bottom - y,
        right: area.right + x,
        top: area.top + y,
    }
}

/// The smallest rectangle around what is known and another one.
pub(super) fn around(known: Option<Rect>, other: Rect) -> Rect {
    known.map_or(other, |known| Rect {
        left: known.left.min(other.left),
        bottom: known.bottom.min(other.bottom),
        right: known.right.max(other.right),
        top: known.top.max(other.top),
    })
}

//! What the appearance of a widget draws, and where (ISO 32000-2, 12.5.5).

use std::rc::Rc;

use kyso_pdf::{Dictionary, Object, PdfError, Rect, Stream, View, Widget, operations};

/// A transformation matrix `[a b c d e f]` (ISO 32000-2, 8.3.4).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix([f64; 6]);

/// An image XObject as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct DrawnImage {
    pub(crate) stream: Rc<Stream>,
    /// The smallest rectangle around it, in points of user space of the page.
    pub(crate) rect: Rect,
    /// Whether it stands upright in user space.
    pub(crate) is_upright: bool,
}

/// What a widget shows.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) images: Vec<DrawnImage>,
    pub(crate) has_text: bool,
    /// Whether anything else is painted, or may be.
    pub(crate) has_shapes: bool,
    /// Whether nothing but images is drawn, as far as is known.
    pub(crate) is_alone: bool,
}

impl Default for Drawing {
    fn default() -> Self {
        Self {
            images: Vec::new(),
            has_text: false,
            has_shapes: false,
            is_alone: true,
        }
    }
}

/// Reads the normal appearance of `widget`; empty when it has none.
pub(crate) fn drawing(view: &View<'_, '_>, widget: &Widget) -> Result<Drawing, PdfError> {
    let mut drawing = Drawing::default();
    let appearances = view.get(&widget.dictionary, "AP")?;
    let Some(appearances) = appearances.as_dictionary() else {
        return Ok(drawing);
    };
    let normal = view.get(appearances, "N")?;
    // Viewers may show other states, or draw what `/MK` says.
    drawing.is_alone = appearances.iter().all(|(name, _)| *name == "N")
        && ["MK", "BS", "Border", "OC"]
            .iter()
            .all(|key| !widget.dictionary.contains(key));
    drawing.has_shapes = !drawing.is_alone;
    let (Some(form), Some(rect)) = (normal.as_stream(), widget.rect) else {
        // One of several states is shown: not looked into.
        drawing.is_alone = false;
        drawing.has_shapes = true;
        return Ok(drawing);
    };
    let Some(placement) = placement(view, form, &rect)? else {
        return Ok(drawing);
    };
    draw(view, form, placement, 0, &mut drawing)?;
    Ok(drawing)
}

/// The matrix from form space to user space: `/Matrix`, then the scaling that
/// puts the transformed `/BBox` onto the rectangle (algorithm of 12.5.5).
fn placement(view: &View<'_, '_>, form: &Stream, rect: &Rect) -> Result<Option<Matrix>, PdfError> {
    let bounds = view.get(&form.dictionary, "BBox")?;
    let Some(bounds) = bounds.as_array().and_then(Rect::from_numbers) else {
        return Ok(None);
    };
    let matrix = form_matrix(view, &form.dictionary)?;
    let shown = matrix.bounds(&bounds);
    if shown.is_empty() {
        return Ok(None);
    }
    let (x, y) = (rect.width() / shown.width(), rect.height() / shown.height());
    let fit = Matrix([
        x,
        0.0,
        0.0,
        y,
        rect.left - shown.left * x,
        rect.bottom - shown.bottom * y,
    ]);
    Ok(Some(matrix.then(&fit)))
}

pub(crate) fn form_matrix(view: &View<'_, '_>, form: &Dictionary) -> Result<Matrix, PdfError> {
    let matrix = view.get(form, "Matrix")?;
    let numbers: Option<Vec<f64>> = matrix
        .as_array()
        .and_then(|elements| elements.iter().map(Object::as_number).collect());
    let numbers = numbers.and_then(|numbers| numbers.try_into().ok());
    Ok(numbers.map_or(Matrix::IDENTITY, Matrix))
}

/// Follows `q`, `Q`, `cm` and `Do`; text is only noticed.
fn draw(
    view: &View<'_, '_>,
    form: &Stream,
    placement: Matrix,
    depth: usize,
    drawing: &mut Drawing,
) -> Result<(), PdfError> {
    const OPERATIONS: usize = 20_000;
    const DEPTH: usize = 4;
    const IMAGES: usize = 16;
    let content = view.decoded(form)?;
    let resources = view.get(&form.dictionary, "Resources")?;
    let resources = resources.as_dictionary().cloned().unwrap_or_default();
    let objects = view.get(&resources, "XObject")?;
    let mut current = placement;
    let mut saved = Vec::new();
    for operation in operations(&content, OPERATIONS)? {
        match operation.operator.as_slice() {
            b"q" => saved.push(current),
            b"Q" => current = saved.pop().unwrap_or(placement),
            b"cm" => {
                if let Some(numbers) = operation.numbers() {
                    current = Matrix(numbers).then(&current);
                }
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => {
                drawing.has_text = true;
                drawing.is_alone = false;
            }
            b"Do" => {
                let name = operation.name().map(ToString::to_string);
                let (Some(objects), Some(name)) = (objects.as_dictionary(), name) else {
                    continue;
                };
                let object = view.get(objects, &name)?;
                let Some(stream) = object.as_stream() else {
                    continue;
                };
                let kind = stream.dictionary.name("Subtype");
                let is_image = kind.is_some_and(|kind| kind == "Image");
                if is_image && drawing.images.len() < IMAGES {
                    drawing.images.push(DrawnImage {
                        stream: Rc::new(stream.clone()),
                        rect: current.bounds(&Rect::from_corners(0.0, 0.0, 1.0, 1.0)),
                        is_upright: current.is_upright(),
                    });
                } else if kind.is_some_and(|kind| kind == "Form") && depth < DEPTH {
                    let inner = form_matrix(view, &stream.dictionary)?.then(&current);
                    draw(view, stream, inner, depth + 1, drawing)?;
                } else {
                    drawing.is_alone = false;
                    drawing.has_shapes = true;
                }
            }
            // Clipping takes away only.
            b"re" | b"W" | b"W*" | b"n" => {}
            other => {
                drawing.is_alone = false;
                drawing.has_shapes |= !paints_nothing(other);
            }
        }
    }
    Ok(())
}

/// Whether an operator sets or builds something, and paints nothing itself
/// (ISO 32000-2, annex A).
pub(crate) fn paints_nothing(operator: &[u8]) -> bool {
    const SILENT: [&str; 53] = [
        "q", "Q", "cm", "w", "J", "j", "M", "d", "ri", "i", "gs", "m", "l", "c", "v", "y", "h",
        "re", "n", "W", "W*", "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX", "BT", "ET", "Tc", "Tw",
        "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "g", "G", "rg", "RG", "k", "K", "cs",
        "CS", "sc", "SC", "scn", "SCN",
    ];
    SILENT.iter().any(|silent| silent.as_bytes() == operator)
}

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// The transformation that applies this one first and `next` after it.
    fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    /// Neither turned nor mirrored.
    fn is_upright(&self) -> bool {
        let [a, b, c, d, ..] = self.0;
        a > 0.0 && d > 0.0 && b == 0.0 && c == 0.0
    }

    fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The smallest upright rectangle around the transformed one.
    pub(crate) fn bounds(&self, rect: &Rect) -> Rect {
        let (x1, y1) = self.apply(rect.left, rect.bottom);
        let (x2, y2) = self.apply(rect.right, rect.bottom);
        let (x3, y3) = self.apply(rect.left, rect.top);
        let (x4, y4) = self.apply(rect.right, rect.top);
        Rect {
            left: x1.min(x2).min(x3).min(x4),
            bottom: y1.min(y2).min(y3).min(y4),
            right: x1.max(x2).max(x3).max(x4),
            top: y1.max(y2).max(y3).max(y4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_swaps_the_sides() {
        let turn = Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
        let bounds = turn.bounds(&Rect::from_corners(0.0, 0.0, 20.0, 10.0));
        assert_eq!(bounds, Rect::from_corners(-10.0, 0.0, 0.0, 20.0));
    }

    #[test]
    fn the_first_transformation_is_applied_first() {
        let shift = Matrix([1.0, 0.0, 0.0, 1.0, 5.0, 0.0]);
        let double = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(shift.then(&double).apply(1.0, 1.0), (12.0, 2.0));
    }
}

//! What the appearance of a widget draws, and where (ISO 32000-2, 12.5.5).

mod blanks;
mod clip;
mod content;
mod fonts;
mod matrix;
mod painted;
mod painter;
mod placed;
mod seen;
mod state;
mod text_state;
mod written;

use std::rc::Rc;

use kyso_pdf::{Dictionary, Name, Object, PdfError, Rect, Stream, View, Widget};
use kyso_stamp_images::{FontTime, Turn};

use clip::Clip;
pub(crate) use content::{Budget, Content, paints_nothing};
pub(crate) use matrix::Matrix;
use painter::Painter;
use placed::Placed;
use state::State;
pub(crate) use written::painted;

/// An image XObject as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct DrawnImage {
    pub(crate) stream: Rc<Stream>,
    /// The smallest rectangle around it, in points of user space of the page.
    pub(crate) rect: Rect,
    /// How user space is turned for it to stand upright; `None` when it is askew.
    pub(crate) turn: Option<Turn>,
    /// The colour of fillings, in which a stencil is painted; `None` when it is not known.
    pub(crate) fill: Option<[u8; 3]>,
    /// From the unit square, which the image fills, to user space.
    pub(crate) matrix: Matrix,
    /// Share of it that nothing clips away, or fades; 0 when that is not known.
    shown: f64,
    /// Share of it that is painted over within the look, as far as is known.
    covered: f64,
}

impl DrawnImage {
    /// Whether a reader sees at least half of it.
    pub(crate) fn is_seen(&self) -> bool {
        self.shown - self.covered >= LEAST_SEEN
    }

    /// Whether nothing takes away more than half of it, whatever is painted on it.
    pub(crate) fn is_painted(&self) -> bool {
        self.shown >= LEAST_SEEN
    }

    /// The smallest rectangle around a part of it, in user space. The part is given by left, top, right and bottom, as shares
    /// of the picture from its upper left corner.
    pub(crate) fn part(&self, [left, top, right, bottom]: [f64; 4]) -> Rect {
        let part = Rect::from_corners(left, 1.0 - bottom, right, 1.0 - top);
        self.matrix.bounds(&part)
    }

    /// Whether it is neither turned nor mirrored, and has an area.
    pub(crate) fn is_upright(&self) -> bool {
        let [a, b, c, d, ..] = self.matrix.0;
        a > 0.0 && d > 0.0 && b == 0.0 && c == 0.0
    }

    /// The same upright image over another rectangle.
    pub(crate) fn stretched(&self, rect: Rect) -> Self {
        let sides = [
            rect.width(),
            0.0,
            0.0,
            rect.height(),
            rect.left,
            rect.bottom,
        ];
        Self {
            rect,
            matrix: Matrix(sides),
            ..self.clone()
        }
    }
}

/// The least share of an image that is seen.
const LEAST_SEEN: f64 = 0.5;

/// What a widget shows.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) images: Vec<DrawnImage>,
    pub(crate) has_text: bool,
    /// Whether anything else is painted, or may be.
    pub(crate) has_shapes: bool,
    /// Whether nothing but images is drawn, as far as is known.
    pub(crate) is_alone: bool,
    /// Whether programs may show something beside the normal look.
    pub(crate) is_decorated: bool,
    /// Whether programs differ in where it is drawn: then it holds no images.
    is_misplaced: bool,
}

impl Default for Drawing {
    fn default() -> Self {
        Self {
            images: Vec::new(),
            has_text: false,
            has_shapes: false,
            is_alone: true,
            is_decorated: false,
            is_misplaced: false,
        }
    }
}

/// Reads the normal appearance of `widget`; empty when it has none. The instructions of its fonts run within `fonts`.
pub(crate) fn drawing(
    view: &View<'_, '_>,
    widget: &Widget,
    fonts: &FontTime,
) -> Result<Drawing, PdfError> {
    let mut drawing = Drawing::default();
    let appearances = view.get(&widget.dictionary, "AP")?;
    let Some(appearances) = appearances.as_dictionary() else {
        return Ok(drawing);
    };
    let normal = view.get(appearances, "N")?;
    // Viewers may show other states, or draw what `/MK` says.
    drawing.is_alone = appearances.iter().all(|(name, _)| *name == "N")
        && !is_decorated(view, &widget.dictionary)?;
    drawing.has_shapes = !drawing.is_alone;
    drawing.is_decorated = !drawing.is_alone;
    let (Some(form), Some(rect)) = (normal.as_stream(), widget.rect) else {
        // One of several states is shown: not looked into.
        drawing.is_alone = false;
        drawing.has_shapes = true;
        return Ok(drawing);
    };
    match placement(view, form, &rect)? {
        Placement::At(matrix) => {
            let mut painter = Painter::new(view, &mut drawing, fonts);
            let bounds = form_bounds(view, &form.dictionary)?;
            let bounds = bounds.map(|bounds| matrix.corners(&bounds));
            let clip = Clip::to_rect(&rect).and(bounds.as_ref().map(<[_; 4]>::as_slice));
            painter.draw(form, None, State::at(matrix, clip), 0)?;
        }
        Placement::Nowhere => {}
        Placement::Unread => drawing.is_misplaced = true,
    }
    if drawing.is_misplaced {
        drawing.images.clear();
        drawing.is_alone = false;
        drawing.has_shapes = true;
    }
    Ok(drawing)
}

/// Whether some programs may draw a border, a background or a caption beside the appearance, or hide it all. Programs write
/// these entries where there is nothing of it, too: a turn alone, a border without width.
fn is_decorated(view: &View<'_, '_>, widget: &Dictionary) -> Result<bool, PdfError> {
    let characteristics = view.get(widget, "MK")?;
    let turns_only = |entries: &Dictionary| {
        entries
            .iter()
            .all(|(name, value)| *name == "R" || says_nothing(name, value))
    };
    let is_zero = |number: Option<&Object>| number.and_then(Object::as_number) == Some(0.0);
    let style = view.get(widget, "BS")?;
    let border = view.get(widget, "Border")?;
    let is_plain = |value: &Object, is_nothing: bool| value.is_null() || is_nothing;
    let has_none = is_plain(
        &characteristics,
        characteristics.as_dictionary().is_some_and(turns_only),
    ) && is_plain(
        &style,
        style
            .as_dictionary()
            .is_some_and(|style| is_zero(style.get("W"))),
    ) && is_plain(
        &border,
        border
            .as_array()
            .is_some_and(|border| is_zero(border.get(2))),
    );
    Ok(!has_none || widget.contains("OC"))
}

/// Whether an entry of `/MK` stands for no colour or no caption (ISO 32000-2, table 192).
fn says_nothing(name: &Name, value: &Object) -> bool {
    let is_one_of = |keys: &[&str]| keys.iter().any(|key| *name == *key);
    match value {
        Object::Array(colour) => is_one_of(&["BC", "BG"]) && colour.is_empty(),
        _ => is_one_of(&["CA", "RC", "AC"]) && value.as_string().is_some_and(<[u8]>::is_empty),
    }
}

/// Where a form is drawn.
enum Placement {
    At(Placed),
    /// It has no area.
    Nowhere,
    /// `/Matrix` is none, or programs differ in where its numbers and those of `/BBox` lead.
    Unread,
}

/// The matrix from form space to user space: `/Matrix`, then the scaling that
/// puts the transformed `/BBox` onto the rectangle (algorithm of 12.5.5).
fn placement(view: &View<'_, '_>, form: &Stream, rect: &Rect) -> Result<Placement, PdfError> {
    let Some(bounds) = form_bounds(view, &form.dictionary)? else {
        return Ok(Placement::Nowhere);
    };
    let Some(matrix) = form_matrix(view, &form.dictionary)? else {
        return Ok(Placement::Unread);
    };
    let shown = matrix.bounds(&bounds);
    if shown.is_empty() {
        return Ok(Placement::Nowhere);
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
    let placed = Placed::of(matrix).then(&Placed::of(fit));
    Ok(match placed.holds_all(&bounds) {
        true => Placement::At(placed),
        false => Placement::Unread,
    })
}

/// `/BBox`, when it is a rectangle.
pub(crate) fn form_bounds(
    view: &View<'_, '_>,
    form: &Dictionary,
) -> Result<Option<Rect>, PdfError> {
    let numbers = numbers::<4>(view, &*view.get(form, "BBox")?)?;
    Ok(numbers.map(|[x1, y1, x2, y2]| Rect::from_corners(x1, y1, x2, y2)))
}

/// `/Matrix`, the identity without one; `None` when it cannot be read, and
/// programs differ in what they take for it.
pub(crate) fn form_matrix(
    view: &View<'_, '_>,
    form: &Dictionary,
) -> Result<Option<Matrix>, PdfError> {
    match &*view.get(form, "Matrix")? {
        Object::Null => Ok(Some(Matrix::IDENTITY)),
        matrix => Ok(numbers(view, matrix)?.map(Matrix)),
    }
}

/// The elements of an array, when they are so many numbers; references are followed.
fn numbers<const N: usize>(
    view: &View<'_, '_>,
    array: &Object,
) -> Result<Option<[f64; N]>, PdfError> {
    let elements = array.as_array().filter(|elements| elements.len() == N);
    let mut numbers = [0.0; N];
    let Some(elements) = elements else {
        return Ok(None);
    };
    for (number, element) in numbers.iter_mut().zip(elements) {
        match view.resolve(element)?.as_number() {
            Some(value) if value.is_finite() => *number = value,
            _ => return Ok(None),
        }
    }
    Ok(Some(numbers))
}

/// Whether `/Subtype` of an XObject says so.
pub(crate) fn is_of_kind(stream: &Stream, kind: &str) -> bool {
    let subtype = stream.dictionary.name("Subtype");
    subtype.is_some_and(|subtype| subtype == kind)
}

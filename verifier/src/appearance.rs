//! What the appearance of a widget draws, and where (ISO 32000-2, 12.5.5).

mod content;
mod fonts;
mod matrix;
mod painted;
mod state;
mod text_state;
mod written;

use std::rc::Rc;

use kyso_pdf::{Dictionary, Object, Operation, PdfError, Rect, Stream, View, Widget};
use kyso_stamp_images::Turn;

use crate::colour_space::group_keeps;

pub(crate) use content::{Budget, Content, paints_nothing};
use matrix::Matrix;
use state::{Blank, State, shows_blanks};
pub(crate) use written::painted_area;

/// An image XObject as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct DrawnImage {
    pub(crate) stream: Rc<Stream>,
    /// The smallest rectangle around it, in points of user space of the page.
    pub(crate) rect: Rect,
    /// From the unit square of the picture to user space of the page.
    matrix: Matrix,
    /// How user space is turned for it to stand upright; `None` when it is askew.
    pub(crate) turn: Option<Turn>,
    /// The colour of fillings, in which a stencil is painted; `None` when it is not known.
    pub(crate) fill: Option<[u8; 3]>,
}

impl DrawnImage {
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
            let mut painter = Painter {
                view,
                budget: Budget::of_a_widget(),
                drawing: &mut drawing,
            };
            painter.draw(form, None, State::at(matrix), 0)?;
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
    let turns_only = |entries: &Dictionary| entries.iter().all(|(name, _)| *name == "R");
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

/// Where a form is drawn.
enum Placement {
    At(Matrix),
    /// It has no area.
    Nowhere,
    /// `/Matrix` is none.
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
    Ok(Placement::At(matrix.then(&fit)))
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

/// Follows what a form draws.
struct Painter<'v, 'd, 'a, 'w> {
    view: &'v View<'d, 'a>,
    budget: Budget,
    drawing: &'w mut Drawing,
}

impl Painter<'_, '_, '_, '_> {
    /// Follows `q`, `Q`, `cm`, `Do`, inline images and colours of fillings; text is only noticed.
    fn draw(
        &mut self,
        form: &Stream,
        outer: Option<&Content>,
        first: State,
        depth: usize,
    ) -> Result<(), PdfError> {
        let content = Content::read(self.view, form, outer, &mut self.budget)?;
        self.drawing.is_misplaced |= !content.keeps_its_state();
        self.drawing.is_alone &= group_keeps(self.view, &form.dictionary)?;
        let mut current = first;
        let mut saved = Vec::new();
        for operation in &content.operations {
            match operation.operator.as_slice() {
                b"q" => saved.push(current),
                b"Q" => current = saved.pop().unwrap_or(first),
                b"cm" => match operation.numbers() {
                    Some(numbers) => current.matrix = Matrix(numbers).then(&current.matrix),
                    None => self.drawing.is_misplaced = true,
                },
                // Colours alone paint nothing.
                b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn" => current.set_fill(operation),
                b"G" | b"RG" | b"K" => {}
                b"BI" => {
                    let image = operation.operands.first().and_then(Object::as_stream);
                    self.draw_object(image, &content, current, depth)?;
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.show(operation, &content)?,
                b"gs" => self.drawing.is_alone &= content.hides_no_more(self.view, operation)?,
                b"BDC" => self.drawing.is_alone &= !is_of_layer(operation),
                b"Do" => {
                    let object = content.drawn_by(self.view, operation)?;
                    let stream = object.as_deref().and_then(Object::as_stream);
                    self.draw_object(stream, &content, current, depth)?;
                }
                // What sets something else, and clipping, which takes away only.
                other if paints_nothing(other) => {}
                _ => {
                    self.drawing.is_alone = false;
                    self.drawing.has_shapes = true;
                }
            }
        }
        Ok(())
    }

    /// Texts of blanks show nothing: programs write one beside a picture.
    fn show(&mut self, operation: &Operation, content: &Content) -> Result<(), PdfError> {
        let is_blank = match shows_blanks(operation) {
            Blank::Empty => true,
            Blank::Spaces => fonts::have_blanks(self.view, content.fonts())?,
            Blank::No => false,
        };
        self.drawing.has_text |= !is_blank;
        self.drawing.is_alone &= is_blank;
        Ok(())
    }

    /// What is no picture and no form that can be followed may be anything,
    /// over the whole rectangle.
    fn draw_object(
        &mut self,
        stream: Option<&Stream>,
        content: &Content,
        current: State,
        depth: usize,
    ) -> Result<(), PdfError> {
        let matrix = current.matrix;
        const DEPTH: usize = 4;
        const IMAGES: usize = 16;
        let is = |kind| move |stream: &&Stream| is_of_kind(stream, kind);
        let image = stream.filter(is("Image"));
        let image = image.filter(|_| self.drawing.images.len() < IMAGES);
        let form = stream.filter(is("Form")).filter(|_| depth < DEPTH);
        match (image, form) {
            (Some(image), _) => self.drawing.images.push(DrawnImage {
                stream: Rc::new(image.clone()),
                rect: matrix.bounds(&Rect::from_corners(0.0, 0.0, 1.0, 1.0)),
                matrix,
                turn: matrix.turn(),
                fill: current.fill,
            }),
            (None, Some(form)) => match form_matrix(self.view, &form.dictionary)? {
                Some(own) => {
                    let inner = State {
                        matrix: own.then(&matrix),
                        ..current
                    };
                    self.draw(form, Some(content), inner, depth + 1)?;
                }
                None => self.drawing.is_misplaced = true,
            },
            (None, None) => {
                self.drawing.is_alone = false;
                self.drawing.has_shapes = true;
            }
        }
        Ok(())
    }
}

/// Whether marked content belongs to a layer, which programs may hide (ISO 32000-2, 8.11.3.2).
fn is_of_layer(operation: &Operation) -> bool {
    let tag = operation.operands.first().and_then(Object::as_name);
    tag.is_none_or(|tag| *tag == "OC")
}

/// Whether `/Subtype` of an XObject says so.
pub(crate) fn is_of_kind(stream: &Stream, kind: &str) -> bool {
    let subtype = stream.dictionary.name("Subtype");
    subtype.is_some_and(|subtype| subtype == kind)
}

//! Where a look has ink: as far as the glyphs of its fonts, its paths and its pictures reach.
//!
//! Agencies drag a box of 20 to 29 points height onto a blank between lines that stand 16 points apart: the box reaches
//! over the lines around, the digits in it do not. What programs may show differently has no area here: the whole
//! widget counts.

mod range;

use std::collections::HashMap;
use std::rc::Rc;

use kyso_pdf::{Name, Object, Operation, PdfError, Rect, Stream, View, Widget};

use super::content::{Budget, Content};
use super::fonts::Font;
use super::forms::{Placement, form_matrix, is_of_kind, placement};
use super::matrix::Matrix;
use super::painted::{Path, around};
use super::placed::Placed;
use super::text_state::{Position, State};
use range::{MOST, is_in_range, is_of_usual_size, is_placed_in_range};

/// Where the normal look of a widget paints, within its rectangle.
#[derive(Debug, Clone)]
pub(crate) struct Painted {
    /// The area around all of it.
    pub(crate) area: Rect,
    /// The area around each text, where they are few.
    pub(crate) texts: Vec<Rect>,
    /// Whether some text is nearer to white than to black: it hides what it lies on.
    pub(crate) has_light_text: bool,
}

/// The content that the normal look of `widget` paints; `None` when it is not known.
pub(crate) fn painted(
    view: &View<'_, '_>,
    widget: &Widget,
    file: &mut Budget,
) -> Result<Option<Painted>, PdfError> {
    file.lend(|budget| followed(view, widget, budget))
}

fn followed(
    view: &View<'_, '_>,
    widget: &Widget,
    budget: &mut Budget,
) -> Result<Option<Painted>, PdfError> {
    let Some(rect) = widget.rect else {
        return Ok(None);
    };
    let appearances = view.get(&widget.dictionary, "AP")?;
    let normal = match appearances.as_dictionary() {
        Some(appearances) => view.get(appearances, "N")?,
        None => return Ok(None),
    };
    let Some(form) = normal.as_stream() else {
        return Ok(None);
    };
    let Placement::At(matrix) = placement(view, form, &rect)? else {
        return Ok(None);
    };
    let mut writer = Writer {
        view,
        budget,
        fonts: HashMap::new(),
        area: None,
        texts: Vec::new(),
        has_light_text: false,
        path: Path::default(),
    };
    let known = writer.draw(form, None, State::new(matrix), 0)?;
    let area = known.and(writer.area);
    let area = area.and_then(|area| area.intersection(&rect));
    let texts = match writer.texts.len() {
        ..=MOST_TEXTS => writer.texts.iter(),
        _ => [].iter(),
    };
    let texts = texts.filter_map(|text| text.intersection(&rect)).collect();
    let has_light_text = writer.has_light_text;
    Ok(area.map(|area| Painted {
        area,
        texts,
        has_light_text,
    }))
}

/// Follows the text of a form.
struct Writer<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    budget: &'v mut Budget,
    /// The fonts by the number of their object.
    fonts: HashMap<kyso_pdf::ObjectId, Option<Rc<Font>>>,
    area: Option<Rect>,
    texts: Vec<Rect>,
    has_light_text: bool,
    path: Path,
}

impl Writer<'_, '_, '_> {
    /// Follows a form; nothing when where it writes is not known.
    fn draw(
        &mut self,
        form: &Stream,
        outer: Option<&Content>,
        start: State,
        depth: usize,
    ) -> Result<Option<()>, PdfError> {
        const DEPTH: usize = 4;
        let content = Content::read(self.view, form, outer, self.budget)?;
        let in_range = is_placed_in_range(self.view, form)?;
        if depth > DEPTH || !in_range || !content.keeps_its_state() || content.redefines_colours {
            return Ok(None);
        }
        let mut state = start.clone();
        let mut saved = Vec::new();
        let mut position: Option<Position> = None;
        for operation in &content.operations {
            if !is_in_range(operation) {
                return Ok(None);
            }
            let known = match operation.operator.as_slice() {
                // Programs differ in what a text object keeps over these.
                b"q" | b"Q" | b"cm" | b"Do" | b"BI" | b"BT" if position.is_some() => None,
                // And where they paint a path that was begun before.
                b"q" | b"Q" | b"cm" | b"Do" | b"BI" | b"BT" if self.path.is_begun() => None,
                path if position.is_some() && (Path::builds(path) || Path::ends(path)) => None,
                b"q" => {
                    saved.push(state.clone());
                    Some(())
                }
                b"Q" => {
                    state = saved.pop().unwrap_or_else(|| start.clone());
                    Some(())
                }
                b"cm" => {
                    let moved = state.matrix.transformed(operation);
                    let moved = moved.filter(|matrix| matrix.keeps_area());
                    moved.map(|matrix| state.matrix = matrix)
                }
                b"gs" | b"sh" => None,
                b"BI" => self.add_picture(&state.matrix),
                path if Path::builds(path) => self.build(operation, &state.matrix),
                path if Path::ends(path) => {
                    if let Some(painted) = self.path.end(path, state.pen, &state.matrix) {
                        self.add(painted);
                    }
                    Some(())
                }
                b"Do" => self.draw_object(operation, &content, &state, depth)?,
                b"BT" => {
                    position = Some(Position::start());
                    Some(())
                }
                b"ET" => position.take().map(|_| ()),
                b"Tf" => self.set_font(operation, &content, &mut state)?,
                b"Td" | b"TD" | b"Tm" | b"T*" | b"Tj" | b"TJ" | b"'" | b"\"" => position
                    .as_mut()
                    .and_then(|position| self.write(operation, &mut state, position)),
                _ => state.set(operation),
            };
            if known.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(()))
    }

    /// A picture fills its square; nothing when programs differ in where that is.
    fn add_picture(&mut self, matrix: &Placed) -> Option<()> {
        matrix.holds(1.0, 1.0).then(|| self.add(unit(matrix)))
    }

    /// Goes on with a path; nothing when programs differ in where to.
    fn build(&mut self, operation: &Operation, matrix: &Placed) -> Option<()> {
        let is_told = matrix.holds_operands(operation);
        is_told.then(|| self.path.build(operation, matrix))?
    }

    fn add(&mut self, painted: Rect) {
        self.area = Some(around(self.area, painted));
    }

    /// A form is followed; a picture fills its square.
    fn draw_object(
        &mut self,
        operation: &Operation,
        content: &Content,
        state: &State,
        depth: usize,
    ) -> Result<Option<()>, PdfError> {
        let object = content.drawn_by(self.view, operation)?;
        let stream = object.as_deref().and_then(Object::as_stream);
        if stream.is_some_and(|stream| is_of_kind(stream, "Image")) {
            return Ok(self.add_picture(&state.matrix));
        }
        let Some(form) = stream.filter(|stream| is_of_kind(stream, "Form")) else {
            return Ok(None);
        };
        let matrix = form_matrix(self.view, &form.dictionary)?;
        let Some(matrix) = matrix.filter(Matrix::keeps_area) else {
            return Ok(None);
        };
        // PDFium starts a form with a text state of its own.
        match state.is_initial() {
            true => {
                let inner = State {
                    pen: state.pen,
                    ..State::new(Placed::of(matrix).then(&state.matrix))
                };
                self.draw(form, Some(content), inner, depth + 1)
            }
            false => Ok(None),
        }
    }

    fn set_font(
        &mut self,
        operation: &Operation,
        content: &Content,
        state: &mut State,
    ) -> Result<Option<()>, PdfError> {
        let [Object::Name(name), size] = operation.operands.as_slice() else {
            return Ok(None);
        };
        let Some(size) = size.as_number() else {
            return Ok(None);
        };
        state.size = size;
        state.font = self.font(content, name)?;
        Ok(Some(()))
    }

    fn font(&mut self, content: &Content, name: &Name) -> Result<Option<Rc<Font>>, PdfError> {
        let Some(named) = content.font(name) else {
            return Ok(None);
        };
        let id = named.as_reference();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Ok(known.clone());
        }
        let object = self.view.resolve(named)?;
        let font = match object.as_dictionary() {
            Some(dictionary) => Font::read(self.view, dictionary, self.budget)?.map(Rc::new),
            None => None,
        };
        if let Some(id) = id {
            self.fonts.insert(id, font.clone());
        }
        Ok(font)
    }

    /// Moves to a line, or shows text.
    fn write(
        &mut self,
        operation: &Operation,
        state: &mut State,
        position: &mut Position,
    ) -> Option<()> {
        match operation.operator.as_slice() {
            b"Td" => {
                let [x, y] = operation.numbers()?;
                position.move_line(x, y);
            }
            b"TD" => {
                let [x, y] = operation.numbers()?;
                state.leading = -y;
                position.move_line(x, y);
            }
            b"Tm" => *position = Position::at_line(Placed::of(Matrix(operation.numbers()?))),
            b"T*" => position.move_line(0.0, -state.leading),
            b"Tj" => self.show(only(operation)?, state, position)?,
            b"'" => {
                position.move_line(0.0, -state.leading);
                self.show(only(operation)?, state, position)?;
            }
            b"\"" => {
                let [words, characters, Object::String(text)] = operation.operands.as_slice()
                else {
                    return None;
                };
                state.word_spacing = words.as_number()?;
                state.character_spacing = characters.as_number()?;
                position.move_line(0.0, -state.leading);
                self.show(text, state, position)?;
            }
            _ => {
                let [Object::Array(parts)] = operation.operands.as_slice() else {
                    return None;
                };
                for part in parts {
                    match part {
                        Object::String(text) => self.show(text, state, position)?,
                        other => {
                            let font = state.font.as_deref()?;
                            let moved = other.as_number().filter(|moved| moved.abs() <= MOST)?;
                            if !font.is_exact() && moved > 0.0 {
                                return None;
                            }
                            let back = moved / 1000.0 * state.size * state.stretch;
                            position.advance(-back);
                        }
                    }
                }
            }
        }
        Some(())
    }

    /// Adds the area of a string (ISO 32000-2, 9.4.4).
    fn show(&mut self, text: &[u8], state: &State, position: &mut Position) -> Option<()> {
        let font = state.font.as_deref()?;
        let across = state.size * state.stretch;
        if across < 0.0 || state.size < 0.0 {
            return None;
        }
        let goes_back = state.character_spacing < 0.0 || state.word_spacing < 0.0;
        if goes_back && !font.is_exact() {
            return None;
        }
        let placed = position.next.then(&state.matrix);
        if !text.is_empty() && !is_of_usual_size(state, &placed) {
            return None;
        }
        self.budget.take_operations(text.len()).ok()?;
        self.has_light_text |= state.is_light;
        let mut pen = 0.0;
        let mut area: Option<Rect> = None;
        for code in font.codes(text)? {
            let width = font.width(code)?;
            let reach = font.reach(code, width);
            let glyph = Rect {
                left: pen + across * reach.left,
                bottom: state.rise + state.size * reach.bottom,
                right: pen + across * reach.right,
                top: state.rise + state.size * reach.top,
            };
            area = Some(around(area, glyph));
            pen += across * width + state.stretch * state.character_spacing;
            if font.is_space(code) {
                pen += state.stretch * state.word_spacing;
            }
        }
        if area.as_ref().is_some_and(|area| !placed.holds_all(area)) {
            return None;
        }
        if let Some(area) = area.map(|area| placed.bounds(&area)) {
            let sides = [area.left, area.bottom, area.right, area.top, pen];
            if !sides.iter().all(|side| side.is_finite()) {
                return None;
            }
            self.add(area);
            if self.texts.len() <= MOST_TEXTS {
                self.texts.push(area);
            }
        }
        position.advance(pen);
        Some(())
    }
}

/// The number of texts of a look that are kept apart: number, day, month and year, and those that
/// some programs write letter by letter.
const MOST_TEXTS: usize = 16;

fn only(operation: &Operation) -> Option<&[u8]> {
    match operation.operands.as_slice() {
        [Object::String(text)] => Some(text),
        _ => None,
    }
}

/// The area around a picture.
fn unit(matrix: &Matrix) -> Rect {
    matrix.bounds(&Rect::from_corners(0.0, 0.0, 1.0, 1.0))
}

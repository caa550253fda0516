//! Follows what a form draws.

use std::rc::Rc;

use kyso_pdf::{Object, Operation, PdfError, Rect, Stream, View};

use super::blanks::{Blanks, Fonts};
use super::clip::{Clip, Paint};
use super::content::{Budget, Content};
use super::drawing::{Drawing, DrawnImage};
use super::font_work::FontWork;
use super::forms::{form_bounds, form_matrix, is_of_kind};
use super::operators::paints_nothing;
use super::placed::Placed;
use super::seen::{Path, ends_path};
use super::state::State;
use crate::colour_space::{KnownProfiles, group_keeps};

/// Follows what a form draws.
pub(super) struct Painter<'v, 'd, 'a, 'w> {
    view: &'v View<'d, 'a>,
    budget: Budget,
    blanks: Blanks,
    profiles: KnownProfiles<'w>,
    drawing: &'w mut Drawing,
    /// Whether texts may have clipped: some programs do it at the next end of a text object, of whatever form.
    text_clips: bool,
    /// Whether a font may draw its glyphs as forms: of any size, in any colour.
    draws_glyphs: bool,
    /// Fillings of single points so far.
    empty_fills: usize,
}

/// The state of a form so far.
struct Progress {
    current: State,
    path: Path,
    /// Marked content that is open; whether each belongs to a layer.
    layers: Vec<bool>,
}

impl Progress {
    /// The state for an object that is drawn now.
    fn state(&self) -> State {
        State {
            is_veiled: self.current.is_veiled || self.layers.contains(&true),
            ..self.current.clone()
        }
    }
}

impl<'v, 'd, 'a, 'w> Painter<'v, 'd, 'a, 'w> {
    pub(super) fn new(
        view: &'v View<'d, 'a>,
        drawing: &'w mut Drawing,
        fonts: &FontWork,
        profiles: KnownProfiles<'w>,
    ) -> Self {
        Self {
            view,
            budget: Budget::of_a_widget(fonts),
            blanks: Blanks::of_a_widget(),
            profiles,
            drawing,
            text_clips: false,
            draws_glyphs: false,
            empty_fills: 0,
        }
    }

    /// Follows `q`, `Q`, `cm`, `Do`, inline images, paths and colours of fillings; text is only noticed.
    pub(super) fn draw(
        &mut self,
        form: &Stream,
        outer: Option<&Content>,
        first: State,
        depth: usize,
    ) -> Result<(), PdfError> {
        let content = Content::read(self.view, form, outer, &mut self.budget)?;
        self.drawing.is_misplaced |= !content.keeps_its_state() || !content.is_in_range();
        self.drawing.is_alone &= group_keeps(self.view, &form.dictionary, self.profiles)?;
        // What is not seen in its own colours is not measured.
        self.drawing.is_alone &= !content.redefines_colours;
        self.drawing.has_shapes |= content.redefines_colours;
        self.draws_glyphs |= !content.drawn_fonts(self.view)?.is_empty();
        let mut progress = Progress {
            current: first.clone(),
            path: Path::default(),
            layers: Vec::new(),
        };
        let mut saved = Vec::new();
        for operation in &content.operations {
            // Programs draw a path where the matrix leads that they have when they paint it.
            self.drawing.is_misplaced |= progress.path.is_begun() && moves(operation);
            match operation.operator.as_slice() {
                b"q" => saved.push(progress.current.clone()),
                b"Q" => progress.current = saved.pop().unwrap_or_else(|| first.clone()),
                b"cm" => match progress.current.matrix.transformed(operation) {
                    Some(matrix) if matrix.keeps_area() => progress.current.matrix = matrix,
                    _ => self.drawing.is_misplaced = true,
                },
                // Colours alone paint nothing.
                b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn" => {
                    progress.current.set_fill(operation);
                }
                b"G" | b"RG" | b"K" | b"CS" | b"SC" | b"SCN" => {
                    progress.current.set_stroke(operation);
                }
                b"BI" => {
                    let image = operation.operands.first().and_then(Object::as_stream);
                    self.draw_object(image, &content, progress.state(), depth)?;
                }
                b"Tj" | b"TJ" | b"'" | b"\"" => self.write(operation, &content, &progress)?,
                b"Do" => {
                    let object = content.drawn_by(self.view, operation)?;
                    let stream = object.as_deref().and_then(Object::as_stream);
                    self.draw_object(stream, &content, progress.state(), depth)?;
                }
                other => {
                    let shows = self.follow(operation, &content, &mut progress)?;
                    self.empty_fills += usize::from(!shows);
                    let shows = shows || self.empty_fills > EMPTY_FILLS;
                    // Operators that only set something, and clipping, which only takes away, show
                    // nothing.
                    if shows && !paints_nothing(other) {
                        self.drawing.is_alone = false;
                        self.drawing.has_shapes = true;
                    }
                }
            }
        }
        Ok(())
    }

    fn write(
        &mut self,
        operation: &Operation,
        content: &Content,
        progress: &Progress,
    ) -> Result<(), PdfError> {
        let State {
            font, strokes_text, ..
        } = &progress.current;
        // A pen of any width, or a font that draws its glyphs by procedures, may show something
        // without an outline. A form that sets no font may keep that of the content around it.
        let fonts = match (font, strokes_text) {
            _ if self.draws_glyphs => Fonts::Unknown,
            (None, _) => Fonts::Unknown,
            (Some(font), true) => Fonts::Common(content, font),
            (Some(font), false) => Fonts::Of(content, font),
        };
        let blank = self
            .blanks
            .are_all(self.view, operation, fonts, &mut self.budget)?;
        // Texts of blanks show nothing: programs write one beside a picture.
        self.drawing.has_text |= !blank;
        self.drawing.is_alone &= blank;
        // A glyph may be a box, and a light one hides what it lies on.
        if !blank && (self.draws_glyphs || !progress.current.writes_plainly()) {
            self.cover(&Paint::Anywhere);
        }
        Ok(())
    }

    /// Follows what decides whether images are seen: paths, clipping, graphics states, layers. False for the filling of a
    /// path that has no area.
    fn follow(
        &mut self,
        operation: &Operation,
        content: &Content,
        progress: &mut Progress,
    ) -> Result<bool, PdfError> {
        let Progress {
            current,
            path,
            layers,
        } = progress;
        let matrix = current.matrix;
        match operation.operator.as_slice() {
            b"gs" => {
                self.drawing.is_alone &= content.hides_no_more(self.view, operation)?;
                let state = content.state(self.view, operation)?;
                self.draws_glyphs |= state.as_ref().is_none_or(|state| state.contains("Font"));
                match state {
                    Some(state) => current.set(&state),
                    None => current.is_veiled = true,
                }
            }
            b"w" | b"M" => current.set_pen(operation),
            b"Tf" => current.set_font(operation),
            b"Tr" if !current.set_text_mode(operation) => {
                self.text_clips = true;
                self.drawing.is_alone = false;
                current.clip = Clip::Unknown;
            }
            b"ET" if self.text_clips => current.clip = Clip::Unknown,
            b"W" | b"W*" => path.clips = true,
            b"BMC" => layers.push(false),
            b"BDC" => {
                let tag = operation.operands.first().and_then(Object::as_name);
                let is_of_layer = tag.is_none_or(|tag| *tag == "OC");
                self.drawing.is_alone &= !is_of_layer;
                layers.push(is_of_layer);
            }
            b"EMC" => {
                layers.pop();
            }
            b"sh" => self.cover(&Paint::Anywhere),
            operator if ends_path(operator) => return Ok(self.end_path(operator, current, path)),
            _ => {
                let builds = path.build(operation, &matrix);
                self.drawing.is_misplaced |= builds && !matrix.holds_operands(operation);
            }
        }
        Ok(true)
    }

    /// Paints a path, and clips by it; false for the filling of one that has no area.
    fn end_path(&mut self, operator: &[u8], current: &mut State, path: &mut Path) -> bool {
        let shows = !path.fills_nothing(operator);
        let paint = match shows {
            true => path.painted(operator, current.pen, &current.matrix),
            false => Paint::Nothing,
        };
        self.cover(&paint);
        if path.clips {
            current.clip = current.clip.and(path.region().as_deref());
        }
        *path = Path::default();
        shows
    }

    /// Notes what is painted on the images so far.
    fn cover(&mut self, paint: &Paint) {
        for image in &mut self.drawing.images {
            image.covered += paint.share_of(&image.matrix.corners(&UNIT));
        }
    }

    /// An object that is no picture, and no form that can be followed, may be anything, over the
    /// whole rectangle.
    fn draw_object(
        &mut self,
        stream: Option<&Stream>,
        content: &Content,
        mut current: State,
        depth: usize,
    ) -> Result<(), PdfError> {
        const DEPTH: usize = 4;
        const IMAGES: usize = 16;
        current.is_veiled |= stream.is_some_and(|stream| stream.dictionary.contains("OC"));
        let is = |kind| move |stream: &&Stream| is_of_kind(stream, kind);
        let image = stream.filter(is("Image"));
        let image = image.filter(|_| self.drawing.images.len() < IMAGES);
        let form = stream.filter(is("Form")).filter(|_| depth < DEPTH);
        match (image, form) {
            (Some(image), _) => self.draw_image(image, &current),
            (None, Some(form)) => match form_matrix(self.view, &form.dictionary)? {
                Some(own) => {
                    let matrix = Placed::of(own).then(&current.matrix);
                    let bounds = form_bounds(self.view, &form.dictionary)?;
                    let is_told = matrix.keeps_area()
                        && bounds.as_ref().is_none_or(|area| matrix.holds_all(area));
                    self.drawing.is_misplaced |= !is_told;
                    let bounds = bounds.map(|bounds| matrix.corners(&bounds));
                    let inner = State {
                        clip: current.clip.and(bounds.as_ref().map(<[_; 4]>::as_slice)),
                        matrix,
                        ..current.within_form()
                    };
                    self.draw(form, Some(content), inner, depth + 1)?;
                }
                None => self.drawing.is_misplaced = true,
            },
            (None, None) => {
                self.cover(&Paint::Anywhere);
                self.drawing.is_alone = false;
                self.drawing.has_shapes = true;
            }
        }
        Ok(())
    }

    fn draw_image(&mut self, image: &Stream, current: &State) {
        let matrix = *current.matrix;
        self.drawing.is_misplaced |= !current.matrix.holds(1.0, 1.0);
        let rect = matrix.bounds(&UNIT);
        self.cover(&Paint::Within(rect, f64::INFINITY));
        self.drawing.images.push(DrawnImage {
            stream: Rc::new(image.clone()),
            rect,
            turn: matrix.turn(),
            fill: current.fill,
            matrix,
            shown: match current.is_faded() {
                true => 0.0,
                false => current.clip.share_of(&matrix.corners(&UNIT)),
            },
            covered: 0.0,
        });
    }
}

/// Whether what was begun before an operation may be painted elsewhere after it.
fn moves(operation: &Operation) -> bool {
    let moving = [&b"cm"[..], b"q", b"Q", b"Do", b"BI", b"BT"];
    moving.contains(&operation.operator.as_slice())
}

/// Fillings of single points that are nothing: PDFium draws a dot for each.
const EMPTY_FILLS: usize = 2;

/// The area that an image fills, in its own space.
const UNIT: Rect = Rect {
    left: 0.0,
    bottom: 0.0,
    right: 1.0,
    top: 1.0,
};

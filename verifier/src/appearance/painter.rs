//! Follows what a form draws.

use std::rc::Rc;

use kyso_pdf::{Object, Operation, PdfError, Rect, Stream, View};

use super::content::{Budget, Content, paints_nothing};
use super::seen::{Path, common_share, ends_path, fills, shows_plainly};
use super::state::{Blank, State, shows_blanks};
use super::{Drawing, DrawnImage, Matrix, fonts, form_bounds, form_matrix, is_of_kind};
use crate::colour_space::group_keeps;

/// Follows what a form draws.
pub(super) struct Painter<'v, 'd, 'a, 'w> {
    view: &'v View<'d, 'a>,
    budget: Budget,
    drawing: &'w mut Drawing,
}

/// What a form has come to.
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
            ..self.current
        }
    }
}

impl<'v, 'd, 'a, 'w> Painter<'v, 'd, 'a, 'w> {
    pub(super) fn new(view: &'v View<'d, 'a>, drawing: &'w mut Drawing) -> Self {
        Self {
            view,
            budget: Budget::of_a_widget(),
            drawing,
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
        self.drawing.is_misplaced |= !content.keeps_its_state();
        self.drawing.is_alone &= group_keeps(self.view, &form.dictionary)?;
        let mut progress = Progress {
            current: first,
            path: Path::default(),
            layers: Vec::new(),
        };
        let mut saved = Vec::new();
        for operation in &content.operations {
            match operation.operator.as_slice() {
                b"q" => saved.push(progress.current),
                b"Q" => progress.current = saved.pop().unwrap_or(first),
                b"cm" => match operation.numbers() {
                    Some(numbers) => {
                        let matrix = Matrix(numbers).then(&progress.current.matrix);
                        progress.current.matrix = matrix;
                    }
                    None => self.drawing.is_misplaced = true,
                },
                // Colours alone paint nothing.
                b"g" | b"rg" | b"k" | b"cs" | b"sc" | b"scn" => {
                    progress.current.set_fill(operation);
                }
                b"G" | b"RG" | b"K" => {}
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
                    self.follow(operation, &content, &mut progress)?;
                    // What sets something else, and clipping, which takes away only.
                    if !paints_nothing(other) {
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
        let blank = match shows_blanks(operation) {
            Blank::Empty => true,
            Blank::Spaces => fonts::have_blanks(self.view, content.fonts())?,
            Blank::No => false,
        };
        // Texts of blanks show nothing: programs write one beside a picture.
        self.drawing.has_text |= !blank;
        self.drawing.is_alone &= blank;
        // A glyph may be a box, and a light one hides what it lies on.
        if !blank && !progress.current.fills_darkly() {
            self.cover(None);
        }
        Ok(())
    }

    /// Follows what decides whether images are seen: paths, clipping, graphics states, layers.
    fn follow(
        &mut self,
        operation: &Operation,
        content: &Content,
        progress: &mut Progress,
    ) -> Result<(), PdfError> {
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
                current.is_veiled |= !state.is_some_and(|state| shows_plainly(&state));
            }
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
            b"sh" => self.cover(None),
            operator if ends_path(operator) => {
                if let Some(bounds) = path.bounds().filter(|_| fills(operator)) {
                    self.cover(Some(&bounds));
                }
                if path.clips {
                    current.clip = current.clip.and(path.region());
                }
                *path = Path::default();
            }
            _ => {
                path.build(operation, &matrix);
            }
        }
        Ok(())
    }

    /// Notes that this area is painted on, or one that is not known.
    fn cover(&mut self, area: Option<&Rect>) {
        for image in &mut self.drawing.images {
            image.covered += area.map_or(1.0, |area| common_share(&image.rect, area));
        }
    }

    /// What is no picture and no form that can be followed may be anything,
    /// over the whole rectangle.
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
                    let matrix = own.then(&current.matrix);
                    let bounds = form_bounds(self.view, &form.dictionary)?;
                    let inner = State {
                        clip: current
                            .clip
                            .and(bounds.map(|bounds| matrix.bounds(&bounds))),
                        matrix,
                        ..current
                    };
                    self.draw(form, Some(content), inner, depth + 1)?;
                }
                None => self.drawing.is_misplaced = true,
            },
            (None, None) => {
                self.cover(None);
                self.drawing.is_alone = false;
                self.drawing.has_shapes = true;
            }
        }
        Ok(())
    }

    fn draw_image(&mut self, image: &Stream, current: &State) {
        let matrix = current.matrix;
        let rect = matrix.bounds(&Rect::from_corners(0.0, 0.0, 1.0, 1.0));
        self.cover(Some(&rect));
        self.drawing.images.push(DrawnImage {
            stream: Rc::new(image.clone()),
            rect,
            turn: matrix.turn(),
            fill: current.fill,
            matrix,
            shown: match current.is_veiled {
                true => 0.0,
                false => current.clip.share_of(&rect),
            },
            covered: 0.0,
        });
    }
}

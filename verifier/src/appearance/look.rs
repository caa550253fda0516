//! Whether the looks of a widget draw anything, in whatever program shows them
//! (ISO 32000-2, 12.5.5).

use kyso_pdf::{Dictionary, Object, PdfError, Rect, Stream, View, Widget};

use super::content::{Budget, Content};
use super::forms::{form_bounds, form_matrix, is_of_kind};
use super::operators::paints_nothing;
use crate::widget::{flags, is_nowhere, leaves_no_area};

/// Everything that the looks of a widget may draw together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether anything is drawn, or may be.
    pub(crate) draws: bool,
    /// Whether the drawing has no bounds: some programs draw a form without `/BBox`, or with an
    /// empty one, over the whole page, and after a `Q` too many some draw beside the widget, or
    /// draw later content elsewhere. A look that cannot be read to its end may do so.
    pub(crate) is_unbounded: bool,
}

impl Look {
    const UNREADABLE: Self = Self {
        draws: true,
        is_unbounded: true,
    };

    /// Reads all looks of `widget`; what cannot be read may draw anything.
    pub(crate) fn of(view: &View<'_, '_>, widget: &Dictionary, file: &mut Budget) -> Self {
        let look = file.lend(|budget| Self::read(view, widget, budget));
        look.unwrap_or(Self::UNREADABLE)
    }

    fn read(
        view: &View<'_, '_>,
        widget: &Dictionary,
        budget: &mut Budget,
    ) -> Result<Self, PdfError> {
        let mut look = Self::default();
        // Programs paint background and border of a widget without a look.
        let characteristics = view.get(widget, "MK")?;
        if let Some(characteristics) = characteristics.as_dictionary() {
            for key in ["BG", "BC"] {
                let colour = view.get(characteristics, key)?;
                let is_none = colour.is_null() || colour.as_array().is_some_and(<[_]>::is_empty);
                look.draws |= !is_none;
            }
        }
        let appearances = view.get(widget, "AP")?;
        if appearances.is_null() {
            return Ok(look);
        }
        let Some(appearances) = appearances.as_dictionary() else {
            return Ok(Self::UNREADABLE);
        };
        for (_, shown) in appearances.iter() {
            let shown = view.resolve(shown)?;
            match &*shown {
                Object::Stream(form) => look.add(view, form, budget)?,
                Object::Dictionary(states) => {
                    for (_, state) in states.iter() {
                        if let Some(form) = view.resolve(state)?.as_stream() {
                            look.add(view, form, budget)?;
                        }
                    }
                }
                Object::Null => {}
                _ => look.draws = true,
            }
        }
        Ok(look)
    }

    fn join(&mut self, inner: Self) {
        self.draws |= inner.draws;
        self.is_unbounded |= inner.is_unbounded;
    }

    fn add(
        &mut self,
        view: &View<'_, '_>,
        form: &Stream,
        budget: &mut Budget,
    ) -> Result<(), PdfError> {
        let drawn = follow(view, form, None, budget)?;
        self.draws |= drawn.draws || drawn.is_unbounded;
        self.is_unbounded |= drawn.is_unbounded || (drawn.draws && !is_bounded(view, form)?);
        Ok(())
    }
}

/// Whether no program shows anything of these widgets, whatever their flags say: none has an area
/// and a look that draws. A signature field has one widget; of a field with more, nothing is known.
pub(crate) fn draws_nothing(view: &View<'_, '_>, widgets: &[Widget]) -> bool {
    let mut budget = Budget::of_a_look();
    match widgets {
        [] => true,
        [widget] => {
            let flags = flags(view, &widget.dictionary).unwrap_or(-1);
            (is_nowhere(widget) && !leaves_no_area(widget, flags))
                || !Look::of(view, &widget.dictionary, &mut budget).draws
        }
        _ => false,
    }
}

/// Whether a form paints, and programs differ in where it ends.
pub(crate) fn is_unbounded(view: &View<'_, '_>, form: &Stream) -> Result<bool, PdfError> {
    let mut look = Look::default();
    look.add(view, form, &mut Budget::of_a_look())?;
    Ok(look.is_unbounded)
}

/// Whether `/BBox`, as `/Matrix` turns it, has an area.
fn is_bounded(view: &View<'_, '_>, form: &Stream) -> Result<bool, PdfError> {
    const LEAST: f64 = 0.001;
    let bounds = form_bounds(view, &form.dictionary)?;
    let matrix = form_matrix(view, &form.dictionary)?;
    let (Some(bounds), Some(matrix)) = (bounds, matrix) else {
        return Ok(false);
    };
    let shown = matrix.bounds(&bounds);
    let has_area = |rect: &Rect| rect.width() > LEAST && rect.height() > LEAST;
    Ok(matrix.keeps_area() && has_area(&bounds) && has_area(&shown))
}

/// Whether a form and those within paint, and whether they leave their area by
/// their operators. All is read: a `Q` too many may be the last operator.
fn follow(
    view: &View<'_, '_>,
    form: &Stream,
    outer: Option<&Content>,
    budget: &mut Budget,
) -> Result<Look, PdfError> {
    let content = Content::read(view, form, outer, budget)?;
    let mut look = Look {
        draws: false,
        is_unbounded: !content.keeps_its_state(),
    };
    for operation in &content.operations {
        match operation.operator.as_slice() {
            b"Do" => {
                let object = content.drawn_by(view, operation)?;
                let stream = object.as_deref().and_then(Object::as_stream);
                match stream.filter(|stream| is_of_kind(stream, "Form")) {
                    Some(inner) => look.join(follow(view, inner, Some(&content), budget)?),
                    None => look.draws = true,
                }
            }
            operator => look.draws |= !paints_nothing(operator),
        }
    }
    for font in content.drawn_fonts(view)? {
        let around = content.around_glyphs(view, &font, budget)?;
        let glyphs = view.get(&font, "CharProcs")?;
        let glyphs = glyphs.as_dictionary().cloned().unwrap_or_default();
        for (_, glyph) in glyphs.iter() {
            if let Some(glyph) = view.resolve(glyph)?.as_stream() {
                let inner = follow(view, glyph, Some(&around), budget)?;
                look.is_unbounded |= inner.is_unbounded;
            }
        }
    }
    Ok(look)
}

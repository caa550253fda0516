//! Whether the looks of a widget draw anything, in whatever program shows them
//! (ISO 32000-2, 12.5.5).

use kyso_pdf::{Dictionary, Object, PdfError, Rect, Stream, View, operations};

use crate::appearance::{form_matrix, paints_nothing};

/// What all looks of a widget together may draw.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Whether anything is drawn, or may be.
    pub(crate) draws: bool,
    /// Whether what is drawn has no bounds: a form without `/BBox`, or with an
    /// empty one, is drawn over the whole page by some programs.
    pub(crate) is_unbounded: bool,
}

impl Look {
    const UNREADABLE: Self = Self {
        draws: true,
        is_unbounded: false,
    };

    /// Reads all looks of `widget`; what cannot be read may draw anything.
    pub(crate) fn of(view: &View<'_, '_>, widget: &Dictionary) -> Self {
        Self::read(view, widget).unwrap_or(Self::UNREADABLE)
    }

    fn read(view: &View<'_, '_>, widget: &Dictionary) -> Result<Self, PdfError> {
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
        let mut left = FORMS;
        for (_, shown) in appearances.iter() {
            let shown = view.resolve(shown)?;
            match &*shown {
                Object::Stream(form) => look.add(view, form, &mut left)?,
                Object::Dictionary(states) => {
                    for (_, state) in states.iter() {
                        if let Some(form) = view.resolve(state)?.as_stream() {
                            look.add(view, form, &mut left)?;
                        }
                    }
                }
                Object::Null => {}
                _ => look.draws = true,
            }
        }
        Ok(look)
    }

    fn add(
        &mut self,
        view: &View<'_, '_>,
        form: &Stream,
        left: &mut usize,
    ) -> Result<(), PdfError> {
        if draws(view, form, left)? {
            self.draws = true;
            self.is_unbounded |= !is_bounded(view, form)?;
        }
        Ok(())
    }
}

/// Whether a form paints, and programs differ in where it ends.
pub(crate) fn is_unbounded(view: &View<'_, '_>, form: &Stream) -> Result<bool, PdfError> {
    let mut left = FORMS;
    Ok(draws(view, form, &mut left)? && !is_bounded(view, form)?)
}

/// Whether `/BBox`, as `/Matrix` turns it, has an area.
fn is_bounded(view: &View<'_, '_>, form: &Stream) -> Result<bool, PdfError> {
    const LEAST: f64 = 0.001;
    let bounds = view.get(&form.dictionary, "BBox")?;
    let Some(bounds) = bounds.as_array().and_then(Rect::from_numbers) else {
        return Ok(false);
    };
    let shown = form_matrix(view, &form.dictionary)?.bounds(&bounds);
    let has_area = |rect: &Rect| rect.width() > LEAST && rect.height() > LEAST;
    Ok(has_area(&bounds) && has_area(&shown))
}

/// Whether a form paints; `left` are the forms that are still looked into.
fn draws(view: &View<'_, '_>, form: &Stream, left: &mut usize) -> Result<bool, PdfError> {
    const OPERATIONS: usize = 20_000;
    let Some(rest) = left.checked_sub(1) else {
        return Ok(true);
    };
    *left = rest;
    let resources = view.get(&form.dictionary, "Resources")?;
    let resources = resources.as_dictionary().cloned().unwrap_or_default();
    let objects = view.get(&resources, "XObject")?;
    for operation in operations(&view.decoded(form)?, OPERATIONS)? {
        match operation.operator.as_slice() {
            b"Do" => {
                let (Some(objects), Some(name)) = (objects.as_dictionary(), operation.name())
                else {
                    return Ok(true);
                };
                let object = view.get(objects, &name.to_string())?;
                let inner = object.as_stream();
                let inner = inner.filter(|inner| is_form(&inner.dictionary));
                match inner {
                    Some(inner) if !draws(view, inner, left)? => {}
                    _ => return Ok(true),
                }
            }
            operator if paints_nothing(operator) => {}
            _ => return Ok(true),
        }
    }
    Ok(false)
}

fn is_form(dictionary: &Dictionary) -> bool {
    dictionary
        .name("Subtype")
        .is_some_and(|kind| *kind == "Form")
}

/// Forms of one widget that are looked into.
const FORMS: usize = 64;

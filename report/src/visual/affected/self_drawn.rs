//! Annotations without an appearance stream (ISO 32000-2, 12.5.5): each viewer draws them its own way, the comparison
//! of pages does not.

use std::collections::HashSet;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::{State, Walk};

/// Whether a page has annotations without an appearance that are new, changed or gone; unknown counts as so.
pub(super) fn changed(
    [before, after]: [&State<'_, '_>; 2],
    index: usize,
    written: &HashSet<u32>,
    left: &mut usize,
) -> bool {
    let (Some(old), Some(new)) = (before.pages.get(index), after.pages.get(index)) else {
        // The whole page is new or gone, and reported as that.
        return false;
    };
    differ([before, after], [*old, *new], written, left).unwrap_or(true)
}

fn differ(
    [before, after]: [&State<'_, '_>; 2],
    [old, new]: [ObjectId; 2],
    written: &HashSet<u32>,
    left: &mut usize,
) -> Result<bool, PdfError> {
    let (old, new) = (listed(before, old)?, listed(after, new)?);
    if old.len().max(new.len()) > MOST {
        return Ok(true);
    }
    // An empty field that gets its signature loses what stood for it, and the signature is compared.
    let gone = old
        .iter()
        .any(|one| !one.is_signature_field() && !new.contains(one));
    if gone || new.iter().any(|one| !old.contains(one)) {
        return Ok(true);
    }
    let mut walk = Walk::new(after, written, *left);
    // Pages that an annotation lies on or leads to say nothing about its look.
    walk.seen.clone_from(&after.numbers);
    for annotation in &new {
        annotation.id.iter().for_each(|id| walk.number(id.number));
        walk.add_entries(&annotation.dictionary, &["A", "AA", "Dest"]);
    }
    let touched = walk.run();
    *left = walk.left;
    touched
}

/// An annotation that viewers draw themselves.
#[derive(PartialEq)]
struct Annotation {
    id: Option<ObjectId>,
    dictionary: Dictionary,
}

impl Annotation {
    fn is_signature_field(&self) -> bool {
        let is = |key, value: &[u8]| {
            let name = self.dictionary.name(key);
            name.is_some_and(|name| name.as_bytes() == value)
        };
        is("Subtype", b"Widget") && is("FT", b"Sig")
    }
}

fn listed(state: &State<'_, '_>, page: ObjectId) -> Result<Vec<Annotation>, PdfError> {
    let page = state.view.object(page)?;
    let Some(page) = page.as_dictionary() else {
        return Ok(Vec::new());
    };
    let annotations = state.view.get(page, "Annots")?;
    let mut listed = Vec::new();
    for element in annotations.as_array().unwrap_or_default() {
        let object = state.view.resolve(element)?;
        let Some(dictionary) = object.as_dictionary() else {
            continue;
        };
        if !has_appearance(state, dictionary)? && !is_invisible_field(state, dictionary)? {
            listed.push(Annotation {
                id: element.as_reference(),
                dictionary: dictionary.clone(),
            });
        }
        if listed.len() > MOST {
            break;
        }
    }
    Ok(listed)
}

/// Whether `/AP /N` is a stream, or has one for the state; a field without one for its state shows nothing there.
fn has_appearance(state: &State<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    let appearances = state.view.get(annotation, "AP")?;
    let Some(appearances) = appearances.as_dictionary() else {
        return Ok(false);
    };
    let normal = state.view.get(appearances, "N")?;
    if normal.as_stream().is_some() {
        return Ok(true);
    }
    let Some(states) = normal.as_dictionary() else {
        return Ok(false);
    };
    let shown = annotation.name("AS");
    for (name, value) in states.iter() {
        let counts = is_widget(annotation) || Some(name) == shown;
        if counts && state.view.resolve(value)?.as_stream().is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A field without any area, such as that of an invisible signature (ISO 32000-2, 12.7.5.5).
fn is_invisible_field(state: &State<'_, '_>, annotation: &Dictionary) -> Result<bool, PdfError> {
    let rect = state.view.get(annotation, "Rect")?;
    let rect = rect.as_array().unwrap_or_default();
    let numbers: Vec<f64> = rect.iter().filter_map(Object::as_number).collect();
    let empty = matches!(numbers[..], [left, bottom, right, top] if left == right && bottom == top);
    Ok(empty && is_widget(annotation))
}

fn is_widget(annotation: &Dictionary) -> bool {
    let subtype = annotation.name("Subtype");
    subtype.is_some_and(|name| name.as_bytes() == b"Widget")
}

/// Annotations of one page that are compared; with more the page counts as not comparable.
const MOST: usize = 1_000;

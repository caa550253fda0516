//! Scripts and programs in a document: what runs when it is opened may show something else than what was signed (I4).
//!
//! Every object that the newest revision holds is looked at, used or not. Viewers repair what this reader refuses, so an
//! object that cannot be read here may still run there: the document is not signed.

use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Document, Location, Object, ObjectId, PdfError, View};

use crate::error::SignError;

/// What a document must not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ActiveContent {
    /// Runs a script (ISO 32000-2, 12.6.4.17).
    JavaScript,
    /// Starts a program or opens a file (ISO 32000-2, 12.6.4.6).
    Launch,
}

/// Refuses a document with a script or launch action.
pub(crate) fn refuse_active_content(document: &Document<'_>) -> Result<(), SignError> {
    let view = document.latest();
    let revisions = document.revisions().iter();
    let numbers: BTreeSet<u32> = revisions
        .flat_map(|revision| revision.entries.iter().map(|(number, _)| *number))
        .collect();
    for number in numbers {
        let Some(id) = current(&view, number) else {
            continue;
        };
        if let Some(found) = in_object(&view, id)? {
            return Err(SignError::ActiveContent { found, id });
        }
    }
    Ok(())
}

fn current(view: &View<'_, '_>, number: u32) -> Option<ObjectId> {
    match view.locate(number)? {
        Location::Offset { generation, .. } => Some(ObjectId::new(number, generation)),
        Location::Compressed { .. } => Some(ObjectId::new(number, 0)),
        Location::Free { .. } => None,
    }
}

fn in_object(view: &View<'_, '_>, id: ObjectId) -> Result<Option<ActiveContent>, SignError> {
    let found = view.object(id).and_then(|object| find(view, &object));
    found.map_err(|error| match error {
        PdfError::LimitReached { .. } => error.into(),
        source => SignError::UnreadableObject { id, source },
    })
}

/// Searches the object and what stands directly in it; the parser has limited the depth.
fn find(view: &View<'_, '_>, object: &Object) -> Result<Option<ActiveContent>, PdfError> {
    match object {
        Object::Dictionary(dictionary) => in_dictionary(view, dictionary),
        Object::Stream(stream) => in_dictionary(view, &stream.dictionary),
        Object::Array(elements) => first_in(view, elements.iter()),
        _ => Ok(None),
    }
}

fn in_dictionary(
    view: &View<'_, '_>,
    dictionary: &Dictionary,
) -> Result<Option<ActiveContent>, PdfError> {
    match action(view, dictionary)? {
        Some(found) => Ok(Some(found)),
        None => first_in(view, dictionary.iter().map(|(_, value)| value)),
    }
}

fn first_in<'o>(
    view: &View<'_, '_>,
    mut objects: impl Iterator<Item = &'o Object>,
) -> Result<Option<ActiveContent>, PdfError> {
    let first = objects.find_map(|object| find(view, object).transpose());
    first.transpose()
}

/// What the dictionary does if it is an action; its kind may be an object of its own (ISO 32000-2, 7.3.10).
fn action(view: &View<'_, '_>, dictionary: &Dictionary) -> Result<Option<ActiveContent>, PdfError> {
    if dictionary.contains("JS") {
        return Ok(Some(ActiveContent::JavaScript));
    }
    let kind = view.get(dictionary, "S")?;
    Ok(match &*kind {
        Object::Name(name) if *name == "JavaScript" => Some(ActiveContent::JavaScript),
        Object::Name(name) if *name == "Launch" => Some(ActiveContent::Launch),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::Name;

    fn action(kind: &str) -> Object {
        Dictionary::new().with("S", Name::from(kind)).into()
    }

    fn found_in(object: &Object) -> Option<ActiveContent> {
        let pdf = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        find(&document.latest(), object).unwrap()
    }

    #[test]
    fn scripts_and_programs_are_found_however_deep() {
        let nested =
            Dictionary::new().with("AA", Dictionary::new().with("O", action("JavaScript")));
        assert_eq!(found_in(&nested.into()), Some(ActiveContent::JavaScript));
        let next = Object::Array(vec![action("GoTo"), action("Launch")]);
        assert_eq!(found_in(&next), Some(ActiveContent::Launch));
    }

    #[test]
    fn links_and_structure_are_harmless() {
        for kind in ["GoTo", "URI", "Span", "Transparency"] {
            assert_eq!(found_in(&action(kind)), None);
        }
    }
}

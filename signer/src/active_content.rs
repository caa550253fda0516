//! Scripts and programs in a document: what runs when it is opened may show something else than what was signed (I4).
//!
//! Every object that the newest revision holds is looked at, used or not. An object that cannot be read cannot run
//! either, so it is passed over here; the verifier judges the file by other means.

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

fn in_object(view: &View<'_, '_>, id: ObjectId) -> Result<Option<ActiveContent>, PdfError> {
    match view.object(id) {
        Ok(object) => Ok(find(&object)),
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Searches the object and what stands directly in it; the parser has limited the depth.
fn find(object: &Object) -> Option<ActiveContent> {
    match object {
        Object::Dictionary(dictionary) => in_dictionary(dictionary),
        Object::Stream(stream) => in_dictionary(&stream.dictionary),
        Object::Array(elements) => elements.iter().find_map(find),
        _ => None,
    }
}

fn in_dictionary(dictionary: &Dictionary) -> Option<ActiveContent> {
    let action = dictionary.name("S");
    if action.is_some_and(|action| *action == "JavaScript") || dictionary.contains("JS") {
        return Some(ActiveContent::JavaScript);
    }
    if action.is_some_and(|action| *action == "Launch") {
        return Some(ActiveContent::Launch);
    }
    dictionary.iter().find_map(|(_, value)| find(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyso_pdf::Name;

    fn action(kind: &str) -> Object {
        Dictionary::new().with("S", Name::from(kind)).into()
    }

    #[test]
    fn scripts_and_programs_are_found_however_deep() {
        let nested =
            Dictionary::new().with("AA", Dictionary::new().with("O", action("JavaScript")));
        assert_eq!(find(&nested.into()), Some(ActiveContent::JavaScript));
        let next = Object::Array(vec![action("GoTo"), action("Launch")]);
        assert_eq!(find(&next), Some(ActiveContent::Launch));
    }

    #[test]
    fn links_and_structure_are_harmless() {
        for kind in ["GoTo", "URI", "Span", "Transparency"] {
            assert_eq!(find(&action(kind)), None);
        }
    }
}

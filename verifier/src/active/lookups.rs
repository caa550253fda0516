//! Shown objects that programs find differently or not at all.

use kyso_pdf::{Mentioned, ObjectId, PdfError, View};

use super::Search;
use crate::finding::ActiveKind;
use crate::needed::Needed;

impl Search<'_, '_, '_> {
    /// Looks for shown objects that programs do not find alike. The search runs only where
    /// something hints at them.
    pub(super) fn lookups(&mut self, mentioned: &Mentioned) -> Result<(), PdfError> {
        for id in &mentioned.overlapping {
            self.note(ActiveKind::Unreadable, *id);
        }
        let Mentioned {
            named_twice,
            oddly_spelled,
            cut_short,
            ..
        } = mentioned;
        let hints = [named_twice, oddly_spelled, cut_short];
        if mentioned.is_plain && hints.iter().all(|hint| hint.is_empty()) {
            return Ok(());
        }
        let needed = Needed::of(self.view, &|_| false)?;
        for id in &needed.unread {
            self.note(ActiveKind::Unreadable, *id);
        }
        let is_shown = |id: &&ObjectId| needed.shown.contains_key(&id.number);
        for id in cut_short.iter().filter(is_shown) {
            self.note(ActiveKind::Unreadable, *id);
        }
        let twice = named_twice.iter().filter(is_shown);
        // Placeholders in a signature, which draws nothing, may be great numbers.
        let draws = |id: &&ObjectId| !is_signature(self.view, **id);
        let spelled = oddly_spelled.iter().filter(is_shown).filter(draws);
        for id in needed.ambiguous.iter().chain(twice).chain(spelled) {
            self.note(ActiveKind::Lookup, *id);
        }
        Ok(())
    }
}

fn is_signature(view: &View<'_, '_>, id: ObjectId) -> bool {
    let object = view.object(id).ok();
    let entries = object.as_ref().and_then(|object| object.as_dictionary());
    entries.is_some_and(|entries| entries.contains("ByteRange"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::active::active_content;
    use kyso_pdf::{Dictionary, Document, Name, Object, Stream, Update};

    /// The findings in a sample whose page draws a form, where `old` in its bytes became `new`,
    /// which is as long.
    fn kinds(old: &str, new: &str) -> Vec<ActiveKind> {
        let pdf = include_bytes!("../../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let mut update = Update::new(&document).unwrap();
        let bounds = [0, 0, 9, 9].map(Object::from).to_vec();
        let form = Dictionary::new()
            .with("Subtype", Name::from("Form"))
            .with("BBox", bounds)
            .with("Marked", Object::String(b"a word".to_vec()));
        let form = update.add(Stream::new(form, b"0 0 9 9 re f".to_vec()));
        let page = document.latest().page(0).unwrap().unwrap().id;
        let entries = document.latest().object(page).unwrap();
        let forms = Dictionary::new().with("P", form);
        let resources = Dictionary::new().with("XObject", forms);
        let entries = entries.as_dictionary().unwrap().clone();
        update.set(page, entries.with("Resources", resources));
        let mut changed = update.finish().unwrap();
        let form = form.number.to_string();
        let [old, new] = [old, new].map(|text| text.replace("FORM", &form));
        assert_eq!(old.len(), new.len());
        let at = memchr::memmem::rfind(&changed, old.as_bytes()).unwrap();
        changed[at..at + old.len()].copy_from_slice(new.as_bytes());
        let document = Document::open(&changed).unwrap();
        let found = active_content(&document.latest()).unwrap();
        found.into_iter().map(|found| found.kind).collect()
    }

    #[test]
    fn what_is_drawn_is_found_and_read() {
        assert_eq!(kinds("a word", "a ward"), []);
        assert_eq!(kinds("FORM 0 R", "FORM 1 R"), [ActiveKind::Lookup]);
        assert_eq!(kinds("FORM 0 R", "FORM  0R"), [ActiveKind::Lookup]);
        assert_eq!(kinds("(a word)", "/A/Words"), [ActiveKind::Unreadable]);
        assert_eq!(kinds("0 0 9 9 re f", "0 0 9 9 R  f"), []);
    }
}

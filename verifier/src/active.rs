//! What a file may play besides showing its pages: reported, and never part of an original (I4).
//!
//! Scripts and programs are looked for in every object that is in use by the cross-reference, whether anything refers
//! to it or not, as the signer does before a key is used. Which objects can hold any is found in their bytes, so that
//! a long file is not read for it. What the verdict says does not depend on this.

mod annotation;
mod layers;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kyso_pdf::{Dictionary, Mentionable, Mentions, Object, ObjectId, PdfError, View};

use crate::finding::ActiveKind;

/// Something in a file that acts, or that programs show differently from occasion to occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ActiveContent {
    /// What it is.
    pub kind: ActiveKind,
    /// The object that holds it.
    pub object: ObjectId,
}

/// Everything of that sort in a file, each kind with its objects in their order.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub fn active_content(view: &View<'_, '_>) -> Result<Vec<ActiveContent>, PdfError> {
    let mut mentions = mentions(view);
    mentions.look(0..view.document().bytes().len());
    among(view, mentions)
}

/// The search for the objects that are of interest.
pub(crate) fn mentions<'v, 'd, 'a>(view: &'v View<'d, 'a>) -> Mentions<'v, 'd, 'a> {
    view.mentions(&WANTED)
}

/// As [`active_content`], with `mentions` that have seen the whole file.
///
/// # Errors
/// As [`active_content`].
pub(crate) fn among(
    view: &View<'_, '_>,
    mentions: Mentions<'_, '_, '_>,
) -> Result<Vec<ActiveContent>, PdfError> {
    let mut search = Search {
        view,
        found: BTreeSet::new(),
        listed: None,
    };
    search.catalog()?;
    for id in mentions.finish()? {
        search.look_at(id)?;
    }
    Ok(search.found.into_iter().collect())
}

static WANTED: LazyLock<Mentionable> = LazyLock::new(|| Mentionable::new(&NAMES));

/// The names without which no object is of interest.
const NAMES: [&str; 9] = [
    "JS",
    "JavaScript",
    "Launch",
    "Hide",
    "SetOCGState",
    "Rect",
    "F",
    "FFilter",
    "Ref",
];

struct Search<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    found: BTreeSet<ActiveContent>,
    /// The objects that pages list as annotations, once they are asked for; `None` inside when that is not known.
    listed: Option<Option<BTreeSet<ObjectId>>>,
}

impl Search<'_, '_, '_> {
    fn note(&mut self, kind: ActiveKind, object: ObjectId) {
        self.found.insert(ActiveContent { kind, object });
    }

    /// What the catalog names: forms and layers.
    fn catalog(&mut self) -> Result<(), PdfError> {
        let (id, catalog) = self.view.catalog()?;
        let Some(catalog) = catalog.as_dictionary() else {
            return Ok(());
        };
        let holder = |key: &str| {
            let target = catalog.get(key).and_then(Object::as_reference);
            target.unwrap_or(id)
        };
        if let Some(form) = self.view.get(catalog, "AcroForm")?.as_dictionary() {
            if !self.view.get(form, "XFA")?.is_null() {
                self.note(ActiveKind::Xfa, holder("AcroForm"));
            }
            let redrawn = *self.view.get(form, "NeedAppearances")? == Object::Boolean(true);
            if redrawn && has_fields_to_draw(self.view, form)? {
                self.note(ActiveKind::NeedAppearances, holder("AcroForm"));
            }
        }
        if let Some(layers) = self.view.get(catalog, "OCProperties")?.as_dictionary()
            && layers::depend_on_occasion(self.view, layers)?
        {
            self.note(ActiveKind::OptionalContent, holder("OCProperties"));
        }
        Ok(())
    }

    /// An object by its number. Where it, or what it refers to, cannot be read, that is said of it alone: viewers repair
    /// what this reader refuses.
    fn look_at(&mut self, id: ObjectId) -> Result<(), PdfError> {
        let object = self.view.object(id);
        match object.and_then(|object| self.object(id, &object)) {
            Err(error @ PdfError::LimitReached { .. }) => Err(error),
            Err(_) => {
                self.note(ActiveKind::Unreadable, id);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// An object and what stands directly in it; the parser has limited the depth.
    fn object(&mut self, id: ObjectId, object: &Object) -> Result<(), PdfError> {
        match object {
            Object::Array(elements) => {
                for element in elements {
                    self.object(id, element)?;
                }
                Ok(())
            }
            Object::Dictionary(dictionary) => self.dictionary(id, dictionary),
            Object::Stream(stream) => {
                if is_external(&stream.dictionary) {
                    self.note(ActiveKind::ExternalStream, id);
                }
                self.dictionary(id, &stream.dictionary)
            }
            // The kind of an action may be an object of its own (ISO 32000-2, 7.3.10).
            Object::Name(name) if action_kind(&name.to_string()).is_some() => self.holders_of(id),
            _ => Ok(()),
        }
    }

    fn dictionary(&mut self, id: ObjectId, dictionary: &Dictionary) -> Result<(), PdfError> {
        if let Some(kind) = action(self.view, dictionary)? {
            self.note(kind, id);
        }
        if dictionary.contains("Rect")
            && let Some(kind) = annotation::occasion(self.view, dictionary)?
            && self.is_listed(id)
        {
            self.note(kind, id);
        }
        for (_, value) in dictionary.iter() {
            self.object(id, value)?;
        }
        Ok(())
    }

    /// Looks for the actions whose kind is the object `name`.
    fn holders_of(&mut self, name: ObjectId) -> Result<(), PdfError> {
        for id in self.view.numbers_in_use() {
            let mut refers = false;
            let location = self.view.locate(id.number);
            if let Some(location) = location {
                let mut found = |number| refers |= number == name.number;
                match self.view.references(id.number, location, &mut found) {
                    Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                    Err(_) => self.view.loose_references(id.number, &mut found)?,
                    Ok(_) => {}
                }
            }
            if !refers {
                continue;
            }
            self.look_at(id)?;
        }
        Ok(())
    }

    /// Whether a page lists the annotation, or holds it; so, where the pages cannot be read.
    fn is_listed(&mut self, id: ObjectId) -> bool {
        let view = self.view;
        let listed = self
            .listed
            .get_or_insert_with(|| annotation::listed(view).ok());
        listed.as_ref().is_none_or(|listed| listed.contains(&id))
    }
}

/// What a dictionary does if it is an action.
fn action(view: &View<'_, '_>, dictionary: &Dictionary) -> Result<Option<ActiveKind>, PdfError> {
    if dictionary.contains("JS") {
        return Ok(Some(ActiveKind::JavaScript));
    }
    let kind = view.get(dictionary, "S")?;
    Ok(kind
        .as_name()
        .and_then(|name| action_kind(&name.to_string())))
}

/// The actions that run something, or change what is shown (ISO 32000-2, table 201).
fn action_kind(name: &str) -> Option<ActiveKind> {
    match name {
        "JavaScript" => Some(ActiveKind::JavaScript),
        "Launch" => Some(ActiveKind::Launch),
        "Hide" => Some(ActiveKind::Hide),
        "SetOCGState" => Some(ActiveKind::LayerSwitch),
        _ => None,
    }
}

/// Whether the data of a stream, or what it draws, stand in another file (ISO 32000-2, table 5, 8.10.4). One program
/// reads `/F` as another way to name the filter.
fn is_external(dictionary: &Dictionary) -> bool {
    let form = dictionary
        .name("Subtype")
        .is_some_and(|kind| *kind == "Form");
    dictionary.contains("F")
        || dictionary.contains("FFilter")
        || (form && dictionary.contains("Ref"))
}

/// Whether a form has fields that programs would draw anew: signatures are not.
fn has_fields_to_draw(view: &View<'_, '_>, form: &Dictionary) -> Result<bool, PdfError> {
    const NODES: usize = 1_000;
    let fields = view.get(form, "Fields")?;
    let mut pending: Vec<Object> = fields.as_array().unwrap_or_default().to_vec();
    let mut left = NODES;
    while let Some(field) = pending.pop() {
        // So many fields are not all signatures.
        let Some(rest) = left.checked_sub(1) else {
            return Ok(true);
        };
        left = rest;
        let field = view.resolve(&field)?;
        let Some(field) = field.as_dictionary() else {
            continue;
        };
        match view.get(field, "FT")?.as_name() {
            Some(kind) if *kind == "Sig" => {}
            Some(_) => return Ok(true),
            None => {
                let kids = view.get(field, "Kids")?;
                pending.extend_from_slice(kids.as_array().unwrap_or_default());
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::{Document, Name, Stream, Update};

    /// The kinds found in a sample that also holds `object`.
    fn kinds(object: impl Into<Object>) -> Vec<ActiveKind> {
        let pdf = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let mut update = Update::new(&document).unwrap();
        update.add(object);
        let changed = update.finish().unwrap();
        let document = Document::open(&changed).unwrap();
        let found = active_content(&document.latest()).unwrap();
        found.into_iter().map(|found| found.kind).collect()
    }

    fn action(kind: &str) -> Dictionary {
        Dictionary::new().with("S", Name::from(kind))
    }

    #[test]
    fn what_acts_is_found_however_deep_and_used_or_not() {
        let nested =
            Dictionary::new().with("AA", Dictionary::new().with("O", action("JavaScript")));
        assert_eq!(kinds(nested), [ActiveKind::JavaScript]);
        let next = action("GoTo").with("Next", vec![Object::from(action("Launch"))]);
        assert_eq!(kinds(next), [ActiveKind::Launch]);
        assert_eq!(kinds(action("Hide")), [ActiveKind::Hide]);
        assert_eq!(kinds(action("SetOCGState")), [ActiveKind::LayerSwitch]);
        let rendition = action("Rendition").with("JS", Object::String(b"x".to_vec()));
        assert_eq!(kinds(rendition), [ActiveKind::JavaScript]);
    }

    #[test]
    fn streams_that_stand_elsewhere_are_found() {
        let elsewhere = Dictionary::new().with("F", Object::String(b"a.pdf".to_vec()));
        let stream = Stream::new(elsewhere, b"1 0 0 rg".to_vec());
        assert_eq!(kinds(stream), [ActiveKind::ExternalStream]);
        let form = Dictionary::new()
            .with("Subtype", Name::from("Form"))
            .with("Ref", Dictionary::new());
        assert_eq!(
            kinds(Stream::new(form, Vec::new())),
            [ActiveKind::ExternalStream]
        );
    }

    /// What one annotation refers to and cannot be read hides no script of another object.
    #[test]
    fn a_broken_object_ends_no_search() {
        let pdf = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let mut update = Update::new(&document).unwrap();
        let page = document.latest().page(0).unwrap().unwrap().id;
        let flags = update.add(Object::Integer(12_345));
        let widget = Dictionary::new()
            .with("Subtype", Name::from("Stamp"))
            .with("Rect", vec![0.into(), 0.into(), 9.into(), 9.into()])
            .with("F", flags);
        let widget = update.add(widget);
        let page_object = document.latest().object(page).unwrap();
        let entries = page_object.as_dictionary().unwrap().clone();
        update.set(page, entries.with("Annots", vec![Object::from(widget)]));
        update.add(action("JavaScript"));
        let mut changed = update.finish().unwrap();
        let value = memchr::memmem::rfind(&changed, b"12345").unwrap();
        changed[value..value + 5].copy_from_slice(b"--)>>");
        let document = Document::open(&changed).unwrap();
        let found = active_content(&document.latest()).unwrap();
        let found: Vec<_> = found.into_iter().map(|found| found.kind).collect();
        assert_eq!(found, [ActiveKind::JavaScript, ActiveKind::Unreadable]);
    }

    #[test]
    fn links_and_structure_are_harmless() {
        for kind in ["GoTo", "URI", "Span", "Transparency", "Named", "ResetForm"] {
            assert!(kinds(action(kind)).is_empty(), "{kind}");
        }
        // An annotation that no page lists is not shown.
        let stamp = Dictionary::new()
            .with("Subtype", Name::from("Stamp"))
            .with("F", 36)
            .with("Rect", vec![0.into(), 0.into(), 9.into(), 9.into()]);
        assert!(kinds(stamp).is_empty());
    }
}

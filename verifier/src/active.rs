//! What a file may do besides showing its pages: reported, and never part of an original (I4).
//!
//! The search for scripts and programs covers every object that is in use by the cross-reference,
//! referred to or not, as the signer does before it uses a key. The bytes of the objects show which
//! of them can hold any, so that a long file is not read for this. The verdict does not depend on
//! it.

mod absent;
mod action;
mod annotation;
mod colour;
mod filters;
mod font;
mod graphics;
mod layers;
mod look;
mod lookups;
mod page;
mod picture;
mod resources;
mod tree;
mod words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kyso_pdf::{Dictionary, Mentionable, Mentions, Object, ObjectId, PdfError, View};
use kyso_pki::DigestCache;

use crate::colour_space::{KnownProfiles, PROFILES};
use crate::finding::ActiveKind;
use action::{action, action_kind};
use annotation::Listed;
pub(crate) use annotation::field_kind;
use layers::Layers;
use look::Judged;
pub(crate) use tree::miscounted;
use words::Words;

/// Something in a file that acts, or that programs show differently from occasion to occasion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct ActiveContent {
    /// What it is.
    pub kind: ActiveKind,
    /// The object that holds it.
    pub object: ObjectId,
}

impl ActiveContent {
    /// Whether programs that need the object cannot read it, or find another one: some rebuild the cross-reference for it.
    pub(crate) const fn is_read_differently(&self) -> bool {
        matches!(self.kind, ActiveKind::Unreadable | ActiveKind::Lookup)
    }
}

/// Everything of that sort in a file, each kind with its objects in their order.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub fn active_content(view: &View<'_, '_>) -> Result<Vec<ActiveContent>, PdfError> {
    let mut mentions = mentions(view);
    mentions.look(0..view.document().bytes().len());
    // Nothing is remembered beyond this file: the caller names no trust store.
    let profiles = DigestCache::new(PROFILES);
    among(view, mentions, profiles.of_file(0))
}

/// The search for the objects that are of interest.
pub(crate) fn mentions<'v, 'd, 'a>(view: &'v View<'d, 'a>) -> Mentions<'v, 'd, 'a> {
    view.mentions(&WANTED)
}

/// As [`active_content`], with `mentions` that have seen the whole file, and the known colour
/// `profiles`.
///
/// # Errors
/// As [`active_content`].
pub(crate) fn among<'v>(
    view: &'v View<'_, '_>,
    mentions: Mentions<'_, '_, '_>,
    profiles: KnownProfiles<'v>,
) -> Result<Vec<ActiveContent>, PdfError> {
    let mut search = Search {
        view,
        found: BTreeSet::new(),
        listed: None,
        named: BTreeSet::new(),
        layers: None,
        resources: BTreeSet::new(),
        profiles,
        words: Words::default(),
    };
    search.catalog()?;
    for id in or_else(tree::odd(view), BTreeSet::new())? {
        search.note(ActiveKind::PageEntries, id);
    }
    let mentioned = mentions.finish()?;
    for id in &mentioned.objects {
        search.look_at(*id)?;
    }
    search.lookups(&mentioned)?;
    search.holders()?;
    for id in absent::found_by_rebuilding(view)? {
        search.note(ActiveKind::Unreadable, id);
    }
    Ok(search.found.into_iter().collect())
}

static WANTED: LazyLock<Mentionable> = LazyLock::new(|| Mentionable::new(&NAMES));

/// The names without which no object is of interest.
const NAMES: [&str; 24] = [
    "JS",
    "JavaScript",
    "Launch",
    "Hide",
    "SetOCGState",
    "Rect",
    "AP",
    "F",
    "FFilter",
    "Ref",
    "Form",
    "Image",
    "ExtGState",
    "ColorSpace",
    "OCMD",
    "CIDFontType0",
    "CIDFontType2",
    "Type3",
    "Encoding",
    "Kids",
    "CropBox",
    "Rotate",
    "UserUnit",
    "PatternType",
];

struct Search<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    found: BTreeSet<ActiveContent>,
    /// The objects that pages list as annotations, each with its page, once they are asked for; `None` inside when that
    /// is not known.
    listed: Option<Option<Listed>>,
    /// The numbers of objects that are the kind of something and nothing else (ISO 32000-2, 7.3.10).
    named: BTreeSet<u32>,
    /// Which layers are seen, when there are any.
    layers: Option<Layers>,
    /// Resources that were looked at.
    resources: BTreeSet<ObjectId>,
    /// The known colour profiles.
    profiles: KnownProfiles<'v>,
    /// The budget for reading what fields show.
    words: Words,
}

impl Search<'_, '_, '_> {
    fn note(&mut self, kind: ActiveKind, object: ObjectId) {
        self.found.insert(ActiveContent { kind, object });
    }

    /// Looks at the forms and layers that the catalog names.
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
            // Poppler draws signatures anew, too.
            if *self.view.get(form, "NeedAppearances")? == Object::Boolean(true) {
                self.note(ActiveKind::NeedAppearances, holder("AcroForm"));
            }
        }
        let intents = self.view.get(catalog, "OutputIntents")?;
        for intent in intents.as_array().unwrap_or_default() {
            let intent = self.view.resolve(intent)?;
            if let Some(intent) = intent.as_dictionary()
                && or_else(
                    colour::output_turns_colours(self.view, intent, self.profiles),
                    true,
                )?
            {
                self.note(ActiveKind::ColourSpace, holder("OutputIntents"));
            }
        }
        if self
            .view
            .trailer()
            .iter()
            .any(|(key, _)| is_ambiguous_name(key.as_bytes()))
        {
            self.note(ActiveKind::Lookup, id);
        }
        if let Some(properties) = self.view.get(catalog, "OCProperties")?.as_dictionary() {
            if layers::depend_on_occasion(self.view, properties)? {
                self.note(ActiveKind::OptionalContent, holder("OCProperties"));
            }
            let layers = Layers::of(self.view, properties)?;
            if layers.are_doubtful(self.view, properties)? {
                self.note(ActiveKind::LayerMembership, holder("OCProperties"));
            }
            self.layers = Some(layers);
        }
        Ok(())
    }

    /// Looks at an object by its number. If it cannot be read, or an object that it refers to, only
    /// this object is reported: viewers repair objects that this reader refuses.
    fn look_at(&mut self, id: ObjectId) -> Result<(), PdfError> {
        let object = self.view.object(id);
        if let Ok(object) = &object
            && let Some(name) = object.as_name().map(ToString::to_string)
            && (action_kind(&name).is_some() || resources::KINDS.contains(&name.as_str()))
        {
            self.named.insert(id.number);
        }
        match object.and_then(|object| self.object(id, &object)) {
            Err(error @ PdfError::LimitReached { .. }) => Err(error),
            Err(_) => {
                self.note(ActiveKind::Unreadable, id);
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Looks at an object and at what it holds directly; the parser has limited the depth.
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
                self.drawn_object(id, &stream.dictionary)?;
                self.dictionary(id, &stream.dictionary)
            }
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
        if dictionary.contains("Rect") || dictionary.contains("AP") {
            self.look_of(id, dictionary)?;
        }
        self.resources(id, dictionary)?;
        for (differs, kind) in [
            (
                page::differs(self.view, dictionary),
                ActiveKind::PageEntries,
            ),
            (font::differs(self.view, dictionary), ActiveKind::Font),
        ] {
            if or_else(differs, true)? {
                self.note(kind, id);
            }
        }
        for (_, value) in dictionary.iter() {
            self.object(id, value)?;
        }
        Ok(())
    }

    /// Whether programs draw the annotation, or the field, differently.
    fn look_of(&mut self, id: ObjectId, annotation: &Dictionary) -> Result<(), PdfError> {
        let view = self.view;
        if !look::is_annotation(view, annotation)? {
            return Ok(());
        }
        let judged = look::judge(view, annotation, self.layers.as_ref());
        let judged = match or_else(look::keeps_upright(view, annotation), false)? {
            true if self.is_on_a_page_shown_otherwise(id) => {
                Ok(Judged::Differs(ActiveKind::AnnotationLook))
            }
            _ => judged,
        };
        let kind = match or_else(judged, Judged::Differs(ActiveKind::AnnotationLook))? {
            Judged::Same => return Ok(()),
            Judged::Differs(kind) => kind,
            Judged::Shows(value) => {
                let Some(listed) = self.listed() else {
                    return Ok(());
                };
                let page = listed.get(&id).cloned();
                if self.words.are(view, page, id, &value) {
                    return Ok(());
                }
                ActiveKind::FieldLook
            }
        };
        if self.is_listed(id) {
            self.note(kind, id);
        }
        Ok(())
    }

    /// Looks for the actions whose kind is an object of its own, in one pass however many such objects there are.
    fn holders(&mut self) -> Result<(), PdfError> {
        let named = std::mem::take(&mut self.named);
        if named.is_empty() {
            return Ok(());
        }
        for id in self.view.numbers_in_use() {
            let mut refers = false;
            let mut found = |number| refers |= named.contains(&number);
            match self.view.references(id.number, &mut found) {
                Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                Err(_) => self.view.loose_references(id.number, &mut found)?,
                Ok(_) => {}
            }
            if refers {
                self.look_at(id)?;
            }
        }
        Ok(())
    }

    /// Whether a page lists the annotation, or holds it; so, where the pages cannot be read.
    fn is_listed(&mut self, id: ObjectId) -> bool {
        self.listed().is_none_or(|listed| listed.contains_key(&id))
    }

    /// Whether the page of an annotation is turned, or in other units than points.
    fn is_on_a_page_shown_otherwise(&mut self, id: ObjectId) -> bool {
        let page = self.listed().and_then(|listed| listed.get(&id));
        page.is_some_and(|page| !page.is_upright_at_scale())
    }

    fn listed(&mut self) -> Option<&Listed> {
        let view = self.view;
        let listed = self
            .listed
            .get_or_insert_with(|| annotation::listed(view).ok());
        listed.as_ref()
    }
}

/// Whether a name has a byte that ends it for Poppler, or is white space for PDFium.
fn is_ambiguous_name(name: &[u8]) -> bool {
    name.iter().any(|byte| matches!(byte, 0 | 0x80 | 0xFF))
}

/// The result, or `doubt` where the object cannot be read: programs repair objects that this reader
/// refuses.
fn or_else<T>(found: Result<T, PdfError>, doubt: T) -> Result<T, PdfError> {
    match found {
        Err(error @ PdfError::LimitReached { .. }) => Err(error),
        Err(_) => Ok(doubt),
        found => found,
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

#[cfg(test)]
mod tests;

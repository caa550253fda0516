//! One page as a file of its own, for libraries that only read whole files:
//! they cost as much as the page then, and read the same objects as this crate.

use crate::limit_kind::LimitKind;
use std::collections::BTreeMap;

use crate::error::{Flaw, PdfError};
use crate::new_file::write_file;
use crate::object::{Dictionary, Name, Object, ObjectId, Stream};
use crate::view::View;

impl View<'_, '_> {
    /// A file with the page `id` alone: the objects that it inherits and refers to, its annotations
    /// as far as they are drawn, and the optional content of the document. It has no data of
    /// pictures, and no objects that cannot be read.
    ///
    /// # Errors
    /// When `id` is no page, or [`PdfError::LimitReached`] when it refers to
    /// too much.
    pub fn page_alone(&self, id: ObjectId) -> Result<Vec<u8>, PdfError> {
        self.extract(id, false)
    }

    /// The same with its pictures, for drawing it.
    ///
    /// # Errors
    /// As [`page_alone`](Self::page_alone).
    pub fn page_alone_with_pictures(&self, id: ObjectId) -> Result<Vec<u8>, PdfError> {
        self.extract(id, true)
    }

    fn extract(&self, id: ObjectId, pictures: bool) -> Result<Vec<u8>, PdfError> {
        let mut extract = Extract {
            view: self,
            pictures,
            objects: BTreeMap::new(),
            pending: Vec::new(),
            size: 0,
        };
        let page = extract.page(id)?;
        let optional_content = extract.optional_content()?;
        extract.follow_all()?;
        let highest = extract.objects.keys().map(|id| id.number).max();
        let next = highest.unwrap_or(0).max(id.number).saturating_add(1);
        let (tree, catalog) = (
            ObjectId::new(next, 0),
            ObjectId::new(next.saturating_add(1), 0),
        );
        extract.objects.insert(id, page.with("Parent", tree).into());
        let kids: Vec<Object> = vec![id.into()];
        let root = Dictionary::new()
            .with("Type", Name::from("Pages"))
            .with("Kids", kids)
            .with("Count", 1);
        extract.objects.insert(tree, root.into());
        let root = Dictionary::new()
            .with("Type", Name::from("Catalog"))
            .with("Pages", tree)
            .with("OCProperties", optional_content);
        extract.objects.insert(catalog, root.into());
        let stream_bytes = |data| self.document().stream_bytes(data);
        write_file(&extract.objects, catalog, &stream_bytes)
    }
}

/// The objects of the new file, under their old numbers.
struct Extract<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    objects: BTreeMap<ObjectId, Object>,
    pending: Vec<ObjectId>,
    /// Whether the data of pictures belong to it.
    pictures: bool,
    /// Bytes of objects and streams so far.
    size: usize,
}

impl Extract<'_, '_, '_> {
    /// The page with what it inherits (ISO 32000-2, 7.7.3.4).
    fn page(&mut self, id: ObjectId) -> Result<Dictionary, PdfError> {
        const OWN: [&str; 3] = ["UserUnit", "Contents", "Group"];
        const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];
        let object = self.view.object(id)?;
        let original = object.as_dictionary().ok_or(PdfError::UnexpectedObject {
            id,
            what: Flaw::PageNoDictionary,
        })?;
        let mut page = Dictionary::new().with("Type", Name::from("Page"));
        for key in OWN {
            if let Some(value) = original.get(key) {
                page.insert(key, value.clone());
            }
        }
        for key in INHERITED {
            if let Some(value) = self.inherited(original, key)? {
                page.insert(key, value);
            }
        }
        let annotations = self.annotations(original)?;
        page.insert("Annots", annotations);
        self.note_references(&Object::Dictionary(page.clone()));
        Ok(page)
    }

    /// The nearest value of `key` upwards from `page`.
    fn inherited(&self, page: &Dictionary, key: &str) -> Result<Option<Object>, PdfError> {
        let mut node = page.clone();
        for _ in 0..self.view.document().limits().depth {
            if let Some(value) = node.get(key) {
                return Ok(Some(value.clone()));
            }
            let parent = self.view.get(&node, "Parent")?;
            match parent.as_dictionary() {
                Some(parent) => node = parent.clone(),
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Annotations without what leads elsewhere: fields, destinations, actions.
    fn annotations(&mut self, page: &Dictionary) -> Result<Vec<Object>, PdfError> {
        let annotations = self.view.get(page, "Annots")?;
        let mut drawn = Vec::new();
        for annotation in annotations.as_array().unwrap_or_default() {
            let Ok(original) = self.view.resolve(annotation) else {
                continue;
            };
            let Some(original) = original.as_dictionary() else {
                continue;
            };
            let mut kept = Dictionary::new();
            for (name, value) in original.iter() {
                if *name == "AP" || *name == "OC" || !holds_reference(value) {
                    kept.push(name.clone(), value.clone());
                }
            }
            let kept = Object::Dictionary(kept);
            self.note_references(&kept);
            match annotation.as_reference() {
                Some(id) => {
                    self.objects.insert(id, kept);
                    drawn.push(id.into());
                }
                None => drawn.push(kept),
            }
        }
        Ok(drawn)
    }

    fn optional_content(&mut self) -> Result<Object, PdfError> {
        let (_, catalog) = self.view.catalog()?;
        let properties = catalog.as_dictionary().and_then(|c| c.get("OCProperties"));
        let properties = properties.cloned().unwrap_or(Object::Null);
        self.note_references(&properties);
        Ok(properties)
    }

    fn follow_all(&mut self) -> Result<(), PdfError> {
        while let Some(id) = self.pending.pop() {
            if self.objects.contains_key(&id) {
                continue;
            }
            let Ok(object) = self.view.object(id) else {
                continue;
            };
            let kind = object.as_dictionary().and_then(|d| d.name("Type"));
            if kind.is_some_and(|kind| ["Page", "Pages", "Catalog"].iter().any(|k| *kind == *k)) {
                continue;
            }
            self.note_references(&object);
            self.size = self.size.saturating_add(object.held_bytes());
            let object = self.without_pixels(&object);
            self.objects.insert(id, object);
            self.check_budget()?;
        }
        Ok(())
    }

    fn without_pixels(&mut self, object: &Object) -> Object {
        let Object::Stream(stream) = object else {
            return object.clone();
        };
        let kind = stream.dictionary.name("Subtype");
        if !self.pictures && kind.is_some_and(|kind| *kind == "Image") {
            return Stream::new(stream.dictionary.clone(), Vec::new()).into();
        }
        self.size += self.view.document().stream_bytes(&stream.data).len();
        object.clone()
    }

    fn note_references(&mut self, object: &Object) {
        match object {
            Object::Reference(id) => self.pending.push(*id),
            Object::Array(elements) => elements.iter().for_each(|e| self.note_references(e)),
            Object::Dictionary(entries) => {
                entries
                    .iter()
                    .for_each(|(_, value)| self.note_references(value));
            }
            Object::Stream(stream) => {
                let entries = stream.dictionary.iter();
                entries.for_each(|(_, value)| self.note_references(value));
            }
            _ => {}
        }
    }

    fn check_budget(&self) -> Result<(), PdfError> {
        const OBJECTS: usize = 20_000;
        const BYTES: usize = 64 << 20;
        const BYTES_WITH_PICTURES: usize = 128 << 20;
        let bytes = match self.pictures {
            true => BYTES_WITH_PICTURES,
            false => BYTES,
        };
        let (budget, limit) = match self.objects.len() {
            OBJECTS.. => (LimitKind::PageObjects, OBJECTS),
            _ if self.size > bytes => (LimitKind::PageBytes, bytes),
            _ => return Ok(()),
        };
        Err(PdfError::LimitReached { budget, limit })
    }
}

fn holds_reference(object: &Object) -> bool {
    match object {
        Object::Reference(_) => true,
        Object::Array(elements) => elements.iter().any(holds_reference),
        Object::Dictionary(entries) => entries.iter().any(|(_, value)| holds_reference(value)),
        _ => false,
    }
}

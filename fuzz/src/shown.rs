//! What the pages of a document show: a second opinion on the change analysis that shares no rule with it.
//!
//! Everything that draws is written out as one text: boxes, content, resources and annotations of each page, references
//! followed. Two revisions with the same text look the same.

use std::collections::HashSet;

use kyso_pdf::{Dictionary, Object, ObjectId, StreamData, View, write_object};

/// What later revisions may change of what is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// Nothing but fields to be signed, which draw nothing.
    Nothing,
    /// Appearances of form fields as well (P=2).
    FormFields,
    /// All annotations (P=3).
    Annotations,
}

/// What each page shows, newest state of `view`. `None` when it cannot be told.
#[must_use]
pub fn shown(view: &View<'_, '_>, tolerance: Tolerance) -> Option<Vec<Vec<u8>>> {
    let pages = view.pages(PAGES).ok()?;
    pages
        .iter()
        .map(|page| {
            let mut writer = Writer {
                view,
                out: format!(
                    "{:?} {:?} {} {}",
                    page.media_box, page.crop_box, page.rotate, page.user_unit
                )
                .into_bytes(),
                path: HashSet::new(),
                budget: OBJECTS,
            };
            let object = view.object(page.id).ok()?;
            let dictionary = object.as_dictionary()?;
            writer.entry(dictionary, "Contents")?;
            writer.inherited(dictionary, "Resources")?;
            writer.annotations(dictionary, tolerance)?;
            Some(writer.out)
        })
        .collect()
}

struct Writer<'v> {
    view: &'v View<'v, 'v>,
    out: Vec<u8>,
    /// References that are being followed.
    path: HashSet<ObjectId>,
    budget: usize,
}

impl Writer<'_> {
    fn entry(&mut self, dictionary: &Dictionary, key: &str) -> Option<()> {
        self.out.extend_from_slice(key.as_bytes());
        match dictionary.get(key) {
            Some(value) => self.object(value),
            None => Some(()),
        }
    }

    /// An entry of the page or of the nearest ancestor that has it (ISO 32000-2, table 31).
    fn inherited(&mut self, page: &Dictionary, key: &str) -> Option<()> {
        let mut node = page.clone();
        for _ in 0..ANCESTORS {
            if node.get(key).is_some() {
                return self.entry(&node, key);
            }
            let parent = self
                .view
                .get(&node, "Parent")
                .ok()?
                .as_dictionary()
                .cloned();
            match parent {
                Some(parent) => node = parent,
                None => break,
            }
        }
        Some(())
    }

    fn annotations(&mut self, page: &Dictionary, tolerance: Tolerance) -> Option<()> {
        if tolerance == Tolerance::Annotations {
            return Some(());
        }
        let annotations = self.view.get(page, "Annots").ok()?;
        for annotation in annotations.as_array().unwrap_or_default() {
            let annotation = self.view.resolve(annotation).ok()?;
            let Some(dictionary) = annotation.as_dictionary() else {
                continue;
            };
            let is_widget = dictionary
                .name("Subtype")
                .is_some_and(|name| *name == "Widget");
            // What a widget shows is its appearance; a field that is still to be signed has none.
            let silent =
                is_widget && (dictionary.get("AP").is_none() || tolerance == Tolerance::FormFields);
            if !silent {
                self.out.extend_from_slice(b"\nannotation");
                for key in [
                    "Subtype",
                    "Rect",
                    "F",
                    "AS",
                    "AP",
                    "Contents",
                    "A",
                    "Dest",
                    "MK",
                    "BS",
                    "C",
                    "OC",
                    "QuadPoints",
                ] {
                    self.entry(dictionary, key)?;
                }
            }
        }
        Some(())
    }

    fn object(&mut self, object: &Object) -> Option<()> {
        self.budget = self.budget.checked_sub(1)?;
        match object {
            Object::Reference(id) => self.reference(*id),
            Object::Array(elements) => {
                self.out.push(b'[');
                elements
                    .iter()
                    .try_for_each(|element| self.object(element))?;
                self.out.push(b']');
                Some(())
            }
            Object::Dictionary(dictionary) => self.dictionary(dictionary),
            Object::Stream(stream) => {
                self.dictionary(&stream.dictionary)?;
                let data = self.view.document().stream_bytes(&stream.data);
                self.out.extend_from_slice(data);
                Some(())
            }
            // 3 and 3.0 draw the same.
            Object::Integer(value) => self.number(*value as f64),
            Object::Real(value) => self.number(*value),
            simple => {
                write_object(simple, &mut self.out, &no_stream);
                self.out.push(b' ');
                Some(())
            }
        }
    }

    fn number(&mut self, value: f64) -> Option<()> {
        self.out.extend_from_slice(format!("{value} ").as_bytes());
        Some(())
    }

    fn reference(&mut self, id: ObjectId) -> Option<()> {
        if !self.path.insert(id) {
            self.out.extend_from_slice(b"circle");
            return Some(());
        }
        let target = self.view.object(id).ok()?;
        self.object(&target)?;
        self.path.remove(&id);
        Some(())
    }

    fn dictionary(&mut self, dictionary: &Dictionary) -> Option<()> {
        let mut entries: Vec<_> = dictionary.iter().collect();
        entries.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
        self.out.extend_from_slice(b"<<");
        for (name, value) in entries {
            // These lead back up or aside and draw nothing.
            if [
                "Parent",
                "P",
                "StructParent",
                "StructParents",
                "Length",
                "Metadata",
            ]
            .iter()
            .any(|key| *name == **key)
                || value.is_null()
            {
                continue;
            }
            self.out.extend_from_slice(name.as_bytes());
            self.object(value)?;
        }
        self.out.extend_from_slice(b">>");
        Some(())
    }
}

fn no_stream(_: &StreamData) -> &[u8] {
    &[]
}

const PAGES: usize = 1000;
const ANCESTORS: usize = 64;
const OBJECTS: usize = 20_000;

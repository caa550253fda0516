//! What the pages of a document show: a second opinion on the change analysis that shares no rule with it.
//!
//! Everything that draws is written out as text: boxes, content, resources and annotations of each page, references
//! followed. Two revisions with the same text look the same. Form fields may look different when their value is another
//! (docs/adr/0011).

use std::collections::HashSet;

use kyso_pdf::{Dictionary, Object, ObjectId, Page, StreamData, View, write_object};

/// What later revisions may change of what is shown, besides the look of filled fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// Nothing.
    Fields,
    /// Annotations that are no form fields (P=3).
    Annotations,
}

/// What one page shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    fixed: Vec<u8>,
    fields: Vec<Field>,
}

/// A form field with an appearance. One without draws nothing: an empty signature field.
#[derive(Clone, PartialEq, Eq)]
struct Field {
    frame: Vec<u8>,
    value: Vec<u8>,
    look: Vec<u8>,
}

/// What each page shows, newest state of `view`. `None` when this cannot be determined.
#[must_use]
pub fn shown(view: &View<'_, '_>, tolerance: Tolerance) -> Option<Vec<Shown>> {
    let pages = view.pages(PAGES).ok()?;
    pages
        .iter()
        .map(|page| Shown::of(view, page, tolerance))
        .collect()
}

/// Whether the same is shown but for fields that have another value.
#[must_use]
pub fn is_same(before: &[Shown], after: &[Shown]) -> bool {
    before.len() == after.len()
        && before
            .iter()
            .zip(after)
            .all(|(one, other)| one.is_same(other))
}

impl Shown {
    fn of(view: &View<'_, '_>, page: &Page, tolerance: Tolerance) -> Option<Self> {
        let object = view.object(page.id).ok()?;
        let dictionary = object.as_dictionary()?;
        let mut writer = Writer::new(view);
        let boxes = format!("{:?} {:?}", page.media_box, page.crop_box);
        writer.out = format!("{boxes} {} {}", page.rotate, page.user_unit).into_bytes();
        writer.entry(dictionary, "Contents")?;
        writer.inherited(dictionary, "Resources")?;
        let fields = writer.annotations(dictionary, tolerance)?;
        Some(Self {
            fixed: writer.out,
            fields,
        })
    }

    fn is_same(&self, after: &Self) -> bool {
        let fields = || self.fields.iter().zip(&after.fields);
        self.fixed == after.fixed
            && self.fields.len() == after.fields.len()
            && fields().all(|(one, other)| {
                one.frame == other.frame && (one.look == other.look || one.value != other.value)
            })
    }
}

struct Writer<'v> {
    view: &'v View<'v, 'v>,
    out: Vec<u8>,
    /// References that are being followed.
    path: HashSet<ObjectId>,
    budget: usize,
}

impl<'v> Writer<'v> {
    fn new(view: &'v View<'v, 'v>) -> Self {
        Self {
            view,
            out: Vec::new(),
            path: HashSet::new(),
            budget: OBJECTS,
        }
    }

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

    /// Writes the annotations that are no fields; gives the fields.
    fn annotations(&mut self, page: &Dictionary, tolerance: Tolerance) -> Option<Vec<Field>> {
        let annotations = self.view.get(page, "Annots").ok()?;
        let mut fields = Vec::new();
        for annotation in annotations.as_array().unwrap_or_default() {
            let annotation = self.view.resolve(annotation).ok()?;
            let Some(dictionary) = annotation.as_dictionary() else {
                continue;
            };
            let is_widget = dictionary
                .name("Subtype")
                .is_some_and(|name| *name == "Widget");
            match (is_widget, tolerance) {
                (true, _) if dictionary.get("AP").is_some() => fields.push(Field {
                    frame: self.entries(dictionary, &["Rect", "F", "A", "AA", "MK", "BS", "OC"])?,
                    value: self.value(dictionary)?,
                    look: self.entries(dictionary, &["AP", "AS"])?,
                }),
                (false, Tolerance::Fields) => {
                    let keys = [
                        "Subtype",
                        "Rect",
                        "F",
                        "AS",
                        "AP",
                        "Contents",
                        "A",
                        "Dest",
                        "BS",
                        "C",
                        "OC",
                        "QuadPoints",
                    ];
                    let text = self.entries(dictionary, &keys)?;
                    self.out.extend_from_slice(&text);
                }
                _ => (),
            }
        }
        Some(fields)
    }

    fn value(&self, field: &Dictionary) -> Option<Vec<u8>> {
        let mut writer = Self::new(self.view);
        writer.inherited(field, "V")?;
        Some(writer.out)
    }

    fn entries(&self, dictionary: &Dictionary, keys: &[&str]) -> Option<Vec<u8>> {
        let mut writer = Self::new(self.view);
        keys.iter()
            .try_for_each(|key| writer.entry(dictionary, key))?;
        Some(writer.out)
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

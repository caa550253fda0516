//! A page in plain words for the text library: its inherited entries, its content and its fonts as
//! a file of its own, of which every object is written here.
//!
//! The library has no budgets of its own: forms that draw forms double its work with each level,
//! and a range of widths, a chain of character maps or a long dash can take hours or gigabytes. So
//! it never sees the file. It sees a copy with the operators that place text, pictures and paths,
//! without filters, colour functions, patterns, pixels and inline images, and only when the cost of
//! drawing the copy is known beforehand and within the [`TextLimits`]. That count is exact and the
//! same on every machine: a verdict must not depend on its load.

mod annotations;
mod colour;
mod content;
mod cost;
mod figures;
mod fonts;
mod kind;
mod layers;
mod pictures;
mod programs;
mod scope;
mod writer;

use kyso_pdf::LimitKind;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Page, PdfError, Rect, Stream, View, new_file};

use super::outlines::{EmbeddedProgram, FilePrograms};
use super::{DrawnParts, TextLimits};
use crate::place_error::PlaceError;
use cost::Cost;
use fonts::Font;
use layers::Layers;
use pictures::Pictures;
pub(super) use pictures::named as named_picture;
use scope::Scope;
pub(super) use writer::FIGURED;

/// A page as a file of its own.
#[derive(Default)]
pub(super) struct PlainPage {
    pub(super) file: Arc<Vec<u8>>,
    /// Bytes of streams that were decoded for it.
    pub(super) decoded: usize,
    /// The pictures that it names: see [`named_picture`].
    pub(super) pictures: Vec<ObjectId>,
    /// The programs of its fonts.
    pub(super) programs: Vec<EmbeddedProgram>,
    /// Whether programs take the glyphs of a font from another one that only they know.
    pub(super) has_foreign_font: bool,
    /// Whether text is shown that cannot be read.
    pub(super) is_partial: bool,
    /// Whether an annotation that is no signature is in the place of one.
    pub(super) has_mixed_looks: bool,
}

/// Why a page is not given to the text library.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refusal {
    NotReadable,
    Budget { budget: LimitKind, limit: usize },
}

impl Refusal {
    /// As an error about a page, from 0.
    pub(super) fn on_page(self, page_index: usize) -> PlaceError {
        let page = page_index + 1;
        match self {
            Self::NotReadable => PlaceError::NotReadable,
            Self::Budget { budget, limit } => PlaceError::OverBudget {
                page,
                budget,
                limit,
            },
        }
    }
}

impl From<PdfError> for Refusal {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::LimitReached { budget, limit } => Self::Budget { budget, limit },
            _ => Self::NotReadable,
        }
    }
}

/// Copies what is `drawn` of `page` out of its file.
///
/// # Errors
/// [`Refusal::Budget`] when reading it costs more than `limits` allow; [`Refusal::NotReadable`] when its content
/// cannot be read.
pub(super) fn page(
    view: &View<'_, '_>,
    page: &Page,
    drawn: &DrawnParts,
    limits: &TextLimits,
    known: &FilePrograms,
) -> Result<PlainPage, Refusal> {
    let mut copy = Copy {
        view,
        drawn,
        limits,
        known,
        objects: BTreeMap::new(),
        next: 0,
        decoded: 0,
        written: 0,
        forms: HashMap::new(),
        fonts: HashMap::new(),
        layers: Layers::of(view),
        cut: usize::MAX,
        pictures: Pictures::default(),
        shading: None,
        stand_in: None,
        programs: Vec::new(),
        has_foreign_font: false,
        is_partial: false,
        has_mixed_looks: false,
        tile: None,
        finest: FINEST / page.user_unit.max(1.0),
    };
    let root = copy.document(page)?;
    Ok(PlainPage {
        file: Arc::new(new_file(&copy.objects, root)?),
        decoded: copy.decoded,
        pictures: copy.pictures.named,
        programs: copy.programs,
        has_foreign_font: copy.has_foreign_font,
        is_partial: copy.is_partial,
        has_mixed_looks: copy.has_mixed_looks,
    })
}

/// What is copied so far.
struct Copy<'v, 'd, 'a> {
    view: &'v View<'d, 'a>,
    drawn: &'v DrawnParts,
    limits: &'v TextLimits,
    /// Programs that other files embedded.
    known: &'v FilePrograms,
    objects: BTreeMap<ObjectId, Object>,
    next: u32,
    decoded: usize,
    /// Bytes of content that was written.
    written: usize,
    /// By object number, and by whose resources they use.
    forms: HashMap<(u32, u32), Progress>,
    /// The lowest level of a form that is being copied and was drawn again within itself.
    cut: usize,
    fonts: HashMap<u32, Option<Font>>,
    layers: Layers,
    pictures: Pictures,
    /// The one shading that replaces all of them.
    shading: Option<ObjectId>,
    /// The form that replaces the drawings that programs make by themselves.
    stand_in: Option<ObjectId>,
    programs: Vec<EmbeddedProgram>,
    has_foreign_font: bool,
    is_partial: bool,
    has_mixed_looks: bool,
    /// The fine tiling pattern of the page.
    tile: Option<Object>,
    /// Within so many units a fine pattern repeats itself.
    finest: f64,
}

/// What is known of a form.
#[derive(Debug, Clone, Copy)]
enum Progress {
    /// It is being copied, at this level.
    Started(usize),
    Copied(Form),
}

/// A form that was copied, with what drawing it once costs.
#[derive(Debug, Clone, Copy)]
struct Form {
    id: ObjectId,
    cost: Cost,
}

impl Copy<'_, '_, '_> {
    fn document(&mut self, page: &Page) -> Result<ObjectId, Refusal> {
        let original = self.view.object(page.id)?;
        let original = original.as_dictionary().ok_or(Refusal::NotReadable)?;
        let scope = Scope::new(0, self.inherited_resources(original)?, self.view)?;
        let content = match self.drawn.has_content() {
            true => self.page_content(original)?,
            false => Vec::new(),
        };
        let (content, resources, mut cost) = self.content(&content, &scope, 0)?;
        cost.check(self.limits)?;
        let content = self.add(Stream::new(Dictionary::new(), content))?;
        let annotations = self.annotations(original, page.rotate != 0, &scope, &mut cost)?;
        cost.check(self.limits)?;
        let (page_id, tree) = (self.reserve()?, self.reserve()?);
        let copied = Dictionary::new()
            .with("Type", Name::from("Page"))
            .with("Parent", tree)
            .with("MediaBox", numbers(&corners(&page.media_box)))
            .with("CropBox", numbers(&corners(&page.crop_box)))
            .with("Rotate", i64::from(page.rotate))
            .with("UserUnit", page.user_unit)
            .with("Resources", resources)
            .with("Contents", content)
            .with("Annots", annotations);
        self.objects.insert(page_id, copied.into());
        let root = Dictionary::new()
            .with("Type", Name::from("Pages"))
            .with("Kids", vec![page_id.into()])
            .with("Count", 1);
        self.objects.insert(tree, root.into());
        let layers = self.layers.properties();
        let catalog = Dictionary::new()
            .with("Type", Name::from("Catalog"))
            .with("Pages", tree)
            .with("OCProperties", layers)
            // What is not in the copy must not make two pages one.
            .with("Foreign", self.has_foreign_font)
            .with("Partial", self.is_partial)
            .with("Mixed", self.has_mixed_looks);
        self.add(catalog)
    }

    /// The nearest resources upwards from `page` (ISO 32000-2, 7.7.3.4).
    fn inherited_resources(&self, page: &Dictionary) -> Result<Dictionary, Refusal> {
        let mut node = page.clone();
        for _ in 0..self.view.document().limits().depth {
            if node.contains("Resources") {
                let resources = self.view.get(&node, "Resources")?;
                return Ok(resources.as_dictionary().cloned().unwrap_or_default());
            }
            let parent = self.view.get(&node, "Parent")?;
            match parent.as_dictionary() {
                Some(parent) => node = parent.clone(),
                None => break,
            }
        }
        Ok(Dictionary::new())
    }

    /// The content streams of the page as one.
    fn page_content(&mut self, page: &Dictionary) -> Result<Vec<u8>, Refusal> {
        let contents = self.view.get(page, "Contents")?;
        match &*contents {
            Object::Stream(stream) => self.decode(stream),
            Object::Array(parts) => {
                let mut content = Vec::new();
                for part in parts {
                    if let Object::Stream(stream) = &*self.view.resolve(part)? {
                        content.extend(self.decode(stream)?);
                        content.push(b'\n');
                    }
                }
                Ok(content)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// A form with everything that it draws; `None` when there is none.
    fn form(&mut self, id: ObjectId, scope: &Scope, level: usize) -> Result<Option<Form>, Refusal> {
        const LEVELS: usize = 40;
        if level > LEVELS {
            return Err(Refusal::Budget {
                budget: LimitKind::FormLevels,
                limit: LEVELS,
            });
        }
        let object = self.view.object(id)?;
        let Object::Stream(stream) = &*object else {
            return Ok(None);
        };
        let own = self.view.get(&stream.dictionary, "Resources")?;
        let scope = match own.as_dictionary() {
            Some(own) => &Scope::new(id.number, own.clone(), self.view)?,
            None => scope,
        };
        let key = (id.number, scope.holder);
        match self.forms.get(&key) {
            Some(Progress::Copied(form)) => return Ok(Some(*form)),
            // It draws itself: programs leave out the inner one.
            Some(Progress::Started(level)) => {
                self.cut = self.cut.min(*level);
                return Ok(None);
            }
            None => self.forms.insert(key, Progress::Started(level)),
        };
        let content = self.decode(stream)?;
        let outer = std::mem::replace(&mut self.cut, usize::MAX);
        let (content, resources, mut cost) = self.content(&content, scope, level)?;
        // Without what is left out within a form around it, this is not all that it draws elsewhere.
        let is_whole = self.cut >= level;
        self.cut = if is_whole { outer } else { outer.min(self.cut) };
        cost.calls = cost.calls.saturating_add(1);
        let dictionary = self.form_dictionary(&stream.dictionary, resources)?;
        let id = self.add(Stream::new(dictionary, content))?;
        let form = Form { id, cost };
        match is_whole {
            true => self.forms.insert(key, Progress::Copied(form)),
            false => self.forms.remove(&key),
        };
        Ok(Some(form))
    }

    fn form_dictionary(
        &mut self,
        form: &Dictionary,
        resources: Dictionary,
    ) -> Result<Dictionary, Refusal> {
        let mut copied = Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Form"))
            .with("Resources", resources);
        for key in ["BBox", "Matrix"] {
            if let Some(values) = self.numbers(form, key)? {
                copied.insert(key, values);
            }
        }
        self.copy_layer(form, &mut copied)?;
        Ok(copied)
    }

    /// Decodes a stream within what one page may take.
    fn decode(&mut self, stream: &Stream) -> Result<Vec<u8>, Refusal> {
        let room = self.limits.bytes.saturating_sub(self.decoded);
        let decoded = self.view.decoded_within(stream, room);
        let decoded = decoded.map_err(|error| match error {
            PdfError::LimitReached { .. } => Refusal::Budget {
                budget: LimitKind::PageBytes,
                limit: self.limits.bytes,
            },
            other => other.into(),
        })?;
        self.decoded += decoded.len();
        Ok(decoded)
    }

    /// The numbers of an array under `key`, few of them.
    fn numbers(&self, holder: &Dictionary, key: &str) -> Result<Option<Vec<Object>>, Refusal> {
        const MOST: usize = 256;
        let values = self.view.get(holder, key)?;
        let Some(values) = values.as_array() else {
            return Ok(None);
        };
        let mut copied = Vec::new();
        for value in values.iter().take(MOST) {
            let value = self.view.resolve(value)?;
            copied.push(value.as_number().unwrap_or(0.0).into());
        }
        Ok(Some(copied))
    }

    fn reserve(&mut self) -> Result<ObjectId, Refusal> {
        const OBJECTS: u32 = 20_000;
        if self.next >= OBJECTS {
            return Err(Refusal::Budget {
                budget: LimitKind::PageObjects,
                limit: OBJECTS as usize,
            });
        }
        self.next += 1;
        Ok(ObjectId::new(self.next, 0))
    }

    fn add(&mut self, object: impl Into<Object>) -> Result<ObjectId, Refusal> {
        let id = self.reserve()?;
        self.objects.insert(id, object.into());
        Ok(id)
    }
}

/// A pattern that repeats itself within so many points is a background: enough of it is visible
/// beside a drawing over it.
const FINEST: f64 = 10.0;

fn corners(rect: &Rect) -> [f64; 4] {
    [rect.left, rect.bottom, rect.right, rect.top]
}

fn numbers(values: &[f64]) -> Vec<Object> {
    values.iter().map(|value| Object::Real(*value)).collect()
}

#[cfg(test)]
pub(super) mod tests;

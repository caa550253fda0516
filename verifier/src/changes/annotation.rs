//! Annotations that come, change and go where the signers allow them (P=3).

use foldhash::HashSet;
use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, Rect, View};

use super::comparison::{Comparison, Difference, readable};
use super::filling::shown;
use super::references::ReferenceIndex;
use super::remark::{Layer, icon, layer, marks, remark_kind};
use crate::finding::{ChangeKind, ChangeRule};

const RULE: ChangeRule = ChangeRule::Annotation;

impl Comparison<'_, '_> {
    /// A new annotation on `page`; false when it is no remark.
    pub(super) fn add_remark(&mut self, page: ObjectId, id: ObjectId) -> Result<bool, PdfError> {
        let object = self.new.object(id)?;
        let Object::Dictionary(remark) = &*object else {
            return Ok(false);
        };
        let Some(kind) = remark_kind(&self.new, remark) else {
            return Ok(false);
        };
        self.explain_new(&Object::Reference(id), RULE)?;
        let text = words(&self.new, remark)?;
        self.note_remark(ChangeKind::AnnotationAdded { kind, text }, page, id)?;
        Ok(true)
    }

    /// Whether new marks lie so thick on one place that together they hide it:
    /// `listed` are all annotations of the page.
    pub(super) fn marks_pile_up(
        &self,
        added: &[ObjectId],
        listed: &[Object],
    ) -> Result<bool, PdfError> {
        const MARKS: usize = 500;
        const LAYERS: usize = 3;
        const STROKES: usize = 2;
        if added.is_empty() {
            return Ok(false);
        }
        let added: HashSet<ObjectId> = added.iter().copied().collect();
        let (mut fresh, mut all) = (Vec::new(), Vec::new());
        let mut icons = Vec::new();
        // Where an annotation lies that cannot be read is not known: it may lie below each mark.
        let mut anywhere = 0;
        for annotation in listed {
            let Some(object) = readable(self.new.resolve(annotation))? else {
                anywhere += 1;
                continue;
            };
            let Some(dictionary) = object.as_dictionary() else {
                continue;
            };
            let marks = marks(&self.new, dictionary)?;
            let layer = layer(&self.new, dictionary)?;
            let id = annotation.as_reference();
            let is_new = id.is_some_and(|id| added.contains(&id));
            if is_new {
                fresh.extend_from_slice(&marks);
            }
            icons.extend(icon(&self.new, dictionary)?.map(|corner| (corner, is_new)));
            all.extend(marks.into_iter().map(|mark| (mark, layer)));
        }
        self.new
            .count_compared(fresh.len() * all.len().min(MARKS) / 8)?;
        let is_piled = |mark: &Rect| {
            let over = all.iter().filter(|(other, _)| covers(mark, other));
            let over: Vec<Layer> = over.map(|(_, layer)| *layer).collect();
            let strokes = over.iter().filter(|layer| **layer == Layer::Stroke).count();
            let has_dark = over.contains(&Layer::Dark);
            over.len() + anywhere > LAYERS
                || strokes > STROKES
                || (has_dark && over.len() - strokes + anywhere > 1)
        };
        let is_hidden = !fresh.is_empty() && (all.len() > MARKS || fresh.iter().any(is_piled));
        Ok(is_hidden || self.icons_crowd(&icons)?)
    }

    /// Whether so many icons of notes, of which some are new, stand on one line that they hide it.
    /// Those of a note and its replies stand at one place.
    fn icons_crowd(&self, icons: &[((f64, f64), bool)]) -> Result<bool, PdfError> {
        /// Points within which icons stand on one line, and beside each other.
        const LINE: f64 = 18.0;
        const BESIDE: f64 = 108.0;
        const ICONS: usize = 4;
        let fresh = icons.iter().filter(|(_, is_new)| *is_new);
        for ((left, top), _) in fresh {
            self.new.count_compared(icons.len() / 8)?;
            let mut places: Vec<(f64, f64)> = Vec::new();
            for ((x, y), _) in icons {
                let is_near = (x - left).abs() < BESIDE && (y - top).abs() < LINE;
                if is_near && !places.contains(&(*x, *y)) {
                    places.push((*x, *y));
                }
                if places.len() > ICONS {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// An annotation that is no longer listed.
    pub(super) fn remove_remark(
        &mut self,
        page: ObjectId,
        annotation: Option<&Object>,
    ) -> Result<bool, PdfError> {
        let Some(id) = annotation.and_then(Object::as_reference) else {
            return Ok(false);
        };
        let object = self.old.object(id)?;
        let Object::Dictionary(remark) = &*object else {
            return Ok(false);
        };
        let Some(kind) = remark_kind(&self.old, remark) else {
            return Ok(false);
        };
        if self.difference_of(id) == Some(Difference::Removed) {
            self.explain(id, RULE);
        }
        let text = words(&self.old, remark)?;
        self.note_remark(ChangeKind::AnnotationRemoved { kind, text }, page, id)?;
        Ok(true)
    }

    /// Remarks that were replaced in place: the same kind, used on one page only.
    pub(super) fn compare_remarks(&mut self, index: &ReferenceIndex) -> Result<(), PdfError> {
        for id in self.replaced() {
            let (old, new) = (self.old.object(id)?, self.new.object(id)?);
            let (Object::Dictionary(old), Object::Dictionary(new)) = (&*old, &*new) else {
                continue;
            };
            let (before, kind) = (remark_kind(&self.old, old), remark_kind(&self.new, new));
            let (Some(kind), true) = (kind.clone(), before == kind) else {
                continue;
            };
            let fixed = ["P", "Subtype", "Parent", "Popup", "IRT", "StructParent"];
            let keys = self.equality.differing_keys(old, new);
            // A mark stays on its text: elsewhere it is another one.
            let moved = marks(&self.old, old)? != marks(&self.new, new)?;
            if moved || keys.iter().any(|key| fixed.contains(&key.as_str())) {
                continue;
            }
            let Some(page) = self.page_of_remark(id, index)? else {
                continue;
            };
            if self.explain_appearance(id, old, new, &RULE.into())? || !new.contains("AP") {
                self.explain_new_within(new, RULE)?;
                self.explain(id, RULE);
                let text = words(&self.new, new)?;
                self.note_remark(ChangeKind::AnnotationChanged { kind, text }, page, id)?;
            }
        }
        Ok(())
    }

    /// The page that lists an annotation, when only it, pop-ups and replies
    /// refer to the annotation.
    fn page_of_remark(
        &self,
        id: ObjectId,
        index: &ReferenceIndex,
    ) -> Result<Option<ObjectId>, PdfError> {
        let mut pages = Vec::new();
        for holder in index.holders(id.number) {
            let holder = self.old_id(holder);
            let Some(object) = readable(self.old.object(holder))? else {
                return Ok(None);
            };
            match &*object {
                Object::Array(_) => {
                    for above in index.holders(holder.number) {
                        // Which of several pages it is does not matter.
                        if pages.len() > 1 {
                            return Ok(None);
                        }
                        pages.push(self.old_id(above));
                    }
                }
                Object::Dictionary(_) if self.is_page(holder)? => pages.push(holder),
                Object::Dictionary(other) if remark_kind(&self.old, other).is_some() => {}
                _ => return Ok(None),
            }
        }
        match pages.as_slice() {
            [page] if self.is_page(*page)? => Ok(Some(*page)),
            _ => Ok(None),
        }
    }

    fn note_remark(
        &mut self,
        what: ChangeKind,
        page: ObjectId,
        id: ObjectId,
    ) -> Result<(), PdfError> {
        if let Some(index) = self.page_index(page)? {
            self.pages.insert(id.number, index);
        }
        self.note(what, Some(id), Some(&RULE.into()));
        Ok(())
    }
}

/// The kind and the words of an annotation, for the report; `None` for another object, and for the
/// widgets of fields.
pub(super) fn annotation(view: &View<'_, '_>, id: ObjectId) -> Option<(String, String)> {
    let object = view.object(id).ok()?;
    let annotation = object.as_dictionary()?;
    let kind = annotation.name("Subtype")?.to_string();
    let is_annotation = annotation.contains("Rect") && kind != "Widget";
    is_annotation.then(|| (kind, words(view, annotation).unwrap_or_default()))
}

/// The words of an annotation (ISO 32000-2, table 166).
fn words(view: &View<'_, '_>, annotation: &Dictionary) -> Result<String, PdfError> {
    Ok(shown(&*view.get(annotation, "Contents")?))
}

/// Whether two marks share more than a third of the smaller one.
fn covers(one: &Rect, other: &Rect) -> bool {
    let area = |rect: &Rect| rect.width() * rect.height();
    let common = one.intersection(other);
    common.is_some_and(|common| area(&common) * 3.0 > area(one).min(area(other)))
}

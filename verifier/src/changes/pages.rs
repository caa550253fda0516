//! Pages: only `/Annots` may change, by widgets of new signatures and by
//! remarks (ISO 32000-2, 12.5.2).

use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::comparison::{Comparison, Difference, readable};
use super::references::ReferenceIndex;
use crate::finding::ChangeRule;

impl Comparison<'_, '_> {
    /// Looks at the pages that were replaced, and at those whose list of
    /// annotations was. `index` is that of the old revision.
    pub(super) fn compare_pages(&mut self, index: &ReferenceIndex) -> Result<(), PdfError> {
        let mut unplaced = self.new_widgets.clone();
        for page in self.pages_concerned(index)? {
            self.compare_page(page, &mut unplaced)?;
        }
        Ok(())
    }

    fn pages_concerned(&self, index: &ReferenceIndex) -> Result<BTreeSet<ObjectId>, PdfError> {
        let mut pages = BTreeSet::new();
        for id in self.replaced() {
            if self.is_page(id)? {
                pages.insert(id);
            } else if matches!(&*self.old.object(id)?, Object::Array(_)) {
                pages.extend(self.pages_holding(id, index)?);
            }
        }
        Ok(pages)
    }

    fn pages_holding(
        &self,
        id: ObjectId,
        index: &ReferenceIndex,
    ) -> Result<Vec<ObjectId>, PdfError> {
        let mut pages = Vec::new();
        for holder in index.holders(id.number) {
            let holder = self.old_id(holder);
            if self.is_page(holder)? {
                pages.push(holder);
            }
        }
        Ok(pages)
    }

    pub(super) fn is_page(&self, id: ObjectId) -> Result<bool, PdfError> {
        let old = readable(self.old.object(id))?;
        let kind = old
            .as_ref()
            .and_then(|old| old.as_dictionary()?.name("Type"));
        Ok(kind.is_some_and(|name| name == "Page"))
    }

    fn compare_page(
        &mut self,
        id: ObjectId,
        unplaced: &mut BTreeSet<ObjectId>,
    ) -> Result<(), PdfError> {
        let old = self.old.object(id)?;
        let new = self.new.object(id)?;
        let (Object::Dictionary(old), Object::Dictionary(new)) = (&*old, &*new) else {
            return Ok(());
        };
        let index = self.page_index(id)?;
        self.pages.extend(index.map(|index| (id.number, index)));
        if let Some(index) = index {
            self.place_annotations(index, old, new)?;
        }
        if !self.equality.same_but(old, new, &["Annots"]) {
            return Ok(());
        }
        let Some(rule) = self.compare_annotations(id, old, new, unplaced)? else {
            return Ok(());
        };
        self.explain(id, rule);
        if let Some(value) = new.get("Annots")
            && self.explain_kept_or_new(old.get("Annots"), value, id.number, rule)?
            && let Some(array) = value.as_reference()
        {
            self.pages.extend(index.map(|index| (array.number, index)));
        }
        Ok(())
    }

    /// The place of a page, from 0. Looking at a page is counted: it may change in each of many
    /// revisions.
    pub(super) fn page_index(&self, page: ObjectId) -> Result<Option<usize>, PdfError> {
        const PAGE: usize = 20;
        let index = self.new.page_index(page);
        self.new.count_compared(PAGE)?;
        Ok(index)
    }

    /// Notes the page of annotations that come, change or go, for the report.
    fn place_annotations(
        &mut self,
        index: usize,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<(), PdfError> {
        let before = Self::array(&self.old, old, "Annots")?;
        let after = Self::array(&self.new, new, "Annots")?;
        for id in before
            .iter()
            .chain(&*after)
            .filter_map(Object::as_reference)
        {
            let differs = self.differences.contains_key(&id.number);
            if differs && !self.new_widgets.contains(&id) {
                self.pages.entry(id.number).or_insert(index);
            }
        }
        Ok(())
    }

    /// Whether the `/P` of a new widget is the page that lists it, or is missing
    /// (ISO 32000-2, table 166): programs disagree on where to draw others.
    fn names_page(&self, widget: ObjectId, page: ObjectId) -> Result<bool, PdfError> {
        let widget = self.new.object(widget)?;
        let named = widget.as_dictionary().and_then(|widget| widget.get("P"));
        Ok(named.is_none_or(|named| named.as_reference() == Some(page)))
    }

    /// Whether a node above a page has annotations: some programs show them on each page that has none of its own.
    /// They may, where there are too many nodes.
    pub(super) fn is_handed_annotations(&self, page: &Dictionary) -> Result<bool, PdfError> {
        const LEVELS: usize = 64;
        self.is_handed_within(page, LEVELS)
    }

    fn is_handed_within(&self, node: &Dictionary, levels: usize) -> Result<bool, PdfError> {
        let Some(levels) = levels.checked_sub(1) else {
            return Ok(true);
        };
        let above = self.old.get(node, "Parent")?;
        match above.as_dictionary() {
            Some(above) if above.contains("Annots") => Ok(true),
            Some(above) => self.is_handed_within(above, levels),
            None => Ok(false),
        }
    }

    /// Old annotations stay in their order; what comes in is a new widget, each
    /// on one page only, or a remark. Gives the rule that all of it needs.
    fn compare_annotations(
        &mut self,
        page: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
        unplaced: &mut BTreeSet<ObjectId>,
    ) -> Result<Option<ChangeRule>, PdfError> {
        let listed = |object: &Object| matches!(object, Object::Array(_) | Object::Null);
        if !listed(&*self.old.get(old, "Annots")?) || !listed(&*self.new.get(new, "Annots")?) {
            return Ok(None);
        }
        if old.get("Annots").is_none() && self.is_handed_annotations(old)? {
            return Ok(None);
        }
        let before = Self::array(&self.old, old, "Annots")?;
        let after = Self::array(&self.new, new, "Annots")?;
        let mut rule = self.carrier_rule();
        let mut kept = before.iter().peekable();
        let mut remarks = Vec::new();
        for annotation in &*after {
            let is_kept = |kept: &&Object| self.equality.identical(kept, annotation);
            if kept.next_if(is_kept).is_some() {
                continue;
            }
            let Some(id) = annotation.as_reference() else {
                return Ok(None);
            };
            if unplaced.remove(&id) {
                if !self.names_page(id, page)? {
                    return Ok(None);
                }
                continue;
            }
            let added = self.difference_of(id) == Some(Difference::Added);
            if !added {
                // Annotations before it were removed; the next ones are in order again.
                while kept.peek().is_some_and(|next| *next != annotation) {
                    if !self.remove_remark(page, kept.next())? {
                        return Ok(None);
                    }
                }
                if kept.next().is_none() {
                    return Ok(None);
                }
            } else if !self.add_remark(page, id)? {
                return Ok(None);
            } else {
                remarks.push(id);
            }
            rule = ChangeRule::Annotation;
        }
        for annotation in kept {
            if !self.remove_remark(page, Some(annotation))? {
                return Ok(None);
            }
            rule = ChangeRule::Annotation;
        }
        if self.marks_pile_up(&remarks, &after)? {
            return Ok(None);
        }
        Ok(Some(rule))
    }
}

//! Pages: only the widgets of new signatures may be added to `/Annots`.

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::comparison::Comparison;
use crate::finding::ChangeRule;

const RULE: ChangeRule = ChangeRule::NewSignature;

impl Comparison<'_, '_> {
    /// Looks at the pages that were replaced, and at those on which new widgets stand.
    pub(super) fn compare_pages(&mut self) -> Result<(), PdfError> {
        let mut pages: Vec<ObjectId> = Vec::new();
        for id in self.replaced() {
            if self.is_page(id)? {
                pages.push(id);
            }
        }
        for widget in &self.new_widgets {
            let object = self.new.object(*widget)?;
            let page = object.as_dictionary().and_then(|widget| widget.get("P"));
            pages.extend(page.and_then(Object::as_reference));
        }
        pages.sort_unstable();
        pages.dedup();
        for page in pages {
            self.compare_page(page)?;
        }
        Ok(())
    }

    fn is_page(&self, id: ObjectId) -> Result<bool, PdfError> {
        let old = self.old.object(id)?;
        let kind = old.as_dictionary().and_then(|page| page.name("Type"));
        Ok(kind.is_some_and(|name| name == "Page"))
    }

    fn compare_page(&mut self, id: ObjectId) -> Result<(), PdfError> {
        let old = self.old.object(id)?;
        let new = self.new.object(id)?;
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return Ok(());
        };
        let index = self.new.page_index(id);
        self.pages.extend(index.map(|index| (id.number, index)));
        if !self.is_page(id)? || !self.equality.same_but(old, new, &["Annots"]) {
            return Ok(());
        }
        if !self.only_new_widgets(old, new)? {
            return Ok(());
        }
        self.explain(id, RULE);
        if let Some(value) = new.get("Annots")
            && self.explain_kept_or_new(old.get("Annots"), value, id.number, RULE)?
            && let Some(array) = value.as_reference()
        {
            self.pages.extend(index.map(|index| (array.number, index)));
        }
        Ok(())
    }

    /// Old annotations stay in their order; what comes in between or after is a new widget.
    fn only_new_widgets(&mut self, old: &Dictionary, new: &Dictionary) -> Result<bool, PdfError> {
        let listed = |object: &Object| matches!(object, Object::Array(_) | Object::Null);
        if !listed(&*self.old.get(old, "Annots")?) || !listed(&*self.new.get(new, "Annots")?) {
            return Ok(false);
        }
        let before = Self::array(&self.old, old, "Annots")?;
        let after = Self::array(&self.new, new, "Annots")?;
        let mut kept = before.iter().peekable();
        for annotation in &after {
            if kept.next_if_eq(&annotation).is_some() {
                continue;
            }
            let id = annotation.as_reference();
            if !id.is_some_and(|id| self.new_widgets.contains(&id)) {
                return Ok(false);
            }
        }
        Ok(kept.next().is_none())
    }
}

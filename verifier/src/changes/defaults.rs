//! Defaults of the form (`/DA`, `/Q`): whether anything on a page is drawn by them.

use kyso_pdf::{Dictionary, Object, PdfError};

use super::comparison::Comparison;
use super::field_tree::FieldKind;
use super::held::elements_within;
use crate::active::field_kind;

impl Comparison<'_, '_> {
    /// Whether every field of the old form and every widget on its pages belongs to a signature, and
    /// no free text lacks a look: programs draw signatures by their own look alone. A page may show widgets that the form does not
    /// list, as those taken over from another file, and the widgets of a field may be of another
    /// kind than the field.
    pub(super) fn only_signatures(&self, form: &Dictionary) -> Result<bool, PdfError> {
        let is_direct = |field: &Object| field.as_reference().is_none();
        if Self::array(&self.old, form, "Fields")?
            .iter()
            .any(is_direct)
        {
            return Ok(false);
        }
        let tree = self.fields.tree(&self.old, form)?;
        self.fields.count(&self.old, tree.len())?;
        for (id, node) in tree.iter() {
            let object = self.old.object(*id)?;
            if node.kind != FieldKind::Signature || !self.is_of_signature(&object)? {
                return Ok(false);
            }
        }
        let Some(annotations) = self.annotations_on_pages()? else {
            return Ok(false);
        };
        for annotation in &annotations {
            let annotation = self.old.resolve(annotation)?;
            let by_default = match self.is_widget(&annotation)? {
                true => !self.is_of_signature(&annotation)?,
                false => self.is_text_without_look(&annotation)?,
            };
            if by_default {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn is_of_signature(&self, widget: &Object) -> Result<bool, PdfError> {
        let Some(widget) = widget.as_dictionary() else {
            return Ok(false);
        };
        let kind = field_kind(&self.old, widget)?;
        Ok(kind.is_some_and(|kind| kind == "Sig"))
    }

    pub(super) fn is_widget(&self, annotation: &Object) -> Result<bool, PdfError> {
        let Some(annotation) = annotation.as_dictionary() else {
            return Ok(false);
        };
        let kind = self.old.get(annotation, "Subtype")?;
        Ok(kind.as_name().is_some_and(|kind| *kind == "Widget"))
    }

    /// Whether an annotation is free text that programs draw themselves, in the font of the form
    /// where it has none of its own.
    pub(super) fn is_text_without_look(&self, annotation: &Object) -> Result<bool, PdfError> {
        let Some(annotation) = annotation.as_dictionary() else {
            return Ok(false);
        };
        let kind = self.old.get(annotation, "Subtype")?;
        let is_text = kind.as_name().is_some_and(|kind| *kind == "FreeText");
        Ok(is_text && !self.has_look(annotation)?)
    }

    /// Whether an annotation of the old revision has a normal look: a form, or one in the state of
    /// `/AS` (ISO 32000-2, 12.5.5).
    pub(super) fn has_look(&self, annotation: &Dictionary) -> Result<bool, PdfError> {
        let looks = self.old.get(annotation, "AP")?;
        let Some(looks) = looks.as_dictionary() else {
            return Ok(false);
        };
        let normal = self.old.get(looks, "N")?;
        let Object::Dictionary(states) = &*normal else {
            return Ok(normal.as_stream().is_some());
        };
        let state = self.old.get(annotation, "AS")?;
        let chosen = state.as_name().and_then(|state| states.get_name(state));
        Ok(match chosen {
            Some(look) => self.old.resolve(look)?.as_stream().is_some(),
            None => false,
        })
    }

    /// The annotations of all pages, as their lists name them; `None` where programs may show
    /// others, because the pages cannot be read or a node above them has annotations.
    pub(super) fn annotations_on_pages(&self) -> Result<Option<Vec<Object>>, PdfError> {
        let pages = match self.old.pages(usize::MAX) {
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) => return Ok(None),
            Ok(pages) => pages,
        };
        // The form may change in each of many revisions.
        self.old.count_compared(pages.len())?;
        let mut found = Vec::new();
        for page in pages {
            let page = self.old.object(page.id)?;
            let Some(page) = page.as_dictionary() else {
                return Ok(None);
            };
            if !page.contains("Annots") && self.is_handed_annotations(page)? {
                return Ok(None);
            }
            let listed = Self::array(&self.old, page, "Annots")?;
            self.old
                .count_compared(listed.iter().map(elements_within).sum())?;
            found.extend(listed.iter().cloned());
        }
        Ok(Some(found))
    }
}

//! Default resources of the form (`/DR`): additions only, and none that an
//! appearance of the signed revision was waiting for.

use std::collections::{BTreeMap, BTreeSet};

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, Stream, operations};

use super::comparison::Comparison;
use super::field_tree::FieldKind;
use super::held::{ByName, elements_within};
use crate::colour_space::DEFAULT_SPACES;
use crate::finding::ChangeRule;

const RULE: ChangeRule = ChangeRule::NewSignature;

impl Comparison<'_, '_> {
    /// Default resources may gain entries; those that are there stay as they
    /// are, but for XObjects, which no default appearance string can name.
    pub(super) fn compare_resources(
        &mut self,
        old: &Dictionary,
        new: &Dictionary,
        holder: u32,
    ) -> Result<bool, PdfError> {
        let Some(value) = new.get("DR") else {
            return Ok(old.get("DR").is_none());
        };
        if !self.explain_kept_or_new(old.get("DR"), value, holder, RULE)? {
            return Ok(false);
        }
        let before = Self::dictionary(&self.old, old, "DR")?;
        let after = Self::dictionary(&self.new, new, "DR")?;
        let holder = Self::place_of(old, "DR", holder);
        let (known, present) = (ByName::new(&before), ByName::new(&after));
        for (category, kept) in before.iter().filter(|(name, _)| **name != "XObject") {
            let kept = self.old.resolve(kept)?;
            let now = present.get(category).unwrap_or(&Object::Null);
            let now = self.new.resolve(now)?;
            let same = match (kept.as_dictionary(), now.as_dictionary()) {
                (Some(kept), Some(now)) => self.equality.extends(kept, now),
                _ => self.equality.equal(&kept, &now),
            };
            if !same {
                return Ok(false);
            }
        }
        let gained = gained(self, &known, &after)?;
        // What draws in Device colours is drawn in others where these are given.
        let mut spaces = DEFAULT_SPACES.iter();
        let recolours = spaces.any(|name| gained.contains_key(name.as_bytes()));
        if recolours || self.completes_an_appearance(old, &gained)? {
            return Ok(false);
        }
        for (category, value) in after.iter() {
            if !self.explain_kept_or_new(known.get(category), value, holder, RULE)? {
                return Ok(false);
            }
            if let Some(inner) = self.new.resolve(value)?.as_dictionary() {
                self.explain_new_within(inner, RULE)?;
            }
        }
        Ok(true)
    }

    /// Some programs look names up here that the resources of an appearance lack, and draw fields without an appearance in
    /// the font that their `/DA` names: whether a field of the old form waits for one of them.
    fn completes_an_appearance(
        &self,
        form: &Dictionary,
        gained: &Gained,
    ) -> Result<bool, PdfError> {
        if gained.is_empty() {
            return Ok(false);
        }
        let tree = self.fields.tree(&self.old, form)?;
        self.fields.count(&self.old, tree.len())?;
        for (id, node) in tree.iter() {
            let object = self.old.object(*id)?;
            let by_default = node.kind != FieldKind::Signature;
            if self.widget_awaits(form, &object, by_default, gained)? {
                return Ok(true);
            }
        }
        // Pages may show widgets that the form does not list, and other annotations with a font.
        let Some(annotations) = self.annotations_on_pages()? else {
            return Ok(true);
        };
        for annotation in &annotations {
            let is_known = |id| tree.contains_key(&id);
            if annotation.as_reference().is_some_and(is_known) {
                continue;
            }
            let annotation = self.old.resolve(annotation)?;
            let entries = annotation.as_dictionary();
            let has_font = entries.is_some_and(|entries| entries.contains("DA"));
            let by_default = has_font
                || self.is_widget(&annotation)?
                || self.is_text_without_look(&annotation)?;
            if self.widget_awaits(form, &annotation, by_default, gained)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the look of a widget lacks what was gained, or the look that programs draw for it
    /// where it has none.
    fn widget_awaits(
        &self,
        form: &Dictionary,
        widget: &Object,
        by_default: bool,
        gained: &Gained,
    ) -> Result<bool, PdfError> {
        let Some(widget) = widget.as_dictionary() else {
            return Ok(false);
        };
        let appearance = self.old.get(widget, "AP")?;
        let awaits_font = by_default
            && !self.has_look(widget)?
            && self.default_look_awaits(form, widget, gained)?;
        Ok(awaits_font || self.awaits(&appearance, gained, &mut BTreeSet::new(), 0))
    }

    /// Whether `/DA` of a field, its own or handed down, names what was gained; one that cannot be read may name anything.
    fn default_look_awaits(
        &self,
        form: &Dictionary,
        widget: &Dictionary,
        gained: &Gained,
    ) -> Result<bool, PdfError> {
        const LEVELS: usize = 16;
        const OPERATIONS: usize = 100;
        let Some(written) = self.default_look(form, widget, LEVELS)? else {
            return Ok(true);
        };
        let Some(written) = written.as_string() else {
            return Ok(!written.is_null());
        };
        let Ok(written) = operations(written, OPERATIONS) else {
            return Ok(true);
        };
        let mut names = written.iter().flat_map(|operation| &operation.operands);
        Ok(names.any(|name| {
            name.as_name()
                .is_some_and(|name| gained.contains_key(name.as_bytes()))
        }))
    }

    /// `/DA` of a field, its own or handed down by so many nodes above; `None` where there are more.
    fn default_look(
        &self,
        form: &Dictionary,
        node: &Dictionary,
        levels: usize,
    ) -> Result<Option<Object>, PdfError> {
        self.old.count_compared(node.len())?;
        let own = self.old.get(node, "DA")?;
        if !own.is_null() {
            self.old.count_compared(elements_within(&own))?;
            return Ok(Some((*own).clone()));
        }
        let above = self.old.get(node, "Parent")?;
        match above.as_dictionary() {
            Some(_) if levels == 0 => Ok(None),
            Some(above) => self.default_look(form, above, levels - 1),
            None => Ok(Some((*self.old.get(form, "DA")?).clone())),
        }
    }

    /// Follows dictionaries and nested forms; what cannot be read awaits all.
    fn awaits(
        &self,
        drawn: &Object,
        gained: &Gained,
        seen: &mut BTreeSet<ObjectId>,
        depth: usize,
    ) -> bool {
        const DEPTH: usize = 8;
        if drawn.as_reference().is_some_and(|id| !seen.insert(id)) {
            return false;
        }
        let Ok(resolved) = self.old.resolve(drawn) else {
            return true;
        };
        match &*resolved {
            _ if depth > DEPTH => true,
            Object::Dictionary(states) => states
                .iter()
                .any(|(_, state)| self.awaits(state, gained, seen, depth + 1)),
            Object::Stream(form) => {
                let inner = self.inner_forms(form);
                self.uses(form, gained).unwrap_or(true)
                    || inner.is_none_or(|forms| {
                        forms
                            .iter()
                            .any(|inner| self.awaits(inner, gained, seen, depth + 1))
                    })
            }
            _ => false,
        }
    }

    /// Whether the content names something gained that its own resources lack.
    fn uses(&self, form: &Stream, gained: &Gained) -> Result<bool, PdfError> {
        const OPERATIONS: usize = 20_000;
        let resources = Self::dictionary(&self.old, &form.dictionary, "Resources")?;
        for operation in operations(&self.old.decoded(form)?, OPERATIONS)? {
            for name in operation.operands.iter().filter_map(Object::as_name) {
                let Some(categories) = gained.get(name.as_bytes()) else {
                    continue;
                };
                for category in categories {
                    let own = Self::dictionary(&self.old, &resources, category)?;
                    if !own.iter().any(|(known, _)| known == name) {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }

    /// The form XObjects in the resources of a form.
    fn inner_forms(&self, form: &Stream) -> Option<Vec<Object>> {
        let resources = Self::dictionary(&self.old, &form.dictionary, "Resources").ok()?;
        let objects = Self::dictionary(&self.old, &resources, "XObject").ok()?;
        let mut forms = Vec::new();
        for (_, object) in objects.iter() {
            let resolved = self.old.resolve(object).ok()?;
            let kind = resolved
                .as_stream()
                .and_then(|s| s.dictionary.name("Subtype"));
            if kind.is_some_and(|kind| *kind == "Form") {
                forms.push(object.clone());
            }
        }
        Some(forms)
    }
}

/// Names that are new or mean something else, with their categories.
type Gained = BTreeMap<Vec<u8>, BTreeSet<String>>;

fn gained(
    comparison: &Comparison<'_, '_>,
    before: &ByName<'_>,
    after: &Dictionary,
) -> Result<Gained, PdfError> {
    let mut gained = Gained::new();
    for (category, value) in after.iter() {
        let known = before.get(category).unwrap_or(&Object::Null);
        let known = comparison.old.resolve(known)?;
        let now = comparison.new.resolve(value)?;
        let Some(now) = now.as_dictionary() else {
            continue;
        };
        let known = known.as_dictionary();
        if known.is_some_and(|known| std::ptr::eq(known, now)) {
            continue;
        }
        let length = known.map_or(0, Dictionary::len);
        comparison.old.count_compared(2 * (length + now.len()))?;
        let known = known.map(ByName::new);
        for (name, entry) in now.iter() {
            let old = known.as_ref().and_then(|known| known.get(name));
            if !old.is_some_and(|old| comparison.equality.equal(old, entry)) {
                let categories = gained.entry(name.as_bytes().to_vec()).or_default();
                categories.insert(category.to_string());
            }
        }
    }
    Ok(gained)
}

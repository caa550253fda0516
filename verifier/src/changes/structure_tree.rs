//! The structure tree of tagged documents may gain the elements of new widgets
//! (ISO 32000-2, 14.7.4): each is a form element that refers to the widget only.

use foldhash::HashMap;
use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::comparison::{Comparison, Difference};

impl Comparison<'_, '_> {
    /// Looks at the replaced nodes of the tree: children may be added, nothing else.
    pub(super) fn compare_structure_tree(&mut self) -> Result<(), PdfError> {
        for id in self.replaced() {
            let (old, new) = (self.old.object(id)?, self.new.object(id)?);
            let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
                continue;
            };
            let kind = old.name("Type").map(ToString::to_string);
            let allowed: &[&str] = match kind.as_deref() {
                Some("StructTreeRoot") => &["K", "ParentTree", "ParentTreeNextKey"],
                Some("StructElem") => &["K"],
                _ => continue,
            };
            let keys = self.equality.differing_keys(old, new);
            let only_grown = keys.iter().all(|key| allowed.contains(&key.as_str()));
            if only_grown
                && self.children_added(id, old, new)?
                && self.parents_added(id, old.get("ParentTree"), new.get("ParentTree"))?
            {
                self.explain(id, self.carrier_rule());
            }
        }
        Ok(())
    }

    /// Old children stay in their order; new ones are elements of new widgets.
    fn children_added(
        &mut self,
        parent: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let (before, after) = (self.old.get(old, "K")?, self.new.get(new, "K")?);
        let (before, after) = (children(&before), children(&after));
        self.new.count_compared(before.len() + after.len())?;
        let mut kept = before.iter().peekable();
        for child in after {
            let is_kept = |kept: &&Object| self.equality.identical(kept, child);
            if kept.next_if(is_kept).is_some() {
                continue;
            }
            if !self.is_element_of_widget(parent, child)? {
                return Ok(false);
            }
            self.explain_new(child, self.carrier_rule())?;
        }
        Ok(kept.next().is_none())
    }

    fn is_element_of_widget(&self, parent: ObjectId, child: &Object) -> Result<bool, PdfError> {
        let Some(id) = child.as_reference() else {
            return Ok(false);
        };
        if self.difference_of(id) != Some(Difference::Added) {
            return Ok(false);
        }
        let element = self.new.object(id)?;
        let Some(element) = element.as_dictionary() else {
            return Ok(false);
        };
        // Replacement text would speak for content that is not there.
        let plain = element.iter().all(|(name, _)| {
            ["Type", "S", "P", "Pg", "K"]
                .iter()
                .any(|key| *name == *key)
        });
        let content = self.new.get(element, "K")?;
        let target = content.as_dictionary().and_then(|c| c.get("Obj"));
        let target = target.and_then(Object::as_reference);
        Ok(plain
            && element.name("S").is_some_and(|name| name == "Form")
            && element.get("P").and_then(Object::as_reference) == Some(parent)
            && target.is_some_and(|widget| self.is_new_widget(widget)))
    }

    /// The widget itself, or the field whose kid it is.
    fn is_new_widget(&self, id: ObjectId) -> bool {
        self.new_widgets.contains(&id)
    }

    /// The parent tree may gain entries: pairs of number and element.
    fn parents_added(
        &mut self,
        root: ObjectId,
        old: Option<&Object>,
        new: Option<&Object>,
    ) -> Result<bool, PdfError> {
        let (Some(old), Some(new)) = (old, new) else {
            return Ok(old == new);
        };
        let is_untouched = |id: ObjectId| !self.differences.contains_key(&id.number);
        if old == new && new.as_reference().is_some_and(is_untouched) {
            return self.explain_kept_or_new(Some(old), new, root.number, self.carrier_rule());
        }
        let (before, after) = (self.old.resolve(old)?, self.new.resolve(new)?);
        let (Some(before), Some(after)) = (numbers(&before), numbers(&after)) else {
            return Ok(old == new);
        };
        self.new.count_compared(before.len() + after.len())?;
        // The first of several with one number.
        let after: HashMap<i64, &Object> = pairs(after).rev().collect();
        for (number, parent) in pairs(before) {
            let Some(now) = after.get(&number) else {
                return Ok(false);
            };
            let then = self.old.resolve(parent)?;
            let same = self.equality.identical(parent, now)
                || self.equality.equal(&then, &*self.new.resolve(now)?);
            if !same {
                return Ok(false);
            }
        }
        self.explain_kept_or_new(Some(old), new, root.number, self.carrier_rule())
    }
}

fn children(value: &Object) -> &[Object] {
    match value {
        Object::Null => &[],
        Object::Array(elements) => elements,
        other => std::slice::from_ref(other),
    }
}

/// The elements of a number tree that is a single node, in pairs; `None` for any other.
fn numbers(tree: &Object) -> Option<&[[Object; 2]]> {
    let tree = tree.as_dictionary()?;
    let only_numbers = tree
        .iter()
        .all(|(name, _)| *name == "Nums" || *name == "Type");
    let elements = tree.get("Nums")?.as_array()?;
    let pairs = elements.as_chunks::<2>().0;
    let mut numbers = pairs.iter().map(|[number, _]| number.as_integer());
    (only_numbers && numbers.all(|number| number.is_some())).then_some(pairs)
}

/// The numbers with their values.
fn pairs(elements: &[[Object; 2]]) -> impl DoubleEndedIterator<Item = (i64, &Object)> {
    let pairs = elements.iter();
    pairs.filter_map(|[number, value]| Some((number.as_integer()?, value)))
}

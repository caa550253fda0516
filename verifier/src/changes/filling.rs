//! Form fields that existed before may be filled in (ISO 32000-2, table 257).
//!
//! The value, its appearance and the date may change; the type, the place, the actions and the
//! flags of the field stay.

use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, PdfError, View, decode_text};

use super::comparison::{Comparison, Difference};
use super::field_tree::{FieldKind, FieldNode, FieldTree};
use super::filled_look::FilledField;
use super::reason::Reason;
use super::references::ReferenceIndex;
use super::{FilledWidget, Filling};
use crate::finding::{ChangeKind, ChangeRule};

impl Comparison<'_, '_> {
    /// Explains the fields of the old form that were filled in or signed.
    pub(super) fn compare_existing_fields(
        &mut self,
        form: &Dictionary,
        index: &ReferenceIndex,
    ) -> Result<(), PdfError> {
        if !self.may_concern_fields()? {
            return Ok(());
        }
        let tree = self.fields.tree(&self.old, form)?;
        for id in self.touched_nodes(&tree, index)? {
            let Some(node) = tree.get(&id) else {
                continue;
            };
            let (old, new) = (self.old.object(id)?, self.new.object(id)?);
            let (Object::Dictionary(old), Object::Dictionary(new)) = (&*old, &*new) else {
                continue;
            };
            if !is_widget_or_field(old) || !self.is_touched(id, old)? {
                continue;
            }
            self.place_on_page(id, old)?;
            match node.kind {
                FieldKind::Signature => self.compare_signed(id, node, old, new)?,
                FieldKind::Other => {}
                _ if node.read_only => {}
                _ => self.compare_filled(id, node, old, new)?,
            }
        }
        self.note_fillings(&tree)
    }

    /// The nodes that were replaced, or whose value or appearance may have been:
    /// those from which three references lead to something replaced, by the
    /// dictionaries of looks and of their states.
    fn touched_nodes(
        &self,
        tree: &FieldTree,
        index: &ReferenceIndex,
    ) -> Result<BTreeSet<ObjectId>, PdfError> {
        const REFERENCES: usize = 3;
        let mut seen = BTreeSet::new();
        for id in self.replaced() {
            // Whatever a page holds, it is no part of a field.
            if !is_structure(&*self.old.object(id)?) {
                seen.insert(id.number);
            }
        }
        let mut touched = BTreeSet::new();
        let mut reached: Vec<u32> = seen.iter().copied().collect();
        for level in 0..=REFERENCES {
            self.fields.count(&self.old, reached.len())?;
            let mut next = Vec::new();
            for number in reached {
                let id = self.old_id(number);
                if tree.contains_key(&id) {
                    touched.insert(id);
                }
                if level < REFERENCES {
                    next.extend(index.holders(number).filter(|holder| seen.insert(*holder)));
                }
            }
            reached = next;
        }
        Ok(touched)
    }

    /// Whether something was replaced that can be part of a field: the usual
    /// new signature touches none, and the field tree need not be read.
    fn may_concern_fields(&self) -> Result<bool, PdfError> {
        for id in self.replaced() {
            if self.concerns_fields(id)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn concerns_fields(&self, id: ObjectId) -> Result<bool, PdfError> {
        let old = self.old.object(id)?;
        Ok(match &*old {
            Object::Dictionary(_) => !is_structure(&old),
            Object::Stream(stream) => stream.dictionary.contains("BBox"),
            Object::Array(_) => false,
            _ => true,
        })
    }

    /// Whether the node itself, its value, or its appearance was replaced.
    fn is_touched(&self, id: ObjectId, old: &Dictionary) -> Result<bool, PdfError> {
        let replaced = |id| self.difference_of(id) == Some(Difference::Replaced);
        let value = old.get("V").and_then(Object::as_reference);
        Ok(replaced(id) || value.is_some_and(replaced) || self.is_redrawn_in_place(id, old)?)
    }

    fn compare_filled(
        &mut self,
        id: ObjectId,
        node: &FieldNode,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<(), PdfError> {
        let (before, after) = self.values(node.field)?;
        let filled = !self.equality.equal(&before, &after);
        let is_field = node.field == id;
        let expected = |key: &String| match key.as_str() {
            // Another picture of the same value is what a shadow attack shows.
            "AP" | "AS" => filled,
            "V" | "I" | "RV" | "DS" => filled && is_field,
            // Writers drop what the new appearance no longer needs.
            "DA" => filled && !new.contains("DA"),
            "Ff" => filled && only_made_read_only(old, new),
            "F" => only_locked(old, new),
            "Type" => is_annotation(new),
            "M" => true,
            _ => false,
        };
        let keys = self.equality.differing_keys(old, new);
        let in_place = self.is_redrawn_in_place(id, old)?;
        let state = match new.get("AS") {
            Some(state) => self.is_state_of(node.kind, state, new, &after)?,
            None => true,
        };
        let reason = Reason::of_field(ChangeRule::FormFilling, &node.name);
        let switched = filled && node.kind == FieldKind::Switch;
        let field = FilledField { widget: new, node };
        if !keys.iter().all(expected)
            || (in_place && !filled)
            || !state
            || !fits(node.kind, &after)
            || !self.looks_like_a_field(field, switched)
            || !self.explain_value(id, old, new, &reason)?
            || !self.explain_appearance(id, old, new, &reason)?
        {
            return Ok(());
        }
        self.explain_left_looks(id, old, field, &reason)?;
        self.explain(id, &reason);
        if filled {
            self.filled.insert(node.field);
        }
        if filled && is_field {
            let what = ChangeKind::FieldFilled {
                name: node.name.to_string(),
                old: shown(&before),
                new: shown(&after),
            };
            self.note(what, Some(id), Some(&reason));
        }
        Ok(())
    }

    /// Whether `/AS` of a widget is a name, and of a check box or radio button the state that the
    /// value names, or `/Off` where the widget has no such state.
    fn is_state_of(
        &self,
        kind: FieldKind,
        state: &Object,
        widget: &Dictionary,
        value: &Object,
    ) -> Result<bool, PdfError> {
        let Some(state) = state.as_name() else {
            return Ok(false);
        };
        // Some writers give the name as a string.
        let chosen = value.as_name().map(Name::as_bytes);
        let chosen = chosen.or_else(|| value.as_string()).unwrap_or_default();
        if kind != FieldKind::Switch || state.as_bytes() == chosen {
            return Ok(true);
        }
        let looks = self.new.get(widget, "AP")?;
        let normal = match looks.as_dictionary() {
            Some(looks) => self.new.get(looks, "N")?,
            None => return Ok(*state == "Off"),
        };
        let mut states = normal
            .as_dictionary()
            .into_iter()
            .flat_map(Dictionary::iter);
        let is_there = states.any(|(state, _)| state.as_bytes() == chosen);
        Ok(*state == "Off" && !is_there)
    }

    /// Notes where the fields that were filled in are drawn: programs draw the
    /// widgets of a field by its value, whether they were written again or not.
    fn note_fillings(&mut self, tree: &FieldTree) -> Result<(), PdfError> {
        for field in std::mem::take(&mut self.filled) {
            let Some(first) = tree.get(&field) else {
                continue;
            };
            let object = self.old.object(field)?;
            let nothing = Dictionary::new();
            let entries = object.as_dictionary().unwrap_or(&nothing);
            let kids = Self::array(&self.old, entries, "Kids")?;
            let kids = kids.iter().filter_map(Object::as_reference);
            let is_widget = |id: &ObjectId| tree.get(id).is_some_and(|node| node.field == field);
            let nodes = std::iter::once(field).chain(kids.filter(is_widget));
            let mut widgets = Vec::new();
            for id in nodes.collect::<BTreeSet<_>>() {
                let widget = self.new.object(id)?;
                if let Some(widget) = widget.as_dictionary() {
                    widgets.extend(FilledWidget::of(&self.new, id, widget)?);
                }
            }
            self.fillings.push(Filling {
                revision: self.revision,
                name: first.name.to_string(),
                is_switch: first.kind == FieldKind::Switch,
                is_unsigned: false,
                widgets,
            });
        }
        Ok(())
    }

    /// The value of a field before and now.
    fn values(&self, field: ObjectId) -> Result<(Object, Object), PdfError> {
        let (old, new) = (self.old.object(field)?, self.new.object(field)?);
        Ok((value_of(&self.old, &old)?, value_of(&self.new, &new)?))
    }

    /// Value, rich text and chosen indices: the same place as before, or new.
    fn explain_value(
        &mut self,
        id: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
        reason: &Reason,
    ) -> Result<bool, PdfError> {
        for key in ["V", "RV", "I", "DS"] {
            let Some(value) = new.get(key) else {
                continue;
            };
            if value.as_reference().is_some()
                && !self.explain_kept_or_new(old.get(key), value, id.number, reason)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Notes the page of a widget, for the report.
    pub(super) fn place_on_page(
        &mut self,
        id: ObjectId,
        widget: &Dictionary,
    ) -> Result<(), PdfError> {
        let Some(page) = widget.get("P").and_then(Object::as_reference) else {
            return Ok(());
        };
        let index = match self.pages.get(&page.number) {
            Some(index) => Some(*index),
            None => self.page_index(page)?,
        };
        if let Some(index) = index {
            self.pages.insert(page.number, index);
            self.pages.insert(id.number, index);
        }
        Ok(())
    }
}

/// Whether an object is a page, a node of the page tree, the catalog, or the form.
fn is_structure(object: &Object) -> bool {
    let Object::Dictionary(dictionary) = object else {
        return false;
    };
    let kind = dictionary.name("Type");
    let is_structure = |kind: &kyso_pdf::Name| {
        let names = ["Page", "Pages", "Catalog"];
        names.iter().any(|name| *kind == **name)
    };
    kind.is_some_and(is_structure) || dictionary.contains("Fields")
}

fn value_of(view: &View<'_, '_>, field: &Object) -> Result<Object, PdfError> {
    let Some(field) = field.as_dictionary() else {
        return Ok(Object::Null);
    };
    Ok((*view.get(field, "V")?).clone())
}

/// Whether a value is one that such a field can have.
fn fits(kind: FieldKind, value: &Object) -> bool {
    let is_text = |value: &Object| matches!(value, Object::String(_));
    match (kind, value) {
        (_, Object::Null) => true,
        (FieldKind::Text, Object::Stream(_)) => true,
        (FieldKind::Text | FieldKind::Choice, Object::String(_)) => true,
        (FieldKind::Choice, Object::Array(values)) => values.iter().all(is_text),
        (FieldKind::Switch, Object::Name(_)) => true,
        _ => false,
    }
}

/// Whether a dictionary is nothing else than a field or its widget.
fn is_widget_or_field(dictionary: &Dictionary) -> bool {
    dictionary
        .get("Subtype")
        .is_none_or(|kind| kind.as_name().is_some_and(|kind| *kind == "Widget"))
}

/// Whether the annotation flags only gain Print and Locked (ISO 32000-2, 12.5.3).
pub(super) fn only_locked(old: &Dictionary, new: &Dictionary) -> bool {
    const PRINT_AND_LOCKED: i64 = 4 | 128;
    only_gains("F", PRINT_AND_LOCKED, old, new)
}

/// Whether the field flags only gain `ReadOnly` (ISO 32000-2, table 227).
pub(super) fn only_made_read_only(old: &Dictionary, new: &Dictionary) -> bool {
    only_gains("Ff", 1, old, new)
}

fn only_gains(key: &str, bits: i64, old: &Dictionary, new: &Dictionary) -> bool {
    let flags = |field: &Dictionary| match field.get(key) {
        None => Some(0),
        Some(flags) => flags.as_integer(),
    };
    let (Some(before), Some(after)) = (flags(old), flags(new)) else {
        return false;
    };
    after | bits == before | bits && after & before == before
}

/// `/Type` may be stated later, as what it is (ISO 32000-2, table 166).
pub(super) fn is_annotation(widget: &Dictionary) -> bool {
    widget.name("Type").is_some_and(|kind| *kind == "Annot")
}

/// A value for the report: printable, and not longer than a line.
pub(super) fn shown(value: &Object) -> String {
    const LENGTH: usize = 60;
    let text = match value {
        Object::String(bytes) => decode_text(bytes),
        Object::Name(name) => name.to_string(),
        Object::Array(values) => {
            let values: Vec<String> = values.iter().take(LENGTH).map(shown).collect();
            values.join(", ")
        }
        Object::Stream(_) => "…".into(),
        _ => String::new(),
    };
    let printable = |c: char| if c.is_control() { ' ' } else { c };
    let mut short: String = text.chars().map(printable).take(LENGTH).collect();
    if text.chars().nth(LENGTH).is_some() {
        short.push('…');
    }
    short
}

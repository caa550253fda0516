//! Signature fields that are new, or are signed (ISO 32000-2, 12.7.5.5).

use std::rc::Rc;

use foldhash::HashSet;
use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, Rect, decode_text, operations};

use super::comparison::{Comparison, Difference};
use super::field_tree::FieldNode;
use super::filling::{is_annotation, only_locked, only_made_read_only};
use super::reason::Reason;
use super::{FilledWidget, Filling};
use crate::finding::{ChangeKind, ChangeRule};

impl Comparison<'_, '_> {
    /// An empty signature field that was there, or its widget, once the field
    /// is signed.
    pub(super) fn compare_signed(
        &mut self,
        id: ObjectId,
        node: &FieldNode,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<(), PdfError> {
        let (field_before, field) = (self.old.object(node.field)?, self.new.object(node.field)?);
        let (Some(field_before), Some(field)) =
            (field_before.as_dictionary(), field.as_dictionary())
        else {
            return Ok(());
        };
        let was_empty = self.old.get(field_before, "V")?.is_null();
        if !was_empty || !self.is_signed(field)? {
            return Ok(());
        }
        if Self::array(&self.new, field, "Kids")?.len() > 1 {
            // One of two widgets could be drawn anywhere: a signature field has
            // one (ISO 32000-2, 12.7.5.5).
            return Ok(());
        }
        let is_field = node.field == id;
        let keys = self.equality.differing_keys(old, new);
        let signs = keys.iter().all(|key| match key.as_str() {
            "AP" | "M" => true,
            "V" => is_field,
            // A lock takes permissions away only.
            "Lock" => is_field && old.get("Lock").is_none(),
            "DA" => !new.contains("DA"),
            "F" => only_locked(old, new),
            "Ff" => only_made_read_only(old, new),
            "Type" => is_annotation(new),
            _ => false,
        });
        let timestamp = self.is_timestamp(field)?;
        // Another module judges the drawings of all timestamps.
        let rule = match timestamp {
            true => ChangeRule::DocumentTimestamp,
            false => ChangeRule::NewSignature,
        };
        let reason = Reason::of_field(rule, &node.name);
        if signs && self.explain_appearance(id, old, new, &reason)? {
            self.explain(id, &reason);
            if is_field {
                self.note_signature(id, field, timestamp, &reason)?;
            }
        }
        Ok(())
    }

    /// A new signature field with one widget at most, signed or not.
    pub(super) fn new_field(
        &mut self,
        field: &Object,
        names: &mut HashSet<String>,
    ) -> Result<bool, PdfError> {
        let added = |id: &ObjectId| self.difference_of(*id) == Some(Difference::Added);
        let Some(id) = field.as_reference().filter(added) else {
            return Ok(false);
        };
        let object = self.new.object(id)?;
        let Object::Dictionary(dictionary) = &*object else {
            return Ok(false);
        };
        let Some(name) = new_name(dictionary, names) else {
            return Ok(false);
        };
        let Some(widgets) = self.widgets_of_new(id, dictionary)? else {
            return Ok(false);
        };
        let is_signature = dictionary.name("FT").is_some_and(|name| name == "Sig");
        // A field on top that names one above it is in a circle, or elsewhere as well: some programs then draw no page.
        if dictionary.contains("Parent") {
            return Ok(false);
        }
        let signed = self.is_signed(dictionary)?;
        if !is_signature || (dictionary.contains("V") && !signed) {
            return Ok(false);
        }
        let Some(visible) = self.is_new_visible(&widgets, signed)? else {
            return Ok(false);
        };
        if visible && !signed {
            self.note_unsigned(&name, &widgets)?;
        }
        let timestamp = self.is_timestamp(dictionary)?;
        let rule = match (timestamp, visible) {
            (true, _) => ChangeRule::DocumentTimestamp,
            (false, true) => ChangeRule::NewVisibleSignature,
            (false, false) => ChangeRule::NewSignature,
        };
        let reason = Reason::of_field(rule, &name);
        self.explain_new(field, &reason)?;
        self.note_signature(id, dictionary, timestamp, &reason)?;
        self.new_widgets.extend(widgets);
        Ok(true)
    }

    /// Notes a field that waits for a signature: some programs put a plate there.
    fn note_unsigned(&mut self, name: &str, widgets: &[ObjectId]) -> Result<(), PdfError> {
        let mut seen = Vec::new();
        for id in widgets {
            let object = self.new.object(*id)?;
            if let Some(widget) = object.as_dictionary() {
                seen.extend(FilledWidget::of(&self.new, *id, widget)?);
            }
        }
        self.fillings.push(Filling {
            revision: self.revision,
            name: name.to_owned(),
            is_switch: false,
            is_unsigned: true,
            widgets: seen,
        });
        Ok(())
    }

    /// Whether any of the widgets is seen; `None` when one holds what a new
    /// signature may not.
    fn is_new_visible(
        &mut self,
        widgets: &[ObjectId],
        signed: bool,
    ) -> Result<Option<bool>, PdfError> {
        let mut visible = false;
        for id in widgets {
            let object = self.new.object(*id)?;
            let Object::Dictionary(widget) = &*object else {
                return Ok(None);
            };
            if !is_plain(widget, signed) || (!signed && self.draws(widget)?) {
                return Ok(None);
            }
            visible |= self.is_visible(widget)?;
            self.place_on_page(*id, widget)?;
        }
        Ok(Some(visible))
    }

    /// The field itself and its only kid. A signature field refers to one
    /// annotation only (ISO 32000-2, 12.7.5.5).
    fn widgets_of_new(
        &self,
        id: ObjectId,
        field: &Dictionary,
    ) -> Result<Option<Vec<ObjectId>>, PdfError> {
        let kids = Self::array(&self.new, field, "Kids")?;
        Ok(match &*kids {
            [] => Some(vec![id]),
            [kid] => {
                let kid = kid.as_reference().filter(|kid| self.is_new_kid(*kid, id));
                // The field is then no widget of its own.
                kid.filter(|_| !field.contains("Rect") && !field.contains("AP"))
                    .map(|kid| vec![id, kid])
            }
            _ => None,
        })
    }

    /// A kid of a new field: new itself, and a widget, no field: neither of another kind nor with a value of its own. Some programs leave its `/Parent` out.
    fn is_new_kid(&self, id: ObjectId, field: ObjectId) -> bool {
        const OF_FIELDS: [&str; 5] = ["T", "FT", "V", "Ff", "Kids"];
        let added = self.difference_of(id) == Some(Difference::Added);
        let is_widget = |kid: &Dictionary| {
            let above = kid.get("Parent");
            above.is_none_or(|above| above.as_reference() == Some(field))
                && OF_FIELDS.iter().all(|key| !kid.contains(key))
        };
        let object = self.new.object(id);
        added && object.is_ok_and(|kid| kid.as_dictionary().is_some_and(is_widget))
    }

    /// Whether the value of a field is a signature dictionary that is new.
    fn is_signed(&self, field: &Dictionary) -> Result<bool, PdfError> {
        let Some(value) = field.get("V") else {
            return Ok(false);
        };
        let Some(id) = value.as_reference() else {
            return Ok(false);
        };
        Ok(self.difference_of(id) == Some(Difference::Added) && self.new.is_signature(value)?)
    }

    /// Whether `/Perms` came in, with nothing but the entry of a signature of this revision (ISO 32000-2, table 263).
    pub(super) fn compare_permissions(
        &mut self,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let rule = ChangeRule::Certification;
        let permissions = Self::dictionary(&self.new, new, "Perms")?;
        let named = permissions.get("DocMDP").and_then(Object::as_reference);
        let is_own = named.is_some_and(|named| self.signed_values.contains(&named));
        if !self.old.get(old, "Perms")?.is_null() || !is_own || permissions.len() != 1 {
            return Ok(false);
        }
        match new.get("Perms") {
            Some(value) => self.explain_kept_or_new(None, value, 0, rule),
            None => Ok(false),
        }
    }

    fn is_timestamp(&self, field: &Dictionary) -> Result<bool, PdfError> {
        let Some(value) = field.get("V") else {
            return Ok(false);
        };
        self.new.is_document_timestamp(value)
    }

    /// Whether a widget has a rectangle on which something can be drawn.
    fn is_visible(&self, widget: &Dictionary) -> Result<bool, PdfError> {
        let rect = self.new.get(widget, "Rect")?;
        if rect.is_null() {
            return Ok(false);
        }
        // An array that is no rectangle here may be one for another program.
        let rect = rect.as_array().and_then(Rect::from_numbers);
        Ok(rect.is_none_or(|rect| !rect.is_empty()))
    }

    /// Whether an appearance draws anything: a picture of a seal that no signature
    /// signed would be taken for one.
    fn draws(&self, widget: &Dictionary) -> Result<bool, PdfError> {
        const OPERATIONS: usize = 100;
        let appearance = self.new.get(widget, "AP")?;
        if appearance.is_null() {
            return Ok(false);
        }
        let Some(appearance) = appearance.as_dictionary() else {
            return Ok(true);
        };
        for (_, drawn) in appearance.iter() {
            let drawn = self.new.resolve(drawn)?;
            let Some(stream) = drawn.as_stream() else {
                return Ok(true);
            };
            let content = self.new.decoded(stream);
            let drawn = content.and_then(|content| operations(&content, OPERATIONS));
            if drawn.map_or(true, |drawn| !drawn.is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Notes the signature and explains its dictionary.
    fn note_signature(
        &mut self,
        id: ObjectId,
        field: &Dictionary,
        timestamp: bool,
        reason: &Reason,
    ) -> Result<(), PdfError> {
        let name = reason.field.as_deref().unwrap_or_default().to_owned();
        let what = match timestamp {
            true => ChangeKind::DocumentTimestamp,
            false => ChangeKind::SignatureField { name },
        };
        self.signings.insert(reason.rule);
        if let Some(value) = field.get("V").and_then(Object::as_reference) {
            self.signed_values.insert(value);
        }
        self.note(what, Some(id), Some(reason));
        for key in ["V", "Lock"] {
            if let Some(value) = field.get(key) {
                self.explain_new(value, reason)?;
            }
        }
        Ok(())
    }
}

/// The name of a new field, which no other field may have.
fn new_name(field: &Dictionary, names: &mut HashSet<String>) -> Option<Rc<str>> {
    let name = field.get("T").and_then(Object::as_string)?;
    let name = decode_text(name);
    let fresh = !name.contains('.') && names.insert(name.clone());
    fresh.then(|| name.into())
}

/// Whether a new signature field or widget holds nothing but what such a field needs: no actions,
/// no layers. Its entries are direct: another object could make a note of it, which programs draw.
fn is_plain(widget: &Dictionary, signed: bool) -> bool {
    let is_named = |key: &str, name: &str| match widget.get(key) {
        Some(value) => value.as_name().is_some_and(|value| *value == name),
        None => true,
    };
    let is_direct = |value: &Object| value.as_reference().is_none();
    let rect = widget.get("Rect");
    let has_direct_rect = rect.is_none_or(|rect| {
        rect.as_array()
            .is_some_and(|rect| rect.iter().all(is_direct))
    });
    let is_widget = is_named("Type", "Annot") && is_named("Subtype", "Widget");
    if !is_widget || !is_named("FT", "Sig") || !has_direct_rect {
        return false;
    }
    const ALWAYS: [&str; 20] = [
        "Type",
        "Subtype",
        "FT",
        "T",
        "TU",
        "TM",
        "Ff",
        "F",
        "Rect",
        "P",
        "Parent",
        "Kids",
        "NM",
        "M",
        "Lock",
        "SV",
        "StructParent",
        "H",
        "DA",
        "AP",
    ];
    const WHEN_SIGNED: [&str; 7] = ["V", "AS", "MK", "BS", "Border", "Q", "DR"];
    widget.iter().all(|(name, _)| {
        ALWAYS.iter().any(|key| *name == *key)
            || (signed && WHEN_SIGNED.iter().any(|key| *name == *key))
    })
}

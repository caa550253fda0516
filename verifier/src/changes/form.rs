//! Changes to the interactive form: new signatures only.

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, decode_text};

use super::comparison::{Comparison, Difference};
use crate::finding::{ChangeKind, ChangeRule};

const RULE: ChangeRule = ChangeRule::NewSignature;

impl Comparison<'_, '_> {
    /// Compares `/AcroForm`; false when something else than new signatures changed.
    pub(super) fn compare_forms(
        &mut self,
        catalog: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let before = Self::dictionary(&self.old, old, "AcroForm")?;
        let after = Self::dictionary(&self.new, new, "AcroForm")?;
        let fields_before = Self::array(&self.old, &before, "Fields")?;
        let fields_after = Self::array(&self.new, &after, "Fields")?;
        if !self.compare_fields(&fields_before, &fields_after)? {
            return Ok(false);
        }
        let holder = Self::place_of(old, "AcroForm", catalog.number);
        let resources = self.compare_resources(&before, &after, holder)?;
        // Defaults change nothing that is seen while all fields are signatures.
        let defaults = self.only_signatures(&fields_before)?;
        let redraws = after.get("NeedAppearances") == Some(&Object::Boolean(true));
        let expected = |key: &str| match key {
            "Fields" | "SigFlags" => true,
            "DA" | "Q" => defaults,
            "NeedAppearances" => defaults && !redraws,
            "DR" => resources,
            _ => false,
        };
        let keys = self.equality.differing_keys(&before, &after);
        if !keys.iter().all(|key| expected(key)) {
            return Ok(false);
        }
        if let Some(value) = new.get("AcroForm")
            && !self.explain_kept_or_new(old.get("AcroForm"), value, catalog.number, RULE)?
        {
            return Ok(false);
        }
        match after.get("Fields") {
            Some(value) => self.explain_kept_or_new(before.get("Fields"), value, holder, RULE),
            None => Ok(true),
        }
    }

    fn only_signatures(&self, fields: &[Object]) -> Result<bool, PdfError> {
        for field in fields {
            let field = self.old.resolve(field)?;
            let kind = field.as_dictionary().and_then(|field| field.name("FT"));
            if kind.is_none_or(|kind| kind != "Sig") {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Default resources may gain entries; those that are there stay as they
    /// are, but for XObjects, which no default appearance string can name.
    fn compare_resources(
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
        for (category, kept) in before.iter().filter(|(name, _)| **name != "XObject") {
            let kept = self.old.resolve(kept)?;
            let now = self.new.get(&after, &category.to_string())?;
            let same = match (kept.as_dictionary(), now.as_dictionary()) {
                (Some(kept), Some(now)) => self.equality.extends(kept, now),
                _ => self.equality.equal(&kept, &now),
            };
            if !same {
                return Ok(false);
            }
        }
        for (category, value) in after.iter() {
            let place = before.get(&category.to_string());
            if !self.explain_kept_or_new(place, value, holder, RULE)? {
                return Ok(false);
            }
            let inner = self.new.resolve(value)?;
            let inner = inner.as_dictionary().cloned().unwrap_or_default();
            self.explain_new(&Object::Dictionary(inner), RULE)?;
        }
        Ok(true)
    }

    /// Every field stays, in its order; new ones are new signature fields.
    fn compare_fields(&mut self, old: &[Object], new: &[Object]) -> Result<bool, PdfError> {
        let mut kept = old.iter().peekable();
        for field in new {
            if kept.next_if_eq(&field).is_some() {
                self.compare_field(field)?;
            } else if !self.new_field(field)? {
                return Ok(false);
            }
        }
        Ok(kept.next().is_none())
    }

    /// A field that was there: an empty signature field may have been signed.
    fn compare_field(&mut self, field: &Object) -> Result<(), PdfError> {
        let Some(id) = field.as_reference() else {
            return Ok(());
        };
        if self.difference_of(id) != Some(Difference::Replaced) {
            return Ok(());
        }
        let old = self.old.object(id)?;
        let new = self.new.object(id)?;
        let (Some(old), Some(new)) = (old.as_dictionary(), new.as_dictionary()) else {
            return Ok(());
        };
        let is_signature = old.name("FT").is_some_and(|name| name == "Sig");
        let was_empty = self.old.get(old, "V")?.is_null();
        let keys = self.equality.differing_keys(old, new);
        let signs = keys.iter().all(|key| match key.as_str() {
            "V" | "AP" | "M" => true,
            "F" => only_locked(old, new),
            _ => false,
        });
        let signed = self.is_signed(new)?;
        if is_signature && was_empty && signs && signed && self.signed_newly(id, new)? {
            self.explain(id, RULE);
            self.explain_appearance(id, old, new)?;
        }
        Ok(())
    }

    /// The appearance stream of a field that is signed now may be filled in
    /// place, when nothing but the field uses it.
    fn explain_appearance(
        &mut self,
        field: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<(), PdfError> {
        let before = Self::dictionary(&self.old, old, "AP")?;
        let after = Self::dictionary(&self.new, new, "AP")?;
        let stream = after.get("N").and_then(Object::as_reference);
        if let Some(shared) = old.get("AP").and_then(Object::as_reference) {
            self.explain_while_alone(shared, &[field.number], field);
            if let Some(stream) = stream {
                self.explain_while_alone(shared, &[field.number], stream);
            }
        }
        if let Some(stream) = stream.filter(|_| before.get("N") == after.get("N")) {
            let holder = Self::place_of(old, "AP", field.number);
            self.explain_in_place(stream, &[holder], RULE);
            let drawn = (*self.new.object(stream)?).clone();
            if let Object::Stream(drawn) = drawn {
                self.explain_new(&Object::Dictionary(drawn.dictionary), RULE)?;
            }
        }
        Ok(())
    }

    fn new_field(&mut self, field: &Object) -> Result<bool, PdfError> {
        let Some(id) = field.as_reference() else {
            return Ok(false);
        };
        if self.difference_of(id) != Some(Difference::Added) {
            return Ok(false);
        }
        let object = self.new.object(id)?;
        let Some(dictionary) = object.as_dictionary() else {
            return Ok(false);
        };
        let is_signature = dictionary.name("FT").is_some_and(|name| name == "Sig");
        let signed = self.is_signed(dictionary)?;
        let mut widgets = vec![id];
        let kids = Self::array(&self.new, dictionary, "Kids")?;
        for kid in &kids {
            let kid = kid.as_reference().filter(|kid| self.is_new_kid(*kid));
            let Some(kid) = kid else {
                return Ok(false);
            };
            widgets.push(kid);
        }
        for widget in &widgets {
            let widget = self.new.object(*widget)?;
            if !widget.as_dictionary().is_some_and(|w| is_plain(w, signed)) {
                return Ok(false);
            }
        }
        if !is_signature || !self.signed_newly(id, dictionary)? {
            return Ok(false);
        }
        self.explain_new(field, RULE)?;
        self.new_widgets.extend(widgets);
        Ok(true)
    }

    /// A kid of a new field: new itself, and a widget, no field.
    fn is_new_kid(&self, id: ObjectId) -> bool {
        let added = self.difference_of(id) == Some(Difference::Added);
        let object = self.new.object(id);
        added && object.is_ok_and(|kid| kid.as_dictionary().is_some_and(|kid| !kid.contains("T")))
    }

    /// Whether the value of a field is a signature dictionary that is new.
    fn is_signed(&self, field: &Dictionary) -> Result<bool, PdfError> {
        let Some(value) = field.get("V") else {
            return Ok(false);
        };
        let Some(id) = value.as_reference() else {
            return Ok(false);
        };
        let signature = self.new.signature_value(value)?;
        let complete = signature.is_some_and(|s| s.byte_range.is_some() && !s.contents.is_empty());
        Ok(complete && self.difference_of(id) == Some(Difference::Added))
    }

    /// The signature dictionary must be new as well; notes the signature.
    fn signed_newly(&mut self, id: ObjectId, field: &Dictionary) -> Result<bool, PdfError> {
        let name = field.get("T").and_then(Object::as_string);
        let name = name.map(decode_text).unwrap_or_default();
        let Some(value) = field.get("V") else {
            self.note(ChangeKind::SignatureField { name }, Some(id), Some(RULE));
            return Ok(true);
        };
        if let Some(value) = value.as_reference()
            && self.difference_of(value) != Some(Difference::Added)
        {
            return Ok(false);
        }
        let signature = self.new.signature_value(value)?;
        let timestamp = signature.is_some_and(|s| s.is_document_timestamp());
        let (what, rule) = if timestamp {
            (ChangeKind::DocumentTimestamp, ChangeRule::DocumentTimestamp)
        } else {
            (ChangeKind::SignatureField { name }, RULE)
        };
        self.note(what, Some(id), Some(rule));
        self.explain_new(value, rule)?;
        if let Some(appearance) = field.get("AP") {
            self.explain_new(appearance, rule)?;
        }
        Ok(true)
    }
}

/// Whether a new signature field or widget holds nothing but what such a field
/// needs: no actions, and no appearance as long as nobody signed it, because a
/// picture of a seal without a signature would be taken for one.
fn is_plain(widget: &Dictionary, signed: bool) -> bool {
    let kind = widget.name("Subtype");
    if kind.is_some_and(|kind| kind != "Widget") {
        return false;
    }
    const ALWAYS: [&str; 19] = [
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
    ];
    const WHEN_SIGNED: [&str; 8] = ["V", "AP", "AS", "MK", "BS", "Border", "Q", "DR"];
    widget.iter().all(|(name, _)| {
        ALWAYS.iter().any(|key| *name == *key)
            || (signed && WHEN_SIGNED.iter().any(|key| *name == *key))
    })
}

/// Whether the annotation flags only gain Print and Locked (ISO 32000-2, 12.5.3).
fn only_locked(old: &Dictionary, new: &Dictionary) -> bool {
    const PRINT_AND_LOCKED: i64 = 4 | 128;
    let flags = |field: &Dictionary| field.get("F").and_then(Object::as_integer).unwrap_or(0);
    flags(new) | PRINT_AND_LOCKED == flags(old) | PRINT_AND_LOCKED
        && flags(new) & flags(old) == flags(old)
}

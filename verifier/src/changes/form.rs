//! Changes to the interactive form: new signatures, and values of its fields.

use std::collections::BTreeSet;

use foldhash::HashSet;
use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, decode_text};

use super::comparison::Comparison;
use super::references::ReferenceIndex;
use crate::finding::ChangeRule;

impl Comparison<'_, '_> {
    /// Compares `/AcroForm`; false when something else than fields that are
    /// signed or filled in changed.
    pub(super) fn compare_forms(
        &mut self,
        catalog: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
        index: &ReferenceIndex,
    ) -> Result<bool, PdfError> {
        let before = Self::dictionary(&self.old, old, "AcroForm")?;
        let after = Self::dictionary(&self.new, new, "AcroForm")?;
        let fields_before = Self::array(&self.old, &before, "Fields")?;
        let fields_after = Self::array(&self.new, &after, "Fields")?;
        let listed = self.compare_fields(&fields_before, &fields_after)?;
        self.compare_existing_fields(&before, index)?;
        let holder = Self::place_of(old, "AcroForm", catalog.number);
        if !listed || !self.compare_form_entries(&before, &after, holder)? {
            return Ok(false);
        }
        let rule = self.carrier_rule();
        if let Some(value) = new.get("AcroForm")
            && !self.explain_kept_or_new(old.get("AcroForm"), value, catalog.number, rule)?
        {
            return Ok(false);
        }
        match after.get("Fields") {
            Some(value) => self.explain_kept_or_new(before.get("Fields"), value, holder, rule),
            None => Ok(true),
        }
    }

    /// The rule for what only leads to new signatures: page, form, catalog.
    pub(super) fn carrier_rule(&self) -> ChangeRule {
        let timestamps = BTreeSet::from([ChangeRule::DocumentTimestamp]);
        match self.signings == timestamps {
            true => ChangeRule::DocumentTimestamp,
            false => ChangeRule::NewSignature,
        }
    }

    /// Everything in the form dictionary but its fields.
    fn compare_form_entries(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
        holder: u32,
    ) -> Result<bool, PdfError> {
        let resources = self.compare_resources(before, after, holder)?;
        let keys = self.equality.differing_keys(before, after);
        let is_default = |key: &String| ["DA", "Q", "NeedAppearances"].contains(&key.as_str());
        // Defaults change nothing that is seen while all fields are signatures.
        let defaults = !keys.iter().any(is_default) || self.only_signatures(before)?;
        // Programs follow a reference, and some draw signatures anew as well.
        let redraws = |form: &Dictionary| {
            let value = form.get("NeedAppearances");
            value.is_some_and(|value| *value != Object::Boolean(false))
        };
        let expected = |key: &str| match key {
            "Fields" | "SigFlags" => true,
            "DA" | "Q" => defaults,
            "NeedAppearances" => !redraws(after) && (defaults || !redraws(before)),
            "DR" => resources,
            _ => false,
        };
        Ok(keys.iter().all(|key| expected(key)))
    }

    /// Every field stays, in its order; new ones are new signature fields.
    fn compare_fields(&mut self, old: &[Object], new: &[Object]) -> Result<bool, PdfError> {
        if std::ptr::eq(old, new) {
            return Ok(true);
        }
        let mut kept = old.iter().peekable();
        let mut added = Vec::new();
        for field in new {
            let is_kept = |kept: &&Object| self.equality.identical(kept, field);
            if kept.next_if(is_kept).is_none() {
                added.push(field);
            }
        }
        if kept.next().is_some() {
            return Ok(false);
        }
        let mut names = match added.is_empty() {
            true => HashSet::default(),
            false => self.names(old)?,
        };
        for field in added {
            if !self.new_field(field, &mut names)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The partial names of the fields on top.
    fn names(&self, fields: &[Object]) -> Result<HashSet<String>, PdfError> {
        let mut names = HashSet::default();
        for field in fields {
            let field = self.old.resolve(field)?;
            let name = field.as_dictionary().map(|field| self.old.get(field, "T"));
            if let Some(name) = name.transpose()?.as_ref().and_then(|name| name.as_string()) {
                names.insert(decode_text(name));
            }
        }
        Ok(names)
    }
}

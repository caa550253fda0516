//! The document security store (ISO 32000-2, 12.8.4.3).

use kyso_pdf::{Dictionary, Object, ObjectId, PdfError};

use super::comparison::Comparison;
use super::held::{ByName, entries_within};
use crate::finding::{ChangeKind, ChangeRule};

const RULE: ChangeRule = ChangeRule::DocumentSecurityStore;
const LISTS: [&str; 3] = ["Certs", "OCSPs", "CRLs"];
/// The same lists in `/VRI` (ETSI EN 319 142-1, 5.4.2.3).
const ENTRY_LISTS: [&str; 3] = ["Cert", "OCSP", "CRL"];

impl Comparison<'_, '_> {
    /// Validation data may be added. The dictionaries and arrays of the store may be replaced in
    /// place, as long as nothing else uses them; any other object that it comes to hold must be
    /// new.
    pub(super) fn compare_security_stores(
        &mut self,
        catalog: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(value) = new.get("DSS") else {
            return Ok(old.get("DSS").is_none());
        };
        let before = Self::dictionary(&self.old, old, "DSS")?;
        let resolved = self.new.resolve(value)?;
        let Some(after) = resolved.as_dictionary().filter(|d| is_store(d)) else {
            return Ok(false);
        };
        if !self.explain_kept_or_new(old.get("DSS"), value, catalog.number, RULE)? {
            return Ok(false);
        }
        let holder = Self::place_of(old, "DSS", catalog.number);
        for key in LISTS {
            if !self.compare_list(&before, after, key, holder)? {
                return Ok(false);
            }
        }
        if !self.compare_entries(&before, after, holder)? {
            return Ok(false);
        }
        let is_same = std::ptr::eq(&*before, after) || {
            self.new.count_compared(entries_within(after))?;
            *before == *after
        };
        if !is_same {
            let id = value.as_reference();
            self.note(ChangeKind::ValidationData, id, Some(&RULE.into()));
        }
        Ok(true)
    }

    /// `/Certs`, `/OCSPs`, `/CRLs`, and the same lists of one signature: arrays
    /// of references to streams that were there in the same list, or are new.
    fn compare_list(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
        key: &str,
        holder: u32,
    ) -> Result<bool, PdfError> {
        let Some(value) = after.get(key) else {
            return Ok(true);
        };
        let resolved = self.new.resolve(value)?;
        if resolved.as_array().is_none() {
            return Ok(false);
        }
        if !self.explain_kept_or_new(before.get(key), value, holder, RULE)? {
            return Ok(false);
        }
        self.explain_new(&resolved, RULE)?;
        self.is_list_of_streams(&resolved)
    }

    /// References, to streams where they are new.
    fn is_list_of_streams(&self, list: &Object) -> Result<bool, PdfError> {
        let elements = list.as_array().unwrap_or(&[Object::Null]);
        self.new.count_compared(elements.len())?;
        for element in elements {
            let Some(id) = element.as_reference() else {
                return Ok(false);
            };
            if self.difference_of(id).is_some() && self.new.object(id)?.as_stream().is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// `/VRI`: one dictionary a signature. Those of others may go: real writers
    /// keep only what they need for the next timestamp.
    fn compare_entries(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
        holder: u32,
    ) -> Result<bool, PdfError> {
        let Some(value) = after.get("VRI") else {
            return Ok(true);
        };
        let resolved = self.new.resolve(value)?;
        let Some(entries) = resolved.as_dictionary() else {
            return Ok(false);
        };
        if !self.explain_kept_or_new(before.get("VRI"), value, holder, RULE)? {
            return Ok(false);
        }
        let known = Self::dictionary(&self.old, before, "VRI")?;
        let known = ByName::new(&known);
        // Each is looked at from several sides, in every revision.
        const SIDES: usize = 4;
        self.new.count_compared(entries.len() * SIDES)?;
        let holder = Self::place_of(before, "VRI", holder);
        for (name, value) in entries.iter() {
            if *name == "Type" {
                continue;
            }
            let resolved = self.new.resolve(value)?;
            let Some(entry) = resolved.as_dictionary().filter(|entry| is_entry(entry)) else {
                return Ok(false);
            };
            for list in ENTRY_LISTS {
                if entry.contains(list) && !self.is_list_of_streams(&*self.new.get(entry, list)?)? {
                    return Ok(false);
                }
            }
            if !self.explain_kept_or_new(known.get(name), value, holder, RULE)? {
                return Ok(false);
            }
            self.explain_new_within(entry, RULE)?;
        }
        Ok(true)
    }
}

/// Whether a dictionary holds nothing but the entries that `/VRI` has for one signature.
fn is_entry(entry: &Dictionary) -> bool {
    const KEYS: [&str; 3] = ["Type", "TU", "TS"];
    let mut keys = entry.iter().map(|(name, _)| name);
    keys.all(|name| KEYS.iter().chain(&ENTRY_LISTS).any(|key| *name == **key))
}

/// Whether a dictionary holds nothing but what a store holds.
fn is_store(dictionary: &Dictionary) -> bool {
    const KEYS: [&str; 5] = ["Type", "VRI", "Certs", "OCSPs", "CRLs"];
    let known = dictionary
        .iter()
        .all(|(name, _)| KEYS.iter().any(|key| *name == *key));
    let kind = dictionary.name("Type");
    known && kind.is_none_or(|kind| kind == "DSS")
}

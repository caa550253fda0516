//! Default resources of the form (`/DR`): additions only.

use kyso_pdf::{Dictionary, Object, PdfError};

use super::comparison::Comparison;
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
}

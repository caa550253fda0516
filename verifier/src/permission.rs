//! The changes that the signatures themselves allow afterwards: DocMDP, FieldMDP, and the lock of a
//! signature field (ISO 32000-2, 12.8.2.2, 12.8.2.4, table 236).

mod lock;

use kyso_pdf::{Dictionary, Object, PdfError, SignatureField, SignatureValue, View};

use crate::finding::{Change, ChangeRule};
use lock::FieldLock;

/// The limits that one signature, or several in a row, put on later changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Permission {
    /// The strictest level that a signature states; `None` when none does.
    level: Option<Level>,
    locks: Vec<FieldLock>,
    /// Whether it is a certification: DocMDP by `/Reference` or `/Perms`.
    pub(crate) certifies: bool,
}

/// `/P` of DocMDP or of a lock (ISO 32000-2, table 257), the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// 1: validation data and document timestamps only.
    NoChanges,
    /// 2: filling in forms and signing as well.
    Filling,
    /// 3: annotations as well.
    Annotations,
}

impl Permission {
    /// Reads the restrictions of the signature. `view` is the revision that it signs: an entry of a
    /// later revision does not count.
    pub(crate) fn of(
        view: &View<'_, '_>,
        field: &SignatureField,
        value: &SignatureValue,
    ) -> Result<Self, PdfError> {
        let mut permission = Self::default();
        permission.read_lock(view, field)?;
        let references = view.get(&value.dictionary, "Reference")?;
        for reference in references.as_array().unwrap_or_default() {
            let reference = view.resolve(reference)?;
            if let Some(reference) = reference.as_dictionary() {
                permission.read_reference(view, reference)?;
            }
        }
        if !permission.certifies && is_certification(view, value)? {
            permission.certifies = true;
            permission.restrict(Level::Filling);
        }
        Ok(permission)
    }

    /// Both together: the stricter level, all locks.
    pub(crate) fn and(&self, earlier: &Self) -> Self {
        let mut both = self.clone();
        earlier
            .level
            .into_iter()
            .for_each(|level| both.restrict(level));
        for lock in &earlier.locks {
            if !both.locks.contains(lock) {
                both.locks.push(lock.clone());
            }
        }
        both.certifies |= earlier.certifies;
        both
    }

    /// Whether a change is allowed.
    pub(crate) fn allows(&self, change: &Change) -> bool {
        let rule = change.permitted_by;
        rule.is_some_and(|rule| self.permits(rule, change.field.as_deref()))
    }

    /// Whether changes by `rule` are allowed, on the form field `field` if on any.
    pub(crate) fn permits(&self, rule: ChangeRule, field: Option<&str>) -> bool {
        let locked = || field.is_some_and(|name| self.locks(name));
        let locked_anew =
            || field.is_some_and(|name| self.locks.iter().any(|lock| lock.locks_new(name)));
        // Without a word of the signers, E3 applies: no annotations.
        let level = self.level.unwrap_or(Level::Filling);
        match rule {
            ChangeRule::DocumentTimestamp
            | ChangeRule::DocumentSecurityStore
            | ChangeRule::FileStructure
            | ChangeRule::Extensions
            // Writers of validation data note the time of their update.
            | ChangeRule::Metadata
            | ChangeRule::Unreferenced
            | ChangeRule::Rewritten => true,
            // On a certified document it would show what was not certified; P=2 leaves it open.
            ChangeRule::NewVisibleSignature if self.certifies => {
                level == Level::Annotations && !locked_anew()
            }
            // The document has a certification already.
            ChangeRule::Certification if self.certifies => false,
            // Its field was not there.
            ChangeRule::NewVisibleSignature => level >= Level::Filling && !locked_anew(),
            ChangeRule::Certification
            | ChangeRule::NewSignature
            | ChangeRule::FormFilling => level >= Level::Filling && !locked(),
            ChangeRule::Annotation => level == Level::Annotations,
        }
    }

    /// Whether a new visible signature in `field` may follow only if its drawing and its signer are
    /// acceptable: P=2 of a certification permits signing, and nothing that shows more than a
    /// signature does (ISO 32000-2, table 257).
    pub(crate) fn leaves_open(&self, rule: ChangeRule, field: &str) -> bool {
        rule == ChangeRule::NewVisibleSignature
            && self.certifies
            && self.level == Some(Level::Filling)
            && !self.locks.iter().any(|lock| lock.locks_new(field))
    }

    /// Whether a lock is of the field with this name, were it there.
    pub(crate) fn locks(&self, field: &str) -> bool {
        self.locks.iter().any(|lock| lock.locks(field))
    }

    /// `P` of a certification: 1, 2 or 3.
    pub(crate) fn certification(&self) -> Option<u8> {
        let level = self.level.filter(|_| self.certifies)?;
        Some(match level {
            Level::NoChanges => 1,
            Level::Filling => 2,
            Level::Annotations => 3,
        })
    }

    fn restrict(&mut self, level: Level) {
        self.level = Some(self.level.map_or(level, |known| known.min(level)));
    }

    /// `/Lock` of the field: fields that are locked, and `/P` (PDF 2.0).
    fn read_lock(&mut self, view: &View<'_, '_>, field: &SignatureField) -> Result<(), PdfError> {
        let signed = field.id.map(|id| view.object(id)).transpose()?;
        let dictionary = signed.as_ref().and_then(|field| field.as_dictionary());
        let lock = view.get(dictionary.unwrap_or(&field.dictionary), "Lock")?;
        let Some(lock) = lock.as_dictionary() else {
            return Ok(());
        };
        let level = view.get(lock, "P")?;
        if !level.is_null() {
            self.restrict(Level::of(&level));
        }
        // A lock that only states a level locks no field.
        if lock.contains("Action") || level.is_null() {
            self.locks.push(FieldLock::read(view, lock)?);
        }
        Ok(())
    }

    /// A signature reference dictionary (ISO 32000-2, table 256).
    fn read_reference(
        &mut self,
        view: &View<'_, '_>,
        reference: &Dictionary,
    ) -> Result<(), PdfError> {
        let method = view.get(reference, "TransformMethod")?;
        let parameters = view.get(reference, "TransformParams")?;
        let parameters = parameters.as_dictionary().cloned().unwrap_or_default();
        match method.as_name() {
            Some(name) if *name == "DocMDP" => {
                self.certifies = true;
                let level = view.get(&parameters, "P")?;
                self.restrict(match level.is_null() {
                    true => Level::Filling,
                    false => Level::of(&level),
                });
            }
            Some(name) if *name == "FieldMDP" => {
                self.locks.push(FieldLock::read(view, &parameters)?);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Level {
    /// An unknown value allows nothing.
    fn of(level: &Object) -> Self {
        match level.as_number() {
            Some(2.0) => Self::Filling,
            Some(3.0) => Self::Annotations,
            _ => Self::NoChanges,
        }
    }
}

/// Whether `/Perms /DocMDP` of the catalog names the signature (table 263).
fn is_certification(view: &View<'_, '_>, value: &SignatureValue) -> Result<bool, PdfError> {
    let (_, catalog) = view.catalog()?;
    let Some(catalog) = catalog.as_dictionary() else {
        return Ok(false);
    };
    let permissions = view.get(catalog, "Perms")?;
    let named = permissions.as_dictionary().and_then(|p| p.get("DocMDP"));
    let named = named.and_then(Object::as_reference);
    Ok(named.is_some() && named == value.id)
}

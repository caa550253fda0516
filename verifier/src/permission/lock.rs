//! Which form fields a signature locks (ISO 32000-2, 12.8.2.4 and table 236).

use kyso_pdf::{Dictionary, Object, PdfError, View, decode_text};

/// `/Action` with its `/Fields`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FieldLock {
    /// Every field.
    All,
    /// These fields and what is below them.
    Include(Vec<String>),
    /// Every field but these and what is below them.
    Exclude(Vec<String>),
}

impl FieldLock {
    /// Reads the parameters of FieldMDP, or a lock. What is missing or unknown
    /// locks every field.
    pub(super) fn read(view: &View<'_, '_>, parameters: &Dictionary) -> Result<Self, PdfError> {
        let action = view.get(parameters, "Action")?;
        let action = action.as_name().map(ToString::to_string);
        let names = names(view, parameters)?;
        Ok(match (action.as_deref(), names) {
            (Some("Include"), Some(names)) => Self::Include(names),
            (Some("Exclude"), Some(names)) => Self::Exclude(names),
            _ => Self::All,
        })
    }

    /// Whether the field with this fully qualified name is locked.
    pub(super) fn locks(&self, field: &str) -> bool {
        match self {
            Self::All => true,
            _ if !is_plain(field) => true,
            Self::Include(names) => names
                .iter()
                .any(|name| is_within(field, name) || !is_plain(name)),
            Self::Exclude(names) => !names.iter().any(|name| is_within(field, name)),
        }
    }

    /// Whether it locks a field of this name that was not there: one that it names. Of all fields, and of all but some, it
    /// can only lock those that there were, whose values it protects (ISO 32000-2, 12.8.2.4).
    pub(super) fn locks_new(&self, field: &str) -> bool {
        match self {
            Self::All | Self::Exclude(_) => false,
            Self::Include(_) => self.locks(field),
        }
    }
}

/// Whether all programs read the same name: some know UTF-16 of the other byte order, leave out
/// escapes that tell a language, or end at a NUL.
fn is_plain(name: &str) -> bool {
    const OTHER_ORDER: &str = "ÿþ";
    let is_read_apart = |letter: char| letter.is_control() || letter == char::REPLACEMENT_CHARACTER;
    let mut parts = name.split('.');
    !name.contains(is_read_apart) && !parts.any(|part| part.starts_with(OTHER_ORDER))
}

/// Whether `field` is the field `name`, or below it.
fn is_within(field: &str, name: &str) -> bool {
    let below = field.strip_prefix(name);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// `/Fields`; `None` when it is no array of text strings.
fn names(view: &View<'_, '_>, parameters: &Dictionary) -> Result<Option<Vec<String>>, PdfError> {
    let fields = view.get(parameters, "Fields")?;
    let Some(fields) = fields.as_array() else {
        return Ok(None);
    };
    let name = |field: &Object| {
        let field = view.resolve(field)?;
        Ok(field.as_string().map(decode_text))
    };
    fields.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_for_the_field_and_what_is_below_it() {
        let lock = FieldLock::Include(vec!["Don.So".into()]);
        assert!(lock.locks("Don.So") && lock.locks("Don.So.Nam"));
        assert!(lock.locks("Don.\u{1b}vi\u{1b}Khac") && lock.locks("ÿþD\u{0}"));
        assert!(FieldLock::Include(vec!["ÿþS\u{0}".into()]).locks("Don"));
        assert!(!lock.locks("Don") && !lock.locks("Don.SoKhac"));
        let lock = FieldLock::Exclude(vec!["Don".into()]);
        assert!(!lock.locks("Don.So") && lock.locks("Khac"));
    }

    #[test]
    fn new_fields_are_locked_where_they_are_named() {
        let include = FieldLock::Include(vec!["Don".into()]);
        assert!(include.locks_new("Don.So") && !include.locks_new("Khac"));
        let exclude = FieldLock::Exclude(vec!["Don".into()]);
        assert!(!exclude.locks_new("Khac") && !FieldLock::All.locks_new("Khac"));
    }
}

//! What was filled in and remarked after a signature, in the document `kyso.verification/1`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::ChangeKind;
use crate::report::{self, Report};
use kyso_words::Lang;

/// A field that was filled in, or a remark that was made, changed or taken off, after a signature.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Completion {
    /// Which of them.
    pub kind: CompletionKind,
    /// The newest signature that it came after, from 1.
    pub after_signature: usize,
    /// The revision that makes it, from 1.
    pub revision: usize,
    /// The page that it is on, from 1, when known.
    pub page: Option<usize>,
    /// The name of the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The value before, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The value now, shortened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// All of it in a sentence for people.
    pub text: String,
}

/// What came after a signature and is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CompletionKind {
    /// A form field has another value.
    Filled,
    /// A remark was made, changed or taken off.
    Remarked,
}

/// All of a report.
pub(super) fn all(report: &Report, lang: Lang) -> Vec<Completion> {
    let completions = report.completions();
    completions
        .iter()
        .map(|one| Completion::of(one, lang))
        .collect()
}

impl Completion {
    fn of(one: &report::Completion<'_>, lang: Lang) -> Self {
        let (kind, field, old, new) = match &one.change.what {
            ChangeKind::FieldFilled { name, old, new } => {
                let [name, old, new] = [name, old, new].map(|text| Some(text.clone()));
                (CompletionKind::Filled, name, old, new)
            }
            _ => (CompletionKind::Remarked, None, None, None),
        };
        Self {
            kind,
            after_signature: one.after,
            revision: one.change.revision + 1,
            page: one.change.page_index.map(|index| index + 1),
            field,
            old,
            new,
            text: one.text(lang),
        }
    }
}

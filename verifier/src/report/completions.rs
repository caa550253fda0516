//! What readers see of later revisions that no signature draws: fields that were filled in,
//! remarks. They are permitted, and a report lists each: the page shows more than the earlier
//! signers signed.

use std::collections::HashSet;

use super::Report;
use crate::finding::{Change, ChangeKind};
use kyso_words::{Lang, lower_first};

/// A field that was filled in, or a remark that was made, changed or taken off.
#[derive(Debug, Clone, Copy)]
pub struct Completion<'r> {
    /// What it is.
    pub change: &'r Change,
    /// The newest signature that it came after, from 1.
    pub after: usize,
}

impl Report {
    /// Everything that was filled in and remarked after the first signature, in the order of revisions.
    #[must_use]
    pub fn completions(&self) -> Vec<Completion<'_>> {
        let mut seen = HashSet::new();
        let changes = self.signatures.iter().flat_map(|one| &one.changes);
        let mut told: Vec<&Change> = changes
            .filter(|change| change.is_completion())
            .filter(|change| seen.insert((change.revision, &change.what, change.object)))
            .collect();
        told.sort_by_key(|change| change.revision);
        // The windows of notes say nothing beside their notes.
        let notes = told.iter().filter(|change| !is_window(change));
        let notes: HashSet<usize> = notes.map(|change| change.revision).collect();
        told.retain(|change| !is_window(change) || !notes.contains(&change.revision));
        let told = told.into_iter().map(|change| Completion {
            change,
            after: self.newest_before(change.revision),
        });
        told.collect()
    }

    /// The signatures come in the order of signing.
    fn newest_before(&self, revision: usize) -> usize {
        let before = |signed: Option<usize>| signed.is_some_and(|signed| signed < revision);
        let newest = self.signatures.iter().rposition(|one| before(one.revision));
        newest.map_or(0, |index| index + 1)
    }
}

fn is_window(change: &Change) -> bool {
    match &change.what {
        ChangeKind::AnnotationAdded { kind, .. }
        | ChangeKind::AnnotationChanged { kind, .. }
        | ChangeKind::AnnotationRemoved { kind, .. } => kind == "Popup",
        _ => false,
    }
}

impl Completion<'_> {
    /// One line for people: `Sau chữ ký 2 đã điền “SoTien”: “1 000 000” → “9 000 000 000”`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let number = self.after;
        match (&self.change.what, lang) {
            (ChangeKind::FieldFilled { name, old, new }, Lang::Vi) => {
                let (old, new) = (value(old, lang), value(new, lang));
                format!("Sau chữ ký {number} đã điền “{name}”: {old} → {new}")
            }
            (ChangeKind::FieldFilled { name, old, new }, Lang::En) => {
                let (old, new) = (value(old, lang), value(new, lang));
                format!("After signature {number}, “{name}” was filled in: {old} → {new}")
            }
            (_, Lang::Vi) => {
                let what = lower_first(&self.change.text(lang));
                format!("Sau chữ ký {number}, {what}")
            }
            (_, Lang::En) => {
                let what = lower_first(&self.change.text(lang));
                format!("After signature {number}, {what}")
            }
        }
    }
}

fn value(text: &str, lang: Lang) -> String {
    match text.is_empty() {
        true => lang.pick("(trống)", "(empty)").to_owned(),
        false => format!("“{text}”"),
    }
}

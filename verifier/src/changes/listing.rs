//! Objects that differ, as the changes that a report lists.

use kyso_pdf::ObjectId;

use super::annotation::annotation;
use super::comparison::{Comparison, Difference};
use crate::finding::{Change, ChangeKind};

impl Comparison<'_, '_> {
    /// One change for each object that differs.
    pub(super) fn object_changes(&self) -> impl Iterator<Item = Change> {
        self.differences
            .iter()
            .map(|(&number, &(generation, difference))| Change {
                revision: self.revision,
                what: self.object_change(number, generation, difference),
                object: Some(ObjectId::new(number, generation)),
                page_index: self.pages.get(&number).copied(),
                field: self.field_of(number),
                permitted_by: self.explained.get(&number).map(|reason| reason.rule),
            })
    }

    /// Lists an unexplained object by what a reader sees of it, if it is an annotation.
    fn object_change(&self, number: u32, generation: u16, difference: Difference) -> ChangeKind {
        let explained = self.explained.contains_key(&number);
        let seen = |view, id| match explained {
            true => None,
            false => annotation(view, id),
        };
        let id = ObjectId::new(number, generation);
        match difference {
            Difference::Added => seen(&self.new, id).map_or(ChangeKind::Added, |(kind, text)| {
                ChangeKind::AnnotationAdded { kind, text }
            }),
            Difference::Replaced => {
                let seen = seen(&self.old, self.old_id(number)).and_then(|_| seen(&self.new, id));
                seen.map_or(ChangeKind::Replaced, |(kind, text)| {
                    ChangeKind::AnnotationChanged { kind, text }
                })
            }
            Difference::Removed => {
                let seen = seen(&self.old, self.old_id(number));
                seen.map_or(ChangeKind::Removed, |(kind, text)| {
                    ChangeKind::AnnotationRemoved { kind, text }
                })
            }
        }
    }

    fn field_of(&self, number: u32) -> Option<String> {
        let field = self.explained.get(&number)?.field.as_deref()?;
        Some(field.to_owned())
    }
}

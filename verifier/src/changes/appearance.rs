//! Appearances of fields that are signed or filled in (ISO 32000-2, 12.5.5).
//!
//! An appearance is drawn inside the rectangle of its widget, which may not
//! change. Its streams may be new, or be replaced in place when nothing else
//! uses them; they may not be anything that was there for another purpose.

use foldhash::{HashMap, HashSet};
use kyso_pdf::{Dictionary, Object, ObjectId, PdfError, View};

use super::comparison::{Comparison, Difference};
use super::filled_look::FilledField;
use super::reason::Reason;

/// An indirect object of an appearance, with those above it.
struct Part {
    id: ObjectId,
    /// Each object on the way, itself last, with the one that refers to it.
    path: Vec<(ObjectId, u32)>,
}

impl Comparison<'_, '_> {
    /// Explains a changed `/AP` of the widget `id`; false when it is not one
    /// that filling in or signing makes.
    pub(super) fn explain_appearance(
        &mut self,
        id: ObjectId,
        old: &Dictionary,
        new: &Dictionary,
        reason: &Reason,
    ) -> Result<bool, PdfError> {
        let Some(after) = new.get("AP") else {
            return Ok(old.get("AP").is_none());
        };
        if !matches!(&*self.new.resolve(after)?, Object::Dictionary(_)) {
            return Ok(false);
        }
        // A dictionary that others use as well may be swapped there later.
        if let Some(shared) = old.get("AP").and_then(Object::as_reference) {
            self.explain_while_alone(shared, &[id.number], id);
        }
        let before = parts(&self.old, id, old)?;
        // The first place of each, should there be several.
        let before: HashMap<ObjectId, &Part> =
            before.iter().rev().map(|part| (part.id, part)).collect();
        for part in parts(&self.new, id, new)? {
            match self.difference_of(part.id) {
                Some(Difference::Added) => {
                    self.explain_new(&Object::Reference(part.id), reason)?;
                }
                difference => {
                    let Some(known) = before.get(&part.id) else {
                        return Ok(false);
                    };
                    if difference.is_some() {
                        self.explain_part_in_place(known, reason)?;
                    }
                }
            }
        }
        if let Object::Dictionary(direct) = after {
            self.explain_new_within(direct, reason)?;
        }
        Ok(true)
    }

    /// Explains looks of the old appearance of the widget `id` that were replaced
    /// in place and that the new one leaves: a field may be filled in twice before
    /// it is saved. They are judged as if they were shown.
    pub(super) fn explain_left_looks(
        &mut self,
        id: ObjectId,
        old: &Dictionary,
        filled: FilledField<'_>,
        reason: &Reason,
    ) -> Result<(), PdfError> {
        let kept = parts(&self.new, id, filled.widget)?;
        let kept: HashSet<ObjectId> = kept.iter().map(|part| part.id).collect();
        for part in parts(&self.old, id, old)? {
            let left = self.difference_of(part.id) == Some(Difference::Replaced)
                && !kept.contains(&part.id);
            let look = self.new.object(part.id)?;
            if let Some(look) = look.as_stream()
                && left
                && self.is_look_of_a_field(filled, look)
            {
                self.explain_part_in_place(&part, reason)?;
            }
        }
        Ok(())
    }

    /// Whether a part of the appearance was replaced in place.
    pub(super) fn is_redrawn_in_place(
        &self,
        id: ObjectId,
        old: &Dictionary,
    ) -> Result<bool, PdfError> {
        let parts = parts(&self.old, id, old)?;
        let mut differences = parts.iter().map(|part| self.difference_of(part.id));
        Ok(differences.any(|difference| difference == Some(Difference::Replaced)))
    }

    /// The objects above it must not be used elsewhere either.
    fn explain_part_in_place(&mut self, part: &Part, reason: &Reason) -> Result<(), PdfError> {
        self.explain(part.id, reason);
        for (id, holder) in &part.path {
            self.explain_while_alone(*id, &[*holder], part.id);
        }
        let object = self.new.object(part.id)?;
        if let Some(dictionary) = object.as_dictionary() {
            self.explain_new_within(dictionary, reason)?;
        }
        Ok(())
    }
}

/// The indirect objects of `/AP` of the widget `id`: the dictionary, the looks, and the
/// dictionaries of states.
fn parts(view: &View<'_, '_>, id: ObjectId, widget: &Dictionary) -> Result<Vec<Part>, PdfError> {
    let mut parts = Vec::new();
    let Some(value) = widget.get("AP") else {
        return Ok(parts);
    };
    let above = descend(&mut parts, &[], id.number, value);
    let appearance = view.resolve(value)?;
    let Object::Dictionary(appearance) = &*appearance else {
        return Ok(parts);
    };
    for key in ["N", "R", "D"] {
        let Some(value) = appearance.get(key) else {
            continue;
        };
        let holder = above.last().map_or(id.number, |(id, _)| id.number);
        let path = descend(&mut parts, &above, holder, value);
        let drawn = view.resolve(value)?;
        let Object::Dictionary(states) = &*drawn else {
            continue;
        };
        let holder = path.last().map_or(id.number, |(id, _)| id.number);
        // Very many widgets may have the same states.
        view.count_compared(states.len())?;
        for (_, state) in states.iter() {
            descend(&mut parts, &path, holder, state);
        }
    }
    Ok(parts)
}

/// Adds `value` when it is a reference; gives the path to what it holds.
fn descend(
    parts: &mut Vec<Part>,
    above: &[(ObjectId, u32)],
    holder: u32,
    value: &Object,
) -> Vec<(ObjectId, u32)> {
    let mut path = above.to_vec();
    if let Some(id) = value.as_reference() {
        path.push((id, holder));
        parts.push(Part {
            id,
            path: path.clone(),
        });
    }
    path
}

//! When two objects mean the same although they are written differently.

use std::cell::RefCell;
use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream, View};

/// Compares objects of two revisions: numbers by value, dictionaries in any
/// order, streams by their encoded bytes, direct and indirect alike.
///
/// A reference that stays the same is equal: its target is judged on its own.
#[derive(Debug)]
pub(super) struct Equality<'d, 'a> {
    old: View<'d, 'a>,
    new: View<'d, 'a>,
    /// Objects of the new revision that were found equal behind another reference.
    pub(super) reached: RefCell<BTreeSet<u32>>,
    /// Work that is left: bytes of streams compared, and 1,000 a reference.
    budget: RefCell<usize>,
}

/// Whether two rectangles show the same: any two opposite corners (ISO 32000-2,
/// 7.9.5), and fewer digits, as some writers keep, which move no edge by more
/// than a hundred-thousandth of the rectangle.
///
/// Nothing else is that forgiving: a factor of a matrix may be as small as the
/// digits that are lost.
fn same_rectangle(old: &Object, new: &Object) -> bool {
    const ABSOLUTE: f64 = 5e-7;
    const RELATIVE: f64 = 2e-7;
    const OF_SIZE: f64 = 1e-5;
    let rect = |value: &Object| value.as_array().and_then(Rect::from_numbers);
    let (Some(old), Some(new)) = (rect(old), rect(new)) else {
        return false;
    };
    let near = |old: f64, new: f64, size: f64| {
        let digits = ABSOLUTE + RELATIVE * old.abs();
        (old - new).abs() <= digits.min(OF_SIZE * size)
    };
    near(old.left, new.left, old.width())
        && near(old.right, new.right, old.width())
        && near(old.bottom, new.bottom, old.height())
        && near(old.top, new.top, old.height())
}

/// Nesting of references and containers that is followed.
const DEPTH: usize = 32;

impl<'d, 'a> Equality<'d, 'a> {
    pub(super) fn new(old: View<'d, 'a>, new: View<'d, 'a>) -> Self {
        const BUDGET: usize = 64 << 20;
        Self {
            old,
            new,
            reached: RefCell::default(),
            budget: RefCell::new(BUDGET),
        }
    }

    /// Whether two objects are equal.
    pub(super) fn equal(&self, old: &Object, new: &Object) -> bool {
        self.same(old, new, DEPTH)
    }

    /// Whether two dictionaries are equal but for the keys `except`.
    pub(super) fn same_but(&self, old: &Dictionary, new: &Dictionary, except: &[&str]) -> bool {
        let keys = self.differing_keys(old, new);
        keys.iter().all(|key| except.contains(&key.as_str()))
    }

    /// The keys whose values differ; null is the same as none (ISO 32000-2, 7.3.7).
    pub(super) fn differing_keys(&self, old: &Dictionary, new: &Dictionary) -> Vec<String> {
        let value = |dictionary: &Dictionary, name: &Name| {
            let entry = dictionary.iter().find(|(other, _)| *other == name);
            entry.map_or(Object::Null, |(_, value)| value.clone())
        };
        let names: BTreeSet<_> = old.iter().chain(new.iter()).map(|(n, _)| n).collect();
        let differing = names
            .into_iter()
            .filter(|name| !self.same_value(name, &value(old, name), &value(new, name), DEPTH));
        differing.map(ToString::to_string).collect()
    }

    /// The values of one key.
    fn same_value(&self, name: &Name, old: &Object, new: &Object, depth: usize) -> bool {
        const RECTANGLES: [&str; 7] = [
            "MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox", "Rect", "BBox",
        ];
        self.same(old, new, depth)
            || (RECTANGLES.iter().any(|key| *name == **key) && same_rectangle(old, new))
    }

    /// Whether `new` has every entry of `old`, unchanged.
    pub(super) fn extends(&self, old: &Dictionary, new: &Dictionary) -> bool {
        old.iter().all(|(name, value)| {
            let now = new.iter().find(|(other, _)| *other == name);
            now.is_some_and(|(_, now)| self.equal(value, now))
        })
    }

    fn same(&self, old: &Object, new: &Object, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        match (old, new) {
            (Object::Reference(a), Object::Reference(b)) if a == b => true,
            (Object::Reference(_), _) | (_, Object::Reference(_)) => {
                self.same_behind(old, new, depth)
            }
            (Object::Integer(a), Object::Integer(b)) => a == b,
            (Object::Integer(_) | Object::Real(_), Object::Integer(_) | Object::Real(_)) => {
                old.as_number() == new.as_number()
            }
            (Object::Array(a), Object::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.same(a, b, depth))
            }
            (Object::Dictionary(a), Object::Dictionary(b)) => self.same_entries(a, b, depth),
            (Object::Stream(a), Object::Stream(b)) => self.same_stream(a, b, depth),
            _ => old == new,
        }
    }

    /// At least one is a reference: what they lead to must be equal.
    fn same_behind(&self, old: &Object, new: &Object, depth: usize) -> bool {
        const REFERENCE: usize = 1000;
        if !self.spend(REFERENCE) {
            return false;
        }
        let (Ok(before), Ok(after)) = (self.old.resolve(old), self.new.resolve(new)) else {
            return false;
        };
        let same = self.same(&before, &after, depth);
        if let Object::Reference(id) = new
            && same
        {
            self.reached.borrow_mut().insert(id.number);
        }
        same
    }

    /// What cannot be paid for is not equal.
    fn spend(&self, cost: usize) -> bool {
        let mut budget = self.budget.borrow_mut();
        match budget.checked_sub(cost) {
            Some(left) => {
                *budget = left;
                true
            }
            None => false,
        }
    }

    fn same_entries(&self, old: &Dictionary, new: &Dictionary, depth: usize) -> bool {
        let within = |one: &Dictionary, other: &Dictionary, flip: bool| {
            one.iter().all(|(name, value)| {
                let found = other.iter().find(|(n, _)| *n == name);
                let found = found.map_or(&Object::Null, |(_, value)| value);
                match flip {
                    false => self.same_value(name, value, found, depth),
                    // The first pass compared what both have.
                    true => other.iter().any(|(n, _)| n == name) || value.is_null(),
                }
            })
        };
        within(old, new, false) && within(new, old, true)
    }

    fn same_stream(&self, old: &Stream, new: &Stream, depth: usize) -> bool {
        let document = self.old.document();
        let without_length = |stream: &Stream| {
            let mut dictionary = stream.dictionary.clone();
            dictionary.remove("Length");
            dictionary
        };
        let (before, after) = (
            document.stream_bytes(&old.data),
            document.stream_bytes(&new.data),
        );
        before.len() == after.len()
            && self.spend(before.len())
            && before == after
            && self.same_entries(&without_length(old), &without_length(new), depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_may_lose_digits_but_not_move() {
        let array = |numbers: [f64; 4]| Object::Array(numbers.map(Object::Real).into());
        let same = |old, new| same_rectangle(&array(old), &array(new));
        assert!(same(
            [0.0, 0.0, 595.2756, 842.0],
            [0.0, 0.0, 595.27559, 842.0]
        ));
        assert!(same([0.0, 0.0, 10.0, 20.0], [10.0, 20.0, 0.0, 0.0]));
        assert!(!same([0.0, 0.0, 595.0, 842.0], [0.0, 0.0, 595.01, 842.0]));
        assert!(!same([0.0, 0.0, 1e-7, 1e-7], [0.0, 0.0, 1e-9, 1e-9]));
    }
}

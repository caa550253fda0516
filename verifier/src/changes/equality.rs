//! When two objects mean the same although they are written differently.

use std::cell::RefCell;
use std::collections::BTreeSet;

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream, Strictness, View};

use super::held::{ByName, elements_within};

/// Compares objects of two revisions: numbers by type and value, dictionaries in
/// any order, streams by their encoded bytes.
///
/// A reference that stays the same is equal: its target is judged on its own. A different reference
/// is not equal, even to an equal target; only dictionaries that programs never distinguish by
/// their place may move.
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

/// Keys whose dictionaries may move into an object of their own, out of it, or
/// into another one: every program resolves them, and none remembers them by number.
const MOVABLE: [&str; 22] = [
    "AcroForm",
    "DR",
    "DSS",
    "VRI",
    "Extensions",
    "Names",
    "MarkInfo",
    "ViewerPreferences",
    "PieceInfo",
    "Perms",
    "Resources",
    "Font",
    "XObject",
    "ExtGState",
    "ColorSpace",
    "Pattern",
    "Shading",
    "Properties",
    "Group",
    "MK",
    "BS",
    "AP",
];

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

    /// Whether two objects are the same in every detail.
    pub(super) fn identical(&self, old: &Object, new: &Object) -> bool {
        std::ptr::eq(old, new) || (self.count(elements_within(old)) && old == new)
    }

    /// Whether two dictionaries are equal but for the keys `except`.
    pub(super) fn same_but(&self, old: &Dictionary, new: &Dictionary, except: &[&str]) -> bool {
        let keys = self.differing_keys(old, new);
        keys.iter().all(|key| except.contains(&key.as_str()))
    }

    /// The keys whose values differ. A null is not the same as none: some
    /// programs stop there where others inherit.
    pub(super) fn differing_keys(&self, old: &Dictionary, new: &Dictionary) -> Vec<String> {
        if std::ptr::eq(old, new) || !self.count(old.len() + new.len()) {
            return Vec::new();
        }
        let mut differing: Vec<&Name> = if is_in_step(old, new) {
            let pairs = old.iter().zip(new.iter());
            let differing = pairs.filter(|((name, old), (_, new))| {
                let same = self.same_value(name, old, new, DEPTH);
                !same
            });
            differing.map(|((name, _), _)| name).collect()
        } else {
            let (before, after) = (ByName::new(old), ByName::new(new));
            let names: BTreeSet<_> = old.iter().chain(new.iter()).map(|(n, _)| n).collect();
            let differs =
                |name: &&Name| !self.same_entry(name, before.get(name), after.get(name), DEPTH);
            names.into_iter().filter(differs).collect()
        };
        differing.sort_unstable();
        differing.iter().map(ToString::to_string).collect()
    }

    fn same_entry(
        &self,
        name: &Name,
        old: Option<&Object>,
        new: Option<&Object>,
        depth: usize,
    ) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.same_value(name, old, new, depth),
            (old, new) => old.is_none() && new.is_none(),
        }
    }

    /// The values of one key.
    fn same_value(&self, name: &Name, old: &Object, new: &Object, depth: usize) -> bool {
        const RECTANGLES: [&str; 7] = [
            "MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox", "Rect", "BBox",
        ];
        let among = |keys: &[&str]| keys.iter().any(|key| *name == **key);
        let is_reference = |object: &Object| object.as_reference().is_some();
        match is_reference(old) || is_reference(new) {
            true => old == new || (among(&MOVABLE) && self.same_behind(old, new, depth)),
            false => self.same(old, new, depth) || (among(&RECTANGLES) && same_rectangle(old, new)),
        }
    }

    /// Whether `new` has every entry of `old`, unchanged.
    pub(super) fn extends(&self, old: &Dictionary, new: &Dictionary) -> bool {
        if std::ptr::eq(old, new) {
            return true;
        }
        let others = ByName::new(new);
        self.count(old.len() + new.len())
            && old.iter().all(|(name, value)| {
                let now = others.get(name);
                now.is_some_and(|now| self.equal(value, now))
            })
    }

    fn same(&self, old: &Object, new: &Object, depth: usize) -> bool {
        // Elements are compared faster than entries, and bytes faster than elements.
        const ELEMENTS: usize = 4;
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        match (old, new) {
            (Object::Array(a), Object::Array(b)) => {
                a.len() == b.len()
                    && self.count(a.len() / ELEMENTS)
                    && a.iter().zip(b).all(|(a, b)| self.same(a, b, depth))
            }
            (Object::Dictionary(a), Object::Dictionary(b)) => self.same_entries(a, b, None, depth),
            (Object::Stream(a), Object::Stream(b)) => self.same_stream(a, b, depth),
            (Object::String(a), Object::String(b)) => self.count(a.len() / BYTES) && a == b,
            _ => old == new,
        }
    }

    /// One at least is a reference: both lead to equal dictionaries.
    fn same_behind(&self, old: &Object, new: &Object, depth: usize) -> bool {
        const REFERENCE: usize = 1000;
        if !self.spend(REFERENCE) || !self.count(REFERENCE / BYTES) {
            return false;
        }
        let (Ok(before), Ok(after)) = (self.old.resolve(old), self.new.resolve(new)) else {
            return false;
        };
        let dictionaries = [&*before, &*after]
            .into_iter()
            .all(|object| matches!(object, Object::Dictionary(_)));
        let plain = old.as_reference().is_none_or(|id| {
            let fault = self.old.writing_fault(id.number, Strictness::Ambiguous);
            matches!(fault, Ok(None))
        });
        // An object that most programs do not find appears, or disappears, when it moves.
        let found = |view: &View<'_, '_>, value: &Object| {
            let id = value.as_reference();
            id.is_none_or(|id| !view.hides(id.number))
        };
        let found = found(&self.old, old) && found(&self.new, new);
        let same = dictionaries && plain && found && self.same(&before, &after, depth);
        if let Object::Reference(id) = new
            && same
        {
            self.reached.borrow_mut().insert(id.number);
        }
        same
    }

    /// Objects whose comparison exceeds the budget are not equal.
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

    /// Counts work over all revisions of the file: two objects may take turns in many of them.
    /// False when the budget is used up, which [`Comparison::run`](super::comparison::Comparison)
    /// gives as an error.
    fn count(&self, elements: usize) -> bool {
        self.old.count_copied(elements).is_ok()
    }

    /// Whether two dictionaries are equal but for the key `except`.
    fn same_entries(
        &self,
        old: &Dictionary,
        new: &Dictionary,
        except: Option<&str>,
        depth: usize,
    ) -> bool {
        let counts = |name: &Name| except.is_none_or(|except| *name != *except);
        let length = |entries: &Dictionary| {
            let left_out = except.is_some_and(|except| entries.contains(except));
            entries.len() - usize::from(left_out)
        };
        if length(old) != length(new) || !self.count(old.len()) {
            return false;
        }
        if is_in_step(old, new) {
            let mut pairs = old.iter().zip(new.iter());
            return pairs.all(|((name, old), (_, new))| {
                !counts(name) || self.same_value(name, old, new, depth)
            });
        }
        let others = ByName::new(new);
        let mut entries = old.iter().filter(|(name, _)| counts(name));
        entries.all(|(name, value)| self.same_entry(name, Some(value), others.get(name), depth))
    }

    fn same_stream(&self, old: &Stream, new: &Stream, depth: usize) -> bool {
        let document = self.old.document();
        let (before, after) = (
            document.stream_bytes(&old.data),
            document.stream_bytes(&new.data),
        );
        before.len() == after.len()
            && self.spend(before.len())
            && self.count(before.len() / BYTES)
            && before == after
            && self.same_entries(&old.dictionary, &new.dictionary, Some("Length"), depth)
    }
}

/// Whether two dictionaries have the same names in the same order.
fn is_in_step(old: &Dictionary, new: &Dictionary) -> bool {
    let mut names = old.iter().zip(new.iter());
    old.len() == new.len() && names.all(|((old, _), (new, _))| old == new)
}

/// Bytes that are compared as fast as one entry.
const BYTES: usize = 64;

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

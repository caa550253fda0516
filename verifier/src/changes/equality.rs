//! When two objects mean the same although they are written differently.

mod layers;
mod rectangles;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use kyso_pdf::{Dictionary, Name, Object, Stream, Strictness, View};

use super::held::{BYTES, ByName, elements_within};
use layers::add_layers;
pub(crate) use rectangles::Roundings;
pub(super) use rectangles::first_corner;
use rectangles::{Alike, same_rectangle};

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
    roundings: Rc<Roundings>,
    /// What the optional content of either revision names; see [`names_layer`](Self::names_layer).
    layers: OnceCell<Option<BTreeSet<u32>>>,
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
    pub(super) fn new(old: View<'d, 'a>, new: View<'d, 'a>, roundings: Rc<Roundings>) -> Self {
        const BUDGET: usize = 64 << 20;
        Self {
            old,
            new,
            reached: RefCell::default(),
            budget: RefCell::new(BUDGET),
            roundings,
            layers: OnceCell::new(),
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
            false => {
                self.same(old, new, depth)
                    || (among(&RECTANGLES)
                        // PDFium draws the icon of a note from the corner that is written first.
                        && (*name != *"Rect" || first_corner(old) == first_corner(new))
                        && match same_rectangle(old, new) {
                            Alike::Equal => true,
                            Alike::Rounded => self.roundings.permits(self.new.revision()),
                            Alike::No => false,
                        })
            }
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
        let stays = !self.is_layer(&self.old, old) && !self.is_layer(&self.new, new);
        let same = dictionaries && plain && found && stays && self.same(&before, &after, depth);
        if let Object::Reference(id) = new
            && same
        {
            self.reached.borrow_mut().insert(id.number);
        }
        same
    }

    /// Whether a value is optional content, or may be: a group has its state by its number, whatever
    /// the name is under which a page has it (ISO 32000-2, 8.11.2). PDFium takes a dictionary
    /// without `/Type` for a group, too.
    fn is_layer(&self, view: &View<'_, '_>, value: &Object) -> bool {
        let Ok(resolved) = view.resolve(value) else {
            return true;
        };
        let kind = resolved
            .as_dictionary()
            .map(|entries| view.get(entries, "Type"));
        let Some(Ok(kind)) = kind else {
            return true;
        };
        let is_named = value
            .as_reference()
            .is_some_and(|id| self.names_layer(id.number));
        match &*kind {
            Object::Null => is_named,
            Object::Name(kind) => *kind == "OCG" || *kind == "OCMD" || is_named,
            _ => true,
        }
    }

    /// Whether `/OCProperties` of either revision leads to an object; so, where it cannot be read.
    fn names_layer(&self, number: u32) -> bool {
        let named = self.layers.get_or_init(|| {
            let mut named = BTreeSet::new();
            let views = [&self.old, &self.new];
            let read = views.map(|view| add_layers(view, &mut named));
            read.into_iter().all(|read| read.is_some()).then_some(named)
        });
        named.as_ref().is_none_or(|named| named.contains(&number))
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
        self.old.count_compared(elements).is_ok()
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

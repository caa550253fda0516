//! Rectangles that show the same although they are written differently.

use std::cell::RefCell;
use std::collections::BTreeSet;

use kyso_pdf::{Object, Rect};

/// The revisions in which a rectangle lost digits. A writer loses them when it writes a rectangle
/// for the first time; a rectangle that loses some again and again moves.
#[derive(Debug, Default)]
pub(crate) struct Roundings {
    revisions: RefCell<BTreeSet<usize>>,
}

impl Roundings {
    /// Whether rectangles of this revision may lose digits: those of a few revisions may.
    pub(super) fn permits(&self, revision: usize) -> bool {
        const MOST: usize = 16;
        let mut revisions = self.revisions.borrow_mut();
        if revisions.len() < MOST {
            revisions.insert(revision);
        }
        revisions.contains(&revision)
    }
}

/// How alike two rectangles are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Alike {
    Equal,
    /// But for digits that one of them lacks.
    Rounded,
    No,
}

/// Whether two rectangles show the same: any two opposite corners (ISO 32000-2,
/// 7.9.5), and fewer digits, as some writers keep, which move no edge by more
/// than a hundred-thousandth of the rectangle.
///
/// Nothing else is that forgiving: a factor of a matrix may be as small as the
/// digits that are lost.
pub(super) fn same_rectangle(old: &Object, new: &Object) -> Alike {
    const ABSOLUTE: f64 = 5e-7;
    const RELATIVE: f64 = 2e-7;
    const OF_SIZE: f64 = 1e-5;
    let rect = |value: &Object| value.as_array().and_then(Rect::from_numbers);
    let (Some(old), Some(new)) = (rect(old), rect(new)) else {
        return Alike::No;
    };
    if old == new {
        return Alike::Equal;
    }
    let near = |old: f64, new: f64, size: f64| {
        let digits = ABSOLUTE + RELATIVE * old.abs();
        (old - new).abs() <= digits.min(OF_SIZE * size)
    };
    let is_near = near(old.left, new.left, old.width())
        && near(old.right, new.right, old.width())
        && near(old.bottom, new.bottom, old.height())
        && near(old.top, new.top, old.height());
    match is_near {
        true => Alike::Rounded,
        false => Alike::No,
    }
}

/// Which of two opposite corners is written first: whether it is right, and whether it is above;
/// `None` for what is no rectangle.
pub(in crate::changes) fn first_corner(rectangle: &Object) -> Option<[bool; 2]> {
    let numbers = rectangle.as_array()?.iter().map(Object::as_number);
    let numbers: Option<Vec<f64>> = numbers.collect();
    match numbers?.as_slice() {
        [x1, y1, x2, y2] => Some([x1 > x2, y1 > y2]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_may_lose_digits_but_not_move() {
        let array = |numbers: [f64; 4]| Object::Array(numbers.map(Object::Real).into());
        let same = |old, new| same_rectangle(&array(old), &array(new));
        for (old, new, alike) in [
            (
                [0.0, 0.0, 595.2756, 842.0],
                [0.0, 0.0, 595.27559, 842.0],
                Alike::Rounded,
            ),
            ([0.0, 0.0, 10.0, 20.0], [10.0, 20.0, 0.0, 0.0], Alike::Equal),
            (
                [0.0, 0.0, 595.0, 842.0],
                [0.0, 0.0, 595.01, 842.0],
                Alike::No,
            ),
            ([0.0, 0.0, 1e-7, 1e-7], [0.0, 0.0, 1e-9, 1e-9], Alike::No),
        ] {
            assert_eq!(same(old, new), alike, "{old:?} {new:?}");
        }
    }

    #[test]
    fn digits_are_lost_in_a_few_revisions_only() {
        let roundings = Roundings::default();
        assert!((1..17).all(|revision| roundings.permits(revision)));
        assert!(roundings.permits(3) && !roundings.permits(17));
    }

    #[test]
    fn the_corner_that_is_written_first_is_told() {
        let first =
            |numbers: [f64; 4]| first_corner(&Object::Array(numbers.map(Object::Real).into()));
        assert_eq!(first([0.0, 0.0, 9.0, 9.0]), Some([false, false]));
        assert_eq!(first([9.0, 9.0, 0.0, 1e-7]), Some([true, true]));
        assert_eq!(first_corner(&Object::Null), None);
    }
}

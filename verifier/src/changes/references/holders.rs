//! The objects that refer to one.

use std::collections::BTreeSet;

/// The objects that refer to one: mostly one.
#[derive(Debug)]
pub(super) enum Holders {
    One(u32),
    /// In ascending order, each once, because they come from one revision.
    List(Vec<u32>),
    /// More than a few, once they came or went in another order.
    Many(BTreeSet<u32>),
}

/// A list may have so many entries where one is put between them or taken from among them.
const FEW: usize = 32;

impl Holders {
    pub(super) fn insert(&mut self, holder: u32) {
        match self {
            Self::One(one) if *one == holder => {}
            Self::One(one) => *self = Self::List(vec![holder.min(*one), holder.max(*one)]),
            Self::List(list) if list.last() < Some(&holder) => list.push(holder),
            Self::List(list) => match list.binary_search(&holder) {
                Ok(_) => {}
                Err(place) if list.len() < FEW => list.insert(place, holder),
                Err(_) => {
                    let mut many: BTreeSet<u32> = list.drain(..).collect();
                    many.insert(holder);
                    *self = Self::Many(many);
                }
            },
            Self::Many(many) => {
                many.insert(holder);
            }
        }
    }

    /// Takes one away; true when none is left.
    pub(super) fn remove(&mut self, holder: u32) -> bool {
        match self {
            Self::One(one) => *one == holder,
            Self::List(list) => {
                match list.binary_search(&holder) {
                    Err(_) => {}
                    Ok(place) if list.len() <= FEW => {
                        list.remove(place);
                    }
                    Ok(_) => {
                        let left = list.drain(..).filter(|other| *other != holder);
                        *self = Self::Many(left.collect());
                        return false;
                    }
                }
                list.is_empty()
            }
            Self::Many(many) => {
                many.remove(&holder);
                many.is_empty()
            }
        }
    }

    /// In ascending order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let (list, many) = match self {
            Self::One(one) => (std::slice::from_ref(one), None),
            Self::List(list) => (list.as_slice(), None),
            Self::Many(many) => (&[][..], Some(many)),
        };
        list.iter().chain(many.into_iter().flatten()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in no order, the same ones each time.
    fn numbers(below: u32) -> impl Iterator<Item = u32> {
        let next = |last: &u32| Some(last.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
        std::iter::successors(Some(1), next).map(move |number| (number >> 16) % below)
    }

    #[test]
    fn every_order_of_changes_leaves_the_same_holders() {
        for below in [3, 20, 40, 500] {
            for ascending in [0, 2, 30, 100] {
                let mut holders = Holders::One(7);
                let mut expected = BTreeSet::from([7]);
                let first = (0..ascending).map(|number| (number * 10, true));
                let draws = numbers(2 * below).take(2000);
                let later = draws.map(|draw| (draw / 2, draw % 2 == 0));
                for (number, comes) in first.chain(later) {
                    match comes {
                        true => {
                            holders.insert(number);
                            expected.insert(number);
                        }
                        false => {
                            expected.remove(&number);
                            let is_over = holders.remove(number);
                            assert_eq!(is_over, expected.is_empty());
                            if is_over {
                                holders = Holders::One(number);
                                expected.insert(number);
                            }
                        }
                    }
                    assert!(holders.iter().eq(expected.iter().copied()), "{holders:?}");
                }
            }
        }
    }

    #[test]
    fn those_of_one_revision_stay_a_list() {
        let mut holders = Holders::One(1);
        (1..1000).for_each(|number| holders.insert(number));
        assert!(matches!(&holders, Holders::List(list) if list.len() == 999));
        assert!(!holders.remove(500));
        assert!(matches!(&holders, Holders::Many(many) if many.len() == 998));
    }
}

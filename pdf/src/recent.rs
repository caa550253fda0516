//! Data that were decoded lately: the program of a font is asked for by each look that uses it.

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use crate::object::Dictionary;

/// A few decoded streams of a file, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Recent(VecDeque<Decoded>);

#[derive(Debug)]
struct Decoded {
    /// Where the encoded data are.
    place: Range<usize>,
    filters: Dictionary,
    data: Rc<Vec<u8>>,
}

impl Recent {
    /// What the data at a place of the file are with these filters.
    pub(crate) fn find(&self, place: &Range<usize>, filters: &Dictionary) -> Option<Rc<Vec<u8>>> {
        let mut known = self.0.iter();
        let found = known.find(|known| known.place == *place && known.filters == *filters);
        found.map(|known| Rc::clone(&known.data))
    }

    pub(crate) fn keep(&mut self, place: Range<usize>, filters: Dictionary, data: &[u8]) {
        if data.len() > LARGEST {
            return;
        }
        if self.0.len() >= MOST {
            self.0.pop_front();
        }
        self.0.push_back(Decoded {
            place,
            filters,
            data: Rc::new(data.to_vec()),
        });
    }
}

/// Streams that are kept, and bytes of one of them.
const MOST: usize = 8;
const LARGEST: usize = 128 << 10;

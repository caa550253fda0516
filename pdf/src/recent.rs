//! Data that were decoded lately: the program of a font is asked for by each look that uses it.

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use crate::object::{Dictionary, Object};

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
    /// The decoded data at a place of the file with these filters.
    pub(crate) fn find(&self, place: &Range<usize>, filters: &Dictionary) -> Option<Rc<Vec<u8>>> {
        let mut known = self.0.iter();
        let found = known.find(|known| known.place == *place && known.filters == *filters);
        found.map(|known| Rc::clone(&known.data))
    }

    /// Keeps small data of filters as programs name them: what is kept is not counted, half a megabyte at most.
    pub(crate) fn keep(&mut self, place: Range<usize>, filters: Dictionary, data: &[u8]) {
        if data.len() > LARGEST || !is_usual(&filters) {
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
const LARGEST: usize = 64 << 10;

/// Whether nothing is named but one filter without parameters.
fn is_usual(filters: &Dictionary) -> bool {
    const LONGEST: usize = 16;
    let is_short = |value: &Object| match value {
        Object::Null => true,
        Object::Name(name) => name.as_bytes().len() <= LONGEST,
        _ => false,
    };
    filters.iter().all(|(_, value)| is_short(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::object::Name;

    fn filter(name: &str) -> Dictionary {
        Dictionary::new().with("Filter", Name::from(name))
    }

    #[test]
    fn data_are_found_by_place_and_filters_until_others_come() {
        let mut recent = Recent::default();
        recent.keep(10..20, filter("FlateDecode"), b"data");
        let found = |recent: &Recent, place, name| {
            let data = recent.find(&place, &filter(name));
            data.map(|data| data.to_vec())
        };
        assert_eq!(
            found(&recent, 10..20, "FlateDecode"),
            Some(b"data".to_vec())
        );
        assert_eq!(found(&recent, 10..21, "FlateDecode"), None);
        assert_eq!(found(&recent, 10..20, "LZWDecode"), None);
        (0..MOST).for_each(|at| recent.keep(at..30, filter("FlateDecode"), b"other"));
        assert_eq!(found(&recent, 10..20, "FlateDecode"), None);
    }

    #[test]
    fn what_is_large_or_unusual_is_not_kept() {
        let mut recent = Recent::default();
        recent.keep(0..9, filter("FlateDecode"), &vec![0; LARGEST + 1]);
        recent.keep(1..9, filter(&"F".repeat(17)), b"data");
        let parameters = filter("FlateDecode").with("DecodeParms", Dictionary::new());
        recent.keep(2..9, parameters, b"data");
        assert!(recent.0.is_empty());
    }
}

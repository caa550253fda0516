//! One pass over the bytes of a file or of an object stream.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::packed::{Config, Searcher};

use super::spelling::Spelling;
use crate::hex::hex;
use crate::lexer::is_regular;
use crate::object::ObjectId;
use crate::scans::Place;

/// Names that are looked for.
#[derive(Debug)]
pub struct Mentionable {
    /// The names by their first byte.
    names: BTreeMap<u8, Vec<&'static str>>,
    /// Finds their first two bytes, and those of escapes that may hide one; `None` where the processor cannot.
    begins: Option<Searcher>,
}

/// The position of a search, and the unusual things that it met.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    /// The number of places that begin before the searched part: of the search for names, for
    /// references and for `endstream`.
    passed: usize,
    references_passed: usize,
    ends_passed: usize,
    /// Where the object begins in which a name was found last.
    added: Option<usize>,
    /// The same of a reference whose letter follows a number directly.
    glued: Option<usize>,
    /// The objects that hold such a reference.
    pub(super) oddly_spelled: BTreeSet<ObjectId>,
    /// Whether any reference is to another generation, all that its object is, or may hold a comment.
    pub(super) is_unusual: bool,
    /// The last place of an object that an `endstream` counts to, and the first `endstream` that
    /// counts to it.
    last_end: Option<(usize, usize)>,
    /// Where objects begin to which several count, and the first of these.
    pub(super) ends_again: BTreeMap<usize, usize>,
}

impl Mentionable {
    /// Make it once: this takes longer than looking through a short file.
    #[must_use]
    pub fn new(names: &'static [&'static str]) -> Self {
        let mut known = BTreeMap::<u8, Vec<&'static str>>::new();
        for name in names {
            let first = name.bytes().next();
            known
                .entry(first.unwrap_or_default())
                .or_default()
                .push(name);
        }
        // An escape hides a byte of a name only when its first digit is that of such a byte.
        let digits: BTreeSet<u8> = names.iter().flat_map(|name| name.bytes()).collect();
        let digits: BTreeSet<u8> = digits.iter().map(|byte| byte >> 4).collect();
        let written = |byte: &u8| hex(*byte).is_some_and(|digit| digits.contains(&digit));
        let escapes = (0..=u8::MAX).filter(written).map(|digit| [b'#', digit]);
        let names = known.keys().map(|letter| [b'/', *letter]);
        let mut builder = Config::new().builder();
        builder.extend(names.chain(escapes));
        Self {
            names: known,
            begins: builder.build(),
        }
    }

    /// Calls `found` with each place in `piece` at which a name or an escape may begin.
    fn candidates(&self, bytes: &[u8], piece: Range<usize>, found: &mut dyn FnMut(usize)) {
        let beyond = piece.end.saturating_add(1).min(bytes.len());
        match &self.begins {
            Some(searcher) => {
                let text = bytes.get(piece.start..beyond).unwrap_or_default();
                let pairs = searcher.find_iter(text);
                pairs.for_each(|pair| found(piece.start + pair.start()));
            }
            None => {
                let text = bytes.get(piece.clone()).unwrap_or_default();
                let signs = memchr::memchr2_iter(b'/', b'#', text);
                signs.for_each(|at| found(piece.start + at));
            }
        }
    }

    /// Searches `piece` of `bytes`, which follows what was searched before.
    pub(super) fn search(
        &self,
        bytes: &[u8],
        piece: Range<usize>,
        places: &[Place],
        cursor: &mut Cursor,
        found: &mut BTreeSet<ObjectId>,
    ) {
        references(bytes, piece.clone(), places, cursor);
        self.candidates(bytes, piece, &mut |at| {
            let Some(start) = begins_before(places, &mut cursor.passed, at) else {
                return;
            };
            // Each start once, however often something is mentioned there.
            if cursor.added == Some(start) || !self.stands_at(bytes, at) {
                return;
            }
            cursor.added = Some(start);
            found.extend(last_of(places, cursor.passed));
        });
    }

    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        if bytes.get(at) == Some(&b'#') {
            let digits = rest.get(..2).unwrap_or_default();
            return digits.len() == 2 && digits.iter().all(|byte| hex(*byte).is_some());
        }
        let first = rest.first().and_then(|first| self.names.get(first));
        first.into_iter().flatten().any(|name| {
            rest.strip_prefix(name.as_bytes())
                .is_some_and(|after| !after.first().is_some_and(|byte| is_regular(*byte)))
        })
    }
}

/// Notes which references are not plain. Their letter is looked for alone: that is faster than with what may stand before it.
fn references(bytes: &[u8], piece: Range<usize>, places: &[Place], cursor: &mut Cursor) {
    let text = bytes.get(piece.clone()).unwrap_or_default();
    for letter in memchr::memchr_iter(b'R', text) {
        let Some(at) = (piece.start + letter).checked_sub(1) else {
            continue;
        };
        match Spelling::of_reference(bytes, at) {
            Spelling::Plain => {}
            Spelling::Unusual => cursor.is_unusual = true,
            Spelling::Glued => {
                let start = begins_before(places, &mut cursor.references_passed, at);
                if start.is_some() && start != cursor.glued {
                    cursor.glued = start;
                    let holders = last_of(places, cursor.references_passed);
                    cursor.oddly_spelled.extend(holders);
                }
            }
        }
    }
}

/// Notes the objects to which more than one `endstream` counts.
pub(super) fn ends_of_streams(
    bytes: &[u8],
    piece: Range<usize>,
    places: &[Place],
    cursor: &mut Cursor,
) {
    const WORD: &[u8] = b"endstream";
    let beyond = piece.end.saturating_add(WORD.len() - 1).min(bytes.len());
    let text = bytes.get(piece.start..beyond).unwrap_or_default();
    for found in memchr::memmem::find_iter(text, WORD) {
        let at = piece.start + found;
        let Some(start) = begins_before(places, &mut cursor.ends_passed, at) else {
            continue;
        };
        match cursor.last_end {
            Some((same, first)) if same == start => {
                cursor.ends_again.entry(start).or_insert(first);
            }
            _ => cursor.last_end = Some((start, at)),
        }
    }
}

/// The start of the last of the sorted `places` that is not behind `at`; `passed` counts those that
/// are not, and only grows.
fn begins_before(places: &[Place], passed: &mut usize, at: usize) -> Option<usize> {
    let rest = places.get(*passed..).unwrap_or_default();
    *passed += rest.iter().take_while(|(start, _)| *start <= at).count();
    let last = passed.checked_sub(1).and_then(|last| places.get(last));
    last.map(|(start, _)| *start)
}

/// The objects at the last of the first `passed` places: several may begin at one byte.
fn last_of(places: &[Place], passed: usize) -> impl Iterator<Item = ObjectId> + '_ {
    let passed = places.get(..passed).unwrap_or_default();
    let start = passed.last().map(|(start, _)| *start);
    let same = passed.iter().rev();
    let same = same.take_while(move |(other, _)| Some(*other) == start);
    same.map(|(_, id)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many objects as entries may begin at one byte: each mention added them all anew.
    #[test]
    fn objects_at_one_byte_are_added_once() {
        const COUNT: u32 = 20_000;
        let places: Vec<Place> = (1..=COUNT).map(|n| (0, ObjectId::new(n, 0))).collect();
        let bytes = b"/JS ".repeat(100_000);
        let mut found = BTreeSet::new();
        let start = std::time::Instant::now();
        let mut cursor = Cursor::default();
        let wanted = Mentionable::new(&["JS"]);
        wanted.search(&bytes, 0..bytes.len(), &places, &mut cursor, &mut found);
        assert_eq!(found.len(), COUNT as usize);
        // Added anew, these are two thousand million insertions: minutes.
        assert!(start.elapsed() < std::time::Duration::from_secs(10));
    }

    #[test]
    fn names_are_found_with_the_object_that_they_stand_in() {
        let bytes =
            b"1 0 obj<</S/Launch>>endobj 2 0 obj<</S/Launcher/JSX 1>>endobj 3 0 obj<</#4aS 1/A#2>>4 0 obj 5 0 R 5 0 obj[5 0 R]6 0 obj[5 1\nR]7 0 obj[5 0R]";
        let id = |number| ObjectId::new(number, 0);
        let places = [
            (0, id(1)),
            (27, id(2)),
            (63, id(3)),
            (87, id(4)),
            (101, id(5)),
            (115, id(6)),
            (129, id(7)),
        ];
        let quick = Mentionable::new(&["JS", "Launch"]);
        let plain = Mentionable {
            names: quick.names.clone(),
            begins: None,
        };
        let sizes = 1..=bytes.len();
        for (wanted, size) in sizes.flat_map(|size| [(&quick, size), (&plain, size)]) {
            let (mut found, mut cursor) = (BTreeSet::new(), Cursor::default());
            for start in (0..bytes.len()).step_by(size) {
                let piece = start..bytes.len().min(start + size);
                wanted.search(bytes, piece, &places, &mut cursor, &mut found);
            }
            let found: Vec<_> = found.into_iter().collect();
            assert_eq!(found, [id(1), id(3)], "in pieces of {size}");
            let spelled: Vec<_> = cursor.oddly_spelled.into_iter().collect();
            assert_eq!(spelled, [id(7)], "in pieces of {size}");
            assert!(cursor.is_unusual, "in pieces of {size}");
        }
    }

    /// The result of a search of `text`, which is given in pieces of that size.
    fn passed(text: &[u8], places: &[Place], size: usize) -> Cursor {
        let mut cursor = Cursor::default();
        for start in (0..text.len()).step_by(size) {
            let piece = start..text.len().min(start + size);
            references(text, piece.clone(), places, &mut cursor);
            ends_of_streams(text, piece, places, &mut cursor);
        }
        cursor
    }

    #[test]
    fn references_that_are_not_plain_are_found_in_pieces() {
        for (text, is_unusual) in [
            ("7 0 obj[5 0 R (R) ab R 0\nR]", true),
            ("7 0 obj[5 0 R (R) ab R /0\nR]", true),
            ("7 0 obj[5 0 R (R) ab R 5 0\nR]", false),
            ("7 0 obj 5 0 R", true),
            ("7 0 obj[5 1\nR]", true),
        ] {
            for size in 1..=text.len() {
                let found = passed(text.as_bytes(), &[], size).is_unusual;
                assert_eq!(found, is_unusual, "{text} in pieces of {size}");
            }
        }
        let id = |number| ObjectId::new(number, 0);
        let both = [(0, id(7)), (0, id(900)), (20, id(8))];
        let found = passed(b"7 0 obj[5 0R 6 0R]  8 0 obj 1R", &both, 3);
        let found: Vec<_> = found.oddly_spelled.into_iter().collect();
        assert_eq!(found, [id(7), id(900)]);
    }

    #[test]
    fn objects_with_several_ends_of_streams_are_found_in_pieces() {
        let text = b"endstream 7 0 obj endstream endstream 8 0 obj endstream endstream";
        let id = |number| ObjectId::new(number, 0);
        let places = [(10, id(7)), (38, id(8))];
        for size in 1..=text.len() {
            let found: Vec<_> = passed(text, &places, size).ends_again.into_iter().collect();
            assert_eq!(found, [(10, 18), (38, 46)], "in pieces of {size}");
        }
    }
}

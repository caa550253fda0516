//! How strictly a revision writes what locates its objects.
//!
//! Programs agree on a cross-reference that is written as ISO 32000-2 asks. Some programs read
//! other values from a section that is not, and some rebuild the whole cross-reference from all that looks
//! like an object. Variations that they are known to read alike are no fault: white space before a
//! section, a blank behind the header of a subsection, numbers that no entry has.

mod dictionary;
mod hybrid;
mod table;
pub(crate) mod taken_again;

use crate::document::Document;
use crate::lexer::{is_regular, is_white_space, parse_unsigned};
use crate::location::Location;
use crate::loose::{GREATEST_NUMBER, Loose, LooseWriting, MOST_NUMBERS};
use crate::object::Object;
use crate::revision::Revision;
use crate::xref::{SectionPart, XrefForm, read_section, target};

impl Document<'_> {
    /// The first place of `revision` that locates objects and is not written
    /// strictly; `None` when there is none.
    #[must_use]
    pub fn loose_writing(&self, revision: usize) -> Option<Loose> {
        let written = self.revisions().get(revision)?;
        let is_last = revision + 1 == self.revisions().len();
        let bytes = self.bytes();
        ending(bytes, written, is_last)
            .or_else(|| starts(bytes, written))
            .or_else(|| {
                let mut parts = written.sections.iter();
                parts.find_map(|part| self.loose_part(part))
            })
            .or_else(|| self.names_earlier_stream(written, revision))
            .or_else(|| numbers(written))
            .or_else(|| hybrid::leads_apart(written))
            .or_else(|| self.hides_objects(written, revision))
            .or_else(|| self.takes_again(written, revision))
            .or_else(|| self.packs_below(written))
            .or_else(|| self.size_beyond(revision).map(|(loose, _)| loose))
    }

    /// An element of an object stream whose number is below those in use of the oldest section, a table.
    fn packs_below(&self, written: &Revision) -> Option<Loose> {
        let lowest = self.spent().lowest_in_oldest_table?;
        let mut below = written
            .entries
            .iter()
            .take_while(|(number, _)| *number < lowest);
        below.find(|(_, location)| location.is_compressed())?;
        found(
            written.sections.first()?.span.start,
            LooseWriting::LowPackedNumber,
        )
    }

    /// The first place in the whole file that makes at least one program rebuild the
    /// cross-reference, or look for a section elsewhere; `None` when there is none. A place that
    /// only hides objects is left out.
    #[must_use]
    pub fn irritation(&self) -> Option<Loose> {
        *self
            .irritation
            .get_or_init(|| self.first_irritation(&|_| true))
    }

    /// As [`irritation`](Self::irritation), without the kinds in `left_out`: a program that reads
    /// those all the same may fail at another place.
    #[must_use]
    pub fn irritation_besides(&self, left_out: &[LooseWriting]) -> Option<Loose> {
        self.first_irritation(&|loose| !left_out.contains(&loose.what))
    }

    fn first_irritation(&self, keep: &dyn Fn(&Loose) -> bool) -> Option<Loose> {
        let bytes = self.bytes();
        // Bytes that offsets count are signed, others are not: repairing programs begin at the
        // start of the file.
        let is_behind = self.header_offset() > 0 || self.leading_bytes() > 0;
        let before = is_behind.then_some(Loose {
            offset: self.header_offset(),
            what: LooseWriting::BytesBeforeHeader,
        });
        let last = self.revisions().last()?;
        let mut revisions = self.revisions().iter();
        before
            .filter(keep)
            .or_else(|| ending(bytes, last, true).filter(keep))
            .or_else(|| revisions.find_map(|written| self.irritating_section(written, keep)))
            .or_else(|| self.astray_entry().filter(keep))
            .or_else(|| self.absent_object_stream().filter(keep))
    }

    fn irritating_section(
        &self,
        written: &Revision,
        keep: &dyn Fn(&Loose) -> bool,
    ) -> Option<Loose> {
        let bytes = self.bytes();
        let mut parts = written.sections.iter();
        starts(bytes, written)
            .filter(keep)
            .or_else(|| {
                parts.find_map(|part| match part.trailer {
                    Some(trailer) => table::loose(bytes, part.span.start, trailer)
                        .filter(keep)
                        .or_else(|| entries(part).filter(keep))
                        .or_else(|| {
                            let start = trailer + b"trailer".len();
                            dictionary::values(bytes, start, &self.meter).filter(keep)
                        }),
                    None => stream(bytes, part).filter(keep).or_else(|| {
                        dictionary::values(bytes, part.span.start, &self.meter).filter(keep)
                    }),
                })
            })
            // A size that is too small irritates MuPDF alone: `repaired_by_mupdf`.
            .or_else(|| {
                let numbers = numbers(written).filter(keep);
                numbers.filter(|loose| loose.what == LooseWriting::ObjectNumber)
            })
            .or_else(|| self.packs_below(written).filter(keep))
            .or_else(|| hybrid::leads_apart(written).filter(keep))
    }

    /// A section up to the end of `revision` that leads programs to other objects than it says: PDFium by an `/Index` that
    /// counts nothing or by the stream of a hybrid section, MuPDF by `/XRefStm` of a stream.
    #[must_use]
    pub fn leads_elsewhere(&self, revision: usize) -> Option<Loose> {
        let revisions = self.revisions().iter().take(revision + 1);
        let mut loose = revisions
            .flat_map(|revision| &revision.sections)
            .filter_map(entries);
        loose.find(|loose| {
            matches!(
                loose.what,
                LooseWriting::Index | LooseWriting::StreamBesideStream | LooseWriting::HybridStream
            )
        })
    }

    /// The reason why MuPDF repairs a file that ends with `revision`: a `/Size` that is too small
    /// by two and more or too large, or a `/Prev` of 0 up to there.
    #[must_use]
    pub fn repaired_by_mupdf(&self, revision: usize) -> Option<Loose> {
        let starts_at_nothing = || {
            let revisions = self.revisions().iter().take(revision + 1);
            let mut parts = revisions.flat_map(|revision| &revision.sections);
            let zero = parts.find(|part| part.has_previous_of_zero)?;
            found(zero.span.start, LooseWriting::PreviousOfZero)
        };
        let size = self.size_beyond(revision).map(|(loose, _)| loose);
        size.or_else(starts_at_nothing)
    }

    /// A `/Size` of `revision` that is far too large, or smaller by two and more than what it and the revisions before it need,
    /// and the first number that neither it nor the section counts: Poppler does not find objects of older sections from there.
    #[must_use]
    pub fn size_beyond(&self, revision: usize) -> Option<(Loose, u32)> {
        let written = self.revisions().get(revision)?;
        let needed = self.greatest_needed.get(revision).copied();
        let greatest = greatest_number(written).max(needed.unwrap_or_default());
        let size = written.trailer.get("Size").and_then(Object::as_integer);
        let is_far_off = |size| size < i64::from(greatest) || size > MOST_NUMBERS;
        if !size.is_none_or(is_far_off) {
            return None;
        }
        let loose = found(written.sections.first()?.span.start, LooseWriting::Size)?;
        // A section that no entry lists makes MuPDF repair the file; what Poppler does not find follows from entries alone.
        let listed = written.entries.last().map_or(0, |(number, _)| *number);
        let counted = size.and_then(|size| u32::try_from(size).ok());
        Some((
            loose,
            counted.unwrap_or_default().max(listed.saturating_add(1)),
        ))
    }

    /// The first revision whose cross-reference stream says a `/Size` that Poppler does not read: it rebuilds a file that ends
    /// with that section, and finds nothing in one that goes on behind it.
    #[must_use]
    pub fn unreadable_size(&self) -> Option<usize> {
        self.revisions().iter().position(|written| {
            let size = written.trailer.get("Size").and_then(Object::as_integer);
            let is_read = size.is_some_and(|size| (0..=i64::from(i32::MAX)).contains(&size));
            written.form == XrefForm::Stream && !is_read
        })
    }

    /// An entry, in force or not, that leads to no object, or to one of another number. Writers list objects at byte 0 that they
    /// do not have: programs take them for free.
    fn astray_entry(&self) -> Option<Loose> {
        let revisions = self.revisions().iter();
        let mut entries = revisions.flat_map(|written| &written.entries);
        entries.find_map(|&(number, location)| {
            let Location::Offset { offset, generation } = location else {
                return None;
            };
            if offset == 0 {
                return None;
            }
            let start = target(self.bytes(), offset);
            let header = plain_header(self.bytes(), start);
            let own = header.is_some_and(|(numbers, keyword)| {
                let passed = u64::try_from(keyword)
                    .unwrap_or(u64::MAX)
                    .saturating_sub(offset);
                let passed = usize::try_from(passed).unwrap_or(usize::MAX);
                let after = self.bytes().get(keyword + b"obj".len());
                // An entry may lead over megabytes of white space, and so may those of all revisions.
                self.meter.scan(passed).is_ok()
                    && numbers == [u64::from(number), u64::from(generation)]
                    && !after.is_some_and(|byte| is_regular(*byte))
            });
            match own {
                true => None,
                false => found(start, LooseWriting::EntryTarget),
            }
        })
    }

    /// The offset of the keyword `obj` of the object that an entry puts at `offset`; `None` when
    /// its header is not written plainly: white space, two numbers of digits alone, white space
    /// behind each.
    #[must_use]
    pub fn plain_header(&self, offset: u64) -> Option<usize> {
        let (_, keyword) = plain_header(self.bytes(), target(self.bytes(), offset))?;
        Some(keyword)
    }

    /// Whether the cross-reference stream at `offset` says the same as the document as of
    /// `revision`: the same catalog and encryption, the same section before, the same places, and
    /// as plainly as a stream in force must. Some programs write one beside a table that is in
    /// force.
    #[must_use]
    pub fn repeats_section(&self, offset: u64, revision: usize) -> bool {
        let Some(written) = self.revisions().get(revision) else {
            return false;
        };
        let Ok(section) = read_section(self.bytes(), offset, &self.meter) else {
            return false;
        };
        let leads = ["Root", "Encrypt", "Prev"];
        let same = leads
            .iter()
            .all(|key| section.trailer.get(key) == written.trailer.get(key));
        let mut entries = section.entries.iter();
        let mut parts = section.parts.iter();
        let plain = parts.all(|part| !part.is_table() && self.loose_part(part).is_none());
        same && plain
            && entries.all(|&(number, location)| {
                let located = self.locate(number, revision).map(|(_, location)| location);
                let is_free = matches!(location, Location::Free { .. });
                match located {
                    None | Some(Location::Free { .. }) => is_free,
                    Some(located) => located == location,
                }
            })
    }

    fn loose_part(&self, part: &SectionPart) -> Option<Loose> {
        let bytes = self.bytes();
        match part.trailer {
            Some(trailer) => table::loose(bytes, part.span.start, trailer)
                .or_else(|| entries(part))
                .or_else(|| dictionary::of_table(bytes, trailer, &self.meter)),
            None => stream(bytes, part).or_else(|| {
                let (_, header) = plain_header(bytes, part.span.start)?;
                dictionary::of_stream(bytes, part, header + b"obj".len(), &self.meter)
            }),
        }
    }
}

/// `startxref`, a number, `%%EOF`.
fn ending(bytes: &[u8], written: &Revision, is_last: bool) -> Option<Loose> {
    /// Programs look no further back from the end of the file.
    const SIGHT: usize = 1024;
    const DIGITS: usize = 18;
    let start = written.startxref;
    let line = bytes.get(start + b"startxref".len()..written.eof);
    let line = line.and_then(|line| line.strip_suffix(b"%%EOF"));
    let line = line.unwrap_or_default();
    let number = line.trim_ascii();
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let apart = line.first().is_some_and(is_blank);
    let plain = number.len() <= DIGITS && number.iter().all(u8::is_ascii_digit);
    let feeds = line.contains(&b'\x0C');
    if !apart || !plain || feeds || joined(bytes, start) {
        return found(start, LooseWriting::StartxrefLine);
    }
    if is_last && bytes.len() - start > SIGHT {
        return found(start, LooseWriting::StartxrefOutOfSight);
    }
    None
}

/// Whether the byte before `position` is a regular character.
fn joined(bytes: &[u8], position: usize) -> bool {
    let before = position.checked_sub(1).and_then(|at| bytes.get(at));
    before.is_some_and(|byte| is_regular(*byte))
}

/// Only white space may stand between the place named and its section.
fn starts(bytes: &[u8], written: &Revision) -> Option<Loose> {
    let first = written.sections.first()?;
    let mut named = vec![(written.xref_offset, first)];
    let hybrid = written.trailer.get("XRefStm").and_then(Object::as_integer);
    let hybrid = hybrid.and_then(|offset| u64::try_from(offset).ok());
    let second = written.sections.get(1).filter(|part| !part.is_table());
    if let (XrefForm::Hybrid, Some(offset), Some(part)) = (written.form, hybrid, second) {
        named.push((offset, part));
    }
    let astray = named.into_iter().find_map(|(offset, part)| {
        let start = target(bytes, offset);
        let rest = bytes.get(start..).unwrap_or_default();
        let leads = match part.is_table() {
            true => rest.starts_with(b"xref"),
            // A number cut by the place named would be another object's.
            false => rest.first().is_some_and(u8::is_ascii_digit) && !joined(bytes, start),
        };
        (!leads).then_some(start)
    })?;
    found(astray, LooseWriting::SectionStart)
}

/// `n g obj` and `stream` of a cross-reference stream.
fn stream(bytes: &[u8], part: &SectionPart) -> Option<Loose> {
    let before = bytes.get(part.span.start..part.data.start);
    let before = before.unwrap_or_default();
    let zero = before.split(|byte| is_white_space(*byte)).next();
    let zero = zero.is_some_and(|number| number.iter().all(|digit| *digit == b'0'));
    let opened = before.ends_with(b"stream\n") || before.ends_with(b"stream\r\n");
    if plain_header(bytes, part.span.start).is_none() || zero || !opened {
        return found(part.span.start, LooseWriting::StreamObject);
    }
    entries(part)
}

/// The loose writing in the entries of a section.
fn entries(part: &SectionPart) -> Option<Loose> {
    found(part.span.start, part.loose_entries?)
}

/// Number and generation of a header that is written plainly, and the offset of its `obj`: two
/// numbers of digits alone, each followed by white space.
fn plain_header(bytes: &[u8], start: usize) -> Option<([u64; 2], usize)> {
    const DIGITS: usize = 10;
    let mut position = start;
    let mut numbers = [0; 2];
    for number in &mut numbers {
        let rest = bytes.get(position..)?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let blank = rest.get(digits..)?.iter();
        let blank = blank.take_while(|byte| is_white_space(**byte)).count();
        if digits == 0 || digits > DIGITS || blank == 0 {
            return None;
        }
        *number = parse_unsigned(rest.get(..digits)?)?;
        position += digits + blank;
    }
    let is_header = bytes.get(position..)?.starts_with(b"obj");
    is_header.then_some((numbers, position))
}

/// The greatest number that a revision lists or gives to one of its sections: MuPDF counts a cross-reference stream that no
/// entry lists, too.
fn greatest_number(written: &Revision) -> u32 {
    let listed = written.entries.last().map(|(number, _)| *number);
    let sections = written.sections.iter().filter_map(|part| part.number);
    sections.chain(listed).max().unwrap_or_default()
}

/// Object numbers and `/Size`.
fn numbers(written: &Revision) -> Option<Loose> {
    let at = written
        .sections
        .first()
        .map_or(written.start, |part| part.span.start);
    let greatest = greatest_number(written);
    let mut entries = written.entries.iter();
    let zero = entries
        .any(|(number, location)| *number == 0 && !matches!(location, Location::Free { .. }));
    if greatest > GREATEST_NUMBER || zero {
        return found(at, LooseWriting::ObjectNumber);
    }
    let size = written.trailer.get("Size").and_then(Object::as_integer);
    match size.is_some_and(|size| size > i64::from(greatest) && size <= MOST_NUMBERS) {
        true => None,
        false => found(at, LooseWriting::Size),
    }
}

#[allow(clippy::unnecessary_wraps)] // the last link of a chain of checks
fn found(offset: usize, what: LooseWriting) -> Option<Loose> {
    Some(Loose { offset, what })
}

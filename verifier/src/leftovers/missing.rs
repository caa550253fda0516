//! What programs look up and no entry leads to, or not for every program.
//!
//! Poppler rebuilds the cross-reference as soon as it needs such an object, while the newest section is a table: then
//! the last of all objects of a number counts, and those in object streams are not found. PDFium shows what a table
//! calls free, whatever its generation, where an older section knows the object, or the stream beside that table
//! (all measured, ADR 0021).

use std::collections::BTreeMap;

use kyso_pdf::{
    Document, Location, Loose, LooseWriting, ObjectId, PdfError, Revision, SectionPart,
};
use memchr::memmem;

use super::number_at;
use crate::needed::Needed;

/// Why programs may repair the file without an object that is looked up and not there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Repairs {
    /// Something that is written loosely and locates objects.
    pub(super) irritation: Option<Loose>,
    /// An object that programs cannot read, or read differently.
    pub(super) odd: Option<ObjectId>,
}

/// What a page needs and programs find differently in the file: why, and where that stands which some of
/// them show. `unlisted` are the headers of objects that no entry leads to.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub(super) fn shown(
    file: Signed<'_, '_>,
    unlisted: &[usize],
    repairs: Repairs,
) -> Result<Option<(Loose, usize)>, PdfError> {
    let Signed { document, signed } = file;
    let Some(newest) = document.revisions().get(signed) else {
        return Ok(None);
    };
    let mut search = Search {
        file,
        unlisted: Unlisted::of(document.bytes(), unlisted),
        past: file.past(),
        is_table: is_table(newest),
        clash: file.clash(),
        irritation: repairs.irritation,
        odd: document.repaired_by_mupdf(signed),
    };
    if search.is_idle() {
        return Ok(None);
    }
    let unlisted = |number| search.unlisted.last(number).is_some();
    let needed = Needed::of(&document.at(signed), &unlisted)?;
    let odd = repairs.odd.or(needed.unread.first().copied());
    let odd = odd.map(|id| search.loose(id, LooseWriting::OddObject));
    search.odd = odd.or(search.odd);
    let found = search.clashing(&needed);
    let found = found.or_else(|| search.hidden(&needed));
    let found = found.or_else(|| search.freed(&needed));
    Ok(found.or_else(|| search.rebuilt(&needed)))
}

/// What programs may find, and whether they look for it.
struct Search<'d, 'a> {
    file: Signed<'d, 'a>,
    unlisted: Unlisted,
    past: Past,
    /// Whether the section that `startxref` names is a table.
    is_table: bool,
    irritation: Option<Loose>,
    /// A section that has the number of another object.
    clash: Option<(u32, Loose)>,
    /// What else makes a program repair the file.
    odd: Option<Loose>,
}

impl Search<'_, '_> {
    /// Whether all programs find the same, whatever pages need.
    fn is_idle(&self) -> bool {
        let hides = self.file.hides() || (self.is_table && self.file.packs());
        let changes = self.unlisted != Unlisted::default() || self.past != Past::default();
        !changes && !hides && self.clash.is_none()
    }

    /// An object that shows under the number of a section.
    fn clashing(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let (number, loose) = self.clash?;
        let is_shown = needed.shown.contains_key(&number);
        is_shown.then_some((loose, self.file.place(number)?))
    }

    /// An object that a table calls free while the stream beside it keeps it: most programs do not find it.
    fn hidden(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let Signed { document, signed } = self.file;
        let mut shown = needed.shown.keys();
        let hidden = shown.find(|number| document.hides(**number, signed))?;
        let (revision, _) = document.locate(*hidden, signed)?;
        let section = document.revisions().get(revision)?.sections.first()?;
        let loose = Loose {
            offset: section.span.start,
            what: LooseWriting::HybridHidden,
        };
        Some((loose, self.file.place(*hidden)?))
    }

    /// What shows and is not there, but stands in the bytes.
    fn freed(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let missing = needed.shown.iter();
        let mut missing = missing.filter(|(number, _)| self.file.place(**number).is_none());
        missing.find_map(|(number, holder)| Some((self.missed(*holder), self.body(*number)?)))
    }

    /// What else programs show that rebuild the file for an object that is not there.
    fn rebuilt(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let missed = needed.missed.filter(|_| self.is_table);
        let missed = missed.map(|holder| self.missed(holder)).or(self.odd);
        let loose = missed.or(self.irritation)?;
        // Poppler reads these two, and the others that rebuild for them find what is packed.
        let is_read = matches!(
            loose.what,
            LooseWriting::TableEntry | LooseWriting::SubsectionHeader
        );
        let loses_packed = self.is_table && !is_read;
        let mut shown = needed.shown.keys();
        let offset = shown.find_map(|number| self.other(*number, loses_packed))?;
        Some((loose, offset))
    }

    fn missed(&self, holder: ObjectId) -> Loose {
        self.loose(holder, LooseWriting::MissingObject)
    }

    fn loose(&self, id: ObjectId, what: LooseWriting) -> Loose {
        let offset = self.file.place(id.number).unwrap_or_default();
        Loose { offset, what }
    }

    /// Where programs find an object that is not there.
    fn body(&self, number: u32) -> Option<usize> {
        let is_looked_for = self.is_table || self.irritation.is_some() || self.odd.is_some();
        let freed = self.past.freed.get(&number);
        let freed = freed.filter(|one| is_looked_for || one.by_table);
        let unlisted = || self.unlisted.last(number).filter(|_| is_looked_for);
        freed.map(|one| one.offset).or_else(unlisted)
    }

    /// Where else a program that rebuilds the file finds an object; for one that it does not find, where it is.
    fn other(&self, number: u32, loses_packed: bool) -> Option<usize> {
        let now = self.file.place(number)?;
        let outdated = self.past.outdated.get(&number).copied();
        let later = self.unlisted.last(number).max(outdated);
        match loses_packed && self.file.is_packed(number) {
            true => Some(now),
            false => later.filter(|offset| *offset > now),
        }
    }
}

/// Headers that no entry leads to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Unlisted {
    /// Where the last one of each number stands.
    plain: BTreeMap<u32, usize>,
    /// Where the last one stands whose number programs read in several ways, or that holds others.
    others: Option<usize>,
}

impl Unlisted {
    fn of(bytes: &[u8], starts: &[usize]) -> Self {
        let mut unlisted = Self::default();
        for start in starts {
            match number_at(bytes, *start) {
                Some(number) if !may_be_object_stream(bytes, *start) => {
                    unlisted.plain.insert(number, *start);
                }
                _ => unlisted.others = Some(*start),
            }
        }
        unlisted
    }

    /// The last header that may be of that number.
    fn last(&self, number: u32) -> Option<usize> {
        self.plain.get(&number).copied().max(self.others)
    }
}

/// What the updates of the signed bytes replaced or took away.
#[derive(Debug, Default, PartialEq, Eq)]
struct Past {
    /// What was there once and is not in the end.
    freed: BTreeMap<u32, Freed>,
    /// What an update put at a place before that of an older revision: where the older one stands.
    outdated: BTreeMap<u32, usize>,
}

/// The file up to the end of one revision.
#[derive(Clone, Copy)]
pub(super) struct Signed<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) signed: usize,
}

/// An object that a revision freed, or put where nobody finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Freed {
    /// Where it stands, or the object stream that holds it.
    offset: usize,
    /// Whether the entry that does so is of a table.
    by_table: bool,
}

impl Signed<'_, '_> {
    /// Looks at each number once that an update has an entry for.
    fn past(self) -> Past {
        let mut past = Past::default();
        let revisions = self.document.revisions().iter().take(self.signed + 1);
        let entries = revisions.skip(1).flat_map(|revision| &revision.entries);
        let mut numbers: Vec<u32> = entries.map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let mut history = self.document.history(number, self.signed);
            let Some((since, now)) = history.next_back() else {
                continue;
            };
            let mut before = history.filter_map(|(revision, then)| self.stands(then, revision));
            match self.stands(now, self.signed) {
                None => {
                    let Some(offset) = before.next_back() else {
                        continue;
                    };
                    let by_table = self.document.revisions().get(since);
                    let by_table = by_table.is_some_and(|revision| {
                        revision.sections.iter().any(SectionPart::is_table)
                    });
                    past.freed.insert(number, Freed { offset, by_table });
                }
                Some(now) => {
                    if let Some(old) = before.max().filter(|old| *old > now) {
                        past.outdated.insert(number, old);
                    }
                }
            }
        }
        past
    }

    /// A section that has the number of an object that stands elsewhere: MuPDF finds the section there.
    fn clash(self) -> Option<(u32, Loose)> {
        let bytes = self.document.bytes();
        let revisions = self.document.revisions().iter().enumerate();
        let mut sections = revisions
            .take(self.signed + 1)
            .flat_map(|(index, revision)| {
                let sections = revision.own_sections();
                sections.map(move |part| (index, part))
            });
        sections.find_map(|(index, part)| {
            let start = part.span.start;
            let number = number_at(bytes, start).filter(|_| !part.is_table())?;
            let (defined, location) = self.document.locate(number, self.signed)?;
            // A later revision may give the number away.
            if defined > index {
                return None;
            }
            let stands = self.stands(location, self.signed);
            let what = LooseWriting::ObjectNumber;
            let loose = Loose {
                offset: start,
                what,
            };
            (stands? != start).then_some((number, loose))
        })
    }

    /// Where the object stands, or the object stream that holds it; `None` for one that is not there.
    fn place(&self, number: u32) -> Option<usize> {
        let (_, location) = self.document.locate(number, self.signed)?;
        self.stands(location, self.signed)
    }

    /// The same of a location as of that revision.
    fn stands(&self, location: Location, revision: usize) -> Option<usize> {
        let alone = match location {
            Location::Compressed { stream, .. } => self.document.locate(stream, revision)?.1,
            other => other,
        };
        match alone {
            // Byte 0 is that of the header: nobody finds an object there.
            Location::Offset { offset, .. } if offset > 0 => usize::try_from(offset).ok(),
            _ => None,
        }
    }

    /// Whether the stream of any hybrid section keeps what its table calls free.
    fn hides(&self) -> bool {
        let revisions = self.document.revisions().iter().take(self.signed + 1);
        let mut sections = revisions.flat_map(|revision| &revision.sections);
        sections.any(SectionPart::hides_objects)
    }

    /// Whether any object was ever an element of an object stream.
    fn packs(&self) -> bool {
        let revisions = self.document.revisions().iter().take(self.signed + 1);
        let mut entries = revisions.flat_map(|revision| &revision.entries);
        entries.any(|(_, location)| is_packed(*location))
    }

    fn is_packed(&self, number: u32) -> bool {
        let located = self.document.locate(number, self.signed);
        located.is_some_and(|(_, location)| is_packed(location))
    }
}

const fn is_packed(location: Location) -> bool {
    matches!(location, Location::Compressed { .. })
}

/// Whether the section that `startxref` names is a table, that of a hybrid file too.
fn is_table(revision: &Revision) -> bool {
    revision.sections.first().is_some_and(SectionPart::is_table)
}

/// Whether what stands at `start` may be an object stream, whose elements programs list that repair the file.
fn may_be_object_stream(bytes: &[u8], start: usize) -> bool {
    /// More than the dictionary of one takes.
    const HEAD: usize = 1024;
    let rest = bytes.get(start..).unwrap_or_default();
    let head = rest.get(..HEAD.min(rest.len())).unwrap_or_default();
    let end = memmem::find(head, b"stream").unwrap_or(0);
    let dictionary = head.get(..end).unwrap_or_default();
    memmem::find(dictionary, b"/ObjStm").is_some() || dictionary.contains(&b'#')
}

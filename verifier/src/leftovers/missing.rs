//! What a page needs and no entry leads to, or not for every program.
//!
//! Poppler rebuilds the cross-reference as soon as it needs such an object, while the newest section is a table: then
//! the last of all objects of a number counts, and those in object streams are not found. PDFium shows what a table
//! calls free, whatever its generation, where an older section knows the object, or the stream beside that table
//! (all measured, ADR 0021).

use std::collections::BTreeMap;

use kyso_pdf::{
    Document, Location, Loose, LooseWriting, ObjectId, PdfError, Revision, SectionPart,
};

use super::needed;

/// What a page needs and programs find differently as of revision `signed`: why, and where that stands which some of
/// them show. `unlisted` are the headers of objects that no entry leads to; `rebuilt` is true for a file that programs
/// rebuild for another reason.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub(super) fn shown(
    document: &Document<'_>,
    signed: usize,
    unlisted: &[usize],
    rebuilt: bool,
) -> Result<Option<(Loose, usize)>, PdfError> {
    let Some(newest) = document.revisions().get(signed) else {
        return Ok(None);
    };
    let file = Signed { document, signed };
    let number_at = |start: &usize| (number_at(document.bytes(), *start), *start);
    let search = Search {
        file,
        unlisted: unlisted.iter().map(number_at).collect(),
        freed: file.freed(),
        outdated: file.outdated(),
        is_table: is_table(newest),
        rebuilt,
    };
    if search.is_idle() {
        return Ok(None);
    }
    let needed = needed::by_pages(&document.at(signed))?;
    let hidden = search.hidden(&needed);
    Ok(hidden.or_else(|| search.missing(needed)))
}

/// What programs may find, and whether they look for it.
struct Search<'d, 'a> {
    file: Signed<'d, 'a>,
    /// Headers that no entry leads to: the number, unless programs read it in several ways, and where it stands.
    unlisted: Vec<(Option<u32>, usize)>,
    freed: BTreeMap<u32, Freed>,
    outdated: BTreeMap<u32, usize>,
    /// Whether the section that `startxref` names is a table.
    is_table: bool,
    rebuilt: bool,
}

impl Search<'_, '_> {
    /// Whether all programs find the same, whatever pages need.
    fn is_idle(&self) -> bool {
        let hides = self.file.hides() || (self.is_table && self.file.packs());
        self.unlisted.is_empty() && self.freed.is_empty() && self.outdated.is_empty() && !hides
    }

    /// An object that a table calls free while the stream beside it keeps it: most programs do not find it.
    fn hidden(&self, needed: &BTreeMap<u32, ObjectId>) -> Option<(Loose, usize)> {
        let Signed { document, signed } = self.file;
        let mut needed = needed.keys();
        let hidden = needed.find(|number| document.hides(**number, signed))?;
        let (revision, _) = document.locate(*hidden, signed)?;
        let section = document.revisions().get(revision)?.sections.first()?;
        let loose = Loose {
            offset: section.span.start,
            what: LooseWriting::HybridHidden,
        };
        Some((loose, self.file.place(*hidden)?))
    }

    /// An object that is not there.
    fn missing(&self, needed: BTreeMap<u32, ObjectId>) -> Option<(Loose, usize)> {
        let mut needed: Vec<(u32, ObjectId)> = needed.into_iter().collect();
        let missing = |(number, _): &mut (u32, ObjectId)| self.file.place(*number).is_none();
        let missing: Vec<(u32, ObjectId)> = needed.extract_if(.., missing).collect();
        let comes_back = |(number, holder): &(u32, ObjectId)| Some((*holder, self.body(*number)?));
        let back = missing.iter().find_map(comes_back);
        let (holder, offset) = match back {
            Some(back) => back,
            None if self.is_table => {
                let (_, holder) = missing.first()?;
                let mut numbers = needed.iter().map(|(number, _)| *number);
                (*holder, numbers.find_map(|number| self.other(number))?)
            }
            None => return None,
        };
        let loose = Loose {
            offset: self.file.place(holder.number).unwrap_or_default(),
            what: LooseWriting::MissingObject,
        };
        Some((loose, offset))
    }

    /// Where programs find an object that is not there.
    fn body(&self, number: u32) -> Option<usize> {
        let freed = self.freed.get(&number);
        let freed = freed.filter(|one| self.rebuilt || self.is_table || one.by_table);
        let unlisted = || {
            self.unlisted(number)
                .filter(|_| self.is_table || self.rebuilt)
        };
        freed.map(|one| one.offset).or_else(unlisted)
    }

    /// Where else a program that rebuilds the file finds an object; for one that it does not find, where it is.
    fn other(&self, number: u32) -> Option<usize> {
        let now = self.file.place(number)?;
        let later = self
            .unlisted(number)
            .max(self.outdated.get(&number).copied());
        match self.file.is_packed(number) {
            true => Some(now),
            false => later.filter(|offset| *offset > now),
        }
    }

    /// The last header of that number that no entry leads to.
    fn unlisted(&self, number: u32) -> Option<usize> {
        let mut headers = self.unlisted.iter().rev();
        let own = headers.find(|(one, _)| one.is_none_or(|one| one == number));
        own.map(|(_, start)| *start)
    }
}

/// The file up to the end of the revision that was signed first.
#[derive(Clone, Copy)]
struct Signed<'d, 'a> {
    document: &'d Document<'a>,
    signed: usize,
}

/// An object that a revision freed.
#[derive(Debug, Clone, Copy)]
struct Freed {
    /// Where it stands, or the object stream that holds it.
    offset: usize,
    /// Whether the entry that frees it is of a table.
    by_table: bool,
}

impl Signed<'_, '_> {
    /// What was there once and is free in the end.
    fn freed(self) -> BTreeMap<u32, Freed> {
        let mut freed = BTreeMap::new();
        for (number, revision, written) in self.entries_of_updates() {
            let is_free = |location| matches!(location, Location::Free { .. });
            let now = self.document.locate(number, self.signed);
            let ended = now.is_some_and(|(since, now)| since == revision && is_free(now));
            let before = |step: usize| place(self.document, number, step);
            if ended && let Some(offset) = (0..revision).rev().find_map(before) {
                let by_table = written.sections.iter().any(SectionPart::is_table);
                freed.insert(number, Freed { offset, by_table });
            }
        }
        freed
    }

    /// What an update put at a place before that of an older revision: where the older one stands.
    fn outdated(self) -> BTreeMap<u32, usize> {
        let mut outdated = BTreeMap::new();
        for (number, revision, _) in self.entries_of_updates() {
            let before = (0..revision).rev();
            let before = before.filter_map(|step| place(self.document, number, step));
            if let (Some(old), Some(now)) = (before.max(), self.place(number))
                && old > now
            {
                outdated.insert(number, old);
            }
        }
        outdated
    }

    /// The entries of all revisions but the first.
    fn entries_of_updates(&self) -> impl Iterator<Item = (u32, usize, &Revision)> {
        let revisions = self.document.revisions().iter().enumerate();
        let updates = revisions.take(self.signed + 1).skip(1);
        updates.flat_map(|(index, revision)| {
            let numbers = revision.entries.iter().map(|(number, _)| *number);
            numbers.map(move |number| (number, index, revision))
        })
    }

    /// Where the object stands, or the object stream that holds it; `None` for one that is not there.
    fn place(&self, number: u32) -> Option<usize> {
        place(self.document, number, self.signed)
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

fn place(document: &Document<'_>, number: u32, revision: usize) -> Option<usize> {
    let (_, location) = document.locate(number, revision)?;
    let alone = match location {
        Location::Compressed { stream, .. } => document.locate(stream, revision)?.1,
        other => other,
    };
    match alone {
        // Byte 0 is that of the header: nobody finds an object there.
        Location::Offset { offset, .. } if offset > 0 => usize::try_from(offset).ok(),
        _ => None,
    }
}

const fn is_packed(location: Location) -> bool {
    matches!(location, Location::Compressed { .. })
}

/// Whether the section that `startxref` names is a table, that of a hybrid file too.
fn is_table(revision: &Revision) -> bool {
    revision.sections.first().is_some_and(SectionPart::is_table)
}

/// The object number written in plain digits at `start`.
fn number_at(bytes: &[u8], start: usize) -> Option<u32> {
    let rest = bytes.get(start..)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
    let digits = rest.get(..digits.count())?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}

//! Objects that programs look up and that no entry leads to, or not for every program.
//!
//! Poppler rebuilds the cross-reference as soon as it needs such an object while the newest section
//! is a table: then the last of all objects of a number counts, and those in object streams are not
//! found. PDFium shows an object that a table marks as free, of any generation, where an older
//! section knows the object, or the stream beside that table (all measured, ADR 0021).

use std::collections::BTreeMap;

use super::signed::{Past, Signed};
use super::superseded;
use crate::active::{ActiveContent, miscounted};
use crate::needed::Needed;
use crate::patterns::number_at;
use kyso_pdf::{Document, Loose, LooseWriting, ObjectId, PdfError, View};

/// An object that a page needs and programs find differently in the file: why, and the place of the
/// version that some of them show. `unlisted` are the headers of objects that no entry leads to,
/// `active` is what the file may play.
///
/// # Errors
/// [`PdfError::LimitReached`], and what keeps the catalog from being read.
pub(super) fn shown(
    file: Signed<'_, '_>,
    unlisted: &[usize],
    active: &[ActiveContent],
) -> Result<Option<(Loose, usize)>, PdfError> {
    let Signed { document, signed } = file;
    let Some(newest) = document.revisions().get(signed) else {
        return Ok(None);
    };
    if let Some(loose) = document.leads_elsewhere(signed) {
        return Ok(Some((loose, loose.offset)));
    }
    let mut search = Search {
        file,
        unlisted: Unlisted::of(document, unlisted)?,
        elements: BTreeMap::new(),
        past: file.past(),
        stray_trailer: superseded::stray_trailer(document, signed),
        is_table: newest.is_table(),
        clashes: file.clashes(),
        irritation: document.irritation(),
        by_mupdf: document.repaired_by_mupdf(signed),
        unread: None,
    };
    let may_repair = active.iter().any(ActiveContent::is_read_differently);
    if may_repair || search.irritation.is_some() || search.by_mupdf.is_some() {
        search.elements = file.unnamed_elements()?;
    }
    if search.is_idle() {
        return Ok(None);
    }
    let view = document.at(signed);
    let needed = Needed::of(&view, &|number| search.holds(number))?;
    search.unread = search.unread(&view, &needed, active)?;
    let found = search.clashing(&needed);
    let found = found.or_else(|| search.taken_again(&needed));
    let found = found.or_else(|| search.beyond_size(&needed));
    let found = found.or_else(|| search.hidden(&needed));
    let found = found.or_else(|| search.freed(&needed));
    Ok(found.or_else(|| search.rebuilt(&needed)))
}

/// The objects that programs may find, and the reasons why they would look for them.
struct Search<'d, 'a> {
    file: Signed<'d, 'a>,
    unlisted: Unlisted,
    /// Elements of listed object streams that no entry ever named, with the place of the stream. They are looked for only
    /// where a program may take them.
    elements: BTreeMap<u32, usize>,
    past: Past,
    /// A trailer that belongs to no section.
    stray_trailer: Option<usize>,
    /// Whether the section that `startxref` names is a table.
    is_table: bool,
    /// Sections that have the number of another object.
    clashes: Vec<(u32, Loose)>,
    /// Something that is written loosely and locates objects.
    irritation: Option<Loose>,
    /// The reason why MuPDF alone repairs the file.
    by_mupdf: Option<Loose>,
    /// Something that shows, and that programs cannot read or read differently.
    unread: Option<Loose>,
}

impl Search<'_, '_> {
    /// Whether all programs find the same, whatever pages need.
    fn is_idle(&self) -> bool {
        let hides = self.file.hides() || (self.is_table && self.file.packs());
        let remains = self.unlisted != Unlisted::default() || !self.elements.is_empty();
        let changes = remains || self.past != Past::default() || self.stray_trailer.is_some();
        let Signed { document, signed } = self.file;
        let takes_again = document.takes_numbers_again(signed);
        let is_counted = document.size_beyond(signed).is_none();
        !changes && !hides && !takes_again && is_counted && self.clashes.is_empty()
    }

    /// Whether anything that no entry leads to has this number.
    fn holds(&self, number: u32) -> bool {
        self.unlisted.last(number).is_some() || self.elements.contains_key(&number)
    }

    /// Objects that are shown and make programs repair the file, because programs cannot read them,
    /// find another one, or count other pages.
    fn unread(
        &self,
        view: &View<'_, '_>,
        needed: &Needed,
        active: &[ActiveContent],
    ) -> Result<Option<Loose>, PdfError> {
        let shows = |one: &&ActiveContent| needed.shown.contains_key(&one.object.number);
        let mut active = active.iter().filter(shows);
        let active = active.find(|one| one.is_read_differently());
        let unread = needed.unread.first().or(needed.ambiguous.first()).copied();
        let unread = match unread.or(active.map(|one| one.object)) {
            Some(id) => Some(id),
            None => miscounted(view)?,
        };
        Ok(unread.map(|id| self.loose(id, LooseWriting::OddObject)))
    }

    /// An object that shows under the number of a section.
    fn clashing(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let mut clashes = self.clashes.iter();
        clashes.find_map(|(number, loose)| {
            let shown = needed.shown.contains_key(number);
            Some((*loose, self.file.place(*number).filter(|_| shown)?))
        })
    }

    /// An object that PDFium does not find because of what its number meant before.
    fn taken_again(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let Signed { document, signed } = self.file;
        let mut shown = needed.shown.keys();
        shown.find_map(|number| {
            let loose = document.taken_again(*number, signed)?;
            Some((loose, self.file.place(*number)?))
        })
    }

    /// An object beyond the `/Size` of the newest section: Poppler finds none there.
    fn beyond_size(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let Signed { document, signed } = self.file;
        let (loose, first) = document.size_beyond(signed)?;
        let mut shown = needed.shown.range(first..);
        shown.find_map(|(number, _)| Some((loose, self.file.place(*number)?)))
    }

    /// An object that a table calls free while the stream beside it keeps it, or that the stream of the oldest section alone
    /// mentions: some programs do not find it.
    fn hidden(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let Signed { document, signed } = self.file;
        let mut shown = needed.shown.keys();
        let (place, number) = shown.find_map(|number| {
            let place = self.file.place(*number)?;
            let view = document.at(signed);
            let is_hidden = view.hides(*number) || view.is_beside_oldest(*number);
            is_hidden.then_some((place, *number))
        })?;
        let (revision, _) = document.locate(number, signed)?;
        let section = document.revisions().get(revision)?.sections.first()?;
        let loose = Loose {
            offset: section.span.start,
            what: LooseWriting::HybridHidden,
        };
        Some((loose, place))
    }

    /// An object that is shown and is missing, but whose bytes are in the file.
    fn freed(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let missing = needed.shown.iter();
        let mut missing = missing.filter(|(number, _)| self.file.place(**number).is_none());
        missing.find_map(|(number, holder)| {
            let place = self.place_of_missing(*number)?;
            Some((self.missed(*holder), place))
        })
    }

    /// The other objects that rebuilding programs show.
    fn rebuilt(&self, needed: &Needed) -> Option<(Loose, usize)> {
        let missed = needed.missed.filter(|_| self.is_table);
        let missed = missed.map(|holder| self.missed(holder));
        let mut shown = needed.shown.keys();
        if let Some(loose) = self.loses_packed(missed)
            && let Some(packed) = shown.find_map(|number| {
                let place = self.file.place(*number)?;
                self.file.is_packed(*number).then_some(place)
            })
        {
            return Some((loose, packed));
        }
        let loose = missed
            .or(self.unread)
            .or(self.by_mupdf)
            .or(self.irritation)?;
        let mut shown = needed.shown.keys();
        let other = shown.find_map(|number| self.place_after_rebuild(*number));
        Some((loose, other.or(self.stray_trailer)?))
    }

    /// The reason why Poppler rebuilds the file, and then finds nothing in object streams while the
    /// newest section is a table, or why PDFium leaves out objects beyond `/Size`.
    fn loses_packed(&self, missed: Option<Loose>) -> Option<Loose> {
        const READ_BY_POPPLER: [LooseWriting; 2] =
            [LooseWriting::TableEntry, LooseWriting::SubsectionHeader];
        let document = self.file.document;
        let irritation = self.irritation;
        let irritation = irritation.and_then(|_| document.irritation_besides(&READ_BY_POPPLER));
        let size = self.by_mupdf.filter(|one| one.what == LooseWriting::Size);
        let loose = missed.or(self.unread).or(irritation).or(size);
        loose.filter(|_| self.is_table)
    }

    fn missed(&self, holder: ObjectId) -> Loose {
        self.loose(holder, LooseWriting::MissingObject)
    }

    fn loose(&self, id: ObjectId, what: LooseWriting) -> Loose {
        let offset = self.file.place(id.number).unwrap_or_default();
        Loose { offset, what }
    }

    /// Where programs find an object that is not there.
    fn place_of_missing(&self, number: u32) -> Option<usize> {
        let causes = [self.irritation, self.by_mupdf, self.unread];
        let is_looked_for = self.is_table || causes.iter().any(Option::is_some);
        let freed = self.past.freed.get(&number);
        let freed = freed.filter(|one| is_looked_for || one.by_table);
        let unlisted = || self.unlisted.last(number).filter(|_| is_looked_for);
        let element = || self.elements.get(&number).copied();
        let place = freed.map(|one| one.offset).or_else(unlisted);
        place.or_else(element)
    }

    /// Where else a program that rebuilds the file finds an object.
    fn place_after_rebuild(&self, number: u32) -> Option<usize> {
        let now = self.file.place(number)?;
        let outdated = self.past.outdated.get(&number).copied();
        let element = self.elements.get(&number).copied();
        let later = self.unlisted.last_plain(number).max(outdated);
        let later = later.max(element);
        let later = later.filter(|offset| *offset > now);
        later.or_else(|| self.unlisted.generations.get(&number).copied())
    }
}

/// Headers that no entry leads to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Unlisted {
    /// The place of the last one of each number and generation 0: of these, programs show the last.
    plain: BTreeMap<u32, usize>,
    /// The same of other generations: some programs show the highest one, at any place.
    generations: BTreeMap<u32, usize>,
    /// The place of the last one whose number programs read in several ways, or that holds others.
    of_unknown_number: Option<usize>,
}

impl Unlisted {
    fn of(document: &Document<'_>, starts: &[usize]) -> Result<Self, PdfError> {
        let mut unlisted = Self::default();
        for start in starts {
            match header_at(document.bytes(), *start) {
                Some((number, generation)) if !document.may_be_object_stream(*start)? => {
                    let same = match generation {
                        0 => &mut unlisted.plain,
                        _ => &mut unlisted.generations,
                    };
                    same.insert(number, *start);
                }
                _ => unlisted.of_unknown_number = Some(*start),
            }
        }
        Ok(unlisted)
    }

    /// The last header that may be of that number and generation 0.
    fn last_plain(&self, number: u32) -> Option<usize> {
        let plain = self.plain.get(&number).copied();
        plain.max(self.of_unknown_number)
    }

    /// The last header that may be of that number.
    fn last(&self, number: u32) -> Option<usize> {
        let other = self.generations.get(&number).copied();
        self.last_plain(number).max(other)
    }
}

/// Number and generation in plain digits at `start`; the greatest generation where it is written otherwise.
fn header_at(bytes: &[u8], start: usize) -> Option<(u32, u32)> {
    let number = number_at(bytes, start)?;
    let rest = bytes.get(start..)?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
    let behind = rest.get(digits.count()..)?;
    let blanks = behind.len() - behind.trim_ascii_start().len();
    let generation = start + (rest.len() - behind.len()) + blanks;
    Some((number, number_at(bytes, generation).unwrap_or(u32::MAX)))
}

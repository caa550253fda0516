//! The file up to the end of one revision, and what its revisions replaced, took away or never named.

use std::collections::BTreeMap;

use crate::patterns::number_at;
use kyso_pdf::{Document, Location, Loose, LooseWriting, ObjectId, PdfError, SectionPart};

/// The objects that updates within the signed bytes replaced or removed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Past {
    /// The objects that were there once and are freed in the end.
    pub(super) freed: BTreeMap<u32, Freed>,
    /// Objects that an update put before their older versions: the place of the older version.
    pub(super) outdated: BTreeMap<u32, usize>,
}

/// The file up to the end of one revision.
#[derive(Clone, Copy)]
pub(super) struct Signed<'d, 'a> {
    pub(super) document: &'d Document<'a>,
    pub(super) signed: usize,
}

/// An object that a revision freed, or put where no program finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Freed {
    /// Where it begins, or the object stream that holds it.
    pub(super) offset: usize,
    /// Whether the revision that does so has a table.
    pub(super) by_table: bool,
}

impl Signed<'_, '_> {
    /// Looks at each number once that an update has an entry for.
    pub(super) fn past(self) -> Past {
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

    /// Sections that have the number of an object elsewhere: MuPDF finds the section in its place.
    pub(super) fn clashes(self) -> Vec<(u32, Loose)> {
        let bytes = self.document.bytes();
        let revisions = self.document.revisions().iter().enumerate();
        let sections = revisions
            .take(self.signed + 1)
            .flat_map(|(index, revision)| {
                let sections = revision.sections.iter();
                sections.map(move |part| (index, part))
            });
        let clashes = sections.filter_map(|(index, part)| {
            let start = part.span.start;
            let number = number_at(bytes, start).filter(|_| !part.is_table())?;
            let (defined, location) = self.document.locate(number, self.signed)?;
            // A later revision may give the number away.
            if defined > index {
                return None;
            }
            let stands = self.stands(location, self.signed);
            let what = LooseWriting::SectionNumber;
            let loose = Loose {
                offset: start,
                what,
            };
            (stands? != start).then_some((number, loose))
        });
        clashes.collect()
    }

    /// The elements of object streams that the entries lead to, up to the revision, under numbers that no entry ever puts
    /// there, with the place of the stream.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub(super) fn unnamed_elements(self) -> Result<BTreeMap<u32, usize>, PdfError> {
        let mut unnamed = BTreeMap::new();
        let revisions = self.document.revisions().iter().enumerate();
        for (index, revision) in revisions.take(self.signed + 1) {
            let view = self.document.at(index);
            for &(number, location) in &revision.entries {
                let Some(start) = self.stands(location, index) else {
                    continue;
                };
                if location.is_compressed() || !self.document.may_be_object_stream(start)? {
                    continue;
                }
                let elements = match view.elements(ObjectId::new(number, 0)) {
                    Ok(elements) => elements,
                    Err(error @ PdfError::LimitReached { .. }) => return Err(error),
                    // No program finds elements in it.
                    Err(_) => continue,
                };
                for (element, at) in elements.into_iter().zip(0..) {
                    let own = Location::Compressed {
                        stream: number,
                        index: at,
                    };
                    let mut history = self.document.history(element, self.signed);
                    if !history.any(|(_, location)| location == own) {
                        unnamed.insert(element, start);
                    }
                }
            }
        }
        Ok(unnamed)
    }

    /// Where the object begins, or the object stream that holds it; `None` for a missing object.
    pub(super) fn place(&self, number: u32) -> Option<usize> {
        let (_, location) = self.document.locate(number, self.signed)?;
        self.stands(location, self.signed)
    }

    /// The same of a location as of that revision.
    pub(super) fn stands(&self, location: Location, revision: usize) -> Option<usize> {
        let alone = match location {
            Location::Compressed { stream, .. } => self.document.locate(stream, revision)?.1,
            other => other,
        };
        match alone {
            // Byte 0 is that of the header: no program finds an object there.
            Location::Offset { offset, .. } if offset > 0 => usize::try_from(offset).ok(),
            _ => None,
        }
    }

    /// Whether the stream of any hybrid section keeps what its table calls free.
    pub(super) fn hides(&self) -> bool {
        let revisions = self.document.revisions().iter().take(self.signed + 1);
        let mut sections = revisions.flat_map(|revision| &revision.sections);
        sections.any(SectionPart::hides_objects) || self.document.has_objects_beside_oldest()
    }

    /// Whether any object was ever an element of an object stream.
    pub(super) fn packs(&self) -> bool {
        let revisions = self.document.revisions().iter().take(self.signed + 1);
        let mut entries = revisions.flat_map(|revision| &revision.entries);
        entries.any(|(_, location)| location.is_compressed())
    }

    pub(super) fn is_packed(&self, number: u32) -> bool {
        let located = self.document.locate(number, self.signed);
        located.is_some_and(|(_, location)| location.is_compressed())
    }
}

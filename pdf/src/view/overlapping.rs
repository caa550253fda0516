//! Objects in whose bytes another one begins.

use std::collections::BTreeSet;

use super::View;
use crate::error::PdfError;
use crate::lexer::Lexer;
use crate::location::Location;
use crate::object::ObjectId;
use crate::parser::object_header;
use crate::scans::{MOST, Place};

/// Where objects end.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// Objects in which another one begins.
    pub(crate) overlapping: BTreeSet<ObjectId>,
    /// Whether any is not seen to end.
    pub(crate) is_unclear: bool,
    /// Objects with a name or a number that programs read differently.
    pub(crate) ambiguous: BTreeSet<ObjectId>,
}

impl View<'_, '_> {
    /// Looks for the ends of the objects that begin at the sorted `places`.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub(crate) fn ends(&self, places: &[Place]) -> Result<Ends, PdfError> {
        let mut ends = Ends::default();
        for (index, (start, id)) in places.iter().take(MOST).enumerate() {
            // Several entries may lead to one byte.
            let mut behind = places.iter().skip(index).filter(|(next, _)| next > start);
            match self.end_of_object(*id, &mut ends)? {
                Some(end) => {
                    let next = behind.next().filter(|(next, _)| *next < end);
                    if next.is_some_and(|(next, _)| self.begins_at(places, *next)) {
                        ends.overlapping.insert(*id);
                    }
                }
                None => ends.is_unclear = true,
            }
        }
        Ok(ends)
    }

    /// Whether the header of one of the objects that `places` puts at `start` is there.
    fn begins_at(&self, places: &[Place], start: usize) -> bool {
        let header = object_header(&mut Lexer::new(self.document.bytes(), start));
        header.is_ok_and(|header| places.binary_search(&(start, header)).is_ok())
    }

    /// The end of an object outside object streams, `endobj` included; `None` for an object without
    /// a visible end.
    fn end_of_object(&self, id: ObjectId, ends: &mut Ends) -> Result<Option<usize>, PdfError> {
        let Some((defined, location)) = self.document.locate(id.number, self.revision) else {
            return Ok(None);
        };
        let Location::Offset { offset, .. } = location else {
            return Ok(None);
        };
        let known = self.document.scans.borrow().find((offset, defined));
        let scanned = match known {
            Some(scanned) => Ok(scanned),
            None => self.scan_at(id.number, offset, defined, &mut |_| {}),
        };
        match scanned {
            Ok(scanned) if scanned.header != id => return Ok(None),
            Ok(scanned) => {
                if scanned.is_ambiguous {
                    ends.ambiguous.insert(id);
                }
                if scanned.end.is_some() {
                    return Ok(scanned.end);
                }
            }
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) => {}
        }
        // Another object holds its length, or it is no plain object.
        match self.read_at(id, offset, defined, true) {
            Ok(object) => Ok(Some(object.span.end)),
            Err(error @ PdfError::LimitReached { .. }) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

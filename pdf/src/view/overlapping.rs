//! Objects in whose bytes another one begins.

use std::collections::BTreeSet;

use super::View;
use memchr::memmem;

use crate::error::PdfError;
use crate::lexer::Lexer;
use crate::location::Location;
use crate::mentions::Place;
use crate::object::ObjectId;
use crate::parser::{ends_as_told, object_header, scan_references};

/// What is told of where objects end.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    /// Objects in which another one begins.
    pub(crate) overlapping: BTreeSet<ObjectId>,
    /// Whether any is not seen to end.
    pub(crate) is_unclear: bool,
}

/// How many objects of a file are looked at, from its beginning.
const MOST: usize = 500;

/// Whether a text begins with the header of the object, and holds its end: nothing in it may hide another one.
fn is_plain(text: &[u8], id: ObjectId) -> bool {
    let header = object_header(&mut Lexer::new(text, 0));
    let hides = || memchr::memchr2(b'(', b'%', text).is_some();
    let ends = || memmem::find(text, b"endobj").is_some();
    let is_stream = || memmem::find(text, b"stream").is_some();
    header.is_ok_and(|header| header == id) && ends() && !hides() && !is_stream()
}

impl View<'_, '_> {
    /// Looks for the ends of the objects that begin at the sorted `places`.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub(crate) fn ends(&self, places: &[Place]) -> Result<Ends, PdfError> {
        let mut ends = Ends::default();
        let bytes = self.document.bytes();
        for (index, (start, id)) in places.iter().take(MOST).enumerate() {
            let next = places.get(index + 1).map(|(next, _)| *next);
            let region = bytes.get(*start..next.unwrap_or(bytes.len()));
            if region.is_some_and(|region| is_plain(region, *id)) {
                continue;
            }
            match self.end_of_object(*id)? {
                Some(end) => {
                    if next.is_some_and(|next| *start < next && next < end) {
                        ends.overlapping.insert(*id);
                    }
                }
                None => ends.is_unclear = true,
            }
        }
        Ok(ends)
    }

    /// Where an object that stands alone ends, `endobj` included; `None` for one that is not seen to end.
    fn end_of_object(&self, id: ObjectId) -> Result<Option<usize>, PdfError> {
        let Some((defined, location)) = self.document.locate(id.number, self.revision) else {
            return Ok(None);
        };
        let Location::Offset { offset, .. } = location else {
            return Ok(None);
        };
        let Ok(start) = usize::try_from(offset) else {
            return Ok(None);
        };
        let bytes = self.document.bytes().get(..self.end_of(defined));
        let mut lexer = Lexer::new(bytes.unwrap_or_default(), start);
        if !object_header(&mut lexer).is_ok_and(|header| header == id) {
            return Ok(None);
        }
        let scanned = scan_references(&mut lexer, &mut |_| {});
        let length = lexer.position().saturating_sub(start);
        self.document.meter.scan(length)?;
        let ends = match scanned {
            Ok(Some(length)) => ends_as_told(&mut lexer, length),
            Ok(None) => {
                lexer.skip_white_space();
                lexer.take(b"endobj")
            }
            Err(_) => false,
        };
        if ends {
            return Ok(Some(lexer.position()));
        }
        match self.read_at(id, offset, defined, true) {
            Ok(object) => Ok(Some(object.span.end)),
            Err(error @ PdfError::LimitReached { .. }) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

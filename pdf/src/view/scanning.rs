//! The references and the ends of objects, without building them.

use memchr::memmem;

use super::View;
use crate::error::PdfError;
use crate::lexer::Lexer;
use crate::location::Location;
use crate::object::ObjectId;
use crate::parser::{ends_as_told, object_header, scan_references};
use crate::scans::Scanned;

impl View<'_, '_> {
    /// Calls `found` with every object number that an object refers to, the
    /// dictionary of a stream included, without building the object. True when
    /// the object was seen to end within the revision that defines it, and for a number without object; false
    /// for a stream without a length of its own, or that ends elsewhere, and for an object without end.
    ///
    /// # Errors
    /// As [`object`](Self::object), but for the data of a stream.
    pub fn references(&self, number: u32, found: &mut dyn FnMut(u32)) -> Result<bool, PdfError> {
        let Some((defined, location)) = self.document.locate(number, self.revision) else {
            return Ok(true);
        };
        match location {
            Location::Free { .. } => Ok(true),
            Location::Offset { offset, .. } => {
                let scanned = self.scan_at(number, offset, defined, found)?;
                let mut known = self.document.scans.borrow_mut();
                known.keep((offset, defined), scanned);
                Ok(scanned.end.is_some())
            }
            Location::Compressed { stream, index } => {
                let container = self.object_stream(ObjectId::new(stream, 0))?;
                container.references(index, &self.document.meter, found)?;
                Ok(true)
            }
        }
    }

    /// Whether an object of the file holds `endstream` before the first `endobj`, with an end
    /// behind `expected`, the offset where the length of the stream puts it: programs find the end
    /// of such a stream themselves.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn finds_endstream(&self, id: ObjectId, expected: usize) -> Result<bool, PdfError> {
        let Some((defined, Location::Offset { offset, .. })) =
            self.document.locate(id.number, self.revision)
        else {
            return Ok(false);
        };
        self.document.meter.check_scanned()?;
        let bytes = self.document.bytes().get(..self.end_of(defined));
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = bytes.and_then(|bytes| bytes.get(start..));
        let rest = rest.unwrap_or_default();
        let end = memmem::find(rest, b"endobj").unwrap_or(rest.len());
        self.document.meter.scan(end)?;
        let object = rest.get(..end).unwrap_or_default();
        let found = memmem::rfind(object, b"endstream");
        Ok(found.is_some_and(|at| start + at + b"endstream".len() >= expected))
    }

    /// Calls `found` with what the object at `offset` of the revision `defined` refers to. An error names `number`.
    pub(super) fn scan_at(
        &self,
        number: u32,
        offset: u64,
        defined: usize,
        found: &mut dyn FnMut(u32),
    ) -> Result<Scanned, PdfError> {
        self.document.meter.check_scanned()?;
        let id = ObjectId::new(number, 0);
        let bytes = self.document.bytes().get(..self.end_of(defined));
        let start =
            usize::try_from(offset).map_err(|_| PdfError::ObjectMisplaced { id, offset })?;
        let mut lexer = Lexer::new(bytes.unwrap_or_default(), start);
        let header = object_header(&mut lexer)?;
        let scanned = scan_references(&mut lexer, found);
        let length = lexer.position().saturating_sub(start);
        self.document.meter.scan(length)?;
        let scanned = scanned?;
        let ends = match scanned.length {
            Some(length) => {
                self.document.meter.object()?;
                let before = lexer.position();
                let ends = ends_as_told(&mut lexer, length);
                let passed = lexer.position().saturating_sub(before);
                self.document.meter.scan(passed.saturating_sub(length))?;
                ends
            }
            None => {
                lexer.skip_white_space();
                lexer.take(b"endobj")
            }
        };
        Ok(Scanned {
            header,
            end: ends.then(|| lexer.position()),
            is_ambiguous: scanned.is_ambiguous,
        })
    }
}

//! What objects refer to, and where they end, without building them.

use super::View;
use crate::error::PdfError;
use crate::lexer::Lexer;
use crate::location::Location;
use crate::object::ObjectId;
use crate::parser::{ends_as_told, object_header, scan_references};

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
                let (_, end) = self.scan_at(number, offset, defined, found)?;
                Ok(end.is_some())
            }
            Location::Compressed { stream, index } => {
                let container = self.object_stream(ObjectId::new(stream, 0))?;
                container.references(index, &self.document.meter, found)?;
                Ok(true)
            }
        }
    }

    /// Calls `found` with what the object at `offset` refers to. Gives what its header names, and where it was seen to end
    /// within the revision `defined`.
    pub(super) fn scan_at(
        &self,
        number: u32,
        offset: u64,
        defined: usize,
        found: &mut dyn FnMut(u32),
    ) -> Result<(ObjectId, Option<usize>), PdfError> {
        let id = ObjectId::new(number, 0);
        let bytes = self.document.bytes().get(..self.end_of(defined));
        let start =
            usize::try_from(offset).map_err(|_| PdfError::ObjectMisplaced { id, offset })?;
        let mut lexer = Lexer::new(bytes.unwrap_or_default(), start);
        let id = object_header(&mut lexer)?;
        let scanned = scan_references(&mut lexer, found);
        let length = lexer.position().saturating_sub(start);
        self.document.meter.scan(length)?;
        let ends = match scanned? {
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
        Ok((id, ends.then(|| lexer.position())))
    }
}

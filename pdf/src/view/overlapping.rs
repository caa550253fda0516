//! Objects in whose bytes another one begins.

use std::collections::BTreeSet;
use std::ops::Range;

use super::View;
use crate::error::PdfError;
use crate::location::Location;
use crate::object::ObjectId;

impl View<'_, '_> {
    /// Those of the first `most` objects in use that stand alone, in the order of the file, in which another one begins: what
    /// stands in them may count to the other one.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn overlapping(&self, most: usize) -> Result<BTreeSet<ObjectId>, PdfError> {
        let (places, _) = self.places();
        let mut overlapping = BTreeSet::new();
        for pair in places.windows(2).take(most) {
            let [(start, id), (next, _)] = pair else {
                continue;
            };
            if let Err(error @ PdfError::LimitReached { .. }) = self.object(*id) {
                return Err(error);
            }
            let covers = |span: Range<usize>| start < next && *next < span.end;
            if self.span_of(*id).is_some_and(covers) {
                overlapping.insert(*id);
            }
        }
        Ok(overlapping)
    }

    /// Where the object stands, its header and `endobj` included; `None` for one that does not stand alone, or that cannot be
    /// read.
    fn span_of(&self, id: ObjectId) -> Option<Range<usize>> {
        let (defined, location) = self.document.locate(id.number, self.revision)?;
        let Location::Offset { offset, .. } = location else {
            return None;
        };
        if let Some(known) = self.known(id, location, defined) {
            return Some(known.span.clone());
        }
        let object = self.read_at(id, offset, defined, true).ok()?;
        Some(object.span)
    }
}

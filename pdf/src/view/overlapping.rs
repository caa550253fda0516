//! Objects in whose bytes another one begins.

use std::collections::BTreeSet;

use super::View;
use crate::error::PdfError;
use crate::location::Location;
use crate::mentions::Place;
use crate::object::ObjectId;

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

impl View<'_, '_> {
    /// Looks for the ends of the objects that begin at the sorted `places`.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub(crate) fn ends(&self, places: &[Place]) -> Result<Ends, PdfError> {
        let mut ends = Ends::default();
        for (index, (start, id)) in places.iter().take(MOST).enumerate() {
            let next = places.get(index + 1).map(|(next, _)| *next);
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
        match self.scan_at(id.number, offset, defined, &mut |_| {}) {
            Ok((header, _)) if header != id => return Ok(None),
            Ok((_, Some(end))) => return Ok(Some(end)),
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            // Its length is told elsewhere, or it is no plain object.
            Ok((_, None)) | Err(_) => {}
        }
        match self.read_at(id, offset, defined, true) {
            Ok(object) => Ok(Some(object.span.end)),
            Err(error @ PdfError::LimitReached { .. }) => Err(error),
            Err(_) => Ok(None),
        }
    }
}

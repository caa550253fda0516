//! Objects in object streams (ISO 32000-2, 7.5.7).

use std::rc::Rc;

use super::View;
use crate::error::{Flaw, PdfError};
use crate::limit_kind::LimitKind;
use crate::location::Location;
use crate::object::{Object, ObjectId, Stream};
use crate::object_stream::ObjectStream;
use crate::parser::{IndirectObject, indirect_object};

impl View<'_, '_> {
    pub(super) fn read_compressed(
        &self,
        id: ObjectId,
        stream: u32,
        index: u32,
    ) -> Result<IndirectObject, PdfError> {
        let container = self.object_stream(ObjectId::new(stream, 0))?;
        let object = container.object(index, id.number, &self.document.meter)?;
        let object = object.ok_or(PdfError::UnexpectedObject {
            id,
            what: Flaw::NotInObjectStream,
        })?;
        Ok(IndirectObject {
            id,
            object,
            span: 0..0,
        })
    }

    pub(crate) fn object_stream(&self, id: ObjectId) -> Result<Rc<ObjectStream>, PdfError> {
        let wrong = PdfError::UnexpectedObject {
            id,
            what: Flaw::NoObjectStream,
        };
        let located = self.document.locate(id.number, self.revision);
        let Some((defined, Location::Offset { offset, .. })) = located else {
            return Err(wrong);
        };
        let start = usize::try_from(offset).map_err(|_| wrong.clone())?;
        let key = (start, self.end_of(defined));
        if let Some(known) = self.document.object_streams.borrow().get(&key) {
            return Ok(known.clone());
        }
        // Only a length outside object streams, so that this cannot recurse.
        let object = self.read_at(id, offset, defined, false).or_else(|_| {
            let plain_length = |id: ObjectId| {
                let (defined, location) = self.document.locate(id.number, self.revision)?;
                let Location::Offset { offset, .. } = location else {
                    return None;
                };
                let object = self.read_at(id, offset, defined, false).ok()?;
                object.object.as_integer()
            };
            let bytes = self.document.bytes();
            let bytes = bytes.get(..self.end_of(defined)).unwrap_or_default();
            indirect_object(bytes, start, &self.document.meter, &plain_length)
        })?;
        if object.id != id {
            return Err(wrong);
        }
        let object = self.decrypted(object)?;
        let Object::Stream(stream) = &object.object else {
            return Err(wrong);
        };
        let meter = &self.document.meter;
        let container = match self.read_object_stream(stream, meter.room_for_streams()) {
            // Kept objects make room for the requested one.
            Err(PdfError::LimitReached { .. }) => {
                self.document.object_streams.borrow_mut().clear();
                meter.release_streams();
                self.read_object_stream(stream, meter.room_for_streams())?
            }
            read => read?,
        };
        meter.hold_stream(container.held_bytes())?;
        let mut known = self.document.object_streams.borrow_mut();
        known.insert(key, container.clone());
        Ok(container)
    }

    /// `limit` bytes of memory at most.
    fn read_object_stream(
        &self,
        stream: &Stream,
        limit: usize,
    ) -> Result<Rc<ObjectStream>, PdfError> {
        let over = PdfError::LimitReached {
            budget: LimitKind::ObjectStreamMemory,
            limit,
        };
        let has_room = limit < self.document.meter.room();
        let data = self.decoded_within(stream, limit);
        let data = data.map_err(|error| match error {
            PdfError::LimitReached { .. } if has_room => over.clone(),
            other => other,
        })?;
        let container = ObjectStream::new(&stream.dictionary, data)?;
        match container.held_bytes() > limit {
            true => Err(over),
            false => Ok(Rc::new(container)),
        }
    }
}

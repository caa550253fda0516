//! The document as it was at the end of one revision.

mod compressed;
mod decoding;
mod overlapping;
mod scanning;

use std::ops::Deref;
use std::rc::Rc;

use crate::document::Document;
use crate::encryption::Protection;
use crate::error::{Flaw, PdfError};
use crate::location::Location;
use crate::object::{Dictionary, Object, ObjectId, StreamData};
use crate::parser::{IndirectObject, indirect_object};

/// All objects of a document as of one revision.
#[derive(Debug, Clone, Copy)]
pub struct View<'d, 'a> {
    document: &'d Document<'a>,
    revision: usize,
}

impl<'a> Document<'a> {
    /// The document as it was at the end of revision `revision`, from 0;
    /// the newest when there is no such revision.
    #[must_use]
    pub fn at(&self, revision: usize) -> View<'_, 'a> {
        View::new(self, revision.min(self.revisions().len().saturating_sub(1)))
    }

    /// The document as it is now.
    #[must_use]
    pub fn latest(&self) -> View<'_, 'a> {
        self.at(usize::MAX)
    }
}

/// An object after its reference, if it was one, has been followed.
#[derive(Debug, Clone)]
pub enum Resolved<'o> {
    /// The object stood there directly.
    Direct(&'o Object),
    /// The object was found through a reference.
    Indirect(Shared),
}

/// A parsed indirect object that the document keeps.
#[derive(Debug, Clone)]
pub struct Shared(Rc<IndirectObject>);

impl Deref for Resolved<'_> {
    type Target = Object;

    fn deref(&self) -> &Object {
        match self {
            Self::Direct(object) => object,
            Self::Indirect(shared) => shared,
        }
    }
}

impl Deref for Shared {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.0.object
    }
}

impl Shared {
    /// The bytes of the object in the file, from its number to `endobj`; empty when it is null or
    /// part of an object stream.
    #[must_use]
    pub fn span(&self) -> std::ops::Range<usize> {
        self.0.span.clone()
    }
}

impl<'d, 'a> View<'d, 'a> {
    pub(crate) fn new(document: &'d Document<'a>, revision: usize) -> Self {
        Self { document, revision }
    }

    /// The document that this view belongs to.
    #[must_use]
    pub fn document(&self) -> &'d Document<'a> {
        self.document
    }

    /// The revision, from 0.
    #[must_use]
    pub fn revision(&self) -> usize {
        self.revision
    }

    /// The trailer dictionary of the revision.
    #[must_use]
    pub fn trailer(&self) -> &'d Dictionary {
        static EMPTY: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::new);
        let revision = self.document.revisions().get(self.revision);
        revision.map_or(&*EMPTY, |revision| &revision.trailer)
    }

    /// Where the object is, as the newest cross-reference entry up to this revision says.
    #[must_use]
    pub fn locate(&self, number: u32) -> Option<Location> {
        let located = self.document.locate(number, self.revision);
        located.map(|(_, location)| location)
    }

    /// Whether the table of the section that defines `number` calls it free, while the stream beside that table keeps it
    /// (ISO 32000-2, 7.5.8.4): most programs find no such object.
    #[must_use]
    pub fn hides(&self, number: u32) -> bool {
        let defined = self.document.locate(number, self.revision);
        let revisions = self.document.revisions();
        let defined = defined.and_then(|(revision, _)| revisions.get(revision));
        let mut parts = defined.iter().flat_map(|revision| &revision.sections);
        parts.any(|part| part.hidden.binary_search(&number).is_ok())
    }

    /// Whether the object is in the first revision of a hybrid file whose stream alone mentions it:
    /// PDFium does not read that stream (measured, ADR 0021).
    #[must_use]
    pub fn is_beside_oldest(&self, number: u32) -> bool {
        let Some((0, _)) = self.document.locate(number, self.revision) else {
            return false;
        };
        let mut beside = self.document.beside_oldest().iter();
        beside.any(|part| part.beside.binary_search(&number).is_ok())
    }

    /// The greatest object number in use at this revision.
    #[must_use]
    pub fn greatest_number(&self) -> u32 {
        let greatest = self.document.greatest_numbers.get(self.revision);
        greatest.copied().unwrap_or(0)
    }

    /// The indirect object `id`; `null` when it is missing, free, or of another generation.
    ///
    /// # Errors
    /// When the bytes where the cross-reference points hold another object, or none.
    pub fn object(&self, id: ObjectId) -> Result<Shared, PdfError> {
        let Some((defined, location)) = self.document.locate(id.number, self.revision) else {
            return Ok(null(id));
        };
        if let Some(known) = self.known(id, location, defined) {
            return Ok(Shared(known));
        }
        self.document.check_unlocked()?;
        self.document.make_room();
        let held = self.document.meter.held();
        let object = match location {
            Location::Free { .. } => return Ok(null(id)),
            Location::Offset { generation, .. } if generation != id.generation => {
                return Ok(null(id));
            }
            Location::Offset { offset, .. } => {
                self.decrypted(self.read_at(id, offset, defined, true)?)?
            }
            Location::Compressed { .. } if id.generation != 0 => return Ok(null(id)),
            Location::Compressed { stream, index } => self.read_compressed(id, stream, index)?,
        };
        let object = Rc::new(object);
        if self.may_keep(&object) {
            let mut objects = self.document.objects.borrow_mut();
            objects.insert((id.number, location), object.clone());
        } else {
            self.document.meter.set_held(held);
        }
        Ok(Shared(object))
    }

    /// The object at a place when it is kept. An older table may name a place behind its revision, where a newer one found
    /// an object: that is none of the revision `defined`.
    fn known(
        &self,
        id: ObjectId,
        location: Location,
        defined: usize,
    ) -> Option<Rc<IndirectObject>> {
        let objects = self.document.objects.borrow();
        let known = objects.get(&(id.number, location))?;
        let is_within = known.id == id && known.span.end <= self.end_of(defined);
        is_within.then(|| known.clone())
    }

    /// Follows `object` when it is a reference.
    ///
    /// # Errors
    /// As [`object`](Self::object); [`PdfError::Cycle`] for references to references in a circle.
    pub fn resolve<'o>(&self, object: &'o Object) -> Result<Resolved<'o>, PdfError> {
        const HOPS: usize = 8;
        let Object::Reference(mut id) = *object else {
            return Ok(Resolved::Direct(object));
        };
        for _ in 0..HOPS {
            let target = self.object(id)?;
            match *target {
                Object::Reference(next) => id = next,
                _ => return Ok(Resolved::Indirect(target)),
            }
        }
        Err(PdfError::Cycle { id })
    }

    /// The value of `key`, its reference followed; `null` when absent.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub fn get<'o>(&self, dictionary: &'o Dictionary, key: &str) -> Result<Resolved<'o>, PdfError> {
        self.resolve(dictionary.get(key).unwrap_or(&Object::Null))
    }

    /// Counts elements that are compared, or looked at, over all revisions: what
    /// one object holds may be asked for as often as there are revisions.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn count_compared(&self, elements: usize) -> Result<(), PdfError> {
        self.document.meter.compare(elements)
    }

    /// The catalog, with its object id (ISO 32000-2, 7.7.2).
    ///
    /// # Errors
    /// [`PdfError::Missing`] when `/Root` leads to no dictionary.
    pub fn catalog(&self) -> Result<(ObjectId, Shared), PdfError> {
        let missing = PdfError::Missing {
            what: Flaw::Catalog,
        };
        let root = self.trailer().get("Root").and_then(Object::as_reference);
        let id = root.ok_or(missing.clone())?;
        let catalog = self.object(id)?;
        match &*catalog {
            Object::Dictionary(_) => Ok((id, catalog)),
            _ => Err(missing),
        }
    }

    /// The object numbers of the elements of an object stream, in their order.
    ///
    /// # Errors
    /// When there is no object stream of this number, or it is malformed.
    pub fn elements(&self, stream: ObjectId) -> Result<Vec<u32>, PdfError> {
        Ok(self.object_stream(stream)?.numbers().collect())
    }

    /// Refuses an object that can be read only with bytes that a later revision appended: readers
    /// of the longer file see content that no signature covers. True for a stream whose `/Length`
    /// ends behind its revision, where another one follows: a reader takes the later bytes for its
    /// data.
    ///
    /// # Errors
    /// [`PdfError::UnexpectedObject`] for an object that can be read only so; an object that cannot
    /// be read in either way is no error.
    pub fn check_within_revision(&self, number: u32) -> Result<bool, PdfError> {
        let located = self.document.locate(number, self.revision);
        let Some((defined, location @ Location::Offset { offset, generation })) = located else {
            return Ok(false);
        };
        let id = ObjectId::new(number, generation);
        let Ok(start) = usize::try_from(offset) else {
            return Ok(false);
        };
        let into_later = PdfError::UnexpectedObject {
            id,
            what: Flaw::ReachesIntoLater,
        };
        // Kept objects end within the revision that defines them.
        if self.known(id, location, defined).is_some() {
            return Ok(false);
        }
        let reaches_beyond = match self.read_at(id, offset, defined, true) {
            Ok(_) => return Ok(false),
            Err(PdfError::Syntax { what, .. }) => what == Flaw::StreamBeyondEnd,
            Err(_) => false,
        };
        let length_of = |length: ObjectId| self.length(length);
        let meter = &self.document.meter;
        match indirect_object(self.document.bytes(), start, meter, &length_of) {
            Ok(object) if object.id == id => Err(into_later),
            _ => Ok(reaches_beyond && defined + 1 < self.document.revisions().len()),
        }
    }

    /// End of the revision whose cross-reference defines an object: its bytes
    /// may not reach into what later revisions append.
    pub(crate) fn end_of_definition(&self, number: u32) -> usize {
        let located = self.document.locate(number, self.revision);
        located.map_or(0, |(revision, _)| self.end_of(revision))
    }

    fn end_of(&self, revision: usize) -> usize {
        let revision = self.document.revisions().get(revision);
        revision.map_or(0, |revision| revision.end)
    }

    fn read_at(
        &self,
        id: ObjectId,
        offset: u64,
        defined: usize,
        follow_length: bool,
    ) -> Result<IndirectObject, PdfError> {
        let end = self.end_of(defined);
        let misplaced = PdfError::ObjectMisplaced { id, offset };
        let start = usize::try_from(offset).ok().filter(|start| *start < end);
        let start = start.ok_or(misplaced.clone())?;
        let bytes = self.document.bytes().get(..end).unwrap_or_default();
        let length_of = |length: ObjectId| follow_length.then(|| self.length(length)).flatten();
        match indirect_object(bytes, start, &self.document.meter, &length_of) {
            Ok(object) if object.id == id => Ok(object),
            Ok(_) => Err(misplaced),
            Err(PdfError::Syntax { offset: at, .. }) if at == start => Err(misplaced),
            Err(error) => Err(error),
        }
    }

    /// An indirect `/Length`: it may stand in an object stream, whose own
    /// `/Length` may not be in one again.
    fn length(&self, id: ObjectId) -> Option<i64> {
        let (defined, location) = self.document.locate(id.number, self.revision)?;
        match location {
            Location::Offset { offset, generation } if generation == id.generation => {
                let object = self.read_at(id, offset, defined, false).ok()?;
                object.object.as_integer()
            }
            Location::Compressed { stream, index } if id.generation == 0 => {
                let object = self.read_compressed(id, stream, index).ok()?;
                object.object.as_integer()
            }
            _ => None,
        }
    }

    /// The object as it reads once it is decrypted; what is decrypted counts
    /// towards the budget of decoded bytes.
    fn decrypted(&self, mut object: IndirectObject) -> Result<IndirectObject, PdfError> {
        let Protection::Open(encryption) = &self.document.protection else {
            return Ok(object);
        };
        let meter = &self.document.meter;
        let plain = |value: &Object| self.plain(value);
        encryption.decrypt(&mut object, self.document.bytes(), meter, &plain)?;
        if let Object::Stream(stream) = &object.object
            && let StreamData::Owned(data) = &stream.data
        {
            meter.inflate(data.len())?;
        }
        Ok(object)
    }

    /// The target of an entry of a stream dictionary, not decrypted; `null` in an object stream,
    /// which would have to be decrypted itself.
    fn plain(&self, value: &Object) -> Object {
        let Object::Reference(id) = *value else {
            return value.clone();
        };
        let located = self.document.locate(id.number, self.revision);
        let Some((defined, Location::Offset { offset, .. })) = located else {
            return Object::Null;
        };
        let object = self.read_at(id, offset, defined, false);
        object.map_or(Object::Null, |object| object.object)
    }

    /// A stream whose `/Length` is indirect may read differently in another
    /// revision, and an element of an object stream too when that is replaced.
    fn may_keep(&self, object: &IndirectObject) -> bool {
        if self.document.revisions().len() == 1 {
            return true;
        }
        match &object.object {
            Object::Stream(stream) => {
                !matches!(stream.dictionary.get("Length"), Some(Object::Reference(_)))
            }
            _ => !object.span.is_empty(),
        }
    }
}

fn null(id: ObjectId) -> Shared {
    Shared(Rc::new(IndirectObject {
        id,
        object: Object::Null,
        span: 0..0,
    }))
}

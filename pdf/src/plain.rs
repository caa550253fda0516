//! How an object is written, beyond what it says.
//!
//! Programs agree on a plainly written object. At the edges they do not: one cuts words after 255
//! bytes, one refuses names of more than 127, one skips the rest of the line behind `stream`, one
//! takes a number that does not fit into 32 bits for another. An object at such an edge shows one
//! thing here and something else elsewhere. ADR 0022 lists the facts, with the program that each
//! comes from.

mod container;
mod scan;

use crate::error::PdfError;
use crate::filter::is_plainly_filtered;
use crate::location::Location;
use crate::object::{Dictionary, Object, ObjectId, Stream};
use crate::view::View;
pub(crate) use container::check_container;
use scan::{Loose, Scan};

/// How strictly the writing of an object is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// Only writing that programs are known to read differently: for signed objects.
    Ambiguous,
    /// Everything that writers of increments do not do: for objects of later revisions.
    Canonical,
}

/// A place at which an object is not written plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WritingFault {
    /// Bytes from the start of the file, or of the decoded object stream.
    pub offset: usize,
    /// The object stream that holds the object.
    pub container: Option<u32>,
    /// What is wrong there.
    pub what: Irregularity,
}

/// What is wrong with the writing of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Irregularity {
    /// No object can be read.
    Unreadable,
    /// A word, name or number of more than 127 bytes, or a number with more than 32 zeros behind the point.
    LongToken,
    /// A number that is not one sign at most, digits, and one point among them.
    NumberForm,
    /// A number that does not fit into 32 bits, or an object number beyond 4,194,303.
    NumberRange,
    /// A byte in a name that only some programs take for white space.
    WhiteSpace,
    /// A number sign in a name that is no needed escape.
    NameEscape,
    /// An odd number of hexadecimal digits.
    HexadecimalDigits,
    /// An octal escape beyond 377.
    OctalEscape,
    /// Deeper nesting than all programs follow.
    Nesting,
    /// A reference in the place of the whole object.
    BareReference,
    /// A reference to another generation of an object than there is.
    Generation,
    /// No `n g obj` in one line of plain numbers where the cross-reference points.
    Header,
    /// `stream` is not followed by an end of line.
    StreamLine,
    /// `/Length` is no direct integer, and none that the same revision or one before writes in an
    /// object outside object streams.
    StreamLength,
    /// A key of a stream dictionary that some programs take for another, or for an external file.
    StreamKey,
    /// Filters that programs undo differently: named by reference, with parameters of another form, `/Crypt` in a file that is not
    /// encrypted, or others than `/FlateDecode` for objects and cross-references.
    StreamFilter,
    /// `endstream` or `endobj` does not stand alone where it must.
    End,
    /// The header of an object stream is not `/N` pairs of plain numbers before `/First`.
    ContainerHeader,
    /// The elements of an object stream do not follow each other in ascending order.
    ContainerOrder,
    /// An object stream holds one number twice.
    ContainerTwice,
    /// There are bytes between the elements of an object stream.
    ContainerGap,
}

impl Irregularity {
    /// Whether programs are known to read such an object differently; others only never occur in increments.
    #[must_use]
    pub(crate) fn is_ambiguous(self) -> bool {
        !matches!(
            self,
            Self::NumberForm
                | Self::WhiteSpace
                | Self::HexadecimalDigits
                | Self::OctalEscape
                | Self::Generation
                | Self::Header
                | Self::StreamLength
                | Self::StreamKey
                | Self::StreamFilter
                | Self::End
        )
    }
}

impl Strictness {
    fn minds(self, what: Irregularity) -> bool {
        self == Self::Canonical || what.is_ambiguous()
    }
}

impl View<'_, '_> {
    /// The possible references of an object that the parser cannot read: at least all those that
    /// any program reads that goes on. Where programs differ in them, these are all numbers of the
    /// document, also those of later revisions.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`].
    pub fn loose_references(
        &self,
        number: u32,
        found: &mut dyn FnMut(u32),
    ) -> Result<(), PdfError> {
        let container;
        let (bytes, has_header) = match self.locate(number) {
            None | Some(Location::Free { .. }) => return Ok(()),
            Some(Location::Offset { offset, .. }) => {
                let bytes = self.document().bytes();
                let bytes = bytes.get(..self.end_of_definition(number));
                let start = usize::try_from(offset).unwrap_or(usize::MAX);
                (bytes.and_then(|bytes| bytes.get(start..)), true)
            }
            Some(Location::Compressed { stream, index }) => {
                container = self.object_stream(ObjectId::new(stream, 0))?;
                let element = container.element(index);
                (element.and_then(|(bytes, start)| bytes.get(start..)), false)
            }
        };
        self.document().meter.check_scanned()?;
        let bytes = bytes.unwrap_or_default();
        let near = memchr::memmem::find(bytes, b"endobj").unwrap_or(bytes.len());
        self.document().meter.scan(near)?;
        match scan::loose_references(bytes, has_header) {
            Loose::Known(targets) => targets.into_iter().for_each(found),
            Loose::Anything => {
                let greatest = self.document().latest().greatest_number();
                let every = usize::try_from(greatest).unwrap_or(usize::MAX);
                self.document().meter.scan(every.max(bytes.len()))?;
                (1..=greatest).for_each(found);
            }
        }
        Ok(())
    }

    /// The first place at which the object `number` is not written as `strictness` asks; `None` for a free one.
    ///
    /// The data of object streams are looked at too: their header and the order of their elements.
    ///
    /// # Errors
    /// [`PdfError::LimitReached`] only: what cannot be read is a fault.
    pub fn writing_fault(
        &self,
        number: u32,
        strictness: Strictness,
    ) -> Result<Option<WritingFault>, PdfError> {
        let fault = match self.locate(number) {
            None | Some(Location::Free { .. }) => return Ok(None),
            Some(Location::Offset { offset, generation }) => {
                let id = ObjectId::new(number, generation);
                let offset = usize::try_from(offset).unwrap_or(usize::MAX);
                self.fault_in_file(id, offset, strictness)?
            }
            Some(Location::Compressed { stream, index }) => {
                self.fault_in_container(stream, index, strictness)?
            }
        };
        Ok(fault)
    }

    fn fault_in_file(
        &self,
        id: ObjectId,
        offset: usize,
        strictness: Strictness,
    ) -> Result<Option<WritingFault>, PdfError> {
        let object = match self.object(id) {
            Ok(object) => object,
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) => return Ok(Some(fault(offset, Irregularity::Unreadable))),
        };
        self.document().meter.check_scanned()?;
        let bytes = self.document().bytes();
        let end = object.span().end;
        let mut scan = Scan::new(bytes.get(..end).unwrap_or(bytes), offset, strictness);
        let length = object
            .as_stream()
            .and_then(|stream| self.own_length(id, stream));
        let found = whole_object(&mut scan, &object, length, self);
        self.document().meter.scan(end.saturating_sub(offset))?;
        if let Err(found) = found {
            return Ok(Some(found));
        }
        match object.as_stream() {
            Some(stream)
                if stream
                    .dictionary
                    .name("Type")
                    .is_some_and(|t| *t == "ObjStm") =>
            {
                let data = self.decoded(stream)?;
                Ok(check_container(&stream.dictionary, &data)
                    .err()
                    .map(|(offset, what)| WritingFault {
                        offset,
                        container: Some(id.number),
                        what,
                    }))
            }
            _ => Ok(None),
        }
    }

    fn fault_in_container(
        &self,
        stream: u32,
        index: u32,
        strictness: Strictness,
    ) -> Result<Option<WritingFault>, PdfError> {
        let unreadable = WritingFault {
            offset: 0,
            container: Some(stream),
            what: Irregularity::Unreadable,
        };
        let container = match self.object_stream(ObjectId::new(stream, 0)) {
            Ok(container) => container,
            Err(error @ PdfError::LimitReached { .. }) => return Err(error),
            Err(_) => return Ok(Some(unreadable)),
        };
        if strictness == Strictness::Ambiguous && container.holds_one_twice() {
            return Ok(Some(WritingFault {
                what: Irregularity::ContainerTwice,
                ..unreadable
            }));
        }
        let Some((bytes, start)) = container.element(index) else {
            return Ok(Some(unreadable));
        };
        let meter = &self.document().meter;
        meter.check_scanned()?;
        let mut scan = Scan::new(bytes, start, strictness);
        let found = scan.element();
        meter.scan(bytes.len().saturating_sub(start))?;
        Ok(found.err().map(|fault| WritingFault {
            container: Some(stream),
            ..fault
        }))
    }

    /// The length of a stream: a direct number, or one in an object outside object streams, as some
    /// writers do that stream their data. Where the revision of the stream writes that object, its
    /// number was unused before: another stream's length could change with it. Programs that
    /// rebuild a cross-reference do not all look into object streams.
    fn own_length(&self, id: ObjectId, stream: &Stream) -> Option<usize> {
        let length = match stream.dictionary.get("Length")? {
            Object::Integer(length) => *length,
            Object::Reference(length) => {
                let of = |number| self.document().locate(number, self.revision());
                let (revision, location) = of(length.number)?;
                let (defined, _) = of(id.number)?;
                let before = revision.checked_sub(1);
                let before = before.and_then(|b| self.document().locate(length.number, b));
                let unused = before.is_none_or(|(_, at)| matches!(at, Location::Free { .. }));
                let known = revision < defined || (revision == defined && unused);
                let plain = known && matches!(location, Location::Offset { .. });
                let length = self.object(*length).ok().filter(|_| plain)?;
                length.as_integer()?
            }
            _ => return None,
        };
        usize::try_from(length).ok()
    }
}

/// Looks at the dictionary of a trailer at `position`, as at an object of a later revision; `section` is the length of
/// the data when it is that of a cross-reference stream, with whose `endobj` the bytes end.
pub(crate) fn check_trailer(
    bytes: &[u8],
    position: usize,
    section: Option<usize>,
) -> Result<(), WritingFault> {
    let mut scan = Scan::new(bytes, position, Strictness::Canonical);
    scan.trailer()?;
    match section {
        Some(length) => {
            scan.stream(Some(length))?;
            scan.end_of_object()
        }
        None => Ok(()),
    }
}

fn fault(offset: usize, what: Irregularity) -> WritingFault {
    WritingFault {
        offset,
        container: None,
        what,
    }
}

/// From the object number to `endobj`.
fn whole_object(
    scan: &mut Scan<'_>,
    object: &Object,
    length: Option<usize>,
    view: &View<'_, '_>,
) -> Result<(), WritingFault> {
    scan.header()?;
    scan.body()?;
    if let Some(stream) = object.as_stream() {
        check_stream_keys(scan, &stream.dictionary)?;
        let data = view.document().stream_bytes(&stream.data);
        let encrypted = view.document().is_encrypted();
        let found = |id| view.object(id).ok().map(|object| (*object).clone());
        if !is_plainly_filtered(&stream.dictionary, data, encrypted, &found) {
            scan.fault(Irregularity::StreamFilter)?;
        }
        scan.stream(length)?;
    }
    scan.end_of_object()
}

/// Keys that name a file elsewhere, or that one program reads as the short form of another key
/// (ISO 32000-2, tables 5 and 91).
fn check_stream_keys(scan: &Scan<'_>, dictionary: &Dictionary) -> Result<(), WritingFault> {
    const ANYWHERE: [&str; 4] = ["F", "FFilter", "FDecodeParms", "DP"];
    const IN_PICTURES: [&str; 7] = ["W", "H", "BPC", "CS", "D", "IM", "I"];
    let picture = dictionary.name("Subtype").is_some_and(|s| *s == "Image");
    let in_pictures = IN_PICTURES.iter().filter(|_| picture);
    let mut keys = ANYWHERE.iter().chain(in_pictures);
    match keys.any(|key| dictionary.contains(key)) {
        true => scan.fault(Irregularity::StreamKey),
        false => Ok(()),
    }
}

//! A file and its revisions.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use crate::encryption::Protection;
use crate::error::PdfError;
use crate::index::EntryIndex;
use crate::lexer::{Lexer, is_white_space};
use crate::limits::Limits;
use crate::location::Location;
use crate::loose::Loose;
use crate::meter::{Held, Meter};
use crate::object::StreamData;
use crate::object_stream::ObjectStream;
use crate::page::{KnownPages, PagePositions};
use crate::parser::{IndirectObject, object_header};
use crate::recent::Recent;
use crate::revision::{Revision, read_revisions};
use crate::scans::KnownScans;
use crate::spent::Spent;
use crate::xref::SectionPart;

/// Decoded streams by object number and place.
pub(crate) type DecodedStreams = HashMap<(u32, Location), Rc<[u8]>>;

/// A file read as written: its bytes, its revisions, and where each object is.
///
/// Objects that were parsed are kept; the caches make it `!Sync`.
#[derive(Debug)]
pub struct Document<'a> {
    /// From where offsets count.
    bytes: &'a [u8],
    /// How many bytes stand before them in the file.
    leading: usize,
    pub(crate) meter: Meter,
    header_offset: usize,
    revisions: Vec<Revision>,
    index: EntryIndex,
    pub(crate) objects: RefCell<HashMap<(u32, Location), Rc<IndirectObject>, RandomState>>,
    pub(crate) pages: RefCell<Option<KnownPages>>,
    pub(crate) page_positions: RefCell<PagePositions>,
    pub(crate) object_streams: RefCell<HashMap<(usize, usize), Rc<ObjectStream>>>,
    /// Decoded streams of the security stores of all revisions.
    pub(crate) validation_data: RefCell<DecodedStreams>,
    /// Data that were decoded lately.
    pub(crate) recent: RefCell<Recent>,
    /// Objects that were scanned.
    pub(crate) scans: RefCell<KnownScans>,
    /// Numbers that later entries may not use again.
    pub(crate) spent: OnceCell<Spent>,
    /// What [`Document::irritation`] answers.
    pub(crate) irritation: OnceCell<Option<Loose>>,
    /// The greatest object number in use at each revision.
    pub(crate) greatest_numbers: Vec<u32>,
    /// The greatest number at each revision that is in use or that a cross-reference stream up to there has.
    pub(crate) greatest_needed: Vec<u32>,
    pub(crate) protection: Protection,
    /// The memory of the trailers, which is never given back.
    pub(crate) held_by_trailers: Held,
}

impl<'a> Document<'a> {
    /// Reads the revisions of `bytes` with the default [`Limits`].
    ///
    /// # Errors
    /// As [`open_with`](Self::open_with).
    pub fn open(bytes: &'a [u8]) -> Result<Self, PdfError> {
        Self::open_with(bytes, Limits::default())
    }

    /// Reads the revisions of `bytes`.
    ///
    /// # Errors
    /// [`PdfError::NotPdf`], [`PdfError::Truncated`], [`PdfError::BrokenXref`]
    /// or [`PdfError::LimitReached`]. Nothing is repaired.
    pub fn open_with(bytes: &'a [u8], limits: Limits) -> Result<Self, PdfError> {
        let header_offset = header_offset(bytes).ok_or(PdfError::NotPdf)?;
        match Self::read(bytes, header_offset, limits) {
            Err(error) if header_offset > 0 => {
                match Self::counted_from_header(bytes, header_offset, limits) {
                    Some(counted)
                        if is_harmless(bytes.get(..header_offset).unwrap_or_default()) =>
                    {
                        Ok(counted)
                    }
                    Some(_) => Err(PdfError::LeadingBytes {
                        count: header_offset,
                    }),
                    None => Err(error),
                }
            }
            read => read,
        }
    }

    /// The document behind bytes that do not belong to it, when all its offsets count from the
    /// header, as every program reads them, and lead to no section when they are counted from the
    /// start of the file.
    fn counted_from_header(bytes: &'a [u8], header_offset: usize, limits: Limits) -> Option<Self> {
        let behind = bytes.get(header_offset..)?;
        let document = Self::read(behind, 0, limits).ok()?;
        let parts = document.revisions.iter().flat_map(|one| &one.sections);
        let mut starts = parts.map(|part| part.span.start);
        let named = document.revisions.iter().map(|one| one.xref_offset);
        let named = named.filter_map(|offset| usize::try_from(offset).ok());
        let ambiguous = starts.any(|at| is_section(bytes, at))
            || named.into_iter().any(|at| is_section(bytes, at));
        (!ambiguous).then_some(Self {
            leading: header_offset,
            recent: RefCell::default(),
            irritation: OnceCell::new(),
            ..document
        })
    }

    fn read(bytes: &'a [u8], header_offset: usize, limits: Limits) -> Result<Self, PdfError> {
        let meter = Meter::new(limits.for_size(bytes.len()));
        let revisions = read_revisions(bytes, header_offset, &meter)?;
        let (greatest_numbers, greatest_needed) = greatest_numbers(&revisions);
        let mut document = Self {
            bytes,
            leading: 0,
            held_by_trailers: meter.held(),
            meter,
            header_offset,
            index: EntryIndex::new(&revisions),
            greatest_numbers,
            greatest_needed,
            revisions,
            objects: RefCell::default(),
            pages: RefCell::default(),
            page_positions: RefCell::default(),
            object_streams: RefCell::default(),
            validation_data: RefCell::default(),
            recent: RefCell::default(),
            irritation: OnceCell::new(),
            scans: RefCell::default(),
            spent: OnceCell::new(),
            protection: Protection::None,
        };
        document.read_protection(None);
        // What encrypts the file was not seen to the end.
        document.meter.compare(0)?;
        Ok(document)
    }

    /// Makes room for the next object when what is kept takes much of it.
    pub(crate) fn make_room(&self) {
        if self.meter.is_half_full() {
            self.objects.borrow_mut().clear();
            self.meter.set_held(self.held_by_trailers);
        }
    }

    /// The bytes of the file from where its offsets count: all of them, unless there are
    /// [`leading_bytes`](Self::leading_bytes).
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        self.meter.limits()
    }

    /// The number of bytes before the header in a file whose offsets count from the header. They
    /// belong to no revision and to no byte range.
    #[must_use]
    pub fn leading_bytes(&self) -> usize {
        self.leading
    }

    /// The offset of the first dictionary, of those that were read so far, that holds a key twice,
    /// in bytes.
    #[must_use]
    pub fn repeated_key(&self) -> Option<usize> {
        self.meter.repeated_key()
    }

    /// The offset of `%PDF-` in [`bytes`](Self::bytes); 0 in a regular file.
    #[must_use]
    pub fn header_offset(&self) -> usize {
        self.header_offset
    }

    /// The revisions, oldest first; never empty.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// Whether a trailer names an `/Encrypt` dictionary.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        !matches!(self.protection, Protection::None)
    }

    /// Whether strings and streams can be read: the file is not encrypted, or
    /// the empty password opens it, or the one that was [given](Self::unlock). Every object of another file is an error.
    ///
    /// # Errors
    /// [`PdfError::Locked`].
    pub fn check_unlocked(&self) -> Result<(), PdfError> {
        match &self.protection {
            Protection::Locked(reason) => Err(reason.clone().into()),
            Protection::None | Protection::Open(_) => Ok(()),
        }
    }

    /// The bytes other than white space after the last `%%EOF`.
    #[must_use]
    pub fn bytes_after_eof(&self) -> &'a [u8] {
        let end = self.revisions.last().map_or(0, |revision| revision.eof);
        let rest = self.bytes.get(end..).unwrap_or_default();
        let visible = |byte: &u8| !is_white_space(*byte);
        match (
            rest.iter().position(visible),
            rest.iter().rposition(visible),
        ) {
            (Some(first), Some(last)) => rest.get(first..=last).unwrap_or_default(),
            _ => &[],
        }
    }

    /// The encoded bytes of a stream.
    #[must_use]
    pub fn stream_bytes<'s>(&'s self, data: &'s StreamData) -> &'s [u8] {
        match data {
            StreamData::Owned(bytes) => bytes,
            StreamData::InFile { start, end } => self.bytes.get(*start..*end).unwrap_or_default(),
        }
    }

    /// The newest entry of every number up to `revision`, in ascending order.
    pub(crate) fn entries_at(&self, revision: usize) -> impl Iterator<Item = (u32, Location)> {
        let revision = u32::try_from(revision).unwrap_or(u32::MAX);
        let newest = self.index.newest(revision);
        newest.map(|entry| (entry.number, entry.location))
    }

    /// The newest entry for `number` up to `revision`, and the revision that it is from.
    #[must_use]
    pub fn locate(&self, number: u32, revision: usize) -> Option<(usize, Location)> {
        let revision = u32::try_from(revision).unwrap_or(u32::MAX);
        let newest = self.index.of(number, revision).last()?;
        let revision = usize::try_from(newest.revision).ok()?;
        Some((revision, newest.location))
    }

    /// The entries of each revision up to `revision` for this number, the oldest first.
    pub fn history(
        &self,
        number: u32,
        revision: usize,
    ) -> impl DoubleEndedIterator<Item = (usize, Location)> {
        let revision = u32::try_from(revision).unwrap_or(u32::MAX);
        let own = self.index.of(number, revision).iter();
        own.map(|entry| {
            let revision = usize::try_from(entry.revision).unwrap_or(usize::MAX);
            (revision, entry.location)
        })
    }

    /// Whether any revision up to `revision` had an object of this number.
    #[must_use]
    pub fn had(&self, number: u32, revision: usize) -> bool {
        let revision = u32::try_from(revision).unwrap_or(u32::MAX);
        let mut own = self.index.of(number, revision).iter();
        own.any(|entry| !matches!(entry.location, Location::Free { .. }))
    }

    /// Whether [`is_beside_oldest`](crate::view::View::is_beside_oldest) is true of any object.
    #[must_use]
    pub fn has_objects_beside_oldest(&self) -> bool {
        let mut beside = self.beside_oldest().iter();
        beside.any(|part| !part.beside.is_empty())
    }

    /// The oldest section, a table, with the stream beside it. Where the first revision has a table before that, the table with
    /// the stream is not the oldest section.
    pub(crate) fn beside_oldest(&self) -> &[SectionPart] {
        match self
            .revisions()
            .first()
            .map(|oldest| oldest.sections.as_slice())
        {
            Some(sections @ [table, stream]) if table.is_table() && !stream.is_table() => sections,
            _ => &[],
        }
    }
}

/// Of the revisions up to each: the greatest number in use, and the greatest one that is in use or that a cross-reference
/// stream has, whether an entry lists it or not.
fn greatest_numbers(revisions: &[Revision]) -> (Vec<u32>, Vec<u32>) {
    let in_use = |entry: &&(u32, Location)| !matches!(entry.1, Location::Free { .. });
    let (mut used, mut needed) = (0, 0);
    let numbers = revisions.iter().map(|revision| {
        let own = revision.entries.iter().rev().find(in_use);
        used = own.map_or(used, |(number, _)| used.max(*number));
        let sections = revision.sections.iter().filter_map(|part| part.number);
        needed = sections.fold(needed.max(used), u32::max);
        (used, needed)
    });
    numbers.unzip()
}

/// Whether a cross-reference section may begin there, behind white space.
fn is_section(bytes: &[u8], at: usize) -> bool {
    let mut lexer = Lexer::new(bytes, at);
    lexer.skip_white_space();
    lexer.take(b"xref") || object_header(&mut lexer).is_ok()
}

/// Whether bytes before the header, which no signature covers, are those that web servers and
/// portals put there: fields of a message (RFC 9112), its status line, the length of a chunk, blank
/// lines. Other formats begin with other bytes, and words that look like objects make repairing
/// programs show something else. Programs look for the header in the first 1,024 bytes; some
/// require all of it, and what follows, within them.
fn is_harmless(leading: &[u8]) -> bool {
    const MOST: usize = 1000;
    const WORDS: [&[u8]; 4] = [b"obj", b"xref", b"trailer", b"stream"];
    let plain = leading.to_ascii_lowercase();
    let holds = |word: &&[u8]| plain.windows(word.len()).any(|window| window == *word);
    let mut lines = leading.split(|byte| matches!(byte, b'\r' | b'\n'));
    leading.len() <= MOST && lines.all(is_line_of_message) && !WORDS.iter().any(holds)
}

fn is_line_of_message(line: &[u8]) -> bool {
    let is_text = |byte: &u8| {
        (byte.is_ascii_graphic() || matches!(byte, b' ' | b'\t')) && !b"%<>{}\\".contains(byte)
    };
    let is_name = |name: &[u8]| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        !name.is_empty() && name.iter().all(is_part)
    };
    let mut parts = line.splitn(2, |byte| *byte == b':');
    let is_field = parts.next().is_some_and(is_name) && parts.next().is_some();
    let is_length = line.len() <= 8 && line.iter().all(u8::is_ascii_hexdigit);
    let is_blank = line.trim_ascii().is_empty();
    line.iter().all(is_text) && (is_blank || is_field || is_length || line.starts_with(b"HTTP/1."))
}

fn header_offset(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..1024.min(bytes.len()))?;
    head.windows(5).position(|window| window == b"%PDF-")
}

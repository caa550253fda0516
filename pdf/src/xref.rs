//! Cross-reference sections as written (ISO 32000-2, 7.5.4, 7.5.8), no repair.

mod stream;
mod table;

use crate::limit_kind::LimitKind;
use std::ops::Range;

use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, is_white_space};
use crate::location::Location;
use crate::loose::LooseWriting;
use crate::meter::Meter;
use crate::object::{Dictionary, Object};

/// How the cross-reference of a revision is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XrefForm {
    /// A table with the keyword `xref`.
    Table,
    /// A cross-reference stream.
    Stream,
    /// A table with an additional stream (`/XRefStm`).
    Hybrid,
}

/// One cross-reference section with its trailer.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) offset: u64,
    pub(crate) form: XrefForm,
    pub(crate) trailer: Dictionary,
    /// Sorted by object number, without duplicates.
    pub(crate) entries: Vec<(u32, Location)>,
    pub(crate) previous: Option<u64>,
    /// Where the stream of a hybrid section is.
    pub(crate) hybrid_stream: Option<u64>,
    /// Whether that stream puts an object elsewhere than the table.
    pub(crate) contradicts: bool,
    /// Its parts: the section itself, then the stream of a hybrid section.
    pub(crate) parts: Vec<SectionPart>,
    /// One past the trailer dictionary or the `endobj` of the stream.
    pub(crate) end: usize,
}

/// The place of a cross-reference table or stream in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SectionPart {
    /// From `xref` to the end of the trailer dictionary, or the object of the stream.
    pub span: Range<usize>,
    /// The offset of the keyword `trailer` of a table; `None` for a stream.
    pub trailer: Option<usize>,
    /// Its `/Prev`.
    pub(crate) previous: Option<u64>,
    /// The encoded data of a stream.
    pub(crate) data: Range<usize>,
    /// The entries that a stream frees with a generation of 1 and more: number and generation.
    pub(crate) freed: Vec<(u32, u16)>,
    /// The lowest number in use of a table, and not at byte 0.
    pub(crate) lowest: Option<u32>,
    /// Objects that the stream of a hybrid section has, and its table does not mention.
    pub(crate) beside: Vec<u32>,
    /// Objects that a table calls free, and the stream of its hybrid section does not.
    pub(crate) hidden: Vec<u32>,
    /// The loose writing in its entries, if any.
    pub(crate) loose_entries: Option<LooseWriting>,
    /// Whether it says `/Prev 0`.
    pub(crate) has_previous_of_zero: bool,
}

impl SectionPart {
    /// Whether it is a table with a trailer, and no stream.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.trailer.is_some()
    }

    /// The objects that this table calls free and the stream beside it keeps (ISO 32000-2, 7.5.8.4).
    #[must_use]
    pub fn hidden_objects(&self) -> &[u32] {
        &self.hidden
    }

    /// Whether this is a table that calls objects free which the stream beside it keeps (ISO 32000-2, 7.5.8.4).
    #[must_use]
    pub const fn hides_objects(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// The bytes of its trailer dictionary, with the keyword or header before it.
    #[must_use]
    pub fn dictionary(&self) -> Range<usize> {
        match self.trailer {
            Some(trailer) => trailer..self.span.end,
            None => self.span.start..self.data.start,
        }
    }
}

/// The start of the section that an offset names: white space before it is skipped.
pub(crate) fn target(bytes: &[u8], offset: u64) -> usize {
    let start = usize::try_from(offset).unwrap_or(usize::MAX);
    let rest = bytes.get(start..).unwrap_or_default().iter();
    start.saturating_add(rest.take_while(|byte| is_white_space(**byte)).count())
}

/// Reads the section that starts at `offset`.
pub(crate) fn read_section(bytes: &[u8], offset: u64, meter: &Meter) -> Result<Section, PdfError> {
    let start = usize::try_from(offset).ok().filter(|o| *o < bytes.len());
    let start = start.ok_or_else(|| broken(offset, Flaw::OutsideFile))?;
    let mut lexer = Lexer::new(bytes, start);
    lexer.skip_white_space();
    let keyword = lexer.position();
    if lexer.take(b"xref") {
        table::read(lexer, offset, keyword, meter)
    } else {
        stream::read(bytes, offset, start, meter)
    }
}

pub(crate) fn broken(offset: u64, what: Flaw) -> PdfError {
    PdfError::BrokenXref { offset, what }
}

/// The `/Prev` of a trailer: a direct, non-negative integer. No section can begin where the header
/// is, so 0 means none, as PDFBox, qpdf and MuPDF read it; an object that such a section does not
/// hold is not part of the document. It is refused when the header is elsewhere.
fn previous(trailer: &Dictionary, offset: u64) -> Result<Option<u64>, PdfError> {
    match trailer.get("Prev") {
        None | Some(Object::Null | Object::Integer(0)) => Ok(None),
        Some(value) => value
            .as_integer()
            .and_then(|value| u64::try_from(value).ok())
            .map(Some)
            .ok_or_else(|| broken(offset, Flaw::PrevNoOffset)),
    }
}

fn has_previous_of_zero(trailer: &Dictionary) -> bool {
    matches!(trailer.get("Prev"), Some(Object::Integer(0)))
}

/// Sorts the entries; the same number twice must say the same.
fn sorted(
    mut entries: Vec<(u32, Location)>,
    offset: u64,
) -> Result<Vec<(u32, Location)>, PdfError> {
    if !entries.is_sorted_by_key(|(number, _)| *number) {
        entries.sort_by_key(|(number, _)| *number);
    }
    entries.dedup();
    let unique = entries.array_windows().all(|[a, b]| a.0 != b.0);
    if unique {
        Ok(entries)
    } else {
        Err(broken(offset, Flaw::TwoEntries))
    }
}

fn too_many(meter: &Meter) -> PdfError {
    PdfError::LimitReached {
        budget: LimitKind::XrefEntries,
        limit: meter.limits().entries,
    }
}

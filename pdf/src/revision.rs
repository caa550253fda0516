//! Revisions: what each incremental update added (ISO 32000-2, 7.5.6).

mod linearized;

use crate::limit_kind::LimitKind;
use std::cell::OnceCell;
use std::collections::HashSet;

use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, is_white_space};
use crate::location::Location;
use crate::meter::Meter;
use crate::object::{Dictionary, Object};
use crate::parser::object_header;
use crate::xref::{Section, SectionPart, XrefForm, broken, read_section, target};

/// One revision: the first state of the file, or an incremental update.
#[derive(Debug, Clone)]
pub struct Revision {
    /// How its cross-reference is written.
    pub form: XrefForm,
    /// Where its cross-reference section starts, in bytes: the value of its `startxref`.
    pub xref_offset: u64,
    /// Where its cross-reference sections stand; the stream of a hybrid section follows its table.
    pub sections: Vec<SectionPart>,
    /// The offset of its keyword `startxref`.
    pub startxref: usize,
    /// First byte: the end of the revision before, or 0.
    pub start: usize,
    /// One past its `%%EOF`, without the end of line that may follow.
    pub eof: usize,
    /// One past the end of line after `%%EOF`.
    pub end: usize,
    /// Its trailer dictionary.
    pub trailer: Dictionary,
    /// What its cross-reference says, sorted by object number.
    pub entries: Vec<(u32, Location)>,
}

impl Revision {
    /// Whether the section that its `startxref` names is a table, that of a hybrid file too.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.sections.first().is_some_and(SectionPart::is_table)
    }

    /// The sections that the revision itself brings: a table may name an older
    /// stream again.
    pub fn own_sections(&self) -> impl Iterator<Item = &SectionPart> {
        let parts = self.sections.iter();
        parts.filter(|part| part.span.start >= self.start)
    }
}

/// Reads all revisions, oldest first, by following `startxref` and `/Prev`.
pub(crate) fn read_revisions(
    bytes: &[u8],
    header_offset: usize,
    meter: &Meter,
) -> Result<Vec<Revision>, PdfError> {
    let mut chain = Chain::read(bytes, meter)?;
    chain.check_unambiguous(bytes, header_offset)?;
    chain.check_hybrids()?;
    let mut revisions: Vec<Revision> = Vec::with_capacity(chain.sections.len());
    if let Some(first) = chain.take_linearized() {
        revisions.push(first_of_linearized(bytes, first)?);
    } else if let Some(first) = chain.take_hybrid_pair(bytes) {
        revisions.push(first_of_hybrid_pair(bytes, first)?);
    }
    while let Some(section) = chain.sections.pop() {
        let start = revisions.last().map_or(0, |revision| revision.end);
        if usize::try_from(section.offset).is_ok_and(|offset| offset < start) {
            return Err(broken(section.offset, Flaw::InsideEarlierRevision));
        }
        let Ending {
            startxref,
            eof,
            end,
        } = end_of_revision(bytes, section.end, section.offset)?;
        revisions.push(Revision {
            form: section.form,
            xref_offset: section.offset,
            sections: section.parts,
            startxref,
            start,
            eof,
            end,
            trailer: section.trailer,
            entries: section.entries,
        });
    }
    linearized::check(bytes, header_offset, &revisions, meter)?;
    Ok(revisions)
}

/// The sections from the newest to the oldest.
struct Chain {
    sections: Vec<Section>,
}

impl Chain {
    fn read(bytes: &[u8], meter: &Meter) -> Result<Self, PdfError> {
        let mut next = Some(last_startxref(bytes)?);
        let mut sections: Vec<Section> = Vec::new();
        let mut entries = 0;
        let limits = meter.limits();
        while let Some(offset) = next {
            if sections.len() >= limits.sections {
                return Err(PdfError::LimitReached {
                    budget: LimitKind::XrefSections,
                    limit: limits.sections,
                });
            }
            let section = read_section(bytes, offset, meter)?;
            entries += section.entries.len();
            if entries > limits.entries {
                return Err(PdfError::LimitReached {
                    budget: LimitKind::XrefEntries,
                    limit: limits.entries,
                });
            }
            next = section.previous;
            Self::check_order(&sections, &section)?;
            sections.push(section);
        }
        Ok(Self { sections })
    }

    /// Some programs count offsets from the header: when bytes stand before it,
    /// they may find another section where this reader finds its own.
    fn check_unambiguous(&self, bytes: &[u8], header_offset: usize) -> Result<(), PdfError> {
        if header_offset == 0 {
            return Ok(());
        }
        for section in &self.sections {
            // There is room for one before the header.
            if section.trailer.get("Prev") == Some(&Object::Integer(0)) {
                return Err(broken(section.offset, Flaw::PrevBeforeHeader));
            }
            let offset = usize::try_from(section.offset).unwrap_or(usize::MAX);
            let mut lexer = Lexer::new(bytes, offset.saturating_add(header_offset));
            lexer.skip_white_space();
            if lexer.take(b"xref") || object_header(&mut lexer).is_ok() {
                return Err(broken(section.offset, Flaw::OtherSectionFromHeader));
            }
        }
        Ok(())
    }

    /// The table of a hybrid section comes before its stream (ISO 32000-2,
    /// 7.5.8.4), but not every program reads it so: they may disagree only when
    /// the stream is that of an older section, which some writers keep naming.
    fn check_hybrids(&self) -> Result<(), PdfError> {
        let mut named = HashSet::new();
        for section in self.sections.iter().rev() {
            let known = section.hybrid_stream.is_none_or(|at| !named.insert(at));
            if section.contradicts && !known {
                return Err(broken(section.offset, Flaw::HybridContradicts));
            }
        }
        Ok(())
    }

    /// `/Prev` points backwards, but for the first section of a linearized
    /// file, which comes last in the chain but one. This also ends circles.
    fn check_order(newer: &[Section], section: &Section) -> Result<(), PdfError> {
        let Some(last) = newer.last() else {
            return Ok(());
        };
        if section.offset < last.offset {
            return Ok(());
        }
        let repeated = newer.iter().any(|other| other.offset == section.offset);
        if section.previous.is_none() && !repeated {
            return Ok(());
        }
        Err(broken(last.offset, Flaw::PrevForward))
    }

    /// The two tables at the end of a first revision that has one `startxref` for both: a table, and behind nothing but white
    /// space an empty one that adds the stream of a hybrid file. Adobe PDF Services writes so.
    fn take_hybrid_pair(&mut self, bytes: &[u8]) -> Option<(Section, Section)> {
        let [.., newer, oldest] = self.sections.as_slice() else {
            return None;
        };
        let start = target(bytes, newer.offset);
        let between = bytes.get(oldest.end..start)?;
        let joined = oldest.form == XrefForm::Table
            && newer.hybrid_stream.is_some()
            && oldest.previous.is_none()
            && between.iter().all(|byte| is_white_space(*byte));
        if !joined {
            return None;
        }
        let oldest = self.sections.pop()?;
        let newer = self.sections.pop()?;
        Some((newer, oldest))
    }

    /// The pair of sections of a linearized file (ISO 32000-2, Annex F).
    fn take_linearized(&mut self) -> Option<(Section, Section)> {
        let [.., first_page, main] = self.sections.as_slice() else {
            return None;
        };
        if main.offset < first_page.offset {
            return None;
        }
        let main = self.sections.pop()?;
        let first_page = self.sections.pop()?;
        Some((first_page, main))
    }
}

fn first_of_linearized(bytes: &[u8], pair: (Section, Section)) -> Result<Revision, PdfError> {
    let (first_page, main) = pair;
    let Ending {
        startxref,
        eof,
        end,
    } = end_of_revision(bytes, main.end, first_page.offset)?;
    let sections = [first_page.parts, main.parts].concat();
    Ok(Revision {
        form: first_page.form,
        xref_offset: first_page.offset,
        sections,
        startxref,
        start: 0,
        eof,
        end,
        trailer: first_page.trailer,
        entries: newer_first(first_page.entries, main.entries),
    })
}

fn first_of_hybrid_pair(bytes: &[u8], pair: (Section, Section)) -> Result<Revision, PdfError> {
    let (newer, oldest) = pair;
    let Ending {
        startxref,
        eof,
        end,
    } = end_of_revision(bytes, newer.end, newer.offset)?;
    Ok(Revision {
        form: XrefForm::Hybrid,
        xref_offset: newer.offset,
        sections: [newer.parts, oldest.parts].concat(),
        startxref,
        start: 0,
        eof,
        end,
        trailer: newer.trailer,
        entries: newer_first(newer.entries, oldest.entries),
    })
}

/// The entries of two sections that are one revision; where both have one for a number, that of `newer` counts.
fn newer_first(newer: Vec<(u32, Location)>, older: Vec<(u32, Location)>) -> Vec<(u32, Location)> {
    let mut entries = newer;
    let listed = entries.len();
    for entry in older {
        let known = entries.get(..listed).unwrap_or_default();
        if known.binary_search_by_key(&entry.0, |(n, _)| *n).is_err() {
            entries.push(entry);
        }
    }
    entries.sort_by_key(|(number, _)| *number);
    entries
}

/// The value of the last `startxref` of the file.
fn last_startxref(bytes: &[u8]) -> Result<u64, PdfError> {
    const TAIL: usize = 4096;
    let truncated = PdfError::Truncated { size: bytes.len() };
    let from = bytes.len().saturating_sub(TAIL);
    let tail = bytes.get(from..).unwrap_or_default();
    let keyword = b"startxref";
    let at = tail.windows(keyword.len()).rposition(|w| w == keyword);
    let at = at.ok_or(truncated.clone())?;
    let mut lexer = Lexer::new(bytes, from + at);
    lexer.take(keyword);
    let offset = lexer.unsigned().ok_or(truncated.clone())?;
    take_eof(&mut lexer).ok_or(truncated)?;
    Ok(offset)
}

/// Where the last lines of a revision stand.
struct Ending {
    /// The keyword `startxref`.
    startxref: usize,
    /// One past `%%EOF`.
    eof: usize,
    /// One past its line.
    end: usize,
}

/// Finds `startxref`, the offset of the section and `%%EOF` after it. Both the
/// offset and what names the section may point at white space before it.
fn end_of_revision(bytes: &[u8], section_end: usize, offset: u64) -> Result<Ending, PdfError> {
    // Objects may stand between the section and its startxref; they seldom do.
    const REACH: usize = 4096;
    let reach = section_end.saturating_add(REACH).min(bytes.len());
    let section = target(bytes, offset);
    // Looked for once, however many offsets there are.
    let blanks = OnceCell::new();
    let blanks_from = || {
        *blanks.get_or_init(|| {
            let before = bytes.get(..section)?;
            let last = before.iter().rposition(|byte| !is_white_space(*byte));
            Some(last.map_or(0, |last| last + 1))
        })
    };
    let names_it = |named: u64| {
        let within =
            |named: usize| named <= section && blanks_from().is_some_and(|from| named >= from);
        named == offset || usize::try_from(named).is_ok_and(within)
    };
    let keyword = b"startxref";
    let mut from = section_end;
    while let Some(window) = bytes.get(from..reach) {
        let Some(at) = window.windows(keyword.len()).position(|w| w == keyword) else {
            break;
        };
        let startxref = from + at;
        let mut lexer = Lexer::new(bytes, startxref + keyword.len());
        if lexer.unsigned().is_some_and(names_it)
            && let Some(eof) = take_eof(&mut lexer)
        {
            if !lexer.take(b"\r\n") && !lexer.take(b"\n") {
                lexer.take(b"\r");
            }
            return Ok(Ending {
                startxref,
                eof,
                end: lexer.position(),
            });
        }
        from = startxref + keyword.len();
    }
    Err(broken(offset, Flaw::NoEndOfItsOwn))
}

/// Consumes white space and `%%EOF`; gives the position after it.
fn take_eof(lexer: &mut Lexer<'_>) -> Option<usize> {
    let blank = lexer.rest().iter().take_while(|b| is_white_space(**b));
    let blank = blank.count();
    lexer.seek(lexer.position() + blank);
    lexer.take(b"%%EOF").then(|| lexer.position())
}

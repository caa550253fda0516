//! Cross-reference tables and hybrid files (ISO 32000-2, 7.5.4, 7.5.8.4).

use super::{
    Section, SectionPart, XrefForm, broken, has_previous_of_zero, previous, read_section, sorted,
    too_many,
};
use crate::error::{Flaw, PdfError};
use crate::lexer::{Lexer, is_white_space, parse_unsigned};
use crate::location::Location;
use crate::loose::{GREATEST_NUMBER, LooseWriting, MOST_KEYS, MOST_NUMBERS};
use crate::meter::Meter;
use crate::object::{Dictionary, Object};
use crate::parser;

/// Reads the subsections and the trailer after the keyword `xref` at `start`.
pub(super) fn read(
    mut lexer: Lexer<'_>,
    offset: u64,
    start: usize,
    meter: &Meter,
) -> Result<Section, PdfError> {
    let mut entries = Vec::new();
    let mut loose_entries = None;
    let keyword = loop {
        lexer.skip_white_space();
        let keyword = lexer.position();
        if lexer.take(b"trailer") {
            break keyword;
        }
        if subsection(&mut lexer, offset, meter, &mut entries)? > GREATEST_NUMBER + 1 {
            loose_entries = Some(LooseWriting::ObjectNumber);
        }
    };
    let (trailer, end) = parser::trailer(lexer.bytes(), lexer.position(), meter)?;
    let Object::Dictionary(trailer) = trailer else {
        return Err(broken(offset, Flaw::TrailerNoDictionary));
    };
    let previous = previous(&trailer, offset)?;
    let keys = (trailer.len() > MOST_KEYS).then_some(LooseWriting::TrailerKeys);
    let loose_entries = loose_entries.or(keys);
    let part = SectionPart {
        span: start..end,
        trailer: Some(keyword),
        previous,
        data: end..end,
        freed: Vec::new(),
        lowest: lowest(&entries),
        beside: Vec::new(),
        hidden: Vec::new(),
        loose_entries,
        has_previous_of_zero: has_previous_of_zero(&trailer),
    };
    let mut section = Section {
        offset,
        form: XrefForm::Table,
        previous,
        hybrid_stream: None,
        contradicts: false,
        parts: vec![part],
        entries: sorted(entries, offset)?,
        trailer,
        end,
    };
    add_hybrid_stream(lexer.bytes(), &mut section, meter)?;
    Ok(section)
}

fn lowest(entries: &[(u32, Location)]) -> Option<u32> {
    let in_use = entries
        .iter()
        .filter(|(_, location)| matches!(location, Location::Offset { offset: 1.., .. }));
    in_use.map(|(number, _)| *number).min()
}

/// Gives the first number, which counts for some programs where no entry follows.
fn subsection(
    lexer: &mut Lexer<'_>,
    offset: u64,
    meter: &Meter,
    entries: &mut Vec<(u32, Location)>,
) -> Result<u32, PdfError> {
    let first = lexer.unsigned().and_then(|n| u32::try_from(n).ok());
    let count = lexer.unsigned().and_then(|n| u32::try_from(n).ok());
    let (Some(first), Some(count)) = (first, count) else {
        return Err(broken(offset, Flaw::NoSubsection));
    };
    let room = meter.limits().entries.saturating_sub(entries.len());
    let wanted = usize::try_from(count).unwrap_or(usize::MAX);
    if wanted > room || first.checked_add(count).is_none() {
        return Err(too_many(meter));
    }
    // Each entry takes 19 bytes at least: a count cannot make us allocate more.
    entries.reserve(wanted.min(lexer.rest().len() / 19));
    lexer.skip_white_space();
    for number in first..first + count {
        let location = entry(lexer).ok_or_else(|| {
            let position = u64::try_from(lexer.position()).unwrap_or(offset);
            broken(position, Flaw::TableEntry)
        })?;
        entries.push((number, location));
    }
    Ok(first)
}

/// `nnnnnnnnnn ggggg n` and an end of line. It has two bytes; some programs
/// write one, or a blank before two.
fn entry(lexer: &mut Lexer<'_>) -> Option<Location> {
    let (fields, rest) = lexer.rest().split_first_chunk::<18>()?;
    let (value, fields) = fields.split_first_chunk::<10>()?;
    let (&[space], fields) = fields.split_first_chunk::<1>()?;
    let (generation, fields) = fields.split_first_chunk::<5>()?;
    let &[second_space, kind] = fields else {
        return None;
    };
    let is_blank = |byte| matches!(byte, b' ' | b'\t');
    if !is_blank(space) || !is_blank(second_space) {
        return None;
    }
    let offset = parse_unsigned(value)?;
    let generation = parse_unsigned(generation)?;
    let line_end = rest.iter().take(3).take_while(|b| is_white_space(**b));
    let line_end = line_end.count();
    lexer.seek(lexer.position() + 18 + line_end);
    match kind {
        b'n' => Some(Location::Offset {
            offset,
            generation: u16::try_from(generation).ok()?,
        }),
        // 65536 instead of 65535 is a known slip for object 0.
        b'f' => Some(Location::Free {
            generation: u16::try_from(generation).unwrap_or(u16::MAX),
        }),
        _ => None,
    }
}

/// Merges the `/XRefStm` of a hybrid file: it may only define objects that the
/// table leaves out or hides as free.
fn add_hybrid_stream(bytes: &[u8], section: &mut Section, meter: &Meter) -> Result<(), PdfError> {
    let Some(at) = hybrid_offset(&section.trailer, section.offset)? else {
        return Ok(());
    };
    let stream = read_section(bytes, at, meter)?;
    if stream.form != XrefForm::Stream {
        return Err(broken(at, Flaw::XrefStmNoStream));
    }
    let in_use = |entry: &&(u32, Location)| !matches!(entry.1, Location::Free { .. });
    let mut merged: Vec<_> = section.entries.iter().filter(in_use).copied().collect();
    let table = merged.clone();
    let listed = |entries: &[(u32, Location)], number: u32| {
        entries.binary_search_by_key(&number, |(n, _)| *n).is_ok()
    };
    let contradicts = |entry: &(u32, Location)| {
        let known = table.binary_search_by_key(&entry.0, |(number, _)| *number);
        let known = known.ok().and_then(|index| table.get(index));
        known.is_some_and(|known| known != entry)
    };
    section.hybrid_stream = Some(at);
    section.contradicts = stream.entries.iter().filter(in_use).any(contradicts);
    merged.extend(stream.entries.iter().filter(|(n, _)| !listed(&table, *n)));
    let free = section.entries.iter().filter(|entry| !in_use(entry));
    let hidden = |number: u32| listed(&stream.entries, number);
    let visible = free.clone().filter(|(number, _)| !hidden(*number));
    merged.extend(visible.copied());
    if let Some(table) = section.parts.first_mut() {
        let shown = stream.entries.iter().filter(in_use);
        let shown: Vec<u32> = shown.map(|(number, _)| *number).collect();
        let hidden = free.map(|(number, _)| *number);
        table.hidden = hidden
            .filter(|number| shown.binary_search(number).is_ok())
            .collect();
        let is_beside = |number: &u32| !listed(&section.entries, *number);
        table.beside = shown.into_iter().filter(is_beside).collect();
    }
    let is_alone = is_obeyed_by_one(&section.trailer, &table, &stream);
    section.entries = sorted(merged, section.offset)?;
    section.form = XrefForm::Hybrid;
    let mut parts = stream.parts;
    if let (true, Some(part)) = (is_alone, parts.first_mut()) {
        part.loose_entries = Some(LooseWriting::HybridStream);
    }
    section.parts.extend(parts);
    Ok(())
}

/// Whether one program alone obeys something in the stream of a hybrid section: PDFium a free entry of a number that the table
/// lists, and `/Encrypt`; Poppler, MuPDF and PDFium a `/Size` that is none, each differently.
fn is_obeyed_by_one(trailer: &Dictionary, table: &[(u32, Location)], stream: &Section) -> bool {
    let frees = stream.entries.iter().any(|(number, location)| {
        let is_free = matches!(location, Location::Free { generation } if *generation > 0);
        is_free && table.binary_search_by_key(number, |(n, _)| *n).is_ok()
    });
    let size = stream.trailer.get("Size").and_then(Object::as_integer);
    let is_size = size.is_some_and(|size| (0..=2 * MOST_NUMBERS).contains(&size));
    let encryption = stream.trailer.get("Encrypt");
    let encrypts =
        encryption.is_some_and(|own| !own.is_null() && Some(own) != trailer.get("Encrypt"));
    frees || !is_size || encrypts
}

fn hybrid_offset(trailer: &Dictionary, offset: u64) -> Result<Option<u64>, PdfError> {
    match trailer.get("XRefStm") {
        None => Ok(None),
        Some(value) => value
            .as_integer()
            .and_then(|value| u64::try_from(value).ok())
            .map(Some)
            .ok_or_else(|| broken(offset, Flaw::XrefStmNoOffset)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn section(text: &str) -> Result<Section, PdfError> {
        read_section(text.as_bytes(), 0, &Meter::default())
    }

    #[test]
    fn subsections_and_trailer() {
        let text = "xref\n0 1\n0000000000 65535 f \n4 2\n0000000015 00000 n \n0000000100 00002 n\r\ntrailer <</Size 6 /Prev 7>>";
        let section = section(text).unwrap();
        assert_eq!(section.previous, Some(7));
        assert_eq!(
            section.entries,
            [
                (0, Location::Free { generation: 65535 }),
                (
                    4,
                    Location::Offset {
                        offset: 15,
                        generation: 0
                    }
                ),
                (
                    5,
                    Location::Offset {
                        offset: 100,
                        generation: 2
                    }
                ),
            ]
        );
    }

    #[test]
    fn contradicting_entries_are_refused() {
        let text = "xref\n4 1\n0000000015 00000 n \n4 1\n0000000016 00000 n \ntrailer <</Size 6>>";
        assert!(matches!(section(text), Err(PdfError::BrokenXref { .. })));
    }

    #[test]
    fn a_huge_count_is_refused_without_memory() {
        let text = "xref\n0 4294967295\n0000000015 00000 n \ntrailer <<>>";
        assert!(matches!(section(text), Err(PdfError::LimitReached { .. })));
        let text = "xref\n0 8000000\n0000000015 00000 n \ntrailer <<>>";
        assert!(matches!(section(text), Err(PdfError::BrokenXref { .. })));
    }
}

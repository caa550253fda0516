//! Cross-reference streams (ISO 32000-2, 7.5.8).

use super::{
    Section, SectionPart, XrefForm, broken, has_previous_of_zero, previous, sorted, target,
    too_many,
};
use crate::error::{Flaw, PdfError};
use crate::filter::decode_stream;
use crate::location::Location;
use crate::loose::{GREATEST_NUMBER, LooseWriting, MOST_KEYS};
use crate::meter::Meter;
use crate::object::{Dictionary, Object, StreamData};
use crate::parser::indirect_object;

/// Reads the stream object at `start`.
pub(super) fn read(
    bytes: &[u8],
    offset: u64,
    start: usize,
    meter: &Meter,
) -> Result<Section, PdfError> {
    // Its /Length must be direct: nothing can be looked up yet.
    let object = indirect_object(bytes, start, meter, &|_| None).map_err(|error| match error {
        limit @ PdfError::LimitReached { .. } => limit,
        _ => broken(offset, Flaw::NeitherTableNorStream),
    })?;
    let Object::Stream(stream) = object.object else {
        return Err(broken(offset, Flaw::NoStream));
    };
    if stream.dictionary.name("Type").is_none_or(|n| n != "XRef") {
        return Err(broken(offset, Flaw::NotXrefStream));
    }
    let StreamData::InFile { start, end } = stream.data else {
        return Err(broken(offset, Flaw::NoStreamData));
    };
    let encoded = start..end;
    let data = bytes.get(encoded.clone()).unwrap_or_default();
    // No entry takes more than three fields of eight bytes.
    let most = meter.limits().entries.saturating_mul(24).min(meter.room());
    let data = decode_stream(&stream.dictionary, data, most).map_err(|error| match error {
        PdfError::LimitReached { .. } if most < meter.room() => too_many(meter),
        other => other,
    })?;
    meter.inflate(data.len())?;
    let (entries, loose_entries) = entries(&stream.dictionary, &data, offset, meter)?;
    let loose_entries =
        loose_entries.or_else(|| loose_object(object.id.number, &stream.dictionary));
    let previous = previous(&stream.dictionary, offset)?;
    let part = SectionPart {
        span: target(bytes, offset)..object.span.end,
        trailer: None,
        previous,
        data: encoded,
        freed: freed(&entries),
        lowest: None,
        beside: Vec::new(),
        hidden: Vec::new(),
        loose_entries,
        has_previous_of_zero: has_previous_of_zero(&stream.dictionary),
    };
    Ok(Section {
        offset,
        form: XrefForm::Stream,
        previous,
        hybrid_stream: None,
        contradicts: false,
        parts: vec![part],
        trailer: stream.dictionary,
        entries: sorted(entries, offset)?,
        end: object.span.end,
    })
}

/// Each number with where its object is.
type Entries = Vec<(u32, Location)>;

fn entries(
    dictionary: &Dictionary,
    data: &[u8],
    offset: u64,
    meter: &Meter,
) -> Result<(Entries, Option<LooseWriting>), PdfError> {
    let widths = widths(dictionary).ok_or_else(|| broken(offset, Flaw::Widths))?;
    let index = index(dictionary).ok_or_else(|| broken(offset, Flaw::IndexOrSize))?;
    let row = widths.iter().sum::<usize>();
    let mut rows = data.chunks_exact(row);
    let most = meter.limits().entries;
    let mut entries = Vec::with_capacity((data.len() / row).min(most));
    // Some programs take no wider type.
    let mut has_odd_entries = widths.first().is_some_and(|width| *width > 4);
    let beside = dictionary.contains("XRefStm");
    let beside = beside.then_some(LooseWriting::StreamBesideStream);
    let loose_index = beside.or_else(|| loose_index(&index, data));
    for (first, count) in index {
        let wanted = usize::try_from(count).unwrap_or(usize::MAX);
        if first.checked_add(count).is_none() || wanted > most.saturating_sub(entries.len()) {
            return Err(too_many(meter));
        }
        for number in first..first + count {
            let row = rows.next();
            let row = row.ok_or_else(|| broken(offset, Flaw::StreamDataShort))?;
            has_odd_entries |= is_odd(number, row, widths);
            let location = location(row, widths);
            let location = location.ok_or_else(|| broken(offset, Flaw::EntryRange))?;
            entries.push((number, location));
        }
    }
    let odd_entries = has_odd_entries.then_some(LooseWriting::EntryType);
    Ok((entries, loose_index.or(odd_entries)))
}

/// Object 0 is free anyway.
fn freed(entries: &[(u32, Location)]) -> Vec<(u32, u16)> {
    let freed = entries.iter().filter_map(|(number, location)| {
        let Location::Free { generation } = *location else {
            return None;
        };
        (*number > 0 && generation > 0).then_some((*number, generation))
    });
    freed.collect()
}

/// MuPDF repairs a file with a section whose object number is beyond its `/Size`, or that has more
/// than about a hundred keys.
fn loose_object(number: u32, dictionary: &Dictionary) -> Option<LooseWriting> {
    let size = dictionary.get("Size").and_then(Object::as_integer);
    if number > GREATEST_NUMBER || size.is_some_and(|size| i64::from(number) > size) {
        return Some(LooseWriting::Size);
    }
    (dictionary.len() > MOST_KEYS).then_some(LooseWriting::TrailerKeys)
}

/// Empty subsections count for some programs: PDFium reads as many rows as `/Size` says where all
/// are empty, and a first number that is too great ends the reading of Poppler, MuPDF or PDFium.
fn loose_index(index: &[(u32, u32)], data: &[u8]) -> Option<LooseWriting> {
    let is_empty = index.iter().all(|(_, count)| *count == 0);
    if is_empty && !data.is_empty() {
        return Some(LooseWriting::Index);
    }
    let mut firsts = index.iter().map(|(first, _)| *first);
    firsts
        .any(|first| first > GREATEST_NUMBER + 1)
        .then_some(LooseWriting::ObjectNumber)
}

/// Whether programs read an entry differently: one of a type that ISO 32000-2 does not know, or a free one whose fields are
/// greater than an object number (Poppler rebuilds the file) or a generation (PDFium leaves the entry out).
fn is_odd(number: u32, row: &[u8], widths: [usize; 3]) -> bool {
    match kind(row, widths) {
        0 => {}
        kind => return kind > 2,
    }
    let [first, second, _] = widths;
    let fields = row
        .get(first..)
        .and_then(|row| row.split_at_checked(second));
    let Some((next, generation)) = fields else {
        return false;
    };
    let (next, generation) = (big_endian(next), big_endian(generation));
    // As some writers fill the field of object 0.
    let is_filled = number == 0 && generation == u64::from(u32::MAX);
    next > u64::from(u32::MAX) || (generation > u64::from(u16::MAX) && !is_filled)
}

/// The type of an entry: 1 where the rows tell none.
fn kind(row: &[u8], [first, ..]: [usize; 3]) -> u64 {
    match row.get(..first).unwrap_or_default() {
        [] => 1,
        kind => big_endian(kind),
    }
}

/// The three field widths; only the row as a whole must not be empty.
fn widths(dictionary: &Dictionary) -> Option<[usize; 3]> {
    let [first, second, third] = dictionary.get("W")?.as_array()? else {
        return None;
    };
    let width = |object: &Object| {
        let width = usize::try_from(object.as_integer()?).ok()?;
        (width <= 8).then_some(width)
    };
    let widths = [width(first)?, width(second)?, width(third)?];
    (widths.iter().sum::<usize>() > 0).then_some(widths)
}

fn index(dictionary: &Dictionary) -> Option<Vec<(u32, u32)>> {
    let number = |object: &Object| u32::try_from(object.as_integer()?).ok();
    let Some(index) = dictionary.get("Index") else {
        return Some(vec![(0, number(dictionary.get("Size")?)?)]);
    };
    let pairs = index.as_array()?.as_chunks::<2>();
    if !pairs.1.is_empty() {
        return None;
    }
    let pair = |[first, count]: &[Object; 2]| Some((number(first)?, number(count)?));
    pairs.0.iter().map(pair).collect()
}

fn location(row: &[u8], widths: [usize; 3]) -> Option<Location> {
    let [first, second, third] = widths;
    let kind = kind(row, widths);
    let (_, row) = row.split_at_checked(first)?;
    let (value, row) = row.split_at_checked(second)?;
    let (last, _) = row.split_at_checked(third)?;
    let (value, last) = (big_endian(value), big_endian(last));
    match kind {
        0 => Some(Location::Free {
            generation: u16::try_from(last).unwrap_or(u16::MAX),
        }),
        1 => Some(Location::Offset {
            offset: value,
            generation: u16::try_from(last).ok()?,
        }),
        2 => Some(Location::Compressed {
            stream: u32::try_from(value).ok()?,
            index: u32::try_from(last).ok()?,
        }),
        // "Any other value shall be interpreted as a reference to the null object."
        _ => Some(Location::Free { generation: 0 }),
    }
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |value, byte| value << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_type_means_an_object_in_use() {
        assert_eq!(
            location(&[1, 0, 3], [0, 2, 1]),
            Some(Location::Offset {
                offset: 256,
                generation: 3
            })
        );
    }

    #[test]
    fn the_index_may_not_promise_more_than_the_data_hold() {
        let dictionary = Dictionary::new()
            .with("W", vec![1_i64.into(), 2_i64.into(), 1_i64.into()])
            .with("Size", 1_000_000_i64);
        let result = entries(&dictionary, &[1, 0, 9, 0], 0, &Meter::default());
        assert!(matches!(result, Err(PdfError::BrokenXref { .. })));
    }
}

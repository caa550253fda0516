//! The bytes of an archive, one by one: entries from the first byte on, the directory that lists
//! them in their order, its end record, and nothing else. Programs that unpack archives look for
//! the end from behind and for the start by its offsets, so they pass over bytes before, between
//! and after; here such bytes would be a second message in a file that is taken for one
//! (APPNOTE.TXT 6.3.10, 4.3.6 to 4.3.16).

use std::ops::Range;

/// Whether each byte of an archive of stored entries belongs to it: no comments, no extra fields, no gaps, no second
/// disk, nothing in front of it and nothing behind.
pub(super) fn is_complete(bytes: &[u8]) -> bool {
    parts(bytes) == Some(bytes.len())
}

/// Finds the end of the archive; `None` when the bytes there are anything else.
fn parts(bytes: &[u8]) -> Option<usize> {
    let mut entries = Vec::new();
    let mut at = 0;
    while starts(bytes, at, LOCAL) {
        let entry = Local::at(bytes, at)?;
        at = entry.end;
        entries.push(entry);
    }
    let directory = at;
    for entry in &entries {
        at = entry.listed_at(bytes, at)?;
    }
    end(bytes, directory..at, entries.len())
}

/// An entry: header, name, bytes.
struct Local<'b> {
    start: usize,
    /// Version, flags, method, time, checksum and sizes.
    facts: &'b [u8],
    name: &'b [u8],
    end: usize,
}

impl<'b> Local<'b> {
    fn at(bytes: &'b [u8], start: usize) -> Option<Self> {
        let header = bytes.get(start..start.checked_add(30)?)?;
        // Sizes behind the bytes make the end of an entry a matter of opinion.
        if short(header, 6)? & SIZES_FOLLOW != 0 || short(header, 28)? != 0 {
            return None;
        }
        let name = start + 30..(start + 30).checked_add(short(header, 26)?)?;
        Some(Self {
            start,
            facts: header.get(4..28)?,
            end: name.end.checked_add(long(header, 18)?)?,
            name: bytes.get(name)?,
        })
    }

    /// The end of its line in the directory, which must agree with the entry and hold nothing more.
    fn listed_at(&self, bytes: &[u8], at: usize) -> Option<usize> {
        let line = bytes.get(at..at.checked_add(46)?)?;
        let name = at + 46..(at + 46).checked_add(self.name.len())?;
        let is_same = starts(line, 0, CENTRAL)
            && line.get(6..30)? == self.facts
            && bytes.get(name.clone())? == self.name;
        let is_bare = short(line, 30)? == 0 && short(line, 32)? == 0 && short(line, 34)? == 0;
        let leads_here = long(line, 42)? == self.start;
        (is_same && is_bare && leads_here).then_some(name.end)
    }
}

/// The end of the record at the end of the directory.
fn end(bytes: &[u8], directory: Range<usize>, entries: usize) -> Option<usize> {
    let end = directory.end.checked_add(22)?;
    let record = bytes.get(directory.end..end)?;
    let says = starts(record, 0, END)
        && long(record, 4)? == 0
        && short(record, 8)? == entries
        && short(record, 10)? == entries
        && long(record, 12)? == directory.len()
        && long(record, 16)? == directory.start
        && short(record, 20)? == 0;
    says.then_some(end)
}

fn starts(bytes: &[u8], at: usize, mark: [u8; 4]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(&mark))
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at + 2)?.try_into().ok()?;
    Some(u16::from_le_bytes(pair).into())
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(four)).ok()
}

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";

/// Flag bit 3.
const SIZES_FOLLOW: usize = 8;

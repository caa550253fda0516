//! Files from scripts: a fuzzer that had to guess byte offsets would never get past the cross-reference.
//!
//! A script is the text of revisions, separated by lines that hold `%%` only. Its objects are written as in a file; the
//! cross-reference that leads to them is made here. Lines with a meaning of their own:
//!
//! | line | meaning |
//! |---|---|
//! | `#stream` | the cross-reference of this revision is a stream |
//! | `#free 7` | object 7 is freed |
//! | `#at 7 120` | the entry of object 7 points to byte 120 |
//! | `#in 7 9 0` | object 7 is element 0 of object stream 9 |
//! | `trailer …` | entries of the trailer dictionary |

use std::fmt::Write;

/// A file that revisions are appended to.
#[derive(Debug, Clone, Copy)]
pub struct Base<'a> {
    /// Its bytes; none for a file that starts with the script.
    pub bytes: &'a [u8],
    /// Trailer entries of revisions whose script does not have them.
    pub trailer: &'static [(&'static str, &'static str)],
    /// Least `/Size` of the revisions.
    pub size: u32,
}

/// A whole file from a script.
#[must_use]
pub fn file(script: &[u8]) -> Vec<u8> {
    let header = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
    append(
        Base {
            bytes: header,
            trailer: &[("/Root", " 1 0 R")],
            size: 62,
        },
        script,
    )
}

/// The base with the revisions of the script appended.
#[must_use]
pub fn append(base: Base<'_>, script: &[u8]) -> Vec<u8> {
    let mut bytes = base.bytes.to_vec();
    let mut previous = last_startxref(&bytes);
    for lines in script
        .split_inclusive(|byte| *byte == b'\n')
        .collect::<Vec<_>>()
        .split(|line| *line == b"%%\n")
    {
        let mut revision = Revision::default();
        for line in lines {
            revision.take(line, &mut bytes);
        }
        previous = Some(revision.close(&mut bytes, &base, previous));
    }
    bytes
}

/// An entry of a cross-reference: type and two fields (ISO 32000-2, table 18).
#[derive(Debug, Clone, Copy)]
struct Entry {
    number: u32,
    kind: u8,
    second: u32,
    third: u16,
}

#[derive(Debug, Default)]
struct Revision {
    entries: Vec<Entry>,
    trailer: String,
    as_stream: bool,
    size: u32,
}

impl Revision {
    fn take(&mut self, line: &[u8], bytes: &mut Vec<u8>) {
        let words: Vec<&[u8]> = line
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
            .collect();
        let number = |index: usize| {
            words
                .get(index)
                .and_then(|word| std::str::from_utf8(word).ok()?.parse::<u32>().ok())
        };
        let third = |index| {
            number(index)
                .and_then(|value| u16::try_from(value).ok())
                .unwrap_or(0)
        };
        match words.first().copied() {
            Some(b"#stream") => self.as_stream = true,
            Some(b"#free") => self.enter(number(1), 0, Some(0), 1),
            Some(b"#at") => self.enter(number(1), 1, number(2), 0),
            Some(b"#in") => self.enter(number(1), 2, number(2), third(3)),
            Some(b"trailer") => {
                self.trailer = String::from_utf8_lossy(line)
                    .trim()
                    .trim_start_matches("trailer")
                    .to_owned()
            }
            _ => {
                if words.get(2).is_some_and(|word| word.starts_with(b"obj")) {
                    self.enter(number(0), 1, u32::try_from(bytes.len()).ok(), third(1));
                }
                bytes.extend_from_slice(line);
            }
        }
    }

    fn enter(&mut self, number: Option<u32>, kind: u8, second: Option<u32>, third: u16) {
        // More digits than a table has room for say nothing new.
        let number = number.filter(|number| *number < 10_000_000);
        if let (Some(number), Some(second)) = (number, second) {
            self.entries.push(Entry {
                number,
                kind,
                second,
                third,
            });
        }
    }

    /// Writes the cross-reference, `startxref` and `%%EOF`; gives the offset of the cross-reference.
    fn close(mut self, bytes: &mut Vec<u8>, base: &Base<'_>, previous: Option<u64>) -> u64 {
        let start = bytes.len();
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let start = start + usize::from(start != bytes.len());
        self.entries.sort_by_key(|entry| entry.number);
        let mut trailer = self.trailer.clone();
        for (key, value) in base.trailer {
            if !trailer.contains(key) {
                let _ = write!(trailer, "{key}{value}");
            }
        }
        self.size = base.size;
        if let Some(previous) = previous.filter(|_| !trailer.contains("/Prev")) {
            let _ = write!(trailer, "/Prev {previous}");
        }
        match self.as_stream {
            true => self.write_stream(bytes, start, &trailer),
            false => self.write_table(bytes, &trailer),
        }
        bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        start as u64
    }

    fn size(&self) -> u32 {
        let numbers = self.entries.iter().map(|entry| entry.number + 2);
        numbers.max().unwrap_or(0).max(self.size)
    }

    fn write_table(&self, bytes: &mut Vec<u8>, trailer: &str) {
        let mut text = String::from("xref\n0 1\n0000000000 65535 f \n");
        for entry in self.entries.iter().filter(|entry| entry.kind < 2) {
            let kind = if entry.kind == 0 { 'f' } else { 'n' };
            let _ = write!(
                text,
                "{} 1\n{:010} {:05} {kind} \n",
                entry.number, entry.second, entry.third
            );
        }
        let _ = writeln!(text, "trailer\n<</Size {}{trailer}>>", self.size());
        bytes.extend_from_slice(text.as_bytes());
    }

    fn write_stream(&self, bytes: &mut Vec<u8>, start: usize, trailer: &str) {
        let own = self.size() - 1;
        let itself = Entry {
            number: own,
            kind: 1,
            second: u32::try_from(start).unwrap_or(0),
            third: 0,
        };
        let mut index = String::new();
        let mut data = Vec::new();
        for entry in self.entries.iter().chain([&itself]) {
            let _ = write!(index, "{} 1 ", entry.number);
            data.push(entry.kind);
            data.extend_from_slice(&entry.second.to_be_bytes());
            data.extend_from_slice(&entry.third.to_be_bytes());
        }
        let (size, length) = (self.size(), data.len());
        let head = format!(
            "{own} 0 obj\n<</Type/XRef/Size {size}/W[1 4 2]/Index[{index}]/Length {length}{trailer}>>\nstream\n"
        );
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(&data);
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }
}

fn last_startxref(bytes: &[u8]) -> Option<u64> {
    let keyword = b"startxref";
    let at = bytes
        .windows(keyword.len())
        .rposition(|window| window == keyword)?;
    let text = std::str::from_utf8(bytes.get(at + keyword.len()..)?).ok()?;
    text.split_ascii_whitespace().next()?.parse().ok()
}

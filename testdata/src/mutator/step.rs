//! One revision in parts, each with its spelling, and how they become bytes.

mod section;

use std::collections::BTreeMap;

use super::body::{Body, Entries, StreamWords};

/// In which form the cross-reference of a revision is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Table,
    Stream,
    /// A stream, and the objects without stream data in an object stream.
    Packed,
    /// A table, and a stream beside it for the packed objects.
    Hybrid,
}

/// Between which parts of a revision foreign bytes are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Start,
    Middle,
    BeforeSection,
    BeforeTrailer,
    BeforeStart,
    BeforeEnd,
    End,
}

pub(super) const SPOTS: [Spot; 7] = [
    Spot::Start,
    Spot::Middle,
    Spot::BeforeSection,
    Spot::BeforeTrailer,
    Spot::BeforeStart,
    Spot::BeforeEnd,
    Spot::End,
];

/// An object of the revision.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) number: u32,
    pub(super) generation: u16,
    pub(super) body: Body,
    pub(super) words: StreamWords,
}

/// The words of a revision; numbers replace `{n}`, `{g}`, `{o}`, `{c}`, `{k}`
/// and the kind of an entry.
#[derive(Debug, Clone)]
pub(super) struct Style {
    pub(super) head: String,
    pub(super) foot: String,
    pub(super) section: String,
    pub(super) count: String,
    pub(super) entry: String,
    pub(super) trailer: String,
    pub(super) size: String,
    pub(super) previous: String,
    pub(super) start: String,
    pub(super) end: String,
    /// Further entries of the trailer.
    pub(super) extra: String,
    /// Added to what entries, `startxref` and `/Prev` point at.
    pub(super) entry_shift: i64,
    pub(super) start_shift: i64,
    pub(super) previous_shift: i64,
    /// The widths of the fields of a cross-reference stream.
    pub(super) widths: [usize; 3],
    /// Whether a cross-reference stream lists itself, and as what.
    pub(super) own: Own,
    pub(super) packing: Packing,
    /// White space before the first object, so that the file has this length.
    pub(super) length: Option<usize>,
    /// Whether the table of a hybrid file names the stream itself.
    pub(super) one_section: bool,
}

/// The entry of a cross-reference stream for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Own {
    Listed,
    Free,
    Unlisted,
}

/// How an object stream is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Descending,
    /// The first number once more, before its true entry, with this drawing of
    /// a dictionary.
    Twice,
    /// `/N` is greater than the list.
    TooMany,
    /// `/First` cuts the list.
    EarlyFirst,
    /// A member that no entry names.
    Extra,
    /// The entries name each other's places.
    Swapped,
}

impl Default for Style {
    fn default() -> Self {
        let text = str::to_owned;
        Self {
            head: text("{n} {g} obj\n"),
            foot: text("\nendobj\n"),
            section: text("xref\n"),
            count: text("{n} {c}\n"),
            entry: text("{o} {g} {k} \n"),
            trailer: text("trailer\n"),
            size: text("{}"),
            previous: text("{}"),
            start: text("startxref\n{o}\n"),
            end: text("%%EOF\n"),
            extra: String::new(),
            entry_shift: 0,
            start_shift: 0,
            previous_shift: 0,
            widths: [1, 4, 2],
            own: Own::Listed,
            packing: Packing::Plain,
            length: None,
            one_section: false,
        }
    }
}

/// A revision to be written.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) form: Form,
    pub(super) objects: Vec<Written>,
    pub(super) freed: BTreeMap<u32, u16>,
    pub(super) foreign: Vec<(Spot, Vec<u8>)>,
    /// Bytes that follow when everything else is signed.
    pub(super) tail: Vec<u8>,
    pub(super) style: Style,
    pub(super) trailer: Entries,
    /// The section before, 0 for none.
    pub(super) previous: usize,
    /// The greatest number plus one.
    pub(super) size: u32,
    /// Entries that are listed in place of those of the objects.
    pub(super) entries: BTreeMap<u32, (usize, u16)>,
}

/// The place of an object in the file: an offset, or a member of an object stream.
#[derive(Debug, Clone, Copy)]
enum Entry {
    Free(u16),
    At(usize, u16),
    In(u32, usize),
}

impl Step {
    pub(super) fn put(&mut self, number: u32, body: Body) {
        self.size = self.size.max(number + 1);
        let words = StreamWords::default();
        self.objects.retain(|object| object.number != number);
        self.objects.push(Written {
            number,
            generation: 0,
            body,
            words,
        });
    }

    pub(super) fn add(&mut self, body: Body) -> u32 {
        let number = self.size;
        self.put(number, body);
        number
    }

    pub(super) fn foreign(&mut self, spot: Spot, bytes: impl Into<Vec<u8>>) {
        self.foreign.push((spot, bytes.into()));
    }

    /// Appends the revision; gives the offset of its section.
    pub(super) fn append(&self, bytes: &mut Vec<u8>) -> usize {
        let from = bytes.len();
        let section = self.write(bytes, 0);
        let Some(missing) = self
            .style
            .length
            .and_then(|wanted| wanted.checked_sub(bytes.len()))
        else {
            return section;
        };
        bytes.truncate(from);
        self.write(bytes, missing)
    }

    fn write(&self, bytes: &mut Vec<u8>, blanks: usize) -> usize {
        bytes.extend(vec![b'\n'; blanks]);
        self.put_foreign(bytes, Spot::Start);
        let mut entries: BTreeMap<u32, Entry> = self.freed.iter().map(freed).collect();
        let packs = matches!(self.form, Form::Packed | Form::Hybrid);
        // What a program that does not read streams of references needs stays in the table.
        let hides = self.form != Form::Hybrid || self.previous > 0;
        let can =
            |object: &&Written| packs && object.can_be_packed() && (hides || object.number > 4);
        let (packed, plain): (Vec<_>, Vec<_>) = self.objects.iter().partition(can);
        for (index, object) in plain.iter().enumerate() {
            if index == plain.len() / 2 {
                self.put_foreign(bytes, Spot::Middle);
            }
            entries.insert(object.number, Entry::At(bytes.len(), object.generation));
            self.write_object(bytes, object);
        }
        let hidden = self.pack(bytes, &packed, &mut entries);
        for (number, (offset, generation)) in &self.entries {
            entries.insert(*number, Entry::At(*offset, *generation));
        }
        self.put_foreign(bytes, Spot::BeforeSection);
        let section = match self.form {
            Form::Table => self.table(bytes, &entries, ""),
            Form::Stream | Form::Packed => self.stream(bytes, entries, self.next()),
            Form::Hybrid => self.hybrid(bytes, entries, &hidden),
        };
        self.put_foreign(bytes, Spot::BeforeStart);
        let start = shifted(section, self.style.start_shift);
        bytes.extend(self.style.start.replace("{o}", &start.to_string()).bytes());
        self.put_foreign(bytes, Spot::BeforeEnd);
        bytes.extend(self.style.end.bytes());
        self.put_foreign(bytes, Spot::End);
        section
    }

    fn put_foreign(&self, bytes: &mut Vec<u8>, spot: Spot) {
        for (_, text) in self.foreign.iter().filter(|(at, _)| *at == spot) {
            bytes.extend(text);
        }
    }

    fn write_object(&self, bytes: &mut Vec<u8>, object: &Written) {
        let head = self.style.head.replace("{n}", &object.number.to_string());
        bytes.extend(head.replace("{g}", &object.generation.to_string()).bytes());
        bytes.extend(object.body.written(&object.words));
        bytes.extend(self.style.foot.bytes());
    }

    /// A number above all others of the revision.
    fn next(&self) -> u32 {
        self.size
    }

    fn pack(
        &self,
        bytes: &mut Vec<u8>,
        packed: &[&Written],
        entries: &mut BTreeMap<u32, Entry>,
    ) -> Vec<u32> {
        if packed.is_empty() {
            return Vec::new();
        }
        let stream = self.next() + 1;
        let members: Vec<_> = packed
            .iter()
            .map(|one| (one.number, one.body.plain()))
            .collect();
        let count = members.len();
        for (index, (number, _)) in members.iter().enumerate() {
            let twice = usize::from(self.style.packing == Packing::Twice);
            let swapped = self.style.packing == Packing::Swapped;
            let place = if swapped {
                count - 1 - index
            } else {
                index + twice
            };
            entries.insert(*number, Entry::In(stream, place));
        }
        entries.insert(stream, Entry::At(bytes.len(), 0));
        let body = super::packing::object_stream(&members, self.style.packing);
        let words = StreamWords::default();
        let object = Written {
            number: stream,
            generation: 0,
            body,
            words,
        };
        self.write_object(bytes, &object);
        members.into_iter().map(|(number, _)| number).collect()
    }
}

impl Written {
    /// Streams and signatures stay where their bytes can be seen.
    fn can_be_packed(&self) -> bool {
        let plain = matches!(self.body, Body::Dictionary(_));
        plain && self.generation == 0
    }
}

fn freed((number, generation): (&u32, &u16)) -> (u32, Entry) {
    (*number, Entry::Free(*generation))
}

fn shifted(offset: usize, shift: i64) -> i64 {
    i64::try_from(offset).unwrap() + shift
}

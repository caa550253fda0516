//! One revision in parts, each with its spelling, and how they become bytes.

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

/// The words of a revision; `{n}`, `{g}`, `{o}`, `{c}`, `{k}` stand for numbers
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

/// Where a number stands in the file: an offset, or a member of an object stream.
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

    fn table(&self, bytes: &mut Vec<u8>, entries: &BTreeMap<u32, Entry>, extra: &str) -> usize {
        let section = bytes.len();
        bytes.extend(self.style.section.bytes());
        for (first, run) in runs(entries) {
            let count = self.style.count.replace("{n}", &first.to_string());
            bytes.extend(count.replace("{c}", &run.len().to_string()).bytes());
            for entry in run {
                bytes.extend(self.table_entry(entry).bytes());
            }
        }
        self.put_foreign(bytes, Spot::BeforeTrailer);
        let greatest = entries.keys().next_back().map_or(1, |number| number + 1);
        let trailer = self.trailer_entries(greatest.max(self.size));
        bytes.extend(self.style.trailer.bytes());
        bytes.extend(format!("<<{}{extra}>>\n", trailer.inside()).bytes());
        section
    }

    fn table_entry(&self, entry: Entry) -> String {
        let (offset, generation, kind) = match entry {
            Entry::At(offset, generation) => (offset, generation, "n"),
            Entry::Free(generation) => (0, generation, "f"),
            Entry::In(..) => (0, 65535, "f"),
        };
        let shift = if kind == "n" {
            self.style.entry_shift
        } else {
            0
        };
        let text = self
            .style
            .entry
            .replace("{o}", &format!("{:010}", shifted(offset, shift)));
        text.replace("{g}", &format!("{generation:05}"))
            .replace("{k}", kind)
    }

    fn trailer_entries(&self, size: u32) -> Entries {
        let mut trailer = self.trailer.clone();
        if !self.style.size.is_empty() {
            trailer.set("Size", self.style.size.replace("{}", &size.to_string()));
        }
        if self.previous > 0 && !self.style.previous.is_empty() {
            let previous = shifted(self.previous, self.style.previous_shift);
            trailer.set(
                "Prev",
                self.style.previous.replace("{}", &previous.to_string()),
            );
        }
        if !self.style.extra.is_empty() {
            trailer.set("X", format!("0{}", self.style.extra));
        }
        trailer
    }

    fn stream(&self, bytes: &mut Vec<u8>, mut entries: BTreeMap<u32, Entry>, own: u32) -> usize {
        let section = bytes.len();
        match self.style.own {
            Own::Listed => entries.insert(own, Entry::At(section, 0)),
            Own::Free => entries.insert(own, Entry::Free(0)),
            Own::Unlisted => None,
        };
        let greatest = entries.keys().next_back().map_or(1, |number| number + 1);
        let size = greatest.max(own + 1).max(self.size);
        let mut data = Vec::new();
        let mut index = String::new();
        for (first, run) in runs(&entries) {
            index.push_str(&format!("{first} {} ", run.len()));
            for entry in run {
                self.stream_entry(entry, &mut data);
            }
        }
        let [kind, place, last] = self.style.widths;
        let mut dictionary = self.trailer_entries(size);
        dictionary.set("Type", "/XRef");
        dictionary.set("W", format!("[{kind} {place} {last}]"));
        dictionary.set("Index", format!("[{}]", index.trim_end()));
        let body = Body::Stream(dictionary, data);
        let words = StreamWords::default();
        self.write_object(
            bytes,
            &Written {
                number: own,
                generation: 0,
                body,
                words,
            },
        );
        section
    }

    fn stream_entry(&self, entry: Entry, data: &mut Vec<u8>) {
        let values = match entry {
            Entry::Free(generation) => [0, 0, u64::from(generation)],
            Entry::At(offset, generation) => {
                let offset = shifted(offset, self.style.entry_shift);
                [1, u64::try_from(offset).unwrap_or(0), u64::from(generation)]
            }
            Entry::In(stream, index) => [2, u64::from(stream), u64::try_from(index).unwrap()],
        };
        for (value, width) in values.iter().zip(self.style.widths) {
            data.extend(&value.to_be_bytes()[8 - width.min(8)..]);
        }
    }

    fn hybrid(
        &self,
        bytes: &mut Vec<u8>,
        mut entries: BTreeMap<u32, Entry>,
        hidden: &[u32],
    ) -> usize {
        if hidden.is_empty() {
            return self.table(bytes, &entries, "");
        }
        let packed: BTreeMap<u32, Entry> = hidden
            .iter()
            .filter_map(|number| Some((*number, *entries.get(number)?)))
            .collect();
        let beside = self.stream(bytes, packed, self.next());
        entries.insert(self.next(), Entry::At(beside, 0));
        if self.previous == 0 && !self.style.one_section {
            return self.hybrid_of_two(bytes, &entries, beside);
        }
        self.table(bytes, &entries, &format!("/XRefStm {beside}"))
    }

    /// A first revision as word processors write it: the table hides what is
    /// packed, and a section without entries after it names the stream.
    fn hybrid_of_two(
        &self,
        bytes: &mut Vec<u8>,
        entries: &BTreeMap<u32, Entry>,
        beside: usize,
    ) -> usize {
        let table = self.table(bytes, entries, "");
        bytes.extend(format!("startxref\n{table}\n%%EOF\n").bytes());
        let section = bytes.len();
        let greatest = entries.keys().next_back().map_or(1, |number| number + 1);
        let trailer = self.trailer_entries(greatest.max(self.size)).inside();
        let more = format!("/Prev {table}/XRefStm {beside}");
        bytes.extend(format!("xref\n0 0\ntrailer\n<<{trailer}{more}>>\n").bytes());
        section
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

/// Numbers that follow one another, with the first of each run.
fn runs(entries: &BTreeMap<u32, Entry>) -> Vec<(u32, Vec<Entry>)> {
    let mut runs: Vec<(u32, Vec<Entry>)> = Vec::new();
    for (number, entry) in entries {
        match runs.last_mut() {
            Some((first, run)) if *first as usize + run.len() == *number as usize => {
                run.push(*entry);
            }
            _ => runs.push((*number, vec![*entry])),
        }
    }
    runs
}

//! The cross-reference of a revision: table, stream, or both.

use std::collections::BTreeMap;

use super::super::body::{Body, Entries, StreamWords};
use super::{Entry, Own, Spot, Step, Written, shifted};

impl Step {
    pub(super) fn table(
        &self,
        bytes: &mut Vec<u8>,
        entries: &BTreeMap<u32, Entry>,
        extra: &str,
    ) -> usize {
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

    pub(super) fn stream(
        &self,
        bytes: &mut Vec<u8>,
        mut entries: BTreeMap<u32, Entry>,
        own: u32,
    ) -> usize {
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

    pub(super) fn hybrid(
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

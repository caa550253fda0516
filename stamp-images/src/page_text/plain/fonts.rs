//! Fonts as far as they say where glyphs are and what they mean (ISO 32000-2, 9.6 to 9.10): widths
//! in reasonable numbers, encodings, character maps and font programs. Another module looks at the
//! outlines of the same programs.

use kyso_pdf::LimitKind;
use std::collections::BTreeMap;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};

use super::programs::Takes;
use super::{Copy, Refusal};

/// A font that was copied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    pub(super) id: ObjectId,
    /// Entries that may be looked through to find one glyph.
    pub(super) lookups: usize,
}

impl Copy<'_, '_, '_> {
    /// The copy of a font as a resource names it.
    pub(super) fn font(&mut self, font: &Object) -> Result<Option<Font>, Refusal> {
        let number = font.as_reference().map(|id| id.number);
        if let Some(known) = number.and_then(|number| self.fonts.get(&number)) {
            return Ok(*known);
        }
        let resolved = self.view.resolve(font)?;
        let copied = match resolved.as_dictionary() {
            Some(original) => Some(self.font_copy(original)?),
            None => None,
        };
        if let Some(number) = number {
            self.fonts.insert(number, copied);
        }
        Ok(copied)
    }

    fn font_copy(&mut self, original: &Dictionary) -> Result<Font, Refusal> {
        let mut copied = Dictionary::new().with("Type", Name::from("Font"));
        self.copy_names(original, &mut copied, &["Subtype", "BaseFont"])?;
        self.copy_simple_widths(original, &mut copied)?;
        self.copy_encoding(original, &mut copied)?;
        self.copy_character_map(original, "ToUnicode", &mut copied)?;
        if let Some(matrix) = self.numbers(original, "FontMatrix")? {
            copied.insert("FontMatrix", matrix);
        }
        let subtype = self.view.get(original, "Subtype")?;
        let takes = Takes::of(subtype.as_name());
        if takes == Takes::Procedures {
            self.copy_procedures(original, &mut copied)?;
        }
        let mut lookups = self.copy_descriptor(original, takes, &mut copied)?;
        let descendants = self.view.get(original, "DescendantFonts")?;
        if let Some([descendant, ..]) = descendants.as_array()
            && let Some(descendant) = self.view.resolve(descendant)?.as_dictionary()
        {
            let (descendant, own) = self.descendant(descendant)?;
            copied.insert("DescendantFonts", vec![descendant.into()]);
            lookups = lookups.max(own);
        }
        Ok(Font {
            id: self.add(copied)?,
            lookups,
        })
    }

    /// A CID font (ISO 32000-2, 9.7.4).
    fn descendant(&mut self, original: &Dictionary) -> Result<(ObjectId, usize), Refusal> {
        let mut copied = Dictionary::new().with("Type", Name::from("Font"));
        self.copy_names(original, &mut copied, &["Subtype", "BaseFont"])?;
        if let Some(width) = self.view.get(original, "DW")?.as_number() {
            copied.insert("DW", width);
        }
        if let Some(vertical) = self.numbers(original, "DW2")? {
            copied.insert("DW2", vertical);
        }
        for (key, count) in [("W", 1), ("W2", 3)] {
            let widths = self.view.get(original, key)?;
            if let Some(widths) = widths.as_array() {
                copied.insert(key, self.cid_widths(widths, count)?);
            }
        }
        self.copy_collection(original, &mut copied)?;
        match &*self.view.get(original, "CIDToGIDMap")? {
            Object::Stream(map) => {
                if let Some(map) = self.optional(map)? {
                    let id = self.add(Stream::new(Dictionary::new(), map))?;
                    copied.insert("CIDToGIDMap", id);
                }
            }
            Object::Name(name) => copied.insert("CIDToGIDMap", name.clone()),
            _ => {}
        }
        let lookups = self.copy_descriptor(original, Takes::Any, &mut copied)?;
        Ok((self.add(copied)?, lookups))
    }

    fn copy_collection(
        &mut self,
        original: &Dictionary,
        copied: &mut Dictionary,
    ) -> Result<(), Refusal> {
        let collection = self.view.get(original, "CIDSystemInfo")?;
        let Some(collection) = collection.as_dictionary() else {
            return Ok(());
        };
        let mut copy = Dictionary::new();
        for key in ["Registry", "Ordering"] {
            let text = self.view.get(collection, key)?;
            let text = text.as_string().unwrap_or_default();
            let text = text.get(..text.len().min(NAME)).unwrap_or_default();
            copy.insert(key, Object::String(text.to_vec()));
        }
        let supplement = self.view.get(collection, "Supplement")?.as_integer();
        copy.insert("Supplement", supplement.unwrap_or(0).clamp(0, 1000));
        copied.insert("CIDSystemInfo", copy);
        Ok(())
    }

    /// `/W` and `/W2`: each character has one width, however often ranges name it. `count` numbers make a width.
    fn cid_widths(&self, widths: &[Object], count: usize) -> Result<Vec<Object>, Refusal> {
        let mut known: BTreeMap<u16, Vec<Object>> = BTreeMap::new();
        let mut named = 0_usize;
        let mut rest = widths;
        let number = |object: &Object| -> Result<f64, Refusal> {
            let object = self.view.resolve(object)?;
            Ok(object.as_number().unwrap_or(0.0))
        };
        while let [first, second, others @ ..] = rest {
            let Some(first) = character(number(first)?) else {
                break;
            };
            let second = self.view.resolve(second)?;
            if let Some(list) = second.as_array() {
                let each = list.chunks_exact(count);
                for (cid, width) in (first..=u16::MAX).zip(each) {
                    let width: Result<Vec<Object>, Refusal> =
                        width.iter().map(|one| Ok(number(one)?.into())).collect();
                    known.insert(cid, width?);
                }
                rest = others;
                continue;
            }
            let Some((width, others)) = others.split_at_checked(count) else {
                break;
            };
            let last = second.as_number().unwrap_or(0.0);
            let last = character(last.min(f64::from(u16::MAX))).unwrap_or(first);
            named += usize::from(last.saturating_sub(first)) + 1;
            if named > RANGES {
                return Err(Refusal::Budget {
                    budget: LimitKind::FontWidths,
                    limit: RANGES,
                });
            }
            let width: Result<Vec<Object>, Refusal> =
                width.iter().map(|one| Ok(number(one)?.into())).collect();
            let width = width?;
            for cid in first..=last {
                known.insert(cid, width.clone());
            }
            rest = others;
        }
        Ok(stretches(known))
    }

    /// `/FirstChar`, `/LastChar` and `/Widths` of a simple font, for its 256 codes.
    fn copy_simple_widths(
        &self,
        original: &Dictionary,
        copied: &mut Dictionary,
    ) -> Result<(), Refusal> {
        let first = self.view.get(original, "FirstChar")?.as_integer();
        let last = self.view.get(original, "LastChar")?.as_integer();
        let widths = self.numbers(original, "Widths")?;
        if let (Some(first @ 0..=255), Some(last), Some(widths)) = (first, last, widths) {
            copied.insert("FirstChar", first);
            copied.insert("LastChar", last.clamp(first, 511));
            copied.insert("Widths", widths);
        }
        Ok(())
    }

    fn copy_encoding(
        &mut self,
        original: &Dictionary,
        copied: &mut Dictionary,
    ) -> Result<(), Refusal> {
        let encoding = self.view.get(original, "Encoding")?;
        match &*encoding {
            Object::Name(name) => copied.insert("Encoding", short(name)),
            Object::Stream(_) => self.copy_character_map(original, "Encoding", copied)?,
            Object::Dictionary(encoding) => {
                let mut copy = Dictionary::new().with("Type", Name::from("Encoding"));
                self.copy_names(encoding, &mut copy, &["BaseEncoding"])?;
                let differences = self.view.get(encoding, "Differences")?;
                if let Some(differences) = differences.as_array() {
                    copy.insert("Differences", self.differences(differences)?);
                }
                copied.insert("Encoding", copy);
            }
            _ => {}
        }
        Ok(())
    }

    fn differences(&self, differences: &[Object]) -> Result<Vec<Object>, Refusal> {
        const MOST: usize = 2000;
        if differences.len() > MOST {
            return Err(Refusal::Budget {
                budget: LimitKind::EncodingDifferences,
                limit: MOST,
            });
        }
        let mut copied = Vec::new();
        for difference in differences {
            match &*self.view.resolve(difference)? {
                Object::Name(name) => copied.push(short(name).into()),
                number => copied.push(number.as_integer().unwrap_or(0).clamp(0, 256).into()),
            }
        }
        Ok(copied)
    }

    /// An embedded character map, or the name of a known one.
    fn copy_character_map(
        &mut self,
        original: &Dictionary,
        key: &str,
        copied: &mut Dictionary,
    ) -> Result<(), Refusal> {
        match &*self.view.get(original, key)? {
            Object::Name(name) => copied.insert(key, short(name)),
            Object::Stream(stream) => {
                if let Some(map) = self.optional(stream)? {
                    check_character_map(&map)?;
                    let id = self.add(Stream::new(Dictionary::new(), map))?;
                    copied.insert(key, id);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Part of a font: without it the font reads worse, but its page can be read. Budgets count all the same.
    pub(super) fn optional(&mut self, stream: &Stream) -> Result<Option<Vec<u8>>, Refusal> {
        match self.decode(stream) {
            Ok(data) => Ok(Some(data)),
            Err(Refusal::NotReadable) => Ok(None),
            Err(budget) => Err(budget),
        }
    }

    pub(super) fn copy_names(
        &self,
        original: &Dictionary,
        copied: &mut Dictionary,
        keys: &[&str],
    ) -> Result<(), Refusal> {
        for key in keys {
            if let Some(name) = self.view.get(original, key)?.as_name() {
                copied.insert(key, short(name));
            }
        }
        Ok(())
    }
}

/// A character of a CID font.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the range is checked
fn character(number: f64) -> Option<u16> {
    (0.0..=65_535.0).contains(&number).then_some(number as u16)
}

/// `[first [width …] …]` with one list for neighbours.
fn stretches(known: BTreeMap<u16, Vec<Object>>) -> Vec<Object> {
    let mut all = Vec::new();
    let mut list: Vec<Object> = Vec::new();
    let mut next = None;
    for (cid, width) in known {
        if next != Some(cid) {
            if !list.is_empty() {
                all.push(std::mem::take(&mut list).into());
            }
            all.push(i64::from(cid).into());
        }
        list.extend(width);
        next = cid.checked_add(1);
    }
    if !list.is_empty() {
        all.push(list.into());
    }
    all
}

/// Maps that stand on other maps cost as much as all of them, and each look-up reads the text of its character.
fn check_character_map(map: &[u8]) -> Result<(), Refusal> {
    const BASES: usize = 2;
    const TEXT: usize = 1024;
    let refuse = |budget, limit| Err(Refusal::Budget { budget, limit });
    if memchr::memmem::find_iter(map, b"usecmap").count() > BASES {
        return refuse(LimitKind::CharacterMapDepth, BASES);
    }
    match longest_text(map) > TEXT {
        true => refuse(LimitKind::CharacterBytes, TEXT),
        false => Ok(()),
    }
}

/// Bytes of the longest string of a character map, in angle brackets or parentheses.
fn longest_text(map: &[u8]) -> usize {
    let (mut longest, mut length) = (0, 0);
    let mut closing: Vec<u8> = Vec::new();
    let mut is_escaped = false;
    for &byte in map {
        let close = closing.last().copied();
        length += usize::from(close.is_some());
        longest = longest.max(length);
        match (close, byte) {
            _ if is_escaped => is_escaped = false,
            (Some(b')'), b'\\') => is_escaped = true,
            (Some(b')') | None, b'(') => closing.push(b')'),
            (None, b'<') => closing.push(b'>'),
            _ if close == Some(byte) => {
                closing.pop();
            }
            _ => {}
        }
        if closing.is_empty() {
            length = 0;
        }
        // No deeper than what is too long in any case.
        closing.truncate(MOST_NESTED);
    }
    longest
}

pub(super) fn short(name: &Name) -> Name {
    let bytes = name.as_bytes();
    Name::from(
        bytes
            .get(..bytes.len().min(NAME))
            .unwrap_or_default()
            .to_vec(),
    )
}

/// Parentheses within a string of a character map.
const MOST_NESTED: usize = 4096;

/// Bytes of a name that count.
const NAME: usize = 127;

/// Widths that ranges of one font may name, one character several times.
const RANGES: usize = 1 << 20;

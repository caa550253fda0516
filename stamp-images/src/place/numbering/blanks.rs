//! Gaps to be filled in a line of text.

use crate::page_text::{Glyph, NARROW_SPACE, TextLine, WIDE_GAP, WORD_GAP};
use crate::words::is_blank;

/// A gap between printed characters on a line, in the page's reading frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// Where the gap begins, in points from the left edge of the page.
    pub left: f64,
    /// Where it ends.
    pub right: f64,
    /// Distance of the baseline from the top of the page.
    pub baseline: f64,
    /// Size of the font before the gap in points.
    pub font_size: f64,
    /// Whether most of the words before the gap are bold.
    pub bold: bool,
    /// Whether most of the words before the gap are italic.
    pub italic: bool,
    /// Whether the gap continues printed digits ("20" of a year).
    pub(super) is_continued: bool,
}

impl Slot {
    /// The gap between the words before it and `right`. One character of another
    /// font, such as the colon, does not decide the style.
    pub(super) fn after(before: &[&Word], right: f64) -> Option<Self> {
        let last = before.last()?.last()?;
        let glyphs = || before.iter().flat_map(|word| &word.glyphs);
        let most = |is: fn(&Glyph) -> bool| {
            2 * glyphs().filter(|glyph| is(glyph)).count() > glyphs().count()
        };
        Some(Self {
            left: last.right,
            right,
            baseline: last.baseline,
            font_size: last.size,
            bold: most(|glyph| glyph.bold),
            italic: most(|glyph| glyph.italic),
            is_continued: false,
        })
    }
}

/// A document number found in a line.
pub(super) enum NumberText {
    /// `Số:    /QĐ-UBND`.
    Empty(Slot),
    /// `Số: 05/QĐ-UBND`.
    Filled(String),
}

/// The document numbers of a line: pieces that begin with `Số` and go on with a
/// gap or digits and `/`.
pub(super) fn numbers_in(line: &TextLine) -> Vec<NumberText> {
    numbers_behind(line, is_number_label)
}

/// A line `Số: 05/QĐ-UBND`, with or without the number.
pub(super) struct NumberLine {
    pub(super) number: Option<String>,
    /// From the slash or hyphen on.
    pub(super) symbol: String,
}

/// The lines with document numbers in a line of text, by which the document is named.
pub(super) fn number_lines_in(line: &TextLine) -> Vec<NumberLine> {
    let words = words(line);
    let labels = (0..words.len()).filter(|&index| is_number_label(&words, index));
    let found = labels.filter_map(|index| {
        let words = words.get(index..)?;
        number_at(words)?;
        let rest = words.get(1..)?;
        let rest = match rest.split_first() {
            Some((colon, rest)) if colon.text() == ":" => rest,
            _ => rest,
        };
        let (number, rest) = match rest.split_first()? {
            (first, rest) if first.is_digits() => (Some(first.text()), rest),
            _ => (None, rest),
        };
        Some(NumberLine {
            number,
            symbol: symbol_of(rest),
        })
    });
    found.collect()
}

/// The words from the slash or hyphen on that are written without a blank, or with blanks around a slash or hyphen.
fn symbol_of(words: &[Word]) -> String {
    let mut symbol = String::new();
    let mut before: Option<&Word> = None;
    for word in words {
        if let Some(last) = before.and_then(Word::last) {
            let gap = word.left() - last.right;
            let is_joint = is_joint(last.character)
                || word
                    .glyphs
                    .first()
                    .is_some_and(|first| is_joint(first.character));
            if gap > WORD_GAP * last.size && !(is_joint && gap <= WIDE_GAP * last.size) {
                break;
            }
        }
        if matches!(word.text().as_str(), "," | ";" | "(" | ")") {
            break;
        }
        symbol.push_str(&word.text());
        before = Some(word);
    }
    symbol
}

fn is_joint(character: char) -> bool {
    matches!(character, '/' | '-' | '\u{2010}'..='\u{2013}')
}

/// The same within a sentence: `… Quyết định số    /QĐ-UBND`.
pub(super) fn named_numbers_in(line: &TextLine) -> Vec<NumberText> {
    let is_label = |words: &[Word], index: usize| {
        let word = words.get(index);
        word.is_some_and(|word| matches!(word.text().as_str(), "số" | "Số" | "SỐ"))
    };
    numbers_behind(line, is_label)
}

fn numbers_behind(line: &TextLine, is_label: fn(&[Word], usize) -> bool) -> Vec<NumberText> {
    let words = words(line);
    let labels = (0..words.len()).filter(|&index| is_label(&words, index));
    labels
        .filter_map(|index| number_at(words.get(index..)?))
        .collect()
}

/// A stretch of characters without a blank or gap between them.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) glyphs: Vec<Glyph>,
}

impl Word {
    pub(super) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.character).collect()
    }

    pub(super) fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |glyph| glyph.left)
    }

    pub(super) fn last(&self) -> Option<&Glyph> {
        self.glyphs.last()
    }

    /// Whether it begins with a hyphen or a dash.
    fn begins_with_hyphen(&self) -> bool {
        let first = self.glyphs.first();
        first.is_some_and(|glyph| glyph.character != '/' && is_joint(glyph.character))
    }

    /// The first character if the word is nothing but digits.
    pub(super) fn is_digits(&self) -> bool {
        self.glyphs
            .iter()
            .all(|glyph| glyph.character.is_ascii_digit())
    }
}

/// The words of a line; blanks (dots and underscores too), commas, colons,
/// slashes and changes from digits to letters separate them, and `:` and `/`
/// are words of their own.
pub(super) fn words(line: &TextLine) -> Vec<Word> {
    let legible = line.legible().into_iter();
    let ink: Vec<Glyph> = legible
        .filter(|glyph| !is_blank(glyph.character))
        .copied()
        .collect();
    ink.chunk_by(|a, b| {
        b.left - a.right <= WORD_GAP * b.size
            && !is_alone(a.character)
            && !is_alone(b.character)
            && a.character.is_ascii_digit() == b.character.is_ascii_digit()
            && !blank_between(line, a, b)
    })
    .map(|glyphs| Word {
        glyphs: glyphs.to_vec(),
    })
    .collect()
}

fn is_alone(character: char) -> bool {
    matches!(character, ':' | '/' | ',' | ';' | '(' | ')')
}

/// Whether two characters have a blank between them, not under them: digits
/// stamped over a row of dots stay together.
fn blank_between(line: &TextLine, a: &Glyph, b: &Glyph) -> bool {
    let within = |glyph: &Glyph| glyph.left >= a.left && glyph.right <= b.right;
    b.left - a.right > NARROW_SPACE * b.size
        && line
            .glyphs
            .iter()
            .any(|glyph| is_blank(glyph.character) && within(glyph))
}

/// Whether the word is `Số` at the start of a piece, not in a sentence.
fn is_number_label(words: &[Word], index: usize) -> bool {
    let Some(word) = words.get(index) else {
        return false;
    };
    let before = index
        .checked_sub(1)
        .and_then(|index| words.get(index)?.last());
    let starts = before.is_none_or(|before| word.left() - before.right > WIDE_GAP * before.size);
    starts && matches!(word.text().as_str(), "Số" | "SỐ")
}

/// Reads `Số [:] (gap | digits) / letter` from the words of a line.
fn number_at(words: &[Word]) -> Option<NumberText> {
    let (label, rest) = words.split_first()?;
    let (label, rest) = match rest.split_first() {
        Some((colon, rest)) if colon.text() == ":" => (vec![label, colon], rest),
        _ => (vec![label], rest),
    };
    let [first, rest @ ..] = rest else {
        return None;
    };
    if first.text() == "/" {
        let slot = Slot::after(&label, first.left())?;
        let near = slot.right - slot.left <= WIDEST_GAP;
        return (near && is_code(rest)).then_some(NumberText::Empty(slot));
    }
    if first.begins_with_hyphen() {
        let slot = Slot::after(&label, first.left())?;
        let width = slot.right - slot.left;
        let is_gap = width > WORD_GAP * slot.font_size && width <= WIDEST_GAP;
        return (is_gap && is_party_code(first, rest)).then_some(NumberText::Empty(slot));
    }
    let [slash, code, ..] = rest else { return None };
    if first.is_digits() && slash.begins_with_hyphen() {
        return is_party_code(slash, rest.get(1..)?)
            .then(|| NumberText::Filled(format!("Số: {}{}", first.text(), slash.text())));
    }
    (first.is_digits() && slash.text() == "/")
        .then(|| NumberText::Filled(format!("Số: {}/{}", first.text(), code.text())))
}

/// Whether the words are what follows a number: `QĐ-UBND`, or `2026/QĐ-UBND`.
fn is_code(words: &[Word]) -> bool {
    let begins_with_letter = |word: &Word| {
        let first = word.glyphs.first();
        first.is_some_and(|glyph| glyph.character.is_alphabetic())
    };
    match words {
        [year, slash, code, ..] if year.is_digits() => {
            year.glyphs.len() == 4 && slash.text() == "/" && begins_with_letter(code)
        }
        [code, ..] => begins_with_letter(code),
        [] => false,
    }
}

/// Whether the words are what follows a number of the Party: `-QĐ/TU`, the hyphen with a word or on its own (HD 36-HD/VPTW).
fn is_party_code(hyphen: &Word, rest: &[Word]) -> bool {
    let is_letter = |glyph: &Glyph| glyph.character.is_alphabetic();
    let rest = match hyphen.glyphs.get(1) {
        Some(next) if is_letter(next) => rest,
        Some(_) => return false,
        None => match rest.split_first() {
            Some((code, rest)) if code.glyphs.first().is_some_and(is_letter) => rest,
            _ => return false,
        },
    };
    matches!(rest, [slash, by, ..] if slash.text() == "/" && by.glyphs.first().is_some_and(is_letter))
}

/// Widest gap for a number in points.
const WIDEST_GAP: f64 = 150.0;

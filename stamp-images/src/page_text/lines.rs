//! From glyphs to lines, and from lines to pieces.

use unicode_normalization::char::{canonical_combining_class, compose};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Drawn, RawGlyph, Scale};
use crate::geometry::{PageFrame, Turn, ViewRect};

/// A stretch of text on one line without a wide gap in it: a cell of a table,
/// a column, a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// NFC, single spaces between words.
    pub text: String,
    /// Around the glyphs, from ascent to descent, in the reading frame.
    pub area: ViewRect,
    /// Distance of the baseline from the top of the page in points.
    pub baseline: f64,
    /// Font size in points.
    pub font_size: f64,
    /// Whether most of it is bold.
    pub bold: bool,
    /// Whether most of it is italic.
    pub italic: bool,
}

/// One character of a line in the reading frame, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) character: char,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) baseline: f64,
    pub(crate) size: f64,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) drawn: Drawn,
    pub(crate) scale: Scale,
    /// The numbers of the glyphs that are drawn for it, the first and how many.
    pub(crate) drawn_by: (u32, u32),
}

/// All characters on one baseline, from left to right over the whole page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextLine {
    pub(crate) glyphs: Vec<Glyph>,
    /// Those that are dropped as drawn twice, but draw something else.
    pub(crate) doubled: Vec<Glyph>,
}

/// The turn of most of the glyphs; the page as shown when there is no text.
pub(super) fn reading_turn(glyphs: &[RawGlyph], shown: Turn) -> Turn {
    let count = |turn| {
        let along = glyphs.iter().filter(|glyph| glyph.turn == Some(turn));
        along.filter(|glyph| glyph.character != ' ').count()
    };
    let most = Turn::ALL.into_iter().max_by_key(|&turn| count(turn));
    most.filter(|&turn| count(turn) > count(shown))
        .unwrap_or(shown)
}

/// Groups glyphs that read from left to right into lines, top to bottom; they are numbered from `first` on.
pub(super) fn group(frame: &PageFrame, glyphs: &[RawGlyph], first: u32) -> Vec<TextLine> {
    let mut placed = composed(frame, glyphs, first);
    placed.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines: Vec<TextLine> = Vec::new();
    let mut last = f64::NEG_INFINITY;
    for glyph in placed {
        match lines.last_mut() {
            Some(line) if glyph.baseline - last <= SAME_BASELINE * glyph.size => {
                line.glyphs.push(glyph);
            }
            _ => lines.push(TextLine {
                glyphs: vec![glyph],
                doubled: Vec::new(),
            }),
        }
        last = glyph.baseline;
    }
    for line in &mut lines {
        line.tidy();
    }
    lines
}

/// The area of a glyph from ascent to descent, whatever its direction.
pub(super) fn bounds(frame: &PageFrame, glyph: &RawGlyph) -> ViewRect {
    between(frame, glyph.start, glyph.end).grown(frame.to_points(glyph.size) * ASCENT)
}

/// Around two points of user space.
pub(super) fn between(frame: &PageFrame, from: (f64, f64), to: (f64, f64)) -> ViewRect {
    let (x1, y1) = frame.point_to_view(from.0, from.1);
    let (x2, y2) = frame.point_to_view(to.0, to.1);
    ViewRect::from_edges(x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2))
}

/// The glyphs in points of the frame; combining marks join the letter before if they stand at it.
fn composed(frame: &PageFrame, glyphs: &[RawGlyph], first: u32) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for (raw, number) in glyphs.iter().zip(first..) {
        let (x1, baseline) = frame.point_to_view(raw.start.0, raw.start.1);
        let (x2, _) = frame.point_to_view(raw.end.0, raw.end.1);
        let glyph = Glyph {
            character: raw.character,
            left: x1.min(x2),
            right: x1.max(x2),
            baseline,
            size: frame.to_points(raw.size),
            bold: raw.bold,
            italic: raw.italic,
            drawn: raw.drawn,
            scale: raw.scale,
            drawn_by: (number, 1),
        };
        if canonical_combining_class(raw.character) != 0
            && let Some(letter) = out.last_mut()
            && let Some(both) = compose(letter.character, raw.character)
            && letter.holds_mark(&glyph, x1)
        {
            letter.character = both;
            letter.left = letter.left.min(x1);
            letter.right = letter.right.max(x1).max(x2);
            letter.drawn_by.1 += 1;
            continue;
        }
        out.push(glyph);
    }
    out
}

impl TextLine {
    /// Distance of the baseline from the top of the page.
    pub(crate) fn baseline(&self) -> Option<f64> {
        self.glyphs.first().map(|glyph| glyph.baseline)
    }

    /// Sorts from left to right and drops glyphs that are drawn twice at the
    /// same place in the same size (shadows and faked bold). What may be a leader or a box is
    /// dropped only for the same outline: it is no ink if it looks like one.
    fn tidy(&mut self) {
        self.glyphs.sort_by(|a, b| a.left.total_cmp(&b.left));
        self.glyphs.dedup_by(|later, kept| {
            let same = later.character == kept.character
                && (later.character.is_alphanumeric() || later.drawn == kept.drawn)
                && later.character != ' '
                && (later.left - kept.left).abs() < DRAWN_TWICE * kept.size
                && later.is_as_large_as(kept);
            kept.bold |= same && later.bold;
            if same && later.drawn != kept.drawn {
                self.doubled.push(*later);
            }
            same
        });
    }

    /// The characters without stray ones: those far smaller than most of their line, which readers
    /// do not read with it.
    pub(crate) fn legible(&self) -> Vec<&Glyph> {
        let ink = self.glyphs.iter().filter(|glyph| glyph.character != ' ');
        let least = STRAY * median(ink.map(|glyph| glyph.size));
        let legible = |glyph: &&Glyph| glyph.size >= least;
        self.glyphs.iter().filter(legible).collect()
    }

    /// The stretches between wide gaps; blanks at their ends are left out.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let legible = self.legible().into_iter();
        let ink: Vec<&Glyph> = legible.filter(|glyph| glyph.character != ' ').collect();
        ink.chunk_by(|a, b| b.left - a.right <= WIDE_GAP * a.size.max(b.size))
            .map(|glyphs| self.piece(glyphs))
            .collect()
    }

    /// The pieces with a space between them.
    pub(super) fn text(&self) -> String {
        let pieces = self.pieces().into_iter().map(|piece| piece.text);
        pieces.collect::<Vec<_>>().join(" ")
    }

    fn piece(&self, glyphs: &[&Glyph]) -> Piece {
        let most = |is: fn(&Glyph) -> bool| {
            2 * glyphs.iter().filter(|glyph| is(glyph)).count() > glyphs.len()
        };
        let areas = glyphs.iter().map(|glyph| glyph.area());
        let area = areas.reduce(|a, b| a.union(&b));
        let first = glyphs.first();
        Piece {
            text: self.text_of(glyphs),
            area: area.unwrap_or(ViewRect::from_edges(0.0, 0.0, 0.0, 0.0)),
            baseline: first.map_or(0.0, |glyph| glyph.baseline),
            font_size: first.map_or(0.0, |glyph| glyph.size),
            bold: most(|glyph| glyph.bold),
            italic: most(|glyph| glyph.italic),
        }
    }

    /// The text with one space wherever there is a space or a visible gap.
    fn text_of(&self, glyphs: &[&Glyph]) -> String {
        let mut text = String::with_capacity(glyphs.len() * 2);
        let mut previous: Option<&Glyph> = None;
        for glyph in glyphs {
            if previous.is_some_and(|before| self.has_space_between(before, glyph)) {
                text.push(' ');
            }
            text.push(glyph.character);
            previous = Some(glyph);
        }
        match is_nfc_quick(text.chars()) {
            IsNormalized::Yes => text,
            _ => text.nfc().collect(),
        }
    }

    /// Text that was drawn later over a row of spaces has none between its own
    /// characters: there must be room for a space too.
    fn has_space_between(&self, before: &Glyph, after: &Glyph) -> bool {
        let gap = (after.left - before.right) / after.size;
        if gap > WORD_GAP {
            return true;
        }
        let start = self
            .glyphs
            .partition_point(|glyph| glyph.left < before.left);
        gap > NARROW_SPACE
            && self
                .glyphs
                .iter()
                .skip(start)
                .take_while(|glyph| glyph.left < after.left)
                .any(|glyph| glyph.character == ' ')
    }
}

impl Glyph {
    /// Whether a combining mark that starts at `start` is at the letter: a mark anywhere else is
    /// ink there, whatever its font calls it. Marks of capitals and second marks are raised.
    fn holds_mark(&self, mark: &Self, start: f64) -> bool {
        let is_high = self.character.is_uppercase() || !self.character.is_ascii();
        let highest = if is_high { RAISED } else { SAME_BASELINE };
        let raised = (self.baseline - mark.baseline) / self.size;
        (start - self.left).abs() <= MARK_WITHIN * self.size
            && (-SAME_BASELINE..=highest).contains(&raised)
            && are_about_equal(mark.size, self.size)
    }

    /// Whether the same outline at the same place covers as much on the same baseline.
    fn is_as_large_as(&self, other: &Self) -> bool {
        are_about_equal(self.size, other.size)
            && are_about_equal(self.scale.along, other.scale.along)
            && self.scale.up.total_cmp(&other.scale.up).is_eq()
            && (self.baseline - other.baseline).abs() <= ALIKE * other.size
    }

    /// The area from ascent to descent.
    pub(crate) fn area(&self) -> ViewRect {
        ViewRect::from_edges(
            self.left,
            self.baseline - ASCENT * self.size,
            self.right,
            self.baseline + DESCENT * self.size,
        )
    }
}

fn are_about_equal(one: f64, two: f64) -> bool {
    (one - two).abs() <= ALIKE * one.abs().min(two.abs())
}

/// The middle one of some sizes; 0 when there are none.
pub(super) fn median(sizes: impl Iterator<Item = f64>) -> f64 {
    let mut sizes: Vec<f64> = sizes.collect();
    let middle = sizes.len() / 2;
    match sizes.is_empty() {
        true => 0.0,
        false => *sizes.select_nth_unstable_by(middle, f64::total_cmp).1,
    }
}

/// Glyphs smaller than this share of the text around them are stray.
pub(super) const STRAY: f64 = 0.25;
/// Height of capitals with Vietnamese accents above the baseline, in em.
pub(crate) const ASCENT: f64 = 0.9;
/// Depth of letters below the baseline, in em.
const DESCENT: f64 = 0.22;
/// Greatest distance of baselines within a line, in em.
const SAME_BASELINE: f64 = 0.15;
/// A gap wider than this, in em, separates pieces: words of justified text are
/// closer, columns are farther apart.
pub(crate) const WIDE_GAP: f64 = 1.5;
/// A gap wider than this, in em, separates words even without a space.
pub(crate) const WORD_GAP: f64 = 0.2;
/// A space may be as narrow as this, in em, in a line that is justified.
pub(crate) const NARROW_SPACE: f64 = 0.08;
/// Glyphs closer than this, in em, are the same glyph drawn twice.
const DRAWN_TWICE: f64 = 0.08;
/// Sizes that differ by a smaller share are about equal, and so are baselines within it, in em.
const ALIKE: f64 = 0.1;
/// Marks start within this distance of the left of their letter, in em; a little more than a wide letter.
const MARK_WITHIN: f64 = 1.05;
/// How far marks are raised over capitals and other marks, in em.
const RAISED: f64 = 0.3;

#[cfg(test)]
mod tests;

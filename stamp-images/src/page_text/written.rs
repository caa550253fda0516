//! The words of a page and the ink of each of their characters.

use std::sync::Arc;

use super::outlines::{Extent, Part, Parts};
use super::written_glyph::Written;
use super::{ASCENT, Drawn, Glyph, Outlines, PageText, TextLine, WIDE_GAP, WORD_GAP};
use crate::geometry::ViewRect;

impl Written {
    /// Points all over the area of a digit.
    fn body(&self) -> InkPart {
        const LINES: u8 = 24;
        const HEIGHT: f64 = 0.7;
        let middle = |line: u8, lines: u8| (f64::from(line) + 0.5) / f64::from(lines);
        let [_, up] = self.em;
        let along = (self.end.0 - self.start.0, self.end.1 - self.start.1);
        let point = |column: u8, row: u8| {
            let (right, above) = (middle(column, LINES / 2), HEIGHT * middle(row, LINES));
            (
                self.start.0 + along.0 * right + up.0 * above,
                self.start.1 + along.1 * right + up.1 * above,
            )
        };
        let rows = 0..LINES;
        let points = rows.flat_map(|row| (0..LINES / 2).map(move |column| point(column, row)));
        InkPart {
            points: points.collect(),
            weight: 1.0,
            halves: [0; 2],
        }
    }

    /// From em to user space.
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [along, up] = self.em;
        (
            self.start.0 + along.0 * x + up.0 * y,
            self.start.1 + along.1 * x + up.1 * y,
        )
    }
}

/// Characters of a line without a space between them.
#[derive(Debug)]
pub struct Word<'p> {
    /// The characters from left to right.
    pub characters: Vec<Character<'p>>,
    line: Option<&'p TextLine>,
    /// Whether it follows the word before it, as words of a sentence do.
    pub follows: bool,
}

impl Word<'_> {
    /// The text of its line; nothing for a word that is askew, or elsewhere.
    #[must_use]
    pub fn line(&self) -> String {
        self.line.map_or_else(String::new, TextLine::text)
    }
}

/// A character of a word.
#[derive(Debug)]
pub struct Character<'p> {
    /// What its font says that it is.
    pub character: char,
    /// From ascent to descent, in the reading frame.
    pub area: ViewRect,
    /// Font size in points.
    pub size: f64,
    /// Whether its outline is away from its place on the baseline; its area is around the outline.
    pub is_astray: bool,
    /// How far its ink may lie from its area, in em.
    pub reach: f64,
    written: Option<&'p [Written]>,
    outlines: &'p Outlines,
}

/// Points all over the ink of a part of a character, in user space.
#[derive(Debug)]
pub struct InkPart {
    /// First those of the lower half of its body, which reaches from the baseline to the height of small letters, then those
    /// of the upper half.
    pub points: Vec<(f64, f64)>,
    /// The amount of ink that a point represents: 1 where they are a 48th of an em apart.
    pub weight: f32,
    /// How many are of each half.
    pub halves: [usize; 2],
}

impl InkPart {
    fn new(part: &Part, weight: f32, written: &Written) -> Self {
        let place = |(x, y): &(f32, f32)| written.place((f64::from(*x), f64::from(*y)));
        Self {
            points: part.points.iter().map(place).collect(),
            weight,
            halves: part.halves,
        }
    }
}

impl Character<'_> {
    /// Whether annotations draw it, and not the page.
    #[must_use]
    pub fn is_of_look(&self) -> bool {
        self.written
            .is_some_and(|written| written.iter().all(|one| one.is_of_look))
    }

    /// The ink of each part (a letter, each of its marks); `None` where it is not known what is drawn.
    #[must_use]
    pub fn ink(&self) -> Option<Vec<InkPart>> {
        self.placed(|drawn| self.outlines.parts(drawn))
    }

    /// The same without running instructions of its program, which may make something else of it; `None` where no outline is
    /// known. What follows from it alone must do no harm.
    #[must_use]
    pub fn plain_ink(&self) -> Option<Vec<InkPart>> {
        self.placed(|drawn| self.outlines.plain_parts(drawn))
    }

    /// The possible ink of a character whose drawing is not known: all that digits and small
    /// letters reach. Nothing for the spaces of fonts that are not embedded.
    #[must_use]
    pub fn body(&self) -> Vec<InkPart> {
        let written = self.written.unwrap_or_default().iter();
        let drawn = written.filter(|one| self.character != ' ' || one.drawn == Drawn::Unknown);
        drawn.map(Written::body).collect()
    }

    fn placed(&self, parts: impl Fn(Drawn) -> Option<Arc<Parts>>) -> Option<Vec<InkPart>> {
        let mut ink = Vec::new();
        for written in self.written? {
            let parts = parts(written.drawn)?;
            let placed = |part: &Part| InkPart::new(part, parts.weight, written);
            ink.extend(parts.parts.iter().map(placed));
        }
        Some(ink)
    }

    fn is_known(&self) -> bool {
        self.written.is_some_and(|written| {
            let mut written = written.iter();
            written.all(|written| self.outlines.parts(written.drawn).is_some())
        })
    }
}

impl PageText {
    /// The words of which a character lies near an area, but for the leaders of blanks: these are there to be written upon.
    #[must_use]
    pub fn words_near(&self, area: &ViewRect) -> Vec<Word<'_>> {
        let is_near = |glyph: &Glyph| super::ink_below::reach(glyph).overlaps(area);
        let mut words = Vec::new();
        for line in self.all_lines() {
            let (mut next, mut end) = (0, f64::NEG_INFINITY);
            for part in line.glyphs.chunk_by(is_of_one_word) {
                let first = next;
                next += part.len();
                let begins = part
                    .first()
                    .map_or(0.0, |glyph| glyph.left - WIDE_GAP * glyph.size);
                let follows = begins <= end;
                if part.iter().all(|glyph| glyph.character != ' ') {
                    end = part.last().map_or(end, |glyph| glyph.right);
                }
                if part.iter().any(is_near) {
                    let characters = (first..next).zip(part);
                    let characters = characters
                        .filter(|(index, _)| !line.is_led(*index, &self.outlines))
                        .map(|(_, glyph)| self.character(glyph));
                    let characters = characters.collect();
                    words.push(Word {
                        characters,
                        line: Some(line),
                        follows,
                    });
                }
            }
            let doubled = line.doubled.iter().filter(|glyph| is_near(glyph));
            words.extend(doubled.map(|glyph| Word {
                characters: vec![self.character(glyph)],
                line: Some(line),
                follows: false,
            }));
        }
        words.extend(self.alone_near(area));
        words
    }

    /// The characters near an area that stand askew, or are drawn elsewhere.
    fn alone_near(&self, area: &ViewRect) -> impl Iterator<Item = Word<'_>> {
        let askew = self.sideways.iter().zip(self.first_askew..);
        let askew = askew.map(|(around, number)| (*around, number, false));
        let strays = self.strays().placed.iter();
        let strays = strays.map(|stray| (stray.area, stray.number, true));
        let near = askew
            .chain(strays)
            .filter(|(around, ..)| around.overlaps(area));
        near.filter_map(|(around, number, is_astray)| {
            let written = self.written.get(number..=number)?;
            let [only] = written else { return None };
            let character = Character {
                character: only.character,
                area: around,
                size: self.frame.to_points(only.size()),
                is_astray,
                reach: CLOSE,
                written: Some(written),
                outlines: &self.outlines,
            };
            Some(Word {
                characters: vec![character],
                line: None,
                follows: false,
            })
        })
    }

    /// What paths paint near an area that may be a letter, digit or sign: around each, and whether annotations paint it.
    pub fn small_shapes_near(&self, area: &ViewRect) -> impl Iterator<Item = (ViewRect, bool)> {
        let shapes = self.shapes.iter().enumerate();
        let near = shapes.filter(|(_, shape)| shape.area.overlaps(area));
        near.filter(|(_, shape)| shape.may_be_written())
            .map(|(index, shape)| (shape.area, index >= self.own_shapes))
    }

    /// Whether annotations draw a glyph of a line.
    pub(super) fn is_of_look(&self, glyph: &Glyph) -> bool {
        self.character(glyph).is_of_look()
    }

    /// Whether it is known what is drawn for a character, so that [`PageText::words_near`] shows all of it.
    pub(super) fn shows(&self, line: &TextLine, glyph: &Glyph) -> bool {
        let doubled = line.doubled.iter();
        let mut all = doubled.chain([glyph]);
        all.all(|glyph| self.character(glyph).is_known())
    }

    fn character(&self, glyph: &Glyph) -> Character<'_> {
        let (first, count) = glyph.drawn_by;
        let (first, count) = (first as usize, count as usize);
        let written = self.written.get(first..first + count);
        let is_close = written.is_some_and(|written| {
            let mut written = written.iter();
            written.all(|one| self.is_drawn_close(glyph, one))
        });
        Character {
            character: glyph.character,
            area: glyph.area(),
            size: glyph.size,
            is_astray: false,
            reach: if is_close {
                CLOSE
            } else {
                super::ink_below::EM_AROUND
            },
            written,
            outlines: &self.outlines,
        }
    }

    /// Whether an outline, as its program has it, leaves the area of its character by [`CLOSE`] at
    /// most.
    fn is_drawn_close(&self, glyph: &Glyph, written: &Written) -> bool {
        let advance = (glyph.right - glyph.left) / glyph.size;
        written.is_even()
            && match self.outlines.extent_of(written.drawn) {
                Extent::Nothing => true,
                Extent::Anywhere => false,
                Extent::Within {
                    left,
                    bottom,
                    right,
                    top,
                } => {
                    left >= -CLOSE
                        && right <= advance + CLOSE
                        && bottom >= -CLOSE
                        && top <= ASCENT + CLOSE
                }
            }
    }
}

/// How far the ink of most characters lies from their area, in em.
const CLOSE: f64 = 0.5;

/// Whether no space is between two characters.
fn is_of_one_word(before: &Glyph, after: &Glyph) -> bool {
    let gap = after.left - before.right;
    before.character != ' '
        && after.character != ' '
        && gap <= WORD_GAP * before.size.max(after.size)
}

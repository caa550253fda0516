//! What a person writes with the picture of his signature: strokes that complete, strike out or add
//! to the words of a page. The strokes of a signature are few and large; those of writing are on a
//! line of text, by themselves and no higher than it.

use kyso_pdf::Rect;
use kyso_stamp_images::{Character, SignatureBlock, ViewRect};

use super::canvas::Canvas;
use super::places::Spot;
use super::shown::{Shown, place_of};
use crate::form::Drawn;
use crate::form::SignedPage;
use crate::subject::Examined;

impl Canvas<'_, '_, '_> {
    /// Treats the picture of the signature `index` as any other picture, instead of a person's,
    /// where it writes on a line of the page.
    pub(super) fn tell_written(&mut self, index: usize, current: &Examined) {
        for at in 0..self.shown(index).len() {
            let one = self.shown(index).get(at).cloned();
            let is_written = one.is_some_and(|one| self.is_written(&one, current));
            let one = self.shown.get_mut(index).and_then(|all| all.get_mut(at));
            if let Some(one) = one.filter(|_| is_written) {
                one.drawn = Drawn::Picture;
            }
        }
    }

    fn is_written(&mut self, one: &Shown, current: &Examined) -> bool {
        let (Spot::At(place), Some((_, core)), Some(veil)) = (one.spot, place_of(one), &one.veil)
        else {
            return false;
        };
        if !matches!(one.drawn, Drawn::SignaturePicture | Drawn::SignatureOnPaper) {
            return false;
        }
        let parts = veil.parts();
        let is_low =
            |(area, _): &(Rect, f64)| area.width().min(area.height()) <= HIGHEST / veil.unit();
        if !parts.iter().any(is_low) {
            return false;
        }
        let parts = parts.into_iter().enumerate();
        let parts = parts.map(|(number, (area, ink))| (number == 0, area, ink));
        // A place that is no longer looked at is not permitted.
        let page = self
            .pages
            .page_before(current.report.revision, place.page_index);
        let Some(page) = page else {
            return false;
        };
        let height = HIGHEST / veil.unit();
        let frame = page.frame();
        let strokes = parts.filter_map(|(is_largest, area, ink)| {
            let area = frame.to_view(&area);
            (area.height <= height).then_some(Stroke {
                area,
                ink,
                is_largest,
            })
        });
        let strokes: Vec<Stroke> = strokes.take(STROKES).collect();
        !strokes.is_empty() && writes(page, &strokes, page.block_of(&core).as_ref())
    }
}

/// A part of a picture, in the reading frame of the page.
struct Stroke {
    area: ViewRect,
    /// The area of its ink.
    ink: f64,
    /// Whether it is the largest part of its picture.
    is_largest: bool,
}

/// Whether strokes lie on a line of the page as handwriting does. Signatures touch the lines of the
/// block that the picture is in; there, only digits count.
fn writes(page: &SignedPage<'_, '_>, strokes: &[Stroke], own: Option<&SignatureBlock>) -> bool {
    let Some(text) = page.text().and_then(|text| text.page(0).ok()) else {
        return false;
    };
    let around = strokes.iter().map(|stroke| stroke.area);
    let Some(around) = around.reduce(|one, other| one.union(&other)) else {
        return false;
    };
    let near = ViewRect::from_edges(
        around.left - NEAR,
        around.top - NEAR,
        around.right() + NEAR,
        around.bottom() + NEAR,
    );
    let is_own = |area: &ViewRect| own.is_some_and(|block| holds_line(block, area));
    for word in text.words_near(&near) {
        let is_number = word
            .characters
            .iter()
            .any(|one| one.character.is_ascii_digit());
        for character in &word.characters {
            let on_line = strokes.iter().filter(|stroke| stroke.is_on(character));
            let on_line: Vec<&Stroke> = on_line.collect();
            let adds = match is_number {
                true => changes_digit(&on_line, character),
                false => !is_own(&character.area) && changes_letters(&on_line, character),
            };
            if adds {
                return true;
            }
        }
    }
    false
}

/// Whether an area lies on the lines of title, office or name of a block.
fn holds_line(block: &SignatureBlock, area: &ViewRect) -> bool {
    let title = &block.title_area;
    let lines = 1.0 + block.title_lines.len() as f64;
    let title = ViewRect::from_edges(
        title.left,
        title.bottom() - lines * TITLE_LEADING * title.height,
        title.right(),
        title.bottom(),
    );
    let middle = area.centre_y();
    [title, block.lower_area].iter().any(|lines| {
        let beside = NEAR.max(lines.height);
        (lines.top - 0.5 * area.height..=lines.bottom() + 0.5 * area.height).contains(&middle)
            && area.right() >= lines.left - beside
            && area.left <= lines.right() + beside
    })
}

impl Stroke {
    /// Whether all of it lies between the rims of the line of a character.
    fn is_on(&self, character: &Character<'_>) -> bool {
        let slack = SLACK * character.size;
        self.area.top >= character.area.top - slack
            && self.area.bottom() <= character.area.bottom() + slack
            && self.gap(character) <= BESIDE
    }

    /// How far it is from a character along the line, in em; negative where both share a column.
    fn gap(&self, character: &Character<'_>) -> f64 {
        let area = &character.area;
        let gap = (area.left - self.area.right()).max(self.area.left - area.right());
        gap / character.size.max(f64::MIN_POSITIVE)
    }
}

/// Whether a reader may take strokes for a part of a digit, or for one more: anything as large as a full stop, but for a signature
/// as wide as several.
fn changes_digit(strokes: &[&Stroke], digit: &Character<'_>) -> bool {
    let size = digit.size;
    let near = strokes.iter().filter(|stroke| {
        let is_signature = stroke.is_largest && stroke.area.width > 1.2 * size;
        !is_signature && stroke.gap(digit) <= BESIDE_DIGIT
    });
    near.map(|stroke| stroke.ink).sum::<f64>() >= FULL_STOP * size * size
}

/// Whether strokes on the line of a letter change it, strike it out, or stand beside it as letters do. The largest part of a
/// picture may stand there: small initials are no higher than a line.
fn changes_letters(strokes: &[&Stroke], letter: &Character<'_>) -> bool {
    let size = letter.size;
    let small = strokes.iter().filter(|stroke| !stroke.is_largest);
    let small = small.filter(|stroke| stroke.ink >= FULL_STOP * size * size);
    let mut letters = 0;
    for stroke in small {
        if stroke.gap(letter) <= 0.0 {
            return true;
        }
        letters += usize::from(stroke.area.height >= LETTER * size);
    }
    letters >= 2
}

/// Height in points of what is on a line: those of the largest titles have 20.
const HIGHEST: f64 = 30.0;
/// Parts of a picture that are looked at.
const STROKES: usize = 256;
/// Units around the parts in which characters may be that they stand beside.
const NEAR: f64 = 30.0;
/// Leading of the lines of a title, in their heights.
const TITLE_LEADING: f64 = 1.2;
/// How far beyond ascent and descent a stroke is on a line, in em.
const SLACK: f64 = 0.15;
/// How far two letters before or behind a word reach, in em.
const BESIDE: f64 = 2.0;
/// How far digits of one number are from each other at most, in em.
const BESIDE_DIGIT: f64 = 0.6;
/// Ink of a full stop, in square em: one of Times has 0.0095.
const FULL_STOP: f64 = 0.006;
/// Height of small letters, in em, with what scans leave of it.
const LETTER: f64 = 0.35;

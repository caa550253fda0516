//! Whether the words of a page can be read below measured pictures: how much of the ink of their characters these hide
//! together. Strokes, rings and letters of seals cross words; a plate, a bar, a star, or many small blots blot them out.

use std::sync::{Arc, LazyLock};

use kyso_pdf::Rect;
use kyso_pki::Remembered;
use kyso_stamp_images::{Character, PageText, SeenOutlines, ViewRect, Word};
use openssl::sha::sha256;

use super::raster::{Share, Shares};
use super::scene::Scene;
use crate::form::SignedPage;

/// With what looking took of the room for outlines.
static READ: LazyLock<Remembered<(Read, Arc<SeenOutlines>)>> =
    LazyLock::new(|| Remembered::new(1024));

/// What reading the words below pictures found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    /// The line of a word that cannot be read any more.
    pub(super) hidden: Option<String>,
    /// Places at which it was looked.
    pub(super) looks: usize,
}

/// Reads the words below the pictures of a scene, as far as they lie near an area, in user space; `None` for a page that
/// cannot be read, and when it takes more than `most` looks. What stands in the looks of earlier signatures, `signed`, is not
/// read: seals lie on these, on small print too; other ink is judged like it.
pub(super) fn read(
    page: &SignedPage<'_, '_>,
    near: &Rect,
    scene: &Scene,
    signed: &[Rect],
    most: usize,
) -> Option<Read> {
    let mut key = [page.key(near)?, scene.digest()].concat();
    for side in signed
        .iter()
        .flat_map(|one| [one.left, one.bottom, one.right, one.top])
    {
        key.extend(side.to_be_bytes());
    }
    let key = sha256(&key);
    let room = page.outlines();
    if let Some((found, seen)) = READ.find(&key)
        && room.take_seen(&seen)
    {
        return (found.looks <= most).then_some(found);
    }
    let look = || {
        let text = page.text()?.page(0).ok()?;
        Reader::new(scene, text, signed, most).read(near)
    };
    let (found, seen) = room.noting(look);
    let found = found?;
    // With an empty room it depends on what was looked at before.
    if !room.is_empty() && seen.glyphs() <= MOST_GLYPHS {
        READ.keep(key, (found.clone(), Arc::new(seen)));
    }
    Some(found)
}

/// The ink of a character: how much there is, and what of it is hidden.
struct Inked {
    character: char,
    /// Points of the ink.
    points: usize,
    share: Share,
    /// The greatest share of a part that pale colours hide.
    pale_part: f32,
}

impl Inked {
    /// Whether a letter or digit is nearly all hidden.
    fn is_lost(&self) -> bool {
        self.character.is_alphanumeric() && self.share.all > LOST
    }

    /// Whether it is no mark or sign.
    fn is_written(&self) -> bool {
        self.character.is_alphanumeric() || is_figure(self.character)
    }

    /// Whether what is hidden is half of the lowest limits at most.
    fn is_plainly_seen(&self) -> bool {
        let Most {
            all,
            pale,
            pale_part,
        } = OF_NUMBER;
        self.share.all <= all / 2.0
            && self.share.pale <= pale / 2.0
            && self.pale_part <= pale_part / 2.0
    }
}

struct Reader<'s> {
    scene: &'s Scene,
    text: &'s PageText,
    shares: Arc<Shares>,
    /// Where earlier signatures are shown.
    signed: Vec<ViewRect>,
    most: usize,
    looks: usize,
}

impl<'s> Reader<'s> {
    fn new(scene: &'s Scene, text: &'s PageText, signed: &[Rect], most: usize) -> Self {
        let signed = signed.iter().map(|one| text.frame().to_view(one));
        Self {
            scene,
            text,
            signed: signed.collect(),
            shares: scene.shares(),
            most,
            looks: 0,
        }
    }

    fn read(mut self, near: &Rect) -> Option<Read> {
        if self.text.may_be_written_anywhere() {
            return None;
        }
        let words = self.text.words_near(&self.text.frame().to_view(near));
        let mut before: Vec<Inked> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            let is_met = self.is_met(word)?;
            if !word.follows || !is_met {
                before.clear();
            }
            if !is_met {
                continue;
            }
            let inked = self.inked_word(word)?;
            let beside = match inked.iter().any(Inked::is_written) {
                true => Beside::default(),
                false => self.beside(&words, index)?,
            };
            let own = before.len();
            before.extend(inked);
            let (earlier, new) = before.split_at(own);
            let last = earlier.len().saturating_sub(2);
            let with_last = before.get(last..).unwrap_or_default();
            if is_illegible(new, &beside) || is_blotted(with_last) {
                return Some(self.found(Some(word.line().chars().take(LENGTH).collect())));
            }
        }
        Some(self.found(None))
    }

    fn found(&self, hidden: Option<String>) -> Read {
        Read {
            hidden,
            looks: self.looks,
        }
    }

    /// The characters of a word that have ink.
    fn inked_word(&mut self, word: &Word<'_>) -> Option<Vec<Inked>> {
        let mut inked = Vec::new();
        for character in &word.characters {
            inked.extend(self.inked(character)?);
        }
        Some(inked)
    }

    /// What stands before and after a word of its sentence. `None` beyond the limit.
    fn beside(&mut self, words: &[Word<'_>], index: usize) -> Option<Beside> {
        let is_first = |at: usize| words.get(at).is_none_or(|word| !word.follows);
        let first = (0..=index).rfind(|at| is_first(*at)).unwrap_or(index);
        let last = (index + 1..words.len()).find(|at| is_first(*at));
        let before = words.get(first..index).unwrap_or_default();
        let after = words.get(index + 1..last.unwrap_or(words.len()));
        let (before, after) = (
            before.iter().rev().take(SPACES + 1),
            after.unwrap_or_default().iter().take(SPACES + 1),
        );
        Some(Beside {
            before: self.first_inked(before.flat_map(|word| word.characters.iter().rev()))?,
            after: self.first_inked(after.flat_map(|word| &word.characters))?,
        })
    }

    /// The first of some characters that has ink. `None` beyond the limit.
    fn first_inked<'c>(
        &mut self,
        characters: impl Iterator<Item = &'c Character<'c>>,
    ) -> Option<Option<char>> {
        for character in characters {
            if let Some(inked) = self.inked(character)? {
                return Some(Some(inked.character));
            }
        }
        Some(None)
    }

    /// Whether a picture hides anything of where a word stands. `None` beyond the limit.
    fn is_met(&mut self, word: &Word<'_>) -> Option<bool> {
        let mut is_met = false;
        for character in &word.characters {
            is_met |= self.is_character_met(character)?;
        }
        Some(is_met)
    }

    fn is_character_met(&mut self, character: &Character<'_>) -> Option<bool> {
        let frame = self.text.frame();
        let area = character.area.grown(REACH * character.size);
        let area = frame.to_user(&area);
        let (from, to) = ((area.left, area.top), (area.right, area.bottom));
        let (from, to) = (self.scene.seen_point(from), self.scene.seen_point(to));
        self.take(self.shares.between(from, to))?;
        Some(self.shares.hides_any(from, to))
    }

    fn take(&mut self, looks: usize) -> Option<()> {
        self.looks += looks;
        (self.looks <= self.most).then_some(())
    }

    /// Nothing for one without ink; what is not known to be drawn is judged as other ink is. `None` beyond the limit.
    fn inked(&mut self, character: &Character<'_>) -> Option<Option<Inked>> {
        if self
            .signed
            .iter()
            .any(|look| look.holds_centre(&character.area))
        {
            return Some(None);
        }
        // Of what is far from being hidden it does not matter what instructions make.
        if let Some(plain) = character.plain_ink() {
            let inked = self.measured(character, plain)?;
            if inked.as_ref().is_some_and(Inked::is_plainly_seen) {
                return Some(inked);
            }
        }
        match character.ink() {
            Some(ink) => self.measured(character, ink),
            // Nothing else looks for it there.
            None if character.is_astray => None,
            None => Some(None),
        }
    }

    /// What of the ink of a character is hidden. `None` beyond the limit.
    fn measured(
        &mut self,
        character: &Character<'_>,
        ink: Vec<Vec<(f64, f64)>>,
    ) -> Option<Option<Inked>> {
        let points: usize = ink.iter().map(Vec::len).sum();
        self.take(points)?;
        let mut inked = Inked {
            character: match character.is_astray {
                true => char::REPLACEMENT_CHARACTER,
                false => character.character,
            },
            points,
            share: Share::default(),
            pale_part: 0.0,
        };
        for part in ink {
            let seen: Vec<_> = part
                .iter()
                .map(|point| self.scene.seen_point(*point))
                .collect();
            let share = self.shares.over(&seen);
            #[allow(clippy::cast_precision_loss)] // some hundred points
            let weight = part.len() as f32 / points as f32;
            inked.share.all += share.all * weight;
            inked.share.pale += share.pale * weight;
            inked.pale_part = inked.pale_part.max(share.pale);
        }
        Some((points > 0).then_some(inked))
    }
}

/// Whether so much of a word is hidden that it reads as none, or as another one.
fn is_illegible(word: &[Inked], beside: &Beside) -> bool {
    let is_hidden = |index: usize| {
        let is_alone = word.len() == 1;
        let Some(inked) = word.get(index) else {
            return false;
        };
        let most = match inked.character {
            _ if is_of_number(word, beside, index) => &OF_NUMBER,
            letter if is_alone && letter.is_alphanumeric() => &ALONE,
            _ => &AMONG_OTHERS,
        };
        inked.share.all > most.all
            || inked.share.pale > most.pale
            || inked.pale_part > most.pale_part
    };
    (0..word.len()).any(is_hidden)
        || word.iter().filter(|inked| inked.is_lost()).count() > 1
        || (word.len() > 1 && mean(word, |share| share.all) > WORD)
        || mean(word, |share| share.pale) > WORD_BY_PALE
}

/// The characters with ink before and after a word without letters and digits, in the same sentence.
#[derive(Debug, Default)]
struct Beside {
    before: Option<char>,
    after: Option<char>,
}

/// Whether a character is a digit, or a letter, point or sign without which digits make another number.
fn is_of_number(word: &[Inked], beside: &Beside, index: usize) -> bool {
    let at = |index: usize| word.get(index).map(|inked| inked.character);
    let Some(character) = at(index) else {
        return false;
    };
    let is_digit = |character: Option<char>| character.is_some_and(is_figure);
    let (left, right) = (index.checked_sub(1).and_then(at), at(index + 1));
    let is_by_digit = is_digit(left) || is_digit(right);
    if is_figure(character) {
        return true;
    }
    if character.is_alphanumeric() {
        return is_by_digit || is_roman(word);
    }
    let is_by_digits = |left: Option<char>, right: Option<char>| {
        is_digit(left.or(beside.before)) && is_digit(right.or(beside.after))
    };
    let mut rest = word.iter().skip(index);
    if rest.all(|inked| is_end(inked.character)) {
        return is_by_digits(left, right);
    }
    let is_before = is_digit(right.or(beside.after));
    let is_behind = matches!(character, '%' | '‰') && is_digit(left.or(beside.before));
    is_by_digit || is_before || is_behind
}

/// Whether a character is a digit, or may be one: its font does not tell, or calls ink a space or a control character.
fn is_figure(character: char) -> bool {
    character.is_numeric()
        || character.is_whitespace()
        || character.is_control()
        || matches!(
            character,
            '\u{fffd}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{e000}'..='\u{f8ff}'
                | '\u{f0000}'..='\u{10ffff}'
        )
}

/// Whether a mark ends a sentence, a part of it, or what is quoted.
fn is_end(character: char) -> bool {
    let quotes = ['"', '\'', '\u{2019}', '\u{201d}', '\u{bb}'];
    matches!(character, '.' | ',' | ';' | ':') || quotes.contains(&character)
}

/// Whether all letters of a word are those of Roman numbers.
fn is_roman(word: &[Inked]) -> bool {
    let mut letters = word.iter().filter(|inked| inked.character.is_alphabetic());
    letters.all(|inked| "IVXLCDM".contains(inked.character))
}

/// Whether characters side by side are hidden, of one word or of two.
fn is_blotted(characters: &[Inked]) -> bool {
    let is_pair_hidden = |pair: &[Inked]| pair.iter().all(Inked::is_lost);
    let is_run_hidden = |run: &[Inked]| mean(run, |share| share.all) > RUN;
    characters.windows(2).any(is_pair_hidden) || characters.windows(3).any(is_run_hidden)
}

fn mean(run: &[Inked], of: impl Fn(&Share) -> f32) -> f32 {
    #[allow(clippy::cast_precision_loss)] // some hundred points
    let points = |inked: &Inked| inked.points as f32;
    let hidden: f32 = run
        .iter()
        .map(|inked| points(inked) * of(&inked.share))
        .sum();
    hidden / run.iter().map(points).sum::<f32>().max(1.0)
}

/// Shares of the ink of a character that may be hidden.
struct Most {
    all: f32,
    /// By pale colours, and of a part of it (its body, a mark) by these.
    pale: f32,
    pale_part: f32,
}

/// A ring or a letter of an honest seal hides all of a letter here and there; scanners leave pale rims on 0.16 of a letter and
/// 0.34 of a mark.
const AMONG_OTHERS: Most = Most {
    all: 1.0,
    pale: 0.3,
    pale_part: 0.5,
};
/// A letter that is a word.
const ALONE: Most = Most {
    all: 0.8,
    ..AMONG_OTHERS
};
/// Half of an eight (0.48) is a three. Rings of honest seals hide 0.45 of a digit, but only of dates in the looks of
/// signatures, which are not read.
const OF_NUMBER: Most = Most {
    all: 0.35,
    pale: 0.2,
    pale_part: 0.3,
};
/// Of all of a word: honest seals hide 0.62 in small print, and 0.08 by pale colours.
const WORD: f32 = 0.66;
const WORD_BY_PALE: f32 = 0.22;
/// Of each of two letters of a word, or side by side, and of three characters together: honest seals hide 0.68 and 0.66.
const LOST: f32 = 0.88;
const RUN: f32 = 0.75;

/// Glyphs that are remembered with an answer.
const MOST_GLYPHS: usize = 256;
/// Words without ink, or spaces, between a sign and its number.
const SPACES: usize = 2;
/// Characters of hidden text that are told.
const LENGTH: usize = 60;
/// How far, in em, characters leave their area.
const REACH: f64 = 0.5;

#[cfg(test)]
mod tests;

//! How much of the ink of characters may be hidden before a word cannot be read, or reads as another one.

pub(super) use crate::drawn::raster::Share;

/// The ink of a character: how much there is, and how much of it is hidden.
pub(super) struct Inked {
    pub(super) character: char,
    /// How much it is, in points a 48th of an em apart.
    pub(super) ink: f32,
    pub(super) share: Share,
    /// The greatest share of a part that pale colours hide.
    pub(super) pale_part: f32,
    /// The share that white hides where no stroke of a picture is near, and the greatest of a part.
    pub(super) opened: f32,
    pub(super) opened_part: f32,
    /// The width of its place, in points.
    pub(super) width: f64,
    /// The ink of the lower and the upper half of its body, and how much of it is hidden.
    pub(super) body: [f32; 2],
    pub(super) hidden_body: [f32; 2],
    /// The greatest share of its left, right, lower or upper half that is hidden.
    pub(super) half: f32,
}

impl Inked {
    /// Adds the ink of both halves of the body of a part, and the share of each that is hidden.
    pub(super) fn add_body(&mut self, halves: [(f32, f32); 2]) {
        for (half, (ink, share)) in halves.into_iter().enumerate() {
            if let (Some(all), Some(hidden)) =
                (self.body.get_mut(half), self.hidden_body.get_mut(half))
            {
                *all += ink;
                *hidden += ink * share;
            }
        }
    }

    /// Whether a letter or digit is nearly all hidden.
    fn is_lost(&self) -> bool {
        self.character.is_alphanumeric() && self.share.all > LOST
    }

    /// Whether it is no mark or sign.
    pub(super) fn is_written(&self) -> bool {
        self.character.is_alphanumeric() || is_figure(self.character)
    }

    /// Whether what is hidden is half of the lowest limits at most.
    pub(super) fn is_plainly_seen(&self) -> bool {
        let Most {
            all,
            pale,
            pale_part,
        } = OF_NUMBER;
        self.share.all <= all / 2.0
            && self.share.pale <= pale / 2.0
            && self.pale_part <= pale_part / 2.0
            && self.half <= HALF / 2.0
            && self.opened <= OPENED / 2.0
            && self.opened_part <= OPENED_PART / 2.0
    }
}

/// Whether so much of a word is hidden that it reads as none, or as another one.
pub(super) fn is_illegible(word: &[Inked], beside: &Beside) -> bool {
    let is_hidden = |index: usize| {
        let is_alone = word.len() == 1;
        let Some(inked) = word.get(index) else {
            return false;
        };
        if inked.opened > OPENED || inked.opened_part > OPENED_PART {
            return true;
        }
        if is_of_number(word, beside, index) && inked.half > HALF {
            return true;
        }
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
        || is_barred(word)
}

/// Whether a bar hides half of the height of small letters all along a word, and much of the other
/// half: the parts above do not identify a word. Strokes and letters of honest seals are not so
/// long.
fn is_barred(word: &[Inked]) -> bool {
    let letters = || word.iter().filter(|inked| inked.character.is_alphabetic());
    let width: f64 = letters().map(|inked| inked.width).sum();
    if width < LENGTH_OF_BAR {
        return false;
    }
    let sum = |of: &dyn Fn(&Inked) -> f32| letters().map(of).sum::<f32>();
    let share = |hidden: f32, all: f32| hidden / all.max(1.0);
    let lower = share(sum(&|one| one.hidden_body[0]), sum(&|one| one.body[0]));
    let upper = share(sum(&|one| one.hidden_body[1]), sum(&|one| one.body[1]));
    let both = share(
        sum(&|one| one.hidden_body.iter().sum()),
        sum(&|one| one.body.iter().sum()),
    );
    lower.max(upper) > HALF_BODY && both > BODY
}

/// The characters with ink before and after a word without letters and digits, in the same sentence.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub(super) before: Option<char>,
    pub(super) after: Option<char>,
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
pub(super) fn is_blotted(characters: &[Inked]) -> bool {
    let is_pair_hidden = |pair: &[Inked]| pair.iter().all(Inked::is_lost);
    let is_run_hidden = |run: &[Inked]| mean(run, |share| share.all) > RUN;
    characters.windows(2).any(is_pair_hidden) || characters.windows(3).any(is_run_hidden)
}

fn mean(run: &[Inked], of: impl Fn(&Share) -> f32) -> f32 {
    let hidden: f32 = run.iter().map(|inked| inked.ink * of(&inked.share)).sum();
    hidden
        / run
            .iter()
            .map(|inked| inked.ink)
            .sum::<f32>()
            .max(f32::MIN_POSITIVE)
}

/// Shares of the ink of a character that may be hidden.
struct Most {
    all: f32,
    /// The share that pale colours may hide, and the share of a part (its body, a mark).
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
/// The share that white may hide, beside the rims of strokes, of a letter and of a part of it:
/// honest seals hide nothing so, and a twentieth makes another letter.
const OPENED: f32 = 0.02;
const OPENED_PART: f32 = 0.08;
/// A letter that is a word.
const ALONE: Most = Most {
    all: 0.8,
    ..AMONG_OTHERS
};
/// Half of an eight (0.48) is a three. Rings of honest seals hide 0.45 of a digit, but only of dates in the looks of
/// signatures, which are not read.
const OF_NUMBER: Most = Most {
    all: 0.35,
    pale: 0.08,
    pale_part: 0.12,
};
/// The share of a whole word: honest seals hide 0.62 in small print, and 0.08 by pale colours.
const WORD: f32 = 0.66;
const WORD_BY_PALE: f32 = 0.22;
/// The share of half of the bodies of its letters, and of all of these, along so many points;
/// honest seals hide 0.49 of a half and 0.43 of all along 20.
const HALF_BODY: f32 = 0.7;
const BODY: f32 = 0.55;
const LENGTH_OF_BAR: f64 = 20.0;
/// The share of a half of a digit, left, right, lower or upper: with 0.39 an eight is a three.
/// Honest seals hide 0.26.
pub(super) const HALF: f32 = OF_NUMBER.all;
/// A half of the area with less than this part of the ink (4: a quarter) does not tell a digit.
pub(super) const LEAST_OF_HALVES: f32 = 4.0;
/// The share of each of two letters of a word, or side by side, and of three characters together:
/// honest seals hide 0.68 and 0.66.
const LOST: f32 = 0.88;
const RUN: f32 = 0.75;

#[cfg(test)]
mod tests;

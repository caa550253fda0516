//! Whether the words of a page can be read below measured pictures: how much of the ink of their characters these hide
//! together. Strokes, rings and letters of seals cross words; a plate, a bar, a star, or many small blots blot them out.

mod inked;
mod shapes;

use std::sync::Arc;

use kyso_pdf::Rect;
use kyso_pki::sha256;
use kyso_stamp_images::{Character, InkPart, OutlineRoom, PageText, ViewRect, Word};

use self::inked::{Beside, HALF, Inked, LEAST_OF_HALVES, Share, is_blotted, is_illegible};
use super::below::MOST_GLYPHS;
use super::memory::{Memory, ReadWords};
use super::raster::{Shares, Totals};
use super::scene::Scene;
use crate::form::SignedPage;
use crate::recall::Recall;

/// Reads the words below the pictures of a scene, as far as they lie near an area, in user space; `None` for a page that
/// cannot be read, and when it takes more than `most` looks. What the looks of earlier signatures show, `signed`, is not
/// read: seals lie on these, on small print too; other ink is judged like it.
pub(super) fn read(
    page: &SignedPage<'_, '_>,
    near: &Rect,
    scene: &Scene,
    signed: &[Rect],
    most: usize,
    recall: &Recall<Memory>,
) -> Option<ReadWords> {
    let mut key = [page.key(near)?, scene.digest()].concat();
    for side in signed
        .iter()
        .flat_map(|one| [one.left, one.bottom, one.right, one.top])
    {
        key.extend(side.to_be_bytes());
    }
    let key = sha256(&key);
    let room = page.outlines();
    let known = recall.cache(|memory| &memory.words);
    if let Some((found, seen)) = known.find(&key)
        && room.take_seen(&seen)
    {
        return (found.looks <= most).then_some(found);
    }
    let look = || {
        let text = page.text()?.page(0).ok()?;
        Reader::new(scene, text, signed, most, room).read(near)
    };
    let (found, seen) = room.noting(look);
    let found = found?;
    // With an empty room it depends on what was looked at before.
    if !room.is_empty() && seen.glyphs() <= MOST_GLYPHS {
        known.keep(key, (found.clone(), Arc::new(seen)));
    }
    Some(found)
}

struct Reader<'s> {
    room: &'s OutlineRoom,
    scene: &'s Scene,
    text: &'s PageText,
    shares: Arc<Shares>,
    /// Where earlier signatures are shown.
    signed: Vec<ViewRect>,
    most: usize,
    looks: usize,
}

impl<'s> Reader<'s> {
    fn new(
        scene: &'s Scene,
        text: &'s PageText,
        signed: &[Rect],
        most: usize,
        room: &'s OutlineRoom,
    ) -> Self {
        let signed = signed.iter().map(|one| text.frame().to_view(one));
        Self {
            room,
            scene,
            text,
            signed: signed.collect(),
            shares: scene.shares(),
            most,
            looks: 0,
        }
    }

    fn read(mut self, near: &Rect) -> Option<ReadWords> {
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
        let near = self.text.frame().to_view(near);
        for (shape, is_of_look) in self.text.small_shapes_near(&near) {
            if self.is_shape_hidden(&shape, is_of_look)? {
                return Some(self.found(Some(String::new())));
            }
        }
        Some(self.found(None))
    }

    fn found(&self, hidden: Option<String>) -> ReadWords {
        ReadWords {
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

    /// The words before and after a word of its sentence. `None` beyond the limit.
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

    /// Whether a picture hides anything of the place of a word. `None` beyond the limit.
    fn is_met(&mut self, word: &Word<'_>) -> Option<bool> {
        let mut is_met = false;
        for character in &word.characters {
            is_met |= self.is_character_met(character)?;
        }
        Some(is_met)
    }

    fn is_character_met(&mut self, character: &Character<'_>) -> Option<bool> {
        let frame = self.text.frame();
        let area = character.area.grown(character.reach * character.size);
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
        if self.stands_in_look(&character.area) && character.is_of_look() {
            return Some(None);
        }
        // The instructions of a glyph do not matter if it is far from being hidden.
        if let Some(plain) = character.plain_ink() {
            let inked = self.measured(character, plain)?;
            if inked.as_ref().is_some_and(Inked::is_plainly_seen) {
                return Some(inked);
            }
        }
        match character.ink() {
            Some(ink) => self.measured(character, ink),
            // Nothing else looks for it there, or nothing can be looked at any more.
            None if character.is_astray || self.room.is_empty() => None,
            None => self.measured(character, character.body()),
        }
    }

    /// Whether an earlier signature is shown at its place.
    fn stands_in_look(&self, area: &ViewRect) -> bool {
        self.signed.iter().any(|look| look.holds_centre(area))
    }

    /// The hidden share of the ink of a character. `None` beyond the limit.
    fn measured(&mut self, character: &Character<'_>, ink: Vec<InkPart>) -> Option<Option<Inked>> {
        let points: usize = ink.iter().map(|part| part.points.len()).sum();
        self.take(points)?;
        #[allow(clippy::cast_precision_loss)] // some hundred points
        let weights: Vec<f32> = ink
            .iter()
            .map(|part| part.points.len() as f32 * part.weight)
            .collect();
        let all = weights.iter().sum();
        let mut inked = Inked {
            character: match character.is_astray {
                true => char::REPLACEMENT_CHARACTER,
                false => character.character,
            },
            ink: all,
            share: Share::default(),
            pale_part: 0.0,
            opened: 0.0,
            opened_part: 0.0,
            width: character.area.width,
            body: [0.0; 2],
            hidden_body: [0.0; 2],
            half: 0.0,
        };
        let mut seen = Vec::with_capacity(points);
        for (part, own) in ink.into_iter().zip(weights) {
            let first = seen.len();
            let places = part.points.iter();
            seen.extend(places.map(|point| self.scene.seen_point(*point)));
            let places = seen.get(first..).unwrap_or_default();
            let (lower, rest) = places.split_at(part.halves[0].min(places.len()));
            let (upper, rest) = rest.split_at(part.halves[1].min(rest.len()));
            let totals = [lower, upper, rest].map(|places| self.shares.totals(places));
            #[allow(clippy::cast_precision_loss)] // some hundred points
            let ink = |half: &[_]| half.len() as f32 * part.weight;
            let [of_lower, of_upper, _] = totals;
            inked.add_body([
                (ink(lower), of_lower.share().all),
                (ink(upper), of_upper.share().all),
            ]);
            let share = totals
                .into_iter()
                .fold(Totals::default(), Totals::and)
                .share();
            let weight = own / all;
            inked.share.all += share.all * weight;
            inked.share.pale += share.pale * weight;
            inked.pale_part = inked.pale_part.max(share.pale);
            if share.pale > 0.0 {
                let opened = self.shares.opened(places);
                inked.opened += opened * weight;
                inked.opened_part = inked.opened_part.max(opened);
            }
        }
        if inked.share.all > HALF / LEAST_OF_HALVES {
            inked.half = self.hidden_half(&seen);
        }
        Some((all > 0.0).then_some(inked))
    }
}

/// Words without ink, or spaces, between a sign and its number.
const SPACES: usize = 2;
/// Characters of hidden text that are quoted.
const LENGTH: usize = 60;

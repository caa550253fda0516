//! Texts of blanks: programs write one beside a picture, and it shows nothing.

use kyso_pdf::{Dictionary, Name, Object, Operation, PdfError, View};
use kyso_stamp_images::{Glyphs, OutOfTime};
use openssl::sha::Sha256;

use super::content::{Budget, Content};
use super::font_work::FontWork;
use super::fonts;

/// Which fonts tell what a text shows.
#[derive(Clone, Copy)]
pub(super) enum Fonts<'c> {
    /// No font is known: one of them draws its glyphs by procedures, or the form has set none.
    Unknown,
    /// The one of this name, where the form names those alone that every program has.
    Common(&'c Content, &'c Name),
    /// The font of this name too.
    Of(&'c Content, &'c Name),
}

/// The budget for one widget.
#[derive(Debug)]
pub(super) struct Blanks {
    texts_left: usize,
}

impl Blanks {
    pub(super) const fn of_a_widget() -> Self {
        const TEXTS: usize = 8;
        Self { texts_left: TEXTS }
    }

    /// Whether a text shows nothing.
    pub(super) fn are_all(
        &mut self,
        view: &View<'_, '_>,
        operation: &Operation,
        fonts: Fonts<'_>,
        budget: &mut Budget,
    ) -> Result<bool, PdfError> {
        let Some(text) = shown(operation) else {
            return Ok(false);
        };
        if text.is_empty() {
            return Ok(true);
        }
        let is_spaces = text.iter().all(|byte| *byte == b' ');
        let (content, name, is_strange) = match fonts {
            Fonts::Unknown => return Ok(false),
            Fonts::Common(content, name) => (content, name, false),
            Fonts::Of(content, name) => (content, name, true),
        };
        let Some(font) = content.font(name) else {
            return Ok(false);
        };
        if is_spaces && fonts::have_blanks(view, content.fonts())? {
            return Ok(true);
        }
        let Some(left) = self.texts_left.checked_sub(1).filter(|_| is_strange) else {
            return Ok(false);
        };
        self.texts_left = left;
        let font = view.resolve(font)?;
        match font.as_dictionary() {
            Some(font) => are_empty(view, font, &text, budget),
            None => Ok(false),
        }
    }
}

/// The bytes that a text operator shows; `None` for other operands than it takes (ISO 32000-2, 9.4.3): programs show either.
fn shown(operation: &Operation) -> Option<Vec<u8>> {
    match (operation.operator.as_slice(), operation.operands.as_slice()) {
        (b"Tj" | b"'", [Object::String(text)]) => Some(text.to_vec()),
        (b"\"", [words, characters, Object::String(text)]) => {
            words.as_number().and(characters.as_number())?;
            Some(text.to_vec())
        }
        (b"TJ", [Object::Array(parts)]) => {
            let mut text = Vec::new();
            for part in parts {
                match part {
                    Object::String(part) => text.extend_from_slice(part),
                    other => drop(other.as_number()?),
                }
            }
            Some(text)
        }
        _ => None,
    }
}

/// Whether the glyphs of a text in an embedded font have no outlines.
fn are_empty(
    view: &View<'_, '_>,
    font: &Dictionary,
    text: &[u8],
    budget: &mut Budget,
) -> Result<bool, PdfError> {
    let kind = view.get(font, "Subtype")?;
    match kind.as_name().map(Name::as_bytes) {
        Some(b"Type0") => {
            let (Some(glyphs), Some(below)) = (glyphs(text), descendant(view, font)?) else {
                return Ok(false);
            };
            draw_nothing(view, &below, Glyphs::Numbered(&glyphs), budget)
        }
        Some(b"TrueType") => {
            let is_space = text.iter().all(|byte| *byte == b' ');
            let is_plain = is_space && fonts::has_plain_encoding(view, font)?;
            Ok(is_plain && draw_nothing(view, font, Glyphs::Space, budget)?)
        }
        _ => Ok(false),
    }
}

/// The glyphs of codes of two bytes that stand for themselves, each once; nothing where there are too many to be looked at.
fn glyphs(text: &[u8]) -> Option<Vec<u32>> {
    const MOST: usize = 16;
    let (codes, []) = text.as_chunks::<2>() else {
        return None;
    };
    let mut glyphs: Vec<u32> = codes
        .iter()
        .map(|code| u16::from_be_bytes(*code).into())
        .collect();
    glyphs.sort_unstable();
    glyphs.dedup();
    (glyphs.len() <= MOST).then_some(glyphs)
}

/// The TrueType font below a composite one, where a code is the number of its glyph in every program.
fn descendant(view: &View<'_, '_>, font: &Dictionary) -> Result<Option<Dictionary>, PdfError> {
    let is = |value: &Object, name: &str| value.as_name().is_some_and(|value| *value == *name);
    let encoding = view.get(font, "Encoding")?;
    let descendants = view.get(font, "DescendantFonts")?;
    let (true, [below]) = (
        is(&encoding, "Identity-H"),
        descendants.as_array().unwrap_or_default(),
    ) else {
        return Ok(None);
    };
    let below = view.resolve(below)?;
    let Some(below) = below.as_dictionary() else {
        return Ok(None);
    };
    let is_plain = is(&*view.get(below, "Subtype")?, "CIDFontType2")
        && is(&*view.get(below, "CIDToGIDMap")?, "Identity");
    Ok(is_plain.then(|| below.clone()))
}

fn draw_nothing(
    view: &View<'_, '_>,
    font: &Dictionary,
    glyphs: Glyphs<'_>,
    budget: &mut Budget,
) -> Result<bool, PdfError> {
    let descriptor = view.get(font, "FontDescriptor")?;
    let Some(data) = descriptor
        .as_dictionary()
        .map(|descriptor| fonts::true_type_program(view, descriptor, budget))
        .transpose()?
        .flatten()
    else {
        return Ok(false);
    };
    let digest = digest(&data, glyphs);
    let FontWork { time, recall } = budget.font_work();
    let empty = recall.cache(|memory| &memory.empty);
    if let Some((known, took)) = empty.find(&digest)
        && time.take(took)
    {
        return Ok(known);
    }
    let before = time.left();
    Ok(match glyphs.draw_nothing(data, time) {
        Ok(found) => {
            empty.keep(digest, (found, before.saturating_sub(time.left())));
            found
        }
        // Another time it may be known: nothing to keep.
        Err(OutOfTime) => false,
    })
}

/// A digest of a program and glyphs of it: no two pairs have the same.
fn digest(program: &[u8], glyphs: Glyphs<'_>) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(&program.len().to_be_bytes());
    digest.update(program);
    match glyphs {
        Glyphs::Numbered(numbers) => {
            digest.update(b"numbered");
            for number in numbers {
                digest.update(&number.to_be_bytes());
            }
        }
        Glyphs::Space => digest.update(b"space"),
    }
    digest.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn programs_and_glyphs_are_told_apart() {
        let number = 0x7370_6163_u32;
        let all = [
            digest(b"program", Glyphs::Numbered(&[number, 3])),
            digest(b"programspac", Glyphs::Numbered(&[3])),
            digest(b"program", Glyphs::Numbered(&[number])),
            digest(b"program", Glyphs::Space),
            digest(b"programspac", Glyphs::Numbered(&[])),
        ];
        let different: std::collections::HashSet<[u8; 32]> = all.into_iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn what_a_text_shows_is_told() {
        for (content, text) in [
            ("() Tj", Some(&b""[..])),
            ("[(9)] ( ) TJ", None),
            ("(9) ( ) Tj", None),
            ("[( )] Tj", None),
            ("( ) TJ", None),
            ("1 2 ( ) \"", Some(b" ")),
            ("( ) \"", None),
            ("(  ) '", Some(b"  ")),
            ("[() 120 ( )] TJ", Some(b" ")),
            ("[() /A] TJ", None),
            ("12 Tj", None),
            ("Tj", None),
        ] {
            let mut read = kyso_pdf::operations(content.as_bytes(), 9).unwrap();
            assert_eq!(shown(&read.pop().unwrap()).as_deref(), text, "{content}");
        }
    }

    #[test]
    fn codes_have_two_bytes() {
        assert_eq!(glyphs(&[0, 3, 1, 0, 0, 3]), Some(vec![3, 256]));
        assert_eq!(glyphs(&[0, 3, 0]), None);
        let many: Vec<u8> = (0..40).collect();
        assert_eq!(glyphs(&many), None);
    }
}

//! The text and the pictures of one page.

use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization;

use super::lines::{self, Piece, TextLine};
use super::outlines::{OutlineRoom, Outlines};
use super::picture::PlacedPicture;
use super::plain::PlainPage;
use super::raw::{RawGlyph, RawPage};
use super::shapes::Shape;
use super::written_glyph::Written;
use crate::geometry::{PageFrame, ViewRect};

/// The text and the pictures of one page in its reading frame.
#[derive(Debug)]
pub struct PageText {
    pub(super) page_index: usize,
    pub(super) frame: PageFrame,
    pub(crate) lines: Vec<TextLine>,
    /// Lines that start beside the page: ink where they reach into it, but no text of it.
    pub(super) beside: Vec<TextLine>,
    pub(super) pieces: Vec<Piece>,
    /// Font size of most pieces.
    pub(super) usual_size: f64,
    pub(super) obstacles: Vec<ViewRect>,
    pub(super) pictures: Vec<ViewRect>,
    pub(super) placed: Vec<PlacedPicture>,
    pub(super) sideways: Vec<ViewRect>,
    /// How all glyphs are drawn: those of the lines, then from `first_askew` on those that stand `sideways`.
    pub(super) written: Vec<Written>,
    pub(super) first_askew: usize,
    pub(super) strays: OnceCell<Strays>,
    pub(super) askew: String,
    pub(super) shapes: Vec<Shape>,
    /// How many of them the page itself paints.
    pub(super) own_shapes: usize,
    pub(super) is_crowded: bool,
    pub(super) outlines: Outlines,
}

/// What of a page lies elsewhere than its lines do.
#[derive(Debug, Default)]
pub(super) struct Strays {
    pub(super) placed: Vec<Stray>,
    /// Whether there are glyphs that may be drawn anywhere.
    pub(super) are_anywhere: bool,
    /// The glyphs that were asked how far they reach.
    pub(super) asked: Vec<(u16, u32)>,
}

/// A glyph by its outline.
#[derive(Debug)]
pub(super) struct Stray {
    /// Around its outline, in the reading frame.
    pub(super) area: ViewRect,
    /// Its number among those of the page.
    pub(super) number: usize,
}

impl PageText {
    /// `plain` is the copy that was read.
    pub(super) fn new(
        page_index: usize,
        mut raw: RawPage,
        plain: &PlainPage,
        room: &OutlineRoom,
    ) -> Self {
        if plain.has_mixed_looks {
            raw.take_looks_for_print();
        }
        let named = plain.pictures.as_slice();
        let outlines = Outlines::new(
            raw.programs,
            plain.programs.clone(),
            plain.has_foreign_font,
            room,
        );
        let turn = lines::reading_turn(&raw.glyphs, raw.frame.turn());
        let frame = raw.frame.turned(turn);
        let is_upright = |glyph: &RawGlyph| glyph.turn == Some(turn);
        let (upright, sideways) = split(raw.glyphs, is_upright);
        let (beside, turned) = split(raw.beside, is_upright);
        let lines = lines::group(&frame, &upright, 0);
        let first = u32::try_from(upright.len()).unwrap_or(u32::MAX);
        let lines_beside = lines::group(&frame, &beside, first);
        let pieces: Vec<_> = lines.iter().flat_map(TextLine::pieces).collect();
        let mut obstacles: Vec<_> = pieces.iter().map(|piece| piece.area).collect();
        let askew = sideways.iter().filter(|glyph| glyph.turn.is_none());
        let askew = askew.map(|glyph| glyph.character).nfc().collect();
        let all = upright
            .iter()
            .chain(&beside)
            .chain(&sideways)
            .chain(&turned);
        let written = all.map(Written::new).collect();
        let mut sideways: Vec<_> = sideways
            .iter()
            .map(|glyph| lines::bounds(&frame, glyph))
            .collect();
        obstacles.extend(&sideways);
        sideways.extend(turned.iter().map(|glyph| lines::bounds(&frame, glyph)));
        let pictures = raw.pictures.iter();
        let pictures = pictures.map(|raw| PlacedPicture::new(&frame, raw, named));
        let placed: Vec<_> = pictures.collect();
        let shapes = raw.shapes.iter();
        let shapes = shapes.map(|shape| Shape::new(&frame, shape)).collect();
        Self {
            page_index,
            frame,
            lines,
            beside: lines_beside,
            usual_size: lines::median(pieces.iter().map(|piece| piece.font_size)),
            pieces,
            obstacles,
            pictures: placed.iter().map(|picture| picture.area).collect(),
            placed,
            sideways,
            written,
            first_askew: upright.len() + beside.len(),
            strays: OnceCell::new(),
            askew,
            shapes,
            own_shapes: raw.own_shapes,
            is_crowded: raw.is_crowded,
            outlines,
        }
    }

    /// Index of the page, from 0.
    #[must_use]
    pub fn page_index(&self) -> usize {
        self.page_index
    }

    /// The page turned so that its text reads from left to right.
    #[must_use]
    pub fn frame(&self) -> PageFrame {
        self.frame
    }

    /// The pieces of text, from top to bottom and left to right.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The lines of which something may be seen, those that start beside the page too.
    pub(super) fn all_lines(&self) -> impl Iterator<Item = &TextLine> {
        self.lines.iter().chain(&self.beside)
    }

    /// Whether the piece is far smaller than most text of the page, so that readers do not read it
    /// as a line.
    pub(crate) fn is_stray(&self, piece: &Piece) -> bool {
        piece.font_size < lines::STRAY * self.usual_size
    }

    /// Areas that hold text, sideways text included.
    #[must_use]
    pub fn obstacles(&self) -> &[ViewRect] {
        &self.obstacles
    }

    /// Text that is askew, such as a watermark, in the order in which it is drawn.
    #[must_use]
    pub fn askew_text(&self) -> &str {
        &self.askew
    }

    /// Areas of the pictures on the page.
    #[must_use]
    pub fn pictures(&self) -> &[ViewRect] {
        &self.pictures
    }

    /// The pictures on the page, each with its object.
    #[must_use]
    pub fn placed_pictures(&self) -> &[PlacedPicture] {
        &self.placed
    }

    /// Whether there is a character that can be read.
    #[must_use]
    pub fn has_text(&self) -> bool {
        let known = |character: char| character != char::REPLACEMENT_CHARACTER;
        self.pieces
            .iter()
            .any(|piece| piece.text.chars().any(known))
    }
}

/// Those that are so, and the others, each in their order. On most pages all are so: nothing is copied.
fn split<T>(mut all: Vec<T>, is_so: impl Fn(&T) -> bool) -> (Vec<T>, Vec<T>) {
    let others = all.extract_if(.., |one| !is_so(one)).collect();
    (all, others)
}

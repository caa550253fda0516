//! What the PDF library in use tells of a page.

use std::sync::Arc;

use super::outlines::ProgramDigest;
use super::{Drawn, RawShape, Scale};
use crate::geometry::{PageFrame, Turn};
use crate::place_error::PlaceError;

/// Where page text comes from; implemented by the PDF library in use, so that
/// it can be replaced.
pub(crate) trait TextSource: Sized {
    /// Opens a file.
    fn open(bytes: Arc<Vec<u8>>) -> Result<Self, PlaceError>;
    /// Everything visible on a page, annotations included.
    fn read(&self, page_index: usize, max_glyphs: usize) -> Result<RawPage, PlaceError>;
}

/// What a [`TextSource`] finds on a page, in user space.
pub(crate) struct RawPage {
    pub(crate) frame: PageFrame,
    pub(crate) glyphs: Vec<RawGlyph>,
    /// Those that start beside the page; some may reach into it.
    pub(crate) beside: Vec<RawGlyph>,
    pub(crate) pictures: Vec<RawPicture>,
    /// What paths paint, each part on its own; white on paper is left out.
    pub(crate) shapes: Vec<RawShape>,
    /// How many of them the page itself paints; those of annotations are behind them.
    pub(crate) own_shapes: usize,
    /// Whether there are more pictures, shapes or text than these.
    pub(crate) is_crowded: bool,
    /// The font programs of the glyphs.
    pub(crate) programs: Vec<ProgramDigest>,
}

impl RawPage {
    /// What annotations draw counts as drawn by the page.
    pub(super) fn take_looks_for_print(&mut self) {
        self.own_shapes = self.shapes.len();
        let glyphs = self.glyphs.iter_mut().chain(&mut self.beside);
        glyphs.for_each(|glyph| glyph.is_of_look = false);
    }
}

/// One picture in user space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RawPicture {
    pub(crate) area: kyso_pdf::Rect,
    /// Its pixels from left to right.
    pub(crate) width: u32,
    /// From the unit square, y downwards, to where it is drawn.
    pub(crate) from_unit: [f64; 6],
}

/// One visible glyph in user space.
pub(crate) struct RawGlyph {
    /// The character; U+FFFD when the font does not tell.
    pub(crate) character: char,
    /// The place of the glyph on its baseline.
    pub(crate) start: (f64, f64),
    /// Where the next glyph would stand.
    pub(crate) end: (f64, f64),
    /// Font size in user space units.
    pub(crate) size: f64,
    /// `None` for text that is askew.
    pub(crate) turn: Option<Turn>,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) drawn: Drawn,
    /// Whether an annotation draws it.
    pub(crate) is_of_look: bool,
    /// From em, y upwards, to user space: where one em along and one em up lead.
    pub(crate) em: [(f64, f64); 2],
    pub(crate) scale: Scale,
}

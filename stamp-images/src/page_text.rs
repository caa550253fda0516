//! The text of a page with its positions, as a person reads it.
//!
//! Pages are interpreted one by one and only when asked for. Invisible text
//! (an OCR layer under a scan) is left out: what is measured must be what a
//! person sees. Characters are NFC (I3), every kind of space is a plain space.
//!
//! A page is described in its *reading frame*: turned so that most of its text
//! runs from left to right. That is the page as shown by a viewer, except when
//! the text of the shown page runs sideways.

mod hayro;
mod ink;
mod lines;
mod outlines;
mod picture;
mod plain;
mod raw;
mod strays;
mod written;

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use kyso_pdf::{Document, ObjectId, Page, View};
use unicode_normalization::UnicodeNormalization;

use crate::geometry::{PageFrame, ViewRect};
use crate::place::PlaceError;
use ink::Shape;
pub use ink::{Ink, Spared};
pub(crate) use ink::{Outline, RawShape};
pub(crate) use lines::{ASCENT, Glyph, NARROW_SPACE, TextLine, WIDE_GAP, WORD_GAP};
pub(crate) use outlines::{Drawn, Figure, Form, Look, Outlines, Scale};
pub use outlines::{FontReach, FontTime, Glyphs, OutOfTime, OutlineRoom, SeenOutlines};
pub use picture::PlacedPicture;
use plain::PlainPage;
pub(crate) use raw::{RawGlyph, RawPage, RawPicture, TextSource};
use strays::Strays;
use written::Written;
pub use written::{Character, InkPart, Word};

/// What one page may cost and how many pages are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLimits {
    /// Pages looked at in one search.
    pub pages: usize,
    /// Glyphs read from one page.
    pub glyphs: usize,
    /// Bytes of one page, decoded.
    pub bytes: usize,
    /// Operators of one page, those of a form counted each time it is drawn.
    pub operators: usize,
    /// How often forms are drawn on one page.
    pub calls: usize,
    /// Entries of the fonts of one page that are looked through.
    pub lookups: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self {
            pages: 200,
            glyphs: 100_000,
            bytes: 16 << 20,
            operators: 3_000_000,
            calls: 50_000,
            lookups: 2_000_000_000,
        }
    }
}

/// A PDF whose pages can be read. A page that was read once is kept.
pub struct TextDocument<'d> {
    source: Source<'d>,
    pages: Vec<Entry>,
    limits: TextLimits,
    drawn: DrawnParts,
    decoded: Cell<usize>,
    outlines: OutlineRoom,
}

/// What of a page is read.
pub(crate) enum DrawnParts {
    /// All of it but these annotations.
    Without(Rc<BTreeSet<ObjectId>>),
    /// This annotation and nothing else.
    Only(ObjectId),
}

impl DrawnParts {
    pub(crate) fn has_content(&self) -> bool {
        matches!(self, Self::Without(_))
    }

    /// Whether the annotation is read; one that stands in the page itself has no number.
    pub(crate) fn has(&self, annotation: Option<ObjectId>) -> bool {
        match self {
            Self::Without(omitted) => annotation.is_none_or(|id| !omitted.contains(&id)),
            Self::Only(id) => annotation == Some(*id),
        }
    }
}

/// A page, with its plain copy and its text when they were asked for.
struct Entry {
    page: Page,
    copy: OnceCell<PlainPage>,
    text: OnceCell<PageText>,
}

/// Where the pages are.
enum Source<'d> {
    Own(Box<Document<'d>>),
    View(View<'d, 'd>),
}

impl std::fmt::Debug for TextDocument<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextDocument({} pages)", self.pages.len())
    }
}

impl<'d> TextDocument<'d> {
    /// Opens a file with the default limits.
    ///
    /// # Errors
    /// [`PlaceError::Encrypted`], [`PlaceError::NotReadable`].
    pub fn open(bytes: &'d [u8]) -> Result<Self, PlaceError> {
        Self::open_with(bytes, TextLimits::default())
    }

    /// Opens a file with other limits.
    ///
    /// # Errors
    /// [`PlaceError::Encrypted`], [`PlaceError::NotReadable`].
    pub fn open_with(bytes: &'d [u8], limits: TextLimits) -> Result<Self, PlaceError> {
        let document = Document::open(bytes).map_err(|_| PlaceError::NotReadable)?;
        document
            .check_unlocked()
            .map_err(|_| PlaceError::Encrypted)?;
        let pages = document.latest().pages(usize::MAX);
        let pages = pages.map_err(|_| PlaceError::NotReadable)?;
        Ok(Self::new(Source::Own(Box::new(document)), pages, limits))
    }

    /// All pages of a document as of one revision.
    ///
    /// # Errors
    /// [`PlaceError::NotReadable`].
    pub fn of(view: View<'d, 'd>) -> Result<Self, PlaceError> {
        let pages = view.pages(usize::MAX);
        let pages = pages.map_err(|_| PlaceError::NotReadable)?;
        Ok(Self::new(Source::View(view), pages, TextLimits::default()))
    }

    /// One page of a document as of one revision, as page 0, without the
    /// annotations that are `omitted`.
    #[must_use]
    pub fn of_page(
        view: View<'d, 'd>,
        page: Page,
        omitted: Rc<BTreeSet<ObjectId>>,
        limits: TextLimits,
    ) -> Self {
        Self {
            drawn: DrawnParts::Without(omitted),
            ..Self::new(Source::View(view), vec![page], limits)
        }
    }

    /// One annotation of a page as of one revision, as page 0: nothing else of the page is read.
    #[must_use]
    pub fn of_annotation(
        view: View<'d, 'd>,
        page: Page,
        annotation: ObjectId,
        limits: TextLimits,
    ) -> Self {
        Self {
            drawn: DrawnParts::Only(annotation),
            ..Self::new(Source::View(view), vec![page], limits)
        }
    }

    fn new(source: Source<'d>, pages: Vec<Page>, limits: TextLimits) -> Self {
        let unread = |page| Entry {
            page,
            copy: OnceCell::new(),
            text: OnceCell::new(),
        };
        Self {
            source,
            pages: pages.into_iter().map(unread).collect(),
            limits,
            drawn: DrawnParts::Without(Rc::default()),
            decoded: Cell::new(0),
            outlines: OutlineRoom::default(),
        }
    }

    /// Looks at outlines within what is left for several documents.
    #[must_use]
    pub fn sharing(self, outlines: &OutlineRoom) -> Self {
        Self {
            outlines: outlines.clone(),
            ..self
        }
    }

    /// Number of pages.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// How many pages a search looks at, at most.
    #[must_use]
    pub fn limits(&self) -> TextLimits {
        self.limits
    }

    /// Bytes that were decoded for the pages read so far.
    #[must_use]
    pub fn decoded(&self) -> usize {
        self.decoded.get()
    }

    /// The frame of a page as a viewer shows it, without reading its text.
    ///
    /// # Errors
    /// [`PlaceError::NoSuchPage`].
    pub fn view_frame(&self, page_index: usize) -> Result<PageFrame, PlaceError> {
        Ok(PageFrame::from(&self.entry(page_index)?.page))
    }

    /// The text of a page; `page_index` counts from 0.
    ///
    /// # Errors
    /// [`PlaceError::NoSuchPage`], [`PlaceError::TooMuchText`], [`PlaceError::OverBudget`].
    pub fn page(&self, page_index: usize) -> Result<&PageText, PlaceError> {
        let entry = self.entry(page_index)?;
        if let Some(text) = entry.text.get() {
            return Ok(text);
        }
        let mut raw = self.read(page_index)?;
        let plain = self.plain(page_index)?;
        raw.is_crowded |= plain.is_partial;
        Ok(entry
            .text
            .get_or_init(|| PageText::new(page_index, raw, plain, &self.outlines)))
    }

    /// All that the text of a page is read from, as a file: pages with the same
    /// copy have the same text, lines and pictures.
    ///
    /// # Errors
    /// [`PlaceError::NoSuchPage`], [`PlaceError::NotReadable`], [`PlaceError::OverBudget`].
    pub fn copy(&self, page_index: usize) -> Result<&[u8], PlaceError> {
        Ok(&self.plain(page_index)?.file)
    }

    fn plain(&self, page_index: usize) -> Result<&PlainPage, PlaceError> {
        let entry = self.entry(page_index)?;
        if let Some(copy) = entry.copy.get() {
            return Ok(copy);
        }
        let view = match &self.source {
            Source::Own(document) => document.latest(),
            Source::View(view) => *view,
        };
        let plain = plain::page(&view, &entry.page, &self.drawn, &self.limits);
        let plain = plain.map_err(|refusal| refusal.on_page(page_index))?;
        self.decoded.set(self.decoded.get() + plain.decoded);
        Ok(entry.copy.get_or_init(|| plain))
    }

    fn read(&self, page_index: usize) -> Result<RawPage, PlaceError> {
        let source = hayro::HayroSource::open(Arc::clone(&self.plain(page_index)?.file))?;
        let raw = source.read(0, self.limits.glyphs);
        raw.map_err(|error| match error {
            PlaceError::TooMuchText { limit, .. } => PlaceError::TooMuchText {
                page: page_index + 1,
                limit,
            },
            other => other,
        })
    }

    fn entry(&self, page_index: usize) -> Result<&Entry, PlaceError> {
        let entry = self.pages.get(page_index);
        entry.ok_or_else(|| self.no_such_page(page_index))
    }

    fn no_such_page(&self, page_index: usize) -> PlaceError {
        PlaceError::NoSuchPage {
            page: page_index + 1,
            pages: self.page_count(),
        }
    }
}

/// Those that are so, and the others, each in their order. On most pages all are so: nothing is copied.
fn split<T>(mut all: Vec<T>, is_so: impl Fn(&T) -> bool) -> (Vec<T>, Vec<T>) {
    let others = all.extract_if(.., |one| !is_so(one)).collect();
    (all, others)
}

/// The text and the pictures of one page in its reading frame.
#[derive(Debug)]
pub struct PageText {
    page_index: usize,
    frame: PageFrame,
    pub(crate) lines: Vec<TextLine>,
    /// What starts beside the page: ink where it reaches into it, but no text of it.
    beside: Vec<TextLine>,
    pieces: Vec<Piece>,
    /// Font size of most pieces.
    usual_size: f64,
    obstacles: Vec<ViewRect>,
    pictures: Vec<ViewRect>,
    placed: Vec<PlacedPicture>,
    sideways: Vec<ViewRect>,
    /// How all glyphs are drawn: those of the lines, then from `first_askew` on those that stand `sideways`.
    written: Vec<Written>,
    first_askew: usize,
    strays: OnceCell<Strays>,
    askew: String,
    shapes: Vec<Shape>,
    /// How many of them the page itself paints.
    own_shapes: usize,
    is_crowded: bool,
    outlines: Outlines,
}

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

impl PageText {
    /// `plain` is the copy that was read.
    fn new(page_index: usize, mut raw: RawPage, plain: &PlainPage, room: &OutlineRoom) -> Self {
        if plain.has_mixed_looks {
            raw.take_looks_for_print();
        }
        let named = plain.pictures.as_slice();
        let outlines = Outlines::new(raw.programs, plain, room);
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
    fn all_lines(&self) -> impl Iterator<Item = &TextLine> {
        self.lines.iter().chain(&self.beside)
    }

    /// Whether the piece is far smaller than most text of the page: nobody reads it as
    /// a line.
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

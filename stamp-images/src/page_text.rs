//! The text of a page with its positions, as a person reads it.
//!
//! Pages are interpreted one by one and only when asked for. Invisible text (an OCR layer under a
//! scan) is left out: only text that a person sees may be measured. Characters are NFC (I3), every
//! kind of space is a plain space.
//!
//! A page is described in its *reading frame*: turned so that most of its text
//! runs from left to right. That is the page as shown by a viewer, except when
//! the text of the shown page runs sideways.

mod covering;
mod hayro;
mod ink_below;
mod lines;
mod outlines;
mod page;
mod picture;
mod plain;
mod raw;
mod shapes;
mod spared;
mod strays;
mod written;
mod written_glyph;

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use kyso_pdf::{Document, ObjectId, Page, View};

use crate::geometry::PageFrame;
use crate::place_error::PlaceError;
pub use ink_below::Ink;
pub use lines::Piece;
pub(crate) use lines::{ASCENT, Glyph, NARROW_SPACE, TextLine, WIDE_GAP, WORD_GAP};
pub(crate) use outlines::{Drawn, Figure, Form, Look, Outlines, Scale};
pub use outlines::{
    FontReach, FontTime, Glyphs, KnownPrograms, OutOfTime, OutlineRoom, SeenOutlines,
};
pub use page::PageText;
pub use picture::PlacedPicture;
use plain::PlainPage;
pub(crate) use raw::{RawGlyph, RawPage, RawPicture, TextSource};
pub(crate) use shapes::{Outline, RawShape};
pub use spared::Spared;
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

    /// Whether the annotation is read; an annotation that is a direct object of the page has no
    /// number.
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
        let plain = plain::page(
            &view,
            &entry.page,
            &self.drawn,
            &self.limits,
            self.outlines.known_programs(),
        );
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

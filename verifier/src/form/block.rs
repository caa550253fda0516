//! Whether a picture lies between title and name (A2), by the text of its page.
//!
//! The page is read on its own, so that the cost is that of the page, at any size of the file. The
//! answer depends only on the text of that page and the place of the picture, and is remembered by
//! the digest of both. The text of a page depends only on the file, so the digest of the text is
//! remembered by the digest of the file.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use kyso_pdf::{Document, LimitKind, ObjectId, Page, Rect, View};
use kyso_pki::sha256;
use kyso_stamp_images::{
    KnownPrograms, NumberBlanks, OutlineRoom, PageFrame, PageText, Piece, PlaceError,
    SignatureBlock, TextDocument, TextLimits, ViewRect, signature_block_around, signature_blocks,
};
use openssl::sha::Sha256;

use super::memory::{Copied, Memory};
use crate::colour_space::KnownProfiles;
use crate::finding::{FormDetail, FormFinding, FormRule};
use crate::recall::Recall;
use crate::report::Place;

/// The pages with signatures of one document, each read once for a revision.
pub(crate) struct SignedPages<'d, 'a> {
    document: &'d Document<'a>,
    /// The digest of the file and of the limits within which it is read.
    file: [u8; 32],
    /// The revision after which no page changes, but for widgets of signatures.
    steady: Option<usize>,
    omitted: Omitted,
    pages: BTreeMap<(usize, usize), Option<SignedPage<'d, 'a>>>,
    /// Decoded bytes that may still be read.
    room: Rc<Cell<usize>>,
    outlines: OutlineRoom,
    recall: Recall<Memory>,
}

/// Widgets that are drawn on after the first signature: what they showed
/// before, a frame or dots, is no ink of the page.
#[derive(Default)]
pub(crate) struct Omitted {
    /// The first signed revision; fields that are filled in later count as
    /// page from the next one on.
    pub(crate) first: Option<usize>,
    /// Widgets of later signatures.
    pub(crate) signed: Rc<BTreeSet<ObjectId>>,
    /// These and widgets of fields that are filled in later.
    pub(crate) all: Rc<BTreeSet<ObjectId>>,
}

/// One page.
pub(crate) struct SignedPage<'d, 'a> {
    view: View<'d, 'a>,
    page: Page,
    /// Annotations that are left out.
    omitted: Rc<BTreeSet<ObjectId>>,
    /// Decoded bytes that the pages of the file may still take, before the copy of this one.
    room: Rc<Cell<usize>>,
    outlines: OutlineRoom,
    recall: Recall<Memory>,
    /// The digest of the file and its limits, the revision and the number of the page.
    source: ([u8; 32], [usize; 2]),
    /// The copy that may be made, and what is known of it.
    copied: OnceCell<Option<(TextLimits, Copied)>>,
    text: OnceCell<TextDocument<'d>>,
    number_blanks: OnceCell<NumberBlanks>,
}

impl<'d, 'a> SignedPages<'d, 'a> {
    /// `file` is the digest of the bytes of `document`, `known` what other files left.
    pub(crate) fn new(
        document: &'d Document<'a>,
        file: [u8; 32],
        steady: Option<usize>,
        omitted: Omitted,
        known: (Recall<Memory>, Arc<KnownPrograms>),
    ) -> Self {
        const DECODED_BYTES: usize = 16 << 20;
        Self {
            document,
            file: sha256(&[&file[..], format!("{:?}", document.limits()).as_bytes()].concat()),
            steady,
            omitted,
            pages: BTreeMap::new(),
            room: Rc::new(Cell::new(DECODED_BYTES)),
            recall: known.0,
            outlines: OutlineRoom::knowing(known.1),
        }
    }

    /// The pages of the newest revision; none where they cannot be counted.
    pub(crate) fn count(&self) -> usize {
        let pages = self.document.latest().pages(usize::MAX);
        pages.map_or(0, |pages| pages.len())
    }

    /// Pages, from 0, that a budget kept from being read, with the budget and what it allows; each once.
    pub(crate) fn over_budget(&self) -> BTreeMap<usize, (LimitKind, usize)> {
        let pages = self.pages.iter();
        let over =
            pages.filter_map(|((_, index), page)| Some((*index, page.as_ref()?.limit_reached()?)));
        over.collect()
    }

    /// The page as signed; `None` when it cannot be read.
    pub(crate) fn page(&mut self, index: usize) -> Option<&SignedPage<'d, 'a>> {
        let last = self.document.revisions().len().saturating_sub(1);
        self.page_at(self.steady.unwrap_or(last), index)
    }

    /// The page as it was before `revision`, but for widgets of signatures.
    pub(crate) fn page_before(
        &mut self,
        revision: Option<usize>,
        index: usize,
    ) -> Option<&SignedPage<'d, 'a>> {
        let earlier = self.steady.or(revision?.checked_sub(1))?;
        self.page_at(earlier, index)
    }

    /// The page as it is in `revision`.
    pub(crate) fn signed_page(
        &mut self,
        revision: usize,
        index: usize,
    ) -> Option<&SignedPage<'d, 'a>> {
        self.page_at(revision, index)
    }

    /// The words that a widget draws in `revision`, whatever else is on its page; `None` when they cannot be read.
    pub(crate) fn words_of(
        &self,
        revision: usize,
        place: &Place,
        widget: ObjectId,
    ) -> Option<String> {
        let limits = TextLimits {
            bytes: self.room.get(),
            glyphs: 2_000,
            operators: 20_000,
            calls: 200,
            lookups: 100_000_000,
            ..TextLimits::default()
        };
        let view = self.document.at(revision);
        let page = view.page(place.page_index).ok()??;
        let text = TextDocument::of_annotation(view, page, widget, limits);
        let read = text.page(0).ok();
        let used = read.map_or(limits.bytes, |_| text.decoded());
        self.room.set(limits.bytes.saturating_sub(used));
        let area = read?.frame().to_view(&place.rect);
        let within = |piece: &&Piece| {
            let (x, y) = (piece.area.centre_x(), piece.area.centre_y());
            (area.left..=area.right()).contains(&x) && (area.top..=area.bottom()).contains(&y)
        };
        let pieces = read?.pieces().iter().filter(within);
        let words: Vec<&str> = pieces.map(|piece| piece.text.as_str()).collect();
        Some(words.join(" "))
    }

    fn page_at(&mut self, revision: usize, index: usize) -> Option<&SignedPage<'d, 'a>> {
        const PAGES: usize = 64;
        let is_full = self.pages.len() >= PAGES;
        let view = self.document.at(revision);
        let (room, outlines, file) = (&self.room, &self.outlines, self.file);
        let recall = &self.recall;
        let omitted = match self.omitted.first == Some(revision) {
            true => &self.omitted.all,
            false => &self.omitted.signed,
        };
        let read = || {
            let page = view.page(index).ok()?.filter(|_| !is_full)?;
            Some(SignedPage {
                view,
                omitted: omitted.clone(),
                page,
                room: room.clone(),
                outlines: outlines.clone(),
                recall: recall.clone(),
                source: (file, [revision, index]),
                copied: OnceCell::new(),
                text: OnceCell::new(),
                number_blanks: OnceCell::new(),
            })
        };
        let page = self.pages.entry((revision, index));
        page.or_insert_with(read).as_ref()
    }
}

impl<'d, 'a> SignedPage<'d, 'a> {
    /// Rule A2 for a picture in `rect`, in user space; `None` when the page has
    /// no text that can be read.
    pub(crate) fn between_title_and_name(&self, rect: &Rect) -> Option<FormFinding> {
        let key = self.key(rect)?;
        let known = self.recall.cache(|memory| &memory.blocks);
        let detail = match known.find(&key) {
            Some(detail) => detail,
            None => {
                let detail = around(self.text()?, rect)?;
                if is_short(&detail) {
                    known.keep(key, detail.clone());
                }
                detail
            }
        };
        Some(FormFinding {
            rule: FormRule::A2,
            ok: detail != FormDetail::NotBetweenTitleAndName,
            detail,
        })
    }

    /// Whether the middle of a picture lies in the block of title and name that is around `place`, both in user space.
    pub(crate) fn shares_block(&self, place: &Rect, picture: &Rect) -> bool {
        let Some(text) = self.text() else {
            return false;
        };
        let block = signature_block_around(text, 0, place).ok();
        let frame = text.page(0).ok().map(PageText::frame);
        block
            .zip(frame)
            .is_some_and(|(block, frame)| block.holds(&frame.to_view(picture)))
    }

    /// The block of title and name in which the middle of a picture lies, in user space.
    pub(crate) fn block_of(&self, picture: &Rect) -> Option<SignatureBlock> {
        let text = self.text()?;
        let view = self.frame().to_view(picture);
        let block = signature_block_around(text, 0, picture).ok();
        block.filter(|block| block.holds(&view))
    }

    /// The names below the blocks of title and name in which none of these pictures lies, in user space.
    pub(crate) fn names_without(&self, pictures: &[Rect]) -> Vec<String> {
        let Some(text) = self.text().and_then(|text| text.page(0).ok()) else {
            return Vec::new();
        };
        let frame = text.frame();
        let pictures: Vec<ViewRect> = pictures.iter().map(|one| frame.to_view(one)).collect();
        let blocks = signature_blocks(text);
        let free = blocks.filter(|block| !pictures.iter().any(|picture| block.holds(picture)));
        free.map(|block| block.name).collect()
    }

    /// The frame of the page as its text is read; as it is shown, where it has none.
    pub(crate) fn frame(&self) -> PageFrame {
        let text = self.text().and_then(|text| text.page(0).ok());
        text.map_or_else(|| PageFrame::from(&self.page), PageText::frame)
    }

    /// The memory of other files.
    pub(super) fn recall(&self) -> &Recall<Memory> {
        &self.recall
    }

    /// The known colour profiles.
    pub(super) fn profiles(&self) -> KnownProfiles<'_> {
        self.recall.cache(|memory| &memory.profiles)
    }

    pub(super) fn view(&self) -> &View<'d, 'a> {
        &self.view
    }

    /// Points of a unit of user space.
    pub(crate) fn unit(&self) -> f64 {
        self.page.user_unit
    }

    /// As [`Page::is_upright_at_scale`].
    pub(crate) fn is_upright_at_scale(&self) -> bool {
        self.page.is_upright_at_scale()
    }

    /// The digest of what is read of the page and a rectangle on it; `None` when
    /// it cannot be read.
    pub(crate) fn key(&self, rect: &Rect) -> Option<[u8; 32]> {
        let mut key = Sha256::new();
        key.update(&self.copied()?.1.digest);
        for side in [rect.left, rect.bottom, rect.right, rect.top] {
            key.update(&side.to_be_bytes());
        }
        Some(key.finish())
    }

    /// A document of this page alone; `None` when it cannot be read.
    pub(crate) fn text(&self) -> Option<&TextDocument<'d>> {
        let (limits, _) = self.copied()?;
        let text = self.text.get_or_init(|| self.document(*limits));
        text.page(0).is_ok().then_some(text)
    }

    /// The limit that ended reading it.
    pub(crate) fn limit_reached(&self) -> Option<(LimitKind, usize)> {
        match self.text.get()?.page(0) {
            Err(PlaceError::OverBudget { budget, limit, .. }) => Some((budget, limit)),
            _ => None,
        }
    }

    /// The blanks for number and date.
    pub(crate) fn number_blanks(&self) -> Option<&NumberBlanks> {
        let text = self.text()?;
        Some(self.number_blanks.get_or_init(|| NumberBlanks::of(text)))
    }

    fn document(&self, limits: TextLimits) -> TextDocument<'d> {
        TextDocument::of_page(self.view, self.page.clone(), self.omitted.clone(), limits)
            .sharing(&self.outlines)
    }

    /// The budget for looking at glyphs of the file.
    pub(crate) fn outlines(&self) -> &OutlineRoom {
        &self.outlines
    }

    fn copied(&self) -> Option<&(TextLimits, Copied)> {
        self.copied.get_or_init(|| self.copy()).as_ref()
    }

    /// Copies the page within what all pages of the file may take, unless the copy is known.
    fn copy(&self) -> Option<(TextLimits, Copied)> {
        let limits = TextLimits {
            bytes: self.room.get(),
            ..TextLimits::default()
        };
        let source = self.source_digest();
        let copies = self.recall.cache(|memory| &memory.copies);
        let known = copies.find(&source);
        // The cost to the file is counted all the same.
        let known = known.filter(|known| self.view.count_decoded(known.decoded).is_ok());
        let copied = known.or_else(|| self.copy_anew(limits));
        let used = copied.map_or(limits.bytes, |copied| copied.decoded);
        self.room.set(limits.bytes.saturating_sub(used));
        let copied = copied?;
        copies.keep(source, copied);
        Some((limits, copied))
    }

    fn copy_anew(&self, limits: TextLimits) -> Option<Copied> {
        let text = self.text.get_or_init(|| self.document(limits));
        let digest = text.copy(0).ok().map(sha256)?;
        Some(Copied {
            digest,
            decoded: text.decoded(),
        })
    }

    /// The digest of all that decides how the page is copied.
    fn source_digest(&self) -> [u8; 32] {
        let (file, numbers) = self.source;
        let mut digest = Sha256::new();
        digest.update(&file);
        let omitted = self.omitted.iter();
        let omitted = omitted.flat_map(|id| [u64::from(id.number), u64::from(id.generation)]);
        let numbers = numbers.into_iter().chain([self.room.get()]);
        let numbers = numbers.map(|number| u64::try_from(number).unwrap_or(u64::MAX));
        for number in numbers.chain(omitted) {
            digest.update(&number.to_be_bytes());
        }
        digest.finish()
    }
}

/// `text` has one page, the one with the rectangle. A page without text, such as a scan, tells nothing.
fn around(text: &TextDocument<'_>, rect: &Rect) -> Option<FormDetail> {
    match signature_block_around(text, 0, rect) {
        Ok(mut block) => Some(FormDetail::BetweenTitleAndName {
            title: block.title_lines.pop().unwrap_or_default(),
            above: block.title_lines,
            name: block.name,
        }),
        Err(PlaceError::NoText) => None,
        Err(_) => Some(FormDetail::NotBetweenTitleAndName),
    }
}

/// Lines of a hostile page can be of any length.
fn is_short(detail: &FormDetail) -> bool {
    const BYTES: usize = 1000;
    match detail {
        FormDetail::BetweenTitleAndName { title, above, name } => {
            let above: usize = above.iter().map(String::len).sum();
            title.len() + above + name.len() <= BYTES
        }
        _ => true,
    }
}

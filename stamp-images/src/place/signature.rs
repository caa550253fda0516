//! Finding the place of a person's signature by the name on the page (A2).

use super::block::{SignatureBlock, block_above, is_run, is_title_on_page_before};
use crate::geometry::{Millimetres, ViewRect};
use crate::page_text::{PageText, Piece, TextDocument};
use crate::place_error::{BlockFault, PlaceError, Spot};
use crate::stamp_place::StampPlace;
use crate::words::fold_name;

/// Who signs, and with what image.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureQuery<'a> {
    /// Full name as printed below the signature; case, kinds of space and apostrophe, the vowel that bears the tone, and
    /// Unicode composition do not matter.
    pub signer_name: &'a str,
    /// Title that must stand above the name, such as `PHÓ CHỦ TỊCH`; `None`
    /// accepts any title.
    pub title: Option<&'a str>,
    /// Width of the image divided by its height.
    pub aspect: f64,
}

/// Finds the gap between title and name, or the office right above the name, and the place of the image in it:
/// centred on title and name, as large as the gap allows, at most 60 mm wide,
/// never over text (A2).
///
/// All pages are looked at, from the last to the first, because attachments may
/// follow the signature and may carry the same name; of a document longer than
/// [`TextLimits::pages`](crate::TextLimits) the first and the last pages are.
///
/// # Errors
/// [`PlaceError::NoText`] for scans, [`PlaceError::NameNotFound`],
/// [`PlaceError::NoSignatureBlock`], [`PlaceError::OtherTitle`],
/// [`PlaceError::Ambiguous`], [`PlaceError::GapTooSmall`],
/// [`PlaceError::Occupied`].
pub fn find_signature_place(
    document: &TextDocument<'_>,
    query: &SignatureQuery<'_>,
) -> Result<StampPlace, PlaceError> {
    let mut search = Search::run(document, query)?;
    // Titles in small letters stand in lists of names too.
    if search.blocks.iter().any(|(_, block)| block.has_capitals()) {
        search.blocks.retain(|(_, block)| block.has_capitals());
    }
    match search.blocks.as_slice() {
        [(page, block)] => place_in(page, block, query.aspect),
        [] => Err(search.why_nothing(query)),
        several => Err(PlaceError::Ambiguous {
            name: query.signer_name.to_owned(),
            spots: several
                .iter()
                .map(|(page, block)| spot(page, block))
                .collect(),
        }),
    }
}

/// What a search has found so far.
struct Search<'a> {
    pages: usize,
    has_text: bool,
    blocks: Vec<(&'a PageText, SignatureBlock)>,
    /// The first obstacle met, which is the one nearest to the end.
    obstacle: Option<PlaceError>,
}

impl<'a> Search<'a> {
    fn run(document: &'a TextDocument<'_>, query: &SignatureQuery<'_>) -> Result<Self, PlaceError> {
        let mut search = Self {
            pages: 0,
            has_text: false,
            blocks: Vec::new(),
            obstacle: None,
        };
        let name = fold_name(query.signer_name);
        for page_index in pages_to_search(document) {
            let page = document.page(page_index)?;
            search.pages += 1;
            search.has_text |= page.has_text();
            for piece in page
                .pieces()
                .iter()
                .filter(|piece| is_name_line(piece, &name))
            {
                search.consider(document, page, piece, query);
            }
        }
        Ok(search)
    }

    fn consider(
        &mut self,
        document: &TextDocument<'_>,
        page: &'a PageText,
        name: &Piece,
        query: &SignatureQuery<'_>,
    ) {
        let page_number = page.page_index() + 1;
        let obstacle = match block_above(page, name) {
            Ok(block) if query.title.is_none_or(|title| block.has_title(title)) => {
                self.blocks.push((page, block));
                return;
            }
            Ok(block) => PlaceError::OtherTitle {
                title: query.title.unwrap_or_default().to_owned(),
                name: query.signer_name.to_owned(),
                page: page_number,
                found: block.titles(),
            },
            Err(_) if is_parted(document, page, name) => {
                no_block(query, page_number, BlockFault::TitleOnPageBefore)
            }
            Err(fault) => no_block(query, page_number, fault),
        };
        self.obstacle.get_or_insert(obstacle);
    }

    fn why_nothing(self, query: &SignatureQuery<'_>) -> PlaceError {
        if !self.has_text {
            return PlaceError::NoText;
        }
        self.obstacle.unwrap_or_else(|| PlaceError::NameNotFound {
            name: query.signer_name.to_owned(),
            pages: self.pages,
        })
    }
}

/// Whether a page break parts the name from its title.
fn is_parted(document: &TextDocument<'_>, page: &PageText, name: &Piece) -> bool {
    let before = page.page_index().checked_sub(1);
    let before = before.and_then(|index| document.page(index).ok());
    before.is_some_and(|before| is_title_on_page_before(page, name, before))
}

fn no_block(query: &SignatureQuery<'_>, page: usize, fault: BlockFault) -> PlaceError {
    PlaceError::NoSignatureBlock {
        name: query.signer_name.to_owned(),
        page,
        fault,
    }
}

/// Page indices from the last to the first; only both ends of a long document.
fn pages_to_search(document: &TextDocument<'_>) -> impl Iterator<Item = usize> {
    let (count, budget) = (document.page_count(), document.limits().pages);
    let skipped_from = if count > budget { budget / 2 } else { count };
    let skipped_to = count - (budget - budget / 2).min(count - skipped_from);
    (skipped_to..count).rev().chain((0..skipped_from).rev())
}

/// Whether the piece is the name, or ends with it after a rank or degree
/// ("ThS. Trần Thị Minh Ánh"), as long as it is no sentence.
fn is_name_line(piece: &Piece, name: &str) -> bool {
    let text = fold_name(&piece.text);
    let Some(rank) = text.strip_suffix(name) else {
        return false;
    };
    is_run(&text, name) && rank.split_whitespace().count() <= MOST_WORDS_BEFORE_NAME
}

fn spot(page: &PageText, block: &SignatureBlock) -> Spot {
    Spot {
        page: page.page_index() + 1,
        from_top: Millimetres::from_points(block.name_area.top).0.round(),
    }
}

fn place_in(
    page: &PageText,
    block: &SignatureBlock,
    aspect: f64,
) -> Result<StampPlace, PlaceError> {
    let gap = block.gap();
    let room = room_around(page, block, &gap);
    let height = (gap.height - 2.0 * MARGIN).max(0.0);
    let width = (height * aspect)
        .min(2.0 * room)
        .min(GREATEST_SIGNATURE_WIDTH.to_points());
    let height = width / aspect;
    let (width_mm, height_mm) = (
        Millimetres::from_points(width).0,
        Millimetres::from_points(height).0,
    );
    let number = page.page_index() + 1;
    if !(width_mm >= LEAST_WIDTH && height_mm >= LEAST_HEIGHT) {
        return Err(PlaceError::GapTooSmall {
            page: number,
            width: width_mm.max(0.0),
            height: height_mm.max(0.0),
        });
    }
    let area = ViewRect {
        left: block.centre_x() - width / 2.0,
        top: gap.centre_y() - height / 2.0,
        width,
        height,
    };
    if is_occupied(page, &area) {
        return Err(PlaceError::Occupied { page: number });
    }
    StampPlace::new(page.page_index(), &page.frame(), area)
}

/// Distance from the centre of the block to the nearest text beside the gap,
/// or to the edge of the page.
fn room_around(page: &PageText, block: &SignatureBlock, gap: &ViewRect) -> f64 {
    let centre = block.centre_x();
    let (page_width, _) = page.frame().size();
    let beside = page
        .obstacles()
        .iter()
        .filter(|area| area.top < gap.bottom() - OVERSHOOT && area.bottom() > gap.top + OVERSHOOT);
    beside
        .map(|area| {
            if area.centre_x() < centre {
                centre - area.right()
            } else {
                area.left - centre
            }
        })
        .fold(centre.min(page_width - centre), f64::min)
        - MARGIN
}

/// Whether a picture is there; a background over half of the page is none.
fn is_occupied(page: &PageText, area: &ViewRect) -> bool {
    let (width, height) = page.frame().size();
    page.pictures().iter().any(|picture| {
        picture.overlaps(area) && picture.width * picture.height < 0.5 * width * height
    })
}

/// Greatest width of a signature image between title and name.
pub(crate) const GREATEST_SIGNATURE_WIDTH: Millimetres = Millimetres(60.0);
/// Least width that can be read, in millimetres.
const LEAST_WIDTH: f64 = 15.0;
/// Least height that can be read, in millimetres.
const LEAST_HEIGHT: f64 = 5.0;
/// Distance kept from text, in points.
const MARGIN: f64 = 1.5;
/// Areas of text are taken with full ascent and descent; neighbours that reach
/// into the gap by less than this, in points, are title and name themselves.
const OVERSHOOT: f64 = 0.5;
/// Words of rank or degree before a name.
const MOST_WORDS_BEFORE_NAME: usize = 4;

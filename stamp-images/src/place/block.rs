//! The signature block: title lines, mostly in capitals, a gap, the name (A2, A4).
//!
//! A signer for a committee has two titles: that in the committee above the gap, and the own office
//! right above the name, in capitals or as offices are written in a sentence. It belongs to the
//! name, so the gap is above it; so does a rank ("Thượng tá"). Copies say "(Đã ký)" in the gap, and
//! forms "(Ký, ghi rõ họ tên)". Text in brackets right below a title belongs to it.

mod reading;

use kyso_pdf::Rect;

use super::office::{reads_as_office, reads_as_rank, says_signed};
use crate::geometry::ViewRect;
use crate::page_text::{PageText, Piece, TextDocument};
use crate::place_error::{BlockFault, PlaceError};
use crate::words::fold_name;
pub(super) use reading::is_run;
use reading::{
    continues_title, is_folio, is_name, is_office, is_title, is_title_text, reads_as_name,
};

/// A title block above a name, in the page's reading frame.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureBlock {
    /// The lines of the title from top to bottom, such as `TM. ỦY BAN NHÂN DÂN`,
    /// `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub title_lines: Vec<String>,
    /// Around the lowest line of the title.
    pub title_area: ViewRect,
    /// The lines of the signer's own office, or of a rank, between gap and name, from top to bottom;
    /// most blocks have none.
    pub office_lines: Vec<String>,
    /// The line of the name.
    pub name: String,
    /// Around the name.
    pub name_area: ViewRect,
    /// Around the name and the lines of the office.
    pub lower_area: ViewRect,
    /// Around what is printed in the gap to say that the original is signed, or to ask for it, from top to bottom.
    pub marks: Vec<ViewRect>,
}

impl SignatureBlock {
    /// Horizontal centre of title and name.
    #[must_use]
    pub fn centre_x(&self) -> f64 {
        f64::midpoint(self.title_area.centre_x(), self.name_area.centre_x())
    }

    /// The band between title and name, or the office above the name, as wide as the wider of the two; where marks stand in
    /// it, the highest band that they leave.
    #[must_use]
    pub fn gap(&self) -> ViewRect {
        let both = self.title_area.union(&self.lower_area);
        let upper = std::iter::once(self.title_area.bottom());
        let upper = upper.chain(self.marks.iter().map(ViewRect::bottom));
        let lower = self.marks.iter().map(|mark| mark.top);
        let lower = lower.chain(std::iter::once(self.lower_area.top));
        let bands = upper.zip(lower);
        let (top, bottom) = bands
            .max_by(|(top, bottom), (other_top, other_bottom)| {
                (bottom - top).total_cmp(&(other_bottom - other_top))
            })
            .unwrap_or((self.title_area.bottom(), self.lower_area.top));
        ViewRect::from_edges(both.left, top, both.right(), bottom)
    }

    /// Whether an image is centred between title and name (A2): its centre is
    /// within 6 mm of theirs across, and within a quarter of the gap along.
    #[must_use]
    pub fn is_centred(&self, image: &ViewRect) -> bool {
        let gap = self.gap();
        (image.centre_x() - self.centre_x()).abs() <= 17.0
            && (image.centre_y() - gap.centre_y()).abs() <= (gap.height / 4.0).max(6.0)
    }

    /// Whether the middle of an image is between title and name, with as much slack as half a line:
    /// signatures are dragged there by hand.
    #[must_use]
    pub fn holds(&self, image: &ViewRect) -> bool {
        const SLACK: f64 = 7.0;
        let both = self.title_area.union(&self.lower_area);
        let across = both.left - SLACK..=both.right() + SLACK;
        let down = self.title_area.bottom() - SLACK..=self.lower_area.top + SLACK;
        across.contains(&image.centre_x()) && down.contains(&image.centre_y())
    }

    /// Whether the title or the office is `title`, in one line or several (any case).
    pub(super) fn has_title(&self, title: &str) -> bool {
        let title = fold_name(title);
        [&self.title_lines, &self.office_lines]
            .into_iter()
            .any(|lines| {
                let lines: Vec<String> = lines.iter().map(|line| fold_name(line)).collect();
                // Whole lines up to the last one: a deputy's title holds the title of the office.
                let mut ends = (0..lines.len()).filter_map(|first| lines.get(first..));
                ends.any(|end| end.join(" ") == title)
            })
    }

    /// Whether a line of the title is in capitals.
    pub(super) fn has_capitals(&self) -> bool {
        self.title_lines.iter().any(|line| is_title_text(line))
    }

    /// All titles as one text, for people.
    pub(super) fn titles(&self) -> String {
        let lines = [self.title_lines.as_slice(), &self.office_lines].concat();
        lines.join(" / ")
    }
}

/// The block around an image that is already on the page: the nearest line
/// below its centre is the name, or the office right above the name, the nearest
/// lines above it are the title. For checking A2 and A4 on a signed document.
///
/// # Errors
/// [`PlaceError::NoSuchPage`], [`PlaceError::TooMuchText`],
/// [`PlaceError::NoText`], [`PlaceError::NoSignatureBlock`].
pub fn signature_block_around(
    document: &TextDocument<'_>,
    page_index: usize,
    image: &Rect,
) -> Result<SignatureBlock, PlaceError> {
    let page = document.page(page_index)?;
    if !page.has_text() {
        return Err(PlaceError::NoText);
    }
    let image = page.frame().to_view(image);
    let nearest = nearest_below(page, &image, image.centre_y());
    let fault = |name: String, fault| PlaceError::NoSignatureBlock {
        name,
        page: page_index + 1,
        fault,
    };
    let nearest = nearest.ok_or_else(|| fault(String::new(), BlockFault::NoTitle))?;
    let name = name_under(page, nearest);
    block_above(page, name).map_err(|missing| fault(name.text.clone(), missing))
}

/// The blocks of a page that have room for a signature: a title in capitals, the room, and below it
/// on the same axis words that read as a name.
pub fn signature_blocks(page: &PageText) -> impl Iterator<Item = SignatureBlock> {
    const AXIS: f64 = 30.0;
    const ROOM: std::ops::RangeInclusive<f64> = 30.0..=GREATEST_GAP;
    let names = page.pieces().iter().filter(|piece| is_name(piece));
    let blocks = names.filter_map(|name| block_above(page, name).ok());
    blocks.filter(|block| {
        let [title, name] = [&block.title_area, &block.name_area].map(ViewRect::centre_x);
        block.has_capitals() && ROOM.contains(&block.gap().height) && (title - name).abs() <= AXIS
    })
}

/// The block that ends with the piece `name`.
pub(super) fn block_above(page: &PageText, name: &Piece) -> Result<SignatureBlock, BlockFault> {
    let office = office_above(page, name);
    let upper = office.last().map_or(name.area, |piece| piece.area);
    let lowest = nearest_above(page, &upper)
        .filter(|piece| ends_title(page, piece) || is_small_title(page, piece, name, &upper));
    let lowest = lowest.ok_or(match office.is_empty() {
        true => BlockFault::NoTitle,
        false => BlockFault::NoGap,
    })?;
    let gap = upper.top - lowest.area.bottom();
    if gap < LEAST_GAP || !office.is_empty() && gap > GREATEST_GAP {
        return Err(BlockFault::NoGap);
    }
    let office_areas = office.iter().map(|piece| piece.area);
    Ok(SignatureBlock {
        title_lines: texts(&title_ending_with(page, lowest)),
        title_area: lowest.area,
        name: name.text.clone(),
        name_area: name.area,
        lower_area: office_areas.fold(name.area, |all, area| all.union(&area)),
        marks: marks_between(page, &lowest.area, &upper),
        office_lines: texts(&office),
    })
}

/// Whether `name` is the first text of its page and the page before ends with a title, both in the
/// column of the name.
pub(super) fn is_title_on_page_before(page: &PageText, name: &Piece, before: &PageText) -> bool {
    let upper = office_above(page, name)
        .last()
        .map_or(name.area, |piece| piece.area);
    let counts = |piece: &Piece| !is_folio(piece) && !says_signed(&piece.text);
    let in_column = |piece: &&Piece| counts(piece) && share_column(&piece.area, &name.area);
    let mut above = page.pieces().iter().filter(in_column);
    if above.any(|piece| piece.area.centre_y() < upper.top) {
        return false;
    }
    let column = before.pieces().iter().filter(in_column);
    let last = column.max_by(|a, b| a.baseline.total_cmp(&b.baseline));
    last.is_some_and(is_title)
}

/// The lines of a title from the lowest to the highest.
fn title_ending_with<'a>(page: &'a PageText, lowest: &'a Piece) -> Vec<&'a Piece> {
    let mut lines = vec![lowest];
    let mut highest = lowest;
    while let Some(piece) = nearest_above(page, &highest.area) {
        let distance = highest.baseline - piece.baseline;
        let is_line = is_title(piece) || continues_title(piece);
        if !is_line || distance > TITLE_LEADING * highest.font_size {
            break;
        }
        lines.push(piece);
        highest = piece;
    }
    lines
}

/// The lines of an office that touch the name from above, from the lowest to the
/// highest. A form of authority (`KT.`) is never among them: it begins a title.
fn office_above<'a>(page: &'a PageText, name: &Piece) -> Vec<&'a Piece> {
    let mut lines: Vec<&Piece> = Vec::new();
    while lines.len() < OFFICE_LINES {
        let lower = lines.last().map_or(name.area, |piece| piece.area);
        let touching = nearest_above(page, &lower)
            .filter(|piece| is_office(piece) && lower.top - piece.area.bottom() < LEAST_GAP);
        match touching {
            Some(piece) => lines.push(piece),
            None => break,
        }
    }
    lines
}

/// The name below the lines of an office, the highest of which is `first`; without an office
/// `first` is the name. A line below the name that reads as an office is none.
fn name_under<'a>(page: &'a PageText, first: &'a Piece) -> &'a Piece {
    let (mut name, mut lowest) = (first, first);
    for _ in 0..OFFICE_LINES {
        let below = nearest_below(page, &lowest.area, lowest.area.bottom());
        let touches = |piece: &&Piece| piece.area.top - lowest.area.bottom() < LEAST_GAP;
        match below.filter(touches) {
            Some(piece) if is_office(lowest) && (is_office(piece) || reads_as_name(piece)) => {
                lowest = piece;
            }
            _ => break,
        }
        if !reads_as_office(&lowest.text) && !reads_as_rank(&lowest.text) {
            name = lowest;
        }
    }
    name
}

/// From top to bottom.
fn texts(lines: &[&Piece]) -> Vec<String> {
    lines.iter().rev().map(|piece| piece.text.clone()).collect()
}

/// The lowest piece above `area` that shares its column.
fn nearest_above<'a>(page: &'a PageText, area: &ViewRect) -> Option<&'a Piece> {
    let is_above = |piece: &&Piece| piece.area.centre_y() < area.top;
    let mut above: Vec<&Piece> = column(page, area).filter(is_above).collect();
    above.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    above.into_iter().rfind(|piece| counts(page, piece))
}

/// The highest piece whose centre is below `height` and that shares the column of `area`.
fn nearest_below<'a>(page: &'a PageText, area: &ViewRect, height: f64) -> Option<&'a Piece> {
    let is_below = |piece: &&Piece| piece.area.centre_y() > height;
    let mut below: Vec<&Piece> = column(page, area).filter(is_below).collect();
    below.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    below.into_iter().find(|piece| counts(page, piece))
}

/// The pieces in the column of `area`.
fn column<'a>(page: &'a PageText, area: &ViewRect) -> impl Iterator<Item = &'a Piece> {
    let area = *area;
    let pieces = page.pieces().iter();
    pieces.filter(move |piece| share_column(&piece.area, &area))
}

/// Whether the piece is neither a stray glyph nor says that the original is signed.
fn counts(page: &PageText, piece: &Piece) -> bool {
    !page.is_stray(piece) && !says_signed(&piece.text)
}

/// Around the words between title and name that say that the original is signed, from top to bottom.
fn marks_between(page: &PageText, title: &ViewRect, lower: &ViewRect) -> Vec<ViewRect> {
    let both = title.union(lower);
    let is_between = |area: &ViewRect| {
        (title.bottom()..lower.top).contains(&area.centre_y()) && share_column(area, &both)
    };
    let between = page.pieces().iter().filter(|piece| is_between(&piece.area));
    let marks = between.filter(|piece| says_signed(&piece.text));
    let areas = marks.map(|piece| piece.area);
    let mut areas: Vec<ViewRect> = areas.collect();
    areas.sort_by(|one, other| one.top.total_cmp(&other.top));
    areas
}

/// Whether the narrower of the two is above or below the other for half of its width.
fn share_column(a: &ViewRect, b: &ViewRect) -> bool {
    let common = a.right().min(b.right()) - a.left.max(b.left);
    common >= 0.5 * a.width.min(b.width)
}

/// Whether a title ends with the piece: in capitals, or with an office in small letters, a rank or brackets right below
/// capitals.
fn ends_title(page: &PageText, piece: &Piece) -> bool {
    let follows_title = || line_above(page, piece).is_some_and(is_title);
    is_title(piece) || continues_title(piece) && follows_title()
}

/// The line right above the piece, in its column.
fn line_above<'a>(page: &'a PageText, piece: &Piece) -> Option<&'a Piece> {
    let above = nearest_above(page, &piece.area);
    above.filter(|above| piece.baseline - above.baseline <= TITLE_LEADING * piece.font_size)
}

/// Whether the piece is an office in small letters, by itself above the name or below lines on its
/// axis: the end of a sentence has other lines above it.
fn is_small_title(page: &PageText, piece: &Piece, name: &Piece, upper: &ViewRect) -> bool {
    const AXIS: f64 = 17.0;
    const SAME_AXIS: f64 = 8.0;
    const SAME_EDGE: f64 = 5.0;
    let apart = |one: &ViewRect, other: &ViewRect| (one.centre_x() - other.centre_x()).abs();
    let is_above_name = apart(&piece.area, &name.area) <= AXIS
        || (piece.area.left - name.area.left).abs() <= SAME_EDGE;
    let stands_alone = || {
        let above = line_above(page, piece);
        above.is_none_or(|above| apart(&above.area, &piece.area) <= SAME_AXIS)
    };
    reads_as_office(&piece.text)
        && is_above_name
        && upper.top - piece.area.bottom() <= GREATEST_GAP
        && stands_alone()
}

/// Least distance of title and name in points: less than one empty line is no
/// place for a signature.
const LEAST_GAP: f64 = 12.0;
/// Greatest distance in points of a title and an office: what is farther up is a
/// heading, and the capitals above the name are its title.
const GREATEST_GAP: f64 = 150.0;
/// Lines of an office above a name, at most.
const OFFICE_LINES: usize = 3;
/// Greatest distance of the baselines of two title lines, in em.
const TITLE_LEADING: f64 = 2.2;

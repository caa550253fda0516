//! The signature block: title lines in capitals, a gap, the name (A2, A4).

use kyso_pdf::Rect;

use super::{BlockFault, PlaceError};
use crate::geometry::ViewRect;
use crate::page_text::{PageText, Piece, TextDocument};
use crate::words::{fold, is_upper_case};

/// A title block above a name, in the page's reading frame.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureBlock {
    /// The lines of the title from top to bottom, such as `TM. ỦY BAN NHÂN DÂN`,
    /// `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub title_lines: Vec<String>,
    /// Around the lowest line of the title.
    pub title_area: ViewRect,
    /// The line of the name.
    pub name: String,
    /// Around the name.
    pub name_area: ViewRect,
}

impl SignatureBlock {
    /// Horizontal centre of title and name.
    #[must_use]
    pub fn centre_x(&self) -> f64 {
        f64::midpoint(self.title_area.centre_x(), self.name_area.centre_x())
    }

    /// The band between title and name, as wide as the wider of the two.
    #[must_use]
    pub fn gap(&self) -> ViewRect {
        let both = self.title_area.union(&self.name_area);
        ViewRect::from_edges(
            both.left,
            self.title_area.bottom(),
            both.right(),
            self.name_area.top,
        )
    }

    /// Whether an image is centred between title and name (A2): its centre is
    /// within 6 mm of theirs across, and within a quarter of the gap along.
    #[must_use]
    pub fn is_centred(&self, image: &ViewRect) -> bool {
        let gap = self.gap();
        (image.centre_x() - self.centre_x()).abs() <= 17.0
            && (image.centre_y() - gap.centre_y()).abs() <= (gap.height / 4.0).max(6.0)
    }

    /// Whether the title is `title`, in one line or several (any case).
    pub(super) fn has_title(&self, title: &str) -> bool {
        let title = fold(title);
        let lines: Vec<String> = self.title_lines.iter().map(|line| fold(line)).collect();
        // Whole lines up to the last one: a deputy's title holds the title of the office.
        let mut ends = (0..lines.len()).filter_map(|first| lines.get(first..));
        ends.any(|end| end.join(" ") == title)
    }
}

/// The block around an image that is already on the page: the nearest line
/// below its centre is the name, the nearest lines above it are the title. For
/// checking A2 and A4 on a signed document.
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
    let below = page.pieces().iter().filter(|piece| {
        piece.area.centre_y() > image.centre_y() && share_column(&piece.area, &image)
    });
    let name = below.min_by(|a, b| a.area.top.total_cmp(&b.area.top));
    let fault = |name: String, fault| PlaceError::NoSignatureBlock {
        name,
        page: page_index + 1,
        fault,
    };
    let name = name.ok_or_else(|| fault(String::new(), BlockFault::NoTitle))?;
    block_above(page, name).map_err(|missing| fault(name.text.clone(), missing))
}

/// The block that ends with the piece `name`.
pub(super) fn block_above(page: &PageText, name: &Piece) -> Result<SignatureBlock, BlockFault> {
    let nearest = nearest_above(page, &name.area).filter(|piece| is_title(piece));
    let lowest = nearest.ok_or(BlockFault::NoTitle)?;
    if name.area.top - lowest.area.bottom() < LEAST_GAP {
        return Err(BlockFault::NoGap);
    }
    let mut lines = vec![lowest];
    let mut highest = lowest;
    while let Some(piece) = nearest_above(page, &highest.area) {
        let distance = highest.baseline - piece.baseline;
        if !is_title(piece) || distance > TITLE_LEADING * highest.font_size {
            break;
        }
        lines.push(piece);
        highest = piece;
    }
    Ok(SignatureBlock {
        title_lines: lines.iter().rev().map(|piece| piece.text.clone()).collect(),
        title_area: lowest.area,
        name: name.text.clone(),
        name_area: name.area,
    })
}

/// The lowest piece above `area` that shares its column.
fn nearest_above<'a>(page: &'a PageText, area: &ViewRect) -> Option<&'a Piece> {
    page.pieces()
        .iter()
        .filter(|piece| piece.area.centre_y() < area.top && share_column(&piece.area, area))
        .max_by(|a, b| a.baseline.total_cmp(&b.baseline))
}

/// Whether the narrower of the two stands above or below the other for half of
/// its width.
fn share_column(a: &ViewRect, b: &ViewRect) -> bool {
    let common = a.right().min(b.right()) - a.left.max(b.left);
    common >= 0.5 * a.width.min(b.width)
}

/// A title is written in capitals, or begins with the form of authority (A4).
fn is_title(piece: &Piece) -> bool {
    let form = ["TM.", "KT.", "TL.", "TUQ.", "Q."];
    is_upper_case(&piece.text) || form.iter().any(|form| piece.text.starts_with(form))
}

/// Whether `part` occurs in `text` with no letter or digit beside it.
pub(super) fn is_run(text: &str, part: &str) -> bool {
    let free = |side: Option<char>| side.is_none_or(|character| !character.is_alphanumeric());
    !part.is_empty()
        && text.match_indices(part).any(|(start, _)| {
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text
                .get(start + part.len()..)
                .and_then(|text| text.chars().next());
            free(before) && free(after)
        })
}

/// Least distance of title and name in points: less than one empty line is no
/// place for a signature.
const LEAST_GAP: f64 = 12.0;
/// Greatest distance of the baselines of two title lines, in em.
const TITLE_LEADING: f64 = 2.2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_bounded_by_what_is_no_letter() {
        assert!(is_run("ths. trần thị minh ánh", "trần thị minh ánh"));
        assert!(!is_run("trần thị minh ánhh", "trần thị minh ánh"));
        assert!(!is_run("phó chủ tịch", "chủ tịch tỉnh"));
    }
}

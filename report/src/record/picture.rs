//! Pictures of the places of signatures, drawn from exactly the bytes that the signature covers.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use kyso_pdf::{Document, Password, Rect};
use kyso_stamp_images::{PageFrame, RenderError, ViewRect};
use kyso_verifier::{Coverage, SignatureReport};
use kyso_words::{Lang, Localized};

use crate::drawing;
use crate::page_picture::PagePicture;

/// A picture, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shown {
    /// With the number of the page, from 1.
    Picture {
        page: usize,
        picture: Arc<PagePicture>,
    },
    /// In words for people.
    Nothing(String),
}

/// Draws the pictures of one record: all of them within the time of one answer.
#[derive(Debug)]
pub(crate) struct Pictures<'p> {
    pdf: &'p [u8],
    password: Option<&'p Password>,
    until: Instant,
    /// Pages that could not be drawn, by the length of the revision and their number: none of them is tried twice.
    failed: BTreeSet<(usize, usize)>,
}

impl<'p> Pictures<'p> {
    pub(crate) fn new(pdf: &'p [u8], password: Option<&'p Password>) -> Self {
        Self {
            pdf,
            password,
            until: drawing::time_for_an_answer(),
            failed: BTreeSet::new(),
        }
    }

    /// The surroundings of a signature as they were in the revision that it signs.
    pub(crate) fn of_signature(&mut self, signature: &SignatureReport, lang: Lang) -> Shown {
        let Some(place) = signature.place.filter(|place| !place.rect.is_empty()) else {
            let words = lang.pick(
                "Chữ ký không hiện trên trang nào.",
                "The signature shows on no page.",
            );
            return Shown::Nothing(words.to_owned());
        };
        if self.pdf.is_empty() {
            let words = lang.pick(
                "Không có ảnh: tệp đã thay đổi trong lúc kiểm tra.",
                "No picture: the file changed while it was checked.",
            );
            return Shown::Nothing(words.to_owned());
        }
        let Some(bytes) = signed_bytes(self.pdf, signature) else {
            let words = lang.pick(
                "Không có ảnh: chữ ký không phủ trọn một phiên bản của tệp.",
                "No picture: the signature covers no whole revision of the file.",
            );
            return Shown::Nothing(words.to_owned());
        };
        match self.draw(bytes, place.page_index, &place.rect) {
            Ok(picture) => Shown::Picture {
                page: place.page_index + 1,
                picture: Arc::new(picture),
            },
            Err(error) => Shown::Nothing(no_picture(&error, lang)),
        }
    }

    fn draw(
        &mut self,
        pdf: &[u8],
        page_index: usize,
        rect: &Rect,
    ) -> Result<PagePicture, RenderError> {
        let page = (pdf.len(), page_index);
        if self.failed.contains(&page) {
            return Err(RenderError::Failed {
                page: page_index + 1,
            });
        }
        let document = drawing::open(pdf, self.password)?;
        let drawn = draw(&document, page_index, rect, self.until);
        if matches!(drawn, Err(RenderError::Failed { .. })) {
            self.failed.insert(page);
        }
        drawn
    }
}

/// Why nothing can be drawn, as a sentence.
pub(crate) fn no_picture(error: &RenderError, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Không dựng được ảnh: {}.", error.vietnamese()),
        Lang::En => format!("No picture: {error}."),
    }
}

/// The file up to the end of the byte range of a signature that covers a whole revision.
pub(crate) fn signed_bytes<'p>(pdf: &'p [u8], signature: &SignatureReport) -> Option<&'p [u8]> {
    let whole = matches!(
        signature.coverage,
        Coverage::WholeFile | Coverage::WholeRevision
    );
    let [_, _, second, length] = signature.byte_range.as_deref()? else {
        return None;
    };
    let end = usize::try_from(second.checked_add(*length)?).ok()?;
    pdf.get(..end).filter(|_| whole)
}

fn draw(
    document: &Document<'_>,
    page_index: usize,
    rect: &Rect,
    until: Instant,
) -> Result<PagePicture, RenderError> {
    let page = document.latest().page(page_index);
    let page = page.ok().flatten().ok_or(RenderError::NotReadable)?;
    let frame = PageFrame::from(&page);
    let place = frame.to_view(rect);
    let region = surroundings(&place, frame.size());
    let dpi = (WIDTH / (region.width / 72.0)).clamp(LEAST_DPI, GREATEST_DPI);
    let image = drawing::page(&document.latest(), page_index, dpi, until)?;
    let scale = dpi / 72.0;
    let [left, top, width, height] =
        [region.left, region.top, region.width, region.height].map(|points| pixels(points * scale));
    let part = image.crop(left, top, width, height);
    let part = part.ok_or(RenderError::Failed {
        page: page_index + 1,
    })?;
    let within = [
        place.left - region.left,
        place.top - region.top,
        place.width,
        place.height,
    ];
    Ok(PagePicture {
        png: part.to_png()?,
        size: (part.width(), part.height()),
        place: Some(within.map(|points| points * scale)),
    })
}

/// The place with room around it, so that title and name are seen, as far as the page reaches.
fn surroundings(place: &ViewRect, (width, height): (f64, f64)) -> ViewRect {
    let wanted_width = (place.width + 2.0 * MARGIN).max(LEAST_WIDTH);
    let wanted_height = (place.height + 2.0 * MARGIN).max(wanted_width / WIDEST);
    let (left, right) = within(place.centre_x(), wanted_width, width);
    let (top, bottom) = within(place.centre_y(), wanted_height, height);
    ViewRect::from_edges(left, top, right, bottom)
}

/// A stretch around `centre`, moved and shortened so that it lies between 0 and `limit`.
fn within(centre: f64, length: f64, limit: f64) -> (f64, f64) {
    let length = length.min(limit);
    // Not `clamp`, which panics on numbers that no sound page has.
    let start = (centre - length / 2.0).min(limit - length).max(0.0);
    (start, start + length)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the cast saturates, and the crop is checked
pub(crate) fn pixels(length: f64) -> u32 {
    length.round() as u32
}

/// Pixels across a picture, as far as the resolutions below allow.
const WIDTH: f64 = 470.0;
const LEAST_DPI: f64 = 72.0;
const GREATEST_DPI: f64 = 200.0;
/// Points around the place: a line of text above and below.
const MARGIN: f64 = 26.0;
/// Points, 75 mm.
const LEAST_WIDTH: f64 = 212.0;
/// Greatest ratio of width to height.
const WIDEST: f64 = 4.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surroundings_stay_on_the_page() {
        let page = (595.0, 842.0);
        let corner = ViewRect::from_edges(500.0, 800.0, 590.0, 840.0);
        let region = surroundings(&corner, page);
        assert_eq!((region.right(), region.bottom()), (595.0, 842.0));
        assert!(region.left <= corner.left && region.top <= corner.top);
        let wide = surroundings(&ViewRect::from_edges(60.0, 100.0, 500.0, 112.0), page);
        assert!(wide.width / wide.height <= WIDEST + 0.01);
        let tiny = surroundings(&corner, (100.0, 50.0));
        assert_eq!((tiny.width, tiny.height), (100.0, 50.0));
    }
}

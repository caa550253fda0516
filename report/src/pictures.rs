//! Pictures of pages, and where on them signatures show.

use kyso_pdf::{Document, PdfError};
use kyso_stamp_images::{PageFrame, RenderError, Turn};
use kyso_verifier::Report;
use serde::Serialize;

use crate::drawing;

/// A page that the clerk should see, with the signatures on it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PageView {
    /// Page from 1.
    pub number: usize,
    /// Width of the picture in pixels.
    pub(crate) width: u32,
    /// Height of the picture in pixels.
    pub(crate) height: u32,
    /// Where signatures show.
    pub(crate) places: Vec<PlaceView>,
}

/// Where a signature shows, in parts of the width and height of the page as seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub(crate) struct PlaceView {
    /// Index in `signatures`, from 0.
    pub signature: usize,
    /// Left edge, 0 to 1.
    pub(crate) left: f64,
    /// Top edge, 0 to 1.
    pub(crate) top: f64,
    /// Width, 0 to 1.
    pub(crate) width: f64,
    /// Height, 0 to 1.
    pub(crate) height: f64,
}

/// The first page and every page with a signature, in order; few at most.
///
/// # Errors
/// [`PdfError`] when the page tree cannot be read.
pub fn pages_to_show(pdf: &[u8], report: &Report) -> Result<Vec<PageView>, PdfError> {
    let document = Document::open(pdf)?;
    let places = || {
        (0..)
            .zip(&report.signatures)
            .filter_map(|(index, one)| Some((index, one.place.as_ref()?)))
    };
    let mut indices: Vec<usize> = std::iter::once(0)
        .chain(places().map(|(_, place)| place.page_index))
        .collect();
    indices.sort_unstable();
    indices.dedup();
    let last = indices
        .iter()
        .copied()
        .take(MAX_PAGES)
        .max()
        .unwrap_or_default();
    let pages = document.latest().pages(last.saturating_add(1))?;
    let mut views = Vec::new();
    for index in indices.into_iter().take(MAX_PAGES) {
        let Some(page) = pages.get(index) else {
            continue;
        };
        let turn = Turn::from_degrees(page.rotate.into()).unwrap_or(Turn::None);
        let frame = PageFrame::new(page.crop_box, turn, page.user_unit);
        let on_page = places().filter(|(_, place)| place.page_index == index);
        let on_page = on_page
            .map(|(signature, place)| place_view(signature, &frame, &place.rect))
            .collect();
        views.push(page_view(index, &frame, on_page));
    }
    Ok(views)
}

/// Draws a page, from 0, as a PNG file.
///
/// # Errors
/// [`RenderError`].
pub fn draw_page(pdf: &[u8], page_index: usize) -> Result<Vec<u8>, RenderError> {
    let document = drawing::open(pdf, None)?;
    let until = drawing::time_for_an_answer();
    drawing::page(&document.latest(), page_index, DPI, until)?.to_png()
}

fn page_view(index: usize, frame: &PageFrame, places: Vec<PlaceView>) -> PageView {
    let (width, height) = frame.size();
    PageView {
        number: index + 1,
        width: pixels(width),
        height: pixels(height),
        places,
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // the cast saturates; a wrong size only spoils the layout
fn pixels(points: f64) -> u32 {
    (points * DPI / 72.0).round() as u32
}

fn place_view(signature: usize, frame: &PageFrame, rect: &kyso_pdf::Rect) -> PlaceView {
    let (width, height) = frame.size();
    let area = frame.to_view(rect);
    PlaceView {
        signature,
        left: area.left / width,
        top: area.top / height,
        width: area.width / width,
        height: area.height / height,
    }
}

/// Pages shown at once.
const MAX_PAGES: usize = 8;

/// Pixels per inch of true size: sharp text at the width of half a screen.
const DPI: f64 = 110.0;

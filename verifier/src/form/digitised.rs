//! Whether a file is paper digitised as NĐ 30/2020, PL I, Phần II asks (D2): PDF 1.4 or later, in colour, at 200 dots an inch or
//! more, at scale 100 %.

use std::fmt;

use kyso_pdf::{Document, PdfError, Stream, View};
use kyso_stamp_images::{
    Millimetres, PageFrame, PageText, PlaceError, PlacedPicture, TextDocument, ViewRect,
};
use kyso_words::Localized;

use super::colours::Colours;
use super::memory::Memory;
use super::sampled::size;
use crate::recall::Recall;

/// What a digitised file lacks. Pages count from 1.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DigitisationFault {
    /// The version of PDF is too low.
    #[error("D2: PDF {}.{}, but 1.4 or later is asked for", version.0, version.1)]
    Version {
        /// Major and minor.
        version: (u8, u8),
    },
    /// No picture covers the page.
    #[error("D2: page {page} is no scan: no picture covers it")]
    NotScanned {
        /// The page.
        page: usize,
    },
    /// The picture is not fine enough.
    #[error(
        "D2: page {page} was scanned at {dpi:.0} dots an inch; at least {LEAST_DPI:.0} are asked for"
    )]
    Resolution {
        /// The page.
        page: usize,
        /// Dots an inch along the coarser side, as placed on the page.
        dpi: f64,
    },
    /// The picture has no colour.
    #[error("D2: page {page} was scanned in black and white or grey; colour is asked for")]
    Grey {
        /// The page.
        page: usize,
    },
    /// The page has no size of paper, so that the scale is not 100 %.
    #[error(
        "D2: page {page} measures {width:.0} × {height:.0} mm, which is no size of paper: scan at scale 100 %"
    )]
    Scale {
        /// The page.
        page: usize,
        /// Millimetres.
        width: f64,
        /// Millimetres.
        height: f64,
    },
}

/// All that a scan lacks, page by page: at least one fault.
#[derive(Debug, Clone, PartialEq)]
pub struct DigitisationFaults(Vec<DigitisationFault>);

impl DigitisationFaults {
    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &DigitisationFault> {
        self.0.iter()
    }

    fn joined(&self, words: impl Fn(&DigitisationFault) -> String) -> String {
        self.0.iter().map(words).collect::<Vec<_>>().join("; ")
    }
}

impl fmt::Display for DigitisationFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.joined(DigitisationFault::to_string))
    }
}

impl Localized for DigitisationFaults {
    fn vietnamese(&self) -> String {
        self.joined(DigitisationFault::vietnamese)
    }
}

impl Localized for DigitisationFault {
    fn vietnamese(&self) -> String {
        match self {
            Self::Version {
                version: (major, minor),
            } => {
                format!("D2: tệp là PDF {major}.{minor}, yêu cầu từ phiên bản 1.4 trở lên")
            }
            Self::NotScanned { page } => {
                format!("D2: trang {page} không phải bản quét: không có hình phủ kín trang")
            }
            Self::Resolution { page, dpi } => format!(
                "D2: trang {page} được quét ở {dpi:.0} dpi, yêu cầu tối thiểu {LEAST_DPI:.0} dpi"
            ),
            Self::Grey { page } => {
                format!("D2: trang {page} được quét đen trắng hoặc thang xám, yêu cầu quét màu")
            }
            Self::Scale {
                page,
                width,
                height,
            } => format!(
                "D2: trang {page} có kích thước {width:.0} × {height:.0} mm, không phải khổ giấy: hãy quét với tỷ lệ 100%"
            ),
        }
    }
}

/// Whether the document is a scan: no page shows text of its own; the text that a scanner recognised is not shown.
///
/// # Errors
/// What keeps a page from being read.
pub fn is_scan(text: &TextDocument<'_>) -> Result<bool, PlaceError> {
    for index in 0..text.page_count() {
        if text.page(index)?.has_text() {
            return Ok(false);
        }
    }
    Ok(text.page_count() > 0)
}

/// What the newest revision lacks as paper that was digitised (D2): the faults of all pages in their order, at most one of each
/// kind for a page; `None` when it lacks nothing.
///
/// # Errors
/// What keeps a page from being read.
pub fn digitisation_faults(
    document: &Document<'_>,
) -> Result<Option<DigitisationFaults>, PlaceError> {
    let view = document.latest();
    let text = TextDocument::of(document.latest())?;
    let mut faults = Vec::new();
    if let Some(version) = version(document, &view).filter(|version| *version < LEAST_VERSION) {
        faults.push(DigitisationFault::Version { version });
    }
    for index in 0..text.page_count() {
        let page = text.page(index)?;
        faults.extend(faults_of_page(&view, page));
    }
    Ok((!faults.is_empty()).then_some(DigitisationFaults(faults)))
}

fn faults_of_page(view: &View<'_, '_>, page: &PageText) -> Vec<DigitisationFault> {
    let (frame, number) = (page.frame(), page.page_index() + 1);
    let pictures: Vec<Scanned> = page
        .placed_pictures()
        .iter()
        .filter_map(|placed| Scanned::read(view, &frame, placed).ok().flatten())
        .collect();
    let mut faults = Vec::new();
    if !cover(&frame, &pictures) {
        return vec![DigitisationFault::NotScanned { page: number }];
    }
    // A mask of print may lie on a coarser picture of the paper: the finest that covers the page counts.
    let mut by_dpi: Vec<&Scanned> = pictures.iter().collect();
    by_dpi.sort_by(|a, b| b.dpi.total_cmp(&a.dpi));
    let enough = (1..=by_dpi.len()).find(|count| {
        let finest: Vec<&Scanned> = by_dpi.iter().take(*count).copied().collect();
        cover(&frame, finest)
    });
    let coarsest = enough.and_then(|count| by_dpi.get(count - 1));
    let dpi = coarsest.map_or(0.0, |picture| picture.dpi);
    if dpi < LEAST_DPI * (1.0 - TOLERANCE) {
        faults.push(DigitisationFault::Resolution { page: number, dpi });
    }
    if !pictures.iter().any(|picture| picture.is_coloured) {
        faults.push(DigitisationFault::Grey { page: number });
    }
    let (width, height) = frame.size();
    let size = [width, height].map(|side| Millimetres::from_points(side).0);
    if !is_paper(size) {
        let [width, height] = size;
        faults.push(DigitisationFault::Scale {
            page: number,
            width,
            height,
        });
    }
    faults
}

/// A picture that is placed on a page.
struct Scanned {
    area: ViewRect,
    /// Pixels an inch along the coarser side.
    dpi: f64,
    is_coloured: bool,
}

impl Scanned {
    /// `None` for a picture whose object is not known.
    fn read(
        view: &View<'_, '_>,
        frame: &PageFrame,
        placed: &PlacedPicture,
    ) -> Result<Option<Self>, PdfError> {
        let Some(id) = placed.image else {
            return Ok(None);
        };
        let object = view.object(id)?;
        let Some(image) = object.as_stream() else {
            return Ok(None);
        };
        let Some((pixels_wide, pixels_high, bits)) = size(&image.dictionary) else {
            return Ok(None);
        };
        let (width, height) = placed.size(frame);
        let dpi = |pixels: u32, points: f64| f64::from(pixels) * 72.0 / points;
        Ok(Some(Self {
            area: placed.area,
            dpi: dpi(pixels_wide, width).min(dpi(pixels_high, height)),
            is_coloured: bits > 1 && is_coloured(view, image)?,
        }))
    }
}

/// Whether a picture is stored in colour. A scan in colour of black print has grey pixels too, so they tell nothing.
fn is_coloured(view: &View<'_, '_>, image: &Stream) -> Result<bool, PdfError> {
    let recall: Recall<Memory> = Recall::nothing();
    let profiles = recall.cache(|memory| &memory.profiles);
    let is_grey = |[red, green, blue]: &[u8; 3]| red == green && green == blue;
    Ok(match Colours::of(view, &image.dictionary, profiles)? {
        Some(Colours::Gray) => false,
        Some(Colours::Indexed(colours)) => !colours.iter().all(is_grey),
        Some(Colours::Rgb | Colours::Lab(_)) => true,
        // CMYK, or a JPEG 2000 picture that says itself what it is.
        None => true,
    })
}

/// Whether the rectangle around pictures is that of the page.
fn cover<'s>(frame: &PageFrame, pictures: impl IntoIterator<Item = &'s Scanned>) -> bool {
    let (width, height) = frame.size();
    let areas = pictures.into_iter().map(|picture| picture.area);
    let around = areas.reduce(|one, other| one.union(&other));
    let (across, down) = (TOLERANCE * width, TOLERANCE * height);
    around.is_some_and(|area| {
        area.left <= across
            && area.top <= down
            && area.right() >= width - across
            && area.bottom() >= height - down
    })
}

/// Whether a page has a size of paper, upright or lying (ISO 216, and those of North America that are in use).
fn is_paper(size: [f64; 2]) -> bool {
    let [width, height] = size;
    let near = |side: f64, of: f64| (side - of).abs() <= TOLERANCE * of;
    PAPER.iter().any(|(short, long)| {
        (near(width, *short) && near(height, *long)) || (near(width, *long) && near(height, *short))
    })
}

/// The version of the header, or the later one of the catalog (ISO 32000-2, 7.5.2).
fn version(document: &Document<'_>, view: &View<'_, '_>) -> Option<(u8, u8)> {
    let header = document.bytes().get(document.leading_bytes()..)?;
    let header = header.strip_prefix(b"%PDF-").and_then(read_version);
    let (_, catalog) = view.catalog().ok()?;
    let of_catalog = catalog.as_dictionary().and_then(|catalog| {
        let version = view.get(catalog, "Version").ok()?;
        read_version(version.as_name()?.as_bytes())
    });
    header.max(of_catalog)
}

fn read_version(text: &[u8]) -> Option<(u8, u8)> {
    match text {
        [major @ b'0'..=b'9', b'.', minor @ b'0'..=b'9', ..] => Some((major - b'0', minor - b'0')),
        _ => None,
    }
}

/// PDF 1.4 (D2).
const LEAST_VERSION: (u8, u8) = (1, 4);
/// Dots an inch (D2).
const LEAST_DPI: f64 = 200.0;
/// Scanners cut pixels and round sizes: by how much a length may differ.
const TOLERANCE: f64 = 0.01;
/// Width and height in millimetres: A0 to A6, B4, B5, folio, letter, legal.
const PAPER: [(f64, f64); 12] = [
    (841.0, 1189.0),
    (594.0, 841.0),
    (420.0, 594.0),
    (297.0, 420.0),
    (210.0, 297.0),
    (148.0, 210.0),
    (105.0, 148.0),
    (250.0, 353.0),
    (176.0, 250.0),
    (215.9, 330.2),
    (215.9, 279.4),
    (215.9, 355.6),
];

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sizes_of_paper_may_be_off_by_a_hundredth() {
        assert!(is_paper([210.0, 297.0]) && is_paper([295.0, 208.5]));
        assert!(!is_paper([207.0, 297.0]) && !is_paper([105.0, 297.0]));
    }

    #[test]
    fn versions_are_read_from_header_and_catalog() {
        assert_eq!(read_version(b"1.4\n"), Some((1, 4)));
        assert_eq!(read_version(b"2.0"), Some((2, 0)));
        assert_eq!(read_version(b"1,4"), None);
    }
}

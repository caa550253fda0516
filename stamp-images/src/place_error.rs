//! Why a place was not found, and what to do about it.

mod text;

use kyso_pdf::LimitKind;
use kyso_words::counted;
use thiserror::Error;

use crate::font::FontError;
use crate::geometry::{Millimetres, PageFrame, ViewRect};
use text::{english_fault, english_part, list};

/// Why there is no place. Pages in messages count from 1.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum PlaceError {
    /// The file needs a password (I4).
    #[error("the PDF is encrypted; only unencrypted files are signed")]
    Encrypted,
    /// The file is not a PDF that can be read.
    #[error("the pages of the PDF cannot be read")]
    NotReadable,
    /// The page does not exist.
    #[error("there is no page {page}: the document has {pages}")]
    NoSuchPage {
        /// Page asked for, from 1.
        page: usize,
        /// Number of pages.
        pages: usize,
    },
    /// A page holds more text than what is read.
    #[error("page {page} holds more than {limit} characters")]
    TooMuchText {
        /// Page, from 1.
        page: usize,
        /// Glyphs read at most.
        limit: usize,
    },
    /// Reading a page would cost more than a budget allows.
    #[error("page {page} cannot be read within the budget of {limit} {budget}")]
    OverBudget {
        /// Page, from 1.
        page: usize,
        /// The budget that is used up.
        budget: LimitKind,
        /// What it allows.
        limit: usize,
    },
    /// No page has text: a scan.
    #[error("no text on the page: the document is a scan; give the position of the picture")]
    NoText,
    /// The name does not occur.
    #[error(
        "the name “{name}” is not on the {} looked at; check the name or give the position of the picture",
        counted(*pages, "page")
    )]
    NameNotFound {
        /// Name asked for.
        name: String,
        /// Pages looked at.
        pages: usize,
    },
    /// The name occurs, but not below a title.
    #[error("the name “{name}” stands on page {page}, but {}; give the position of the picture", english_fault(*fault))]
    NoSignatureBlock {
        /// Name asked for.
        name: String,
        /// Page of the occurrence nearest to the end, from 1.
        page: usize,
        /// What is missing.
        fault: BlockFault,
    },
    /// The title asked for is not above the name.
    #[error(
        "the title “{title}” does not stand above “{name}” on page {page}, but “{found}”; check the title or give the position of the picture"
    )]
    OtherTitle {
        /// Title asked for.
        title: String,
        /// Name asked for.
        name: String,
        /// Page, from 1.
        page: usize,
        /// The title block found, its lines joined by " / ".
        found: String,
    },
    /// The name has several signature blocks.
    #[error("“{name}” has {} signature blocks ({}); choose one by its position", spots.len(), list(spots, "page"))]
    Ambiguous {
        /// Name asked for.
        name: String,
        /// Where they are.
        spots: Vec<Spot>,
    },
    /// The gap between title and name is too small for an image.
    #[error(
        "the gap between title and name on page {page} takes an image of {width:.0} × {height:.0} mm; at least 15 × 5 mm is needed; give the position of the picture"
    )]
    GapTooSmall {
        /// Page, from 1.
        page: usize,
        /// Width of the image that fits, in millimetres.
        width: f64,
        /// Its height.
        height: f64,
    },
    /// A picture is already in the gap.
    #[error(
        "a picture already stands between title and name on page {page}; has the document been signed?"
    )]
    Occupied {
        /// Page, from 1.
        page: usize,
    },
    /// The rectangle reaches beyond the page.
    #[error(
        "the place on page {page} does not lie on the page: {left:.1} to {right:.1} mm by {top:.1} to {bottom:.1} mm from its top left corner, the page measures {width:.1} × {height:.1} mm"
    )]
    OffPage {
        /// Page, from 1.
        page: usize,
        /// Left edge in millimetres.
        left: f64,
        /// Right edge in millimetres.
        right: f64,
        /// Upper edge in millimetres.
        top: f64,
        /// Lower edge in millimetres.
        bottom: f64,
        /// Width of the page in millimetres.
        width: f64,
        /// Height of the page in millimetres.
        height: f64,
    },
    /// An explicit position that is not `PAGE,X_MM,Y_MM`.
    #[error("“{given}” is not a position: give PAGE,X_MM,Y_MM, for example 2,110,180.5")]
    BadPosition {
        /// What was given.
        given: String,
    },
    /// A date takes one, two or three positions.
    #[error(
        "E2: a date is written at one position (all of it), two (day, month) or three (day, month, year), not at {given}"
    )]
    DatePositions {
        /// Positions that were given.
        given: usize,
    },
    /// A number without a symbol behind it, or a symbol that none has.
    #[error(
        "“{given}” is not number and symbol of a document: give them as printed, for example 05/NQ-HDND"
    )]
    BadDocumentNumber {
        /// What was given.
        given: String,
    },
    /// The diameter of the seal is not between 30 and 45 mm (B2).
    #[error("B2: a seal of {diameter} mm is not possible; its diameter is 30 to 45 mm")]
    Diameter {
        /// Diameter in millimetres.
        diameter: f64,
    },
    /// There is no "Số:   /…" to fill (E2).
    #[error("E2: no empty “Số:    /…” was found on the first {pages} pages")]
    NoNumberPlace {
        /// Pages looked at.
        pages: usize,
    },
    /// The number is already there.
    #[error("E2: the document already has a number: “{found}”")]
    NumberFilled {
        /// The text found.
        found: String,
    },
    /// Several places for the number on one page.
    #[error(
        "E2: page {page} has {count} empty places “Số:    /…”; it is not clear which one is meant"
    )]
    SeveralNumberPlaces {
        /// Page, from 1.
        page: usize,
        /// How many.
        count: usize,
    },
    /// There is no "ngày    tháng    năm" to fill on the page of the number.
    #[error("E2: no empty “ngày    tháng    năm” was found on page {page}")]
    NoDatePlace {
        /// Page, from 1.
        page: usize,
    },
    /// The date is already there.
    #[error("E2: the document already has a date: “{found}”")]
    DateFilled {
        /// The text found.
        found: String,
    },
    /// Several places for the date on one page.
    #[error(
        "E2: page {page} has {count} empty places “ngày    tháng    năm”; it is not clear which one is meant"
    )]
    SeveralDatePlaces {
        /// Page, from 1.
        page: usize,
        /// How many.
        count: usize,
    },
    /// Part of the date is printed and is not that of the date given.
    #[error("E2: the document has the {} {printed} printed, the date given has {given}", english_part(*part))]
    PrintedDate {
        /// Day, month or year.
        part: DatePart,
        /// Printed in the document.
        printed: u16,
        /// Asked for.
        given: u16,
    },
    /// The number or the date cannot be written as asked.
    #[error("E4: “{given}” is not a number or date of a document")]
    BadNumber {
        /// What was given.
        given: String,
    },
    /// The text does not fit into its gap.
    #[error("E2: “{text}” does not fit into the gap of {gap:.1} mm")]
    SlotTooNarrow {
        /// Text to be drawn.
        text: String,
        /// Width of the gap in millimetres.
        gap: f64,
    },
    /// The text has a character that the font lacks.
    #[error(transparent)]
    Font(#[from] FontError),
}

/// Part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatePart {
    /// Day of the month.
    Day,
    /// Month.
    Month,
    /// Year.
    Year,
}

/// What is missing for a signature block (A2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockFault {
    /// There is no title above the name.
    NoTitle,
    /// The title is directly above the name.
    NoGap,
    /// The name is the first on its page, the title the last on the page before.
    TitleOnPageBefore,
}

/// A place to tell a person about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Page, from 1.
    pub page: usize,
    /// Distance from the top of the page in millimetres.
    pub from_top: f64,
}

impl PlaceError {
    /// Whether the document could be signed at a position that is given.
    #[must_use]
    pub fn asks_for_position(&self) -> bool {
        matches!(
            self,
            Self::NoText
                | Self::NameNotFound { .. }
                | Self::NoSignatureBlock { .. }
                | Self::OtherTitle { .. }
                | Self::Ambiguous { .. }
                | Self::GapTooSmall { .. }
        )
    }

    pub(super) fn off_page(page_index: usize, frame: &PageFrame, area: &ViewRect) -> Self {
        let mm = |points| Millimetres::from_points(points).0;
        let (width, height) = frame.size();
        Self::OffPage {
            page: page_index + 1,
            left: mm(area.left),
            right: mm(area.right()),
            top: mm(area.top),
            bottom: mm(area.bottom()),
            width: mm(width),
            height: mm(height),
        }
    }
}

//! Why a place was not found, and what to do about it.

use kyso_pdf::LimitKind;
use kyso_words::{Localized, counted};
use thiserror::Error;

use crate::font::FontError;
use crate::geometry::{Millimetres, PageFrame, ViewRect};

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
    /// No title stands above the name.
    NoTitle,
    /// The title stands directly above the name.
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

impl Localized for PlaceError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Encrypted => "tệp PDF bị mã hóa; chỉ ký tệp không mã hóa".to_owned(),
            Self::NotReadable => "không đọc được các trang của tệp PDF".to_owned(),
            Self::NoSuchPage { page, pages } => {
                format!("không có trang {page}: văn bản có {pages} trang")
            }
            Self::OverBudget {
                page,
                budget,
                limit,
            } => format!(
                "không đọc trang {page}: vượt hạn mức {limit} {}",
                budget.vietnamese()
            ),
            Self::TooMuchText { page, limit } => format!("trang {page} có hơn {limit} ký tự"),
            Self::NoText => {
                "trang không có chữ: văn bản là bản quét; hãy chỉ vị trí của hình".to_owned()
            }
            Self::NameNotFound { name, pages } => format!(
                "không thấy họ tên “{name}” trong {pages} trang đã xem; hãy kiểm tra họ tên hoặc chỉ vị trí của hình"
            ),
            Self::NoSignatureBlock { name, page, fault } => format!(
                "có họ tên “{name}” ở trang {page}, nhưng {}; hãy chỉ vị trí của hình",
                vietnamese_fault(*fault)
            ),
            Self::OtherTitle {
                title,
                name,
                page,
                found,
            } => format!(
                "phía trên “{name}” ở trang {page} không phải chức vụ “{title}” mà là “{found}”; hãy kiểm tra chức vụ hoặc chỉ vị trí của hình"
            ),
            Self::Ambiguous { name, spots } => format!(
                "“{name}” có {} khối chữ ký ({}); hãy chọn bằng vị trí của hình",
                spots.len(),
                list(spots, "trang")
            ),
            Self::GapTooSmall {
                page,
                width,
                height,
            } => format!(
                "khoảng trống giữa chức vụ và họ tên ở trang {page} chỉ đủ cho hình {width:.0} × {height:.0} mm, cần ít nhất 15 × 5 mm; hãy chỉ vị trí của hình"
            ),
            Self::Occupied { page } => format!(
                "giữa chức vụ và họ tên ở trang {page} đã có hình; văn bản đã được ký chưa?"
            ),
            Self::OffPage {
                page,
                left,
                right,
                top,
                bottom,
                width,
                height,
            } => {
                let [left, right, top, bottom, width, height] =
                    [left, right, top, bottom, width, height].map(|length| tenths(*length));
                format!(
                    "vị trí nằm ngoài trang {page}: từ {left} đến {right} mm theo chiều ngang và {top} đến {bottom} mm theo chiều dọc, trang có khổ {width} × {height} mm"
                )
            }
            Self::DatePositions { given } => format!(
                "E2: ngày tháng ghi ở một vị trí (cả cụm), hai (ngày, tháng) hoặc ba (ngày, tháng, năm), không phải {given}"
            ),
            Self::BadPosition { given } => {
                format!("“{given}” không phải vị trí: hãy ghi TRANG,X_MM,Y_MM, ví dụ 2,110,180.5")
            }
            Self::Diameter { diameter } => format!(
                "B2: con dấu {diameter} mm là không thể; đường kính con dấu từ 30 đến 45 mm"
            ),
            Self::NoNumberPlace { pages } => {
                format!("E2: không thấy chỗ trống “Số:    /…” trong {pages} trang đầu")
            }
            Self::NumberFilled { found } => format!("E2: văn bản đã có số: “{found}”"),
            Self::SeveralNumberPlaces { page, count } => format!(
                "E2: trang {page} có {count} chỗ trống “Số:    /…”, không rõ chỗ nào là số văn bản"
            ),
            Self::NoDatePlace { page } => {
                format!("E2: không thấy chỗ trống “ngày    tháng    năm” ở trang {page}")
            }
            Self::DateFilled { found } => format!("E2: văn bản đã có ngày, tháng: “{found}”"),
            Self::SeveralDatePlaces { page, count } => format!(
                "E2: trang {page} có {count} chỗ trống “ngày    tháng    năm”, không rõ chỗ nào là ngày ban hành"
            ),
            Self::PrintedDate {
                part,
                printed,
                given,
            } => format!(
                "E2: văn bản đã in {} {printed}, khác với {given} của ngày ban hành",
                vietnamese_part(*part)
            ),
            Self::BadNumber { given } => {
                format!("E4: “{given}” không phải số hoặc ngày của văn bản")
            }
            Self::SlotTooNarrow { text, gap } => {
                format!("E2: “{text}” không vừa khoảng trống {} mm", tenths(*gap))
            }
            Self::Font(error) => error.vietnamese(),
        }
    }
}

/// With one decimal, after a comma as in Vietnamese.
fn tenths(length: f64) -> String {
    format!("{length:.1}").replace('.', ",")
}

fn english_fault(fault: BlockFault) -> &'static str {
    match fault {
        BlockFault::NoTitle => "no title stands above it",
        BlockFault::NoGap => "there is no gap between the title and the name",
        BlockFault::TitleOnPageBefore => {
            "the title stands on the page before; bring both onto one page"
        }
    }
}

fn vietnamese_fault(fault: BlockFault) -> &'static str {
    match fault {
        BlockFault::NoTitle => "phía trên không có chức vụ",
        BlockFault::NoGap => "giữa chức vụ và họ tên không có khoảng trống",
        BlockFault::TitleOnPageBefore => {
            "chức vụ nằm ở trang trước; nên dàn trang lại để cả hai ở cùng một trang"
        }
    }
}

fn english_part(part: DatePart) -> &'static str {
    match part {
        DatePart::Day => "day",
        DatePart::Month => "month",
        DatePart::Year => "year",
    }
}

fn vietnamese_part(part: DatePart) -> &'static str {
    match part {
        DatePart::Day => "ngày",
        DatePart::Month => "tháng",
        DatePart::Year => "năm",
    }
}

fn list(spots: &[Spot], page: &str) -> String {
    let spot = |spot: &Spot| format!("{page} {}: {:.0} mm", spot.page, spot.from_top);
    spots.iter().map(spot).collect::<Vec<_>>().join(", ")
}

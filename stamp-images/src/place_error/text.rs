//! The words of what keeps a place from being found.

use kyso_words::Localized;

use super::{BlockFault, DatePart, PlaceError, Spot};

impl Localized for PlaceError {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
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
            Self::BadDocumentNumber { given } => format!(
                "“{given}” không phải số và ký hiệu của văn bản: hãy ghi như đã in, ví dụ 05/QĐ-UBND"
            ),
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

pub(super) fn english_fault(fault: BlockFault) -> &'static str {
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

pub(super) fn english_part(part: DatePart) -> &'static str {
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

pub(super) fn list(spots: &[Spot], page: &str) -> String {
    let spot = |spot: &Spot| format!("{page} {}: {:.0} mm", spot.page, spot.from_top);
    spots.iter().map(spot).collect::<Vec<_>>().join(", ")
}

//! The Vietnamese words for files that cannot be read or signed.

use kyso_words::Localized;

use super::{Locked, PdfError, UnknownFilter, Unsignable};

impl Localized for PdfError {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotPdf => "không phải tệp PDF: không có dấu %PDF- trong 1024 byte đầu".to_owned(),
            Self::Truncated { .. } => {
                "tệp không đầy đủ (có thể tải hoặc gửi lỗi); hãy tải lại hoặc đề nghị gửi lại"
                    .to_owned()
            }
            Self::LeadingBytes { count } => format!(
                "có {count} byte đứng trước phần đầu %PDF- mà một số phần mềm có thể coi là một phần của văn bản; hãy xin tệp gốc"
            ),
            Self::BrokenXref { offset, what } => format!(
                "bảng tham chiếu hỏng tại byte {offset}: {}",
                what.vietnamese()
            ),
            Self::Syntax { offset, what } => {
                format!("sai cú pháp tại byte {offset}: {}", what.vietnamese())
            }
            Self::ObjectMisplaced { id, offset } => {
                format!("đối tượng {id} không nằm ở byte {offset} như bảng tham chiếu ghi")
            }
            Self::UnexpectedObject { id, what } => format!("đối tượng {id}: {}", what.vietnamese()),
            Self::Missing { what } => format!("tệp thiếu {}", what.vietnamese()),
            Self::UnsupportedFilter { filter } => {
                format!("chưa hỗ trợ bộ lọc: {}", filter.vietnamese())
            }
            Self::BrokenStream { what } => {
                format!(
                    "không giải mã được dữ liệu của luồng: {}",
                    what.vietnamese()
                )
            }
            Self::LimitReached { budget, limit } => {
                format!("vượt giới hạn: hơn {limit} {}", budget.vietnamese())
            }
            Self::Cycle { id } => format!("đối tượng {id} tham chiếu vòng về chính nó"),
            Self::Locked(reason) => reason.vietnamese(),
            Self::Unsignable(reason) => reason.vietnamese(),
        }
    }
}

impl Localized for UnknownFilter {
    fn vietnamese(&self) -> String {
        match self {
            Self::Named(name) => format!("“{name}”"),
            Self::MoreThan(limit) => format!("hơn {limit} bộ lọc cho một luồng"),
            Self::Reference => "ghi bằng tham chiếu".to_owned(),
            Self::NoName => "không ghi bằng tên".to_owned(),
            Self::Predictor { predictor, bits } => {
                format!("cách dự đoán số {predictor} với {bits} bit")
            }
        }
    }
}

impl Localized for Locked {
    fn vietnamese(&self) -> String {
        match self {
            Self::PasswordNeeded => "tệp được mã hóa, cần mật khẩu để mở: hãy cung cấp mật khẩu, hoặc đề nghị nơi gửi gửi bản ký mở được không cần mật khẩu".to_owned(),
            Self::WrongPassword => "mật khẩu đã cho không mở được tệp".to_owned(),
            Self::OtherHandler { name } => {
                format!("tệp được mã hóa theo cách chưa hỗ trợ ({name}), không kiểm tra được")
            }
            Self::Unsupported { version, revision } => {
                format!("chưa hỗ trợ kiểu mã hóa phiên bản {version}.{revision} của tệp")
            }
            Self::Damaged { what } => format!("phần mã hóa của tệp bị hỏng: {}", what.vietnamese()),
            Self::Changed { revision } => {
                format!("phiên bản {revision} của tệp đổi cách mã hóa, không kiểm tra được")
            }
        }
    }
}

impl Localized for Unsignable {
    fn vietnamese(&self) -> String {
        match self {
            Self::Encrypted => "I4: tệp PDF bị mã hóa; hãy ký tệp không đặt mật khẩu".to_owned(),
            Self::Xfa => {
                "I4: tệp chứa biểu mẫu XFA; hãy chuyển thành PDF thường trước khi ký".to_owned()
            }
            Self::CertifiedNoChanges => {
                "A6: văn bản có chữ ký chứng nhận không cho phép ký thêm (DocMDP P=1)".to_owned()
            }
            Self::BytesBeforeHeader { count } => {
                format!("có {count} byte lạ trước phần đầu %PDF- của tệp")
            }
            Self::BytesAfterEof { count } => format!("có {count} byte lạ sau %%EOF cuối tệp"),
            Self::FieldNameTaken { name } => format!("văn bản đã có trường tên “{name}”"),
            Self::NoSuchPage { number, count } => {
                format!("không có trang {number}: văn bản có {count} trang")
            }
            Self::ContentsTooSmall { needed, reserved } => {
                format!("chữ ký cần {needed} byte, chỉ dành sẵn {reserved} byte")
            }
            Self::TooLarge { size } => format!("tệp quá lớn để ký ({size} byte)"),
            Self::NoObjectNumberLeft { needed } => {
                format!("tệp khai có {needed} đối tượng; phần mềm đọc PDF chỉ đọc đến số 8.388.599")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Flaw;

    #[test]
    fn what_is_wrong_is_said_in_vietnamese_too() {
        let wrong = PdfError::BrokenXref {
            offset: 116,
            what: Flaw::PrevForward,
        };
        assert_eq!(
            wrong.vietnamese(),
            "bảng tham chiếu hỏng tại byte 116: “/Prev” trỏ về phía sau"
        );
        let missing = PdfError::Missing {
            what: Flaw::Catalog,
        };
        assert_eq!(missing.vietnamese(), "tệp thiếu danh mục gốc của văn bản");
    }
}

//! The Vietnamese words about structures that are not as their standards say. Names of fields are those of the standards.

use kyso_words::Localized;

use crate::ber::BerError;
use crate::tlv::EncodingError;

impl Localized for EncodingError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Truncated { offset } => format!("phần tử ở byte {offset} bị cụt"),
            Self::Length { offset } => format!("không đọc được độ dài của phần tử ở byte {offset}"),
            Self::Tag {
                offset,
                expected,
                found,
            } => format!("ở byte {offset} cần “{expected}”, lại có phần tử loại 0x{found:02X}"),
            Self::Missing { offset, expected } => format!("thiếu “{expected}” ở byte {offset}"),
            Self::Trailing { offset } => format!("có dữ liệu thừa ở byte {offset}"),
            Self::Value { offset, what } => {
                format!("“{what}” ở byte {offset} có giá trị không thể có")
            }
        }
    }
}

impl Localized for BerError {
    fn vietnamese(&self) -> String {
        match self {
            Self::TooLarge { size, limit } => format!("dài {size} byte, quá {limit} byte cho phép"),
            Self::TooDeep { offset } => format!("lồng nhau quá sâu ở byte {offset}"),
            Self::Encoding(error) => error.vietnamese(),
        }
    }
}

//! What a token says, in Vietnamese; `english` has the other language.

use kyso_words::Localized;

use crate::error::{Counted, TokenError, UnknownKey};
use crate::uri_error::UriError;

/// With what the person at the machine can do.
impl Localized for TokenError {
    fn vietnamese(&self) -> String {
        match (self.advice(), detail(self)) {
            (Some(advice), Some(detail)) => format!("{} ({detail})", advice.vi),
            (Some(advice), None) => advice.vi.to_owned(),
            (None, Some(detail)) => format!("Thiết bị lưu khóa báo lỗi ({detail})"),
            (None, None) => "Thiết bị lưu khóa báo lỗi".to_owned(),
        }
    }
}

/// What the maker's support asks for, without sentences in English: codes, names and values.
fn detail(error: &TokenError) -> Option<String> {
    use TokenError as E;
    Some(match error {
        E::Call { function, code }
        | E::PinRefused { function, code, .. }
        | E::ReauthenticationUnsupported { function, code } => {
            format!("{function}: {code}")
        }
        E::ModuleNotLoadable { path, .. } => path.display().to_string(),
        E::TokenNotFound { wanted, present } | E::KeyNotFound { wanted, present } => {
            format!("tìm {wanted}; hiện có: {}", listed(present))
        }
        E::TokenAmbiguous { wanted, found } | E::KeyAmbiguous { wanted, found } => {
            format!("tìm {wanted}; có: {}", listed(found))
        }
        E::MechanismMissing { mechanism, present } => {
            format!("cần {mechanism}; thiết bị có: {}", listed(present))
        }
        E::Stuck { waited } | E::Busy { waited } => {
            format!("đã chờ {} giây", waited.as_secs())
        }
        E::CertificateMalformed { label } | E::SignatureWrong { label } => {
            format!("chứng thư “{label}”")
        }
        E::KeyUnsupported { kind } => kind.vietnamese(),
        E::Uri(error) => error.vietnamese(),
        E::DigestLength {
            digest,
            expected,
            actual,
        } => format!("giá trị băm {digest} phải có {expected} byte, không phải {actual}"),
        E::SignatureLength { expected, actual } => {
            format!("chữ ký dài {actual} byte, không phải {expected}")
        }
        E::Limit { what, limit } => format!("thiết bị có hơn {limit} {}", what.vietnamese()),
        E::Binding { .. } => "thư viện PKCS#11 trả lời sai quy cách".to_owned(),
        E::Crypto { .. } => "thư viện mật mã báo lỗi".to_owned(),
        E::AlgorithmMismatch { key, algorithm } => {
            format!("khóa {key} không tạo được chữ ký {algorithm}")
        }
        E::PinRefusedBefore
        | E::PinDiffers
        | E::PinLocked
        | E::PinFinalTry
        | E::PinNotInitialized
        | E::PinRequired
        | E::PinOnPad
        | E::LoginRequired
        | E::ModuleUnnamed
        | E::OwnerEnded => return None,
    })
}

fn listed(names: &[String]) -> String {
    match names.is_empty() {
        true => "không có gì".to_owned(),
        false => names.join(", "),
    }
}

impl Localized for UnknownKey {
    fn vietnamese(&self) -> String {
        match self {
            Self::Rsa { bits } => format!("chưa hỗ trợ khóa RSA {bits} bit"),
            Self::Curve => "chỉ hỗ trợ đường cong P-256 và P-384".to_owned(),
            Self::Type(name) => format!("chưa hỗ trợ khóa loại {name}"),
            Self::Undescribed(_) => "không đọc được mô tả của khóa".to_owned(),
        }
    }
}

impl Localized for Counted {
    fn vietnamese(&self) -> String {
        match self {
            Self::Objects => "đối tượng",
            Self::Slots => "khe cắm",
            Self::Mechanisms => "cơ chế ký",
        }
        .to_owned()
    }
}

impl Localized for UriError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Scheme => "URI của khóa phải bắt đầu bằng “pkcs11:”".to_owned(),
            Self::TooLong { length, limit } => {
                format!("URI của khóa dài {length} byte, quá {limit} byte cho phép")
            }
            Self::NotAnAttribute { position } => {
                format!("phần {position} trong URI của khóa không có dạng tên=giá trị")
            }
            Self::Repeated { name } => format!("URI của khóa nêu “{name}” hai lần"),
            Self::UnknownAttribute { name } => {
                format!("URI của khóa nêu “{name}”, chưa được hỗ trợ")
            }
            Self::Value { name } => format!("giá trị của “{name}” trong URI của khóa sai dạng"),
            Self::Secret { name } => format!(
                "URI của khóa không được chứa mã PIN (“{name}”): URI được ghi lại trong nhật ký và lịch sử lệnh"
            ),
            Self::ModuleFromOutside { name } => {
                format!("“{name}” chỉ được nhận từ cấu hình của chính người vận hành")
            }
            Self::ObjectType { value } => {
                format!(
                    "đối tượng loại “{value}” không ký được; hãy dùng type=private hoặc type=cert"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_holds_the_advice_and_vietnamese_no_message_of_a_library() {
        let absent = TokenError::TokenNotFound {
            wanted: "pkcs11:token=a".to_owned(),
            present: Vec::new(),
        };
        assert_eq!(
            absent.to_string(),
            "no token fits pkcs11:token=a; present: none. The token is not there. Plug it in again, and check label and serial number as configured."
        );
        let odd = TokenError::Binding {
            reason: "unexpected null".to_owned(),
        };
        assert!(odd.to_string().ends_with("unexpected null"));
        assert!(!odd.vietnamese().contains("null"), "{}", odd.vietnamese());
    }
}

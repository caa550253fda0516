//! What a token says, in the words of both languages.

use kyso_words::{Lang, Localized};

use crate::error::TokenError;
use crate::uri::UriError;

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

    fn text(&self, lang: Lang) -> String {
        match (self.advice(), lang) {
            (Some(advice), Lang::En) => format!("{self}. {}", advice.en),
            (None, Lang::En) => self.to_string(),
            (_, Lang::Vi) => self.vietnamese(),
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
        E::KeyUnsupported { kind } => format!("chưa hỗ trợ khóa loại {kind}"),
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
        | E::OwnerEnded => return None,
        other => other.to_string(),
    })
}

fn listed(names: &[String]) -> String {
    match names.is_empty() {
        true => "không có gì".to_owned(),
        false => names.join(", "),
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

//! Words for files that cannot be lifted. Each error is named, so that the compiler finds one that has no words.
#![deny(clippy::wildcard_enum_match_arm)]

use kyso_words::{Lang, Localized, vietnam_time};

use super::{DoubtfulTimestamp, LiftError, MissingEvidence, UnsoundSignature};
use crate::error::text::{LIBRARY, judged, judgement};
use crate::level::BaselineLevel;

impl Localized for LiftError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Pdf(error) => error.vietnamese(),
            Self::Verify(error) => error.vietnamese(),
            Self::NotSigned => "tệp không có chữ ký nào".to_owned(),
            Self::Unsound { signatures } => format!(
                "không nâng cấp được các chữ ký sau: {}",
                unsound(signatures, Lang::Vi)
            ),
            Self::Timestamp(error) => error.vietnamese(),
            Self::TimestampTooLarge { token, room } => format!(
                "dấu thời gian cần {token} byte, chỉ dành sẵn {room} byte; hãy dành nhiều hơn"
            ),
            Self::EvidenceMissing {
                level,
                missing: certificates,
            } => format!(
                "mức {level} cần bằng chứng còn thiếu: {}",
                missing(certificates, Lang::Vi)
            ),
            Self::LevelNotReached {
                field,
                wanted,
                reached,
                timestamps,
            } => format!(
                "chữ ký “{field}” chỉ đạt mức {}, không phải {wanted}{}; tệp không được trả ra",
                self::level(*reached),
                doubts(timestamps, Lang::Vi)
            ),
            Self::ResultNotAccepted {
                field,
                verdict,
                reason,
            } => format!(
                "sau khi nâng cấp, chữ ký “{field}” {}; tệp không được trả ra",
                judgement(*verdict, *reason)
            ),
            Self::NotArchived => {
                "tệp chưa có dấu thời gian lưu trữ để gia hạn; nâng cấp lên B-LTA sẽ thêm dấu đầu tiên".to_owned()
            }
            Self::NothingGained { protected, renewed } => format!(
                "dấu thời gian lưu trữ mới chỉ bảo vệ đến {}, không lâu hơn dấu hiện có ({}); máy chủ dấu thời gian cần chứng thư mới hơn",
                vietnam_time(*renewed),
                vietnam_time(*protected)
            ),
            Self::Digest(error) => error.vietnamese(),
            Self::Library(_) => LIBRARY.to_owned(),
        }
    }
}

/// Each signature with what is wrong.
pub(super) fn unsound(signatures: &[UnsoundSignature], lang: Lang) -> String {
    let one = |signature: &UnsoundSignature| {
        let said = judged(signature.verdict, signature.reason, lang);
        format!("“{}”: {said}", signature.field)
    };
    list(signatures.iter().map(one))
}

/// Each certificate, and why its revocation is not known.
pub(super) fn missing(certificates: &[MissingEvidence], lang: Lang) -> String {
    let one = |missing: &MissingEvidence| {
        let signature = lang.pick("chữ ký", "signature");
        format!(
            "{} ({signature} “{}”): {}",
            missing.subject,
            missing.field,
            missing.gap.text(lang)
        )
    };
    list(certificates.iter().map(one))
}

/// The name of a level that was found.
pub(super) fn level(reached: Option<BaselineLevel>) -> &'static str {
    reached.map_or("CMS", BaselineLevel::as_str)
}

/// Each timestamp that does not count, with its certificate and the reason, behind a colon; nothing when all count.
pub(super) fn doubts(timestamps: &[DoubtfulTimestamp], lang: Lang) -> String {
    if timestamps.is_empty() {
        return String::new();
    }
    let reasons = list(timestamps.iter().map(|one| doubt(one, lang)));
    match lang {
        Lang::Vi => format!(": dấu thời gian không được tính ({reasons})"),
        Lang::En => format!(": its timestamp does not count ({reasons})"),
    }
}

fn doubt(timestamp: &DoubtfulTimestamp, lang: Lang) -> String {
    let field = timestamp.field.iter().map(|field| format!("“{field}”"));
    let named: Vec<String> = field.chain(timestamp.certificate.clone()).collect();
    let reason = timestamp.reason.label(lang);
    match named.is_empty() {
        true => reason.to_owned(),
        false => format!("{}: {reason}", named.join(", ")),
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

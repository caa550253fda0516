//! Words for files that cannot be lifted, and for timestamp authorities that do not answer.

use kyso_pki::{TimestampAttempt, TimestampFailure, TimestampSourceError};
use kyso_verifier::SubIndication;
use kyso_words::{Lang, Localized, vietnam_time};

use super::{LIBRARY, judged, judgement};
use crate::error::{DoubtfulTimestamp, LiftError, MissingEvidence, UnsoundSignature};

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
            Self::Timestamp(error) => timestamp_source(error),
            Self::TimestampTooLarge { token, room } => format!(
                "dấu thời gian cần {token} byte, chỉ dành sẵn {room} byte; hãy tăng timestamp_room"
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
            Self::Digest(_) | Self::Library(_) => LIBRARY.to_owned(),
        }
    }
}

/// Each signature with what is wrong.
pub(crate) fn unsound(signatures: &[UnsoundSignature], lang: Lang) -> String {
    let one = |signature: &UnsoundSignature| {
        let said = judged(signature.verdict, signature.reason, lang);
        format!("“{}”: {said}", signature.field)
    };
    list(signatures.iter().map(one))
}

/// Each certificate with what nobody says about it.
pub(crate) fn missing(certificates: &[MissingEvidence], lang: Lang) -> String {
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
pub(crate) fn level(reached: Option<BaselineLevel>) -> &'static str {
    reached.map_or("CMS", BaselineLevel::as_str)
}

/// Each timestamp that does not count, with its certificate and the reason, behind a colon; nothing when all count.
pub(crate) fn doubts(timestamps: &[DoubtfulTimestamp], lang: Lang) -> String {
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

/// Every failure, with how often it came in a row.
pub(crate) fn timestamp_source(error: &TimestampSourceError) -> String {
    let one = |(attempt, times): (&TimestampAttempt, usize)| {
        let failure = match times {
            1 => failure(&attempt.failure),
            _ => format!("{} ({times} lần)", failure(&attempt.failure)),
        };
        match attempt.authority.as_str() {
            "" => failure,
            authority => format!("{authority}: {failure}"),
        }
    };
    format!(
        "không lấy được dấu thời gian: {}",
        list(error.grouped().map(one))
    )
}

fn failure(failure: &TimestampFailure) -> String {
    match failure {
        TimestampFailure::NotConfigured => "chưa cấu hình máy chủ dấu thời gian nào".to_owned(),
        TimestampFailure::Connection { reason } => {
            format!("không kết nối được ({})", reason.vietnamese())
        }
        TimestampFailure::TimedOut { after } => {
            format!("không trả lời trong {} giây", after.as_secs())
        }
        TimestampFailure::HttpStatus { status } => format!("máy chủ trả mã HTTP {status}"),
        TimestampFailure::TooLarge { limit } => format!("trả lời dài hơn {limit} byte"),
        TimestampFailure::Exhausted { until } => format!(
            "đã dùng hết số lượt gọi cho phép, đến {}",
            vietnam_time(*until)
        ),
        TimestampFailure::Suspended { until } => format!(
            "đã lỗi nhiều lần, tạm ngừng gọi đến {}",
            vietnam_time(*until)
        ),
        TimestampFailure::Clock { token, here } => format!(
            "giờ trong dấu thời gian ({}) lệch với giờ máy này ({})",
            vietnam_time(*token),
            vietnam_time(*here)
        ),
        TimestampFailure::Certificate { subject, reason } => {
            let reason = SubIndication::from(*reason).label(Lang::Vi);
            format!("chứng thư của {subject} không được chấp nhận ({reason})")
        }
        TimestampFailure::Response(error) => {
            format!("trả lời không dùng được ({})", error.vietnamese())
        }
        TimestampFailure::NoResponse { .. } => {
            "trả lời không phải dấu thời gian (một trang web, nội dung rỗng hoặc loại khác)"
                .to_owned()
        }
        TimestampFailure::Request(_) => "không tạo được yêu cầu".to_owned(),
        TimestampFailure::NoRandomNumbers => "không có số ngẫu nhiên cho yêu cầu".to_owned(),
        other => other.to_string(),
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_connection_is_told_in_vietnamese() {
        let reason = std::io::Error::from_raw_os_error(111).into();
        let told = failure(&TimestampFailure::Connection { reason });
        assert_eq!(told, "không kết nối được (máy chủ từ chối kết nối)");
    }

    #[test]
    fn an_authority_that_failed_again_and_again_is_named_once() {
        let attempt = TimestampAttempt {
            authority: "http://tsa.example.vn/".to_owned(),
            failure: TimestampFailure::HttpStatus { status: 503 },
        };
        let said = timestamp_source(&TimestampSourceError {
            attempts: vec![attempt; 3],
        });
        assert_eq!(
            said,
            "không lấy được dấu thời gian: http://tsa.example.vn/: máy chủ trả mã HTTP 503 (3 lần)"
        );
    }
}

//! The Vietnamese words about servers that were asked in vain, and what an operator can do.

use kyso_words::{Lang, Localized, vietnam_time};

use crate::address::AddressKind;
use crate::error::{FetchBudget, FetchError, OnlineError};
use crate::session::{Attempt, AttemptOutcome, Sought};

impl Attempt {
    /// Which question to a server brought nothing, and why; `None` when it brought something.
    #[must_use]
    pub fn failure_text(&self, lang: Lang) -> Option<String> {
        let AttemptOutcome::Failed(error) = &self.outcome else {
            return None;
        };
        let (subject, url) = (&self.subject, &self.url);
        let sought = match self.sought {
            Sought::Ocsp => lang.pick("trạng thái OCSP", "the OCSP status"),
            Sought::Crl => lang.pick("danh sách thu hồi", "the revocation list"),
            Sought::Issuer => lang.pick("chứng thư nơi cấp", "the issuer's certificate"),
        };
        let reason = error.text(lang);
        Some(match (lang, url.as_str()) {
            (Lang::Vi, "") => format!("không tải được {sought} cho {subject}: {reason}"),
            (Lang::Vi, url) => {
                format!("không tải được {sought} cho {subject} từ {url}: {reason}")
            }
            (Lang::En, "") => format!("{sought} for {subject} was not fetched: {reason}"),
            (Lang::En, url) => {
                format!("{sought} for {subject} was not fetched from {url}: {reason}")
            }
        })
    }
}

impl Localized for FetchError {
    fn vietnamese(&self) -> String {
        reason(self)
    }
}

impl Localized for OnlineError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Url { setting, url } => {
                format!("{setting}: {url} không phải URL http hoặc https có tên máy chủ")
            }
            Self::Credentials { setting, url } => format!(
                "{setting}: không ghi tên người dùng và mật khẩu trong URL {url}; hãy ghi ở mục riêng"
            ),
            Self::Tls { setting, .. } => {
                format!("{setting}: không dùng được chứng thư hoặc khóa cho TLS")
            }
            Self::Folder { folder, .. } => format!("không dùng được thư mục lưu tạm {folder}"),
            Self::Client { .. } => "không khởi động được phần kết nối HTTP".to_owned(),
        }
    }
}

impl Localized for FetchBudget {
    fn vietnamese(&self) -> String {
        match self {
            Self::Milliseconds => "thời gian, ms",
            Self::Requests => "số yêu cầu",
            Self::Bytes => "số byte",
            Self::IssuerDepth => "số cấp chứng thư nơi cấp",
        }
        .to_owned()
    }
}

fn reason(error: &FetchError) -> String {
    match error {
        FetchError::NotOffered => "chứng thư không ghi địa chỉ nào để tải".to_owned(),
        FetchError::NotUrl => "địa chỉ không phải URL".to_owned(),
        FetchError::Credentials => "địa chỉ có tên người dùng hoặc mật khẩu".to_owned(),
        FetchError::Budget { budget, limit } => {
            let budget = budget.vietnamese();
            format!("đã dùng hết mức cho một lần kiểm tra ({budget}: {limit})")
        }
        FetchError::Busy => "đang có quá nhiều kết nối".to_owned(),
        FetchError::Request { .. } => "không tạo được yêu cầu".to_owned(),
        FetchError::RecentlyFailed {
            until,
            reason: earlier,
        } => {
            let until = vietnam_time(*until);
            format!("vừa lỗi, chưa hỏi lại trước {until}: {}", reason(earlier))
        }
        other => refused(other).unwrap_or_else(|| transport(other)),
    }
}

/// What the guard keeps from being asked.
fn refused(error: &FetchError) -> Option<String> {
    Some(match error {
        FetchError::Scheme { scheme } => format!(
            "chỉ hỏi địa chỉ http và https, không hỏi {scheme}; có thể khai [[online.rewrite]] trỏ đến nơi khác"
        ),
        FetchError::Port { port } => format!(
            "cổng {port} không được phép; nếu đúng nơi cần hỏi, hãy thêm vào ports hoặc allow_hosts"
        ),
        FetchError::Address { address, kind } => format!(
            "{address} là địa chỉ {}, không công khai; nếu đúng nơi cần hỏi, hãy thêm vào allow_hosts hoặc allow_networks",
            address_kind(*kind)
        ),
        FetchError::LocalName { host } => {
            format!("{host} là tên nội bộ; nếu đúng nơi cần hỏi, hãy thêm vào allow_hosts")
        }
        _ => return None,
    })
}

fn transport(error: &FetchError) -> String {
    match error {
        FetchError::NotFound => {
            "không tìm thấy tên máy chủ; nếu máy chủ không còn, có thể khai [[online.rewrite]] trỏ đến nơi khác".to_owned()
        }
        FetchError::Connection { reason } => format!("không kết nối được ({})", reason.vietnamese()),
        FetchError::BrokenOff { reason } => format!("trả lời bị đứt giữa chừng ({})", reason.vietnamese()),
        FetchError::TimedOut { limit } => format!("không trả lời xong trong {} ms", limit.as_millis()),
        FetchError::Redirect { status } => format!(
            "máy chủ chuyển sang nơi khác (HTTP {status}), không đi theo; có thể khai [[online.rewrite]]"
        ),
        FetchError::Status { status } => format!("máy chủ trả mã HTTP {status}"),
        FetchError::TooLarge { limit } => format!("trả lời dài hơn giới hạn {limit} byte"),
        FetchError::Encoded { encoding } => format!("trả lời bị nén ({encoding}) dù không yêu cầu"),
        other => contents(other),
    }
}

fn contents(error: &FetchError) -> String {
    match error {
        FetchError::WebPage => "trả lời là một trang web".to_owned(),
        FetchError::Empty => "trả lời rỗng".to_owned(),
        FetchError::Malformed { .. } => "trả lời không đúng loại hoặc sai cấu trúc".to_owned(),
        FetchError::Responder(reason) => format!("máy chủ OCSP không trả lời được ({reason})"),
        FetchError::NonceMismatch => "trả lời cho yêu cầu khác (sai nonce)".to_owned(),
        FetchError::NonceMissing => "trả lời không lặp lại nonce như cấu hình đòi hỏi".to_owned(),
        FetchError::NotAbout => "trả lời không nói về chứng thư này".to_owned(),
        FetchError::Outdated { next_update, at } => {
            let (end, at) = (vietnam_time(*next_update), vietnam_time(*at));
            format!("trả lời hết hiệu lực lúc {end}, không nói gì về lúc {at}")
        }
        FetchError::FromTheFuture { this_update, now } => {
            let (made, now) = (vietnam_time(*this_update), vietnam_time(*now));
            format!("trả lời ghi lập lúc {made}, muộn hơn giờ máy này ({now})")
        }
        other => other.to_string(),
    }
}

fn address_kind(kind: AddressKind) -> &'static str {
    match kind {
        AddressKind::Unspecified => "không xác định",
        AddressKind::Loopback => "của chính máy này",
        AddressKind::Private => "mạng nội bộ",
        AddressKind::LinkLocal => "liên kết cục bộ",
        AddressKind::SharedByCarrier => "dùng chung của nhà mạng",
        AddressKind::Multicast | AddressKind::Broadcast => "gửi nhiều nơi",
        AddressKind::Documentation => "chỉ dùng làm ví dụ",
        _ => "dành riêng",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(url: &str, error: FetchError) -> String {
        let attempt = Attempt {
            subject: "CN=Trần Thị Minh Ánh".to_owned(),
            certificate: [0; 32],
            sought: Sought::Crl,
            url: url.to_owned(),
            outcome: AttemptOutcome::Failed(error),
        };
        attempt.failure_text(Lang::Vi).unwrap_or_default()
    }

    #[test]
    fn reasons_are_vietnamese_and_say_what_to_do() {
        let inside = FetchError::Address {
            address: [10, 0, 0, 1].into(),
            kind: AddressKind::Private,
        };
        let text = told("http://crl.noi-bo.example/", inside);
        assert!(
            text.contains("từ http://crl.noi-bo.example/: 10.0.0.1 là địa chỉ mạng nội bộ"),
            "{text}"
        );
        assert!(text.contains("allow_networks"), "{text}");
        let earlier = FetchError::RecentlyFailed {
            until: "2026-11-20T17:00:01.5Z".parse().unwrap_or_default(),
            reason: Box::new(FetchError::Budget {
                budget: FetchBudget::Milliseconds,
                limit: 10_000,
            }),
        };
        let text = told("http://a/", earlier);
        let expected = "chưa hỏi lại trước 21/11/2026 00:00:01 +07:00: đã dùng hết mức cho một lần kiểm tra (thời gian, ms: 10000)";
        assert!(text.ends_with(expected), "{text}");
        let silent = FetchError::Connection {
            reason: std::io::Error::from_raw_os_error(111).into(),
        };
        let text = told("http://a/", silent);
        assert!(text.ends_with("(máy chủ từ chối kết nối)"), "{text}");
        let text = told("", FetchError::NotOffered);
        assert!(
            text.ends_with("cho CN=Trần Thị Minh Ánh: chứng thư không ghi địa chỉ nào để tải"),
            "{text}"
        );
    }
}

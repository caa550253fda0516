//! The Vietnamese words about servers that were asked in vain.

use kyso_words::{Lang, Localized, vietnam_time};

use crate::address::AddressKind;
use crate::error::{Expected, FetchBudget, FetchError, OnlineError, Setting};
use crate::session::{Attempt, AttemptOutcome, Sought};

impl Attempt {
    /// Why it brought nothing; `None` when it brought something.
    #[must_use]
    pub fn failure(&self) -> Option<&FetchError> {
        match &self.outcome {
            AttemptOutcome::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// The question to a server that brought nothing, and why; `None` when it brought something.
    #[must_use]
    pub fn failure_text(&self, lang: Lang) -> Option<String> {
        let error = self.failure()?;
        let (subject, url) = (&self.subject, &self.url);
        let sought = match self.sought {
            Sought::Ocsp => lang.pick("trạng thái OCSP", "the OCSP status"),
            Sought::Crl => lang.pick("danh sách thu hồi", "the revocation list"),
            Sought::Issuer => lang.pick("chứng thư nơi cấp", "the issuer's certificate"),
        };
        let why = error.text(lang);
        Some(match (lang, url.as_str()) {
            (Lang::Vi, "") => format!("không tải được {sought} cho {subject}: {why}"),
            (Lang::Vi, url) => {
                format!("không tải được {sought} cho {subject} từ {url}: {why}")
            }
            (Lang::En, "") => format!("{sought} for {subject} was not fetched: {why}"),
            (Lang::En, url) => {
                format!("{sought} for {subject} was not fetched from {url}: {why}")
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
                let setting = setting.vietnamese();
                format!("{setting}: {url} không phải URL http hoặc https có tên máy chủ")
            }
            Self::Credentials { setting, url } => format!(
                "{}: không ghi tên người dùng và mật khẩu trong URL {url}; hãy ghi ở mục riêng",
                setting.vietnamese()
            ),
            Self::Tls { setting, .. } => {
                format!(
                    "{}: không dùng được chứng thư hoặc khóa cho TLS",
                    setting.vietnamese()
                )
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

/// Why nothing usable was obtained, in the order: not asked at all, a failed transfer, unusable contents.
#[allow(clippy::too_many_lines, reason = "a table of texts")]
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
        FetchError::Scheme { scheme } => format!(
            "chỉ hỏi địa chỉ http và https, không hỏi {scheme}; có thể khai quy tắc trỏ đến nơi khác"
        ),
        FetchError::Port { port } => format!(
            "cổng {port} không được phép; nếu đúng nơi cần hỏi, hãy cho phép cổng hoặc máy chủ này"
        ),
        FetchError::Address { address, kind } => format!(
            "{address} là địa chỉ {}, không công khai; nếu đúng nơi cần hỏi, hãy cho phép máy chủ hoặc mạng này",
            kind.vietnamese()
        ),
        FetchError::LocalName { host } => {
            format!("{host} là tên nội bộ; nếu đúng nơi cần hỏi, hãy cho phép máy chủ này")
        }
        FetchError::NotFound => {
            "không tìm thấy tên máy chủ; nếu máy chủ không còn, có thể khai quy tắc trỏ đến nơi khác".to_owned()
        }
        FetchError::Connection { reason } => format!("không kết nối được ({})", reason.vietnamese()),
        FetchError::BrokenOff { reason } => format!("trả lời bị đứt giữa chừng ({})", reason.vietnamese()),
        FetchError::TimedOut { limit } => format!("không trả lời xong trong {} ms", limit.as_millis()),
        FetchError::Redirect { status } => format!(
            "máy chủ chuyển sang nơi khác (HTTP {status}), không đi theo; có thể khai quy tắc trỏ đến nơi đó"
        ),
        FetchError::Status { status } => format!("máy chủ trả mã HTTP {status}"),
        FetchError::TooLarge { limit } => format!("trả lời dài hơn giới hạn {limit} byte"),
        FetchError::Encoded { encoding } => format!("trả lời bị nén ({encoding}) dù không yêu cầu"),
        FetchError::WebPage => "trả lời là một trang web".to_owned(),
        FetchError::Empty => "trả lời rỗng".to_owned(),
        FetchError::Malformed { expected, .. } => {
            format!("trả lời không phải {} đọc được", expected.vietnamese())
        }
        FetchError::Responder(error) => error.vietnamese(),
        FetchError::NonceMismatch => {
            "trả lời cho yêu cầu khác: số ngẫu nhiên (nonce) không khớp".to_owned()
        },
        FetchError::NonceMissing => {
            "trả lời không lặp lại số ngẫu nhiên (nonce) như đã đòi hỏi".to_owned()
        },
        FetchError::NotAbout => "trả lời không nói về chứng thư này".to_owned(),
        FetchError::Outdated { next_update, at } => {
            let (end, at) = (vietnam_time(*next_update), vietnam_time(*at));
            format!("trả lời hết hiệu lực lúc {end}, không nói gì về lúc {at}")
        }
        FetchError::FromTheFuture { this_update, now } => {
            let (made, now) = (vietnam_time(*this_update), vietnam_time(*now));
            format!("trả lời ghi lập lúc {made}, muộn hơn giờ máy này ({now})")
        }
    }
}

impl Localized for Expected {
    fn vietnamese(&self) -> String {
        match self {
            Self::RevocationList => "danh sách thu hồi",
            Self::Certificate => "chứng thư",
        }
        .to_owned()
    }
}

impl Localized for Setting {
    fn vietnamese(&self) -> String {
        match self {
            Self::Online => "phần hỏi máy chủ",
            Self::Rewrite => "quy tắc trỏ đến nơi khác",
            Self::Proxy => "máy chủ trung gian",
            Self::TimestampAuthority => "máy chủ dấu thời gian",
        }
        .to_owned()
    }
}

impl Localized for AddressKind {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unspecified => "không xác định",
            Self::Loopback => "của chính máy này",
            Self::Private => "mạng nội bộ",
            Self::LinkLocal => "tự cấp trong mạng nội bộ",
            Self::SharedByCarrier => "dùng chung của nhà mạng",
            Self::Multicast | Self::Broadcast => "gửi nhiều nơi",
            Self::Documentation => "chỉ dùng làm ví dụ",
            Self::Reserved => "dành riêng",
        }
        .to_owned()
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
        assert!(
            text.ends_with("hãy cho phép máy chủ hoặc mạng này"),
            "{text}"
        );
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

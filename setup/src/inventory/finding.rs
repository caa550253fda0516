//! What there is to say about trust material, and its words.

use jiff::Timestamp;
use kyso_pki::{Certificate, Crl};
use kyso_words::{Lang, vietnam_time};

use super::{PathRole, Unready};

/// Something to say about one certificate, list or file.
#[derive(Debug, Clone)]
pub struct TrustFinding {
    subject: Subject,
    what: What,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrustSeverity {
    /// Something must be done: verdicts suffer.
    Trouble,
    /// Something should be looked at.
    Warning,
    /// Good to know.
    Note,
}

/// What a finding is about.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    name: String,
    sha256: Option<[u8; 32]>,
}

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Unready(Unready),
    UnknownRoot,
    NoPath,
    NoAuthority,
    NotYet(Timestamp),
    EndsSoon(Timestamp),
    Past(Timestamp, PathRole),
    Sha1,
    NoList,
    ListStale(Option<Timestamp>),
    ListOfPast,
    ListSuperseded,
    ListOfNobody,
    Repeated,
    Ignored,
}

impl Subject {
    pub(super) fn of(certificate: &Certificate) -> Self {
        Self {
            name: certificate.subject_display(),
            sha256: Some(certificate.sha256()),
        }
    }

    pub(super) fn list(crl: &Crl) -> Self {
        Self {
            name: format!("CRL {}", crl.issuer_display()),
            sha256: Some(crl.sha256()),
        }
    }

    pub(super) fn file(path: &str) -> Self {
        Self {
            name: path.to_owned(),
            sha256: None,
        }
    }

    pub(super) fn none() -> Self {
        Self::file("")
    }
}

impl TrustFinding {
    pub(super) fn of(subject: Subject, what: What) -> Self {
        Self { subject, what }
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> TrustSeverity {
        match self.what {
            What::Unready(_) | What::NoPath | What::ListStale(_) | What::ListOfNobody => {
                TrustSeverity::Trouble
            }
            What::UnknownRoot
            | What::NotYet(_)
            | What::EndsSoon(_)
            | What::Past(_, PathRole::Anchor) => TrustSeverity::Warning,
            What::NoAuthority
            | What::Past(_, PathRole::Intermediate)
            | What::Sha1
            | What::NoList
            | What::ListOfPast
            | What::ListSuperseded
            | What::Repeated
            | What::Ignored => TrustSeverity::Note,
        }
    }

    /// Its name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.what {
            What::Unready(Unready::NoAnchors) => "no_anchors",
            What::Unready(Unready::NoAnchorInForce) => "no_anchor_in_force",
            What::UnknownRoot => "unknown_root",
            What::NoPath => "no_anchor_for_intermediate",
            What::NoAuthority => "not_an_authority",
            What::NotYet(_) => "not_yet_valid",
            What::EndsSoon(_) => "expires_soon",
            What::Past(..) => "expired",
            What::Sha1 => "sha1_signature",
            What::NoList => "no_list",
            What::ListStale(_) => "list_out_of_date",
            What::ListOfPast => "list_of_expired_authority",
            What::ListSuperseded => "list_superseded",
            What::ListOfNobody => "list_of_unknown_issuer",
            What::Repeated => "duplicate",
            What::Ignored => "ignored_file",
        }
    }

    /// The certificate, list or file; empty when it is about all of them.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject.name
    }

    /// Fingerprint of the certificate or list.
    #[must_use]
    pub fn sha256(&self) -> Option<&[u8; 32]> {
        self.subject.sha256.as_ref()
    }

    /// Whether it is that an authority has no list here, which servers may have.
    #[must_use]
    pub fn is_missing_list(&self) -> bool {
        self.what == What::NoList
    }

    /// What is to be said, with its subject in front.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let words = self.words(lang);
        match self.subject.name.as_str() {
            "" => words,
            name => format!("{name}: {words}"),
        }
    }

    fn words(&self, lang: Lang) -> String {
        let (vietnamese, english) = match self.what {
            What::Unready(Unready::NoAnchors) => (
                "Không có chứng thư gốc (tự ký) nào: không văn bản nào được kết luận HỢP LỆ.",
                "There is no anchor (self-signed certificate): no document can be found valid.",
            ),
            What::Unready(Unready::NoAnchorInForce) => (
                "Mọi chứng thư gốc đều ngoài thời hạn: hãy thêm chứng thư gốc mới.",
                "No anchor is within its validity period: add the new ones.",
            ),
            What::UnknownRoot => (
                "chứng thư gốc không thuộc danh mục đã biết; xác nhận vân tay với nơi cấp",
                "a root that is not on the list of known ones; confirm its fingerprint with the issuing authority",
            ),
            What::NoPath => (
                "không có chứng thư gốc cấp chứng thư trung gian này; hãy thêm chứng thư gốc hoặc bỏ nó ra",
                "the anchor above this intermediate is missing; add the anchor or remove it",
            ),
            What::NoAuthority => (
                "không phải chứng thư của tổ chức cấp chứng thư; không có tác dụng ở đây",
                "not the certificate of an authority; it does nothing here",
            ),
            What::NotYet(from) => {
                return dated(lang, "chưa có hiệu lực trước", "not valid before", from);
            }
            What::EndsSoon(until) => return dated(lang, "sắp hết hạn", "expires soon", until),
            What::Past(until, _) => return past(lang, until),
            What::Sha1 => (
                "được ký bằng SHA-1 (thế hệ G1)",
                "signed with SHA-1 (generation G1)",
            ),
            What::NoList => (
                "chưa có danh sách thu hồi (CRL) ở đây; khi trực tuyến sẽ tải theo địa chỉ trong chứng thư",
                "no revocation list here; online it is fetched by the addresses in certificates",
            ),
            What::ListStale(Some(due)) => return stale(lang, due),
            What::ListStale(None) => (
                "không ghi thời hạn nên không dùng được",
                "does not say until when it counts, so it is of no use",
            ),
            What::ListOfPast => (
                "danh sách của tổ chức đã hết hạn",
                "a list of an authority that has expired",
            ),
            What::ListSuperseded => (
                "đã có danh sách mới hơn của cùng tổ chức",
                "a newer list of the same authority is there",
            ),
            What::ListOfNobody => (
                "không chứng thư nào ở đây ký danh sách này; hãy thêm chứng thư của nơi cấp hoặc bỏ ra",
                "no certificate here signed this list; add that of its issuer or remove it",
            ),
            What::Repeated => ("có nhiều hơn một lần", "is there more than once"),
            What::Ignored => ("bỏ qua", "ignored"),
        };
        lang.pick(vietnamese, english).to_owned()
    }
}

fn past(lang: Lang, until: Timestamp) -> String {
    let end = dated(lang, "đã hết hạn", "expired", until);
    let still = lang.pick("còn cần cho chữ ký cũ", "still needed for old signatures");
    format!("{end}; {still}")
}

fn stale(lang: Lang, due: Timestamp) -> String {
    dated(
        lang,
        "ĐÃ QUÁ HẠN, hãy tải danh sách mới",
        "OUT OF DATE, fetch a new one",
        due,
    )
}

fn dated(lang: Lang, vietnamese: &str, english: &str, time: Timestamp) -> String {
    format!(
        "{} ({})",
        lang.pick(vietnamese, english),
        vietnam_time(time)
    )
}

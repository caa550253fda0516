//! The words of all errors that a user of signing meets, in Vietnamese and English.
//!
//! English is `Display`. Crates below know their Vietnamese themselves and are asked for it. Each error is named, so that the compiler finds
//! one that has no words.
#![deny(clippy::wildcard_enum_match_arm)]

mod certificate;

use kyso_verifier::{PackageList, SubIndication, TrustLevel, Verdict, VerifyError};
use kyso_words::{Lang, Localized};

use super::{ForbiddenContent, SignError, listed};
use crate::key::KeyError;

impl Localized for SignError {
    #[allow(clippy::too_many_lines, reason = "a table of texts")]
    fn vietnamese(&self) -> String {
        match self {
            Self::Pdf(error) => error.vietnamese(),
            Self::Image(error) => error.vietnamese(),
            Self::Place(error) => error.vietnamese(),
            Self::Certificate(error) => error.vietnamese(),
            Self::Key(error) => error.vietnamese(),
            Self::Verify(VerifyError::Pdf(error)) => error.vietnamese(),
            Self::Verify(error) => format!(
                "không kiểm tra được chữ ký trong tệp: {}",
                error.vietnamese()
            ),
            Self::Cms(error) => error.vietnamese(),
            Self::Authority(doubt) => format!("A5: {}", doubt.vietnamese()),
            Self::Lift(error) => error.vietnamese(),
            Self::Container(error) => format!(
                "không đưa được dấu thời gian vào chữ ký: {}",
                error.vietnamese()
            ),
            Self::Digest(error) => error.vietnamese(),
            Self::Library(_) => LIBRARY.to_owned(),
            Self::StateSecret { marking } => format!(
                "0.5: trang đầu có dấu chỉ độ mật “{marking}”; hệ thống không ký văn bản có nội dung bí mật nhà nước"
            ),
            Self::ActiveContent { found, id } => format!(
                "I4: đối tượng {id} của tệp {}; hệ thống không ký tệp như vậy",
                found.text(Lang::Vi)
            ),
            Self::UnreadableObject { id, source } => format!(
                "I4: không đọc được đối tượng {id} của tệp, nên không loại trừ được mã chạy ẩn trong đó: {}",
                source.vietnamese()
            ),
            Self::ShownByRepair { finding } => format!(
                "không phải phần mềm nào cũng hiển thị văn bản như nhau: {} Hãy lưu lại tệp bằng phần mềm đã soạn rồi ký",
                finding.text(Lang::Vi)
            ),
            Self::PlaceOfOtherDocument => {
                "vị trí ký đã tìm là của một văn bản khác, không phải tệp đang ký".to_owned()
            }
            Self::CertificationLevel { level } => format!(
                "A6: chữ ký chứng nhận không cho phép thay đổi (P={level}) khiến văn bản không thể ban hành; hãy dùng mức 2 hoặc 3"
            ),
            Self::CertificationNotFirst { signatures } => format!(
                "chỉ chữ ký đầu tiên của văn bản mới được là chữ ký chứng nhận; văn bản đã có {signatures} chữ ký"
            ),
            Self::CertifiedWithoutRoom { field } => format!(
                "A6: chữ ký “{field}” chứng nhận văn bản ở mức P=2, sau đó chỉ cơ quan được ban hành (số, ngày tháng, con dấu); đề nghị người ký trước ký phê duyệt thông thường hoặc chứng nhận ở mức P=3"
            ),
            Self::LockedWithoutRoom { field } => format!(
                "A6: chữ ký “{field}” khóa văn bản (/Lock hoặc FieldMDP), không cho thêm chữ ký có hình; đề nghị người có thẩm quyền ký lại, không chọn khóa tài liệu sau khi ký"
            ),
            // With a verdict.
            Self::EarlierSignature {
                field,
                verdict,
                reason,
            } => format!(
                "chữ ký “{field}” đã có trong văn bản {}",
                judgement(*verdict, *reason)
            ),
            Self::PersonSignatureNotValid {
                field,
                verdict,
                reason,
            } => format!(
                "B3: chữ ký “{field}” của người có thẩm quyền {}",
                judgement(*verdict, *reason)
            ),
            Self::ResultNotAccepted {
                field,
                verdict,
                reason,
            } => format!(
                "đã tạo chữ ký “{field}” nhưng khi kiểm tra lại thì {}; tệp không được trả ra",
                judgement(*verdict, *reason)
            ),
            // Of issuing (B1, B3).
            Self::Draft { marking } => format!(
                "trang đầu ghi “{marking}”: không ban hành bản dự thảo; nếu đây đúng là bản chính thức, hãy cho phép ban hành"
            ),
            Self::NumberNotPrinted => "E2: văn bản còn chỗ trống cho số, nên số và ngày chưa được in sẵn".to_owned(),
            Self::NumberOnContent { page } => format!(
                "E2: vị trí đã cho để ghi số hoặc ngày ở trang {page} không phải giấy trắng: sẽ che chữ, đường kẻ hay nét in của bản quét, hoặc không đo được bản quét; hãy chọn vị trí khác"
            ),
            Self::NoPersonSignature => {
                "B3: văn bản chưa có chữ ký số của người có thẩm quyền".to_owned()
            }
            Self::CompletedAfterSigning { field } => format!(
                "B3: có chữ, hình, trường đã điền hoặc ghi chú thêm vào cùng với hoặc sau chữ ký “{field}”; văn bản không thể thành bản gốc, đề nghị ký lại từ bản chưa ký"
            ),
            Self::PersonCertificateClass { field, class } => format!(
                "B3, 0.4: chữ ký “{field}” của người có thẩm quyền dùng chứng thư loại “{}”, không phải chứng thư chữ ký số chuyên dùng công vụ",
                class_name(*class)
            ),
            Self::PersonIsAgency { field } => format!(
                "B3: khóa đưa vào là của chính người đã ký “{field}”; ban hành phải dùng khóa của cơ quan, tổ chức"
            ),
            Self::SeveralPersonSignatures { fields, names } => format!(
                "B1: có nhiều người đã ký ({}) và không tự xác định được ai là người có thẩm quyền; hãy chỉ rõ con dấu đóng lên chữ ký nào",
                listed(fields, names)
            ),
            Self::NumberOnScan => "E2: văn bản là bản quét, không có chữ; hãy chỉ vị trí của số và ngày, hoặc cho biết số, ngày đã in sẵn".to_owned(),
            Self::NoPersonImage { field } => format!(
                "B1: chữ ký “{field}” của người có thẩm quyền không có hình ảnh trên trang để đóng dấu lên"
            ),
            Self::AlreadyIssued { field, role } => format!(
                "văn bản đã được ban hành: chữ ký “{field}” có vai trò “{}”",
                role.label(Lang::Vi)
            ),
            // Of attachments and copies (C2, C3, D3).
            Self::MainDocument(error) => format!("văn bản chính: {}", error.vietnamese()),
            Self::CopyPair { form } => format!(
                "D1: {} chỉ áp dụng cho văn bản giấy; sao văn bản điện tử thì dùng SAO LỤC hoặc TRÍCH SAO",
                form.label(Lang::Vi)
            ),
            Self::NotDigitised(faults) => faults.vietnamese(),
            Self::NoAgencyName => "D3: thiếu tên cơ quan, tổ chức thực hiện sao văn bản".to_owned(),
            Self::ResultNotCopy { status } => format!(
                "0.3: tệp sau khi ký không phải bản sao mà là “{}”; tệp không được trả ra",
                status.label(Lang::Vi)
            ),
            Self::AttachmentFile { name, source } => {
                format!("C3: phụ lục “{name}”: {}", source.vietnamese())
            }
            Self::PackageSize { attachments } => format!(
                "C3: mỗi gói có từ 1 đến {} phụ lục, không phải {attachments}",
                PackageList::MOST
            ),
            Self::NoSymbol => "C2: không đọc được số và ký hiệu ở các trang đầu của văn bản chính; hãy ghi rõ, ví dụ 05/QĐ-UBND".to_owned(),
            Self::IssuedByAnother { field, holder } => format!(
                "C3: văn bản chính do “{holder}” ban hành (chữ ký “{field}”); phụ lục của văn bản không do cơ quan khác ký"
            ),
            Self::NumberDiffers { printed, given } => format!(
                "C2: văn bản chính ghi số, ký hiệu “{printed}”, không phải “{given}”"
            ),
            Self::NoCorner => "C2, D3: góc trên bên phải trang đầu không còn chỗ trống để ghi thông tin chữ ký; hãy chỉ vị trí".to_owned(),
            Self::CornerOnContent { page } => format!(
                "C2, D3: vị trí đã cho để ghi thông tin chữ ký ở trang {page} không phải giấy trắng; hãy chọn vị trí khác"
            ),
            Self::ResultOfOtherRole {
                field,
                wanted,
                found,
            } => format!(
                "đã tạo chữ ký “{field}” nhưng khi kiểm tra lại thì vai trò là “{}”, không phải “{}”; hãy để thông tin chữ ký ở góc trên bên phải trang đầu",
                found.label(Lang::Vi),
                wanted.label(Lang::Vi)
            ),
            Self::ResultNotOriginal { status } => format!(
                "0.3: văn bản sau khi ban hành không phải bản gốc mà là “{}”; tệp không được trả ra",
                status.label(Lang::Vi)
            ),
        }
    }
}

impl ForbiddenContent {
    /// What the document does.
    pub(crate) fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::JavaScript => lang.pick("chạy mã JavaScript", "runs JavaScript"),
            Self::Launch => lang.pick("mở chương trình khác", "starts a program"),
        }
    }
}

fn class_name(class: TrustLevel) -> &'static str {
    match class {
        TrustLevel::Government => "chuyên dùng Chính phủ",
        TrustLevel::Public => "công cộng",
        TrustLevel::Other => "khác",
        TrustLevel::None => "chưa được tin cậy",
    }
}

pub(super) fn judgement(verdict: Verdict, reason: Option<SubIndication>) -> String {
    let because = because(reason, Lang::Vi);
    match verdict {
        Verdict::TotalPassed => format!("hợp lệ{because}"),
        Verdict::TotalFailed => format!("không hợp lệ{because}"),
        Verdict::NotSigned => format!("không có trong tệp{because}"),
        Verdict::Indeterminate => format!("chưa xác định được{because}"),
    }
}

/// A verdict with its reason in either language.
pub(super) fn judged(verdict: Verdict, reason: Option<SubIndication>, lang: Lang) -> String {
    match lang {
        Lang::Vi => judgement(verdict, reason),
        Lang::En => format!("{}{}", verdict.as_str(), because(reason, lang)),
    }
}

/// Behind a verdict: a colon and its reason; nothing when there is none.
pub(crate) fn because(reason: Option<SubIndication>, lang: Lang) -> String {
    reason.map_or_else(String::new, |reason| format!(": {}", reason.label(lang)))
}

impl Localized for KeyError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unsupported { algorithm } => {
                format!("khóa không ký được bằng thuật toán {algorithm}")
            }
            Self::UnsupportedKey { subject } => {
                format!("chứng thư của “{subject}” có loại khóa không dùng để ký văn bản ở đây")
            }
            Self::DigestLength { algorithm, actual } => {
                format!("giá trị băm {actual} byte không phù hợp với {algorithm}")
            }
            Self::Library { algorithm } => {
                format!("thư viện mật mã không ký được bằng {algorithm}")
            }
            Self::Device(device) => device.vietnamese(),
        }
    }
}

pub(super) const LIBRARY: &str = "thư viện mật mã báo lỗi";

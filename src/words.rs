//! The words for people about errors of this program and of keys, trust folders and files, Vietnamese first.
//!
//! The crates that judge documents bring their own words; here are those of what surrounds them.

mod fetching;

use std::io::{self, ErrorKind};

use kyso_pdf::{Locked, PdfError, Unsignable};
use kyso_pkcs11_bridge::TokenError;
use kyso_pki::{
    CertificateError, CmsError, NetworkFailure, Pkcs12Error, TrustClass, TrustError, TrustFileError,
};
use kyso_verifier::{Lang, VerifyError};

pub(crate) use fetching::fetch;

use crate::keys::{self, KeyFailure};

/// Why the system did not do what was asked.
pub(crate) fn system(error: &io::Error, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    let known = match error.kind() {
        ErrorKind::NotFound => "không có tệp hoặc thư mục này",
        ErrorKind::PermissionDenied => "không có quyền truy cập",
        ErrorKind::AlreadyExists => "đã có sẵn",
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        ErrorKind::NotADirectory => "một phần của đường dẫn không phải thư mục",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        ErrorKind::StorageFull => "ổ đĩa đã đầy",
        ErrorKind::QuotaExceeded => "đã hết dung lượng được cấp",
        ErrorKind::FileTooLarge => "tệp quá lớn",
        ErrorKind::InvalidFilename => "tên tệp không dùng được",
        ErrorKind::InvalidData => "không phải văn bản UTF-8",
        ErrorKind::UnexpectedEof => "tệp kết thúc sớm",
        ErrorKind::ResourceBusy => "đang được chương trình khác dùng",
        ErrorKind::TimedOut => "quá thời gian chờ",
        ErrorKind::Interrupted => "bị ngắt",
        ErrorKind::OutOfMemory => "không đủ bộ nhớ",
        ErrorKind::AddrInUse => "địa chỉ đang được chương trình khác dùng",
        ErrorKind::ConnectionRefused => "máy chủ từ chối kết nối",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "kết nối bị ngắt",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "không tới được máy chủ qua mạng"
        }
        ErrorKind::AddrNotAvailable => "máy này không có địa chỉ đó",
        _ => {
            return error.raw_os_error().map_or_else(
                || error.to_string(),
                |number| format!("hệ điều hành báo lỗi số {number}"),
            );
        }
    };
    known.to_owned()
}

/// What went wrong with a connection; in the words of the library where it is no failure of the system.
pub(crate) fn network(failure: &NetworkFailure) -> String {
    failure.code().map_or_else(
        || failure.to_string(),
        |code| system(&io::Error::from_raw_os_error(code), Lang::Vi),
    )
}

/// Why a key cannot be used.
pub(crate) fn key(failure: &KeyFailure, lang: Lang) -> String {
    if lang == Lang::En {
        return failure.to_string();
    }
    match failure {
        KeyFailure::Unreadable { path, source } => {
            format!(
                "{}: không đọc được ({})",
                path.display(),
                system(source, lang)
            )
        }
        KeyFailure::NoSecret { path } => {
            format!("{}: dòng đầu tiên trống, không có mật khẩu", path.display())
        }
        KeyFailure::SecretTooLong { path } => format!(
            "{}: dòng đầu tiên dài quá một mật khẩu hay mã PIN",
            path.display()
        ),
        KeyFailure::BlankInPin { path } => format!(
            "{}: mã PIN có khoảng trắng ở đầu hoặc cuối dòng, nên chưa được thử; hãy xóa khoảng trắng đó",
            path.display()
        ),
        KeyFailure::Pkcs12 { path, source } => format!("{}: {}", path.display(), pkcs12(source)),
        KeyFailure::Token(error) => token(error, lang),
        KeyFailure::TokenCertificate { .. } => "không đọc được chứng thư trên thiết bị".to_owned(),
    }
}

fn pkcs12(error: &Pkcs12Error) -> String {
    match error {
        Pkcs12Error::Malformed => "không phải tệp PKCS #12, hoặc tệp bị hỏng".to_owned(),
        Pkcs12Error::WrongPassword => "sai mật khẩu".to_owned(),
        Pkcs12Error::NoIntegrityCheck => {
            "tệp không có phần kiểm tra toàn vẹn (MAC); hãy xuất lại tệp có phần này".to_owned()
        }
        Pkcs12Error::Unreadable => "tệp bị hỏng, hoặc mã hóa theo cách chưa hỗ trợ".to_owned(),
        Pkcs12Error::NoKey => "trong tệp không có khóa bí mật".to_owned(),
        Pkcs12Error::NoCertificate => "trong tệp không có chứng thư của khóa bí mật".to_owned(),
        other => format!("không dùng được chứng thư trong tệp ({other})"),
    }
}

/// Why a token did not do what was asked, and what the person at the machine can do.
pub(crate) fn token(error: &TokenError, lang: Lang) -> String {
    if matches!(error, TokenError::ModuleUnnamed) {
        return module_unnamed(lang);
    }
    match (error.advice(), lang) {
        (Some(advice), Lang::Vi) => match token_detail(error) {
            Some(detail) => format!("{} ({detail})", advice.vi),
            None => advice.vi.to_owned(),
        },
        (Some(advice), Lang::En) => format!("{error}. {}", advice.en),
        (None, Lang::Vi) => match token_detail(error) {
            Some(detail) => format!("Thiết bị lưu khóa báo lỗi ({detail})"),
            None => format!("Thiết bị lưu khóa báo lỗi ({error})"),
        },
        (None, Lang::En) => error.to_string(),
    }
}

/// What the maker's support asks for, without sentences in English: codes, names and values.
fn token_detail(error: &TokenError) -> Option<String> {
    Some(match error {
        TokenError::Call { function, code }
        | TokenError::PinRefused { function, code, .. }
        | TokenError::ReauthenticationUnsupported { function, code } => {
            format!("{function}: {code}")
        }
        TokenError::ModuleNotLoadable { path, .. } => path.display().to_string(),
        TokenError::TokenNotFound { wanted, present }
        | TokenError::KeyNotFound { wanted, present } => {
            format!("tìm {wanted}; hiện có: {}", listed(present))
        }
        TokenError::TokenAmbiguous { wanted, found }
        | TokenError::KeyAmbiguous { wanted, found } => {
            format!("tìm {wanted}; có: {}", listed(found))
        }
        TokenError::MechanismMissing { mechanism, present } => {
            format!("cần {mechanism}; thiết bị có: {}", listed(present))
        }
        TokenError::Stuck { waited } | TokenError::Busy { waited } => {
            format!("đã chờ {} giây", waited.as_secs())
        }
        TokenError::CertificateMalformed { label } | TokenError::SignatureWrong { label } => {
            format!("chứng thư “{label}”")
        }
        TokenError::KeyUnsupported { kind } => format!("chưa hỗ trợ khóa loại {kind}"),
        TokenError::AlgorithmMismatch { key, algorithm } => {
            format!("khóa {key} không tạo được chữ ký {algorithm}")
        }
        TokenError::PinRefusedBefore
        | TokenError::PinDiffers
        | TokenError::PinLocked
        | TokenError::PinFinalTry
        | TokenError::PinNotInitialized
        | TokenError::PinRequired
        | TokenError::PinOnPad
        | TokenError::LoginRequired
        | TokenError::OwnerEnded => return None,
        other => other.to_string(),
    })
}

fn listed(names: &[String]) -> String {
    match names.is_empty() {
        true => "không có gì".to_owned(),
        false => names.join(", "),
    }
}

/// A key URI without a library: which ones could be named.
fn module_unnamed(lang: Lang) -> String {
    let installed = keys::installed_modules();
    let installed: Vec<String> = installed
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let ask = lang.pick(
        "URI của khóa không nêu thư viện PKCS#11; hãy thêm ?module-path=ĐƯỜNG_DẪN vào cuối URI (đặt trong dấu nháy)",
        "the key URI names no PKCS#11 library; add ?module-path=PATH to its end (in quotes)",
    );
    match (installed.as_slice(), lang) {
        ([], Lang::Vi) => format!(
            "{ask}. Không thấy thư viện quen thuộc nào trên máy này: hãy cài phần mềm của nhà cung cấp thiết bị"
        ),
        ([], Lang::En) => format!(
            "{ask}. No well-known one is on this machine: install the token vendor's software"
        ),
        (paths, Lang::Vi) => format!("{ask}. Trên máy này có: {}", paths.join(", ")),
        (paths, Lang::En) => format!("{ask}. On this machine there are: {}", paths.join(", ")),
    }
}

/// Why a trust folder cannot be used.
pub(crate) fn trust(error: &TrustError, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        TrustError::Unreadable { path, source } => {
            format!(
                "{}: không đọc được ({})",
                path.display(),
                system(source, lang)
            )
        }
        TrustError::TooLarge { path, size, limit } => {
            format!(
                "{}: {size} byte, quá {limit} byte cho phép; hãy bỏ tệp này ra",
                path.display()
            )
        }
        TrustError::TooManyFiles { path, limit } => {
            format!(
                "{}: có hơn {limit} tệp; hãy bỏ những tệp không thuộc thư mục này",
                path.display()
            )
        }
        TrustError::NotTrustMaterial { path, source } => format!(
            "{}: {}; hãy thay bằng chứng thư hoặc danh sách thu hồi dạng PEM, DER, PKCS #7, hoặc bỏ tệp này ra",
            path.display(),
            trust_file(source, lang)
        ),
        TrustError::WrongClass { name, given, known } => format!(
            "theo vân tay, {name} thuộc loại {}, không phải {}; hãy chuyển sang đúng loại hoặc bỏ ra",
            trust_class(*known, lang),
            trust_class(*given, lang)
        ),
        TrustError::TwoClasses {
            certificate,
            first,
            second,
        } => format!(
            "{} vừa nằm ở loại {} vừa nằm ở loại {}; hãy bỏ một nơi",
            certificate.subject_display(),
            trust_class(*first, lang),
            trust_class(*second, lang)
        ),
        TrustError::NoClass { certificate } => format!(
            "không biết loại của chứng thư gốc {}; hãy nêu --trust-class, hoặc dùng thư mục có government, public, tsa, other",
            certificate.subject_display()
        ),
        TrustError::ClassOfFolder { path } => format!(
            "{} là thư mục: loại do thư mục con quyết định, chỉ nêu --trust-class cho một tệp",
            path.display()
        ),
        TrustError::UnusableAnchor {
            certificate,
            source,
        } => {
            format!(
                "không dùng được chứng thư gốc {} ({source})",
                certificate.subject_display()
            )
        }
        TrustError::UnconfirmedRoot { certificate } => format!(
            "{} tự nhận là gốc nhưng chữ ký của chính chứng thư không kiểm tra được; hãy thay hoặc bỏ chứng thư này",
            certificate.subject_display()
        ),
        other => format!("lỗi thư viện mật mã ({other})"),
    }
}

/// Why a file holds no trust material.
pub(crate) fn trust_file(error: &TrustFileError, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        TrustFileError::Certificate(source) => certificate(source).to_owned(),
        TrustFileError::Crl(_) => "không phải danh sách thu hồi".to_owned(),
        TrustFileError::Ocsp(_) => "không phải trả lời OCSP".to_owned(),
        TrustFileError::Pkcs7(_) => "không phải tệp PKCS #7 chứa chứng thư".to_owned(),
        TrustFileError::UnexpectedBlock { label } if label.is_empty() => {
            "không có khối PEM nào".to_owned()
        }
        TrustFileError::UnexpectedBlock { label } => {
            format!(
                "có khối PEM “{label}” không phải chứng thư, danh sách thu hồi hay trả lời OCSP"
            )
        }
        TrustFileError::PrivateKey => "có khóa bí mật".to_owned(),
        other => other.to_string(),
    }
}

/// Why a certificate cannot be read or used.
fn certificate(error: &CertificateError) -> &'static str {
    match error {
        CertificateError::PublicKey => "không dùng được khóa công khai của chứng thư",
        CertificateError::Unusable => "chứng thư không dùng được để lập đường dẫn",
        _ => "không đọc được như chứng thư, danh sách thu hồi hay trả lời OCSP",
    }
}

/// The class of an authority in words.
pub(crate) fn trust_class(class: TrustClass, lang: Lang) -> &'static str {
    match class {
        TrustClass::Government => lang.pick("chuyên dùng Chính phủ", "government"),
        TrustClass::Public => lang.pick("công cộng", "public"),
        TrustClass::Timestamping => lang.pick("dấu thời gian", "timestamping"),
        TrustClass::Other => lang.pick("khác", "other"),
    }
}

/// Why a file cannot be read as a PDF.
pub(crate) fn pdf(error: &PdfError, lang: Lang) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    match error {
        PdfError::NotPdf => "không phải tệp PDF: không có dấu %PDF- trong 1024 byte đầu".to_owned(),
        PdfError::Truncated { .. } => {
            "tệp không đầy đủ (có thể tải hoặc gửi lỗi); hãy tải lại hoặc đề nghị gửi lại"
                .to_owned()
        }
        PdfError::BrokenXref { offset, .. } => {
            format!("bảng tham chiếu hỏng tại byte {offset}")
        }
        PdfError::Syntax { offset, .. } => format!("sai cú pháp tại byte {offset}"),
        PdfError::ObjectMisplaced { id, offset } => {
            format!("đối tượng {id} không nằm ở byte {offset} như bảng tham chiếu ghi")
        }
        PdfError::UnexpectedObject { id, .. } => format!("đối tượng {id} không đúng loại"),
        PdfError::Missing { what } => format!("thiếu {what}"),
        PdfError::UnsupportedFilter { filter } => format!("chưa hỗ trợ bộ lọc {filter}"),
        PdfError::BrokenStream { .. } => "dữ liệu nén trong tệp bị hỏng".to_owned(),
        PdfError::LimitReached { budget, limit } => format!("vượt giới hạn: hơn {limit} {budget}"),
        PdfError::Cycle { id } => format!("đối tượng {id} tham chiếu vòng về chính nó"),
        PdfError::Locked(reason) => locked(reason),
        PdfError::Unsignable(Unsignable::Encrypted) => "tệp được mã hóa (đặt mật khẩu)".to_owned(),
        other => format!("không đọc được ({other})"),
    }
}

fn locked(reason: &Locked) -> String {
    match reason {
        Locked::PasswordNeeded => "tệp được mã hóa, cần mật khẩu để mở: kyso verify nhận mật khẩu qua --password-file; hoặc đề nghị nơi gửi gửi bản ký mở được không cần mật khẩu".to_owned(),
        Locked::WrongPassword => "mật khẩu đã cho không mở được tệp".to_owned(),
        Locked::OtherHandler { name } => {
            format!("tệp được mã hóa theo cách chưa hỗ trợ ({name}), không kiểm tra được")
        }
        Locked::Unsupported { version, revision } => {
            format!("chưa hỗ trợ kiểu mã hóa phiên bản {version}.{revision} của tệp")
        }
        Locked::Damaged { .. } => "phần mã hóa của tệp bị hỏng".to_owned(),
        Locked::Changed { revision } => {
            format!("phiên bản {revision} của tệp đổi cách mã hóa, không kiểm tra được")
        }
        other => other.to_string(),
    }
}

/// Why a file is no CMS signature that can be verified.
fn cms(error: &VerifyError) -> String {
    match error {
        VerifyError::Cms(CmsError::SeveralSigners { count }) => {
            format!("chữ ký có {count} người ký, quá số cho phép")
        }
        VerifyError::Cms(CmsError::NoSigner) => "không có ai ký trong tệp chữ ký".to_owned(),
        VerifyError::Cms(CmsError::NotSignedData { content_type }) => format!(
            "không phải chữ ký: cấu trúc CMS loại {content_type} (tệp mã hóa hoặc loại khác)"
        ),
        VerifyError::Cms(error) => {
            format!("không phải chữ ký CMS (CAdES, DER, BER hoặc PEM) đọc được: {error}")
        }
        VerifyError::Pem => "văn bản PEM không chứa đúng một chữ ký CMS".to_owned(),
        VerifyError::ContentMissing => {
            "chữ ký tách rời khỏi tệp được ký: hãy nêu tệp đó bằng --content".to_owned()
        }
        VerifyError::ContentType { content_type } => {
            format!("chữ ký trên nội dung loại {content_type}, không phải văn bản")
        }
        other => other.to_string(),
    }
}

/// Why there is no report about a file.
pub(crate) fn verify(error: &VerifyError, lang: Lang) -> String {
    match error {
        VerifyError::Pdf(error) => pdf(error, lang),
        other => match lang {
            Lang::Vi => cms(other),
            Lang::En => other.to_string(),
        },
    }
}

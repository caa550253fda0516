//! Words for refused certificates.

use jiff::Timestamp;
use kyso_pki::{PathProblem, RevocationGap, RevocationReason};
use kyso_verifier::{Lang, usage_text, vietnam_time};

use crate::certificate::CertificateRefusal;

pub(super) fn vietnamese(refusal: &CertificateRefusal) -> String {
    match refusal {
        CertificateRefusal::NotYetValid {
            subject,
            not_before,
        } => format!(
            "G1: chứng thư của “{subject}” chưa có hiệu lực trước {}",
            vietnam_time(*not_before)
        ),
        CertificateRefusal::Expired { subject, not_after } => format!(
            "G1: chứng thư của “{subject}” đã hết hạn từ {}",
            vietnam_time(*not_after)
        ),
        CertificateRefusal::Revoked {
            subject,
            at,
            reason,
        } => format!(
            "G1: chứng thư của “{subject}” đã bị thu hồi từ {} ({})",
            vietnam_time(*at),
            revocation_reason(*reason)
        ),
        CertificateRefusal::RevocationUnknown {
            subject,
            gap: missing,
        } => format!(
            "G1: chưa biết chứng thư của “{subject}” có bị thu hồi hay không: {}",
            gap(*missing, Lang::Vi)
        ),
        CertificateRefusal::NotForSigning { subject, problem } => format!(
            "F3: chứng thư của “{subject}” không được dùng để ký văn bản: {}",
            usage_text(*problem, Lang::Vi)
        ),
        CertificateRefusal::NoPath { subject, problem } => format!(
            "F1: chứng thư của “{subject}” không dẫn đến gốc tin cậy: {}",
            path_problem(problem)
        ),
        CertificateRefusal::NoAnchor { subject } => {
            format!("F1: chứng thư của “{subject}” không dẫn đến gốc tin cậy")
        }
        CertificateRefusal::WeakKey {
            subject,
            bits,
            needed,
        } => format!("0.2: chứng thư của “{subject}” có khóa {bits} bit, cần ít nhất {needed} bit"),
        CertificateRefusal::NotGovernment { subject, class } => format!(
            "0.4: chứng thư của “{subject}” thuộc loại “{class}”; chỉ chứng thư chữ ký số chuyên dùng công vụ mới tạo được bản gốc"
        ),
    }
}

/// Why it is not known whether a certificate is revoked.
pub(crate) fn gap(gap: RevocationGap, lang: Lang) -> String {
    let (vi, en) = match gap {
        RevocationGap::NoPath => (
            "chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
            "there is no trusted path",
        ),
        RevocationGap::NoList => (
            "không có danh sách thu hồi (CRL) của nơi cấp hay trả lời OCSP",
            "there is no revocation list of its issuer and no OCSP response",
        ),
        RevocationGap::MalformedCertificate => (
            "chứng thư ghi sai nơi công bố thu hồi",
            "the certificate says in a malformed way where its revocation is published",
        ),
        RevocationGap::WrongCertificate => (
            "trả lời OCSP nói về chứng thư của nơi cấp khác",
            "the OCSP response is about a certificate of another issuer",
        ),
        RevocationGap::OutOfScope => (
            "các danh sách thu hồi hiện có không nói về chứng thư này",
            "the revocation lists at hand are about other certificates",
        ),
        RevocationGap::Stale { next_update } => return stale(next_update, lang),
        RevocationGap::Expired { .. } => (
            "thông tin thu hồi không còn ghi chứng thư đã hết hạn",
            "the revocation evidence drops expired certificates",
        ),
        RevocationGap::UnknownCriticalExtension => (
            "thông tin thu hồi có phần bắt buộc không hiểu được",
            "the revocation evidence has critical contents that are not understood",
        ),
        RevocationGap::NotAuthentic => (
            "chữ ký trên thông tin thu hồi không đúng",
            "the signature on the revocation evidence is wrong",
        ),
        RevocationGap::NotKnownToResponder => (
            "máy chủ OCSP không biết chứng thư này",
            "the OCSP responder does not know the certificate",
        ),
        gap => return signer_gap(gap, lang),
    };
    lang.pick(vi, en).to_owned()
}

fn stale(next_update: Timestamp, lang: Lang) -> String {
    let time = vietnam_time(next_update);
    match lang {
        Lang::Vi => format!("thông tin thu hồi đã quá hạn từ {time}"),
        Lang::En => format!("newer revocation evidence was due at {time}"),
    }
}

/// What is wrong with whoever signed a list or response.
fn signer_gap(gap: RevocationGap, lang: Lang) -> String {
    let (vi, en) = match gap {
        RevocationGap::LeftOut => (
            "thông tin thu hồi hiện có được ký bằng thuật toán không còn được tính",
            "the revocation evidence is signed by an algorithm that no longer counts",
        ),
        RevocationGap::SignerMissing => (
            "không có chứng thư của máy chủ OCSP",
            "the certificate of the OCSP responder is not at hand",
        ),
        RevocationGap::SignerNotDelegated => (
            "nơi cấp không giao cho máy chủ OCSP này trả lời",
            "the issuer did not make this OCSP responder one",
        ),
        RevocationGap::SignerOutOfTime { .. } => (
            "chứng thư của bên ký thông tin thu hồi không có hiệu lực lúc ký",
            "the signer of the revocation evidence was not valid when it was made",
        ),
        RevocationGap::SignerUnknown => (
            "không rõ bên ký thông tin thu hồi có bị thu hồi hay không",
            "whether the signer of the revocation evidence was revoked is not known",
        ),
        RevocationGap::SignerRevoked => (
            "bên ký thông tin thu hồi đã bị thu hồi",
            "the signer of the revocation evidence was revoked",
        ),
        RevocationGap::TooMuchEvidence { limit } => {
            return match lang {
                Lang::Vi => format!("có quá {limit} thông tin thu hồi để xem xét"),
                Lang::En => format!("more than {limit} pieces of revocation evidence to consult"),
            };
        }
        _ => ("thiếu thông tin thu hồi", "revocation evidence is missing"),
    };
    lang.pick(vi, en).to_owned()
}

fn path_problem(problem: &PathProblem) -> String {
    match problem {
        PathProblem::IssuerMissing { issuer, .. } => {
            format!("không có chứng thư của nơi cấp “{issuer}”")
        }
        PathProblem::NotAnchored { root } => format!("“{root}” không phải gốc tin cậy"),
        PathProblem::BadSignature { depth } => {
            format!("chữ ký trên chứng thư thứ {depth} của chuỗi không đúng")
        }
        PathProblem::Unusable => "không đọc được chứng thư".to_owned(),
        PathProblem::KeyUsage { problem, .. } => usage_text(*problem, Lang::Vi).to_owned(),
        PathProblem::Constraints { depth, .. } => {
            format!("chứng thư thứ {depth} của chuỗi vượt giới hạn mà nơi cấp đặt ra")
        }
        _ => "chuỗi chứng thư có lỗi".to_owned(),
    }
}

fn revocation_reason(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::KeyCompromise => "lộ khóa",
        RevocationReason::CaCompromise => "lộ khóa của nơi cấp",
        RevocationReason::AffiliationChanged => "thay đổi tên hoặc đơn vị",
        RevocationReason::Superseded => "đã được thay thế",
        RevocationReason::CessationOfOperation => "không còn sử dụng",
        RevocationReason::CertificateHold => "tạm dừng",
        RevocationReason::PrivilegeWithdrawn => "bị rút quyền",
        _ => "không nêu lý do",
    }
}

//! Words for refused certificates.

use kyso_pki::{PathProblem, RevocationGap, RevocationReason};
use kyso_verifier::{Lang, vietnam_time};

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
        CertificateRefusal::NotForSigning { subject } => {
            format!("F3: chứng thư của “{subject}” không được dùng để ký văn bản")
        }
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
        RevocationGap::NoPath => ("không có đường dẫn tin cậy", "there is no trusted path"),
        RevocationGap::NoList => (
            "không có danh sách thu hồi (CRL) của nơi cấp",
            "there is no revocation list of its issuer",
        ),
        RevocationGap::MalformedCertificate => (
            "chứng thư ghi sai nơi công bố thu hồi",
            "the certificate says in a malformed way where its revocation is published",
        ),
        RevocationGap::OutOfScope => (
            "các danh sách thu hồi hiện có không nói về chứng thư này",
            "the revocation lists at hand are about other certificates",
        ),
        RevocationGap::NotYetValid { this_update } => {
            return match lang {
                Lang::Vi => format!(
                    "danh sách thu hồi lập muộn hơn, lúc {}",
                    vietnam_time(this_update)
                ),
                Lang::En => format!(
                    "the revocation list was made later, at {}",
                    vietnam_time(this_update)
                ),
            };
        }
        RevocationGap::Stale { next_update } => {
            return match lang {
                Lang::Vi => format!(
                    "danh sách thu hồi đã quá hạn từ {}",
                    vietnam_time(next_update)
                ),
                Lang::En => format!(
                    "a newer revocation list was due at {}",
                    vietnam_time(next_update)
                ),
            };
        }
        RevocationGap::Expired { .. } => (
            "danh sách thu hồi không còn ghi chứng thư đã hết hạn",
            "the revocation list drops expired certificates",
        ),
        RevocationGap::UnknownCriticalExtension => (
            "danh sách thu hồi có phần bắt buộc không hiểu được",
            "the revocation list has critical contents that are not understood",
        ),
        RevocationGap::NotAuthentic => (
            "chữ ký trên danh sách thu hồi không đúng",
            "the signature on the revocation list is wrong",
        ),
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
        other => format!("chuỗi chứng thư có lỗi ({other})"),
    }
}

fn revocation_reason(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::KeyCompromise => "lộ khóa",
        RevocationReason::CaCompromise => "lộ khóa của nơi cấp",
        RevocationReason::AffiliationChanged => "thay đổi tên hoặc đơn vị",
        RevocationReason::Superseded => "đã được thay thế",
        RevocationReason::CessationOfOperation => "không còn sử dụng",
        RevocationReason::CertificateHold => "tạm đình chỉ",
        RevocationReason::PrivilegeWithdrawn => "bị rút quyền",
        _ => "không nêu lý do",
    }
}

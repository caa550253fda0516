//! Words for certificates whose keys are for something else.

use kyso_pki::UsageProblem;

use crate::lang::Lang;

/// What a certificate says about itself that keeps its key from signing, as the end of a sentence.
#[must_use]
pub fn usage_text(problem: UsageProblem, lang: Lang) -> &'static str {
    let (vi, en) = match problem {
        UsageProblem::Malformed => (
            "không đọc được phần nói về mục đích sử dụng khóa",
            "what it says about its use cannot be read",
        ),
        UsageProblem::NoSignatures => (
            "mục đích sử dụng khóa (key usage) không có ký số",
            "its key usage allows no signatures",
        ),
        UsageProblem::Authority => (
            "đó là chứng thư của tổ chức chứng thực, không phải của người ký",
            "it is the certificate of a certification authority, not of a signer",
        ),
        UsageProblem::ServicesOnly => (
            "mục đích sử dụng mở rộng chỉ dành cho dịch vụ như máy chủ TLS, ký phần mềm, OCSP hay dấu thời gian",
            "its extended key usage is for services such as TLS, signed programs, OCSP or timestamps",
        ),
        UsageProblem::OtherPurposes => (
            "mục đích sử dụng mở rộng (bắt buộc) không có mục đích nào dùng để ký văn bản",
            "its critical extended key usage names no purpose under which documents are signed",
        ),
        UsageProblem::NotForTimestamps => (
            "thiếu mục đích sử dụng mở rộng “timeStamping” (bắt buộc)",
            "its critical extended key usage timeStamping is missing",
        ),
        UsageProblem::NotReserved => (
            "khóa không chỉ dành riêng cho dấu thời gian",
            "its key is not for timestamps alone",
        ),
        _ => (
            "mục đích sử dụng khóa không phù hợp",
            "its key is for something else",
        ),
    };
    lang.pick(vi, en)
}

//! Words for algorithms that are not known, paths that are faulty, and revocation evidence that is missing.

use kyso_pki::{AlgorithmError, PathProblem, RevocationGap};

use crate::lang::Lang;
use crate::time::vietnam_time;

/// Why evidence that is at hand does not do.
pub(super) fn gap_text(gap: RevocationGap, lang: Lang) -> String {
    match gap {
        RevocationGap::Stale { next_update } => {
            let time = vietnam_time(next_update);
            match lang {
                Lang::Vi => format!("thông tin đã cũ, lẽ ra phải có bản mới trước {time}"),
                Lang::En => format!("what is there is stale, newer evidence was due at {time}"),
            }
        }
        RevocationGap::Expired { this_update } => {
            let time = vietnam_time(this_update);
            match lang {
                Lang::Vi => format!(
                    "thông tin lập sau khi chứng thư hết hạn ({time}) không còn liệt kê chứng thư đó"
                ),
                Lang::En => format!(
                    "what was made after the certificate expired ({time}) no longer lists it"
                ),
            }
        }
        RevocationGap::SignerOutOfTime { made_at } => {
            let time = vietnam_time(made_at);
            match lang {
                Lang::Vi => {
                    format!("khi lập thông tin ({time}), chứng thư của nơi lập không có hiệu lực")
                }
                Lang::En => {
                    format!("whoever made what is there had no valid certificate then ({time})")
                }
            }
        }
        RevocationGap::TooMuchEvidence { limit } => match lang {
            Lang::Vi => format!("có quá nhiều thông tin thu hồi (giới hạn {limit})"),
            Lang::En => format!("there is more revocation evidence than is consulted ({limit})"),
        },
        plain => plain_text(plain, lang).to_owned(),
    }
}

/// The reasons that name no value.
fn plain_text(gap: RevocationGap, lang: Lang) -> &'static str {
    let (vi, en) = match gap {
        RevocationGap::NoPath => (
            "chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
            "there is no trusted path",
        ),
        RevocationGap::NoList => (
            "không có danh sách hay câu trả lời OCSP nào",
            "there is no list and no OCSP response",
        ),
        RevocationGap::MalformedCertificate => (
            "chứng thư ghi sai nơi công bố thông tin thu hồi",
            "the certificate names the place of revocation evidence in a malformed way",
        ),
        RevocationGap::WrongCertificate => (
            "câu trả lời OCSP nói về chứng thư của nơi cấp khác",
            "the response is about a certificate of another issuer",
        ),
        RevocationGap::OutOfScope => (
            "thông tin hiện có nói về chứng thư khác hoặc chỉ một số lý do",
            "what is there is about other certificates or some reasons only",
        ),
        RevocationGap::UnknownCriticalExtension => (
            "thông tin có phần bắt buộc mà chương trình không hiểu",
            "what is there has critical parts that are not understood",
        ),
        RevocationGap::SignerMissing => (
            "không có chứng thư của nơi trả lời OCSP",
            "the certificate of the responder is missing",
        ),
        RevocationGap::NotAuthentic => (
            "chữ ký trên thông tin hiện có không phải của nơi có thẩm quyền",
            "nobody who may signed what is there",
        ),
        RevocationGap::SignerNotDelegated => (
            "nơi trả lời OCSP không được nơi cấp chứng thư ủy quyền",
            "the responder was not delegated by the issuer",
        ),
        RevocationGap::SignerUnknown => (
            "chưa biết chứng thư của nơi lập thông tin có bị thu hồi hay không",
            "whether the signer of what is there was revoked is not known",
        ),
        RevocationGap::SignerRevoked => (
            "chứng thư của nơi lập thông tin đã bị thu hồi",
            "the signer of what is there was revoked",
        ),
        RevocationGap::LeftOut => (
            "thông tin hiện có được ký bằng thuật toán không còn được tính, hoặc không có gì chứng minh nó có từ trước",
            "what is there is signed by an algorithm that no longer counts, or nothing proves that it is as old as it says",
        ),
        RevocationGap::NotKnownToResponder => (
            "nơi trả lời OCSP không biết chứng thư này",
            "the responder does not know the certificate",
        ),
        _ => (
            "thông tin hiện có không dùng được",
            "what is there does not do",
        ),
    };
    lang.pick(vi, en)
}

/// Where evidence is to be had.
pub(super) fn places_text(places: &[String], lang: Lang) -> String {
    if places.is_empty() {
        return String::new();
    }
    let words = lang.pick("; nơi cung cấp", "; to be had from");
    format!("{words}: {}", places.join(", "))
}

/// Why an algorithm verifies nothing, in Vietnamese.
pub(super) fn algorithm_text(error: &AlgorithmError) -> String {
    match error {
        AlgorithmError::Unsupported { oid } => format!("Chưa hỗ trợ thuật toán {oid}."),
        AlgorithmError::Parameters { oid } => {
            format!("Chưa hỗ trợ các tham số của thuật toán {oid}.")
        }
        AlgorithmError::KeyMismatch { algorithm } => {
            format!("Khóa công khai trong chứng thư không phù hợp với thuật toán {algorithm}.")
        }
        AlgorithmError::NeedsMessage { algorithm }
        | AlgorithmError::DigestInfoWithoutNull { algorithm }
        | AlgorithmError::Library { algorithm } => {
            format!("Không kiểm tra được chữ ký bằng thuật toán {algorithm}.")
        }
        AlgorithmError::Collision { digest } => {
            format!("Dữ liệu được ký mang dấu hiệu tấn công va chạm {digest}.")
        }
        _ => "Không kiểm tra được chữ ký bằng thuật toán này.".to_owned(),
    }
}

/// What is wrong with a path, in Vietnamese. The other problems have findings of their own.
pub(super) fn path_text(problem: &PathProblem) -> String {
    match problem {
        PathProblem::BadSignature { depth: 0 } => {
            "chữ ký của nơi cấp trên chứng thư của người ký sai".to_owned()
        }
        PathProblem::BadSignature { depth } => {
            format!("chữ ký trên chứng thư của nơi cấp (bậc {depth}) sai")
        }
        PathProblem::Constraints { depth: 0, .. } => {
            "chứng thư của người ký không tuân theo giới hạn mà nơi cấp đặt ra".to_owned()
        }
        PathProblem::Constraints { depth, .. } => {
            format!("chứng thư của nơi cấp (bậc {depth}) vượt giới hạn được phép cấp")
        }
        PathProblem::Unusable => "không dùng được chứng thư để lập chuỗi".to_owned(),
        _ => "chuỗi không đạt kiểm tra".to_owned(),
    }
}

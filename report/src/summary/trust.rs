//! The certificate path of a signature in one line.

use kyso_verifier::{Finding, SignatureKind, SignatureReport, TrustLevel};
use kyso_words::{Lang, Localized, vietnam_time};

/// Class, anchor and revocation of the certificate path.
pub(crate) fn trust(signature: &SignatureReport, lang: Lang) -> String {
    let trust = &signature.trust;
    let class = match trust.class {
        TrustLevel::Government => lang.pick("chứng thư chuyên dùng Chính phủ", "government CA"),
        TrustLevel::Public => lang.pick("tổ chức chứng thực công cộng", "licensed public CA"),
        TrustLevel::Other if signature.kind == SignatureKind::DocumentTimestamp => lang.pick(
            "nơi cấp dấu thời gian được tin",
            "trusted timestamp authority",
        ),
        TrustLevel::Other => lang.pick("nơi khác được tin", "another trusted anchor"),
        TrustLevel::None => return no_path(&signature.findings, lang),
    };
    let anchor = trust.anchor.as_deref().unwrap_or_default();
    let has = |test: fn(&Finding) -> bool| signature.findings.iter().any(test);
    let revocation = if has(|finding| matches!(finding, Finding::RevokedLater { .. })) {
        lang.pick(
            "Không bị thu hồi lúc ký, về sau mới bị",
            "Not revoked when it signed, but later",
        )
    } else if has(|finding| matches!(finding, Finding::SuspendedLater { .. })) {
        lang.pick(
            "Không bị tạm dừng lúc ký, về sau mới bị",
            "Not suspended when it signed, but later",
        )
    } else {
        signature.revocation(lang)
    };
    format!("{class}, {anchor}; {revocation}")
}

/// Why no path counts: there is none, or it is outside its time.
fn no_path(findings: &[Finding], lang: Lang) -> String {
    let window = findings.iter().find_map(|finding| match finding {
        Finding::OutsideValidity {
            not_before,
            not_after,
        } => Some((vietnam_time(*not_before), vietnam_time(*not_after))),
        _ => None,
    });
    let faulty = findings
        .iter()
        .any(|finding| matches!(finding, Finding::PathProblem { .. }));
    let misused = findings.iter().find_map(|finding| match finding {
        Finding::KeyUsage { problem, .. } => Some(problem.text(lang)),
        _ => None,
    });
    if let Some(misused) = misused {
        let certificate = lang.pick("chứng thư không dùng được", "certificate not for this");
        return format!("{certificate}: {misused}");
    }
    match (window, lang) {
        (Some((from, to)), Lang::Vi) => {
            format!("ngoài thời hạn của chứng thư (từ {from} đến {to})")
        }
        (Some((from, to)), Lang::En) => {
            format!("outside the validity of the certificate ({from} to {to})")
        }
        (None, _) if faulty => lang
            .pick("chuỗi chứng thư có lỗi", "the certificate path is faulty")
            .to_owned(),
        (None, _) => lang
            .pick(
                "chưa nối được chuỗi chứng thư tới chứng thư gốc tin cậy",
                "no path to an anchor",
            )
            .to_owned(),
    }
}

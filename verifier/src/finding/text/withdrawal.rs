//! Words for certificates that were revoked or suspended; the circular tells them apart (M2).

use super::super::Finding;
use kyso_words::Lang;
use kyso_words::vietnam_time;

/// The text about a certificate that was taken back; empty for other findings.
pub(super) fn text(finding: &Finding, lang: Lang) -> String {
    let (Finding::CertificateRevoked { subject, at }
    | Finding::CertificateSuspended { subject, at }
    | Finding::RevokedLater { subject, at }
    | Finding::SuspendedLater { subject, at }) = finding
    else {
        return String::new();
    };
    let suspended = matches!(
        finding,
        Finding::CertificateSuspended { .. } | Finding::SuspendedLater { .. }
    );
    let what = match suspended {
        true => lang.pick("bị tạm dừng", "is suspended"),
        false => lang.pick("bị thu hồi", "is revoked"),
    };
    let later = matches!(
        finding,
        Finding::RevokedLater { .. } | Finding::SuspendedLater { .. }
    );
    let later = match later {
        true => lang.pick(
            ", sau thời điểm ký đã được chứng thực: chữ ký vẫn có giá trị",
            ", after the proven signing time: the signature stays valid",
        ),
        false => "",
    };
    let at = vietnam_time(*at);
    match lang {
        Lang::Vi => format!("Chứng thư của “{subject}” {what} từ {at}{later}."),
        Lang::En => format!("The certificate of “{subject}” {what} since {at}{later}."),
    }
}

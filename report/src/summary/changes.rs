//! What happened to a file after a signature, in lines.

use kyso_verifier::{Change, ChangeRule, ContentState, Integrity, Modifications, SignatureReport};
use kyso_words::{Lang, counted};

use super::Line;

/// Later fillings and remarks; beside changes that are not permitted, nothing is called permitted.
pub(super) fn permitted(signature: &SignatureReport, lang: Lang) -> impl Iterator<Item = Line> {
    let is_sound = signature.integrity == Integrity::Intact
        && signature.modifications == Modifications::Permitted;
    let label = match is_sound {
        true => lang.pick("Được phép", "Permitted"),
        false => lang.pick("Thay đổi khác", "Other changes"),
    };
    signature.changes.iter().filter_map(move |change| {
        let rule = change.permitted_by?;
        let is_seen = matches!(rule, ChangeRule::FormFilling | ChangeRule::Annotation);
        let text = || format!("{}, {}", rule.label(lang), change_text(change, lang));
        is_seen.then(|| (label.to_owned(), text()))
    })
}

/// The later changes that are not permitted, and how many changes are not listed at all.
pub(super) fn forbidden(signature: &SignatureReport, lang: Lang) -> Vec<Line> {
    let label = lang.pick("Không được phép", "Not permitted");
    let forbidden = signature.changes.iter();
    let forbidden = forbidden.filter(|change| change.permitted_by.is_none());
    let mut lines: Vec<Line> = forbidden
        .map(|change| (label.to_owned(), change_text(change, lang)))
        .collect();
    if signature.changes_omitted > 0 {
        let count = signature.changes_omitted;
        let words = match lang {
            Lang::Vi => format!("{count} thay đổi khác không được liệt kê"),
            Lang::En => format!("{} not listed", counted(count, "more change")),
        };
        lines.push((
            lang.pick("Thay đổi khác", "Other changes").to_owned(),
            words,
        ));
    }
    lines
}

/// The changes after the signature; beside content that does not agree with it, nothing that
/// reassures.
pub(crate) fn modifications(signature: &SignatureReport, lang: Lang) -> &'static str {
    match (signature.content(), signature.modifications) {
        (ContentState::WrittenAnew, _) => lang.pick(
            "Không xét nữa: tệp đã được ghi lại toàn bộ",
            "Not considered: the whole file was written anew",
        ),
        (ContentState::Intact, modifications) | (_, modifications @ Modifications::Forbidden) => {
            modifications.label(lang)
        }
        (ContentState::Changed, _) => lang.pick(
            "Không xét nữa: chính nội dung đã ký bị thay đổi",
            "Not considered: the signed content itself was changed",
        ),
        (ContentState::Attacked, _) => lang.pick(
            "Không xét nữa: nội dung đã ký mang dấu hiệu tấn công va chạm",
            "Not considered: the signed content carries the traces of a collision attack",
        ),
        (ContentState::SignatureBroken, _) => lang.pick(
            "Không xét nữa: chữ ký bị hỏng",
            "Not considered: the signature is broken",
        ),
        (ContentState::Unverifiable, _) => lang.pick(
            "Không kết luận được: chưa kiểm tra được nội dung đã ký",
            "Not concluded: the signed content could not be checked",
        ),
    }
}

fn change_text(change: &Change, lang: Lang) -> String {
    let revision = lang.pick("phiên bản", "revision");
    format!("{revision} {}: {}", change.revision + 1, change.text(lang))
}

//! What a record rests on: the times, the program, the anchors, the settings of the operator, and the rules.

use jiff::Timestamp;
use kyso_verifier::{
    ENGINE_VERSION, GovernmentSha1, POLICY_VERSION, Report, Settings, UnknownRevocation,
};
use kyso_words::{Lang, vietnam_time};

use super::RecordSubject;
use crate::record::row::{Row, row};
use crate::summary;

pub(super) fn basis(subject: &RecordSubject<'_>, lang: Lang) -> Vec<Row> {
    let rest = [
        program(lang),
        anchors(subject.report, lang),
        settings(&subject.report.settings, lang),
        row(
            lang.pick("Theo", "By"),
            &subject.report.rules(lang).join("; "),
        ),
    ];
    times(subject.report.checked_at, subject.made_at, lang)
        .chain(rest)
        .collect()
}

pub(super) fn times(
    checked_at: Timestamp,
    made_at: Option<Timestamp>,
    lang: Lang,
) -> impl Iterator<Item = Row> {
    let times = summary::times(checked_at, made_at, lang).into_iter();
    times.map(|(label, value)| row(label, &value))
}

pub(super) fn program(lang: Lang) -> Row {
    let label = lang.pick("Chương trình", "Program");
    let policy = lang.pick("chính sách kiểm tra", "verification policy");
    row(
        label,
        &format!("kyso {ENGINE_VERSION}, {policy} {POLICY_VERSION}"),
    )
}

/// The anchors that the paths of the signatures end in.
fn anchors(report: &Report, lang: Lang) -> Row {
    let found = report.signatures.iter();
    let mut names: Vec<&str> = found
        .filter_map(|one| one.trust.anchor.as_deref())
        .collect();
    names.sort_unstable();
    names.dedup();
    let names = match names.is_empty() {
        true => lang.pick("không có", "none").to_owned(),
        false => names.join("; "),
    };
    row(lang.pick("Chứng thư gốc", "Trust anchors"), &names)
}

/// What the operator decided about verdicts: `chưa rõ thu hồi → chưa kết luận; SHA-1 …`.
fn settings(settings: &Settings, lang: Lang) -> Row {
    let unknown = match settings.unknown_revocation {
        UnknownRevocation::Warn => lang.pick(
            "chưa rõ thu hồi: chỉ cảnh báo",
            "revocation not known: only a warning",
        ),
        UnknownRevocation::Indeterminate => lang.pick(
            "chưa rõ thu hồi: chưa kết luận",
            "revocation not known: no conclusion",
        ),
    };
    let sha1 = match settings.government_sha1 {
        GovernmentSha1::Refused => lang
            .pick("SHA-1 không được chấp nhận", "SHA-1 is not accepted")
            .to_owned(),
        GovernmentSha1::Checked { until } => {
            let words = lang.pick(
                "SHA-1 của cơ quan nhà nước được chấp nhận khi không có dấu hiệu tấn công",
                "SHA-1 of state agencies is accepted without traces of an attack",
            );
            let until = until.map(|until| match lang {
                Lang::Vi => format!(", trước {}", vietnam_time(until)),
                Lang::En => format!(", before {}", vietnam_time(until)),
            });
            format!("{words}{}", until.unwrap_or_default())
        }
    };
    row(
        lang.pick("Thiết lập", "Settings"),
        &format!("{unknown}; {sha1}"),
    )
}

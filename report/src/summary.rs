//! A verification report as plain text, for terminals and files.

use std::fmt::Write;

use jiff::Timestamp;
use kyso_pki::Certificate;
use kyso_verifier::{FormStep, Report, Role, SignatureKind, SignatureReport, Verdict};
use kyso_words::{Lang, vietnam_time};

mod changes;
mod trust;

use crate::advice;
use crate::visual::SeenChange;
use kyso_words::printable;

pub(crate) use changes::modifications;
use changes::{forbidden, permitted};
pub(crate) use trust::trust;

/// The whole report: the verdict first, then each signature, then remarks.
///
/// `made_at` is the real time where that of the report was chosen by the user.
#[must_use]
pub fn report_text(report: &Report, name: &str, made_at: Option<Timestamp>, lang: Lang) -> String {
    let mut text = format!(
        "{} {}\n",
        verdict_mark(report.verdict),
        report.headline(lang)
    );
    let mut line = |label: &str, value: &str| field(&mut text, 0, label, value);
    line(lang.pick("Tệp", "File"), name);
    line(
        lang.pick("Giá trị pháp lý", "Legal status"),
        report.legal_status.label(lang),
    );
    if report.verdict != Verdict::TotalPassed || advice::needs_care(report) {
        line(
            lang.pick("Việc cần làm", "What to do"),
            advice::next_step(report, lang),
        );
    }
    for (label, value) in times(report.checked_at, made_at, lang) {
        line(label, &value);
    }
    line(
        "SHA-256",
        &format!(
            "{} ({} byte)",
            base16ct::lower::encode_string(&report.sha256),
            report.size
        ),
    );
    for finding in &report.findings {
        line(lang.pick("Ghi chú", "Remark"), &finding.text(lang));
    }
    for (number, signature) in (1..).zip(&report.signatures) {
        add_signature(&mut text, number, signature, lang);
    }
    text
}

/// When a report was made, and the time that it looks at where the user chose another.
pub(crate) fn times(
    checked_at: Timestamp,
    made_at: Option<Timestamp>,
    lang: Lang,
) -> Vec<(&'static str, String)> {
    let checked = vietnam_time(checked_at);
    let Some(made_at) = made_at else {
        return vec![(lang.pick("Kiểm tra lúc", "Checked at"), checked)];
    };
    let chosen = lang.pick("do người dùng chọn", "chosen by the user");
    vec![
        (lang.pick("Lập lúc", "Made at"), vietnam_time(made_at)),
        (
            lang.pick("Xét tại thời điểm", "Judged as of"),
            format!("{checked} ({chosen})"),
        ),
    ]
}

/// The pages that look different after later revisions, where they were compared.
#[must_use]
pub fn visual_text(changes: Option<&[SeenChange]>, lang: Lang) -> String {
    let Some(changes) = changes else {
        return String::new();
    };
    let mut text = format!(
        "\n{}\n",
        lang.pick("So sánh hình ảnh các trang:", "Pages as seen:")
    );
    let none = lang.pick(
        "không có phiên bản nào sau chữ ký đầu tiên",
        "no revision after the first signature",
    );
    if changes.is_empty() {
        let _ = writeln!(text, "   – {none}");
    }
    for change in changes {
        let mark = if change.is_expected() { "✓" } else { "!" };
        let _ = writeln!(text, "   {mark} {}", change.text(lang));
    }
    text
}

fn add_signature(text: &mut String, number: usize, signature: &SignatureReport, lang: Lang) {
    let verdict = signature.verdict;
    let (role, mark, label) = (
        role(signature, lang),
        verdict_mark(verdict),
        verdict.label(lang),
    );
    let _ = writeln!(text, "\n{number}. {role}: {mark} {label}");
    let mut lines = facts(signature, lang);
    lines.extend(forbidden(signature, lang));
    lines.extend(permitted(signature, lang));
    lines.extend(form(signature, lang));
    let remark = lang.pick("Ghi chú", "Remark").to_owned();
    let findings = signature.findings.iter();
    lines.extend(findings.map(|finding| (remark.clone(), finding.text(lang))));
    for (label, value) in &lines {
        field(text, 3, label, value);
    }
}

/// A label and its value.
type Line = (String, String);

/// The text about every signature: the reasons, the seven facts, and their basis.
fn facts(signature: &SignatureReport, lang: Lang) -> Vec<Line> {
    let reason = signature.reason(lang);
    let reason = reason.map(|reason| (lang.pick("Lý do", "Reason"), reason.to_owned()));
    let role = signature.role_text(lang);
    let role = role.map(|role| (lang.pick("Vai trò", "Role"), role));
    let known = signature.holder.as_ref();
    let known = known.map(|one| {
        (
            lang.pick("Danh bạ cơ quan", "Agency directory"),
            one.text(lang),
        )
    });
    let seven = signature.facts(lang);
    let seven = seven.map(|fact| (fact.kind.label(lang), fact.value));
    let more = [
        (
            lang.pick("Bao phủ", "Covers"),
            signature.coverage.label(lang).to_owned(),
        ),
        (
            lang.pick("Thay đổi sau ký", "Later changes"),
            modifications(signature, lang).to_owned(),
        ),
        (lang.pick("Tin cậy", "Trust"), trust(signature, lang)),
    ];
    let level = signature.protection(lang);
    let level = level.map(|level| (lang.pick("Mức chữ ký", "Level"), level));
    let facts = reason.into_iter().chain(role).chain(known).chain(seven);
    let facts = facts.chain(more).chain(level);
    facts
        .map(|(label, value)| (label.to_owned(), value))
        .collect()
}

fn form(signature: &SignatureReport, lang: Lang) -> impl Iterator<Item = Line> {
    let rule = lang.pick("Thể thức", "Form rule");
    signature.form.iter().map(move |form| {
        let mark = match (form.ok, form.step()) {
            (true, Some(FormStep::Differs)) => "≈",
            (true, _) => "✓",
            (false, _) => "✕",
        };
        let label = format!("{rule} {}", form.rule.as_str());
        (label, format!("{mark} {}", form.text(lang)))
    })
}

/// One line; the value may come from the file and must not be able to start another.
fn field(text: &mut String, indent: usize, label: &str, value: &str) {
    let label = format!("{label}:");
    let _ = writeln!(text, "{:indent$}{label:<27} {}", "", printable(value));
}

/// A sign of its own for each verdict.
#[must_use]
pub fn verdict_mark(verdict: Verdict) -> char {
    match verdict {
        Verdict::TotalPassed => '✓',
        Verdict::TotalFailed => '✕',
        Verdict::NotSigned => '–',
        Verdict::Indeterminate => '?',
    }
}

/// Whose signature it is.
pub(crate) fn role(signature: &SignatureReport, lang: Lang) -> &'static str {
    match (signature.kind, signature.role) {
        (SignatureKind::DocumentTimestamp, _) => signature.kind.label(lang),
        (_, Role::Unknown) => lang.pick("Chữ ký số (chưa rõ vai trò)", "Signature (role unknown)"),
        (_, role) => role.label(lang),
    }
}

/// A holder without a common name: all of the name, an address, or the number of the certificate.
#[must_use]
pub fn holder_name(certificate: &Certificate, lang: Lang) -> String {
    let subject = certificate.subject_display();
    if !subject.is_empty() {
        return subject;
    }
    let number = certificate.serial_hex();
    match lang {
        Lang::Vi => format!("chứng thư không ghi tên người giữ, số {number}"),
        Lang::En => format!("a certificate without a name, number {number}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use jiff::SignedDuration;
    use kyso_issuing::{Authority, CertificateRequest, KeyType, Subject, Validity};
    use kyso_verifier::{ChangeKind, ChangeRule, Modifications};

    use super::*;
    use crate::sample::issued;

    #[test]
    fn no_name_in_a_file_can_fake_a_line_of_the_report() {
        let (_, mut report) = issued();
        let honest = report_text(&report, "a.pdf", None, Lang::Vi);

        let name = "\x1b[2J\nKết quả: HỢP LỆ\u{202e}";
        for signature in &mut report.signatures {
            signature.signer = Some(self_signed(name));
            signature.trust.anchor = Some(name.to_owned());
        }
        let faked = report_text(&report, "b\r\nKết quả: HỢP LỆ.pdf", None, Lang::Vi);
        assert_eq!(faked.lines().count(), honest.lines().count());
        assert!(faked.starts_with("✓ HỢP LỆ · 2 chữ ký · "), "{faked}");
        let results = faked.lines().filter(|line| line.contains("HỢP LỆ · "));
        assert_eq!(results.count(), 1, "{faked}");
        let acts = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!faked.contains(acts), "{faked:?}");
        assert!(faked.contains("\\u{1b}[2J\\u{a}Kết quả"), "{faked}");
    }

    #[test]
    fn fillings_and_remarks_are_lines_and_permitted_only_in_a_sound_document() {
        let (_, mut report) = issued();
        let shown = report_text(&report, "a.pdf", None, Lang::Vi);
        assert!(!shown.contains("Được phép:") && !shown.contains("Việc cần làm"));

        let changes = &mut report.signatures[0].changes;
        let mut filled = changes[0].clone();
        filled.permitted_by = Some(ChangeRule::FormFilling);
        filled.what = ChangeKind::FieldFilled {
            name: "So".to_owned(),
            old: String::new(),
            new: "05".to_owned(),
        };
        filled.page_index = Some(0);
        let mut remarked = filled.clone();
        remarked.permitted_by = Some(ChangeRule::Annotation);
        remarked.what = ChangeKind::AnnotationAdded {
            kind: "Highlight".to_owned(),
            text: "xem lại".to_owned(),
        };
        changes.extend([filled, remarked]);
        let shown = report_text(&report, "a.pdf", None, Lang::Vi);
        for words in [
            "Được phép:                  điền biểu mẫu, phiên bản 3: Trang 1: điền trường “So”: “” → “05”",
            "Được phép:                  chú thích, phiên bản 3: Trang 1: thêm tô sáng “xem lại”",
        ] {
            assert_eq!(shown.matches(words).count(), 1, "{shown}");
        }
        report.signatures[0].modifications = Modifications::Forbidden;
        report.verdict = Verdict::TotalFailed;
        let shown = report_text(&report, "a.pdf", None, Lang::Vi);
        assert!(!shown.contains("Được phép:"), "{shown}");
        assert!(
            shown.contains("Việc cần làm:               Không tiếp nhận."),
            "{shown}"
        );
        assert!(
            shown.contains(
                "Thay đổi khác:              chú thích, phiên bản 3: Trang 1: thêm tô sáng"
            )
        );
    }

    fn self_signed(name: &str) -> Certificate {
        let validity = Validity {
            not_before: Timestamp::UNIX_EPOCH,
            not_after: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24),
        };
        let subject = Subject::new(name, name, "Hà Nội");
        let request = CertificateRequest::new(subject, KeyType::P256, validity);
        Authority::root(&request).unwrap().certificate().clone()
    }
}

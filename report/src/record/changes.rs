//! What a record says about changes after signing, and about the formal rules.

use std::collections::{BTreeMap, HashSet};

use kyso_verifier::{
    Change, ContentState, FormStep, Integrity, Modifications, Report, SignatureReport, Verdict,
};
use kyso_words::{Lang, counted};

use super::row::clipped;
use super::{RecordEntry, Tone};
use crate::visual::SeenChange;

/// Forbidden changes one by one, then fillings and remarks, then the changes of each revision.
pub(super) fn changes(report: &Report, lang: Lang) -> Vec<RecordEntry> {
    let Some(earliest) = earliest(report) else {
        return Vec::new();
    };
    let mut entries: Vec<RecordEntry> = broken(report, lang).into_iter().collect();
    entries.extend(forbidden(report, lang));
    if entries.is_empty() && any(report, |one| one.modifications == Modifications::Forbidden) {
        let words = lang.pick(
            "Có phần của tệp không được chữ ký nào bảo vệ.",
            "A part of the file is protected by no signature.",
        );
        entries.push(entry(Tone::Failed, words));
    }
    let sound = report.verdict != Verdict::TotalFailed
        && !any(report, |one| one.integrity != Integrity::Intact);
    let tone = match entries.is_empty() && sound {
        true => Tone::Passed,
        false => Tone::Unknown,
    };
    let completed = report.completions().into_iter();
    entries.extend(completed.map(|one| entry(Tone::Unknown, &one.text(lang))));
    entries.extend(permitted(earliest, tone, lang));
    entries.extend(not_listed(report, lang));
    if entries.is_empty() {
        entries.push(nothing(tone, lang));
    }
    entries
}

/// What is broken, the gravest of all signatures.
fn broken(report: &Report, lang: Lang) -> Option<RecordEntry> {
    let is = |state: ContentState| any(report, |one| one.content() == state);
    let words = if is(ContentState::Attacked) {
        lang.pick(
            "Nội dung đã ký mang dấu hiệu tấn công va chạm: có thể đã bị tráo.",
            "The signed content carries the traces of a collision attack: it may have been exchanged.",
        )
    } else if is(ContentState::Changed) {
        lang.pick(
            "Nội dung đã ký bị thay đổi.",
            "The signed content was changed.",
        )
    } else if is(ContentState::WrittenAnew) {
        lang.pick(
            "Không biết được: tệp đã bị ghi lại toàn bộ sau khi ký, không còn các byte đã ký. Hãy xin tệp gốc.",
            "Not known: the whole file was written anew after signing, and the signed bytes are gone. Ask for the original file.",
        )
    } else if is(ContentState::SignatureBroken) {
        lang.pick(
            "Chữ ký bị hỏng, nên không xác nhận được nội dung.",
            "The signature is broken, so that it confirms no content.",
        )
    } else {
        return None;
    };
    Some(entry(Tone::Failed, words))
}

/// Each once, however many signatures forbid it.
fn forbidden(report: &Report, lang: Lang) -> impl Iterator<Item = RecordEntry> {
    let changes = report.signatures.iter().flat_map(|one| &one.changes);
    let mut seen = HashSet::new();
    let new = changes.filter(move |change| {
        let Change {
            revision,
            what,
            object,
            page_index,
            ..
        } = change;
        change.permitted_by.is_none() && seen.insert((revision, what, object, page_index))
    });
    new.map(move |change| entry(Tone::Failed, &forbidden_text(change, lang)))
}

/// `Phiên bản 5, KHÔNG được phép: Trang 1: thay thế đối tượng (đối tượng 7 0)`.
fn forbidden_text(change: &Change, lang: Lang) -> String {
    let revision = lang.pick("Phiên bản", "Revision");
    let denied = lang.pick("KHÔNG được phép", "NOT permitted");
    format!(
        "{revision} {}, {denied}: {}",
        change.revision + 1,
        change.text(lang)
    )
}

/// That the report itself leaves changes out, for the signature that lacks most of them.
fn not_listed(report: &Report, lang: Lang) -> Option<RecordEntry> {
    let counts = report.signatures.iter().map(|one| one.changes_omitted);
    let count = counts.max().filter(|count| *count > 0)?;
    let words = match lang {
        Lang::Vi => format!("Còn tới {count} thay đổi sau một chữ ký không được liệt kê."),
        Lang::En => format!("Up to {count} more changes after a signature are not listed."),
    };
    Some(entry(Tone::Unknown, &words))
}

fn nothing(tone: Tone, lang: Lang) -> RecordEntry {
    let words = match tone {
        Tone::Passed => lang.pick(
            "Không có thay đổi nào sau chữ ký đầu tiên.",
            "Nothing was changed after the first signature.",
        ),
        Tone::Failed | Tone::Unknown | Tone::Differs | Tone::Unsigned => lang.pick(
            "Không kết luận được: có chữ ký chưa kiểm tra được.",
            "Not concluded: a signature could not be checked.",
        ),
    };
    entry(tone, words)
}

/// Each formal rule of each signature, broken ones first, then those kept in another way (B6).
pub(super) fn form(report: &Report, lang: Lang) -> Vec<RecordEntry> {
    let signature = lang.pick("Chữ ký", "Signature");
    let mut entries = Vec::new();
    for (number, one) in (1..).zip(&report.signatures) {
        for finding in &one.form {
            let (tone, result) = match (finding.ok, finding.step()) {
                (true, Some(FormStep::Differs)) => (Tone::Differs, lang.pick("có khác", "differs")),
                (true, _) => (Tone::Passed, lang.pick("đạt", "kept")),
                (false, _) => (Tone::Failed, lang.pick("CHƯA ĐẠT", "NOT KEPT")),
            };
            let rule = finding.rule.as_str();
            let text = finding.text(lang);
            entries.push(entry(
                tone,
                &format!("{signature} {number}, {rule} {result}: {text}"),
            ));
        }
    }
    entries.sort_by_key(|entry| match entry.tone {
        Tone::Passed => 2,
        Tone::Differs => 1,
        Tone::Failed | Tone::Unknown | Tone::Unsigned => 0,
    });
    entries
}

/// What each later revision changed on the pages as they are seen.
pub(super) fn visual(changes: &[SeenChange], lang: Lang) -> Vec<RecordEntry> {
    if changes.is_empty() {
        let words = lang.pick(
            "Không có phiên bản nào sau chữ ký đầu tiên để so sánh.",
            "No revision after the first signature to compare.",
        );
        return vec![entry(Tone::Unsigned, words)];
    }
    let line = |change: &SeenChange| {
        let tone = match change.is_expected() {
            true => Tone::Passed,
            false => Tone::Unknown,
        };
        entry(tone, &change.text(lang))
    };
    changes.iter().map(line).collect()
}

/// Whose later changes are all later changes.
fn earliest(report: &Report) -> Option<&SignatureReport> {
    let revision = |one: &&SignatureReport| one.revision.unwrap_or(usize::MAX);
    report.signatures.iter().min_by_key(revision)
}

/// `Phiên bản 3: chữ ký mới, cấu trúc tệp (9 đối tượng)`.
fn permitted(signature: &SignatureReport, tone: Tone, lang: Lang) -> Vec<RecordEntry> {
    let mut revisions: BTreeMap<usize, (usize, Vec<&str>)> = BTreeMap::new();
    for change in &signature.changes {
        let Some(rule) = change.permitted_by else {
            continue;
        };
        let (count, rules) = revisions.entry(change.revision).or_default();
        *count += 1;
        if !rules.contains(&rule.label(lang)) {
            rules.push(rule.label(lang));
        }
    }
    // Beside content that was changed nothing is called permitted.
    let permitted = match tone {
        Tone::Passed => lang.pick(", được phép", ", permitted"),
        Tone::Failed | Tone::Unknown | Tone::Differs | Tone::Unsigned => "",
    };
    let text = |(revision, (count, rules)): (usize, (usize, Vec<&str>))| {
        let (number, rules) = (revision + 1, rules.join(", "));
        match lang {
            Lang::Vi => format!("Phiên bản {number}{permitted}: {rules} ({count} đối tượng)"),
            Lang::En => format!(
                "Revision {number}{permitted}: {rules} ({})",
                counted(count, "object")
            ),
        }
    };
    revisions
        .into_iter()
        .map(|one| entry(tone, &text(one)))
        .collect()
}

fn any(report: &Report, test: impl Fn(&SignatureReport) -> bool) -> bool {
    report.signatures.iter().any(test)
}

pub(super) fn entry(tone: Tone, text: &str) -> RecordEntry {
    RecordEntry {
        tone,
        text: clipped(text),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use kyso_verifier::FormDetail;

    use super::*;
    use crate::sample::issued;

    /// B6: kept, kept in another way, and not kept are three.
    #[test]
    fn a_seal_that_differs_is_neither_kept_nor_broken() {
        let (_, mut report) = issued();
        let count = |report: &Report, tone| {
            let entries = form(report, Lang::Vi).into_iter();
            entries.filter(|entry| entry.tone == tone).count()
        };
        let kept = count(&report, Tone::Passed);
        assert_eq!(count(&report, Tone::Differs), 0);
        let mut findings = report.signatures.iter_mut().flat_map(|one| &mut one.form);
        let step = findings.find_map(|finding| match &mut finding.detail {
            FormDetail::SealGeometry { step, .. } => Some(step),
            _ => None,
        });
        *step.unwrap() = FormStep::Differs;
        assert_eq!(count(&report, Tone::Passed), kept - 1);
        let first = form(&report, Lang::Vi).remove(0);
        assert_eq!(first.tone, Tone::Differs);
        assert!(
            first.text.contains("B1 có khác: Con dấu rộng"),
            "{}",
            first.text
        );
    }
}

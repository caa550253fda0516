//! The end of a text answer: one line a file, and counts; or how files differ from what was expected.

use std::fmt::Write;

use kyso_verifier::{LegalStatus, Verdict};
use kyso_words::Lang;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::examination::Examined;
use super::expectation::{Comparison, Difference};
use super::selection::Skipped;
use kyso_report::verdict_mark;
use kyso_words::{printable, printable_form};

/// One line a file: mark, verdict, signatures, reason or legal status, path. Then the counts.
pub(super) fn table(examined: &[Examined], skipped: &Skipped, lang: Lang) -> String {
    let rows: Vec<[String; 4]> = examined.iter().map(|one| row(one, lang)).collect();
    let mut widths = [0; 3];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut text = String::new();
    for row in &rows {
        for (width, cell) in widths.iter().zip(row) {
            let blank = width - cell.width() + 2;
            let _ = write!(text, "{cell}{:blank$}", "");
        }
        let [.., path] = row;
        let _ = writeln!(text, "{path}");
    }
    let _ = writeln!(text, "\n{}", counts(examined, lang));
    let skipped = left_out(skipped, lang);
    if !skipped.is_empty() {
        let label = lang.pick("Bỏ qua", "Left out");
        let _ = writeln!(text, "{label}: {skipped}");
    }
    text
}

/// The files that are not as expected, each with all differences; then how many are.
pub(super) fn differences(comparison: &Comparison, lang: Lang) -> String {
    let mut text = String::new();
    for (path, differences) in comparison.unmet() {
        for difference in differences {
            let words = difference_words(difference, lang);
            let _ = writeln!(
                text,
                "✕ {}: {}",
                printable_form(path.display()),
                printable(&words)
            );
        }
    }
    let (files, met) = comparison.counts();
    let _ = match lang {
        Lang::Vi => writeln!(text, "Đúng như mong đợi: {met}/{files} tệp"),
        Lang::En => writeln!(text, "as expected: {met} of {files} files"),
    };
    text
}

/// A difference in words.
pub(super) fn difference_words(difference: &Difference, lang: Lang) -> String {
    match (difference, lang) {
        (
            Difference::Other {
                fact,
                expected,
                found,
            },
            Lang::Vi,
        ) => {
            format!("{}: mong đợi {expected}, kết quả {found}", fact.key())
        }
        (
            Difference::Other {
                fact,
                expected,
                found,
            },
            Lang::En,
        ) => {
            format!("{}: expected {expected}, found {found}", fact.key())
        }
        (Difference::Missing, Lang::Vi) => {
            "có trong danh sách mong đợi nhưng không có tệp".to_owned()
        }
        (Difference::Missing, Lang::En) => "listed, but there is no such file".to_owned(),
        (Difference::Unlisted, Lang::Vi) => {
            "có tệp nhưng không có trong danh sách mong đợi".to_owned()
        }
        (Difference::Unlisted, Lang::En) => "not listed in the manifest".to_owned(),
    }
}

fn row(one: &Examined, lang: Lang) -> [String; 4] {
    let (mark, verdict, signatures) = match &one.outcome {
        Ok(findings) => (
            verdict_mark(findings.verdict),
            findings.verdict.label(lang),
            counted(findings.signatures, findings.timestamps, lang),
        ),
        Err(_) => ('!', unreadable(lang), String::new()),
    };
    let level = one
        .outcome
        .as_ref()
        .ok()
        .and_then(|findings| findings.level);
    let signatures = match level {
        Some(level) => format!("{signatures} {}", level.as_str()),
        None => signatures,
    };
    let reason = shortened(&printable(&reason(one, lang)));
    [
        format!("{mark} {verdict}"),
        signatures,
        reason,
        printable_form(one.path.display()),
    ]
}

/// `3 chữ ký, 1 dấu thời gian`; a kind that is missing is left out.
fn counted(signatures: usize, timestamps: usize, lang: Lang) -> String {
    let signatures = match (signatures, lang) {
        (0, _) => None,
        (count, Lang::Vi) => Some(format!("{count} chữ ký")),
        (1, Lang::En) => Some("1 signature".to_owned()),
        (count, Lang::En) => Some(format!("{count} signatures")),
    };
    let timestamps = match (timestamps, lang) {
        (0, _) => None,
        (count, Lang::Vi) => Some(format!("{count} dấu thời gian")),
        (1, Lang::En) => Some("1 timestamp".to_owned()),
        (count, Lang::En) => Some(format!("{count} timestamps")),
    };
    let both: Vec<String> = signatures.into_iter().chain(timestamps).collect();
    both.join(", ")
}

/// Why the verdict is not better; for lack of that, what keeps the file from being an original.
fn reason(one: &Examined, lang: Lang) -> String {
    let reason = one.reason(lang);
    match &one.outcome {
        Ok(findings) if reason.is_empty() && findings.legal_status != LegalStatus::Original => {
            findings.legal_status.label(lang).to_owned()
        }
        _ => reason,
    }
}

/// How many files have each verdict, the good ones first.
fn counts(examined: &[Examined], lang: Lang) -> String {
    let of = |verdict: Option<Verdict>| {
        let same =
            |one: &&Examined| one.outcome.as_ref().ok().map(|findings| findings.verdict) == verdict;
        examined.iter().filter(same).count()
    };
    let verdicts = [
        Verdict::TotalPassed,
        Verdict::TotalFailed,
        Verdict::Indeterminate,
        Verdict::NotSigned,
    ];
    let labelled = verdicts.map(|verdict| (of(Some(verdict)), verdict.label(lang)));
    let labelled = labelled.into_iter().chain([(of(None), unreadable(lang))]);
    let labelled = labelled
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{count} {label}"));
    let parts = labelled.collect::<Vec<_>>().join(" · ");
    let total = examined.len();
    match (lang, total) {
        (Lang::Vi, _) => format!("{total} tệp: {parts}"),
        (Lang::En, 1) => format!("1 file: {parts}"),
        (Lang::En, _) => format!("{total} files: {parts}"),
    }
}

fn left_out(skipped: &Skipped, lang: Lang) -> String {
    let parts = [
        (skipped.others, "tệp không phải PDF", "not PDF"),
        (skipped.hidden, "mục ẩn", "hidden"),
        (
            skipped.folders,
            "thư mục con (xem cả thư mục con: --recursive)",
            "subfolders (--recursive looks into them)",
        ),
        (skipped.links, "liên kết tới thư mục", "links to folders"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts = parts.map(|(count, vi, en)| format!("{count} {}", lang.pick(vi, en)));
    parts.collect::<Vec<_>>().join(", ")
}

/// That there is no verdict.
pub(super) fn unreadable(lang: Lang) -> &'static str {
    lang.pick("KHÔNG ĐỌC ĐƯỢC", "UNREADABLE")
}

/// Cut to the width of the column; the report or standard error has the whole reason.
fn shortened(text: &str) -> String {
    if text.width() <= REASON {
        return text.to_owned();
    }
    let mut width = 1;
    let fits = |letter: &char| {
        width += letter.width().unwrap_or(0);
        width <= REASON
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// Columns of a terminal for the reason.
const REASON: usize = 44;

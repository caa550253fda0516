//! Facts that a reader should know though they decide nothing: said once, with the signatures that they concern.

use kyso_verifier::{Report, Severity, Verdict};
use kyso_words::Lang;

use super::row::clipped;

/// Remarks about anchors, the file, and signatures.
pub(super) fn remarks(report: &Report, foreign_anchors: &[String], lang: Lang) -> Vec<String> {
    let mut remarks = Vec::new();
    if !foreign_anchors.is_empty() {
        let names = foreign_anchors.join("; ");
        remarks.push(match lang {
            Lang::Vi => format!(
                "CẢNH BÁO: kết quả dựa trên chứng thư gốc không thuộc danh mục đã biết của Việt Nam ({names}); chỉ dùng để thử nghiệm."
            ),
            Lang::En => format!(
                "WARNING: the result rests on trust anchors that are not among the known Vietnamese ones ({names}); for trials only."
            ),
        });
    }
    remarks.extend(report.findings.iter().map(|finding| finding.text(lang)));
    remarks.extend(about_signatures(report, lang));
    remarks.iter().map(|remark| clipped(remark)).collect()
}

fn about_signatures(report: &Report, lang: Lang) -> Vec<String> {
    let mut grouped: Vec<(String, Vec<String>)> = Vec::new();
    for (number, signature) in (1..).zip(&report.signatures) {
        let passed = signature.verdict == Verdict::TotalPassed;
        let findings = signature.findings.iter();
        // The part about the signature itself gives the reasons of a doubtful verdict.
        for finding in findings.filter(|finding| passed || finding.severity() != Severity::Reason) {
            let text = finding.text(lang);
            let number = format!("{number}");
            match grouped.iter_mut().find(|(other, _)| *other == text) {
                Some((_, numbers)) => numbers.push(number),
                None => grouped.push((text, vec![number])),
            }
        }
    }
    let signature = lang.pick("Chữ ký", "Signature");
    let line = |(text, numbers): (String, Vec<String>)| {
        format!("{signature} {}: {text}", shortened(&numbers))
    };
    grouped.into_iter().map(line).collect()
}

/// `1, 2, 3 … 25`.
fn shortened(numbers: &[String]) -> String {
    match numbers {
        [first, second, third, .., last] if numbers.len() > 6 => {
            format!("{first}, {second}, {third} … {last} ({})", numbers.len())
        }
        all => all.join(", "),
    }
}

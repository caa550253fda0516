//! The words about a copy: its form, who made it and when, and what was copied (D1–D3).

use kyso_pki::Certificate;
use kyso_words::{Lang, vietnam_time};

use super::{Report, Role, SignatureReport, Verdict};

/// One part of the headline for each valid signature that makes a copy.
pub(super) fn told(report: &Report, lang: Lang) -> impl Iterator<Item = String> {
    let signatures = report.signatures.iter();
    let copies =
        signatures.filter(|one| one.role == Role::Copy && one.verdict == Verdict::TotalPassed);
    copies.map(move |one| copy(one, report, lang))
}

fn copy(signature: &SignatureReport, report: &Report, lang: Lang) -> String {
    let form = signature
        .copy_form
        .map(|form| form.label(lang))
        .unwrap_or_default();
    let signer = signature.signer.as_ref();
    let agency = signer
        .and_then(Certificate::subject_common_name)
        .unwrap_or_default();
    let time = signature
        .signing_time
        .value
        .map(vietnam_time)
        .unwrap_or_default();
    let copied = report.copied_status.map(|status| status.label(lang));
    match (lang, copied) {
        (Lang::Vi, None) => format!("{form} do “{agency}” thực hiện lúc {time}"),
        (Lang::Vi, Some(copied)) => {
            format!("{form} do “{agency}” thực hiện lúc {time}; văn bản được sao: {copied}")
        }
        (Lang::En, None) => format!("{form} made by “{agency}” at {time}"),
        (Lang::En, Some(copied)) => {
            format!("{form} made by “{agency}” at {time}; the copied document: {copied}")
        }
    }
}

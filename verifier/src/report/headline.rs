//! The verdict in one line: what a clerk must know before any detail (F8).
//!
//! It never softens a verdict: it says nothing reassuring about later changes beside a signature that failed.

use std::collections::BTreeMap;

use super::{
    ContentState, Coverage, Integrity, Modifications, Report, Role, SignatureKind, SignatureReport,
    SubIndication, certification, copies, drawings, signers,
};
use crate::finding::{ChangeKind, ChangeRule, Completed, Finding};
use kyso_words::{Lang, counted, lower_first, number_ranges};

impl Report {
    /// Verdict, number of signatures, coverage of the last one, later changes, and formal rules that are not kept:
    /// `HỢP LỆ · 3 chữ ký · chữ ký cuối phủ toàn bộ tệp · sau chữ ký chỉ có bổ sung được phép`.
    #[must_use]
    pub fn headline(&self, lang: Lang) -> String {
        let mut parts = vec![self.verdict.label(lang).to_owned()];
        parts.extend(self.summary(lang));
        parts.join(" · ")
    }

    /// The parts of the [headline](Self::headline) after the verdict.
    #[must_use]
    pub fn summary(&self, lang: Lang) -> Vec<String> {
        let hidden = |finding: &Finding| matches!(finding, Finding::SignatureHidden { .. });
        let hidden = self.findings.iter().any(hidden).then(|| {
            lang.pick(
                "có chữ ký đã bị gỡ hoặc làm hỏng",
                "a signature was taken off or damaged",
            )
            .to_owned()
        });
        if self.findings.contains(&Finding::CutFromSignedFile) {
            let words = lang.pick(
                "trang được cắt ra từ một tệp đã ký, tệp này không mang chữ ký số: hãy xin tệp gốc",
                "a page cut out of a signed file, nothing is signed here: ask for the original file",
            );
            return vec![words.to_owned()];
        }
        let Some(last) = self.signatures.last() else {
            let unsigned = lang.pick("tệp không mang chữ ký số", "the file carries no signature");
            return vec![hidden.unwrap_or_else(|| unsigned.to_owned())];
        };
        let number = count(&self.signatures, lang);
        let change = changes(self, lang).to_owned();
        // The consequences explain nothing to a reader who has to ask for the original file.
        if self.is_written_anew() {
            return [number, change].into_iter().chain(hidden).collect();
        }
        let mut parts = vec![number, self.coverage(last, lang), change];
        parts.extend(copies::told(self, lang));
        parts.extend(unchecked(&self.signatures, lang).map(str::to_owned));
        parts.extend(outdated(&self.signatures, lang).map(str::to_owned));
        parts.extend(self.protection(lang).map(|words| lower_first(&words)));
        parts.extend(hidden);
        parts.extend(active(&self.findings, lang));
        parts.extend(certification::followed(&self.signatures, lang));
        parts.extend(drawings::covered(&self.signatures, lang));
        parts.extend(drawings::drawn(&self.signatures, lang));
        parts.extend(completed(&self.signatures, lang));
        parts.extend(signers::without_role(&self.signatures, lang));
        parts.extend(signers::unlikely(&self.signatures, lang));
        parts.extend(self.doubt(lang));
        parts.extend(form(&self.signatures, lang));
        parts
    }

    fn coverage(&self, last: &SignatureReport, lang: Lang) -> String {
        let unsound =
            |one: &SignatureReport| matches!(one.coverage, Coverage::Partial | Coverage::Unclear);
        if self.signatures.iter().any(unsound) {
            let words = lang.pick(
                "có chữ ký không phủ trọn nội dung",
                "a signature does not cover the whole content",
            );
            return words.to_owned();
        }
        if let Some(content) = &self.content {
            let words = match content.is_embedded {
                true => lang.pick(
                    "ký trên nội dung nằm trong tệp chữ ký",
                    "over the content in the signature file",
                ),
                false => lang.pick(
                    "ký trên tệp nội dung đi kèm",
                    "over the file beside the signature",
                ),
            };
            return words.to_owned();
        }
        match (last.coverage, last.revision) {
            (Coverage::WholeRevision, Some(_)) if brings_validation_data_only(last) => lang
                .pick(
                    "chữ ký cuối phủ toàn bộ nội dung, sau đó chỉ thêm dữ liệu kiểm tra",
                    "the last signature covers all content, only validation data follow",
                )
                .to_owned(),
            (Coverage::WholeRevision, Some(revision)) if revision + 1 >= self.revisions => {
                bytes_after(last, lang)
            }
            (Coverage::WholeRevision, Some(revision)) => match lang {
                Lang::Vi => format!(
                    "chữ ký cuối chỉ phủ đến phiên bản {}/{}",
                    revision + 1,
                    self.revisions
                ),
                Lang::En => format!(
                    "the last signature covers up to revision {} of {} only",
                    revision + 1,
                    self.revisions
                ),
            },
            _ => whole_file(&self.findings, lang),
        }
    }

    /// Why the verdict is not better, as the first signature in doubt says, and which one that is where others are
    /// better: anybody may append a signature of his own. It lists changes apart from it.
    fn doubt(&self, lang: Lang) -> Option<String> {
        let told = [
            SubIndication::HashFailure,
            SubIndication::AlteredAfterSigning,
        ];
        let numbered = (1..).zip(&self.signatures);
        let mut rest = numbered.filter(|(_, one): &(i32, _)| one.verdict == self.verdict);
        let (number, reason) = rest.find_map(|(number, one)| {
            // It hangs on a later one, which says why itself.
            let hangs =
                |finding: &Finding| matches!(finding, Finding::UnprovenAfterCertification { .. });
            if one.findings.iter().any(hangs) {
                return None;
            }
            let reason = one.sub_indication.filter(|reason| !told.contains(reason))?;
            Some((number, lower_first(reason.label(lang))))
        })?;
        let shared = self
            .signatures
            .iter()
            .all(|one| one.verdict == self.verdict);
        Some(match shared {
            true => reason,
            false => format!("{} {number}: {reason}", lang.pick("chữ ký", "signature")),
        })
    }
}

/// How much of the file the last signature covers, which covers all that its offsets count from.
fn whole_file(findings: &[Finding], lang: Lang) -> String {
    let before = findings.iter().find_map(|finding| match finding {
        Finding::BytesBeforeHeader { count } => Some(count),
        _ => None,
    });
    match (before, lang) {
        (None, Lang::Vi) => "chữ ký cuối phủ toàn bộ tệp".to_owned(),
        (None, Lang::En) => "the last signature covers the whole file".to_owned(),
        (Some(count), Lang::Vi) => {
            format!("chữ ký cuối phủ toàn bộ tệp, trừ {count} byte đứng trước phần đầu")
        }
        (Some(count), Lang::En) => {
            let bytes = counted(*count, "byte");
            format!("the last signature covers the whole file but {bytes} before the header")
        }
    }
}

/// Whether nothing but data for checking signatures came after a signature: no reader sees them.
fn brings_validation_data_only(signature: &SignatureReport) -> bool {
    let shows_nothing = |rule| {
        matches!(
            rule,
            ChangeRule::DocumentSecurityStore
                | ChangeRule::DocumentTimestamp
                | ChangeRule::Extensions
                | ChangeRule::FileStructure
        )
    };
    let mut rules = signature.changes.iter().map(|change| change.permitted_by);
    signature.integrity == Integrity::Intact
        && signature.modifications == Modifications::Permitted
        && signature.changes_omitted == 0
        && rules.all(|rule| rule.is_some_and(shows_nothing))
}

/// `có 5 byte thêm vào cuối tệp, không chữ ký nào phủ`: no revision of its own.
fn bytes_after(last: &SignatureReport, lang: Lang) -> String {
    let count = last.changes.iter().find_map(|change| match &change.what {
        ChangeKind::UnstructuredBytes { count, .. } => Some(count),
        _ => None,
    });
    match (count, lang) {
        (Some(count), Lang::Vi) => {
            format!("có {count} byte thêm vào cuối tệp, không chữ ký nào phủ")
        }
        (Some(count), Lang::En) => {
            let bytes = counted(*count, "byte");
            format!("{bytes} at the end added later, and covered by no signature")
        }
        (None, _) => lang
            .pick(
                "có phần thêm vào cuối tệp, không chữ ký nào phủ",
                "something was added at the end, and no signature covers it",
            )
            .to_owned(),
    }
}

fn count(signatures: &[SignatureReport], lang: Lang) -> String {
    let timestamps = signatures
        .iter()
        .filter(|one| one.kind == SignatureKind::DocumentTimestamp)
        .count();
    let number = signatures.len() - timestamps;
    let mut parts = Vec::new();
    if number > 0 || timestamps == 0 {
        parts.push(match (lang, number) {
            (Lang::Vi, _) => format!("{number} chữ ký"),
            (Lang::En, _) => counted(number, "signature"),
        });
    }
    if timestamps > 0 {
        parts.push(match (lang, timestamps) {
            (Lang::Vi, _) => format!("{timestamps} dấu thời gian"),
            (Lang::En, 1) => "1 document timestamp".to_owned(),
            (Lang::En, _) => format!("{timestamps} document timestamps"),
        });
    }
    parts.join(", ")
}

fn changes(report: &Report, lang: Lang) -> &'static str {
    let any = |test: &dyn Fn(&SignatureReport) -> bool| report.signatures.iter().any(test);
    let attacked = |finding: &Finding| matches!(finding, Finding::CollisionAttack { .. });
    if any(&|one| one.findings.iter().any(attacked)) {
        return lang.pick(
            "nội dung đã ký mang dấu hiệu tấn công va chạm: có thể đã bị tráo",
            "the signed content carries the traces of a collision attack: it may have been exchanged",
        );
    }
    if any(&|one| one.content() == ContentState::Changed) {
        return lang.pick(
            "nội dung đã ký bị thay đổi",
            "the signed content was changed",
        );
    }
    if report.is_written_anew() {
        return lang.pick(
            "tệp đã bị ghi lại toàn bộ sau khi ký, không còn các byte đã ký: hãy xin tệp gốc",
            "the whole file was written anew after signing, the signed bytes are gone: ask for the original file",
        );
    }
    if any(&|one| one.integrity == Integrity::Broken) {
        return lang.pick(
            "chữ ký bị hỏng, không xác nhận được nội dung",
            "a signature is broken and confirms no content",
        );
    }
    if any(&|one| one.modifications == Modifications::Forbidden) {
        return lang.pick(
            "bị thay đổi sau khi ký, ngoài bước được phép",
            "altered after signing in a way that is not permitted",
        );
    }
    if any(&|one| one.integrity != Integrity::Intact) {
        return lang.pick(
            "chưa kiểm tra được nội dung có bị thay đổi không",
            "whether the content was changed could not be checked",
        );
    }
    match any(&|one| one.modifications == Modifications::Permitted) {
        true => lang.pick(
            "sau chữ ký chỉ có bổ sung được phép",
            "only permitted additions after signing",
        ),
        false => lang.pick(
            "không có thay đổi nào sau khi ký",
            "nothing was changed after signing",
        ),
    }
}

/// The warning about unchecked revocation, where the operator asks for no more than a warning.
fn unchecked(signatures: &[SignatureReport], lang: Lang) -> Option<&'static str> {
    let mut findings = signatures.iter().flat_map(|one| &one.findings);
    let found = findings.any(|finding| *finding == Finding::RevocationNotChecked);
    found.then(|| {
        lang.pick(
            "CHƯA kiểm tra được chứng thư có bị thu hồi hay không",
            "whether certificates were revoked was NOT checked",
        )
    })
}

/// A digest that counts no longer by itself.
fn outdated(signatures: &[SignatureReport], lang: Lang) -> Option<&'static str> {
    let mut findings = signatures.iter().flat_map(|one| &one.findings);
    let found = findings.any(|finding| *finding == Finding::Sha1Checked);
    found.then(|| {
        lang.pick(
            "thuật toán băm SHA-1 đã lỗi thời; đã kiểm tra dấu hiệu tấn công va chạm",
            "SHA-1 is outdated; checked for traces of a collision attack",
        )
    })
}

/// `có nội dung động: mã JavaScript, biểu mẫu XFA`.
fn active(findings: &[Finding], lang: Lang) -> Option<String> {
    let kinds = findings.iter().filter_map(|finding| match finding {
        Finding::ActiveContent { kind, .. } => Some(kind.label(lang)),
        Finding::ActiveContentUnknown { .. } => Some(lang.pick("chưa rõ", "not known")),
        _ => None,
    });
    let kinds: Vec<&str> = kinds.collect();
    let words = lang.pick("có nội dung động", "active content");
    (!kinds.is_empty()).then(|| format!("{words}: {}", kinds.join(", ")))
}

/// Fillings and remarks after the last seal, or after the first signature: `sau con dấu có điền
/// biểu mẫu`.
fn completed(signatures: &[SignatureReport], lang: Lang) -> Vec<String> {
    let seal = signatures.iter().rfind(|one| one.role == Role::Agency);
    let seal = seal.map(|seal| seal.completed).unwrap_or_default();
    let filled = match seal.filled {
        true => Some(lang.pick(
            "sau con dấu có điền biểu mẫu",
            "a form was filled after the seal",
        )),
        false => any(signatures, |one| one.filled).then(|| {
            lang.pick(
                "sau chữ ký đầu tiên có điền biểu mẫu",
                "a form was filled after the first signature",
            )
        }),
    };
    let noted = match seal.remarked {
        true => Some(lang.pick(
            "sau con dấu có thêm ghi chú",
            "remarks were made after the seal",
        )),
        false => any(signatures, |one| one.remarked).then(|| {
            lang.pick(
                "sau chữ ký đầu tiên có thêm ghi chú",
                "remarks were made after the first signature",
            )
        }),
    };
    let told = filled.into_iter().chain(noted);
    told.map(str::to_owned).collect()
}

fn any(signatures: &[SignatureReport], test: fn(&Completed) -> bool) -> bool {
    signatures.iter().any(|one| test(&one.completed))
}

/// `chưa đạt thể thức A2 (chữ ký 1), B1 (chữ ký 3)`.
fn form(signatures: &[SignatureReport], lang: Lang) -> Option<String> {
    let mut failed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, signature) in (1..).zip(signatures) {
        for finding in signature.form.iter().filter(|finding| !finding.ok) {
            let numbers = failed.entry(finding.rule.as_str()).or_default();
            if numbers.last() != Some(&number) {
                numbers.push(number);
            }
        }
    }
    if failed.is_empty() {
        return None;
    }
    let signature = lang.pick("chữ ký", "signature");
    let rules = failed.iter().map(|(rule, numbers)| {
        format!(
            "{rule} ({signature} {})",
            number_ranges(numbers.iter().copied())
        )
    });
    let rules = rules.collect::<Vec<_>>().join("; ");
    let label = lang.pick("chưa đạt thể thức", "form rules not kept:");
    Some(format!("{label} {rules}"))
}

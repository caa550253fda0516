//! Vietnamese sentences for people hold neither codes nor English, whatever the file is: asked of every case of `kyso-testdata`.

use kyso_verifier::{FactKind, Report, SubIndication, Verdict};
use kyso_words::Lang;

/// The sentences of a report that are not Vietnamese throughout.
pub(crate) fn foreign(report: &Report) -> Vec<String> {
    let sentences = sentences(report).into_iter();
    sentences.filter(|sentence| is_foreign(sentence)).collect()
}

/// All that the report says to people.
fn sentences(report: &Report) -> Vec<String> {
    let lang = Lang::Vi;
    let mut told = vec![report.headline(lang)];
    told.extend(report.findings.iter().map(|one| one.text(lang)));
    told.extend(report.completions().iter().map(|one| one.text(lang)));
    for one in &report.signatures {
        told.extend(one.findings.iter().map(|finding| finding.text(lang)));
        told.extend(one.changes.iter().map(|change| change.text(lang)));
        told.extend(one.form.iter().map(|form| form.text(lang)));
        told.extend(one.protection(lang));
        told.extend(one.role_text(lang));
        let reason = one.reason(lang);
        let named = [
            FactKind::IssuingCa,
            FactKind::Signer,
            FactKind::ManagingUnit,
        ];
        let facts = one.facts(lang).into_iter();
        let facts = facts.filter(|fact| !named.contains(&fact.kind));
        told.extend(facts.map(|fact| fact.value));
        let labels = [one.content().label(lang), one.role.label(lang)];
        told.extend(labels.into_iter().chain(reason).map(str::to_owned));
    }
    told
}

/// A code of a standard or of this program, or an English word that is none in Vietnamese. Text in
/// quotes is from the file.
fn is_foreign(sentence: &str) -> bool {
    let unquoted = sentence.split(['“', '”']).step_by(2);
    let codes = SubIndication::ALL.iter().map(|one| one.as_str());
    let codes: Vec<&str> = codes
        .chain(Verdict::ALL.iter().map(|one| one.as_str()))
        .filter(|code| code.contains('_'))
        .collect();
    let mut words = unquoted
        .flat_map(|part| part.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    words.any(|word| codes.contains(&word) || ENGLISH.contains(&word))
}

const ENGLISH: [&str; 23] = [
    "the",
    "is",
    "are",
    "was",
    "not",
    "of",
    "at",
    "and",
    "no",
    "with",
    "cannot",
    "error",
    "syntax",
    "missing",
    "expected",
    "found",
    "invalid",
    "byte_range",
    "object_stream",
    "unknown",
    "digest",
    "wrong",
    "broken",
];

#[test]
fn what_is_foreign_is_seen() {
    for sentence in [
        "Dấu thời gian không dùng được: NO_CERTIFICATE_CHAIN_FOUND.",
        "Không đọc được phiên bản: syntax error at byte 5",
    ] {
        assert!(is_foreign(sentence), "{sentence}");
    }
    assert!(!is_foreign("Trang 1: thêm ghi chú “not the same”"));
}

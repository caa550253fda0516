//! Every attack of `kyso-testdata` is rejected for its own reason, every sound
//! document accepted.

use std::collections::HashSet;

use kyso_testdata::{Base, Case, Expected, Family, attacks, controls, impersonations, now, real};
use kyso_verifier::{Fact, Policy, Report, SignatureKind, SignatureReport, VerifyError, verify};
use kyso_words::Lang;

use crate::words;

fn judge_all(family: &Family) {
    let base = Base::new();
    let store = base.office.store();
    let mut wrong = Vec::new();
    for case in &family.cases {
        let report = verify(&case.bytes(&base), &store, &Policy::new(now()));
        let foreign = report.iter().flat_map(words::foreign);
        wrong.extend(foreign.map(|sentence| format!("{}: {sentence}", case.name)));
        let signatures = report.as_ref().map(|report| report.signatures.as_slice());
        let mute = signatures.unwrap_or_default().iter().find_map(mute);
        wrong.extend(mute.map(|fact| format!("{}: {fact:?}", case.name)));
        let actual = Actual::of(&report);
        if let Err(difference) = actual.compare(&case.expected) {
            wrong.push(format!("{}: {difference}", case.name));
        }
    }
    assert!(!family.cases.is_empty());
    assert!(wrong.is_empty(), "{}:\n{}", family.name, wrong.join("\n"));
}

/// A fact without a value, or one that is not known and does not say so (M1).
fn mute(signature: &SignatureReport) -> Option<Fact> {
    let says_so = |fact: &Fact| {
        ["Không", "Chưa", "Mang dấu hiệu"]
            .iter()
            .any(|start| fact.value.starts_with(start))
            || fact.value.contains("tự ghi")
    };
    let mut facts = signature.facts(Lang::Vi).into_iter();
    facts.find(|fact| fact.value.is_empty() || !(fact.known || says_so(fact)))
}

/// A report in the words in which fixtures state what is expected.
#[derive(Debug, Default)]
struct Actual {
    verdict: &'static str,
    sub_indication: Option<&'static str>,
    integrity: Option<&'static str>,
    modifications: Option<&'static str>,
    legal_status: Option<&'static str>,
    signatures: Option<usize>,
    roles: Option<String>,
    reasons: Vec<String>,
}

impl Actual {
    fn of(report: &Result<Report, VerifyError>) -> Self {
        match report {
            Ok(report) => Self::of_report(report),
            Err(error) => Self {
                verdict: "UNREADABLE",
                reasons: vec![error.to_string()],
                ..Self::default()
            },
        }
    }

    fn of_report(report: &Report) -> Self {
        let mut signatures = report.signatures.iter();
        let deciding = signatures.find(|signature| signature.verdict == report.verdict);
        let findings = report.findings.iter().map(|finding| format!("{finding:?}"));
        let mut reasons: Vec<String> = findings.collect();
        reasons.extend(deciding.into_iter().flat_map(reasons_of));
        Self {
            verdict: report.verdict.as_str(),
            sub_indication: deciding.and_then(|s| s.sub_indication).map(|s| s.as_str()),
            integrity: deciding.map(|s| s.integrity.as_str()),
            modifications: deciding.map(|s| s.modifications.as_str()),
            legal_status: Some(report.legal_status.as_str()),
            signatures: Some(count(report)),
            roles: Some(roles(report)),
            reasons,
        }
    }

    fn compare(&self, expected: &Expected) -> Result<(), String> {
        let texts = [
            (Some(self.verdict), Some(expected.verdict)),
            (self.sub_indication, expected.sub_indication),
            (self.integrity, expected.integrity),
            (self.modifications, expected.modifications),
            (self.legal_status, expected.legal_status),
        ];
        let asked = texts.iter().filter(|(_, wanted)| wanted.is_some());
        let wrong = asked.filter(|(actual, wanted)| actual != wanted).count();
        let counted = expected
            .signatures
            .is_none_or(|count| Some(count) == self.signatures);
        let given = |reason: &str| self.reasons.iter().any(|r| r.contains(reason));
        let explained = expected.reason.is_none_or(given);
        let assigned = expected
            .roles
            .is_none_or(|roles| self.roles.as_deref() == Some(roles));
        if wrong == 0 && counted && assigned && explained {
            return Ok(());
        }
        Err(format!("\n  expected {expected:?}\n  is {self:?}"))
    }
}

/// Document timestamps are no signatures.
fn count(report: &Report) -> usize {
    let signatures = report.signatures.iter();
    let signatures = signatures.filter(|one| one.kind == SignatureKind::Signature);
    signatures.count()
}

fn roles(report: &Report) -> String {
    let roles = report.signatures.iter().map(|one| one.role.as_str());
    roles.collect::<Vec<_>>().join(" ")
}

/// Findings, and changes that no rule permits.
fn reasons_of(signature: &SignatureReport) -> Vec<String> {
    let findings = signature
        .findings
        .iter()
        .map(|finding| format!("{finding:?}"));
    let changes = signature.changes.iter();
    let forbidden = changes.filter(|change| change.permitted_by.is_none());
    findings
        .chain(forbidden.map(|change| format!("{:?}", change.what)))
        .collect()
}

fn judge(family: &str) {
    let families = attacks();
    let family = families
        .iter()
        .find(|f| f.name == family)
        .expect("a family");
    let passing = |case: &&Case| case.expected.verdict == "TOTAL_PASSED";
    assert_eq!(family.cases.iter().filter(passing).count(), 0);
    judge_all(family);
}

/// docs/field.md says for each order of the field which case shows it.
#[test]
fn support_desks_are_told_of_cases_that_exist() {
    let text = include_str!("../../../docs/field.md");
    let families = [real(), controls()];
    let cases = families.iter().flat_map(|family| &family.cases);
    let names: HashSet<&str> = cases.map(|case| case.name).collect();
    let orders = text.lines().skip_while(|line| !line.starts_with("|---"));
    let orders = orders.skip(1).take_while(|line| line.starts_with('|'));
    let mut told = 0;
    for order in orders {
        let last = order.trim_end_matches(['|', ' ']).rsplit('|').next();
        for name in last.unwrap_or_default().split(", ") {
            let name = name.trim().trim_matches('`');
            assert!(names.contains(name), "{name}");
            told += 1;
        }
    }
    assert!(told > 30, "{told}");
}

#[test]
fn sound_documents_pass() {
    judge_all(&controls());
}

#[test]
fn documents_of_the_field_are_judged_as_an_expert_would() {
    judge_all(&real());
}

#[test]
fn the_wrong_people_make_no_original() {
    let family = impersonations();
    let original = |case: &&Case| case.expected.legal_status == Some("ORIGINAL");
    assert_eq!(family.cases.iter().filter(original).count(), 0);
    judge_all(&family);
}

#[test]
fn names_are_unique_and_all_families_are_tested() {
    let families = attacks();
    let names: Vec<&str> = families.iter().map(|family| family.name).collect();
    assert_eq!(names, FAMILIES.map(|(name, _)| name));
    let mut cases: Vec<&str> = families
        .iter()
        .flat_map(|f| &f.cases)
        .map(|c| c.name)
        .collect();
    let count = cases.len();
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases.len(), count);
    assert!(count >= 250, "only {count} attacks");
}

#[test]
fn the_threat_model_names_each() {
    let text = include_str!("../../../docs/threat-model.md");
    let words: HashSet<&str> = text.split([' ', ',', '|']).collect();
    let mut families = attacks();
    families.push(impersonations());
    let cases = families.iter().flat_map(|family| &family.cases);
    let missing: Vec<&str> = cases
        .map(|case| case.name)
        .filter(|name| !words.contains(name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    for row in text.lines().filter(|line| line.starts_with("| **")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let (title, names) = cells[0].split_once("): ").unwrap();
        let (_, said) = title.rsplit_once('(').unwrap();
        assert_eq!(names.split(", ").count().to_string(), said, "{title})");
    }
}

/// One test a family, so that a failure names it.
macro_rules! families {
    ($($test:ident = $name:literal,)+) => {
        $(#[test]
        fn $test() {
            judge($name);
        })+

        const FAMILIES: [(&str, fn()); [$($name),+].len()] = [$(($name, $test)),+];
    };
}

families! {
    byte_ranges = "byte-range",
    contents = "contents",
    incremental_saving = "incremental",
    rewriting = "rewriting",
    wrapping = "wrapping",
    shadows = "shadow",
    certified_documents = "certified",
    forms = "form",
    drawings = "drawing",
    fields = "field",
    file_structure = "structure",
    recovery = "recovery",
    rebuilding = "rebuilding",
    containers = "container",
    trust = "trust",
    states = "state",
}

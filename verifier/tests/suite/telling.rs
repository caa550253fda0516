//! What a report says of content, roles and rules: no more than is known.

use jiff::SignedDuration;
use kyso_testdata::Base;
use kyso_verifier::{
    ContentState, Finding, Policy, Report, Role, RoleBasis, Severity, SignatureKind, Verdict,
    verify,
};
use kyso_words::Lang;

const CHANGED: [&str; 2] = ["Nội dung đã ký bị thay đổi", "Nội dung đã bị thay đổi"];

fn judged(base: &Base, bytes: &[u8]) -> Report {
    let policy = Policy::new(kyso_testdata::now());
    verify(bytes, &base.office.store(), &policy).unwrap()
}

fn of_real(base: &Base, name: &str) -> Report {
    let family = kyso_testdata::real();
    let case = family.cases.iter().find(|case| case.name == name);
    judged(base, &case.unwrap().bytes(base))
}

/// What each signature tells of its content, in JSON, and whether anything says that it was changed.
fn told(report: &Report) -> (Vec<String>, bool) {
    let json = report.to_json("a.pdf", Lang::Vi);
    let signatures = json["signatures"].as_array().unwrap();
    let states = signatures
        .iter()
        .map(|one| one["content"].as_str().unwrap());
    let reasons = report
        .signatures
        .iter()
        .filter_map(|one| one.reason(Lang::Vi));
    let mut words = reasons.collect::<Vec<_>>().join("; ");
    for signature in signatures {
        words += &signature["messages"].to_string();
    }
    let is_blamed = CHANGED.iter().any(|one| words.contains(one));
    (states.map(str::to_owned).collect(), is_blamed)
}

#[test]
fn content_that_was_changed_is_told_apart_from_what_tells_nothing_about_it() {
    let base = Base::new();
    let mut changed = base.issued.clone();
    let at = changed.windows(6).position(|w| w == b"stream").unwrap() + 40;
    changed[at] ^= 1;
    let (states, is_blamed) = told(&judged(&base, &changed));
    assert_eq!(states, ["changed", "changed"]);
    assert!(is_blamed);
    for signature in &judged(&base, &changed).signatures {
        let reasons: Vec<&Finding> = signature.reasons().collect();
        assert!(reasons.contains(&&Finding::DigestMismatch), "{reasons:?}");
        assert!(reasons.iter().all(|one| one.severity() == Severity::Reason));
    }

    let value = of_real(&base, "value-without-null-in-its-digest-info");
    assert_eq!(told(&value), (vec!["signature_broken".to_owned()], false));

    let anew = of_real(&base, "written-anew-after-signing");
    assert_eq!(told(&anew), (vec!["written_anew".to_owned(); 2], false));
    for signature in &anew.signatures {
        assert_eq!(signature.content(), ContentState::WrittenAnew);
        let reason = signature.reason(Lang::Vi).unwrap();
        assert!(reason.contains("ghi lại") && reason.ends_with("xin tệp gốc"));
        // What follows from that is found, too, and says nothing more.
        let findings = signature.findings.iter();
        let found = findings.filter(|one| one.severity() == Severity::Reason);
        assert!(found.count() > 1, "{:?}", signature.findings);
        let reasons: Vec<&Finding> = signature.reasons().collect();
        assert_eq!(reasons, [&Finding::WrittenAnew]);
    }
    let (states, _) = told(&judged(&base, &base.issued));
    assert_eq!(states, ["intact", "intact"]);
}

/// The file was written anew, signed, and changed after that: the change is known, and is reported
/// first.
#[test]
fn a_change_is_told_before_what_is_not_known() {
    let base = Base::new();
    let family = kyso_testdata::real();
    let case = family.cases.iter();
    let case = case
        .clone()
        .find(|one| one.name == "written-anew-after-signing");
    let mut signed = base.signed(&case.unwrap().bytes(&base));
    let told_of = |bytes: &[u8]| {
        let report = judged(&base, bytes);
        (report.headline(Lang::Vi), report.is_written_anew())
    };
    let (headline, anew) = told_of(&signed);
    assert!(headline.contains("ghi lại toàn bộ") && anew, "{headline}");
    let at = signed.windows(6).position(|w| w == b"stream").unwrap() + 40;
    signed[at] ^= 1;
    let (headline, anew) = told_of(&signed);
    assert!(
        headline.contains("nội dung đã ký bị thay đổi") && !anew,
        "{headline}"
    );
}

/// Poppler rebuilds a file whose page lacks its content, and shows the content; what the later
/// signer saw is not known.
#[test]
fn a_later_signature_over_what_programs_read_differently_is_doubted() {
    let base = Base::new();
    let family = kyso_testdata::attacks().into_iter();
    let mut cases = family.flat_map(|family| family.cases);
    let freed = cases.find(|case| case.name == "content-freed").unwrap();
    let signed = base.signed(&freed.bytes(&base));
    let report = judged(&base, &signed);
    let verdicts = report.signatures.iter().map(|one| one.verdict);
    assert_eq!(
        verdicts.collect::<Vec<_>>(),
        [Verdict::TotalFailed, Verdict::Indeterminate]
    );
    let doubt = |finding: &Finding| matches!(finding, Finding::ShownByRepair { .. });
    let [altered, later] = report.signatures.as_slice() else {
        panic!("two signatures");
    };
    assert!(!altered.findings.iter().any(doubt));
    assert!(later.findings.iter().any(doubt));
}

/// Rules 0.1, 0.2: what is named follows the day of signing, whenever the document is checked or its evidence is renewed.
#[test]
fn rules_are_those_of_the_day_of_signing() {
    let base = Base::new();
    let mut report = judged(&base, &base.issued);
    let rules = |report: &Report| {
        let json = report.to_json("a.pdf", Lang::Vi);
        json["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect::<String>()
    };
    let now = rules(&report);
    assert!(now.contains("15/2025") && !now.contains("41/2017"), "{now}");
    let day_before = "2026-11-14T16:59:59Z".parse().unwrap();
    for signature in &mut report.signatures {
        signature.signing_time.value = Some(day_before);
    }
    let before = rules(&report);
    assert!(
        before.contains("41/2017") && !before.contains("15/2025"),
        "{before}"
    );
    let mut renewed = report.signatures[0].clone();
    renewed.kind = SignatureKind::DocumentTimestamp;
    renewed.signing_time.value = Some(day_before + SignedDuration::from_hours(9_000));
    report.signatures.push(renewed);
    assert_eq!(rules(&report), before);
    // One second later it is another day in Vietnam.
    report.signatures[1].signing_time.value = Some(day_before + SignedDuration::from_secs(1));
    assert_eq!(rules(&report), now);
}

#[test]
fn from_what_a_role_follows_is_told_in_words() {
    let base = Base::new();
    let mut report = judged(&base, &base.issued);
    let json = report.to_json("a.pdf", Lang::Vi);
    let texts = [0, 1].map(|index| {
        json["signatures"][index]["role_text"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    assert_eq!(
        texts,
        [
            "Người có thẩm quyền (theo hình chữ ký)",
            "Cơ quan, tổ chức (theo hình con dấu đỏ)"
        ]
    );
    let english = report.signatures[1].role_text(Lang::En).unwrap();
    assert_eq!(english, "Agency (by its picture of a red seal)");
    for basis in RoleBasis::ALL.iter().filter(|one| **one != RoleBasis::None) {
        let words = basis.label(Lang::Vi);
        assert!(
            words.starts_with("theo ") || words.starts_with("chỉ theo "),
            "{words}"
        );
        assert!(basis.label(Lang::En).starts_with("by "));
    }
    let seal = &mut report.signatures[1];
    seal.role = Role::Unknown;
    assert_eq!(seal.role_text(Lang::Vi), None);
}

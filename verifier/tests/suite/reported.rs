//! The words about signatures that users of other programs reported (cases of `testdata/src/real/reported.rs`), and the rule about
//! titles and names of the field (`testdata/src/real/blocks.rs`).

use kyso_testdata::{Base, now, real};
use kyso_verifier::{
    FactKind, Finding, FormDetail, FormRule, Policy, Report, SignatureReport, verify,
};
use kyso_words::Lang;

fn judged(base: &Base, name: &str) -> Report {
    let cases = real().cases;
    let case = cases.iter().find(|case| case.name == name).expect(name);
    verify(&case.bytes(base), &base.office.store(), &Policy::new(now())).unwrap()
}

fn only(report: &Report) -> &SignatureReport {
    let [signature] = report.signatures.as_slice() else {
        panic!("{} signatures", report.signatures.len());
    };
    signature
}

fn fact(signature: &SignatureReport, kind: FactKind, lang: Lang) -> String {
    let mut facts = signature.facts(lang).into_iter();
    facts.find(|one| one.kind == kind).unwrap().value
}

fn says(signature: &SignatureReport, lang: Lang, words: &str) -> bool {
    let mut findings = signature.findings.iter();
    findings.any(|finding| finding.text(lang).contains(words))
}

const CHANGED: [(Lang, &str); 2] = [
    (Lang::Vi, "nội dung đã ký bị thay đổi"),
    (Lang::En, "the signed content was changed"),
];

#[test]
fn a_claim_outside_the_certificate_is_told_and_decides_nothing() {
    let report = judged(&Base::new(), "claimed-before-the-certificate-began");
    let signature = only(&report);
    for (lang, remark, value) in [
        (
            Lang::Vi,
            "Máy ký ghi thời gian 07/06/2021 10:15:14 +07:00, ngoài thời hạn của chứng thư",
            "Chưa xác định: thời gian do máy của người ký ghi nằm ngoài thời hạn chứng thư",
        ),
        (
            Lang::En,
            "The signer's clock gave 07/06/2021 10:15:14 +07:00, outside the validity",
            "Not known: the time by the signer's own clock lies outside the validity",
        ),
    ] {
        assert!(says(signature, lang, remark), "{signature:?}");
        let told = fact(signature, FactKind::ValidAtSigning, lang);
        assert!(told.starts_with(value), "{told}");
    }
}

#[test]
fn who_has_no_name_is_told_by_the_number_of_the_certificate() {
    let report = judged(&Base::new(), "certificate-without-a-name");
    let signature = only(&report);
    let serial = signature.signer.as_ref().unwrap().serial();
    let serial: String = serial.iter().map(|octet| format!("{octet:02X}")).collect();
    for (lang, holder, unit) in [
        (
            Lang::Vi,
            "Không biết: chứng thư không ghi tên người giữ",
            "Không biết: chứng thư không ghi đơn vị",
        ),
        (
            Lang::En,
            "Not known: the certificate names no holder",
            "Not known: the certificate names no organization",
        ),
    ] {
        let told = fact(signature, FactKind::Signer, lang);
        assert!(told.starts_with(holder) && told.contains(&serial), "{told}");
        let told = fact(signature, FactKind::ManagingUnit, lang);
        assert_eq!(told, unit);
    }
}

#[test]
fn two_digests_that_both_hold_are_told_and_no_change_is() {
    let base = Base::new();
    for (name, content, value) in [
        (
            "content-and-value-with-two-digests",
            "SHA-512",
            "RSA PKCS#1 v1.5 / SHA-256",
        ),
        ("edwards-curve-over-a-sha-256", "SHA-256", "Ed25519"),
    ] {
        let report = judged(&base, name);
        let signature = only(&report);
        for (lang, words) in [
            (
                Lang::Vi,
                format!("Nội dung được băm bằng {content}, chữ ký được tạo bằng {value}:"),
            ),
            (
                Lang::En,
                format!(
                    "The content was digested with {content}, the signature made with {value}:"
                ),
            ),
        ] {
            assert!(says(signature, lang, &words), "{name}: {signature:?}");
        }
        for (lang, changed) in CHANGED {
            let headline = report.headline(lang);
            assert!(!headline.contains(changed), "{name}: {headline}");
        }
    }
}

#[test]
fn a_malformed_attribute_is_no_change_of_the_content() {
    let report = judged(&Base::new(), "signing-certificate-in-an-octet-string");
    let signature = only(&report);
    for ((lang, changed), headline, integrity) in [
        (
            CHANGED[0],
            "chữ ký bị hỏng, không xác nhận được nội dung · định dạng chữ ký không đúng",
            "Không xác nhận được: chữ ký bị hỏng",
        ),
        (
            CHANGED[1],
            "a signature is broken and confirms no content · the signature is malformed",
            "Not confirmed: the signature is broken",
        ),
    ] {
        let told = report.headline(lang);
        assert!(told.ends_with(headline), "{told}");
        assert!(!told.contains(changed), "{told}");
        assert!(!says(signature, lang, changed), "{signature:?}");
        assert_eq!(fact(signature, FactKind::Integrity, lang), integrity);
    }
}

#[test]
fn a_certificate_that_began_later_leaves_the_content_as_it_is() {
    let report = judged(&Base::new(), "timestamp-from-before-the-certificate-began");
    for (lang, headline) in [
        (
            Lang::Vi,
            [
                "không có thay đổi nào sau khi ký",
                "ký trước khi chứng thư có hiệu lực",
            ],
        ),
        (
            Lang::En,
            [
                "nothing was changed after signing",
                "signed before the certificate was valid",
            ],
        ),
    ] {
        let told = report.summary(lang);
        let says = |part: &&str| told.iter().any(|one| one == part);
        assert!(headline.iter().all(says), "{told:?}");
    }
}

/// Title and name around the first signature; `None` where the rule is not kept.
fn between(report: &Report) -> Option<(String, String)> {
    let mut form = report.signatures[0].form.iter();
    let rule = form.find(|one| one.rule == FormRule::A2).unwrap();
    match &rule.detail {
        FormDetail::BetweenTitleAndName { title, name, .. } if rule.ok => {
            Some((title.clone(), name.clone()))
        }
        _ => None,
    }
}

#[test]
fn titles_and_names_of_the_field_are_read_as_people_read_them() {
    let base = Base::new();
    let signer = "Trần Thị Minh Ánh";
    for (case, expected) in [
        ("own-office-above-the-name", Some(("TRƯỞNG BAN", signer))),
        (
            "own-office-of-two-lines-above-the-name",
            Some(("PHÓ TRƯỞNG BAN", signer)),
        ),
        (
            "own-office-above-a-name-with-its-tone-on-the-other-vowel",
            Some(("TRƯỞNG BAN", "Nguyễn Thị Thúy")),
        ),
        (
            "own-office-above-a-name-that-lacks-a-tone",
            Some(("TRƯỞNG BAN", "Trần Thị Minh Anh")),
        ),
        (
            "stray-glyph-on-the-line-of-the-name",
            Some(("CHỦ TỊCH", signer)),
        ),
        ("title-on-the-page-before", None),
        ("draft-marked-as-such", Some(("CHỦ TỊCH", signer))),
        ("digits-in-blanks-of-two-spaces", Some(("CHỦ TỊCH", signer))),
    ] {
        let report = judged(&base, case);
        let found = between(&report);
        let found = found
            .as_ref()
            .map(|(title, name)| (title.as_str(), name.as_str()));
        assert_eq!(found, expected, "{case}");
        let findings = report.signatures.iter().flat_map(|one| &one.findings);
        let mut findings = findings.chain(&report.findings);
        let differs = findings.any(|one| matches!(one, Finding::NameDiffers { .. }));
        assert!(!differs, "{case}");
    }
}

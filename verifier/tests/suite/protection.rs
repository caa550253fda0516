//! What the report says to people and programs about levels, renewals and the years after signing.

use kyso_pki::{NoSource, RevocationReason};
use kyso_verifier::{Finding, Level, Report, Verdict};
use kyso_words::Lang;
use serde_json::Value;

use crate::archive::{Archive, Signing, moment, revoked};

fn headline(report: &Report) -> String {
    report.headline(Lang::Vi)
}

/// The texts of the remarks about the first signature.
fn remarks(report: &Report) -> Vec<String> {
    let findings = report.signatures[0].findings.iter();
    findings.map(|finding| finding.text(Lang::Vi)).collect()
}

#[test]
fn the_headline_says_which_level_all_signatures_reach() {
    let archive = Archive::new();
    let lists = archive.lists("2021-03-02", &[]);
    let at = "2021-03-04";
    let [bare, stored, archived] = [
        archive.report(&archive.signed(), lists.clone(), at),
        archive.report(&archive.signed().holding(&lists), vec![], at),
        archive.report(&archive.archived(), vec![], at),
    ];
    assert_eq!(bare.level(), Some(Level::Bt));
    assert!(headline(&bare).contains("không có thay đổi nào sau khi ký · có dấu thời gian (B-T)"));
    let told = headline(&stored);
    assert!(
        told.contains("kèm bằng chứng về chứng thư (B-LT)"),
        "{told}"
    );
    assert!(
        told.contains("chữ ký cuối phủ toàn bộ nội dung, sau đó chỉ thêm dữ liệu kiểm tra"),
        "{told}"
    );
    let told = headline(&archived);
    assert!(
        told.contains("1 chữ ký, 1 dấu thời gian · chữ ký cuối phủ toàn bộ tệp"),
        "{told}"
    );
    assert!(
        told.contains("đủ bằng chứng để kiểm tra lâu dài (B-LTA)"),
        "{told}"
    );
    let english = archived.headline(Lang::En);
    assert!(
        english.contains("with all evidence for the long term (B-LTA)"),
        "{english}"
    );
}

#[test]
fn nothing_is_said_of_a_level_beside_a_verdict_that_is_not_good() {
    let archive = Archive::new();
    let without_lists = archive.report(&archive.signed(), vec![], "2021-03-04");
    assert_eq!(without_lists.verdict, Verdict::Indeterminate);
    assert!(
        !headline(&without_lists).contains("(B-"),
        "{}",
        headline(&without_lists)
    );
    let untimed = archive.signed_with(&Signing {
        timestamps: vec![],
        ..archive.usual()
    });
    let lists = archive.lists("2021-03-02", &[]);
    let untimed = archive.report(&untimed, lists, "2021-03-04");
    assert_eq!(untimed.verdict, Verdict::TotalPassed);
    assert!(
        !headline(&untimed).contains("(B-"),
        "{}",
        headline(&untimed)
    );
}

#[test]
fn a_renewal_is_told_with_its_date_and_when_it_is_due() {
    let archive = Archive::new();
    let report = archive.report(&archive.archived(), vec![], "2021-03-04");
    let renewal = report.renewal().unwrap();
    assert_eq!(
        renewal.protected_until,
        archive.tsas[0].certificate.not_after()
    );
    assert!(!renewal.is_due(report.checked_at) && renewal.is_due(renewal.due));
    let words = report.signatures[0].protection(Lang::Vi).unwrap();
    assert_eq!(
        words,
        "Đủ bằng chứng để kiểm tra lâu dài (B-LTA); gia hạn trước 03/10/2022"
    );
    assert_eq!(
        report.signatures[1].protection(Lang::Vi),
        None,
        "a timestamp has no level"
    );
    let json = report.to_json("a.pdf", Lang::Vi);
    assert_eq!(
        json["signatures"][0]["renewal"]["due"],
        "2022-10-03T07:00:00+07:00"
    );
    assert!(json["signatures"][1]["renewal"].is_null());
    let due = archive.report(&archive.archived(), vec![], "2022-12-30");
    let told = headline(&due);
    assert!(
        told.contains("(B-LTA), đã đến hạn gia hạn dấu thời gian lưu trữ"),
        "{told}"
    );
}

#[test]
fn what_happened_to_the_certificate_after_signing_is_a_remark() {
    let archive = Archive::new();
    let report = archive.report(&archive.archived(), vec![], "2022-06-01");
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let not_after = archive.signer.certificate.not_after();
    assert!(
        report.signatures[0]
            .findings
            .contains(&Finding::ExpiredLater { not_after })
    );
    let before = archive.report(&archive.archived(), vec![], "2021-06-01");
    assert_eq!(remarks(&before), [""; 0]);
    let entry = revoked(&archive.signer, "2021-05-01", RevocationReason::Superseded);
    let lists = archive.lists("2021-06-01", &[entry]);
    let report = archive.report(&archive.archived(), lists, "2021-06-02");
    let told = remarks(&report).join("\n");
    assert!(
        told.starts_with("Chứng thư của “Trần Thị Minh Ánh” bị thu hồi từ 01/05/2021"),
        "{told}"
    );
}

#[test]
fn what_is_missing_is_told_by_the_name_of_each_certificate() {
    let archive = Archive::new();
    let report = archive.report(&archive.signed(), vec![], "2021-03-04");
    let told = remarks(&report).join("\n");
    for name in ["“Trần Thị Minh Ánh”", "“CA lưu trữ”"] {
        assert!(told.contains(name), "{told}");
    }
}

#[test]
fn the_trace_names_every_block_and_only_evidence_that_is_listed() {
    let archive = Archive::new();
    let report = archive.report(&archive.renewed(), vec![], "2034-01-01");
    let trace = report.validation_json(&NoSource);
    assert_eq!(trace["schema"], "kyso.validation/1");
    let listed: Vec<&Value> = trace["evidence"].as_array().unwrap().iter().collect();
    let kinds = ["certificate", "crl", "timestamp_token"];
    for kind in kinds {
        assert!(listed.iter().any(|item| item["kind"] == kind), "{kind}");
    }
    let is_listed = |sha256: &Value| listed.iter().any(|item| item["sha256"] == *sha256);
    let signatures = trace["signatures"].as_array().unwrap();
    assert_eq!(signatures.len(), 4);
    for signature in signatures {
        let validation = &signature["validation"];
        for block in [
            "format",
            "identification",
            "path",
            "cryptography",
            "acceptance",
        ] {
            assert_eq!(
                validation[block]["indication"], "PASSED",
                "{block}: {signature:#}"
            );
        }
        for member in validation["path"]["members"].as_array().unwrap() {
            for evidence in member["revocation_evidence"].as_array().unwrap() {
                assert!(is_listed(&evidence["sha256"]), "{evidence:#}");
                assert_eq!(evidence["origins"][0]["origin"], "file");
            }
        }
        for timestamp in validation["timestamps"].as_array().unwrap() {
            assert!(is_listed(&timestamp["token_sha256"]), "{timestamp:#}");
        }
    }
    let signature = &signatures[0]["validation"];
    assert_eq!(signature["context"]["proven_by"], "signature_timestamp");
    let proven = kyso_words::vietnam_iso(moment("2021-03-01T01:00:00Z"));
    assert_eq!(signature["context"]["best_signature_time"], proven);
    assert_eq!(signature["past"]["indication"], "PASSED");
    assert_eq!(signature["existence"].as_array().unwrap().len(), 4);
    let detailed = report
        .detailed_verification_report("a.pdf", Lang::En, &NoSource)
        .to_json();
    assert_eq!(detailed["evidence"], trace["evidence"]);
    assert_eq!(detailed["signatures"][0]["validation"], *signature);
}

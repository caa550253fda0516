//! The seven facts of circular 15/2025 about each signature (M1), and the word for what is suspended (M2).

use kyso_issuing::ListedRevocation;
use kyso_pki::{RevocationReason, TrustClass, TrustStore};
use kyso_verifier::{
    Fact, FactKind, Policy, Report, SignatureReport, UnknownRevocation, Verdict, verify,
};
use kyso_words::Lang;

use crate::archive::{Archive, revoked};
use crate::support::{Office, SIGNER, now, time};

const LABELS: [&str; 7] = [
    "CA cấp chứng thư",
    "Người ký",
    "Đơn vị quản lý chứng thư",
    "Thời gian ký",
    "Tính toàn vẹn",
    "Hiệu lực tại thời điểm ký",
    "Thời hạn chứng thư",
];

fn fact(signature: &SignatureReport, kind: FactKind) -> Fact {
    let facts = signature.facts(Lang::Vi);
    facts.into_iter().find(|one| one.kind == kind).unwrap()
}

fn in_force(report: &Report) -> (bool, String) {
    let fact = fact(&report.signatures[0], FactKind::ValidAtSigning);
    (fact.known, fact.value)
}

/// The approved decision under a store, judged as of `at`.
fn judged(office: &Office, store: &TrustStore, at: &str) -> Report {
    verify(&office.approved(), store, &Policy::new(time(at))).unwrap()
}

#[test]
fn a_sound_signature_tells_all_seven() {
    let office = Office::new();
    let report = office.verify(&office.approved());
    let facts = report.signatures[0].facts(Lang::Vi);
    let labels = facts.clone().map(|one| one.kind.label(Lang::Vi));
    assert_eq!(labels, LABELS);
    let values = facts.map(|one| (one.known, one.value));
    let expected = [
        "Root thử nghiệm (chuyên dùng Chính phủ)",
        SIGNER,
        "Ủy ban nhân dân tỉnh",
        "21/11/2026 08:00:00 +07:00 (theo máy người ký, chưa chứng thực)",
        "Nguyên vẹn, phủ toàn bộ tệp, không có thay đổi sau khi ký",
        "Có: còn hạn, không bị thu hồi hay tạm dừng (xét lúc kiểm tra)",
        "01/01/2026 – 01/01/2027",
    ];
    assert_eq!(values, expected.map(|value| (true, value.to_owned())));
}

#[test]
fn programs_get_them_under_fixed_names() {
    let office = Office::new();
    let told = office.verify(&office.approved()).to_json("a.pdf", Lang::Vi);
    let facts = told["signatures"][0]["facts"].as_array().unwrap();
    let labels: Vec<_> = facts
        .iter()
        .map(|one| one["label"].as_str().unwrap())
        .collect();
    assert_eq!(labels, LABELS);
    let names: Vec<_> = facts
        .iter()
        .map(|one| one["fact"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "issuing_ca",
            "signer",
            "managing_unit",
            "signing_time",
            "integrity",
            "valid_at_signing",
            "certificate_validity"
        ]
    );
    assert!(facts.iter().all(|one| one["known"] == true));
}

#[test]
fn what_is_suspended_is_called_so() {
    let office = Office::new();
    let since = time("2026-11-20T12:00:00Z");
    let entry = ListedRevocation::of(
        &office.person.certificate,
        since,
        RevocationReason::CertificateHold,
    );
    let store = office.store_of(TrustClass::Government, vec![office.list(&[entry])]);
    let report = judged(&office, &store, "2026-11-21T03:00:00Z");
    assert_ne!(report.verdict, Verdict::TotalPassed);
    let (known, value) = in_force(&report);
    assert!(!known, "it may have signed before");
    assert!(
        value.contains("chứng thư bị tạm dừng từ 20/11/2026"),
        "{value}"
    );
    let signature = &report.signatures[0];
    assert_eq!(signature.revocation(Lang::Vi), "Đang bị tạm dừng");
    let texts: Vec<_> = signature
        .findings
        .iter()
        .map(|one| one.text(Lang::Vi))
        .collect();
    let all = texts.join(" ");
    assert!(
        all.contains("bị tạm dừng từ") && !all.contains("thu hồi"),
        "{all}"
    );
}

#[test]
fn a_revocation_decides_only_about_what_came_after() {
    let office = Office::new();
    let store = office.revoking(&office.person.certificate, "2026-11-01T00:00:00Z");
    let (known, value) = in_force(&judged(&office, &store, "2026-11-21T03:00:00Z"));
    assert!(!known);
    let words = "Chưa xác định: chứng thư bị thu hồi từ 01/11/2026 07:00:00 +07:00, không có gì chứng minh ký trước đó";
    assert_eq!(value, words);

    let archive = Archive::new();
    let reason = RevocationReason::CertificateHold;
    let entry = revoked(&archive.signer, "2021-05-01", reason);
    let lists = archive.lists("2021-06-01", &[entry]);
    let later = archive.judge_with(&archive.archived(), lists, "2021-06-02");
    let told = fact(&later, FactKind::ValidAtSigning);
    assert!(
        told.known && told.value.starts_with("Có: "),
        "{}",
        told.value
    );
    let words = "; về sau chứng thư bị tạm dừng từ 01/05/2021";
    assert!(told.value.contains(words), "{}", told.value);
}

#[test]
fn silence_no_path_and_an_end_are_not_known_and_say_why() {
    let office = Office::new();
    let stranger = Office::new();
    let silent = office.store_of(TrustClass::Government, vec![]);
    let late = "2028-01-01T00:00:00Z";
    for (store, at, why) in [
        (
            &silent,
            "2026-11-21T03:00:00Z",
            "chưa kiểm tra được chứng thư có bị thu hồi hoặc tạm dừng",
        ),
        (
            &stranger.store(),
            "2026-11-21T03:00:00Z",
            "chưa nối được chuỗi chứng thư",
        ),
        (&office.store(), late, "chứng thư đã hết hạn từ 01/01/2027"),
    ] {
        let (known, value) = in_force(&judged(&office, store, at));
        assert!(!known && value.starts_with("Chưa xác định: "), "{value}");
        assert!(value.contains(why), "{why}: {value}");
    }
    let report = judged(&office, &stranger.store(), "2026-11-21T03:00:00Z");
    let ca = fact(&report.signatures[0], FactKind::IssuingCa);
    assert!(
        !ca.known && ca.value.contains("chứng thư tự ghi"),
        "{}",
        ca.value
    );
    // A warning by the operator's setting makes nothing known.
    let mut policy = Policy::new(now());
    policy.unknown_revocation = UnknownRevocation::Warn;
    let report = verify(&office.approved(), &silent, &policy).unwrap();
    assert_eq!(report.verdict, Verdict::TotalPassed);
    assert!(!in_force(&report).0);
}

#[test]
fn integrity_is_that_of_the_document() {
    let office = Office::new();
    let wholeness = |bytes: &[u8]| {
        let report = office.verify(bytes);
        fact(&report.signatures[0], FactKind::Integrity).value
    };
    let issued = wholeness(&office.issued());
    assert!(
        issued.ends_with("sau đó chỉ có bổ sung được phép"),
        "{issued}"
    );
    let mut changed = office.approved();
    changed[1000] ^= 1;
    assert_eq!(wholeness(&changed), "Bị thay đổi");
}

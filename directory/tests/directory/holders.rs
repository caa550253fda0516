//! Whose certificate one is, and what was in effect when.

use kyso_directory::Directory;
use kyso_testdata::{Base, Office, SIGNER, now, time};
use kyso_verifier::{Effect, HolderDirectory, Policy, Standing, verify};
use kyso_words::Lang;

/// A directory that names the certificates of `office` in both ways.
fn directory(office: &Office) -> Directory {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("danh-ba.toml");
    let agency = &office.agency.certificate;
    let text = format!(
        r#"
[[organisation]]
id = "ubnd"
name = "UBND tỉnh Thí Dụ"
codes = [{{ code = "000.00.00.H99", until = 2025-06-30 }}, {{ code = "H99", from = 2025-07-01 }}]
certificates = [{{ issuer = "{}", serial = "00{}" }}]
until = 2026-12-31

[[person]]
id = "anh"
name = "Trần Thị Minh Ánh"
certificates = [{{ sha256 = "{}" }}]

[[mandate]]
person = "anh"
organisation = "ubnd"
title = "PHÓ CHỦ TỊCH"
form = "KT."
from = 2021-07-01

[[mandate]]
person = "anh"
organisation = "ubnd"
title = "CHÁNH VĂN PHÒNG"
form = "TL."
until = 2021-06-30
"#,
        agency.issuer_display(),
        agency.serial_hex().to_lowercase(),
        office.person.certificate.sha256_hex(),
    );
    std::fs::write(&path, text).unwrap();
    Directory::open(&path).unwrap()
}

#[test]
fn a_person_has_the_authority_of_the_day() {
    let office = Office::new();
    let directory = directory(&office);
    let effects = |at: &str| {
        let standing = directory.standing(&office.person.certificate, time(at));
        let Some(Standing::Person { name, mandates }) = standing else {
            panic!("{standing:?}");
        };
        assert_eq!(name, SIGNER);
        let each = mandates.iter().map(|one| (one.full_title(), one.effect));
        each.collect::<Vec<_>>()
    };
    let [deputy, office_head] = ["KT. PHÓ CHỦ TỊCH", "TL. CHÁNH VĂN PHÒNG"].map(str::to_owned);
    let day = jiff::civil::date;
    assert_eq!(
        effects("2021-06-30T16:59:59Z"),
        [
            (
                deputy.clone(),
                Effect::NotBegun {
                    from: day(2021, 7, 1)
                }
            ),
            (office_head.clone(), Effect::InEffect),
        ]
    );
    let until = day(2021, 6, 30);
    assert_eq!(
        effects("2021-06-30T17:00:00Z"),
        [
            (deputy.clone(), Effect::InEffect),
            (office_head, Effect::Ended { until }),
        ]
    );
    // An authority ends with its organisation at the latest.
    let until = day(2026, 12, 31);
    assert_eq!(
        effects("2027-01-01T00:00:00Z")[0],
        (deputy, Effect::Ended { until })
    );
}

#[test]
fn an_agency_is_known_by_issuer_and_number_and_has_the_code_of_the_day() {
    let office = Office::new();
    let directory = directory(&office);
    let code = |at: &str| {
        let standing = directory.standing(&office.agency.certificate, time(at));
        let Some(Standing::Organisation(organisation)) = standing else {
            panic!("{standing:?}");
        };
        organisation.code.unwrap()
    };
    assert_eq!(code("2025-06-30T16:59:59Z"), "000.00.00.H99");
    assert_eq!(code("2025-06-30T17:00:00Z"), "H99");
}

#[test]
fn other_certificates_of_the_same_name_are_unknown() {
    let office = Office::new();
    let directory = directory(&office);
    let at = time("2026-11-21T00:00:00Z");
    for unknown in [&office.twin, &office.revoked] {
        assert_eq!(directory.standing(&unknown.certificate, at), None);
    }
}

/// J1: what has ended since is of its time, and no verdict changes.
#[test]
fn a_report_names_title_and_authority_and_keeps_its_verdict() {
    let base = Base::new();
    let directory = directory(&base.office);
    let mut report = verify(&base.issued, &base.office.store(), &Policy::new(now())).unwrap();
    let before = report.verdict;
    let plain = report.to_json("a.pdf", Lang::En);
    report.name_holders(&directory);
    assert_eq!(report.verdict, before);
    let [person, agency] = report.signatures.as_slice() else {
        panic!("two signatures");
    };
    let text = |one: &kyso_verifier::SignatureReport, lang| one.holder.as_ref().unwrap().text(lang);
    assert_eq!(
        text(person, Lang::Vi),
        "Trần Thị Minh Ánh – KT. PHÓ CHỦ TỊCH, UBND tỉnh Thí Dụ (H99): có hiệu lực khi ký"
    );
    assert_eq!(
        text(agency, Lang::En),
        "UBND tỉnh Thí Dụ (H99); in effect when signed"
    );
    let mut json = report.to_json("a.pdf", Lang::En);
    let known = json["signatures"][0]["directory"].clone();
    assert_eq!(known["holder"], "person");
    assert_eq!(known["mandates"][0]["form"], "KT.");
    assert_eq!(known["mandates"][0]["state"], "in_effect");
    assert_eq!(known["mandates"][1]["state"], "ended");
    assert_eq!(
        json["signatures"][1]["directory"]["organisation"]["code"],
        "H99"
    );
    for signature in json["signatures"].as_array_mut().unwrap() {
        signature.as_object_mut().unwrap().remove("directory");
    }
    assert_eq!(json, plain);

    let mut later = report.clone();
    later.checked_at = time("2027-06-01T00:00:00Z");
    later.name_holders(&directory);
    let told = text(&later.signatures[1], Lang::En);
    assert!(
        told.ends_with("in effect when signed, ended since (until 31/12/2026)"),
        "{told}"
    );
}

/// An attacker can choose issuer and number of a certificate of his own.
#[test]
fn a_certificate_without_a_path_to_an_anchor_is_not_named() {
    let base = Base::new();
    let directory = directory(&base.office);
    let foreign = Office::new();
    let mut report = verify(&base.issued, &foreign.store(), &Policy::new(now())).unwrap();
    report.name_holders(&directory);
    assert!(report.signatures.iter().all(|one| one.holder.is_none()));
}

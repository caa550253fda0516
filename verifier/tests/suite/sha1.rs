//! SHA-1: outdated, still used by agencies, and counted only without traces of a collision attack (F7).

use std::fs;

use jiff::Timestamp;
use kyso_issuing::{Profile, TokenRequest, issue_token};
use kyso_pdf::{Document, DocumentTimestampPlan, prepare_document_timestamp, prepare_signature};
use kyso_pki::{DigestAlgorithm, Pkcs12Key, SignatureAlgorithm, SignedAttributes, TrustClass};
use kyso_test_needs::published_collisions;
use kyso_verifier::{
    Finding, GovernmentSha1, Integrity, Policy, Report, SignatureKind, SignatureReport,
    SubIndication, Verdict, verify,
};
use kyso_words::Lang;
use openssl::hash::{MessageDigest, hash};

use crate::support::{Office, invisible, now, plan, sample};

/// Signs with SHA-1 everywhere, whatever the bytes are.
fn signed(office: &Office, bytes: &[u8]) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let plan = plan("NguoiKy1", invisible(), None);
    let prepared = prepare_signature(&document, &plan).unwrap();
    let container = container(&office.person, &prepared.signed_parts().concat());
    prepared.embed(&container).unwrap()
}

/// The container of a signature with SHA-1 everywhere.
fn container(key: &Pkcs12Key, content: &[u8]) -> Vec<u8> {
    let digest = unchecked(content);
    let algorithm = SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha1);
    let attributes = SignedAttributes::new(&digest, algorithm, &key.certificate).unwrap();
    let value = key
        .key
        .sign_digest(algorithm, &attributes.digest().unwrap());
    attributes.close(&value.unwrap()).unwrap()
}

/// A file whose header follows `start`, all of it signed with SHA-1 everywhere: programs look for
/// the header in the first kilobyte, and the blocks of a collision must begin the digested bytes.
fn signed_behind(office: &Office, start: &[u8]) -> Vec<u8> {
    const ROOM: usize = 6000;
    const RANGE: &str = "[0 9999999999 9999999999 9999999999]";
    let value = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached";
    let value = format!(
        "{value}/ByteRange{RANGE}/Contents<{}>>>",
        "0".repeat(2 * ROOM)
    );
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(NguoiKy1)/V 5 0 R/P 3 0 R/F 132/Rect[0 0 0 0]>>",
        &value,
    ];
    let mut bytes = [start, b"%PDF-1.7\n"].concat();
    let mut table = String::from("xref\n0 6\n0000000000 65535 f \n");
    for (number, body) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
        bytes.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let end = format!(
        "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
        bytes.len()
    );
    bytes.extend(table.bytes().chain(end.bytes()));
    let find = |text: &str| {
        let mut windows = bytes.windows(text.len());
        windows
            .position(|window| window == text.as_bytes())
            .unwrap()
    };
    let gap = find("<0000")..find("<0000") + 2 * ROOM + 2;
    let (at, rest) = (find(RANGE), bytes.len() - gap.end);
    let range = format!("[0 {} {} {rest}", gap.start, gap.end);
    let range = format!("{range:<width$}]", width = RANGE.len() - 1);
    bytes[at..at + RANGE.len()].copy_from_slice(range.as_bytes());
    let signed = [&bytes[..gap.start], &bytes[gap.end..]].concat();
    let digits = container(&office.person, &signed);
    let digits: String = digits.iter().map(|octet| format!("{octet:02X}")).collect();
    bytes[gap.start + 1..gap.start + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    bytes
}

/// SHA-1 as those compute it who look for nothing.
fn unchecked(bytes: &[u8]) -> Vec<u8> {
    hash(MessageDigest::sha1(), bytes).unwrap().to_vec()
}

fn judged(office: &Office, bytes: &[u8], class: TrustClass, rule: GovernmentSha1) -> Report {
    let mut policy = Policy::new(now());
    policy.algorithms.government_sha1 = rule;
    let store = office.store_of(class, vec![office.list(&[])]);
    verify(bytes, &store, &policy).unwrap()
}

fn only(report: &Report) -> &SignatureReport {
    let [signature] = report.signatures.as_slice() else {
        panic!("{} signatures", report.signatures.len());
    };
    signature
}

const CHECKED: GovernmentSha1 = GovernmentSha1::Checked { until: None };

#[test]
fn without_traces_it_counts_under_the_government_authority_with_a_warning() {
    let office = Office::new();
    let document = signed(&office, &sample("quyet-dinh.pdf"));
    let report = judged(&office, &document, TrustClass::Government, CHECKED);
    assert_eq!(report.verdict, Verdict::TotalPassed, "{report:?}");
    assert!(only(&report).findings.contains(&Finding::Sha1Checked));
    for (lang, words) in [
        (
            Lang::Vi,
            "thuật toán băm SHA-1 đã lỗi thời; đã kiểm tra dấu hiệu tấn công va chạm",
        ),
        (Lang::En, "SHA-1 is outdated; checked for traces"),
    ] {
        let headline = report.headline(lang);
        assert!(headline.contains(words), "{headline}");
    }
    let told = report.to_json("a.pdf", Lang::Vi);
    assert_eq!(told["engine"]["settings"]["sha1"], "checked");
}

#[test]
fn others_and_those_who_refuse_it_keep_its_end() {
    let office = Office::new();
    let document = signed(&office, &sample("quyet-dinh.pdf"));
    let ended = |until: &str| GovernmentSha1::Checked {
        until: Some(until.parse::<Timestamp>().unwrap()),
    };
    for (class, rule) in [
        (TrustClass::Public, CHECKED),
        (TrustClass::Other, CHECKED),
        (TrustClass::Government, GovernmentSha1::Refused),
        (TrustClass::Government, ended("2026-11-01T00:00:00Z")),
    ] {
        let report = judged(&office, &document, class, rule);
        assert_eq!(
            report.verdict,
            Verdict::Indeterminate,
            "{class:?}, {rule:?}"
        );
        let reason = Some(SubIndication::CryptoConstraintsFailureNoPoe);
        assert_eq!(only(&report).sub_indication, reason);
        assert!(!only(&report).findings.contains(&Finding::Sha1Checked));
    }
    let later = ended("2027-01-01T00:00:00Z");
    let report = judged(&office, &document, TrustClass::Government, later);
    assert_eq!(report.verdict, Verdict::TotalPassed);
}

/// That it is invalid because of the traces, and that no change is reported.
fn assert_attacked(office: &Office, document: &[u8]) {
    let report = judged(office, document, TrustClass::Government, CHECKED);
    let signature = only(&report);
    assert_eq!(signature.verdict, Verdict::TotalFailed);
    assert_eq!(signature.sub_indication, Some(SubIndication::HashFailure));
    assert!(is_attacked(signature), "{signature:?}");
    let headline = report.headline(Lang::Vi);
    assert!(headline.contains("dấu hiệu tấn công va chạm"), "{headline}");
    assert!(!headline.contains("bị thay đổi"), "{headline}");
}

fn is_attacked(signature: &SignatureReport) -> bool {
    let algorithm = "SHA-1".to_owned();
    let attacked = Finding::CollisionAttack { algorithm };
    signature.findings.contains(&attacked)
}

/// Marc Stevens and others, "The first collision for full SHA-1", 2017: one signature fits two pictures.
#[test]
fn a_published_collision_fails_with_a_reason_of_its_own() {
    let Some(folder) = published_collisions() else {
        return;
    };
    let office = Office::new();
    let [one, other] =
        ["shattered-1.pdf", "shattered-2.pdf"].map(|name| fs::read(folder.join(name)).unwrap());
    let first = signed(&office, &one);
    let exchanged = [other.as_slice(), &first[one.len()..]].concat();
    assert_ne!(one, other);
    assert_eq!(unchecked(&first), unchecked(&exchanged), "one digest");
    assert_attacked(&office, &first);
    assert_attacked(&office, &exchanged);
}

/// Gaëtan Leurent and Thomas Peyrin, "SHA-1 is a shambles", 2020: prefixes of the attacker's choice, here before the header.
#[test]
fn a_collision_of_chosen_prefixes_as_the_signed_range_fails_as_well() {
    let Some(folder) = published_collisions() else {
        return;
    };
    let office = Office::new();
    let [one, other] =
        ["sha-mbles-1.bin", "sha-mbles-2.bin"].map(|name| fs::read(folder.join(name)).unwrap());
    let first = signed_behind(&office, &one);
    let exchanged = [other.as_slice(), &first[one.len()..]].concat();
    assert_ne!(one, other);
    assert_eq!(unchecked(&first), unchecked(&exchanged), "one digest");
    assert_attacked(&office, &first);
    assert_attacked(&office, &exchanged);
    // The blocks are the reason, and not the place of the header.
    let plain = signed_behind(&office, &vec![b'%'; one.len()]);
    let report = judged(&office, &plain, TrustClass::Government, CHECKED);
    assert_eq!(only(&report).integrity, Integrity::Intact);
    assert!(!is_attacked(only(&report)));
}

/// The imprint of its token is the digest of the file.
#[test]
fn a_document_timestamp_over_a_collision_fails_as_well() {
    let Some(folder) = published_collisions() else {
        return;
    };
    let office = Office::new();
    let authority = office.issue("TSA thử nghiệm", Profile::TimestampAuthority);
    let stamped = |bytes: &[u8]| {
        let document = Document::open(bytes).unwrap();
        let plan = DocumentTimestampPlan {
            field_name: None,
            contents_reserve: 8000,
        };
        let prepared = prepare_document_timestamp(&document, &plan).unwrap();
        let request = TokenRequest {
            algorithm: DigestAlgorithm::Sha1,
            digest: &unchecked(&prepared.signed_parts().concat()),
            at: now(),
            serial: 7,
            nonce: None,
        };
        let stamped = prepared.embed(&issue_token(&authority, &request).unwrap());
        judged(&office, &stamped.unwrap(), TrustClass::Government, CHECKED)
    };
    let colliding = stamped(&fs::read(folder.join("shattered-1.pdf")).unwrap());
    let timestamp = only(&colliding);
    assert_eq!(timestamp.kind, SignatureKind::DocumentTimestamp);
    assert_eq!(timestamp.verdict, Verdict::TotalFailed);
    assert_eq!(timestamp.sub_indication, Some(SubIndication::HashFailure));
    assert!(is_attacked(timestamp), "{timestamp:?}");
    let plain = stamped(&sample("quyet-dinh.pdf"));
    assert_eq!(only(&plain).integrity, Integrity::Intact);
    assert!(!is_attacked(only(&plain)));
}

#[test]
fn every_published_collision_is_found() {
    let Some(folder) = published_collisions() else {
        return;
    };
    let found = |name: &str| {
        let bytes = fs::read(folder.join(name)).unwrap();
        DigestAlgorithm::Sha1.digest(&[&bytes]).is_err()
    };
    for name in [
        "shattered-1.pdf",
        "shattered-2.pdf",
        "sha-mbles-1.bin",
        "sha-mbles-2.bin",
    ] {
        assert!(found(name), "{name}");
    }
    let plain = sample("quyet-dinh.pdf");
    let digest = DigestAlgorithm::Sha1.digest(&[&plain]).unwrap();
    assert_eq!(digest, unchecked(&plain));
}

//! Validation data and document timestamps, as the writer of crate `pdf` appends
//! them, are allowed by every signature (ISO 32000-2, table 257).

use kyso_pdf::{
    Dictionary, Document, DocumentTimestampPlan, Name, NewEntry, NewValidationData, SecurityStore,
    append_security_store, prepare_document_timestamp, vri_key,
};
use kyso_testdata::{Base, Signing, now};
use kyso_verifier::{ChangeKind, Integrity, Modifications, Policy, SignatureReport, verify};

use crate::support::sample;

/// Validation data for each signature of a file, other ones for each `round`.
fn with_validation_data(bytes: &[u8], round: u8) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let values = fields.iter().filter_map(|field| field.value.as_ref());
    let entries = values.map(|value| NewEntry {
        key: vri_key(&value.contents),
        certificates: vec![b"certificate".to_vec(), vec![round]],
        created: Some("D:20261120140307+07'00'".to_owned()),
        ..NewEntry::default()
    });
    let new = NewValidationData {
        crls: vec![b"list".to_vec(), vec![round, round]],
        entries: entries.collect(),
        ..NewValidationData::default()
    };
    append_security_store(&document, &new).unwrap()
}

fn with_timestamp(bytes: &[u8]) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let plan = DocumentTimestampPlan {
        field_name: None,
        contents_reserve: 100,
    };
    let prepared = prepare_document_timestamp(&document, &plan).unwrap();
    // The content of the token is not looked at here, only its place.
    prepared.embed(&[0x30, 0x03, 2, 1, 1]).unwrap()
}

/// Twice validation data and a timestamp over them.
fn archived(bytes: &[u8]) -> Vec<u8> {
    (1..=2).fold(bytes.to_vec(), |bytes, round| {
        with_timestamp(&with_validation_data(&bytes, round))
    })
}

fn first(base: &Base, bytes: &[u8]) -> SignatureReport {
    let report = verify(bytes, &base.office.store(), &Policy::new(now())).unwrap();
    report.signatures[0].clone()
}

#[test]
fn every_signature_allows_them() {
    let base = Base::new();
    let lock = |level: i64| {
        Dictionary::new()
            .with("Action", Name::from("All"))
            .with("P", level)
    };
    let signing = || Signing::new(&base.office.person, "NguoiKy1");
    let stream = sample("quyet-dinh-xref-stream.pdf");
    let cases = [
        ("approval", signing().sign(&base.form)),
        ("P=1", signing().certify(1).sign(&base.form)),
        ("P=2", signing().certify(2).sign(&base.form)),
        ("P=3", signing().certify(3).sign(&base.form)),
        (
            "lock",
            signing().field_entry("Lock", lock(1)).sign(&base.form),
        ),
        ("streams", signing().certify(1).sign(&stream)),
    ];
    for (name, bytes) in cases {
        let archived = archived(&bytes);
        let signature = first(&base, &archived);
        assert_eq!(signature.integrity, Integrity::Intact, "{name}");
        assert_eq!(
            signature.modifications,
            Modifications::Permitted,
            "{name}: {:#?}",
            signature.changes
        );
        let told = |what: &ChangeKind| signature.changes.iter().any(|change| change.what == *what);
        assert!(told(&ChangeKind::ValidationData), "{name}");
        assert!(told(&ChangeKind::DocumentTimestamp), "{name}");
        let document = Document::open(&archived).unwrap();
        let store = SecurityStore::read(&document.latest()).unwrap();
        assert_eq!((store.crls.len(), store.entries.len()), (3, 2), "{name}");
    }
}

#[test]
fn a_later_signature_is_no_timestamp() {
    let base = Base::new();
    let certified = Signing::new(&base.office.person, "NguoiKy1")
        .certify(1)
        .sign(&base.form);
    let archived = archived(&certified);
    let signed = Signing::new(&base.office.agency, "ConDau1").sign(&archived);
    let signature = first(&base, &signed);
    assert_eq!(signature.modifications, Modifications::Forbidden);
}

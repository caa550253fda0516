//! The public corpus of files with known verdicts, when it is there.

use kyso_pki::TrustStore;
use kyso_test_needs::shared;
use kyso_verifier::{Integrity, Modifications, Policy, verify};

use crate::support::now;

#[test]
fn no_manipulated_file_is_accepted() {
    let Some(corpus) = shared("corpus") else {
        return;
    };
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let store = TrustStore::new([], vec![]).unwrap();
    let mut rejected = 0;
    for line in manifest.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, _, _, _, verdict, ..] = columns.as_slice() else {
            panic!("malformed manifest line: {line}");
        };
        if *verdict != "reject" {
            continue;
        }
        let bytes = std::fs::read(corpus.join(format!("files/{id}.pdf"))).unwrap();
        let Ok(report) = verify(&bytes, &store, &Policy::new(now())) else {
            rejected += 1;
            continue;
        };
        let accepted = report.signatures.iter().all(|signature| {
            signature.integrity == Integrity::Intact
                && signature.modifications != Modifications::Forbidden
        });
        assert!(!accepted, "{id} is accepted");
        rejected += 1;
    }
    assert!(rejected > 20, "only {rejected} manipulated files found");
}

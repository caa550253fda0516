//! No flipped byte passes with another meaning: a sample of the positions that
//! `cargo run --release -p kyso-testdata --example flips` goes through.

use kyso_testdata::{Base, now, regions};
use kyso_verifier::{Policy, Report, Verdict, verify};

#[test]
fn no_flipped_byte_passes_with_another_meaning() {
    const STEP: usize = 97;
    const MASKS: [u8; 3] = [0xFF, 0x01, 0x20];
    let base = Base::new();
    let issued = &base.issued;
    let store = base.office.store();
    let regions = regions(issued);
    let policy = Policy::new(now());
    let sound = meaning(&verify(issued, &store, &policy).unwrap());
    let mut variant = issued.clone();
    for (index, position) in (0..issued.len()).step_by(STEP).enumerate() {
        variant[position] ^= MASKS[index % MASKS.len()];
        if let Ok(report) = verify(&variant, &store, &policy) {
            let passed = report.verdict == Verdict::TotalPassed;
            let unsigned = regions[position].starts_with("Contents");
            let harmless = unsigned && meaning(&report) == sound;
            assert!(
                !passed || harmless,
                "byte {position}, {}",
                regions[position]
            );
        }
        variant[position] = issued[position];
    }
}

/// What a reader relies on.
fn meaning(report: &Report) -> Vec<String> {
    let signature = |s: &kyso_verifier::SignatureReport| {
        let signer = s.signer.as_ref().map(|signer| signer.sha256());
        let state = (s.integrity, s.coverage, s.modifications, s.role);
        format!(
            "{} {signer:?} {state:?} {:?} {:?}",
            s.field, s.signing_time, s.trust
        )
    };
    report.signatures.iter().map(signature).collect()
}

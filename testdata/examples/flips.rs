//! Flips every byte of an issued document in turn and verifies each variant:
//! `cargo run --release -p kyso-testdata --example flips [STEP]`.
//!
//! A variant may pass only when the flipped byte is covered by no signature and
//! the report says the same; a timestamp that no longer holds must be named.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::panic
)]

use std::collections::BTreeMap;
use std::thread;

use kyso_pki::TrustStore;
use kyso_testdata::{Base, now, regions};
use kyso_verifier::{Finding, Policy, Report, Verdict, verify};

fn main() {
    let step = std::env::args()
        .nth(1)
        .map_or(1, |step| step.parse().unwrap());
    let base = Base::new();
    let bytes = base.issued_with_timestamps();
    let store = base.office.store();
    let sound = verify(&bytes, &store, &Policy::new(now())).unwrap();
    assert!(sound.verdict == Verdict::TotalPassed && !is_stated(&sound));
    let trial = Trial {
        store,
        sound: meaning(&sound),
        times: times(&sound),
        regions: regions(&bytes),
        bytes,
    };
    let table = thread::scope(|scope| {
        let halves = [0, 1].map(|half| {
            let trial = &trial;
            scope.spawn(move || trial.run(half * step, 2 * step))
        });
        halves.map(|half| half.join().unwrap())
    });
    print(&table, &trial.regions);
}

/// What a variant came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Failed,
    Indeterminate,
    Unreadable,
    Stated,
    Same,
}

type Table = BTreeMap<(&'static str, Outcome), usize>;

struct Trial {
    bytes: Vec<u8>,
    store: TrustStore,
    sound: Vec<String>,
    times: Vec<String>,
    regions: Vec<&'static str>,
}

impl Trial {
    fn run(&self, first: usize, step: usize) -> Table {
        let mut table = Table::new();
        let mut variant = self.bytes.clone();
        for position in (first..self.bytes.len()).step_by(step) {
            for mask in MASKS {
                variant[position] ^= mask;
                let outcome = self.outcome(&variant, position, mask);
                *table.entry((self.regions[position], outcome)).or_default() += 1;
                variant[position] ^= mask;
            }
        }
        table
    }

    fn outcome(&self, variant: &[u8], position: usize, mask: u8) -> Outcome {
        let Ok(report) = verify(variant, &self.store, &Policy::new(now())) else {
            return Outcome::Unreadable;
        };
        match report.verdict {
            Verdict::TotalPassed => {}
            Verdict::Indeterminate => return Outcome::Indeterminate,
            _ => return Outcome::Failed,
        }
        let region = self.regions[position];
        let place = format!("byte {position} ^ {mask:#04x} in {region}");
        assert!(
            region.starts_with("Contents"),
            "a signed byte passes: {place}"
        );
        assert_eq!(meaning(&report), self.sound, "another meaning: {place}");
        if is_stated(&report) {
            return Outcome::Stated;
        }
        assert_eq!(times(&report), self.times, "another time: {place}");
        Outcome::Same
    }
}

/// All that a reader relies on: who signed what, and what became of it.
fn meaning(report: &Report) -> Vec<String> {
    let signature = |s: &kyso_verifier::SignatureReport| {
        let signer = s.signer.as_ref().map(|signer| signer.sha256());
        let state = (
            s.integrity,
            s.coverage,
            s.modifications,
            s.role,
            s.trust.class,
        );
        format!(
            "{} {signer:?} {state:?} {:?} {:?}",
            s.field, s.place, s.byte_range
        )
    };
    let status = format!("{:?} {}", report.legal_status, report.revisions);
    report
        .signatures
        .iter()
        .map(signature)
        .chain([status])
        .collect()
}

/// When it was signed, and who says so.
fn times(report: &Report) -> Vec<String> {
    let signatures = report.signatures.iter();
    signatures
        .map(|s| format!("{:?} {:?}", s.signing_time, s.level))
        .collect()
}

/// Whether the report says that a signing time is no longer certified.
fn is_stated(report: &Report) -> bool {
    let mut findings = report.signatures.iter().flat_map(|s| &s.findings);
    findings.any(|finding| {
        matches!(
            finding,
            Finding::TimestampUnsound { .. } | Finding::TimeOnlyClaimed
        )
    })
}

fn print(tables: &[Table], regions: &[&'static str]) {
    const COLUMNS: [Outcome; 5] = [
        Outcome::Failed,
        Outcome::Indeterminate,
        Outcome::Unreadable,
        Outcome::Stated,
        Outcome::Same,
    ];
    println!(
        "| region | bytes | failed | indeterminate | unreadable | passed, named | passed, same |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|");
    let mut names = regions.to_vec();
    names.sort_unstable();
    names.dedup();
    let count = |name, outcome| -> usize {
        tables
            .iter()
            .filter_map(|table| table.get(&(name, outcome)))
            .sum()
    };
    for name in names {
        let size = regions.iter().filter(|region| **region == name).count();
        let cells = COLUMNS.map(|outcome| count(name, outcome).to_string());
        println!("| {name} | {size} | {} |", cells.join(" | "));
    }
}

const MASKS: [u8; 3] = [0xFF, 0x01, 0x20];

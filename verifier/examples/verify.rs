//! Verifies one file: `verify FILE TRUST_FOLDER TIME`, for instance `2026-11-21T03:00:00Z`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use kyso_pki::TrustStore;
use kyso_verifier::{Policy, verify};
use kyso_words::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, trust, time] = arguments.as_slice() else {
        return Err("usage: verify FILE TRUST_FOLDER TIME".into());
    };

    // Only the caller decides what is trusted: a file brings certificates, never anchors.
    let trust = TrustStore::load(Path::new(trust))?;

    // A policy says everything else that decides. The time is given: the same call has the same answer on every day.
    let policy = Policy::new(time.parse()?);

    // A file that can be read has a report, whatever is wrong with its signatures.
    let report = verify(&std::fs::read(file)?, &trust, &policy)?;
    println!("{}: {}", report.verdict, report.headline(Lang::En));
    for signature in &report.signatures {
        let signer = signature.role_text(Lang::En).unwrap_or_default();
        println!("{} {signer}: {}", signature.field, signature.verdict);
        for finding in &signature.findings {
            println!("  {}", finding.text(Lang::En));
        }
    }
    Ok(())
}

//! The report of a verification as JSON: `report_json FILE TRUST_FOLDER TIME`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use kyso_pki::TrustStore;
use kyso_report::pretty_json;
use kyso_verifier::{Policy, verify};
use kyso_words::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, trust, time] = arguments.as_slice() else {
        return Err("usage: report_json FILE TRUST_FOLDER TIME".into());
    };
    let trust = TrustStore::load(Path::new(trust))?;
    let report = verify(&std::fs::read(file)?, &trust, &Policy::new(time.parse()?))?;

    // The names of members and values are the same in every language; only messages are in this one.
    let json = report.to_json(file, Lang::Vi);

    // Letters from the file that a terminal would act on are escaped.
    print!("{}", pretty_json(&json));
    Ok(())
}

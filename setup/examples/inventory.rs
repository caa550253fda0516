//! Says what a trust folder lacks: `inventory TRUST_FOLDER`.
#![allow(clippy::print_stdout)]

use std::path::Path;

use jiff::Timestamp;
use kyso_pki::TrustStore;
use kyso_setup::Inventory;
use kyso_words::Lang;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("usage: inventory TRUST_FOLDER")?;
    let inventory = Inventory::of(&TrustStore::load(Path::new(&folder))?);
    let now = Timestamp::now();
    for anchor in inventory.anchors() {
        let state = anchor.period(now).as_str();
        println!("{}: {state}", anchor.certificate.subject_label());
    }

    // Each finding says what to do about it, in both languages.
    for finding in inventory.findings(now) {
        println!("{}", finding.text(Lang::En));
    }
    Ok(())
}

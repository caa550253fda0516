//! Lists the anchors of a trust folder: `anchors TRUST_FOLDER`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use kyso_pki::{TrustStore, pinned};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args()
        .nth(1)
        .ok_or("usage: anchors TRUST_FOLDER")?;
    let trust = TrustStore::load(Path::new(&folder))?;
    for anchor in trust.anchors() {
        let certificate = &anchor.certificate;
        println!("{}: {}", anchor.class, certificate.subject_display());
        println!("  SHA-256 {}", certificate.sha256_hex());

        // The fingerprints of the authorities of Vietnam are known. That is no trust: the operator confirms them.
        if let Some(name) = pinned::name_of(&certificate.sha256()) {
            println!("  known as {name}");
        }
    }

    // These certificates prove nothing alone; paths from a signer to an anchor may lead over them.
    println!("{} intermediates", trust.intermediates().len());
    println!("{} revocation lists", trust.crls().len());

    // What does not look like a certificate or a list by its name was not read.
    for path in trust.ignored() {
        println!("ignored: {}", path.display());
    }
    Ok(())
}

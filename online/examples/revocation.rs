//! Asks the servers that a certificate names whether it was revoked: `revocation CERTIFICATE ISSUER`, both PEM files.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use jiff::Timestamp;
use kyso_online::{Online, OnlineSettings};
use kyso_pki::{Certificate, EvidenceSource};

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let (Some(certificate), Some(issuer)) = (files.next(), files.next()) else {
        return Err("usage: revocation CERTIFICATE ISSUER".into());
    };
    let (certificate, issuer) = (first_of(&certificate)?, first_of(&issuer)?);

    // A session is the share of one verification: it has a budget and notes what it asked.
    let session = Online::new(&OnlineSettings::default())?.session();
    let found = session.revocation(&certificate, &issuer, Timestamp::now());

    // Nothing of it is an answer yet: `TrustStore::answer` checks who signed it, and for when.
    println!(
        "{} lists, {} responses",
        found.crls.len(),
        found.ocsp_responses.len()
    );
    for attempt in session.attempts() {
        println!("{attempt:?}");
    }
    Ok(())
}

fn first_of(file: &str) -> Result<Certificate, Box<dyn Error>> {
    let text = std::fs::read(Path::new(file))?;
    let certificates = Certificate::from_pem(&text)?;
    Ok(certificates
        .into_iter()
        .next()
        .ok_or("a file without a certificate")?)
}

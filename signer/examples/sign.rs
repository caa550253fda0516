//! A person approves a decision and the agency issues it, with keys made in place: `sign OUTPUT`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use jiff::civil::date;
use kyso_signer::{Approval, Issuance, SigningContext, approve, issue};
use kyso_stamp_images::Millimetres;
use kyso_testdata::{Office, SIGNER, now, sample};
use kyso_words::Lang;

fn main() -> Result<(), Box<dyn Error>> {
    let output = std::env::args().nth(1).ok_or("usage: sign OUTPUT")?;

    // An authority with a person and an agency. Real keys come from `kyso_pki::load_pkcs12` or from a token; whatever
    // implements `SigningKey` signs.
    let office = Office::new();
    let trust = office.store();

    // The time is given, and nothing is signed with a certificate whose revocation is unknown.
    let context = SigningContext::new(&trust, now());

    // The picture goes between title and name, which the name finds.
    let (pdf, image) = (sample("quyet-dinh.pdf"), sample("chu-ky-mau.png"));
    let approval = Approval::new(SIGNER, &image);
    let approved = approve(&pdf, &approval, &office.person, &context)?;

    // Number and date go into the gaps of the text, and the seal over a third of the person's picture. Without the valid
    // signature of a person this fails.
    let seal = sample("con-dau-mau.png");
    let issuance = Issuance::new(&seal, Millimetres(36.0), "215", date(2026, 11, 21));
    let issued = issue(&approved.pdf, &issuance, &office.agency, &context)?;

    // What is returned was verified.
    println!("{}", issued.report.headline(Lang::En));
    for signature in &issued.report.signatures {
        println!("{}: {}", signature.field, signature.verdict);
    }
    std::fs::write(output, issued.pdf)?;
    Ok(())
}

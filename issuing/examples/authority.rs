//! Writes an authority for trials, a list of it, and the key of a person: `authority DIR`. Nothing protects these keys.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use kyso_issuing::{
    Authority, CertificateRequest, KeyType, Profile, Subject, Validity, write_pkcs12,
};
use secrecy::SecretString;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: authority DIR")?);
    let now = Timestamp::now();
    let days = |days: i64| Validity {
        not_before: now,
        not_after: now + SignedDuration::from_hours(24 * days),
    };
    let asked = |name: &str, validity| {
        CertificateRequest::new(
            Subject::new(name, "Trial", "Hà Nội"),
            KeyType::P256,
            validity,
        )
    };
    let root = Authority::root(&asked("Trial root", days(365)))?;
    let person = root.issue(&asked("Trial person", days(90)), Profile::Person)?;

    fs::write(folder.join("root.pem"), root.certificate().to_pem())?;
    fs::write(
        folder.join("root.crl"),
        root.revocation_list(1, days(7), &[])?.to_pem(),
    )?;
    let password = SecretString::from("trial");
    fs::write(folder.join("person.p12"), write_pkcs12(&person, &password)?)?;
    println!("{}", root.certificate().sha256_hex());
    Ok(())
}

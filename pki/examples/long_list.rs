//! How much memory a revocation list of 100,000 entries takes: `long_list make DIR` writes one with its issuer,
//! `/usr/bin/time -v long_list read DIR` reads it, checks its signature and looks a certificate up.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../benches/support/published.rs"]
#[allow(dead_code)]
mod published;

use std::path::Path;

use kyso_pki::{Certificate, Crl};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.as_slice() {
        [_, make, folder] if make == "make" => write_list(Path::new(folder)),
        [_, read, folder] if read == "read" => read_list(Path::new(folder)),
        _ => println!("usage: long_list make|read DIR"),
    }
}

fn write_list(folder: &Path) {
    let published = published::Published::new();
    std::fs::write(folder.join("list.crl"), published.list(100_000).der()).unwrap();
    std::fs::write(folder.join("issuer.cer"), published.issuer().der()).unwrap();
}

fn read_list(folder: &Path) {
    let list = Crl::from_vec(std::fs::read(folder.join("list.crl")).unwrap()).unwrap();
    let issuer = std::fs::read(folder.join("issuer.cer")).unwrap();
    let issuer = Certificate::from_der(&issuer).unwrap();
    let signed = list.is_signed_by(&issuer).unwrap();
    let listed = list.entry_for(&issuer).is_some();
    println!(
        "{} entries, signed: {signed}, listed: {listed}",
        list.entry_count()
    );
}

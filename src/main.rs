//! kyso: signs and verifies the PDF documents of Vietnamese state agencies.
//!
//! # Overview
//! This crate is the program: the command line, the demonstration, and files on disk. What is decided about a signature is
//! decided in [`kyso_verifier`], what is signed in [`kyso_signer`]; both take the time as a parameter, and only
//! [`kyso_online`] opens connections. `docs/walkthrough.md` follows one document through all crates.
//!
//! # The crates, from the bottom up
//! - [`kyso_words`]: languages, the time of Vietnam, text that is safe to show.
//! - [`kyso_pdf`]: revisions, signature fields, and the writer that only appends.
//! - [`kyso_pki`]: CMS, certificates, paths, revocation, timestamps.
//! - [`kyso_stamp_images`]: pictures of signatures and seals, text of pages, places on them.
//! - [`kyso_pkcs11_bridge`]: keys on tokens.
//! - [`kyso_online`]: evidence and timestamps from servers.
//! - [`kyso_verifier`]: [`verify`](kyso_verifier::verify), from the bytes of a file to its report.
//! - [`kyso_signer`]: [`approve`](kyso_signer::approve) and [`issue`](kyso_signer::issue), from a draft to an issued file.
//! - [`kyso_report`]: what people read: text, record, evidence bundle, pictures.
//! - [`kyso_setup`]: configuration, trust folder, keys, servers.
//! - [`kyso_service`]: HTTP and the clerk's page.
//! - `kyso_issuing`: authorities of the demonstration and of tests; releases are built without them (feature `demo`).

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod cli;
#[cfg(feature = "demo")]
mod demo;
mod files;

use std::process::ExitCode;

fn main() -> ExitCode {
    if kyso_report::is_drawing_worker() {
        return kyso_report::run_drawing_worker();
    }
    let arguments = cli::parse();
    // Started so, OpenSSL registers no handler that frees its tables piece by piece at the end.
    openssl::init();
    match cli::run(&arguments) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => failure.report(arguments.lang()),
    }
}

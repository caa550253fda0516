//! kyso: signs and verifies the PDF documents of Vietnamese state agencies.
//!
//! The command line, the demonstration and files on disk; the service with the clerk's page is `kyso-service`, what both are
//! set up with `kyso-setup`. What is decided about a signature is decided in `kyso-verifier`, what is signed in `kyso-signer`.

mod cli;
mod demo;
mod files;

use std::process::ExitCode;

fn main() -> ExitCode {
    if kyso_report::drawing::worker::is_wanted() {
        return kyso_report::drawing::worker::run();
    }
    let arguments = cli::parse();
    // Started so, OpenSSL registers no handler that frees its tables piece by piece at the end.
    openssl::init();
    match cli::run(&arguments) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => failure.report(arguments.lang()),
    }
}

//! kyso: signs and verifies the PDF documents of Vietnamese state agencies.
//!
//! One program: the command line, and the service with the clerk's page. It puts the crates of the workspace together;
//! what is decided about a signature is decided in `kyso-verifier`, what is signed in `kyso-signer`.

mod cli;
mod demo;
mod files;
mod http;
mod page;

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

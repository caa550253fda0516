//! Writes all fixtures: `kyso-testdata OUT_DIR`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        return usage();
    };
    if folder.as_encoded_bytes().starts_with(b"-") {
        return usage();
    }
    match kyso_testdata::write_fixtures(Path::new(&folder)) {
        Ok(count) => {
            println!("{count} documents");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("kyso-testdata: {error}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> ExitCode {
    eprintln!("usage: kyso-testdata OUT_DIR");
    ExitCode::from(2)
}

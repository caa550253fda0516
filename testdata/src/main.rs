//! Writes all fixtures: `kyso-testdata OUT_DIR`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args_os().nth(1) else {
        eprintln!("usage: kyso-testdata OUT_DIR");
        return ExitCode::from(2);
    };
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

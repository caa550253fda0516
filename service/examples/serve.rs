//! Serves verifications and the clerk's page with a configuration, until the process is ordered to stop:
//! `serve kyso.toml`.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use kyso_service::{ServeOptions, serve};
use kyso_setup::Config;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    if kyso_report::is_drawing_worker() {
        // The service starts this program once more to draw pages, in a process that may do nothing else.
        return Ok(kyso_report::run_drawing_worker());
    }
    let file = std::env::args().nth(1).ok_or("usage: serve kyso.toml")?;
    let mut config = Config::load(Path::new(&file))?;
    // Whatever port is free.
    config.listen.set_port(0);
    serve(ServeOptions {
        config,
        started: Box::new(|address| {
            println!("http://{address}/");
            Ok(())
        }),
    })?;
    Ok(ExitCode::SUCCESS)
}

//! The command line: what can be asked, and which module answers.

mod arguments;
mod demo;
mod doctor;
mod equipment;
mod extend;
mod failure;
mod given;
mod inspect;
mod output;
mod pending;
mod progress;
mod renew;
mod schema;
mod settings;
mod sign;
mod trust;
mod usage;
mod values;
mod verify;
mod vietnamese;

use std::io::Write;

use clap::{CommandFactory, FromArgMatches, Parser};

pub(crate) use arguments::Arguments;
pub(crate) use arguments::Serve;
use arguments::{Command, VerifyAlone};
pub(crate) use failure::Failure;
pub(crate) use output::{pretty, print_line};

/// Reads the command line; ends the process with status 2 when it cannot be understood.
pub(crate) fn parse() -> Arguments {
    // Help and errors come from the whole command below.
    if let Ok(alone) = VerifyAlone::try_parse() {
        return alone.into();
    }
    let english = vietnamese::english_is_wanted(std::env::args_os());
    let command = match english {
        true => Arguments::command(),
        false => vietnamese::translate(Arguments::command()),
    };
    let matches = command.try_get_matches();
    let arguments = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    arguments
        .map_err(usage::without_pins)
        .unwrap_or_else(|error| match usage::explain(&error).filter(|_| !english) {
            Some(text) => {
                // Nothing is left to do when standard error is closed.
                let _ = std::io::stderr().write_all(text.as_bytes());
                std::process::exit(2)
            }
            None => error.exit(),
        })
}

/// Does what was asked; gives the exit status.
pub(crate) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let lang = arguments.lang();
    match &arguments.command {
        Command::Verify(request) => verify::run(request, lang),
        Command::Sign(request) => sign::run(request, lang),
        Command::Extend(request) => extend::run(request, lang),
        Command::Renew(request) => renew::run(request, lang),
        Command::Inspect(request) => inspect::run(request, lang),
        Command::Trust(request) => trust::run(request, lang),
        Command::Demo(request) => demo::run(request, lang),
        Command::Doctor(request) => doctor::run(request, lang),
        Command::Serve(request) => crate::http::serve(request, lang),
        Command::Schema(request) => schema::run(request),
    }
}

//! The command line: what can be asked, and which module answers.

mod arguments;
#[cfg(feature = "demo")]
mod demo;
mod directory;
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
mod serve;
mod settings;
mod sign;
mod stamp;
mod trust;
mod usage;
mod values;
mod verify;
mod vietnamese;

use std::io::Write;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches};

pub(crate) use arguments::Arguments;
use arguments::{Command, VerifyAlone};
pub(crate) use failure::Failure;

/// Reads the command line; ends the process with status 2 when it cannot be understood.
pub(crate) fn parse() -> Arguments {
    // Help and errors come from the whole command below.
    let alone = without_empty_variables(VerifyAlone::command()).try_get_matches();
    if let Ok(alone) = alone.and_then(|matches| VerifyAlone::from_arg_matches(&matches)) {
        return alone.into();
    }
    let english = vietnamese::english_is_wanted(std::env::args_os());
    let command = without_empty_variables(Arguments::command());
    let command = match english {
        true => command,
        false => vietnamese::translate(command),
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

/// An empty variable of the environment means the same as a missing one.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |arg: &clap::Arg| {
        let value = arg.get_env().and_then(std::env::var_os);
        value.is_some_and(|value| value.is_empty())
    };
    command
        .mut_args(|arg| match is_empty(&arg) {
            true => arg.env(Resettable::Reset),
            false => arg,
        })
        .mut_subcommands(without_empty_variables)
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
        Command::Stamp(request) => stamp::run(request, lang),
        Command::Directory(request) => directory::run(request, lang),
        Command::Trust(request) => trust::run(request, lang),
        #[cfg(feature = "demo")]
        Command::Demo(request) => demo::run(request, lang),
        Command::Doctor(request) => doctor::run(request, lang),
        Command::Serve(request) => serve::run(request, lang),
        Command::Schema(request) => schema::run(request),
    }
}

//! The Vietnamese help: the same commands with other words.

mod status;
mod values;
mod words;

use std::ffi::OsString;

use clap::builder::Str;
use clap::{Arg, ArgAction, Command};

/// Whether the command line or the environment asks for English; needed before the help can be shown.
pub(super) fn english_is_wanted(arguments: impl IntoIterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments
        .into_iter()
        .take_while(|one| one != "--")
        .collect();
    let separate = arguments
        .iter()
        .zip(arguments.iter().skip(1))
        .filter(|(option, _)| *option == "--lang")
        .map(|(_, language)| language.clone());
    let joined = arguments
        .iter()
        .filter_map(|one| Some(one.to_str()?.strip_prefix("--lang=")?.into()));
    let chosen = separate
        .chain(joined)
        .last()
        .or_else(|| std::env::var_os("KYSO_LANG"));
    chosen.is_some_and(|language| language == "en")
}

/// Puts Vietnamese words into a command and all below it.
pub(super) fn translate(command: Command) -> Command {
    translate_at(command, "kyso")
        .disable_version_flag(true)
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("In phiên bản")
                .help_heading(OPTIONS),
        )
}

fn translate_at(command: Command, path: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|one| one.get_name().to_owned())
        .collect();
    let command = names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |below| translate_at(below, &format!("{path} {name}")))
    });
    let command = match words(path) {
        Some(about) => command.about(about),
        None => command,
    };
    let command = match status::of(path) {
        Some(status) => command.after_help(status),
        None => command,
    };
    let command = command.mut_args(|argument| translate_argument(argument, path));
    let usage = usage(&command, path);
    command
        .override_usage(usage)
        .help_template("{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("Lệnh")
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("In phần trợ giúp")
                .help_heading(OPTIONS),
        )
}

/// The line that clap makes, with Vietnamese words for its placeholders. Every command has options: those of the program.
fn usage(command: &Command, path: &str) -> String {
    let mut command = command.clone().bin_name(path);
    let usage = command.render_usage().to_string();
    let rest = usage.split_once(path).map_or("", |(_, rest)| rest);
    let rest = rest
        .replace(" [OPTIONS]", "")
        .replace("<COMMAND>", "<LỆNH>");
    format!("{path} [TÙY CHỌN]{rest}")
}

fn translate_argument(argument: Arg, path: &str) -> Arg {
    let heading = if argument.is_positional() {
        "Tham số"
    } else {
        OPTIONS
    };
    let id = argument.get_id().as_str();
    let help = words(&format!("{path} {id}")).or_else(|| words(id));
    let help = help.map(|help| format!("{help}{}", origins(&argument)));
    let has_default = !argument.get_default_values().is_empty();
    let argument = argument.hide_env(true).hide_default_value(has_default);
    let argument = with_value_names(argument);
    match help {
        Some(help) => argument.help(help).help_heading(heading),
        None => argument.help_heading(heading),
    }
}

/// The argument with Vietnamese names of its values.
fn with_value_names(argument: Arg) -> Arg {
    let names = argument.get_value_names().unwrap_or_default().iter();
    let names: Vec<Str> = names
        .map(|name| values::of(name).map_or_else(|| name.clone(), Str::from))
        .collect();
    match names.is_empty() {
        true => argument,
        false => argument.value_names(names),
    }
}

/// Where the value comes from when the command line does not say it; clap would write that in English.
fn origins(argument: &Arg) -> String {
    let variable = argument.get_env().and_then(|name| name.to_str());
    let variable = variable.map(|name| format!("biến môi trường {name}"));
    let default = argument.get_default_values().first();
    let default = default.and_then(|value| value.to_str());
    let default = default.map(|value| format!("mặc định {value}"));
    let origins: Vec<String> = variable.into_iter().chain(default).collect();
    match origins.is_empty() {
        true => String::new(),
        false => format!(" ({})", origins.join("; ")),
    }
}

/// The words for a command by its path, or for an argument by its id.
fn words(what: &str) -> Option<&'static str> {
    words::WORDS
        .iter()
        .find(|(name, _)| *name == what)
        .map(|(_, words)| *words)
}

const OPTIONS: &str = "Tùy chọn";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::cli::Arguments;

    fn untranslated(command: &Command, path: &str) -> Vec<String> {
        let own = words(path).is_none().then(|| path.to_owned());
        let arguments = command
            .get_arguments()
            .map(|argument| argument.get_id().as_str());
        let arguments = arguments.filter(|id| {
            words(&format!("{path} {id}"))
                .or_else(|| words(id))
                .is_none()
        });
        let arguments = arguments.map(|id| format!("{path} {id}"));
        let below = command
            .get_subcommands()
            .flat_map(|one| untranslated(one, &format!("{path} {}", one.get_name())));
        own.into_iter().chain(arguments).chain(below).collect()
    }

    #[test]
    fn everything_has_vietnamese_words() {
        assert_eq!(
            untranslated(&Arguments::command(), "kyso"),
            Vec::<String>::new()
        );
        translate(Arguments::command()).debug_assert();
    }

    /// The names of all values of a command and of all below it.
    fn value_names(command: &Command) -> BTreeSet<String> {
        let arguments = command.get_arguments();
        let valued = arguments.filter(|one| one.get_action().takes_values());
        let own = valued.flat_map(|one| {
            let names = one.get_value_names().unwrap_or_default();
            assert!(!names.is_empty(), "{}: no value name", one.get_id());
            names.iter().map(ToString::to_string)
        });
        let below = command.get_subcommands().flat_map(value_names);
        own.chain(below).collect()
    }

    #[test]
    fn every_value_has_its_vietnamese_name() {
        let listed = |column: fn(&(&'static str, &'static str)) -> &'static str| {
            let names = values::VALUES.iter().map(column);
            names.map(str::to_owned).collect::<BTreeSet<String>>()
        };
        assert_eq!(value_names(&Arguments::command()), listed(|row| row.0));
        let vietnamese = value_names(&translate(Arguments::command()));
        assert_eq!(vietnamese, listed(|row| row.1));
    }

    /// The end of the help of a command and of all below it.
    fn endings(command: &Command, path: &str) -> Vec<(String, String)> {
        let own = command.get_after_help().map(ToString::to_string);
        let below = command.get_subcommands();
        let below = below.flat_map(|one| endings(one, &format!("{path} {}", one.get_name())));
        std::iter::once((path.to_owned(), own.unwrap_or_default()))
            .chain(below)
            .collect()
    }

    #[test]
    fn the_help_of_every_command_lists_its_exit_statuses() {
        for command in [Arguments::command(), translate(Arguments::command())] {
            let endings = endings(&command, "kyso");
            assert!(endings.len() > 14, "{endings:?}");
            for (path, ending) in endings {
                let has = [": 0 ", ", 2 ", ", 6 "]
                    .iter()
                    .all(|one| ending.contains(one));
                assert!(has, "{path}: {ending}");
            }
        }
    }

    fn helps(command: &mut Command) -> Vec<String> {
        let own = command.render_long_help().to_string();
        let below: Vec<String> = command.get_subcommands_mut().flat_map(helps).collect();
        std::iter::once(own).chain(below).collect()
    }

    #[test]
    fn the_help_holds_nothing_that_clap_says_in_english() {
        let mut command = translate(Arguments::command());
        command.build();
        let helps = helps(&mut command);
        assert!(helps.len() > 14);
        for help in helps {
            for english in ["Usage", "[OPTIONS]", "<COMMAND>", "[env:", "[default:"] {
                assert!(!help.contains(english), "{english}: {help}");
            }
            for (english, own) in values::VALUES.iter().filter(|(en, vi)| en != vi) {
                assert!(!help.contains(&format!("<{english}>")), "{own}: {help}");
            }
            let words: Vec<&str> = help.split_whitespace().collect();
            let words = words.join(" ");
            for vietnamese in [" [TÙY CHỌN]", "KYSO_LANG; mặc định vi"] {
                assert!(words.contains(vietnamese), "{vietnamese}: {help}");
            }
        }
    }

    #[test]
    fn the_language_is_found_before_the_help_is_made() {
        let wanted = |line: &[&str]| english_is_wanted(line.iter().map(OsString::from));
        assert!(wanted(&["kyso", "--lang", "en", "--help"]));
        assert!(wanted(&["kyso", "verify", "--lang=en"]));
        assert!(!wanted(&["kyso", "--lang", "vi", "verify"]));
        assert!(!wanted(&["kyso", "verify", "--", "--lang", "en"]));
    }
}

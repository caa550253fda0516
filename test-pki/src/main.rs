//! `kyso-test-pki DIR [--at TIME] [--serve]`: writes the test PKI into DIR; with `--serve` also answers for it on the
//! loopback interface, until standard input ends.

use std::error::Error;
use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use jiff::Timestamp;
use kyso_test_pki::{Behaviour, Clock, Description, Site, TestPki};

struct Arguments {
    dir: PathBuf,
    at: Timestamp,
    serve: bool,
}

fn main() -> ExitCode {
    let Some(arguments) = Arguments::read(std::env::args().skip(1)) else {
        let _ = std::io::stderr().write_all(USAGE.as_bytes());
        return ExitCode::from(2);
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "kyso-test-pki: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let reserved = Site::reserve()?;
    let description = Description::standard()?;
    let pki = TestPki::generate(&description, arguments.at, reserved.url())?;
    pki.write_to(&arguments.dir)?;
    if !arguments.serve {
        return Ok(());
    }
    let site = reserved.open(&pki)?;
    say(&site.url())?;
    for line in std::io::stdin().lock().lines() {
        say(&obey(&site, &line?))?;
    }
    Ok(())
}

/// One line for each command: "ok", or what is wrong.
fn obey(site: &Site, line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let done = match words.as_slice() {
        ["clock", time] => time
            .parse()
            .map(|time| site.set_clock(Clock::At(time)))
            .map_err(|error| error.to_string()),
        ["status", path, status] => status
            .parse()
            .map_err(|_| format!("{status} is no status"))
            .and_then(|status| {
                site.behave_at(path, Behaviour::Status(status))
                    .map_err(|error| error.to_string())
            }),
        ["honest", path] => site
            .behave_at(path, Behaviour::Honest)
            .map_err(|error| error.to_string()),
        ["requests", path] => return site.requests_of(path).to_string(),
        ["errors"] => return site.errors().join(" | "),
        _ => {
            Err("clock TIME | status PATH NUMBER | honest PATH | requests PATH | errors".to_owned())
        }
    };
    done.map_or_else(|error| error, |()| "ok".to_owned())
}

fn say(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let (mut dir, mut at, mut serve) = (None, None, false);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--at" => at = Some(words.next()?.parse().ok()?),
                "--serve" => serve = true,
                _ if word.starts_with('-') || dir.is_some() => return None,
                _ => dir = Some(PathBuf::from(word)),
            }
        }
        Some(Self {
            dir: dir?,
            at: at.unwrap_or_else(Timestamp::now),
            serve,
        })
    }
}

const USAGE: &str = "\
usage: kyso-test-pki DIR [--at TIME] [--serve]
Writes the test PKI of test-pki/pki.toml into DIR, made for TIME (2026-11-20T08:00:00Z; now when not given).
--serve  prints the address of its servers and answers until standard input ends; each line of the input is a command:
         clock TIME | status PATH NUMBER | honest PATH | requests PATH | errors
";

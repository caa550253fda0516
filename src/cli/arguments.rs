//! The arguments, as clap reads them. Doc comments are the English help; `vietnamese.rs` holds the other language.

mod class;
mod directory;
mod form;
mod inspect;
mod levels;
mod machine;
mod sign;
mod stamp;
mod status;
mod trust;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use kyso_setup::TrustClassName;
use kyso_words::Lang;

pub(crate) use directory::{Directory, DirectoryAction, DirectoryCheck};
pub(crate) use form::{Format, PlainFormat};
pub(crate) use inspect::Inspect;
pub(crate) use levels::{Authorities, Extend, Level, Renew};
#[cfg(feature = "demo")]
pub(crate) use machine::Demo;
pub(crate) use machine::{Doctor, Schema, SchemaOf, Serve};
pub(crate) use sign::{
    Algorithm, Approve, Attach, CopyDocument, Issue, IssuePackage, KeyUse, Operation, Sealing,
    Sign, Signing,
};
pub(crate) use stamp::{Stamp, StampAction, StampCheck, StampClean, StampPurpose};
pub(crate) use trust::{Trust, TrustAction, TrustAdd, TrustLook, TrustPlace, TrustRemove};

use super::values;
#[cfg(feature = "demo")]
use status::DEMO_STATUS;
use status::{
    DIRECTORY_STATUS, DOCTOR_STATUS, EXTEND_STATUS, INSPECT_STATUS, PROGRAM_STATUS, RENEW_STATUS,
    SCHEMA_STATUS, SERVE_STATUS, SIGN_STATUS, STAMP_STATUS, TRUST_STATUS, VERIFY_STATUS,
};

/// Signs and verifies the PDF documents of Vietnamese state agencies.
#[derive(Debug, Parser)]
#[command(
    name = "kyso",
    version,
    max_term_width = 100,
    after_help = PROGRAM_STATUS,
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    speaking: Speaking,
    #[command(subcommand)]
    pub(crate) command: Command,
}

impl Arguments {
    /// The language to answer in.
    pub(crate) fn lang(&self) -> Lang {
        match self.speaking.lang {
            Language::Vi => Lang::Vi,
            Language::En => Lang::En,
        }
    }
}

#[derive(Debug, Args)]
struct Speaking {
    /// Language of all output.
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "vi|en",
        env = "KYSO_LANG",
        hide_env_values = true
    )]
    #[arg(default_value = "vi", hide_possible_values = true)]
    lang: Language,
}

/// `kyso verify` alone: to build all the other commands and the words of their help takes a millisecond.
#[derive(Debug, Parser)]
#[command(
    name = "kyso",
    disable_help_flag = true,
    disable_help_subcommand = true
)]
pub(super) struct VerifyAlone {
    #[command(flatten)]
    speaking: Speaking,
    #[command(subcommand)]
    command: OnlyVerify,
}

#[derive(Debug, Subcommand)]
enum OnlyVerify {
    Verify(Verify),
}

impl From<VerifyAlone> for Arguments {
    fn from(alone: VerifyAlone) -> Self {
        let OnlyVerify::Verify(verify) = alone.command;
        Self {
            speaking: alone.speaking,
            command: Command::Verify(verify),
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Vi,
    En,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check the signatures of files.
    #[command(after_help = VERIFY_STATUS)]
    Verify(Verify),
    /// Sign a document.
    #[command(after_help = SIGN_STATUS)]
    Sign(Box<Sign>),
    /// Lift a signed file to B-T, B-LT or B-LTA without touching its signatures.
    #[command(after_help = EXTEND_STATUS)]
    Extend(Extend),
    /// Add the next archive timestamp to files at B-LTA before the last one ages.
    #[command(after_help = RENEW_STATUS)]
    Renew(Renew),
    /// Show revisions, cross-references and signature fields of a file as written; write out a revision.
    #[command(after_help = INSPECT_STATUS)]
    Inspect(Inspect),
    /// Check or make the picture of a signature or a seal.
    #[command(after_help = STAMP_STATUS)]
    Stamp(Stamp),
    /// Check the directory of the agency: who may sign for which agency.
    #[command(after_help = DIRECTORY_STATUS)]
    Directory(Directory),
    /// Manage the trust folder.
    #[command(after_help = TRUST_STATUS)]
    Trust(Trust),
    #[cfg(feature = "demo")]
    /// Make a demo: certificates, a decision signed and issued, its report and picture.
    #[command(after_help = DEMO_STATUS)]
    Demo(Demo),
    /// Look at this machine: trust folder, revocation lists, tokens.
    #[command(after_help = DOCTOR_STATUS)]
    Doctor(Doctor),
    /// Start the service and the clerk's page.
    #[command(after_help = SERVE_STATUS)]
    Serve(Serve),
    /// Print the JSON Schema of what verify writes for programs.
    #[command(after_help = SCHEMA_STATUS)]
    Schema(Schema),
}

/// Arguments of `kyso verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// PDF files, and folders whose PDF files are verified; or a CAdES signature (.p7s, .p7m).
    #[arg(required_unless_present = "expect", value_name = "FILE|DIR")]
    pub(crate) files: Vec<PathBuf>,
    /// The file that a detached CAdES signature (.p7s) is over.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["recursive", "compare_pages", "evidence", "evidence_out", "expect", "write_expect"])]
    pub(crate) content: Option<PathBuf>,
    /// Look into subfolders as well.
    #[arg(short, long)]
    pub(crate) recursive: bool,
    /// Take the first file for a main document and the others for its attachments, and say whether they have one agency and one
    /// number, and whether one is missing.
    #[arg(long, conflicts_with_all = ["recursive", "content", "evidence", "evidence_out", "expect", "write_expect", "summary"])]
    pub(crate) package: bool,
    /// Files that are verified at the same time; without it as many as the machine has cores.
    #[arg(short, long, value_name = "N", value_parser = values::jobs)]
    pub(crate) jobs: Option<u16>,
    /// Ask no server, and name the certificates whose revocation lists are missing.
    #[arg(long)]
    pub(crate) offline: bool,
    /// Form of the report: text, json or junit, or a record of one page as html or pdf; without it by
    /// the ending of -o (.xml is junit), else text.
    #[arg(long, value_enum, value_name = "FORM", hide_possible_values = true)]
    pub(crate) format: Option<Format>,
    /// Draw the pages before and after each later revision and name those that look different; takes longer.
    #[arg(long)]
    pub(crate) compare_pages: bool,
    /// With --format json, every step of the validation too, and the evidence that it rests on.
    #[arg(long)]
    pub(crate) detailed: bool,
    /// Write everything that the result rests on into this ZIP, so that it can be verified again offline.
    #[arg(long, value_name = "BUNDLE")]
    pub(crate) evidence_out: Option<PathBuf>,
    /// Verify again with nothing but this ZIP and the anchors of the trust folder, for the recorded time; fail when
    /// the report is not the recorded one, byte for byte.
    #[arg(long, value_name = "BUNDLE", conflicts_with_all = ["at", "evidence_out", "expect", "write_expect"])]
    pub(crate) evidence: Option<PathBuf>,
    /// As text, only the table with one line a file.
    #[arg(long)]
    pub(crate) summary: bool,
    /// Fail on any difference from this list of expected verdicts, and on nothing else.
    #[arg(long, value_name = "MANIFEST")]
    pub(crate) expect: Option<PathBuf>,
    /// Write the verdicts that were found to such a list.
    #[arg(long, value_name = "MANIFEST", conflicts_with = "expect")]
    pub(crate) write_expect: Option<PathBuf>,
    /// Check as of this time: 2026-11-20T14:03:07+07:00, or 2026-11-20 for its first moment in Vietnam.
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    pub(crate) at: Option<Timestamp>,
    /// File whose first line is the password of files that need one, of the user or the owner; - reads standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Directory of the agency (TOML): the report names title and authority of the holders that it knows, and no verdict changes; without it that of the configuration.
    #[arg(long, value_name = "FILE")]
    pub(crate) directory: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Write the report to this file instead of standard output.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
}

/// The trusted certificates and revocation lists.
#[derive(Debug, Args)]
pub(crate) struct TrustFolder {
    /// Folder or bundle of trusted certificates and revocation lists; without it that of the configuration, or
    /// `kyso/trust` in the configuration folder of this user (~/.config).
    #[arg(
        long = "trust",
        value_name = "DIR|FILE",
        env = "KYSO_TRUST",
        hide_env_values = true
    )]
    pub(crate) dir: Option<PathBuf>,
    /// Class of the anchors in a bundle: government, public, timestamping or other; without it only known ones.
    #[arg(
        long,
        value_parser = class::parser(),
        value_name = "CLASS",
        hide_possible_values = true,
        requires = "dir"
    )]
    pub(crate) trust_class: Option<TrustClassName>,
}

/// The configuration, and what the command line says instead of it.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// Configuration (TOML): trust folder, servers, timestamp authorities.
    #[arg(long, value_name = "FILE", env = "KYSO_CONFIG", hide_env_values = true)]
    pub(crate) config: Option<PathBuf>,
    /// Folder for what servers answered; without it that of the configuration, or `kyso` in the cache folder of this user.
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
}

impl Verify {
    /// The form that was asked for, or else the one that the name of the output file promises.
    pub(crate) fn report_format(&self) -> Format {
        let promised = || self.output.as_deref().and_then(Format::of_name);
        self.format.or_else(promised).unwrap_or(Format::Text)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }
}

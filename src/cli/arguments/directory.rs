//! Arguments of `kyso directory`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::PlainFormat;
use super::status::DIRECTORY_STATUS;
use crate::cli::values;

/// Arguments of `kyso directory`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Directory {
    #[command(subcommand)]
    pub(crate) action: DirectoryAction,
}

/// What to do with the directory.
#[derive(Debug, Subcommand)]
pub(crate) enum DirectoryAction {
    /// Show what a directory holds and who may sign, and every fault in it.
    #[command(after_help = DIRECTORY_STATUS)]
    Check(DirectoryCheck),
}

/// Arguments of `kyso directory check`.
#[derive(Debug, Args)]
pub(crate) struct DirectoryCheck {
    /// The directory of the agency (TOML).
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Who may sign at this time: 2026-11-20T14:03:07+07:00, or 2026-11-20 for its first moment in Vietnam; without it now.
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    pub(crate) at: Option<Timestamp>,
    /// Form of the answer: text or json.
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        default_value = "text",
        hide_possible_values = true
    )]
    pub(crate) format: PlainFormat,
}

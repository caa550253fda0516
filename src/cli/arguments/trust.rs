//! Arguments of `kyso trust`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kyso_setup::TrustClassName;

use super::status::{CHANGE_STATUS, CHECK_STATUS, LIST_STATUS};
use super::{PlainFormat, TrustFolder, class};

/// Arguments of `kyso trust`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Trust {
    #[command(subcommand)]
    pub(crate) action: TrustAction,
}

/// What to do with the trust folder.
#[derive(Debug, Subcommand)]
pub(crate) enum TrustAction {
    /// Check certificates and revocation lists, then copy them into the trust folder.
    #[command(after_help = CHANGE_STATUS)]
    Add(TrustAdd),
    /// Take certificates and revocation lists out of the trust folder; an anchor needs --yes.
    #[command(after_help = CHANGE_STATUS)]
    Remove(TrustRemove),
    /// List the certificates and revocation lists.
    #[command(after_help = LIST_STATUS)]
    List(TrustLook),
    /// Check what the trust folder holds: known or not, expiry, lists, gaps, duplicates.
    #[command(after_help = CHECK_STATUS)]
    Check(TrustLook),
}

/// Where the trust folder is: named, or that of a configuration, or this user's.
#[derive(Debug, Args)]
pub(crate) struct TrustPlace {
    #[command(flatten)]
    pub(crate) folder: TrustFolder,
    /// Configuration (TOML) whose trust folder is meant, where --trust names none.
    #[arg(long, value_name = "FILE", env = "KYSO_CONFIG", hide_env_values = true)]
    pub(crate) config: Option<PathBuf>,
}

/// Arguments of `kyso trust list` and `kyso trust check`.
#[derive(Debug, Args)]
pub(crate) struct TrustLook {
    #[command(flatten)]
    pub(crate) place: TrustPlace,
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

/// Arguments of `kyso trust add`.
#[derive(Debug, Args)]
pub(crate) struct TrustAdd {
    /// Certificates and revocation lists: PEM, DER or PKCS #7 (.p7b).
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Class of the authority: government, public, timestamping or other; without it the known one; an unknown root needs it.
    #[arg(long, value_parser = class::parser(), value_name = "CLASS", hide_possible_values = true)]
    pub(crate) class: Option<TrustClassName>,
    #[command(flatten)]
    pub(crate) place: TrustPlace,
}

/// Arguments of `kyso trust remove`.
#[derive(Debug, Args)]
pub(crate) struct TrustRemove {
    /// What to take out: the SHA-256 fingerprint, or 16 of its first digits at least, or the name of a file in the trust folder
    /// with everything in it.
    #[arg(required = true, value_name = "SHA256|FILE")]
    pub(crate) entries: Vec<String>,
    /// Remove anchors too: nothing below them will be found valid any more.
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) place: TrustPlace,
}

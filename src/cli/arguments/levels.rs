//! Options for the level of signatures, for timestamp authorities, and for files that are signed already.

use std::path::PathBuf;

use clap::Args;
use kyso_setup::{HttpUrl, WithoutTsa};
use kyso_signer::BaselineLevel;

use super::{PlainFormat, Settings, TrustFolder};
use crate::cli::values;

/// The level of new signatures.
#[derive(Debug, Args)]
pub(crate) struct Level {
    /// Level of the signature: B-B, B-T, B-LT or B-LTA; without it that of the configuration, else B-T with
    /// --tsa and B-B without.
    #[arg(long, value_name = "LEVEL", value_parser = values::level)]
    pub(crate) level: Option<BaselineLevel>,
    #[command(flatten)]
    pub(crate) authorities: Authorities,
    /// When no timestamp authority answers: fail signs nothing, queue signs at B-B and keeps the file in the --queue to be
    /// lifted later, B-B signs without; without it as the configuration says, else fail.
    #[arg(long, value_name = "fail|queue|B-B", value_parser = values::without_tsa)]
    pub(crate) without_tsa: Option<WithoutTsa>,
    /// Folder that keeps which files are to be lifted later, for `kyso extend --queue`.
    #[arg(long, value_name = "DIR")]
    pub(crate) queue: Option<PathBuf>,
}

/// Timestamp authorities instead of those of the configuration.
#[derive(Debug, Args)]
pub(crate) struct Authorities {
    /// Timestamp authority (RFC 3161), an http or https URL; may be repeated: the first one is asked first. Instead of those
    /// of the configuration.
    #[arg(long, value_name = "URL", value_parser = values::url)]
    pub(crate) tsa: Vec<HttpUrl>,
    /// User for the timestamp authority.
    #[arg(
        long,
        value_name = "USER",
        requires = "tsa_password_file",
        requires = "tsa"
    )]
    pub(crate) tsa_user: Option<String>,
    /// File whose first line is the password of that user.
    #[arg(long, value_name = "FILE", requires = "tsa_user")]
    pub(crate) tsa_password_file: Option<PathBuf>,
    /// PKCS#12 file with the certificate that the timestamp authority asks for.
    #[arg(
        long,
        value_name = "PKCS12",
        requires = "tsa_pin_file",
        requires = "tsa"
    )]
    pub(crate) tsa_client: Option<PathBuf>,
    /// File whose first line is the password of that file.
    #[arg(long, value_name = "FILE", requires = "tsa_client")]
    pub(crate) tsa_pin_file: Option<PathBuf>,
}

/// Arguments of `kyso extend`.
#[derive(Debug, Args)]
pub(crate) struct Extend {
    /// The signed file; it is replaced by the lifted one unless -o names another.
    #[arg(
        value_name = "FILE",
        required_unless_present = "queue",
        conflicts_with = "queue"
    )]
    pub(crate) file: Option<PathBuf>,
    /// Level that every signature shall have: B-T, B-LT or B-LTA.
    #[arg(long, value_name = "LEVEL", value_parser = values::lifted_level)]
    #[arg(required_unless_present = "queue", conflicts_with = "queue")]
    pub(crate) level: Option<BaselineLevel>,
    /// Lift the files that `kyso sign --queue` left behind, each to the level that was asked for.
    #[arg(long, value_name = "DIR")]
    pub(crate) queue: Option<PathBuf>,
    /// Write the lifted file here and leave the other as it is.
    #[arg(short, long, value_name = "OUT", conflicts_with = "queue")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) authorities: Authorities,
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
    #[command(flatten)]
    pub(crate) settings: Settings,
}

/// Arguments of `kyso renew`.
#[derive(Debug, Args)]
pub(crate) struct Renew {
    /// Files at B-LTA, and folders whose PDF files are looked at.
    #[arg(required = true, value_name = "FILE|DIR")]
    pub(crate) files: Vec<PathBuf>,
    /// Renew what is protected for fewer days than this; without it as the configuration says, else 90.
    #[arg(long, value_name = "DAYS", value_parser = values::days)]
    pub(crate) within: Option<u16>,
    /// Only say which files are due.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Look into subfolders as well.
    #[arg(short, long)]
    pub(crate) recursive: bool,
    /// Files that are renewed at the same time; without it as many as the machine has cores.
    #[arg(short, long, value_name = "N", value_parser = values::jobs)]
    pub(crate) jobs: Option<u16>,
    /// Form of the answer: text or json.
    #[arg(
        long,
        value_enum,
        value_name = "FORM",
        default_value = "text",
        hide_possible_values = true
    )]
    pub(crate) format: PlainFormat,
    #[command(flatten)]
    pub(crate) authorities: Authorities,
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
    #[command(flatten)]
    pub(crate) settings: Settings,
}

//! Arguments of the commands about this machine: `kyso demo`, `kyso doctor`, `kyso schema` and `kyso serve`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Settings, TrustFolder};

/// Arguments of `kyso demo`.
#[cfg(feature = "demo")]
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder to write; it must be new, empty, or an earlier demo.
    #[arg(value_name = "DIR", default_value = "demo")]
    pub(crate) dir: PathBuf,
}

/// Arguments of `kyso doctor`.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
    #[command(flatten)]
    pub(crate) settings: Settings,
    /// Ask the timestamp authorities of the configuration for one timestamp each.
    #[arg(long)]
    pub(crate) online: bool,
    /// PKCS#11 module to look at; may be repeated. No PIN is asked for.
    #[arg(long, value_name = "PATH")]
    pub(crate) module: Vec<PathBuf>,
}

/// Arguments of `kyso schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Which: report, as verify --format json writes it, or validation, as the service tells every step.
    #[arg(value_enum, value_name = "WHICH", hide_possible_values = true)]
    #[arg(default_value = "report")]
    pub(crate) which: SchemaOf,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    Report,
    Package,
    Validation,
}

/// Arguments of `kyso serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address to listen on; loopback only (default 127.0.0.1:8080).
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<SocketAddr>,
    /// Ask no server about certificates.
    #[arg(long)]
    pub(crate) offline: bool,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
}

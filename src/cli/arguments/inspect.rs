//! Arguments of `kyso inspect`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args;

use super::{PlainFormat, values};

/// Arguments of `kyso inspect`.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// The PDF file.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Write the file as it was at the end of this revision, byte for byte as its signature covers it.
    #[arg(long, value_name = "N", requires = "output", value_parser = values::revision)]
    pub(crate) revision: Option<NonZeroUsize>,
    /// Where the revision goes; an existing file is never replaced.
    #[arg(short, long, value_name = "OUT", requires = "revision")]
    pub(crate) output: Option<PathBuf>,
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

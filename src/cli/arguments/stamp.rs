//! Arguments of `kyso stamp`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use kyso_stamp_images::{ImageUse, Millimetres};

use super::status::{STAMP_CHECK_STATUS, STAMP_CLEAN_STATUS};
use super::{PlainFormat, values};

/// Arguments of `kyso stamp`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Stamp {
    #[command(subcommand)]
    pub(crate) action: StampAction,
}

/// What to do with a picture.
#[derive(Debug, Subcommand)]
pub(crate) enum StampAction {
    /// Say whether a picture can be used to sign: format, background, colour, roundness, resolution.
    #[command(after_help = STAMP_CHECK_STATUS)]
    Check(StampCheck),
    /// Turn a scan or a photograph on light paper into a picture to sign with.
    #[command(after_help = STAMP_CLEAN_STATUS)]
    Clean(StampClean),
}

/// What the picture is to be used as.
#[derive(Debug, Args)]
pub(crate) struct StampPurpose {
    /// What the picture is to be used as: the signature of a person, or the seal of an agency.
    #[arg(
        long = "as",
        value_enum,
        value_name = "signature|seal",
        hide_possible_values = true
    )]
    purpose: Kind,
    /// Diameter of the physical seal in millimetres, 30 to 45.
    #[arg(
        long,
        alias = "diameter-mm",
        value_name = "MM",
        value_parser = values::seal_diameter,
        required_if_eq("purpose", "seal")
    )]
    diameter: Option<Millimetres>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Signature,
    Seal,
}

impl StampPurpose {
    /// The use, with the size in which the picture is drawn; `None` where a signature was given a diameter.
    pub(crate) fn image_use(&self) -> Option<ImageUse> {
        match (self.purpose, self.diameter) {
            (Kind::Signature, None) => Some(ImageUse::Signature),
            (Kind::Seal, Some(diameter)) => Some(ImageUse::Seal { diameter }),
            (Kind::Signature, Some(_)) | (Kind::Seal, None) => None,
        }
    }
}

/// Arguments of `kyso stamp check`.
#[derive(Debug, Args)]
pub(crate) struct StampCheck {
    /// The picture.
    #[arg(value_name = "IMAGE")]
    pub(crate) image: PathBuf,
    #[command(flatten)]
    pub(crate) purpose: StampPurpose,
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

/// Arguments of `kyso stamp clean`.
#[derive(Debug, Args)]
pub(crate) struct StampClean {
    /// The scan or photograph: PNG or JPEG, at most 4096 pixels wide and high.
    #[arg(value_name = "IMAGE")]
    pub(crate) image: PathBuf,
    #[command(flatten)]
    pub(crate) purpose: StampPurpose,
    /// Where the PNG goes; written only when it can be used.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
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

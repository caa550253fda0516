//! The arguments of `kyso sign`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use kyso_setup::KeySource;
use kyso_stamp_images::{DocumentNumber, ExplicitPosition};
use kyso_verifier::CopyForm;

use super::status::SIGN_STATUS;
use super::{Level, Settings, TrustFolder};
use crate::cli::values;

/// Arguments of `kyso sign`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Sign {
    #[command(subcommand)]
    pub(crate) operation: Operation,
}

/// Who signs.
#[derive(Debug, Subcommand)]
pub(crate) enum Operation {
    /// The competent person signs: blue picture between title and name.
    #[command(after_help = SIGN_STATUS)]
    Approve(Approve),
    /// The agency issues: number, date, red seal over a third of the person's signature.
    #[command(after_help = SIGN_STATUS)]
    Issue(Issue),
    /// The agency signs an attachment in a file of its own: number, symbol and time in the corner of its first page.
    #[command(after_help = SIGN_STATUS)]
    Attach(Attach),
    /// The agency signs an electronic copy: form of the copy, agency and time in the corner of its first page.
    #[command(after_help = SIGN_STATUS)]
    Copy(CopyDocument),
    /// The agency issues a document together with its attachments, all of them or none.
    #[command(after_help = SIGN_STATUS)]
    Package(IssuePackage),
}

/// A document that is signed, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Signing {
    /// The document.
    #[arg(value_name = "IN")]
    pub(crate) input: PathBuf,
    /// Where the signed document goes; written only when everything succeeded.
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) key_use: KeyUse,
}

/// The key, and what every signature needs beside it.
#[derive(Debug, Args)]
pub(crate) struct KeyUse {
    /// The key: a PKCS#12 file, or pkcs11:token=…;object=…?module-path=…
    #[arg(long, value_name = "KEY")]
    pub(crate) key: KeySource,
    /// File whose first line is the password or PIN; - reads standard input.
    #[arg(long, value_name = "FILE")]
    pub(crate) pin_file: PathBuf,
    #[command(flatten)]
    pub(crate) trust: TrustFolder,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(flatten)]
    pub(crate) level: Level,
    /// Signature algorithm: rsa-pkcs1, rsa-pss or ecdsa; without it the usual one of the key.
    #[arg(long, value_enum, value_name = "NAME", hide_possible_values = true)]
    pub(crate) signature_algorithm: Option<Algorithm>,
    /// Sign although the revocation state of the own certificate is not known.
    #[arg(long)]
    pub(crate) offline: bool,
}

/// Signature schemes; all with SHA-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Algorithm {
    RsaPkcs1,
    RsaPss,
    Ecdsa,
}

/// Arguments of `kyso sign approve`.
#[derive(Debug, Args)]
pub(crate) struct Approve {
    #[command(flatten)]
    pub(crate) signing: Signing,
    /// Full name of the signer as printed on the page.
    #[arg(long, value_name = "NAME")]
    pub(crate) signer: String,
    /// Title that must stand above the name; without it any.
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,
    /// Picture of the signature: blue, PNG, transparent.
    #[arg(long, value_name = "PNG")]
    pub(crate) image: PathBuf,
    /// Top left corner of the picture: page from 1, millimetres from left and top as a person sees the page; with decimal commas separated by semicolons: 1;25,4;50,8.
    #[arg(long, value_name = "PAGE,X_MM,Y_MM")]
    pub(crate) at_position: Option<ExplicitPosition>,
}

/// Arguments of `kyso sign issue`.
#[derive(Debug, Args)]
pub(crate) struct Issue {
    #[command(flatten)]
    pub(crate) signing: Signing,
    #[command(flatten)]
    pub(crate) sealing: Sealing,
}

/// Seal, number and date of what an agency issues.
#[derive(Debug, Args)]
pub(crate) struct Sealing {
    /// Picture of the seal: red, PNG, transparent.
    #[arg(long, value_name = "PNG")]
    pub(crate) seal: PathBuf,
    /// Diameter of the physical seal in millimetres, 30 to 45.
    #[arg(long, value_name = "MM", value_parser = values::millimetres)]
    pub(crate) diameter: f64,
    /// Number of the document, such as 05.
    #[arg(long, value_name = "NUMBER", required_unless_present_any = ["number_printed", "date_at"])]
    pub(crate) number: Option<String>,
    /// Date of issue: 2026-11-20 or 20/11/2026.
    #[arg(long, value_name = "DATE", value_parser = values::date, required_unless_present_any = ["number_printed", "number_at"])]
    pub(crate) date: Option<Date>,
    /// Top left corner of the digits of the number, for scans: page from 1, millimetres from left and top; the place must be blank. Without --date the date is printed.
    #[arg(long, value_name = "PAGE,X_MM,Y_MM", requires = "number")]
    pub(crate) number_at: Option<ExplicitPosition>,
    /// The same for the date: given once for all of it, twice for day and month, three times for the year as well. Without --number the number is printed.
    #[arg(long, value_name = "PAGE,X_MM,Y_MM", requires = "date")]
    pub(crate) date_at: Vec<ExplicitPosition>,
    /// Number and date are printed already, as on a scan: draw the seal alone.
    #[arg(long, conflicts_with_all = ["number", "date", "number_at", "date_at"])]
    pub(crate) number_printed: bool,
    /// Field of the signature that the seal belongs to, where several persons signed in blocks of their own, as on a joint document.
    #[arg(long, value_name = "FIELD")]
    pub(crate) person_field: Option<String>,
    /// Directory of the agency (TOML), in which the person who signed must have an authority in effect; without it that of the
    /// configuration, whose directory_policy says whether a doubt warns or refuses.
    #[arg(long, value_name = "FILE")]
    pub(crate) directory: Option<PathBuf>,
    /// Issue although the first page is marked as a draft (DỰ THẢO).
    #[arg(long)]
    pub(crate) allow_draft: bool,
}

/// Arguments of `kyso sign attach`.
#[derive(Debug, Args)]
pub(crate) struct Attach {
    #[command(flatten)]
    pub(crate) signing: Signing,
    /// The main document, approved by the competent person or issued already.
    #[arg(long, value_name = "PDF")]
    pub(crate) main: PathBuf,
    /// Number and symbol of the main document, such as 05/QĐ-UBND.
    #[arg(long, value_name = "NUMBER/SYMBOL")]
    pub(crate) number: DocumentNumber,
    /// Top left corner of the words, on blank paper; without it the first blank place in the upper right corner of the first page.
    #[arg(long, value_name = "PAGE,X_MM,Y_MM")]
    pub(crate) at_position: Option<ExplicitPosition>,
}

/// Arguments of `kyso sign copy`.
#[derive(Debug, Args)]
pub(crate) struct CopyDocument {
    #[command(flatten)]
    pub(crate) signing: Signing,
    /// Form of the copy: sao-y of paper, sao-luc or trich-sao of paper or an electronic document.
    #[arg(long, value_enum, value_name = "FORM", hide_possible_values = true)]
    pub(crate) form: FormOfCopy,
    /// Name of the agency that copies, as its documents print it.
    #[arg(long, value_name = "NAME")]
    pub(crate) agency: String,
    /// Top left corner of the words, on blank paper; without it the first blank place in the upper right corner of the first page.
    #[arg(long, value_name = "PAGE,X_MM,Y_MM")]
    pub(crate) at_position: Option<ExplicitPosition>,
}

/// Forms of copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormOfCopy {
    SaoY,
    SaoLuc,
    TrichSao,
}

impl From<FormOfCopy> for CopyForm {
    fn from(form: FormOfCopy) -> Self {
        match form {
            FormOfCopy::SaoY => Self::SaoY,
            FormOfCopy::SaoLuc => Self::SaoLuc,
            FormOfCopy::TrichSao => Self::TrichSao,
        }
    }
}

/// Arguments of `kyso sign package`.
#[derive(Debug, Args)]
pub(crate) struct IssuePackage {
    /// The main document, approved by the competent person.
    #[arg(value_name = "MAIN")]
    pub(crate) main: PathBuf,
    /// Its attachments, in their order.
    #[arg(value_name = "ATTACHMENT", required = true)]
    pub(crate) attachments: Vec<PathBuf>,
    /// Folder for the issued files, under their names: a new or an empty one; made only when everything succeeded.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) key_use: KeyUse,
    #[command(flatten)]
    pub(crate) sealing: Sealing,
    /// Symbol of the main document behind its number, such as /QĐ-UBND, for scans; without it the one that is printed.
    #[arg(long, value_name = "SYMBOL", requires = "number")]
    pub(crate) symbol: Option<String>,
}

//! The class of an authority on the command line.

use clap::ValueEnum;
use clap::builder::{EnumValueParser, TypedValueParser};
use kyso_setup::TrustClassName;

/// Reads a class by the name of its folder; `tsa` is also called as in reports.
pub(super) fn parser() -> impl TypedValueParser<Value = TrustClassName> {
    EnumValueParser::<Name>::new().map(TrustClassName::from)
}

/// The names of classes.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    Government,
    Public,
    /// As reports call it: `timestamping`.
    #[value(alias = "timestamping")]
    Tsa,
    Other,
}

impl From<Name> for TrustClassName {
    fn from(name: Name) -> Self {
        match name {
            Name::Government => Self::Government,
            Name::Public => Self::Public,
            Name::Tsa => Self::Tsa,
            Name::Other => Self::Other,
        }
    }
}

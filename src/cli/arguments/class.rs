//! The class of an authority on the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use kyso_setup::TrustClassName;

/// Reads a class by its name in reports, or by that of its folder.
pub(super) fn parser() -> impl TypedValueParser<Value = TrustClassName> {
    PossibleValuesParser::new(TrustClassName::all().map(name)).try_map(|text| {
        let mut classes = TrustClassName::all().into_iter();
        let class = classes.find(|class| [class.as_str(), class.folder()].contains(&text.as_str()));
        class.ok_or("no class")
    })
}

fn name(class: TrustClassName) -> PossibleValue {
    match (class.as_str(), class.folder()) {
        (name, folder) if name == folder => PossibleValue::new(name),
        (name, folder) => PossibleValue::new(name).alias(folder),
    }
}

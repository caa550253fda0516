//! JSON as people read it.

use kyso_words::printable_json;

/// The value over several lines, with an end of line; what terminals would act on is escaped.
#[must_use]
pub fn pretty_json(value: &serde_json::Value) -> String {
    printable_json(&format!("{value:#}\n"))
}

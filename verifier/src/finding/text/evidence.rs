//! Where revocation evidence is to be had.

use kyso_words::Lang;

/// Where evidence is to be had.
pub(super) fn places_text(places: &[String], lang: Lang) -> String {
    if places.is_empty() {
        return String::new();
    }
    let words = lang.pick("; nơi cung cấp", "; to be had from");
    format!("{words}: {}", places.join(", "))
}

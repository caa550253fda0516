//! Documents with state secrets are out of scope (0.5).
//!
//! A marking is a line of its own in capitals in the upper half of the first page. The word in a
//! sentence is none, and the marking of a scan cannot be read.

use kyso_stamp_images::{PageText, TextDocument};

use crate::error::SignError;

/// Refuses a document whose first page is marked as a state secret.
pub(crate) fn refuse_state_secrets(text: &TextDocument<'_>) -> Result<(), SignError> {
    if text.page_count() == 0 {
        return Ok(());
    }
    match marking(text.page(0)?) {
        Some(marking) => Err(SignError::StateSecret { marking }),
        None => Ok(()),
    }
}

fn marking(page: &PageText) -> Option<String> {
    let (_, height) = page.frame().size();
    let upper = |top: f64| top < height / 2.0;
    let pieces = page.pieces().iter().filter(|piece| upper(piece.area.top));
    let found = pieces
        .map(|piece| piece.text.trim())
        .find(|text| is_marking(text));
    found.map(str::to_owned)
}

fn is_marking(text: &str) -> bool {
    MARKINGS.contains(&text)
}

/// The three degrees of the Law on the protection of state secrets, as stamped.
const MARKINGS: [&str; 3] = ["MẬT", "TỐI MẬT", "TUYỆT MẬT"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marking_itself_is_one() {
        assert!(is_marking("TUYỆT MẬT"));
        assert!(!is_marking("Mật"));
        assert!(!is_marking("DANH MỤC BÍ MẬT NHÀ NƯỚC"));
    }
}

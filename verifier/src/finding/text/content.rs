//! What a signature outside a PDF signs.

use std::fmt::Write;

use crate::report::SignedContent;
use kyso_words::{Lang, counted};

pub(super) fn signed(content: &SignedContent, lang: Lang) -> String {
    let digest = content.sha256.iter();
    let digest = digest.fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    let (size, inside) = (content.size, content.is_embedded);
    match (lang, inside) {
        (Lang::Vi, true) => format!(
            "Tệp chữ ký CAdES chứa nội dung được ký: {size} byte, SHA-256 {digest}; không xét thể thức và bản gốc."
        ),
        (Lang::Vi, false) => format!(
            "Chữ ký CAdES đi kèm tệp nội dung: {size} byte, SHA-256 {digest}; không xét thể thức và bản gốc."
        ),
        (Lang::En, true) => format!(
            "A CAdES signature around its content: {}, SHA-256 {digest}; form rules and originals are not judged.",
            counted(size, "byte")
        ),
        (Lang::En, false) => format!(
            "A CAdES signature beside its content: {}, SHA-256 {digest}; form rules and originals are not judged.",
            counted(size, "byte")
        ),
    }
}

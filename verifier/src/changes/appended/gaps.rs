//! The bytes that may lie between the parts of a revision.

use std::ops::Range;

use kyso_pdf::is_white_space;

use crate::patterns::is_line_end;

/// The first bytes of `gap` that are neither white space nor a short comment
/// that holds nothing like an object or a keyword.
pub(super) fn stray(bytes: &[u8], gap: Range<usize>) -> Option<Range<usize>> {
    let mut rest = bytes.get(gap.clone())?;
    while !rest.is_empty() {
        let blank = rest.iter().take_while(|byte| is_white_space(**byte));
        rest = rest.get(blank.count()..)?;
        let line = rest.iter().take_while(|byte| !is_line_end(**byte));
        let line = rest.get(..line.count())?;
        if !line.is_empty() && !is_harmless_comment(line) {
            let start = gap.end - rest.len();
            return Some(start..start + line.len());
        }
        rest = rest.get(line.len()..)?;
    }
    None
}

/// `%iText-…`, `%PDF Tool-…`: programs sign what they write.
fn is_harmless_comment(line: &[u8]) -> bool {
    // Some read lines of 255 bytes and take what follows for another.
    const LONGEST: usize = 127;
    let Some(text) = line.strip_prefix(b"%") else {
        return false;
    };
    let holds = |word: &&[u8]| text.windows(word.len()).any(|window| window == *word);
    line.len() <= LONGEST && !text.contains(&0) && !WORDS.iter().any(holds)
}

/// Words that make a comment suspicious.
const WORDS: [&[u8]; 8] = [
    b"obj", b"stream", b"xref", b"trailer", b"%EOF", b"PDF-", b"<<", b"/Root",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<Range<usize>> {
        stray(text.as_bytes(), 0..text.len())
    }

    #[test]
    fn white_space_and_remarks_are_nothing() {
        for text in [
            "",
            "\n",
            " \r\n\0\x0C",
            "%iText-5.5.13\n",
            "\n%PDF Tool-1 \r%b\n",
        ] {
            assert_eq!(check(text), None, "{text:?}");
        }
    }

    #[test]
    fn anything_else_is_named_with_its_place() {
        assert_eq!(check("\n\nx y\n"), Some(2..5));
        assert_eq!(check("%a\n%5 0 obj\n"), Some(3..11));
        for text in ["\x0b", "%%EOF\n", "%PDF-1.4\n", "%trailer", "%a\n<<>>"] {
            assert!(check(text).is_some(), "{text:?}");
        }
        let long = format!("%{}\n", "x".repeat(127));
        assert_eq!(check(&long), Some(0..128));
        assert_eq!(check(&long.replacen('x', "", 1)), None);
    }
}

//! Passwords as security handlers take them (ISO 32000-2, 7.6.4.2 and 7.6.4.3.3).

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The user or owner password of a file. It is never shown, and wiped from memory when it is dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// A password as it is typed.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// The bytes that programs derive from it, the likeliest first. Revisions 5 and 6 require UTF-8
    /// after SASLprep, of which programs do nothing, the normalization, or all; earlier revisions
    /// require PDFDocEncoding, where some write UTF-8.
    pub(super) fn candidates(&self, revision: i64) -> Vec<Zeroizing<Vec<u8>>> {
        let texts = match revision {
            2..=4 => vec![latin(&self.0), Some(bytes_of(&self.0))],
            _ => vec![Some(bytes_of(&self.0)), Some(prepared(&self.0))],
        };
        let longest = match revision {
            2..=4 => 32,
            _ => 127,
        };
        let mut candidates: Vec<Zeroizing<Vec<u8>>> = Vec::new();
        for mut text in texts.into_iter().flatten() {
            text.truncate(longest);
            if !candidates.contains(&text) {
                candidates.push(text);
            }
        }
        candidates
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

fn bytes_of(text: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.as_bytes().to_vec())
}

/// PDFDocEncoding, as far as it is Latin-1.
fn latin(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = text.chars().map(|character| u8::try_from(character).ok());
    bytes.collect::<Option<Vec<u8>>>().map(Zeroizing::new)
}

/// SASLprep (RFC 4013) without its prohibitions: other spaces become spaces, characters mapped to
/// nothing are left out, NFKC.
fn prepared(text: &str) -> Zeroizing<Vec<u8>> {
    let mapped = text.chars().filter_map(|character| match character {
        '\u{AD}' | '\u{34F}' | '\u{1806}' | '\u{180B}'..='\u{180D}' | '\u{200B}'..='\u{200D}' => {
            None
        }
        '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' => None,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => {
            Some(' ')
        }
        other => Some(other),
    });
    let mut prepared = Zeroizing::new(Vec::with_capacity(4 * text.len()));
    let mut letter = [0; 4];
    for character in mapped.nfkc() {
        prepared.extend_from_slice(character.encode_utf8(&mut letter).as_bytes());
    }
    prepared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(text: &str, revision: i64) -> Vec<Vec<u8>> {
        let candidates = Password::new(text).candidates(revision);
        candidates.iter().map(|one| one.to_vec()).collect()
    }

    #[test]
    fn a_password_is_never_shown() {
        let shown = format!("{:?}", Password::new("bi-mat"));
        assert_eq!(shown, "Password(…)");
    }

    #[test]
    fn programs_write_a_password_in_several_ways() {
        assert_eq!(candidates("abc", 3), [b"abc".to_vec()]);
        assert_eq!(candidates("\u{E9}", 4), [vec![0xE9], vec![0xC3, 0xA9]]);
        // Composed or not, revision 6 has both.
        let (typed, composed) = ("mo\u{31B}\u{309}", "mở");
        let expected = [typed.as_bytes().to_vec(), composed.as_bytes().to_vec()];
        assert_eq!(candidates(typed, 6), expected);
        assert_eq!(
            candidates("a\u{A0}b", 6).last().map(Vec::as_slice),
            Some(&b"a b"[..])
        );
    }

    #[test]
    fn long_passwords_end_where_handlers_end_them() {
        let long = "x".repeat(200);
        assert!(candidates(&long, 3).iter().all(|one| one.len() == 32));
        assert!(candidates(&long, 6).iter().all(|one| one.len() == 127));
    }
}

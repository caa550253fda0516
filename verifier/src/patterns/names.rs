//! Names that make a dictionary a trailer, or a stream a cross-reference.

use kyso_pdf::Name;

/// With their solidus.
pub(super) const LEADING: [&str; 3] = ["/Root", "/XRef", "/Encrypt"];

/// The name of [`LEADING`] that is written with the number sign at `sign`, and where it begins.
pub(super) fn escaped(bytes: &[u8], sign: usize) -> Option<(&'static str, usize)> {
    const REACH: usize = 3 * b"Encrypt".len();
    let digits = bytes.get(sign + 1..sign + 3)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let before = bytes.get(sign.saturating_sub(REACH)..sign)?;
    let start = before.iter().rposition(|byte| *byte == b'/')?;
    let start = sign - before.len() + start;
    let text = bytes.get(start + 1..)?.iter();
    let text: Vec<u8> = text
        .take_while(|byte| !ends_name(**byte))
        .take(REACH + 1)
        .copied()
        .collect();
    // Once for each name, at its first number sign.
    let first = text.iter().position(|byte| *byte == b'#')?;
    let name = Name::from_written(&text);
    let known = LEADING
        .iter()
        .find(|known| known.as_bytes().get(1..) == Some(name.as_bytes()))?;
    (start + 1 + first == sign).then_some((known, start))
}

/// Whether a name ends before this byte, for at least one program.
pub(super) fn ends_name(byte: u8) -> bool {
    matches!(
        byte,
        0 | 9
            ..=13
                | b' '
                | b'('
                | b')'
                | b'<'
                | b'>'
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'/'
                | b'%'
                | 0x80
                | 0xFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_another_spelling() {
        assert_eq!(escaped(b"/#52oot ", 1), Some(("/Root", 0)));
        assert_eq!(escaped(b"<</X#52#65#66>>", 4), Some(("/XRef", 2)));
        assert_eq!(escaped(b"<</X#52#65#66>>", 7), None);
        for (text, sign) in [
            (&b"/R#6gt"[..], 2),
            (b"/A#42", 2),
            (b"R#6fot", 1),
            (b"/Ro#6ft#41", 3),
            (b"/#52o#+6t", 1),
        ] {
            assert_eq!(escaped(text, sign), None, "{text:?}");
        }
    }
}

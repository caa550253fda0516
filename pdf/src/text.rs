//! Text strings (ISO 32000-2, 7.9.2.2).

/// Decodes a text string: UTF-16BE or UTF-8 by its byte order mark, else
/// `PDFDocEncoding`. Undecodable parts become U+FFFD.
#[must_use]
pub fn decode_text(bytes: &[u8]) -> String {
    // Most names: the same in all encodings.
    if bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    if let Some(utf16) = bytes.strip_prefix(b"\xFE\xFF") {
        let units = utf16.as_chunks::<2>().0.iter();
        let units = units.map(|pair| u16::from_be_bytes(*pair));
        return char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    if let Some(utf8) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    bytes.iter().map(|byte| document_encoding(*byte)).collect()
}

/// Encodes a text string: ASCII as it is, everything else as UTF-16BE.
#[must_use]
pub fn encode_text(text: &str) -> Vec<u8> {
    if text.is_ascii() {
        return text.as_bytes().to_vec();
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

/// `PDFDocEncoding` (ISO 32000-2, Annex D.3), where it differs from Latin-1.
fn document_encoding(byte: u8) -> char {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const SIGNS: [char; 31] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚',
        '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
    ];
    let lookup = |table: &[char], first: u8| table.get(usize::from(byte - first)).copied();
    let special = match byte {
        0x18..=0x1F => lookup(&ACCENTS, 0x18),
        0x80..=0x9E => lookup(&SIGNS, 0x80),
        0xA0 => Some('€'),
        0x7F | 0x9F | 0xAD => Some(char::REPLACEMENT_CHARACTER),
        _ => None,
    };
    special.unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_survives() {
        for text in ["QD 05", "Trần Thị Minh Ánh", "ỦY BAN NHÂN DÂN"] {
            assert_eq!(decode_text(&encode_text(text)), text);
        }
    }

    #[test]
    fn every_byte_reads_the_same_alone_and_beside_others() {
        for byte in 0..=u8::MAX {
            let alone = decode_text(&[byte]);
            assert_eq!(decode_text(&[byte, 0xE9]), format!("{alone}é"), "{byte}");
        }
    }

    #[test]
    fn the_three_encodings_are_told_apart() {
        assert_eq!(decode_text(b"\xEF\xBB\xBF\xE1\xBB\xA6"), "Ủ");
        assert_eq!(decode_text(b"\xA0 \x80 \xE9"), "€ • é");
        assert_eq!(decode_text(b"\xFE\xFF\xD8\x00"), "\u{FFFD}");
    }
}

//! Percent-encoding of attribute values (RFC 3986, section 2.1).

/// The bytes that `value` encodes; `None` for a broken escape, a bare control character or `#`.
pub(super) fn decode(value: &str) -> Option<Vec<u8>> {
    let mut bytes = value.bytes();
    let mut decoded = Vec::with_capacity(value.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => 16 * hexadecimal(bytes.next()?)? + hexadecimal(bytes.next()?)?,
            b'#' => return None,
            control if control.is_ascii_control() => return None,
            plain => plain,
        });
    }
    Some(decoded)
}

/// Escapes everything but the unreserved characters of RFC 3986, section 2.3.
pub(super) fn encode(value: &[u8]) -> String {
    value
        .iter()
        .fold(String::with_capacity(value.len()), |mut text, &byte| {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    text.push(char::from(byte));
                }
                _ => text.push_str(&format!("%{byte:02X}")),
            }
            text
        })
}

fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

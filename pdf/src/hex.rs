//! Hexadecimal digits.

/// The value of a hexadecimal digit.
pub(crate) fn hex(byte: u8) -> Option<u8> {
    let value = nibble(byte);
    (value <= 15).then_some(value)
}

/// The value of a hexadecimal digit; more than 15 for anything else. Without a table, so that many are found at once.
pub(crate) fn nibble(byte: u8) -> u8 {
    let digit = byte.wrapping_sub(b'0');
    let letter = (byte | 0x20).wrapping_sub(b'a');
    match (digit, letter) {
        (0..=9, _) => digit,
        (_, 0..=5) => letter + 10,
        _ => u8::MAX,
    }
}

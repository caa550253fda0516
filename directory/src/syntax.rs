//! What people write where TOML is meant: the library knows only that it is none, and says so in English.

use crate::fault::SyntaxFault;

/// What is wrong with a line that is no TOML, after the library has said `message`.
pub(crate) fn fault(line: &str, message: &str) -> SyntaxFault {
    let line = line.trim();
    if message.contains("duplicate key") {
        return SyntaxFault::Repeated;
    }
    if line.contains(['“', '”', '‘', '’', '„']) {
        return SyntaxFault::CurlyQuotes;
    }
    let value = line.split_once('=').map(|(_, value)| value.trim());
    match value {
        Some(value) if is_like_date(value) => SyntaxFault::Date,
        Some(value) if has_decimal_comma(value) => SyntaxFault::DecimalComma,
        Some(value) if value.starts_with(char::is_alphabetic) => SyntaxFault::NoQuotes,
        _ => SyntaxFault::Other,
    }
}

/// Numbers between slashes, dots or hyphens.
fn is_like_date(value: &str) -> bool {
    let value = value.split_whitespace().next().unwrap_or_default();
    let mut parts = value.split(['/', '.', '-']);
    let is_number =
        |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    value.split(['/', '.', '-']).count() == 3 && parts.all(is_number)
}

/// Digits, a comma, digits: `36,5`.
fn has_decimal_comma(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let parts = value.split_once(',');
    parts.is_some_and(|(whole, rest)| digits(whole.trim()) && digits(rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_known() {
        for (line, expected) in [
            ("from = 01/03/2016", SyntaxFault::Date),
            ("from = 2016-02-30 # ngày", SyntaxFault::Date),
            ("from = 30.06.2025", SyntaxFault::Date),
            ("id = “so-mau”", SyntaxFault::CurlyQuotes),
            ("seal_diameter_mm = 36,5", SyntaxFault::DecimalComma),
            ("name = Sở Mẫu", SyntaxFault::NoQuotes),
            ("name = \"Sở Mẫu", SyntaxFault::Other),
            ("xyz", SyntaxFault::Other),
            ("", SyntaxFault::Other),
        ] {
            assert_eq!(fault(line, "invalid"), expected, "{line}");
        }
        assert_eq!(fault("a = 1", "duplicate key"), SyntaxFault::Repeated);
    }
}

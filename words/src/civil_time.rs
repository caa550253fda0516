//! Vietnamese civil time and PDF dates.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// UTC+07:00, the only time zone of Vietnam (E6).
#[must_use]
pub fn vietnam() -> TimeZone {
    TimeZone::fixed(Offset::constant(7))
}

/// `dd/MM/yyyy HH:mm:ss +07:00` (E6).
#[must_use]
pub fn vietnam_time(time: Timestamp) -> String {
    let zoned = time.to_zoned(vietnam());
    zoned.strftime("%d/%m/%Y %H:%M:%S %:z").to_string()
}

/// `dd/MM/yyyy`, the day in Vietnam.
#[must_use]
pub fn vietnam_date(time: Timestamp) -> String {
    let zoned = time.to_zoned(vietnam());
    zoned.strftime("%d/%m/%Y").to_string()
}

/// `yyyy-MM-ddTHH:mm:ss+07:00` (E6).
#[must_use]
pub fn vietnam_iso(time: Timestamp) -> String {
    let zoned = time.to_zoned(vietnam());
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The PDF date of a moment (ISO 32000-2, 7.9.4), in Vietnam time: `D:20261120140307+07'00'`.
#[must_use]
pub fn pdf_date(time: Timestamp) -> String {
    let zoned = time.to_zoned(vietnam());
    zoned.strftime("D:%Y%m%d%H%M%S+07'00'").to_string()
}

/// Reads a PDF date `D:YYYYMMDDHHmmSSOHH'mm'` (ISO 32000-2, 7.9.4); parts after
/// the year may be missing. Without a time zone it is taken as UTC.
#[must_use]
pub fn parse_pdf_date(text: &str) -> Option<Timestamp> {
    let text = text.trim().strip_prefix("D:").unwrap_or(text.trim());
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (date, zone) = text.split_at_checked(digits)?;
    if !(4..=14).contains(&digits) || digits % 2 != 0 {
        return None;
    }
    let part = |range: std::ops::Range<usize>, default: i8| match date.get(range) {
        None => Some(default),
        Some(text) => text.parse::<i8>().ok(),
    };
    let year = date.get(..4)?.parse().ok()?;
    let time = jiff::civil::DateTime::new(
        year,
        part(4..6, 1)?,
        part(6..8, 1)?,
        part(8..10, 0)?,
        part(10..12, 0)?,
        part(12..14, 0)?,
        0,
    );
    let zone = TimeZone::fixed(parse_offset(zone)?);
    let zoned = time.ok()?.to_zoned(zone).ok()?;
    Some(zoned.timestamp())
}

/// `Z`, nothing, or `+HH'mm'` with optional apostrophes and minutes.
fn parse_offset(text: &str) -> Option<Offset> {
    let sign = match text.bytes().next() {
        None | Some(b'Z' | b'z') => return Some(Offset::UTC),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let hours: i32 = digits.get(..2)?.parse().ok()?;
    let minutes: i32 = digits.get(2..4).map_or(Some(0), |m| m.parse().ok())?;
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn dates_with_and_without_zone() {
        let expected: Timestamp = "2026-11-20T07:03:07Z".parse().unwrap();
        for text in [
            "D:20261120140307+07'00'",
            "D:20261120140307+07'00",
            "20261120140307+0700",
            "D:20261120070307Z",
            "D:20261120070307",
        ] {
            assert_eq!(parse_pdf_date(text), Some(expected), "{text}");
        }
        assert_eq!(
            parse_pdf_date("D:2026"),
            "2026-01-01T00:00:00Z".parse().ok()
        );
        assert_eq!(parse_pdf_date("D:20261320"), None);
        assert_eq!(parse_pdf_date("hôm nay"), None);
    }

    #[test]
    fn people_read_vietnamese_time() {
        let time: Timestamp = "2026-11-20T07:03:07Z".parse().unwrap();
        assert_eq!(vietnam_time(time), "20/11/2026 14:03:07 +07:00");
        assert_eq!(vietnam_iso(time), "2026-11-20T14:03:07+07:00");
        assert_eq!(pdf_date(time), "D:20261120140307+07'00'");
    }
}

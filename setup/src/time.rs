//! Times as people write them here: Vietnam time, UTC+07:00 all year (E6).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use kyso_words::vietnam;

/// Reads a time with its offset, or a civil time or date of Vietnam; a date means its first moment.
///
/// # Errors
/// What to write instead, in English.
pub fn parse_time(text: &str) -> Result<Timestamp, String> {
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Ok(timestamp);
    }
    let civil = match text.parse::<Date>() {
        Ok(date) if !text.contains([':', 'T', 't']) => Ok(date.into()),
        _ => text.parse::<DateTime>(),
    };
    civil
        .and_then(|civil| civil.to_zoned(vietnam()))
        .map(|zoned| zoned.timestamp())
        .map_err(|_| "write 2026-11-20T14:03:07+07:00 or 2026-11-20".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn reads_times_with_an_offset_and_times_of_vietnam() {
        let expected = parse_time("2026-11-20T07:03:07Z").unwrap();
        assert_eq!(parse_time("2026-11-20T14:03:07+07:00").unwrap(), expected);
        assert_eq!(parse_time("2026-11-20T14:03:07").unwrap(), expected);
        assert_eq!(
            parse_time("2026-11-20").unwrap(),
            parse_time("2026-11-19T17:00:00Z").unwrap()
        );
        assert!(parse_time("yesterday").is_err());
    }
}

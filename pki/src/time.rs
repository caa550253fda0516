//! UTCTime and GeneralizedTime (X.680, clauses 46 and 47) as points in time.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::tlv::{Element, EncodingError, GENERALIZED_TIME, UTC_TIME};

/// Reads either time type. Seconds may be missing and an offset may replace `Z`, as in old files.
///
/// Years past the range of [`Timestamp`] (such as 99991231235959Z, "no expiry") give its largest value.
pub(crate) fn read(element: &Element<'_>) -> Result<Timestamp, EncodingError> {
    let parsed = match element.identifier {
        UTC_TIME => parse(element.contents, 2),
        GENERALIZED_TIME => parse(element.contents, 4),
        _ => return Err(element.unexpected("time")),
    };
    parsed.ok_or_else(|| element.bad("time"))
}

fn parse(text: &[u8], year_digits: usize) -> Option<Timestamp> {
    let (year, rest) = number(text, year_digits)?;
    let year = match year_digits {
        2 if year < 50 => year + 2000,
        2 => year + 1900,
        _ => year,
    };
    let (month, rest) = number(rest, 2)?;
    let (day, rest) = number(rest, 2)?;
    let (hour, rest) = number(rest, 2)?;
    let (minute, rest) = number(rest, 2)?;
    let (second, rest) = number(rest, 2).unwrap_or((0, rest));
    let (nanosecond, rest) = fraction(rest)?;
    let date = Date::new(year, small(month)?, small(day)?).ok()?;
    let time =
        jiff::civil::Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()?;
    shift(date.to_datetime(time), offset_minutes(rest)?)
}

fn shift(local: DateTime, minutes: i64) -> Option<Timestamp> {
    let Ok(utc) = local.to_zoned(TimeZone::UTC) else {
        return (local.year() == 9999).then_some(Timestamp::MAX);
    };
    utc.timestamp()
        .checked_sub(jiff::SignedDuration::from_mins(minutes))
        .ok()
}

fn small(value: i16) -> Option<i8> {
    i8::try_from(value).ok()
}

fn number(text: &[u8], digits: usize) -> Option<(i16, &[u8])> {
    let (digits, rest) = text.split_at_checked(digits)?;
    let mut value = 0i16;
    for digit in digits {
        let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some((value, rest))
}

/// Fractional seconds of GeneralizedTime, in nanoseconds; digits past the ninth are dropped.
fn fraction(text: &[u8]) -> Option<(i32, &[u8])> {
    let Some((b'.' | b',', rest)) = text.split_first() else {
        return Some((0, text));
    };
    let count = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at_checked(count).filter(|_| count > 0)?;
    let padded = digits
        .iter()
        .copied()
        .chain(std::iter::repeat(b'0'))
        .take(9);
    let nanoseconds = padded.fold(0, |value, digit| value * 10 + i32::from(digit - b'0'));
    Some((nanoseconds, rest))
}

fn offset_minutes(text: &[u8]) -> Option<i64> {
    let (sign, rest) = text.split_first()?;
    let sign = match (sign, rest) {
        (b'Z', []) => return Some(0),
        (b'+', _) => 1,
        (b'-', _) => -1,
        _ => return None,
    };
    let (hours, rest) = number(rest, 2)?;
    let (minutes, rest) = number(rest, 2)?;
    let plausible = rest.is_empty() && hours < 24 && minutes < 60;
    plausible.then(|| sign * (i64::from(hours) * 60 + i64::from(minutes)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn utc(text: &str) -> Option<String> {
        parse(text.as_bytes(), 2).map(|time| time.to_string())
    }

    fn generalized(text: &str) -> Option<String> {
        parse(text.as_bytes(), 4).map(|time| time.to_string())
    }

    #[test]
    fn two_digit_years_turn_at_fifty() {
        assert_eq!(utc("491231235959Z").unwrap(), "2049-12-31T23:59:59Z");
        assert_eq!(utc("500101000000Z").unwrap(), "1950-01-01T00:00:00Z");
    }

    #[test]
    fn offsets_and_missing_seconds_are_read() {
        assert_eq!(utc("2611211403+0700").unwrap(), "2026-11-21T07:03:00Z");
        assert_eq!(
            generalized("20261121070300Z").unwrap(),
            "2026-11-21T07:03:00Z"
        );
    }

    #[test]
    fn fractions_are_kept_to_the_nanosecond() {
        assert_eq!(
            generalized("20261121070300.25Z").unwrap(),
            "2026-11-21T07:03:00.25Z"
        );
        assert!(generalized("20261121070300.Z").is_none());
    }

    #[test]
    fn the_end_of_time_is_the_largest_timestamp() {
        assert_eq!(parse(b"99991231235959Z", 4), Some(Timestamp::MAX));
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "Z",
            "261321000000Z",
            "2611210000",
            "261121000000X",
            "26112100+0000Z",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }
}

//! Stretches of time as they are written in a description: "-30d", "+12h", "90d", "+2y".

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer};

/// A stretch of time, in whole hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub SignedDuration);

impl Span {
    fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.split_at_checked(1)? {
            ("-", rest) => (-1, rest),
            ("+", rest) => (1, rest),
            _ => (1, text),
        };
        let (number, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
        let hours = match unit {
            "h" => 1,
            "d" => 24,
            "y" => 24 * 365,
            _ => return None,
        };
        let plain = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
        let count: i64 = plain.then(|| number.parse().ok())??;
        let hours = (count <= MAX_COUNT).then_some(sign * count * hours)?;
        Some(Self(SignedDuration::from_hours(hours)))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "{text:?} is no stretch of time such as \"-30d\", \"+12h\" or \"+2y\""
            ))
        })
    }
}

/// Keeps every sum within the years that certificates can name.
const MAX_COUNT: i64 = 1_000_000 / 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_days_and_years_are_read() {
        for (text, hours) in [("-30d", -720), ("+12h", 12), ("2y", 17_520), ("0d", 0)] {
            let span = Span::parse(text);
            assert_eq!(
                span,
                Some(Span(SignedDuration::from_hours(hours))),
                "{text}"
            );
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "d",
            "+d",
            "30",
            "30m",
            "--3d",
            "+-3d",
            "3.5d",
            "99999999y",
            "ngày",
        ] {
            assert_eq!(Span::parse(text), None, "{text}");
        }
    }
}

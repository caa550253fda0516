//! Values on the command line as people here write them: 36,5 millimetres, 20/11/2026.

use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use jiff::civil::Date;
use kyso_setup::{HttpUrl, WithoutTsa};
use kyso_signer::BaselineLevel;
use kyso_stamp_images::{Millimetres, check_seal_diameter};

/// A value that cannot be understood, with what to write instead.
#[derive(Debug, thiserror::Error)]
#[error("{english}")]
pub(crate) struct BadValue {
    pub(super) vietnamese: &'static str,
    pub(super) english: &'static str,
}

/// How many files are verified at the same time.
pub(super) fn jobs(text: &str) -> Result<u16, BadValue> {
    number_within(text, 1..=256).ok_or(BadValue {
        vietnamese: "hãy ghi một số từ 1 đến 256",
        english: "write a number from 1 to 256",
    })
}

fn number_within(text: &str, range: RangeInclusive<u16>) -> Option<u16> {
    text.parse().ok().filter(|number| range.contains(number))
}

/// A level of new signatures.
pub(super) fn level(text: &str) -> Result<BaselineLevel, BadValue> {
    text.parse().map_err(|_| BadValue {
        vietnamese: "hãy ghi B-B, B-T, B-LT hoặc B-LTA",
        english: "write B-B, B-T, B-LT or B-LTA",
    })
}

/// A level that a signed file can be lifted to.
pub(super) fn lifted_level(text: &str) -> Result<BaselineLevel, BadValue> {
    let level = text.parse().ok();
    level
        .filter(|level| *level > BaselineLevel::Basic)
        .ok_or(BadValue {
            vietnamese: "hãy ghi B-T, B-LT hoặc B-LTA",
            english: "write B-T, B-LT or B-LTA",
        })
}

/// What happens when no timestamp authority answers.
pub(super) fn without_tsa(text: &str) -> Result<WithoutTsa, BadValue> {
    let mut choices = WithoutTsa::ALL.into_iter();
    let choice = choices.find(|(name, _)| name.eq_ignore_ascii_case(text));
    choice.map(|(_, choice)| choice).ok_or(BadValue {
        vietnamese: "hãy ghi fail, queue hoặc B-B",
        english: "write fail, queue or B-B",
    })
}

/// The address of a timestamp authority.
pub(super) fn url(text: &str) -> Result<HttpUrl, BadValue> {
    HttpUrl::read(text).map_err(|_| BadValue {
        vietnamese: "hãy ghi địa chỉ bắt đầu bằng http:// hoặc https://, không kèm tên và mật khẩu",
        english: "write a URL that begins with http:// or https://, without user and password",
    })
}

/// Days before an end.
pub(super) fn days(text: &str) -> Result<u16, BadValue> {
    number_within(text, 1..=3650).ok_or(BadValue {
        vietnamese: "hãy ghi số ngày từ 1 đến 3650",
        english: "write a number of days from 1 to 3650",
    })
}

/// A revision of a file, counted from 1.
pub(super) fn revision(text: &str) -> Result<NonZeroUsize, BadValue> {
    text.parse().map_err(|_| BadValue {
        vietnamese: "hãy ghi số thứ tự của phiên bản, từ 1",
        english: "write the number of the revision, from 1",
    })
}

/// A length with a decimal comma or point.
pub(super) fn millimetres(text: &str) -> Result<f64, BadValue> {
    let is_plain = |text: &&str| {
        text.bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b','))
    };
    let number = Some(text)
        .filter(is_plain)
        .map(|text| text.replace(',', "."));
    number
        .and_then(|number| number.parse().ok())
        .ok_or(BadValue {
            vietnamese: "hãy ghi số milimét, ví dụ 36 hoặc 36,5",
            english: "write millimetres, such as 36 or 36.5",
        })
}

/// The diameter of a seal: 30 to 45 mm (B2).
pub(super) fn seal_diameter(text: &str) -> Result<Millimetres, BadValue> {
    let diameter = millimetres(text).map(Millimetres)?;
    let of_seal = Some(diameter).filter(|diameter| check_seal_diameter(*diameter).is_ok());
    of_seal.ok_or(BadValue {
        vietnamese: "hãy ghi đường kính con dấu, từ 30 đến 45 mm, ví dụ 36",
        english: "write the diameter of the seal, 30 to 45 mm, such as 36",
    })
}

/// A date as 2026-11-20 or, day first, 20/11/2026.
pub(super) fn date(text: &str) -> Result<Date, BadValue> {
    let read = match text.split('/').collect::<Vec<_>>()[..] {
        [day, month, year] if year.len() == 4 => civil_date(year, month, day),
        _ => text.parse().ok(),
    };
    read.ok_or(BadValue {
        vietnamese: "hãy ghi ngày có thật, ví dụ 20/11/2026 hoặc 2026-11-20",
        english: "write a date that exists, such as 2026-11-20 or 20/11/2026",
    })
}

/// A time, as [`kyso_setup::parse_time`] reads it.
pub(super) fn time(text: &str) -> Result<jiff::Timestamp, BadValue> {
    kyso_setup::parse_time(text).map_err(|_| BadValue {
        vietnamese: "hãy ghi thời điểm, ví dụ 2026-11-20T14:03:07+07:00 hoặc 2026-11-20",
        english: "write 2026-11-20T14:03:07+07:00 or 2026-11-20",
    })
}

fn civil_date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn counts_have_their_limits() {
        assert_eq!((jobs("1").unwrap(), jobs("256").unwrap()), (1, 256));
        for wrong in ["", "0", "257", "65537", "-1", "2,5", "hai"] {
            assert!(jobs(wrong).is_err(), "{wrong}");
        }
        assert_eq!(revision("1").unwrap().get(), 1);
        assert!(revision("0").is_err() && revision("đầu").is_err());
    }

    #[test]
    fn lengths_have_a_comma_or_a_point() {
        assert_eq!(millimetres("36,5").unwrap(), 36.5);
        assert_eq!(millimetres("36.5").unwrap(), 36.5);
        for wrong in ["", "1.000,5", "36mm", "-36", "nan", "1e2", "3,6,5"] {
            assert!(millimetres(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn seals_have_30_to_45_millimetres() {
        assert_eq!(seal_diameter("36,5").unwrap(), Millimetres(36.5));
        for wrong in ["29,9", "45.1", "0", "36 mm"] {
            assert!(seal_diameter(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_have_the_day_first_or_the_year_first() {
        assert_eq!(date("20/11/2026").unwrap(), date("2026-11-20").unwrap());
        assert_eq!(date("5/1/2026").unwrap(), date("2026-01-05").unwrap());
        for wrong in [
            "11/20/2026",
            "31/2/2026",
            "20/11/26",
            "20.11.2026",
            "/11/2026",
        ] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}

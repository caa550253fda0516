//! The claimed signing time as it is written into the file (E6).

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// `/M` in Vietnam time (ISO 32000-2, 7.9.4), such as `D:20261120140307+07'00'`.
pub(crate) fn pdf_date(at: Timestamp) -> String {
    let local = at.to_zoned(TimeZone::fixed(VIETNAM));
    local.strftime("D:%Y%m%d%H%M%S+07'00'").to_string()
}

/// UTC+07:00 all year round.
const VIETNAM: Offset = jiff::tz::offset(7);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_time_is_that_of_vietnam() {
        let late: Timestamp = "2026-11-20T18:03:07Z".parse().unwrap();
        assert_eq!(pdf_date(late), "D:20261121010307+07'00'");
    }
}

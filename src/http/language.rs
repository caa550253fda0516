//! The language of an answer (RFC 9110, 12.5.4).

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use kyso_verifier::Lang;

/// The language with the greatest weight of the two; Vietnamese when neither is asked for.
pub(super) fn of(headers: &HeaderMap) -> Lang {
    let value = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let weights = |language| value.map_or(0.0, |value| weight(value, language));
    match weights("en") > weights("vi") {
        true => Lang::En,
        false => Lang::Vi,
    }
}

/// The greatest weight given to a language or a variety of it.
fn weight(value: &str, language: &str) -> f32 {
    let ranges = value.split(',').filter_map(|range| {
        let (tag, parameter) = range.split_once(';').unwrap_or((range, "q=1"));
        let primary = tag.trim().split('-').next()?;
        let weight: f32 = parameter.trim().strip_prefix("q=")?.trim().parse().ok()?;
        primary.eq_ignore_ascii_case(language).then_some(weight)
    });
    ranges.fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn vietnamese_unless_english_is_preferred() {
        for (value, expected) in [
            ("", Lang::Vi),
            ("vi", Lang::Vi),
            ("en", Lang::En),
            ("en-GB,en;q=0.9", Lang::En),
            ("vi-VN,vi;q=0.9,en-US;q=0.8,en;q=0.7", Lang::Vi),
            ("en;q=0.5, vi;q=0.4", Lang::En),
            ("fr", Lang::Vi),
            ("en;q=0", Lang::Vi),
            (";;;,=", Lang::Vi),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, value.parse().unwrap())]);
            assert_eq!(of(&headers), expected, "{value}");
        }
        assert_eq!(of(&HeaderMap::new()), Lang::Vi);
    }
}

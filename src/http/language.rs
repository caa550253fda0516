//! The language of an answer (RFC 9110, 12.5.4).

use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use kyso_words::Lang;

use super::quality_values;

/// The language with the greatest weight of the two; Vietnamese when neither is asked for.
pub(super) fn of(headers: &HeaderMap) -> Lang {
    match weight(headers, "en") > weight(headers, "vi") {
        true => Lang::En,
        false => Lang::Vi,
    }
}

/// The language of a request: `lang` of its query, where a link or a form cannot send a header, else [`of`] its headers.
pub(super) fn of_request(request: &Request) -> Lang {
    let query = request.uri().query().unwrap_or_default();
    let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
    match asked {
        Some("en") => Lang::En,
        Some("vi") => Lang::Vi,
        _ => of(request.headers()),
    }
}

/// The greatest weight given to a language or a variety of it.
fn weight(headers: &HeaderMap, language: &str) -> f32 {
    let weights = quality_values::ranges(headers, &ACCEPT_LANGUAGE).filter_map(|(tag, weight)| {
        let primary = tag.split('-').next()?;
        primary.eq_ignore_ascii_case(language).then_some(weight)
    });
    weights.fold(0.0, f32::max)
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

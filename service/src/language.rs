//! The language of an answer: `lang` of the query, where a link or a form cannot send a header, else Accept-Language
//! (RFC 9110, 12.5.4). The only place where either is read.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Query, Request};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use kyso_words::Lang;
use serde::Deserialize;

use super::quality_values;

/// The language that a request asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Language(pub(super) Lang);

impl<S: Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(of(&parts.uri, &parts.headers)))
    }
}

/// The language that a request asks for.
pub(super) fn of_request(request: &Request) -> Lang {
    of(request.uri(), request.headers())
}

fn of(uri: &Uri, headers: &HeaderMap) -> Lang {
    let query = Query::<Asked>::try_from_uri(uri);
    let asked = query.ok().and_then(|Query(asked)| asked.lang);
    match asked.as_deref() {
        Some("en") => Lang::En,
        Some("vi") => Lang::Vi,
        _ => of_headers(headers),
    }
}

/// What a query says of the language; any other value says nothing.
#[derive(Debug, Deserialize)]
struct Asked {
    lang: Option<String>,
}

/// The language with the greatest weight of the two; Vietnamese when neither is asked for.
fn of_headers(headers: &HeaderMap) -> Lang {
    match weight(headers, "en") > weight(headers, "vi") {
        true => Lang::En,
        false => Lang::Vi,
    }
}

/// The greatest weight given to a language or a variety of it; where neither is named, that of `*` (RFC 4647, 3.3.1).
fn weight(headers: &HeaderMap, language: &str) -> f32 {
    let greatest = |language: &str| {
        let ranges = quality_values::ranges(headers, &ACCEPT_LANGUAGE);
        let weights = ranges.filter_map(|(tag, weight)| {
            let primary = tag.split('-').next()?;
            primary.eq_ignore_ascii_case(language).then_some(weight)
        });
        weights.reduce(f32::max)
    };
    let weight = greatest(language).or_else(|| greatest("*"));
    weight.unwrap_or(0.0)
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
            ("*", Lang::Vi),
            ("en;q=0.3, *;q=0.8", Lang::Vi),
            ("vi;q=0.3, *;q=0.8", Lang::En),
            ("vi;q=0, *;q=0.1", Lang::En),
            ("en, *;q=0.8", Lang::En),
            ("en;q=0", Lang::Vi),
            (";;;,=", Lang::Vi),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_LANGUAGE, value.parse().unwrap())]);
            assert_eq!(of_headers(&headers), expected, "{value}");
        }
        assert_eq!(of_headers(&HeaderMap::new()), Lang::Vi);
    }

    #[test]
    fn the_query_counts_before_the_header() {
        let english = HeaderMap::from_iter([(ACCEPT_LANGUAGE, "en".parse().unwrap())]);
        for (uri, expected) in [
            ("/", Lang::En),
            ("/?lang=vi", Lang::Vi),
            ("/?name=a.pdf&lang=%76i", Lang::Vi),
            ("/?lang=fr", Lang::En),
            ("/?language=vi", Lang::En),
            ("/?lang=vi&lang=en", Lang::En),
        ] {
            assert_eq!(of(&uri.parse().unwrap(), &english), expected, "{uri}");
        }
    }
}

//! Ranges with weights in the Accept headers (RFC 9110, 12.4.2 and 12.5).

use axum::http::HeaderMap;
use axum::http::header::HeaderName;

/// Each range of a header with its weight, from all its lines: they mean the same as one (RFC 9110, 5.3).
pub(super) fn ranges<'h>(
    headers: &'h HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = (&'h str, f32)> {
    let lines = headers.get_all(name).into_iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|element| {
        let mut parts = element.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        (range, parts.find_map(weight).unwrap_or(1.0))
    })
}

/// The weight that a parameter states; one that is no number from 0 to 1 states none.
fn weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight = value.trim().parse().ok();
    let weight = weight.filter(|weight| (0.0..=1.0).contains(weight));
    weight.filter(|_| name.trim().eq_ignore_ascii_case("q"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::header::ACCEPT;

    use super::*;

    #[test]
    fn lines_are_one_list_and_weights_are_numbers_from_0_to_1() {
        let lines = [
            "a/b ; Q = 0.1,c/d;level=1;q=0.5",
            "e/f;q=nan, g/h;q=2, i/j;q=-1",
            "k/l;q=0, m/n;quality=0.3",
        ];
        let headers = lines.map(|line| (ACCEPT, line.parse().unwrap()));
        let mut accept = HeaderMap::new();
        for (name, value) in headers {
            accept.append(name, value);
        }
        let expected = [
            ("a/b", 0.1),
            ("c/d", 0.5),
            ("e/f", 1.0),
            ("g/h", 1.0),
            ("i/j", 1.0),
            ("k/l", 0.0),
            ("m/n", 1.0),
        ];
        assert_eq!(ranges(&accept, &ACCEPT).collect::<Vec<_>>(), expected);
    }
}

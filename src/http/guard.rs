//! Who may ask: programs on this machine and the service's own page, nobody else's page.

use std::net::{Ipv4Addr, Ipv6Addr};

use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Authority;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// Refuses foreign hosts (DNS rebinding) and, for requests that do something, foreign origins.
pub(super) async fn only_this_machine(request: Request, next: Next) -> Response {
    match check(&request) {
        Ok(()) => next.run(request).await,
        Err(problem) => {
            tracing::warn!(host = ?request.headers().get(HOST), origin = ?request.headers().get(ORIGIN), "refused");
            problem.into_response()
        }
    }
}

/// Puts on every answer what keeps browsers from using it in other ways; an answer with a policy of its own keeps it.
pub(super) async fn with_security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in SECURITY_HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

fn check(request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    let host = text(headers, &HOST).or_else(|| request.uri().authority().map(Authority::as_str));
    let host = host
        .filter(|host| is_loopback(host))
        .ok_or(Problem::ForeignHost)?;
    if request.method().is_safe() {
        return Ok(());
    }
    let same_origin = match headers.get(ORIGIN) {
        None => true,
        Some(_) => text(headers, &ORIGIN)
            .is_some_and(|origin| origin.eq_ignore_ascii_case(&format!("http://{host}"))),
    };
    let same_site =
        text(headers, &FETCH_SITE).is_none_or(|site| matches!(site, "same-origin" | "none"));
    match same_origin && same_site {
        true => Ok(()),
        false => Err(Problem::ForeignOrigin),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority.host();
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
        || name
            .trim_matches(['[', ']'])
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback())
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// No script, style or picture from elsewhere or inline; no frames; nothing kept in caches.
const SECURITY_HEADERS: [(HeaderName, &str); 6] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_this_machine() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.9.9.9:1",
            "[::1]:8080",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "kyso.example",
            "127.0.0.1.example",
            "localhost.example:80",
            "10.0.0.1",
            "[::2]",
            "0.0.0.0",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}

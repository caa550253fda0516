//! Who may ask: programs on this machine and the service's own page, but no page of another site.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use axum::extract::Request;
use axum::http::Version;
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
    if request.method().is_safe() && names_no_host(request) {
        return Ok(());
    }
    let host = host(request).ok_or(Problem::ForeignHost)?;
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

/// Whether it is a question of HTTP/1.0, which need not name a host: probes ask so, browsers never do.
fn names_no_host(request: &Request) -> bool {
    request.version() == Version::HTTP_10
        && !request.headers().contains_key(HOST)
        && request.uri().authority().is_none()
}

/// The host that the request names, when it is this machine however it is read: one Host header (RFC 9112, 3.2), and the
/// target where it is written in full says the same.
fn host(request: &Request) -> Option<&str> {
    let mut lines = request.headers().get_all(HOST).iter();
    let (named, more) = (lines.next(), lines.next());
    let named = named.map(|line| line.to_str().unwrap_or_default());
    let target = request.uri().authority().map(Authority::as_str);
    let is_ours = more.is_none() && [named, target].into_iter().flatten().all(is_loopback);
    named.or(target).filter(|_| is_ours)
}

/// Whether this is `uri-host [":" port]` (RFC 9110, 7.2) of a loopback address, and nothing else:
/// no user, no brackets except around an IPv6 address, nothing behind the host except a port.
fn is_loopback(host: &str) -> bool {
    let (is_ours, port) = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) => (is_loopback_address::<Ipv6Addr>(address), port),
            None => return false,
        },
        None => {
            let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
            let is_name = name.eq_ignore_ascii_case("localhost");
            (is_name || is_loopback_address::<Ipv4Addr>(name), port)
        }
    };
    is_ours && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

fn is_loopback_address<A: FromStr + Into<IpAddr>>(text: &str) -> bool {
    let address: Option<A> = text.parse().ok();
    address.is_some_and(|address| address.into().is_loopback())
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
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
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn hosts_of_this_machine() {
        for host in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1",
            "127.9.9.9:1",
            "[::1]",
            "[::1]:8080",
            "[0:0:0:0:0:0:0:1]:65535",
        ] {
            assert!(is_loopback(host), "{host}");
        }
    }

    #[test]
    fn hosts_of_other_machines_however_they_are_written() {
        for host in [
            "",
            ":80",
            "kyso.example",
            "127.0.0.1.example",
            "localhost.example:80",
            "10.0.0.1",
            "[::2]",
            "0.0.0.0",
            // A user in front, or what looks like one.
            "evil.com@localhost",
            "evil.com:80@localhost",
            "evil.com:80@localhost:8080",
            "localhost@evil.com",
            "localhost:80@evil.com",
            "@localhost",
            // Something behind.
            "[::1].evil.com",
            "[::1]evil.com:80",
            "[::1]]",
            "[::1]:80]",
            "[::1]:",
            "[::1]:80:80",
            "localhost:",
            "localhost:80:80",
            "localhost:80.evil.com",
            "localhost:+80",
            "localhost:65536",
            "localhost/",
            "localhost/evil.com",
            "localhost?",
            "localhost#evil.com",
            "localhost\\evil.com",
            "localhost evil.com",
            "localhost,evil.com",
            "localhost.",
            // Brackets and addresses that are none.
            "[localhost]",
            "[127.0.0.1]",
            "[::1",
            "::1",
            "::1]",
            "[[::1]]",
            "[::1%25lo]",
            "[::ffff:127.0.0.1]",
            "127.1",
            "2130706433",
            "0177.0.0.1",
            "0x7f.0.0.1",
            "127.0.0.1.",
            " 127.0.0.1",
            "localhost\u{130}",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn header_and_target_name_the_same_machine() {
        let asked = |target: &str, hosts: &[&str]| {
            let mut request = Request::builder().uri(target);
            for host in hosts {
                request = request.header(HOST, *host);
            }
            let request = request.body(axum::body::Body::empty()).unwrap();
            host(&request).is_some()
        };
        for (target, hosts, is_ours) in [
            ("/", &["localhost"][..], true),
            ("http://localhost/", &["localhost"], true),
            ("http://localhost/", &[], true),
            ("/", &[], false),
            ("/", &["localhost", "evil.com"], false),
            ("/", &["evil.com", "localhost"], false),
            ("http://evil.com/", &["localhost"], false),
            ("http://evil.com:80@localhost/", &["localhost"], false),
            ("http://localhost/", &["evil.com"], false),
        ] {
            assert_eq!(asked(target, hosts), is_ours, "{target} {hosts:?}");
        }
    }
}

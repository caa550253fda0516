//! Single values of the configuration that are refused where they stand, with the line.

use std::net::IpAddr;

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};

use crate::time;

/// A number between two bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Within<const MIN: u64, const MAX: u64>(pub(crate) u64);

impl<'de, const MIN: u64, const MAX: u64> Deserialize<'de> for Within<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        match (MIN..=MAX).contains(&number) {
            true => Ok(Self(number)),
            false => Err(D::Error::custom(format!(
                "{number} is not between {MIN} and {MAX}"
            ))),
        }
    }
}

/// An `http` or `https` URL with a host and without a login, which belongs into a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HttpUrl(pub(crate) String);

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).map_err(D::Error::custom)
    }
}

impl HttpUrl {
    /// Reads a URL; says in English why it is none.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        match host_of(text) {
            Some(host) if !host.contains('@') => Ok(Self(text.to_owned())),
            Some(_) => Err(
                "a URL holds no user and password here; name them with user and password_file"
                    .to_owned(),
            ),
            None => Err(format!(
                "{text:?} is no URL that begins with http:// or https:// and has a host"
            )),
        }
    }
}

/// What stands between the scheme and the path.
fn host_of(url: &str) -> Option<&str> {
    let lower = url.get(..8)?.to_ascii_lowercase();
    let rest = match lower.starts_with("https://") {
        true => url.get(8..),
        false if lower.starts_with("http://") => url.get(7..),
        false => None,
    }?;
    let plain = |letter: char| letter.is_ascii_graphic();
    let host = rest.split(['/', '?', '#']).next()?;
    (rest.chars().all(plain) && !host.is_empty()).then_some(host)
}

/// A network such as 10.0.0.0/8, or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    /// An address in it.
    pub(crate) address: IpAddr,
    /// Leading bits that all its addresses share.
    pub(crate) prefix: u8,
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no network such as 10.0.0.0/8 or 192.168.1.20"
            ))
        })
    }
}

impl Network {
    fn read(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/').unwrap_or((text, ""));
        let address: IpAddr = address.parse().ok()?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            "" if !text.contains('/') => bits,
            digits => digits.parse().ok().filter(|prefix| *prefix <= bits)?,
        };
        Some(Self { address, prefix })
    }
}

/// A time with its offset, or a date of Vietnam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Timestamp);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        time::parse(&text).map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_and_odd_urls_are_not() {
        assert_eq!(host_of("http://tsa.gov.vn/tsa"), Some("tsa.gov.vn"));
        assert_eq!(host_of("HTTPS://[::1]:8080?a"), Some("[::1]:8080"));
        for odd in [
            "",
            "http://",
            "http:///a",
            "ftp://a.b",
            "http://a b/",
            "tsa.gov.vn",
            "https://é",
        ] {
            assert_eq!(host_of(odd), None, "{odd}");
        }
    }

    #[test]
    fn networks_have_a_length_that_fits() {
        let prefix = |text| Network::read(text).map(|network| network.prefix);
        assert_eq!(prefix("10.0.0.0/8"), Some(8));
        assert_eq!(prefix("127.0.0.1"), Some(32));
        assert_eq!(prefix("fd00::/8"), Some(8));
        for odd in [
            "10.0.0.0/33",
            "10.0.0/8",
            "a",
            "10.0.0.0/",
            "::1/129",
            "10.0.0.0/-1",
        ] {
            assert_eq!(prefix(odd), None, "{odd}");
        }
    }
}

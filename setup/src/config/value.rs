//! Single values of the configuration, each checked when it is read, so that an error names its line.

use std::net::IpAddr;

use jiff::Timestamp;
use kyso_words::Localized;
use serde::de::{Deserialize, Deserializer};

use crate::fault::fault;
use crate::time::parse_time;

/// A number between two bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Within<const MIN: u64, const MAX: u64>(pub(crate) u64);

impl<'de, const MIN: u64, const MAX: u64> Deserialize<'de> for Within<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        match (MIN..=MAX).contains(&number) {
            true => Ok(Self(number)),
            false => Err(fault(
                &format!("{number} is not between {MIN} and {MAX}"),
                &format!("{number} không nằm trong khoảng từ {MIN} đến {MAX}"),
            )),
        }
    }
}

/// An `http` or `https` URL with a host and without a login, which belongs into a file of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl(pub(crate) String);

impl<'de> Deserialize<'de> for HttpUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).map_err(|reason| fault(&reason.to_string(), &reason.vietnamese()))
    }
}

/// Why a text is no URL here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlFault {
    /// It holds a login, which belongs into a file.
    #[error("a URL holds no user and password here; name them with user and password_file")]
    Login,
    /// It does not begin with `http://` or `https://`, or has no host.
    #[error("{text:?} is no URL that begins with http:// or https:// and has a host")]
    NoUrl {
        /// What was written.
        text: String,
    },
}

impl Localized for UrlFault {
    fn vietnamese(&self) -> String {
        match self {
            Self::Login => {
                "URL không được chứa tên người dùng và mật khẩu; hãy ghi bằng user và password_file"
                    .to_owned()
            }
            Self::NoUrl { text } => {
                format!(
                    "{text:?} không phải URL bắt đầu bằng http:// hoặc https:// và có tên máy chủ"
                )
            }
        }
    }
}

impl HttpUrl {
    /// Reads a URL.
    ///
    /// # Errors
    /// [`UrlFault`].
    pub fn read(text: &str) -> Result<Self, UrlFault> {
        match host_of(text) {
            Some(host) if !host.contains('@') => Ok(Self(text.to_owned())),
            Some(_) => Err(UrlFault::Login),
            None => Err(UrlFault::NoUrl {
                text: text.to_owned(),
            }),
        }
    }
}

/// The name or address of a host, without scheme, port and path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostName(pub(crate) String);

impl<'de> Deserialize<'de> for HostName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let is_address = text.parse::<IpAddr>().is_ok();
        match is_address || (!text.is_empty() && text.chars().all(is_name)) {
            true => Ok(Self(text)),
            false => Err(fault(
                &format!("{text:?} is no host such as crl.example.vn or 10.0.0.5"),
                &format!("{text:?} không phải tên máy chủ như crl.example.vn hay 10.0.0.5"),
            )),
        }
    }
}

/// A text of at least one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name(pub(crate) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim().is_empty() {
            false => Ok(Self(text)),
            true => Err(fault("a name is needed here", "phải ghi một tên ở đây")),
        }
    }
}

/// A list that is not empty.
pub(super) fn not_empty<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list = Vec::deserialize(deserializer)?;
    match list.is_empty() {
        false => Ok(list),
        true => Err(fault(
            "an empty list; leave it out for what is usual",
            "danh sách trống; hãy bỏ mục này để dùng giá trị thông thường",
        )),
    }
}

/// The part between the scheme and the path.
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
            fault(
                &format!("{text:?} is no network such as 10.0.0.0/8 or 192.168.1.20"),
                &format!("{text:?} không phải mạng như 10.0.0.0/8 hay 192.168.1.20"),
            )
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
        parse_time(&text).map(Self).map_err(|reason| {
            fault(
                &reason,
                "hãy ghi như 2026-11-20T14:03:07+07:00 hoặc 2026-11-20",
            )
        })
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

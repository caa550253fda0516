//! URLs of operators, and URLs for people.

use std::net::Ipv6Addr;

use url::Url;

use crate::error::{OnlineError, Setting};

/// A URL of the operator: `http` or `https` with a host, and without user and password.
pub(crate) fn configured_url(setting: Setting, text: &str) -> Result<Url, OnlineError> {
    let url = Url::parse(text).ok();
    let usable = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let Some(url) = usable else {
        let url = shown_url(text);
        return Err(OnlineError::Url { setting, url });
    };
    if !url.username().is_empty() || url.password().is_some() {
        let url = shown_url(text);
        return Err(OnlineError::Credentials { setting, url });
    }
    Ok(url)
}

/// A URL for people: without user and password, without control characters, of limited length.
pub(crate) fn shown_url(text: &str) -> String {
    let mut shown = match Url::parse(text) {
        Ok(mut url) => {
            // Fails only for URLs that have no host, and so no user.
            let _ = url.set_username("");
            let _ = url.set_password(None);
            url.to_string()
        }
        Err(_) => match text.rsplit_once('@') {
            Some((_, rest)) => rest.to_owned(),
            None => text.to_owned(),
        },
    };
    shown.retain(|letter| !letter.is_control());
    match shown.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", shown.get(..end).unwrap_or_default()),
        None => shown,
    }
}

/// Host as URLs write it, in lower case and with brackets around IPv6 addresses.
pub(crate) fn host_of(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

/// A host as [`host_of`] gives it, however an operator writes it.
pub(crate) fn normalised(host: &str) -> String {
    let bare = match host.parse::<Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => host.to_owned(),
    };
    match Url::parse(&format!("http://{bare}/")) {
        Ok(url) => host_of(&url).to_owned(),
        Err(_) => host.to_lowercase(),
    }
}

const MAX_SHOWN: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_holds_no_password() {
        assert_eq!(shown_url("http://u:secret@h/p"), "http://h/p");
        assert_eq!(shown_url("ht!tp://u:secret@h/p"), "h/p");
        assert!(shown_url(&format!("http://h/{}", "x".repeat(5000))).len() < 400);
        assert!(matches!(
            configured_url(Setting::TimestampAuthority, "http://u:secret@h/p"),
            Err(OnlineError::Credentials { .. })
        ));
    }
}

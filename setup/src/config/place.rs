//! Where in the text of a configuration a contradiction is: values that are sound each by itself
//! have no place of their own; and which key a line has that is no TOML.

use super::ConfigError;

/// The line, from 1, of the value that a contradiction is about.
pub(super) fn of(error: &ConfigError, text: &str) -> usize {
    let of_id = |id: &str| lines(text, "id", Some(id)).last();
    let of_url = |url: &str| lines(text, "url", Some(url)).next();
    let of_key = |key: &str| lines(text, key, None).next();
    let line = match error {
        ConfigError::KeySource { id }
        | ConfigError::KeyUri { id, .. }
        | ConfigError::RepeatedKey { id } => of_id(id),
        ConfigError::Rewrite { to } => lines(text, "to", Some(to)).next(),
        ConfigError::ProxyLogin => of_key("proxy_user").or_else(|| of_key("proxy_password_file")),
        ConfigError::ConnectTimeout => {
            of_key("connect_timeout_seconds").or_else(|| of_key("timeout_seconds"))
        }
        ConfigError::NoTsa => of_key("signing_level"),
        ConfigError::NoDirectory => of_key("directory_policy"),
        ConfigError::TsaLogin { url } | ConfigError::TsaCertificate { url } => of_url(url),
        ConfigError::Unreadable { .. }
        | ConfigError::NoToml { .. }
        | ConfigError::Value { .. }
        | ConfigError::Contradiction { .. } => None,
    };
    line.unwrap_or(1)
}

/// The key that a line, from 1, gives a value.
pub(super) fn key_of(line: usize, text: &str) -> Option<&str> {
    let line = text.lines().nth(line.checked_sub(1)?)?;
    let key = line.split_once('=')?.0.trim();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    (!key.is_empty() && key.chars().all(is_plain)).then_some(key)
}

/// The lines that give `key` a value, that which is named if one is.
fn lines(text: &str, key: &str, value: Option<&str>) -> impl Iterator<Item = usize> {
    (1..).zip(text.lines()).filter_map(move |(number, line)| {
        let (name, given) = line.split_once('=')?;
        let is_named = value.is_none_or(|value| given.contains(value));
        (name.trim() == key && is_named).then_some(number)
    })
}

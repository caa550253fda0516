//! From the configuration to the timestamp authorities.

use std::fs;
use std::time::Duration;

use kyso_online::{ClientIdentity, Clock, RateLimit, TimestampAuthorities, TsaSettings};

use super::{ServersError, login, number, proxy, tls_roots};
use crate::config::{Config, TsaConfig};
use crate::keys::{KeyFailure, read_password};

/// The authorities of a configuration; `None` when it names none. None of them is asked yet.
///
/// # Errors
/// [`ServersError`] when a file that is named, or an address, cannot be used.
pub fn timestamp_authorities(
    config: &Config,
) -> Result<Option<TimestampAuthorities>, ServersError> {
    if config.tsa.is_empty() {
        return Ok(None);
    }
    let settings = config.tsa.iter().map(|tsa| settings(tsa, config));
    let settings = settings.collect::<Result<Vec<_>, _>>()?;
    Ok(Some(TimestampAuthorities::new(
        &settings,
        &Clock::system(),
    )?))
}

/// Each authority on its own, with its address, to look at one after the other.
///
/// # Errors
/// As [`timestamp_authorities`].
pub fn each_timestamp_authority(
    config: &Config,
) -> Result<Vec<(String, TimestampAuthorities)>, ServersError> {
    let alone = config.tsa.iter().map(|tsa| {
        let settings = TsaSettings {
            tries: 1,
            ..settings(tsa, config)?
        };
        let authority = TimestampAuthorities::new(&[settings], &Clock::system())?;
        Ok((tsa.url.0.clone(), authority))
    });
    alone.collect()
}

fn settings(tsa: &TsaConfig, config: &Config) -> Result<TsaSettings, ServersError> {
    let connect_timeout = config.online.connect_timeout();
    Ok(TsaSettings {
        policy: tsa.policy.map(|policy| policy.0),
        timeout: Duration::from_secs(tsa.timeout_seconds.0),
        connect_timeout,
        tries: u32::try_from(tsa.tries.0).unwrap_or(u32::MAX),
        parallel: number(tsa.parallel.0),
        rate: tsa.requests.map(|requests| RateLimit {
            requests: number(requests.0),
            window: Duration::from_secs(tsa.window_minutes.0 * 60),
        }),
        login: match (&tsa.user, &tsa.password_file) {
            (Some(user), Some(file)) => Some(login(user, read_password(file)?)),
            _ => None,
        },
        identity: identity(tsa)?,
        proxy: proxy(&config.online)?,
        tls_roots: tls_roots(&config.online)?,
        ..TsaSettings::new(&tsa.url.0)
    })
}

fn identity(tsa: &TsaConfig) -> Result<Option<ClientIdentity>, ServersError> {
    let (Some(path), Some(pin)) = (&tsa.client_certificate, &tsa.pin_file) else {
        return Ok(None);
    };
    let pkcs12 = fs::read(path).map_err(|source| KeyFailure::Unreadable {
        path: path.clone(),
        source,
    })?;
    Ok(Some(ClientIdentity {
        pkcs12,
        password: read_password(pin)?,
    }))
}

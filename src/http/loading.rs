//! From arguments and configuration to a service that is ready.

use kyso_verifier::Lang;

use super::keyring::HeldKey;
use super::state::Service;
use crate::cli::{Failure, Serve};
use crate::config::{Config, ConfigError};
use crate::{trust, words};

/// The configuration in force: the file, then what the command line says.
pub(super) fn config(request: &Serve) -> Result<Config, Failure> {
    let config = match &request.config {
        Some(path) => Config::load(path).map_err(|error| failure(&error))?,
        None => Config::default(),
    };
    let named = request.trust.dir.clone().or(config.trust);
    Ok(Config {
        listen: request.listen.unwrap_or(config.listen),
        trust: trust::folder(named.as_deref()),
        ..config
    })
}

/// Loads the trust folder and opens the keys. A token that is not there yet is opened when it is first asked for.
pub(super) fn service(config: Config) -> Result<Service, Failure> {
    let trust = trust::load(config.trust.as_deref())?;
    let mut keys = Vec::with_capacity(config.keys.len());
    for key in &config.keys {
        let held = HeldKey::new(key).map_err(|error| failure(&error))?;
        if let Err(error) = held.open() {
            tracing::warn!(
                key = held.id(),
                "key not available: {}",
                words::key(&error, Lang::En)
            );
        }
        keys.push(held);
    }
    Ok(Service::new(config, trust, keys))
}

fn failure(error: &ConfigError) -> Failure {
    Failure::usage(
        format!("Cấu hình không dùng được: {error}"),
        format!("configuration: {error}"),
    )
}

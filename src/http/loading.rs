//! From arguments and configuration to a service that is ready.

use kyso_verifier::Lang;

use super::keyring::HeldKey;
use super::state::Service;
use crate::cli::{Failure, Serve};
use crate::config::{Config, ConfigError};
use crate::words;

/// The configuration in force: the file, then what the command line says.
pub(super) fn config(request: &Serve) -> Result<Config, Failure> {
    let config = match &request.config {
        Some(path) => Config::load(path).map_err(|error| failure(&error))?,
        None => Config::default(),
    };
    let listen = request.listen.unwrap_or(config.listen);
    Ok(match &request.trust.dir {
        Some(_) => Config {
            listen,
            trust: request.trust.dir.clone(),
            trust_class: request.trust.trust_class,
            ..config
        },
        None => Config { listen, ..config },
    })
}

/// Loads the trust folder and opens the keys. A token that is not there yet is opened when it is first asked for.
pub(super) fn service(config: Config) -> Result<Service, Failure> {
    let trust = config.trust_source().load()?;
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

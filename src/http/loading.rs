//! From arguments and configuration to a service that is ready.

use kyso_setup::Config;
use kyso_words::{Lang, Localized};

use super::keyring::HeldKey;
use super::state::Service;
use super::trusted::ReloadingTrust;
use crate::cli::{Failure, Serve};

/// The configuration in force: the file, then what the command line says.
pub(super) fn config(request: &Serve) -> Result<Config, Failure> {
    let mut config = request.settings.load(&request.trust)?;
    config.listen = request.listen.unwrap_or(config.listen);
    config.online.enabled &= !request.offline;
    Ok(config)
}

/// Loads the trust folder and opens the keys. A token that is not there yet is opened when it is first asked for.
pub(super) fn service(config: Config) -> Result<Service, Failure> {
    let trust = ReloadingTrust::load(config.trust_source())?;
    let mut keys = Vec::with_capacity(config.keys.len());
    for key in &config.keys {
        let held = HeldKey::new(key)?;
        if let Err(error) = held.open() {
            tracing::warn!(
                key = held.id(),
                "key not available: {}",
                error.text(Lang::En)
            );
        }
        keys.push(held);
    }
    Ok(Service::new(config, trust, keys)?)
}

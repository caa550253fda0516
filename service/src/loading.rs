//! From a configuration to a service that is ready.

use kyso_setup::Config;
use kyso_words::{Lang, Localized};

use super::error::ServeError;
use super::keyring::HeldKey;
use super::state::Service;
use super::trust_reload::ReloadingTrust;

/// Loads the trust folder and the directory, and opens the keys. A token that is not there yet is opened when it is first asked for.
pub(super) fn service(config: Config) -> Result<Service, ServeError> {
    let trust = ReloadingTrust::load(config.trust_source())?;
    let directory = config.open_directory()?;
    let mut keys = Vec::with_capacity(config.keys.len());
    for key in &config.keys {
        let held = HeldKey::new(key)?;
        if let Err(error) = held.log_in() {
            tracing::warn!(
                key = held.id(),
                "key not available: {}",
                error.text(Lang::En)
            );
        }
        keys.push(held);
    }
    Ok(Service::new(config, trust, directory, keys)?)
}

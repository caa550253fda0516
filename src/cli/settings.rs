//! From arguments to the configuration in force.

use super::Failure;
use super::arguments::{Settings, TrustFolder};
use crate::config::{Config, ConfigError};
use crate::online::ServersError;
use crate::trust::TrustSource;
use kyso_words::Localized;

impl Settings {
    /// The configuration file, then what the command line says.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub(crate) fn load(&self, trust: &TrustFolder) -> Result<Config, Failure> {
        let mut config = match &self.config {
            Some(path) => Config::load(path)?,
            None => Config::default(),
        };
        if let Some(dir) = &trust.dir {
            config.trust = Some(dir.clone());
            config.trust_class = trust.trust_class;
        }
        if let Some(cache) = &self.cache {
            config.online.cache = Some(cache.clone());
        }
        Ok(config)
    }
}

impl TrustFolder {
    /// What was named, else this user's own.
    pub(crate) fn source(&self) -> TrustSource {
        TrustSource::named(self.dir.clone(), self.trust_class)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(
            format!("Cấu hình không dùng được: {}", error.vietnamese()),
            format!("configuration: {error}"),
        )
    }
}

impl From<ServersError> for Failure {
    fn from(error: ServersError) -> Self {
        Self::usage(
            format!("Cấu hình máy chủ không dùng được: {}", error.vietnamese()),
            format!("configuration of servers: {error}"),
        )
    }
}

//! The keys that the service holds.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use kyso_signer::SigningKey;

use crate::config::{ConfigError, KeyConfig, KeyRole};
use crate::keys::{KeyFailure, KeySource, open, read_secret};

/// One key of the configuration, opened when it is first needed.
pub(crate) struct HeldKey {
    id: String,
    source: KeySource,
    pin_file: PathBuf,
    role: Option<KeyRole>,
    opened: Mutex<Option<Arc<dyn SigningKey>>>,
}

impl HeldKey {
    /// A key that is not open yet.
    pub(super) fn new(config: &KeyConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            id: config.id.clone(),
            source: config.source()?,
            pin_file: config.pin_file.clone(),
            role: config.role,
            opened: Mutex::new(None),
        })
    }

    /// The name in requests.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Whose key the configuration says it is.
    pub(super) fn role(&self) -> Option<KeyRole> {
        self.role
    }

    /// Whether it is a test key (M6).
    pub(super) fn is_test_key(&self) -> bool {
        self.source.is_test_key()
    }

    /// The open key. Others who ask meanwhile wait: a token takes one login.
    pub(super) fn open(&self) -> Result<Arc<dyn SigningKey>, KeyFailure> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = &*opened {
            return Ok(key.clone());
        }
        let secret = read_secret(&self.pin_file, &self.source)?;
        let key: Arc<dyn SigningKey> = Arc::from(open(&self.source, secret)?);
        *opened = Some(key.clone());
        Ok(key)
    }

    /// The key, if it is open.
    pub(super) fn opened(&self) -> Option<Arc<dyn SigningKey>> {
        self.opened
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

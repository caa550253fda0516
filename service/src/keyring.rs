//! The keys that the service holds.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use kyso_setup::{ConfigError, KeyConfig, KeyFailure, KeyRole, KeySource, open_key, read_secret};
use kyso_signer::SigningKey;

use super::work_queue::WorkSlot;

/// One key of the configuration, opened when it is first needed.
pub(crate) struct HeldKey {
    id: String,
    source: KeySource,
    pin_file: PathBuf,
    role: Option<KeyRole>,
    opened: OnceLock<Arc<dyn SigningKey>>,
    /// Held while the key is being opened, which takes a token seconds. A caller that only asks
    /// whether it is open never waits for it.
    opening: Mutex<()>,
}

impl HeldKey {
    /// A key that is not open yet.
    pub(super) fn new(config: &KeyConfig) -> Result<Self, ConfigError> {
        Ok(Self {
            id: config.id().to_owned(),
            source: config.source()?,
            pin_file: config.pin_file.clone(),
            role: config.role,
            opened: OnceLock::new(),
            opening: Mutex::new(()),
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

    /// The open key, for the work that has `slot`. A caller that opens it, or waits for that,
    /// leaves the slot to other work meanwhile. A file costs one processor beside the slots, once:
    /// the lock lets one caller open it.
    pub(super) fn open(&self, slot: &WorkSlot) -> Result<Arc<dyn SigningKey>, KeyFailure> {
        match self.opened() {
            Some(key) => Ok(key),
            // The lock is taken and given back while the slot is yielded: who comes back for a slot holds nothing.
            None => slot.yield_slot(|| self.log_in()),
        }
    }

    /// Opens the key. Others who ask meanwhile wait: a token takes one login.
    pub(super) fn log_in(&self) -> Result<Arc<dyn SigningKey>, KeyFailure> {
        let _opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = self.opened() {
            return Ok(key);
        }
        let secret = read_secret(&self.pin_file, &self.source)?;
        let key: Arc<dyn SigningKey> = Arc::from(open_key(&self.source, secret)?);
        Ok(self.opened.get_or_init(|| key).clone())
    }

    /// The key, if it is open. Waits for nothing.
    pub(super) fn opened(&self) -> Option<Arc<dyn SigningKey>> {
        self.opened.get().cloned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    use crate::work_queue::WorkQueue;

    /// A key that cannot be opened.
    fn closed() -> Arc<HeldKey> {
        Arc::new(HeldKey {
            id: "agency".to_owned(),
            source: KeySource::Pkcs12("missing.p12".into()),
            pin_file: "missing.pin".into(),
            role: None,
            opened: OnceLock::new(),
            opening: Mutex::new(()),
        })
    }

    /// One slot, and a login that ends only when other work has had it.
    #[tokio::test]
    #[allow(clippy::await_holding_lock, reason = "the test plays the login")]
    async fn who_waits_for_a_login_lets_other_work_run() {
        let (queue, key) = (WorkQueue::of_one_slot(), closed());
        let (asked, login) = (Arc::clone(&key), key.opening.lock().unwrap());
        let signing = queue.admit().unwrap();
        let signing = tokio::spawn(signing.run(move |slot| asked.open(slot).is_err()));
        let other = async {
            loop {
                match queue.admit() {
                    Ok(place) => break place.run(|_| 7).await.unwrap(),
                    Err(_) => tokio::task::yield_now().await,
                }
            }
        };
        let limit = Duration::from_secs(30);
        assert_eq!(tokio::time::timeout(limit, other).await, Ok(7));
        drop(login);
        assert!(signing.await.unwrap().unwrap());
    }

    #[test]
    fn nobody_waits_for_a_login_to_see_which_keys_are_open() {
        let key = closed();
        let _login = key.opening.lock().unwrap();
        let (tell, told) = mpsc::channel();
        let asked = Arc::clone(&key);
        thread::spawn(move || tell.send(asked.opened().is_some()));
        assert_eq!(told.recv_timeout(Duration::from_secs(30)), Ok(false));
    }
}

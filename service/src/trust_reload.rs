//! The trust material of the service, replaced as a whole when the trust folder changes.
//!
//! A folder that cannot be loaded changes nothing: the service keeps the old material, says so in
//! its log, in `/readyz` and in `/metrics`, and tries again when the folder changes once more.

use std::fs;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use kyso_pki::{TrustError, TrustStore};
use kyso_setup::{Inventory, TrustSource};
use tokio::task;

/// A loaded trust store, and what is said about it.
pub(crate) struct Trusted {
    /// Anchors, intermediates, lists.
    pub(crate) store: TrustStore,
    /// What it holds.
    pub(crate) inventory: Inventory,
    /// When it was loaded.
    pub(crate) loaded_at: Timestamp,
}

/// The trust store in use.
pub(crate) struct ReloadingTrust {
    source: TrustSource,
    current: RwLock<Arc<Trusted>>,
    state: Mutex<State>,
}

/// What was seen of the folder.
struct State {
    stamp: Stamp,
    usable: bool,
}

/// Sizes and times of the files of a folder: whatever replaces one of them changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Stamp(Vec<(PathBuf, u64, Option<SystemTime>)>);

impl Trusted {
    fn load(source: &TrustSource) -> Result<Self, TrustError> {
        let store = source.load()?;
        Ok(Self {
            inventory: Inventory::of(&store),
            loaded_at: Timestamp::now(),
            store,
        })
    }
}

impl ReloadingTrust {
    /// Loads for the first time; a service does not start with a broken folder.
    pub(super) fn load(source: TrustSource) -> Result<Self, TrustError> {
        // The stamp comes first: what changes while the folder is read is noticed later.
        let stamp = Stamp::of(&source);
        let trusted = Trusted::load(&source)?;
        Ok(Self {
            source,
            current: RwLock::new(Arc::new(trusted)),
            state: Mutex::new(State {
                stamp,
                usable: true,
            }),
        })
    }

    /// What is trusted now. A request that holds it keeps the same store to its end.
    pub(crate) fn current(&self) -> Arc<Trusted> {
        let current = self.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the folder, as it is now, is what is in use.
    pub(crate) fn is_current(&self) -> bool {
        self.state().usable
    }

    /// Loads the folder again if it changed.
    fn reload_if_changed(&self) {
        let stamp = Stamp::of(&self.source);
        if self.state().stamp != stamp {
            self.reload(stamp);
        }
    }

    /// Loads the folder again.
    fn reload_now(&self) {
        self.reload(Stamp::of(&self.source));
    }

    fn reload(&self, stamp: Stamp) {
        let loaded = Trusted::load(&self.source);
        let usable = match loaded {
            Ok(trusted) => {
                let anchors = trusted.store.anchors().len();
                drop(self.exchange(Arc::new(trusted)));
                tracing::info!(anchors, "trust folder loaded again");
                true
            }
            Err(error) => {
                tracing::error!("trust folder not usable, the one before stays: {error}");
                false
            }
        };
        *self.state() = State { stamp, usable };
    }

    /// Puts a store into use and gives back the one before: to drop a large one takes time, in which no request must wait.
    fn exchange(&self, trusted: Arc<Trusted>) -> Arc<Trusted> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        mem::replace(&mut *current, trusted)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stamp {
    fn of(source: &TrustSource) -> Self {
        let mut stamp = Self::default();
        if let Some(path) = &source.path {
            stamp.add(path, LEVELS);
        }
        stamp.0.sort();
        stamp
    }

    fn add(&mut self, path: &Path, levels: usize) {
        let Ok(about) = fs::metadata(path) else {
            return;
        };
        let changed = about.modified().ok();
        self.0.push((path.to_owned(), about.len(), changed));
        if let (true, Some(below)) = (about.is_dir(), levels.checked_sub(1)) {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            entries
                .take(MAX_ENTRIES)
                .for_each(|entry| self.add(&entry.path(), below));
        }
    }
}

/// Follows the trust folder as long as the service runs: at once on SIGHUP, otherwise soon after it
/// changed.
pub(super) async fn follow(trust: Arc<ReloadingTrust>, mut told: Sighup) {
    loop {
        let at_once = tokio::select! {
            () = next(&mut told) => true,
            () = tokio::time::sleep(LOOK_EVERY) => false,
        };
        let trust = trust.clone();
        let looked = task::spawn_blocking(move || match at_once {
            true => trust.reload_now(),
            false => trust.reload_if_changed(),
        });
        if looked.await.is_err() {
            tracing::error!("the trust folder was not looked at");
        }
    }
}

pub(super) type Sighup = Option<tokio::signal::unix::Signal>;

/// Takes SIGHUP as the order to load the trust folder again; without a handler it would end the process.
pub(super) fn sighup() -> Sighup {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok()
}

async fn next(told: &mut Sighup) {
    match told {
        Some(signal) => drop(signal.recv().await),
        None => std::future::pending().await,
    }
}

/// How often a change of the folder is looked for.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// A trust folder and its class folders.
const LEVELS: usize = 3;

/// More files than a trust folder may have.
const MAX_ENTRIES: usize = 5000;

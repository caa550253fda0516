//! What all requests share.

use kyso_pki::TrustStore;

use super::keyring::HeldKey;
use super::store::Store;
use super::work::Bench;
use crate::config::Config;

/// The service.
pub(crate) struct Service {
    /// The configuration in force.
    pub(crate) config: Config,
    /// Anchors, intermediates and revocation lists.
    pub(crate) trust: TrustStore,
    /// Keys that sign.
    pub(crate) keys: Vec<HeldKey>,
    /// Documents whose pages may still be asked for.
    pub(crate) store: Store,
    /// Where the heavy work is done.
    pub(crate) bench: Bench,
}

impl Service {
    /// A service with nothing done yet.
    pub(super) fn new(config: Config, trust: TrustStore, keys: Vec<HeldKey>) -> Self {
        Self {
            config,
            trust,
            keys,
            store: Store::default(),
            bench: Bench::new(),
        }
    }
}

//! What all requests share.

use super::keyring::HeldKey;
use super::metrics::Metrics;
use super::store::Store;
use super::trusted::TrustInUse;
use super::work::Bench;
use crate::config::Config;

/// The service.
pub(crate) struct Service {
    /// The configuration in force.
    pub(crate) config: Config,
    /// Anchors, intermediates and revocation lists.
    pub(crate) trust: TrustInUse,
    /// Keys that sign.
    pub(crate) keys: Vec<HeldKey>,
    /// Documents whose pages may still be asked for.
    pub(crate) store: Store,
    /// Where the heavy work is done.
    pub(crate) bench: Bench,
    /// What happened.
    pub(crate) metrics: Metrics,
}

impl Service {
    /// A service with nothing done yet.
    pub(super) fn new(config: Config, trust: TrustInUse, keys: Vec<HeldKey>) -> Self {
        Self {
            config,
            trust,
            keys,
            store: Store::default(),
            bench: Bench::new(),
            metrics: Metrics::default(),
        }
    }
}

//! What all requests share.

use std::sync::Arc;

use kyso_directory::Directory;
use kyso_online::TimestampAuthorities;
use kyso_setup::{Config, Servers, ServersError, timestamp_authorities};

use super::keyring::HeldKey;
use super::metrics::Metrics;
use super::pace::Reception;
use super::store::Store;
use super::trust_reload::ReloadingTrust;
use super::work_queue::WorkQueue;

/// The service.
pub(crate) struct Service {
    /// The configuration in force.
    pub(crate) config: Config,
    /// Anchors, intermediates and revocation lists.
    pub(crate) trust: Arc<ReloadingTrust>,
    /// Who may sign for which agency, as it was when the service started; `None` when none is configured.
    pub(crate) directory: Option<Directory>,
    /// Who is asked about certificates.
    pub(crate) servers: Servers,
    /// The timestamp authorities; `None` when none is configured.
    pub(crate) authorities: Option<TimestampAuthorities>,
    /// Keys that sign.
    pub(crate) keys: Vec<HeldKey>,
    /// Documents whose pages may still be asked for.
    pub(crate) store: Store,
    /// Where bodies arrive.
    pub(crate) reception: Reception,
    /// Where the heavy work is done.
    pub(crate) work_queue: WorkQueue,
    /// What happened.
    pub(crate) metrics: Metrics,
}

impl Service {
    /// A service that has answered nothing yet. It makes the clients of servers without asking any.
    ///
    /// # Errors
    /// [`ServersError`] when the settings about servers cannot work.
    pub(super) fn new(
        config: Config,
        trust: ReloadingTrust,
        directory: Option<Directory>,
        keys: Vec<HeldKey>,
    ) -> Result<Self, ServersError> {
        let servers = Servers::of(&config.online)?;
        servers.prepare()?;
        Ok(Self {
            authorities: timestamp_authorities(&config)?,
            reception: Reception::new(config.max_file_size(), config.stalled()),
            config,
            trust: Arc::new(trust),
            directory,
            servers,
            keys,
            store: Store::default(),
            work_queue: WorkQueue::new(),
            metrics: Metrics::default(),
        })
    }
}

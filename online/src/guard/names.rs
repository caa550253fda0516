//! Resolving names through the guard, for the HTTP client.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::oneshot;

use super::{Guard, Origin};
use crate::error::FetchError;

/// Resolves names for the HTTP client through a [`Guard`].
#[derive(Debug, Clone)]
pub(crate) struct GuardedNames {
    pub(crate) guard: Arc<Guard>,
    /// Whose word the URLs of this client are.
    pub(crate) origin: Origin,
}

impl Resolve for GuardedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, origin) = (Arc::clone(&self.guard), self.origin);
        Box::pin(async move {
            let (sender, receiver) = oneshot::channel();
            let lookup = Lookup::begin(guard)?;
            // The system's resolver cannot be interrupted: it gets a thread that may outlive the request.
            thread::Builder::new().spawn(move || {
                let _ = sender.send(lookup.guard.lookup(name.as_str(), origin));
            })?;
            let addresses = receiver.await?.map_err(Refusal)?;
            Ok::<Addrs, _>(Box::new(addresses.into_iter()))
        })
    }
}

/// One of a limited number of lookups.
struct Lookup {
    guard: Arc<Guard>,
}

impl Lookup {
    fn begin(guard: Arc<Guard>) -> Result<Self, Refusal> {
        let running = guard.lookups.fetch_add(1, Ordering::AcqRel);
        let lookup = Self { guard };
        match running < MAX_LOOKUPS {
            true => Ok(lookup),
            false => Err(Refusal(FetchError::Busy)),
        }
    }
}

impl Drop for Lookup {
    fn drop(&mut self) {
        self.guard.lookups.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Carries a [`FetchError`] through the HTTP client.
#[derive(Debug, Clone)]
pub(crate) struct Refusal(pub(crate) FetchError);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refusal {}

const MAX_LOOKUPS: usize = 32;

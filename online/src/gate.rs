//! How many exchanges go on at once.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::settings::ConnectionLimits;

/// Lets so many in at once, in all and to each host.
#[derive(Debug)]
pub(crate) struct Gate {
    limits: ConnectionLimits,
    inside: Mutex<Inside>,
    left: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    total: usize,
    hosts: HashMap<String, usize>,
}

/// One who is inside until this is dropped.
#[derive(Debug)]
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
    host: String,
}

impl Gate {
    pub(crate) fn new(limits: ConnectionLimits) -> Self {
        Self {
            limits,
            inside: Mutex::default(),
            left: Condvar::new(),
        }
    }

    /// Waits for room until `deadline`; `None` when there was none.
    pub(crate) fn enter(&self, host: &str, deadline: Instant) -> Option<Pass<'_>> {
        let mut inside = self.lock();
        while !self.has_room(&inside, host) {
            let rest = deadline.checked_duration_since(Instant::now())?;
            let waited = self.left.wait_timeout(inside, rest);
            inside = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        inside.total += 1;
        *inside.hosts.entry(host.to_owned()).or_default() += 1;
        Some(Pass {
            gate: self,
            host: host.to_owned(),
        })
    }

    fn has_room(&self, inside: &Inside, host: &str) -> bool {
        let with_host = inside.hosts.get(host).copied().unwrap_or_default();
        inside.total < self.limits.total.max(1) && with_host < self.limits.per_host.max(1)
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let mut inside = self.gate.lock();
        inside.total = inside.total.saturating_sub(1);
        if let Some(count) = inside.hosts.get_mut(&self.host) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                inside.hosts.remove(&self.host);
            }
        }
        drop(inside);
        self.gate.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use super::*;

    #[test]
    fn room_is_limited_in_all_and_by_host() {
        let gate = Gate::new(ConnectionLimits {
            total: 2,
            per_host: 1,
        });
        let soon = || Instant::now() + Duration::from_millis(20);
        let first = gate.enter("a", soon()).unwrap();
        assert!(gate.enter("a", soon()).is_none());
        let second = gate.enter("b", soon()).unwrap();
        assert!(gate.enter("c", soon()).is_none());
        drop(first);
        assert!(gate.enter("a", soon()).is_some());
        drop(second);
        assert!(gate.lock().hosts.is_empty());
    }
}

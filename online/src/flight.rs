//! Many who want the same thing fetch it once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// What is being fetched right now, by key.
#[derive(Debug)]
pub(crate) struct Flights<K, V>(Mutex<HashMap<K, Arc<Flight<V>>>>);

#[derive(Debug)]
struct Flight<V> {
    outcome: Mutex<Option<V>>,
    landed: Condvar,
}

/// What became of wanting something.
pub(crate) enum Share<V> {
    /// This caller fetched it.
    Led(V),
    /// Another caller did.
    Followed(V),
    /// Another caller is still at it, and the time is up.
    TimeUp,
}

impl<K: Clone + Eq + Hash, V: Clone> Flights<K, V> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    /// Fetches by `fetch`, or waits until `deadline` for a caller that fetches the same already.
    ///
    /// `fetch` must return a value for every failure; should it panic, the waiting callers get
    /// [`Share::TimeUp`].
    pub(crate) fn join(&self, key: &K, deadline: Instant, fetch: impl FnOnce() -> V) -> Share<V> {
        let (flight, leads) = self.board(key);
        if !leads {
            return match flight.wait(deadline) {
                Some(value) => Share::Followed(value),
                None => Share::TimeUp,
            };
        }
        let landing = Landing { flights: self, key };
        let value = fetch();
        *flight.lock() = Some(value.clone());
        drop(landing);
        flight.landed.notify_all();
        Share::Led(value)
    }

    fn board(&self, key: &K) -> (Arc<Flight<V>>, bool) {
        let mut flights = self.lock();
        if let Some(flight) = flights.get(key) {
            return (Arc::clone(flight), false);
        }
        let flight = Arc::new(Flight {
            outcome: Mutex::new(None),
            landed: Condvar::new(),
        });
        flights.insert(key.clone(), Arc::clone(&flight));
        (flight, true)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Arc<Flight<V>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Clone> Flight<V> {
    fn wait(&self, deadline: Instant) -> Option<V> {
        let mut outcome = self.lock();
        loop {
            if let Some(value) = outcome.as_ref() {
                return Some(value.clone());
            }
            let rest = deadline.checked_duration_since(Instant::now())?;
            let waited = self.landed.wait_timeout(outcome, rest);
            outcome = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<V>> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes the flight off the board, also when the fetch panics.
struct Landing<'a, K: Clone + Eq + Hash, V: Clone> {
    flights: &'a Flights<K, V>,
    key: &'a K,
}

impl<K: Clone + Eq + Hash, V: Clone> Drop for Landing<'_, K, V> {
    fn drop(&mut self) {
        self.flights.lock().remove(self.key);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn one_fetches_for_all() {
        let flights: Flights<u8, usize> = Flights::new();
        let fetched = AtomicUsize::new(0);
        let deadline = Instant::now() + Duration::from_secs(10);
        let fetch = || {
            thread::sleep(Duration::from_millis(100));
            fetched.fetch_add(1, Ordering::SeqCst) + 1
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (0..20)
                .map(|_| scope.spawn(|| flights.join(&1, deadline, fetch)))
                .collect();
            for thread in threads {
                assert!(matches!(
                    thread.join().unwrap(),
                    Share::Led(1) | Share::Followed(1)
                ));
            }
        });
        assert!(flights.lock().is_empty());
    }

    #[test]
    fn who_waits_does_not_wait_longer_than_its_time() {
        let flights: Flights<u8, ()> = Flights::new();
        let (started, begun) = std::sync::mpsc::channel();
        let (release, released) = std::sync::mpsc::channel::<()>();
        thread::scope(|scope| {
            let deadline = Instant::now() + Duration::from_secs(10);
            let leader = flights_leader(&flights, deadline, started, released);
            scope.spawn(leader);
            begun.recv().unwrap();
            let soon = Instant::now() + Duration::from_millis(20);
            assert!(matches!(flights.join(&1, soon, || ()), Share::TimeUp));
            release.send(()).unwrap();
        });
    }

    fn flights_leader<'a>(
        flights: &'a Flights<u8, ()>,
        deadline: Instant,
        started: std::sync::mpsc::Sender<()>,
        released: std::sync::mpsc::Receiver<()>,
    ) -> impl FnOnce() + Send + 'a {
        move || {
            flights.join(&1, deadline, || {
                started.send(()).unwrap();
                released.recv().unwrap();
            });
        }
    }
}

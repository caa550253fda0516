//! Work on several threads: results in the order of the items, and a bound for the memory that they hold together.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Does `work` for each item, on `jobs` threads at most.
pub(in crate::cli) fn in_order<T: Sync, R: Send>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(items.iter().map(|_| None).collect::<Vec<Option<R>>>());
    let serve = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            let result = work(item);
            if let Some(place) = lock(&results).get_mut(index) {
                *place = Some(result);
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs.min(items.len()) {
            let thread = thread::Builder::new().stack_size(STACK);
            // A thread that the system refuses leaves its share to the others.
            if thread.spawn_scoped(scope, serve).is_err() {
                break;
            }
        }
        serve();
    });
    let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.into_iter().flatten().collect()
}

/// Bytes that may be held at once.
#[derive(Debug)]
pub(in crate::cli) struct Memory {
    limit: u64,
    held: Mutex<u64>,
    released: Condvar,
}

impl Memory {
    pub(in crate::cli) fn new(limit: u64) -> Self {
        Self {
            limit,
            held: Mutex::new(0),
            released: Condvar::new(),
        }
    }

    /// Waits until there is room. What alone is larger than the limit waits until nothing else is held.
    pub(in crate::cli) fn hold(&self, size: u64) -> Held<'_> {
        let is_full = |held: &mut u64| *held > 0 && held.saturating_add(size) > self.limit;
        let held = self.released.wait_while(lock(&self.held), is_full);
        let mut held = held.unwrap_or_else(PoisonError::into_inner);
        *held = held.saturating_add(size);
        Held { memory: self, size }
    }
}

/// Room that is held until this is dropped.
#[derive(Debug)]
pub(in crate::cli) struct Held<'m> {
    memory: &'m Memory,
    size: u64,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut held = lock(&self.memory.held);
        *held = held.saturating_sub(self.size);
        self.memory.released.notify_all();
    }
}

/// Nothing that is kept here can be left half done by a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As much as the first thread has: files may nest deeply.
const STACK: usize = 8 << 20;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..40).collect();
        let slow_first = |item: &u64| {
            thread::sleep(Duration::from_millis(40 - item));
            item * 2
        };
        let doubled: Vec<u64> = items.iter().map(|item| item * 2).collect();
        assert_eq!(in_order(&items, 8, slow_first), doubled);
        assert!(in_order(&items[..0], 8, slow_first).is_empty());
    }

    #[test]
    fn no_more_is_held_than_allowed_but_for_one_that_is_larger() {
        let memory = Memory::new(100);
        let most = Mutex::new((0, 0));
        let sizes = [40, 60, 500, 30, 30, 30, 30, 99, 2, 100, 7];
        in_order(&sizes, 6, |size| {
            let held = memory.hold(*size);
            {
                let mut most = lock(&most);
                most.0 += size;
                if *size <= 100 {
                    most.1 = most.1.max(most.0);
                } else {
                    assert_eq!(most.0, *size, "the large one is alone");
                }
            }
            thread::sleep(Duration::from_millis(5));
            lock(&most).0 -= size;
            drop(held);
        });
        assert!(lock(&most).1 <= 100);
        assert_eq!(*lock(&memory.held), 0);
    }
}

//! The longest digest of a file, made on a second thread while the file is examined.

use std::sync::LazyLock;
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, Builder, Scope};

use kyso_pki::DigestAlgorithm;

use super::Pass;

/// A pass that another thread makes.
pub(super) struct Ahead {
    algorithm: DigestAlgorithm,
    pass: Receiver<Pass>,
}

impl Ahead {
    /// Starts a pass over the first of `bytes`, up to the last of `ends`. `None` where there is no second processor, or no
    /// further thread to be had: the pass is then made by whoever needs it.
    pub(super) fn start<'scope, 'a: 'scope>(
        threads: &'scope Scope<'scope, '_>,
        bytes: &'a [u8],
        ends: Vec<usize>,
        algorithm: DigestAlgorithm,
    ) -> Option<Self> {
        if !*HAS_SECOND_PROCESSOR {
            return None;
        }
        let (done, pass) = mpsc::sync_channel(1);
        let work = move || {
            let made = Pass::new(algorithm).and_then(|mut pass| {
                let end = ends.last().copied().unwrap_or_default();
                pass.advance(bytes, &ends, end)?;
                Ok(pass)
            });
            // Without a result, or when nobody waits for it any more, the sender is dropped.
            if let Ok(pass) = made {
                let _ = done.send(pass);
            }
        };
        Builder::new().spawn_scoped(threads, work).ok()?;
        Some(Self { algorithm, pass })
    }

    pub(super) fn is_of(&self, algorithm: DigestAlgorithm) -> bool {
        self.algorithm == algorithm
    }

    /// Waits for the pass. `None` when it could not be made.
    pub(super) fn wait(self) -> Option<Pass> {
        self.pass.recv().ok()
    }
}

/// Which algorithm of those that the signatures of a file use takes longest, when it takes long enough for a thread.
pub(super) fn longest(
    length: usize,
    algorithms: impl Iterator<Item = DigestAlgorithm>,
) -> Option<DigestAlgorithm> {
    let mut others = algorithms.filter(|algorithm| *algorithm != DigestAlgorithm::Sha256);
    match others.next() {
        Some(other) if length >= LONG_OF_OTHERS => Some(other),
        _ if length >= LONG_OF_SHA256 => Some(DigestAlgorithm::Sha256),
        _ => None,
    }
}

/// Whether any digest of a file of `length` bytes takes long enough.
pub(super) fn is_long(length: usize) -> bool {
    length >= LONG_OF_OTHERS
}

/// Bytes that take half a millisecond (SHA-1 with collision detection reads 0.25 GB/s, SHA-256 with the instructions made for
/// it 1.5 GB/s), ten times as long as starting a thread.
const LONG_OF_OTHERS: usize = 128 << 10;
const LONG_OF_SHA256: usize = 1 << 20;

static HAS_SECOND_PROCESSOR: LazyLock<bool> =
    LazyLock::new(|| thread::available_parallelism().is_ok_and(|count| count.get() > 1));

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
    /// Starts a pass over the first of `bytes`, up to the last of `ends`. `None` where there is no
    /// second processor, or no further thread to be had: the caller then makes the pass when it
    /// needs a digest.
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
            // Without a result, or when the receiver is gone, the sender is dropped.
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

/// Which pass over a file of this length takes long enough for a thread: SHA-1 with collision detection where a signature uses
/// it, else SHA-256 of the file.
pub(super) fn longest(
    length: usize,
    mut algorithms: impl Iterator<Item = DigestAlgorithm>,
) -> Option<DigestAlgorithm> {
    if algorithms.any(|algorithm| algorithm == DigestAlgorithm::Sha1) && is_long(length) {
        return Some(DigestAlgorithm::Sha1);
    }
    (length >= LONG_OF_SHA256).then_some(DigestAlgorithm::Sha256)
}

/// Whether any pass over a file of `length` bytes takes long enough.
pub(super) fn is_long(length: usize) -> bool {
    length >= LONG_OF_SHA1
}

/// Bytes that take half a millisecond, ten times as long as starting a thread: SHA-1 with collision detection reads 0.25 to
/// 0.5 GB/s, SHA-256 with the instructions made for it 1.5 GB/s and more.
const LONG_OF_SHA1: usize = 128 << 10;
const LONG_OF_SHA256: usize = 1 << 20;

static HAS_SECOND_PROCESSOR: LazyLock<bool> =
    LazyLock::new(|| thread::available_parallelism().is_ok_and(|count| count.get() > 1));

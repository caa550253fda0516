//! Proofs of existence (EN 319 102-1, 5.6.2.3): a valid document timestamp proves that all bytes of the revisions that it
//! covers existed at its time.

use jiff::Timestamp;

use crate::report::{ProofOfExistence, TimeSource};

/// The document timestamps found valid so far.
#[derive(Debug, Default)]
pub(crate) struct Proofs {
    stamps: Vec<Stamp>,
}

/// What one valid document timestamp proves.
#[derive(Debug, Clone)]
struct Stamp {
    field: String,
    /// The last revision that it covers, which is the one that it was added with.
    revision: usize,
    at: Timestamp,
}

impl Proofs {
    /// Everything in the revisions up to `revision` existed at `at`, except the timestamp itself.
    pub(crate) fn add(&mut self, field: &str, revision: usize, at: Timestamp) {
        self.stamps.push(Stamp {
            field: field.to_owned(),
            revision,
            at,
        });
    }

    /// The earliest time proven by a timestamp that covers the revision `since`.
    pub(crate) fn earliest(&self, since: usize) -> Option<Timestamp> {
        let covering = self.stamps.iter().filter(|stamp| stamp.revision >= since);
        covering.map(|stamp| stamp.at).min()
    }

    /// All that cover the revision `since`, earliest first.
    pub(crate) fn of(&self, since: usize) -> Vec<ProofOfExistence> {
        let covering = self.stamps.iter().filter(|stamp| stamp.revision >= since);
        let mut proofs: Vec<ProofOfExistence> = covering
            .map(|stamp| ProofOfExistence {
                at: stamp.at,
                source: TimeSource::DocumentTimestamp,
                field: Some(stamp.field.clone()),
            })
            .collect();
        proofs.sort_by_key(|proof| proof.at);
        proofs
    }
}

/// The first revision whose timestamp covers the contents of a signature of `revision`: they lie in
/// the gap of the signature itself, so only a later timestamp covers them.
pub(crate) fn after(revision: usize) -> usize {
    revision + 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_earliest_of_those_that_cover_it_counts() {
        let time = |day: u8| format!("2026-11-{day:02}T00:00:00Z").parse().unwrap();
        let mut proofs = Proofs::default();
        proofs.add("late", 6, time(20));
        proofs.add("early", 3, time(10));
        assert_eq!(proofs.earliest(3), Some(time(10)));
        assert_eq!(proofs.earliest(after(3)), Some(time(20)));
        assert_eq!(proofs.earliest(after(6)), None);
        let fields: Vec<_> = proofs.of(0).into_iter().map(|proof| proof.field).collect();
        assert_eq!(fields, [Some("early".to_owned()), Some("late".to_owned())]);
    }
}

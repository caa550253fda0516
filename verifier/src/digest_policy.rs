//! Which weak digests are tolerated, and when (F7).

use kyso_pki::DigestAlgorithm;

use crate::policy::Policy;
use crate::report::{SigningTime, TimeSource};

/// Whether a signature over `digest` counts in spite of its weakness: SHA-1,
/// with a trusted signature timestamp from before [`Policy::sha1_until`]. What
/// the signer claims, or a document timestamp states about itself, is no proof.
pub(crate) fn tolerates(policy: &Policy, digest: DigestAlgorithm, time: &SigningTime) -> bool {
    digest == DigestAlgorithm::Sha1
        && time.source == TimeSource::SignatureTimestamp
        && time.value.is_some_and(|time| time < policy.sha1_until)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_old_sha_1_with_a_trusted_timestamp_counts() {
        let policy = Policy::new("2026-11-21T00:00:00Z".parse().unwrap());
        let old = "2013-12-31T23:59:59Z";
        let counts = |digest, source, time: &str| {
            let value = Some(time.parse().unwrap());
            tolerates(&policy, digest, &SigningTime { value, source })
        };
        let (sha1, trusted) = (DigestAlgorithm::Sha1, TimeSource::SignatureTimestamp);
        assert!(counts(sha1, trusted, old));
        assert!(!counts(sha1, trusted, "2014-01-01T00:00:00Z"));
        assert!(!counts(sha1, TimeSource::Claimed, old));
        assert!(!counts(sha1, TimeSource::DocumentTimestamp, old));
        assert!(!counts(DigestAlgorithm::Md5, trusted, old));
    }
}

//! The most specific of several findings is reported (EN 319 102-1, clause 5.1.3).

use kyso_issuing::KeyType;
use kyso_pki::{
    PathIndication, PathProblem, PathReport, Purpose, RevocationGap, RevocationReason,
    RevocationStatus, UsageProblem,
};

use crate::support::{Hierarchy, now, time};

const GOOD: RevocationStatus = RevocationStatus::Good {
    this_update: jiff::Timestamp::UNIX_EPOCH,
    next_update: None,
    revoked_later: None,
};
const UNKNOWN: RevocationStatus = RevocationStatus::Unknown(RevocationGap::NoList);
const REVOKED: RevocationStatus = revoked(RevocationReason::KeyCompromise);
const HELD: RevocationStatus = revoked(RevocationReason::CertificateHold);

const fn revoked(reason: RevocationReason) -> RevocationStatus {
    RevocationStatus::Revoked {
        at: jiff::Timestamp::UNIX_EPOCH,
        reason,
        invalidity_date: None,
        this_update: jiff::Timestamp::UNIX_EPOCH,
        next_update: None,
    }
}

fn expired() -> Option<PathProblem> {
    let not_after = time("2026-01-01T00:00:00Z");
    Some(PathProblem::Expired {
        depth: 0,
        not_after,
    })
}

fn misused() -> Option<PathProblem> {
    Some(PathProblem::KeyUsage {
        purpose: Purpose::Timestamping,
        problem: UsageProblem::NotForTimestamps,
    })
}

#[test]
fn the_most_specific_finding_is_told() {
    use PathIndication as Sub;
    let hierarchy = Hierarchy::new();
    let person = hierarchy.person(KeyType::P256).certificate;
    let store = hierarchy.store(hierarchy.empty_lists());
    let sound = store.validate(&person, &[], now(), Purpose::DocumentSigning);
    for (problem, person, authority, expected) in [
        (None, GOOD, GOOD, None),
        (None, UNKNOWN, GOOD, Some(Sub::TryLater)),
        (None, GOOD, UNKNOWN, Some(Sub::TryLater)),
        (None, HELD, GOOD, Some(Sub::TryLater)),
        (None, REVOKED, UNKNOWN, Some(Sub::RevokedNoPoe)),
        (None, UNKNOWN, REVOKED, Some(Sub::RevokedCaNoPoe)),
        (None, HELD, REVOKED, Some(Sub::RevokedCaNoPoe)),
        (None, GOOD, HELD, Some(Sub::RevokedCaNoPoe)),
        (expired(), GOOD, GOOD, Some(Sub::OutOfBoundsNotRevoked)),
        (expired(), UNKNOWN, GOOD, Some(Sub::OutOfBoundsNoPoe)),
        (expired(), HELD, GOOD, Some(Sub::OutOfBoundsNoPoe)),
        (expired(), REVOKED, GOOD, Some(Sub::RevokedNoPoe)),
        (expired(), GOOD, REVOKED, Some(Sub::RevokedCaNoPoe)),
        (misused(), REVOKED, GOOD, Some(Sub::ChainConstraintsFailure)),
    ] {
        let report = PathReport {
            problem,
            revocation: vec![person, authority],
            ..sound.clone()
        };
        assert_eq!(report.sub_indication(), expected, "{report:?}");
    }
}

#[test]
fn gaps_are_told_from_the_vaguest_to_the_most_specific() {
    let moment = now();
    let ascending = [
        RevocationGap::NoPath,
        RevocationGap::NoList,
        RevocationGap::WrongCertificate,
        RevocationGap::OutOfScope,
        RevocationGap::Stale {
            next_update: moment,
        },
        RevocationGap::Expired {
            this_update: moment,
        },
        RevocationGap::SignerMissing,
        RevocationGap::NotAuthentic,
        RevocationGap::SignerNotDelegated,
        RevocationGap::SignerOutOfTime { made_at: moment },
        RevocationGap::SignerUnknown,
        RevocationGap::SignerRevoked,
        RevocationGap::NotKnownToResponder,
        RevocationGap::LeftOut,
        RevocationGap::TooMuchEvidence { limit: 1 },
    ];
    assert!(ascending.is_sorted());
}

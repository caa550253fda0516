//! A document with its report, for tests.

use kyso_testdata::Base;
use kyso_verifier::{Policy, Report, verify};

/// The decision as the agency issued it, and the report of a verifier a day later: valid, and an
/// original.
#[allow(clippy::unwrap_used)]
pub(crate) fn issued() -> (Vec<u8>, Report) {
    let base = Base::new();
    let policy = Policy::new(kyso_testdata::now());
    let report = verify(&base.issued, &base.office.store(), &policy).unwrap();
    (base.issued, report)
}

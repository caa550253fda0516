//! What the caller decides about a verification.

use jiff::Timestamp;
use kyso_pdf::Limits;

/// The policy of a verification.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The time for which trust is judged where no trusted time is in the file.
    pub at: Timestamp,
    /// Budgets for reading the file.
    pub limits: Limits,
    /// Whether the formal rules are checked.
    pub form: FormCheck,
    /// SHA-1 is accepted, with a warning, when a trusted signature timestamp
    /// proves that the signature is older (F7). By default 2014-01-01: NIST SP
    /// 800-131A ended SHA-1 for signatures with 2013, before collisions were
    /// practical. MD5 and RIPEMD-160 are never accepted.
    pub sha1_until: Timestamp,
}

/// How far the formal rules A1, A2, B1 are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormCheck {
    /// Pictures and their places.
    Full,
    /// Pictures only as far as they tell the roles.
    Pictures,
    /// Not at all: roles stay unknown.
    Off,
}

impl Policy {
    /// Everything checked, for the time `at`.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            limits: Limits::default(),
            form: FormCheck::Full,
            sha1_until: END_OF_SHA1,
        }
    }
}

/// 2014-01-01T00:00:00Z.
const END_OF_SHA1: Timestamp = Timestamp::constant(1_388_534_400, 0);

/// The version of the rules by which verdicts are made (F10): raised whenever the same file, trust and time can lead to
/// another verdict than before.
pub const POLICY_VERSION: &str = "kyso-1";

/// The version of this engine (F10).
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

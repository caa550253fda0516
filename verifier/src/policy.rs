//! The caller's decisions about a verification.

use jiff::{SignedDuration, Timestamp};
use kyso_pdf::{Document, Limits, Password, PdfError};
use kyso_pki::PathRequest;

use crate::algorithm_policy::AlgorithmPolicy;

/// The policy of a verification.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The time for which trust is judged where no trusted time is in the file:
    /// as if it were now. What is revoked later does not count.
    pub at: Timestamp,
    /// Budgets for reading the file.
    pub limits: Limits,
    /// The password of files that do not open without one, of the user or the owner. It is in no report.
    pub password: Option<Password>,
    /// Budgets for the evidence about its signatures.
    pub evidence: EvidenceLimits,
    /// Whether the formal rules are checked.
    pub form: FormCheck,
    /// Until when algorithms and keys count (F7).
    pub algorithms: AlgorithmPolicy,
    /// What it means when no evidence says whether a certificate was revoked (M2).
    pub unknown_revocation: UnknownRevocation,
    /// By how much a claimed time may differ from a trusted one without a
    /// remark, and by how much timestamps may seem to be in the wrong order
    /// beyond their accuracies. By default 15 minutes: clocks of workstations.
    pub clock_tolerance: SignedDuration,
    /// How long before the end of its protection an archive timestamp is to be
    /// renewed. By default 90 days.
    pub renewal_margin: SignedDuration,
}

/// Budgets for evidence, over the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceLimits {
    /// Certificates, lists and responses that are read from the file.
    pub items: usize,
    /// Their bytes.
    pub bytes: usize,
    /// Timestamp tokens that are validated, content timestamps included.
    pub timestamps: usize,
    /// Questions to the source of evidence, for all signatures together.
    pub questions: usize,
}

/// What it means when no evidence says whether a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownRevocation {
    /// The signature is not known to be valid.
    Indeterminate,
    /// The signature may be valid, with a warning in the headline: for a desk without a network, or an old archive. An
    /// authority that says that it does not know the certificate, and evidence beyond a budget, are not tolerated.
    Warn,
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
    /// Opens a file with the limits and the password of the policy.
    pub(crate) fn open<'a>(&self, bytes: &'a [u8]) -> Result<Document<'a>, PdfError> {
        let mut document = Document::open_with(bytes, self.limits)?;
        if let Some(password) = &self.password {
            document.unlock(password)?;
        }
        document.check_unlocked()?;
        Ok(document)
    }

    /// Everything checked, for the time `at`.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            limits: Limits::default(),
            password: None,
            evidence: EvidenceLimits::default(),
            form: FormCheck::Full,
            algorithms: AlgorithmPolicy::default(),
            unknown_revocation: UnknownRevocation::Indeterminate,
            clock_tolerance: SignedDuration::from_mins(15),
            renewal_margin: SignedDuration::from_hours(90 * 24),
        }
    }
}

impl Default for EvidenceLimits {
    /// An archived file of a hundred signatures holds some hundreds of items.
    fn default() -> Self {
        Self {
            items: PathRequest::MAX_ITEMS,
            bytes: 256 << 20,
            timestamps: 1_000,
            questions: 200,
        }
    }
}

/// The version of the rules by which verdicts are made (F10): raised whenever the same file, trust and time can lead to
/// another verdict than before.
pub const POLICY_VERSION: &str = "kyso-8";

/// The version of this engine (F10).
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

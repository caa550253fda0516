//! What the operator decides about verdicts.

use kyso_verifier::{GovernmentSha1, UnknownRevocation};
use serde::Deserialize;

use super::value::Moment;

/// What algorithms count for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AlgorithmsConfig {
    /// What SHA-1 counts for under an anchor of the government authority.
    sha1: Sha1,
    /// Until when it counts there; without it there is no end.
    sha1_checked_until: Option<Moment>,
}

/// What SHA-1 counts for under an anchor of the government authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sha1 {
    /// It counts with a warning, unless there are traces of a collision attack.
    #[default]
    Checked,
    /// As for everybody.
    Refuse,
}

/// What is asked of revocation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RevocationConfig {
    /// What it means when no evidence says whether a certificate was revoked.
    pub(crate) unknown: Unknown,
}

/// What it means when no evidence says whether a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Unknown {
    /// The verdict is INDETERMINATE.
    #[default]
    Indeterminate,
    /// It becomes a warning in the headline and changes no verdict.
    Warn,
}

impl AlgorithmsConfig {
    pub(super) fn government_sha1(&self) -> GovernmentSha1 {
        match (self.sha1, &self.sha1_checked_until) {
            (Sha1::Refuse, _) => GovernmentSha1::Refused,
            (Sha1::Checked, end) => GovernmentSha1::Checked {
                until: end.as_ref().map(|Moment(end)| *end),
            },
        }
    }
}

impl From<Unknown> for UnknownRevocation {
    fn from(unknown: Unknown) -> Self {
        match unknown {
            Unknown::Indeterminate => Self::Indeterminate,
            Unknown::Warn => Self::Warn,
        }
    }
}

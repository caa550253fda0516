//! What is expected of files: `--expect manifest.toml` fails on any difference.

mod comparison;
mod manifest;
mod writing;

use kyso_verifier::{Integrity, LegalStatus, Modifications, Role, Verdict};

use super::examination::Examined;

pub(super) use comparison::{Comparison, Difference};
pub(super) use manifest::Manifest;
pub(super) use writing::write;

/// What can be expected of a file; the names are the keys of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Verdict,
    SubIndication,
    LegalStatus,
    Modifications,
    Integrity,
    Roles,
    Signatures,
    Timestamps,
}

impl Fact {
    pub(super) const ALL: [Self; 8] = [
        Self::Verdict,
        Self::SubIndication,
        Self::LegalStatus,
        Self::Modifications,
        Self::Integrity,
        Self::Roles,
        Self::Signatures,
        Self::Timestamps,
    ];

    /// The key in the manifest.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::SubIndication => "sub_indication",
            Self::LegalStatus => "legal_status",
            Self::Modifications => "modifications",
            Self::Integrity => "integrity",
            Self::Roles => "roles",
            Self::Signatures => "signatures",
            Self::Timestamps => "timestamps",
        }
    }

    /// The values that can be expected, of roles those of one signature; none for those that are not listed.
    fn values(self) -> Vec<&'static str> {
        match self {
            Self::Verdict => {
                let verdicts = [
                    Verdict::TotalPassed,
                    Verdict::TotalFailed,
                    Verdict::Indeterminate,
                    Verdict::NotSigned,
                ];
                verdicts
                    .map(Verdict::as_str)
                    .into_iter()
                    .chain(["UNREADABLE"])
                    .collect()
            }
            Self::LegalStatus => [
                LegalStatus::Original,
                LegalStatus::Copy,
                LegalStatus::Incomplete,
                LegalStatus::InformationOnly,
                LegalStatus::Invalid,
            ]
            .map(LegalStatus::as_str)
            .to_vec(),
            Self::Modifications => [
                Modifications::None,
                Modifications::Permitted,
                Modifications::Forbidden,
            ]
            .map(Modifications::as_str)
            .to_vec(),
            Self::Integrity => [
                Integrity::Intact,
                Integrity::Broken,
                Integrity::Unverifiable,
            ]
            .map(Integrity::as_str)
            .to_vec(),
            Self::Roles => Role::ALL.iter().map(|role| role.as_str()).collect(),
            Self::SubIndication | Self::Signatures | Self::Timestamps => Vec::new(),
        }
    }

    /// Whether its value is a number.
    pub(super) fn is_count(self) -> bool {
        matches!(self, Self::Signatures | Self::Timestamps)
    }

    /// What was found; several for files whose signatures have several reasons, none for an unsigned file.
    fn found(self, examined: &Examined) -> Vec<String> {
        let Ok(findings) = &examined.outcome else {
            let verdict = (self == Self::Verdict).then(|| examined.verdict().to_owned());
            return verdict.into_iter().collect();
        };
        let texts: Vec<&str> = match self {
            Self::Verdict => vec![findings.verdict.as_str()],
            Self::SubIndication => findings
                .reasons
                .iter()
                .map(|reason| reason.as_str())
                .collect(),
            Self::LegalStatus => vec![findings.legal_status.as_str()],
            Self::Modifications => findings
                .modifications
                .iter()
                .map(|state| state.as_str())
                .collect(),
            Self::Integrity => findings
                .integrity
                .iter()
                .map(|state| state.as_str())
                .collect(),
            Self::Roles => return roles(&findings.roles).into_iter().collect(),
            Self::Signatures => return vec![findings.signatures.to_string()],
            Self::Timestamps => return vec![findings.timestamps.to_string()],
        };
        texts.into_iter().map(ToOwned::to_owned).collect()
    }
}

/// In the order of the signatures, with blanks between them; `None` without signatures.
fn roles(roles: &[Role]) -> Option<String> {
    let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

//! The certificate path of a signature, as findings and a sub-indication (F1 to F4).

use jiff::Timestamp;
use kyso_pki::{
    Certificate, DigestAlgorithm, KeyKind, PathProblem, PathReport, Purpose, RevocationReason,
    RevocationStatus, TrustClass, TrustStore,
};

use crate::finding::Finding;
use crate::report::{Revocation, SubIndication, Trust, TrustLevel};

/// What the trust store says about a certificate.
#[derive(Debug, Clone)]
pub(crate) struct Trusted {
    pub(crate) trust: Trust,
    /// `None` when everything is proven.
    pub(crate) sub_indication: Option<SubIndication>,
    pub(crate) findings: Vec<Finding>,
}

/// Looks for a path at `at`. `proven` says whether that time is certified by a
/// timestamp: only then can a revocation after it be left aside (F4).
pub(crate) fn judge(
    store: &TrustStore,
    certificate: &Certificate,
    others: &[Certificate],
    at: Timestamp,
    proven: bool,
    purpose: Purpose,
) -> Trusted {
    let report = store.validate(certificate, others, at, purpose);
    let mut findings = Vec::new();
    if store.anchors().is_empty() {
        findings.push(Finding::NoAnchors);
    }
    findings.extend(report.problem.as_ref().map(|p| problem(p, &report)));
    let mut sub_indication = report.sub_indication().map(translated);
    let revocation = revocation(&report, at, proven, &mut findings);
    if revocation == Revocation::Good && sub_indication.is_some_and(is_about_revocation) {
        sub_indication = None;
    }
    let weak = weak_algorithm(&report);
    if let Some(algorithm) = weak {
        findings.push(Finding::WeakAlgorithm { algorithm });
        sub_indication.get_or_insert(SubIndication::CryptoConstraintsFailureNoPoe);
    }
    let class = class(&report);
    if class == TrustLevel::Public {
        findings.push(Finding::PublicAuthority);
    }
    let anchor = report.anchor.as_ref().filter(|_| report.problem.is_none());
    Trusted {
        trust: Trust {
            anchor: anchor.map(|anchor| anchor_name(&anchor.certificate)),
            class,
            revocation,
        },
        sub_indication,
        findings,
    }
}

fn anchor_name(certificate: &Certificate) -> String {
    let name = certificate.subject_common_name().map(str::to_owned);
    name.unwrap_or_else(|| certificate.subject_display())
}

fn class(report: &PathReport) -> TrustLevel {
    let anchor = report.anchor.as_ref().filter(|_| report.problem.is_none());
    match anchor.map(|anchor| anchor.class) {
        None => TrustLevel::None,
        Some(TrustClass::Government) => TrustLevel::Government,
        Some(TrustClass::Public) => TrustLevel::Public,
        Some(TrustClass::Other | TrustClass::Timestamping) => TrustLevel::Other,
    }
}

fn problem(problem: &PathProblem, report: &PathReport) -> Finding {
    let validity = |depth: usize| {
        let certificate = report.chain.get(depth)?;
        Some(Finding::OutsideValidity {
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
        })
    };
    let reason = || Finding::PathProblem {
        reason: problem.to_string(),
    };
    match problem {
        PathProblem::IssuerMissing { issuer, .. } => Finding::NoPath {
            issuer: issuer.clone(),
        },
        PathProblem::NotAnchored { root } => Finding::NoPath {
            issuer: root.clone(),
        },
        PathProblem::NotYetValid { depth, .. } | PathProblem::Expired { depth, .. } => {
            validity(*depth).unwrap_or_else(reason)
        }
        _ => reason(),
    }
}

/// The state of the whole path: revoked before unknown before good.
fn revocation(
    report: &PathReport,
    at: Timestamp,
    proven: bool,
    findings: &mut Vec<Finding>,
) -> Revocation {
    let mut state = Revocation::Good;
    if report.anchor.is_none() {
        state = Revocation::Unknown;
    }
    for (certificate, status) in report.chain.iter().zip(&report.revocation) {
        let subject = certificate.subject_display();
        match status {
            RevocationStatus::Good { .. } | RevocationStatus::Anchor => {}
            // Revoked after the certified signing time: the signature stays valid.
            RevocationStatus::Revoked {
                at: since, reason, ..
            } if proven && *since > at && *reason != RevocationReason::KeyCompromise => {}
            RevocationStatus::Revoked { at, .. } => {
                state = Revocation::Revoked;
                findings.push(Finding::CertificateRevoked { subject, at: *at });
            }
            _ => {
                if state == Revocation::Good {
                    state = Revocation::Unknown;
                }
                if report.anchor.is_some() {
                    findings.push(Finding::RevocationUnknown { subject });
                }
            }
        }
    }
    state
}

fn is_about_revocation(sub_indication: SubIndication) -> bool {
    matches!(
        sub_indication,
        SubIndication::RevokedNoPoe | SubIndication::RevokedCaNoPoe | SubIndication::TryLater
    )
}

/// Keys and digests of the path that are too weak: RSA below 2048 bits, curves
/// below 256, DSA, unknown keys, MD5, and SHA-1. SHA-1 certificates are still
/// met below the government's first root (F6), whose anchor the operator pins:
/// there they are tolerated.
fn weak_algorithm(report: &PathReport) -> Option<String> {
    let government = class(report) == TrustLevel::Government;
    report.algorithms().into_iter().find_map(|algorithm| {
        let weak_key = match algorithm.key {
            Some(KeyKind::Rsa { bits }) => (bits < 2048).then(|| format!("RSA {bits}")),
            Some(KeyKind::Ec { bits, .. }) => (bits < 256).then(|| format!("EC {bits}")),
            Some(KeyKind::Ed25519 | KeyKind::Ed448) => None,
            Some(KeyKind::Dsa { bits }) => Some(format!("DSA {bits}")),
            _ => Some("unknown key".to_owned()),
        };
        let digest = algorithm.signature.map(|s| s.digest_algorithm());
        let tolerated = government && digest == Some(DigestAlgorithm::Sha1);
        let weak_digest = digest.filter(|digest| digest.is_weak() && !tolerated);
        weak_key.or(weak_digest.map(|digest| digest.to_string()))
    })
}

fn translated(sub_indication: kyso_pki::SubIndication) -> SubIndication {
    use kyso_pki::SubIndication as Path;
    match sub_indication {
        Path::NoCertificateChainFound => SubIndication::NoCertificateChainFound,
        Path::ChainConstraintsFailure => SubIndication::ChainConstraintsFailure,
        Path::OutOfBoundsNotRevoked => SubIndication::OutOfBoundsNotRevoked,
        Path::OutOfBoundsNoPoe => SubIndication::OutOfBoundsNoPoe,
        Path::RevokedNoPoe => SubIndication::RevokedNoPoe,
        Path::RevokedCaNoPoe => SubIndication::RevokedCaNoPoe,
        Path::TryLater => SubIndication::TryLater,
        _ => SubIndication::CertificateChainGeneralFailure,
    }
}

//! The signer's own certificate before it signs (G1, F3): validity, path, revocation, use.

pub(crate) mod inquiry;

use jiff::Timestamp;
use kyso_pki::{
    Certificate, KeyKind, PathProblem, PathReport, Purpose, RevocationGap, RevocationReason,
    RevocationStatus, TrustClass, UsageProblem,
};

use crate::context::{RevocationCheck, SigningContext};

/// Why a certificate may not sign now.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateRefusal {
    /// The certificate, or one above it, is not valid yet.
    #[error("G1: the certificate of {subject} is not valid before {not_before}")]
    NotYetValid {
        /// Subject of the certificate that is too young.
        subject: String,
        /// Start of its validity.
        not_before: Timestamp,
    },
    /// The certificate, or one above it, has expired.
    #[error("G1: the certificate of {subject} expired at {not_after}")]
    Expired {
        /// Subject of the expired certificate.
        subject: String,
        /// End of its validity.
        not_after: Timestamp,
    },
    /// The certificate, or one above it, is revoked or on hold.
    #[error("G1: the certificate of {subject} is revoked since {at} ({reason})")]
    Revoked {
        /// Subject of the revoked certificate.
        subject: String,
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: RevocationReason,
    },
    /// No evidence says whether the certificate is revoked, and the caller requires it.
    #[error("G1: whether the certificate of {subject} is revoked is not known: {gap}")]
    RevocationUnknown {
        /// Subject of the certificate.
        subject: String,
        /// What is missing.
        gap: RevocationGap,
    },
    /// The certificate may not sign documents (F3, ADR 0020).
    #[error("F3: the certificate of {subject} may not be used to sign documents: {problem}")]
    NotForSigning {
        /// Subject of the certificate.
        subject: String,
        /// What it says about its key.
        problem: UsageProblem,
    },
    /// There is no path to a trust anchor (F1).
    #[error("F1: the certificate of {subject} leads to no trust anchor: {problem}")]
    NoPath {
        /// Subject of the certificate.
        subject: String,
        /// What is wrong.
        problem: PathProblem,
    },
    /// The path ends in no anchor that counts.
    #[error("F1: the certificate of {subject} leads to no trust anchor")]
    NoAnchor {
        /// Subject of the certificate.
        subject: String,
    },
    /// The key is too short (0.2).
    #[error(
        "0.2: the certificate of {subject} has a key of {bits} bits; at least {needed} are needed"
    )]
    WeakKey {
        /// Subject of the certificate.
        subject: String,
        /// Size of the key.
        bits: u32,
        /// Least size.
        needed: u32,
    },
    /// An agency issues with a certificate of the government CA only (0.4).
    #[error(
        "0.4: the certificate of {subject} is of class {class}; only certificates of the government CA make an original"
    )]
    NotGovernment {
        /// Subject of the certificate.
        subject: String,
        /// Class of its anchor.
        class: TrustClass,
    },
}

/// A certificate that may sign now.
#[derive(Debug, Clone)]
pub(crate) struct Eligible {
    /// The path without the anchor and the certificate itself.
    pub(crate) chain: Vec<Certificate>,
    pub(crate) class: TrustClass,
}

/// Checks that `certificate` may sign now.
pub(crate) fn check(
    certificate: &Certificate,
    others: &[Certificate],
    context: &SigningContext<'_>,
) -> Result<Eligible, CertificateRefusal> {
    let question = inquiry::Question {
        certificate,
        at: context.now,
        purpose: Purpose::DocumentSigning,
    };
    let report = inquiry::path(question, others, context);
    let subject = || certificate.subject_display();
    check_strength(certificate)?;
    if let Some(problem) = &report.problem {
        return Err(refusal(problem, &report, certificate));
    }
    let anchor = report.anchor.as_ref();
    let anchor = anchor.ok_or_else(|| CertificateRefusal::NoAnchor { subject: subject() })?;
    check_revocation(&report, context.revocation)?;
    let path = report.chain.iter().skip(1);
    Ok(Eligible {
        chain: path
            .filter(|member| **member != anchor.certificate)
            .cloned()
            .collect(),
        class: anchor.class,
    })
}

fn refusal(
    problem: &PathProblem,
    report: &PathReport,
    certificate: &Certificate,
) -> CertificateRefusal {
    let subject = certificate.subject_display();
    let member = |depth: usize| {
        let member = report.chain.get(depth).unwrap_or(certificate);
        member.subject_display()
    };
    match problem {
        PathProblem::NotYetValid { depth, not_before } => CertificateRefusal::NotYetValid {
            subject: member(*depth),
            not_before: *not_before,
        },
        PathProblem::Expired { depth, not_after } => CertificateRefusal::Expired {
            subject: member(*depth),
            not_after: *not_after,
        },
        PathProblem::KeyUsage { problem, .. } => CertificateRefusal::NotForSigning {
            subject,
            problem: *problem,
        },
        other => CertificateRefusal::NoPath {
            subject,
            problem: other.clone(),
        },
    }
}

/// Every member of the path counts: a revoked one always refuses, an unknown one unless the caller works offline.
fn check_revocation(report: &PathReport, check: RevocationCheck) -> Result<(), CertificateRefusal> {
    let members = || report.chain.iter().zip(&report.revocation);
    for (member, status) in members() {
        if let RevocationStatus::Revoked { at, reason, .. } = *status {
            let subject = member.subject_display();
            return Err(CertificateRefusal::Revoked {
                subject,
                at,
                reason,
            });
        }
    }
    if check == RevocationCheck::Offline {
        return Ok(());
    }
    for (member, status) in members() {
        let gap = match *status {
            RevocationStatus::Good { .. } | RevocationStatus::Anchor => continue,
            RevocationStatus::Unknown(gap) => gap,
            _ => RevocationGap::NoList,
        };
        let subject = member.subject_display();
        return Err(CertificateRefusal::RevocationUnknown { subject, gap });
    }
    Ok(())
}

/// RSA from 2048 bits, elliptic curves from 256 (0.2).
fn check_strength(certificate: &Certificate) -> Result<(), CertificateRefusal> {
    let (bits, needed) = match certificate.key_kind() {
        Ok(KeyKind::Rsa { bits }) => (bits, 2048),
        Ok(KeyKind::Ec { bits, .. }) => (bits, 256),
        _ => return Ok(()),
    };
    if bits >= needed {
        return Ok(());
    }
    let subject = certificate.subject_display();
    Err(CertificateRefusal::WeakKey {
        subject,
        bits,
        needed,
    })
}

//! Questions about certificates, and the evidence that answers them.

use std::collections::HashSet;

use jiff::Timestamp;
use kyso_pki::{Certificate, EvidenceSource, Purpose, TrustStore};

use crate::evidence::{Memory, Pool, Used};
use crate::existence::Proofs;
use crate::policy::Policy;
use crate::recall::Recall;

/// Everything that questions about one file are answered from.
pub(crate) struct Inquiry<'v> {
    pub(crate) store: &'v TrustStore,
    pub(crate) policy: &'v Policy,
    pub(super) source: &'v dyn EvidenceSource,
    pub(crate) pool: Pool,
    pub(crate) proofs: Proofs,
    pub(crate) used: Used,
    /// The memory of other files.
    pub(crate) recall: Recall<Memory>,
    /// How often the source may still be asked.
    pub(super) questions: usize,
    /// The questions put to it: about a certificate and its issuer for a time, or for the issuers
    /// of a certificate.
    pub(super) asked: HashSet<Asked>,
}

/// One question: is this a trusted certificate for what it signed?
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) certificate: &'q Certificate,
    /// Certificates that came along with it.
    pub(crate) companions: &'q [Certificate],
    pub(crate) purpose: Purpose,
    /// The time that the path is judged for.
    pub(crate) at: Timestamp,
    /// The time at which the signed data are proven to have existed; `None` when nothing proves
    /// that before now.
    pub(crate) proof: Option<Timestamp>,
    /// Whether what it signed names the certificate, so that the proof is one for both.
    pub(crate) named: bool,
}

impl<'v> Inquiry<'v> {
    pub(crate) fn new(
        store: &'v TrustStore,
        policy: &'v Policy,
        source: &'v dyn EvidenceSource,
        pool: Pool,
        recall: Recall<Memory>,
    ) -> Self {
        Self {
            store,
            policy,
            source,
            pool,
            proofs: Proofs::default(),
            used: Used::default(),
            recall,
            questions: policy.evidence.questions,
            asked: HashSet::new(),
        }
    }
}

/// One question to the source.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    certificate: [u8; 32],
    /// About its revocation, else for its issuers.
    revocation: Option<([u8; 32], Timestamp)>,
}

impl Asked {
    pub(super) fn about(certificate: &Certificate, issuer: &Certificate, at: Timestamp) -> Self {
        Self {
            certificate: certificate.sha256(),
            revocation: Some((issuer.sha256(), at)),
        }
    }

    pub(super) fn for_issuers(certificate: &Certificate) -> Self {
        Self {
            certificate: certificate.sha256(),
            revocation: None,
        }
    }
}

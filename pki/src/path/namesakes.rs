//! Authorities of the same name with other keys: set up anew, or test authorities.
//!
//! The engine chooses issuers by name and key identifier and does not turn back when the signature on a certificate then
//! fails. Where that may be the reason for a failure, the signatures themselves tell who the issuers are.

use super::{Engine, PathProblem, PathRequest};
use crate::certificate::Certificate;
use crate::name;
use crate::trust::TrustStore;

/// Certificates that really signed what stands below them, up to anchors.
pub(super) struct TrueIssuers<'a> {
    pub(super) engine: Engine,
    pub(super) others: Vec<&'a Certificate>,
}

impl PathProblem {
    /// Whether a wrong choice among namesakes can look like this.
    pub(super) fn may_be_a_namesake(&self) -> bool {
        matches!(
            self,
            Self::IssuerMissing { .. } | Self::NotAnchored { .. } | Self::BadSignature { .. }
        )
    }
}

impl TrustStore {
    /// Follows the signatures from the target upwards. `None` when no certificate bears a name that is not its due,
    /// because then the engine had no wrong choice, and when the budget is used up.
    pub(super) fn true_issuers<'a>(
        &'a self,
        target: &'a Certificate,
        request: &PathRequest<'a>,
    ) -> Option<TrueIssuers<'a>> {
        let candidates: Vec<&Certificate> = self.candidates(request).collect();
        let mut found: Vec<&Certificate> = vec![target];
        let (mut next, mut checked, mut turned_down) = (0, 0, 0);
        while let Some(below) = found.get(next).copied() {
            next += 1;
            for above in &candidates {
                if found.contains(above) || !name::same(above.subject(), below.issuer()) {
                    continue;
                }
                checked += 1;
                if checked > MAX_SIGNATURES {
                    return None;
                }
                match below.is_signed_by(above) {
                    Ok(true) => found.push(above),
                    _ => turned_down += 1,
                }
            }
        }
        (turned_down > 0).then(|| self.among(&found, request))?
    }

    fn among<'a>(
        &self,
        found: &[&'a Certificate],
        request: &PathRequest<'_>,
    ) -> Option<TrueIssuers<'a>> {
        let is_anchor = |one: &Certificate| self.anchor(one, request.purpose).is_some();
        let (anchors, others): (Vec<&Certificate>, Vec<_>) =
            found.iter().partition(|one| is_anchor(one));
        let anchors = anchors.iter().filter_map(|anchor| anchor.x509().ok());
        Some(TrueIssuers {
            engine: Engine::new(anchors).ok()?,
            others,
        })
    }

    fn candidates<'a>(
        &'a self,
        request: &PathRequest<'a>,
    ) -> impl Iterator<Item = &'a Certificate> {
        let anchors = self.anchors().iter().map(|anchor| &anchor.certificate);
        self.others(request).chain(anchors)
    }
}

/// Signatures of certificates that are looked at for one path: real chains need three.
const MAX_SIGNATURES: usize = 64;

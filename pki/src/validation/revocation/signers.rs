//! Who may sign a list or a response, looked at for the time at which it was made.

use jiff::Timestamp;

use super::inquiry::{MAX_NESTING, Responders, RevocationInquiry};
use super::statements::Voice;
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::ocsp::{OcspResponse, may_be_delegated};
use crate::path::{EvidenceUse, RevocationGap, RevocationStatus};
use crate::validation::validating::find_problem;

/// A signer who was entitled to sign, and the evidence that he was not revoked then.
pub(super) struct Signer {
    pub(super) certificate: Certificate,
    /// The path above it, the anchor last.
    pub(super) above: Vec<Certificate>,
    pub(super) voice: Voice,
    pub(super) evidence: Vec<EvidenceUse>,
}

impl<'a> RevocationInquiry<'a> {
    /// The signer of `list`: a member of the path, or another issuer under the same anchor (RFC
    /// 5280, section 6.3.3, steps f and g).
    pub(super) fn list_signer(
        &self,
        list: &Crl,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Result<Signer, RevocationGap> {
        let made_at = list.this_update();
        let mut gap = RevocationGap::NotAuthentic;
        for depth in 1..upwards.len() {
            let path = upwards.get(depth..).unwrap_or_default();
            let Some(member) = path.first().filter(|one| may_have_signed(list, one)) else {
                continue;
            };
            if !self.has_signed_list(member, list)? {
                continue;
            }
            match self.check_member(path, made_at, at, nesting) {
                Ok(()) => return Ok(Signer::of_list(list, member, path, upwards, Vec::new())),
                Err(found) => gap = gap.max(found),
            }
        }
        let anchor = upwards.last().ok_or(RevocationGap::NoPath)?;
        let wanted =
            |one: &Certificate| !upwards.contains(one) && may_have_signed_outside(list, one);
        let mut signers = 0;
        for other in self.certified.chosen(wanted) {
            if !self.has_signed_list(other, list)? {
                continue;
            }
            if signers == MAX_SIGNERS {
                return Err(too_many_signers());
            }
            signers += 1;
            match self.check_other(other, anchor, made_at, nesting + 1) {
                Ok((path, evidence)) => {
                    return Ok(Signer::of_list(list, other, &path, upwards, evidence));
                }
                Err(found) => gap = gap.max(found),
            }
        }
        Err(gap)
    }

    fn has_signed_list(&self, signer: &Certificate, list: &Crl) -> Result<bool, RevocationGap> {
        let item = list.sha256();
        self.certified.budget.charge(item, signer)?;
        Ok(list.is_signed_by(signer).unwrap_or(false))
    }

    /// Who signed `response`: the issuer of the certificate, or a responder that this issuer made one (RFC 6960,
    /// section 4.2.2.2).
    pub(super) fn response_signer(
        &self,
        response: &OcspResponse,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Result<Signer, RevocationGap> {
        let issuers = upwards.get(1..).unwrap_or_default();
        let issuer = issuers.first().ok_or(RevocationGap::NoPath)?;
        let made_at = response.produced_at();
        let mut gap = RevocationGap::SignerMissing;
        if response.is_from(issuer) {
            if self.has_signed_response(issuer, response)? {
                self.check_member(issuers, made_at, at, nesting)?;
                return Ok(Signer::of_response(issuer, issuer, issuers, Vec::new()));
            }
            gap = RevocationGap::NotAuthentic;
        }
        let is_named = |other: &Certificate| other != issuer && response.is_from(other);
        let at_hand = || self.certified.candidates().iter().copied();
        let beside = || response.certificates().iter();
        if beside().chain(at_hand()).any(is_named) {
            gap = gap.max(RevocationGap::SignerNotDelegated);
        }
        let mut responders: Vec<&Certificate> = Vec::new();
        let delegated = self.responders(issuer)?;
        let others = beside().chain(delegated.iter().copied());
        for responder in others.filter(|other| is_named(other)) {
            // A certificate that the issuer did not make a responder counts for nothing, in any
            // number.
            if !self.is_delegated(responder, issuer)? {
                continue;
            }
            if !self.has_signed_response(responder, response)? {
                gap = gap.max(RevocationGap::NotAuthentic);
                continue;
            }
            // It may lie in the response and beside it.
            if responders.contains(&responder) {
                continue;
            }
            if responders.len() == MAX_SIGNERS {
                return Err(too_many_signers());
            }
            responders.push(responder);
            match self.check_responder(response, responder, issuers, nesting) {
                Ok(evidence) => {
                    self.check_member(issuers, made_at, at, nesting)?;
                    let path = [std::slice::from_ref(responder), issuers].concat();
                    return Ok(Signer::of_response(responder, issuer, &path, evidence));
                }
                Err(found) => gap = gap.max(found),
            }
        }
        Err(gap)
    }

    fn has_signed_response(
        &self,
        signer: &Certificate,
        response: &OcspResponse,
    ) -> Result<bool, RevocationGap> {
        let item = response.sha256();
        self.certified.budget.charge(item, signer)?;
        Ok(response.is_signed_by(signer).unwrap_or(false))
    }

    /// Whether the key of `issuer` certified `responder` for answers (RFC 6960, section 4.2.2.2).
    fn is_delegated(
        &self,
        responder: &Certificate,
        issuer: &Certificate,
    ) -> Result<bool, RevocationGap> {
        if !may_be_delegated(responder, issuer) {
            return Ok(false);
        }
        self.certified.budget.charge(responder.sha256(), issuer)?;
        Ok(responder.is_signed_by(issuer).unwrap_or(false))
    }

    /// The certificates at hand that `issuer` made responders, looked for once for all responses.
    fn responders(&self, issuer: &Certificate) -> Responders<'a> {
        let mut known = self.responders.borrow_mut();
        let found = known.entry(issuer.sha256()).or_insert_with(|| {
            let candidates = self.certified.candidates().iter().copied();
            let delegated = candidates.filter_map(|one| match self.is_delegated(one, issuer) {
                Ok(true) => Some(Ok(one)),
                Ok(false) => None,
                Err(gap) => Some(Err(gap)),
            });
            delegated.collect()
        });
        found.clone()
    }

    /// Whether a member of the path, the first of `path`, could sign at the time `made_at`.
    ///
    /// Its revocation until the time `at` in question is a finding of its own. What it signs after that time must not
    /// come from after its revocation, as far as that is known.
    fn check_member(
        &self,
        path: &[Certificate],
        made_at: Timestamp,
        at: Timestamp,
        nesting: usize,
    ) -> Result<(), RevocationGap> {
        let member = path.first().ok_or(RevocationGap::NoPath)?;
        check_validity(member, made_at)?;
        if made_at <= at || path.len() < 2 {
            return Ok(());
        }
        match self.of_certificate(path, made_at, nesting).status {
            RevocationStatus::Revoked { .. } => Err(RevocationGap::SignerRevoked),
            _ => Ok(()),
        }
    }

    /// The path of a list issuer outside the path to the same anchor, sound at the time `made_at`,
    /// and the evidence that no certificate on it was revoked then.
    fn check_other(
        &self,
        issuer: &Certificate,
        anchor: &Certificate,
        made_at: Timestamp,
        nesting: usize,
    ) -> Result<(Vec<Certificate>, Vec<EvidenceUse>), RevocationGap> {
        if nesting > MAX_NESTING {
            return Err(RevocationGap::SignerUnknown);
        }
        check_validity(issuer, made_at)?;
        let chosen = self.certified.chosen(|one| one == issuer);
        let issuer = chosen.first().ok_or(RevocationGap::NotAuthentic)?;
        let mut gap = RevocationGap::NotAuthentic;
        for chain in self.certified.chains(issuer) {
            if chain.last().is_none_or(|last| *last != anchor) || !self.is_sound(&chain, made_at)? {
                continue;
            }
            let chain: Vec<Certificate> = chain.into_iter().cloned().collect();
            match self.check_members(&chain, made_at, nesting) {
                Ok(evidence) => return Ok((chain, evidence)),
                Err(found) => gap = gap.max(found),
            }
        }
        Err(gap)
    }

    fn check_members(
        &self,
        chain: &[Certificate],
        made_at: Timestamp,
        nesting: usize,
    ) -> Result<Vec<EvidenceUse>, RevocationGap> {
        let mut evidence = Vec::new();
        for member in self.of_members(chain, made_at, nesting) {
            check_good(&member.status)?;
            evidence.extend(member.evidence);
        }
        Ok(evidence)
    }

    /// Whether a chain of certified members held at the time `made_at`.
    fn is_sound(&self, chain: &[&Certificate], made_at: Timestamp) -> Result<bool, RevocationGap> {
        self.count_path()?;
        Ok(find_problem(chain, self.certified, made_at).is_none())
    }

    /// Whether `responder`, which the first of `issuers` made one and which signed `response`, was
    /// valid and not revoked when it did.
    fn check_responder(
        &self,
        response: &OcspResponse,
        responder: &Certificate,
        issuers: &[Certificate],
        nesting: usize,
    ) -> Result<Vec<EvidenceUse>, RevocationGap> {
        let made_at = response.produced_at();
        check_validity(responder, made_at)?;
        let chain: Vec<&Certificate> = std::iter::once(responder).chain(issuers).collect();
        if !self.is_sound(&chain, made_at)? {
            return Err(RevocationGap::NotAuthentic);
        }
        let upwards: Vec<Certificate> = chain.into_iter().cloned().collect();
        let unchecked = responder.has_ocsp_no_check();
        if nesting >= MAX_NESTING {
            return match unchecked {
                true => Ok(Vec::new()),
                false => Err(RevocationGap::SignerUnknown),
            };
        }
        let found = self.of_certificate(&upwards, made_at, nesting + 1);
        match check_good(&found.status) {
            // The issuer vouches for it while it is valid (section 4.2.2.2.1), unless it is known to be revoked.
            Err(RevocationGap::SignerUnknown) if unchecked => Ok(Vec::new()),
            Err(gap) => Err(gap),
            Ok(()) => Ok(found.evidence),
        }
    }
}

impl Signer {
    /// The first of `path`, which may be outside `upwards`.
    fn of_list(
        list: &Crl,
        signer: &Certificate,
        path: &[Certificate],
        upwards: &[Certificate],
        evidence: Vec<EvidenceUse>,
    ) -> Self {
        let voice = Voice {
            key: signer.clone(),
            may_clear: may_clear(list, signer, upwards),
        };
        Self::on_path(signer, path, voice, evidence)
    }

    /// A responder, the first of `path`, speaks for the key that made it one.
    fn of_response(
        signer: &Certificate,
        issuer: &Certificate,
        path: &[Certificate],
        evidence: Vec<EvidenceUse>,
    ) -> Self {
        let voice = Voice {
            key: issuer.clone(),
            may_clear: true,
        };
        Self::on_path(signer, path, voice, evidence)
    }

    fn on_path(
        signer: &Certificate,
        path: &[Certificate],
        voice: Voice,
        evidence: Vec<EvidenceUse>,
    ) -> Self {
        Self {
            certificate: signer.clone(),
            above: path.get(1..).unwrap_or_default().to_vec(),
            voice,
            evidence,
        }
    }
}

/// Whether a list by `signer` without the first of `upwards` means that it is not revoked.
///
/// It does when the key that issued the certificate signed the list, certified the key that did, named another issuer of
/// lists in the certificate, or may not sign lists itself; and when the path leads from the signer to it, as after a change
/// of keys where the new one certifies the old one. Any other key under the same name is one of another time, place or
/// authority.
fn may_clear(list: &Crl, signer: &Certificate, upwards: &[Certificate]) -> bool {
    let [certificate, issuer, above @ ..] = upwards else {
        return false;
    };
    issuer.public_key_info() == signer.public_key_info()
        || certificate.issuer_key() != list.issuer_key()
        || above.contains(signer)
        || !may_sign_lists(issuer)
        || signer.is_signed_by(issuer).unwrap_or(false)
}

/// As [`may_have_signed`], for a certificate outside the path: only a key usage that names lists
/// makes its key a signer of lists. Otherwise each certificate ever issued with the name of an
/// authority would be one.
fn may_have_signed_outside(list: &Crl, issuer: &Certificate) -> bool {
    let appointed = || matches!(issuer.key_usage(), Ok(Some(usage)) if usage.crl_sign());
    may_have_signed(list, issuer) && appointed()
}

/// Whether `issuer` has the name of the list's issuer and may sign lists.
fn may_have_signed(list: &Crl, issuer: &Certificate) -> bool {
    let right_key = || match (list.authority_key(), issuer.subject_key_identifier()) {
        (Some(wanted), Some(found)) => wanted == found,
        _ => true,
    };
    list.is_from(issuer) && right_key() && may_sign_lists(issuer)
}

fn may_sign_lists(issuer: &Certificate) -> bool {
    match issuer.key_usage() {
        Ok(usage) => usage.is_none_or(|usage| usage.crl_sign()),
        Err(_) => false,
    }
}

fn check_validity(signer: &Certificate, made_at: Timestamp) -> Result<(), RevocationGap> {
    match signer.is_valid_at(made_at) {
        true => Ok(()),
        false => Err(RevocationGap::SignerOutOfTime { made_at }),
    }
}

fn check_good(status: &RevocationStatus) -> Result<(), RevocationGap> {
    match status {
        RevocationStatus::Good { .. } | RevocationStatus::Anchor => Ok(()),
        RevocationStatus::Revoked { .. } => Err(RevocationGap::SignerRevoked),
        RevocationStatus::Unknown(RevocationGap::TooMuchEvidence { limit }) => {
            Err(RevocationGap::TooMuchEvidence { limit: *limit })
        }
        RevocationStatus::Unknown(_) => Err(RevocationGap::SignerUnknown),
    }
}

/// A certified key made the signature and was left out: it may be the one that was entitled to.
fn too_many_signers() -> RevocationGap {
    RevocationGap::TooMuchEvidence { limit: MAX_SIGNERS }
}

/// Certificates outside the path that are judged for one list or response, all of them certified and of the key that
/// signed.
const MAX_SIGNERS: usize = 4;

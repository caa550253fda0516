//! Timestamp tokens, each validated as a signature of its own (EN 319 102-1, 5.4; RFC 3161, section 4).

use jiff::{SignedDuration, Timestamp};
use kyso_pki::{
    Certificate, DigestAlgorithm, Purpose, RevocationReason, SigningCertificateReference,
    TimestampError, TimestampToken, VerifiedCms, sha256,
};

use crate::algorithm_policy::AlgorithmPolicy;
use crate::finding::Finding;
use crate::inquiry::{self, Answer, Inquiry, Question};
use crate::policy::Policy;
use crate::report::{
    Conclusion, EvidenceContent, EvidenceOrigin, PathValidation, SubIndication, TimestampDoubt,
    TimestampKind, TimestampValidation,
};

/// A token whose signature and imprint hold.
pub(crate) struct SoundToken<'t> {
    pub(crate) token: &'t TimestampToken,
    pub(crate) certificate: &'t Certificate,
    /// Digests that bind token and content.
    pub(crate) digests: &'t [DigestAlgorithm],
    pub(crate) named: bool,
    /// When the token is proven to have existed, by a later document timestamp.
    pub(crate) proof: Option<Timestamp>,
}

/// The known facts about an authority and its token.
pub(crate) struct Authority {
    pub(crate) answer: Answer,
    pub(crate) conclusion: Conclusion,
    /// Whether SHA-1 counts for it only because no traces of an attack were found.
    pub(crate) sha1_checked: bool,
}

/// Validates an encoded token in a signature of `revision`; `imprint` checks what it was made over, `proof` is a time at
/// which it is proven to have existed.
pub(crate) fn validate(
    inquiry: &mut Inquiry<'_>,
    encoded: &[u8],
    kind: TimestampKind,
    revision: Option<usize>,
    proof: Option<Timestamp>,
    imprint: impl FnOnce(&TimestampToken) -> Result<(), TimestampError>,
) -> TimestampValidation {
    let token = match TimestampToken::parse_known(encoded, inquiry.recall.certificates()) {
        Ok(token) => token,
        Err(error) => return unusable(inquiry, kind, encoded, proof, error),
    };
    let (verified, digests) = match check(inquiry, &token, imprint) {
        Ok(checked) => checked,
        Err(error) => {
            return TimestampValidation {
                generated_at: Some(token.generated_at()),
                accuracy: token.accuracy(),
                ..unusable(inquiry, kind, token.der(), proof, error)
            };
        }
    };
    let sound = SoundToken {
        token: &token,
        certificate: &verified.certificate,
        digests: &digests,
        named: verified.signing_certificate != SigningCertificateReference::Absent,
        proof,
    };
    let Authority {
        answer,
        conclusion,
        sha1_checked,
    } = authority(inquiry, &sound);
    if conclusion.is_passed() {
        note(inquiry, &token, revision);
    }
    TimestampValidation {
        kind,
        conclusion,
        doubt: conclusion.sub_indication.map(TimestampDoubt::Authority),
        generated_at: Some(token.generated_at()),
        accuracy: token.accuracy(),
        token: sha256(token.der()),
        existed_at: proof.unwrap_or(inquiry.policy.at),
        path: Some(answer.path),
        sha1_checked: sha1_checked && conclusion.is_passed(),
    }
}

/// A token that cannot be read, does not hold, or is about other data.
fn unusable(
    inquiry: &Inquiry<'_>,
    kind: TimestampKind,
    encoded: &[u8],
    proof: Option<Timestamp>,
    error: TimestampError,
) -> TimestampValidation {
    TimestampValidation {
        kind,
        conclusion: judgement(&error),
        doubt: Some(TimestampDoubt::Token(error)),
        generated_at: None,
        accuracy: None,
        token: sha256(encoded),
        existed_at: proof.unwrap_or(inquiry.policy.at),
        path: None,
        sha1_checked: false,
    }
}

/// Imprint and signature of a token, and the digests that they rest on. The certificate of the authority may stand
/// elsewhere in the file.
fn check(
    inquiry: &Inquiry<'_>,
    token: &TimestampToken,
    imprint: impl FnOnce(&TimestampToken) -> Result<(), TimestampError>,
) -> Result<(VerifiedCms, [DigestAlgorithm; 3]), TimestampError> {
    imprint(token)?;
    let certificates = inquiry.pool.certificates.iter();
    let certificates: Vec<Certificate> = certificates.map(|known| known.item.clone()).collect();
    let verified = token.verify(&certificates)?;
    let digests = [
        token.imprint_algorithm()?,
        verified.digest_algorithm,
        verified.signature_algorithm.digest_algorithm(),
    ];
    Ok((verified, digests))
}

/// Judges the authority at the time of the token, and the token until it is proven to have existed.
pub(crate) fn authority(inquiry: &mut Inquiry<'_>, sound: &SoundToken<'_>) -> Authority {
    let now = inquiry.policy.at;
    let generated_at = sound.token.generated_at();
    let question = Question {
        certificate: sound.certificate,
        companions: sound.token.cms().certificates(),
        purpose: Purpose::Timestamping,
        at: generated_at.min(now),
        proof: sound.proof,
        named: sound.named,
    };
    let answer = inquiry.ask(&question);
    let until = sound.proof.unwrap_or(now).min(now);
    let usual = &inquiry.policy.algorithms;
    let weak = weakest(&usual.under(answer.path.anchor), sound.digests, until);
    let sha1_checked = weak.is_none() && weakest(usual, sound.digests, until).is_some();
    let reason = ended(sound.certificate, &answer.path, generated_at, until)
        .map(Conclusion::indeterminate)
        .filter(|_| answer.conclusion.is_passed())
        .or((!answer.conclusion.is_passed()).then_some(answer.conclusion))
        .or(weak.map(Conclusion::indeterminate));
    Authority {
        conclusion: reason.unwrap_or(Conclusion::PASSED),
        answer,
        sha1_checked,
    }
}

/// Whether the token is proven to have existed before the time that it states, beyond what it says about its accuracy.
pub(crate) fn precedes_itself(sound: &SoundToken<'_>) -> Option<SubIndication> {
    let slack = sound.token.accuracy().unwrap_or(UNSTATED_ACCURACY);
    let stated = sound.token.generated_at();
    let ahead = sound
        .proof
        .is_some_and(|proof| stated.duration_since(proof) > slack);
    ahead.then_some(SubIndication::TimestampOrderFailure)
}

/// Why the authority could no longer vouch for the token at `until`, when it is proven to have existed.
fn ended(
    certificate: &Certificate,
    path: &PathValidation,
    generated_at: Timestamp,
    until: Timestamp,
) -> Option<SubIndication> {
    let target = path.members.first();
    let revoked = target.and_then(|target| target.revoked_later);
    if let Some((at, reason)) = revoked.filter(|(at, _)| *at <= until)
        && !(at > generated_at && lets_tokens_stand(reason))
    {
        return Some(SubIndication::RevokedNoPoe);
    }
    // Nor may it state a time after its end, as far in the future as that may be.
    (certificate.not_after() < until.max(generated_at)).then_some(SubIndication::OutOfBoundsNoPoe)
}

/// The member of an authority's path about which the least is known of today, when no newer timestamp keeps what was
/// known (ADR 0012).
pub(crate) fn known_until(path: &PathValidation, now: Timestamp) -> Option<Finding> {
    let members = path.members.iter().filter(|_| path.at < now);
    let ended = members.filter_map(|member| {
        let known_until = inquiry::ended(&member.revocation, now)?;
        Some((known_until, &member.certificate))
    });
    let (known_until, certificate) = ended.min_by_key(|(known_until, _)| *known_until)?;
    Some(Finding::AuthorityKnownUntil {
        subject: certificate.subject_label(),
        known_until,
    })
}

/// Revoked for one of these reasons, an authority's earlier tokens stay valid; the reason must be stated (RFC 3161,
/// section 4).
fn lets_tokens_stand(reason: RevocationReason) -> bool {
    matches!(
        reason,
        RevocationReason::Unspecified
            | RevocationReason::AffiliationChanged
            | RevocationReason::Superseded
            | RevocationReason::CessationOfOperation
    )
}

fn weakest(
    table: &AlgorithmPolicy,
    digests: &[DigestAlgorithm],
    until: Timestamp,
) -> Option<SubIndication> {
    let mut limits = digests.iter().map(|digest| table.digest(*digest));
    let weak = limits.find(|limited| !limited.end.allows(until));
    weak.map(|_| SubIndication::CryptoConstraintsFailureNoPoe)
}

/// Notes a token that proves something.
pub(crate) fn note(inquiry: &mut Inquiry<'_>, token: &TimestampToken, revision: Option<usize>) {
    let origin = revision.map(|revision| EvidenceOrigin::File { revision });
    let content = EvidenceContent::Timestamp(Box::new(token.clone()));
    inquiry.used.note(sha256(token.der()), content, origin);
}

/// The accuracy that a timestamp states, or the one that is assumed. Two timestamps that differ by
/// less may seem to be in the wrong order.
pub(crate) fn slack(validation: &TimestampValidation) -> SignedDuration {
    validation.accuracy.unwrap_or(UNSTATED_ACCURACY)
}

/// Whether a token states a time after that of the validation, beyond the tolerance for clocks.
pub(crate) fn is_ahead(policy: &Policy, time: Timestamp) -> bool {
    time.duration_since(policy.at) > policy.clock_tolerance
}

fn judgement(error: &TimestampError) -> Conclusion {
    use kyso_pki::{AlgorithmError, CmsError};
    match error {
        TimestampError::ImprintMismatch | TimestampError::Cms(CmsError::DigestMismatch) => {
            Conclusion::failed(SubIndication::HashFailure)
        }
        TimestampError::Imprint(AlgorithmError::Collision { .. })
        | TimestampError::Cms(CmsError::Algorithm(AlgorithmError::Collision { .. })) => {
            Conclusion::failed(SubIndication::HashFailure)
        }
        TimestampError::Cms(CmsError::SignatureMismatch) => {
            Conclusion::failed(SubIndication::SigCryptoFailure)
        }
        TimestampError::Cms(CmsError::NoSigningCertificate) => {
            Conclusion::indeterminate(SubIndication::NoSigningCertificateFound)
        }
        TimestampError::Imprint(_) | TimestampError::Cms(CmsError::Algorithm(_)) => {
            Conclusion::indeterminate(SubIndication::Generic)
        }
        _ => Conclusion::failed(SubIndication::FormatFailure),
    }
}

/// Authorities that say nothing are taken to be right within a minute.
const UNSTATED_ACCURACY: SignedDuration = SignedDuration::from_mins(1);

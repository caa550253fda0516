//! A signature with time, from its timestamps to past signature validation (EN 319 102-1, 5.5 and 5.6).

use jiff::Timestamp;
use kyso_pki::{Purpose, RevocationReason, RevocationStatus, TimestampError, TimestampToken};

use crate::container::{Container, check_imprint};
use crate::digests::SignedBytes;
use crate::existence::after;
use crate::finding::Finding;
use crate::inquiry::{Answer, Inquiry, Question};
use crate::judgement::Judgement;
use crate::report::{
    Conclusion, Context, ProofOfExistence, SubIndication, TimeSource, TimestampKind,
    TimestampValidation,
};
use crate::timestamp;

/// Judges the signature of `container`, which the file holds since `revision`.
pub(crate) fn judge(
    inquiry: &mut Inquiry<'_>,
    container: &Container,
    revision: Option<usize>,
    signed: Option<SignedBytes<'_, '_>>,
) -> Judgement {
    let timestamps = timestamps(inquiry, container, revision, signed);
    let existence = existence(inquiry, &timestamps, revision.map(after));
    let context = context(inquiry, &timestamps, &existence);
    let answer = container.certificate.as_ref().map(|certificate| {
        inquiry.ask(&Question {
            certificate,
            companions: &container.certificates,
            purpose: Purpose::DocumentSigning,
            at: context.best_signature_time,
            proof: existence.first().map(|proof| proof.at),
            named: container.names_certificate,
        })
    });
    let mut findings: Vec<Finding> = timestamps.iter().filter_map(unsound).collect();
    let now = inquiry.policy.at;
    findings.extend(timestamps.iter().filter_map(|one| uncovered(one, now)));
    let mut sha1 = timestamps.iter().filter(|one| one.sha1_checked);
    findings.extend(sha1.next().map(|_| Finding::Sha1Checked));
    let ordered = order(&timestamps, &existence);
    let not_ahead = not_ahead(inquiry, &timestamps);
    findings.extend(ordered.is_err().then_some(Finding::TimestampsOutOfOrder));
    findings.extend(not_ahead.is_err().then_some(Finding::TimeInFuture));
    findings.extend(answer.iter().flat_map(revoked_later));
    let expired = answer.as_ref();
    findings.extend(expired.and_then(|answer| expired_later(answer, &context)));
    let conclusion = match (&answer, ordered.and(not_ahead)) {
        (None, _) => Conclusion::indeterminate(SubIndication::NoSigningCertificateFound),
        (_, Err(reason)) => Conclusion::indeterminate(reason),
        (Some(answer), Ok(())) => refined(answer, context.not_before),
    };
    let by_proof = answer.as_ref();
    let by_proof = by_proof
        .filter(|answer| !existence.is_empty() && has_ended_since(answer, inquiry.policy.at));
    Judgement {
        past: by_proof.map(|answer| answer.conclusion),
        context,
        answer,
        conclusion,
        timestamps,
        existence,
        findings,
    }
}

/// The times for which the signature is judged.
fn context(
    inquiry: &Inquiry<'_>,
    timestamps: &[TimestampValidation],
    existence: &[ProofOfExistence],
) -> Context {
    let first = existence.first();
    let contents = valid(timestamps, TimestampKind::Content);
    Context {
        at: inquiry.policy.at,
        best_signature_time: first.map_or(inquiry.policy.at, |proof| proof.at),
        proven_by: first.map_or(TimeSource::None, |proof| proof.source),
        not_before: contents.map(stated).max(),
    }
}

/// Signature timestamps, then content timestamps, which existed when the signature did; each validated on its own.
fn timestamps(
    inquiry: &mut Inquiry<'_>,
    container: &Container,
    revision: Option<usize>,
    signed: Option<SignedBytes<'_, '_>>,
) -> Vec<TimestampValidation> {
    let Some(cms) = &container.cms else {
        return Vec::new();
    };
    let covered = revision.and_then(|revision| inquiry.proofs.earliest(after(revision)));
    let mut found = Vec::new();
    for token in cms.signature_timestamps() {
        let (kind, value) = (TimestampKind::Signature, cms.signature_value());
        let imprint = |token: &TimestampToken| token.check_covers(&[value]);
        let validation = timestamp::validate(inquiry, token, kind, revision, covered, imprint);
        found.push(validation);
    }
    let since = revision.map(after);
    let proof = existence(inquiry, &found, since)
        .first()
        .map(|proof| proof.at);
    for token in cms.content_timestamps() {
        let kind = TimestampKind::Content;
        let imprint = |token: &TimestampToken| match signed {
            Some(signed) => check_imprint(token, signed),
            None => Err(TimestampError::ImprintMismatch),
        };
        found.push(timestamp::validate(
            inquiry, token, kind, revision, proof, imprint,
        ));
    }
    found
}

/// The timestamps that prove that the signature value existed, earliest first. A timestamp after
/// the time of validation proves nothing yet.
fn existence(
    inquiry: &Inquiry<'_>,
    timestamps: &[TimestampValidation],
    since: Option<usize>,
) -> Vec<ProofOfExistence> {
    let own = valid(timestamps, TimestampKind::Signature).map(|timestamp| ProofOfExistence {
        at: stated(timestamp),
        source: TimeSource::SignatureTimestamp,
        field: None,
    });
    let later = since
        .map(|since| inquiry.proofs.of(since))
        .unwrap_or_default();
    let mut proofs: Vec<ProofOfExistence> = own.chain(later).collect();
    proofs.retain(|proof| proof.at <= inquiry.policy.at);
    proofs.sort_by_key(|proof| proof.at);
    proofs
}

fn valid(
    timestamps: &[TimestampValidation],
    kind: TimestampKind,
) -> impl Iterator<Item = &TimestampValidation> + Clone {
    let kind = move |timestamp: &&TimestampValidation| timestamp.kind == kind;
    let timestamps = timestamps.iter().filter(kind);
    timestamps.filter(|timestamp| timestamp.conclusion.is_passed())
}

fn stated(timestamp: &TimestampValidation) -> Timestamp {
    timestamp.generated_at.unwrap_or(Timestamp::MAX)
}

/// Whether content timestamps come before signature timestamps, and those before the document timestamps that cover
/// them (5.5.4, 5.6.3): beyond the accuracies that the authorities state.
fn order(
    timestamps: &[TimestampValidation],
    existence: &[ProofOfExistence],
) -> Result<(), SubIndication> {
    let span = |timestamp: &TimestampValidation| {
        let (time, slack) = (stated(timestamp), timestamp::slack(timestamp));
        (
            time.checked_sub(slack).unwrap_or(Timestamp::MIN),
            time.checked_add(slack).unwrap_or(Timestamp::MAX),
        )
    };
    let contents = valid(timestamps, TimestampKind::Content).map(span);
    let signatures = valid(timestamps, TimestampKind::Signature).map(span);
    let documents = existence
        .iter()
        .filter(|proof| proof.source == TimeSource::DocumentTimestamp)
        .map(|proof| proof.at);
    let latest_content = contents.map(|(earliest, _)| earliest).max();
    let latest_signature = signatures.clone().map(|(earliest, _)| earliest).max();
    let first_signature = signatures.map(|(_, latest)| latest).min();
    let first_document = documents.min();
    let wrong = |earlier: Option<Timestamp>, later: Option<Timestamp>| {
        earlier
            .zip(later)
            .is_some_and(|(earlier, later)| earlier > later)
    };
    match wrong(latest_content, first_signature)
        || wrong(latest_content, first_document)
        || wrong(latest_signature, first_document)
    {
        true => Err(SubIndication::TimestampOrderFailure),
        false => Ok(()),
    }
}

/// Whether no timestamp states a time after that of the validation: for a time before it was
/// signed, a signature can only be contradicted.
fn not_ahead(
    inquiry: &Inquiry<'_>,
    timestamps: &[TimestampValidation],
) -> Result<(), SubIndication> {
    let signatures = valid(timestamps, TimestampKind::Signature);
    let mut stated = signatures
        .chain(valid(timestamps, TimestampKind::Content))
        .map(stated);
    match stated.any(|time| timestamp::is_ahead(inquiry.policy, time)) {
        true => Err(SubIndication::TimestampOrderFailure),
        false => Ok(()),
    }
}

/// Adds the proof of a content timestamp that the data were signed after the certificate had ended.
fn refined(answer: &Answer, not_before: Option<Timestamp>) -> Conclusion {
    let target = answer.path.members.first();
    let (Some(target), Some(not_before)) = (target, not_before) else {
        return answer.conclusion;
    };
    match (answer.conclusion.sub_indication, target.revocation) {
        (Some(SubIndication::RevokedNoPoe), RevocationStatus::Revoked { at, .. })
            if not_before > at =>
        {
            Conclusion::failed(SubIndication::Revoked)
        }
        (Some(SubIndication::OutOfBoundsNoPoe | SubIndication::OutOfBoundsNotRevoked), _)
            if not_before > target.certificate.not_after() =>
        {
            Conclusion::indeterminate(SubIndication::Expired)
        }
        _ => answer.conclusion,
    }
}

/// Whether something on the path has ended since, so that only the proven time keeps it valid.
fn has_ended_since(answer: &Answer, now: Timestamp) -> bool {
    answer.path.members.iter().any(|member| {
        member.certificate.not_after() < now
            || member.revoked_later.is_some_and(|(at, _)| at <= now)
    })
}

fn unsound(timestamp: &TimestampValidation) -> Option<Finding> {
    let doubt = timestamp.doubt.clone()?;
    (!timestamp.conclusion.is_passed()).then_some(Finding::TimestampUnsound { doubt })
}

/// What is unknown today about the authority of a timestamp that nothing newer covers.
fn uncovered(timestamp: &TimestampValidation, now: Timestamp) -> Option<Finding> {
    let counts = timestamp.conclusion.is_passed() && timestamp.existed_at >= now;
    let path = timestamp.path.as_ref().filter(|_| counts)?;
    timestamp::known_until(path, now)
}

/// The signer's certificate has ended since a proven signing time: the signature stays valid (F4).
fn expired_later(answer: &Answer, context: &Context) -> Option<Finding> {
    let proven = context.proven_by != TimeSource::None && answer.conclusion.is_passed();
    let not_after = answer.path.members.first()?.certificate.not_after();
    (proven && not_after < context.at).then_some(Finding::ExpiredLater { not_after })
}

/// Certificates that were revoked after the best signature time: the signature stays valid (F4).
fn revoked_later(answer: &Answer) -> impl Iterator<Item = Finding> {
    answer.path.members.iter().filter_map(|member| {
        let (at, reason) = member.revoked_later?;
        let subject = member.certificate.subject_label();
        Some(match reason {
            RevocationReason::CertificateHold => Finding::SuspendedLater { subject, at },
            _ => Finding::RevokedLater { subject, at },
        })
    })
}

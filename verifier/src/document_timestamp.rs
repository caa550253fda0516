//! Document timestamps (ISO 32000-2, 12.8.5): validated as signatures of their own, and what they prove about the rest
//! of the file (EN 319 102-1, 5.4 and 5.6.2.3).

use kyso_pki::{Purpose, TimestampToken};

use crate::container::Container;
use crate::existence::after;
use crate::finding::Finding;
use crate::inquiry::{Answer, Inquiry, Question};
use crate::judgement::Judgement;
use crate::report::{Conclusion, Context, Coverage, Integrity, SubIndication, TimeSource};
use crate::subject::Subject;
use crate::timestamp::{self, Authority, SoundToken};

/// Judges the timestamp; a valid one proves from now on that what it covers existed.
pub(crate) fn judge(
    inquiry: &mut Inquiry<'_>,
    subject: &Subject<'_, '_, '_>,
    container: &Container,
) -> Judgement {
    let revision = subject.covered.revision;
    let proof = revision.and_then(|revision| inquiry.proofs.earliest(after(revision)));
    let authority = authority(inquiry, container, proof);
    let conclusion = match &authority {
        None => Conclusion::indeterminate(SubIndication::NoSigningCertificateFound),
        Some(authority) => authority.conclusion,
    };
    let ahead = |token: &TimestampToken| timestamp::is_ahead(inquiry.policy, token.generated_at());
    let conclusion = match conclusion.is_passed() && container.token.as_ref().is_some_and(ahead) {
        true => Conclusion::indeterminate(SubIndication::TimestampOrderFailure),
        false => conclusion,
    };
    let existence = revision.map(|revision| inquiry.proofs.of(after(revision)));
    let existence = existence.unwrap_or_default();
    let now = inquiry.policy.at;
    if let (Some(revision), Some(token)) = (revision, &container.token)
        && conclusion.is_passed()
        && is_sound(subject, container)
        && token.generated_at() <= now
    {
        let field = &subject.field.name;
        inquiry.proofs.add(field, revision, token.generated_at());
        timestamp::note(inquiry, token, Some(revision));
    }
    let counts = conclusion.is_passed() && proof.is_none();
    let path = authority.as_ref().map(|authority| &authority.answer.path);
    let open = path.filter(|_| counts);
    let open = open.and_then(|path| timestamp::known_until(path, now));
    let contradicted = conclusion.sub_indication == Some(SubIndication::TimestampOrderFailure);
    let contradicted = contradicted.then_some(Finding::TimestampsOutOfOrder);
    let sha1 = authority
        .as_ref()
        .filter(|one| one.sha1_checked && conclusion.is_passed());
    let sha1 = sha1.map(|_| Finding::Sha1Checked);
    let first = existence.first();
    Judgement {
        context: Context {
            at: now,
            best_signature_time: proof.unwrap_or(now),
            proven_by: first.map_or(TimeSource::None, |proof| proof.source),
            not_before: None,
        },
        answer: authority.map(|authority| authority.answer),
        conclusion,
        timestamps: Vec::new(),
        existence,
        past: None,
        findings: contradicted.into_iter().chain(open).chain(sha1).collect(),
    }
}

/// The authority of a token whose signature holds; of another one only the certificate is looked at.
fn authority(
    inquiry: &mut Inquiry<'_>,
    container: &Container,
    proof: Option<jiff::Timestamp>,
) -> Option<Authority> {
    let certificate = container.certificate.as_ref()?;
    let Some(token) = container.token.as_ref() else {
        let answer = unproven(inquiry, container, certificate);
        let conclusion = answer.conclusion;
        return Some(Authority {
            answer,
            conclusion,
            sha1_checked: false,
        });
    };
    let sound = SoundToken {
        token,
        certificate,
        digests: &container.digests,
        named: container.names_certificate,
        proof,
    };
    let mut authority = timestamp::authority(inquiry, &sound);
    if let Some(reason) = timestamp::precedes_itself(&sound)
        && authority.conclusion.is_passed()
    {
        authority.conclusion = Conclusion::indeterminate(reason);
    }
    Some(authority)
}

fn unproven(
    inquiry: &mut Inquiry<'_>,
    container: &Container,
    certificate: &kyso_pki::Certificate,
) -> Answer {
    inquiry.ask(&Question {
        certificate,
        companions: &container.certificates,
        purpose: Purpose::Timestamping,
        at: inquiry.policy.at,
        proof: None,
        named: false,
    })
}

/// Whether the token is intact and covers a whole revision, so that it says something about all of it.
fn is_sound(subject: &Subject<'_, '_, '_>, container: &Container) -> bool {
    container.integrity == Integrity::Intact
        && container.doubt.is_none()
        && !subject.shared
        && !matches!(
            subject.covered.coverage,
            Coverage::Partial | Coverage::Unclear
        )
}

//! The signer's claims about the time, and whether they fit the proven times (F4, F5).

use jiff::{SignedDuration, Timestamp};
use kyso_pdf::SignatureValue;
use kyso_pki::Certificate;

use crate::container::Container;
use crate::finding::Finding;
use crate::judgement::Judgement;
use crate::policy::Policy;
use crate::report::{SigningTime, TimeSource};
use kyso_words::parse_pdf_date;

/// The times that the signer's own clock gave, and that of a document timestamp, which is no claim of the signer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claims {
    /// `/M` of the signature dictionary.
    dictionary: Option<Timestamp>,
    /// The signing-time attribute of the container.
    container: Option<Timestamp>,
    token: Option<Timestamp>,
}

impl Claims {
    pub(crate) fn of(value: &SignatureValue, container: &Container) -> Self {
        let written = value.text("M");
        Self {
            dictionary: written.as_deref().and_then(parse_pdf_date),
            container: container.claimed_time,
            token: container.token.as_ref().map(|token| token.generated_at()),
        }
    }

    /// The claims of a signature outside a PDF.
    pub(crate) fn of_container(container: &Container) -> Self {
        Self {
            dictionary: None,
            container: container.claimed_time,
            token: None,
        }
    }

    /// F4: the signature timestamp, else the document timestamp, else what the signer claims.
    pub(crate) fn signing_time(&self, judged: &Judgement, is_intact: bool) -> SigningTime {
        if let Some(stated) = self.token {
            let source = match is_intact && judged.conclusion.is_passed() {
                true => TimeSource::DocumentTimestamp,
                false => TimeSource::Claimed,
            };
            return SigningTime {
                value: Some(stated),
                source,
            };
        }
        let by = |source: TimeSource| judged.existence.iter().find(|proof| proof.source == source);
        let proof = by(TimeSource::SignatureTimestamp).or(by(TimeSource::DocumentTimestamp));
        if let Some(proof) = proof {
            return SigningTime {
                value: Some(proof.at),
                source: proof.source,
            };
        }
        let claimed = self.dictionary.or(self.container);
        SigningTime {
            value: claimed,
            source: match claimed {
                Some(_) => TimeSource::Claimed,
                None => TimeSource::None,
            },
        }
    }

    /// The contradictions between the claims and the proven times, or among the claims. They are
    /// reported, never corrected, and no trusted time is ever shifted (F5).
    pub(crate) fn findings(
        &self,
        signer: Option<&Certificate>,
        judged: &Judgement,
        policy: &Policy,
    ) -> Vec<Finding> {
        let contradiction = self.contradiction(judged, policy);
        let outside = || self.outside(signer?, judged);
        contradiction.or_else(outside).into_iter().collect()
    }

    /// A claim that nothing proves or disproves, and that the certificate contradicts.
    fn outside(&self, signer: &Certificate, judged: &Judgement) -> Option<Finding> {
        let (not_before, not_after) = (signer.not_before(), signer.not_after());
        let unproven = judged.existence.is_empty() && self.token.is_none();
        let mut claims = [self.dictionary, self.container].into_iter().flatten();
        let claimed = claims.find(|claimed| *claimed < not_before || *claimed > not_after);
        let claimed = claimed.filter(|_| unproven)?;
        Some(Finding::ClaimedOutsideValidity {
            claimed,
            not_before,
            not_after,
        })
    }

    fn contradiction(&self, judged: &Judgement, policy: &Policy) -> Option<Finding> {
        let tolerance = policy.clock_tolerance;
        let existed = judged.existence.first().map(|proof| proof.at);
        let claims = [self.container, self.dictionary];
        let claims = claims.into_iter().flatten();
        let ahead = |by: Option<Timestamp>| {
            claims.clone().find_map(|claimed| {
                by.filter(|by| is_vietnam_ahead(claimed, *by, tolerance))
                    .map(|by| (claimed, by))
            })
        };
        if let Some((claimed, real)) = ahead(existed).or(ahead(self.dictionary)) {
            return Some(Finding::LocalTimeAsUtc { claimed, real });
        }
        let lower = judged.context.not_before;
        let contradicts = |claimed: &Timestamp| {
            let after = existed.is_some_and(|existed| claimed.duration_since(existed) > tolerance);
            let before = lower.is_some_and(|lower| lower.duration_since(*claimed) > tolerance);
            after || before
        };
        let claimed = claims.clone().find(contradicts);
        let proven = existed.or(lower);
        let (claimed, proven) = claimed.zip(proven)?;
        Some(Finding::ClaimedTimeContradicted { claimed, proven })
    }
}

/// Whether `claimed` is ahead of `real` by the seven hours of Vietnam, as when local time is written as UTC.
fn is_vietnam_ahead(claimed: Timestamp, real: Timestamp, tolerance: SignedDuration) -> bool {
    let off = claimed.duration_since(real) - SignedDuration::from_hours(7);
    off.abs() <= tolerance
}

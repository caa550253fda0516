//! The conditions of signing and lifting on a token, beside its answer to the question (F1, F3):
//! clock, path, revocation.

use jiff::SignedDuration;
use kyso_pki::{
    Certificate, CmsError, PathIndication, PathReport, Purpose, RevocationStatus, TimestampFailure,
    TimestampResponseError, TimestampToken,
};

use crate::certificate::inquiry::{Question, path};
use crate::context::SigningContext;

/// Refuses a token that no verifier would count. The next authority may give a better one.
pub(super) fn check(
    token: &TimestampToken,
    context: &SigningContext<'_>,
) -> Result<(), TimestampFailure> {
    check_clock(token, context)?;
    let unusable = |error: CmsError| TimestampResponseError::Token(error.into());
    let certificate = token.cms().signing_certificate().map_err(unusable)?;
    check_certificate(token, certificate, context)
}

/// An authority answers with the present: a token from long ago or from the future would decide what was valid when.
fn check_clock(
    token: &TimestampToken,
    context: &SigningContext<'_>,
) -> Result<(), TimestampFailure> {
    let (said, here) = (token.generated_at(), context.now);
    match said >= here - BEHIND && said <= here + AHEAD {
        true => Ok(()),
        false => Err(TimestampFailure::Clock { token: said, here }),
    }
}

fn check_certificate(
    token: &TimestampToken,
    certificate: &Certificate,
    context: &SigningContext<'_>,
) -> Result<(), TimestampFailure> {
    let question = Question {
        certificate,
        at: token.generated_at(),
        purpose: Purpose::Timestamping,
    };
    let report = path(question, token.cms().certificates(), context);
    match refusal(&report) {
        None => Ok(()),
        Some(reason) => Err(TimestampFailure::Certificate {
            subject: certificate.subject_display(),
            reason,
        }),
    }
}

/// Why a path does not count. What is merely not known yet may be known when the file is judged; "on hold" is known.
fn refusal(report: &PathReport) -> Option<PathIndication> {
    let on_hold = matches!(report.revocation_status(), RevocationStatus::Revoked { .. });
    report
        .sub_indication()
        .filter(|found| *found != PathIndication::TryLater || on_hold)
}

/// How far an authority's clock may be behind the time of signing.
const BEHIND: SignedDuration = SignedDuration::from_mins(15);

/// How far a timestamp may be ahead: waiting for slow authorities takes part of it (G3).
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

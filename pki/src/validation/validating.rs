//! One chain that ends in an anchor, judged by the engine and by what the engine leaves out.

use jiff::Timestamp;

use super::certified::Certified;
use super::{PathProblem, PathRequest, form};
use crate::certificate::Certificate;
use crate::path::{Task, out_of_time};

/// The engine's objection to one chain that ends in an anchor, for the time `at`.
pub(super) fn find_problem(
    chain: &[&Certificate],
    certified: &Certified<'_>,
    at: Timestamp,
) -> Option<PathProblem> {
    let request = certified.request();
    let owned = || -> Vec<Certificate> { chain.iter().map(|one| (*one).clone()).collect() };
    match ask_engine(chain, certified, Some(at), request) {
        Err(problem) => return Some(problem),
        Ok(None) => return form::check(&owned()),
        Ok(Some(_)) => {}
    }
    // Without regard to time the same chain may be sound: then time is all that is wrong with it, if anything; the
    // engine takes the last second of a validity period for expired (RFC 5280, section 4.1.2.5: inclusive).
    match ask_engine(chain, certified, None, request) {
        Err(problem) => Some(problem),
        Ok(None) => out_of_time(&owned(), at).or_else(|| form::check(&owned())),
        Ok(problem) => problem,
    }
}

/// One validation; `None` for the time leaves validity periods out.
fn ask_engine(
    chain: &[&Certificate],
    certified: &Certified<'_>,
    time: Option<Timestamp>,
    request: &PathRequest<'_>,
) -> Result<Option<PathProblem>, PathProblem> {
    let unusable = || PathProblem::Unusable;
    let (target, last) = chain.first().zip(chain.last()).ok_or_else(unusable)?;
    let engine = certified.store().engine(last).ok_or_else(unusable)?;
    let between = chain
        .get(1..chain.len().saturating_sub(1))
        .unwrap_or_default();
    let x509 = target.x509().map_err(|_| unusable())?;
    let task = Task {
        time: time.map(Timestamp::as_second),
        policies: request.policies.clone(),
    };
    let others = between.iter().filter_map(|other| other.x509().ok());
    let outcome = engine.validate(x509, others, &task);
    let outcome = outcome.map_err(|_| unusable())?;
    if outcome.code != VALID {
        let chain: Vec<Certificate> = chain.iter().map(|member| (*member).clone()).collect();
        return Ok(Some(PathProblem::explain(
            outcome.code,
            outcome.depth,
            &chain,
        )));
    }
    let members = chain.iter().map(|member| member.x509());
    let same = outcome.chain.len() == chain.len()
        && members
            .zip(&outcome.chain)
            .all(|(wanted, found)| wanted.is_ok_and(|wanted| *wanted == **found));
    match same {
        true => Ok(None),
        false => Err(PathProblem::BadSignature { depth: 0 }),
    }
}

const VALID: i32 = openssl_sys::X509_V_OK;

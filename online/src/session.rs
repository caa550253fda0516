//! One verification: a budget, and a log of requests and their results.

mod request_log;

use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use jiff::Timestamp;
use kyso_pki::{Certificate, Evidence, EvidenceId, EvidenceSource};

use crate::answer::Item;
use crate::client::Online;
use crate::error::{FetchBudget, FetchError};
use crate::fetcher::RemainingBudget;
use crate::guard::shown_url;
use crate::obtained::{FetchOrigin, Obtained, digest_of};
use crate::question::{Authentication, Question};
use crate::settings::VerificationBudget;
pub use request_log::{Attempt, AttemptOutcome, Sought};
use request_log::{RequestLog, outcome};

/// A source of evidence for one verification.
#[derive(Debug)]
pub struct Session {
    online: Online,
    budget: VerificationBudget,
    request_log: Mutex<RequestLog>,
}

impl Session {
    pub(crate) fn new(online: Online, budget: VerificationBudget) -> Self {
        Self {
            online,
            budget,
            request_log: Mutex::default(),
        }
    }

    /// Everything that was tried, in order.
    #[must_use]
    pub fn attempts(&self) -> Vec<Attempt> {
        self.lock().attempts.clone()
    }

    /// Where a list or response came from, if this verification got it from here (F10).
    #[must_use]
    pub fn fetched(&self, id: &EvidenceId) -> Option<FetchOrigin> {
        self.lock().fetched.get(digest_of(id)).cloned()
    }

    /// Asks responders in the order of the certificate; whether one of them settled the matter.
    fn ask_responders(&self, about: About<'_>, found: &mut Evidence) -> bool {
        let urls = offered(about.certificate.ocsp_urls());
        for url in &urls {
            let question = Question::Ocsp {
                url,
                certificate: about.certificate,
                issuer: about.issuer,
            };
            let Ok(obtained) = self.ask(&question, Sought::Ocsp, about.certificate, Some(about.at))
            else {
                continue;
            };
            if let Item::Ocsp(response) = &obtained.answer.item {
                let settled = question.authentication(&obtained.answer) == Authentication::ByIssuer
                    && response.is_conclusive_about(about.certificate, about.issuer);
                if let Some(responder) = question.delegate(&obtained.answer) {
                    let at = response.produced_at();
                    self.watch_responder(responder, About { at, ..about }, found);
                }
                found.merge(Evidence {
                    ocsp_responses: vec![response.clone()],
                    ..Evidence::default()
                });
                if settled {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the responder itself is revoked is in the lists of its issuer, unless its certificate waives the question
    /// (RFC 6960, section 4.2.2.2.1).
    fn watch_responder(&self, responder: &Certificate, about: About<'_>, found: &mut Evidence) {
        if !responder.has_ocsp_no_check() && responder != about.certificate {
            let certificate = responder;
            self.ask_lists(
                About {
                    certificate,
                    ..about
                },
                found,
            );
        }
    }

    /// Asks for lists in the order of the certificate, until one covers it whole.
    fn ask_lists(&self, about: About<'_>, found: &mut Evidence) {
        let urls = offered(about.certificate.crl_urls());
        if urls.is_empty() {
            self.note_nothing_offered(about.certificate, Sought::Crl);
        }
        for url in &urls {
            let question = Question::Crl {
                url,
                issuer: about.issuer,
            };
            let Ok(obtained) = self.ask(&question, Sought::Crl, about.certificate, Some(about.at))
            else {
                continue;
            };
            if let Item::Crl(list) = &obtained.answer.item {
                let settled = question.authentication(&obtained.answer) == Authentication::ByIssuer
                    && list.is_complete();
                found.merge(Evidence {
                    crls: vec![list.clone()],
                    ..Evidence::default()
                });
                if settled {
                    return;
                }
            }
        }
    }

    /// One question within the budget, noted in the log.
    fn ask(
        &self,
        question: &Question<'_>,
        sought: Sought,
        certificate: &Certificate,
        at: Option<Timestamp>,
    ) -> Result<Obtained, FetchError> {
        let began = Instant::now();
        let received = AtomicU64::new(0);
        let remaining = self.lock().remaining(&self.budget, &received);
        let obtained = self.online.obtain(question, at, remaining);
        let obtained = obtained.map_err(|error| self.name_budget(error, remaining));
        let mut request_log = self.lock();
        request_log.spend(began.elapsed(), remaining.received, &obtained);
        request_log.is_exhausted |= matches!(&obtained, Err(FetchError::Budget { .. }));
        let outcome = match &obtained {
            Ok(obtained) => outcome(obtained),
            Err(error) => AttemptOutcome::Failed(error.clone()),
        };
        if let Ok(obtained) = &obtained {
            self.record(&mut request_log, obtained);
        }
        request_log.note(certificate, sought, question.url(), outcome);
        drop(request_log);
        obtained
    }

    fn record(&self, request_log: &mut RequestLog, obtained: &Obtained) {
        let fetched = FetchOrigin {
            url: shown_url(&obtained.answer.url),
            at: obtained.answer.fetched_at,
            from_cache: obtained.from_cache,
        };
        for sha256 in obtained.answer.item.digests() {
            self.online.record(sha256, &fetched);
            request_log.fetched.insert(sha256, fetched.clone());
        }
    }

    /// What was cut short by the end of the budget fails because of the budget, which is named as a whole.
    fn name_budget(&self, error: FetchError, remaining: RemainingBudget<'_>) -> FetchError {
        let (budget, limit) = match error {
            FetchError::Busy if Instant::now() >= remaining.deadline => {
                let limit = u64::try_from(self.budget.time.as_millis());
                (FetchBudget::Milliseconds, limit.unwrap_or(u64::MAX))
            }
            FetchError::Budget {
                budget: budget @ FetchBudget::Bytes,
                ..
            } => (budget, self.budget.bytes),
            FetchError::Budget {
                budget: budget @ FetchBudget::Requests,
                ..
            } => (budget, self.budget.requests as u64),
            other => return other,
        };
        FetchError::Budget { budget, limit }
    }

    fn note_nothing_offered(&self, certificate: &Certificate, sought: Sought) {
        let outcome = AttemptOutcome::Failed(FetchError::NotOffered);
        self.lock().note(certificate, sought, "", outcome);
    }

    fn lock(&self) -> MutexGuard<'_, RequestLog> {
        self.request_log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl EvidenceSource for Session {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        let about = About {
            certificate,
            issuer,
            at,
        };
        let mut found = Evidence::default();
        if !self.ask_responders(about, &mut found) {
            self.ask_lists(about, &mut found);
        }
        found
    }

    /// Certificates found at the places that `certificate` names: its issuer first, then what came along.
    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        let depth = self.lock().depth(certificate);
        let urls = offered(certificate.issuer_urls());
        if urls.is_empty() {
            self.note_nothing_offered(certificate, Sought::Issuer);
        }
        if depth >= self.budget.issuer_depth {
            let error = FetchError::Budget {
                budget: FetchBudget::IssuerDepth,
                limit: self.budget.issuer_depth as u64,
            };
            let outcome = AttemptOutcome::Failed(error);
            self.lock().note(certificate, Sought::Issuer, "", outcome);
            return Vec::new();
        }
        for url in &urls {
            let question = Question::Issuers { url, certificate };
            if let Ok(obtained) = self.ask(&question, Sought::Issuer, certificate, None)
                && let Item::Certificates(found) = &obtained.answer.item
            {
                self.lock().note_depth(found, depth + 1);
                return issuers_first(certificate, found);
            }
        }
        Vec::new()
    }

    fn is_exhausted(&self) -> bool {
        self.lock().is_exhausted
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<kyso_pki::Fetched> {
        self.lock().fetched.get(sha256).cloned().map(Into::into)
    }
}

impl Online {
    /// A source for one verification, with one budget for all its questions.
    #[must_use]
    pub fn session(&self) -> Session {
        Session::new(self.clone(), self.budget())
    }
}

impl EvidenceSource for Online {
    fn revocation(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Timestamp,
    ) -> Evidence {
        self.session().revocation(certificate, issuer, at)
    }

    fn issuers(&self, certificate: &Certificate) -> Vec<Certificate> {
        self.session().issuers(certificate)
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<kyso_pki::Fetched> {
        self.origin(sha256).map(Into::into)
    }
}

/// What a question about revocation is about.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    certificate: &'a Certificate,
    issuer: &'a Certificate,
    at: Timestamp,
}

/// The places that a certificate names, each once, the first few.
fn offered(urls: Vec<String>) -> Vec<String> {
    let mut places = Vec::new();
    for url in urls {
        if places.len() < MAX_PLACES && !places.contains(&url) {
            places.push(url);
        }
    }
    places
}

fn issuers_first(certificate: &Certificate, found: &[Certificate]) -> Vec<Certificate> {
    let issued = |other: &Certificate| certificate.is_signed_by(other).unwrap_or(false);
    let (mut issuers, others): (Vec<_>, Vec<_>) = found.iter().cloned().partition(issued);
    issuers.extend(others);
    issuers
}

/// Places asked for one thing; real certificates name one or two.
const MAX_PLACES: usize = 8;

//! Where the evidence of one verification was fetched, kept as long as the verification.

use std::collections::HashMap;

use jiff::Timestamp;
use kyso_pki::{Certificate, Evidence, EvidenceSource, Fetched};
use kyso_verifier::Report;

/// Addresses and times by the SHA-256 of what was fetched. It gives no evidence.
#[derive(Debug, Clone, Default)]
pub struct FetchLog(HashMap<String, Fetched>);

impl FetchLog {
    /// What `source` says of the evidence in a report.
    pub fn of(report: &Report, source: &dyn EvidenceSource) -> Self {
        let items = report.evidence.iter();
        let fetched = items.filter_map(|item| {
            let sha256 = item.sha256();
            Some((
                base16ct::lower::encode_string(&sha256),
                source.fetched(&sha256)?,
            ))
        });
        fetched.collect()
    }
}

impl FromIterator<(String, Fetched)> for FetchLog {
    fn from_iter<I: IntoIterator<Item = (String, Fetched)>>(fetched: I) -> Self {
        Self(fetched.into_iter().collect())
    }
}

impl EvidenceSource for FetchLog {
    fn revocation(&self, _: &Certificate, _: &Certificate, _: Timestamp) -> Evidence {
        Evidence::default()
    }

    fn issuers(&self, _: &Certificate) -> Vec<Certificate> {
        Vec::new()
    }

    fn fetched(&self, sha256: &[u8; 32]) -> Option<Fetched> {
        self.0.get(&base16ct::lower::encode_string(sha256)).cloned()
    }
}

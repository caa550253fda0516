//! Timestamps that prove no time, and the certificate at fault.

use kyso_verifier::{PathValidation, Report, SignatureReport};

use super::is_signature;
use crate::error::DoubtfulTimestamp;

/// The timestamps in the signature and those of the document that do not count.
pub(super) fn doubts(report: &Report, signature: &SignatureReport) -> Vec<DoubtfulTimestamp> {
    let own = signature.validation.timestamps.iter();
    let own = own.filter_map(|timestamp| {
        Some(DoubtfulTimestamp {
            field: None,
            certificate: timestamp.path.as_ref().and_then(at_fault),
            reason: timestamp.conclusion.sub_indication?,
        })
    });
    let of_document = report.signatures.iter().filter(|one| !is_signature(one));
    let of_document = of_document.filter_map(|timestamp| {
        Some(DoubtfulTimestamp {
            field: Some(timestamp.field.clone()),
            certificate: timestamp.validation.path.as_ref().and_then(at_fault),
            reason: timestamp.sub_indication?,
        })
    });
    own.chain(of_document).collect()
}

/// The subject of the first certificate that fails, else of the authority's own.
fn at_fault(path: &PathValidation) -> Option<String> {
    let mut members = path.members.iter();
    let failing = members.find(|one| one.conclusion.sub_indication.is_some());
    let member = failing.or(path.members.first())?;
    Some(member.certificate.subject_display())
}

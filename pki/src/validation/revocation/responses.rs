//! What one OCSP response says (RFC 6960, sections 3.2 and 4.2.2).

use jiff::Timestamp;

use super::inquiry::RevocationInquiry;
use super::statements::{Statement, Verdict};
use super::time::{assumed_next_update, check_kept, check_time};
use crate::certificate::Certificate;
use crate::crl::Reasons;
use crate::ocsp::{CertificateStatus, OcspEntry, OcspResponse};
use crate::path::{EvidenceUse, RevocationGap};

impl RevocationInquiry<'_> {
    pub(super) fn ask_response(
        &self,
        response: &OcspResponse,
        entry: &OcspEntry,
        upwards: &[Certificate],
        at: Timestamp,
        nesting: usize,
    ) -> Result<Statement, RevocationGap> {
        let certificate = upwards.first().ok_or(RevocationGap::NoPath)?;
        if response.has_unknown_critical_extension() || entry.unknown_critical {
            return Err(RevocationGap::UnknownCriticalExtension);
        }
        let signer = self.response_signer(response, upwards, at, nesting)?;
        let used = EvidenceUse::of_response(response, entry, &signer);
        let mut evidence = vec![used];
        evidence.extend(signer.evidence);
        let verdict = match entry.status {
            CertificateStatus::Revoked(revoked) if self.counts(&revoked, at) => {
                Verdict::Revoked(revoked)
            }
            CertificateStatus::Revoked(revoked) => {
                check_in_time(entry, at)?;
                Verdict::Clear(Reasons::ALL, Some(revoked))
            }
            CertificateStatus::Good => {
                check_in_time(entry, at)?;
                check_kept(entry.this_update, entry.archive_cutoff, certificate)?;
                Verdict::Clear(Reasons::ALL, None)
            }
            CertificateStatus::Unknown => {
                check_in_time(entry, at)?;
                check_kept(entry.this_update, entry.archive_cutoff, certificate)?;
                Verdict::NotKnown
            }
        };
        Ok(Statement {
            verdict,
            voice: signer.voice,
            made: entry.this_update,
            evidence,
        })
    }
}

fn check_in_time(entry: &OcspEntry, at: Timestamp) -> Result<(), RevocationGap> {
    let assumed = || assumed_next_update(entry.this_update);
    let next_update = entry.next_update.unwrap_or_else(assumed);
    check_time(entry.this_update, Some(next_update), at)
}

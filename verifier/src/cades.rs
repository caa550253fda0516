//! CAdES beside PDF (ETSI EN 319 122-1; M8): a SignedData beside the file that it signs, or around it.
//!
//! Every signer is a signature of its own. Signature value, path, revocation, timestamps and algorithms are judged as for
//! signatures in a PDF. There are no revisions, roles or formal rules: what is signed may be anything, so the file is never
//! an original by itself. Archive timestamps and counter-signatures are not looked at.

use std::borrow::Cow;

use kyso_pki::{Cms, CmsError, EvidenceSource, TrustStore, sha256};

use crate::claimed_time::Claims;
use crate::conclusion::conclude;
use crate::container::{self, Container};
use crate::coverage::Covered;
use crate::digests::{Digests, SignedBytes};
use crate::error::VerifyError;
use crate::evidence;
use crate::examination::{level, validation};
use crate::file_findings::worst_verdict;
use crate::finding::{Completed, Finding};
use crate::holder::holder_kind;
use crate::inquiry::Inquiry;
use crate::judgement::Judgement;
use crate::legal;
use crate::memories::Memories;
use crate::permission::Permission;
use crate::policy::Policy;
use crate::report::{
    Coverage, Integrity, Modifications, Report, Revocation, Role, RoleBasis, Settings,
    SignatureKind, SignatureReport, SignedContent, SigningTime, Trust, TrustLevel, Verdict,
};
use crate::signature_with_time;

/// Verifies every signer of a CMS signature in DER, BER or PEM. `content` is the file beside it; a signature
/// around its content needs none, and has to hold the same bytes when there is one.
///
/// # Errors
/// [`VerifyError::Cms`], [`VerifyError::ContentMissing`], [`VerifyError::ContentType`], and [`VerifyError::Pdf`] for the
/// budgets of evidence.
pub fn verify_cms(
    signature: &[u8],
    content: Option<&[u8]>,
    trust: &TrustStore,
    policy: &Policy,
    source: &dyn EvidenceSource,
) -> Result<Report, VerifyError> {
    let der = match signature.starts_with(PEM) {
        true => Cow::Owned(Cms::from_pem(signature).ok_or(VerifyError::Pem)?),
        false => Cow::Borrowed(signature),
    };
    let signers = Cms::parse_all(&der)?;
    let first = signers.first().ok_or(CmsError::NoSigner)?;
    if !first.is_of_data() {
        let content_type = first.econtent_type().to_string();
        return Err(VerifyError::ContentType { content_type });
    }
    let embedded = first.econtent();
    let bytes = content.or(embedded).ok_or(VerifyError::ContentMissing)?;
    let signed = SignedContent {
        size: bytes.len(),
        sha256: sha256(bytes),
        is_embedded: embedded.is_some(),
    };
    let is_other = embedded.is_some_and(|embedded| embedded != bytes);
    let covered = Covered {
        coverage: Coverage::WholeFile,
        revision: None,
        parts: Some(std::iter::once(0..bytes.len()).collect()),
        finding: None,
    };
    let memories = Memories::of(trust);
    let digests = Digests::new(bytes, std::iter::once(&covered))?;
    let all = digests.of(covered.parts.as_deref().unwrap_or_default());
    let containers = signers.iter();
    let containers = containers.map(|cms| container::check_signer(cms.clone(), all, is_other));
    let containers: Vec<Container> = containers.collect();
    let pool = evidence::gather_carried(&containers, &policy.evidence, &memories.evidence)?;
    let mut inquiry = Inquiry::new(trust, policy, source, pool, memories.evidence);
    let signatures = (1..).zip(containers);
    let signatures: Vec<SignatureReport> = signatures
        .map(|(number, container)| signer(&mut inquiry, number, container, all, policy))
        .collect();
    let verdict = worst_verdict(&signatures);
    Ok(Report {
        size: signature.len(),
        sha256: sha256(signature),
        content: Some(signed),
        verdict,
        legal_status: legal::status(verdict, &signatures, &[]),
        copied_status: None,
        checked_at: policy.at,
        revisions: 0,
        signatures,
        findings: vec![Finding::SignsContent(signed)],
        settings: Settings::of(policy),
        evidence: inquiry.used.into_items(),
    })
}

/// Whether a file looks like a CMS in DER, BER or PEM, and not like a PDF.
#[must_use]
pub fn is_like_cms(bytes: &[u8]) -> bool {
    /// Object identifiers of PKCS #7 content types begin so, encoded.
    const PKCS_7: &[u8] = &[0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07];
    const HEAD: usize = 32;
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let is_sequence = head.first() == Some(&0x30);
    let is_typed = head.windows(PKCS_7.len()).any(|part| part == PKCS_7);
    let labels: [&[u8]; 2] = [b"-----BEGIN CMS", b"-----BEGIN PKCS"];
    (is_sequence && is_typed) || labels.iter().any(|label| head.starts_with(label))
}

/// One signer.
fn signer(
    inquiry: &mut Inquiry<'_>,
    number: usize,
    container: Container,
    all: SignedBytes<'_, '_>,
    policy: &Policy,
) -> SignatureReport {
    let judged = signature_with_time::judge(inquiry, &container, None, Some(all));
    let claims = Claims::of_container(&container);
    let is_intact = container.integrity == Integrity::Intact;
    let time = claims.signing_time(&judged, is_intact);
    let mut report = report(number, &container, &judged, time);
    let claimed = claims.findings(report.signer.as_ref(), &judged, policy);
    report.findings.extend(claimed);
    conclude(&mut report, container, judged, policy);
    report
}

fn report(
    number: usize,
    container: &Container,
    judged: &Judgement,
    time: SigningTime,
) -> SignatureReport {
    let untrusted = Trust {
        anchor: None,
        class: TrustLevel::None,
        revocation: Revocation::Unknown,
    };
    let trust = judged.answer.as_ref().map(|answer| answer.trust.clone());
    SignatureReport {
        field: format!("SignerInfo {number}"),
        kind: SignatureKind::Signature,
        role: Role::Unknown,
        role_basis: RoleBasis::None,
        copy_form: None,
        verdict: Verdict::Indeterminate,
        sub_indication: container.sub_indication,
        integrity: container.integrity,
        coverage: Coverage::WholeFile,
        modifications: Modifications::None,
        changes: Vec::new(),
        changes_omitted: 0,
        signer: container.certificate.clone(),
        holder: None,
        signing_time: time,
        level: level(Some("ETSI.CAdES.detached"), container, judged),
        renewal: None,
        trust: trust.unwrap_or(untrusted),
        sub_filter: None,
        certification: None,
        form: Vec::new(),
        findings: Vec::new(),
        place: None,
        ink: None,
        revision: None,
        byte_range: None,
        validation: validation(container, judged),
        holder_kind: container.certificate.as_ref().and_then(holder_kind),
        permission: Permission::default(),
        completed: Completed::default(),
        bars_original: false,
    }
}

/// How PEM text begins.
const PEM: &[u8] = b"-----BEGIN ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_cms_is_known_by_its_first_bytes() {
        let der = [0x30, 0x80, 6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 13, 1, 7, 2];
        assert!(is_like_cms(&der));
        assert!(is_like_cms(b"-----BEGIN PKCS7-----\nMIA"));
        assert!(is_like_cms(b"-----BEGIN CMS-----\n"));
        for other in [
            &b"%PDF-1.7\n"[..],
            b"",
            b"0",
            b"-----BEGIN CERTIFICATE-----",
            b"MIME-Version: 1.0",
        ] {
            assert!(!is_like_cms(other));
        }
    }
}

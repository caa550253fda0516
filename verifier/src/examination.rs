//! One signature, examined on its own: bytes, container, time, trust.

use kyso_pdf::PdfError;
use kyso_pki::{DigestAlgorithm, KnownCertificates};

use crate::claimed_time::Claims;
use crate::conclusion::conclude;
use crate::container::{self, Container};
use crate::digests::{Digests, SignedBytes};
use crate::document_timestamp;
use crate::finding::{Completed, Finding};
use crate::form::{self, Appearance, LookBudget};
use crate::holder::holder_kind;
use crate::inquiry::Inquiry;
use crate::judgement::Judgement;
use crate::later_changes::LaterChanges;
use crate::permission::Permission;
use crate::policy::Policy;
use crate::report::{
    Acceptance, Conclusion, Identification, Integrity, Level, Modifications, Revocation, Role,
    RoleBasis, SignatureKind, SignatureReport, SigningTime, SubIndication, Trust, TrustLevel,
    Validation, Verdict,
};
use crate::signature_with_time;
use crate::subject::{Examined, Subject};

impl Subject<'_, '_, '_> {
    /// Checks the container against the signed bytes.
    pub(crate) fn check_container(
        &self,
        digests: &Digests<'_>,
        known: KnownCertificates<'_>,
    ) -> Container {
        let Some(parts) = &self.covered.parts else {
            let finding = self.covered.finding.clone();
            return Container::unreadable(finding.unwrap_or(Finding::ByteRangeMalformed));
        };
        container::check(self.value, digests.of(parts), known)
    }

    /// With what the container says that it digested the bytes; it is looked into for that alone.
    pub(crate) fn digest_algorithm(&self, known: KnownCertificates<'_>) -> Option<DigestAlgorithm> {
        self.covered.parts.as_ref()?;
        container::digest_algorithm(self.value, known)
    }

    /// Judges who signed and when. Timestamps are judged newest first, before any signature.
    pub(crate) fn judge(
        &self,
        inquiry: &mut Inquiry<'_>,
        container: &Container,
        digests: &Digests<'_>,
    ) -> Judgement {
        if self.value.is_document_timestamp() {
            return document_timestamp::judge(inquiry, self, container);
        }
        let parts = self.covered.parts.as_ref();
        let signed: Option<SignedBytes<'_, '_>> = parts.map(|parts| digests.of(parts));
        signature_with_time::judge(inquiry, container, self.covered.revision, signed)
    }

    /// Puts everything together.
    pub(crate) fn examine(
        &self,
        container: Container,
        judged: Judgement,
        later: LaterChanges,
        policy: &Policy,
        pixels: &LookBudget,
    ) -> Examined {
        // A look that cannot be drawn proves nothing: no role and no picture.
        let appearance = form::appearance(&self.view, self.field, pixels).ok();
        let claims = Claims::of(self.value, &container);
        let is_intact = container.integrity == Integrity::Intact;
        let time = claims.signing_time(&judged, is_intact);
        let mut report = self.report(&container, &judged, time);
        report.modifications = later.modifications;
        report.changes = later.changes;
        report.changes_omitted = later.omitted;
        report.completed = later.completed;
        report.place = appearance.as_ref().and_then(|a| a.place);
        report.ink = appearance.as_ref().and_then(Appearance::ink_area);
        let signer = report.signer.as_ref();
        let claimed = claims.findings(signer, &judged, policy);
        report.findings.extend(claimed);
        let mut container = container;
        if let Some(doubt) = later.doubt {
            container.doubt = container.doubt.or(Some(SubIndication::Generic));
            report.findings.push(doubt);
        }
        conclude(&mut report, container, judged, policy);
        Examined {
            report,
            appearance,
            open: later.open,
        }
    }

    /// The changes that the signature itself allows afterwards, by its own revision.
    pub(crate) fn stated_permission(&self) -> Result<Permission, PdfError> {
        let Some(revision) = self.covered.revision else {
            return Ok(Permission::default());
        };
        let signed = self.view.document().at(revision);
        Permission::of(&signed, self.field, self.value)
    }

    fn findings(&self) -> Vec<Finding> {
        let shared = self.shared.then_some(Finding::SharedValue);
        let covered = self.covered.finding.iter().cloned();
        let own = covered.chain(shared);
        own.chain(self.misplaced.clone()).collect()
    }

    fn report(
        &self,
        container: &Container,
        judged: &Judgement,
        time: SigningTime,
    ) -> SignatureReport {
        let sub_filter = self.value.sub_filter().map(ToString::to_string);
        let kind = match self.value.is_document_timestamp() {
            true => SignatureKind::DocumentTimestamp,
            false => SignatureKind::Signature,
        };
        let untrusted = Trust {
            anchor: None,
            class: TrustLevel::None,
            revocation: Revocation::Unknown,
        };
        let trust = judged.answer.as_ref().map(|answer| answer.trust.clone());
        SignatureReport {
            field: self.field.name.clone(),
            kind,
            role: Role::Unknown,
            role_basis: RoleBasis::None,
            copy_form: None,
            verdict: Verdict::Indeterminate,
            sub_indication: container.sub_indication,
            integrity: container.integrity,
            coverage: self.covered.coverage,
            modifications: Modifications::Forbidden,
            changes: Vec::new(),
            changes_omitted: 0,
            signer: container.certificate.clone(),
            holder: None,
            signing_time: time,
            level: level(sub_filter.as_deref(), container, judged),
            renewal: None,
            trust: trust.unwrap_or(untrusted),
            sub_filter,
            certification: self.certification,
            form: Vec::new(),
            findings: self.findings(),
            place: None,
            ink: None,
            revision: self.covered.revision,
            byte_range: self.value.byte_range.clone(),
            validation: validation(container, judged),
            holder_kind: container.certificate.as_ref().and_then(holder_kind),
            permission: self.permission.clone(),
            completed: Completed::default(),
            bars_original: false,
        }
    }
}

/// The trace of the blocks, before the conclusion completes it.
pub(crate) fn validation(container: &Container, judged: &Judgement) -> Validation {
    let certificate = container.certificate.as_ref();
    let found = match certificate {
        Some(_) => Conclusion::PASSED,
        None => Conclusion::indeterminate(SubIndication::NoSigningCertificateFound),
    };
    Validation {
        format: Conclusion::PASSED,
        identification: Identification {
            conclusion: found,
            certificate: certificate.map(kyso_pki::Certificate::sha256),
        },
        context: judged.context,
        path: judged.answer.as_ref().map(|answer| answer.path.clone()),
        cryptography: Conclusion::PASSED,
        acceptance: Acceptance {
            conclusion: Conclusion::PASSED,
            algorithms: Vec::new(),
        },
        timestamps: judged.timestamps.clone(),
        existence: judged.existence.clone(),
        past: judged.past,
    }
}

/// The level as far as the signature itself gives it (ETSI EN 319 142-1, 6.3): a baseline signature
/// names its certificate, and a timestamp counts only for bytes that were signed.
pub(crate) fn level(sub_filter: Option<&str>, container: &Container, judged: &Judgement) -> Level {
    let intact = container.integrity == Integrity::Intact;
    match sub_filter {
        Some("ETSI.CAdES.detached") if intact && !container.names_certificate => Level::Cms,
        Some("ETSI.CAdES.detached") if intact && !judged.existence.is_empty() => Level::Bt,
        Some("ETSI.CAdES.detached") => Level::Bb,
        _ => Level::Cms,
    }
}

//! One signature, examined on its own: bytes, container, time, trust.

use kyso_pdf::{PdfError, SignatureField, SignatureValue, View};
use kyso_pki::{Purpose, TrustStore};

use crate::conclusion::{conclude, is_proven};
use crate::container::{self, Container};
use crate::coverage::Covered;
use crate::digests::Digests;
use crate::finding::Finding;
use crate::form::{self, Appearance};
use crate::later_changes::LaterChanges;
use crate::permission::Permission;
use crate::policy::{FormCheck, Policy};
use crate::report::{
    Level, Modifications, Revocation, Role, SignatureKind, SignatureReport, SigningTime,
    TimeSource, Trust, TrustLevel, Verdict,
};
use crate::time::parse_pdf_date;
use crate::timestamp;
use crate::trust::{Trusted, judge};

/// One signature to be examined.
pub(crate) struct Subject<'s, 'd, 'a> {
    pub(crate) view: View<'d, 'a>,
    pub(crate) field: &'s SignatureField,
    pub(crate) value: &'s SignatureValue,
    pub(crate) covered: Covered,
    /// Whether other fields have the same value.
    pub(crate) shared: bool,
    /// What it and the signatures before it allow afterwards.
    pub(crate) permission: Permission,
    /// `P` when it certifies the document.
    pub(crate) certification: Option<u8>,
    /// What is wrong with a certification at this place.
    pub(crate) misplaced: Option<Finding>,
}

/// A report under construction, with what the formal rules need.
pub(crate) struct Examined {
    pub(crate) report: SignatureReport,
    pub(crate) appearance: Option<Appearance>,
}

impl Subject<'_, '_, '_> {
    pub(crate) fn examine(
        &self,
        store: &TrustStore,
        policy: &Policy,
        later: LaterChanges,
        digests: &Digests<'_>,
    ) -> Result<Examined, PdfError> {
        let mut container = self.check_container(digests);
        let appearance = match policy.form {
            // What cannot be drawn proves nothing: no role and no picture.
            FormCheck::Full | FormCheck::Pictures => form::appearance(&self.view, self.field).ok(),
            FormCheck::Off => None,
        };
        let time = self.signing_time(&mut container, store, policy);
        let trusted = self.trusted(&container, store, policy, &time);
        let mut report = self.report(&container, &trusted);
        report.modifications = later.modifications;
        report.changes = later.changes;
        report.changes_omitted = later.omitted;
        report.signing_time = time;
        if container.stated_time.is_some() && is_proven(&report, trusted.as_ref()) {
            report.signing_time.source = TimeSource::DocumentTimestamp;
        }
        report.place = appearance.as_ref().and_then(|a| a.place);
        conclude(&mut report, container, trusted, policy);
        Ok(Examined { report, appearance })
    }

    fn check_container(&self, digests: &Digests<'_>) -> Container {
        let Some(parts) = &self.covered.parts else {
            let finding = self.covered.finding.clone();
            return Container::unreadable(finding.unwrap_or(Finding::ByteRangeMalformed));
        };
        container::check(self.value, digests.of(parts))
    }

    /// What the signature itself allows afterwards, as its own revision says it.
    pub(crate) fn stated_permission(&self) -> Result<Permission, PdfError> {
        let Some(revision) = self.covered.revision else {
            return Ok(Permission::default());
        };
        let signed = self.view.document().at(revision);
        Permission::of(&signed, self.field, self.value)
    }

    /// F4: a signature timestamp that is sound and trusted, else the claim.
    fn signing_time(
        &self,
        container: &mut Container,
        store: &TrustStore,
        policy: &Policy,
    ) -> SigningTime {
        if let Some(time) = container.stated_time {
            return SigningTime {
                value: Some(time),
                source: TimeSource::Claimed,
            };
        }
        if let Some((token, covers)) = container.timestamp.take() {
            match timestamp::certified_time(&token, &covers, store, policy.at) {
                Ok(time) => {
                    container.has_timestamp = true;
                    return SigningTime {
                        value: Some(time),
                        source: TimeSource::SignatureTimestamp,
                    };
                }
                Err(reason) => container
                    .findings
                    .push(Finding::TimestampUnsound { reason }),
            }
        }
        let written = self.value.text("M");
        let claimed = written.as_deref().and_then(parse_pdf_date);
        let claimed = claimed.or(container.claimed_time);
        SigningTime {
            value: claimed,
            source: match claimed {
                Some(_) => TimeSource::Claimed,
                None => TimeSource::None,
            },
        }
    }

    fn trusted(
        &self,
        container: &Container,
        store: &TrustStore,
        policy: &Policy,
        time: &SigningTime,
    ) -> Option<Trusted> {
        let certificate = container.certificate.as_ref()?;
        let timestamp = self.value.is_document_timestamp();
        let purpose = match timestamp {
            true => Purpose::Timestamping,
            false => Purpose::DocumentSigning,
        };
        let certified = time
            .value
            .filter(|_| time.source == TimeSource::SignatureTimestamp);
        Some(judge(
            store,
            certificate,
            &container.certificates,
            certified.unwrap_or(policy.at),
            certified.is_some(),
            purpose,
        ))
    }

    fn findings(&self) -> Vec<Finding> {
        let shared = self.shared.then_some(Finding::SharedValue);
        let covered = self.covered.finding.iter().cloned();
        let own = covered.chain(shared);
        own.chain(self.misplaced.clone()).collect()
    }

    fn report(&self, container: &Container, trusted: &Option<Trusted>) -> SignatureReport {
        let sub_filter = self.value.sub_filter().map(ToString::to_string);
        let kind = match self.value.is_document_timestamp() {
            true => SignatureKind::DocumentTimestamp,
            false => SignatureKind::Signature,
        };
        let pades = sub_filter.as_deref() == Some("ETSI.CAdES.detached");
        let untrusted = Trust {
            anchor: None,
            class: TrustLevel::None,
            revocation: Revocation::Unknown,
        };
        SignatureReport {
            field: self.field.name.clone(),
            kind,
            role: Role::Unknown,
            verdict: Verdict::Indeterminate,
            sub_indication: container.sub_indication,
            integrity: container.integrity,
            coverage: self.covered.coverage,
            modifications: Modifications::Forbidden,
            changes: Vec::new(),
            changes_omitted: 0,
            signer: container.certificate.clone(),
            signing_time: SigningTime {
                value: None,
                source: TimeSource::None,
            },
            level: match (pades, container.has_timestamp) {
                (true, true) => Level::Bt,
                (true, false) => Level::Bb,
                (false, _) => Level::Cms,
            },
            trust: trusted.as_ref().map_or(untrusted, |t| t.trust.clone()),
            sub_filter,
            certification: self.certification,
            form: Vec::new(),
            findings: self.findings(),
            place: None,
            revision: self.covered.revision,
            byte_range: self.value.byte_range.clone(),
            permission: self.permission.clone(),
        }
    }
}

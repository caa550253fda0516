//! The JSON form of a report: names fixed by contract, additions allowed. One type for each object in it
//! ([`VerificationReport`], [`ValidationTrace`]), from which its JSON Schema is made: a member is added in one place.

mod completion;
mod document;
mod holder;
mod package;
pub(crate) mod schema;
mod trace;
mod validation;
mod values;

use kyso_pki::{Certificate, EvidenceSource};
use serde::Serialize;
use serde_json::Value;

use super::{Report, SignatureReport};
use crate::algorithm_policy::GovernmentSha1;
use crate::finding::Finding;
use crate::policy::{self, ENGINE_VERSION, POLICY_VERSION};
use kyso_words::Lang;

pub use completion::{Completion, CompletionKind};
pub use document::{
    Change, Fact, FileFacts, FileName, FormFinding, Place, ReadError, Signature, SignedContent,
    Signer, SigningTime, Trust, UnreadableFile, Verification, VerificationReport,
    VerificationResult, VerificationSchema, VisualChange,
};
pub use holder::{
    DirectoryHolder, DirectoryMandate, DirectoryOrganisation, DirectoryState, HolderIs,
};
pub use package::{PackageFault, PackageSchema, PackageVerification};
pub use schema::{definitions, schema_of_package, schema_of_validation, schema_of_verification};
pub use trace::{
    Acceptance, Algorithm, CertificateFacts, Conclusion, Content, Context, DecisiveEvidence,
    EvidenceFacts, EvidenceItem, FileDigest, Identification, Member, Origin, Path, Proof, Revoked,
    Status, Timestamp, TracedSignature, Validation, ValidationSchema, ValidationTrace,
};
pub use values::{Digest, Engine, Moment, Renewal, Settings, Sha1, UnknownRevocation};

impl Report {
    /// The report for programs, schema `kyso.verification/1`. Pages and revisions count from 1; messages are in the
    /// language `lang`.
    #[must_use]
    pub fn verification_report(&self, file_name: &str, lang: Lang) -> VerificationReport {
        VerificationReport {
            schema: VerificationSchema::V1,
            file: FileFacts {
                name: file_name.to_owned(),
                path: None,
                size: self.size,
                sha256: Digest(self.sha256),
            },
            signed_content: self.content.map(|content| SignedContent {
                size: content.size,
                sha256: Digest(content.sha256),
                embedded: content.is_embedded,
            }),
            verdict: self.verdict,
            headline: self.headline(lang),
            legal_status: self.legal_status,
            copied_status: self.copied_status,
            checked_at: self.checked_at.into(),
            made_at: None,
            engine: engine(&self.settings),
            revisions: self.revisions,
            rules: self.rules(lang),
            messages: texts(&self.findings, lang),
            signatures: self
                .signatures
                .iter()
                .map(|one| one.signature(lang))
                .collect(),
            completions: completion::all(self, lang),
            next_step: None,
            needs_care: None,
            visual_changes: None,
            evidence: None,
        }
    }

    /// As [`Report::verification_report`], with the trace of the validation: a member `validation` for each signature, and the list
    /// `evidence`. `source` says where it fetched what it gave.
    #[must_use]
    pub fn detailed_verification_report(
        &self,
        file_name: &str,
        lang: Lang,
        source: &dyn EvidenceSource,
    ) -> VerificationReport {
        let trace = self.trace(source);
        let mut report = self.verification_report(file_name, lang);
        report.evidence = Some(trace.evidence);
        for (signature, traced) in report.signatures.iter_mut().zip(trace.signatures) {
            signature.validation = Some(traced.validation);
        }
        report
    }

    /// [`Report::verification_report`] as a value.
    #[must_use]
    pub fn to_json(&self, file_name: &str, lang: Lang) -> Value {
        self.verification_report(file_name, lang).to_json()
    }

    /// [`Report::trace`] as a value.
    #[must_use]
    pub fn validation_json(&self, source: &dyn EvidenceSource) -> Value {
        value(&self.trace(source))
    }
}

impl VerificationReport {
    /// The report as a value.
    #[must_use]
    pub fn to_json(&self) -> Value {
        value(self)
    }
}

/// Text keys and finite depth: these types always have a value.
pub(super) fn value(object: &impl Serialize) -> Value {
    serde_json::to_value(object).unwrap_or_default()
}

impl SignatureReport {
    fn signature(&self, lang: Lang) -> Signature {
        Signature {
            field: self.field.clone(),
            kind: self.kind,
            role: self.role,
            role_basis: self.role_basis,
            role_text: self.role_text(lang),
            copy_form: self.copy_form,
            verdict: self.verdict,
            sub_indication: self.sub_indication,
            integrity: self.integrity,
            content: self.content(),
            coverage: self.coverage,
            modifications: self.modifications,
            changes: self.changes.iter().map(|one| change(one, lang)).collect(),
            changes_omitted: self.changes_omitted,
            signer: self.signer.as_ref().map(signer),
            directory: self.holder.as_ref().map(|one| holder::known(one, lang)),
            signing_time: SigningTime {
                value: self.signing_time.value.map(Moment::from),
                source: self.signing_time.source,
            },
            level: self.level,
            renewal: self.renewal.as_ref().map(renewal),
            trust: Trust {
                anchor: self.trust.anchor.clone(),
                class: self.trust.class,
                revocation: self.trust.revocation,
            },
            sub_filter: self.sub_filter.clone(),
            certification: self.certification,
            revision: self.revision.map(|revision| revision + 1),
            byte_range: self.byte_range.clone(),
            place: self.place.as_ref().map(place),
            form: self.form.iter().map(|one| form(one, lang)).collect(),
            facts: self.facts(lang).map(|one| fact(one, lang)).into(),
            messages: texts(&self.findings, lang),
            reasons: None,
            warnings: None,
            validation: None,
        }
    }
}

fn signer(certificate: &Certificate) -> Signer {
    Signer {
        common_name: certificate.subject_common_name().map(Into::into),
        organization: certificate.subject_organization().map(Into::into),
        serial: certificate.serial_hex(),
        issuer: certificate.issuer_display(),
        not_before: certificate.not_before().into(),
        not_after: certificate.not_after().into(),
        certificate_sha256: certificate.sha256_hex(),
    }
}

/// The program, and the version of its rules (F10).
fn engine(settings: &super::Settings) -> Engine {
    Engine {
        name: "kyso".to_owned(),
        version: ENGINE_VERSION.to_owned(),
        policy: POLICY_VERSION.to_owned(),
        settings: settings_of(settings),
    }
}

fn settings_of(settings: &super::Settings) -> Settings {
    let (sha1, until) = match settings.government_sha1 {
        GovernmentSha1::Checked { until } => (Sha1::Checked, until),
        GovernmentSha1::Refused => (Sha1::Refuse, None),
    };
    Settings {
        unknown_revocation: match settings.unknown_revocation {
            policy::UnknownRevocation::Indeterminate => UnknownRevocation::Indeterminate,
            policy::UnknownRevocation::Warn => UnknownRevocation::Warn,
        },
        sha1,
        sha1_until: until.map(Moment::from),
    }
}

/// Until when the newest archive timestamp protects, and when to renew it.
fn renewal(renewal: &super::Renewal) -> Renewal {
    Renewal {
        due: renewal.due.into(),
        protected_until: renewal.protected_until.into(),
    }
}

fn texts(findings: &[Finding], lang: Lang) -> Vec<String> {
    findings.iter().map(|finding| finding.text(lang)).collect()
}

fn change(change: &crate::finding::Change, lang: Lang) -> Change {
    Change {
        revision: change.revision + 1,
        what: change.text(lang),
        object: change.object.map(|id| id.to_string()),
        page: change.page_index.map(|index| index + 1),
        field: change.field.clone(),
        permitted_by: change.permitted_by.map(|rule| rule.as_str()),
    }
}

fn form(finding: &crate::finding::FormFinding, lang: Lang) -> FormFinding {
    FormFinding {
        rule: finding.rule.as_str(),
        ok: finding.ok,
        step: finding.step(),
        message: finding.text(lang),
    }
}

fn fact(fact: super::Fact, lang: Lang) -> Fact {
    Fact {
        fact: fact.kind,
        label: fact.kind.label(lang),
        value: fact.value,
        known: fact.known,
    }
}

fn place(place: &super::Place) -> Place {
    let rect = place.rect;
    Place {
        page: place.page_index + 1,
        rect: [rect.left, rect.bottom, rect.right, rect.top],
    }
}

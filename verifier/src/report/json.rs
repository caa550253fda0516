//! The JSON form of a report: names fixed by contract, additions allowed.

mod validation;

use serde_json::{Value, json};

use super::validation::Renewal;
use super::{Place, Report, SignatureReport};
use crate::finding::{Change, FormFinding};
use crate::lang::Lang;
use crate::policy::{ENGINE_VERSION, POLICY_VERSION};
use crate::time::vietnam_iso;

impl Report {
    /// The report as JSON, schema `kyso.verification/1`. Pages and revisions
    /// count from 1; messages are in the language `lang`.
    #[must_use]
    pub fn to_json(&self, file_name: &str, lang: Lang) -> Value {
        let signatures = self.signatures.iter().map(|s| s.to_json(lang));
        json!({
            "schema": "kyso.verification/1",
            "file": {"name": file_name, "size": self.size, "sha256": hex(&self.sha256)},
            "verdict": self.verdict.as_str(),
            "headline": self.headline(lang),
            "legal_status": self.legal_status.as_str(),
            "checked_at": vietnam_iso(self.checked_at),
            "engine": engine(),
            "revisions": self.revisions,
            "messages": texts(&self.findings, lang),
            "signatures": signatures.collect::<Vec<_>>(),
        })
    }
}

impl SignatureReport {
    fn to_json(&self, lang: Lang) -> Value {
        let changes = self.changes.iter().map(|change| change_json(change, lang));
        let form = self.form.iter().map(|finding| form_json(finding, lang));
        json!({
            "field": self.field,
            "kind": self.kind.as_str(),
            "role": self.role.as_str(),
            "verdict": self.verdict.as_str(),
            "sub_indication": self.sub_indication.map(|s| s.as_str()),
            "integrity": self.integrity.as_str(),
            "coverage": self.coverage.as_str(),
            "modifications": self.modifications.as_str(),
            "changes": changes.collect::<Vec<_>>(),
            "changes_omitted": self.changes_omitted,
            "signer": self.signer_json(),
            "signing_time": {
                "value": self.signing_time.value.map(vietnam_iso),
                "source": self.signing_time.source.as_str(),
            },
            "level": self.level.as_str(),
            "renewal": renewal(self.renewal.as_ref()),
            "trust": {
                "anchor": self.trust.anchor,
                "class": self.trust.class.as_str(),
                "revocation": self.trust.revocation.as_str(),
            },
            "sub_filter": self.sub_filter,
            "certification": self.certification,
            "revision": self.revision.map(|revision| revision + 1),
            "byte_range": self.byte_range,
            "place": self.place.as_ref().map(place_json),
            "form": form.collect::<Vec<_>>(),
            "messages": texts(&self.findings, lang),
        })
    }

    fn signer_json(&self) -> Value {
        self.signer.as_ref().map_or(Value::Null, |certificate| {
            json!({
                "common_name": certificate.subject_common_name(),
                "organization": certificate.subject_organization(),
                "serial": certificate.serial_hex(),
                "issuer": certificate.issuer_display(),
                "not_before": vietnam_iso(certificate.not_before()),
                "not_after": vietnam_iso(certificate.not_after()),
                "certificate_sha256": certificate.sha256_hex(),
            })
        })
    }
}

/// The program, and the version of its rules (F10).
fn engine() -> Value {
    json!({"name": "kyso", "version": ENGINE_VERSION, "policy": POLICY_VERSION})
}

/// Until when the newest archive timestamp protects, and when to renew it.
fn renewal(renewal: Option<&Renewal>) -> Value {
    renewal.map_or(Value::Null, |renewal| {
        json!({
            "due": vietnam_iso(renewal.due),
            "protected_until": vietnam_iso(renewal.protected_until),
        })
    })
}

fn texts(findings: &[crate::finding::Finding], lang: Lang) -> Vec<String> {
    findings.iter().map(|finding| finding.text(lang)).collect()
}

fn change_json(change: &Change, lang: Lang) -> Value {
    json!({
        "revision": change.revision + 1,
        "what": change.text(lang),
        "object": change.object.map(|id| id.to_string()),
        "page": change.page_index.map(|index| index + 1),
        "field": change.field,
        "permitted_by": change.permitted_by.map(|rule| rule.as_str()),
    })
}

fn form_json(finding: &FormFinding, lang: Lang) -> Value {
    json!({"rule": finding.rule.as_str(), "ok": finding.ok, "message": finding.text(lang)})
}

fn place_json(place: &Place) -> Value {
    let rect = place.rect;
    json!({
        "page": place.page_index + 1,
        "rect": [rect.left, rect.bottom, rect.right, rect.top],
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

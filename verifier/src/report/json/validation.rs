//! The detailed JSON, schema `kyso.validation/1`: every building block of ETSI EN 319 102-1 with its result, and the
//! evidence behind it (F10).

use std::collections::HashMap;

use jiff::Timestamp;
use kyso_pki::{
    Certificate, EvidenceId, EvidenceSource, EvidenceUse, RevocationGap, RevocationReason,
    RevocationStatus,
};
use serde_json::{Value, json};

use super::hex;
use crate::lang::Lang;
use crate::report::Report;
use crate::report::evidence::{EvidenceContent, EvidenceItem, EvidenceOrigin};
use crate::report::validation::{
    AlgorithmUse, Conclusion, PathMember, PathValidation, ProofOfExistence, TimestampValidation,
    Validation,
};
use crate::time::vietnam_iso;

impl Report {
    /// The report with the trace of its validation: as [`Report::to_json`], with a member `validation` for each
    /// signature, and the list `evidence`. `source` says where it fetched what it gave.
    #[must_use]
    pub fn to_detailed_json(
        &self,
        file_name: &str,
        lang: Lang,
        source: &dyn EvidenceSource,
    ) -> Value {
        let mut report = self.to_json(file_name, lang);
        let trace = self.validation_json(source);
        report["evidence"] = trace["evidence"].clone();
        let signatures = report["signatures"].as_array_mut();
        let traces = trace["signatures"].as_array().cloned().unwrap_or_default();
        for (signature, trace) in signatures.into_iter().flatten().zip(traces) {
            signature["validation"] = trace["validation"].clone();
        }
        report
    }

    /// The trace of the validation alone, schema `kyso.validation/1`.
    #[must_use]
    pub fn validation_json(&self, source: &dyn EvidenceSource) -> Value {
        let known = self.evidence.iter().map(|item| (item.sha256(), item));
        let told = Told {
            evidence: known.collect(),
            source,
        };
        let signatures = self.signatures.iter().map(|signature| {
            json!({
                "field": signature.field,
                "kind": signature.kind.as_str(),
                "verdict": signature.verdict.as_str(),
                "sub_indication": signature.sub_indication.map(|s| s.as_str()),
                "level": signature.level.as_str(),
                "renewal": super::renewal(signature.renewal.as_ref()),
                "validation": told.validation(&signature.validation),
            })
        });
        json!({
            "schema": "kyso.validation/1",
            "file": {"size": self.size, "sha256": hex(&self.sha256)},
            "checked_at": vietnam_iso(self.checked_at),
            "engine": super::engine(),
            "verdict": self.verdict.as_str(),
            "signatures": signatures.collect::<Vec<_>>(),
            "evidence": self.evidence.iter().map(|item| told.item(item)).collect::<Vec<_>>(),
        })
    }
}

/// What is told of evidence wherever it is named.
struct Told<'r> {
    evidence: HashMap<[u8; 32], &'r EvidenceItem>,
    source: &'r dyn EvidenceSource,
}

impl Told<'_> {
    fn validation(&self, validation: &Validation) -> Value {
        let context = &validation.context;
        let timestamps = validation.timestamps.iter().map(|one| self.timestamp(one));
        let existence = validation.existence.iter().map(proof);
        json!({
            "format": conclusion(&validation.format),
            "identification": with(conclusion(&validation.identification.conclusion), json!({
                "sha256": validation.identification.certificate.map(|id| hex(&id)),
            })),
            "context": {
                "at": vietnam_iso(context.at),
                "best_signature_time": vietnam_iso(context.best_signature_time),
                "proven_by": context.proven_by.as_str(),
                "not_before": time(context.not_before),
            },
            "path": validation.path.as_ref().map(|path| self.path(path)),
            "cryptography": conclusion(&validation.cryptography),
            "acceptance": with(conclusion(&validation.acceptance.conclusion), json!({
                "algorithms": validation.acceptance.algorithms.iter().map(algorithm).collect::<Vec<_>>(),
            })),
            "timestamps": timestamps.collect::<Vec<_>>(),
            "existence": existence.collect::<Vec<_>>(),
            "past": validation.past.as_ref().map(conclusion),
        })
    }

    fn path(&self, path: &PathValidation) -> Value {
        let members = path.members.iter().map(|member| self.member(member));
        let rest = json!({
            "at": vietnam_iso(path.at),
            "anchor_class": path.anchor.map(|class| class.to_string()),
            "members": members.collect::<Vec<_>>(),
        });
        with(conclusion(&path.conclusion), rest)
    }

    fn member(&self, member: &PathMember) -> Value {
        let evidence = member.decided_by.iter().map(|used| self.decisive(used));
        let later = member.revoked_later.as_ref();
        let rest = json!({
            "certificate": certificate(&member.certificate),
            "revocation": revocation(&member.revocation),
            "revoked_later": later.map(|(at, reason)| revoked(*at, *reason)),
            "existed_at": time(member.existed_at),
            "revocation_evidence": evidence.collect::<Vec<_>>(),
        });
        with(conclusion(&member.conclusion), rest)
    }

    /// A list or response that decided about a certificate, with what it says about just that one.
    fn decisive(&self, used: &EvidenceUse) -> Value {
        let (EvidenceId::Crl(sha256) | EvidenceId::Ocsp(sha256)) = &used.id;
        let unknown = || json!({"sha256": hex(sha256)});
        let item = self.evidence.get(sha256);
        let said = json!({
            "this_update": vietnam_iso(used.this_update),
            "next_update": time(used.next_update),
            "signer_sha256": hex(&used.signer.sha256()),
            "algorithm": used.signature.map(|algorithm| algorithm.to_string()),
        });
        with(item.map_or_else(unknown, |item| self.item(item)), said)
    }

    fn timestamp(&self, timestamp: &TimestampValidation) -> Value {
        let rest = json!({
            "kind": timestamp.kind.as_str(),
            "reason": timestamp.reason,
            "generated_at": time(timestamp.generated_at),
            "accuracy_seconds": timestamp.accuracy.map(|accuracy| accuracy.as_secs_f64()),
            "token_sha256": hex(&timestamp.token),
            "existed_at": vietnam_iso(timestamp.existed_at),
            "path": timestamp.path.as_ref().map(|path| self.path(path)),
        });
        with(conclusion(&timestamp.conclusion), rest)
    }

    fn item(&self, item: &EvidenceItem) -> Value {
        let origins = item.origins.iter().map(|origin| self.origin(item, *origin));
        let rest = json!({
            "kind": item.content.kind(),
            "sha256": hex(&item.sha256()),
            "size": item.der().len(),
            "origins": origins.collect::<Vec<_>>(),
        });
        with(content(&item.content), rest)
    }

    fn origin(&self, item: &EvidenceItem, origin: EvidenceOrigin) -> Value {
        match origin {
            EvidenceOrigin::File { revision } => {
                json!({"origin": "file", "revision": revision + 1})
            }
            EvidenceOrigin::Store => json!({"origin": "store"}),
            EvidenceOrigin::Source => {
                let fetched = self.source.fetched(&item.sha256());
                json!({
                    "origin": "network",
                    "url": fetched.as_ref().map(|fetched| &fetched.url),
                    "fetched_at": time(fetched.as_ref().map(|fetched| fetched.at)),
                })
            }
        }
    }
}

/// Whose it is, and for when.
fn content(content: &EvidenceContent) -> Value {
    match content {
        EvidenceContent::Certificate(certificate) => json!({
            "subject": certificate.subject_display(),
            "not_before": vietnam_iso(certificate.not_before()),
            "not_after": vietnam_iso(certificate.not_after()),
        }),
        EvidenceContent::Crl(list) => json!({
            "this_update": vietnam_iso(list.this_update()),
            "next_update": time(list.next_update()),
        }),
        EvidenceContent::Ocsp(response) => json!({
            "produced_at": vietnam_iso(response.produced_at()),
        }),
        EvidenceContent::Timestamp(token) => json!({
            "generated_at": vietnam_iso(token.generated_at()),
        }),
    }
}

fn conclusion(conclusion: &Conclusion) -> Value {
    json!({
        "indication": conclusion.indication.as_str(),
        "sub_indication": conclusion.sub_indication.map(|reason| reason.as_str()),
    })
}

fn certificate(certificate: &Certificate) -> Value {
    json!({
        "common_name": certificate.subject_common_name(),
        "organization": certificate.subject_organization(),
        "serial": certificate.serial_hex(),
        "issuer": certificate.issuer_display(),
        "not_before": vietnam_iso(certificate.not_before()),
        "not_after": vietnam_iso(certificate.not_after()),
        "sha256": hex(&certificate.sha256()),
    })
}

fn revocation(status: &RevocationStatus) -> Value {
    match status {
        RevocationStatus::Good {
            this_update,
            next_update,
            ..
        } => json!({
            "status": "good",
            "this_update": vietnam_iso(*this_update),
            "next_update": time(*next_update),
        }),
        RevocationStatus::Revoked {
            at,
            reason,
            invalidity_date,
            this_update,
            next_update,
        } => with(
            revoked(*at, *reason),
            json!({
                "status": "revoked",
                "invalidity_date": time(*invalidity_date),
                "this_update": vietnam_iso(*this_update),
                "next_update": time(*next_update),
            }),
        ),
        RevocationStatus::Unknown(gap) => json!({"status": "unknown", "gap": missing(*gap)}),
        RevocationStatus::Anchor => json!({"status": "anchor"}),
        _ => json!({"status": "unknown", "gap": "unknown"}),
    }
}

fn revoked(at: Timestamp, reason: RevocationReason) -> Value {
    json!({"at": vietnam_iso(at), "reason": reason.to_string()})
}

/// Why nothing is known about a revocation.
fn missing(gap: RevocationGap) -> &'static str {
    match gap {
        RevocationGap::NoPath => "no_path",
        RevocationGap::NoList => "no_evidence",
        RevocationGap::MalformedCertificate => "malformed_certificate",
        RevocationGap::WrongCertificate => "wrong_certificate",
        RevocationGap::OutOfScope => "out_of_scope",
        RevocationGap::Stale { .. } => "stale",
        RevocationGap::Expired { .. } => "expired",
        RevocationGap::UnknownCriticalExtension => "unknown_critical_extension",
        RevocationGap::SignerMissing => "signer_missing",
        RevocationGap::NotAuthentic => "not_authentic",
        RevocationGap::SignerNotDelegated => "signer_not_delegated",
        RevocationGap::SignerOutOfTime { .. } => "signer_out_of_time",
        RevocationGap::SignerUnknown => "signer_unknown",
        RevocationGap::SignerRevoked => "signer_revoked",
        RevocationGap::NotKnownToResponder => "not_known_to_responder",
        RevocationGap::LeftOut => "left_out",
        RevocationGap::TooMuchEvidence { .. } => "too_much_evidence",
        _ => "unknown",
    }
}

fn algorithm(used: &AlgorithmUse) -> Value {
    json!({
        "algorithm": used.algorithm,
        "at": vietnam_iso(used.at),
        "until": time(used.until),
    })
}

fn proof(proof: &ProofOfExistence) -> Value {
    json!({
        "at": vietnam_iso(proof.at),
        "source": proof.source.as_str(),
        "field": proof.field,
    })
}

fn time(time: Option<Timestamp>) -> Value {
    time.map(vietnam_iso).into()
}

/// One object of two.
fn with(mut object: Value, more: Value) -> Value {
    if let (Value::Object(object), Value::Object(more)) = (&mut object, more) {
        object.extend(more);
    }
    object
}

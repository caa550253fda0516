//! The content of `kyso.validation/1`: every building block of ETSI EN 319 102-1 with its result,
//! and the evidence behind it (F10).

use std::collections::HashMap;

use jiff::Timestamp;
use kyso_pki::{
    Certificate, EvidenceId, EvidenceSource, EvidenceUse, RevocationGap, RevocationReason,
    RevocationStatus,
};

use super::trace::{
    Acceptance, Algorithm, CertificateFacts, Conclusion, Content, Context, DecisiveEvidence,
    EvidenceFacts, EvidenceItem, FileDigest, Identification, Member, Origin, Path, Proof, Revoked,
    Status, Timestamp as ToldTimestamp, TracedSignature, Validation, ValidationSchema,
    ValidationTrace,
};
use super::values::{Digest, Moment};
use crate::report::evidence::{self, EvidenceContent, EvidenceOrigin};
use crate::report::validation::{
    self, AlgorithmUse, PathMember, PathValidation, ProofOfExistence, TimestampValidation,
};
use crate::report::{Report, SignatureReport};

impl Report {
    /// The trace of the validation alone, schema `kyso.validation/1`. `source` says where it fetched what it gave.
    #[must_use]
    pub fn trace(&self, source: &dyn EvidenceSource) -> ValidationTrace {
        let known = self.evidence.iter().map(|item| (item.sha256(), item));
        let told = Told {
            evidence: known.collect(),
            source,
        };
        ValidationTrace {
            schema: ValidationSchema::V1,
            file: FileDigest {
                size: self.size,
                sha256: Digest(self.sha256),
            },
            checked_at: self.checked_at.into(),
            engine: super::engine(&self.settings),
            verdict: self.verdict,
            signatures: self.signatures.iter().map(|s| told.signature(s)).collect(),
            evidence: self.evidence.iter().map(|item| told.item(item)).collect(),
        }
    }
}

/// The evidence of a report, which every place that names it shows with the same facts.
struct Told<'r> {
    evidence: HashMap<[u8; 32], &'r evidence::EvidenceItem>,
    source: &'r dyn EvidenceSource,
}

impl Told<'_> {
    fn signature(&self, signature: &SignatureReport) -> TracedSignature {
        TracedSignature {
            field: signature.field.clone(),
            kind: signature.kind,
            verdict: signature.verdict,
            sub_indication: signature.sub_indication,
            level: signature.level,
            renewal: signature.renewal.as_ref().map(super::renewal),
            validation: self.validation(&signature.validation),
        }
    }

    fn validation(&self, validation: &validation::Validation) -> Validation {
        let (context, timestamps) = (&validation.context, validation.timestamps.iter());
        let (identification, acceptance) = (&validation.identification, &validation.acceptance);
        Validation {
            format: conclusion(&validation.format),
            identification: Identification {
                conclusion: conclusion(&identification.conclusion),
                sha256: identification.certificate.map(Digest),
            },
            context: Context {
                at: context.at.into(),
                best_signature_time: context.best_signature_time.into(),
                proven_by: context.proven_by,
                not_before: time(context.not_before),
            },
            path: validation.path.as_ref().map(|path| self.path(path)),
            cryptography: conclusion(&validation.cryptography),
            acceptance: Acceptance {
                conclusion: conclusion(&acceptance.conclusion),
                algorithms: acceptance.algorithms.iter().map(algorithm).collect(),
            },
            timestamps: timestamps.map(|one| self.timestamp(one)).collect(),
            existence: validation.existence.iter().map(proof).collect(),
            past: validation.past.as_ref().map(conclusion),
        }
    }

    fn path(&self, path: &PathValidation) -> Path {
        Path {
            conclusion: conclusion(&path.conclusion),
            at: path.at.into(),
            anchor_class: path.anchor.map(|class| class.to_string()),
            members: path.members.iter().map(|one| self.member(one)).collect(),
        }
    }

    fn member(&self, member: &PathMember) -> Member {
        let evidence = member.decided_by.iter().map(|used| self.decisive(used));
        let later = member.revoked_later.as_ref();
        Member {
            conclusion: conclusion(&member.conclusion),
            certificate: certificate(&member.certificate),
            revocation: revocation(&member.revocation),
            revoked_later: later.map(|(at, reason)| revoked(*at, *reason)),
            existed_at: time(member.existed_at),
            revocation_evidence: evidence.collect(),
        }
    }

    /// A list or response that decided about a certificate, with what it says about just that one.
    fn decisive(&self, used: &EvidenceUse) -> DecisiveEvidence {
        let (EvidenceId::Crl(sha256) | EvidenceId::Ocsp(sha256)) = &used.id;
        DecisiveEvidence {
            facts: self.evidence.get(sha256).map(|item| self.facts(item)),
            sha256: Digest(*sha256),
            this_update: used.this_update.into(),
            next_update: time(used.next_update),
            signer_sha256: Digest(used.signer.sha256()),
            algorithm: used.signature.map(|algorithm| algorithm.to_string()),
        }
    }

    fn timestamp(&self, timestamp: &TimestampValidation) -> ToldTimestamp {
        let accuracy = timestamp.accuracy;
        ToldTimestamp {
            conclusion: conclusion(&timestamp.conclusion),
            kind: timestamp.kind,
            reason: timestamp.doubt.as_ref().map(ToString::to_string),
            generated_at: time(timestamp.generated_at),
            accuracy_seconds: accuracy.map(|accuracy| accuracy.as_secs_f64()),
            token_sha256: Digest(timestamp.token),
            existed_at: timestamp.existed_at.into(),
            path: timestamp.path.as_ref().map(|path| self.path(path)),
        }
    }

    fn item(&self, item: &evidence::EvidenceItem) -> EvidenceItem {
        EvidenceItem {
            sha256: Digest(item.sha256()),
            facts: self.facts(item),
        }
    }

    fn facts(&self, item: &evidence::EvidenceItem) -> EvidenceFacts {
        let origins = item.origins.iter().map(|origin| self.origin(item, *origin));
        EvidenceFacts {
            size: item.der().len(),
            origins: origins.collect(),
            content: content(&item.content),
        }
    }

    fn origin(&self, item: &evidence::EvidenceItem, origin: EvidenceOrigin) -> Origin {
        match origin {
            EvidenceOrigin::File { revision } => Origin::File {
                revision: revision + 1,
            },
            EvidenceOrigin::Store => Origin::Store,
            EvidenceOrigin::Source => {
                let fetched = self.source.fetched(&item.sha256());
                Origin::Network {
                    fetched_at: time(fetched.as_ref().map(|fetched| fetched.at)),
                    url: fetched.map(|fetched| fetched.url.clone()),
                }
            }
        }
    }
}

/// Whose it is, and for when.
fn content(content: &EvidenceContent) -> Content {
    match content {
        EvidenceContent::Certificate(certificate) => Content::Certificate {
            subject: certificate.subject_display(),
            not_before: certificate.not_before().into(),
            not_after: certificate.not_after().into(),
        },
        EvidenceContent::Crl(list) => Content::Crl {
            this_update: list.this_update().into(),
            next_update: time(list.next_update()),
        },
        EvidenceContent::Ocsp(response) => Content::OcspResponse {
            produced_at: response.produced_at().into(),
        },
        EvidenceContent::Timestamp(token) => Content::TimestampToken {
            generated_at: token.generated_at().into(),
        },
    }
}

fn conclusion(conclusion: &validation::Conclusion) -> Conclusion {
    Conclusion {
        indication: conclusion.indication,
        sub_indication: conclusion.sub_indication,
    }
}

fn certificate(certificate: &Certificate) -> CertificateFacts {
    CertificateFacts {
        common_name: certificate.subject_common_name().map(Into::into),
        organization: certificate.subject_organization().map(Into::into),
        serial: certificate.serial_hex(),
        issuer: certificate.issuer_display(),
        not_before: certificate.not_before().into(),
        not_after: certificate.not_after().into(),
        sha256: Digest(certificate.sha256()),
    }
}

fn revocation(status: &RevocationStatus) -> Status {
    match status {
        RevocationStatus::Good {
            this_update,
            next_update,
            ..
        } => Status::Good {
            this_update: (*this_update).into(),
            next_update: time(*next_update),
        },
        RevocationStatus::Revoked {
            at,
            reason,
            invalidity_date,
            this_update,
            next_update,
        } => Status::Revoked {
            revoked: revoked(*at, *reason),
            invalidity_date: time(*invalidity_date),
            this_update: (*this_update).into(),
            next_update: time(*next_update),
        },
        RevocationStatus::Unknown(gap) => Status::Unknown { gap: missing(*gap) },
        RevocationStatus::Anchor => Status::Anchor,
        _ => Status::Unknown { gap: "unknown" },
    }
}

fn revoked(at: Timestamp, reason: RevocationReason) -> Revoked {
    Revoked {
        at: at.into(),
        reason: reason.to_string(),
    }
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

fn algorithm(used: &AlgorithmUse) -> Algorithm {
    Algorithm {
        algorithm: used.algorithm.clone(),
        at: used.at.into(),
        until: time(used.until),
    }
}

fn proof(proof: &ProofOfExistence) -> Proof {
    Proof {
        at: proof.at.into(),
        source: proof.source,
        field: proof.field.clone(),
    }
}

fn time(time: Option<Timestamp>) -> Option<Moment> {
    time.map(Moment::from)
}

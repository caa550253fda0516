//! The document `kyso.validation/1`: every building block of ETSI EN 319 102-1 with its result, and the evidence behind it.

use schemars::JsonSchema;
use serde::Serialize;

use super::values::{Digest, Engine, Moment, Renewal};
use crate::report::{
    Indication, Level, SignatureKind, SubIndication, TimeSource, TimestampKind, Verdict,
};

/// The trace of a validation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ValidationTrace {
    /// Which document this is.
    pub schema: ValidationSchema,
    /// The file.
    pub file: FileDigest,
    /// The time that certificates were judged at.
    pub checked_at: Moment,
    /// The program, and the version of its rules.
    pub engine: Engine,
    /// The worst verdict of all signatures.
    pub verdict: Verdict,
    /// The signatures in the order of signing.
    pub signatures: Vec<TracedSignature>,
    /// What everything rests on.
    pub evidence: Vec<EvidenceItem>,
}

/// The name and version of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum ValidationSchema {
    /// Version 1, to which names may be added.
    #[serde(rename = "kyso.validation/1")]
    V1,
}

/// Which file was verified.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileDigest {
    /// Bytes.
    pub size: usize,
    /// SHA-256 of the file.
    pub sha256: Digest,
}

/// One signature with its trace.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct TracedSignature {
    /// Fully qualified name of the field.
    pub field: String,
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// The verdict on this signature.
    pub verdict: Verdict,
    /// Why it is not better.
    pub sub_indication: Option<SubIndication>,
    /// PAdES level.
    pub level: Level,
    /// For level B-LTA: when to add the next archive timestamp.
    pub renewal: Option<Renewal>,
    /// Every step.
    pub validation: Validation,
}

/// How a signature was validated, block by block (EN 319 102-1, clauses 5.2 to 5.6).
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Validation {
    /// Format checking (5.2.2).
    pub format: Conclusion,
    /// Identification of the signing certificate (5.2.3).
    pub identification: Identification,
    /// Validation context (5.2.4).
    pub context: Context,
    /// Certificate validation (5.2.6); null without a certificate.
    pub path: Option<Path>,
    /// Cryptographic verification (5.2.7).
    pub cryptography: Conclusion,
    /// Signature acceptance validation (5.2.8).
    pub acceptance: Acceptance,
    /// Timestamps in the signature itself (5.4).
    pub timestamps: Vec<Timestamp>,
    /// Proofs of existence (5.6.2.3), earliest first.
    pub existence: Vec<Proof>,
    /// Past signature validation (5.6.2.4); null when it was not needed.
    pub past: Option<Conclusion>,
}

/// What one building block concluded.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Conclusion {
    /// The result.
    pub indication: Indication,
    /// Why it is not PASSED.
    pub sub_indication: Option<SubIndication>,
}

/// Which certificate the signature names as its own.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Identification {
    /// Whether one was found.
    #[serde(flatten)]
    pub conclusion: Conclusion,
    /// SHA-256 of the certificate.
    pub sha256: Option<Digest>,
}

/// The times for which everything is judged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Context {
    /// The time of the check.
    pub at: Moment,
    /// The earliest time at which the signature is proven to have existed, else that of the check.
    pub best_signature_time: Moment,
    /// Who proves it.
    pub proven_by: TimeSource,
    /// The time of a content timestamp.
    pub not_before: Option<Moment>,
}

/// A certificate path, judged for one moment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Path {
    /// The result.
    #[serde(flatten)]
    pub conclusion: Conclusion,
    /// The moment.
    pub at: Moment,
    /// Class of the anchor; null when the path ends in none.
    pub anchor_class: Option<String>,
    /// From the signing certificate to the anchor.
    pub members: Vec<Member>,
}

/// One certificate of a path.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Member {
    /// Its own result.
    #[serde(flatten)]
    pub conclusion: Conclusion,
    /// The certificate.
    pub certificate: CertificateFacts,
    /// Its revocation at the moment of the path.
    pub revocation: Status,
    /// A revocation after that moment, which does not count for it (F4).
    pub revoked_later: Option<Revoked>,
    /// When it is proven to have existed.
    pub existed_at: Option<Moment>,
    /// The lists and responses that decided.
    pub revocation_evidence: Vec<DecisiveEvidence>,
}

/// What a certificate says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CertificateFacts {
    /// Common name.
    pub common_name: Option<String>,
    /// Organization.
    pub organization: Option<String>,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Who issued it.
    pub issuer: String,
    /// Begin of its validity.
    pub not_before: Moment,
    /// End of its validity.
    pub not_after: Moment,
    /// SHA-256 of the certificate.
    pub sha256: Digest,
}

/// Revocation of a certificate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// Not revoked.
    Good {
        /// Time of the evidence.
        this_update: Moment,
        /// Until when it is fresh.
        next_update: Option<Moment>,
    },
    /// Revoked.
    Revoked {
        /// When and why.
        #[serde(flatten)]
        revoked: Revoked,
        /// Since when its key was suspected.
        invalidity_date: Option<Moment>,
        /// Time of the evidence.
        this_update: Moment,
        /// Until when it is fresh.
        next_update: Option<Moment>,
    },
    /// Not known.
    Unknown {
        /// What is missing.
        gap: &'static str,
    },
    /// A trust anchor, which is never revoked.
    Anchor,
}

/// When and why a certificate was revoked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Revoked {
    /// When.
    pub at: Moment,
    /// Why (RFC 5280, 5.3.1).
    pub reason: String,
}

/// A list or response that decided about a certificate, with what it says about just that one.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DecisiveEvidence {
    /// SHA-256 of the DER.
    pub sha256: Digest,
    /// As in the list of all evidence; nothing where it is not in that list.
    #[serde(flatten)]
    pub facts: Option<EvidenceFacts>,
    /// Time of what it says.
    pub this_update: Moment,
    /// Until when that is fresh.
    pub next_update: Option<Moment>,
    /// SHA-256 of the certificate of its signer.
    pub signer_sha256: Digest,
    /// The algorithm of its signature.
    pub algorithm: Option<String>,
}

/// Whether algorithms and times are acceptable.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Acceptance {
    /// The result.
    #[serde(flatten)]
    pub conclusion: Conclusion,
    /// Each algorithm that a conclusion rests on.
    pub algorithms: Vec<Algorithm>,
}

/// An algorithm that a conclusion rests on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Algorithm {
    /// Its name, such as `SHA-1` or `RSA 1024`.
    pub algorithm: String,
    /// The time that it was judged for.
    pub at: Moment,
    /// Until when it counts; null without an end.
    pub until: Option<Moment>,
}

/// Validation of one timestamp token (EN 319 102-1, 5.4).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Timestamp {
    /// The result.
    #[serde(flatten)]
    pub conclusion: Conclusion,
    /// What it was made over.
    pub kind: TimestampKind,
    /// Why it does not count.
    pub reason: Option<String>,
    /// When its authority says it was made.
    pub generated_at: Option<Moment>,
    /// By how many seconds that may be off.
    pub accuracy_seconds: Option<f64>,
    /// SHA-256 of the token.
    pub token_sha256: Digest,
    /// When the token is proven to have existed.
    pub existed_at: Moment,
    /// The certificate path of its authority.
    pub path: Option<Path>,
}

/// A time at which something is proven to have existed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Proof {
    /// The time.
    pub at: Moment,
    /// Who proves it.
    pub source: TimeSource,
    /// Field of the document timestamp, when it is one.
    pub field: Option<String>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvidenceItem {
    /// SHA-256 of the DER.
    pub sha256: Digest,
    /// What it is.
    #[serde(flatten)]
    pub facts: EvidenceFacts,
}

/// The facts of a piece of evidence, the same wherever it is named.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvidenceFacts {
    /// Bytes of the DER.
    pub size: usize,
    /// Each place where it was found.
    pub origins: Vec<Origin>,
    /// Whose it is, and for when.
    #[serde(flatten)]
    pub content: Content,
}

/// Whose a piece of evidence is, and for when.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// A certificate.
    Certificate {
        /// Its holder.
        subject: String,
        /// Begin of its validity.
        not_before: Moment,
        /// End of its validity.
        not_after: Moment,
    },
    /// A revocation list.
    Crl {
        /// Time of the list.
        this_update: Moment,
        /// When the next one is due.
        next_update: Option<Moment>,
    },
    /// A response about single certificates.
    OcspResponse {
        /// Time of the response.
        produced_at: Moment,
    },
    /// A timestamp token.
    TimestampToken {
        /// When its authority says it was made.
        generated_at: Moment,
    },
}

/// Where evidence was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum Origin {
    /// In the file.
    File {
        /// The first revision that holds it, from 1.
        revision: usize,
    },
    /// In the trust folder.
    Store,
    /// Given by a server.
    Network {
        /// Its address, where known.
        url: Option<String>,
        /// When, where known.
        fetched_at: Option<Moment>,
    },
}

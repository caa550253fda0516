//! The document `kyso.verification/1`: one type for each object in it. Names and values stay; more may come. A member that
//! is not always there says so by `skip_serializing_if`; every other one is there, if only as null.

use schemars::JsonSchema;
use serde::Serialize;

use super::completion::Completion;
use super::holder::DirectoryHolder;
use super::trace::{EvidenceItem, Validation};
use super::values::{Digest, Engine, Moment, Renewal};
use crate::finding::FormStep;
use crate::report::{
    ContentState, CopyForm, Coverage, FactKind, Integrity, LegalStatus, Level, Modifications,
    Revocation, Role, RoleBasis, SignatureKind, SubIndication, TimeSource, TrustLevel, Verdict,
};

/// What was found out about one file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct VerificationReport {
    /// Which document this is.
    pub schema: VerificationSchema,
    /// The file.
    pub file: FileFacts,
    /// What is signed, where the file is a signature beside its content or around it, and no PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_content: Option<SignedContent>,
    /// The worst verdict of all signatures.
    pub verdict: Verdict,
    /// The verdict in one sentence for people, with coverage, later changes, formal rules.
    pub headline: String,
    /// What the file is in law; a valid file is not always an original.
    pub legal_status: LegalStatus,
    /// Of a copy: what the copied document is in law, where it was signed; null otherwise.
    pub copied_status: Option<LegalStatus>,
    /// The time that certificates were judged at.
    pub checked_at: Moment,
    /// The real time at which the file was verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_at: Option<Moment>,
    /// The program, and the version of its rules.
    pub engine: Engine,
    /// How many revisions the file has.
    pub revisions: usize,
    /// The rules that govern the document by the day of its last signature, for people.
    pub rules: Vec<&'static str>,
    /// Sentences about the file.
    pub messages: Vec<String>,
    /// The signatures in the order of signing.
    pub signatures: Vec<Signature>,
    /// What was filled in and remarked after the first signature; permitted, and in none of the signatures before it.
    pub completions: Vec<Completion>,
    /// Over HTTP only: what a clerk should do with the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_step: Option<String>,
    /// Over HTTP only: whether the document is valid and yet not simply to be registered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_care: Option<bool>,
    /// Pages that look different after later revisions; only where they were compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visual_changes: Option<Vec<VisualChange>>,
    /// The evidence that everything rests on; only in a detailed report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<EvidenceItem>>,
}

/// A file without a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnreadableFile {
    /// Which document this is.
    pub schema: VerificationSchema,
    /// The file.
    pub file: FileName,
    /// Why there is no report.
    pub error: ReadError,
}

/// The answer for one file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum VerificationResult {
    /// It was verified, whatever the verdict.
    Report(Box<VerificationReport>),
    /// It could not be read.
    Unreadable(UnreadableFile),
}

/// Everything that `kyso verify --format json` writes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Verification {
    /// For one file.
    One(VerificationResult),
    /// For several files or a folder.
    Many(Vec<VerificationResult>),
}

/// The name and version of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum VerificationSchema {
    /// Version 1, to which names may be added.
    #[serde(rename = "kyso.verification/1")]
    V1,
}

/// Which file was verified.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileFacts {
    /// Its name without folders.
    pub name: String,
    /// In a list: as named on the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Bytes.
    pub size: usize,
    /// SHA-256 of the file.
    pub sha256: Digest,
}

/// The content that a signature outside of a PDF signs (CAdES).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SignedContent {
    /// Bytes.
    pub size: usize,
    /// SHA-256 of the content.
    pub sha256: Digest,
    /// Whether the signature holds it; else it was named beside the signature.
    pub embedded: bool,
}

/// Which file could not be verified.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileName {
    /// Its name without folders.
    pub name: String,
    /// In a list: as named on the command line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Why a file could not be read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReadError {
    /// For programs.
    pub code: String,
    /// For people.
    pub message: String,
}

/// What was found out about one signature.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Signature {
    /// Fully qualified name of the field.
    pub field: String,
    /// Signature or document timestamp.
    pub kind: SignatureKind,
    /// Who signs.
    pub role: Role,
    /// From what that follows.
    pub role_basis: RoleBasis,
    /// Both in words for people; null where nothing tells a role.
    pub role_text: Option<String>,
    /// The form of the copy that the signature makes; null where it makes none.
    pub copy_form: Option<CopyForm>,
    /// The verdict on this signature.
    pub verdict: Verdict,
    /// Why it is not better, as ETSI EN 319 102-1 names it.
    pub sub_indication: Option<SubIndication>,
    /// Whether the signed bytes are those that were signed.
    pub integrity: Integrity,
    /// The same of the signed content, with what is broken.
    pub content: ContentState,
    /// Which part of the file it covers.
    pub coverage: Coverage,
    /// What happened to the file afterwards.
    pub modifications: Modifications,
    /// The later changes, those that are not permitted first.
    pub changes: Vec<Change>,
    /// How many later changes that list leaves out; they count for the verdict.
    pub changes_omitted: usize,
    /// The holder of the signing certificate.
    pub signer: Option<Signer>,
    /// What the directory of the operator knows of the holder at the signing time; only where one was asked and knows the
    /// certificate. It changes no verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directory: Option<DirectoryHolder>,
    /// When it was signed.
    pub signing_time: SigningTime,
    /// PAdES level.
    pub level: Level,
    /// For level B-LTA: when to add the next archive timestamp.
    pub renewal: Option<Renewal>,
    /// Where the certificate path ends.
    pub trust: Trust,
    /// `/SubFilter` as written.
    pub sub_filter: Option<String>,
    /// `P` of DocMDP when it certifies the document.
    pub certification: Option<u8>,
    /// The revision that it covers, from 1.
    pub revision: Option<usize>,
    /// `/ByteRange` as written.
    pub byte_range: Option<Vec<i64>>,
    /// Where its picture is.
    pub place: Option<Place>,
    /// Formal rules.
    pub form: Vec<FormFinding>,
    /// The seven facts that circular 15/2025 asks for, for people: see `docs/report.md`.
    pub facts: Vec<Fact>,
    /// What led to the verdict, and remarks.
    pub messages: Vec<String>,
    /// Over HTTP only: the messages that led to the verdict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<String>>,
    /// Over HTTP only: the messages that ask for a look at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<String>>,
    /// Every step; only where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
}

/// One later change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// The revision that makes it, from 1.
    pub revision: usize,
    /// What it is, for people.
    pub what: String,
    /// Number and generation of the object.
    pub object: Option<String>,
    /// The page that it is on, from 1.
    pub page: Option<usize>,
    /// The name of its field, where it is one of a field.
    pub field: Option<String>,
    /// The rule that explains it (docs/changes.md); null when it is forbidden.
    pub permitted_by: Option<&'static str>,
}

/// The holder of a signing certificate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Signer {
    /// Common name.
    pub common_name: Option<String>,
    /// Organization.
    pub organization: Option<String>,
    /// Serial number of the certificate, hexadecimal.
    pub serial: String,
    /// Who issued it.
    pub issuer: String,
    /// Begin of its validity.
    pub not_before: Moment,
    /// End of its validity.
    pub not_after: Moment,
    /// SHA-256 of the certificate.
    pub certificate_sha256: String,
}

/// A signing time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SigningTime {
    /// The time; null when none is stated.
    pub value: Option<Moment>,
    /// Who states it.
    pub source: TimeSource,
}

/// The end of a certificate path.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Trust {
    /// Common name of the anchor.
    pub anchor: Option<String>,
    /// Class of the anchor.
    pub class: TrustLevel,
    /// Revocation state of the whole path.
    pub revocation: Revocation,
}

/// Where a picture is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Place {
    /// The page, from 1.
    pub page: usize,
    /// Left, bottom, right, top in points.
    pub rect: [f64; 4],
}

/// A formal rule, kept or not.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FormFinding {
    /// Id of the rule.
    pub rule: &'static str,
    /// Whether it is kept, or differs as many do.
    pub ok: bool,
    /// How far it is kept, where that is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<FormStep>,
    /// What was found, for people.
    pub message: String,
}

/// One of the seven facts that circular 15/2025/TT-BKHCN (article 6) asks for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// Which.
    pub fact: FactKind,
    /// What it is called.
    pub label: &'static str,
    /// What it is, or why it is not known.
    pub value: String,
    /// Whether it is known.
    pub known: bool,
}

/// What one later revision changed on pages as they are seen.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VisualChange {
    /// From 1.
    pub revision: usize,
    /// Pages that look different, from 1.
    pub pages: Vec<usize>,
    /// Those of them where only the place of a new signature differs.
    pub only_signature_places: Vec<usize>,
    /// Pages that could not be compared.
    pub not_compared: Vec<usize>,
    /// Those of them with annotations that each viewer draws its own way.
    pub self_drawn: Vec<usize>,
    /// Whether the time for the file was used up before this revision.
    pub out_of_time: bool,
    /// Pages before and after.
    pub page_counts: [usize; 2],
}

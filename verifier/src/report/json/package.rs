//! The result about a document and its attachments together.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::document::VerificationResult;
use super::value;
use crate::states::PackageState;

/// What was found out about a document and its attachments.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct PackageVerification {
    /// Which document this is.
    pub schema: PackageSchema,
    /// Whether the files belong together, and are all there.
    pub state: PackageState,
    /// The same in words.
    pub headline: String,
    /// Number and symbol of the main document, where they can be read.
    pub number: Option<String>,
    /// What led to the state, faults first.
    pub findings: Vec<PackageFault>,
    /// The reports on the files: the main document, then its attachments. The front end puts them here.
    pub files: Vec<VerificationResult>,
}

/// What is wrong with a package, or not known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PackageFault {
    /// Its name for programs.
    pub code: &'static str,
    /// The attachment that it is about: its place among `files`, where the main document is 0.
    pub file: Option<usize>,
    /// The fault in words.
    pub message: String,
}

/// The name and version of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub enum PackageSchema {
    /// Version 1, to which names may be added.
    #[serde(rename = "kyso.package/1")]
    V1,
}

impl PackageVerification {
    /// The result as a value.
    #[must_use]
    pub fn to_json(&self) -> Value {
        value(self)
    }
}

//! Values that a report is made of, and that findings name too.

use std::fmt;

use jiff::Timestamp;
use kyso_pdf::Rect;
use schemars::JsonSchema;
use serde::Serialize;

use kyso_pki::TimestampError;

use crate::states::{Revocation, SubIndication, TimeSource};

/// What a detached or enveloping signature signs (CAdES).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedContent {
    /// Bytes.
    pub size: usize,
    /// SHA-256.
    pub sha256: [u8; 32],
    /// Whether the signature holds it.
    pub is_embedded: bool,
}

/// A signing time with its source (F4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SigningTime {
    /// The time; `None` when none is stated.
    pub value: Option<Timestamp>,
    /// Who states it.
    pub source: TimeSource,
}

/// The end of the certificate path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Common name of the trust anchor.
    pub anchor: Option<String>,
    /// Class of the trust anchor: `government`, `public`, `other` or `none`.
    pub class: TrustLevel,
    /// Revocation state of the whole path.
    pub revocation: Revocation,
}

/// Class of the anchor that a path ends at (0.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrustLevel {
    /// Government CA.
    Government,
    /// Licensed public CA.
    Public,
    /// Any other anchor that the operator trusts.
    Other,
    /// No path to an anchor.
    None,
}

/// A rectangle on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Page from 0.
    pub page_index: usize,
    /// In points of user space.
    pub rect: Rect,
}

impl TrustLevel {
    /// The name in the JSON report.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Public => "public",
            Self::Other => "other",
            Self::None => "none",
        }
    }
}

/// Why a timestamp does not count. [`Display`](fmt::Display) is what the JSON form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimestampDoubt {
    /// The token cannot be read, does not hold, or is about other data.
    Token(TimestampError),
    /// The token holds, and this keeps its authority from vouching for it.
    Authority(SubIndication),
}

impl fmt::Display for TimestampDoubt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(error) => error.fmt(formatter),
            Self::Authority(conclusion) => formatter.write_str(conclusion.as_str()),
        }
    }
}

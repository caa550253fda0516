//! Values that all documents use.

use std::borrow::Cow;

use jiff::Timestamp;
use kyso_words::vietnam_iso;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// The program that decided (F10).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Engine {
    /// `kyso`.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Version of the rules.
    pub policy: String,
    /// What the operator decided.
    pub settings: Settings,
}

/// What the operator of an installation decides about verdicts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Settings {
    /// What it means when no evidence says whether a certificate was revoked.
    pub unknown_revocation: UnknownRevocation,
    /// What SHA-1 counts for under the government authority.
    pub sha1: Sha1,
    /// Until when it counts, where there is an end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha1_until: Option<Moment>,
}

/// What it means when no evidence says whether a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum UnknownRevocation {
    /// The verdict is INDETERMINATE.
    Indeterminate,
    /// The headline says so, and it decides no verdict.
    Warn,
}

/// What SHA-1 counts for under the government authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sha1 {
    /// It counts, unless there are traces of a collision attack.
    Checked,
    /// As for everybody.
    Refuse,
}

/// Until when the newest archive timestamp protects.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Renewal {
    /// When to add the next one.
    pub due: Moment,
    /// When the protection ends.
    pub protected_until: Moment,
}

/// A time of Vietnam, with its offset. Dates have no year before 1 (RFC 3339): an algorithm that
/// counted at no time ended then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment(Timestamp);

impl From<Timestamp> for Moment {
    fn from(time: Timestamp) -> Self {
        Self(time.max(FIRST))
    }
}

/// The begin of the year 1 in Vietnam.
const FIRST: Timestamp = Timestamp::constant(-62_135_622_000, 0);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&vietnam_iso(self.0))
    }
}

impl JsonSchema for Moment {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Moment".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "format": "date-time",
            // The format is a remark for most validators.
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+07:00$",
        })
    }
}

/// A SHA-256, as 64 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest(pub [u8; 32]);

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.0.iter().map(|byte| format!("{byte:02x}"));
        serializer.serialize_str(&digits.collect::<String>())
    }
}

impl JsonSchema for Digest {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn times_have_four_digits_of_the_year() {
        for (time, told) in [
            (Timestamp::MIN, "0001-01-01T00:00:00+07:00"),
            (FIRST, "0001-01-01T00:00:00+07:00"),
            (Timestamp::UNIX_EPOCH, "1970-01-01T07:00:00+07:00"),
        ] {
            let moment = serde_json::to_value(Moment::from(time)).unwrap();
            assert_eq!(moment, told);
        }
    }
}

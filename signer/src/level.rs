//! The levels that a signature can be brought to (ETSI EN 319 142-1, clause 6), and what became of the one asked for.

use std::fmt;
use std::str::FromStr;

use kyso_pki::TimestampSourceError;
use kyso_verifier::Level;

/// A PAdES baseline level as a goal; ordered from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BaselineLevel {
    /// B-B: the signature alone.
    #[default]
    Basic,
    /// B-T: a trusted timestamp proves when the signature existed.
    Timestamped,
    /// B-LT: and everything needed to validate it is in the file.
    LongTerm,
    /// B-LTA: and a document timestamp protects that for as long as it is renewed.
    Archival,
}

impl BaselineLevel {
    /// All levels, the least first.
    pub const ALL: [Self; 4] = [
        Self::Basic,
        Self::Timestamped,
        Self::LongTerm,
        Self::Archival,
    ];

    /// The name in the standard: `B-B`, `B-T`, `B-LT`, `B-LTA`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "B-B",
            Self::Timestamped => "B-T",
            Self::LongTerm => "B-LT",
            Self::Archival => "B-LTA",
        }
    }

    /// The level that the verifier found; `None` for a signature that is not a PAdES baseline signature.
    #[must_use]
    pub fn of(found: Level) -> Option<Self> {
        match found {
            Level::Bb => Some(Self::Basic),
            Level::Bt => Some(Self::Timestamped),
            Level::Blt => Some(Self::LongTerm),
            Level::Blta => Some(Self::Archival),
            _ => None,
        }
    }
}

impl fmt::Display for BaselineLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a level: B-B, B-T, B-LT or B-LTA")]
pub struct UnknownLevel;

impl FromStr for BaselineLevel {
    type Err = UnknownLevel;

    fn from_str(name: &str) -> Result<Self, UnknownLevel> {
        let mut levels = Self::ALL.into_iter();
        levels
            .find(|level| level.as_str().eq_ignore_ascii_case(name))
            .ok_or(UnknownLevel)
    }
}

/// What happens when no timestamp authority answers while a level above B-B is asked for (G3): a choice of the operator,
/// never made silently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WithoutTimestamp {
    /// Nothing is handed out.
    #[default]
    Fail,
    /// The signature is handed out at B-B, and is to be lifted later.
    Queue,
    /// The signature is handed out at B-B; the result says so.
    Basic,
}

/// Why a finished file has a lower level than was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Shortfall {
    /// The level asked for.
    pub wanted: BaselineLevel,
    /// What the timestamp authorities said.
    pub reason: TimestampSourceError,
    /// The operator's choice for this case: [`WithoutTimestamp::Queue`] or
    /// [`WithoutTimestamp::Basic`].
    pub choice: WithoutTimestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_have_the_names_of_the_standard_and_their_order() {
        for level in BaselineLevel::ALL {
            assert_eq!(level.as_str().to_lowercase().parse(), Ok(level));
        }
        assert!(BaselineLevel::ALL.is_sorted());
        assert_eq!("B-X".parse::<BaselineLevel>(), Err(UnknownLevel));
    }

    #[test]
    fn a_signature_of_another_profile_has_no_level() {
        assert_eq!(BaselineLevel::of(Level::Cms), None);
        assert_eq!(
            BaselineLevel::of(Level::Blta),
            Some(BaselineLevel::Archival)
        );
    }
}

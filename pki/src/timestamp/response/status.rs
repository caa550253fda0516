//! What an authority says beside a token, or instead of one: `PKIStatusInfo` (RFC 3161, section 2.4.2).

use std::fmt;

use crate::tlv::{Element, EncodingError, Reader};

/// `PKIStatus` (RFC 3161, section 2.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampStatus {
    /// granted (0).
    Granted,
    /// grantedWithMods (1).
    GrantedWithModifications,
    /// rejection (2).
    Rejection,
    /// waiting (3).
    Waiting,
    /// revocationWarning (4): the authority's certificate is about to be revoked.
    RevocationWarning,
    /// revocationNotification (5): the authority's certificate is revoked.
    RevocationNotification,
    /// A number without a meaning.
    Unknown(u64),
}

/// `PKIFailureInfo` (RFC 3161, section 2.4.2), one bit of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimestampFailureInfo {
    /// badAlg (0): the digest algorithm is not accepted.
    BadAlgorithm,
    /// badRequest (2): the transaction is not permitted or supported.
    BadRequest,
    /// badDataFormat (5): the request has the wrong format.
    BadDataFormat,
    /// timeNotAvailable (14): the time source is not available.
    TimeNotAvailable,
    /// unacceptedPolicy (15): the policy asked for is not supported.
    UnacceptedPolicy,
    /// unacceptedExtension (16).
    UnacceptedExtension,
    /// addInfoNotAvailable (17).
    AdditionalInformationNotAvailable,
    /// systemFailure (25).
    SystemFailure,
    /// A bit without a meaning in RFC 3161.
    Other(usize),
}

/// The status from an authority that gives no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimestampRefusal {
    /// The status.
    pub status: TimestampStatus,
    /// The reasons named.
    pub failures: Vec<TimestampFailureInfo>,
    /// The authority's own words, without control characters, of limited length.
    pub texts: Vec<String>,
}

impl TimestampRefusal {
    /// Whether the reasons are of the passing kind.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let passing = |failure: &TimestampFailureInfo| {
            matches!(
                failure,
                TimestampFailureInfo::TimeNotAvailable | TimestampFailureInfo::SystemFailure
            )
        };
        self.status == TimestampStatus::Waiting
            || (!self.failures.is_empty() && self.failures.iter().all(passing))
    }
}

impl fmt::Display for TimestampRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        for failure in &self.failures {
            write!(f, ", {failure}")?;
        }
        for text in &self.texts {
            write!(f, ", \"{text}\"")?;
        }
        Ok(())
    }
}

/// `PKIFreeText`.
pub(super) fn words(mut texts: Reader<'_>) -> Result<Vec<String>, EncodingError> {
    let mut words = Vec::new();
    while let Some(text) = texts.next()? {
        if words.len() < MAX_TEXTS {
            let text = String::from_utf8_lossy(text.contents);
            words.push(text.chars().filter(shown).take(MAX_TEXT).collect());
        }
    }
    Ok(words)
}

/// Whether a letter is harmless: it neither acts in a terminal nor turns the writing direction.
fn shown(letter: &char) -> bool {
    let turns = matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !letter.is_control() && !turns
}

/// The bits that are set, the first of the string being number 0.
pub(super) fn failures(bits: &Element<'_>) -> Vec<TimestampFailureInfo> {
    let octets = bits.contents.get(1..).unwrap_or_default();
    let set = |(index, octet): (usize, &u8)| {
        let octet = *octet;
        (0..8)
            .filter(move |bit| octet & (0x80 >> bit) != 0)
            .map(move |bit| index * 8 + bit)
    };
    let numbers = octets.iter().take(MAX_FAILURE_OCTETS).enumerate();
    let numbers = numbers.flat_map(set);
    numbers.map(TimestampFailureInfo::from_bit).collect()
}

impl TimestampStatus {
    pub(super) fn from_number(number: u64) -> Self {
        match number {
            0 => Self::Granted,
            1 => Self::GrantedWithModifications,
            2 => Self::Rejection,
            3 => Self::Waiting,
            4 => Self::RevocationWarning,
            5 => Self::RevocationNotification,
            other => Self::Unknown(other),
        }
    }
}

impl TimestampFailureInfo {
    fn from_bit(bit: usize) -> Self {
        match bit {
            0 => Self::BadAlgorithm,
            2 => Self::BadRequest,
            5 => Self::BadDataFormat,
            14 => Self::TimeNotAvailable,
            15 => Self::UnacceptedPolicy,
            16 => Self::UnacceptedExtension,
            17 => Self::AdditionalInformationNotAvailable,
            25 => Self::SystemFailure,
            other => Self::Other(other),
        }
    }
}

impl fmt::Display for TimestampStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Granted => "granted",
            Self::GrantedWithModifications => "grantedWithMods",
            Self::Rejection => "rejection",
            Self::Waiting => "waiting",
            Self::RevocationWarning => "revocationWarning",
            Self::RevocationNotification => "revocationNotification",
            Self::Unknown(number) => return write!(f, "status {number}"),
        })
    }
}

impl fmt::Display for TimestampFailureInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadAlgorithm => "badAlg",
            Self::BadRequest => "badRequest",
            Self::BadDataFormat => "badDataFormat",
            Self::TimeNotAvailable => "timeNotAvailable",
            Self::UnacceptedPolicy => "unacceptedPolicy",
            Self::UnacceptedExtension => "unacceptedExtension",
            Self::AdditionalInformationNotAvailable => "addInfoNotAvailable",
            Self::SystemFailure => "systemFailure",
            Self::Other(bit) => return write!(f, "failure bit {bit}"),
        })
    }
}

const MAX_TEXTS: usize = 4;
const MAX_TEXT: usize = 200;
const MAX_FAILURE_OCTETS: usize = 8;

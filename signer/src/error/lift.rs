//! Everything that keeps a file from being brought to a level, or its archive timestamp from being renewed.

mod words;

use jiff::Timestamp;
use kyso_pdf::PdfError;
use kyso_pki::{DigestError, RevocationGap, TimestampSourceError};
use kyso_verifier::{SubIndication, Verdict, VerifyError};
use kyso_words::Lang;
use openssl::error::ErrorStack;

use super::text;
use crate::level::BaselineLevel;

/// Why a file was not lifted; it stays as it was.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LiftError {
    /// Nothing may be appended to the file.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The verifier cannot read the file.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// There is no signature to lift.
    #[error("the file has no signature")]
    NotSigned,
    /// Signatures that lifting does not help: broken, altered, or not known to be valid for a reason that evidence and
    /// timestamps do not take away.
    #[error(
        "lifting does not help these signatures: {}",
        words::unsound(signatures, Lang::En)
    )]
    Unsound {
        /// Each of them.
        signatures: Vec<UnsoundSignature>,
    },
    /// No authority gave a timestamp (G3).
    #[error(transparent)]
    Timestamp(#[from] TimestampSourceError),
    /// The token does not fit into the room that was kept for it.
    #[error("the timestamp takes {token} bytes, and {room} were kept for it; keep more")]
    TimestampTooLarge {
        /// Bytes that the token takes.
        token: usize,
        /// Bytes kept.
        room: usize,
    },
    /// The level requires evidence that no source gave (EN 319 142-1, clause 6.3).
    #[error(
        "{level} needs evidence that is missing: {}",
        words::missing(missing, Lang::En)
    )]
    EvidenceMissing {
        /// The level asked for.
        level: BaselineLevel,
        /// Each certificate and what is missing about it.
        missing: Vec<MissingEvidence>,
    },
    /// The finished file has a lower level than was asked for, so it is not handed out.
    #[error("the signature “{field}” would be at {} instead of {wanted}{}", words::level(*reached), words::doubts(timestamps, Lang::En))]
    LevelNotReached {
        /// Its field.
        field: String,
        /// The level asked for.
        wanted: BaselineLevel,
        /// The level that the verifier finds; `None` when the signature is no PAdES baseline signature.
        reached: Option<BaselineLevel>,
        /// Timestamps of the signature and of the document that do not count.
        timestamps: Vec<DoubtfulTimestamp>,
    },
    /// The finished file was not accepted by the verifier, so it is not handed out.
    #[error("the lifted file was not accepted: the signature “{field}” would be {}{}", verdict.as_str(), text::because(*reason, Lang::En))]
    ResultNotAccepted {
        /// Field of the signature.
        field: String,
        /// What the verifier says.
        verdict: Verdict,
        /// Why.
        reason: Option<SubIndication>,
    },
    /// Only files with an archive timestamp are renewed.
    #[error("the file has no archive timestamp to renew; lifting it to B-LTA adds the first one")]
    NotArchived,
    /// Another timestamp would not protect longer than the last one does.
    #[error(
        "a new archive timestamp would protect until {renewed}, no longer than the last one ({protected}); the timestamp authority needs a newer certificate"
    )]
    NothingGained {
        /// Until when the last one protects.
        protected: Timestamp,
        /// Until when a new one would.
        renewed: Timestamp,
    },
    /// There is no digest to go on with.
    #[error(transparent)]
    Digest(#[from] DigestError),
    /// The cryptographic library failed.
    #[error("the cryptographic library failed")]
    Library(#[from] ErrorStack),
}

/// A signature that lifting does not help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsoundSignature {
    /// Its field.
    pub field: String,
    /// What the verifier says.
    pub verdict: Verdict,
    /// Why.
    pub reason: Option<SubIndication>,
}

/// A timestamp that proves no time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulTimestamp {
    /// Field of a document timestamp; `None` for one in the signature.
    pub field: Option<String>,
    /// Subject of the certificate that is at fault, else of the authority's, as far as it is known.
    pub certificate: Option<String>,
    /// Why it does not count.
    pub reason: SubIndication,
}

/// A certificate without evidence about its revocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingEvidence {
    /// Field of the signature or document timestamp whose path it is on.
    pub field: String,
    /// Subject of the certificate.
    pub subject: String,
    /// What is missing.
    pub gap: RevocationGap,
}

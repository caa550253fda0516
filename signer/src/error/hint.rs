//! What a caller can add so that a refused document is signed.

use super::{LiftError, SignError};

/// What the caller can give so that the document is signed after all. The front end knows how it is
/// given: an option of the command line, or a field of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hint {
    /// Where the picture of the signature goes.
    Position,
    /// Where number and date go, or that they are printed.
    NumberAndDate,
    /// Which signature the seal belongs to.
    PersonField,
    /// Issue the draft all the same.
    AllowDraft,
    /// More room for the timestamp token.
    TimestampRoom,
}

impl SignError {
    /// The hint that would help; `None` where no input helps.
    #[must_use]
    pub fn hint(&self) -> Option<Hint> {
        match self {
            Self::Place(error) if error.asks_for_position() => Some(Hint::Position),
            Self::NumberOnScan => Some(Hint::NumberAndDate),
            Self::SeveralPersonSignatures { .. } => Some(Hint::PersonField),
            Self::Draft { .. } => Some(Hint::AllowDraft),
            Self::Lift(error) => error.hint(),
            _ => None,
        }
    }
}

impl LiftError {
    /// The hint that would help; `None` where no input helps.
    #[must_use]
    pub fn hint(&self) -> Option<Hint> {
        matches!(self, Self::TimestampTooLarge { .. }).then_some(Hint::TimestampRoom)
    }
}

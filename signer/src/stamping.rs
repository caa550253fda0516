//! Timestamps while signing and lifting: which authorities are asked, what their clocks may say,
//! and what happens when none answers.

mod acceptance;

use jiff::Timestamp;
use kyso_pki::{
    DigestAlgorithm, TimestampAttempt, TimestampFailure, TimestampSourceError, TimestampToken,
    add_unsigned_timestamp,
};

use crate::context::{SigningContext, Timestamping};
use crate::error::SignError;
use crate::level::{BaselineLevel, Shortfall, WithoutTimestamp};

/// The timestamps of one file.
#[derive(Debug)]
pub(crate) struct Stamping<'c> {
    context: &'c SigningContext<'c>,
    latest: Timestamp,
    shortfall: Option<Shortfall>,
}

impl<'c> Stamping<'c> {
    pub(crate) fn new(context: &'c SigningContext<'c>) -> Self {
        Self {
            context,
            latest: context.now,
            shortfall: None,
        }
    }

    /// For new signatures: what can be known to fail fails before a key is used.
    pub(crate) fn of_signing(
        context: &'c SigningContext<'c>,
    ) -> Result<Self, TimestampSourceError> {
        let Timestamping {
            source, without, ..
        } = context.timestamping;
        let needed = context.level >= BaselineLevel::Timestamped;
        match needed && source.is_none() && without == WithoutTimestamp::Fail {
            true => Err(nobody()),
            false => Ok(Self::new(context)),
        }
    }

    pub(crate) fn context(&self) -> &'c SigningContext<'c> {
        self.context
    }

    /// The time at which the file is judged: not before its own timestamps.
    pub(crate) fn latest(&self) -> Timestamp {
        self.latest
    }

    /// Why the level is not reached, where the operator chose to go on without a timestamp.
    pub(crate) fn shortfall(&self) -> Option<&Shortfall> {
        self.shortfall.as_ref()
    }

    pub(crate) fn into_shortfall(self) -> Option<Shortfall> {
        self.shortfall
    }

    /// Bytes to keep for a token.
    pub(crate) fn room(&self) -> usize {
        self.context.timestamping.room
    }

    /// A token whose clock agrees with ours and whose certificate is trusted.
    pub(crate) fn token(
        &mut self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError> {
        let source = self.context.timestamping.source.ok_or_else(nobody)?;
        let accept = |token: &TimestampToken| acceptance::check(token, self.context);
        let token = source.accepted_timestamp(algorithm, digest, &accept)?;
        self.latest = self.latest.max(token.generated_at());
        Ok(token)
    }

    /// `container` with a timestamp over its signature value (RFC 3161, appendix A), when the level asks for one.
    pub(crate) fn sign_time(
        &mut self,
        container: Vec<u8>,
        value: &[u8],
        algorithm: DigestAlgorithm,
    ) -> Result<Vec<u8>, SignError> {
        // Who did not answer for the first signature is not waited for again.
        if self.context.level < BaselineLevel::Timestamped || self.shortfall.is_some() {
            return Ok(container);
        }
        let digest = algorithm.digest(&[value])?;
        match self.token(algorithm, &digest) {
            Ok(token) => Ok(add_unsigned_timestamp(&container, token.der())?),
            Err(reason) => {
                self.fall_short(reason)?;
                Ok(container)
            }
        }
    }

    /// Goes on without a timestamp if the operator chose so (G3).
    pub(crate) fn fall_short(
        &mut self,
        reason: TimestampSourceError,
    ) -> Result<(), TimestampSourceError> {
        let choice = self.context.timestamping.without;
        if choice == WithoutTimestamp::Fail {
            return Err(reason);
        }
        self.shortfall = Some(Shortfall {
            wanted: self.context.level,
            reason,
            choice,
        });
        Ok(())
    }
}

fn nobody() -> TimestampSourceError {
    TimestampSourceError {
        attempts: vec![TimestampAttempt {
            authority: String::new(),
            failure: TimestampFailure::NotConfigured,
        }],
    }
}

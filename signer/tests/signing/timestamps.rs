//! Timestamp authorities in this process: real tokens, no network.

use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use kyso_issuing::{Authority, KeyType, Profile, TokenRequest, issue_token};
use kyso_pki::{
    DigestAlgorithm, Pkcs12Key, TimestampAttempt, TimestampFailure, TimestampSource,
    TimestampSourceError, TimestampToken,
};

use crate::support::{around_now, request};

/// An authority whose clock is stopped.
pub(crate) struct TestAuthority {
    pub(crate) key: Pkcs12Key,
    pub(crate) at: Timestamp,
    asked: AtomicU64,
}

impl TestAuthority {
    /// One whose certificate `issuer` has issued.
    pub(crate) fn new(issuer: &Authority, at: Timestamp) -> Self {
        let request = request("Dấu thời gian", KeyType::Rsa2048, around_now(365));
        let key = issuer.issue(&request, Profile::TimestampAuthority);
        Self::with(key.unwrap(), at)
    }

    pub(crate) fn with(key: Pkcs12Key, at: Timestamp) -> Self {
        let asked = AtomicU64::new(0);
        Self { key, at, asked }
    }

    /// How many tokens it has given.
    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }
}

impl TimestampSource for TestAuthority {
    fn timestamp(
        &self,
        algorithm: DigestAlgorithm,
        digest: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError> {
        let request = TokenRequest {
            algorithm,
            digest,
            at: self.at,
            serial: self.asked.fetch_add(1, Ordering::Relaxed),
            nonce: None,
        };
        let token = issue_token(&self.key, &request).unwrap();
        Ok(TimestampToken::parse(&token).unwrap())
    }
}

/// An authority that is not there, and remembers how often it was looked for.
#[derive(Default)]
pub(crate) struct Absent {
    asked: AtomicU64,
}

impl Absent {
    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }
}

impl TimestampSource for Absent {
    fn timestamp(
        &self,
        _: DigestAlgorithm,
        _: &[u8],
    ) -> Result<TimestampToken, TimestampSourceError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Err(TimestampSourceError {
            attempts: vec![TimestampAttempt {
                authority: "http://tsa.example.vn".to_owned(),
                failure: TimestampFailure::HttpStatus { status: 503 },
            }],
        })
    }
}

//! How a token is used.

use std::path::PathBuf;
use std::time::Duration;

use crate::pin::FinalTry;

/// How a token is used; the default suits a service: 30 s a request, no final try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenOptions {
    /// The PKCS#11 library for URIs that name none (G5: configuration only).
    pub module: Option<PathBuf>,
    /// How long a request may take, waiting behind others included.
    pub request_timeout: Duration,
    /// How long a person may take at the token's own PIN pad.
    pub pin_pad_timeout: Duration,
    /// Whether the last try of the PIN may be used.
    pub final_try: FinalTry,
}

impl Default for TokenOptions {
    fn default() -> TokenOptions {
        TokenOptions {
            module: None,
            request_timeout: Duration::from_secs(30),
            pin_pad_timeout: Duration::from_secs(120),
            final_try: FinalTry::Refuse,
        }
    }
}

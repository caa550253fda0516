//! What verification and signing ask of servers: revocation lists, OCSP responses, certificates of issuers, timestamps.
//!
//! The only crate that opens connections. Whatever comes back is evidence to be checked by `kyso-pki`, never an answer.
//!
//! - [`Online`] fetches what certificates name, behind a guard that keeps URLs written by strangers out of the network of
//!   the agency, and remembers it; [`Session`] is its share for one verification, with a budget and a log of requests.
//! - [`TimestampAuthorities`] asks the timestamp authorities that the operator names, in order.
//!
//! ```
//! use kyso_online::{Online, OnlineSettings};
//! use kyso_pki::EvidenceSource;
//!
//! let online = Online::new(&OnlineSettings::default())?;
//! // One session for each verification; nothing is asked before the verifier needs something.
//! let session = online.session();
//! assert!(session.attempts().is_empty() && !session.is_exhausted());
//! # Ok::<(), kyso_online::OnlineError>(())
//! ```

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss
    )
)]

mod address;
mod answer;
mod cache;
mod client;
mod clock;
mod error;
mod fetcher;
mod flight;
mod gate;
mod guard;
mod http;
mod obtained;
mod question;
mod rewrite;
mod session;
mod settings;
mod text;
mod tsa;

pub use address::AddressKind;
pub use client::Online;
pub use clock::Clock;
pub use error::{Expected, FetchBudget, FetchError, FetchHint, OnlineError, Setting};
pub use obtained::FetchOrigin;
pub use session::{Attempt, AttemptOutcome, Session, Sought};
pub use settings::{
    ByteLimits, CacheSettings, ConnectionLimits, Login, NoncePolicy, OnlineSettings, Ports,
    ProxySettings, Rewrite, RewriteFrom, VerificationBudget,
};
pub use tsa::{
    AuthorityStatus, BreakerSettings, ClientIdentity, ObtainedTimestamp, RateLimit,
    TimestampAuthorities, TsaSettings,
};

//! OCSP (RFC 6960): requests about one certificate, and responses as files hold them and responders send them.
//!
//! A response is read here; whether it may be believed, and for which time, is decided with the path
//! ([`crate::TrustStore::answer`]). What was signed is never encoded again.

mod certificate_id;
mod error;
mod request;
mod response;
mod signing;
mod single;

pub use error::{OcspError, OcspMember, ResponseStatus};
pub use request::OcspRequest;
pub use response::{OcspResponse, ResponderId};
pub use signing::ResponseSigner;
pub(crate) use signing::may_be_delegated;
pub use single::{CertificateStatus, OcspEntry};

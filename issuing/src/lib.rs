//! Demonstration and test authorities: roots, sub-authorities, persons, agencies, timestamp authorities, OCSP
//! responders, revocation lists, OCSP responses, tokens and PKCS #12 files. Never for real ones: keys live in memory
//! and nothing protects them.
//!
//! The caller gives all times; keys and serial numbers are random unless a serial number is given.
//! This crate reads and judges nothing: `kyso-pki` does that, and its tests take the sources of
//! this crate as a module, so that there is one copy of each of its types. Only `kyso demo` and the
//! tests use it.
//!
//! ```
//! use jiff::{SignedDuration, Timestamp};
//! use kyso_issuing::{Authority, CertificateRequest, KeyType, Subject, Validity};
//!
//! let validity = Validity {
//!     not_before: Timestamp::UNIX_EPOCH,
//!     not_after: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(24),
//! };
//! let subject = Subject::new("Root", "Test", "Hà Nội");
//! let root = Authority::root(&CertificateRequest::new(subject, KeyType::P256, validity))?;
//! assert_eq!(root.certificate().subject_common_name(), Some("Root"));
//! # Ok::<(), kyso_issuing::IssuingError>(())
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod access;
mod attributes;
mod authority;
mod der;
mod error;
mod keys;
mod oids;
mod profile;
mod request;
mod response;
mod revocation_list;
mod token;

pub use access::Access;
pub use attributes::OtherAttributes;
pub use authority::Authority;
pub use error::IssuingError;
pub use keys::{KeyType, danger_key_pem, generate_key, write_pkcs12};
pub use profile::{Profile, ResponderStatus, Subject, Validity};
pub use request::CertificateRequest;
pub use response::{NamedResponder, OcspAnswer, issue_ocsp_response};
pub use revocation_list::{ListRequest, ListedRevocation};
pub use token::{TokenRequest, issue_token};

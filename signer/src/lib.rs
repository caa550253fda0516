//! Personal and agency signatures on PDF documents.
//!
//! [`approve`] signs for a competent person: a blue image between title and name (A1–A6). [`issue`] signs for an agency:
//! number and date, then the seal over the person's image, and only if the person's signature is valid (B1–B5, E1–E4).
//! Both append revisions, leave every earlier byte as it is, and return nothing that the verifier does not accept. The
//! [`SigningContext`] names the level of the signatures, B-B to B-LTA ([`BaselineLevel`]).
//!
//! [`attach`] signs an attachment in a file of its own, [`issue_package`] a document with its attachments (C1–C3).
//!
//! [`copy`] signs an electronic copy (D1–D3).
//!
//! Not here: sessions whose key is on another machine. Nothing here opens a socket: timestamps and
//! evidence come from sources that the caller gives.

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod acceptance;
mod active_content;
mod approval;
mod attachment;
mod authority;
mod certificate;
mod context;
mod copy;
mod corner;
mod draft;
mod error;
mod extension;
mod gate;
mod identity;
mod image;
mod issuance;
mod key;
mod level;
mod lifting;
mod numbering;
mod package;
mod place;
mod renewal;
mod round;
mod secrecy;
mod source;
mod stamping;

pub use acceptance::Signed;
pub use approval::{Approval, Position, approve, certification_level};
pub use attachment::{Attachment, attach};
pub use authority::{AuthorityCheck, AuthorityDoubt, AuthorityPolicy};
pub use certificate::CertificateRefusal;
pub use context::{RevocationCheck, SigningContext, TIMESTAMP_ROOM, Timestamping};
pub use copy::{Copying, copy};
pub use error::{
    DoubtfulTimestamp, ForbiddenContent, Hint, LiftError, MissingEvidence, SignError,
    UnsoundSignature,
};
pub use extension::{Extended, ExtensionOutcome, extend};
pub use issuance::{Issuance, issue};
pub use key::{DeviceError, KeyError, SigningKey, SigningToken};
pub use level::{BaselineLevel, Shortfall, UnknownLevel, WithoutTimestamp};
pub use numbering::Numbering;
pub use package::{IssuedPackage, Package, PackageFile, issue_package};
pub use place::{NumberPlaces, SignaturePlace};
pub use renewal::{RenewalState, Renewed, renew, renewal_state};

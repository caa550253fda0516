//! A public-key infrastructure for tests: authorities, holders and lists made from a description at a frozen time, and
//! servers on the loopback interface that answer from it, well or badly.
//!
//! Times are given by the caller; keys and signatures are random.

mod description;
mod folder;
mod http;
mod in_process;
mod index;
mod keys;
mod lists;
mod openssl;
mod pki;
mod server;
mod trust;

pub use description::{Description, DescriptionError, Span};
pub use folder::PASSWORD;
pub use in_process::{InProcessEvidence, InProcessTsa};
pub use openssl::{Clock, OpensslError, openssl};
pub use pki::{PkiError, TestPki};
pub use server::{
    Behaviour, FailureInfo, FileServer, OcspRefusal, OcspServer, Reserved, ServerError, Site,
    TsaServer,
};

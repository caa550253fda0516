//! The words for people of every error of this crate; English is what `Display` writes.

mod certificate;
mod cms;
mod encoding;
mod network;
mod ocsp;
mod path;
mod revocation;
mod timestamps;
mod trust;

//! The words for people of every error of this crate; English is what `Display` writes.

mod certificate;
mod cms;
mod network;
mod path;
mod revocation;
mod timestamps;
mod trust;

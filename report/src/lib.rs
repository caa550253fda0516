//! What people read of a verification: the report as text, the record that a clerk prints and files, the bundle of
//! evidence, pictures of pages and what differs between them.
//!
//! It depends on neither command line, nor service, nor configuration; some of its texts still name commands of `kyso`. What is said about a signature is decided in
//! `kyso-verifier`; here it is put into words and pictures.

pub mod bundle;
pub mod drawing;
pub mod inspection;
pub mod json;
pub mod pictures;
pub mod record;
#[cfg(test)]
mod sample;
pub mod summary;
pub mod visual;
pub mod xml;

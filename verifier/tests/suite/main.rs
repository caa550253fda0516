//! Tests on documents that are signed here, then sound or attacked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

mod adversary;
mod again;
mod allowed;
mod archive;
mod attacks;
mod budgets;
mod cades;
mod certified;
mod changes;
mod corpus;
mod disguised;
mod encrypted;
mod ended;
mod evidence;
mod extending;
mod facts;
mod filling;
mod flips;
mod headline;
mod hostile;
mod new_fields;
mod permissions;
mod protection;
mod remarks;
mod remembering;
mod report;
mod reported;
mod revocation;
mod schema;
mod sha1;
mod structure;
mod support;
mod telling;
mod time;
mod trust;
mod untrusted;
mod words;

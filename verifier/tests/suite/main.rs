//! Tests on documents that are signed here, then sound or attacked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

mod adversary;
mod archive;
mod attacks;
mod budgets;
mod cades;
mod certified;
mod changes;
mod corpus;
mod encrypted;
mod evidence;
mod extending;
mod facts;
mod flips;
mod headline;
mod hostile;
mod new_fields;
mod permissions;
mod protection;
mod remembering;
mod report;
mod reported;
mod revocation;
mod schema;
mod sha1;
mod strangers;
mod structure;
mod support;
mod telling;
mod time;
mod trust;
mod words;

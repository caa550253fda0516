//! Real tokens in software: every rule of this crate against SoftHSM2.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

mod concurrency;
mod lab;
mod listing;
mod pin;
mod recovery;
mod signing;
mod stuck;

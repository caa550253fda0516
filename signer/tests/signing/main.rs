//! Signing whole documents: what comes out, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod algorithms;
mod archived;
mod attachments;
mod authority;
mod blocks;
mod certificates;
mod copies;
mod extending;
mod gate;
mod others;
mod page;
#[path = "../../../stamp-images/tests/support/pages.rs"]
mod pages;
mod renewing;
mod revisions;
mod scans;
mod support;
mod timestamped;
mod timestamps;
mod turned;
mod unsuitable;
mod words;

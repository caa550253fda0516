//! Signing whole documents: what comes out, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod algorithms;
mod certificates;
mod gate;
mod page;
mod revisions;
mod support;
mod timestamped;
mod timestamps;
mod unsuitable;
mod words;

//! The test PKI as others see it: `openssl` looks at everything that is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod certificates;
mod client;
mod descriptions;
mod in_process;
mod revocation;
mod support;
mod timestamps;
mod transport;

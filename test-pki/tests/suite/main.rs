//! The test PKI as others see it: `openssl` looks at everything that is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod certificates;
mod descriptions;
mod support;

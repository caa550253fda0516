//! What users of the crate see: signatures, paths, revocation, keys, and second opinions from `openssl` and `cms`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

mod algorithms;
mod answers;
mod ber;
mod cms;
mod differential;
mod doubts;
mod evidence;
mod floods;
mod issued;
mod lists;
mod names;
mod ocsp;
mod paths;
mod pkcs12;
mod pkits;
mod rank;
mod received;
mod rekeyed;
mod responses;
mod roles;
mod rule_of_time;
mod scene;
mod support;
mod timestamp_responses;
mod timestamps;
mod trust;
mod untrusted;
mod world;

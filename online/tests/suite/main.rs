//! The client against servers that behave and misbehave, on the loopback interface.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authorities;
mod caching;
mod connections;
mod evidence;
mod gateway;
mod judged;
mod support;
mod transport;

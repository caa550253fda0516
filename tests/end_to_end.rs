//! The program as its users meet it: command line, HTTP, browser.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr
)]

mod architecture;
mod archived;
mod browser;
mod cades;
mod completed;
mod conformity;
mod directory;
mod evidence;
mod examples;
mod expect;
mod field;
mod hostile;
mod http;
mod interface;
mod levels;
mod many;
mod online;
mod outputs;
mod packages;
#[path = "../stamp-images/tests/support/pages.rs"]
mod pages;
mod passwords;
mod probes;
mod record;
mod scans;
mod schemas;
mod sign;
mod slow;
mod stamp;
mod support;
mod telling;
mod tokens;
mod trust;
mod upkeep;
mod verify;
mod vietnamese;

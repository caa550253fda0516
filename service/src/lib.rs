//! The service: verification and signing over HTTP, and the clerk's page.
//!
//! It listens on loopback addresses only, because it has no authentication yet; the host and origin of every request
//! are checked, so that pages of other sites cannot use it through the clerk's browser.
//!
//! [`serve`] is all that a program calls, with a configuration of `kyso-setup`. The crate knows no command line: what it
//! cannot do it says by [`ServeError`], and options that would help are named by its caller. What is decided about a
//! signature is decided in `kyso-verifier`, what people read of it is written in `kyso-report`.
//!
//! ```no_run
//! use kyso_service::{ServeOptions, serve};
//! use kyso_setup::Config;
//!
//! serve(ServeOptions {
//!     config: Config::default(),
//!     started: Box::new(|address| {
//!         eprintln!("http://{address}/");
//!         Ok(())
//!     }),
//! })?;
//! # Ok::<(), kyso_service::ServeError>(())
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod accept;
mod authorities;
mod connections;
mod error;
mod guard;
mod interface;
mod keyring;
mod keys;
mod language;
mod loading;
mod malformed;
mod metrics;
mod pace;
mod page;
mod probes;
mod problem;
mod quality_values;
mod router;
mod schemas;
mod serving;
mod signals;
mod signatures;
mod state;
mod store;
mod trust_reload;
mod upload;
mod verifications;
mod work_queue;
mod yielding;

pub use error::ServeError;
pub use serving::{ServeOptions, serve};

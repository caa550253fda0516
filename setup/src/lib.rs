//! What a machine is set up with, as the service and the command line share it.
//!
//! - [`Config`] is the configuration file: [`Config::load`] refuses what is unknown or contradictory, with its line.
//! - [`TrustSource`] finds and loads the trust folder; [`Inventory`] says what it holds, and by [`TrustFinding`] what is
//!   missing or expires.
//! - [`open_key`] opens a [`KeySource`], PKCS#12 files and tokens, with a password or PIN that is never printed.
//! - [`Servers`] makes the client of the servers that may be asked, [`timestamp_authorities`] that of timestamp authorities,
//!   from the configuration.
//! - [`value_fault`] finds out why a value of TOML or JSON is refused; [`ValueFault`] says it with the field.
//!
//! It turns files and settings into what the libraries below take, and says in both languages what is wrong with them. It
//! knows neither command line, nor HTTP, nor reports, and decides nothing about signatures. The programs use it; the
//! libraries below do not.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use jiff::Timestamp;
//! use kyso_setup::{Config, Servers};
//!
//! let config = Config::load(Path::new("kyso.toml"))?;
//! let trust = config.trust_source().load()?;
//! let policy = config.policy(Timestamp::now());
//! let servers = Servers::of(&config.online)?;
//! let source = servers.source(); // for one verification
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod config;
mod fault;
mod inventory;
mod keys;
mod servers;
mod size;
mod time;
mod trust;

pub use config::{
    Config, ConfigError, DirectoryPolicy, HttpUrl, KeyConfig, KeyRole, OnlineConfig, SigningLevel,
    TsaConfig, UrlFault, WithoutTsa,
};
pub use fault::{ValueFault, value_fault};
pub use inventory::{
    CertificateAuthority, Inventory, PathRole, RevocationList, TrustFinding, TrustSeverity,
    Unready, ValidityState,
};
pub use keys::{KeyFailure, KeySource, names_pin, open_key, read_password, read_secret};
pub use servers::{
    RootsFault, ServerSource, Servers, ServersError, each_timestamp_authority, settings_that_allow,
    timestamp_authorities,
};
pub use size::{FileTooLarge, LARGEST_FILE_MB};
pub use time::parse_time;
pub use trust::{
    TrustClassName, TrustSource, fingerprint, foreign_anchors, is_known_authority,
    users_trust_folder,
};

//! What a machine is set up with, as the service and the command line share it.
//!
//! - [`Config`] is the configuration file: [`Config::load`] refuses what is unknown or contradictory, with its line.
//! - [`trust`] finds and loads the trust folder; [`inventory`] says what it holds and what is missing or expires.
//! - [`keys`] opens PKCS#12 files and tokens with a PIN that is never printed.
//! - [`servers`] makes the clients of servers that may be asked, from the configuration.
//!
//! It turns files and settings into what the libraries below take, and says in both languages what is wrong with them. It
//! knows neither command line, nor HTTP, nor reports, and decides nothing about signatures. The programs use it; the
//! libraries below do not.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use jiff::Timestamp;
//! use kyso_setup::Config;
//! use kyso_setup::servers::Servers;
//!
//! let config = Config::load(Path::new("kyso.toml"))?;
//! let trust = config.trust_source().load()?;
//! let policy = config.policy(Timestamp::now());
//! let servers = Servers::of(&config.online)?;
//! let source = servers.source(); // for one verification
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod config;
pub mod fault;
pub mod inventory;
pub mod keys;
pub mod servers;
mod size;
mod time;
pub mod trust;

pub use config::{
    Config, ConfigError, HttpUrl, KeyConfig, KeyRole, OnlineConfig, SigningLevel, TsaConfig,
    UrlFault, WithoutTsa,
};
pub use size::FileTooLarge;
pub use time::parse_time;

//! What a machine is set up with, as the service and the command line share it: the configuration, the trust folder and what
//! it holds, the keys that sign, and the servers that may be asked.
//!
//! It turns files and settings into what the libraries below take, and says in both languages what is wrong with them. It
//! knows neither command line, nor HTTP, nor reports, and decides nothing about signatures. The programs use it; the
//! libraries below do not.

mod config;
pub mod fault;
pub mod inventory;
pub mod keys;
pub mod servers;
mod time;
pub mod trust;

pub use config::{
    Config, ConfigError, HttpUrl, KeyConfig, KeyRole, OnlineConfig, SigningLevel, TsaConfig,
    UrlFault, WithoutTsa,
};
pub use time::parse_time;

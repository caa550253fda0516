//! From arguments to the configuration in force.

use super::Failure;
use std::path::PathBuf;

use kyso_setup::{
    Config, ConfigError, ServersError, TrustClassName, TrustSource, users_trust_folder,
};
use kyso_words::{Localized, printable_form};

use super::arguments::{Settings, TrustFolder, TrustPlace};

impl Settings {
    /// The configuration file, then what the command line says.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub(crate) fn load(&self, trust: &TrustFolder) -> Result<Config, Failure> {
        let mut config = match &self.config {
            Some(path) => Config::load(path)?,
            None => Config::default(),
        };
        if let Some(dir) = &trust.dir {
            config.trust = Some(dir.clone());
            config.trust_class = trust.trust_class;
        }
        if let Some(cache) = &self.cache {
            config.online.cache = Some(cache.clone());
        }
        Ok(config)
    }
}

impl TrustPlace {
    /// The folder or bundle that is meant, if it is there: that of --trust, else of the configuration, else this user's.
    ///
    /// # Errors
    /// When the configuration cannot be used.
    pub(super) fn source(&self) -> Result<TrustSource, Failure> {
        let (path, class) = self.named()?;
        Ok(TrustSource::named(path, class))
    }

    /// The folder to change; this user's need not be there yet.
    ///
    /// # Errors
    /// When the configuration cannot be used, and where no folder is meant.
    pub(super) fn folder_to_change(&self) -> Result<PathBuf, Failure> {
        let (path, _) = self.named()?;
        path.or_else(users_trust_folder).ok_or_else(no_folder)
    }

    fn named(&self) -> Result<(Option<PathBuf>, Option<TrustClassName>), Failure> {
        if self.folder.dir.is_some() {
            return Ok((self.folder.dir.clone(), self.folder.trust_class));
        }
        let config = self.config.as_deref().map(Config::load).transpose()?;
        let named = config.and_then(|config| Some((config.trust?, config.trust_class)));
        Ok(named.map_or((None, None), |(path, class)| (Some(path), class)))
    }
}

/// No trust folder is named, and this user has none: where it would be.
pub(super) fn no_folder() -> Failure {
    let usual = users_trust_folder().map(|folder| printable_form(folder.display()));
    let (vietnamese, english) = match usual {
        Some(usual) => (
            format!(", hoặc tạo {usual} bằng kyso trust add"),
            format!(", or make {usual} with kyso trust add"),
        ),
        None => Default::default(),
    };
    Failure::usage(
        format!(
            "Chưa biết thư mục tin cậy ở đâu: hãy dùng --trust THƯ_MỤC, KYSO_TRUST hoặc --config TỆP{vietnamese}."
        ),
        format!("where is the trust folder? use --trust DIR, KYSO_TRUST or --config FILE{english}"),
    )
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::usage(
            format!("Cấu hình không dùng được: {}", error.vietnamese()),
            format!("configuration: {error}"),
        )
    }
}

impl From<ServersError> for Failure {
    fn from(error: ServersError) -> Self {
        Self::usage(
            format!("Cấu hình máy chủ không dùng được: {}", error.vietnamese()),
            format!("configuration of servers: {error}"),
        )
    }
}

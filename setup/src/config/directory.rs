//! The directory of the agency: who may sign for which agency (A5).

use kyso_directory::{Directory, DirectoryError};
use kyso_signer::AuthorityPolicy;
use serde::Deserialize;

use super::Config;

/// What it means for issuing that the directory gives a person no authority to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DirectoryPolicy {
    /// The operator is warned.
    #[default]
    Warn,
    /// Nothing is signed.
    Refuse,
}

impl From<DirectoryPolicy> for AuthorityPolicy {
    fn from(policy: DirectoryPolicy) -> Self {
        match policy {
            DirectoryPolicy::Warn => Self::Warn,
            DirectoryPolicy::Refuse => Self::Refuse,
        }
    }
}

impl Config {
    /// Reads the directory, where one is named.
    ///
    /// # Errors
    /// [`DirectoryError`]: a directory with a fault is not used.
    pub fn open_directory(&self) -> Result<Option<Directory>, DirectoryError> {
        self.directory.as_deref().map(Directory::open).transpose()
    }
}

//! The trusted certificates and revocation lists: where they are, and what they hold.

use std::env;
use std::path::PathBuf;

use kyso_pki::{Certificate, TrustAnchor, TrustClass, TrustError, TrustStore, pinned};

/// A trust folder, or a bundle with the class of its anchors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustSource {
    /// Where it is; `None` when no folder was named and this user has no trust folder.
    pub path: Option<PathBuf>,
    /// Class of the anchors in a bundle.
    pub class: Option<TrustClassName>,
}

/// Classes as users name them: as reports do, or as the folders of a trust folder are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TrustClassName {
    /// The government authority and what it certifies.
    Government,
    /// Public authorities.
    Public,
    /// Timestamp authorities; their folder is called `tsa`.
    #[serde(rename = "timestamping", alias = "tsa")]
    Tsa,
    /// Any other, such as test authorities.
    Other,
}

impl TrustClassName {
    /// Every class.
    #[must_use]
    pub fn all() -> [Self; 4] {
        TrustClass::ALL.map(Self::of)
    }

    /// The name that is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.trust_class().as_str()
    }

    /// What the class means.
    #[must_use]
    pub fn trust_class(self) -> TrustClass {
        match self {
            Self::Government => TrustClass::Government,
            Self::Public => TrustClass::Public,
            Self::Tsa => TrustClass::Timestamping,
            Self::Other => TrustClass::Other,
        }
    }

    /// The class by what it means.
    #[must_use]
    pub fn of(class: TrustClass) -> Self {
        match class {
            TrustClass::Government => Self::Government,
            TrustClass::Public => Self::Public,
            TrustClass::Timestamping => Self::Tsa,
            TrustClass::Other => Self::Other,
        }
    }

    /// The folder of a trust folder.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Public => "public",
            Self::Tsa => "tsa",
            Self::Other => "other",
        }
    }
}

impl TrustSource {
    /// What was named, else the folder of this user's configuration if it is there.
    #[must_use]
    pub fn named(path: Option<PathBuf>, class: Option<TrustClassName>) -> Self {
        let path = path.or_else(|| users_trust_folder().filter(|dir| dir.is_dir()));
        Self { path, class }
    }

    /// Loads it; no folder is an empty store, under which nothing can be found valid.
    ///
    /// # Errors
    /// [`TrustError`] when the folder or a file in it cannot be used.
    pub fn load(&self) -> Result<TrustStore, TrustError> {
        match &self.path {
            Some(path) => TrustStore::load_as(path, self.class.map(TrustClassName::trust_class)),
            None => TrustStore::new([], Vec::new()),
        }
    }
}

/// The folder of this user's configuration (XDG base directories): `kyso/trust`.
#[must_use]
pub fn users_trust_folder() -> Option<PathBuf> {
    Some(users_base("XDG_CONFIG_HOME", ".config")?.join("trust"))
}

/// The folder that this user's programs keep what can be fetched again in (XDG base directories): `kyso`.
pub(crate) fn users_cache() -> Option<PathBuf> {
    users_base("XDG_CACHE_HOME", ".cache")
}

fn users_base(variable: &str, below_home: &str) -> Option<PathBuf> {
    let home = || {
        env::var_os("HOME")
            .filter(|home| !home.is_empty())
            .map(|home| PathBuf::from(home).join(below_home))
    };
    let base = env::var_os(variable)
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute());
    Some(base.or_else(home)?.join("kyso"))
}

/// The SHA-256 of a certificate as people are shown it, in the letters in which programs for files write it.
#[must_use]
pub fn fingerprint(certificate: &Certificate) -> String {
    base16ct::lower::encode_string(&certificate.sha256())
}

/// Whether a certificate is one of the Vietnamese authorities whose fingerprint is known (K).
#[must_use]
pub fn is_known_authority(sha256: &[u8; 32]) -> bool {
    pinned::find(sha256).is_some()
}

/// The names of those of `anchors` that are none of the known ones: for trials only.
#[must_use]
pub fn foreign_anchors(anchors: &[TrustAnchor]) -> Vec<String> {
    let certificates = anchors.iter().map(|anchor| &anchor.certificate);
    let foreign = certificates.filter(|certificate| !is_known_authority(&certificate.sha256()));
    foreign.map(Certificate::subject_label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In a configuration, a class is called as reports or as folders call it.
    #[test]
    fn a_class_has_the_name_of_reports_and_that_of_its_folder() {
        #[derive(serde::Deserialize)]
        struct Written {
            class: TrustClassName,
        }
        for class in TrustClassName::all() {
            for name in [class.as_str(), class.folder()] {
                let written = toml::from_str::<Written>(&format!("class = '{name}'"));
                assert_eq!(written.ok().map(|one| one.class), Some(class), "{name}");
            }
        }
    }
}

//! The trust folder: where it is, and what it holds.

use std::env;
use std::path::{Path, PathBuf};

use kyso_pki::{TrustError, TrustStore, pinned};

/// The folder in use: the one that was named, else the one of this user's configuration if it is there.
pub(crate) fn folder(named: Option<&Path>) -> Option<PathBuf> {
    match named {
        Some(dir) => Some(dir.to_owned()),
        None => users_folder().filter(|dir| dir.is_dir()),
    }
}

/// The folder of this user's configuration (XDG base directories): `kyso/trust`.
pub(crate) fn users_folder() -> Option<PathBuf> {
    let home = || {
        env::var_os("HOME")
            .filter(|home| !home.is_empty())
            .map(|home| PathBuf::from(home).join(".config"))
    };
    let base = env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute());
    Some(base.or_else(home)?.join("kyso").join("trust"))
}

/// Loads a folder; no folder is an empty store, under which nothing can be found valid.
///
/// # Errors
/// [`TrustError`] when the folder or a file in it cannot be used.
pub(crate) fn load(dir: Option<&Path>) -> Result<TrustStore, TrustError> {
    match dir {
        Some(dir) => TrustStore::load(dir),
        None => TrustStore::new([], Vec::new()),
    }
}

/// Whether a certificate is one of the Vietnamese authorities whose fingerprint is known (K).
pub(crate) fn is_known(sha256: &[u8; 32]) -> bool {
    pinned::find(sha256).is_some()
}

/// The names of the anchors that are none of the known ones: for trials only.
pub(crate) fn foreign_anchors(store: &TrustStore) -> Vec<String> {
    let certificates = store.anchors().iter().map(|anchor| &anchor.certificate);
    let foreign = certificates.filter(|certificate| !is_known(&certificate.sha256()));
    foreign
        .map(|certificate| {
            let name = certificate.subject_common_name().map(str::to_owned);
            name.unwrap_or_else(|| certificate.subject_display())
        })
        .collect()
}

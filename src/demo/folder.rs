//! The folder of a demo: only a new, an empty or an earlier demo folder is written to.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use kyso_words::Localized;

use crate::files;

/// A folder that a demo may write to.
#[derive(Debug)]
pub(crate) struct DemoFolder(PathBuf);

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FolderError {
    #[error("{}: not empty and no earlier demo; nothing was written", path.display())]
    NotOurs { path: PathBuf },
    #[error("{}: cannot be read ({source})", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{}: cannot be written ({source})", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
}

impl Localized for FolderError {
    fn vietnamese(&self) -> String {
        match self {
            Self::NotOurs { path } => format!(
                "{}: thư mục không trống và không phải thư mục dùng thử cũ; không ghi gì",
                path.display()
            ),
            Self::Unreadable { path, source } => {
                format!(
                    "{}: không đọc được ({})",
                    path.display(),
                    source.vietnamese()
                )
            }
            Self::Unwritable { path, source } => {
                format!(
                    "{}: không ghi được ({})",
                    path.display(),
                    source.vietnamese()
                )
            }
        }
    }
}

impl DemoFolder {
    /// Takes `dir`, making it when there is none.
    ///
    /// # Errors
    /// [`FolderError::NotOurs`] when it holds something else than an earlier demo.
    pub(crate) fn take(dir: &Path) -> Result<Self, FolderError> {
        let path = dir.to_owned();
        if let Err(source) = fs::create_dir_all(dir) {
            return Err(FolderError::Unwritable { path, source });
        }
        let folder = Self(path.clone());
        match fs::read_dir(dir).map(|mut entries| entries.next().is_some()) {
            Err(source) => return Err(FolderError::Unreadable { path, source }),
            Ok(true) if !folder.is_earlier_demo() => return Err(FolderError::NotOurs { path }),
            Ok(_) => {}
        }
        // First of all, so that a demo that was broken off can be made again.
        folder.write("kyso.toml", CONFIG.as_bytes())?;
        Ok(folder)
    }

    /// A path inside the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Reads a file of the folder.
    pub(crate) fn read(&self, name: &str) -> Result<Vec<u8>, FolderError> {
        let path = self.path(name);
        fs::read(&path).map_err(|source| FolderError::Unreadable { path, source })
    }

    /// Writes a file, making its folder.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.write_by(name, |path| files::write(path, bytes))
    }

    /// Writes a file that only its owner may read.
    pub(crate) fn write_secret(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.write_by(name, |path| files::write_secret(path, bytes))
    }

    fn write_by(
        &self,
        name: &str,
        write: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), FolderError> {
        let path = self.path(name);
        let made = path.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| write(&path))
            .map_err(|source| FolderError::Unwritable { path, source })
    }

    fn is_earlier_demo(&self) -> bool {
        fs::read_to_string(self.path("kyso.toml")).is_ok_and(|text| text.starts_with(MARK))
    }
}

/// The first words of the configuration of a demo, by which its folder is known.
const MARK: &str = "# Made by `kyso demo`";

/// The configuration of the demo's service.
const CONFIG: &str = r#"# Made by `kyso demo`, for trials only. Start the service with: kyso serve --config FILE
listen = "127.0.0.1:8080"
trust = "pki/trust"
# Without the mark before it, reports name titles and authority, and issuing asks who may sign (docs/directory.md).
# directory = "danh-ba.toml"
max_file_mb = 50

[[keys]]
id = "nguoi-ky"
pkcs12 = "pki/nguoi-ky.p12"
pin_file = "pki/mat-khau.txt"

[[keys]]
id = "co-quan"
pkcs12 = "pki/co-quan.p12"
pin_file = "pki/mat-khau.txt"
"#;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn takes_a_new_folder_and_an_earlier_demo_only() {
        let dir = tempfile::tempdir().unwrap();
        let demo = dir.path().join("demo");
        let folder = DemoFolder::take(&demo).unwrap();
        assert!(folder.path("kyso.toml").is_file());
        assert!(DemoFolder::take(&demo).is_ok());
        fs::write(dir.path().join("letter.txt"), "mine").unwrap();
        assert!(matches!(
            DemoFolder::take(dir.path()),
            Err(FolderError::NotOurs { .. })
        ));
        assert!(!dir.path().join("kyso.toml").exists());
    }

    #[test]
    fn the_configuration_is_valid() {
        let folder = DemoFolder::take(&tempfile::tempdir().unwrap().keep()).unwrap();
        let config = kyso_setup::Config::load(&folder.path("kyso.toml")).unwrap();
        assert_eq!(config.keys.len(), 2);
        fs::remove_dir_all(folder.path("")).unwrap();
    }
}

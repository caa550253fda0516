//! Files on disk: written whole or not at all. What is no file (a pipe, a terminal) is written to as it is.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Writes `bytes` beside `path` under a temporary name, then gives it the name: whoever looks sees the old file or
/// the whole new one.
///
/// # Errors
/// Whatever the system says; nothing is left behind.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match is_channel(path) {
        true => OpenOptions::new().append(true).open(path)?.write_all(bytes),
        false => write_with_mode(path, bytes, 0o644),
    }
}

/// Whether the name leads to a pipe, a terminal or another device, which must not be replaced by a file. The links of the
/// system, such as `/dev/stdout`, are none to be replaced either, wherever they lead just now.
fn is_channel(path: &Path) -> bool {
    let is_link_of_the_system = || {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        let is_there = |folder: &Path| SYSTEM.iter().any(|system| folder.starts_with(system));
        path.is_symlink() && folder.is_some_and(|folder| is_there(&folder))
    };
    let leads_to_no_file =
        || fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir());
    leads_to_no_file() || is_link_of_the_system()
}

/// Where links lead to what is open.
const SYSTEM: [&str; 2] = ["/dev", "/proc"];

/// As [`write()`], readable by the owner only: for keys and passwords.
///
/// # Errors
/// As [`write()`].
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with_mode(path, bytes, 0o600)
}

/// As [`write()`], where nothing is yet.
///
/// # Errors
/// As [`write()`], and [`io::ErrorKind::AlreadyExists`].
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = temporary(path, bytes, 0o644)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

fn write_with_mode(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // Said here: some systems call a folder that cannot be replaced busy.
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let file = temporary(path, bytes, mode)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A file beside `path` with everything in it.
fn temporary(path: &Path, bytes: &[u8], mode: u32) -> io::Result<NamedTempFile> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let mut file = builder(mode).tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(unix)]
fn builder(mode: u32) -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;

    let mut builder = Builder::new();
    builder
        .prefix(".kyso-")
        .permissions(std::fs::Permissions::from_mode(mode));
    builder
}

#[cfg(not(unix))]
fn builder(_mode: u32) -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".kyso-");
    builder
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn replaces_a_file_and_leaves_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("report.json");
        write(&path, b"old").unwrap();
        write(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_replaces_none() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("revision.pdf");
        write_new(&path, b"first").unwrap();
        let error = write_new(&path, b"second").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_device_is_written_through() {
        let dir = tempfile::tempdir().unwrap();
        let link = dir.path().join("nothing");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        write(&link, b"text").unwrap();
        assert!(link.is_symlink());
        assert!(is_channel(Path::new("/dev/null")) && !is_channel(dir.path()));
    }

    #[test]
    fn leaves_nothing_behind_when_the_place_is_taken_by_a_folder() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taken");
        std::fs::create_dir_all(path.join("inside")).unwrap();
        for folder in [path.as_path(), Path::new("."), Path::new("..")] {
            let error = write(folder, b"text").unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::IsADirectory, "{folder:?}");
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

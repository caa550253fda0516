//! Files on disk: written whole or not at all. What is no file (a pipe, a terminal) is written to as it is.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use kyso_words::Localized;
use tempfile::{Builder, NamedTempFile};

/// Writes `bytes` beside `path` under a temporary name, then renames the file: a reader sees the old file or
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

/// Whether the name leads to a pipe, a terminal or another device, which must not be replaced by a
/// file. The links of the system, such as `/dev/stdout`, must not be replaced either, wherever they
/// lead just now.
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

/// As [`write()`], where there is no file yet.
///
/// # Errors
/// As [`write()`], and [`io::ErrorKind::AlreadyExists`].
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = temporary(path, bytes, 0o644)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a folder with files of these names, all of them or none: it is filled under a temporary name beside `path`, then
/// renamed. An empty folder may be there already.
///
/// # Errors
/// Whatever the system says, [`io::ErrorKind::DirectoryNotEmpty`] among it; nothing is left behind.
pub(crate) fn write_folder(path: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    // Said here: renaming would replace a link, or fail with another reason.
    if path.symlink_metadata().is_ok() && fs::read_dir(path)?.next().is_some() {
        return Err(io::ErrorKind::DirectoryNotEmpty.into());
    }
    let folder = builder(0o755).tempdir_in(folder_of(path))?;
    for (name, bytes) in files {
        write_new(&folder.path().join(name), bytes)?;
    }
    fs::rename(folder.path(), path)?;
    // It is under its own name now.
    let _ = folder.keep();
    keep_name(path);
    Ok(())
}

/// Why a file was not replaced.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReplaceError {
    #[error(transparent)]
    Io(#[from] io::Error),
    /// Another program has written to it: replacing it would lose that.
    #[error("the file was changed by another program meanwhile")]
    Changed,
}

impl Localized for ReplaceError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Io(error) => error.vietnamese(),
            Self::Changed => "tệp đã bị chương trình khác thay đổi trong lúc xử lý".to_owned(),
        }
    }
}

/// Replaces the file that was read as `before` by `after`, with the permissions and the owner that
/// it has. A link stays a link; its target is replaced.
///
/// # Errors
/// [`ReplaceError`]; the file stays as it is, and nothing is left behind.
pub(crate) fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), ReplaceError> {
    let path = path.canonicalize()?;
    let about = fs::metadata(&path)?;
    let file = temporary(&path, after, 0o600)?;
    keep_owner(&about, file.as_file())?;
    file.as_file().set_permissions(about.permissions())?;
    if fs::read(&path)? != before {
        return Err(ReplaceError::Changed);
    }
    file.persist(&path).map_err(|error| error.error)?;
    keep_name(&path);
    Ok(())
}

/// A file of another user stays theirs.
fn keep_owner(about: &fs::Metadata, file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let own = file.metadata()?;
    if (own.uid(), own.gid()) == (about.uid(), about.gid()) {
        return Ok(());
    }
    fchown(file, Some(about.uid()), Some(about.gid()))
}

fn write_with_mode(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // Said here: some systems call a folder that cannot be replaced busy.
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let file = temporary(path, bytes, mode)?;
    file.persist(path).map_err(|error| error.error)?;
    keep_name(path);
    Ok(())
}

/// Makes the new name outlive a power failure before anything that relies on it is done, such as
/// removing an entry of a queue. Not every system can; the written file is whole in any case.
fn keep_name(path: &Path) {
    let _ = fs::File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

/// A file beside `path` with everything in it.
fn temporary(path: &Path, bytes: &[u8], mode: u32) -> io::Result<NamedTempFile> {
    let mut file = builder(mode).tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

fn builder(mode: u32) -> Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;

    let mut builder = Builder::new();
    builder
        .prefix(".kyso-")
        .permissions(std::fs::Permissions::from_mode(mode));
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

    #[test]
    fn replacing_keeps_permissions_and_links_and_never_takes_away_what_others_wrote() {
        use std::os::unix::fs::PermissionsExt;

        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("qd.pdf");
        let link = dir.path().join("link.pdf");
        fs::write(&path, b"signed").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        replace(&link, b"signed", b"signed and lifted").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"signed and lifted");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        let error = replace(&path, b"signed", b"other").unwrap_err();
        assert!(matches!(error, ReplaceError::Changed));
        assert_eq!(fs::read(&path).unwrap(), b"signed and lifted");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
    }

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

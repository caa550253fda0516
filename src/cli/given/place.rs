//! Where a name leads, for comparing.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// The file that a name leads to, or its place when there is none.
#[derive(Debug)]
pub(super) struct Place {
    exists: bool,
    /// Device and number of a regular file.
    identity: Option<Identity>,
    /// Its folder without links, and its name; `None` for something that is written through, such
    /// as a pipe or a terminal.
    location: Option<PathBuf>,
}

impl Place {
    pub(super) fn of(path: &Path) -> Self {
        match fs::metadata(path) {
            Ok(about) if !about.is_file() && !about.is_dir() => Self {
                exists: true,
                identity: None,
                location: None,
            },
            Ok(about) => Self {
                exists: true,
                identity: identity(&about),
                location: path.canonicalize().ok(),
            },
            Err(_) => Self {
                exists: false,
                identity: None,
                location: Some(place_of_nothing(path, LINKS)),
            },
        }
    }

    /// Whether both are one file, or will be.
    pub(super) fn is(&self, other: &Self) -> bool {
        same(self.identity.as_ref(), other.identity.as_ref())
            || same(self.location.as_ref(), other.location.as_ref())
    }

    /// Whether the file is in `folder` or below it, also by a link of another name; or is itself what `folder` names.
    pub(super) fn is_in(&self, folder: &Path) -> bool {
        // A name with nothing behind it replaces nothing.
        if !self.exists {
            return false;
        }
        let named = Self::of(folder);
        let is_below = match (&self.location, &named.location) {
            (Some(location), Some(folder)) => location.starts_with(folder),
            _ => false,
        };
        let identity = self.identity.as_ref();
        is_below || named.is(self) || identity.is_some_and(|wanted| holds(folder, wanted, DEPTH))
    }
}

/// Whether a folder has a file of this identity, some levels deep.
fn holds(folder: &Path, wanted: &Identity, depth: usize) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths = entries.map(|entry| entry.path());
    paths.any(|path| match fs::metadata(&path) {
        Ok(about) if about.is_dir() => depth > 0 && holds(&path, wanted, depth - 1),
        Ok(about) => identity(&about).as_ref() == Some(wanted),
        Err(_) => false,
    })
}

/// The place of a file that does not exist yet: a link is followed to its target.
fn place_of_nothing(path: &Path, links: usize) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    match path.read_link() {
        Ok(target) if links > 0 => place_of_nothing(&folder.join(target), links - 1),
        _ => match (folder.canonicalize(), path.file_name()) {
            (Ok(folder), Some(name)) => folder.join(name),
            _ => path.to_owned(),
        },
    }
}

fn same<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.is_some() && one == other
}

/// Device and number.
type Identity = (u64, u64);

fn identity(about: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;

    about.is_file().then(|| (about.dev(), about.ino()))
}

/// Links that are followed one after another.
const LINKS: usize = 16;

/// Levels below a given folder: those of a trust folder, a cache and a queue.
const DEPTH: usize = 3;

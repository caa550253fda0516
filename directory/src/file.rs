//! The file of a directory: read for a check with all its faults, or for use.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use kyso_words::Localized;

use crate::directory::Directory;
use crate::fault::{DirectoryFault, Faults};
use crate::{read, relations, seals};

/// A directory that was read for a check: what it holds, sound or not.
#[derive(Debug)]
pub struct Draft {
    /// The entries that could be read.
    pub directory: Directory,
    /// What is wrong, by line.
    pub faults: Vec<DirectoryFault>,
    /// Faults beyond those.
    pub omitted: usize,
}

/// Why a directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The file cannot be read.
    #[error("{}: cannot be read ({source})", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is larger than a directory may be.
    #[error("{}: is larger than {} MB; divide the directory", path.display(), MOST_BYTES >> 20)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// The file is no text.
    #[error("{}: is no text in UTF-8; save it so", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// The directory has faults.
    #[error("{}: {first}{}", path.display(), more_english(*others))]
    Faulty {
        /// The file.
        path: PathBuf,
        /// The first fault.
        first: Box<DirectoryFault>,
        /// How many others there are.
        others: usize,
    },
}

impl Localized for DirectoryError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Unreadable { path, source } => format!(
                "{}: không đọc được ({})",
                path.display(),
                source.vietnamese()
            ),
            Self::TooLarge { path } => format!(
                "{}: lớn hơn {} MB; hãy chia danh bạ",
                path.display(),
                MOST_BYTES >> 20
            ),
            Self::NotUtf8 { path } => format!(
                "{}: không phải văn bản UTF-8; hãy lưu lại ở dạng đó",
                path.display()
            ),
            Self::Faulty {
                path,
                first,
                others,
            } => {
                let more = match others {
                    0 => String::new(),
                    others => {
                        format!(" (và {others} lỗi khác)")
                    }
                };
                format!("{}: {}{more}", path.display(), first.vietnamese())
            }
        }
    }
}

fn more_english(others: usize) -> String {
    match others {
        0 => String::new(),
        others => format!(" (and {others} more)"),
    }
}

impl Draft {
    /// Reads the text of a directory and finds its faults, but for those of pictures.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self::of(text, None)
    }

    /// Reads a file and finds its faults; the pictures of seals are looked at, too.
    ///
    /// # Errors
    /// [`DirectoryError::Unreadable`], [`DirectoryError::TooLarge`] and [`DirectoryError::NotUtf8`].
    pub fn open(path: &Path) -> Result<Self, DirectoryError> {
        let text = text(path)?;
        Ok(Self::of(&text, path.parent()))
    }

    fn of(text: &str, folder: Option<&Path>) -> Self {
        // Editors of other systems write a mark before the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut faults = Faults::default();
        let entries = read::entries(text, &mut faults);
        relations::check(&entries, &mut faults);
        if let Some(folder) = folder {
            seals::check(&entries.organisations, folder, &mut faults);
        }
        let Faults { mut list, omitted } = faults;
        list.sort_by_key(|fault| fault.line);
        Self {
            directory: Directory::new(entries),
            faults: list,
            omitted,
        }
    }
}

impl Directory {
    /// Reads a file for use. The pictures of seals are not looked at: they decide nothing about a person.
    ///
    /// # Errors
    /// [`DirectoryError`]; a directory with any fault is not used.
    pub fn open(path: &Path) -> Result<Self, DirectoryError> {
        let draft = Draft::read(&text(path)?);
        let others = draft.faults.len().saturating_sub(1) + draft.omitted;
        match draft.faults.into_iter().next() {
            None => Ok(draft.directory),
            Some(first) => Err(DirectoryError::Faulty {
                path: path.to_owned(),
                first: Box::new(first),
                others,
            }),
        }
    }
}

fn text(path: &Path) -> Result<String, DirectoryError> {
    let unreadable = |source| DirectoryError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(unreadable(io::ErrorKind::IsADirectory.into()));
    }
    let mut bytes = Vec::new();
    let mut limited = file.take(MOST_BYTES + 1);
    limited.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(DirectoryError::TooLarge {
            path: path.to_owned(),
        });
    }
    String::from_utf8(bytes).map_err(|_| DirectoryError::NotUtf8 {
        path: path.to_owned(),
    })
}

/// Bytes of the file.
const MOST_BYTES: u64 = 16 << 20;

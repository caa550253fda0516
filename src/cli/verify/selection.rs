//! The files that are verified: those that are named, and the PDF files of folders.
//!
//! In a folder a PDF file is a regular file, or a link to one, that is named `*.pdf` or starts with `%PDF-`. Hidden
//! entries, links to folders (so there are no loops), other files, and without `--recursive` subfolders, are counted and
//! left out. A folder that cannot be read is a result of its own, so that its files do not pass for verified.

use std::collections::HashSet;
use std::fs::{self, DirEntry, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::reading::Unreadable;
use crate::cli::Failure;

/// One that is to be verified.
#[derive(Debug)]
pub(in crate::cli) struct Candidate {
    pub(in crate::cli) path: PathBuf,
    /// Why that is not possible, when it is known already.
    pub(in crate::cli) problem: Option<Unreadable>,
}

/// What was left out in folders.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Skipped {
    pub(super) others: usize,
    pub(super) hidden: usize,
    pub(super) folders: usize,
    pub(super) links: usize,
}

/// The files in the order of the command line, those of a folder by their paths.
#[derive(Debug, Default)]
pub(in crate::cli) struct Selection {
    candidates: Vec<Candidate>,
    known: HashSet<PathBuf>,
    pub(super) skipped: Skipped,
    /// Whether the answer is a list: several paths, a folder, or a manifest.
    pub(super) is_list: bool,
    recursive: bool,
}

impl Selection {
    /// From the paths of a command line.
    pub(in crate::cli) fn of(paths: &[PathBuf], recursive: bool) -> Self {
        let mut selection = Self {
            recursive,
            is_list: paths.len() > 1,
            ..Self::default()
        };
        for path in paths {
            match path.is_dir() {
                true => {
                    selection.is_list = true;
                    selection.walk(path);
                }
                false => selection.take(path.clone(), None),
            }
        }
        selection
    }

    /// Adds files that are not among them yet.
    pub(super) fn add<'p>(&mut self, paths: impl Iterator<Item = &'p Path>) {
        self.is_list = true;
        let mut known: HashSet<PathBuf> = self.paths().map(place).collect();
        for path in paths {
            if known.insert(place(path)) {
                self.take(path.to_owned(), None);
            }
        }
    }

    pub(in crate::cli) fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    pub(in crate::cli) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.candidates.iter().map(|one| one.path.as_path())
    }

    pub(in crate::cli) fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// Nothing to verify is no success.
    pub(in crate::cli) fn nothing_found(&self) -> Failure {
        match self.skipped.folders {
            0 => Failure::usage(
                "Không có tệp PDF nào để kiểm tra.",
                "there is no PDF file to verify",
            ),
            _ => Failure::usage(
                "Không có tệp PDF nào trong chính thư mục; hãy thêm --recursive để xem cả thư mục con.",
                "there is no PDF file in the folder itself; --recursive looks into its subfolders",
            ),
        }
    }

    fn take(&mut self, path: PathBuf, problem: Option<Unreadable>) {
        if self.known.insert(path.clone()) {
            self.candidates.push(Candidate { path, problem });
        }
    }

    fn walk(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => return self.take(folder.to_owned(), Some(Unreadable::folder(&error))),
        };
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            self.visit(&entry);
        }
    }

    fn visit(&mut self, entry: &DirEntry) {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            self.skipped.hidden += 1;
            return;
        }
        let path = entry.path();
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        match path.metadata() {
            Ok(about) if about.is_dir() && is_link => self.skipped.links += 1,
            Ok(about) if about.is_dir() && self.recursive => self.walk(&path),
            Ok(about) if about.is_dir() => self.skipped.folders += 1,
            Ok(about) if about.is_file() && is_pdf(&path) => self.take(path, None),
            // A broken link under the name of a document: the document is missing.
            Err(_) if is_named_pdf(&path) => self.take(path, None),
            _ => self.skipped.others += 1,
        }
    }
}

/// The place of a name, for comparing: its folder without links; a link in it is another place than its target.
pub(super) fn place(path: &Path) -> PathBuf {
    let folder = path
        .parent()
        .map(|parent| match parent.as_os_str().is_empty() {
            true => Path::new("."),
            false => parent,
        });
    match (folder.map(Path::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
    }
}

fn is_pdf(path: &Path) -> bool {
    is_named_pdf(path) || starts_as_pdf(path).unwrap_or(false)
}

fn starts_as_pdf(path: &Path) -> io::Result<bool> {
    let mut start = [0; 5];
    File::open(path)?.read_exact(&mut start)?;
    Ok(start == *b"%PDF-")
}

fn is_named_pdf(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}

//! The files that a command was given and reads, so that none of its results replaces any of them:
//! documents, keys, passwords, pictures, trust, configuration, lists, bundles. A signed document
//! over a PKCS#12 file would destroy the key.
//!
//! Two names are one file when they have the same number on the same device, through any links, or
//! are at the same place, where there may be no file yet.

mod place;

use std::path::{Path, PathBuf};

use kyso_setup::{Config, KeySource};
use kyso_words::Lang;

use super::Failure;

use place::Place;

/// What a command reads.
#[derive(Debug, Default)]
pub(super) struct Given {
    files: Vec<(What, PathBuf)>,
    folders: Vec<(What, PathBuf)>,
}

/// What a file is to the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Document,
    Key,
    Secret,
    Picture,
    Trust,
    Configuration,
    Directory,
    Manifest,
    Bundle,
    Module,
    Cache,
    Queue,
}

/// A result: the flag that names its place.
pub(super) type Output<'a> = (&'a str, Option<&'a Path>);

impl Given {
    /// With everything that the configuration names, and the configuration itself.
    pub(super) fn with(path: Option<&Path>, config: &Config) -> Self {
        let mut given = Self::default();
        given.add(What::Configuration, path);
        given.add(What::Directory, config.directory.as_deref());
        given.add_folder(What::Trust, config.trust_source().path.as_deref());
        given.add_folder(What::Queue, config.queue.as_deref());
        given.add_folder(What::Cache, config.online.cache_folder().as_deref());
        given.add(What::Secret, config.online.proxy_password_file.as_deref());
        given.add(What::Trust, config.online.tls_roots.as_deref());
        for authority in &config.tsa {
            given.add(What::Secret, authority.password_file.as_deref());
            given.add(What::Key, authority.client_certificate.as_deref());
            given.add(What::Secret, authority.pin_file.as_deref());
        }
        for key in &config.keys {
            given.add(What::Secret, [key.pin_file.as_path()]);
            if let Ok(source) = key.source() {
                given.add_key(&source);
            }
        }
        given
    }

    /// Files of a kind.
    pub(super) fn add<'p>(&mut self, what: What, files: impl IntoIterator<Item = &'p Path>) {
        let files = files.into_iter().map(|file| (what, file.to_owned()));
        self.files.extend(files);
    }

    /// A folder, and whatever is in it; a single file in its place is one file.
    pub(super) fn add_folder(&mut self, what: What, folder: Option<&Path>) {
        let folder = folder.map(|folder| (what, folder.to_owned()));
        self.folders.extend(folder);
    }

    /// The file that a key or its token's module is.
    pub(super) fn add_key(&mut self, key: &KeySource) {
        match key {
            KeySource::Pkcs12(path) => self.add(What::Key, [path.as_path()]),
            KeySource::Token(uri) => self.add(What::Module, uri.module_path()),
        }
    }

    /// Refuses results that would replace something that was given, or each other, before anything is done.
    ///
    /// # Errors
    /// The flag, and what it names.
    pub(super) fn refuse_replacing(&self, outputs: &[Output<'_>]) -> Result<(), Failure> {
        let outputs = outputs
            .iter()
            .filter_map(|(flag, path)| Some((flag, (*path)?)));
        let mut places: Vec<(&str, Place)> = Vec::new();
        for (flag, path) in outputs {
            let place = Place::of(path);
            if let Some(what) = self.holds(&place) {
                return Err(replaces(flag, what, path));
            }
            if let Some((other, _)) = places.iter().find(|(_, taken)| taken.is(&place)) {
                return Err(same_result(other, flag));
            }
            places.push((flag, place));
        }
        Ok(())
    }

    fn holds(&self, place: &Place) -> Option<What> {
        let files = self.files.iter();
        let file = files
            .filter(|(_, path)| Place::of(path).is(place))
            .map(|(what, _)| *what);
        let folders = self.folders.iter();
        let inside = folders
            .filter(|(_, path)| place.is_in(path))
            .map(|(what, _)| *what);
        file.chain(inside).next()
    }
}

impl What {
    fn name(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::Document => ("chính tệp đầu vào", "the input file"),
            Self::Key => ("tệp khóa", "the key file"),
            Self::Secret => ("tệp mật khẩu hoặc mã PIN", "the file of a password or PIN"),
            Self::Picture => ("tệp ảnh", "the picture"),
            Self::Trust => ("chứng thư tin cậy", "a file of the trusted certificates"),
            Self::Configuration => ("tệp cấu hình", "the configuration"),
            Self::Directory => ("danh bạ", "the directory"),
            Self::Manifest => ("bảng kết quả mong đợi", "the list of expected verdicts"),
            Self::Bundle => ("gói bằng chứng", "the bundle"),
            Self::Module => ("thư viện của thiết bị", "the module of the token"),
            Self::Cache => ("tệp trong bộ nhớ đệm", "a file of the cache"),
            Self::Queue => ("mục của hàng đợi", "an entry of the queue"),
        };
        lang.pick(vi, en)
    }
}

fn replaces(flag: &str, what: What, path: &Path) -> Failure {
    let path = path.display();
    let (vi, en) = (what.name(Lang::Vi), what.name(Lang::En));
    Failure::usage(
        format!("{flag} trỏ vào {vi} {path}; hãy chọn tên khác. Không ghi gì."),
        format!("{flag} names {en} {path}; choose another name. Nothing was written."),
    )
}

fn same_result(one: &str, second: &str) -> Failure {
    Failure::usage(
        format!(
            "{one} và {second} trỏ vào cùng một tệp; hãy chọn hai tên khác nhau. Không ghi gì."
        ),
        format!("{one} and {second} name the same file; choose two names. Nothing was written."),
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::*;

    fn refused(given: &Given, output: &Path) -> bool {
        given.refuse_replacing(&[("-o", Some(output))]).is_err()
    }

    #[test]
    fn a_file_is_known_under_each_of_its_names() {
        let dir = tempfile::tempdir().unwrap();
        let name = |name: &str| dir.path().join(name);
        fs::create_dir(name("sub")).unwrap();
        fs::write(name("key.p12"), "key").unwrap();
        fs::hard_link(name("key.p12"), name("sub/hard")).unwrap();
        fs::write(name("other"), "other").unwrap();
        let mut given = Given::default();
        given.add(What::Key, [name("key.p12").as_path()]);
        assert!(refused(&given, &name("key.p12")));
        assert!(refused(&given, &name("sub/../key.p12")));
        assert!(refused(&given, &name("sub/hard")));
        assert!(!refused(&given, &name("other")));
        assert!(!refused(&given, &name("new")));
        {
            std::os::unix::fs::symlink(name("key.p12"), name("soft")).unwrap();
            std::os::unix::fs::symlink(dir.path(), name("sub/up")).unwrap();
            assert!(refused(&given, &name("soft")));
            assert!(refused(&given, &name("sub/up/key.p12")));
            // Given by a link: neither the link nor what it leads to.
            let mut given = Given::default();
            given.add(What::Key, [name("soft").as_path()]);
            assert!(refused(&given, &name("soft")) && refused(&given, &name("key.p12")));
        }
    }

    #[test]
    fn what_is_not_there_yet_has_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let name = |name: &str| dir.path().join(name);
        fs::create_dir(name("sub")).unwrap();
        let (one, other) = (name("new"), name("sub/../new"));
        let both = [
            ("-o", Some(one.as_path())),
            ("--evidence-out", Some(other.as_path())),
        ];
        assert!(Given::default().refuse_replacing(&both).is_err());
        {
            // Links to what is not there yet, and to each other's place.
            std::os::unix::fs::symlink(name("new"), name("soft")).unwrap();
            let soft = name("soft");
            let both = [
                ("-o", Some(one.as_path())),
                ("--evidence-out", Some(soft.as_path())),
            ];
            assert!(Given::default().refuse_replacing(&both).is_err());
        }
    }

    #[test]
    fn nothing_in_a_given_folder_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let name = |name: &str| dir.path().join(name);
        fs::create_dir_all(name("trust/government")).unwrap();
        fs::write(name("trust/government/root.pem"), "root").unwrap();
        fs::hard_link(name("trust/government/root.pem"), name("root")).unwrap();
        fs::write(name("other"), "other").unwrap();
        let mut given = Given::default();
        given.add_folder(What::Trust, Some(&name("trust")));
        given.add_folder(What::Trust, Some(&name("missing")));
        assert!(refused(&given, &name("trust/government/root.pem")));
        assert!(refused(&given, &name("root")), "by another name outside");
        assert!(!refused(&given, &name("other")));
        assert!(
            !refused(&given, &name("trust/report.json")),
            "replaces nothing"
        );
        let mut bundle = Given::default();
        bundle.add_folder(What::Trust, Some(&name("other")));
        assert!(
            refused(&bundle, &name("other")),
            "a bundle in place of a folder"
        );
    }

    #[test]
    fn devices_and_pipes_are_not_replaced_at_all() {
        let mut given = Given::default();
        given.add(What::Secret, [Path::new("/dev/null"), Path::new("-")]);
        assert!(!refused(&given, Path::new("/dev/null")));
        let null = Some(Path::new("/dev/null"));
        assert!(
            given
                .refuse_replacing(&[("-o", null), ("--write-expect", null)])
                .is_ok()
        );
    }
}

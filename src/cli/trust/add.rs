//! `kyso trust add`: everything is understood before anything is copied.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use kyso_pki::{TrustFile, TrustStore};
use kyso_setup::TrustClassName;
use kyso_words::{Lang, Localized, printable_form};

use super::super::arguments::TrustAdd;
use super::super::given::{Given, What};
use super::super::{Failure, output};
use super::classes::Classes;
use super::part::{Part, parts};
use crate::files;

pub(super) fn run(request: &TrustAdd, lang: Lang) -> Result<u8, Failure> {
    let dir = request.place.folder_to_change()?;
    require_folder(request, &dir)?;
    let contents = request
        .files
        .iter()
        .map(|file| read(file))
        .collect::<Result<Vec<_>, _>>()?;
    let present = present(&dir)?;
    refuse_contradictions(&present, request.class, &contents)?;
    let classes = Classes::of(&present, request.class, &contents)?;
    refuse_replacing(request, &dir, &classes, &contents)?;
    let mut text = String::new();
    for part in contents.iter().flat_map(parts) {
        let path = place(&dir, &classes, &part);
        let target = path.parent().unwrap_or(&dir);
        fs::create_dir_all(target)
            .map_err(|error| Failure::unwritable(&target.display(), &error))?;
        files::write(&path, part.der())
            .map_err(|error| Failure::unwritable(&path.display(), &error))?;
        let shown = printable_form(path.display());
        let _ = writeln!(text, "{} {shown}", lang.pick("Đã thêm", "added"));
        part.warn(lang);
    }
    // What was written must load again: a folder that cannot be loaded would stop every verification.
    TrustStore::load(&dir)?;
    output::write(&text, None)?;
    Ok(0)
}

/// Where a certificate or a list comes to be.
fn place(dir: &Path, classes: &Classes, part: &Part<'_>) -> PathBuf {
    dir.join(classes.class(part).folder())
        .join(part.file_name())
}

/// A file with several certificates that lies in the folder already is not replaced by one of them.
fn refuse_replacing(
    request: &TrustAdd,
    dir: &Path,
    classes: &Classes,
    contents: &[TrustFile],
) -> Result<(), Failure> {
    let mut given = Given::default();
    given.add(What::Document, request.files.iter().map(PathBuf::as_path));
    let parts = contents.iter().flat_map(parts);
    parts
        .map(|part| place(dir, classes, &part))
        .try_for_each(|path| given.refuse_replacing(&[("trust add", Some(&path))]))
}

/// A bundle is one file that others made: nothing is added to it.
fn require_folder(request: &TrustAdd, dir: &Path) -> Result<(), Failure> {
    if request.place.folder.trust_class.is_none() && !dir.is_file() {
        return Ok(());
    }
    Err(Failure::usage(
        "chỉ thêm vào thư mục tin cậy, không thêm vào tệp gộp; loại nêu bằng --class",
        "certificates are added to a trust folder, not to a bundle; name their class with --class",
    ))
}

fn read(path: &Path) -> Result<TrustFile, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
    TrustFile::read(&bytes).map_err(|error| {
        let shown = path.display();
        let reason = |lang| error.text(lang);
        Failure::refused(
            format!("{shown}: {}; không thêm gì", reason(Lang::Vi)),
            format!("{shown}: {}; nothing was added", reason(Lang::En)),
        )
    })
}

/// What the folder holds already.
fn present(dir: &Path) -> Result<TrustStore, Failure> {
    Ok(match dir.is_dir() {
        true => TrustStore::load(dir)?,
        false => TrustStore::new([], Vec::new())?,
    })
}

/// Refuses what would make the folder unusable, while it still is as it was.
fn refuse_contradictions(
    present: &TrustStore,
    class: Option<TrustClassName>,
    contents: &[TrustFile],
) -> Result<(), Failure> {
    let Some(class) = class else { return Ok(()) };
    let anchors = present.anchors().iter();
    let anchors = anchors.map(|anchor| (anchor.certificate.clone(), anchor.class));
    let added = contents.iter().flat_map(|file| &file.certificates);
    let added = added.map(|certificate| (certificate.clone(), class.trust_class()));
    TrustStore::new(anchors.chain(added), Vec::new())?;
    Ok(())
}

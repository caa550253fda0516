//! `kyso trust add`: everything is understood before anything is copied.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use kyso_pki::{Certificate, Crl, OcspResponse, TrustFile, TrustStore};
use kyso_setup::{TrustClassName, fingerprint, is_known_authority};
use kyso_words::printable_form;
use kyso_words::{Lang, Localized};

use super::super::arguments::TrustAdd;
use super::super::given::{Given, What};
use super::super::{Failure, output};
use super::classes::Classes;
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

/// One certificate, list or response of a file.
pub(super) enum Part<'a> {
    Certificate(&'a Certificate),
    Crl(&'a Crl),
    Response(&'a OcspResponse),
}

fn parts(file: &TrustFile) -> impl Iterator<Item = Part<'_>> {
    let certificates = file.certificates.iter().map(Part::Certificate);
    let responses = file.ocsp_responses.iter().map(Part::Response);
    certificates
        .chain(file.crls.iter().map(Part::Crl))
        .chain(responses)
}

impl Part<'_> {
    /// A name that a second `add` of the same certificate finds again; a newer list of one issuer replaces the older.
    fn file_name(&self) -> PathBuf {
        match self {
            Self::Certificate(certificate) => {
                let name = slug(certificate.subject_common_name().unwrap_or("certificate"));
                let fingerprint: String = certificate.sha256_hex().chars().take(16).collect();
                PathBuf::from(format!("{name}-{fingerprint}.der").to_lowercase())
            }
            Self::Crl(crl) => {
                let issuer = openssl::sha::sha256(crl.issuer());
                let short = base16ct::lower::encode_string(issuer.get(..8).unwrap_or_default());
                PathBuf::from(format!("{}-{short}.crl", slug(&crl.issuer_display())))
            }
            Self::Response(response) => {
                let sha256 = response.sha256();
                let short = base16ct::lower::encode_string(sha256.get(..8).unwrap_or_default());
                PathBuf::from(format!("ocsp-{short}.ors"))
            }
        }
    }

    fn der(&self) -> &[u8] {
        match self {
            Self::Certificate(certificate) => certificate.der(),
            Self::Crl(crl) => crl.der(),
            Self::Response(response) => response.der(),
        }
    }

    fn warn(&self, lang: Lang) {
        let Self::Certificate(certificate) = self else {
            return;
        };
        if !certificate.is_self_signed() || is_known_authority(&certificate.sha256()) {
            return;
        }
        let (subject, fingerprint) = (certificate.subject_display(), fingerprint(certificate));
        output::remark(match lang {
            Lang::Vi => format!(
                "CẢNH BÁO: {subject} là chứng thư gốc không nằm trong danh mục đã biết. Hãy xác nhận vân tay SHA-256 {fingerprint} với nơi cấp trước khi dùng."
            ),
            Lang::En => format!(
                "WARNING: {subject} is a root that is not on the list of known ones. Confirm its SHA-256 fingerprint {fingerprint} with the issuing authority before use."
            ),
        });
    }
}

/// Letters and digits of a name, for a file name.
fn slug(name: &str) -> String {
    let plain = name.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    let plain: String = plain.collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(40).collect()
}

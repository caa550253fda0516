//! `kyso trust remove`: it understands everything before it removes anything, and removes all of it
//! or nothing.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use kyso_pki::{Certificate, TrustFile, TrustStore, pinned};
use kyso_setup::fingerprint;
use kyso_words::printable_form;
use kyso_words::{Lang, Localized};

use super::super::arguments::TrustRemove;
use super::super::{Failure, output};

pub(super) fn run(request: &TrustRemove, lang: Lang) -> Result<u8, Failure> {
    let dir = request.place.folder_to_change()?;
    if request.place.folder.trust_class.is_some() || dir.is_file() {
        return Err(Failure::usage(
            "chỉ gỡ khỏi thư mục tin cậy, không gỡ khỏi tệp gộp",
            "certificates are removed from a trust folder, not from a bundle",
        ));
    }
    let held = held(&dir)?;
    let mut chosen: Vec<&Held> = Vec::new();
    for entry in &request.entries {
        for file in find(&held, entry)? {
            if !chosen.iter().any(|one| one.path == file.path) {
                chosen.push(file);
            }
        }
    }
    require_consent(request, &chosen)?;
    take_out(&dir, &chosen)?;
    let mut text = String::new();
    for file in chosen {
        let removed = lang.pick("Đã gỡ", "removed");
        let _ = writeln!(text, "{removed} {}", printable_form(file.shown(lang)));
    }
    output::write(&text, None)?;
    warn(&dir, lang);
    Ok(0)
}

/// A file of the folder.
struct Held {
    path: PathBuf,
    /// As users name it: `government/goc.pem`.
    name: String,
    /// `None` when it cannot be read: then it goes by its name alone.
    contents: Option<TrustFile>,
}

impl Held {
    /// Fingerprints of everything in it.
    fn fingerprints(&self) -> Vec<String> {
        let Some(contents) = &self.contents else {
            return Vec::new();
        };
        let certificates = contents.certificates.iter().map(Certificate::sha256);
        let lists = contents.crls.iter().map(|list| list.sha256());
        let responses = contents.ocsp_responses.iter().map(|one| one.sha256());
        let all = certificates.chain(lists).chain(responses);
        all.map(|sha256| base16ct::lower::encode_string(&sha256))
            .collect()
    }

    fn anchors(&self) -> impl Iterator<Item = &Certificate> {
        let contents = self.contents.iter();
        let certificates = contents.flat_map(|contents| &contents.certificates);
        certificates.filter(|certificate| certificate.is_self_signed())
    }

    /// Its name, and whose certificates are in it.
    fn shown(&self, lang: Lang) -> String {
        let contents = self.contents.iter();
        let certificates = contents.flat_map(|contents| &contents.certificates);
        let mut holders: Vec<String> = certificates.map(Certificate::subject_display).collect();
        if holders.is_empty() {
            return self.name.clone();
        }
        let more = holders.len().saturating_sub(MOST_NAMED);
        holders.truncate(MOST_NAMED);
        let rest = match (more, lang) {
            (0, _) => String::new(),
            (more, Lang::Vi) => format!("; và {more} chứng thư khác"),
            (more, Lang::En) => format!("; and {more} more"),
        };
        format!("{}: {}{rest}", self.name, holders.join("; "))
    }
}

fn held(dir: &Path) -> Result<Vec<Held>, Failure> {
    let files = TrustStore::files(dir)?.into_iter();
    let held = files.map(|(path, contents)| Held {
        name: path
            .strip_prefix(dir)
            .unwrap_or(&path)
            .display()
            .to_string(),
        contents: contents.ok(),
        path,
    });
    Ok(held.collect())
}

/// The files that an entry means: the one of this name, or all that hold only the item with this
/// fingerprint.
fn find<'h>(held: &'h [Held], entry: &str) -> Result<Vec<&'h Held>, Failure> {
    match digits(entry) {
        Some(digits) => by_fingerprint(held, &digits),
        None => by_name(held, entry).map(|file| vec![file]),
    }
}

/// Hexadecimal digits, however they are written; enough of them that no other certificate has the same by chance.
fn digits(entry: &str) -> Option<String> {
    let plain = entry.chars().filter(|letter| !matches!(letter, ':' | ' '));
    let plain: String = plain.collect::<String>().to_ascii_lowercase();
    let is_fingerprint = (LEAST_DIGITS..=64).contains(&plain.len())
        && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_fingerprint.then_some(plain)
}

fn by_fingerprint<'h>(held: &'h [Held], digits: &str) -> Result<Vec<&'h Held>, Failure> {
    let has = |file: &&Held| {
        let fingerprints = file.fingerprints();
        fingerprints.iter().any(|one| one.starts_with(digits))
    };
    let found: Vec<&Held> = held.iter().filter(has).collect();
    if found.is_empty() {
        return Err(missing(digits));
    }
    if let Some(file) = found.iter().find(|file| file.fingerprints().len() > 1) {
        let name = &file.name;
        return Err(Failure::refused(
            format!("{name} còn chứa thứ khác; hãy nêu tên tệp để gỡ cả tệp; không gỡ gì"),
            format!(
                "{name} holds other things too; name the file to remove all of it; nothing was removed"
            ),
        ));
    }
    let mut meant: Vec<String> = found.iter().flat_map(|file| file.fingerprints()).collect();
    meant.sort_unstable();
    meant.dedup();
    match meant.as_slice() {
        [_] => Ok(found),
        several => Err(Failure::refused(
            format!(
                "{digits} khớp với nhiều vân tay ({}); không gỡ gì",
                several.join(", ")
            ),
            format!(
                "{digits} fits several fingerprints ({}); nothing was removed",
                several.join(", ")
            ),
        )),
    }
}

fn by_name<'h>(held: &'h [Held], name: &str) -> Result<&'h Held, Failure> {
    let is_meant = |file: &&Held| {
        let own = file.path.file_name().and_then(|own| own.to_str());
        Path::new(&file.name) == Path::new(name) || own == Some(name)
    };
    let found: Vec<&Held> = held.iter().filter(is_meant).collect();
    match found.as_slice() {
        [] => Err(missing(name)),
        [file] => Ok(file),
        several => {
            let names: Vec<&str> = several.iter().map(|file| file.name.as_str()).collect();
            Err(Failure::refused(
                format!(
                    "{name} có ở nhiều nơi ({}): hãy nêu cả thư mục; không gỡ gì",
                    names.join(", ")
                ),
                format!(
                    "{name} is in several places ({}): name the folder too; nothing was removed",
                    names.join(", ")
                ),
            ))
        }
    }
}

fn missing(entry: &str) -> Failure {
    Failure::refused(
        format!("{entry}: không có trong thư mục tin cậy; không gỡ gì"),
        format!("{entry}: not in the trust folder; nothing was removed"),
    )
}

/// Without an anchor nothing below it is found valid any more: that is said before it is done.
fn require_consent(request: &TrustRemove, chosen: &[&Held]) -> Result<(), Failure> {
    let anchors: Vec<&Certificate> = chosen.iter().flat_map(|file| file.anchors()).collect();
    let names = |known: &str| {
        let names = anchors.iter().map(|anchor| {
            let mark = match pinned::find(&anchor.sha256()) {
                Some(_) => known,
                None => "",
            };
            format!(
                "{}{mark}, SHA-256 {}",
                anchor.subject_display(),
                fingerprint(anchor)
            )
        });
        names.collect::<Vec<_>>().join("; ")
    };
    if request.yes || anchors.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(
        format!(
            "đây là chứng thư gốc: {}. Gỡ đi thì không chữ ký nào dưới gốc đó còn được kết luận là hợp lệ; nếu đúng ý, hãy thêm --yes; không gỡ gì",
            names(" (vân tay đã biết)")
        ),
        format!(
            "this is an anchor: {}. Without it no signature below it is found valid; if that is meant, add --yes; nothing was removed",
            names(" (known fingerprint)")
        ),
    ))
}

/// Moves all files aside, or none: the moved files go back when another cannot be moved.
fn take_out(dir: &Path, chosen: &[&Held]) -> Result<(), Failure> {
    let unwritable = |path: &Path, error| Failure::unwritable(&path.display(), &error);
    let aside = tempfile::Builder::new().prefix(".removed-").tempdir_in(dir);
    let aside = aside.map_err(|error| unwritable(dir, error))?;
    for (number, file) in chosen.iter().enumerate() {
        let place = |number: usize| aside.path().join(number.to_string());
        let Err(error) = fs::rename(&file.path, place(number)) else {
            continue;
        };
        let moved = chosen.iter().take(number).enumerate();
        let stuck = moved.filter(|(number, one)| fs::rename(place(*number), &one.path).is_err());
        if stuck.count() > 0 {
            // What cannot go back is kept where it is.
            let _ = aside.keep();
        }
        return Err(unwritable(&file.path, error));
    }
    aside.close().map_err(|error| unwritable(dir, error))
}

/// What is left may be too little, or no folder that loads.
fn warn(dir: &Path, lang: Lang) {
    match TrustStore::load(dir) {
        Ok(store) if store.anchors().is_empty() => output::remark_in(
            lang,
            "CẢNH BÁO: thư mục tin cậy không còn chứng thư gốc nào; không văn bản nào sẽ được kết luận là hợp lệ.",
            "WARNING: the trust folder holds no anchor any more; no document will be found valid.",
        ),
        Ok(_) => {}
        Err(error) => output::remark(error.text(lang)),
    }
}

/// 64 bits of a fingerprint.
const LEAST_DIGITS: usize = 16;

/// Holders that are named for one file.
const MOST_NAMED: usize = 3;

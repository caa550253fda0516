//! `kyso trust add` and `kyso trust list`.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use kyso_pki::{Certificate, CertificateError, Crl, TrustAnchor, TrustClass, TrustStore, pinned};
use kyso_verifier::{Lang, vietnam_time};

use super::arguments::{Class, Trust, TrustAction, TrustAdd, TrustFolder};
use super::{Failure, output};
use crate::printable::printable_form;
use crate::{files, trust};

/// Changes or shows the trust folder.
pub(crate) fn run(request: &Trust, lang: Lang) -> Result<u8, Failure> {
    match &request.action {
        TrustAction::Add(request) => add(request, lang),
        TrustAction::List(request) => list(request, lang),
    }
}

fn add(request: &TrustAdd, lang: Lang) -> Result<u8, Failure> {
    let dir = request
        .folder
        .dir
        .clone()
        .or_else(trust::users_folder)
        .ok_or_else(no_folder)?;
    let target = dir.join(request.class.folder());
    // Everything is read and understood before anything is copied.
    let contents = request
        .files
        .iter()
        .map(|file| Content::read(file))
        .collect::<Result<Vec<_>, _>>()?;
    fs::create_dir_all(&target).map_err(|error| Failure::unwritable(&target.display(), &error))?;
    let mut text = String::new();
    for content in contents.iter().flat_map(Content::parts) {
        let path = target.join(content.file_name());
        files::write(&path, content.der())
            .map_err(|error| Failure::unwritable(&path.display(), &error))?;
        let shown = printable_form(path.display());
        let _ = writeln!(text, "{} {shown}", lang.pick("Đã thêm", "added"));
        content.warn(lang);
    }
    // What was written must load again: a folder that cannot be loaded would stop every verification.
    TrustStore::load(&dir)?;
    output::write(&text, None)?;
    Ok(0)
}

fn no_folder() -> Failure {
    Failure::usage(
        "Không biết thư mục tin cậy ở đâu: hãy dùng --trust DIR hoặc KYSO_TRUST.",
        "where is the trust folder? use --trust DIR or KYSO_TRUST",
    )
}

impl Class {
    fn folder(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Public => "public",
            Self::Tsa => "tsa",
            Self::Other => "other",
        }
    }
}

/// What a file to be added holds.
struct Content(Vec<Part>);

enum Part {
    Certificate(Certificate),
    Crl(Crl),
}

impl Content {
    fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = fs::read(path).map_err(|error| Failure::unreadable(path, &error))?;
        let parts = match bytes.windows(MARK.len()).any(|window| window == MARK) {
            true => Self::of_pem(&bytes),
            false => Self::of_der(&bytes),
        };
        parts.map(Self).ok_or_else(|| {
            let path = path.display();
            Failure::refused(
                format!("{path}: không phải chứng thư hay danh sách thu hồi PEM hoặc DER"),
                format!("{path}: neither a certificate nor a revocation list, PEM or DER"),
            )
        })
    }

    /// All certificates and lists of a PEM file; nothing when one of them is damaged.
    fn of_pem(bytes: &[u8]) -> Option<Vec<Part>> {
        let certificates = match Certificate::from_pem(bytes) {
            Err(CertificateError::NoPemBlock) => Vec::new(),
            read => read.ok()?,
        };
        let certificates = certificates.into_iter().map(Part::Certificate);
        let parts: Vec<Part> = certificates
            .chain(Crl::from_pem(bytes).ok()?.into_iter().map(Part::Crl))
            .collect();
        Some(parts).filter(|parts| !parts.is_empty())
    }

    fn of_der(bytes: &[u8]) -> Option<Vec<Part>> {
        let certificate = Certificate::from_der(bytes).map(Part::Certificate);
        certificate
            .ok()
            .or_else(|| Crl::from_der(bytes).map(Part::Crl).ok())
            .map(|part| vec![part])
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.0.iter()
    }
}

impl Part {
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
                let short = crate::summary::hex(issuer.get(..8).unwrap_or_default());
                PathBuf::from(format!("{}-{short}.crl", slug(&crl.issuer_display())))
            }
        }
    }

    fn der(&self) -> &[u8] {
        match self {
            Self::Certificate(certificate) => certificate.der(),
            Self::Crl(crl) => crl.der(),
        }
    }

    fn warn(&self, lang: Lang) {
        let Self::Certificate(certificate) = self else {
            return;
        };
        if !certificate.is_self_signed() || trust::is_known(&certificate.sha256()) {
            return;
        }
        let (subject, fingerprint) = (certificate.subject_display(), certificate.sha256_hex());
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

fn list(request: &TrustFolder, lang: Lang) -> Result<u8, Failure> {
    let dir = trust::folder(request.dir.as_deref()).ok_or_else(no_folder)?;
    let store = TrustStore::load(&dir)?;
    let mut text = format!(
        "{}: {}\n",
        lang.pick("Thư mục tin cậy", "Trust folder"),
        printable_form(dir.display())
    );
    for TrustAnchor { certificate, class } in store.anchors() {
        let kind = format!(
            "{} ({})",
            lang.pick("Chứng thư gốc", "Anchor"),
            class_name(*class, lang)
        );
        add_certificate(&mut text, &kind, certificate, lang);
    }
    for certificate in store.intermediates() {
        add_certificate(
            &mut text,
            lang.pick("Chứng thư trung gian", "Intermediate"),
            certificate,
            lang,
        );
    }
    for crl in store.crls() {
        let kind = lang.pick("Danh sách thu hồi", "Revocation list");
        let _ = writeln!(text, "\n{kind}: {}", printable_form(crl.issuer_display()));
        let _ = writeln!(text, "  {}", freshness(crl, Timestamp::now(), lang));
    }
    for path in store.ignored() {
        let _ = writeln!(
            text,
            "\n{}: {}",
            lang.pick("Bỏ qua", "Ignored"),
            printable_form(path.display())
        );
    }
    output::write(&text, None)?;
    Ok(0)
}

fn add_certificate(text: &mut String, kind: &str, certificate: &Certificate, lang: Lang) {
    let subject = printable_form(certificate.subject_display());
    let _ = writeln!(text, "\n{kind}: {subject}");
    let (from, until) = (
        vietnam_time(certificate.not_before()),
        vietnam_time(certificate.not_after()),
    );
    let _ = writeln!(
        text,
        "  {}: {from} – {until}",
        lang.pick("Hiệu lực", "Validity")
    );
    let _ = writeln!(text, "  SHA-256: {}", certificate.sha256_hex());
    let known = pinned::name_of(&certificate.sha256());
    let known = known.unwrap_or(lang.pick("không có", "not there"));
    let _ = writeln!(
        text,
        "  {}: {known}",
        lang.pick("Trong danh mục đã biết", "On the list of known ones")
    );
}

/// Until when a revocation list counts, and whether that is past.
pub(super) fn freshness(crl: &Crl, now: Timestamp, lang: Lang) -> String {
    let issued = vietnam_time(crl.this_update());
    let until = crl
        .next_update()
        .map_or_else(|| "–".to_owned(), vietnam_time);
    let state = match is_fresh(crl, now) {
        true => lang.pick("còn hạn", "fresh"),
        false => lang.pick(
            "ĐÃ QUÁ HẠN: hãy tải danh sách mới",
            "OUT OF DATE: fetch a new one",
        ),
    };
    format!("{issued} – {until}: {state}")
}

/// Whether the next list is not due yet.
pub(super) fn is_fresh(crl: &Crl, now: Timestamp) -> bool {
    crl.next_update().is_some_and(|due| now <= due)
}

/// The class of an anchor in words.
pub(super) fn class_name(class: TrustClass, lang: Lang) -> &'static str {
    match class {
        TrustClass::Government => lang.pick("chuyên dùng Chính phủ", "government"),
        TrustClass::Public => lang.pick("công cộng", "public"),
        TrustClass::Timestamping => lang.pick("dấu thời gian", "timestamping"),
        TrustClass::Other => lang.pick("khác", "other"),
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

const MARK: &[u8] = b"-----BEGIN ";

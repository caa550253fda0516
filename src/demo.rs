//! The demo: certificates of an invented hierarchy, and the sample decision signed, issued and verified with them.

mod directory;
mod folder;
mod pki;

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use kyso_pdf::Document;
use kyso_pki::{TrustStore, load_pkcs12};
use kyso_report::{draw_page, report_text};
use kyso_signer::{Approval, Issuance, SignError, SigningContext, approve, issue};
use kyso_stamp_images::{Millimetres, RenderError};
use kyso_verifier::Report;
use kyso_words::{Lang, Localized};
use secrecy::SecretString;

pub(crate) use folder::{DemoFolder, FolderError};

/// Why the demo was not made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error("the demo certificates cannot be made: {0}")]
    Issuing(#[from] kyso_issuing::IssuingError),
    #[error("the demo keys cannot be opened: {0}")]
    Keys(#[from] kyso_pki::Pkcs12Error),
    #[error("the demo trust folder cannot be loaded: {0}")]
    Trust(#[from] kyso_pki::TrustError),
    #[error("the sample cannot be signed: {0}")]
    Sign(#[from] SignError),
    #[error("the page cannot be drawn: {0}")]
    Render(#[from] RenderError),
    #[error("no random numbers: {0}")]
    Random(#[from] openssl::error::ErrorStack),
}

impl Localized for DemoError {
    fn vietnamese(&self) -> String {
        let (what, why) = match self {
            Self::Folder(error) => return error.vietnamese(),
            // Only the program itself is at fault, and the message of the library stays in the English text.
            Self::Issuing(_) => return "không tạo được chứng thư dùng thử".to_owned(),
            Self::Random(_) => return "không có số ngẫu nhiên cho bản dùng thử".to_owned(),
            Self::Keys(error) => ("không mở được khóa dùng thử", error.vietnamese()),
            Self::Trust(error) => (
                "không đọc được thư mục tin cậy của bản dùng thử",
                error.vietnamese(),
            ),
            Self::Sign(error) => ("không ký được văn bản mẫu", error.vietnamese()),
            Self::Render(error) => ("không vẽ được trang", error.vietnamese()),
        };
        format!("{what}: {why}")
    }
}

/// What the demo made.
pub(crate) struct Demo {
    /// The report about the issued decision.
    pub(crate) report: Report,
    /// The issued decision.
    pub(crate) issued: PathBuf,
    /// Whether the certificates are those of an earlier demo.
    pub(crate) certificates: Certificates,
}

/// Where the certificates of a demo come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificates {
    /// Kept from an earlier demo in the same folder: what was signed with them stays valid.
    Kept,
    /// Made now.
    New,
}

/// Makes the demo in `folder`, with certificates that are valid at `now`.
///
/// # Errors
/// [`DemoError`]; what was written until then stays.
pub(crate) fn make(folder: &DemoFolder, now: Timestamp, lang: Lang) -> Result<Demo, DemoError> {
    let (password, certificates) = match pki::still_good(folder, now) {
        Some(password) => (password, Certificates::Kept),
        None => (pki::renew(folder, now)?, Certificates::New),
    };
    directory::write(folder, &password)?;
    folder.write("quyet-dinh.pdf", DECISION)?;

    let trust = TrustStore::load(&folder.path("pki/trust"))?;
    let context = SigningContext::new(&trust, now);
    let person = open(folder, "pki/nguoi-ky.p12", &password)?;
    let agency = open(folder, "pki/co-quan.p12", &password)?;
    let signed = approve(
        DECISION,
        &Approval::new(SIGNER, SIGNATURE_IMAGE),
        &person,
        &context,
    )?;
    folder.write("quyet-dinh-da-ky.pdf", &signed.pdf)?;
    let issuance = Issuance::new(SEAL_IMAGE, SEAL_DIAMETER, NUMBER, DATE);
    let issued = issue(&signed.pdf, &issuance, &agency, &context)?;
    folder.write(ISSUED, &issued.pdf)?;

    write_results(folder, &issued.pdf, &issued.report, lang)?;
    Ok(Demo {
        report: issued.report,
        issued: folder.path(ISSUED),
        certificates,
    })
}

fn open(
    folder: &DemoFolder,
    name: &str,
    password: &SecretString,
) -> Result<kyso_pki::Pkcs12Key, DemoError> {
    Ok(load_pkcs12(&folder.read(name)?, password)?)
}

fn write_results(
    folder: &DemoFolder,
    pdf: &[u8],
    report: &Report,
    lang: Lang,
) -> Result<(), DemoError> {
    folder.write(
        "bao-cao.json",
        format!("{:#}\n", report.to_json(ISSUED, lang)).as_bytes(),
    )?;
    folder.write(
        "bao-cao.txt",
        report_text(report, ISSUED, None, lang).as_bytes(),
    )?;
    let document = Document::open(pdf).map_err(|_| RenderError::NotReadable)?;
    let pages = document.latest().pages(usize::MAX);
    let pages = pages.map_err(|_| RenderError::NotReadable)?;
    for index in 0..pages.len() {
        folder.write(&format!("trang-{}.png", index + 1), &draw_page(pdf, index)?)?;
    }
    Ok(())
}

/// The sample decision of testdata/samples.
const DECISION: &[u8] = include_bytes!("../testdata/samples/quyet-dinh.pdf");
const SIGNATURE_IMAGE: &[u8] = include_bytes!("../testdata/samples/chu-ky-mau.png");
const SEAL_IMAGE: &[u8] = include_bytes!("../testdata/samples/con-dau-mau.png");

/// The name printed in the sample.
const SIGNER: &str = "Trần Thị Minh Ánh";
const SEAL_DIAMETER: Millimetres = Millimetres(36.0);
const NUMBER: &str = "05";
/// The sample prints its year, and issuing refuses another one.
const DATE: Date = jiff::civil::date(2026, 11, 20);
const ISSUED: &str = "quyet-dinh-ban-hanh.pdf";

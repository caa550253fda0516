//! `kyso sign package`: a document and its attachments, issued together or not at all (C3).

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use kyso_setup::Config;
use kyso_signer::{IssuedPackage, Package, PackageFile, Signed, issue_package};
use kyso_stamp_images::DocumentNumber;
use kyso_words::{Lang, Localized};

use super::desk::{Desk, config};
use super::{given, notes, read, sealing, tell};
use crate::cli::arguments::IssuePackage;
use crate::cli::given::What;
use crate::cli::{Failure, directory, output};
use crate::files;

/// Issues; the folder is made only when the verifier has accepted every file.
pub(super) fn run(request: &IssuePackage, lang: Lang) -> Result<u8, Failure> {
    let config = sealing::config(&request.sealing, config(&request.key_use)?);
    refuse_replacing(request, &config)?;
    let names = names(request)?;
    let seal = read(&request.sealing.seal)?;
    let main = read(&request.main)?;
    let attachments: Result<Vec<_>, _> =
        request.attachments.iter().map(|path| read(path)).collect();
    let attachments = attachments?;
    // Before the key: a PIN is not spent on a directory that cannot be used.
    let directory = directory::open(&config)?;
    let desk = Desk::open(&request.key_use, config, lang)?;
    let mut issuance = sealing::issuance(&request.sealing, &seal, desk.algorithm()?)?;
    issuance.authority = sealing::authority(directory.as_ref(), &desk.equipment.config);
    let mut package = Package::new(&main, issuance);
    package.number = number(request)?;
    let files = names.iter().skip(1).zip(&attachments);
    package.attachments = files
        .map(|(name, pdf)| PackageFile {
            name,
            pdf,
            position: None,
        })
        .collect();
    let source = desk.equipment.source();
    let context = desk.context(&source);
    let issued = issue_package(&package, desk.key.as_ref(), &context)
        .map_err(|error| sealing::with_number_hint(desk.refusal(error), &request.sealing))?;
    write(&desk, request, &names, &issued, lang)
}

/// Number and symbol for a document that prints none that can be read.
fn number(request: &IssuePackage) -> Result<Option<DocumentNumber>, Failure> {
    let (Some(number), Some(symbol)) = (&request.sealing.number, &request.symbol) else {
        return Ok(None);
    };
    let number = DocumentNumber::new(number, symbol);
    let number = number.map_err(|error| Failure::usage(error.vietnamese(), error.to_string()))?;
    Ok(Some(number))
}

/// The issued files get the names of what was given, the main document first.
fn names(request: &IssuePackage) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = Vec::new();
    for path in inputs(request) {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        if name.is_empty() || names.iter().any(|taken| taken == name) {
            let path = path.display();
            return Err(Failure::usage(
                format!("{path}: mỗi tệp của gói phải có tên riêng, viết bằng UTF-8"),
                format!("{path}: each file of a package needs a name of its own, in UTF-8"),
            ));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

fn inputs(request: &IssuePackage) -> impl Iterator<Item = &Path> {
    let attachments = request.attachments.iter().map(PathBuf::as_path);
    std::iter::once(request.main.as_path()).chain(attachments)
}

fn refuse_replacing(request: &IssuePackage, config: &Config) -> Result<(), Failure> {
    let mut given = given(&request.key_use, config);
    given.add(What::Document, inputs(request));
    given.add(What::Picture, [request.sealing.seal.as_path()]);
    given.refuse_replacing(&[("-o", Some(&request.output))])
}

/// Writes the folder with all files, and says what was signed.
fn write(
    desk: &Desk<'_>,
    request: &IssuePackage,
    names: &[String],
    issued: &IssuedPackage,
    lang: Lang,
) -> Result<u8, Failure> {
    let signed: Vec<&Signed> = std::iter::once(&issued.main)
        .chain(&issued.attachments)
        .collect();
    let named = || names.iter().zip(&signed);
    let mut queued = Vec::new();
    let noted = named().try_for_each(|(name, one)| {
        queued.extend(desk.queue(one, &request.output.join(name))?);
        Ok(())
    });
    let contents: Vec<(&str, &[u8])> = named()
        .map(|(name, one)| (name.as_str(), one.pdf.as_slice()))
        .collect();
    let written = noted.and_then(|()| {
        files::write_folder(&request.output, &contents)
            .map_err(|error| Failure::unwritable(&request.output.display(), &error))
    });
    if let Err(failure) = written {
        queued.iter().for_each(crate::cli::pending::Noted::withdraw);
        return Err(failure);
    }
    output::remark(notes::issued(issued, &request.output, lang));
    for (index, (name, one)) in named().enumerate() {
        let date = request.sealing.date.filter(|_| index == 0);
        tell(
            &request.key_use,
            &request.output.join(name),
            one,
            date,
            lang,
        );
    }
    for entry in &queued {
        output::remark(notes::queued(&entry.path, lang));
    }
    Ok(0)
}

//! `kyso verify --package`: a main document and its attachments, verified as one (C2, C3).

use std::fmt::Write;

use kyso_report::pretty_json;
use kyso_verifier::{AttachmentPart, MainPart, PackageReport, PackageState, judge_package};
use kyso_words::{Lang, printable};
use serde_json::Value;

use super::examination::{Examined, Examiner, InPackage, PackagePart};
use super::examine;
use super::report_form::name;
use super::results::Results;
use super::selection::Selection;
use crate::cli::arguments::{Format, Verify};
use crate::cli::{Failure, output};

/// A package takes a main document and attachments, all of them files, and answers as text or JSON.
pub(super) fn require_sense(request: &Verify) -> Result<(), Failure> {
    if !request.package {
        return Ok(());
    }
    let is_folder = request.files.iter().any(|path| path.is_dir());
    if request.files.len() < 2 || is_folder {
        return Err(Failure::usage(
            "--package cần văn bản chính và ít nhất một phụ lục, đều là tệp.",
            "--package needs the main document and at least one attachment, all of them files",
        ));
    }
    match request.report_format() {
        Format::Text | Format::Json => Ok(()),
        Format::Junit | Format::Html | Format::Pdf => Err(Failure::usage(
            "--package chỉ cho kết quả dạng text hoặc json.",
            "--package answers as text or json only",
        )),
    }
}

/// Verifies the main document first: the attachments are looked up in its list.
pub(super) fn run(
    request: &Verify,
    selection: &Selection,
    examiner: &Examiner<'_>,
) -> Result<u8, Failure> {
    let (first, others) = selection.candidates().split_at(1);
    let main = Examiner {
        package: Some(InPackage::Main),
        ..*examiner
    };
    let mut examined = examine(request, first, &main);
    let main = examined.first_mut().and_then(take_main);
    let attached = Examiner {
        package: main.as_ref().map(InPackage::AttachmentOf),
        ..*examiner
    };
    examined.extend(examine(request, others, &attached));
    let attachments: Option<Vec<_>> = examined.iter_mut().skip(1).map(take_attachment).collect();
    let results = Results {
        request,
        selection,
        examined: &examined,
        comparison: None,
        lang: examiner.lang,
    };
    // Without its part a file is unreadable, and nothing can be said about the package.
    let (Some(main), Some(attachments)) = (main, attachments) else {
        results.write()?;
        return Ok(results.status());
    };
    let answer = Answer {
        report: &judge_package(&main, &attachments),
        main: &main,
        examined: &examined,
        lang: examiner.lang,
    };
    let text = match request.report_format() {
        Format::Json => answer.json(&results.json()),
        _ => results.text() + &answer.text(),
    };
    output::write(&text, request.output.as_deref())?;
    Ok(answer.status(results.status()))
}

fn take_main(examined: &mut Examined) -> Option<MainPart> {
    match *examined.outcome.as_mut().ok()?.part.take()? {
        PackagePart::Main(main) => Some(main),
        PackagePart::Attachment(_) => None,
    }
}

fn take_attachment(examined: &mut Examined) -> Option<AttachmentPart> {
    match *examined.outcome.as_mut().ok()?.part.take()? {
        PackagePart::Attachment(attachment) => Some(attachment),
        PackagePart::Main(_) => None,
    }
}

struct Answer<'a> {
    main: &'a MainPart,
    report: &'a PackageReport,
    examined: &'a [Examined],
    lang: Lang,
}

impl Answer<'_> {
    /// The state of the package in one line, and below it what led to it.
    fn text(&self) -> String {
        let label = self.lang.pick("Gói văn bản", "Package");
        let number = self.main.number().map(|number| format!(" {number}"));
        let state = self.report.state.label(self.lang);
        let mut text = format!("\n{label}{}: {state}\n", number.unwrap_or_default());
        for finding in &self.report.findings {
            let file = finding
                .attachment()
                .and_then(|index| self.examined.get(index + 1));
            let about = file.map(|file| format!("{}: ", name(&file.path)));
            let words = about.unwrap_or_default() + &finding.text(self.lang);
            let mark = match finding.state() {
                PackageState::Complete | PackageState::Unlisted => '•',
                PackageState::Incomplete => '?',
                PackageState::Mismatched => '✕',
            };
            let _ = writeln!(text, "  {mark} {}", printable(&words));
        }
        text
    }

    /// `files` is the list of the reports.
    fn json(&self, files: &str) -> String {
        let mut package = self.report.verification(self.main, self.lang).to_json();
        let files: Value = serde_json::from_str(files).unwrap_or_default();
        if let Some(members) = package.as_object_mut() {
            members.insert("files".to_owned(), files);
        }
        pretty_json(&package)
    }

    /// That of the files where one of them is not valid; else 1 where they do not belong together, and 3 where that is not known.
    fn status(&self, files: u8) -> u8 {
        match (files, self.report.state) {
            (0, PackageState::Complete | PackageState::Unlisted) => 0,
            (0, PackageState::Incomplete) => 3,
            (0, PackageState::Mismatched) => 1,
            (files, _) => files,
        }
    }
}

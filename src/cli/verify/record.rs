//! The record of `kyso verify --format html|pdf`: all files as one document, unreadable ones
//! included.

use std::io::{self, IsTerminal};

use super::results::Results;
use super::selection::Selection;
use crate::cli::Failure;
use crate::cli::arguments::{Format, Verify};
use kyso_report::{Sheet, record_html, record_pdf};

/// Refuses a useless record: a PDF on a terminal, and expectations, which are compared in a table.
pub(super) fn require_destination(request: &Verify) -> Result<(), Failure> {
    let is_record = matches!(request.report_format(), Format::Html | Format::Pdf);
    if is_record && (request.expect.is_some() || request.summary) {
        return Err(Failure::usage(
            "Biên bản html, pdf không đi cùng --expect và --summary; hãy dùng --format text, json hoặc junit.",
            "a record as html or pdf does not go with --expect and --summary; use --format text, json or junit",
        ));
    }
    let to_terminal = request.output.is_none() && io::stdout().is_terminal();
    match request.report_format() == Format::Pdf && to_terminal {
        true => Err(Failure::usage(
            "Biên bản PDF không hiện được trên màn hình lệnh; hãy ghi vào tệp bằng -o.",
            "a record as PDF cannot be shown on a terminal; write it into a file with -o",
        )),
        false => Ok(()),
    }
}

/// Refuses a document of more pages than anybody files: its pictures would take more memory than the files.
pub(super) fn require_few(request: &Verify, selection: &Selection) -> Result<(), Failure> {
    let count = selection.paths().count();
    if !matches!(request.report_format(), Format::Html | Format::Pdf) || count <= MOST_FILES {
        return Ok(());
    }
    Err(Failure::usage(
        format!(
            "Một biên bản gồm nhiều nhất {MOST_FILES} tệp, đã nêu {count}; hãy chia nhỏ, hoặc dùng --format json."
        ),
        format!(
            "one record holds at most {MOST_FILES} files, {count} were named; divide them, or use --format json"
        ),
    ))
}

/// The record as HTML.
pub(super) fn html(results: &Results<'_>) -> Result<String, Failure> {
    record_html(&sheets(results), results.lang)
        .map_err(|error| Failure::unwritable(&"HTML", &io::Error::other(error)))
}

/// The record as PDF.
pub(super) fn pdf(results: &Results<'_>) -> Result<Vec<u8>, Failure> {
    record_pdf(&sheets(results), results.lang)
        .map_err(|error| Failure::unwritable(&"PDF", &io::Error::other(error)))
}

fn sheets<'r>(results: &Results<'r>) -> Vec<&'r Sheet> {
    let sheets = results.examined.iter().map(|one| one.sheet.as_deref());
    sheets.flatten().collect()
}

/// Files in one document.
const MOST_FILES: usize = 500;

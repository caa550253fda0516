//! The forms of the answer: reports and a table as text, JSON, JUnit.
//!
//! One file gives one report; several give a list in which a file without a report has its place too. In every
//! form, standard error has the reason why a file is unreadable. One unreadable file gives nothing on standard output, but the
//! file of `-o` then says that there is no report: an older report there would be taken for this one.

use std::path::Path;

use kyso_report::pretty_json;
use kyso_verifier::json::{
    FileName, ReadError, UnreadableFile, VerificationResult, VerificationSchema,
};
use serde_json::Value;

use super::examination::{Examined, gravest};
use super::expectation::Comparison;
use super::reading::Unreadable;
use super::report_form::{listed, name, value};
use super::results::Results;
use super::{junit, record, table};
use crate::cli::arguments::Format;
use crate::cli::{Failure, output};
use kyso_words::{printable, printable_json};

impl Results<'_> {
    /// Writes the answer to standard output or into the file.
    pub(super) fn write(&self) -> Result<(), Failure> {
        self.explain_unreadable();
        let text = match self.request.report_format() {
            Format::Json => self.json(),
            Format::Junit => junit::document(self.examined, self.comparison, self.lang),
            Format::Html => record::html(self)?,
            Format::Pdf => {
                let pdf = record::pdf(self)?;
                return output::write_bytes(&pdf, self.request.output.as_deref());
            }
            Format::Text => self.text(),
        };
        match (text.is_empty(), self.request.output.as_deref()) {
            (false, to) => output::write(&text, to),
            (true, Some(path)) => output::write(&self.unreadable(), Some(path)),
            (true, None) => Ok(()),
        }
    }

    /// 0 or 1 where something was expected, else the status of the gravest.
    pub(super) fn status(&self) -> u8 {
        match self.comparison {
            Some(comparison) => u8::from(!comparison.is_met()),
            None => gravest(self.examined),
        }
    }

    /// What was expected to be unreadable needs no remark.
    fn explain_unreadable(&self) {
        for (index, one) in self.examined.iter().enumerate() {
            let is_expected = |comparison: &Comparison| comparison.differences(index).is_empty();
            if one.outcome.is_err() && !self.comparison.is_some_and(is_expected) {
                output::remark(format_args!(
                    "{}: {}",
                    one.path.display(),
                    one.reason(self.lang)
                ));
            }
        }
    }

    pub(super) fn text(&self) -> String {
        let mut parts: Vec<String> = self.reports().map(ToOwned::to_owned).collect();
        if let Some(comparison) = self.comparison {
            parts.push(table::differences(comparison, self.lang));
        } else if self.selection.is_list || self.request.summary {
            parts.push(table::table(
                self.examined,
                &self.selection.skipped,
                self.lang,
            ));
        }
        parts.join("\n")
    }

    fn reports(&self) -> impl Iterator<Item = &str> {
        let reports = self
            .examined
            .iter()
            .filter_map(|one| one.outcome.as_ref().ok());
        reports
            .map(|findings| findings.report.as_str())
            .filter(|report| !report.is_empty())
    }

    pub(super) fn json(&self) -> String {
        if let Some(comparison) = self.comparison {
            return pretty_json(&comparison.to_json());
        }
        if !self.selection.is_list {
            return self.reports().collect();
        }
        let elements: Vec<String> = self.examined.iter().map(|one| self.element(one)).collect();
        // JSON has line breaks between values only.
        let body = elements.join(",\n").replace('\n', "\n  ");
        printable_json(&format!("[\n  {body}\n]\n"))
    }

    fn element(&self, one: &Examined) -> String {
        match &one.outcome {
            Ok(findings) => findings.report.clone(),
            Err(unreadable) => {
                let shown = Some(listed(&one.path));
                format!("{:#}", self.error_object(&one.path, shown, unreadable))
            }
        }
    }

    /// What replaces a report.
    fn unreadable(&self) -> String {
        let unreadable = self.examined.iter().filter_map(|one| {
            let unreadable = one.outcome.as_ref().err()?;
            Some(match self.request.report_format() {
                Format::Json => pretty_json(&self.error_object(&one.path, None, unreadable)),
                Format::Text | Format::Junit | Format::Html | Format::Pdf => format!(
                    "! {}: {}: {}\n",
                    table::unreadable(self.lang),
                    printable(&name(&one.path)),
                    printable(&one.reason(self.lang))
                ),
            })
        });
        unreadable.collect()
    }

    fn error_object(
        &self,
        path: &Path,
        path_shown: Option<String>,
        unreadable: &Unreadable,
    ) -> Value {
        let message = self.lang.pick(&unreadable.vietnamese, &unreadable.english);
        value(&VerificationResult::Unreadable(UnreadableFile {
            schema: VerificationSchema::V1,
            file: FileName {
                name: name(path),
                path: path_shown,
            },
            error: ReadError {
                code: unreadable.code.into(),
                message: message.into(),
            },
        }))
    }
}

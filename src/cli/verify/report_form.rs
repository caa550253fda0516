//! What is kept of the report of one file.

use std::path::Path;

use jiff::Timestamp;
use kyso_pki::EvidenceSource;
use kyso_report::{SeenChange, pretty_json, report_text, visual_changes_json, visual_text};
use kyso_verifier::Report;
use kyso_verifier::json::VerificationResult;
use kyso_words::Lang;
use serde_json::Value;

use super::selection::Selection;
use crate::cli::arguments::{Format, Verify};

/// What is kept of each report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportForm {
    /// Text under the name of the file.
    Text,
    /// JSON under the name of the file.
    Json,
    /// Text under the whole path.
    ListedText,
    /// JSON with the whole path.
    ListedJson,
    /// A record under the name of the file.
    Record,
    /// A record under the whole path.
    ListedRecord,
    /// Nothing: the answer is made of the findings.
    Nothing,
}

impl ReportForm {
    /// The form that was asked for.
    pub(super) fn of(request: &Verify, selection: &Selection) -> Self {
        match (request.report_format(), selection.is_list) {
            _ if request.expect.is_some() => Self::Nothing,
            (Format::Json, true) => Self::ListedJson,
            (Format::Json, false) => Self::Json,
            (Format::Text, _) if request.summary => Self::Nothing,
            (Format::Text, true) => Self::ListedText,
            (Format::Text, false) => Self::Text,
            (Format::Html | Format::Pdf, true) => Self::ListedRecord,
            (Format::Html | Format::Pdf, false) => Self::Record,
            (Format::Junit, _) => Self::Nothing,
        }
    }

    /// A report in this form.
    pub(super) fn report(self, rendered: &Rendered<'_>, path: &Path, lang: Lang) -> String {
        let Rendered {
            report,
            visual,
            made_at,
            detail,
        } = *rendered;
        let text =
            |name: &str| report_text(report, name, made_at, lang) + &visual_text(visual, lang);
        let json = |path_shown: Option<String>| {
            let mut shown = match detail {
                Some(source) => report.detailed_verification_report(&name(path), lang, source),
                None => report.verification_report(&name(path), lang),
            };
            shown.made_at = Some(made_at.unwrap_or(report.checked_at).into());
            shown.visual_changes = visual.map(visual_changes_json);
            shown.file.path = path_shown;
            value(&VerificationResult::Report(Box::new(shown)))
        };
        match self {
            Self::Text => text(&name(path)),
            Self::ListedText => text(&path.to_string_lossy()),
            Self::Json => pretty_json(&json(None)),
            Self::ListedJson => format!("{:#}", json(Some(listed(path)))),
            Self::Record | Self::ListedRecord | Self::Nothing => String::new(),
        }
    }

    /// Whether records are made.
    pub(super) fn is_record(self) -> bool {
        matches!(self, Self::Record | Self::ListedRecord)
    }

    /// What the answer calls a file.
    pub(super) fn name(self, path: &Path) -> String {
        match self {
            Self::ListedText | Self::ListedRecord => path.to_string_lossy().into_owned(),
            Self::Json | Self::ListedJson | Self::Text | Self::Record | Self::Nothing => name(path),
        }
    }
}

/// What a report is made of.
#[derive(Clone, Copy)]
pub(super) struct Rendered<'a> {
    pub(super) report: &'a Report,
    /// Pages that look different, where they were compared.
    pub(super) visual: Option<&'a [SeenChange]>,
    /// The real time, where the user chose another.
    pub(super) made_at: Option<Timestamp>,
    /// Where evidence came from, when the report has every step.
    pub(super) detail: Option<&'a dyn EvidenceSource>,
}

/// Text keys and finite depth: a result always has a value.
pub(super) fn value(result: &VerificationResult) -> Value {
    serde_json::to_value(result).unwrap_or_default()
}

/// The name of a file without its folders.
pub(super) fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// In a list a name alone would not tell files apart.
pub(super) fn listed(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

//! What `kyso renew` answers: one line a file, or JSON (schema `kyso.renewal/1`, docs/report.md).

use std::path::Path;

use kyso_report::pretty_json;
use kyso_words::{Lang, vietnam_iso, vietnam_time};
use serde_json::{Value, json};

use super::Outcome;
use crate::cli::arguments::PlainFormat;
use crate::cli::failure::UNWRITTEN;
use crate::cli::verify::Selection;
use kyso_words::printable_form;

/// The files with what became of them, in the order of the selection.
pub(super) struct Answer<'a> {
    files: Vec<(&'a Path, &'a Outcome)>,
}

impl<'a> Answer<'a> {
    pub(super) fn of(selection: &'a Selection, outcomes: &'a [Outcome]) -> Self {
        Self {
            files: selection.paths().zip(outcomes).collect(),
        }
    }

    /// 0 when nothing is left to do that was asked for, 6 when a file could not be written, else 1.
    pub(super) fn status(&self) -> u8 {
        let status = |outcome: &Outcome| match outcome {
            Outcome::Failed {
                unwritten: true, ..
            } => UNWRITTEN,
            Outcome::Failed { .. } | Outcome::Left => 1,
            Outcome::Renewed { .. }
            | Outcome::Due { .. }
            | Outcome::NotDue { .. }
            | Outcome::NotArchived => 0,
        };
        let statuses = self.files.iter().map(|(_, outcome)| status(outcome));
        statuses.max().unwrap_or(0)
    }

    pub(super) fn written(&self, format: PlainFormat, lang: Lang) -> String {
        match format {
            PlainFormat::Text => self.text(lang),
            PlainFormat::Json => pretty_json(&self.json(lang)),
        }
    }

    fn text(&self, lang: Lang) -> String {
        let line = |(path, outcome): &(&Path, &Outcome)| {
            format!(
                "{}: {}\n",
                printable_form(path.display()),
                outcome.text(lang)
            )
        };
        let lines: String = self.files.iter().map(line).collect();
        lines + &self.summary(lang)
    }

    /// How many of each kind, those that there are.
    fn summary(&self, lang: Lang) -> String {
        let kinds = STATES.iter().filter_map(|(state, vi, en)| {
            let count = self.count(state);
            let label = lang.pick(vi, en);
            (count > 0).then(|| format!("{label}: {count}"))
        });
        format!("{}\n", kinds.collect::<Vec<_>>().join("; "))
    }

    fn count(&self, state: &str) -> usize {
        let outcomes = self.files.iter();
        outcomes
            .filter(|(_, outcome)| outcome.state() == state)
            .count()
    }

    fn json(&self, lang: Lang) -> Value {
        let files = self.files.iter().map(|(path, outcome)| {
            json!({
                "path": path.display().to_string(),
                "state": outcome.state(),
                "protected_until": outcome.until().map(vietnam_iso),
                "message": outcome.message(lang),
            })
        });
        let counts = STATES.iter().map(|(state, ..)| {
            let count = Value::from(self.count(state));
            ((*state).to_owned(), count)
        });
        json!({
            "schema": "kyso.renewal/1",
            "files": files.collect::<Vec<_>>(),
            "counts": counts.collect::<serde_json::Map<_, _>>(),
        })
    }
}

impl Outcome {
    fn state(&self) -> &'static str {
        match self {
            Self::Renewed { .. } => "renewed",
            Self::Due { .. } => "due",
            Self::NotDue { .. } => "not_due",
            Self::NotArchived => "not_archived",
            Self::Failed { .. } => "failed",
            Self::Left => "left",
        }
    }

    fn until(&self) -> Option<jiff::Timestamp> {
        match self {
            Self::Renewed { until } | Self::Due { until } | Self::NotDue { until } => Some(*until),
            Self::NotArchived | Self::Failed { .. } | Self::Left => None,
        }
    }

    fn message(&self, lang: Lang) -> Option<&str> {
        match self {
            Self::Failed {
                vietnamese,
                english,
                ..
            } => Some(lang.pick(vietnamese, english)),
            Self::Renewed { .. }
            | Self::Due { .. }
            | Self::NotDue { .. }
            | Self::NotArchived
            | Self::Left => None,
        }
    }

    fn text(&self, lang: Lang) -> String {
        let until = self.until().map(vietnam_time).unwrap_or_default();
        let text = match (self, lang) {
            (Self::Renewed { .. }, Lang::Vi) => format!("đã gia hạn, được bảo vệ đến {until}"),
            (Self::Renewed { .. }, Lang::En) => format!("renewed, protected until {until}"),
            (Self::Due { .. }, Lang::Vi) => format!("đến hạn, được bảo vệ đến {until}"),
            (Self::Due { .. }, Lang::En) => format!("due, protected until {until}"),
            (Self::NotDue { .. }, Lang::Vi) => format!("chưa đến hạn, được bảo vệ đến {until}"),
            (Self::NotDue { .. }, Lang::En) => format!("not due, protected until {until}"),
            (Self::NotArchived, Lang::Vi) => "không có dấu thời gian lưu trữ".to_owned(),
            (Self::NotArchived, Lang::En) => "no archive timestamp".to_owned(),
            (Self::Failed { .. }, Lang::Vi) => "không gia hạn được: ".to_owned(),
            (Self::Failed { .. }, Lang::En) => "not renewed: ".to_owned(),
            (Self::Left, Lang::Vi) => {
                "chưa xử lý: không máy chủ dấu thời gian nào trả lời".to_owned()
            }
            (Self::Left, Lang::En) => "not looked at: no timestamp authority answers".to_owned(),
        };
        text + &printable_form(self.message(lang).unwrap_or_default())
    }
}

/// The states with their words in a summary.
const STATES: [(&str, &str, &str); 6] = [
    ("renewed", "đã gia hạn", "renewed"),
    ("due", "đến hạn", "due"),
    ("not_due", "chưa đến hạn", "not due"),
    ("not_archived", "không lưu trữ", "not archived"),
    ("failed", "lỗi", "failed"),
    ("left", "chưa xử lý", "left"),
];

//! The record of a file that could not be read.

use jiff::Timestamp;
use kyso_verifier::ENGINE_VERSION;
use kyso_words::Lang;

use super::basis::{program, times};
use super::{Sheet, size};
use crate::record::row::{clipped, row};
use crate::record::{Row, Tone};

/// What a record of a file without a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct UnreadableSubject<'a> {
    /// Its name.
    pub name: &'a str,
    /// Why there is no report.
    pub reason: &'a str,
    /// When it was checked, or the time that the user chose.
    pub checked_at: Timestamp,
    /// When the record is made, where the time was chosen by the user.
    pub made_at: Option<Timestamp>,
    /// Which bytes it has, where they are known.
    pub content: Option<FileContent>,
}

/// Which bytes a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileContent {
    size: usize,
    sha256: [u8; 32],
}

impl FileContent {
    /// Size and digest of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            size: bytes.len(),
            sha256: openssl::sha::sha256(bytes),
        }
    }

    fn sha256(&self) -> String {
        base16ct::lower::encode_string(&self.sha256)
    }
}

impl UnreadableSubject<'_> {
    fn rows(&self, lang: Lang) -> Vec<Row> {
        let mut rows = vec![row(lang.pick("Tên tệp", "File name"), self.name)];
        if let Some(content) = self.content {
            let size = size(content.size, lang);
            rows.push(row(lang.pick("Kích thước", "Size"), &size));
            rows.push(row("SHA-256", &content.sha256()));
        }
        rows
    }
}

impl Sheet {
    /// The record of a file that could not be read.
    #[must_use]
    pub fn unreadable(file: &UnreadableSubject<'_>, lang: Lang) -> Self {
        let verdict = lang.pick("KHÔNG ĐỌC ĐƯỢC", "UNREADABLE");
        let next_step = lang.pick(
            "Không tiếp nhận. Đề nghị nơi gửi gửi lại tệp PDF đọc được.",
            "Do not accept. Ask the sender for a PDF file that can be read.",
        );
        Self {
            lang,
            tone: Tone::Failed,
            verdict: verdict.to_owned(),
            summary: clipped(file.reason),
            legal_status: None,
            accepted: true,
            next_step: next_step.to_owned(),
            file: file.rows(lang),
            name: clipped(file.name),
            ranked: Vec::new(),
            changes: Vec::new(),
            form: Vec::new(),
            visual: None,
            pairs: Vec::new(),
            remarks: Vec::new(),
            basis: times(file.checked_at, file.made_at, lang)
                .chain([program(lang)])
                .collect(),
            made_at: file.made_at.unwrap_or(file.checked_at),
            foot: match file.content {
                Some(content) => format!("kyso {ENGINE_VERSION} · SHA-256 {}", content.sha256()),
                None => format!("kyso {ENGINE_VERSION}"),
            },
        }
    }
}

/// A file of four bytes that is no PDF.
#[cfg(test)]
pub(in crate::record) fn unread<'a>(name: &'a str, reason: &'a str) -> UnreadableSubject<'a> {
    UnreadableSubject {
        name,
        reason,
        checked_at: Timestamp::constant(1_795_000_000, 0),
        made_at: None,
        content: Some(FileContent::of(b"kyso")),
    }
}

//! All that a record says about one file, in the language of its reader.

mod basis;
mod unreadable;

use jiff::Timestamp;
use kyso_pdf::Password;
use kyso_verifier::{ENGINE_VERSION, Report, SignatureReport, Verdict};
use kyso_words::Lang;

use super::card::{Card, rank, shows_what_was_signed};
use super::picture::{Pictures, Shown};
use super::row::{clipped, row};
use super::{Extent, RecordEntry, Row, Tone, changes, remarks};
use crate::advice;
use crate::page_picture::PagePicture;
use crate::visual::SeenChange;
use basis::basis;
#[cfg(test)]
pub(super) use unreadable::unread;
pub use unreadable::{FileContent, UnreadableSubject};

/// What a record is made of.
#[derive(Debug, Clone, Copy)]
pub struct RecordSubject<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// One of its passwords, where it needs one.
    pub password: Option<&'a Password>,
    /// What was found out about it.
    pub report: &'a Report,
    /// Its name.
    pub name: &'a str,
    /// Trust anchors that are none of the known ones (K).
    pub foreign_anchors: &'a [String],
    /// Pages that look different, where they were compared.
    pub visual: Option<&'a [SeenChange]>,
    /// When the record is made, where the time of the report was chosen by the user.
    pub made_at: Option<Timestamp>,
}

/// The record of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The language of its words.
    pub lang: Lang,
    pub(crate) tone: Tone,
    pub(crate) verdict: String,
    /// The parts of the headline after the verdict.
    pub(crate) summary: String,
    pub(crate) legal_status: Option<String>,
    /// Whether the legal status is as good as the verdict: sound signatures alone make no original.
    pub(crate) accepted: bool,
    pub(crate) next_step: String,
    pub(crate) file: Vec<Row>,
    /// The name of the file.
    pub name: String,
    /// In the order of importance; see [`Sheet::cards`].
    ranked: Vec<Card>,
    pub(crate) changes: Vec<RecordEntry>,
    pub(crate) form: Vec<RecordEntry>,
    /// Pages that look different, where they were compared.
    pub visual: Option<Vec<RecordEntry>>,
    /// Some of them before and after.
    pub(crate) pairs: Vec<Pair>,
    pub(crate) remarks: Vec<String>,
    pub(crate) basis: Vec<Row>,
    /// When the record was made, whatever time it looks at.
    pub made_at: Timestamp,
    /// At the foot of every page.
    pub(crate) foot: String,
}

/// A page before and after a revision.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    pub(crate) caption: String,
    pub(crate) before: PagePicture,
    pub(crate) after: PagePicture,
}

impl Sheet {
    /// The record of a file that could be verified.
    #[must_use]
    pub fn new(subject: &RecordSubject<'_>, lang: Lang) -> Self {
        let report = subject.report;
        let status = report.legal_status;
        Self {
            lang,
            tone: Tone::of(report.verdict),
            verdict: report.verdict.label(lang).to_owned(),
            summary: clipped(&report.summary(lang).join(" · ")),
            legal_status: Some(status.label(lang).to_owned()),
            accepted: !advice::needs_care(report),
            next_step: advice::next_step(report, lang).to_owned(),
            file: file(subject, lang),
            name: clipped(subject.name),
            ranked: ranked(subject, lang),
            changes: changes::changes(report, lang),
            form: changes::form(report, lang),
            visual: subject.visual.map(|visual| changes::visual(visual, lang)),
            pairs: pairs(subject, lang),
            remarks: remarks::remarks(report, subject.foreign_anchors, lang),
            basis: basis(subject, lang),
            made_at: subject.made_at.unwrap_or(report.checked_at),
            foot: format!(
                "kyso {ENGINE_VERSION} · SHA-256 {}",
                base16ct::lower::encode_string(&report.sha256)
            ),
        }
    }

    /// Number of signatures.
    pub(crate) fn count(&self) -> usize {
        self.ranked.len()
    }

    /// The signatures that are shown in full, and the others, each in the order of signing.
    pub(crate) fn cards(&self, extent: Extent) -> (Vec<&Card>, Vec<&Card>) {
        let (full, rest) = self.ranked.split_at(extent.full.min(self.ranked.len()));
        let by_number = |cards: &'_ [Card]| {
            let mut numbers: Vec<usize> = cards.iter().map(|card| card.number).collect();
            numbers.sort_unstable();
            let find = |number| self.ranked.iter().find(|card| card.number == number);
            numbers.into_iter().filter_map(find).collect::<Vec<_>>()
        };
        (by_number(full), by_number(rest))
    }

    /// The first entries of a list, and a line about the rest.
    pub(crate) fn first<'e, T>(&self, list: &'e [T], lines: usize) -> (&'e [T], Option<String>) {
        // One more line costs as much as the line that says there is one more.
        if list.len() <= lines + 1 {
            return (list, None);
        }
        let (shown, left) = list.split_at(lines);
        let count = left.len();
        let rest = match self.lang {
            Lang::Vi => format!("và {count} mục khác: xem báo cáo JSON."),
            Lang::En => format!("and {count} more: see the JSON report."),
        };
        (shown, Some(rest))
    }
}

impl Tone {
    /// The tone of a verdict.
    pub(crate) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::TotalPassed => Self::Passed,
            Verdict::TotalFailed => Self::Failed,
            Verdict::NotSigned => Self::Unsigned,
            Verdict::Indeterminate => Self::Unknown,
        }
    }

    /// The name that style sheets use.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Differs => "differs",
            Self::Unsigned => "unsigned",
        }
    }
}

fn ranked(subject: &RecordSubject<'_>, lang: Lang) -> Vec<Card> {
    let report = subject.report;
    let mut order: Vec<(usize, &SignatureReport)> = (1..).zip(&report.signatures).collect();
    order.sort_by_key(|(_, signature)| rank(signature));
    let pictured = Extent::usual(order.len()).full;
    let mut pictures = Pictures::new(subject.bytes, subject.password);
    let card = |(index, (number, signature)): (usize, (usize, &SignatureReport))| {
        let mut card = Card::new(number, signature, lang);
        if index < pictured {
            card.draw(&mut pictures, signature, lang);
            if !shows_what_was_signed(signature)
                && matches!(card.picture, Some(Shown::Picture { .. }))
            {
                let words = lang.pick(
                    "Ảnh dựng từ phần tệp mà chữ ký phủ như hiện có, không bảo đảm là nội dung lúc ký.",
                    "The picture shows the covered part as it is now, which may not be what was signed.",
                );
                card.reasons.push(words.to_owned());
            }
        }
        card
    };
    order.into_iter().enumerate().map(card).collect()
}

fn pairs(subject: &RecordSubject<'_>, lang: Lang) -> Vec<Pair> {
    let changes = subject.visual.unwrap_or_default().iter();
    let pairs = changes.flat_map(|change| {
        change.pages.iter().filter_map(move |page| {
            let [before, after] = page.pictures.as_deref()?;
            let (revision, page) = (change.revision, page.page);
            Some(Pair {
                caption: match lang {
                    Lang::Vi => format!("Trang {page}, trước và sau phiên bản {revision}"),
                    Lang::En => format!("Page {page} before and after revision {revision}"),
                },
                before: before.clone(),
                after: after.clone(),
            })
        })
    });
    pairs.collect()
}

fn file(subject: &RecordSubject<'_>, lang: Lang) -> Vec<Row> {
    let report = subject.report;
    let revisions = match lang {
        Lang::Vi => format!(
            "{} · {} phiên bản",
            size(report.size, lang),
            report.revisions
        ),
        Lang::En => format!(
            "{} · revisions: {}",
            size(report.size, lang),
            report.revisions
        ),
    };
    vec![
        row(lang.pick("Tên tệp", "File name"), subject.name),
        row(lang.pick("Kích thước", "Size"), &revisions),
        row("SHA-256", &base16ct::lower::encode_string(&report.sha256)),
    ]
}

/// `66.064 byte`.
fn size(bytes: usize, lang: Lang) -> String {
    let digits = bytes.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(lang.pick(".", ","));
        }
        grouped.push(digit);
    }
    let unit = lang.pick("byte", "bytes");
    format!("{grouped} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_grouped_as_people_write_them() {
        assert_eq!(size(66_064, Lang::Vi), "66.064 byte");
        assert_eq!(size(1_066_064, Lang::En), "1,066,064 bytes");
        assert_eq!(size(999, Lang::Vi), "999 byte");
    }

    #[test]
    fn lists_say_what_they_leave_out() {
        let sheet = Sheet::unreadable(&unread("a.pdf", "…"), Lang::Vi);
        let list = [1, 2, 3, 4, 5];
        assert_eq!(sheet.first(&list, 4), (&list[..], None));
        let (shown, rest) = sheet.first(&list, 2);
        assert_eq!(shown, [1, 2]);
        assert_eq!(rest.as_deref(), Some("và 3 mục khác: xem báo cáo JSON."));
    }
}

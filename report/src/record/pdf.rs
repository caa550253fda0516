//! The record as a PDF file for archives: PDF/A-2u (ISO 19005-2), A4, fonts embedded, one page a file as far as it fits.

mod block;
mod blocks;
mod canvas;
mod cards;
mod colour_profile;
mod file;
mod lines;
mod metadata;

use jiff::Timestamp;
use kyso_pdf::PdfError;
use kyso_stamp_images::FontError;
use kyso_words::{Lang, Localized};

use super::words::Words;
use super::{Extent, Sheet};
use block::Block;
use canvas::Canvas;
use file::Document;
use lines::{Align, MUTED, Style};

/// Why records cannot be written as PDF.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The font cannot be embedded.
    #[error(transparent)]
    Font(#[from] FontError),
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] PdfError),
}

impl Localized for RecordError {
    fn vietnamese(&self) -> String {
        match self {
            Self::Font(error) => error.vietnamese(),
            Self::File(error) => error.vietnamese(),
        }
    }
}

/// All records as one document. The same sheets give the same bytes.
///
/// # Errors
/// [`RecordError`] when the font cannot be subset, or the file would become too long.
pub fn record_pdf(sheets: &[&Sheet], lang: Lang) -> Result<Vec<u8>, RecordError> {
    let pages: Vec<Canvas> = sheets.iter().flat_map(|sheet| pages(sheet)).collect();
    let words = Words::of(lang);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let latest = sheets.iter().map(|sheet| sheet.made_at).max();
    Document {
        title: format!("{} - {}", words.title, names.join(", ")),
        language: words.lang,
        created: latest.unwrap_or(Timestamp::UNIX_EPOCH),
        pages: &pages,
    }
    .write()
}

/// The greatest extent with which a record stays on one page; the usual one when none does.
pub(super) fn extent(sheet: &Sheet) -> Extent {
    let fits = |extent: &Extent| {
        let blocks = blocks::all(sheet, *extent);
        blocks.iter().map(Block::height).sum::<f64>() <= BOTTOM - TOP
    };
    let fitting = Extent::shrinking(sheet.count()).find(fits);
    fitting.unwrap_or(Extent::usual(sheet.count()))
}

/// The pages of one record: one, unless the signatures alone are too many for it.
fn pages(sheet: &Sheet) -> Vec<Canvas> {
    let content = blocks::all(sheet, extent(sheet));
    let mut pages = stack(content);
    let count = pages.len();
    for (number, page) in (1..).zip(&mut pages) {
        add_foot(page, sheet, number, count);
    }
    pages
}

/// Puts blocks below each other, on a new page when one does not fit any more.
fn stack(blocks: Vec<Block>) -> Vec<Canvas> {
    let mut pages = Vec::new();
    let mut page = Canvas::default();
    let mut top = TOP;
    for block in blocks {
        if top + block.height() > BOTTOM && top > TOP {
            pages.push(std::mem::take(&mut page));
            top = TOP;
        }
        let height = block.height();
        page.add(block.into_canvas(), LEFT, top);
        top += height;
    }
    pages.push(page);
    pages
}

fn add_foot(page: &mut Canvas, sheet: &Sheet, number: usize, count: usize) {
    let words = Words::of(sheet.lang);
    let style = Style::regular(7.5).coloured(MUTED);
    page.line(
        [LEFT, FOOT - 10.0],
        [LEFT + WIDTH, FOOT - 10.0],
        canvas::LINE,
        0.6,
    );
    lines::line(page, LEFT, FOOT, WIDTH, &sheet.foot, style, Align::Left);
    let number = format!("{} {number}/{count}", words.page);
    lines::line(page, LEFT, FOOT, WIDTH, &number, style, Align::Right);
}

/// A4 in points.
const PAGE: [f64; 2] = [595.276, 841.89];
/// 20 mm for binding.
const LEFT: f64 = 56.7;
const WIDTH: f64 = PAGE[0] - LEFT - 39.7;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 800.0;
/// Baseline of the foot.
const FOOT: f64 = 818.0;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::record::sheet::unread;

    #[test]
    fn the_same_sheets_give_the_same_file() {
        let unread = unread("công văn 漢.pdf", "không phải tệp PDF");
        let sheets = [&Sheet::unreadable(&unread, Lang::Vi)];
        let file = record_pdf(&sheets, Lang::Vi).unwrap();
        assert_eq!(file, record_pdf(&sheets, Lang::Vi).unwrap());
        assert!(file.starts_with(b"%PDF-1.7\n"));
        let read = kyso_pdf::Document::open(&file).unwrap();
        assert_eq!(read.latest().pages(9).unwrap().len(), 1);
    }

    /// Twenty-five signatures of people with endless names: failures are shown first, and each
    /// signature shows its facts (M1).
    #[test]
    fn of_many_signatures_and_long_names_none_is_left_out() {
        let (bytes, mut report) = crate::sample::issued();
        let person = report.signatures[0].clone();
        for number in 0..23 {
            let mut another = person.clone();
            another.field = format!("Signature{number}");
            another.trust.anchor = Some("Cơ quan chứng thực số chuyên dùng ".repeat(12));
            report.signatures.push(another);
        }
        report.signatures[20].verdict = kyso_verifier::Verdict::TotalFailed;
        report.verdict = kyso_verifier::Verdict::TotalFailed;
        let subject = crate::record::RecordSubject {
            bytes: &bytes,
            password: None,
            report: &report,
            name: &format!("{}.pdf", "quyết-định-ban-hành-quy-chế-".repeat(20)),
            foreign_anchors: &[],
            visual: None,
            made_at: Some(report.checked_at),
        };
        let sheet = Sheet::new(&subject, Lang::Vi);
        assert!((2..=25).contains(&pages(&sheet).len()));
        let file = record_pdf(&[&sheet], Lang::Vi).unwrap();
        let again = Sheet::new(&subject, Lang::Vi);
        assert_eq!(file, record_pdf(&[&again], Lang::Vi).unwrap());
        let (full, others) = sheet.cards(extent(&sheet));
        assert!(
            full.iter().any(|card| card.number == 21),
            "what failed is shown"
        );
        assert_eq!(full.len() + others.len(), 25);
        for card in full.iter().chain(&others) {
            assert!(card.facts_in_line().contains("Tính toàn vẹn: "));
        }
    }

    #[test]
    fn what_does_not_fit_goes_to_another_page_whole() {
        let block = || {
            let mut block = Block::default();
            block.space(300.0);
            block
        };
        assert_eq!(stack(vec![block(), block()]).len(), 1);
        assert_eq!(stack(vec![block(), block(), block()]).len(), 2);
        let mut tall = Block::default();
        tall.space(2_000.0);
        assert_eq!(stack(vec![tall]).len(), 1);
    }
}

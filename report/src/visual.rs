//! Pages that look different after a later revision (`--compare-pages`): both states are drawn and compared.
//!
//! A page is drawn only when something that it shows may have changed: see `affected`. What the comparison does not
//! reach within its budgets is named, never left out.

mod affected;
mod comparison;

use kyso_pdf::{Document, Password, PdfError};
use kyso_verifier::{Report, json};
use kyso_words::{Lang, number_ranges};

use crate::page_picture::PagePicture;
use affected::Walker;
use comparison::{Budget, Comparison};

/// What one later revision changed on pages as they are seen.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenChange {
    /// From 1.
    pub(crate) revision: usize,
    /// Pages that look different, from 1.
    pub(crate) pages: Vec<PageChange>,
    /// Pages that could not be compared, from 1.
    pub(crate) not_compared: Vec<usize>,
    /// Those of them where a viewer draws annotations itself; other differences on these pages are
    /// still named.
    pub(crate) self_drawn: Vec<usize>,
    /// Whether the time of the file was used up before this revision: how many pages it has is not known then.
    pub(crate) out_of_time: bool,
    /// Pages before and after.
    pub(crate) page_counts: [usize; 2],
}

/// One page that looks different.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PageChange {
    /// From 1.
    pub(crate) page: usize,
    /// Whether everything that differs lies where a signature of this revision shows.
    pub(crate) only_signature: bool,
    /// The surroundings of the difference before and after, of the first few pages.
    pub(crate) pictures: Option<Box<[PagePicture; 2]>>,
}

/// Compares the pages of each revision after the first signed one with those before it; `password` is one of the file,
/// where it needs one.
///
/// # Errors
/// [`PdfError`] when the revisions cannot be read.
pub fn compare_pages(
    pdf: &[u8],
    report: &Report,
    password: Option<&Password>,
) -> Result<Vec<SeenChange>, PdfError> {
    let mut document = Document::open(pdf)?;
    if let Some(password) = password {
        document.unlock(password)?;
    }
    let signed = report.signatures.iter().filter_map(|one| one.revision);
    let Some(first) = signed.min() else {
        return Ok(Vec::new());
    };
    let mut budget = Budget::new();
    let mut walker = Walker::new(&document);
    let later = first + 1..document.revisions().len();
    let change = |revision| match budget.is_out_of_time() {
        true => SeenChange::out_of_time(revision, walker.page_count(), &mut budget),
        false => Comparison::of(&document, report, revision).run(&mut walker, &mut budget),
    };
    Ok(later.map(change).collect())
}

/// The comparison as the JSON report has it.
#[must_use]
pub fn visual_changes_json(changes: &[SeenChange]) -> Vec<json::VisualChange> {
    let change = |change: &SeenChange| {
        let numbers = |only: bool| {
            let pages = change.pages.iter();
            let pages = pages.filter(|page| !only || page.only_signature);
            pages.map(|page| page.page).collect::<Vec<_>>()
        };
        json::VisualChange {
            revision: change.revision,
            pages: numbers(false),
            only_signature_places: numbers(true),
            not_compared: change.not_compared.clone(),
            self_drawn: change.self_drawn.clone(),
            out_of_time: change.out_of_time,
            page_counts: change.page_counts,
        }
    };
    changes.iter().map(change).collect()
}

impl SeenChange {
    /// A revision that is not looked at any more: no page of it is compared, as far as its pages are known.
    fn out_of_time(revision: usize, known_pages: usize, budget: &mut Budget) -> Self {
        // The file may have far more revisions times pages than anybody reads.
        let named = known_pages.min(budget.numbers).max(1);
        budget.numbers = budget.numbers.saturating_sub(named);
        Self {
            revision: revision + 1,
            pages: Vec::new(),
            not_compared: (1..=named).collect(),
            self_drawn: Vec::new(),
            out_of_time: true,
            page_counts: [known_pages; 2],
        }
    }

    /// Whether all that is seen was compared and nothing but signatures differs.
    pub(crate) fn is_expected(&self) -> bool {
        !self.out_of_time
            && self.not_compared.is_empty()
            && self.pages.iter().all(|page| page.only_signature)
    }

    /// One line for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let revision = lang.pick("Phiên bản", "Revision");
        let parts = match self.out_of_time {
            true => vec![
                lang.pick(
                    "KHÔNG so sánh trang nào: hết thời gian",
                    "NO page compared: out of time",
                )
                .to_owned(),
            ],
            false => self.parts(lang),
        };
        let said = match parts.is_empty() {
            true => lang
                .pick("không trang nào khác trước", "no page looks different")
                .to_owned(),
            false => parts.join("; "),
        };
        format!("{revision} {}: {said}", self.revision)
    }

    /// What differs, and what is not known.
    fn parts(&self, lang: Lang) -> Vec<String> {
        let pages = |only: bool| {
            let pages = self.pages.iter().filter(|page| page.only_signature == only);
            number_ranges(pages.map(|page| page.page))
        };
        let [before, after] = self.page_counts;
        let counts = (before != after).then(|| format!("{before} → {after}"));
        let only_signature = lang.pick(
            "chỉ khác ở chỗ hiện chữ ký mới: trang ",
            "different only where a new signature shows: page ",
        );
        let not_drawn = self.not_compared.iter();
        let not_drawn = not_drawn.filter(|page| self.self_drawn.binary_search(page).is_err());
        let parts = [
            (
                lang.pick("trang khác trước: ", "pages that look different: "),
                pages(false),
            ),
            (only_signature, pages(true)),
            (
                lang.pick("KHÔNG so sánh được: trang ", "NOT compared: page "),
                number_ranges(not_drawn.copied()),
            ),
            (
                lang.pick(
                    "có chú thích do trình xem tự vẽ, không so sánh được: trang ",
                    "annotations that viewers draw themselves, NOT compared: page ",
                ),
                number_ranges(self.self_drawn.iter().copied()),
            ),
            (
                lang.pick("số trang: ", "number of pages: "),
                counts.unwrap_or_default(),
            ),
        ];
        let parts = parts.iter().filter(|(_, value)| !value.is_empty());
        parts
            .map(|(label, value)| format!("{label}{value}"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::comparison::MOST_NUMBERS;
    use super::*;

    #[test]
    fn a_line_says_what_differs_and_what_is_not_known() {
        let page = |page, only_signature| PageChange {
            page,
            only_signature,
            pictures: None,
        };
        let mut change = SeenChange {
            revision: 3,
            pages: Vec::new(),
            not_compared: Vec::new(),
            self_drawn: Vec::new(),
            out_of_time: false,
            page_counts: [2, 2],
        };
        assert_eq!(
            change.text(Lang::Vi),
            "Phiên bản 3: không trang nào khác trước"
        );
        assert!(change.is_expected());
        change.pages = vec![page(1, true), page(2, false)];
        change.not_compared = vec![3];
        change.page_counts = [2, 3];
        assert_eq!(
            change.text(Lang::En),
            "Revision 3: pages that look different: 2; different only where a new signature shows: page 1; \
             NOT compared: page 3; number of pages: 2 → 3"
        );
        assert!(!change.is_expected());
        change.not_compared = vec![3, 5, 6, 7, 9, 10];
        assert!(change.text(Lang::En).contains("page 3, 5–7, 9, 10;"));
        let listed = visual_changes_json(&[change]);
        assert_eq!(listed[0].pages, [1, 2]);
        assert_eq!(listed[0].only_signature_places, [1]);
    }
    #[test]
    fn revisions_out_of_time_are_told_and_lists_of_their_pages_stay_short() {
        let mut budget = Budget::new();
        let changes: Vec<SeenChange> = (1..=5_000)
            .map(|revision| SeenChange::out_of_time(revision, 301, &mut budget))
            .collect();
        assert_eq!(changes[0].not_compared, (1..=301).collect::<Vec<_>>());
        assert_eq!(changes[4_999].not_compared, [1]);
        assert!(changes.iter().all(|change| !change.is_expected()));
        let numbers = changes.iter().map(|change| change.not_compared.len());
        assert!(numbers.sum::<usize>() < MOST_NUMBERS + changes.len());
        assert_eq!(
            changes[1].text(Lang::En),
            "Revision 3: NO page compared: out of time"
        );
        assert!(visual_changes_json(&changes)[0].out_of_time);
    }
}

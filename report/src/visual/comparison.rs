//! Two neighbouring revisions, drawn and compared page by page within a budget.

use std::time::{Duration, Instant};

use kyso_pdf::Document;
use kyso_stamp_images::{PageFrame, PageImage, RenderError, ViewRect};
use kyso_verifier::Report;

use super::affected::Walker;
use super::{PageChange, SeenChange};
use crate::drawing;
use crate::page_picture::PagePicture;

/// What all comparisons of one file may cost.
pub(super) struct Budget {
    until: Instant,
    pages: usize,
    pictures: usize,
    /// Numbers of pages of revisions that time did not suffice for.
    pub(super) numbers: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self {
            until: Instant::now() + TIME_LIMIT,
            pages: MOST_PAGES,
            pictures: MOST_PICTURES,
            numbers: MOST_NUMBERS,
        }
    }

    pub(super) fn is_out_of_time(&self) -> bool {
        Instant::now() >= self.until
    }

    fn take_page(&mut self) -> bool {
        let left = self.pages > 0 && !self.is_out_of_time();
        self.pages = self.pages.saturating_sub(1);
        left
    }
}

/// Two neighbouring revisions.
pub(super) struct Comparison<'d, 'a> {
    document: &'d Document<'a>,
    report: &'d Report,
    /// From 0.
    revision: usize,
}

impl<'d, 'a> Comparison<'d, 'a> {
    pub(super) fn of(document: &'d Document<'a>, report: &'d Report, revision: usize) -> Self {
        Self {
            document,
            report,
            revision,
        }
    }

    pub(super) fn run(&self, walker: &mut Walker<'_, '_>, budget: &mut Budget) -> SeenChange {
        let affected = walker.affected(self.revision);
        let mut change = SeenChange {
            revision: self.revision + 1,
            pages: Vec::new(),
            not_compared: Vec::new(),
            self_drawn: Vec::new(),
            out_of_time: false,
            page_counts: affected.page_counts,
        };
        if affected.pages.is_empty() {
            return change;
        }
        let count = |revision| {
            let pages = self.document.at(revision).pages(usize::MAX);
            pages.map(|pages| pages.len()).ok()
        };
        let counts = count(self.revision - 1).zip(count(self.revision));
        for index in affected.pages.iter().copied() {
            let compared = match (counts, budget.take_page()) {
                (Some((before, after)), true) => self.page(before.min(after), index, budget),
                _ => Err(RenderError::NotReadable),
            };
            match compared {
                Ok(page) => change.pages.extend(page),
                Err(_) => change.not_compared.push(index + 1),
            }
            if affected.self_drawn.binary_search(&index).is_ok() {
                change.self_drawn.push(index + 1);
            }
        }
        change.not_compared.extend(&change.self_drawn);
        change.not_compared.sort_unstable();
        change.not_compared.dedup();
        change
    }

    fn page(
        &self,
        in_both: usize,
        index: usize,
        budget: &mut Budget,
    ) -> Result<Option<PageChange>, RenderError> {
        let change = |only_signature, pictures| PageChange {
            page: index + 1,
            only_signature,
            pictures,
        };
        // A page that was added or removed has nothing to be compared with.
        if index >= in_both {
            return Ok(Some(change(false, None)));
        }
        let drawn = |revision| drawing::page(&self.document.at(revision), index, DPI, budget.until);
        let [one, two] = [drawn(self.revision - 1)?, drawn(self.revision)?];
        let Some(area) = one.difference(&two, TOLERANCE) else {
            return Ok(None);
        };
        let only_signature = self.lies_in_signature(index, area);
        let pictures = match budget.pictures {
            0 => None,
            _ => {
                budget.pictures -= 1;
                pictures(&one, &two, area)
            }
        };
        Ok(Some(change(only_signature, pictures)))
    }

    fn lies_in_signature(&self, index: usize, [left, top, right, bottom]: [u32; 4]) -> bool {
        let scale = 72.0 / DPI;
        let area = [left, top, right, bottom].map(|pixels| f64::from(pixels) * scale);
        let page = self.document.at(self.revision).page(index);
        let Ok(Some(page)) = page else { return false };
        let frame = PageFrame::from(&page);
        let signatures = self.report.signatures.iter();
        let here = signatures
            .filter(|one| one.revision == Some(self.revision))
            .filter_map(|one| one.place.filter(|place| place.page_index == index));
        here.map(|place| frame.to_view(&place.rect).grown(TOLERANCE_PT))
            .any(|place: ViewRect| {
                place.left <= area[0]
                    && place.top <= area[1]
                    && place.right() >= area[2]
                    && place.bottom() >= area[3]
            })
    }
}

/// The difference with some room around it, before and after.
fn pictures(
    before: &PageImage,
    after: &PageImage,
    area: [u32; 4],
) -> Option<Box<[PagePicture; 2]>> {
    let [left, top, right, bottom] = area;
    let (left, top) = (
        left.saturating_sub(MARGIN_PX),
        top.saturating_sub(MARGIN_PX),
    );
    let (width, height) = (right + MARGIN_PX - left, bottom + MARGIN_PX - top);
    let picture = |image: &PageImage| {
        let part = image.crop(left, top, width, height)?;
        Some(PagePicture {
            png: part.to_png().ok()?,
            size: (part.width(), part.height()),
            place: None,
        })
    };
    Some(Box::new([picture(before)?, picture(after)?]))
}

/// Enough to see a changed comma.
const DPI: f64 = 96.0;

/// Differences of a sample that are too small to be seen.
const TOLERANCE: u8 = 8;

/// Points around the place of a signature that its edge may touch.
const TOLERANCE_PT: f64 = 1.5;

/// Pixels around a difference.
const MARGIN_PX: u32 = 24;

/// Pages of one file that are drawn twice.
const MOST_PAGES: usize = 300;

/// Pairs of pictures of one file.
const MOST_PICTURES: usize = 4;

/// How many pages that were not compared are listed by number.
pub(super) const MOST_NUMBERS: usize = 10_000;

/// How long one file may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);

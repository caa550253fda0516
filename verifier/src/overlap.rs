//! Signatures that are drawn over what earlier ones signed: a remark, no
//! failure. Number, date and the seal on the person's signature belong there
//! (E2, B1); a picture over text, or over another signature, may hide it.

use kyso_pdf::{Document, Rect};
use kyso_stamp_images::ViewRect;

use crate::finding::{Finding, FormRule};
use crate::form::SignedPages;
use crate::report::{Place, Role, SignatureReport};
use crate::subject::{Examined, Subject};

/// Adds remarks to signatures that cover text or other signatures. The page is
/// read as it was before each of them. `subjects` are those examined.
pub(crate) fn add_remarks(subjects: &[Subject<'_, '_, '_>], examined: &mut [Examined]) {
    let mut read = 0;
    for (index, subject) in subjects.iter().enumerate().skip(1) {
        let (before, rest) = examined.split_at_mut(index);
        let Some(current) = rest.first_mut() else {
            continue;
        };
        let (Some(place), Some(revision)) = (place(subject, current), current.report.revision)
        else {
            continue;
        };
        let opaque = current.appearance.as_ref().is_none_or(|a| a.is_opaque);
        let report = &mut current.report;
        if is_expected(report) && !opaque {
            continue;
        }
        let hidden = before.iter().filter(|earlier| covers(&place, earlier));
        let remarks = hidden.map(|earlier| Finding::CoversSignature {
            page_index: place.page_index,
            field: earlier.report.field.clone(),
        });
        report.findings.extend(remarks);
        let document = subject.view.document();
        let earlier = revision.checked_sub(1).filter(|_| read < MAX_PAGES);
        read += 1;
        let below = match earlier {
            Some(earlier) => covered_text(document, earlier, &place),
            // Not looked at any more: what may be hidden counts as hidden.
            None => opaque.then(|| "…".to_owned()),
        };
        if let Some(text) = below {
            report.findings.push(Finding::CoversText {
                page_index: place.page_index,
                text,
                opaque,
            });
        }
    }
}

/// Where the signature is seen; where its widget says so, when what it draws
/// cannot be read.
fn place(subject: &Subject<'_, '_, '_>, examined: &Examined) -> Option<Place> {
    if examined.appearance.is_some() {
        return examined.report.place;
    }
    let mut widgets = subject.field.widgets.iter();
    let widget = widgets.find(|widget| widget.rect.is_some_and(|rect| !rect.is_empty()))?;
    Some(Place {
        page_index: subject.view.page_index(widget.page?)?,
        rect: widget.rect?,
    })
}

/// Number and date, and a seal that is where rule B1 wants it.
fn is_expected(report: &SignatureReport) -> bool {
    let kept = |rule| {
        report
            .form
            .iter()
            .all(|found| found.rule != rule || found.ok)
    };
    match report.role {
        Role::Numbering => true,
        Role::Agency => !report.form.is_empty() && kept(FormRule::B1),
        _ => false,
    }
}

fn covers(place: &Place, earlier: &Examined) -> bool {
    earlier.report.place.is_some_and(|other| {
        other.page_index == place.page_index && other.rect.intersection(&place.rect).is_some()
    })
}

/// The first words below the rectangle, as the page was at the end of `revision`.
fn covered_text(document: &Document<'_>, revision: usize, place: &Place) -> Option<String> {
    const LENGTH: usize = 60;
    let mut pages = SignedPages::new(document.at(revision));
    let page = pages.page(place.page_index)?.text()?.page(0).ok()?;
    let area = page.frame().to_view(&shrunk(&place.rect));
    let covered = page
        .pieces()
        .iter()
        .find(|piece| hides(&area, &piece.area))?;
    let text = covered.text.trim();
    (!text.is_empty()).then(|| text.chars().take(LENGTH).collect())
}

/// Whether a good part of the text lies below the rectangle.
fn hides(area: &ViewRect, text: &ViewRect) -> bool {
    const PART: f64 = 0.2;
    let width = area.right().min(text.right()) - area.left.max(text.left);
    let height = area.bottom().min(text.bottom()) - area.top.max(text.top);
    width > 0.0 && height > 0.0 && width * height >= PART * text.height * text.height
}

/// Without its rim, where lines of text come close without harm.
fn shrunk(rect: &Rect) -> Rect {
    const RIM: f64 = 1.0;
    let (x, y) = (RIM.min(rect.width() / 2.0), RIM.min(rect.height() / 2.0));
    Rect::from_corners(rect.left + x, rect.bottom + y, rect.right - x, rect.top - y)
}

/// Pages that are read for remarks.
const MAX_PAGES: usize = 16;

//! Signatures that are drawn over what others signed before them.
//!
//! How opaque a drawing is cannot be told for sure: a glyph may be a white box,
//! a mask may let nothing through. So whatever stands over content counts, with
//! two exceptions: a seal as rule B1 wants it, of which picture and mask are
//! measured, and number and date in their blanks (E2).

mod places;

use std::sync::LazyLock;

use kyso_pdf::{Document, Rect};
use kyso_pki::Remembered;
use openssl::sha::Sha256;

use crate::finding::Finding;
use crate::form::{Appearance, SignedPage, SignedPages};
use crate::report::{Place, Role};
use crate::subject::{Examined, Subject};
use places::{Places, Spot};

/// What lies below an area, by the digest of the page and the area.
static FOUND: LazyLock<Remembered<Option<String>>> = LazyLock::new(|| Remembered::new(1024));

/// Adds a finding for everything that a signature covers. `subjects` are those
/// examined.
pub(crate) fn add_findings(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    examined: &mut [Examined],
    pages: &mut SignedPages<'_, '_>,
) {
    if subjects.len() < 2 {
        return;
    }
    let places = Places::of(&document.latest(), subjects);
    let spots: Vec<Vec<Spot>> = subjects.iter().map(|one| places.spots(one)).collect();
    let mut looks = 0;
    for (index, own) in spots.iter().enumerate().skip(1) {
        let (before, rest) = examined.split_at_mut(index);
        let Some(current) = rest.first_mut() else {
            continue;
        };
        if is_expected_seal(current, own, before) {
            continue;
        }
        looks += own.len();
        let mut findings = signatures_below(own, before, &spots);
        findings.extend(match looks > MAX_LOOKS {
            true => own.first().map(|spot| content(spot, String::new())),
            false => content_below(own, current, pages),
        });
        current.report.findings.extend(findings);
    }
}

/// A seal as rule B1 wants it on a person's signature, drawn by its measured
/// picture alone.
fn is_expected_seal(current: &Examined, own: &[Spot], before: &[Examined]) -> bool {
    let is_one = matches!(own, [Spot::At(place)] if current.report.place == Some(*place));
    let seal = current.appearance.as_ref();
    let on_person = before.iter().filter(|one| one.report.role == Role::Person);
    let mut persons = on_person.filter_map(|one| one.report.place);
    current.report.role == Role::Agency
        && is_one
        && seal.is_some_and(Appearance::is_plain_seal)
        && persons.any(|place| {
            own.iter()
                .any(|s| s.shared_page(&Spot::At(place)).is_some())
        })
}

fn signatures_below(own: &[Spot], before: &[Examined], spots: &[Vec<Spot>]) -> Vec<Finding> {
    let below = before.iter().zip(spots).filter_map(|(earlier, theirs)| {
        let mut pairs = own
            .iter()
            .flat_map(|spot| theirs.iter().map(move |other| (spot, other)));
        let page_index = pairs.find_map(|(spot, other)| spot.shared_page(other))?;
        Some(Finding::CoversSignature {
            page_index,
            field: earlier.report.field.clone(),
        })
    });
    below.collect()
}

/// The first content below any of the places. What cannot be read may be
/// anything.
fn content_below(
    own: &[Spot],
    current: &Examined,
    pages: &mut SignedPages<'_, '_>,
) -> Option<Finding> {
    let numbering = current.report.role == Role::Numbering;
    own.iter().find_map(|spot| {
        let text = match spot {
            Spot::Unknown => Some(String::new()),
            Spot::At(place) => {
                let page = pages.page_before(current.report.revision, place.page_index);
                page.map_or(Some(String::new()), |page| below(page, place, numbering))
            }
        };
        text.map(|text| content(spot, text))
    })
}

fn content(spot: &Spot, text: String) -> Finding {
    let page_index = match spot {
        Spot::At(place) => Some(place.page_index),
        Spot::Unknown => None,
    };
    Finding::CoversContent { page_index, text }
}

fn below(page: &SignedPage<'_, '_>, place: &Place, numbering: bool) -> Option<String> {
    let key = key(page, place, numbering);
    if let Some(found) = FOUND.find(&key) {
        return found;
    }
    let found = read_below(page, place, numbering);
    // What could not be read depends on the budget of this file: not remembered.
    if found.as_deref() != Some(UNREADABLE) {
        FOUND.keep(key, found.clone());
    }
    found
}

fn key(page: &SignedPage<'_, '_>, place: &Place, numbering: bool) -> [u8; 32] {
    let mut key = Sha256::new();
    key.update(&page.key(&place.rect));
    key.update(&[u8::from(numbering)]);
    key.finish()
}

fn read_below(page: &SignedPage<'_, '_>, place: &Place, numbering: bool) -> Option<String> {
    const LENGTH: usize = 60;
    let unreadable = Some(UNREADABLE.to_owned());
    let Some(text) = page.text() else {
        return unreadable;
    };
    let Ok(read) = text.page(0) else {
        return unreadable;
    };
    let area = read.frame().to_view(&shrunk(&place.rect));
    let blanks = match numbering {
        true => kyso_stamp_images::find_numbering_places(text).map(|found| found.strips()),
        false => Ok(Vec::new()),
    };
    let mut blanks = blanks.unwrap_or_default();
    // Two lines at most: no more is written into the blanks of one line.
    blanks.retain(|blank| area.height <= 2.0 * blank.height);
    let covered = read.covered(&area, &blanks)?;
    Some(covered.chars().take(LENGTH).collect())
}

/// Without its rim, where lines of text come close without harm.
fn shrunk(rect: &Rect) -> Rect {
    const RIM: f64 = 1.0;
    let (x, y) = (RIM.min(rect.width() / 2.0), RIM.min(rect.height() / 2.0));
    Rect::from_corners(rect.left + x, rect.bottom + y, rect.right - x, rect.top - y)
}

/// In place of the text below a place that cannot be read.
const UNREADABLE: &str = "";

/// Places below which is looked; more count as covering.
const MAX_LOOKS: usize = 256;

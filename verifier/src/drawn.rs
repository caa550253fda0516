//! What is drawn after the first signature: permitted or not, original or not.
//!
//! Each later signer adds a widget that shows something, and so does each person who fills in a
//! form. The [table] says what each of them may draw where. The opacity of a drawing cannot be
//! known for sure: a glyph may be a white box, a mask may let nothing through. So a drawing over
//! ink counts as covering it, except a seal that is measured, and number and date in their blanks
//! (E2).

mod asked;
mod below;
mod beside;
mod canvas;
mod certified;
mod fillings;
mod hiding;
mod initials;
mod legible;
mod memory;
mod places;
mod raster;
mod scene;
mod sealing;
mod shown;
mod table;
mod telling;
mod writing;

use kyso_pdf::Document;

use crate::appearance::FontWork;
use crate::changes::Filling;
use crate::conclusion;
use crate::finding::Change;
use crate::form::SignedPages;
use crate::holder::HolderKind;
use crate::recall::Recall;
use crate::report::{Integrity, Role, SignatureKind, SignatureReport, TrustLevel};
use crate::subject::{Examined, Subject};
pub use below::{first_blank_paper, is_blank_paper};
use canvas::Canvas;
pub(crate) use memory::Memory;
use table::{Holder, Site, ruling};
use telling::{apply, forbidden};

/// Judges all that was drawn after the first signature: adds findings to the signatures that draw,
/// a forbidden change to those whose content is drawn over, and the roles that only the place
/// shows. `subjects` are those examined, `known` is what was remembered from other files.
pub(crate) fn judge(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    examined: &mut [Examined],
    fillings: &[Filling],
    pages: &mut SignedPages<'_, '_>,
    known: (&FontWork, Recall<Memory>),
) {
    let revisions = examined.iter().filter_map(|one| one.report.revision);
    let Some(first) = revisions.min() else {
        return;
    };
    let is_later = |report: &SignatureReport| report.revision != Some(first);
    if fillings.is_empty() && !examined.iter().any(|one| is_later(&one.report)) {
        return;
    }
    let fillings = &fillings::to_be_judged(fillings, subjects);
    let mut canvas = Canvas::of(document, subjects, examined, fillings, pages, known);
    let mut changes: Vec<Change> = Vec::new();
    let mut signs_only = vec![false; examined.len()];
    for index in 0..examined.len() {
        let (before, rest) = examined.split_at_mut(index);
        let Some((current, after)) = rest.split_first_mut() else {
            continue;
        };
        if !is_later(&current.report) {
            continue;
        }
        let government = current.report.trust.class == TrustLevel::Government;
        let holder = holder_of(&current.report, before, after, government);
        let trusted = holder_of(&current.report, before, after, true);
        // No signed content is left to be drawn over: if a part of it cannot be read, the signature
        // that draws is not at fault.
        let is_void = before.iter().chain([&*current]).all(is_broken);
        canvas.tell_written(index, current);
        let mut shows_signature = Vec::new();
        for (shown, one) in canvas.shown(index).to_vec().into_iter().enumerate() {
            for site in canvas.sites((index, shown), &one, current, before) {
                if is_void && site == Site::Unread {
                    continue;
                }
                shows_signature.push(ruling(one.drawn, &site, trusted).signs_only);
                let ruling = ruling(one.drawn, &site, holder);
                apply(&mut current.report, &one, &site, ruling);
                if !ruling.permitted {
                    let unread = canvas.unread(&one, &site, current);
                    changes.push(forbidden(&current.report, &one, &site, unread, document));
                }
            }
        }
        if let Some(only) = signs_only.get_mut(index) {
            *only = !shows_signature.is_empty() && shows_signature.iter().all(|only| *only);
        }
    }
    canvas.tell_sealed(examined);
    canvas.tell_initials(examined);
    for filling in fillings {
        changes.extend(canvas.filled_over(filling, first));
    }
    alter(examined, &changes);
    certified::settle(examined, &signs_only);
}

fn is_broken(one: &Examined) -> bool {
    one.report.integrity == Integrity::Broken
}

/// The signer who draws, as far as his certificate is sure; `government` says whether its path ends
/// at a government anchor, or is assumed to.
fn holder_of(
    report: &SignatureReport,
    before: &[Examined],
    after: &[Examined],
    government: bool,
) -> Holder {
    let seals = |one: &Examined| one.report.role == Role::Agency;
    let is_organisation = report.holder_kind == Some(HolderKind::Organisation);
    let mut others = before.iter().chain(after);
    Holder {
        is_timestamp: report.kind == SignatureKind::DocumentTimestamp,
        is_organisation: government && is_organisation,
        seals: others.any(|one| seals(one) && one.report.is_of_same_holder(report)),
        // Half of the certificates of persons have no identifier, and no list has all family names:
        // a holder who is not surely an organisation may be a person. A person may sign on blank
        // paper, an organisation may draw on print.
        is_person_before_seal: government
            && report.signer.is_some()
            && !is_organisation
            && !before.iter().any(seals),
    }
}

/// Tells each signature what was drawn over its content after it.
fn alter(examined: &mut [Examined], changes: &[Change]) {
    for report in examined.iter_mut().map(|one| &mut one.report) {
        let Some(revision) = report.revision else {
            continue;
        };
        let later = changes.iter().filter(|change| change.revision > revision);
        let later: Vec<Change> = later.take(MAX_LISTED).cloned().collect();
        if !later.is_empty() {
            conclusion::alter(report, later);
        }
    }
}

/// Changes of this kind that are listed for one signature.
const MAX_LISTED: usize = 100;

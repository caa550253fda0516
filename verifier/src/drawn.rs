//! What is drawn after the first signature: permitted or not, original or not.
//!
//! Whoever signs later adds a widget that shows something, and whoever fills in
//! a form another one. The [table] says what each of them may draw where. How
//! opaque a drawing is cannot be told for sure: a glyph may be a white box, a
//! mask may let nothing through. So whatever stands over ink covers it, but for
//! a seal that is measured, and number and date in their blanks (E2).

mod below;
mod look;
mod places;
mod table;

use kyso_pdf::{Document, ObjectId, Rect, Widget};

use crate::changes::{FilledWidget, Filling};
use crate::conclusion;
use crate::finding::{Change, ChangeKind, Finding};
use crate::form::{Appearance, SignedPage, SignedPages};
use crate::holder;
use crate::report::{Place, Role, SignatureKind, SignatureReport, TrustLevel};
use crate::subject::{Examined, Subject};
use below::{Below, Manner};
use look::Look;
pub(crate) use look::is_unbounded;
use places::{Places, Spot};
pub(crate) use table::Drawn;
use table::{Holder, Ruling, Site, ruling};

/// Judges all that was drawn after the first signature: adds findings to those
/// who draw, a forbidden change to those whose content is drawn over, and the
/// roles that only the place tells. `subjects` are those examined.
pub(crate) fn judge(
    document: &Document<'_>,
    subjects: &[Subject<'_, '_, '_>],
    examined: &mut [Examined],
    fillings: &[Filling],
    pages: &mut SignedPages<'_, '_>,
) {
    let revisions = examined.iter().filter_map(|one| one.report.revision);
    let Some(first) = revisions.min() else {
        return;
    };
    let is_later = |report: &SignatureReport| report.revision != Some(first);
    if fillings.is_empty() && !examined.iter().any(|one| is_later(&one.report)) {
        return;
    }
    let mut canvas = Canvas::of(document, subjects, examined, fillings, pages);
    let mut changes: Vec<Change> = Vec::new();
    for index in 0..examined.len() {
        let (before, rest) = examined.split_at_mut(index);
        let Some((current, after)) = rest.split_first_mut() else {
            continue;
        };
        if !is_later(&current.report) {
            continue;
        }
        let holder = holder_of(&current.report, before, after);
        for one in canvas.shown(index).to_vec() {
            for site in canvas.sites(index, &one, current, before) {
                let ruling = ruling(one.drawn, &site, holder);
                apply(&mut current.report, &one, &site, ruling);
                if !ruling.permitted {
                    changes.push(forbidden(&current.report, &one, &site, document));
                }
            }
        }
    }
    canvas.tell_initials(examined);
    for filling in fillings {
        changes.extend(canvas.filled_over(filling, first));
    }
    alter(examined, &changes);
}

/// A widget of a later signature at one place where it is seen.
#[derive(Debug, Clone)]
struct Shown {
    drawn: Drawn,
    spot: Spot,
    /// Where it has ink, on the page of the spot.
    area: Option<Rect>,
    is_unbounded: bool,
    /// `/F`.
    flags: i64,
    /// Whether its field was there before, empty.
    was_prepared: bool,
}

impl Shown {
    fn page_index(&self) -> Option<usize> {
        match self.spot {
            Spot::At(place) => Some(place.page_index),
            Spot::Unlisted | Spot::Unread | Spot::Nowhere => None,
        }
    }
}

/// The pages, and what each signature shows on them.
struct Canvas<'p, 'd, 'a> {
    places: Places,
    shown: Vec<Vec<Shown>>,
    pages: &'p mut SignedPages<'d, 'a>,
    looks_left: usize,
}

impl<'p, 'd, 'a> Canvas<'p, 'd, 'a> {
    fn of(
        document: &Document<'_>,
        subjects: &[Subject<'_, '_, '_>],
        examined: &[Examined],
        fillings: &[Filling],
        pages: &'p mut SignedPages<'d, 'a>,
    ) -> Self {
        let filled: Vec<ObjectId> = fillings
            .iter()
            .flat_map(|filling| filling.widgets.iter().map(|widget| widget.id))
            .collect();
        let places = Places::of(&document.latest(), subjects, &filled);
        let both = subjects.iter().zip(examined);
        let shown = both.map(|(subject, one)| shown(&places, subject, one.appearance.as_ref()));
        Self {
            shown: shown.collect(),
            places,
            pages,
            looks_left: MAX_LOOKS,
        }
    }

    fn shown(&self, index: usize) -> &[Shown] {
        self.shown.get(index).map_or(&[], Vec::as_slice)
    }

    /// What lies where the widget is drawn: an earlier signature, the page, or
    /// both.
    fn sites(
        &mut self,
        index: usize,
        one: &Shown,
        current: &Examined,
        before: &[Examined],
    ) -> Vec<Site> {
        let place = match one.spot {
            _ if one.drawn == Drawn::Nothing => return vec![Site::Nowhere],
            _ if one.is_unbounded => return vec![Site::Unbounded],
            Spot::Nowhere => return vec![Site::Nowhere],
            Spot::Unlisted => return vec![Site::Unlisted],
            Spot::Unread => return vec![Site::Unread],
            Spot::At(place) => place,
        };
        let page = self.page_before(current, &place);
        if leaves_its_area(one.flags, page) {
            return vec![Site::Unbounded];
        }
        let signature = self.signature_below(index, one, current, before);
        // A seal lies on the picture of the person, and on what stands around it (B1).
        if one.drawn == Drawn::SealPicture && matches!(signature, Some(Site::PersonPicture(_))) {
            return signature.into_iter().collect();
        }
        let page = self.page_below(&place, one, current);
        let is_paper = matches!(page, Site::Paper | Site::LargePaper | Site::NumberBlank);
        let page = (!is_paper || signature.is_none()).then_some(page);
        signature.into_iter().chain(page).collect()
    }

    fn page_before(&mut self, current: &Examined, place: &Place) -> Option<&SignedPage<'d, 'a>> {
        let revision = current.report.revision;
        self.pages.page_before(revision, place.page_index)
    }

    fn page_below(&mut self, place: &Place, one: &Shown, current: &Examined) -> Site {
        let manner = match one.drawn {
            Drawn::Words | Drawn::Picture => Manner::Written,
            Drawn::SignaturePicture => Manner::Signed,
            _ => Manner::Drawn,
        };
        let area = one.area.unwrap_or(place.rect);
        let Some(left) = self.looks_left.checked_sub(1) else {
            return Site::Unread;
        };
        self.looks_left = left;
        let page = self.page_before(current, place);
        match page.map(|page| below::read(page, &area, manner, one.was_prepared)) {
            None | Some(Below::Unread) => Site::Unread,
            Some(Below::Picture) => Site::Picture,
            Some(Below::Nothing) if is_large(&area) => Site::LargePaper,
            Some(Below::Nothing) => Site::Paper,
            Some(Below::NumberBlank) => Site::NumberBlank,
            Some(Below::Ink(text)) => Site::Ink(text),
        }
    }

    /// Persons who signed before the one on whose picture the seal lies, and are
    /// not sealed themselves.
    fn tell_initials(&self, examined: &mut [Examined]) {
        let has_role = |one: &Examined, role| one.report.role == role;
        let Some(seal) = examined.iter().position(|one| has_role(one, Role::Agency)) else {
            return;
        };
        let is_sealed = |index: usize| {
            let persons = self.shown(index);
            let seals = examined.iter().zip(&self.shown).skip(seal);
            let mut seals = seals.filter(|(one, _)| has_role(one, Role::Agency));
            seals.any(|(_, seal)| {
                seal.iter()
                    .any(|seal| persons.iter().any(|one| seal.overlaps(one)))
            })
        };
        let persons = (0..seal).filter(|index| {
            examined
                .get(*index)
                .is_some_and(|one| has_role(one, Role::Person))
        });
        let (sealed, others): (Vec<usize>, Vec<usize>) =
            persons.partition(|index| is_sealed(*index));
        if sealed.is_empty() {
            return;
        }
        for index in others {
            if let Some(one) = examined.get_mut(index) {
                one.report.role = Role::Initials;
            }
        }
    }

    /// The earlier signature that lies below.
    fn signature_below(
        &self,
        index: usize,
        one: &Shown,
        current: &Examined,
        before: &[Examined],
    ) -> Option<Site> {
        let mut other = None;
        for (earlier, shown) in before.iter().zip(&self.shown).take(index) {
            let overlapped: Vec<&Shown> = shown.iter().filter(|two| one.overlaps(two)).collect();
            let own = same_certificate(&earlier.report, &current.report);
            let written =
                |two: &&&Shown| own && one.drawn == Drawn::Words && two.drawn == Drawn::Words;
            if overlapped.iter().all(|two| written(&two)) {
                continue;
            }
            let shows = earlier.appearance.as_ref();
            if shows.is_some_and(Appearance::shows_signature) {
                return Some(Site::PersonPicture(earlier.report.field.clone()));
            }
            other = Some(Site::EarlierSignature(earlier.report.field.clone()));
        }
        other
    }

    /// The changes by which a field is filled in that lies over ink.
    fn filled_over(&mut self, filling: &Filling, first: usize) -> Option<Change> {
        let mut found = None;
        for widget in &filling.widgets {
            let spots = match widget.rect {
                Some(rect) => self.places.spots_at(widget.id, rect),
                None => vec![Spot::Unread],
            };
            for spot in spots {
                let (covered, page_index) = match spot {
                    Spot::Nowhere => continue,
                    Spot::Unlisted | Spot::Unread => (Covered::Unread, None),
                    Spot::At(place) => {
                        let covered = self.covered_by_field(&place, widget, filling, first);
                        (covered, Some(place.page_index))
                    }
                };
                let text = match covered {
                    Covered::Paper => continue,
                    Covered::Ink(text) => text,
                    Covered::Unread => String::new(),
                };
                found = found.or(Some((text, page_index)));
            }
        }
        let (text, page_index) = found?;
        let name = filling.name.clone();
        Some(Change {
            revision: filling.revision,
            what: ChangeKind::FilledOverContent {
                name: name.clone(),
                text,
            },
            object: filling.widgets.first().map(|widget| widget.id),
            page_index,
            field: Some(name),
            permitted_by: None,
        })
    }

    fn covered_by_field(
        &mut self,
        place: &Place,
        widget: &FilledWidget,
        filling: &Filling,
        first: usize,
    ) -> Covered {
        let hides = |one: &&Shown| match one.spot {
            Spot::At(signed) => {
                let area = one.area.unwrap_or(signed.rect);
                one.drawn != Drawn::Nothing
                    && signed.page_index == place.page_index
                    && area.intersection(&place.rect).is_some()
            }
            Spot::Unread => one.drawn != Drawn::Nothing,
            Spot::Unlisted | Spot::Nowhere => false,
        };
        if self.shown.iter().flatten().any(|one| hides(&one)) {
            return Covered::Ink(String::new());
        }
        let Some(left) = self.looks_left.checked_sub(1) else {
            return Covered::Unread;
        };
        self.looks_left = left;
        let page = self.pages.signed_page(first, place.page_index);
        let Some(page) = page.filter(|page| !leaves_its_area(widget.flags, Some(page))) else {
            return Covered::Unread;
        };
        let manner = match filling.is_switch {
            true => Manner::Switched,
            false => Manner::Filled,
        };
        match below::read(page, &place.rect, manner, true) {
            // Of a scanned form paper and ink are not told apart; whoever signed
            // it knew the field on it, and filling in makes no original.
            Below::Nothing | Below::NumberBlank | Below::Picture => Covered::Paper,
            Below::Ink(text) => Covered::Ink(text),
            Below::Unread => Covered::Unread,
        }
    }
}

/// What a field that is filled in lies over.
#[derive(Debug)]
enum Covered {
    /// Paper, or a picture of it.
    Paper,
    Ink(String),
    /// It cannot be told, or no more within the budget.
    Unread,
}

/// Whether a widget with these `/F` is drawn outside its `/Rect` as well: some
/// programs turn it about its corner on a turned page, or keep its size on the
/// screen at any scale (ISO 32000-2, table 167).
fn leaves_its_area(flags: i64, page: Option<&SignedPage<'_, '_>>) -> bool {
    const NO_ZOOM: i64 = 1 << 3;
    const NO_ROTATE: i64 = 1 << 4;
    flags & NO_ZOOM != 0 || (flags & NO_ROTATE != 0 && page.is_none_or(SignedPage::is_turned))
}

impl Shown {
    fn overlaps(&self, other: &Self) -> bool {
        let (Spot::At(one), Spot::At(two)) = (self.spot, other.spot) else {
            return false;
        };
        let one_area = self.area.unwrap_or(one.rect);
        let two_area = other.area.unwrap_or(two.rect);
        other.drawn != Drawn::Nothing
            && one.page_index == two.page_index
            && one_area.intersection(&two_area).is_some()
    }
}

/// Each widget of the signature, where it is seen.
fn shown(
    places: &Places,
    subject: &Subject<'_, '_, '_>,
    appearance: Option<&Appearance>,
) -> Vec<Shown> {
    let mut shown = Vec::new();
    for widget in &subject.field.widgets {
        let look = Look::of(&subject.view, &widget.dictionary);
        let flags = subject.view.get(&widget.dictionary, "F");
        // What cannot be read may be any of them.
        let flags = flags.map_or(-1, |flags| flags.as_integer().unwrap_or_default());
        let was_prepared = places::was_there(subject, widget);
        for spot in places.spots(widget) {
            let own = appearance.filter(|a| is_alone(subject, a, spot));
            let (drawn, area) = match (look.draws, own) {
                (false, _) => (Drawn::Nothing, None),
                (true, Some(appearance)) if appearance.drawn != Drawn::Nothing => {
                    (appearance.drawn, appearance.ink_area())
                }
                // Colours of the widget, flags that hide it, several widgets.
                (true, _) => (Drawn::Mixed, None),
            };
            shown.push(Shown {
                drawn,
                spot,
                area,
                is_unbounded: look.is_unbounded,
                flags,
                was_prepared,
            });
        }
    }
    shown
}

/// Whether the appearance that was read is all that the signature shows.
fn is_alone(subject: &Subject<'_, '_, '_>, appearance: &Appearance, spot: Spot) -> bool {
    let widgets: &[Widget] = &subject.field.widgets;
    widgets.len() == 1 && matches!(spot, Spot::At(place) if appearance.place == Some(place))
}

fn holder_of(report: &SignatureReport, before: &[Examined], after: &[Examined]) -> Holder {
    let seals = |one: &Examined| one.report.role == Role::Agency;
    let government = report.trust.class == TrustLevel::Government;
    let kind = report.signer.as_ref().map(holder::kind);
    let mut others = before.iter().chain(after);
    Holder {
        is_timestamp: report.kind == SignatureKind::DocumentTimestamp,
        is_organisation: government && kind == Some(holder::Kind::Organisation),
        seals: others.any(|one| seals(one) && same_certificate(&one.report, report)),
        is_person_before_seal: government
            && kind == Some(holder::Kind::Person)
            && !before.iter().any(seals),
    }
}

/// Larger than the stamps and boxes of agencies, of which nine in ten are less
/// than 390 × 115 points: room for paragraphs.
fn is_large(area: &Rect) -> bool {
    const WIDTH: f64 = 430.0;
    const HEIGHT: f64 = 130.0;
    area.width() > WIDTH || area.height() > HEIGHT
}

fn same_certificate(one: &SignatureReport, other: &SignatureReport) -> bool {
    match (&one.signer, &other.signer) {
        (Some(one), Some(other)) => one.sha256() == other.sha256(),
        _ => false,
    }
}

/// What follows for the one who draws.
fn apply(report: &mut SignatureReport, one: &Shown, site: &Site, ruling: Ruling) {
    report.bars_original |= !ruling.original;
    if let Some(role) = ruling.role
        && matches!(report.role, Role::Unknown | Role::Person)
    {
        report.role = role;
    }
    let page_index = one.page_index();
    let finding = match site {
        _ if report.kind == SignatureKind::DocumentTimestamp => match one.drawn {
            Drawn::Nothing => Finding::TimestampHasArea { page_index },
            _ => Finding::TimestampDraws { page_index },
        },
        _ if one.drawn == Drawn::Nothing => return,
        _ if ruling.original => return,
        Site::Nowhere => return,
        Site::Paper | Site::LargePaper | Site::NumberBlank => Finding::DrawsOnPage { page_index },
        Site::Picture | Site::Unlisted | Site::Unread | Site::Unbounded => Finding::CoversContent {
            page_index,
            text: String::new(),
        },
        Site::Ink(text) => Finding::CoversContent {
            page_index,
            text: text.clone(),
        },
        Site::PersonPicture(field) | Site::EarlierSignature(field) => Finding::CoversSignature {
            page_index: page_index.unwrap_or_default(),
            field: field.clone(),
        },
    };
    let told = matches!(finding, Finding::TimestampHasArea { .. }) && one.spot == Spot::Nowhere;
    if !told && !report.findings.contains(&finding) {
        report.findings.push(finding);
    }
}

fn forbidden(
    report: &SignatureReport,
    one: &Shown,
    site: &Site,
    document: &Document<'_>,
) -> Change {
    let field = report.field.clone();
    let what = match site {
        _ if report.kind == SignatureKind::DocumentTimestamp => {
            ChangeKind::TimestampDraws { field }
        }
        Site::Unbounded => ChangeKind::DrawnWithoutBounds { field },
        Site::PersonPicture(earlier) | Site::EarlierSignature(earlier) => {
            let earlier = earlier.clone();
            ChangeKind::DrawnOverSignature { field, earlier }
        }
        Site::Ink(text) => ChangeKind::DrawnOverContent {
            field,
            text: text.clone(),
        },
        _ => ChangeKind::DrawnOverContent {
            field,
            text: String::new(),
        },
    };
    let last = document.revisions().len().saturating_sub(1);
    Change {
        revision: report.revision.unwrap_or(last),
        what,
        object: None,
        page_index: one.page_index(),
        field: Some(report.field.clone()),
        permitted_by: None,
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

/// Places below which is looked; what more are drawn at is unclear.
const MAX_LOOKS: usize = 256;
/// Changes of this kind that are listed for one signature.
const MAX_LISTED: usize = 100;

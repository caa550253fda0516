//! The pages on which later signatures draw: what lies below each drawing.

use kyso_pdf::{Document, ObjectId, Rect};

use super::asked::{Asked, Below, Manner};
use super::below::{self, MAX_LOOKS};
use super::beside::{Beside, By};
use super::memory::Memory;
use super::places::{Places, Spot};
use super::shown::{LaterDrawing, Shown, leaves_its_area, shown};
use super::table::Site;
use crate::appearance::{Budget, FontWork};
use crate::changes::Filling;
use crate::finding::Unread;
use crate::form::Drawn;
use crate::form::{Appearance, Scans, SignedPage, SignedPages};
use crate::recall::Recall;
use crate::report::{Place, RoleBasis};
use crate::role::{is_at_head, same_certificate};
use crate::subject::{Examined, Subject};

/// The pages, and what each signature shows on them.
pub(super) struct Canvas<'p, 'd, 'a> {
    pub(super) places: Places,
    pub(super) shown: Vec<Vec<Shown>>,
    pub(super) beside: Beside,
    pub(super) pages: &'p mut SignedPages<'d, 'a>,
    looks_left: usize,
    /// Whether a seal lies on the signature of a person.
    pub(super) seals_approval: bool,
    /// Points of pages at which it may be measured what pictures hide.
    pub(super) points_left: usize,
    scans: Scans,
    /// The memory of other files.
    pub(super) recall: Recall<Memory>,
}

impl<'p, 'd, 'a> Canvas<'p, 'd, 'a> {
    pub(super) fn of(
        document: &Document<'_>,
        subjects: &[Subject<'_, '_, '_>],
        examined: &[Examined],
        fillings: &[Filling],
        pages: &'p mut SignedPages<'d, 'a>,
        (fonts, recall): (&FontWork, Recall<Memory>),
    ) -> Self {
        let filled: Vec<ObjectId> = fillings
            .iter()
            .flat_map(|filling| filling.widgets.iter().map(|widget| widget.id))
            .collect();
        let places = Places::of(&document.latest(), subjects, &filled);
        let both = subjects.iter().zip(examined);
        let mut budget = Budget::of_a_file(fonts);
        let shown = both.map(|(subject, one)| shown(&places, subject, one, &mut budget));
        let shown: Vec<Vec<Shown>> = shown.collect();
        let revisions = examined.iter().map(|one| one.report.revision);
        let first = revisions.clone().flatten().min();
        let all = shown.iter().zip(revisions).enumerate();
        let later = all.filter(|(_, (_, revision))| *revision != first);
        let later = later
            .filter_map(|(index, (shown, revision))| Some((index, revision?, shown.as_slice())));
        Self {
            beside: Beside::of(&places, later, fillings),
            seals_approval: seals_any_approval(examined, &shown),
            shown,
            places,
            pages,
            looks_left: MAX_LOOKS,
            points_left: MAX_POINTS,
            scans: Scans::default(),
            recall,
        }
    }

    pub(super) fn shown(&self, index: usize) -> &[Shown] {
        self.shown.get(index).map_or(&[], Vec::as_slice)
    }

    /// The sites where the widget is drawn: an earlier signature, the page, or both.
    pub(super) fn sites(
        &mut self,
        by: (usize, usize),
        one: &Shown,
        current: &Examined,
        before: &[Examined],
    ) -> Vec<Site> {
        let (index, shown) = by;
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
        let judged = LaterDrawing {
            index,
            shown: one,
            place,
            unit: page.map_or(1.0, SignedPage::unit),
        };
        let signature = self.signature_below(index, one, current, before);
        let signature = signature
            .into_iter()
            .chain(self.hidden_signatures(judged, before));
        let mut sites: Vec<Site> = signature.collect();
        let hidden = self.hidden_ink(judged, current, before);
        let hides_nothing = hidden.is_none();
        sites.extend(hidden);
        // A seal lies on the picture of the person, and on what is around it (B1), but hides nothing.
        let is_sealing =
            one.drawn == Drawn::SealPicture && self.lies_on_person(index, one, (current, before));
        let Some(asked) = self.asked(judged, shown, is_sealing, current) else {
            return sites;
        };
        // Numbers and other words of earlier signatures are not asked what is left of them.
        let on_words = |site: &Site| matches!(site, Site::EarlierSignature(_));
        let may_be_read = hides_nothing
            && one.drawn == Drawn::SealPicture
            && !is_sealing
            && !sites.iter().any(on_words);
        let page = match self.page_below(&place, &asked, current) {
            found @ (Site::Ink(_) | Site::Picture) if may_be_read => {
                self.below_seal(judged, found, asked, (current, before))
            }
            page => page,
        };
        let is_paper = page.is_blank();
        sites.extend((!is_paper || sites.is_empty()).then_some(page));
        sites
    }

    /// The question about the page; `None` for a seal on the picture of a person that has no light
    /// patches.
    fn asked(
        &self,
        judged: LaterDrawing<'_>,
        shown: usize,
        is_sealing: bool,
        current: &Examined,
    ) -> Option<Asked> {
        let LaterDrawing {
            index,
            shown: one,
            place,
            ..
        } = judged;
        let area = match is_sealing {
            true => one.hidden?,
            false => one.area.unwrap_or(place.rect),
        };
        let revision = current.report.revision.unwrap_or_default();
        let by = By::Signature { index, shown };
        Some(Asked {
            area,
            texts: one.texts.clone(),
            beside: self.beside.others(by, place.page_index, revision),
            signed: match one.drawn {
                Drawn::SealPicture => self.signed_before(index, place.page_index),
                _ => Vec::new(),
            },
            manner: match is_sealing {
                true => Manner::Crossed,
                false => one.manner(),
            },
            prepared: one.was_prepared,
        })
    }

    pub(super) fn page_before(
        &mut self,
        current: &Examined,
        place: &Place,
    ) -> Option<&SignedPage<'d, 'a>> {
        let revision = current.report.revision;
        self.pages.page_before(revision, place.page_index)
    }

    /// Why it is not known what lies below `one`, when it is not.
    pub(super) fn unread(
        &mut self,
        one: &Shown,
        site: &Site,
        current: &Examined,
    ) -> Option<Unread> {
        if *site != Site::Unread {
            return None;
        }
        let reached = match &one.spot {
            Spot::At(place) => self.page_before(current, place)?.limit_reached(),
            _ => None,
        };
        Some(
            reached.map_or(Unread::Page, |(budget, limit)| Unread::Limit {
                budget,
                limit,
            }),
        )
    }

    pub(super) fn page_below(&mut self, place: &Place, asked: &Asked, current: &Examined) -> Site {
        if !self.may_look() {
            return Site::Unread;
        }
        match self.look(place, asked, current) {
            Below::Unread => Site::Unread,
            Below::Picture => Site::Picture,
            Below::Nothing if is_large(&asked.area) => Site::LargePaper,
            Below::Nothing if current.appearance.as_ref().is_some_and(is_at_head) => {
                Site::HeadPaper
            }
            Below::Nothing => Site::Paper,
            Below::NumberBlank => Site::NumberBlank,
            Below::Ink(text) => Site::Ink(text),
        }
    }

    /// The content of the earlier page below.
    pub(super) fn look(&mut self, place: &Place, asked: &Asked, current: &Examined) -> Below {
        let revision = current.report.revision;
        let page = self.pages.page_before(revision, place.page_index);
        page.map_or(Below::Unread, |page| {
            below::on_page(page, asked, &mut self.scans, &self.recall)
        })
    }

    /// Whether one more place may be looked at.
    pub(super) fn may_look(&mut self) -> bool {
        let left = self.looks_left.checked_sub(1);
        self.looks_left = left.unwrap_or_default();
        left.is_some()
    }

    /// The widgets of earlier signatures on a page.
    pub(super) fn signed_before(&self, index: usize, page_index: usize) -> Vec<Rect> {
        let earlier = self.shown.iter().take(index).flatten();
        let places = earlier.filter_map(|one| match one.spot {
            Spot::At(place) if one.drawn != Drawn::Nothing => Some(place),
            _ => None,
        });
        let on_page = places.filter(|place| place.page_index == page_index);
        on_page.map(|place| place.rect).collect()
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
            let written = |two: &&&Shown| own && one.is_written_beside(two);
            if overlapped.iter().all(|two| written(&two)) {
                continue;
            }
            if shows_approval(earlier) {
                return Some(Site::PersonPicture(earlier.report.field.clone()));
            }
            other = Some(Site::EarlierSignature(earlier.report.field.clone()));
        }
        other
    }
}

/// Whether a signature shows what a person's does: a picture that is no seal, or words that name
/// its holder.
pub(super) fn shows_approval(one: &Examined) -> bool {
    let appearance = one.appearance.as_ref();
    appearance.is_some_and(Appearance::shows_signature)
        || one.report.role_basis == RoleBasis::OwnName
}

/// Whether a seal lies on any part of what the signature of a person shows.
fn seals_any_approval(examined: &[Examined], shown: &[Vec<Shown>]) -> bool {
    let approvals = |before: usize| {
        let all = examined.iter().zip(shown).take(before);
        let approvals = all.filter(|(one, _)| shows_approval(one));
        approvals.flat_map(|(_, shown)| shown)
    };
    let is_seal = |one: &&Shown| one.drawn == Drawn::SealPicture;
    shown.iter().enumerate().any(|(index, all)| {
        let mut seals = all.iter().filter(is_seal);
        seals.any(|seal| approvals(index).any(|below| seal.meets(below)))
    })
}

/// Larger than the stamps and boxes of agencies, of which nine in ten are less
/// than 390 × 115 points: room for paragraphs.
fn is_large(area: &Rect) -> bool {
    const WIDTH: f64 = 430.0;
    const HEIGHT: f64 = 130.0;
    area.width() > WIDTH || area.height() > HEIGHT
}

/// Points at which hiding is measured: some 16,384 for each picture that lies on an area, and three
/// times as many for all pictures there together.
const MAX_POINTS: usize = 1 << 24;

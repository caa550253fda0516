//! Which of several persons approved, and which put initials: the seals on what they show decide.

use kyso_pdf::Rect;

use super::canvas::Canvas;
use super::places::sealed_places;
use super::shown::{Shown, place_of};
use crate::form::Drawn;
use crate::holder;
use crate::report::{Role, RoleBasis};
use crate::role::is_black_picture_of_agency;
use crate::subject::Examined;

impl Canvas<'_, '_, '_> {
    /// Black pictures of an organisation are numbers, most often. One on which a later seal lies is the signature of a person.
    pub(super) fn tell_sealed(&self, examined: &mut [Examined]) {
        let is_open = |index: &usize| {
            let one = examined.get(*index);
            one.is_some_and(|one| {
                let appearance = one.appearance.as_ref();
                one.report.role == Role::Unknown
                    && appearance.is_some_and(|a| is_black_picture_of_agency(one, a))
            })
        };
        let found = (0..examined.len()).filter(is_open);
        let found = found.filter(|index| self.is_sealed(examined, *index, index + 1));
        let found: Vec<usize> = found.collect();
        for index in found {
            if let Some(one) = examined.get_mut(index) {
                one.report.take_role(Role::Person, RoleBasis::Picture);
            }
        }
    }

    /// Marks the persons who signed before a seal and are not sealed themselves while others are:
    /// they are reviewers where a title and a name of their own surround the picture, else they
    /// initialled. The same holds for those whose picture the seal merely touches, if the seal lies
    /// at the title and name of another person, sealed or not: the seal belongs to the person who
    /// is named there.
    pub(super) fn tell_initials(&mut self, examined: &mut [Examined]) {
        let has_role = |one: &Examined, role| one.report.role == role;
        let Some(seal) = examined.iter().position(|one| has_role(one, Role::Agency)) else {
            return;
        };
        let persons = (0..seal).filter(|index| {
            examined
                .get(*index)
                .is_some_and(|one| has_role(one, Role::Person))
        });
        let (touched, others): (Vec<usize>, Vec<usize>) =
            persons.partition(|index| self.is_sealed(examined, *index, seal));
        let (beside, sealed): (Vec<usize>, Vec<usize>) = touched
            .into_iter()
            .partition(|index| self.is_beside_block(examined, *index, seal));
        let unsealed: Vec<usize> = match (sealed.is_empty(), beside.is_empty()) {
            (true, true) => Vec::new(),
            (false, _) => others,
            // A seal that touches initials alone belongs to the signer in whose block it is.
            (true, false) => {
                let elsewhere = |index: &usize| !self.is_in_sealed_block(examined, *index, seal);
                others.into_iter().filter(elsewhere).collect()
            }
        };
        for index in beside.into_iter().chain(unsealed) {
            let Some(one) = examined.get_mut(index) else {
                continue;
            };
            let (role, basis) = match self.may_look() && self.has_own_title(one) {
                true => (Role::Reviewer, RoleBasis::OwnTitle),
                false => (Role::Initials, RoleBasis::Unsealed),
            };
            one.report.take_role(role, basis);
        }
    }

    /// Whether a seal, of the signature `from` on, lies on what the signature `index` shows.
    fn is_sealed(&self, examined: &[Examined], index: usize, from: usize) -> bool {
        !self.seals_on(examined, index, from).is_empty()
    }

    /// The seals on what the signature `index` shows, with the signatures that draw them, from the
    /// signature `from` on.
    fn seals_on<'s>(
        &'s self,
        examined: &[Examined],
        index: usize,
        from: usize,
    ) -> Vec<(usize, &'s Shown)> {
        let below = self.shown(index);
        let later = examined.iter().zip(&self.shown).enumerate().skip(from);
        let seals = later.filter(|(_, (one, _))| one.report.role == Role::Agency);
        let seals = seals.flat_map(|(by, (_, seals))| seals.iter().map(move |seal| (by, seal)));
        let lies_on = |seal: &Shown| below.iter().any(|one| seal.meets(one));
        seals.filter(|(_, seal)| lies_on(seal)).collect()
    }

    /// Whether a seal on the picture of the signature `index` is at the title and name of a block
    /// while the picture lies outside that block: the seal is on the rim of initials beside the
    /// block.
    fn is_beside_block(&mut self, examined: &[Examined], index: usize, from: usize) -> bool {
        let one = examined.get(index);
        let pictures: Vec<(usize, Rect)> = self.shown(index).iter().filter_map(place_of).collect();
        let seals = self.seals_on(examined, index, from).into_iter();
        let seals: Vec<(usize, usize, Rect)> = seals
            .filter_map(|(by, seal)| place_of(seal).map(|(page, area)| (by, page, area)))
            .collect();
        !pictures.is_empty()
            && pictures.into_iter().all(|(page_index, picture)| {
                seals.iter().any(|(by, on_page, seal)| {
                    let revision = examined.get(*by).and_then(|one| one.report.revision);
                    // A picture that cannot be looked at any more is no approval.
                    *on_page == page_index
                        && (!self.may_look()
                            || self.is_beside(revision, page_index, seal, &picture)
                            || one.is_some_and(|one| {
                                self.is_unheld((index, one), page_index, &picture)
                            }))
                })
            })
    }

    /// Whether a seal is at title and name of a block, and a picture in none: initials beside the
    /// block. A page without text shows nothing about this.
    pub(super) fn is_beside(
        &mut self,
        revision: Option<usize>,
        page_index: usize,
        seal: &Rect,
        picture: &Rect,
    ) -> bool {
        let page = self.pages.page_before(revision, page_index);
        page.is_some_and(|page| {
            let is_at_block = |area: &Rect| {
                let found = page.between_title_and_name(area);
                found.is_some_and(|found| found.ok)
            };
            let places = sealed_places(seal);
            !is_at_block(picture)
                && places.iter().any(is_at_block)
                && !places.iter().any(|place| page.shares_block(place, picture))
        })
    }

    /// Whether the picture of a signature lies in no block, while blocks of the document are empty,
    /// and none of these names its holder: the person named there did not sign, wherever the seal
    /// is. A page without text shows nothing about this.
    fn is_unheld(
        &mut self,
        (index, one): (usize, &Examined),
        page_index: usize,
        picture: &Rect,
    ) -> bool {
        // Its look has words around its picture.
        if self.shown(index).iter().any(|shown| shown.veil.is_none()) {
            return false;
        }
        let revision = one.report.revision;
        let page = self.pages.page_before(revision, page_index);
        let found = page.and_then(|page| page.between_title_and_name(picture));
        if found.is_none_or(|found| found.ok) {
            return false;
        }
        let names = self.names_without_pictures(revision, page_index);
        let signer = one.report.signer.as_ref();
        let certified = signer.and_then(kyso_pki::Certificate::subject_common_name);
        let is_own = |name: &String| certified.is_some_and(|own| holder::is_same(name, own));
        !names.is_empty() && !names.iter().any(is_own)
    }

    /// The names of the blocks in which no picture lies, on a page and the last ones.
    fn names_without_pictures(
        &mut self,
        revision: Option<usize>,
        page_index: usize,
    ) -> Vec<String> {
        let is_picture = |one: &&Shown| !matches!(one.drawn, Drawn::Nothing | Drawn::SealPicture);
        let pictures = self.shown.iter().flatten().filter(is_picture);
        let pictures: Vec<(usize, Rect)> = pictures.filter_map(place_of).collect();
        let last = (0..self.pages.count()).rev();
        let last = last.filter(|index| *index != page_index);
        let pages = std::iter::once(page_index).chain(last).take(PAGES);
        let mut names = Vec::new();
        for index in pages {
            let on_page = pictures.iter().filter(|(page, _)| *page == index);
            let on_page: Vec<Rect> = on_page.map(|(_, area)| *area).collect();
            let page = self.pages.page_before(revision, index);
            names.extend(page.map_or_else(Vec::new, |page| page.names_without(&on_page)));
        }
        names
    }

    /// Whether what the signature `index` shows lies in the block of a seal of the signature `from` on.
    fn is_in_sealed_block(&mut self, examined: &[Examined], index: usize, from: usize) -> bool {
        let picture = self.shown(index).first().and_then(place_of);
        let later = examined.iter().zip(&self.shown).skip(from);
        let seals = later.filter(|(one, _)| one.report.role == Role::Agency);
        let seals = seals.flat_map(|(one, seals)| {
            let places = seals.iter().filter_map(place_of);
            places.map(|place| (one.report.revision, place))
        });
        let seals: Vec<_> = seals.collect();
        picture.is_some_and(|(page_index, picture)| {
            seals.into_iter().any(|(revision, (on_page, seal))| {
                let may_look = on_page == page_index && self.may_look();
                let page = self.pages.page_before(revision, page_index);
                let page = page.filter(|_| may_look);
                page.is_some_and(|page| {
                    let places = sealed_places(&seal);
                    places
                        .iter()
                        .any(|place| page.shares_block(place, &picture))
                })
            })
        })
    }

    /// Whether the picture lies between a title and the name of the holder.
    fn has_own_title(&mut self, one: &Examined) -> bool {
        let signer = one.report.signer.as_ref();
        let certified = signer.and_then(kyso_pki::Certificate::subject_common_name);
        let printed = one.appearance.as_ref();
        let printed = printed.and_then(|appearance| appearance.printed_name(self.pages));
        let both = printed.zip(certified);
        both.is_some_and(|(printed, certified)| holder::is_same(&printed, certified))
    }
}

/// Pages on which blocks are looked for: that of a picture, and the last ones.
const PAGES: usize = 8;

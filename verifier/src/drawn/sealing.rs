//! Where seals are put: on the signature of a person, at title and name, and at the head of a document.

use kyso_pdf::Rect;

use super::asked::Asked;
use super::canvas::{Canvas, shows_approval};
use super::places::sealed_places;
use super::shown::{LaterDrawing, Shown, place_of};
use super::table::Site;
use crate::subject::Examined;

impl Canvas<'_, '_, '_> {
    /// What lies below a seal that does not hide it as a plate would. The content below is read
    /// only if the seal is drawn once, where seals are put, and none of its light patches lies on
    /// anything.
    pub(super) fn below_seal(
        &mut self,
        seal: LaterDrawing<'_>,
        found: Site,
        asked: Asked,
        (current, before): (&Examined, &[Examined]),
    ) -> Site {
        let is_once = self.shown(seal.index).len() == 1;
        let is_at_head = self.is_at_head(seal, &asked.area, current);
        if !is_once || !is_at_head && !self.is_at_block(seal, &asked.area, current) {
            return found;
        }
        // A seal at a title and name belongs to the person named there: only a signature below the
        // seal shows that this person signed.
        let seals_approval = match is_at_head {
            true => self.seals_approval,
            false => {
                let is_met = |picture: &Shown| seal.shown.meets(picture);
                self.seals_any(seal.index, seal.shown, (current, before), is_met)
            }
        };
        if let Some(area) = seal.shown.hidden {
            let patches = Asked { area, ..asked };
            match self.page_below(&seal.place, &patches, current) {
                blank if blank.is_blank() => {}
                covered => return covered,
            }
        }
        Site::LegibleInk {
            text: match found {
                Site::Ink(text) => text,
                _ => String::new(),
            },
            seals_approval,
        }
    }

    /// Whether it is the head of the first page, or of an attachment: there are the name of the agency and the title of the
    /// attachment, over which seals are hung (NĐ 30/2020 Điều 33.1).
    fn is_at_head(&mut self, seal: LaterDrawing<'_>, area: &Rect, current: &Examined) -> bool {
        const HEAD: f64 = 0.2;
        const TITLE: usize = 6;
        let Some(page) = self.page_before(current, &seal.place) else {
            return false;
        };
        let text = page.text().and_then(|text| text.page(0).ok());
        text.is_some_and(|text| {
            let (_, height) = text.frame().size();
            let begins = || {
                let mut first = text.pieces().iter().take(TITLE);
                first.any(|piece| {
                    let words = piece.text.to_lowercase();
                    let words = words.trim_start();
                    ATTACHMENTS.iter().any(|title| words.starts_with(title))
                })
            };
            text.frame().to_view(area).centre_y() <= HEAD * height
                && (seal.place.page_index == 0 || begins())
        })
    }

    /// Whether it is at title and name of a signer, about a third over the signature that is or would be on its right.
    fn is_at_block(&mut self, seal: LaterDrawing<'_>, area: &Rect, current: &Examined) -> bool {
        let Some(page) = self.page_before(current, &seal.place) else {
            return false;
        };
        sealed_places(area).iter().any(|place| {
            let found = page.between_title_and_name(place);
            found.is_some_and(|found| found.ok)
        })
    }

    /// Whether a seal lies on the picture of a person's signature, and does not
    /// merely touch it: a fifth of the smaller one is common to both. By rule the seal takes a third of the
    /// signature (B1), as seen from the rectangles; ink is less.
    pub(super) fn lies_on_person(
        &mut self,
        index: usize,
        seal: &Shown,
        signatures: (&Examined, &[Examined]),
    ) -> bool {
        const LEAST: f64 = 0.2;
        let is_shared = |picture: &Shown| seal.seen_share(picture) >= LEAST;
        self.seals_any(index, seal, signatures, is_shared)
    }

    /// Whether a seal is on the picture of an earlier signature of a person, of those for which
    /// `is_met` holds: initials beside the block of the seal do not count.
    fn seals_any(
        &mut self,
        index: usize,
        seal: &Shown,
        (current, before): (&Examined, &[Examined]),
        is_met: impl Fn(&Shown) -> bool,
    ) -> bool {
        let earlier = before.iter().zip(&self.shown).take(index);
        let persons = earlier.filter(|(one, _)| shows_approval(one));
        let pictures = persons.flat_map(|(_, shown)| shown);
        let pictures: Vec<_> = pictures.filter(|one| is_met(one)).map(place_of).collect();
        let seal = place_of(seal);
        pictures.into_iter().any(|picture| match (seal, picture) {
            (Some((on_page, seal)), Some((page_index, picture))) if on_page == page_index => {
                let revision = current.report.revision;
                self.may_look() && !self.is_beside(revision, page_index, &seal, &picture)
            }
            _ => true,
        })
    }
}

/// How the titles of attachments begin.
const ATTACHMENTS: [&str; 7] = [
    "phụ lục",
    "biểu",
    "mẫu",
    "danh sách",
    "bảng",
    "kế hoạch",
    "quy chế",
];

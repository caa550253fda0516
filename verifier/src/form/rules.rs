//! The formal rules A1, A2 and B1 on what a signature shows.

use std::ops::RangeInclusive;

use super::block::SignedPages;
use super::drawn::Drawn;
use super::{Appearance, size_mm};
use crate::finding::{FormDetail, FormFinding, FormRule, FormStep};

impl Appearance {
    /// A1 and A2 for the signature of a person.
    pub(crate) fn person_rules(&self, pages: &mut SignedPages<'_, '_>) -> Vec<FormFinding> {
        let (Some((judged, _)), Some(rect)) = (&self.picture, self.standing()) else {
            return self.rule_without_picture().into_iter().collect();
        };
        let detail = judged.signature_rule.clone();
        let mut findings = vec![FormFinding {
            rule: FormRule::A1,
            ok: detail == FormDetail::PictureGood,
            detail,
        }];
        let page = self.place.and_then(|place| pages.page(place.page_index));
        findings.extend(page.and_then(|page| page.between_title_and_name(&rect)));
        findings
    }

    /// A1 asks for a picture, where there are words alone.
    fn rule_without_picture(&self) -> Option<FormFinding> {
        let detail = FormDetail::PictureBad {
            vi: "Không có hình ảnh chữ ký, chỉ có chữ.".into(),
            en: "There is no picture of a signature, only words.".into(),
        };
        (self.drawn == Drawn::Words).then_some(FormFinding {
            rule: FormRule::A1,
            ok: false,
            detail,
        })
    }

    /// B1 for the seal, relative to the picture of the person's signature.
    pub(crate) fn seal_rules(&self, person: Option<&Self>) -> Vec<FormFinding> {
        let Some((judged, _)) = &self.picture else {
            return Vec::new();
        };
        let detail = judged.seal_rule.clone();
        let mut findings = vec![FormFinding {
            rule: FormRule::B1,
            ok: detail == FormDetail::PictureGood,
            detail,
        }];
        findings.extend(self.seal_geometry(person));
        findings
    }

    /// The name below the picture, where there is a title above it.
    pub(crate) fn printed_name(&self, pages: &mut SignedPages<'_, '_>) -> Option<String> {
        let rect = self.standing()?;
        let page = pages.page(self.place?.page_index)?;
        match page.between_title_and_name(&rect)?.detail {
            FormDetail::BetweenTitleAndName { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Side, overlap and centre as rule B1 gives them, and how far the seal keeps them (B6). Left
    /// is where it is when the person's picture is upright: some pages are stored and shown upside
    /// down.
    fn seal_geometry(&self, person: Option<&Self>) -> Option<FormFinding> {
        let turn = person.and_then(|person| person.turn);
        let (page, seal, frame) = self.viewed_in(turn)?;
        let size = size_mm(&seal, &frame);
        let signature = person.and_then(|person| person.seen_in(turn));
        let signature = signature.filter(|(other, _)| *other == page);
        let covers = signature.map(|(_, area)| (seal.right() - area.left) / area.width);
        let off_centre =
            signature.map(|(_, area)| (seal.centre_y() - area.centre_y()).abs() / seal.height);
        let step = seal_step(size, covers, off_centre);
        Some(FormFinding {
            rule: FormRule::B1,
            ok: step != FormStep::NotKept,
            detail: FormDetail::SealGeometry {
                side_mm: size.0,
                covers,
                off_centre,
                step,
            },
        })
    }
}

/// How far B1 is kept: the worst of size, shape, overlap and centre. Rims of pictures and real seals differ, so that 26 to
/// 53 mm are no fault; most seals cover more than the third that the law gives.
fn seal_step(
    (width, height): (f64, f64),
    covers: Option<f64>,
    off_centre: Option<f64>,
) -> FormStep {
    const SIZES: RangeInclusive<f64> = 25.5..=53.5;
    let (Some(covers), Some(off_centre)) = (covers, off_centre) else {
        return FormStep::NotKept;
    };
    let shape = width / height;
    let has_size = SIZES.contains(&width) && SIZES.contains(&height);
    let is_kept =
        (0.25..=0.45).contains(&covers) && off_centre <= 0.12 && (0.95..=1.05).contains(&shape);
    let is_near =
        (0.2..=0.6).contains(&covers) && off_centre <= 0.35 && (0.77..=1.3).contains(&shape);
    match (has_size, is_kept, is_near) {
        (true, true, _) => FormStep::Kept,
        (true, false, true) => FormStep::Differs,
        _ => FormStep::NotKept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seals_keep_the_rule_in_three_steps() {
        use FormStep::{Differs, Kept, NotKept};
        let step = |size, covers, off| seal_step(size, Some(covers), Some(off));
        for (size, covers, off, expected) in [
            ((36.0, 36.0), 1.0 / 3.0, 0.0, Kept),
            ((26.0, 26.0), 0.45, 0.12, Kept),
            ((53.0, 53.0), 0.25, 0.0, Kept),
            ((36.0, 36.0), 0.51, 0.0, Differs),
            ((36.0, 36.0), 0.2, 0.0, Differs),
            ((36.0, 36.0), 0.4, 0.3, Differs),
            ((38.0, 34.0), 0.4, 0.0, Differs),
            ((36.0, 36.0), 0.61, 0.0, NotKept),
            ((36.0, 36.0), 0.1, 0.0, NotKept),
            ((36.0, 36.0), 0.4, 0.4, NotKept),
            ((20.0, 20.0), 0.4, 0.0, NotKept),
            ((60.0, 50.0), 0.4, 0.0, NotKept),
        ] {
            assert_eq!(step(size, covers, off), expected, "{size:?} {covers} {off}");
        }
        assert_eq!(seal_step((36.0, 36.0), None, None), NotKept);
    }
}

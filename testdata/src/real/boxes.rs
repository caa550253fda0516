//! Boxes of portals in rectangles that are larger than what is painted: the paint counts.

use kyso_pdf::Rect;

use super::holders::{LEADER, OFFICE, PRESS, PROVINCE};
use super::steps::*;
use super::{ORIGINAL, case};
use crate::Case;
use crate::expected::Expected;
use crate::signing::Look;

pub(super) fn cases() -> Vec<Case> {
    vec![
        order(
            "boxes-of-which-only-the-rectangles-overlap",
            "person agency portal portal",
            ORIGINAL,
            sealed_with([(WIDE_BOX, LEFT_HALF), (WIDE_BOX, RIGHT_HALF)]),
        ),
        order(
            "box-of-which-the-rectangle-reaches-over-words",
            "person agency portal",
            ORIGINAL,
            sealed_with([(OVER_WORDS, UNDER_WORDS)]),
        ),
        order(
            "boxes-of-which-the-paint-overlaps",
            "person agency portal portal",
            Expected::altered("DrawnOverSignature"),
            sealed_with([(WIDE_BOX, LEFT_HALF), (WIDE_BOX, MIDDLE_PART)]),
        ),
        order(
            "box-with-a-line-over-words",
            "person agency portal",
            Expected::altered("DrawnOverContent"),
            sealed_with([(OVER_WORDS, LINE_OVER_WORDS)]),
        ),
    ]
}

fn order(name: &'static str, roles: &'static str, expected: Expected, steps: Vec<Step>) -> Case {
    let expected = expected.with_signatures(steps.len()).with_roles(roles);
    case(name, expected, move |base| signed(base, &steps))
}

/// Blank paper at the foot of the page.
const WIDE_BOX: Rect = Rect {
    left: 60.0,
    bottom: 5.0,
    right: 460.0,
    top: 44.0,
};
const LEFT_HALF: &str =
    "q 0 0.4 0 RG 2 w 4 4 180 30 re S Q BT /F1 8 Tf 10 20 Td (Nguoi ky: Cong thong tin) Tj ET";
const RIGHT_HALF: &str =
    "0 0.4 0 RG 204 4 180 30 re S BT /F1 8 Tf 210 20 Td (Nguoi ky: Bao va Dai) Tj ET";
const MIDDLE_PART: &str =
    "0 0.4 0 RG 180 4 180 30 re S BT /F1 8 Tf 210 20 Td (Nguoi ky: Bao va Dai) Tj ET";
/// From the foot of the page up over the names.
const OVER_WORDS: Rect = Rect {
    left: 60.0,
    bottom: 5.0,
    right: 290.0,
    top: 135.0,
};
const UNDER_WORDS: &str = "0 0 1 RG 4 4 180 30 re S BT /F1 8 Tf 10 20 Td (Nguoi ky: Bao) Tj ET";
const LINE_OVER_WORDS: &str =
    "0 0 1 RG 4 4 m 4 128 l 180 128 l S BT /F1 8 Tf 10 20 Td (Nguoi ky: Bao) Tj ET";

/// An issued document with boxes of two organisations.
fn sealed_with<const N: usize>(boxes: [(Rect, &'static str); N]) -> Vec<Step> {
    let issued = [
        signature(LEADER, RIGHT, SMALL),
        seal(PROVINCE, SMALL, SQUARE),
    ];
    let boxes = [OFFICE, PRESS].into_iter().zip(boxes);
    let boxes = boxes.map(|(holder, (area, content))| by(holder, Look::Drawing(area, content)));
    issued.into_iter().chain(boxes).collect()
}

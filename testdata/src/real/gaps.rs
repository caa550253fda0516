//! Number and date on one line: text or pictures fill the gaps, and the labels between them stay.

use kyso_pdf::Rect;
use kyso_stamp_images::{Appearance, Face, TextRun};

use super::holders::{LEADER, PROVINCE};
use super::paper::gaps;
use super::steps::*;
use super::{ORIGINAL, case};
use crate::Case;
use crate::expected::Expected;
use crate::forms::PictureForm;
use crate::signing::Look;

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let issued = |name, role, expected: Expected, look: fn() -> Look| {
        let expected = expected.with_signatures(3);
        case(name, expected.with_roles(role), move |base| {
            let steps = [
                signature(LEADER, RIGHT, MIDDLE),
                seal(PROVINCE, MIDDLE, ROUND),
                by(PROVINCE, look()),
            ];
            signed(base, &steps)
        })
    };
    let covered = Expected::altered("DrawnOverContent");
    vec![
        issued(
            "number-day-and-month-in-one-widget",
            "person agency numbering",
            ORIGINAL,
            || Look::Made(over_all(), numbered),
        ),
        issued(
            "white-picture-over-number-and-its-labels",
            "person agency person",
            covered,
            || {
                let [number, ..] = gaps(0);
                on_paper(Rect {
                    left: number.left - 24.0,
                    right: number.right + 40.0,
                    ..number
                })
            },
        ),
        issued(
            "white-picture-over-a-label-between-gaps",
            "person agency person",
            covered,
            || {
                let [_, day, month] = gaps(0);
                on_paper(Rect {
                    left: day.left,
                    right: month.right,
                    ..day
                })
            },
        ),
        issued(
            "words-on-a-label-between-gaps",
            "person agency numbering",
            covered,
            || {
                let [_, day, month] = gaps(0);
                // On the baseline of the label.
                let label = Rect {
                    left: day.right,
                    bottom: day.bottom - 9.0,
                    right: month.left,
                    top: day.bottom + 11.0,
                };
                Look::Words(label, &["2011"])
            },
        ),
        issued(
            "white-words-over-a-label-beside-a-gap",
            "person agency numbering",
            covered,
            || {
                let [number, ..] = gaps(0);
                let label = Rect {
                    left: number.right - 2.0,
                    bottom: number.bottom - 4.0,
                    right: number.right + 10.0,
                    top: number.bottom + 12.0,
                };
                Look::Drawing(label, "1 g BT /F1 14 Tf 2 4 Td (M) Tj ET")
            },
        ),
        // They are no number, and no receipt of another agency.
        case(
            "words-on-paper-by-the-holder-of-the-seal",
            ORIGINAL
                .with_status("INFORMATION_ONLY")
                .with_signatures(3)
                .with_roles("person unknown agency"),
            |base| {
                let steps = [
                    signature(LEADER, RIGHT, MIDDLE),
                    by(
                        PROVINCE,
                        Look::Words(centred(BESIDE, (120.0, 20.0)), &["Dieu 10"]),
                    ),
                    seal(PROVINCE, MIDDLE, ROUND),
                ];
                signed(base, &steps)
            },
        ),
    ]
}

fn on_paper(area: Rect) -> Look {
    Look::Form(area, "chu-ky-mau", PictureForm::JpegOnPaper)
}

/// Around all gaps of the first page.
fn over_all() -> Rect {
    let [number, _, month] = gaps(0);
    Rect {
        left: number.left,
        bottom: number.bottom - 4.0,
        right: month.right,
        top: number.top + 4.0,
    }
}

/// The three texts in their gaps.
fn numbered(
    area: &Rect,
    add: &mut dyn FnMut(kyso_pdf::Object) -> kyso_pdf::ObjectId,
) -> kyso_pdf::ObjectId {
    let runs = gaps(0).into_iter().zip(["05", "20", "11"]);
    let runs = runs.map(|(gap, text)| TextRun {
        x: gap.left + 6.0 - area.left,
        baseline: area.top - gap.bottom,
        size: 13.0,
        face: Face::Regular,
        text: text.to_owned(),
    });
    let runs: Vec<TextRun> = runs.collect();
    Appearance::text(&place(area), &runs).unwrap().add_to(add)
}

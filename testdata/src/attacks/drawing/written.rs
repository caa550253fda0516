//! Words that cover more than they seem to: within their box, over the line above the number.

use kyso_pdf::Rect;

use crate::expected::Expected;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

/// From the blank of the number up over the line above it.
pub(crate) const HIGH: Rect = Rect {
    left: 145.0,
    bottom: 711.0,
    right: 176.0,
    top: 756.0,
};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    let number = |name, content| {
        Case::new(name, covered, move |base: &Base| {
            let number = Signing::new(&base.office.agency, "So");
            number.look(Look::Drawing(HIGH, content)).sign(&base.issued)
        })
    };
    vec![
        number(
            "number-in-letters-made-tall",
            "BT /F1 13 Tf 1 0 0 4 8 4 Tm (05) Tj ET",
        ),
        number(
            "number-with-broad-strokes",
            "2 Tr 60 w BT /F1 13 Tf 8 4 Td (05) Tj ET",
        ),
        number("number-raised", "BT /F1 13 Tf 28 Ts 8 4 Td (05) Tj ET"),
        number(
            "number-in-a-font-that-nobody-has",
            "BT /F2 13 Tf 8 4 Td (05) Tj ET",
        ),
        number(
            "number-with-words-on-the-line-above",
            "BT /F1 13 Tf 8 4 Td (05) Tj 0 28 Td (9) Tj ET",
        ),
        number(
            "number-that-runs-back",
            "BT /F1 10 Tf -10.2 Tc 28 34 Td (0000000000) Tj ET",
        ),
        number(
            "number-behind-a-move-that-programs-round",
            "BT /F1 13 Tf 4000000000.0 0 Td -3999999992.0 30 Td (05) Tj ET",
        ),
        number(
            "number-in-a-form-that-is-turned",
            "0 1 -1 0 24 2 cm BT /F1 13 Tf 0 0 Td (05 2026) Tj ET",
        ),
    ]
}

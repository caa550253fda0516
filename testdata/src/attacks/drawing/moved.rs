//! Paths that are built in one place and painted in another, over words: programs use the matrix that they have at the painting.

use kyso_pdf::{Dictionary, Object, ObjectId, Rect};

use super::over_ink::line;
use crate::Case;
use crate::expected::Expected;
use crate::signing::{Look, MakeForm, Signing, fonts, form_object};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    let case = |name, make: MakeForm| {
        Case::new(name, covered, move |base| {
            let area = Rect {
                right: RIGHT,
                ..line(&base.plain)
            };
            Signing::new(&base.office.agency, "Khac")
                .look(Look::Made(area, make))
                .sign(&base.issued)
        })
    };
    vec![
        case("white-moved-before-it-is-painted", |rect, add| {
            let content = "q 1 g 1 0 0 1 5000 5000 cm 0 0 900 900 re 1 0 0 1 -5000 -5000 cm f Q";
            beside_a_word(rect, content, add)
        }),
        case(
            "white-of-a-state-that-ends-before-it-is-painted",
            |rect, add| {
                let content = "1 g q 1 0 0 1 5000 5000 cm 0 0 900 900 re Q f";
                beside_a_word(rect, content, add)
            },
        ),
        case("white-moved-after-it-cuts", |rect, add| {
            let content = "q 1 g 1 0 0 1 5000 5000 cm 0 0 900 900 re W 1 0 0 1 -5000 -5000 cm f Q";
            beside_a_word(rect, content, add)
        }),
        case("white-stroke-moved-before-it-is-painted", |rect, add| {
            let content =
                "q 1 G 40 w 1 0 0 1 5000 5000 cm 0 5 m 900 5 l 1 0 0 1 -5000 -5000 cm S Q";
            beside_a_word(rect, content, add)
        }),
        case("white-enlarged-before-it-is-painted", |rect, add| {
            let content = "q 1 g .0001 0 0 .0001 0 0 cm 0 0 900 900 re 10000 0 0 10000 0 0 cm f Q";
            add(form_object(rect, content))
        }),
    ]
}

/// Within the right margin of the page.
pub(super) const RIGHT: f64 = 590.0;

/// A look with a small word on the margin.
pub(super) fn beside_a_word(
    rect: &Rect,
    content: &str,
    add: &mut dyn FnMut(Object) -> ObjectId,
) -> ObjectId {
    add(form_object(rect, &with_word(rect, content)))
}

/// A content after a small word on the margin.
fn with_word(rect: &Rect, content: &str) -> String {
    let left = rect.width() - 18.0;
    format!("BT 0 g /F1 7 Tf {left} 4 Td (VP) Tj ET {content}")
}

/// A look of a small word on the margin, and a content that draws the form `X`.
pub(super) fn around_a_form(
    rect: &Rect,
    within: ObjectId,
    content: &str,
    add: &mut dyn FnMut(Object) -> ObjectId,
) -> ObjectId {
    let mut look = form_object(rect, &with_word(rect, content));
    if let Object::Stream(look) = &mut look {
        let named = Dictionary::new().with("X", within);
        let resources = Dictionary::new().with("XObject", named);
        look.dictionary
            .insert("Resources", resources.with("Font", fonts()));
    }
    add(look)
}

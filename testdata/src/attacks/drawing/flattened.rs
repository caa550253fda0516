//! Looks over words under matrices without inverse, which some programs leave out, and letters of nearly no size, which PDFium
//! draws larger.

use kyso_pdf::{Object, ObjectId, Rect};

use super::moved::{RIGHT, around_a_form, beside_a_word};
use super::over_ink::line;
use super::{PAPER, TEXT, person};
use crate::expected::Expected;
use crate::signing::{Look, MakeForm, Signing, form_object};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    let over_line = |name, make: MakeForm| {
        Case::new(name, covered, move |base| {
            let line = line(&base.plain);
            let area = Rect {
                left: line.left - 14.0,
                right: RIGHT,
                ..line
            };
            signed_again(base, Look::Made(area, make))
        })
    };
    vec![
        Case::new(
            "look-placed-by-a-matrix-without-inverse",
            Expected::altered("DrawnWithoutBounds").with_signatures(3),
            |base| {
                // Where programs leave the matrix out, the look lies on the text of the page.
                let look: MakeForm = |_, add| {
                    let mut look = with_matrix(&TEXT, WHITE, [1, 1, 1, 1, 0, 0]);
                    if let Object::Stream(look) = &mut look {
                        look.dictionary.insert("BBox", TEXT.to_object());
                    }
                    add(look)
                };
                signed_again(base, Look::Made(PAPER, look))
            },
        ),
        over_line("white-under-a-matrix-that-leaves-no-width", |rect, add| {
            let content = "q 0 0 0 1 0 0 cm 1 g 0 0 900 900 re f Q";
            add(form_object(rect, content))
        }),
        over_line(
            "white-under-a-matrix-that-leaves-a-point-elsewhere",
            |rect, add| {
                let content = "q 0 0 0 0 5000 5000 cm 1 g 0 0 900 900 re f Q";
                beside_a_word(rect, content, add)
            },
        ),
        over_line(
            "stroke-under-a-matrix-that-leaves-a-point-elsewhere",
            |rect, add| {
                let content = "q 1 G 40 w 0 0 0 0 5000 5000 cm 0 5 m 900 5 l S Q";
                beside_a_word(rect, content, add)
            },
        ),
        over_line("white-in-a-form-of-a-matrix-without-inverse", with_inner),
        over_line("letters-of-a-hundredth-of-their-width", |rect, add| {
            let content = "BT 1 g /F1 60 Tf 1 Tz (MMMMMMMM) Tj ET";
            add(form_object(rect, content))
        }),
        over_line("letters-under-a-tiny-text-matrix", |rect, add| {
            let content = "BT 1 g /F1 60 Tf .00001 0 0 .00001 0 0 Tm (MMMMMMMM) Tj ET";
            add(form_object(rect, content))
        }),
        over_line("letters-under-a-tiny-matrix", |rect, add| {
            let content = "q .00001 0 0 .00001 0 0 cm BT 1 g /F1 60 Tf (MMMMMMMM) Tj ET Q";
            add(form_object(rect, content))
        }),
    ]
}

fn signed_again(base: &Base, look: Look) -> Vec<u8> {
    Signing::new(&person(base), "Khac")
        .look(look)
        .sign(&base.issued)
}

const WHITE: &str = "1 g 0 0 5000 5000 re f";

fn with_matrix(rect: &Rect, content: &str, matrix: [i64; 6]) -> Object {
    let mut form = form_object(rect, content);
    if let Object::Stream(form) = &mut form {
        let matrix = matrix.map(Object::from).to_vec();
        form.dictionary.insert("Matrix", matrix);
    }
    form
}

/// A look of a small word on paper, and a white form that ends up in one point.
fn with_inner(rect: &Rect, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let inner = add(with_matrix(rect, WHITE, [0, 0, 0, 0, 5000, 5000]));
    around_a_form(rect, inner, "q /X Do Q", add)
}

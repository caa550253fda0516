//! Drawings that hide little but change the meaning: points of numbers, marks of letters, lines and white shapes.

use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;
use kyso_stamp_images::Face;

use super::{PAPER, annotated, printed};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case};

/// Below the text of the first page.
pub(crate) const STRIP: Rect = Rect {
    left: 40.0,
    bottom: 0.0,
    right: 540.0,
    top: 64.0,
};
/// From corner to corner of the strip.
pub(crate) const LONG_LINE: &str = "2 w 0 0 m 500 64 l S";
/// Font size and baseline of the words on [`PAPER`].
const SIZE: f64 = 14.0;
const BASELINE: f64 = 27.0;
const COVER: &str = "1 g 0 0 600 100 re f";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        over_print(
            "full-stop-of-a-sum-covered",
            "Kinh phí: 1.000.000 đồng",
            ".",
            (-0.3, 0.08),
        ),
        over_print(
            "comma-of-a-number-covered",
            "Diện tích: 1,5 ha",
            ",",
            (-0.3, 0.08),
        ),
        over_print("dot-below-covered", "Cấm đi lại", "ạ", (-0.3, -0.03)),
        over_print("mark-above-covered", "Miễn phí", "ễ", (0.56, 1.0)),
        over_print("bar-of-a-seven-covered", "7.000.000 đồng", "7", (0.62, 1.0)),
        Case::new(
            "letter-covered-from-four-sides",
            covered(5),
            from_four_sides,
        ),
        over_drawing("stamp-over-a-long-line", LONG_LINE),
        over_drawing(
            "stamp-over-white-on-a-dark-plate",
            "0.2 g 0 0 500 64 re f 1 g 210 28 40 4 re f",
        ),
    ];
    cases.push(Case::new(
        "seal-over-words-at-the-rim-of-a-picture",
        covered(2),
        |base| {
            let words = Rect::from_corners(20.0, 50.0, 80.0, 70.0);
            let area = Rect::from_corners(20.0, 0.0, 95.0, 75.0);
            let printed = printed(&base.plain, words, "Không");
            sealed_beside_picture(base, &base.office.agency, &printed, area)
        },
    ));
    cases
}

pub(super) fn covered(signatures: usize) -> Expected {
    Expected::altered("DrawnOverContent").with_signatures(signatures)
}

/// The file, signed by the person with a picture on [`PAPER`], with the seal in another place.
pub(crate) fn sealed_beside_picture(
    base: &Base,
    agency: &Pkcs12Key,
    bytes: &[u8],
    area: Rect,
) -> Vec<u8> {
    let person = Signing::new(&base.office.person, "NguoiKy1");
    let signed = person
        .look(Look::Picture(PAPER, "chu-ky-mau.png"))
        .sign(bytes);
    Signing::new(agency, "ConDau1")
        .look(Look::Picture(area, "con-dau-mau.png"))
        .sign(&signed)
}

/// A white box over one printed character, between these heights in shares of the font size.
fn over_print(
    name: &'static str,
    words: &'static str,
    part: &'static str,
    (bottom, top): (f64, f64),
) -> Case {
    Case::new(name, covered(2), move |base| {
        let signed = base.signed(&printed(&base.plain, PAPER, words));
        cover(base, "Khac", over(words, part, (bottom, top)), &signed)
    })
}

/// The place of a part of the words on [`PAPER`].
fn over(words: &str, part: &str, (bottom, top): (f64, f64)) -> Rect {
    const START: f64 = 5.0;
    let width = |text: &str| Face::Regular.width(text, SIZE).unwrap();
    let before = &words[..words.find(part).unwrap()];
    let left = PAPER.left + START + width(before);
    Rect {
        left,
        right: left + width(part),
        bottom: BASELINE + bottom * SIZE,
        top: BASELINE + top * SIZE,
    }
}

fn cover(base: &Base, name: &str, area: Rect, bytes: &[u8]) -> Vec<u8> {
    Signing::new(&base.office.agency, name)
        .look(Look::Drawing(area, COVER))
        .sign(bytes)
}

/// Four boxes, each of which touches no more of the letter than a neighbour may.
fn from_four_sides(base: &Base) -> Vec<u8> {
    let signed = base.signed(&printed(&base.plain, PAPER, "M"));
    let letter = over("M", "M", (0.0, 0.71));
    let (width, far) = (0.14 * letter.width(), 12.0);
    let around = over("M", "M", (-0.3, 1.0));
    // Beside each other, not over each other.
    let between = Rect {
        left: letter.left + width,
        right: letter.right - width,
        ..around
    };
    let sides = [
        Rect {
            left: letter.left - far,
            right: letter.left + width,
            ..around
        },
        Rect {
            left: letter.right - width,
            right: letter.right + far,
            ..around
        },
        Rect {
            bottom: BASELINE + 0.61 * SIZE,
            ..between
        },
        Rect {
            top: BASELINE + 0.085 * SIZE,
            ..between
        },
    ];
    let names = ["Mot", "Hai", "Ba", "Bon"];
    let sides = names.into_iter().zip(sides);
    sides.fold(signed, |bytes, (name, area)| {
        cover(base, name, area, &bytes)
    })
}

fn over_drawing(name: &'static str, content: &'static str) -> Case {
    Case::new(name, covered(2), move |base| {
        let drawn = annotated(&base.plain, STRIP, |update| {
            update.add(form_object(&STRIP, content))
        });
        let area = Rect::from_corners(245.0, 22.0, 300.0, 42.0);
        cover(base, "Khac", area, &base.signed(&drawn))
    })
}

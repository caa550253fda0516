//! Measured seals that change the words below without hiding them whole: white that opens a letter, ink that adds
//! up to black, digits that procedures draw or that are far smaller than their font, and words where an earlier signature is.

use kyso_pdf::{Dictionary, Object, Rect, Update};

use super::claims::type_3;
use super::elsewhere::{EIGHT, MIDDLE_OF_SEAL, PLAIN, RED, Written, each};
use super::plates::hidden;
use super::words::{SEAL, at_seal, ring, sealed, sealed_on, sealed_with, signed};
use super::{PAPER, annotated, printed};
use crate::expected::Expected;
use crate::glyphs::Figures;
use crate::pixels::Rgba;
use crate::signing::form_object;
use crate::{Base, Case};

const WHITE: [u8; 4] = [255, 255, 255, 255];
const BLUE: [u8; 4] = [25, 50, 180, 255];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = opened();
    cases.extend(added_up());
    cases.extend(drawn_otherwise());
    cases.extend(within_a_signature());
    cases
}

/// Similar seals that leave everything legible.
pub(crate) fn controls() -> Vec<Case> {
    let original = Expected::passed()
        .with_modifications("permitted")
        .with_status("ORIGINAL");
    let two = original.with_signatures(2);
    vec![
        // A stroke of half a millimetre in a rim of paper.
        Case::new("seal-with-a-stroke-in-a-white-rim-on-a-word", two, |base| {
            let printed = printed(&base.plain, WORDS, "không đồng ý");
            let from_stroke = |x: f64, y: f64| (x - y - 105.0).abs();
            let seal = ring_of_seal()
                .fill(WHITE, at_seal(|x, y| from_stroke(x, y) < 1.6))
                .fill(RED, at_seal(|x, y| from_stroke(x, y) < 0.8));
            seal.sign(&base.office.agency, SEAL, &signed(base, &printed))
        }),
        Case::new("seal-with-a-faint-shadow-beside-a-number", two, |base| {
            sealed(base, is_one, [0, 0, 0, 24])
        }),
        Case::new("seal-around-digits-of-procedures", two, |base| {
            sealed_on(base, &by_procedures(&base.plain), nowhere, RED)
        }),
        Case::new(
            "seal-around-digits-far-smaller-than-their-font",
            two,
            |base| {
                let printed = SMALL.within(&base.plain, MIDDLE_OF_SEAL);
                sealed_on(base, &printed, nowhere, RED)
            },
        ),
        Case::new("seal-beside-a-word-within-a-signature", two, |base| {
            sealed_wide(base, nowhere, RED)
        }),
        Case::new(
            "three-seals-around-a-number",
            original.with_signatures(4),
            |base| three_seals(base, "-1.800", nowhere, RED),
        ),
    ]
}

fn nowhere(_: f64, _: f64) -> bool {
    false
}

fn within((left, bottom, right, top): (f64, f64, f64, f64), x: f64, y: f64) -> bool {
    (left..right).contains(&x) && (bottom..top).contains(&y)
}

/// The place of the words of [`sealed_with`]: from 155 points on, 14 points high on a baseline of 58.
const WORDS: Rect = Rect {
    left: 150.0,
    bottom: 46.0,
    right: 250.0,
    top: 70.0,
};

/// White over a part of a letter that makes another one.
fn opened() -> Vec<Case> {
    vec![
        Case::new("seal-with-white-that-opens-a-letter", hidden(2), |base| {
            // `h` without what rises above small letters.
            let stem = |x, y| within((162.0, 65.0, 164.7, 67.9), x, y);
            sealed_with(base, "không", stem, WHITE)
        }),
        Case::new(
            "seal-with-white-on-the-bar-of-a-letter",
            hidden(2),
            |base| {
                // `đ` becomes `d`.
                let ends = |x, y| {
                    within((157.8, 65.3, 160.0, 66.4), x, y)
                        || within((161.1, 65.3, 162.3, 66.4), x, y)
                };
                sealed_with(base, "đồng", ends, WHITE)
            },
        ),
        Case::new(
            "seals-with-half-clear-white-on-a-letter",
            hidden(4),
            |base| {
                let stem = |x: f64, y: f64| within((162.0, 65.0, 164.7, 67.9), x, y);
                three_seals(base, "không", stem, [255, 255, 255, 127])
            },
        ),
    ]
}

/// Before the number of [`sealed`].
fn is_one(x: f64, y: f64) -> bool {
    within((147.5, 58.0, 149.0, 67.5), x, y)
}

/// Ink that is not black alone, and dark ink of other hues.
fn added_up() -> Vec<Case> {
    let writes =
        |name, colour| Case::new(name, hidden(2), move |base| sealed(base, is_one, colour));
    vec![
        Case::new("seals-that-add-up-to-a-black-digit", hidden(4), |base| {
            three_seals(base, "-1.800", is_one, [0, 0, 0, 100])
        }),
        writes("seal-that-writes-a-digit-in-clear-black", [0, 0, 0, 100]),
        writes(
            "seal-that-writes-a-digit-in-light-grey",
            [155, 155, 155, 255],
        ),
        writes("seal-that-writes-a-digit-in-brown", [150, 66, 0, 255]),
        writes("seal-that-writes-a-digit-in-purple", [150, 0, 90, 255]),
        writes("seal-that-writes-a-digit-in-violet", [151, 0, 255, 255]),
    ]
}

/// Digits that are no outlines as large as their font.
fn drawn_otherwise() -> Vec<Case> {
    let is_eight = |x, y| within((EIGHT.left, EIGHT.bottom, EIGHT.right, EIGHT.top), x, y);
    // A three is left of it.
    let is_left = |x, y| within((169.0, 57.0, 172.5, 68.5), x, y);
    vec![
        Case::new(
            "seal-that-hides-a-digit-of-a-procedure",
            hidden(2),
            move |base| sealed_on(base, &by_procedures(&base.plain), is_eight, RED),
        ),
        Case::new(
            "seal-that-hides-half-of-a-digit-far-smaller-than-its-font",
            hidden(2),
            move |base| {
                let printed = SMALL.within(&base.plain, MIDDLE_OF_SEAL);
                sealed_on(base, &printed, is_left, RED)
            },
        ),
    ]
}

/// Words of the page, or of another annotation, in the area of a signature.
fn within_a_signature() -> Vec<Case> {
    vec![
        Case::new(
            "seal-that-hides-two-letters-within-a-signature",
            hidden(2),
            |base| {
                // `nh` of `Minh`, with slits beside their strokes: no window is full.
                let slits = [(337.5, 338.0), (341.5, 342.0), (345.3, 345.8)];
                let letters = |x: f64, y: f64| {
                    let is_slit = slits.iter().any(|(from, to)| (*from..*to).contains(&x));
                    let is_stem = within((342.0, 443.0, 344.8, 453.4), x, y);
                    is_stem || within((333.7, 443.0, 350.0, 450.4), x, y) && !is_slit
                };
                sealed_wide(base, letters, RED)
            },
        ),
        Case::new(
            "seal-that-hides-a-stamp-within-a-signature",
            hidden(2),
            |base| {
                let printed = printed(&base.plain, WORDS, "không đồng ý");
                let area = Rect { top: 80.0, ..PAPER };
                let person = (&base.office.person, "NguoiKy1");
                let signed = strokes(0.8).sign_on(0, person, area, &printed);
                let word = at_seal(|x, y| within((154.0, 57.0, 190.0, 69.0), x, y));
                let seal = ring_of_seal().fill(RED, word);
                seal.sign(&base.office.agency, SEAL, &signed)
            },
        ),
    ]
}

/// The second page with a signature of which the field reaches over the printed name, and a seal whose middle is there.
fn sealed_wide(base: &Base, shape: impl Fn(f64, f64) -> bool, colour: [u8; 4]) -> Vec<u8> {
    const FIELD: Rect = Rect {
        left: 240.0,
        bottom: 438.0,
        right: 391.0,
        top: 519.0,
    };
    let person = (&base.office.person, "NguoiKy1");
    let signed = strokes(0.4).sign_on(1, person, FIELD, &base.plain);
    let seal = Rect::from_corners(282.0, 400.0, 384.0, 502.0);
    let at = |x: f64, y: f64| (seal.left + 102.0 * x, seal.top - 102.0 * y);
    let picture = ring_of_seal().fill(colour, |x, y| {
        let (x, y) = at(x, y);
        shape(x, y)
    });
    picture.sign_below((&base.office.agency, "ConDau1"), seal, &signed)
}

/// The strokes of a signature at a height of its picture, counted from above.
fn strokes(height: f64) -> Rgba {
    Rgba::clear(800, 400).fill(BLUE, |x, y| {
        let wave = height + 0.12 * (x * 25.0).sin();
        (0.05..0.95).contains(&x) && (y - wave).abs() < 0.03
    })
}

/// Three seals at one place over words, as [`sealed_with`] prints them.
fn three_seals(
    base: &Base,
    words: &str,
    shape: impl Fn(f64, f64) -> bool,
    colour: [u8; 4],
) -> Vec<u8> {
    let seals = [("ConDau1", 0.46), ("ConDau2", 0.41), ("ConDau3", 0.36)];
    let signed = signed(base, &printed(&base.plain, WORDS, words));
    seals.iter().fold(signed, |signed, (name, radius)| {
        let ring = |x: f64, y: f64| (*radius..radius + 0.03).contains(&(x - 0.5).hypot(y - 0.5));
        let seal = Rgba::clear(600, 600).fill(RED, ring);
        let seal = seal.fill(colour, at_seal(&shape));
        seal.sign_on(0, (&base.office.agency, name), SEAL, &signed)
    })
}

fn ring_of_seal() -> Rgba {
    Rgba::clear(600, 600).fill(RED, ring)
}

/// Digits of 14 points in a font of 280.
const SMALL: Written = Written {
    figures: Figures {
        moved: (0, 0),
        percent: 5,
    },
    content: |_| each(5, |code, x| format!("BT /F 280 Tf {x} 12 Td {code} Tj ET ")),
    ..PLAIN
};

/// `1.800` from 155 points on, on a baseline of 58, in a font whose glyphs are procedures.
fn by_procedures(bytes: &[u8]) -> Vec<u8> {
    annotated(bytes, MIDDLE_OF_SEAL, |update| {
        let font = procedures(update);
        let mut form = form_object(&MIDDLE_OF_SEAL, "BT /P 14 Tf 5 12 Td (1.800) Tj ET");
        if let Object::Stream(form) = &mut form {
            let fonts = Dictionary::new().with("P", font);
            form.dictionary
                .insert("Resources", Dictionary::new().with("Font", fonts));
        }
        update.add(form)
    })
}

/// Digits of bars, in thousandths of an em.
fn procedures(update: &mut Update<'_, '_>) -> Dictionary {
    const GLYPHS: [(i64, &str, &str); 4] = [
        (46, "period", "90 0 100 100 re f"),
        (48, "zero", "60 0 380 680 re 150 90 200 500 re f*"),
        (49, "one", "200 0 100 680 re f"),
        (
            56,
            "eight",
            "60 0 380 680 re 150 90 200 200 re 150 390 200 200 re f*",
        ),
    ];
    let drawn = GLYPHS.map(|(code, name, strokes)| {
        let procedure = format!("500 0 0 0 500 700 d1 {strokes}");
        (code, name, procedure)
    });
    type_3(update, &drawn)
}

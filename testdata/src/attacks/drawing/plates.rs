//! Seals and signatures that hide the ink below them: plates of many colours and shapes, and several half-clear ones.

use kyso_pdf::{Object, Rect};

use super::person;
use crate::Case;
use crate::expected::Expected;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing};

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = PLATES
        .iter()
        .map(|plate| {
            Case::new(plate.name, hidden(2), move |base| {
                let seal = Rgba::seal().resized(300);
                let shape = plate.shape;
                let seal = seal.fill(plate.colour, shape);
                let key = &base.office.agency;
                seal.sign_below((key, "ConDau1"), LARGE, &base.approved)
            })
        })
        .collect();
    cases.extend(many());
    cases.extend(by_persons());
    cases.extend(over_numbers());
    cases
}

pub(super) const fn hidden(signatures: usize) -> Expected {
    Expected::altered("DrawnOver").with_signatures(signatures)
}

/// A seal of 60 mm over the signature of the person and the printed name.
const LARGE: Rect = Rect {
    left: 215.0,
    bottom: 403.0,
    right: 385.0,
    top: 573.0,
};
/// The picture of the person's signature.
pub(crate) const SIGNED: Rect = Rect {
    left: 246.5,
    bottom: 457.1,
    right: 390.8,
    top: 518.9,
};

/// A seal with something filled, in shares of its sides from the top left corner.
struct Plate {
    name: &'static str,
    colour: [u8; 4],
    shape: fn(f64, f64) -> bool,
}

const fn plate(name: &'static str, colour: [u8; 4], shape: fn(f64, f64) -> bool) -> Plate {
    Plate {
        name,
        colour,
        shape,
    }
}

const PINK: [u8; 4] = [255, 140, 140, 255];
const RED: [u8; 4] = [214, 17, 40, 255];
const DARK: [u8; 4] = [110, 0, 10, 255];

fn on_name(x: f64, y: f64) -> bool {
    (0.2..0.97).contains(&x) && (0.66..0.78).contains(&y)
}

fn on_signature(x: f64, y: f64) -> bool {
    (0.2..0.95).contains(&x) && (0.33..0.66).contains(&y)
}

fn far(x: f64, y: f64) -> f64 {
    (x - 0.5).hypot(y - 0.5)
}

const PLATES: [Plate; 18] = [
    plate("seal-with-a-pink-plate-on-the-name", PINK, on_name),
    plate("seal-with-a-red-plate-on-the-name", RED, on_name),
    plate("seal-with-a-dark-plate-on-the-name", DARK, on_name),
    plate(
        "seal-with-a-brown-plate-on-the-name",
        [190, 60, 40, 255],
        on_name,
    ),
    plate("seal-with-a-bar-on-the-name", RED, |x, y| {
        (0.2..0.97).contains(&x) && (0.695..0.735).contains(&y)
    }),
    plate("seal-with-a-plate-on-half-of-the-name", PINK, |x, y| {
        on_name(x, y) && x < 0.5
    }),
    plate(
        "seal-with-a-pink-plate-on-the-signature",
        PINK,
        on_signature,
    ),
    plate("seal-with-a-red-plate-on-the-signature", RED, on_signature),
    plate(
        "seal-with-a-thin-plate-on-the-signature",
        [214, 17, 40, 235],
        on_signature,
    ),
    plate("seal-with-a-disc", RED, |x, y| far(x, y) < 0.32),
    plate("seal-with-a-pale-disc-for-a-star", PINK, |x, y| {
        far(x, y) < 0.12
    }),
    plate("seal-with-a-wide-ring", RED, |x, y| {
        (0.28..0.46).contains(&far(x, y))
    }),
    plate("seal-with-a-half-moon", RED, |x, y| {
        x > 0.55 && far(x, y) < 0.48
    }),
    plate("seal-with-a-comb", RED, |x, y| {
        on_signature(x, y) && (x * 30.0).fract() < 0.8
    }),
    plate("seal-with-a-fine-comb", RED, |x, y| {
        (0.05..0.95).contains(&x) && (0.3..0.8).contains(&y) && (y * 75.0).fract() < 0.76
    }),
    plate("seal-with-a-net", RED, |x, y| {
        on_signature(x, y) && !((x * 20.0).fract() < 0.35 && (y * 20.0).fract() < 0.35)
    }),
    plate("seal-with-a-wedge", DARK, |x, y| {
        on_signature(x, y) && x < 0.2 + (y - 0.33) * 2.0
    }),
    plate("seal-with-blots", RED, |x, y| {
        let from_blot = |at: f64| (at * 7.0).fract() - 0.5;
        on_signature(x, y) && from_blot(x).hypot(from_blot(y)) < 0.48
    }),
];

/// Half-clear seals, none of which hides much alone.
fn many() -> Vec<Case> {
    let names = ["Dau1", "Dau2", "Dau3", "Dau4", "Dau5", "Dau6"];
    let veils = |name, colour: [u8; 4], shape: fn(f64, f64) -> bool| {
        Case::new(name, hidden(7), move |base| {
            let seal = Rgba::seal().resized(300).fill(colour, shape);
            let key = &base.office.agency;
            let sign = |bytes: Vec<u8>, name| seal.sign_below((key, name), LARGE, &bytes);
            names.into_iter().fold(base.approved.clone(), sign)
        })
    };
    vec![
        veils("six-half-clear-seals", [255, 255, 255, 100], on_signature),
        veils("six-half-clear-red-seals", [214, 17, 40, 110], on_signature),
        veils(
            "six-half-clear-seals-on-the-name",
            [255, 120, 120, 110],
            on_name,
        ),
        Case::new("four-half-clear-blocks-of-persons", hidden(5), |base| {
            let block = Rgba::clear(300, 150).fill([20, 50, 170, 150], |_, y| y < 0.6);
            let key = person(base);
            let sign = |bytes: Vec<u8>, name| block.sign_below((&key, name), SIGNED, &bytes);
            ["Hai", "Ba", "Bon", "Nam"]
                .into_iter()
                .fold(base.approved.clone(), sign)
        }),
    ]
}

/// Pictures that are measured as signatures.
fn by_persons() -> Vec<Case> {
    let block = |name, colour: [u8; 4], shape: fn(f64, f64) -> bool| {
        Case::new(name, hidden(2), move |base| {
            let block = Rgba::clear(300, 150).fill(colour, shape);
            block.sign_below((&person(base), "Khac"), SIGNED, &base.approved)
        })
    };
    vec![
        block("blue-block-on-a-signature", [20, 50, 170, 255], |_, y| {
            y < 0.6
        }),
        block("black-block-on-a-signature", [10, 10, 10, 255], |x, _| {
            x < 0.5
        }),
        block(
            "pale-blue-block-on-a-signature",
            [150, 180, 255, 255],
            |_, y| y > 0.4,
        ),
        Case::new("white-strokes-on-a-signature", hidden(2), |base| {
            let white = Rgba::signature().each(|_, [.., alpha]| [255, 255, 255, alpha]);
            let white = white.fill([20, 50, 170, 255], |_, y| y > 0.9);
            white.sign_below((&person(base), "Khac"), SIGNED, &base.approved)
        }),
        Case::new("blue-bar-of-a-signature-on-a-line", hidden(2), |base| {
            let stroke = |x: f64, y: f64| (0.1..0.9).contains(&x) && (0.45..0.55).contains(&y);
            let bar = |x: f64, y: f64| x > 0.05 && (0.82..0.99).contains(&y);
            let picture =
                Rgba::clear(300, 200).fill([20, 50, 170, 255], |x, y| stroke(x, y) || bar(x, y));
            let area = Rect {
                bottom: 443.0,
                top: 533.0,
                ..SIGNED
            };
            let key = person(base);
            picture.sign_below((&key, "NguoiKy2"), area, &base.signed(&base.plain))
        }),
    ]
}

/// A number in the blanks is signed, so no other number may be written over it.
fn over_numbers() -> Vec<Case> {
    let over = |name, look: fn(Rect) -> Look| {
        Case::new(name, hidden(3), move |base| {
            let number = Signing::new(&base.office.agency, "So1").look(Look::Number);
            let numbered = number.sign(&base.approved);
            let area = rectangle(&numbered, 1);
            Signing::new(&base.office.agency, "So2")
                .look(look(area))
                .sign(&numbered)
        })
    };
    vec![
        over("same-words-over-a-number", |area| {
            Look::Words(area, &["05"])
        }),
        over("other-words-over-a-number", |area| {
            Look::Words(area, &["99"])
        }),
        over("words-over-half-of-a-number", |area| {
            let left = area.left + 0.3 * area.width();
            Look::Words(Rect { left, ..area }, &["99"])
        }),
        over("picture-over-a-number", |area| {
            Look::Picture(area, "chu-ky-den.png")
        }),
    ]
}

/// `/Rect` of the field with this index.
fn rectangle(bytes: &[u8], index: usize) -> Rect {
    let (_, field) = crate::edit::field(bytes, index);
    let sides = field.get("Rect").and_then(Object::as_array).unwrap();
    let side = |index: usize| sides[index].as_number().unwrap();
    Rect::from_corners(side(0), side(1), side(2), side(3))
}

//! Measured seals that hide words, marks and digits of the page, by shapes as small as a star, by many that are smaller, and by
//! white; and seals that write between them.

use kyso_pdf::Rect;

use super::plates::hidden;
use super::{PAPER, printed};
use crate::pixels::Rgba;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

const RED: [u8; 4] = [214, 17, 40, 255];
const WHITE: [u8; 4] = [255, 255, 255, 255];
const BLACK: [u8; 4] = [10, 10, 10, 255];
const PINK: [u8; 4] = [255, 200, 200, 255];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = on_the_name();
    cases.extend(on_a_number());
    cases.extend(beside_a_number());
    cases
}

/// A square around a point.
const fn around((x, y): (f64, f64), side: f64) -> Rect {
    Rect {
        left: x - side / 2.0,
        bottom: y - side / 2.0,
        right: x + side / 2.0,
        top: y + side / 2.0,
    }
}

pub(super) fn ring(x: f64, y: f64) -> bool {
    (0.46..0.5).contains(&(x - 0.5).hypot(y - 0.5))
}

/// Whether a place lies in a bar of this size in the middle of a seal.
fn bar((x, y): (f64, f64), (width, height): (f64, f64)) -> bool {
    (x - 0.5).abs() < width / 2.0 && (y - 0.5).abs() < height / 2.0
}

/// Middles of words of the printed name, `Trần Thị Minh Ánh`, of which `Minh` is 33 points wide.
const THI: (f64, f64) = (303.0, 448.0);
const MINH: (f64, f64) = (333.0, 448.0);
/// Sides of seals of 36 and 60 mm.
const SMALL: f64 = 102.0;
const LARGE: f64 = 170.0;

/// Seals on the signature of the person with their middle on a word of the printed name.
fn on_the_name() -> Vec<Case> {
    let shaped = |name, area: Rect, colour: [u8; 4], shape: fn(f64, f64) -> bool| {
        Case::new(name, hidden(2), move |base| {
            let seal = Rgba::clear(600, 600).fill(RED, ring).fill(colour, shape);
            seal.sign_below((&base.office.agency, "ConDau1"), area, &base.approved)
        })
    };
    let on_minh = around(MINH, SMALL);
    vec![
        shaped("seal-whose-bar-hides-a-word", on_minh, RED, |x, y| {
            bar((x, y), (0.29, 0.11))
        }),
        shaped(
            "seal-whose-square-hides-a-word",
            around(THI, SMALL),
            RED,
            |x, y| bar((x, y), (0.2, 0.2)),
        ),
        Case::new("seal-whose-star-hides-a-word", hidden(2), |base| {
            let (key, area) = (&base.office.agency, around(THI, LARGE));
            Rgba::seal().sign_below((key, "ConDau1"), area, &base.approved)
        }),
        shaped("seal-whose-bars-hide-a-word", on_minh, RED, |x, y| {
            bar((x, y), (0.32, 0.15)) && (y * 50.0).fract() < 0.86
        }),
        shaped("seal-whose-dots-hide-a-word", on_minh, RED, |x, y| {
            let from_dot = |at: f64| (at * 70.0).fract() - 0.5;
            bar((x, y), (0.32, 0.15)) && from_dot(x).hypot(from_dot(y)) < 0.55
        }),
        shaped("seal-with-pink-on-a-word", on_minh, PINK, |x, y| {
            bar((x, y), (0.25, 0.04))
        }),
        shaped("seal-with-white-on-a-letter", on_minh, WHITE, |x, y| {
            bar((x + 0.1, y), (0.08, 0.15))
        }),
        // The acute of `Ánh`.
        shaped("seal-with-white-on-a-mark", on_minh, WHITE, |x, y| {
            bar((x - 0.24, y + 0.075), (0.06, 0.05))
        }),
    ]
}

/// The words `-1.800` on the first page, 14 points high on a baseline of 58 points, below a seal of 36 mm on the signature of
/// a person: the minus is 155 points from the left, the eight 170.
pub(crate) fn sealed(base: &Base, shape: impl Fn(f64, f64) -> bool, colour: [u8; 4]) -> Vec<u8> {
    sealed_with(base, "-1.800", shape, colour)
}

/// The same with other words there.
pub(super) fn sealed_with(
    base: &Base,
    words: &str,
    shape: impl Fn(f64, f64) -> bool,
    colour: [u8; 4],
) -> Vec<u8> {
    let place = Rect::from_corners(150.0, 46.0, 210.0, 70.0);
    sealed_on(base, &printed(&base.plain, place, words), shape, colour)
}

/// A seal of 36 mm on the signature of a person, over the words in its middle, 171 points from the left and 51 from below.
pub(super) fn sealed_on(
    base: &Base,
    printed: &[u8],
    shape: impl Fn(f64, f64) -> bool,
    colour: [u8; 4],
) -> Vec<u8> {
    let seal = Rgba::clear(600, 600).fill(RED, ring);
    let seal = seal.fill(colour, at_seal(shape));
    seal.sign(&base.office.agency, SEAL, &signed(base, printed))
}

/// The signature of a person below that seal.
pub(super) fn signed(base: &Base, printed: &[u8]) -> Vec<u8> {
    let first = Signing::new(&base.office.person, "NguoiKy1");
    first
        .look(Look::Picture(PAPER, "chu-ky-mau.png"))
        .sign(printed)
}

/// A shape on the page, by the place in the picture of the seal.
pub(super) fn at_seal(shape: impl Fn(f64, f64) -> bool) -> impl Fn(f64, f64) -> bool {
    move |x, y| shape(SEAL.left + SMALL * x, SEAL.top - SMALL * y)
}

pub(super) const SEAL: Rect = Rect {
    left: 120.0,
    bottom: 0.0,
    right: 120.0 + SMALL,
    top: SMALL,
};

fn on_a_number() -> Vec<Case> {
    let case = |name, across: (f64, f64), up: (f64, f64), colour| {
        Case::new(name, hidden(2), move |base| {
            let is_within = |x, y| (across.0..across.1).contains(&x) && (up.0..up.1).contains(&y);
            sealed(base, is_within, colour)
        })
    };
    let with = |name, words: &'static str, across: (f64, f64)| {
        Case::new(name, hidden(2), move |base| {
            let is_within = |x, y| (across.0..across.1).contains(&x) && (54.0..69.0).contains(&y);
            sealed_with(base, words, is_within, RED)
        })
    };
    vec![
        case("seal-that-hides-a-minus", (154.5, 160.0), (60.0, 64.0), RED),
        case(
            "seal-that-hides-the-point-of-a-number",
            (166.7, 170.2),
            (57.0, 60.5),
            RED,
        ),
        case("seal-that-hides-a-digit", (170.2, 177.2), (57.0, 68.0), RED),
        with(
            "seal-that-hides-a-bracket-of-a-number",
            "(1.800)",
            (154.5, 159.7),
        ),
        with("seal-that-hides-a-fraction-bar", "1/2", (161.8, 166.2)),
        with("seal-that-hides-a-percent-sign", "50%", (168.7, 181.5)),
        with(
            "seal-that-hides-a-part-of-a-roman-number",
            "VIII",
            (174.2, 179.5),
        ),
        // Of the small letters little is seen; the bar is shorter than those of stars.
        Case::new(
            "seal-whose-bar-hides-the-lower-half-of-a-word",
            hidden(2),
            |base| {
                let bar = |x, y| (154.0..191.0).contains(&x) && (58.0..63.2).contains(&y);
                sealed_with(base, "không", bar, RED)
            },
        ),
        Case::new("seal-that-makes-a-three-of-an-eight", hidden(2), |base| {
            let left = |x: f64, y: f64| {
                let is_arc = (59.6..62.2).contains(&y) || (63.9..66.2).contains(&y);
                (170.4..172.8).contains(&x) && is_arc
            };
            sealed_with(base, "-1.800", left, RED)
        }),
        // A three is left of the eight.
        case(
            "seal-with-white-on-half-of-a-digit",
            (170.0, 173.2),
            (57.0, 68.0),
            WHITE,
        ),
    ]
}

/// Seals that write before and within the number in ink that is not red: `1-1.800`, `-1,800`.
fn beside_a_number() -> Vec<Case> {
    fn is_one(x: f64, y: f64) -> bool {
        (147.5..149.0).contains(&x) && (58.0..67.5).contains(&y)
    }
    let is_tail = |x: f64, y: f64| (167.5..169.0).contains(&x) && (55.5..58.0).contains(&y);
    let is_dotted = |x: f64, y: f64| is_one(x, y) && (y * 0.7).fract() < 0.5;
    let case = |name, colour, is_stroke: fn(f64, f64) -> bool| {
        Case::new(name, hidden(2), move |base| sealed(base, is_stroke, colour))
    };
    vec![
        case("seal-that-writes-a-digit-in-black", BLACK, is_one),
        case("seal-that-writes-a-digit-in-black-dots", BLACK, is_dotted),
        case("seal-that-writes-a-comma-in-black", BLACK, is_tail),
        case(
            "seal-that-writes-a-digit-in-grey",
            [140, 140, 140, 255],
            is_one,
        ),
        case(
            "seal-that-writes-a-digit-in-half-clear-black",
            [0, 0, 0, 140],
            is_one,
        ),
        case(
            "seal-that-writes-a-digit-in-dark-red",
            [110, 0, 10, 255],
            is_one,
        ),
        case(
            "seal-that-writes-a-digit-in-dark-blue",
            [20, 30, 90, 255],
            is_one,
        ),
        case(
            "seal-that-writes-a-digit-in-dark-green",
            [0, 90, 20, 255],
            is_one,
        ),
    ]
}

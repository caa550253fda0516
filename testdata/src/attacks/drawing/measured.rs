//! Measured seals and signatures that hide text by size, shape or place of their pictures: between coarse cells, in the
//! middle of a seal, and in clear pictures larger than their ink.

use kyso_pdf::Rect;

use super::person;
use super::plates::hidden;
use crate::Case;
use crate::pixels::Rgba;

const RED: [u8; 4] = [214, 17, 40, 255];
const BLUE: [u8; 4] = [20, 50, 170, 255];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = by_agencies();
    cases.extend(by_persons());
    cases
}

/// A rectangle in points from the lower left corner of a page.
const fn rect([left, bottom, right, top]: [f64; 4]) -> Rect {
    Rect {
        left,
        bottom,
        right,
        top,
    }
}

/// The ring of a seal that fills its picture.
fn ring(x: f64, y: f64) -> bool {
    (0.46..0.5).contains(&(x - 0.5).hypot(y - 0.5))
}

/// Whether a place lies in a bar around (`x`, `y`), in the same units.
fn bar((x, y): (f64, f64), middle: (f64, f64), (width, height): (f64, f64)) -> bool {
    (x - middle.0).abs() < width / 2.0 && (y - middle.1).abs() < height / 2.0
}

/// Seals with bars over the signature of the person or the printed name below it.
fn by_agencies() -> Vec<Case> {
    let sealed =
        |name, (width, height): (usize, usize), area: Rect, shape: fn(f64, f64) -> bool| {
            Case::new(name, hidden(2), move |base| {
                let seal = Rgba::clear(width, height).fill(RED, shape);
                seal.sign_below((&base.office.agency, "ConDau1"), area, &base.approved)
            })
        };
    vec![
        sealed(
            "narrow-pixels-of-a-seal-hide-a-bar",
            (20, 2000),
            SEAL_60,
            |x, y| ring(x, y) || bar((x, y), (0.5, 0.77), (0.7, 0.08)),
        ),
        sealed(
            "seal-of-60-mm-with-a-bar-in-its-middle",
            (600, 600),
            SEAL_60,
            |x, y| ring(x, y) || bar((x, y), (0.5, 0.5), (0.559, 0.188)),
        ),
        sealed(
            "seal-of-36-mm-with-a-bar-in-its-middle",
            (600, 600),
            rect([262.0, 437.0, 364.0, 539.0]),
            |x, y| ring(x, y) || bar((x, y), (0.5, 0.5), (0.559, 0.118)),
        ),
        // A third of 306 points.
        sealed(
            "seal-in-a-clear-picture-with-a-bar-off-its-middle",
            (918, 918),
            rect([211.0, 335.0, 517.0, 641.0]),
            |x, y| {
                let (x, y) = (3.0 * x - 0.5, 3.0 * y - 1.0);
                ring(x, y) || bar((x, y), (0.9, 0.5), (0.12, 0.9))
            },
        ),
    ]
}

/// A seal of 60 mm over the signature of the person and the printed name.
const SEAL_60: Rect = rect([215.0, 403.0, 385.0, 573.0]);

/// Signatures with bars over the line above them.
fn by_persons() -> Vec<Case> {
    let signed =
        |name, (width, height): (usize, usize), area: Rect, shape: fn(f64, f64) -> bool| {
            Case::new(name, hidden(2), move |base| {
                let picture = Rgba::clear(width, height).fill(BLUE, shape);
                let key = person(base);
                picture.sign_below((&key, "NguoiKy2"), area, &base.signed(&base.plain))
            })
        };
    vec![
        signed(
            "wide-picture-of-a-signature-hides-a-line",
            (2000, 24),
            rect([246.5, 443.0, 396.5, 503.0]),
            |x, y| bar((x, y), (0.5, 0.5), (0.8, 0.1)) || (x > 0.05 && y > 0.8),
        ),
        // Nine in ten pixels are ink; the others lie where points a third of a line apart do.
        signed(
            "picture-of-a-signature-with-a-grid-of-holes",
            (168, 174),
            rect([300.0, 440.0, 328.0, 469.0]),
            |x, y| {
                let is_hole =
                    |share: f64, pixels: f64| (1.0..2.0).contains(&((share * pixels) % 3.0));
                y < 0.02 || (y > 0.4 && !(is_hole(x, 168.0) && is_hole(y, 174.0)))
            },
        ),
        Case::new(
            "pictures-of-signatures-that-hide-together",
            hidden(3),
            |base| {
                let bar = |top: f64| {
                    move |x: f64, y: f64| {
                        !(0.01..=0.99).contains(&y) || bar((x, y), (0.5, top), (0.55, 0.1))
                    }
                };
                let picture = |top: f64| Rgba::clear(400, 520).fill(BLUE, bar(top));
                let (upper, lower) = (
                    rect([300.0, 448.0, 340.0, 500.0]),
                    rect([300.0, 395.97, 340.0, 447.97]),
                );
                let key = person(base);
                let one = base.signed(&base.plain);
                let one = picture(0.94).sign_below((&key, "NguoiKy2"), upper, &one);
                picture(0.06).sign_below((&key, "NguoiKy3"), lower, &one)
            },
        ),
        signed(
            "picture-as-large-as-the-page-hides-a-line",
            (1190, 1684),
            rect([0.0, 0.0, 595.0, 842.0]),
            |x, y| {
                let at = (595.0 * x, 842.0 * (1.0 - y));
                bar(at, (320.0, 490.0), (100.0, 4.0)) || bar(at, (320.0, 448.0), (140.0, 8.0))
            },
        ),
    ]
}

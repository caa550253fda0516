//! Words that persons write with the pictures of their signatures: strokes beside, between and across printed words, and rows
//! of letters on blank paper; and signatures whose small strokes write nothing.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;

use super::plates::hidden;
use super::printed;
use crate::expected::Expected;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

const BLUE: [u8; 4] = [20, 40, 170, 255];
const BLACK: [u8; 4] = [10, 10, 10, 255];
const CLEAR: [u8; 4] = [0; 4];
const WHITE: [u8; 4] = [255, 255, 255, 255];

pub(super) fn cases() -> Vec<Case> {
    on_lines()
}

/// Below the printed words, with its upper third on the line.
const BELOW: Rect = Rect {
    left: 100.0,
    bottom: 16.0,
    right: 240.0,
    top: 76.0,
};

/// A flat wave, as small initials have.
fn scribble(x: f64, y: f64) -> bool {
    let wave = 26.0 + 7.0 * (x / 5.0).sin() * (x / 23.0).cos();
    (150.0..205.0).contains(&x) && (y - wave).abs() < 1.2
}

fn reviewer(base: &Base) -> Pkcs12Key {
    base.office
        .key("Nguyễn Văn Nháy", KeyType::P256, Profile::Person)
}

/// Words printed in 14 points on a baseline of 58 points of the first page, as [`super::words::sealed`] has them; the leader signs, a
/// reviewer puts initials below the words, and the agency seals.
pub(crate) fn initialled(
    base: &Base,
    words: &str,
    stroke: impl Fn(f64, f64) -> bool,
    colour: [u8; 4],
) -> Vec<u8> {
    let place = Rect::from_corners(150.0, 46.0, 210.0, 70.0);
    let plain = printed(&base.plain, place, words);
    let at = |x: f64, y: f64| {
        let (width, height) = (BELOW.width(), BELOW.height());
        (BELOW.left + width * x, BELOW.top - height * y)
    };
    let picture = Rgba::clear(1400, 600);
    let picture = picture.fill(BLUE, |x, y| {
        let (x, y) = at(x, y);
        scribble(x, y)
    });
    let picture = picture.fill(colour, |x, y| {
        let (x, y) = at(x, y);
        stroke(x, y)
    });
    let leader = Signing::new(&base.office.person, "NguoiKy1").look(Look::Signature);
    let key = reviewer(base);
    let both = picture.sign_on(0, (&key, "Nhay"), BELOW, &leader.sign(&plain));
    let agency = Signing::new(&base.office.agency, "ConDau1").look(Look::Seal);
    agency.sign(&both)
}

/// Strokes that a reader takes for a part of a printed line: `1-1.800`, `-4.800`, a struck word, `má`, `không` before `đồng ý`.
fn on_lines() -> Vec<Case> {
    fn is_one(x: f64, y: f64) -> bool {
        (147.5..149.0).contains(&x) && (58.0..67.5).contains(&y)
    }
    // The foot and the bar of a four.
    fn is_bar(x: f64, y: f64) -> bool {
        (159.0..167.0).contains(&x) && (60.5..61.7).contains(&y)
    }
    fn is_line(x: f64, y: f64) -> bool {
        (150.0..186.0).contains(&x) && (60.6..61.4).contains(&y)
    }
    fn is_mark(x: f64, y: f64) -> bool {
        (158.0..162.0).contains(&x) && (66.0..67.5).contains(&y)
    }
    /// Two letters of two strokes each.
    fn is_word(x: f64, y: f64) -> bool {
        let is_letter = |left: f64| {
            let (x, y) = (x - left, y - 58.0);
            (0.0..4.5).contains(&x) && (0.0..6.4).contains(&y) && !(1.3..3.2).contains(&x)
                || (0.0..4.5).contains(&x) && (5.3..6.4).contains(&y)
        };
        is_letter(133.0) || is_letter(140.0)
    }
    let case = |name, words: &'static str, colour, stroke: fn(f64, f64) -> bool| {
        Case::new(name, hidden(3), move |base| {
            initialled(base, words, stroke, colour)
        })
    };
    let number = "-1.800";
    vec![
        case(
            "initials-that-write-a-digit-in-black",
            number,
            BLACK,
            is_one,
        ),
        case("initials-that-write-a-digit-in-blue", number, BLUE, is_one),
        case("initials-that-make-a-four-of-a-one", number, BLACK, is_bar),
        case("initials-that-strike-a-word-out", "không", BLACK, is_line),
        case("initials-that-put-a-mark-on-a-letter", "ma", BLACK, is_mark),
        case("initials-that-write-a-short-word", "phép", BLACK, is_word),
    ]
}

/// Writing on blank paper makes no original.
const ON_PAPER: Expected = Expected::passed()
    .with_modifications("permitted")
    .with_signatures(3)
    .with_status("INFORMATION_ONLY");

/// Initials that are words, or write beside some, on blank paper.
pub(crate) fn on_paper() -> Vec<Case> {
    let case = |name, size: (f64, f64), paper: [u8; 4], is_upright: bool| {
        Case::new(name, ON_PAPER, move |base| {
            initials_on_paper(base, size, paper, move |x, y| match is_upright {
                true => is_letters(1.0 - y, x),
                false => is_letters(x, y),
            })
        })
    };
    vec![
        // Below the line, behind the second figure.
        Case::new("initials-that-write-a-comma", ON_PAPER, |base| {
            let is_comma =
                |x: f64, y: f64| (167.3..169.0).contains(&x) && (54.5..58.0).contains(&y);
            initialled(base, "-1.800", is_comma, BLACK)
        }),
        case("initials-that-are-words", (66.0, 9.0), CLEAR, false),
        case("initials-that-are-small-words", (44.0, 6.0), CLEAR, false),
        case("initials-that-are-large-words", (170.0, 24.0), CLEAR, false),
        Case::new("initials-that-are-words-in-dots", ON_PAPER, |base| {
            let is_dot = |at: f64, dots: f64| ((at * dots).fract() - 0.5).abs() < 0.32;
            initials_on_paper(base, (70.0, 9.0), CLEAR, move |x, y| {
                is_letters(x, y) && is_dot(x, 54.0) && is_dot(y, 7.0)
            })
        }),
        Case::new(
            "initials-that-are-words-cut-out-of-a-bar",
            ON_PAPER,
            |base| {
                initials_on_paper(base, (120.0, 40.0), CLEAR, |x, y| {
                    let is_bar = (0.1..0.9).contains(&x) && (0.3..0.62).contains(&y);
                    let (x, y) = ((x - 0.18) / 0.64, (y - 0.37) / 0.18);
                    let is_in = (0.0..1.0).contains(&x) && (0.0..1.0).contains(&y);
                    is_bar && !(is_in && is_letters(x, y))
                })
            },
        ),
        case("initials-that-are-words-upright", (9.0, 66.0), CLEAR, true),
        case(
            "initials-that-are-words-on-white-paper",
            (66.0, 9.0),
            WHITE,
            false,
        ),
    ]
}

/// Initials of this size on blank paper of the second page.
fn initials_on_paper(
    base: &Base,
    (width, height): (f64, f64),
    paper: [u8; 4],
    ink: impl Fn(f64, f64) -> bool,
) -> Vec<u8> {
    let (columns, rows) = ((width * 10.0) as usize, (height * 10.0) as usize);
    let picture = Rgba::clear(columns, rows).fill(paper, |_, _| true);
    let picture = picture.fill(BLUE, ink);
    let leader = Signing::new(&base.office.person, "NguoiKy1").look(Look::Signature);
    let area = Rect::from_corners(60.0, 120.0, 60.0 + width, 120.0 + height);
    let key = reviewer(base);
    let both = picture.sign_on(1, (&key, "Nhay"), area, &leader.sign(&base.plain));
    let agency = Signing::new(&base.office.agency, "ConDau1").look(Look::Seal);
    agency.sign(&both)
}

/// Whether a place, in shares from the upper left corner, is ink of the words `DUYET CHI`, five by seven to the letter.
fn is_letters(x: f64, y: f64) -> bool {
    const LETTERS: [[u8; 7]; 9] = [
        [0x1E, 0x11, 0x11, 0x11, 0x11, 0x11, 0x1E],
        [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x0E],
        [0x11, 0x11, 0x0A, 0x04, 0x04, 0x04, 0x04],
        [0x1F, 0x10, 0x10, 0x1E, 0x10, 0x10, 0x1F],
        [0x1F, 0x04, 0x04, 0x04, 0x04, 0x04, 0x04],
        [0; 7],
        [0x0E, 0x11, 0x10, 0x10, 0x10, 0x11, 0x0E],
        [0x11, 0x11, 0x11, 0x1F, 0x11, 0x11, 0x11],
        [0x0E, 0x04, 0x04, 0x04, 0x04, 0x04, 0x0E],
    ];
    let (column, row) = ((x * 54.0) as usize, (y * 7.0) as usize);
    let letter = LETTERS.get(column / 6).and_then(|letter| letter.get(row));
    let shift = 4_usize.checked_sub(column % 6);
    letter
        .zip(shift)
        .is_some_and(|(row, shift)| row >> shift & 1 == 1)
}

/// Honest pictures with small strokes, of initials on a line and of the leader in his block.
pub(crate) fn controls() -> Vec<Case> {
    let original = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(3)
        .with_status("ORIGINAL");
    let at_line = |name, words: &'static str, stroke: fn(f64, f64) -> bool| {
        let expected = original.with_roles("person initials agency");
        Case::new(name, expected, move |base| {
            initialled(base, words, stroke, BLUE)
        })
    };
    let in_block = |name, stroke: fn(f64, f64) -> bool| {
        let expected = original.with_roles("initials person agency");
        Case::new(name, expected, move |base| signed_in_block(base, stroke))
    };
    vec![
        at_line("initials-that-sweep-beside-a-number", "-1.800", |x, y| {
            // One stroke with the rest, up beyond the line.
            (205.0..236.0).contains(&x) && (y - 26.0 - 1.5 * (x - 204.0)).abs() < 1.6
        }),
        at_line("initials-with-a-stroke-beside-a-word", "phép", |x, y| {
            (190.0..200.0).contains(&x) && (y - 57.0 - 0.4 * (x - 190.0)).abs() < 0.8
        }),
        in_block("signature-with-strokes-on-title-and-name", |x, y| {
            let is_on_title = (280.0..287.0).contains(&x) && (525.0..528.0).contains(&y);
            let is_on_name = (330.0..333.0).contains(&x) && (446.0..453.0).contains(&y);
            is_on_title || is_on_name
        }),
        in_block("signature-with-dots", |x, y| {
            [(300.0, 505.0), (304.0, 508.0), (330.0, 470.0)]
                .iter()
                .any(|(left, low)| (x - left).hypot(y - low) < 1.2)
        }),
        in_block("signature-with-dust-far-away", |x, y| {
            (x - 389.0).hypot(y - 458.0) < 0.5 || (x - 388.0).hypot(y - 527.0) < 0.5
        }),
        in_block("signature-of-a-name-in-three-letters", |x, y| {
            // As high as hands write them.
            let is_stem = |at: f64| (x - at - 0.3 * (y - 480.0)).abs() < 1.0;
            (480.0..500.0).contains(&y) && [350.0, 360.0, 370.0].into_iter().any(is_stem)
        }),
    ]
}

/// In the block of the second page, with the rims of the picture on title and name.
const IN_BLOCK: Rect = Rect {
    left: 246.0,
    bottom: 444.0,
    right: 390.0,
    top: 530.0,
};

fn signed_in_block(base: &Base, stroke: impl Fn(f64, f64) -> bool) -> Vec<u8> {
    let key = reviewer(base);
    let initials = Signing::new(&key, "Nhay");
    let margin = Rect::from_corners(20.0, 120.0, 70.0, 150.0);
    let initials = initials.look(Look::Picture(margin, "chu-ky-mau.png"));
    let picture = Rgba::clear(1440, 860).fill(BLUE, |x, y| {
        let x = IN_BLOCK.left + x * IN_BLOCK.width();
        let y = IN_BLOCK.top - y * IN_BLOCK.height();
        let wave = 487.0 + 17.0 * (x / 7.0).sin() * (x / 41.0).cos();
        (250.0..345.0).contains(&x) && (y - wave).abs() < 1.4 || stroke(x, y)
    });
    let initialled = initials.sign(&base.plain);
    let both = picture.sign_below((&base.office.person, "NguoiKy1"), IN_BLOCK, &initialled);
    let agency = Signing::new(&base.office.agency, "ConDau1").on_page(1);
    agency
        .look(Look::Picture(SEAL, "con-dau-mau.png"))
        .sign(&both)
}

/// Over the left third of the signature.
const SEAL: Rect = Rect {
    left: 192.0,
    bottom: 437.0,
    right: 294.0,
    top: 539.0,
};

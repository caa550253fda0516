//! Digits whose ink is not where their characters are: outlines far from their line, glyphs that start beside the page, that are
//! called marks, doubled by tiny ones, or of endless width, and digits askew. A drawing on their ink covers them.

use std::fmt::Write as _;

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream, Update};

use super::plates::hidden;
use super::words::sealed_on;
use super::{PAPER, annotated};
use crate::Case;
use crate::controls::drawn::stamped;
use crate::expected::Expected;
use crate::glyphs::Figures;
use crate::signing::{Look, Signing, form_object};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = covered();
    cases.extend(sealed());
    cases
}

/// Seals beside such digits, which leave them legible.
pub(crate) fn controls() -> Vec<Case> {
    let original = Expected::passed()
        .with_modifications("permitted")
        .with_status("ORIGINAL");
    let around = |name, written: Written| {
        Case::new(name, original.with_signatures(2), move |base| {
            let printed = written.within(&base.plain, MIDDLE_OF_SEAL);
            sealed_on(base, &printed, |_, _| false, RED)
        })
    };
    vec![
        Case::new(
            "stamp-beside-digits-drawn-far-from-their-place",
            original.with_signatures(3),
            |base| {
                let between = Rect {
                    left: PAPER.left + 52.0,
                    right: PAPER.left + 106.0,
                    ..PAPER
                };
                stamped(base, &FAR.on(&base.plain), between)
            },
        ),
        around("seal-around-digits-drawn-far-from-their-place", FAR_LEFT),
        around("seal-around-digits-askew", ASKEW),
        Case::new(
            "seal-around-digits-drawn-by-paths",
            original.with_signatures(2),
            |base| sealed_on(base, &by_paths(&base.plain), |_, _| false, RED),
        ),
    ]
}

fn covered() -> Vec<Case> {
    let covered_in = |name, written: Written, area: Rect| {
        let expected = Expected::altered("DrawnOverContent").with_signatures(2);
        Case::new(name, expected, move |base| {
            let signed = base.signed(&written.on(&base.plain));
            let agency = Signing::new(&base.office.agency, "Khac");
            agency.look(Look::Drawing(area, OTHER)).sign(&signed)
        })
    };
    let covered = |name, written| covered_in(name, written, INK);
    vec![
        covered("digits-drawn-far-from-their-place-covered", FAR),
        covered(
            "stretched-digits-drawn-far-from-their-place-covered",
            Written {
                figures: Figures::moved(800, 0),
                content: |text| format!("BT /F 14 Tf 1000 Tz 8 5 Td {text} Tj ET"),
                text: "8",
                ..PLAIN
            },
        ),
        covered(
            "digits-that-start-far-beside-the-page-covered",
            Written {
                figures: Figures::moved(28_000, 0),
                content: |text| format!("BT /F 14 Tf -272 5 Td {text} Tj ET"),
                ..PLAIN
            },
        ),
        covered(
            "digits-that-start-beside-the-page-covered",
            Written {
                figures: Figures {
                    moved: (1200, 0),
                    percent: 7,
                },
                // Of 200 points, of which outlines take a fourteenth.
                content: |_| {
                    each(120, |code, x| {
                        format!("BT /F 200 Tf {} 5 Td {code} Tj ET ", x - 244)
                    })
                },
                ..PLAIN
            },
        ),
        covered(
            "digits-called-marks-of-letters-elsewhere-covered",
            Written {
                called: |_| Some('\u{301}'),
                content: |_| {
                    each(120, |code, x| {
                        format!("BT /F1 4 Tf 5 5 Td (a) Tj ET BT /F 14 Tf {x} 5 Td {code} Tj ET ")
                    })
                },
                ..PLAIN
            },
        ),
        covered_in(
            "digits-doubled-by-tiny-ones-covered",
            Written {
                content: |_| {
                    each(120, |code, x| {
                        let at = |size| format!("BT /F {size} Tf {x} 5 Td {code} Tj ET ");
                        [at(0.3), at(14.0)].concat()
                    })
                },
                ..PLAIN
            },
            // Above the tiny ones.
            Rect {
                bottom: INK.bottom + 5.5,
                ..INK
            },
        ),
        covered(
            "digits-of-endless-width-covered",
            Written {
                width: ENDLESS,
                content: |_| each(120, |code, x| format!("BT /F 14 Tf {x} 5 Td {code} Tj ET ")),
                ..PLAIN
            },
        ),
    ]
}

/// Shows the digits one by one: each code with the place of its ink, in points, from the first on.
pub(super) fn each(first: i32, shown: impl Fn(&str, i32) -> String) -> String {
    let digits = "1.800".chars().zip((first..).step_by(7));
    let shown = digits.map(|(digit, x)| shown(&Figures::codes(&digit.to_string()), x));
    shown.collect()
}

fn sealed() -> Vec<Case> {
    let case = |name, written: Written, place: Rect, digit: Rect| {
        Case::new(name, hidden(2), move |base| {
            let is_within = |x: f64, y: f64| {
                (digit.left..digit.right).contains(&x) && (digit.bottom..digit.top).contains(&y)
            };
            sealed_on(base, &written.within(&base.plain, place), is_within, RED)
        })
    };
    vec![
        Case::new(
            "seal-that-hides-a-digit-drawn-by-paths",
            hidden(2),
            |base| {
                let is_eight = |x: f64, y: f64| {
                    (EIGHT.left..EIGHT.right).contains(&x) && (EIGHT.bottom..EIGHT.top).contains(&y)
                };
                sealed_on(base, &by_paths(&base.plain), is_eight, RED)
            },
        ),
        case(
            "seal-that-hides-a-digit-drawn-far-from-its-place",
            FAR_LEFT,
            MIDDLE_OF_SEAL,
            EIGHT,
        ),
        case(
            "seal-that-hides-a-digit-drawn-an-em-from-its-place",
            Written {
                figures: Figures::moved(-1200, 0),
                content: |text| format!("BT /F 14 Tf 35.8 12 Td {text} Tj ET"),
                text: "8",
                ..PLAIN
            },
            MIDDLE_OF_SEAL,
            EIGHT,
        ),
        case(
            "seal-that-hides-a-digit-drawn-beside-its-width",
            Written {
                figures: Figures::moved(600, 0),
                width: "0",
                content: |text| format!("BT /F 14 Tf 10.6 12 Td {text} Tj ET"),
                text: "8",
                ..PLAIN
            },
            MIDDLE_OF_SEAL,
            EIGHT,
        ),
        case(
            "seal-that-hides-a-digit-askew",
            ASKEW,
            MIDDLE_OF_SEAL,
            Rect::from_corners(151.0, 59.0, 161.0, 64.0),
        ),
        case(
            "seal-that-hides-a-digit-without-a-name",
            Written {
                called: |_| None,
                content: |text| format!("BT /F 14 Tf 5 12 Td {text} Tj ET"),
                ..PLAIN
            },
            MIDDLE_OF_SEAL,
            EIGHT,
        ),
    ]
}

/// An eight and a nought without a font.
fn by_paths(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &str =
        "0 g 20 12 5 10 re 22 14 1 2 re 22 18 1 2 re f* 27 12 5 10 re 29 14 1 6 re f*";
    annotated(bytes, MIDDLE_OF_SEAL, |update| {
        update.add(form_object(&MIDDLE_OF_SEAL, DIGITS))
    })
}

/// Text in a font of figures.
#[derive(Clone, Copy)]
pub(super) struct Written {
    pub(super) figures: Figures,
    /// The font's name for the glyph of a character.
    pub(super) called: fn(char) -> Option<char>,
    /// The width of each, in thousandths of an em, or an object that is no number.
    pub(super) width: &'static str,
    pub(super) text: &'static str,
    /// `F` is the font, `F1` a common one.
    pub(super) content: fn(&str) -> String,
}

pub(super) const PLAIN: Written = Written {
    figures: Figures::PLAIN,
    called: Some,
    width: "500",
    text: "1.800",
    content: |text| format!("BT /F 14 Tf 120 5 Td {text} Tj ET"),
};
/// Its outlines are eight em to the right of the places of its glyphs.
const FAR: Written = Written {
    figures: Figures::moved(8000, 0),
    content: |text| format!("BT /F 14 Tf 8 5 Td {text} Tj ET"),
    ..PLAIN
};
/// Four em to the left.
const FAR_LEFT: Written = Written {
    figures: Figures::moved(-4000, 0),
    content: |text| format!("BT /F 14 Tf 61 12 Td {text} Tj ET"),
    ..PLAIN
};
/// From the bottom to the top, 160 points from the left of the page: the eight from 59 to 64 points.
const ASKEW: Written = Written {
    content: |text| format!("BT /F 10 Tf 0 1 -1 0 10 3 Tm {text} Tj ET"),
    ..PLAIN
};
/// Where the digits are drawn, on the page.
const INK: Rect = Rect {
    left: PAPER.left + 116.0,
    bottom: PAPER.bottom,
    right: PAPER.left + 218.0,
    top: PAPER.bottom + 20.0,
};
/// Another number over it.
const OTHER: &str = "1 g 0 0 120 30 re f 0 g BT /F1 14 Tf 4 5 Td (9.900) Tj ET";
/// The place of the eight in digits that begin at 155 points, on a baseline of 58.
pub(super) const EIGHT: Rect = Rect {
    left: 169.0,
    bottom: 57.0,
    right: 176.0,
    top: 68.5,
};
pub(super) const RED: [u8; 4] = [214, 17, 40, 255];
/// Within the seal of [`sealed_on`].
pub(super) const MIDDLE_OF_SEAL: Rect = Rect {
    left: 150.0,
    bottom: 46.0,
    right: 210.0,
    top: 98.0,
};

impl Written {
    fn on(&self, bytes: &[u8]) -> Vec<u8> {
        self.within(bytes, PAPER)
    }

    /// The page with the text as an annotation in an area.
    pub(super) fn within(&self, bytes: &[u8], area: Rect) -> Vec<u8> {
        annotated(bytes, area, |update| {
            let font = self.font(update);
            let font = update.add(font);
            let content = format!("0 g {}", (self.content)(&Figures::codes(self.text)));
            let mut form = form_object(&area, &content);
            if let Object::Stream(form) = &mut form {
                let fonts = crate::signing::fonts().with("F", font);
                let resources = Dictionary::new().with("Font", fonts);
                form.dictionary.insert("Resources", resources);
            }
            update.add(form)
        })
    }

    fn font(&self, update: &mut Update<'_, '_>) -> Dictionary {
        let program = self.figures.program(&[]);
        let length = i64::try_from(program.len()).unwrap();
        let file = update.add(Stream::new(
            Dictionary::new().with("Length1", length),
            program,
        ));
        let descriptor = Dictionary::new()
            .with("Type", Name::from("FontDescriptor"))
            .with("FontName", Name::from("ABCDEF+Figures"))
            .with("Flags", 4)
            .with("FontBBox", [0, 0, 1000, 1000].map(Object::from).to_vec())
            .with("ItalicAngle", 0)
            .with("Ascent", 700)
            .with("Descent", 0)
            .with("CapHeight", 700)
            .with("StemV", 80)
            .with("FontFile2", file);
        let font = |kind: &str| {
            Dictionary::new()
                .with("Type", Name::from("Font"))
                .with("Subtype", Name::from(kind))
                .with("BaseFont", Name::from("ABCDEF+Figures"))
        };
        let system = Dictionary::new()
            .with("Registry", Object::String(b"Adobe".to_vec()))
            .with("Ordering", Object::String(b"Identity".to_vec()))
            .with("Supplement", 0);
        let width = match self.width {
            ENDLESS => Object::Real(1e45),
            width => width.parse::<i64>().unwrap().into(),
        };
        let descendant = font("CIDFontType2")
            .with("CIDSystemInfo", system)
            .with("FontDescriptor", update.add(descriptor))
            .with("DW", width)
            .with("CIDToGIDMap", Name::from("Identity"));
        font("Type0")
            .with("Encoding", Name::from("Identity-H"))
            .with("DescendantFonts", vec![update.add(descendant).into()])
            .with("ToUnicode", update.add(self.map()))
    }

    fn map(&self) -> Stream {
        let mut entries = String::new();
        let mut count = 0;
        for (character, code) in Figures::characters().zip(1..) {
            if let Some(called) = (self.called)(character) {
                count += 1;
                writeln!(entries, "<{code:04X}> <{:04X}>", u32::from(called)).unwrap();
            }
        }
        let map = format!(
            "begincmap /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n{count} beginbfchar\n{entries}endbfchar\nendcmap"
        );
        Stream::new(Dictionary::new(), map.into_bytes())
    }
}

const ENDLESS: &str = "endless";

//! Appearances of later signatures that a naive reader takes to draw less, or elsewhere,
//! than programs do: by operands, names, resources, matrices and restored states.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_stamp_images::{Appearance, Picture};

use super::filling::{ticked, with_box};
use super::{PAPER, TEXT, WORDS, timestamp};
use crate::edit::{elements, first_page, sample, updated};
use crate::expected::Expected;
use crate::signing::{Signing, form_object, place_on_first_page};
use crate::{Base, Case};

/// From the blank strip at the bottom of the page over the text above it.
pub(crate) const TALL: Rect = Rect {
    left: PAPER.left,
    bottom: PAPER.bottom,
    right: TEXT.right,
    top: TEXT.top,
};
/// From the corner of either area to the text of the page.
const OVER_TEXT: &str = "420 0 0 300 0 385 cm";

/// The pictures of these appearances: the measured picture of a signature as large
/// as the blank strip, and a white one.
pub(crate) struct Palette {
    pub(crate) signature: ObjectId,
    white: ObjectId,
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = unseen_pictures();
    cases.extend(misplaced_pictures());
    cases.extend(states_too_many());
    cases.extend(plates());
    cases.push(Case::new(
        "look-of-forms-that-draw-forms",
        Expected::altered("DrawnWithoutBounds").with_signatures(3),
        |base| shown(base, PAPER, |update, _| forms_that_draw_forms(update)),
    ));
    cases
}

fn covered() -> Expected {
    Expected::altered("DrawnOverContent").with_signatures(3)
}

fn without_bounds() -> Expected {
    Expected::altered("DrawnWithoutBounds").with_signatures(3)
}

/// A picture on blank paper, and a white one over the text that a naive reader misses.
fn unseen_pictures() -> Vec<Case> {
    let beside = |name, covers: fn() -> Vec<u8>, key: &'static [u8]| {
        Case::new(name, covered(), move |base| {
            shown(base, TALL, |update, palette| {
                let content = [b"q /S Do Q q 420 0 0 300 0 385 cm ", &covers()[..], b" Q"];
                let mut objects = Dictionary::new().with("S", palette.signature);
                objects.insert_name(Name::from(key.to_vec()), palette.white.into());
                update.add(form(&TALL, content.concat(), Some(objects)))
            })
        })
    };
    vec![
        beside(
            "picture-named-behind-a-number",
            || b"0 /W Do".to_vec(),
            b"W",
        ),
        beside(
            "picture-named-behind-an-array",
            || b"[ ] /W Do".to_vec(),
            b"W",
        ),
        beside(
            "picture-named-before-a-number",
            || b"/W 0 Do".to_vec(),
            b"W",
        ),
        beside(
            "picture-of-a-name-that-is-no-text",
            || b"/W\xE9 Do".to_vec(),
            b"W\xE9",
        ),
        Case::new("picture-of-the-resources-around", covered(), |base| {
            shown(base, TALL, |update, palette| {
                let inner = format!("q {OVER_TEXT} /W Do Q");
                let inner = update.add(form(&TALL, inner.into(), None));
                let objects = Dictionary::new()
                    .with("S", palette.signature)
                    .with("W", palette.white)
                    .with("F", inner);
                let content = b"q /S Do Q /F Do".to_vec();
                update.add(form(&TALL, content, Some(objects)))
            })
        }),
    ]
}

/// One picture that seems to lie on blank paper.
fn misplaced_pictures() -> Vec<Case> {
    let placed = |name, expected, content: &'static str| {
        Case::new(name, expected, move |base| {
            shown(base, TALL, |update, palette| {
                let objects = Dictionary::new().with("S", palette.signature);
                update.add(form(&TALL, content.into(), Some(objects)))
            })
        })
    };
    vec![
        placed(
            "picture-placed-behind-a-name",
            covered(),
            "q /A 1.9 0 0 8.5 0 385 cm /S Do Q",
        ),
        placed(
            "picture-placed-by-seven-numbers",
            covered(),
            "q 0 1.9 0 0 8.5 0 385 cm /S Do Q",
        ),
        placed(
            "picture-placed-before-a-state-too-many",
            without_bounds(),
            "1.9 0 0 8.5 0 385 cm Q /S Do",
        ),
        Case::new("picture-placed-by-references", covered(), |base| {
            shown(base, TALL, |update, palette| {
                placed_by_references(update, palette, [1.9, 8.5, 0.0, 385.0])
            })
        }),
        Case::new("picture-placed-by-a-matrix-of-five", covered(), |base| {
            shown(base, TALL, |update, palette| {
                let numbers = [1.9, 0.0, 0.0, 8.5, 0.0].map(Object::from);
                placed_by(update, palette, numbers.to_vec())
            })
        }),
    ]
}

/// Programs restore graphics states of the page, and draw beside the widget.
fn states_too_many() -> Vec<Case> {
    let small = |name, content: &'static str| {
        Case::new(name, without_bounds(), move |base| {
            shown(base, PAPER, |update, palette| {
                let objects = Dictionary::new()
                    .with("S", palette.signature)
                    .with("W", palette.white);
                update.add(form(&PAPER, content.into(), Some(objects)))
            })
        })
    };
    vec![
        small(
            "state-restored-too-often",
            "q /S Do Q Q Q q 420 0 0 300 80 400 cm /W Do Q",
        ),
        small("state-restored-too-often-at-the-end", "q /S Do Q Q Q"),
        small(
            "states-restored-by-one-word",
            "q /S Do Q QQ q 420 0 0 300 80 400 cm /W Do Q",
        ),
        small(
            "state-saved-in-an-array",
            "[ q q ] /S Do Q Q q 420 0 0 300 80 400 cm /W Do Q",
        ),
        small(
            "state-restored-behind-an-inline-picture",
            "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q Q q 420 0 0 300 80 400 cm /W Do Q",
        ),
        small(
            "state-restored-within-an-inline-picture",
            "BI /W 60 /H 1 /BPC 8 /CS /G ID x EI Q Q q 420 0 0 300 80 400 cm /W Do Q                     EI",
        ),
        Case::new(
            "state-restored-too-often-within",
            without_bounds(),
            |base| {
                shown(base, PAPER, |update, palette| {
                    let objects = Dictionary::new().with("W", palette.white);
                    let inner = "Q Q Q q 420 0 0 300 80 400 cm /W Do Q";
                    let inner = update.add(form(&TALL, inner.into(), Some(objects)));
                    let objects = Dictionary::new()
                        .with("S", palette.signature)
                        .with("F", inner);
                    update.add(form(&PAPER, b"q /S Do Q /F Do".to_vec(), Some(objects)))
                })
            },
        ),
        Case::new(
            "state-restored-too-often-by-a-glyph",
            without_bounds(),
            |base| {
                shown(base, PAPER, |update, _| {
                    with_a_drawn_glyph(update, "Q Q Q Q q 1 g 0 0 2000 2000 re f Q")
                })
            },
        ),
        Case::new(
            "box-ticked-with-a-state-too-many",
            Expected::altered("Replaced"),
            |base| {
                const LOOK: &str = "0 g 5 5 6 6 re f Q Q Q Q 1 g 0 0 2000 1000 re f";
                let area = Rect::from_corners(80.0, 15.0, 96.0, 31.0);
                ticked(&base.signed(&with_box(&base.form, area, LOOK)))
            },
        ),
    ]
}

/// Areas without a drawing, where a program draws a placeholder for signing.
fn plates() -> Vec<Case> {
    let draws = Expected::altered("TimestampDraws").with_signatures(2);
    vec![
        Case::new("timestamp-with-an-area-over-the-text", draws, |base| {
            timestamp(&base.office.clock)
                .field_entry("Rect", TEXT.to_object())
                .sign(&base.issued)
        }),
        Case::new(
            "timestamp-with-an-empty-look-over-the-text",
            draws,
            |base| {
                let mut look = None;
                let bytes = updated(&base.issued, |update| {
                    look = Some(update.add(form_object(&TEXT, "q Q")));
                });
                timestamp(&base.office.clock)
                    .field_entry("Rect", TEXT.to_object())
                    .field_entry("AP", Dictionary::new().with("N", look.unwrap()))
                    .sign(&bytes)
            },
        ),
        Case::new(
            "unsigned-field-over-the-text",
            covered().with_signatures(2),
            |base| awaiting(&base.issued, TEXT),
        ),
        Case::new(
            "look-that-keeps-its-size-without-an-area",
            without_bounds(),
            |base| {
                let nowhere = Rect::from_corners(0.0, 842.0, 595.0, 842.0);
                keeping_its_size(base, nowhere, Object::Integer(140))
            },
        ),
        Case::new(
            "look-that-keeps-its-size-by-a-real-number",
            without_bounds(),
            |base| {
                let corner = Rect::from_corners(2.0, 800.0, 30.0, 840.0);
                keeping_its_size(base, corner, Object::Real(12.0))
            },
        ),
        Case::new(
            "signature-of-another-type-over-the-text",
            covered(),
            |base| {
                Signing::new(&base.office.agency, "Khac")
                    .entry("Type", Name::from("Khac"))
                    .field_entry("Rect", TEXT.to_object())
                    .sign(&base.issued)
            },
        ),
    ]
}

/// The issued file with another signature of the agency that shows a look.
pub(crate) fn shown(
    base: &Base,
    area: Rect,
    look: impl FnOnce(&mut Update<'_, '_>, &Palette) -> ObjectId,
) -> Vec<u8> {
    let mut drawn = None;
    let bytes = updated(&base.issued, |update| {
        let picture = Picture::from_png(&sample("chu-ky-mau.png")).unwrap();
        let place = place_on_first_page(&base.issued, &PAPER);
        let signature = Appearance::image(&picture, &place);
        let signature = signature.add_to(&mut |object| update.add(object));
        let white = Dictionary::new()
            .with("Type", Name::from("XObject"))
            .with("Subtype", Name::from("Image"))
            .with("Width", 1)
            .with("Height", 1)
            .with("BitsPerComponent", 8)
            .with("ColorSpace", Name::from("DeviceGray"));
        let white = update.add(Stream::new(white, vec![0xFF]));
        drawn = Some(look(update, &Palette { signature, white }));
    });
    Signing::new(&base.office.agency, "Khac")
        .field_entry("Rect", area.to_object())
        .field_entry("AP", Dictionary::new().with("N", drawn.unwrap()))
        .sign(&bytes)
}

/// Another signature of the agency whose look is as large as the page, with these flags.
fn keeping_its_size(base: &Base, area: Rect, flags: Object) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(&base.issued, |update| {
        let page = Rect::from_corners(0.0, 0.0, 595.0, 842.0);
        look = Some(update.add(form_object(&page, "0 g 100 300 400 200 re f")));
    });
    Signing::new(&base.office.agency, "Khac")
        .field_entry("Rect", area.to_object())
        .field_entry("F", flags)
        .field_entry("AP", Dictionary::new().with("N", look.unwrap()))
        .sign(&bytes)
}

/// A new signature field that stays unsigned.
pub(crate) fn awaiting(bytes: &[u8], area: Rect) -> Vec<u8> {
    let (page_id, page) = first_page(bytes);
    let (form_id, fields) = crate::edit::form(bytes);
    updated(bytes, |update| {
        let field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(b"Sau1".to_vec()))
            .with("P", page_id)
            .with("F", 4)
            .with("Rect", area.to_object());
        let field = update.add(field);
        for (id, holder, key) in [(page_id, page, "Annots"), (form_id, fields, "Fields")] {
            let mut listed = elements(bytes, &holder, key);
            listed.push(field.into());
            update.set(id, holder.with(key, listed));
        }
    })
}

/// A form as large as `area`, with these XObjects.
pub(crate) fn form(area: &Rect, content: Vec<u8>, objects: Option<Dictionary>) -> Stream {
    let bounds = Rect::from_corners(0.0, 0.0, area.width(), area.height());
    let mut form = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds.to_object());
    if let Some(objects) = objects {
        form.insert("Resources", Dictionary::new().with("XObject", objects));
    }
    Stream::new(form, content)
}

/// The picture in a form that is scaled and moved by `/Matrix`, each number of it an object.
pub(crate) fn placed_by_references(
    update: &mut Update<'_, '_>,
    palette: &Palette,
    [width, height, x, y]: [f64; 4],
) -> ObjectId {
    let numbers = [width, 0.0, 0.0, height, x, y];
    let numbers = numbers.map(|number| Object::from(update.add(Object::from(number))));
    placed_by(update, palette, numbers.to_vec())
}

fn placed_by(update: &mut Update<'_, '_>, palette: &Palette, matrix: Vec<Object>) -> ObjectId {
    let objects = Dictionary::new().with("S", palette.signature);
    let mut inner = form(&PAPER, b"/S Do".to_vec(), Some(objects));
    inner.dictionary.insert("Matrix", matrix);
    let objects = Dictionary::new().with("F", update.add(inner));
    update.add(form(&TALL, b"q /F Do Q".to_vec(), Some(objects)))
}

/// Words in a font of drawings, with what one of them draws.
pub(crate) fn with_a_drawn_glyph(update: &mut Update<'_, '_>, drawing: &str) -> ObjectId {
    let glyph = format!("1000 0 d0 {drawing}").into_bytes();
    let glyph = update.add(Stream::new(Dictionary::new(), glyph));
    let scale = [0.001, 0.0, 0.0, 0.001, 0.0, 0.0];
    let names = vec![Object::from(53), Name::from("five").into()];
    let font = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type3"))
        .with(
            "FontBBox",
            vec![Object::from(0), 0.into(), 1000.into(), 1000.into()],
        )
        .with("FontMatrix", scale.map(Object::from).to_vec())
        .with("CharProcs", Dictionary::new().with("five", glyph))
        .with("Encoding", Dictionary::new().with("Differences", names))
        .with("FirstChar", 53)
        .with("LastChar", 53)
        .with("Widths", vec![Object::from(1000)]);
    let font = update.add(font);
    let mut look = form(&PAPER, WORDS.into(), None);
    let fonts = Dictionary::new().with("F1", font);
    look.dictionary
        .insert("Resources", Dictionary::new().with("Font", fonts));
    update.add(look)
}

/// Four levels of forms, each of which draws the next one many times.
fn forms_that_draw_forms(update: &mut Update<'_, '_>) -> ObjectId {
    const TIMES: usize = 5_000;
    const LEVELS: usize = 4;
    let mut drawn = update.add(form(&PAPER, b"q Q".to_vec(), None));
    for _ in 0..LEVELS {
        let objects = Dictionary::new().with("F", drawn);
        drawn = update.add(form(&PAPER, b"/F Do\n".repeat(TIMES), Some(objects)));
    }
    drawn
}

//! Appearances whose numbers, masks and fonts programs read in two ways: kyso would measure one reading while a program shows the other.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream, Update};
use kyso_stamp_images::Face;

use super::looks::{TALL, form, shown};
use crate::controls::pictures::{Seal, sealed, sealed_with};
use crate::edit::square_form;
use crate::expected::Expected;
use crate::real::blanks::{Description, composite_of, described, described_by, simple_of};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = by_masks();
    cases.extend(by_fonts());
    cases.extend(by_numbers());
    cases.extend(by_sums());
    cases
}

fn covered() -> Expected {
    Expected::altered("DrawnOverSignature").with_signatures(2)
}

/// Seals on the signature of the person, whose masks other programs leave out or read as something else.
fn by_masks() -> Vec<Case> {
    let case = |name, make: fn(&Seal, &mut Update<'_, '_>) -> ObjectId| {
        Case::new(name, covered(), move |base| sealed(base, make))
    };
    vec![
        case("seal-whose-mask-refers-to-nothing", |seal, update| {
            let nothing = update.add(Object::Null);
            let image = seal.by_a_table(1);
            update.add(with(image, "SMask", nothing.into()))
        }),
        case("seal-whose-ranges-refer-to-nothing", |seal, update| {
            let nothing = update.add(Object::Null);
            masked(seal, "Decode", nothing.into(), update)
        }),
        case("seal-whose-mask-is-a-stencil-too", |seal, update| {
            masked(
                &seal.scaled(240),
                "ImageMask",
                Object::Boolean(true),
                update,
            )
        }),
        case("seal-whose-mask-has-a-mask", |seal, update| {
            masked(seal, "Mask", vec![Object::from(0); 2].into(), update)
        }),
        case("seal-whose-mask-reaches-beyond-one", |seal, update| {
            let range = [0, 40_000].map(Object::from).to_vec();
            masked(seal, "Decode", range.into(), update)
        }),
        case("seal-whose-mask-is-in-an-array", |seal, update| {
            let gray = vec![Name::from("DeviceGray").into()];
            masked(seal, "ColorSpace", gray.into(), update)
        }),
        case("seal-by-a-table-that-is-too-short", |seal, update| {
            update.add(seal.by_a_table(9))
        }),
        case("seal-by-samples-beyond-its-table", |seal, update| {
            update.add(seal.by_a_table(0))
        }),
        case("seal-by-a-range-that-programs-round", |seal, update| {
            let range = [0, 127].map(Object::from).to_vec();
            update.add(with(seal.by_a_table(1), "Decode", range.into()))
        }),
    ]
}

/// The sample seal with an entry of its soft mask.
fn masked(seal: &Seal, key: &str, value: Object, update: &mut Update<'_, '_>) -> ObjectId {
    let mask = seal.mask();
    let mask = update.add(with(mask, key, value));
    update.add(with(seal.colours(), "SMask", mask.into()))
}

fn with(mut stream: Stream, key: &str, value: Object) -> Stream {
    stream.dictionary.insert(key, value);
    stream
}

/// Texts beside the seal that are blanks by one reading.
fn by_fonts() -> Vec<Case> {
    let case = |name, description: Description| {
        Case::new(name, covered(), move |base| {
            sealed_with(base, |update| described(update, description))
        })
    };
    let plain = || Name::from("WinAnsiEncoding").into();
    vec![
        case("seal-with-letters-before-a-blank", |update| {
            (
                composite_of(update, Face::Regular.data().to_vec()),
                "[<0041>] <0003> TJ",
            )
        }),
        Case::new("seal-with-a-drawing-of-single-points", covered(), |base| {
            sealed_with(base, |update| {
                let font = composite_of(update, Face::Regular.data().to_vec());
                let point = |at: usize| format!("{} {} 0 0 re f ", 10 + at % 60, 10 + at / 60);
                let points: String = (0..600).map(point).collect();
                described_by(update, font, &format!("ET {points} BT"))
            })
        }),
        Case::new(
            "seal-with-a-path-left-open-within",
            Expected::altered("DrawnWithoutBounds").with_signatures(2),
            |base| sealed_with(base, path_left_open),
        ),
        Case::new("seal-with-blanks-in-the-font-around", covered(), |base| {
            sealed_with(base, blanks_in_the_font_around)
        }),
        case("seal-with-blanks-of-a-font-without-a-scale", |update| {
            let font = patched(b"head", 18, &[0, 0]);
            (composite_of(update, font), "<0003> Tj")
        }),
        case("seal-with-blanks-of-a-font-without-widths", |update| {
            let font = patched(b"hhea", 34, &[0, 0]);
            (composite_of(update, font), "<0003> Tj")
        }),
        Case::new(
            "seal-with-blanks-where-only-symbols-have-them",
            covered(),
            move |base| {
                sealed_with(base, |update| {
                    let font = simple_of(update, plain(), symbols_alone());
                    described_by(update, font, "( ) Tj")
                })
            },
        ),
        Case::new(
            "seal-with-a-letter-that-is-part-of-a-program",
            covered(),
            |base| sealed_with(base, part_of_a_program),
        ),
    ]
}

/// The font of the first table, with bytes at an offset in a table written over.
fn patched(table: &[u8; 4], offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut font = Face::Regular.data().to_vec();
    let start = start_of(&font, table) + offset;
    font[start..start + bytes.len()].copy_from_slice(bytes);
    font
}

/// Where a table of a font starts.
fn start_of(font: &[u8], table: &[u8; 4]) -> usize {
    let record = font.windows(4).position(|tag| tag == table).unwrap();
    let start = font[record + 8..record + 12].try_into().unwrap();
    u32::from_be_bytes(start) as usize
}

/// A font whose Unicode map has only U+F020, for which programs look in symbol maps, as a blank.
fn symbols_alone() -> Vec<u8> {
    let mut font = Face::Regular.data().to_vec();
    // One map for (3, 1) in format 4: the segment U+F020, and the last one.
    let mut map = vec![0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12];
    let segments: [u16; 16] = [
        4, 32, 0, 4, 4, 1, 0, 0xF020, 0xFFFF, 0, 0xF020, 0xFFFF, 0x0FE3, 1, 0, 0,
    ];
    map.extend(segments.iter().flat_map(|number| number.to_be_bytes()));
    let start = start_of(&font, b"cmap");
    font[start..start + map.len()].copy_from_slice(&map);
    font
}

/// A form sets a font whose blanks are letters, and draws an inner form that names another font but sets none.
fn blanks_in_the_font_around(update: &mut Update<'_, '_>) -> ObjectId {
    let common = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica"));
    let fonts = Dictionary::new().with("H", common);
    let resources = Dictionary::new().with("Font", fonts);
    let inner = update.add(square_form(resources, "BT 2 10 Td ( ) Tj ET"));
    let picture = Seal::sample().in_colours(Name::from("DeviceRGB").into(), update);
    let names = vec![Object::from(32), Name::from("M").into()];
    let encoding = Dictionary::new().with("Differences", names);
    let letters = simple_of(update, encoding.into(), Face::Regular.data().to_vec());
    let letters = update.add(letters);
    let resources = Dictionary::new()
        .with(
            "XObject",
            Dictionary::new().with("Im0", picture).with("F", inner),
        )
        .with("Font", Dictionary::new().with("A", letters));
    let content = "q 100 0 0 100 0 0 cm /Im0 Do Q BT /A 30 Tf ET /F Do";
    update.add(square_form(resources, content))
}

/// A form ends with a path that it does not paint, and the one around it fills a single point.
fn path_left_open(update: &mut Update<'_, '_>) -> ObjectId {
    let inner = update.add(square_form(Dictionary::new(), "20 20 60 30 re"));
    let picture = Seal::sample().in_colours(Name::from("DeviceRGB").into(), update);
    let objects = Dictionary::new().with("Im0", picture).with("F", inner);
    let resources = Dictionary::new().with("XObject", objects);
    let content = "q 100 0 0 100 0 0 cm /Im0 Do Q /F Do 0 0 0 0 re f";
    update.add(square_form(resources, content))
}

/// One font program has the number of a letter appended and shows a blank; the same program without it shows the letter and the blank.
fn part_of_a_program(update: &mut Update<'_, '_>) -> ObjectId {
    // A digest over a program and the numbers of its glyphs in ascending order would be the same for both.
    const LETTER: u16 = 0x0041;
    const BLANK: u16 = 0x07CD;
    let program = Face::Regular.data().to_vec();
    let longer = [&program[..], &u32::from(LETTER).to_be_bytes()].concat();
    let (longer, alone) = (composite_of(update, longer), composite_of(update, program));
    let (longer, alone) = (update.add(longer), update.add(alone));
    let picture = Seal::sample().in_colours(Name::from("DeviceRGB").into(), update);
    let resources = Dictionary::new()
        .with("XObject", Dictionary::new().with("Im0", picture))
        .with("Font", Dictionary::new().with("H", longer).with("A", alone));
    let content = format!(
        "q 100 0 0 100 0 0 cm /Im0 Do Q BT /H 30 Tf 2 10 Td <{BLANK:04X}> Tj /A 30 Tf <{LETTER:04X}{BLANK:04X}> Tj ET"
    );
    update.add(square_form(resources, &content))
}

/// The content places a picture of a signature on blank paper by one reading, and over the text by the other.
fn picture(name: &'static str, content: fn() -> String) -> Case {
    let covered = Expected::altered("DrawnOverContent").with_signatures(3);
    Case::new(name, covered, move |base: &Base| {
        shown(base, TALL, |update, palette| {
            let objects = Dictionary::new().with("S", palette.signature);
            update.add(form(&TALL, content().into_bytes(), Some(objects)))
        })
    })
}

/// Places by sums that programs with 32-bit numbers lose.
fn by_sums() -> Vec<Case> {
    vec![
        picture("picture-placed-by-numbers-that-cancel", || {
            let up = "1 0 0 1 0 38.5 cm ".repeat(10);
            let (there, back) = ("1 0 0 1 0 1000000000 cm", "1 0 0 1 0 -1000000000 cm");
            format!("q {there} {up} {back} /S Do Q")
        }),
        picture("picture-placed-by-scales-that-cancel", || {
            let grow = "1000 0 0 1000 0 0 cm ".repeat(3);
            let shrink = "0.001 0 0 0.001 0 0 cm ".repeat(3);
            let up = "1 0 0 1 0 38.5 cm ".repeat(10);
            format!("q {grow} 1 0 0 1 0 1 cm {shrink} {up} {grow} 1 0 0 1 0 -1 cm {shrink} /S Do Q")
        }),
        picture("picture-placed-by-many-small-steps", || {
            let steps = "1 0 0 1 0 0.001 cm ".repeat(20_000);
            format!("q 1 0 0 1 0 30000 cm {steps} 1 0 0 1 0 -30000 cm /S Do Q")
        }),
        picture("picture-placed-by-products-that-cancel", || {
            let there = "0.03 32000 0 32000 0 0 cm 1 0 0 1 933777.406 -933777.285 cm";
            let back = "33.333333333 -33.333333333 0 0.00003125 0 0 cm";
            format!("q {there} {back} 30 0 0 30 0 0 cm /S Do Q")
        }),
        picture("picture-flattened-and-raised-again", || {
            let (flat, high) = ("1 0 0 0.000001 0 0 cm ", "1 0 0 1000000 0 0 cm ");
            format!("q {} {} /S Do Q", flat.repeat(8), high.repeat(8))
        }),
    ]
}

/// Numbers that programs hold in different ways.
fn by_numbers() -> Vec<Case> {
    vec![
        Case::new(
            "picture-placed-by-a-matrix-too-large",
            Expected::altered("DrawnOverContent").with_signatures(3),
            |base| {
                shown(base, TALL, |update, palette| {
                    let objects = Dictionary::new().with("S", palette.signature);
                    let mut form = form(&TALL, b"/S Do".to_vec(), Some(objects));
                    let matrix = [1, 0, 0, 1, 0, 1_000_000_000].map(Object::from);
                    form.dictionary.insert("Matrix", matrix.to_vec());
                    update.add(form)
                })
            },
        ),
        picture("picture-placed-by-a-number-of-260-digits", || {
            let up = format!("1 0 0 1 0 {}385 cm", "0".repeat(260));
            format!("q 1 0 0 1 0 -385 cm {up} /S Do Q")
        }),
        Case::new(
            "seal-beside-a-point-of-numbers-too-large",
            covered(),
            |base| {
                sealed_with(base, |update| {
                    let font = composite_of(update, Face::Regular.data().to_vec());
                    described_by(
                        update,
                        font,
                        "ET q 1 0 0 1 10 10 cm 100000000000000000000 100000000000000000000 80 20 re f Q BT",
                    )
                })
            },
        ),
    ]
}

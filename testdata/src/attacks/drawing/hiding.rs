//! Pictures that hide words as white paper does, beside ink that is permitted there; and ink other than text and lines,
//! below a box.

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream, Update};

use super::little::{STRIP, covered};
use super::{PAPER, TEXT, annotated, person, printed};
use crate::expected::Expected;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new(
            "white-between-the-samples-of-a-picture",
            covered(3),
            |base| {
                let area = Rect {
                    bottom: PAPER.bottom,
                    ..TEXT
                };
                let picture = Rgba::between_samples(900);
                picture.sign(&base.office.agency, area, &base.issued)
            },
        ),
        Case::new(
            "signature-picture-white-above-and-below",
            covered(2),
            |base| {
                let words = printed(&base.plain, PAPER, "Khong phai tra no");
                let area = Rect {
                    bottom: 24.0,
                    top: 66.0,
                    ..PAPER
                };
                let picture = Rgba::white_above_and_below();
                picture.sign(&person(base), area, &base.signed(&words))
            },
        ),
        Case::new("white-letter-in-a-seal", covered(2), |base| {
            let words = Rect::from_corners(50.0, 52.0, 110.0, 70.0);
            let printed = printed(&base.plain, words, "MMMMM");
            let first = Signing::new(&base.office.person, "NguoiKy1");
            let signed = first
                .look(Look::Picture(PAPER, "chu-ky-mau.png"))
                .sign(&printed);
            let mut seal = Rgba::seal();
            seal.paint((40, 51, 64, 75), [255, 255, 255, 255]);
            let area = Rect::from_corners(50.0, 0.0, 125.0, 75.0);
            seal.sign(&base.office.agency, area, &signed)
        }),
    ];
    let other = Expected::altered("DrawnOverSignature").with_signatures(2);
    let seals: [(&'static str, [u8; 4]); 4] = [
        ("seal-with-a-white-band", [255, 255, 255, 255]),
        ("seal-with-a-pale-band", [255, 225, 220, 255]),
        ("seal-with-a-black-band", [0, 0, 0, 255]),
        ("seal-with-a-blue-band", [20, 30, 200, 255]),
    ];
    cases.extend(seals.map(|(name, colour)| {
        Case::new(name, other, move |base| {
            let mut seal = Rgba::seal();
            seal.paint((60, 310, 360, 370), colour);
            seal.seal_approved(base)
        })
    }));
    cases.extend(unseen());
    cases
}

/// Ink that is painted by other means than text and lines.
fn unseen() -> Vec<Case> {
    let below = |name, content: &'static str| {
        Case::new(name, covered(2), move |base| {
            boxed(base, &with_figures(&base.plain, content))
        })
    };
    vec![
        below(
            "words-in-a-pattern-covered",
            "/Pattern cs /Tile scn 0 0 500 64 re f",
        ),
        below("words-in-an-uneven-shading-covered", "/Odd sh"),
        below(
            "words-left-by-a-soft-mask-covered",
            "/Masked gs 0 g 0 0 500 64 re f",
        ),
        below(
            "words-cut-out-of-a-plate-covered",
            "BT /F 14 Tf 7 Tr 210 25 Td (khong phai tra) Tj ET 0 g 0 0 500 64 re f",
        ),
    ]
}

/// A white box within the strip.
fn boxed(base: &Base, prepared: &[u8]) -> Vec<u8> {
    let area = Rect::from_corners(245.0, 22.0, 300.0, 42.0);
    Signing::new(&base.office.agency, "Khac")
        .look(Look::Drawing(area, "1 g 0 0 600 100 re f"))
        .sign(&base.signed(prepared))
}

/// The page with a drawing on the strip that may use a pattern, shadings, a soft mask and a font.
pub(crate) fn with_figures(bytes: &[u8], content: &str) -> Vec<u8> {
    annotated(bytes, STRIP, |update| {
        let resources = figures(update);
        let mut form = form_object(&STRIP, content);
        if let Object::Stream(form) = &mut form {
            form.dictionary.insert("Resources", resources);
        }
        update.add(form)
    })
}

fn figures(update: &mut Update<'_, '_>) -> Dictionary {
    let numbers = |values: [i64; 4]| values.map(Object::from).to_vec();
    let black_words = b"0 g 205 24 40 12 re 250 24 40 12 re f".to_vec();
    let tile = Dictionary::new()
        .with("PatternType", 1)
        .with("PaintType", 1)
        .with("TilingType", 1)
        .with("BBox", numbers([0, 0, 500, 64]))
        .with("XStep", 500)
        .with("YStep", 64)
        .with("Resources", Dictionary::new());
    let tile = update.add(Stream::new(tile, black_words.clone()));
    let transparency = Dictionary::new()
        .with("S", Name::from("Transparency"))
        .with("CS", Name::from("DeviceGray"));
    let group = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", numbers([0, 0, 500, 64]))
        .with("Group", transparency);
    let group = update.add(Stream::new(group, black_words));
    let mask = Dictionary::new()
        .with("S", Name::from("Alpha"))
        .with("G", group);
    let font = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica"));
    Dictionary::new()
        .with("Pattern", Dictionary::new().with("Tile", tile))
        .with(
            "ExtGState",
            Dictionary::new().with("Masked", Dictionary::new().with("SMask", mask)),
        )
        .with("Shading", shadings())
        .with("Font", Dictionary::new().with("F", font))
}

fn shadings() -> Dictionary {
    let shading = |kind: i64, function: Dictionary| {
        Dictionary::new()
            .with("ShadingType", kind)
            .with("ColorSpace", Name::from("DeviceGray"))
            .with("Function", function)
    };
    let function = Dictionary::new()
        .with("FunctionType", 2)
        .with("Domain", vec![0.into(), 1.into()])
        .with("C0", vec![Object::Real(0.9)])
        .with("C1", vec![Object::Real(0.7)])
        .with("N", 1);
    let coordinates: [Object; 4] = [0.into(), 0.into(), 500.into(), 0.into()];
    let even = shading(2, function.clone()).with("Coords", coordinates.to_vec());
    Dictionary::new()
        .with("Even", even)
        .with("Odd", shading(1, function))
}

//! Seals that no reader sees, where a seal belongs: no role follows from them. Similar seals that are seen have a role.

use std::f64::consts::FRAC_1_SQRT_2;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, Update};

use crate::edit::updated;
use crate::expected::Expected;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing, fonts};
use crate::{Base, Case};

/// The content of the appearance: `Im0` is the seal of 100 points a side.
const UNSEEN: [(&str, &str); 21] = [
    (
        "seal-on-a-hidden-layer",
        "q 100 0 0 100 0 0 cm /Hidden Do Q",
    ),
    (
        "seal-in-marked-content-of-a-layer",
        "/OC /Off BDC q 100 0 0 100 0 0 cm /Im0 Do Q EMC",
    ),
    (
        "seal-in-a-membership-of-the-operator",
        "/OC <</Type/OCMD/OCGs[]>> BDC q 100 0 0 100 0 0 cm /Im0 Do Q EMC",
    ),
    ("seal-in-a-form-on-a-layer", "/Inner Do"),
    (
        "seal-clipped-away",
        "q 200 200 5 5 re W n 100 0 0 100 0 0 cm /Im0 Do Q",
    ),
    (
        "seal-clipped-by-a-line",
        "q 0 0 m 100 100 l W n 100 0 0 100 0 0 cm /Im0 Do Q",
    ),
    (
        "seal-clipped-by-a-path-without-inside",
        "q 0 0 m 100 0 l 100 100 l 0 100 l 0 0 l 100 0 l 100 100 l 0 100 l h W* n 100 0 0 100 0 0 cm /Im0 Do Q",
    ),
    ("seal-of-no-size", "q 0 0 0 0 50 50 cm /Im0 Do Q"),
    ("seal-of-a-point", "q 1 0 0 1 50 50 cm /Im0 Do Q"),
    ("seal-outside-its-form", "q 100 0 0 100 150 0 cm /Im0 Do Q"),
    (
        "seal-painted-over",
        "q 100 0 0 100 0 0 cm /Im0 Do Q 1 g 0 0 100 100 re f",
    ),
    (
        "seal-faded-to-nothing",
        "q /Faded gs 100 0 0 100 0 0 cm /Im0 Do Q",
    ),
    (
        "seal-clipped-by-a-blank",
        "q BT /F1 10 Tf 7 Tr 5 5 Td ( ) Tj ET 100 0 0 100 0 0 cm /Im0 Do Q",
    ),
    (
        "seal-clipped-by-a-blank-of-a-state-before",
        "q BT /F1 10 Tf 7 Tr 5 5 Td ( ) Tj Q ET q 100 0 0 100 0 0 cm /Im0 Do Q",
    ),
    (
        "seal-below-a-broad-stroke",
        "q 100 0 0 100 0 0 cm /Im0 Do Q 1 G 120 w 0 50 m 100 50 l S",
    ),
    (
        "seal-below-a-stroke-of-a-broad-state",
        "q 100 0 0 100 0 0 cm /Im0 Do Q 1 G /Broad gs 0 50 m 100 50 l S",
    ),
    (
        "seal-below-many-thin-strokes",
        "q 100 0 0 100 0 0 cm /Im0 Do Q 1 G 30 w 0 10 m 100 10 l 0 35 m 100 35 l 0 60 m 100 60 l 0 85 m 100 85 l S",
    ),
    (
        "seal-below-letters-with-broad-strokes",
        "q 100 0 0 100 0 0 cm /Im0 Do Q 1 G 90 w BT /F1 70 Tf 2 Tr 0 28 Td (HH) Tj ET",
    ),
    (
        "seal-below-a-glyph-that-is-drawn",
        "q 100 0 0 100 0 0 cm /Im0 Do Q BT /Drawn 100 Tf (a) Tj ET",
    ),
    ("seal-in-a-form-of-a-turned-box", "/Hair Do"),
    ("seal-faded-by-groups-within-groups", "/Half gs /G1 Do"),
];

pub(super) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = UNSEEN
        .into_iter()
        .map(|(name, content)| {
            Case::new(name, unsealed(), move |base| {
                sealed(base, content, &Rgba::seal().resized(300), 132)
            })
        })
        .collect();
    cases.push(Case::new("seal-drawn-in-white", unsealed(), move |base| {
        let white = Rgba::seal().resized(300);
        let white = white.each(|_, [.., alpha]| [255, 204, 204, alpha]);
        sealed(base, SEAL, &white, 132)
    }));
    cases.push(Case::new(
        "seal-of-a-few-red-points",
        unsealed(),
        move |base| {
            let points = Rgba::seal().resized(300);
            let points = points.each(|index, [red, green, blue, alpha]| match index % 401 {
                0 => [red, green, blue, alpha],
                _ => [255, 255, 255, alpha],
            });
            sealed(base, SEAL, &points, 132)
        },
    ));
    cases.push(Case::new("seal-in-a-turned-box", unsealed(), |base| {
        sealed_in(base, THROUGH_HAIR, hair)
    }));
    for (name, flags) in [
        ("seal-with-the-flag-hidden", 2),
        ("seal-with-the-flag-no-view", 4 | 32),
        ("seal-with-the-flag-invisible", 1 | 4),
    ] {
        cases.push(Case::new(name, unsealed(), move |base| {
            sealed(base, SEAL, &Rgba::seal().resized(300), flags)
        }));
    }
    cases
}

/// The approval is valid, and there is no seal.
fn unsealed() -> Expected {
    Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("INCOMPLETE")
}

/// Seals that are seen: drawn in ways that only resemble the others.
pub(crate) fn controls() -> Vec<Case> {
    let original = unsealed()
        .with_roles("person agency")
        .with_status("ORIGINAL");
    let seen = |name, content: &'static str| {
        Case::new(name, original, move |base| {
            sealed(base, content, &Rgba::seal().resized(300), 132)
        })
    };
    vec![
        seen(
            "seal-behind-a-blank-of-no-ink",
            "q BT /F1 10 Tf 3 Tr 5 5 Td ( ) Tj ET 100 0 0 100 0 0 cm /Im0 Do Q",
        ),
        seen(
            "seal-beside-strokes",
            "q 100 0 0 100 0 0 cm /Im0 Do Q .5 w .5 .5 99 99 re S 1 w 2 2 m 98 2 l S",
        ),
        seen(
            "seal-in-a-state-of-references",
            "q /Referring gs 100 0 0 100 0 0 cm /Im0 Do Q",
        ),
        seen("seal-in-a-group-that-fades-a-little", "/Most gs /Clear Do"),
        seen(
            "seal-in-a-round-clip",
            "q 100 50 m 100 77.6 77.6 100 50 100 c 22.4 100 0 77.6 0 50 c 0 22.4 22.4 0 50 0 c 77.6 0 100 22.4 100 50 c W n 100 0 0 100 0 0 cm /Im0 Do Q",
        ),
        Case::new("seal-in-a-box-tilted-by-5-degrees", original, |base| {
            sealed_in(base, SEAL, |form| {
                let (sine, cosine) = 5_f64.to_radians().sin_cos();
                let matrix = [cosine, sine, -sine, cosine, 0.0, 0.0];
                form.dictionary.insert("Matrix", numbers(&matrix));
            })
        }),
    ]
}

const SEAL: &str = "q 100 0 0 100 0 0 cm /Im0 Do Q";

/// The seal upright and 100 points large, in a box of a hair along its diagonal.
const THROUGH_HAIR: &str = ".7071 -.7071 .7071 .7071 0 0 cm 71 0 0 71 0 0 cm /Im0 Do";

fn hair(form: &mut Stream) {
    const TURN: f64 = FRAC_1_SQRT_2;
    let dictionary = &mut form.dictionary;
    dictionary.insert("BBox", numbers(&[0.0, -0.5, 100.0, 0.5]));
    dictionary.insert("Matrix", numbers(&[TURN, TURN, -TURN, TURN, 0.0, 0.0]));
}

fn numbers(numbers: &[f64]) -> Vec<Object> {
    numbers.iter().copied().map(Object::Real).collect()
}

/// The approved decision with a seal on blank paper: `Im0` is its picture.
fn sealed(base: &Base, content: &str, seal: &Rgba, flags: i64) -> Vec<u8> {
    signed(base, flags, |update| look(update, content, seal))
}

/// The same in a form that is changed.
fn sealed_in(base: &Base, content: &str, change: impl Fn(&mut Stream)) -> Vec<u8> {
    signed(base, 132, |update| {
        let mut form = look(update, content, &Rgba::seal().resized(300));
        change(&mut form);
        form
    })
}

fn signed(base: &Base, flags: i64, make: impl FnOnce(&mut Update<'_, '_>) -> Stream) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(&base.approved, |update| {
        let form = make(update);
        look = Some(update.add(form));
    });
    let looks = Dictionary::new().with("N", look.unwrap());
    let area = Rect::from_corners(420.0, 60.0, 522.0, 162.0);
    Signing::new(&base.office.agency, "ConDau1")
        .on_page(1)
        .look(Look::Drawing(area, ""))
        .field_entry("AP", looks)
        .field_entry("F", flags)
        .sign(&bytes)
}

/// The form of the widget, with all that the contents name.
fn look(update: &mut Update<'_, '_>, content: &str, seal: &Rgba) -> Stream {
    let hidden = update.add(layer());
    let image = seal.image(update);
    let mut objects = Dictionary::new().with("Im0", image);
    objects.insert("Hidden", seal.image_with(update, ("OC", hidden.into())));
    let mut inner = form(SEAL, &objects);
    inner.dictionary.insert("OC", hidden);
    objects.insert("Inner", update.add(inner));
    let mut thin = form(THROUGH_HAIR, &objects);
    hair(&mut thin);
    objects.insert("Hair", update.add(thin));
    let states = states(update);
    add_groups(update, &mut objects, &states);
    let mut outer = form(content, &objects);
    let mut fonts = fonts();
    if content.contains("/Drawn") {
        fonts.insert("Drawn", drawn_font(update));
    }
    let resources = Dictionary::new()
        .with("XObject", objects)
        .with("ExtGState", states)
        .with("Font", fonts)
        .with("Properties", Dictionary::new().with("Off", hidden));
    outer.dictionary.insert("Resources", resources);
    outer
}

fn states(update: &mut Update<'_, '_>) -> Dictionary {
    let opacity = |share: f64| Dictionary::new().with("ca", Object::Real(share));
    let referring = Dictionary::new()
        .with("ca", update.add(Object::Real(0.9)))
        .with("BM", update.add(Object::from(Name::from("Multiply"))))
        .with("SMask", update.add(Object::from(Name::from("None"))));
    Dictionary::new()
        .with("Faded", opacity(0.01))
        .with("Half", opacity(0.5))
        .with("Most", opacity(0.9))
        .with("Broad", Dictionary::new().with("LW", 120))
        .with("Referring", referring)
}

/// `Clear` shows the seal, `G3` half of that, `G2` half of `G3`, and so on: each is a transparency group.
fn add_groups(update: &mut Update<'_, '_>, objects: &mut Dictionary, states: &Dictionary) {
    const NAMES: [&str; 4] = ["Clear", "G3", "G2", "G1"];
    let mut content = SEAL.to_owned();
    for name in NAMES {
        let mut group = form(&content, objects);
        let resources = Dictionary::new()
            .with("XObject", objects.clone())
            .with("ExtGState", states.clone());
        group.dictionary.insert("Resources", resources);
        let kind = Dictionary::new().with("S", Name::from("Transparency"));
        group.dictionary.insert("Group", kind);
        objects.insert(name, update.add(group));
        content = format!("/Half gs /{name} Do");
    }
}

/// A font whose only glyph is a white square.
fn drawn_font(update: &mut Update<'_, '_>) -> ObjectId {
    let square = b"1000 0 d0 1 g 0 0 1000 1000 re f".to_vec();
    let glyph = update.add(Stream::new(Dictionary::new(), square));
    let differences = vec![Object::from(97), Name::from("a").into()];
    let bounds = Rect::from_corners(0.0, 0.0, 1000.0, 1000.0);
    update.add(
        Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type3"))
            .with("FontBBox", bounds.to_object())
            .with("FontMatrix", numbers(&[0.001, 0.0, 0.0, 0.001, 0.0, 0.0]))
            .with("CharProcs", Dictionary::new().with("a", glyph))
            .with(
                "Encoding",
                Dictionary::new().with("Differences", differences),
            )
            .with("FirstChar", 97)
            .with("LastChar", 97)
            .with("Widths", vec![Object::from(1000)]),
    )
}

/// A group of optional content, as a reader that knows none takes it.
fn layer() -> Dictionary {
    Dictionary::new()
        .with("Type", Name::from("OCG"))
        .with("Name", Object::String(b"Off".to_vec()))
}

fn form(content: &str, objects: &Dictionary) -> Stream {
    let entries = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", [0, 0, 100, 100].map(Object::from).to_vec())
        .with(
            "Resources",
            Dictionary::new().with("XObject", objects.clone()),
        );
    Stream::new(entries, content.as_bytes().to_vec())
}

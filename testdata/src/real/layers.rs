//! Looks as iText writes them: a form within a form (`/FRM`) of layers, `/n0` blank and `/n2` with the picture, the description
//! or both, after one of its modes (GRAPHIC, GRAPHIC_AND_DESCRIPTION, DESCRIPTION).

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use super::holders::{LEADER, PROVINCE};
use super::paper::gaps;
use super::raster::Raster;
use super::steps::*;
use super::{ORIGINAL, case};
use crate::Case;
use crate::expected::Expected;
use crate::signing::{Look, MakeForm, fonts};

type Add<'a> = &'a mut dyn FnMut(Object) -> ObjectId;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_persons();
    cases.extend(of_agencies());
    cases.extend(of_numbers());
    cases
}

fn order(name: &'static str, roles: &'static str, expected: Expected, steps: Vec<Step>) -> Case {
    let expected = expected.with_signatures(steps.len()).with_roles(roles);
    case(name, expected, move |base| signed(base, &steps))
}

fn of_persons() -> Vec<Case> {
    let person = |name, make: MakeForm| {
        let look = Look::Made(centred(RIGHT, MIDDLE), make);
        let steps = vec![by(LEADER, look), seal(PROVINCE, MIDDLE, ROUND)];
        order(name, "person agency", ORIGINAL, steps)
    };
    vec![
        person("layers-of-a-person-with-a-graphic", |area, add| {
            layers(area, add, &graphic(area, SIGNATURE))
        }),
        person("layers-of-a-person-with-a-background", |area, add| {
            layers(area, add, &background(area, SIGNATURE))
        }),
        person(
            "layers-of-a-person-with-a-graphic-and-a-description",
            |area, add| layers(area, add, &described(area, SIGNATURE)),
        ),
        person("layers-of-old-programs-with-a-signature", |area, add| {
            layers(area, add, &old(area, SIGNATURE, UNKNOWN))
        }),
        person("layers-of-a-person-with-a-turned-picture", |area, add| {
            layers(area, add, &turned(area, SIGNATURE))
        }),
    ]
}

#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn of_agencies() -> Vec<Case> {
    let steps = |holder, place, make: MakeForm| {
        let signature = signature(LEADER, RIGHT, MIDDLE);
        vec![signature, by(holder, Look::Made(place, make))]
    };
    let on_signature = || seal_place(MIDDLE, ROUND);
    let agency = |name, make: MakeForm| {
        let steps = steps(PROVINCE, on_signature(), make);
        order(name, "person agency", ORIGINAL, steps)
    };
    vec![
        agency("layers-of-a-seal-as-a-graphic", |area, add| {
            layers(area, add, &graphic(area, SEAL))
        }),
        agency("layers-of-a-seal-as-a-background", |area, add| {
            layers(area, add, &background(area, SEAL))
        }),
        agency("layers-of-a-seal-in-nested-forms", |area, add| {
            layers(area, add, &nested(area, SEAL))
        }),
        agency("layers-of-old-programs-with-a-seal", |area, add| {
            layers(area, add, &old(area, SEAL, UNKNOWN))
        }),
        order(
            "layers-of-old-programs-with-a-question-mark",
            "person agency",
            Expected::altered("DrawnOverSignature"),
            steps(PROVINCE, on_signature(), |area, add| {
                layers(area, add, &old(area, SEAL, QUESTION_MARK))
            }),
        ),
        agency("layers-of-a-seal-that-is-turned", |area, add| {
            layers(area, add, &turned(area, SEAL))
        }),
        agency("layers-of-a-seal-that-lets-through", |area, add| {
            layers(area, add, &in_state(area, SEAL, "Multiply"))
        }),
        order(
            "layers-of-a-seal-that-turns-colours",
            "person unknown",
            Expected::altered("DrawnOverSignature"),
            steps(PROVINCE, on_signature(), |area, add| {
                layers(area, add, &in_state(area, SEAL, "Difference"))
            }),
        ),
        order(
            "layers-of-a-seal-with-a-description-on-the-signature",
            "person portal",
            Expected::altered("DrawnOverSignature"),
            steps(PROVINCE, on_signature(), |area, add| {
                layers(area, add, &described(area, SEAL))
            }),
        ),
        order(
            "layers-of-a-seal-with-a-description-on-paper",
            "person portal",
            ORIGINAL.with_status("INCOMPLETE"),
            steps(PROVINCE, over(&FOOT, (152.0, 30.0)), |area, add| {
                layers(area, add, &described(area, SEAL))
            }),
        ),
    ]
}

fn of_numbers() -> Vec<Case> {
    let number = |name, make: MakeForm| {
        let blank = over(&gaps(0)[0], SHORT);
        let steps = vec![
            signature(LEADER, RIGHT, MIDDLE),
            seal(PROVINCE, MIDDLE, ROUND),
            by(PROVINCE, Look::Made(blank, make)),
        ];
        order(name, "person agency numbering", ORIGINAL, steps)
    };
    vec![
        number("layers-of-a-number-as-a-graphic", |area, add| {
            layers(area, add, &graphic(area, "chu-ky-den.png"))
        }),
        number("layers-of-a-number-as-a-background", |area, add| {
            layers(area, add, &background(area, "chu-ky-den.png"))
        }),
        number("layers-of-a-number-as-a-description", |area, add| {
            let content = "q\nBT\n1 0 0 1 8 5 Tm\n/F1 13 Tf\n0 g\n(05)Tj\n0 g\nET\nQ\n".to_owned();
            let layer = Layer {
                content,
                ..graphic(area, "chu-ky-den.png")
            };
            layers(area, add, &layer)
        }),
    ]
}

pub(super) const SIGNATURE: &str = "chu-ky-mau.png";
const SEAL: &str = "con-dau-mau.png";

/// The content of `/n2`, the picture under the name `img0`.
pub(super) struct Layer {
    content: String,
    picture: &'static str,
    /// How the state `gs0` blends.
    blending: &'static str,
    /// Forms around the picture.
    nested: bool,
    /// What `/n1` draws below the picture, where there are the five layers of old programs.
    below: Option<&'static str>,
    /// Whether all of it is drawn with a quarter turn, as on a page that is shown turned.
    is_turned: bool,
}

impl Layer {
    fn new(picture: &'static str, content: String) -> Self {
        Self {
            content,
            picture,
            blending: "Normal",
            nested: false,
            below: None,
            is_turned: false,
        }
    }
}

/// The picture alone, as a chunk of a paragraph: the text has no characters.
fn graphic(area: &Rect, picture: &'static str) -> Layer {
    let image = image(area.width(), area.height(), 0.0);
    let chunk = "q\nBT\n1 0 0 1 0 0 Tm\n/F1 12 Tf\n0 g\n()Tj\n0 g\nET\nQ\n";
    Layer::new(picture, format!("{image}{chunk}"))
}

/// The picture as the background of a description that says nothing.
fn background(area: &Rect, picture: &'static str) -> Layer {
    let image = image(area.width(), area.height(), 0.0);
    let text = "/Artifact BMC\nEMC\nq\nBT\n1 0 0 1 2 4 Tm\n/F1 12 Tf\n0 g\n( )Tj\n0 g\nET\nQ\n";
    Layer::new(picture, format!("{image}{text}"))
}

/// The picture in the left half, words in the right one.
pub(super) fn described(area: &Rect, picture: &'static str) -> Layer {
    let (half, height) = (area.width() / 2.0, area.height());
    let side = half.min(height);
    let image = image(side, side, 0.0);
    let words = format!(
        "q\nBT\n1 0 0 1 {half} {} Tm\n/F1 6 Tf\n0 g\n(Ky boi: Uy ban)Tj\n0 -8 TD\n(Ngay ky: 20/11/2026)Tj\nET\nQ\n",
        height - 10.0
    );
    Layer::new(picture, format!("{image}{words}"))
}

/// The picture in two forms of other sizes.
fn nested(area: &Rect, picture: &'static str) -> Layer {
    Layer {
        nested: true,
        ..graphic(area, picture)
    }
}

/// Layers for a program that shows on `/n1` and `/n4` whether the signature is valid; others show what is there.
fn old(area: &Rect, picture: &'static str, below: &'static str) -> Layer {
    Layer {
        below: Some(below),
        ..graphic(area, picture)
    }
}

const UNKNOWN: &str = "% DSUnknown\n";
/// The mark of a signature that is not known yet, filled in yellow.
const QUESTION_MARK: &str = "% DSUnknown\nq 0.1 0 0 0.1 9 0 cm 1 1 0.4 rg 0.44 G 1.2 w 287 318 m 287 430 299 479 406 555 c \
    451 587 478 623 478 671 c 478 762 414 786 365 786 c 260 786 245 707 239 652 c 239 651 l 74 651 l 74 854 227 924 355 924 c \
    425 924 653 904 653 676 c 653 581 602 525 512 461 c 462 425 441 402 441 318 c 287 318 l h 282 240 170 -164 re B Q\n";

fn turned(area: &Rect, picture: &'static str) -> Layer {
    let image = image(area.height(), area.width(), 0.0);
    Layer {
        is_turned: true,
        ..Layer::new(picture, image)
    }
}

fn in_state(area: &Rect, picture: &'static str, blending: &'static str) -> Layer {
    let layer = graphic(area, picture);
    Layer {
        content: format!("/gs0 gs\n{}", layer.content),
        blending,
        ..layer
    }
}

fn image(width: f64, height: f64, x: f64) -> String {
    format!("q\n{width} 0 0 {height} {x} 0 cm\n/img0 Do\nQ\n")
}

/// All layers, in the form that the widget shows.
pub(super) fn layers(area: &Rect, add: Add<'_>, layer: &Layer) -> ObjectId {
    let (width, height) = (area.width(), area.height());
    let size = Rect::from_corners(0.0, 0.0, width, height);
    let blank = Rect::from_corners(0.0, 0.0, 100.0, 100.0);
    let blank = form(&blank, Dictionary::new(), "% DSBlank\n");
    let blank = add(blank);
    let picture = picture(layer, add);
    let state = Dictionary::new()
        .with("Type", Name::from("ExtGState"))
        .with("BM", Name::from(layer.blending))
        .with("ca", Object::Real(0.9));
    let own = Dictionary::new()
        .with("XObject", Dictionary::new().with("img0", picture))
        .with("ExtGState", Dictionary::new().with("gs0", state))
        .with("Font", fonts());
    let inner = match layer.is_turned {
        true => Rect::from_corners(0.0, 0.0, height, width),
        false => size,
    };
    let drawn = add(form(&inner, own, &layer.content));
    let turn = match layer.is_turned {
        true => format!("0 1 -1 0 {width} 0 cm\n"),
        false => String::new(),
    };
    let both = Dictionary::new().with("n0", blank).with("n2", drawn);
    let scale = width.min(height) / 100.0;
    let (both, [before, behind]) = match layer.below {
        None => (both, [String::new(), String::new()]),
        Some(mark) => {
            let square = Rect::from_corners(0.0, 0.0, 100.0, 100.0);
            let mark = add(form(&square, Dictionary::new(), mark));
            let words = add(form(&square, Dictionary::new(), ""));
            let both = both.with("n1", mark).with("n3", blank).with("n4", words);
            let placed = |name: &str| format!("q\n{scale} 0 0 {scale} 0 0 cm\n/{name} Do\nQ\n");
            let behind = placed("n3") + &placed("n4");
            (both, [placed("n1"), behind])
        }
    };
    let content = format!(
        "{turn}q\n1 0 0 1 0 0 cm\n/n0 Do\nQ\n{before}q\n1 0 0 1 0 0 cm\n/n2 Do\nQ\n{behind}"
    );
    let frame = form(&size, Dictionary::new().with("XObject", both), &content);
    let frame = add(frame);
    let frame = Dictionary::new().with("FRM", frame);
    let content = "q\n1 0 0 1 0 0 cm\n/FRM Do\nQ\n";
    add(form(
        &size,
        Dictionary::new().with("XObject", frame),
        content,
    ))
}

/// The picture, or a form of its size around a form around it.
fn picture(layer: &Layer, add: Add<'_>) -> ObjectId {
    let picture = Raster::sample(layer.picture);
    let picture = picture.add(&picture, add);
    if !layer.nested {
        return picture;
    }
    let wide = Rect::from_corners(0.0, 0.0, 200.0, 100.0);
    let objects = |name: &str, id: ObjectId| {
        Dictionary::new().with("XObject", Dictionary::new().with(name, id))
    };
    let content = "q 200 0 0 100 0 0 cm /X0 Do Q";
    let inner = add(form(&wide, objects("X0", picture), content));
    let unit = Rect::from_corners(0.0, 0.0, 1.0, 1.0);
    let content = "q .005 0 0 .01 0 0 cm /X1 Do Q";
    add(form(&unit, objects("X1", inner), content))
}

fn form(bounds: &Rect, resources: Dictionary, content: &str) -> Object {
    let entries = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", bounds.to_object())
        .with("Matrix", [1, 0, 0, 1, 0, 0].map(Object::from).to_vec())
        .with("Resources", resources);
    Stream::new(entries, content.as_bytes().to_vec()).into()
}

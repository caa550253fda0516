//! Marks on a few points of text (P=3) that wipe out half a page, or blacken it.

mod layers;
mod wiping;

use kyso_pdf::{Dictionary, Name, Object, Rect};

use super::{AREA, REPLACED};
use crate::edit::{elements, first_page, updated};
use crate::signing::form_object;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let by_strokes = |name, kind: &'static str| {
        Case::new(name, REPLACED, move |base| {
            let lines = (0..150).map(|line| format!("0 {y} m 420 {y} l ", y = line * 2));
            let letters = "S 0 G 2 w 40 100 m 40 140 l 60 140 l 60 100 l S";
            let look = format!("4 w 1 G {}{letters}", lines.collect::<String>());
            marked(base, kind, &look, Dictionary::new())
        })
    };
    let by_filling = |name, look: &'static str, resources: fn() -> Dictionary| {
        Case::new(name, REPLACED, move |base| {
            marked(base, "Highlight", look, resources())
        })
    };
    let mut cases = vec![
        by_strokes("p3-underline-of-many-strokes", "Underline"),
        by_strokes("p3-strike-out-of-many-strokes", "StrikeOut"),
        by_strokes("p3-highlight-of-many-strokes", "Highlight"),
        by_filling(
            "p3-highlight-mixed-by-a-list-of-modes",
            "/M gs /N gs 1 g 10 10 10 10 re f",
            || {
                let normal = vec![Object::Name(Name::from("Normal"))];
                let normal = Dictionary::new().with("BM", normal);
                Dictionary::new().with("ExtGState", multiply().with("N", normal))
            },
        ),
        by_filling(
            "p3-highlight-in-a-spot-colour",
            "/M gs /C cs 1 scn 10 10 10 10 re f",
            || {
                let colours = Dictionary::new().with("C", black_ink());
                Dictionary::new()
                    .with("ExtGState", multiply())
                    .with("ColorSpace", colours)
            },
        ),
        by_filling(
            "p3-highlight-beside-its-mark",
            "/M gs 1 1 0 rg 0 0 420 300 re f",
            || Dictionary::new().with("ExtGState", multiply()),
        ),
        Case::new("p3-strike-outs-in-many-layers", REPLACED, |base| {
            let area = MARK.to_object();
            let strike =
                |bytes: Vec<u8>, _| remarked(&bytes, mark("StrikeOut", &MARK, area.clone()));
            (0..8).fold(base.certified(&base.plain, 3), strike)
        }),
    ];
    cases.extend(layers::cases());
    cases.extend(wiping::cases());
    cases
}

/// The few points that are marked.
const MARK: Rect = Rect {
    left: 90.0,
    bottom: 410.0,
    right: 100.0,
    top: 420.0,
};

/// A mark whose appearance has half a page to draw on.
fn marked(base: &Base, kind: &str, look: &str, resources: Dictionary) -> Vec<u8> {
    let certified = base.certified(&base.plain, 3);
    let mut drawn = None;
    let with_look = updated(&certified, |update| {
        let mut form = form_object(&AREA, look);
        if let Object::Stream(form) = &mut form {
            form.dictionary.insert("Resources", resources);
        }
        drawn = Some(update.add(form));
    });
    let look = Dictionary::new().with("N", drawn.unwrap());
    remarked(
        &with_look,
        mark(kind, &MARK, AREA.to_object()).with("AP", look),
    )
}

fn mark(kind: &str, marked: &Rect, rect: Object) -> Dictionary {
    mark_on(kind, &[*marked], rect)
}

/// A mark on several places.
fn mark_on(kind: &str, marked: &[Rect], rect: Object) -> Dictionary {
    let quad = |marked: &Rect| {
        let Rect {
            left,
            bottom,
            right,
            top,
        } = *marked;
        [left, top, right, top, left, bottom, right, bottom].map(Object::Real)
    };
    let quads: Vec<Object> = marked.iter().flat_map(quad).collect();
    Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from(kind))
        .with("F", 4_i64)
        .with("Rect", rect)
        .with("QuadPoints", quads)
}

/// Adds an annotation to the first page.
fn remarked(bytes: &[u8], remark: Dictionary) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut listed = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        listed.push(update.add(remark.with("P", id)).into());
        update.set(id, page.with("Annots", listed));
    })
}

fn multiply() -> Dictionary {
    let mixed = Dictionary::new().with("BM", Name::from("Multiply"));
    Dictionary::new().with("M", mixed)
}

/// A separation whose tint 1 is black.
fn black_ink() -> Vec<Object> {
    let numbers = |numbers: &[i64]| -> Vec<Object> {
        numbers.iter().map(|number| Object::from(*number)).collect()
    };
    let tint = Dictionary::new()
        .with("FunctionType", 2_i64)
        .with("N", 1_i64)
        .with("Domain", numbers(&[0, 1]))
        .with("C0", numbers(&[1]))
        .with("C1", numbers(&[0]));
    vec![
        Name::from("Separation").into(),
        Name::from("Den").into(),
        Name::from("DeviceGray").into(),
        tint.into(),
    ]
}

//! Looks that begin something and do not end it: a program goes on with it in the form around, or in the looks that it draws next.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect};

use super::moved::{RIGHT, around_a_form};
use super::over_ink::line;
use super::{PAPER, WORDS, person};
use crate::edit::{catalog, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing, fonts, form_object};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let without_bounds = Expected::altered("DrawnWithoutBounds");
    let left = |name, look: fn(&Rect, &mut dyn FnMut(Object) -> ObjectId) -> ObjectId| {
        Case::new(name, without_bounds.with_signatures(3), move |base| {
            let look = Look::Made(PAPER, look);
            Signing::new(&person(base), "Khac")
                .look(look)
                .sign(&base.issued)
        })
    };
    vec![
        Case::new(
            "white-of-a-path-begun-in-a-form",
            without_bounds.with_signatures(3),
            |base| {
                let area = Rect {
                    right: RIGHT,
                    ..line(&base.plain)
                };
                Signing::new(&base.office.agency, "Khac")
                    .look(Look::Made(area, around_a_path))
                    .sign(&base.issued)
            },
        ),
        left("look-that-ends-with-a-clipping", |rect, add| {
            add(form_object(rect, &format!("{WORDS} 0 0 1 1 re W")))
        }),
        left("look-that-ends-within-a-text", |rect, add| {
            add(form_object(
                rect,
                &format!("{WORDS} BT 7 Tr /F1 9 Tf (M) Tj"),
            ))
        }),
        Case::new(
            "look-that-ends-within-a-hidden-layer",
            without_bounds.with_signatures(2),
            on_a_layer,
        ),
    ]
}

/// A small word on paper, and white by a path that an inner form leaves: its matrix would move the path out of sight.
fn around_a_path(rect: &Rect, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let mut inner = form_object(rect, "0 0 900 900 re");
    if let Object::Stream(inner) = &mut inner {
        let matrix = [1, 0, 0, 1, 5000, 5000].map(Object::from).to_vec();
        inner.dictionary.insert("Matrix", matrix);
    }
    let inner = add(inner);
    around_a_form(rect, inner, "q 1 g /X Do f Q", add)
}

/// The signed file has a layer that is off; a later look begins it, and all that is drawn next is on it.
fn on_a_layer(base: &Base) -> Vec<u8> {
    let (id, root) = catalog(&base.plain);
    let mut look = None;
    let prepared = updated(&base.plain, |update| {
        let layer = Dictionary::new()
            .with("Type", Name::from("OCG"))
            .with("Name", Object::String(b"a".to_vec()));
        let layer = update.add(layer);
        let listed = vec![Object::Reference(layer)];
        let shown = Dictionary::new().with("OFF", listed.clone());
        let states = Dictionary::new().with("OCGs", listed).with("D", shown);
        update.set(id, root.with("OCProperties", states));
        let mut form = form_object(&PAPER, &format!("{WORDS} /OC /L BDC"));
        if let Object::Stream(form) = &mut form {
            let named = Dictionary::new().with("L", layer);
            let resources = Dictionary::new().with("Properties", named);
            form.dictionary
                .insert("Resources", resources.with("Font", fonts()));
        }
        look = Some(update.add(form));
    });
    let looks = Dictionary::new().with("N", look.unwrap());
    Signing::new(&person(base), "Khac")
        .field_entry("Rect", PAPER.to_object())
        .field_entry("AP", looks)
        .sign(&base.signed(&prepared))
}

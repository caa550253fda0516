//! Values that are equal for some programs only.

use kyso_pdf::{Object, Rect};

use super::{FLATE, content};
use crate::attacks::drawing::annotated;
use crate::edit::{dictionary, elements, first_page, reference, updated, written};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::signing::form_object;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let null = Expected::altered("NullEntry");
    let page = |name, expected, entries: &'static str| {
        Case::new(name, expected, move |base| {
            let signed = base.signed(&inheriting(&base.plain));
            let (id, page) = first_page(&signed);
            let text = written(page).replacen("<<", &format!("<<{entries}"), 1);
            Revision::after(&signed).object(id.number, text).finish()
        })
    };
    let replaced = Expected::altered("Replaced");
    vec![
        page(
            "null-instead-of-inherited-resources",
            null,
            "/Resources null",
        ),
        page("null-instead-of-an-inherited-box", null, "/CropBox null"),
        page(
            "missing-object-instead-of-inherited-resources",
            replaced,
            "/Resources 999 0 R",
        ),
        Case::new("null-within-a-new-object", null, |base| {
            let update = Revision::after(&base.approved);
            let number = update.next();
            update.object(number, "[<</A<</B null>>>>]").finish()
        }),
        Case::new("integer-as-a-real", replaced, |base| {
            let turned = |bytes: &[u8], turn: &str| {
                let (id, page) = first_page(bytes);
                let mut page = page;
                page.remove("Rotate");
                let text = written(page).replacen("<<", &format!("<</Rotate {turn}"), 1);
                Revision::after(bytes).object(id.number, text).finish()
            };
            turned(&base.signed(&turned(&base.plain, "90")), "90.0")
        }),
        Case::new("array-moved-behind-a-reference", replaced, |base| {
            let media = Rect::from_corners(0.0, 0.0, 595.0, 842.0).to_object();
            let (id, page) = first_page(&base.plain);
            let prepared = updated(&base.plain, |update| {
                update.set(id, page.with("MediaBox", media.clone()));
            });
            let signed = base.signed(&prepared);
            let (id, page) = first_page(&signed);
            updated(&signed, |update| {
                let moved = update.add(media.clone());
                update.set(id, page.with("MediaBox", moved));
            })
        }),
        Case::new(
            "rectangle-that-loses-digits-again-and-again",
            Expected::altered("AnnotationChanged"),
            |base| drifting(base, 17),
        ),
        Case::new("content-under-another-number", replaced, |base| {
            copied(base, |update| update.next())
        }),
        Case::new(
            "content-under-a-number-too-large",
            Expected::altered("Replaced"),
            |base| copied(base, |_| 8_388_700),
        ),
    ]
}

/// Sound cases that look alike.
pub(crate) fn controls() -> Vec<Case> {
    vec![Case::new(
        "rectangle-that-loses-digits-once",
        Expected::passed(),
        |base| drifting(base, 1),
    )]
}

/// A stamp that moves a little in each of some revisions, by no more than writers cut off.
fn drifting(base: &Base, revisions: i32) -> Vec<u8> {
    let area = Rect::from_corners(300.0, 15.0, 500.0, 50.0);
    let stamped = annotated(&base.plain, area, |update| {
        update.add(form_object(&area, "0 0 200 35 re f"))
    });
    let (_, page) = first_page(&stamped);
    let listed = elements(&stamped, &page, "Annots");
    let stamp = listed[0].as_reference().unwrap();
    let entries = dictionary(&stamped, stamp);
    let moved = |bytes: Vec<u8>, revision: i32| {
        let left = 300.0 + 5e-5 * f64::from(revision);
        let rect = [left, area.bottom, area.right, area.top].map(Object::Real);
        let text = written(entries.clone().with("Rect", rect.to_vec()));
        Revision::after(&bytes).object(stamp.number, text).finish()
    };
    (1..=revisions).fold(base.signed(&stamped), moved)
}

/// The document whose first page inherits its resources and boxes.
fn inheriting(bytes: &[u8]) -> Vec<u8> {
    let (id, mut page) = first_page(bytes);
    let above = reference(&page, "Parent");
    let mut node = dictionary(bytes, above);
    for key in ["Resources", "MediaBox", "CropBox"] {
        if let Some(value) = page.remove(key) {
            node.insert(key, value);
        }
    }
    updated(bytes, |update| {
        update.set(id, page);
        update.set(above, node);
    })
}

/// The page draws a copy of its content.
fn copied(base: &Base, number: impl FnOnce(&Revision) -> u32) -> Vec<u8> {
    let (id, page) = first_page(&base.approved);
    let old = reference(&page, "Contents");
    let (_, data) = content(&base.approved);
    let update = Revision::after(&base.approved);
    let number = number(&update);
    let head = format!("<</Length {}{FLATE}>>\nstream\n", data.len());
    let body = [head.as_bytes(), &data, b"\nendstream"].concat();
    let text = written(page).replacen(&format!("{old} R"), &format!("{number} 0 R"), 1);
    update.object(number, body).object(id.number, text).finish()
}

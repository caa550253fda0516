//! Objects in spellings that programs read differently.

use kyso_pdf::{Dictionary, Object, ObjectId};

use super::{BLOCK, PLACE, Prepare, parsed};
use crate::Base;
use crate::edit::{elements, first_page, updated, written};
use crate::revision::{Compressed, Revision};
use crate::signing::form_object;

pub(super) const CASES: &[(&str, &str, Prepare)] = &[
    // The reference is to generation 1, although its line ends like a reference to generation 0.
    ("differs-reference-behind-a-comment", "Lookup", |base| {
        with_looks(base, |look| format!("<</N {look} 1%7 0\nR>>"))
    }),
    // Some programs read 255 digits of the number.
    (
        "differs-reference-of-three-hundred-zeros",
        "Lookup",
        |base| with_looks(base, |look| format!("<</N {}{look} 0 R>>", "0".repeat(300))),
    ),
    ("differs-look-of-a-number-cut-short", "Lookup", |base| {
        // Some programs read 255 digits of it.
        let entry = format!("/Matrix[1 0 0 1 {}9 0]", "0".repeat(300));
        with_written_look(base, &entry, "\nendstream")
    }),
    ("differs-look-of-a-name-cut-short", "Lookup", |base| {
        with_written_look(base, "/Matrix#00[1 0 0 1 9999 0]", "\nendstream")
    }),
    ("differs-packed-look-with-data", "Lookup", |base| {
        with_packed(base, |looks, stamp| {
            stamp.element(looks.0, &format!("{}stream\nx\nendstream", looks.1))
        })
    }),
    (
        "differs-states-of-another-object",
        "AnnotationLook",
        |base| {
            let (id, page) = first_page(&base.plain);
            let mut annotations = elements(&base.plain, &page, "Annots");
            updated(&base.plain, |update| {
                let look = update.add(form_object(&PLACE, BLOCK));
                let states = update.add(Dictionary::new().with("On", look));
                let stamp = parsed("/Type/Annot/Subtype/Stamp/F 4/AS/On")
                    .with("Rect", PLACE.to_object())
                    .with("AP", Dictionary::new().with("N", states));
                annotations.push(update.add(stamp).into());
                update.set(id, page.with("Annots", annotations));
            })
        },
    ),
    (
        "differs-marking-coloured-elsewhere",
        "AnnotationLook",
        |base| {
            let (id, page) = first_page(&base.plain);
            let mut annotations = elements(&base.plain, &page, "Annots");
            updated(&base.plain, |update| {
                let colour = update.add(Object::Array(vec![0.into(), 0.into(), 1.into()]));
                let marking =
                    "/Type/Annot/Subtype/Highlight/F 4/QuadPoints[10 830 60 830 10 780 60 780]";
                let marking = parsed(marking)
                    .with("Rect", PLACE.to_object())
                    .with("C", colour);
                annotations.push(update.add(marking).into());
                update.set(id, page.with("Annots", annotations));
            })
        },
    ),
];

/// Objects that kyso cannot read, or that end elsewhere for some programs: the signer finds no place for a picture on such a page.
pub(super) const UNREADABLE: &[(&str, &str, Prepare)] = &[
    ("differs-look-of-an-odd-entry", "Unreadable", |base| {
        with_written_look(base, "/Odd", "\nendstream")
    }),
    ("differs-look-without-its-end", "Unreadable", |base| {
        with_written_look(base, "", "")
    }),
    ("differs-look-that-ends-twice", "Unreadable", |base| {
        let end = "\nendstream\nq Q\nendstream";
        with_written_look(base, "/Again 1", end)
    }),
    ("differs-packed-look-cut-short", "Unreadable", |base| {
        with_packed(base, |looks, stamp| {
            stamp.element(looks.0, &looks.1[..looks.1.len() - 1])
        })
    }),
    (
        "differs-packed-look-behind-an-unreadable-element",
        "Lookup",
        |base| {
            with_packed(base, |looks, stamp| {
                stamp.unlisted(looks.0 + 9, "]").element(looks.0, looks.1)
            })
        },
    ),
    ("differs-look-of-an-unknown-filter", "DrawnObject", |base| {
        with_written_look(base, "/Filter[null]", "\nendstream")
    }),
];

/// The document with a stamp whose looks `write` writes by the number of a drawing.
fn with_looks(base: &Base, write: fn(u32) -> String) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(&base.plain, |update| {
        look = Some(update.add(form_object(&PLACE, BLOCK)).number);
    });
    let update = Revision::after(&bytes);
    let looks = update.next();
    let bytes = update.object(looks, write(look.unwrap())).finish();
    stamped(&bytes, ObjectId::new(looks, 0))
}

/// The document with a stamp whose look has a further entry, and this end.
fn with_written_look(base: &Base, entry: &str, end: &str) -> Vec<u8> {
    let length = match end {
        // The first of two ends is in the data.
        end if end.contains("q Q") => BLOCK.len() + end.len() - "\nendstream".len(),
        _ => BLOCK.len(),
    };
    let update = Revision::after(&base.plain);
    let look = update.next();
    let form = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 50 50]/Length {length}{entry}>>\nstream\n{BLOCK}{end}"
    );
    let bytes = update.object(look, form).finish();
    stamped(&bytes, Dictionary::new().with("N", ObjectId::new(look, 0)))
}

/// The document with a stamp whose looks are an element of an object stream, which `pack` writes by number and text.
fn with_packed(base: &Base, pack: fn((u32, &str), Compressed) -> Compressed) -> Vec<u8> {
    let mut look = None;
    let bytes = updated(&base.plain, |update| {
        look = Some(update.add(form_object(&PLACE, BLOCK)));
    });
    let looks = written(Dictionary::new().with("N", look.unwrap()));
    let number = Compressed::after(&bytes).next() + 1;
    let bytes = stamped(&bytes, ObjectId::new(number, 0));
    pack((number, &looks), Compressed::after(&bytes)).finish()
}

/// The document with a stamp of these looks.
fn stamped(bytes: &[u8], looks: impl Into<Object>) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let stamp = parsed("/Type/Annot/Subtype/Stamp/F 4")
            .with("Rect", PLACE.to_object())
            .with("AP", looks);
        annotations.push(update.add(stamp).into());
        update.set(id, page.with("Annots", annotations));
    })
}

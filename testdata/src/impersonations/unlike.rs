//! Signed files that programs show differently from the start, and ordinary files
//! that look like them.

use kyso_pdf::{Dictionary, Name, Object, Rect, Update};

use super::playing::annotated;
use crate::edit::{elements, first_page, form, updated};
use crate::expected::Expected;
use crate::signing::form_object;
use crate::{Base, Case};

mod colours;
mod pages;
mod painted;
mod spelled;

type Prepare = fn(&Base) -> Vec<u8>;

pub(super) fn cases() -> Vec<Case> {
    let passed = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("INFORMATION_ONLY");
    let case = |(name, reason, prepare): (&'static str, &'static str, Prepare)| {
        let expected = passed.with_reason(reason);
        Case::new(name, expected, move |base| base.issued_from(&prepare(base)))
    };
    let all = [
        &FIELDS[..],
        ANNOTATIONS,
        painted::CASES,
        colours::CASES,
        pages::CASES,
        spelled::CASES,
    ];
    let issued = all.concat().into_iter().map(case);
    let alone = Expected::passed()
        .with_modifications("none")
        .with_signatures(1)
        .with_status("INFORMATION_ONLY");
    let unreadable = spelled::UNREADABLE.iter().map(|&(name, reason, prepare)| {
        let expected = alone.with_reason(reason);
        Case::new(name, expected, move |base| base.signed(&prepare(base)))
    });
    issued.chain(unreadable).collect()
}

/// Ordinary files: each becomes an original.
pub(crate) fn ordinary() -> Vec<Case> {
    let original = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("ORIGINAL");
    let case = |(name, prepare): (&'static str, Prepare)| {
        Case::new(name, original, move |base| base.issued_from(&prepare(base)))
    };
    let own: [(&'static str, Prepare); 2] = [
        ("ordinary-fields", |base| {
            let empty = field(&base.form, "/FT/Tx", Some(""));
            let filled = field(&empty, "/FT/Tx/V(AAAA)", Some(WORDS));
            let choice = "/FT/Ch/Ff 131072/Opt[[(x)(AAAA)][(y)(BB)]]/V(x)";
            let chosen = field(&filled, choice, Some(WORDS));
            let fixed = field(&chosen, "/FT/Tx/Ff 1/V(1)", Some(WORDS));
            boxed(&fixed, "/V/Yes/AS/Yes/Rect[10 780 26 796]")
        }),
        ("ordinary-annotations", |base| {
            let idle = with_look(&base.plain, "/Subtype/Link/F 4/Border[0 0 0]", "q Q");
            let bare = annotated(&idle, parsed("/Subtype/Link/Border[0 0 1]"));
            let note = small(&bare, "/Subtype/Text/F 28");
            let marking = "/Subtype/Highlight/F 4/C[1 1 0]/QuadPoints[10 830 60 830 10 780 60 780]";
            with_look(&note, marking, "1 1 0 rg 0 0 50 50 re f")
        }),
    ];
    let painted = painted::ORDINARY.iter().chain(colours::ORDINARY).copied();
    own.into_iter().chain(painted).map(case).collect()
}

const FIELDS: [(&str, &str, Prepare); 11] = [
    ("differs-text-of-another-value", "FieldLook", |base| {
        field(&base.form, "/FT/Tx/V(BB)", Some(WORDS))
    }),
    ("differs-text-without-value", "FieldLook", |base| {
        field(&base.form, "/FT/Tx", Some(WORDS))
    }),
    ("differs-value-without-look", "FieldLook", |base| {
        field(&base.form, "/FT/Tx/V(BB)", None)
    }),
    ("differs-password-with-words", "FieldLook", |base| {
        field(&base.form, "/FT/Tx/Ff 8192/V(AAAA)", Some(WORDS))
    }),
    ("differs-choice-of-another-option", "FieldLook", |base| {
        let choice = "/FT/Ch/Ff 131072/Opt[[(x)(AAAA)][(y)(BB)]]/V(y)";
        field(&base.form, choice, Some(WORDS))
    }),
    ("differs-list-without-look", "FieldLook", |base| {
        field(&base.form, "/FT/Ch/Opt[(AAAA)(BB)]", None)
    }),
    ("differs-background-without-look", "FieldLook", |base| {
        field(&base.form, "/FT/Tx/MK<</BG[0 0 0]>>", None)
    }),
    ("differs-box-as-one-drawing", "FieldLook", |base| {
        field(&base.form, "/FT/Btn/V/Off", Some(WORDS))
    }),
    ("differs-box-with-value-and-no-state", "FieldLook", |base| {
        boxed(&base.form, "/V/Yes/Rect[10 780 26 796]")
    }),
    ("differs-box-as-large-as-words", "FieldLook", |base| {
        boxed(&base.form, "/V/Yes/AS/Yes")
    }),
    ("differs-radio-of-another-value", "FieldLook", |base| {
        boxed(&base.form, "/Ff 32768/V/No/AS/Yes/Rect[10 780 26 796]")
    }),
];

const ANNOTATIONS: &[(&str, &str, Prepare)] = &[
    ("differs-stamp-without-look", "AnnotationLook", |base| {
        annotated(&base.plain, parsed("/Subtype/Stamp/F 4/Name/Approved"))
    }),
    ("differs-polygon-without-look", "AnnotationLook", |base| {
        let polygon = "/Subtype/Polygon/F 4/IC[0 0 0]/Vertices[10 780 60 780 35 830]";
        annotated(&base.plain, parsed(polygon))
    }),
    (
        "differs-square-with-an-empty-look",
        "AnnotationLook",
        |base| {
            let square = "/Subtype/Square/F 4/C[0 0 0]/IC[0 0 0]/AP<<>>";
            annotated(&base.plain, parsed(square))
        },
    ),
    ("differs-link-with-a-look", "AnnotationLook", |base| {
        with_look(&base.plain, "/Subtype/Link/F 4/Border[0 0 0]", BLOCK)
    }),
    (
        "differs-link-with-a-wide-border",
        "AnnotationLook",
        |base| annotated(&base.plain, parsed("/Subtype/Link/Border[0 0 40]")),
    ),
    ("differs-popup-left-open", "AnnotationLook", |base| {
        let bytes = small(&base.plain, "/Subtype/Text/F 4/Contents(AAAA AAAA)");
        let parent = elements(&bytes, &first_page(&bytes).1, "Annots").pop();
        let popup = parsed("/Subtype/Popup/F 4/Open true");
        annotated(&bytes, popup.with("Parent", parent.unwrap()))
    }),
    ("differs-look-called-invisible", "AnnotationLook", |base| {
        with_look(&base.plain, "/Subtype/Stamp/F 5", BLOCK)
    }),
    ("differs-look-of-no-kind", "AnnotationLook", |base| {
        with_look(&base.plain, "/F 4", BLOCK)
    }),
    ("differs-look-without-bounds", "AnnotationLook", |base| {
        let mut look = form_object(&PLACE, BLOCK);
        if let Object::Stream(form) = &mut look {
            form.dictionary.remove("BBox");
        }
        shown(&base.plain, "/Subtype/Stamp/F 4", look)
    }),
    ("differs-look-of-no-state", "AnnotationLook", |base| {
        let mut look = None;
        let bytes = updated(&base.plain, |update| {
            look = Some(update.add(form_object(&PLACE, BLOCK)));
        });
        let states = Dictionary::new().with("On", look.unwrap());
        let stamp = parsed("/Subtype/Stamp/F 4");
        annotated(
            &bytes,
            stamp.with("AP", Dictionary::new().with("N", states)),
        )
    }),
    ("differs-marking-in-black", "AnnotationLook", |base| {
        let marking = "/Subtype/Highlight/F 4/C[0 0 0]/QuadPoints[10 830 60 830 10 780 60 780]";
        with_look(&base.plain, marking, "")
    }),
    (
        "differs-stamp-on-a-hidden-layer",
        "LayerMembership",
        |base| {
            let (bytes, layer) = painted::with_layer(&base.plain, "", false);
            let look = form_object(&PLACE, BLOCK);
            let mut form = None;
            let bytes = updated(&bytes, |update| form = Some(update.add(look)));
            let stamp = parsed("/Subtype/Stamp/F 4").with("OC", layer);
            annotated(
                &bytes,
                stamp.with("AP", Dictionary::new().with("N", form.unwrap())),
            )
        },
    ),
];

/// Where `annotated` puts them.
const PLACE: Rect = Rect {
    left: 10.0,
    bottom: 780.0,
    right: 60.0,
    top: 830.0,
};

const WORDS: &str = "/Tx BMC BT /H 12 Tf 2 20 Td (AAAA) Tj ET EMC";
const BLOCK: &str = "0 0 40 40 re f";

/// The document with an annotation that shows a drawing.
fn with_look(bytes: &[u8], entries: &str, content: &str) -> Vec<u8> {
    shown(bytes, entries, form_object(&PLACE, content))
}

/// The document with an annotation of the size of an icon.
fn small(bytes: &[u8], entries: &str) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let place = Rect::from_corners(70.0, 800.0, 90.0, 820.0);
        let note = parsed(entries).with("Rect", place.to_object());
        annotations.push(update.add(note).into());
        update.set(id, page.with("Annots", annotations.clone()));
    })
}

fn shown(bytes: &[u8], entries: &str, look: Object) -> Vec<u8> {
    let mut form = None;
    let bytes = updated(bytes, |update| form = Some(update.add(look)));
    let looks = Dictionary::new().with("N", form.unwrap());
    annotated(&bytes, parsed(entries).with("AP", looks))
}

/// The form with another field, of this look.
fn field(bytes: &[u8], entries: &str, content: Option<&str>) -> Vec<u8> {
    with_field(bytes, entries, |update| {
        let font = Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type1"))
            .with("BaseFont", Name::from("Helvetica"));
        let fonts = Dictionary::new().with("H", update.add(font));
        let mut look = form_object(&PLACE, content?);
        if let Object::Stream(form) = &mut look {
            let resources = Dictionary::new().with("Font", fonts);
            form.dictionary.insert("Resources", resources);
        }
        Some(update.add(look).into())
    })
}

/// The form with a box that has a look for `Yes` and one for `Off`.
fn boxed(bytes: &[u8], entries: &str) -> Vec<u8> {
    with_field(bytes, &format!("/FT/Btn{entries}"), |update| {
        let on = update.add(form_object(&PLACE, BLOCK));
        let off = update.add(form_object(&PLACE, ""));
        Some(Dictionary::new().with("Yes", on).with("Off", off).into())
    })
}

fn with_field(
    bytes: &[u8],
    entries: &str,
    look: impl FnOnce(&mut Update<'_, '_>) -> Option<Object>,
) -> Vec<u8> {
    let (page_id, page) = first_page(bytes);
    let (form_id, form) = form(bytes);
    let mut fields = elements(bytes, &form, "Fields");
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let name = format!("F{}", fields.len());
        let mut field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("T", Object::String(name.into_bytes()))
            .with("DA", Object::String(b"/Helv 12 Tf 0 g".to_vec()))
            .with("F", 4)
            .with("P", page_id)
            .with("Rect", PLACE.to_object());
        for (key, value) in parsed(entries).iter() {
            field.insert(&key.to_string(), value.clone());
        }
        if let Some(look) = look(update) {
            field.insert("AP", Dictionary::new().with("N", look));
        }
        let field = update.add(field);
        fields.push(field.into());
        annotations.push(field.into());
        update.set(form_id, form.with("Fields", fields));
        update.set(page_id, page.with("Annots", annotations));
    })
}

/// A dictionary by its entries as a file writes them.
fn parsed(entries: &str) -> Dictionary {
    let head = format!("%PDF-1.7\n1 0 obj\n<<{entries}>>\nendobj\n");
    let start = head.len();
    let tail = "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n";
    let file = format!("{head}{tail}trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    crate::edit::dictionary(file.as_bytes(), kyso_pdf::ObjectId::new(1, 0))
}

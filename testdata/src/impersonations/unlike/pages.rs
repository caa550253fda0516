//! Pages that programs assemble differently, and numbers that they cut.

use kyso_pdf::{Dictionary, Name, Object, ObjectId};

use super::painted::{layered, with_entry, with_layer};
use super::{BLOCK, PLACE, Prepare, parsed, with_look};
use crate::edit::{catalog, drawing, elements, first_page, updated, written};
use crate::revision::Compressed;
use crate::signing::form_object;

/// The number of an object that its object stream names twice.
const NAMED_TWICE: u32 = 900;

pub(super) const CASES: &[(&str, &str, Prepare)] = &[
    ("differs-signatures-drawn-anew", "NeedAppearances", |base| {
        let (id, root) = catalog(&base.plain);
        updated(&base.plain, |update| {
            let form = update.add(parsed("/Fields[]/SigFlags 3/NeedAppearances true"));
            update.set(id, root.with("AcroForm", form));
        })
    }),
    (
        "differs-look-that-does-not-zoom",
        "AnnotationLook",
        |base| placed(&base.plain, "/Subtype/Stamp/F 12/Rect[0 842 595 842]"),
    ),
    (
        "differs-look-that-stays-upright",
        "AnnotationLook",
        |base| {
            let turned = with_entry(&base.plain, "/Rotate 90");
            placed(&turned, "/Subtype/Stamp/F 20/Rect[10 780 60 830]")
        },
    ),
    ("differs-note-as-large-as-words", "AnnotationLook", |base| {
        with_look(&base.plain, "/Subtype/Text/F 4", BLOCK)
    }),
    ("differs-flags-beyond-32-bits", "AnnotationLook", |base| {
        with_look(&base.plain, "/Subtype/Stamp/F 4294967302", BLOCK)
    }),
    ("differs-area-beyond-32-bits", "AnnotationLook", |base| {
        placed(&base.plain, "/Subtype/Stamp/F 4/Rect[0 0 595 4294968138]")
    }),
    ("differs-page-beyond-32-bits", "PageEntries", |base| {
        with_entry(&base.plain, "/CropBox[0 0 595 4294967696]")
    }),
    ("differs-turn-beyond-32-bits", "PageEntries", |base| {
        with_entry(&base.plain, "/Rotate 193273528410")
    }),
    ("differs-page-of-five-numbers", "PageEntries", |base| {
        with_entry(&base.plain, "/MediaBox[0 0 300 400 1]")
    }),
    ("differs-page-cut-elsewhere", "PageEntries", |base| {
        with_entry(&base.plain, "/CropBox[1000 1000 2000 2000]")
    }),
    ("differs-page-of-another-parent", "PageEntries", |base| {
        let (id, page) = first_page(&base.plain);
        let node = Dictionary::new()
            .with("Type", Name::from("Pages"))
            .with("Rotate", 90)
            .with("Kids", vec![Object::from(id)])
            .with("Count", 1);
        updated(&base.plain, |update| {
            let node = update.add(node);
            update.set(id, page.with("Parent", node));
        })
    }),
    ("differs-content-in-an-inner-list", "PageEntries", |base| {
        let (id, page) = first_page(&base.plain);
        let mut parts = match page.get("Contents") {
            Some(Object::Array(parts)) => parts.clone(),
            own => own.cloned().into_iter().collect(),
        };
        updated(&base.plain, |update| {
            let block = update.add(drawing(BLOCK));
            parts.push(Object::Array(vec![block.into()]));
            update.set(id, page.with("Contents", parts));
        })
    }),
    ("differs-content-of-another-generation", "Lookup", |base| {
        let (id, page) = first_page(&base.plain);
        updated(&base.plain, |update| {
            let block = update.add(drawing(BLOCK));
            let own = page.get("Contents").cloned().unwrap();
            let parts = vec![own, ObjectId::new(block.number, 2).into()];
            update.set(id, page.with("Contents", parts));
        })
    }),
    (
        "differs-annotations-behind-two-references",
        "Lookup",
        |base| {
            let (id, page) = first_page(&base.plain);
            updated(&base.plain, |update| {
                let look = update.add(form_object(&PLACE, BLOCK));
                let stamp = parsed("/Type/Annot/Subtype/Stamp/F 4/Rect[0 767 75 842]")
                    .with("P", id)
                    .with("AP", Dictionary::new().with("N", look));
                let stamp = update.add(stamp);
                let list = update.add(Object::Array(vec![stamp.into()]));
                let reference = update.add(Object::Reference(list));
                update.set(id, page.with("Annots", reference));
            })
        },
    ),
    ("differs-annotation-named-twice", "Lookup", |base| {
        let (id, page) = first_page(&base.plain);
        let stamp = ObjectId::new(NAMED_TWICE, 0);
        let mut look = None;
        let bytes = updated(&base.plain, |update| {
            look = Some(update.add(form_object(&PLACE, BLOCK)));
            update.set(id, page.with("Annots", vec![Object::from(stamp)]));
        });
        let stamp = parsed("/Type/Annot/Subtype/Stamp/F 4/Rect[0 767 75 842]")
            .with("AP", Dictionary::new().with("N", look.unwrap()));
        let update = Compressed::after(&bytes).element(NAMED_TWICE, "null");
        update.unlisted(NAMED_TWICE, &written(stamp)).finish()
    }),
    ("differs-flags-behind-two-references", "Lookup", |base| {
        let (id, page) = first_page(&base.plain);
        updated(&base.plain, |update| {
            let look = update.add(form_object(&PLACE, BLOCK));
            let hidden = update.add(Object::from(2));
            let flags = update.add(Object::Reference(hidden));
            let stamp = parsed("/Type/Annot/Subtype/Stamp/Rect[0 767 75 842]")
                .with("P", id)
                .with("F", flags)
                .with("AP", Dictionary::new().with("N", look));
            let stamp = update.add(stamp);
            update.set(id, page.with("Annots", vec![Object::from(stamp)]));
        })
    }),
    ("differs-resources-of-null", "PageEntries", |base| {
        let (id, page) = first_page(&base.plain);
        let node = page.get("Parent").and_then(Object::as_reference).unwrap();
        let above = crate::edit::dictionary(&base.plain, node);
        let resources = page.get("Resources").unwrap().clone();
        updated(&base.plain, |update| {
            update.set(node, above.with("Resources", resources));
            update.set(id, page.with("Resources", Object::Null));
        })
    }),
    ("differs-annotations-of-no-list", "PageEntries", |base| {
        let (id, page) = first_page(&base.plain);
        updated(&base.plain, |update| {
            update.set(id, page.with("Annots", Dictionary::new()));
        })
    }),
    (
        "differs-layers-beside-an-unlisted-one",
        "LayerMembership",
        |base| {
            let mut unlisted = None;
            let bytes = updated(&base.plain, |update| {
                unlisted = Some(update.add(parsed("/Type/OCG/Name(B)")));
            });
            let list = format!("/OCGs[LAYER {} 0 R]", unlisted.unwrap().number);
            layered(&bytes, "", false, &list)
        },
    ),
    ("differs-layer-named-twice", "LayerMembership", |base| {
        layered(&base.plain, "", false, "/OCGs[LAYER LAYER]")
    }),
    ("differs-layers-beside-nothing", "LayerMembership", |base| {
        layered(&base.plain, "", false, "/OCGs[LAYER null]")
    }),
    (
        "differs-membership-among-layers",
        "LayerMembership",
        |base| {
            let (bytes, _) = with_layer(&base.plain, "", false);
            let (id, root) = catalog(&bytes);
            let properties = root.get("OCProperties").and_then(Object::as_dictionary);
            let properties = properties.unwrap().clone();
            let mut layers = elements(&bytes, &properties, "OCGs");
            updated(&bytes, |update| {
                let membership = Dictionary::new()
                    .with("Type", Name::from("OCMD"))
                    .with("OCGs", layers[0].clone());
                layers.push(update.add(membership).into());
                let properties = properties.with("OCGs", layers);
                update.set(id, root.with("OCProperties", properties));
            })
        },
    ),
];

/// The document with an annotation where its entries say.
fn placed(bytes: &[u8], entries: &str) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let look = update.add(form_object(&PLACE, BLOCK));
        let annotation = parsed(entries)
            .with("Type", Name::from("Annot"))
            .with("P", id)
            .with("AP", Dictionary::new().with("N", look));
        annotations.push(update.add(annotation).into());
        update.set(id, page.with("Annots", annotations));
    })
}

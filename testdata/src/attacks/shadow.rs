//! Shadow attacks: the document was prepared before it was signed, so that a
//! small update hides, replaces, or shows something.

mod disguised;
mod layers;
pub(crate) mod missed;
mod replaced;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect};

use crate::edit::{
    BLACK, catalog, content_of, drawing, elements, first_page, reference, updated, written_drawing,
};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::signing::form_object;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = hide();
    cases.extend(replaced::cases());
    cases.extend(layers::cases());
    cases.extend(hide_and_replace());
    cases.extend(disguised::other_names());
    cases.extend(disguised::posing_as_structure());
    cases.extend(missed::cases());
    Family {
        name: "shadow",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");
const ADDED: Expected = Expected::altered("Added");

/// The signed view hides something behind an overlay that the update removes.
fn hide() -> Vec<Case> {
    vec![
        Case::new("overlay-annotation-removed", REPLACED, |base| {
            let (signed, _) = with_overlay(base);
            let (id, page) = first_page(&signed);
            let mut annotations = elements(&signed, &page, "Annots");
            annotations.remove(0);
            updated(&signed, |update| {
                update.set(id, page.with("Annots", annotations))
            })
        }),
        Case::new(
            "overlay-picture-freed",
            Expected::altered("Removed"),
            |base| {
                let (signed, look) = with_overlay(base);
                Revision::after(&signed).free(look.number, 1).finish()
            },
        ),
        Case::new("overlay-picture-emptied", REPLACED, |base| {
            let (signed, look) = with_overlay(base);
            updated(&signed, |update| update.set(look, form_object(&PAGE, "")))
        }),
        Case::new("overlay-layer-switched-off", REPLACED, |base| {
            let (id, entries) = catalog(&base.plain);
            let mut layers = None;
            let prepared = updated(&base.plain, |update| {
                let properties = Dictionary::new().with("D", Dictionary::new());
                let properties = update.add(properties);
                layers = Some(properties);
                update.set(id, entries.with("OCProperties", properties));
            });
            let signed = base.signed(&prepared);
            updated(&signed, |update| {
                let state = Dictionary::new().with("BaseState", Name::from("OFF"));
                update.set(layers.unwrap(), Dictionary::new().with("D", state));
            })
        }),
    ]
}

/// Two documents in one file: the update switches from one to the other.
fn hide_and_replace() -> Vec<Case> {
    vec![
        Case::new(
            "hidden-page-tree-shown-by-the-trailer",
            Expected::hidden(),
            |base| {
                let (signed, hidden) = with_hidden_catalog(base);
                Revision::after(&signed).root(hidden.number).finish()
            },
        ),
        Case::new("hidden-page-tree-shown-by-the-catalog", REPLACED, |base| {
            let (signed, hidden) = with_hidden_catalog(base);
            let pages = reference(&crate::edit::dictionary(&signed, hidden), "Pages");
            let (id, entries) = catalog(&signed);
            updated(&signed, |update| {
                update.set(id, entries.with("Pages", pages))
            })
        }),
        // The signed bytes hold a second object of the same number that no
        // entry names: the update is a table and nothing else.
        Case::new("hidden-twin-shown-by-an-entry", REPLACED, |base| {
            let content = content_of(&first_page(&base.plain).1).number;
            let twin = format!("{content} 0 obj\n{}\nendobj\n", written_drawing(BLACK));
            let revision = Revision::after(&base.plain);
            let at = revision.position();
            let number = revision.next();
            let prepared = revision.bytes(twin).object(number, "null").finish();
            let signed = base.signed(&prepared);
            Revision::after(&signed).entry(content, at, 0).finish()
        }),
        Case::new("awaited-object-arrives", ADDED, |base| {
            let (signed, missing) = awaiting(base, 0);
            updated(&signed, |update| update.set(missing, drawing(BLACK)))
        }),
        Case::new("freed-object-comes-back", ADDED, |base| {
            let (signed, missing) = awaiting(base, 1);
            let body = written_drawing(BLACK);
            Revision::after(&signed)
                .generation(missing.number, 1, body)
                .finish()
        }),
        Case::new("awaited-object-arrives-as-validation-data", ADDED, |base| {
            let (signed, missing) = awaiting(base, 0);
            let (id, entries) = catalog(&signed);
            updated(&signed, |update| {
                update.set(missing, drawing(BLACK));
                let store = Dictionary::new().with("Certs", vec![Object::Reference(missing)]);
                update.set(id, entries.with("DSS", store));
            })
        }),
    ]
}

/// Signed with a white annotation over the text; gives the overlay's drawing.
fn with_overlay(base: &Base) -> (Vec<u8>, ObjectId) {
    let (id, page) = first_page(&base.plain);
    let mut look = None;
    let prepared = updated(&base.plain, |update| {
        let white = update.add(form_object(&PAGE, "1 g 0 0 595 842 re f"));
        look = Some(white);
        let note = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Stamp"))
            .with("F", 4_i64)
            .with("AP", Dictionary::new().with("N", white))
            .with("Rect", PAGE.to_object());
        let note = update.add(note);
        update.set(id, page.with("Annots", vec![Object::Reference(note)]));
    });
    (base.signed(&prepared), look.unwrap())
}

/// Signed with a second catalog and page tree that nothing refers to.
fn with_hidden_catalog(base: &Base) -> (Vec<u8>, ObjectId) {
    let (_, entries) = catalog(&base.plain);
    let (_, page) = first_page(&base.plain);
    let mut hidden = None;
    let prepared = updated(&base.plain, |update| {
        let content = update.add(drawing(BLACK));
        let tree = update.reserve();
        let leaf = page.with("Contents", content).with("Parent", tree);
        let leaf = update.add(leaf);
        let node = Dictionary::new()
            .with("Type", Name::from("Pages"))
            .with("Kids", vec![Object::Reference(leaf)])
            .with("Count", 1_i64);
        update.set(tree, node);
        hidden = Some(update.add(entries.with("Pages", tree)));
    });
    (base.signed(&prepared), hidden.unwrap())
}

/// Signed while the page refers to an object that is not there, or free.
fn awaiting(base: &Base, generation: u16) -> (Vec<u8>, ObjectId) {
    let (id, page) = first_page(&base.plain);
    let missing = ObjectId::new(500, generation);
    let content = vec![content_of(&page).into(), Object::Reference(missing)];
    let mut prepared = updated(&base.plain, |update| {
        update.set(id, page.with("Contents", content));
    });
    if generation > 0 {
        prepared = Revision::after(&prepared)
            .free(missing.number, generation)
            .finish();
    }
    (base.signed(&prepared), missing)
}
const PAGE: Rect = Rect {
    left: 0.0,
    bottom: 0.0,
    right: 595.0,
    top: 842.0,
};

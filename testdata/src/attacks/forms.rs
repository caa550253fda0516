//! Form fields that change after the signature, or that show something else
//! than their value.

pub(crate) mod defaults;
pub(crate) mod renamed_glyphs;
pub(crate) mod unlisted;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use crate::edit::{elements, first_page, form, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object, transform};
use crate::{Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = locked();
    cases.extend(beyond_filling());
    cases.extend(defaults::cases());
    cases.extend(unlisted::cases());
    cases.extend(renamed_glyphs::cases());
    Family {
        name: "form",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");

/// Fields that the signature protects.
fn locked() -> Vec<Case> {
    let protected = |name, protect: fn(Signing<'_>) -> Signing<'_>| {
        Case::new(name, REPLACED, move |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            filled(&protect(signing).sign(&base.form), "So", "05", "(05) Tj")
        })
    };
    vec![
        protected("no-changes-but-filled", |signing| signing.certify(1)),
        protected("field-mdp-of-all-but-filled", |signing| {
            signing.entry("Reference", vec![field_mdp("All", None)])
        }),
        protected("field-mdp-including-but-filled", |signing| {
            signing.entry("Reference", vec![field_mdp("Include", Some("So"))])
        }),
        protected("field-mdp-excluding-others-but-filled", |signing| {
            signing.entry("Reference", vec![field_mdp("Exclude", Some("Ngay"))])
        }),
        protected("lock-of-all-but-filled", |signing| {
            signing.field_entry("Lock", lock("All", None))
        }),
        protected("lock-including-but-filled", |signing| {
            signing.field_entry("Lock", lock("Include", Some("So")))
        }),
        protected("lock-without-changes-but-filled", |signing| {
            signing.field_entry("Lock", lock("Include", Some("Ngay")).with("P", 1_i64))
        }),
        Case::new(
            "lock-naming-the-field-of-a-new-signature",
            Expected::altered("SignatureField").with_signatures(2),
            |base| {
                let lock = lock("Include", Some("ConDau1"));
                let person = Signing::new(&base.office.person, "NguoiKy1");
                let approved = person
                    .look(Look::Signature)
                    .field_entry("Lock", lock)
                    .sign(&base.plain);
                Signing::new(&base.office.agency, "ConDau1")
                    .look(Look::Seal)
                    .sign(&approved)
            },
        ),
    ]
}

/// What form filling (P=2) does not include.
fn beyond_filling() -> Vec<Case> {
    let changed = |name, change: fn(Dictionary) -> Dictionary| {
        Case::new(name, REPLACED, move |base| {
            let certified = base.certified(&base.form, 2);
            let (id, entries) = text_field(&certified, "So");
            updated(&certified, |update| update.set(id, change(entries)))
        })
    };
    vec![
        changed("field-moved", |field| {
            field.with(
                "Rect",
                Rect::from_corners(80.0, 400.0, 500.0, 700.0).to_object(),
            )
        }),
        changed("field-hidden", |field| field.with("F", 2_i64)),
        changed("field-renamed", |field| {
            field.with("T", Object::String(b"X".to_vec()))
        }),
        changed("field-of-another-type", |field| {
            field.with("FT", Name::from("Btn"))
        }),
        changed("field-with-action", |field| {
            let action = Dictionary::new().with("S", Name::from("Launch"));
            field.with("A", action)
        }),
        changed("field-in-another-font", |field| {
            field.with("DA", Object::String(b"/ZaDb 40 Tf 1 g".to_vec()))
        }),
        changed("field-with-another-page", |field| {
            field.with("P", ObjectId::new(4, 0))
        }),
        changed("field-as-free-text", |field| {
            field.with("Subtype", Name::from("FreeText"))
        }),
        Case::new("field-removed", REPLACED, |base| {
            let certified = base.certified(&base.form, 2);
            let (id, form) = form(&certified);
            let fields = elements(&certified, &form, "Fields");
            updated(&certified, |update| {
                update.set(id, form.with("Fields", fields[1..].to_vec()))
            })
        }),
        Case::new("field-added", REPLACED, |base| {
            with_field(&base.certified(&base.form, 2))
        }),
        Case::new("fields-drawn-anew", REPLACED, |base| {
            let certified = base.certified(&base.form, 2);
            let (id, form) = form(&certified);
            updated(&certified, |update| {
                update.set(id, form.with("NeedAppearances", true))
            })
        }),
        filled_as("filled-without-bounds", |look| {
            look.insert("BBox", Object::Null);
        }),
        filled_as("filled-with-empty-bounds", |look| {
            look.insert("BBox", vec![Object::from(0); 4]);
        }),
        filled_as("filled-with-bounds-turned-flat", |look| {
            let flat = [1, 0, 0, 0, 0, 0].map(Object::from);
            look.insert("Matrix", flat.to_vec());
        }),
        overpainted("value-beside-a-filling", "1 g 0 0 130 20 re f"),
        overpainted("value-in-light-blocks", "1 g BT /ZaDb 300 Tf (n) Tj ET"),
        overpainted(
            "value-in-thick-outlines",
            "1 G 300 w BT 1 Tr /Helv 9 Tf (n) Tj ET",
        ),
        Case::new("value-in-drawn-letters", REPLACED, |base| {
            in_drawn_letters(&base.certified(&base.form, 2))
        }),
        overpainted("value-beside-a-form", "/A Do"),
        overpainted(
            "value-in-a-membership-of-the-operator",
            "/OC <</Type/OCMD/OCGs[]>> BDC BT 0 g /Helv 9 Tf (05) Tj ET EMC",
        ),
        overpainted("value-beside-a-shading", "/A sh"),
        overpainted("value-beside-a-picture", "BI /W 1 /H 1 ID x EI"),
        Case::new("look-left-behind-that-hides-the-page", REPLACED, |base| {
            filled_twice(&base.certified(&base.form, 2), "So", "1 g 0 0 130 20 re f")
        }),
        Case::new(
            "look-left-behind-that-another-field-shows",
            REPLACED,
            |base| {
                let look = look_of(&base.form, "So");
                let (id, entries) = text_field(&base.form, "Ngay");
                let shared = updated(&base.form, |update| {
                    update.set(id, entries.with("AP", Dictionary::new().with("N", look)));
                });
                filled_twice(&base.certified(&shared, 2), "So", LEFT)
            },
        ),
        Case::new("look-left-behind-of-a-value-that-stays", REPLACED, |base| {
            let signed = base.certified(&filled(&base.form, "So", "05", "(05) Tj"), 2);
            let look = look_of(&signed, "So");
            let (id, entries) = text_field(&signed, "So");
            updated(&signed, |update| {
                let area = Rect::from_corners(0.0, 0.0, 130.0, 20.0);
                update.set(look, form_object(&area, LEFT));
                let other = update.add(form_object(&area, LEFT));
                update.set(id, entries.with("AP", Dictionary::new().with("N", other)));
            })
        }),
        Case::new(
            "default-resources-complete-an-appearance",
            REPLACED,
            default_resources_complete,
        ),
        Case::new("default-font-swapped", REPLACED, |base| {
            let certified = base.certified(&base.form, 2);
            let (id, form) = form(&certified);
            let font = Dictionary::new().with("Helv", Dictionary::new());
            let resources = Dictionary::new().with("Font", font);
            updated(&certified, |update| {
                update.set(id, form.with("DR", resources))
            })
        }),
    ]
}

/// A field on blank paper, filled in with an appearance that `change` altered.
fn filled_as(name: &'static str, change: fn(&mut Dictionary)) -> Case {
    Case::new(name, REPLACED, move |base| {
        let signed = base.certified(&base.form, 2);
        let (id, entries) = text_field(&signed, "So");
        updated(&signed, |update| {
            let area = Rect::from_corners(0.0, 0.0, 130.0, 20.0);
            let words = "BT 0 g /Helv 12 Tf 1 0 0 1 80 500 Tm (5 000 000 000) Tj ET";
            let mut look = form_object(&area, words);
            if let Object::Stream(look) = &mut look {
                change(&mut look.dictionary);
            }
            let look = Dictionary::new().with("N", update.add(look));
            let value = Object::String(b"05".to_vec());
            update.set(id, entries.with("V", value).with("AP", look));
        })
    })
}

/// Fills a field in with Type 3 glyphs, which can draw anything, in a font whose name is no text.
fn in_drawn_letters(signed: &[u8]) -> Vec<u8> {
    let (id, entries) = text_field(signed, "So");
    updated(signed, |update| {
        let font = Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type3"))
            .with("CharProcs", Dictionary::new());
        let mut fonts = Dictionary::new();
        fonts.insert_name(Name::from(b"F\xE9".to_vec()), update.add(font).into());
        let area = Rect::from_corners(0.0, 0.0, 130.0, 20.0);
        let resources = Dictionary::new().with("Font", fonts);
        let dictionary = match form_object(&area, "") {
            Object::Stream(form) => form.dictionary.with("Resources", resources),
            _ => resources,
        };
        let content = b"BT 0 g /F\xE9 12 Tf (5) Tj ET".to_vec();
        let look = update.add(Stream::new(dictionary, content));
        let value = Object::String(b"05".to_vec());
        let look = Dictionary::new().with("N", look);
        update.set(id, entries.with("V", value).with("AP", look));
    })
}

/// Fills a field in with an appearance that hides the page below it.
fn overpainted(name: &'static str, look: &'static str) -> Case {
    Case::new(name, REPLACED, move |base| {
        let (id, entries) = text_field(&base.form, "So");
        let area = Rect::from_corners(80.0, 400.0, 500.0, 700.0);
        let prepared = updated(&base.form, |update| {
            update.set(id, entries.with("Rect", area.to_object()))
        });
        let signed = Signing::new(&base.office.person, "NguoiKy1").certify(2);
        let signed = signed.sign(&prepared);
        let (id, entries) = text_field(&signed, "So");
        updated(&signed, |update| {
            let look = update.add(form_object(&area, look));
            let value = Object::String(b" ".to_vec());
            let look = Dictionary::new().with("N", look);
            update.set(id, entries.with("V", value).with("AP", look));
        })
    })
}

/// A signed appearance draws an XObject that its resources lack, and the form
/// provides it later.
fn default_resources_complete(base: &crate::Base) -> Vec<u8> {
    let area = Rect::from_corners(0.0, 0.0, 595.0, 842.0);
    let (id, entries) = text_field(&base.form, "So");
    let prepared = updated(&base.form, |update| {
        let look = update.add(form_object(&area, "/A Do"));
        let look = Dictionary::new().with("N", look);
        update.set(id, entries.with("AP", look).with("Rect", area.to_object()));
    });
    let signed = base.signed(&prepared);
    let (id, form) = form(&signed);
    updated(&signed, |update| {
        let drawn = update.add(form_object(&area, crate::edit::BLACK));
        let resources = form.get("DR").and_then(Object::as_dictionary).cloned();
        let objects = Dictionary::new().with("A", drawn);
        let resources = resources.unwrap().with("XObject", objects);
        update.set(id, form.with("DR", resources));
    })
}

/// `FieldMDP` (ISO 32000-2, table 258).
pub(crate) fn field_mdp(action: &str, field: Option<&str>) -> Object {
    let parameters = lock(action, field)
        .with("Type", Name::from("TransformParams"))
        .with("V", Name::from("1.2"));
    transform("FieldMDP", parameters.into())
}

/// A field lock dictionary (ISO 32000-2, table 236).
pub(crate) fn lock(action: &str, field: Option<&str>) -> Dictionary {
    let lock = Dictionary::new()
        .with("Type", Name::from("SigFieldLock"))
        .with("Action", Name::from(action));
    match field {
        Some(field) => lock.with("Fields", vec![Object::String(field.as_bytes().to_vec())]),
        None => lock,
    }
}

/// The field of this name.
pub(crate) fn text_field(bytes: &[u8], name: &str) -> (ObjectId, Dictionary) {
    let (_, form) = form(bytes);
    let fields = elements(bytes, &form, "Fields");
    let mut found = fields.iter().map(|field| {
        let id = field.as_reference().unwrap();
        (id, crate::edit::dictionary(bytes, id))
    });
    let named =
        |field: &Dictionary| field.get("T").and_then(Object::as_string) == Some(name.as_bytes());
    found
        .find(|(_, field)| named(field))
        .expect("a field of this name")
}

/// Fills a text field with a value and a look.
pub(crate) fn filled(bytes: &[u8], name: &str, value: &str, look: &str) -> Vec<u8> {
    let (id, entries) = text_field(bytes, name);
    updated(bytes, |update| {
        let content = format!("/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td {look} ET Q EMC");
        let rect = Rect::from_corners(0.0, 0.0, 130.0, 20.0);
        let look = update.add(form_object(&rect, &content));
        let value = Object::String(value.as_bytes().to_vec());
        let look = Dictionary::new().with("N", look);
        update.set(id, entries.with("V", value).with("AP", look));
    })
}

/// What a field showed before it was filled in again.
pub(crate) const LEFT: &str = "/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td (04) Tj ET Q EMC";

/// Fills a text field in place with the look `left`, then with a value and a look of its own, and saves it once.
pub(crate) fn filled_twice(bytes: &[u8], name: &str, left: &str) -> Vec<u8> {
    let look = look_of(bytes, name);
    let (id, entries) = text_field(bytes, name);
    updated(bytes, |update| {
        let area = Rect::from_corners(0.0, 0.0, 130.0, 20.0);
        update.set(look, form_object(&area, left));
        let content = "/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td (05) Tj ET Q EMC";
        let shown = update.add(form_object(&area, content));
        let value = Object::String(b"05".to_vec());
        let shown = Dictionary::new().with("N", shown);
        update.set(id, entries.with("V", value).with("AP", shown));
    })
}

/// The look that a field shows.
fn look_of(bytes: &[u8], name: &str) -> ObjectId {
    let (_, entries) = text_field(bytes, name);
    let looks = entries.get("AP").and_then(Object::as_dictionary).unwrap();
    crate::edit::reference(looks, "N")
}

/// A text field that was not there, over the text of the page.
pub(crate) fn with_field(bytes: &[u8]) -> Vec<u8> {
    let (page_id, page) = first_page(bytes);
    let (form_id, form) = form(bytes);
    let rect = Rect::from_corners(80.0, 400.0, 500.0, 700.0);
    updated(bytes, |update| {
        let look = update.add(form_object(&rect, "1 g 0 0 420 300 re f"));
        let field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Tx"))
            .with("T", Object::String(b"Moi".to_vec()))
            .with("V", Object::String(b"5 000 000 000".to_vec()))
            .with("F", 4_i64)
            .with("P", page_id)
            .with("AP", Dictionary::new().with("N", look))
            .with("Rect", rect.to_object());
        let field = update.add(field);
        let mut fields = elements(bytes, &form, "Fields");
        fields.push(field.into());
        update.set(form_id, form.clone().with("Fields", fields));
        let mut annotations = elements(bytes, &page, "Annots");
        annotations.push(field.into());
        update.set(page_id, page.clone().with("Annots", annotations));
    })
}

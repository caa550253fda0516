//! Signature fields that an update removes, shares, exchanges or hides.

use kyso_pdf::{Dictionary, Name, Object, Rect};

use crate::edit::{catalog, elements, field, first_page, form, page_at, reference, updated};
use crate::expected::Expected;
use crate::office::impostor;
use crate::revision::Revision;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = taken_away();
    cases.extend(changed());
    cases.extend(exchanged());
    cases.extend(listed_otherwise());
    Family {
        name: "field",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");

/// No field leads to the signature any more.
fn taken_away() -> Vec<Case> {
    let hidden = Expected::hidden();
    let entry = |name, change: fn(Dictionary) -> Dictionary| {
        Case::new(name, hidden, move |base| {
            let (id, entries) = field(&base.approved, 0);
            updated(&base.approved, |update| update.set(id, change(entries)))
        })
    };
    vec![
        entry("signature-value-removed", |mut field| {
            field.remove("V");
            field
        }),
        entry("signature-field-of-another-type", |field| {
            field.with("FT", Name::from("Tx"))
        }),
        entry("signature-field-without-type", |mut field| {
            field.remove("FT");
            field
        }),
        Case::new("form-removed", hidden, |base| {
            let (id, mut entries) = catalog(&base.approved);
            entries.remove("AcroForm");
            updated(&base.approved, |update| update.set(id, entries))
        }),
        Case::new("fields-emptied", hidden, |base| {
            let (id, form) = form(&base.approved);
            updated(&base.approved, |update| {
                update.set(id, form.with("Fields", Vec::new()))
            })
        }),
        Case::new("dictionary-freed", hidden, |base| {
            let value = reference(&field(&base.approved, 0).1, "V");
            Revision::after(&base.approved)
                .free(value.number, 1)
                .finish()
        }),
        Case::new("field-freed", hidden, |base| {
            let (id, _) = field(&base.approved, 0);
            Revision::after(&base.approved).free(id.number, 1).finish()
        }),
        Case::new("one-of-two-taken-away", REPLACED, |base| {
            let (id, form) = form(&base.issued);
            let fields = elements(&base.issued, &form, "Fields");
            updated(&base.issued, |update| {
                update.set(id, form.with("Fields", fields[..1].to_vec()))
            })
        }),
    ]
}

/// The field stays, but an update changes it.
fn changed() -> Vec<Case> {
    let entry = |name, change: fn(Dictionary) -> Dictionary| {
        Case::new(name, REPLACED, move |base| {
            let (id, entries) = field(&base.approved, 0);
            updated(&base.approved, |update| update.set(id, change(entries)))
        })
    };
    vec![
        entry("widget-hidden", |field| field.with("F", 2_i64)),
        entry("widget-moved", |field| {
            field.with("Rect", Rect::from_corners(0.0, 0.0, 90.0, 90.0).to_object())
        }),
        entry("widget-without-picture", |mut field| {
            field.remove("AP");
            field
        }),
        entry("widget-on-a-layer", |field| {
            field.with("OC", Dictionary::new())
        }),
        entry("signature-field-renamed", |field| {
            field.with("T", Object::String(b"X".to_vec()))
        }),
        entry("lock-added", |field| field.with("Lock", Dictionary::new())),
        Case::new("widget-taken-from-the-page", REPLACED, |base| {
            let (id, page) = first_page_of_widget(&base.approved);
            updated(&base.approved, |update| {
                update.set(id, page.with("Annots", Vec::new()))
            })
        }),
        Case::new("widget-on-another-page-too", REPLACED, |base| {
            let (widget, _) = field(&base.approved, 0);
            let (id, page) = first_page(&base.approved);
            let mut annotations = elements(&base.approved, &page, "Annots");
            annotations.push(widget.into());
            updated(&base.approved, |update| {
                update.set(id, page.with("Annots", annotations))
            })
        }),
    ]
}

fn exchanged() -> Vec<Case> {
    let stranger = Expected::doubtful("NO_CERTIFICATE_CHAIN_FOUND", "SignatureHidden");
    vec![
        Case::new("two-dictionaries-on-one-field", stranger, |base| {
            let (id, _) = field(&base.approved, 0);
            Signing::new(&impostor().person, "NguoiKy1").sign_in(&base.approved, id)
        }),
        Case::new("field-of-the-same-name", Expected::altered(""), |base| {
            with_empty_field(&base.approved, "NguoiKy1")
        }),
        Case::new(
            "one-dictionary-in-two-fields",
            Expected::malformed("SharedValue"),
            |base| {
                let value = reference(&field(&base.approved, 0).1, "V");
                with_field(&base.approved, "Moi", Some(value.into()))
            },
        ),
    ]
}

/// Pages whose annotations programs find elsewhere than in the page's own list.
fn listed_otherwise() -> Vec<Case> {
    vec![
        Case::new(
            "annotations-of-the-node-above-pushed-out",
            REPLACED.with_signatures(2),
            |base| {
                let prepared = handing_down(&base.plain);
                signed_on_last_page(base, &base.signed(&prepared))
            },
        ),
        Case::new(
            "annotations-of-no-list-replaced",
            REPLACED.with_signatures(2),
            |base| {
                let prepared = with_annotations(&base.plain, Dictionary::new());
                signed_on_last_page(base, &base.signed(&prepared))
            },
        ),
        Case::new("annotations-turned-into-no-list", REPLACED, |base| {
            with_annotations(&base.signed(&base.plain), Dictionary::new())
        }),
    ]
}

/// Similar pages that carry a signature.
pub(crate) fn controls() -> Vec<Case> {
    let permitted = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2);
    vec![
        Case::new(
            "annotations-of-the-node-above-stay-out",
            permitted,
            |base| {
                let own = with_annotations(&base.plain, Vec::new());
                signed_on_last_page(base, &base.signed(&handing_down(&own)))
            },
        ),
        Case::new("annotations-of-null-replaced", permitted, |base| {
            let prepared = with_annotations(&base.plain, Object::Null);
            signed_on_last_page(base, &base.signed(&prepared))
        }),
    ]
}

/// The document whose last page has these annotations.
fn with_annotations(bytes: &[u8], annotations: impl Into<Object>) -> Vec<u8> {
    let (id, page) = page_at(bytes, 1);
    updated(bytes, |update| {
        update.set(id, page.with("Annots", annotations));
    })
}

/// The document whose pages inherit an annotation from the node above them.
fn handing_down(bytes: &[u8]) -> Vec<u8> {
    let node = reference(&page_at(bytes, 1).1, "Parent");
    let entries = crate::edit::dictionary(bytes, node);
    updated(bytes, |update| {
        let area = Rect::from_corners(80.0, 600.0, 300.0, 700.0);
        let look = update.add(form_object(&area, "0 0 200 80 re f"));
        let stamp = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Stamp"))
            .with("F", 4)
            .with("Rect", area.to_object())
            .with("AP", Dictionary::new().with("N", look));
        let stamps = vec![Object::from(update.add(stamp))];
        update.set(node, entries.with("Annots", stamps));
    })
}

/// Another signature on blank paper of the last page.
fn signed_on_last_page(base: &Base, bytes: &[u8]) -> Vec<u8> {
    let area = Rect::from_corners(80.0, 20.0, 300.0, 50.0);
    let look = Look::Drawing(area, "BT /F1 12 Tf 10 10 Td (DEN 05) Tj ET");
    Signing::new(&base.office.agency, "Den1")
        .on_page(1)
        .look(look)
        .sign(bytes)
}

/// A new empty signature field, without a widget's size.
pub(crate) fn with_empty_field(bytes: &[u8], name: &str) -> Vec<u8> {
    with_field(bytes, name, None)
}

fn with_field(bytes: &[u8], name: &str, value: Option<Object>) -> Vec<u8> {
    let (id, form) = form(bytes);
    updated(bytes, |update| {
        let mut field = Dictionary::new()
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(name.as_bytes().to_vec()));
        if let Some(value) = value {
            field.insert("V", value);
        }
        let field = update.add(field);
        let mut fields = elements(bytes, &form, "Fields");
        fields.push(field.into());
        update.set(id, form.clone().with("Fields", fields));
    })
}

fn first_page_of_widget(bytes: &[u8]) -> (kyso_pdf::ObjectId, Dictionary) {
    let page = reference(&field(bytes, 0).1, "P");
    (page, crate::edit::dictionary(bytes, page))
}

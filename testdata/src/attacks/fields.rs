//! Signature fields that are taken away, shared, exchanged or hidden.

use kyso_pdf::{Dictionary, Name, Object, Rect};

use crate::edit::{catalog, elements, field, first_page, form, reference, updated};
use crate::expected::Expected;
use crate::office::impostor;
use crate::revision::Revision;
use crate::signing::Signing;
use crate::{Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = taken_away();
    cases.extend(changed());
    cases.extend(exchanged());
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

/// The field stays, and is not what it was.
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

/// A new signature field that nobody signed, without a widget's size.
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

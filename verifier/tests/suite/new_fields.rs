//! New signature fields: what programs draw without a look of theirs, and what only seems to be one, is refused.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Update};
use kyso_verifier::{LegalStatus, Modifications};

use crate::support::{Office, updated};

/// What a case makes of a new field without an area, whose number is given.
type Change = fn(Dictionary, ObjectId, &mut Update<'_, '_>) -> Dictionary;

/// The issued document with one more field on its first page, changed by a stranger.
fn with_field(signed: &[u8], change: Change) -> Vec<u8> {
    let document = Document::open(signed).unwrap();
    let view = document.latest();
    let (_, catalog) = view.catalog().unwrap();
    let form_id = catalog.as_dictionary().unwrap().get("AcroForm").unwrap();
    let form_id = form_id.as_reference().unwrap();
    let form = view.object(form_id).unwrap();
    let form = form.as_dictionary().unwrap();
    let page_id = view.page(0).unwrap().unwrap().id;
    let page = view.object(page_id).unwrap();
    let page = page.as_dictionary().unwrap();
    let elements = |holder: &Dictionary, key: &str| {
        let elements = view.get(holder, key).unwrap();
        elements.as_array().unwrap_or_default().to_vec()
    };
    let (mut fields, mut annotations) = (elements(form, "Fields"), elements(page, "Annots"));
    updated(signed, |update| {
        let id = update.add(Object::Null);
        let field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(b"Sau1".to_vec()))
            .with("P", page_id)
            .with("F", 132)
            .with("Rect", [0, 0, 0, 0].map(Object::Integer).to_vec());
        let field = change(field, id, update);
        // The page lists the widget: the field, or its kid.
        let kid = field.get("Kids").and_then(Object::as_array);
        let kid = kid.and_then(|kids| kids.first()?.as_reference());
        update.set(id, field);
        fields.push(id.into());
        annotations.push(kid.unwrap_or(id).into());
        update.set(form_id, form.clone().with("Fields", fields));
        update.set(page_id, page.clone().with("Annots", annotations));
    })
}

/// A field whose widget is a kid of its own, with these entries more.
fn kid(
    mut field: Dictionary,
    id: ObjectId,
    update: &mut Update<'_, '_>,
    entries: &[(&str, Object)],
) -> Dictionary {
    let mut widget = Dictionary::new().with("Parent", id);
    for key in ["Type", "Subtype", "Rect", "P", "F"] {
        widget.insert(key, field.remove(key).unwrap());
    }
    for (key, value) in entries {
        widget.insert(key, value.clone());
    }
    let widget = update.add(widget);
    field.with("Kids", vec![Object::Reference(widget)])
}

#[test]
fn fields_say_in_themselves_what_they_are() {
    let office = Office::new();
    let signed = office.issued();
    let permitted: [Change; 2] = [
        |field, _, _| field,
        |field, id, update| kid(field, id, update, &[]),
    ];
    for (number, change) in permitted.into_iter().enumerate() {
        let report = office.verify(&with_field(&signed, change));
        assert_eq!(report.legal_status, LegalStatus::Original, "{number}");
    }
    let refused: [(&str, Change); 7] = [
        ("note by reference", |field, _, update| {
            let note = update.add(Name::from("Text"));
            field.with("Subtype", note)
        }),
        ("area by reference", |field, _, update| {
            let area = update.add([0, 0, 0, 0].map(Object::Integer).to_vec());
            field.with("Rect", area)
        }),
        ("above itself", |field, id, _| field.with("Parent", id)),
        ("text below a signature", |field, id, update| {
            let value = Object::String(b"THEM DIEU 4".to_vec());
            let text = [("FT", Name::from("Tx").into()), ("V", value)];
            kid(field, id, update, &text)
        }),
        ("input below a signature", |field, id, update| {
            kid(field, id, update, &[("FT", Name::from("Tx").into())])
        }),
        ("kid of itself", |field, id, update| {
            let field = kid(field, id, update, &[]);
            let kid = field.get("Kids").and_then(Object::as_array).unwrap()[0].clone();
            let id = kid.as_reference().unwrap();
            let widget = Dictionary::new()
                .with("Type", Name::from("Annot"))
                .with("Subtype", Name::from("Widget"))
                .with("Rect", [0, 0, 0, 0].map(Object::Integer).to_vec())
                .with("Parent", id);
            update.set(id, widget);
            field
        }),
        ("kid with kids", |field, id, update| {
            kid(field, id, update, &[("Kids", Object::Array(Vec::new()))])
        }),
    ];
    for (name, change) in refused {
        let report = office.verify(&with_field(&signed, change));
        let signatures = &report.signatures;
        assert_eq!(
            signatures[0].modifications,
            Modifications::Forbidden,
            "{name}"
        );
        assert_eq!(report.legal_status, LegalStatus::Invalid, "{name}");
    }
}

/// Some programs then draw signatures anew, without their pictures.
#[test]
fn needed_appearances_are_refused_by_reference_too() {
    let office = Office::new();
    let signed = office.issued();
    let document = Document::open(&signed).unwrap();
    let (catalog_id, catalog) = document.latest().catalog().unwrap();
    let catalog = catalog.as_dictionary().unwrap();
    let form_id = catalog.get("AcroForm").unwrap().as_reference().unwrap();
    let form = document.latest().object(form_id).unwrap();
    let form = form.as_dictionary().unwrap();
    for value in [true, false] {
        let changed = updated(&signed, |update| {
            let needed = update.add(Object::Boolean(value));
            update.set(form_id, form.clone().with("NeedAppearances", needed));
            // Something else that refers to it.
            let extensions = Dictionary::new().with("Kyso", needed);
            update.set(catalog_id, catalog.clone().with("Extensions", extensions));
        });
        let report = office.verify(&changed);
        assert_eq!(report.signatures[0].modifications, Modifications::Forbidden);
    }
}

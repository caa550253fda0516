//! Page content under the name of something that may change.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Update};
use kyso_verifier::{LegalStatus, Modifications, Verdict};

use crate::changes::{catalog, drawing, first_page, rejected};
use crate::support::{Office, invisible, sign, updated};

fn contents_of(page: &Dictionary) -> ObjectId {
    match page.get("Contents").unwrap() {
        Object::Array(parts) => parts[0].as_reference().unwrap(),
        other => other.as_reference().unwrap(),
    }
}

/// A first update names the page's content at a place where replacing is
/// expected, a second one replaces it there. `name` gets the catalog.
fn rejected_in_two_steps(name: impl Fn(&mut Dictionary, &mut Update<'_, '_>, ObjectId)) {
    let office = Office::new();
    let signed = office.issued();
    let content = contents_of(&first_page(&signed).1);
    let (id, entries) = catalog(&signed);
    let prepared = updated(&signed, |update| {
        let mut entries = entries.clone();
        name(&mut entries, update, content);
        update.set(id, entries);
    });
    for body in [
        drawing("0 0 595 842 re f"),
        Dictionary::new().into(),
        Object::Array(Vec::new()),
    ] {
        let replaced = updated(&prepared, |update| update.set(content, body.clone()));
        let report = office.verify(&replaced);
        assert_eq!(report.verdict, Verdict::TotalFailed, "{body:?}");
        assert_eq!(report.legal_status, LegalStatus::Invalid);
    }
}

#[test]
fn page_content_under_the_name_of_validation_data() {
    rejected_in_two_steps(|catalog, _, content| {
        catalog.insert("DSS", content);
    });
    rejected_in_two_steps(|catalog, _, content| {
        catalog.insert("DSS", Dictionary::new().with("VRI", content));
    });
    rejected_in_two_steps(|catalog, update, content| {
        let entries = update.add(Dictionary::new().with("X", content));
        let store = update.add(Dictionary::new().with("VRI", entries));
        catalog.insert("DSS", store);
    });
    rejected_in_two_steps(|catalog, update, content| {
        let store = update.add(Dictionary::new().with("Certs", content));
        catalog.insert("DSS", store);
    });
}

#[test]
fn page_content_under_the_name_of_metadata_or_extensions() {
    for key in ["Metadata", "Extensions"] {
        rejected_in_two_steps(|catalog, _, content| catalog.insert(key, content));
    }
}

#[test]
fn page_content_under_the_name_of_default_resources() {
    let office = Office::new();
    let signed = office.approved();
    let content = contents_of(&first_page(&signed).1);
    let (_, entries) = catalog(&signed);
    let form = entries.get("AcroForm").unwrap().as_reference().unwrap();
    let document = Document::open(&signed).unwrap();
    let fields = document.latest().object(form).unwrap();
    let fields = fields.as_dictionary().unwrap().clone();
    for resources in [
        Object::Reference(content),
        Dictionary::new().with("XObject", content).into(),
    ] {
        let prepared = updated(&signed, |update| {
            update.set(form, fields.clone().with("DR", resources.clone()));
        });
        let replaced = updated(&prepared, |update| {
            update.set(content, Dictionary::new());
        });
        assert_eq!(office.verify(&replaced).verdict, Verdict::TotalFailed);
    }
}

#[test]
fn existing_fields_may_not_be_drawn_anew() {
    rejected(|bytes, update| {
        let (_, catalog) = catalog(bytes);
        let form = catalog.get("AcroForm").unwrap().as_reference().unwrap();
        let document = Document::open(bytes).unwrap();
        let fields = document.latest().object(form).unwrap();
        let fields = fields.as_dictionary().unwrap().clone();
        update.set(form, fields.with("NeedAppearances", true));
    });
}

/// A new signature field that brings an annotation of the signed file onto a page.
#[test]
fn an_old_annotation_as_a_kid_of_a_new_field() {
    let office = Office::new();
    let plain = crate::support::sample("quyet-dinh.pdf");
    let mut hidden = None;
    let prepared = updated(&plain, |update| {
        let note = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with(
                "Rect",
                Rect::from_corners(0.0, 0.0, 500.0, 500.0).to_object(),
            );
        hidden = Some(update.add(note));
    });
    let hidden = hidden.unwrap();
    let signed = sign(&prepared, "A1", &office.person, invisible(), None);
    let (_, entries) = catalog(&signed);
    let form = entries.get("AcroForm").unwrap().as_reference().unwrap();
    let document = Document::open(&signed).unwrap();
    let field = document.latest().signature_fields().unwrap().remove(0);
    let (page, dictionary) = first_page(&signed);
    let changed = updated(&signed, |update| {
        let fresh = Dictionary::new()
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(b"B".to_vec()))
            .with("Kids", vec![Object::Reference(hidden)]);
        let fresh = update.add(fresh);
        let fields = vec![Object::Reference(field.id.unwrap()), fresh.into()];
        update.set(
            form,
            Dictionary::new()
                .with("Fields", fields)
                .with("SigFlags", 3_i64),
        );
        let annotations = document.latest().get(&dictionary, "Annots").unwrap();
        let mut annotations = annotations.as_array().unwrap_or_default().to_vec();
        annotations.push(hidden.into());
        update.set(page, dictionary.clone().with("Annots", annotations));
    });
    let report = office.verify(&changed);
    assert_eq!(report.signatures[0].modifications, Modifications::Forbidden);
}

/// A stream of the signed file that claims more bytes than the file had.
#[test]
fn an_object_that_reaches_into_later_bytes() {
    let office = Office::new();
    let signed = office.approved();
    let document = Document::open(&signed).unwrap();
    let last = document.revisions().last().unwrap().clone();
    // An update whose only object ends after the update itself.
    let start = signed.len();
    let mut crafted = signed.clone();
    let number = 900;
    crafted.extend(format!("{number} 0 obj\n<</Length 400>>\nstream\n").bytes());
    let table = crafted.len();
    let trailer = format!(
        "xref\n{number} 1\n{start:010} 00000 n \ntrailer\n<</Size 901/Root {} R/Prev {}>>\nstartxref\n{table}\n%%EOF\n",
        last.trailer.get("Root").unwrap().as_reference().unwrap(),
        last.xref_offset,
    );
    crafted.extend(trailer.bytes());
    let end = crafted.len();
    crafted.resize(start + 1000, b' ');
    crafted.extend(b"\nendstream\nendobj\n");
    let document = Document::open(&crafted).unwrap();
    assert_eq!(document.revisions().len(), 3);
    assert_eq!(document.revisions()[2].end, end);
    assert!(document.latest().object(ObjectId::new(number, 0)).is_err());
    let id = ObjectId::new(number, 0);
    let root = last.trailer.get("Root").unwrap().as_reference().unwrap();
    let start = crafted.len();
    crafted.extend(
        format!(
            "xref\n0 0\ntrailer\n<</Size 901/Root {root} R/Prev {table}>>\nstartxref\n{start}\n%%EOF\n"
        )
        .bytes(),
    );
    let document = Document::open(&crafted).unwrap();
    assert!(document.at(2).check_within_revision(id.number).is_err());
    let report = office.verify(&crafted);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

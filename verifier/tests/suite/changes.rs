//! Later revisions: rejected unless a rule allows them.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_verifier::{Coverage, LegalStatus, Modifications, Report, SubIndication, Verdict};
use kyso_words::Lang;

use crate::support::{Office, invisible, sign, updated};

fn first_page(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let id = view.page(0).unwrap().unwrap().id;
    let page = view.object(id).unwrap().as_dictionary().unwrap().clone();
    (id, page)
}

fn catalog(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    (id, catalog.as_dictionary().unwrap().clone())
}

fn drawing(text: &str) -> Object {
    Stream::new(Dictionary::new(), text.as_bytes().to_vec()).into()
}

/// Signs, changes, verifies; the change must be found and forbidden.
fn rejected(change: impl FnOnce(&[u8], &mut Update<'_, '_>)) -> Report {
    let office = Office::new();
    let signed = office.approved();
    let changed = updated(&signed, |update| change(&signed, update));
    let report = office.verify(&changed);
    let signature = &report.signatures[0];
    assert_eq!(signature.modifications, Modifications::Forbidden);
    assert_eq!(signature.verdict, Verdict::TotalFailed);
    assert_eq!(
        signature.sub_indication,
        Some(SubIndication::AlteredAfterSigning)
    );
    assert!(signature.changes.iter().any(|c| c.permitted_by.is_none()));
    assert_eq!(report.legal_status, LegalStatus::Invalid);
    report
}

#[test]
fn other_page_content() {
    rejected(|bytes, update| {
        let (id, mut page) = first_page(bytes);
        let content = update.add(drawing("1 0 0 rg 0 0 595 842 re f"));
        page.insert("Contents", content);
        update.set(id, page);
    });
}

#[test]
fn a_content_stream_replaced_in_place() {
    rejected(|bytes, update| {
        let (_, page) = first_page(bytes);
        let content = match page.get("Contents").unwrap() {
            Object::Array(parts) => parts[0].as_reference().unwrap(),
            other => other.as_reference().unwrap(),
        };
        update.set(content, drawing("0 0 595 842 re f"));
    });
}

#[test]
fn an_annotation_over_the_text() {
    rejected(|bytes, update| {
        let (id, mut page) = first_page(bytes);
        let note = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("FreeText"))
            .with(
                "Rect",
                Rect::from_corners(0.0, 0.0, 500.0, 500.0).to_object(),
            );
        let note = update.add(note);
        let document = Document::open(bytes).unwrap();
        let annotations = document.latest().get(&page, "Annots").unwrap();
        let mut annotations = annotations.as_array().unwrap_or_default().to_vec();
        annotations.push(note.into());
        page.insert("Annots", annotations);
        update.set(id, page);
    });
}

#[test]
fn a_text_field_instead_of_a_signature() {
    rejected(|bytes, update| {
        let (_, catalog) = catalog(bytes);
        let form = catalog.get("AcroForm").unwrap().as_reference().unwrap();
        let document = Document::open(bytes).unwrap();
        let signature = document.latest().signature_fields().unwrap().remove(0);
        let mut fields = vec![Object::Reference(signature.id.unwrap())];
        let field = Dictionary::new()
            .with("FT", Name::from("Tx"))
            .with("T", Object::String(b"So".to_vec()));
        fields.push(update.add(field).into());
        update.set(form, Dictionary::new().with("Fields", fields));
    });
}

#[test]
fn the_signature_field_removed_from_the_form() {
    let office = Office::new();
    let once = office.approved();
    let twice = sign(&once, "B1", &office.agency, invisible(), None);
    let (_, catalog) = catalog(&twice);
    let form = catalog.get("AcroForm").unwrap().as_reference().unwrap();
    let document = Document::open(&twice).unwrap();
    let kept = document.latest().signature_fields().unwrap()[0].id.unwrap();
    let changed = updated(&twice, |update| {
        let fields = vec![Object::Reference(kept)];
        update.set(
            form,
            Dictionary::new()
                .with("Fields", fields)
                .with("SigFlags", 3_i64),
        );
    });
    let report = office.verify(&changed);
    assert_eq!(report.signatures.len(), 1);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

#[test]
fn another_catalog() {
    rejected(|bytes, update| {
        let (id, catalog) = catalog(bytes);
        update.set(id, catalog.with("OpenAction", Dictionary::new()));
    });
}

#[test]
fn an_object_nobody_refers_to_is_permitted() {
    let office = Office::new();
    let changed = updated(&office.approved(), |update| {
        update.add(Dictionary::new());
    });
    let signature = &office.verify(&changed).signatures[0];
    assert_eq!(signature.modifications, Modifications::Permitted);
    let rule = signature.changes[0].permitted_by;
    assert_eq!(rule, Some(kyso_verifier::ChangeRule::Unreferenced));
}

/// The signed page refers to an object that does not exist yet; a later
/// signature brings it as if it were part of its appearance.
#[test]
fn an_object_that_the_signed_revision_was_waiting_for() {
    let office = Office::new();
    let prepared = updated(&crate::support::sample("quyet-dinh.pdf"), |update| {
        let (id, mut page) = first_page(&crate::support::sample("quyet-dinh.pdf"));
        // The signature brings objects up to this number.
        let missing = ObjectId::new(id.number + 500, 0);
        page.insert("Contents", missing);
        update.set(id, page);
        update.add(Dictionary::new());
    });
    let (_, page) = first_page(&prepared);
    let missing = page.get("Contents").unwrap().as_reference().unwrap();
    let signed = sign(&prepared, "A1", &office.person, invisible(), None);
    assert_eq!(office.verify(&signed).verdict, Verdict::TotalPassed);
    let shown = updated(&signed, |update| {
        update.set(missing, drawing("0 0 595 842 re f"));
    });
    let report = office.verify(&shown);
    assert_eq!(report.signatures[0].modifications, Modifications::Forbidden);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

#[test]
fn validation_data_that_overwrite_the_page() {
    rejected(|bytes, update| {
        let (_, page) = first_page(bytes);
        let content = match page.get("Contents").unwrap() {
            Object::Array(parts) => parts[0].as_reference().unwrap(),
            other => other.as_reference().unwrap(),
        };
        update.set(content, drawing("0 0 595 842 re f"));
        let (id, catalog) = catalog(bytes);
        let store = Dictionary::new().with("Certs", vec![Object::Reference(content)]);
        let store = update.add(store);
        update.set(id, catalog.with("DSS", store));
    });
}

#[test]
fn validation_data_are_permitted() {
    let office = Office::new();
    let signed = office.approved();
    let (id, catalog) = catalog(&signed);
    let changed = updated(&signed, |update| {
        let der = office.person.certificate.der().to_vec();
        let certificate = update.add(Stream::new(Dictionary::new(), der));
        let certificates = vec![Object::Reference(certificate)];
        let store = update.add(Dictionary::new().with("Certs", certificates));
        update.set(id, catalog.with("DSS", store));
    });
    let signature = &office.verify(&changed).signatures[0];
    assert_eq!(signature.modifications, Modifications::Permitted);
    assert_eq!(signature.coverage, Coverage::WholeRevision);
    assert_eq!(signature.verdict, Verdict::TotalPassed);
}

#[test]
fn an_equal_object_written_again_is_no_change() {
    let office = Office::new();
    let signed = office.approved();
    let (id, catalog) = catalog(&signed);
    let changed = updated(&signed, |update| update.set(id, catalog));
    let signature = &office.verify(&changed).signatures[0];
    assert_eq!(signature.modifications, Modifications::None);
    assert_eq!(signature.verdict, Verdict::TotalPassed);
}

#[test]
fn a_page_written_again_needs_an_annotation_that_needs_it() {
    let page_again = |bytes: &[u8], update: &mut Update<'_, '_>| {
        let (id, page) = first_page(bytes);
        update.set(id, page);
    };
    let report = rejected(page_again);
    let told = |lang| report.signatures[0].changes[0].text(lang);
    assert!(
        told(Lang::Vi).contains("Ghi lại trang"),
        "{}",
        told(Lang::Vi)
    );
    assert!(
        told(Lang::En).contains("written again"),
        "{}",
        told(Lang::En)
    );
}

#[test]
fn a_forbidden_change_of_the_trailer_names_its_key() {
    let office = Office::new();
    let signed = office.approved();
    let moved = |entries: Dictionary| {
        let document = Document::open(&signed).unwrap();
        let mut text = Vec::new();
        kyso_pdf::write_object(&entries.into(), &mut text, &|_| &[]);
        let previous = document.revisions().last().unwrap().xref_offset;
        let at = signed.len();
        let mut bytes = signed.clone();
        bytes.extend(b"900 0 obj\n");
        bytes.extend(text);
        bytes.extend(b"\nendobj\n");
        let start = bytes.len();
        let end = format!(
            "xref\n900 1\n{at:010} 00000 n \ntrailer\n<</Size 901/Root 900 0 R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
        );
        bytes.extend(end.bytes());
        office.verify(&bytes)
    };
    let (_, same) = catalog(&signed);
    assert_eq!(moved(same.clone()).verdict, Verdict::TotalPassed);
    let report = moved(same.with("PageMode", Name::from("UseOutlines")));
    assert_eq!(report.verdict, Verdict::TotalFailed);
    let changes = report.signatures[0].changes.iter();
    let texts: Vec<String> = changes.map(|change| change.text(Lang::En)).collect();
    let told = |text: &String| text.contains("Trailer changed: /Root /PageMode");
    assert!(texts.iter().any(told), "{texts:?}");
}

#[test]
fn bytes_after_the_end_are_a_change() {
    let office = Office::new();
    let mut signed = office.approved();
    signed.extend(b"<script>");
    let report = office.verify(&signed);
    assert_eq!(report.signatures[0].modifications, Modifications::Forbidden);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

#[test]
fn one_signature_in_two_fields() {
    let office = Office::new();
    let signed = office.approved();
    let document = Document::open(&signed).unwrap();
    let view = document.latest();
    let field = view.signature_fields().unwrap().remove(0);
    let value = field.value.unwrap().id.unwrap();
    let (_, catalog) = catalog(&signed);
    let form = catalog.get("AcroForm").unwrap().as_reference().unwrap();
    let changed = updated(&signed, |update| {
        let twin = Dictionary::new()
            .with("FT", Name::from("Sig"))
            .with("T", Object::String(b"Twin".to_vec()))
            .with("V", value);
        let twin = update.add(twin);
        let fields = vec![
            Object::Reference(field.id.unwrap()),
            Object::Reference(twin),
        ];
        let form_dictionary = Dictionary::new()
            .with("Fields", fields)
            .with("SigFlags", 3_i64);
        update.set(form, form_dictionary);
    });
    let report = office.verify(&changed);
    assert_eq!(report.signatures.len(), 1);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

#[test]
fn a_signature_that_was_taken_off() {
    let office = Office::new();
    let signed = office.approved();
    let (_, catalog) = catalog(&signed);
    let form = catalog.get("AcroForm").unwrap().as_reference().unwrap();
    let changed = updated(&signed, |update| {
        update.set(form, Dictionary::new().with("Fields", Vec::new()));
    });
    let report = office.verify(&changed);
    assert!(report.signatures.is_empty());
    assert_eq!(report.verdict, Verdict::TotalFailed);
    assert_eq!(report.legal_status, LegalStatus::Invalid);
}

/// A field with a picture of a seal that nobody signed.
#[test]
fn a_seal_without_a_signature() {
    let office = Office::new();
    let signed = office.issued();
    // The newest field keeps its picture and loses its value.
    let key = b"/V ";
    let at = signed.windows(key.len()).rposition(|window| window == key);
    let mut flipped = signed.clone();
    flipped[at.unwrap() + 1] = b'W';
    let report = office.verify(&flipped);
    assert_eq!(report.signatures.len(), 1);
    assert_eq!(report.signatures[0].modifications, Modifications::Forbidden);
    assert_eq!(report.verdict, Verdict::TotalFailed);
}

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

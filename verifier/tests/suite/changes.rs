//! Later revisions: rejected unless a rule allows them.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_verifier::{Coverage, LegalStatus, Modifications, Report, SubIndication, Verdict};
use kyso_words::Lang;

use crate::support::{Office, invisible, sign, updated};

pub(crate) fn first_page(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let id = view.page(0).unwrap().unwrap().id;
    let page = view.object(id).unwrap().as_dictionary().unwrap().clone();
    (id, page)
}

pub(crate) fn catalog(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    (id, catalog.as_dictionary().unwrap().clone())
}

pub(crate) fn drawing(text: &str) -> Object {
    Stream::new(Dictionary::new(), text.as_bytes().to_vec()).into()
}

/// Signs, changes, verifies; the change must be found and forbidden.
pub(crate) fn rejected(change: impl FnOnce(&[u8], &mut Update<'_, '_>)) -> Report {
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

/// A field with a picture of a seal and no signature.
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

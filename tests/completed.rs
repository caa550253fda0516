//! A form with values of after the signature: the rules permit them, and every answer shows them.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};

use crate::browser::{check, page};
use crate::sign::approve;
use crate::support::service::Service;
use crate::support::{sample, sample_text, verify};

const BEFORE: &str = "1 000 000";
const AFTER: &str = "9 000 000 000";

/// A decision with a field for an amount, signed by the person of the demo, and then filled in with another amount.
fn changed_amount(dir: &Path) -> PathBuf {
    let [form, signed, changed] =
        ["bieu-mau.pdf", "da-ky.pdf", "sua-so-tien.pdf"].map(|name| dir.join(name));
    fs::write(
        &form,
        with_amount(&fs::read(sample("quyet-dinh.pdf")).unwrap()),
    )
    .unwrap();
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    approve(form.to_str().unwrap(), &signed, &signer).expect(0);
    fs::write(&changed, filled(&fs::read(&signed).unwrap())).unwrap();
    changed
}

fn with_amount(bytes: &[u8]) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let page_id = view.page(0).unwrap().unwrap().id;
    let page = view.object(page_id).unwrap();
    let page = page.as_dictionary().unwrap().clone();
    let (catalog_id, catalog) = view.catalog().unwrap();
    let catalog = catalog.as_dictionary().unwrap().clone();
    let mut update = Update::new(&document).unwrap();
    let font = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica"));
    let fonts = Dictionary::new().with("Helv", update.add(font));
    let look = update.add(look(BEFORE));
    let field = Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from("Widget"))
        .with("FT", Name::from("Tx"))
        .with("T", Object::String(b"SoTien".to_vec()))
        .with("V", Object::String(BEFORE.into()))
        .with("DA", Object::String(b"/Helv 12 Tf 0 g".to_vec()))
        .with("F", 4_i64)
        .with("P", page_id)
        .with("AP", Dictionary::new().with("N", look))
        .with(
            "Rect",
            Rect::from_corners(430.0, 796.0, 560.0, 816.0).to_object(),
        );
    let field = update.add(field);
    update.set(page_id, page.with("Annots", vec![Object::from(field)]));
    let form = Dictionary::new()
        .with("Fields", vec![Object::from(field)])
        .with("DR", Dictionary::new().with("Font", fonts));
    let form = update.add(form);
    update.set(catalog_id, catalog.with("AcroForm", form));
    update.finish().unwrap()
}

fn filled(bytes: &[u8]) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let (id, field) = amount(&document);
    let mut update = Update::new(&document).unwrap();
    let look = update.add(look(AFTER));
    let field = field
        .with("V", Object::String(AFTER.into()))
        .with("AP", Dictionary::new().with("N", look));
    update.set(id, field);
    update.finish().unwrap()
}

fn amount(document: &Document<'_>) -> (ObjectId, Dictionary) {
    let view = document.latest();
    let (_, catalog) = view.catalog().unwrap();
    let form = view
        .get(catalog.as_dictionary().unwrap(), "AcroForm")
        .unwrap();
    let fields = view.get(form.as_dictionary().unwrap(), "Fields").unwrap();
    let fields = fields.as_array().unwrap().iter();
    let mut fields = fields.map(|field| {
        let id = field.as_reference().unwrap();
        let field = view.object(id).unwrap();
        (id, field.as_dictionary().unwrap().clone())
    });
    let named = |field: &Dictionary| field.get("T").and_then(Object::as_string) == Some(b"SoTien");
    fields.find(|(_, field)| named(field)).unwrap()
}

fn look(words: &str) -> Stream {
    let kind = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with(
            "BBox",
            Rect::from_corners(0.0, 0.0, 130.0, 20.0).to_object(),
        );
    let drawn = format!("/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td ({words}) Tj ET Q EMC");
    Stream::new(kind, drawn.into_bytes())
}

#[test]
fn the_page_names_field_and_values_in_amber() {
    let service = Service::of_demo();
    let Some(mut browser) = page(&service) else {
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    check(&mut browser, &changed_amount(dir.path()));
    assert_eq!(browser.text("#verdict-word"), "HỢP LỆ");
    assert!(browser.text("#changes").starts_with("Có. Sau khi ký"));
    assert_eq!(
        browser.text("#change-list"),
        "Sau chữ ký 1 đã điền “SoTien”: “1 000 000” → “9 000 000 000”"
    );
    let tone = "document.getElementById('change-answer').dataset.verdict";
    assert_eq!(browser.evaluate(tone), "INDETERMINATE");
    let colour = "getComputedStyle(document.getElementById('change-answer')).borderLeftColor";
    assert_eq!(browser.evaluate(colour), "rgb(125, 82, 0)");
    let sense = browser.text("#verdict-sense");
    assert!(
        !sense.contains("nguyên vẹn") && sense.contains("điền"),
        "{sense}"
    );
    browser.screenshot("11-completed.png");
    browser.evaluate("document.querySelector('[data-lang=en]').click()");
    browser.wait_for("document.getElementById('changes').innerText.startsWith('Yes.')");
    assert!(
        browser
            .text("#change-list")
            .contains("“SoTien” was filled in")
    );
    assert_eq!(browser.complaints, Vec::<String>::new());
}

#[test]
fn record_and_reports_name_field_and_values() {
    let dir = tempfile::tempdir().unwrap();
    let changed = changed_amount(dir.path());
    let changed = changed.to_str().unwrap();
    let told = "“SoTien”: “1 000 000” → “9 000 000 000”";

    let text = verify(&[changed]).expect(0).out();
    assert!(text.contains(told), "{text}");
    let json = verify(&["--format", "json", changed]).expect(0).json();
    let [completion] = json["completions"].as_array().unwrap().as_slice() else {
        panic!("{json}");
    };
    for (key, value) in [
        ("kind", "filled".into()),
        ("after_signature", 1.into()),
        ("page", 1.into()),
        ("field", "SoTien".into()),
        ("old", BEFORE.into()),
        ("new", AFTER.into()),
    ] {
        let value: serde_json::Value = value;
        assert_eq!(completion[key], value, "{key}");
    }
    let record = dir.path().join("bien-ban.html");
    let record_text = record.to_str().unwrap();
    verify(&["--format", "html", "-o", record_text, changed]).expect(0);
    let page = fs::read_to_string(&record).unwrap();
    let line = format!("<li class=\"unknown\">Sau chữ ký 1 đã điền {told}</li>");
    assert!(page.contains(&line), "{page}");
    assert!(page.contains("Không đăng ký như bản gốc"), "{page}");
}

/// The program still calls a field unchanged that holds no new value.
#[test]
fn a_form_that_stays_as_signed_is_called_unchanged() {
    let dir = tempfile::tempdir().unwrap();
    let [form, signed] = ["bieu-mau.pdf", "da-ky.pdf"].map(|name| dir.path().join(name));
    fs::write(
        &form,
        with_amount(&fs::read(sample_text("quyet-dinh.pdf")).unwrap()),
    )
    .unwrap();
    let signer = ["--signer", "Trần Thị Minh Ánh"];
    approve(form.to_str().unwrap(), &signed, &signer).expect(0);
    let json = verify(&["--format", "json", signed.to_str().unwrap()]);
    assert_eq!(json.expect(0).json()["completions"], serde_json::json!([]));
}

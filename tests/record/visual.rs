//! Records with `--compare-pages` name and show the pages that look different.

use std::fs;
use std::path::Path;

use super::{record, text_of};
use crate::support::{demo, run, verify};

/// The issued decision with an update that draws nothing on page 1 any more.
fn emptied(dir: &Path) -> String {
    use kyso_pdf::{Dictionary, Document, Stream, Update};

    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let document = Document::open(&issued).unwrap();
    let page = document.latest().page(0).unwrap().unwrap().id;
    let object = document.latest().object(page).unwrap();
    let mut update = Update::new(&document).unwrap();
    let content = update.add(Stream::new(Dictionary::new(), Vec::new()));
    update.set(
        page,
        object
            .as_dictionary()
            .unwrap()
            .clone()
            .with("Contents", content),
    );
    let path = dir.join("xoa-trang.pdf");
    fs::write(&path, update.finish().unwrap()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn pages_that_look_different_are_named() {
    let issued = demo().text("quyet-dinh-ban-hanh.pdf");
    let json = |file: &str, status| {
        let report = verify(&["--compare-pages", "--format", "json", file])
            .expect(status)
            .json();
        report["visual_changes"].clone()
    };
    let seen = json(&issued, 0);
    let pages: Vec<_> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["pages"].to_string())
        .collect();
    assert_eq!(pages, ["[1]", "[2]"], "{seen}");
    for change in seen.as_array().unwrap() {
        assert_eq!(change["pages"], change["only_signature_places"], "{change}");
        assert_eq!(change["not_compared"].as_array().unwrap().len(), 0);
    }
    let plain = verify(&["--format", "json", &issued]).expect(0).json();
    assert!(plain.get("visual_changes").is_none(), "only on demand");

    let dir = tempfile::tempdir().unwrap();
    let emptied = emptied(dir.path());
    let seen = json(&emptied, 1);
    assert_eq!(seen[2]["pages"].to_string(), "[1]", "{seen}");
    assert_eq!(seen[2]["only_signature_places"].to_string(), "[]");
    let text = verify(&["--compare-pages", &emptied]).expect(1).out();
    assert!(
        text.contains("! Phiên bản 5: trang khác trước: 1"),
        "{text}"
    );
    let page = String::from_utf8(record("html", &["--compare-pages"], &[&emptied], 1)).unwrap();
    assert!(page.contains("Trang 1, trước và sau phiên bản 5") && page.contains("class=\"pair\""));
    let pdf = record("pdf", &["--compare-pages"], &[&emptied], 1);
    let Some(text) = text_of(&pdf) else { return };
    assert!(text.contains("Phiên bản 5: trang khác trước: 1"), "{text}");
}

/// The issued decision with a red square on page 1 that has no appearance stream.
fn with_square(dir: &Path) -> String {
    use kyso_pdf::{Dictionary, Document, Name, Object, Update};

    let issued = demo().bytes("quyet-dinh-ban-hanh.pdf");
    let document = Document::open(&issued).unwrap();
    let view = document.latest();
    let page = view.page(0).unwrap().unwrap().id;
    let object = view.object(page).unwrap();
    let dictionary = object.as_dictionary().unwrap();
    let numbers =
        |numbers: &[i64]| Object::Array(numbers.iter().map(|one| (*one).into()).collect());
    let mut update = Update::new(&document).unwrap();
    let square = Dictionary::new()
        .with("Type", Name::from("Annot"))
        .with("Subtype", Name::from("Square"))
        .with("Rect", numbers(&[100, 100, 300, 200]))
        .with("IC", numbers(&[1, 0, 0]))
        .with("F", 4);
    let square = update.add(square);
    let annotations = view.get(dictionary, "Annots").unwrap();
    let mut annotations = annotations.as_array().unwrap_or_default().to_vec();
    annotations.push(Object::Reference(square));
    update.set(
        page,
        dictionary
            .clone()
            .with("Annots", Object::Array(annotations)),
    );
    let path = dir.join("hinh-vuong.pdf");
    fs::write(&path, update.finish().unwrap()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn what_viewers_draw_themselves_is_never_called_unchanged() {
    let dir = tempfile::tempdir().unwrap();
    let file = with_square(dir.path());
    let seen = run(["verify", "--compare-pages", "--format", "json", &file]).json();
    let changes = &seen["visual_changes"];
    assert_eq!(changes[2]["not_compared"].to_string(), "[1]", "{changes}");
    assert_eq!(changes[2]["self_drawn"].to_string(), "[1]", "{changes}");
    // The signatures before it have appearances.
    assert_eq!(changes[1]["self_drawn"].to_string(), "[]", "{changes}");
    let text = run(["verify", "--compare-pages", &file]).out();
    let line = "! Phiên bản 5: có chú thích do trình xem tự vẽ, không so sánh được: trang 1";
    assert!(text.contains(line), "{text}");
}

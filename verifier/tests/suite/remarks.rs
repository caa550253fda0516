//! Annotations after a signature: which are permitted, and how they are reported (ISO 32000-2, 12.8.2.2).

use kyso_pdf::{Dictionary, Name, Object, Rect};
use kyso_testdata::{Signing, updated};
use kyso_verifier::{ChangeKind, Modifications};
use kyso_words::Lang;

use crate::allowed::{
    PAGE, certified, dictionary, drawing, first, judge, note, page, remarked, remarked_with,
    signed, text, with_base,
};

#[test]
fn remarks_are_told_with_what_they_say() {
    let popup = note("Popup").with("Contents", Object::Null);
    let bytes = remarked(&remarked(&certified(3), note("Text")), popup);
    let report = judge(&bytes);
    let told: Vec<String> = report
        .completions()
        .iter()
        .map(|one| one.text(Lang::Vi))
        .collect();
    assert_eq!(told[0], "Sau chữ ký 1, trang 1: thêm ghi chú “xem lai”");
    // A remark that is not permitted is described by what is seen of it.
    let words = remarked(&certified(3), note("FreeText"));
    let report = judge(&words);
    assert_eq!(report.signatures[0].modifications, Modifications::Forbidden);
    let changes = report.signatures[0].changes.iter();
    let told: Vec<String> = changes.map(|change| change.text(Lang::Vi)).collect();
    let seen = "Trang 1: thêm ghi chú chữ “xem lai”".to_owned();
    assert!(told.contains(&seen), "{told:?}");
    assert!(report.completions().is_empty());
}

#[test]
fn remarks_are_permitted_where_annotations_are() {
    for subtype in [
        "Text",
        "Highlight",
        "Underline",
        "StrikeOut",
        "Squiggly",
        "Caret",
    ] {
        let report = judge(&remarked(&certified(3), note(subtype)));
        let signature = &report.signatures[0];
        assert_eq!(
            signature.modifications,
            Modifications::Permitted,
            "{subtype}"
        );
        let told = signature.changes.iter().find(|change| {
            matches!(&change.what, ChangeKind::AnnotationAdded { kind, text } if kind == subtype && text == "xem lai")
        });
        assert_eq!(told.unwrap().page_index, Some(0));
        for level in [1, 2] {
            assert_eq!(
                first(&remarked(&certified(level), note(subtype))),
                Modifications::Forbidden
            );
        }
        assert_eq!(
            first(&remarked(&signed(|s| s), note(subtype))),
            Modifications::Forbidden
        );
    }
}

/// A file certified for remarks with a note at each of these places.
fn noted(places: &[f64], change: impl Fn(Dictionary) -> Dictionary) -> Modifications {
    let notes = places.iter().map(|left| {
        let area = Rect::from_corners(*left, 100.0, left + 20.0, 120.0);
        change(note("Text").with("Rect", area.to_object()))
    });
    let bytes = notes.fold(certified(3), |bytes, note| remarked(&bytes, note));
    first(&bytes)
}

#[test]
fn icons_of_notes_do_not_hide_a_line() {
    const BESIDE: [f64; 5] = [100.0, 120.0, 140.0, 160.0, 180.0];
    const APART: [f64; 5] = [20.0, 130.0, 240.0, 350.0, 460.0];
    assert_eq!(noted(&BESIDE, |note| note), Modifications::Forbidden);
    assert_eq!(noted(&BESIDE[1..], |note| note), Modifications::Permitted);
    assert_eq!(noted(&APART, |note| note), Modifications::Permitted);
    // A note with its replies, and the hidden states of a review.
    assert_eq!(noted(&[100.0; 6], |note| note), Modifications::Permitted);
    let hidden = |note: Dictionary| note.with("F", 30_i64);
    assert_eq!(noted(&BESIDE, hidden), Modifications::Permitted);
    // PDFium draws the icon at the corner that is written first.
    let turned = |note: Dictionary| {
        let corners = [120.0, 120.0, 100.0, 100.0].map(Object::Real);
        note.with("Rect", corners.to_vec())
    };
    assert_eq!(noted(&[100.0], turned), Modifications::Forbidden);
}

#[test]
fn what_acts_or_covers_is_no_remark() {
    let script = Dictionary::new().with("S", Name::from("JavaScript"));
    for remark in [
        note("Text").with("A", script.clone()),
        note("Text").with("AA", script),
        note("Highlight").with("OC", Dictionary::new()),
        note("Highlight").with("C", vec![Object::from(0_i64)]),
        note("StrikeOut").with("C", vec![Object::from(1_i64); 3]),
        note("Highlight").with("BM", Name::from("Difference")),
        note("Underline").with("C", Vec::<Object>::new()),
        note("Link"),
        note("Square"),
        note("Ink"),
        note("FileAttachment"),
        // As large as a page: drawn over the text by those who scale it.
        note("Caret").with("Rect", PAGE.to_object()),
        note("StrikeOut").with("Rect", PAGE.to_object()),
    ] {
        let bytes = remarked(&certified(3), remark.clone());
        assert_eq!(first(&bytes), Modifications::Forbidden, "{remark:?}");
    }
}

/// What is said of a mark on two lines of text with this appearance.
fn marked(subtype: &str, look: &str) -> Modifications {
    let bytes = remarked_with(&certified(3), |update| {
        let mode = |mode: Object| Dictionary::new().with("BM", mode);
        let states = Dictionary::new()
            .with("G", mode(Name::from("Multiply").into()))
            .with("L", mode(vec![Name::from("Multiply").into()].into()))
            .with("T", Dictionary::new().with("LW", 20_i64));
        let bounds = Rect::from_corners(0.0, 0.0, 200.0, 50.0);
        let form = |content: &str| {
            let mut form = drawing(content);
            form.dictionary.insert("BBox", bounds.to_object());
            form
        };
        let mut group = form("1 1 0 rg 0 0 200 20 re f");
        let kind = Dictionary::new().with("S", Name::from("Transparency"));
        group.dictionary.insert("Group", kind);
        let objects = Dictionary::new().with("Group", update.add(group));
        let resources = Dictionary::new()
            .with("ExtGState", states)
            .with("XObject", objects);
        let mut form = form(look);
        form.dictionary.insert("Resources", resources);
        let form = update.add(form);
        let rect = Rect::from_corners(100.0, 100.0, 300.0, 150.0);
        let quads = [
            [100, 120, 300, 120, 100, 100, 300, 100],
            [100, 150, 300, 150, 100, 130, 300, 130],
        ];
        let quads: Vec<Object> = quads
            .as_flattened()
            .iter()
            .map(|n| Object::Integer(*n))
            .collect();
        note(subtype)
            .with("Rect", rect.to_object())
            .with("QuadPoints", quads)
            .with("AP", Dictionary::new().with("N", form))
    });
    first(&bytes)
}

#[test]
fn marks_on_the_text_leave_it_readable() {
    for (subtype, look) in [
        ("Highlight", "q /G gs 1 1 0 rg 0 0 200 20 re f Q"),
        ("Highlight", "/G gs 1 1 0 rg 0 0 200 20 re 0 30 200 20 re f"),
        ("Highlight", "/G gs /Group Do"),
        ("Underline", "1 0 0 RG 1 w 0 2 m 200 2 l S"),
        (
            "StrikeOut",
            "1 0 0 RG 1 w 0 10 m 200 10 l 0 40 m 200 40 l S",
        ),
        ("Squiggly", "0 1 m 2 3 l 4 1 l 6 3 l S"),
        // Corners of 45 degrees, drawn thinly.
        ("Squiggly", "0.5 w 0 1 m 1 3.4 l 2 1 l 3 3.4 l 4 1 l S"),
        ("Underline", "1 1 0 RG 1 w 0 2 m 200 2 l S"),
    ] {
        let said = marked(subtype, look);
        assert_eq!(said, Modifications::Permitted, "{subtype} {look}");
    }
    for (subtype, look) in [
        ("Highlight", "1 1 0 rg 0 0 200 20 re f"),
        ("Highlight", "q /G gs Q 1 1 0 rg 0 0 200 20 re f"),
        ("Highlight", "/G gs 0 0 0 rg 0 0 200 20 re f"),
        ("Highlight", "/G gs 0 0 200 20 re f"),
        ("Highlight", "/L gs 1 1 0 rg 0 0 200 20 re f"),
        ("Highlight", "/Group Do"),
        ("Highlight", "/G gs 1 1 0 rg /C cs 0 0 200 20 re f"),
        ("Highlight", "/G gs 1 1 0 rg 0 0 200 50 re f"),
        ("Highlight", "/G gs 1 1 0 rg 0 0 9 9 re 0 0 9 9 re f"),
        ("Highlight", "0 2 m 200 2 l S"),
        ("Underline", "1 1 1 rg 0 0 200 20 re f"),
        ("Underline", "1 1 1 RG 20 w 0 10 m 200 10 l S"),
        ("Underline", "1 1 1 RG w 0 10 m 200 10 l S"),
        ("Underline", "1 1 1 RG -9 w 0 10 m 200 10 l S"),
        ("Underline", "/T gs 0 10 m 200 10 l S"),
        ("Underline", "0 9 m 9 9 l 0 8 m 9 8 l S"),
        ("Underline", "0 0 m 9 18 l S"),
        ("Underline", "1 G 1 w 0 2 m 200 2 l S"),
        ("Squiggly", "0.9 0.8 0.9 RG 0 1 m 2 3 l 4 1 l S"),
        ("Squiggly", "3 w 0 1 m 0.2 3 l 0.4 1 l S"),
        ("Underline", "1 w 0 2 m 200 2 l 1 0 0 1 0 9 cm S"),
        ("Underline", "1 w 0 2 m 200 2 l q S Q"),
        ("Underline", "1 w 0 2 m 200 2 l S W"),
        ("Underline", "/Span BMC 1 w 0 2 m 200 2 l S"),
        ("Underline", "0 -30 m 200 -30 l S"),
        ("Underline", "20 0 0 20 0 0 cm 1 1 1 RG 1 w 0 0 m 10 0 l S"),
        ("StrikeOut", "BT /F 12 Tf (5 000) Tj ET"),
        ("Squiggly", "/X Do"),
        ("Underline", "BI /W 1 /H 1 ID x EI"),
        ("Text", ""),
    ] {
        let said = marked(subtype, look);
        assert_eq!(said, Modifications::Forbidden, "{subtype} {look}");
    }
}

#[test]
fn remarks_may_be_changed_and_taken_off() {
    let form = with_base(|base| base.form.clone());
    let noted = remarked(&form, note("Text"));
    let listed = page(&noted)
        .1
        .get("Annots")
        .unwrap()
        .as_array()
        .unwrap()
        .to_vec();
    let remark = listed.last().unwrap().as_reference().unwrap();
    let sign = |level| {
        with_base(|base| {
            Signing::new(&base.office.person, "NguoiKy1")
                .certify(level)
                .sign(&noted)
        })
    };
    for (level, expected) in [(3, Modifications::Permitted), (2, Modifications::Forbidden)] {
        let bytes = sign(level);
        let entries = dictionary(&bytes, remark);
        let changed = updated(&bytes, |update| {
            update.set(remark, entries.with("Contents", text("da xem")));
        });
        assert_eq!(first(&changed), expected);
        let (id, page) = page(&bytes);
        let rest: Vec<Object> = page.get("Annots").unwrap().as_array().unwrap().to_vec();
        let rest = rest
            .into_iter()
            .filter(|a| a.as_reference() != Some(remark));
        let rest: Vec<Object> = rest.collect();
        let removed = updated(&bytes, |update| update.set(id, page.with("Annots", rest)));
        assert_eq!(first(&removed), expected);
        // A field is no remark.
        let (id, page) = self::page(&bytes);
        let few = page.get("Annots").unwrap().as_array().unwrap()[1..].to_vec();
        let removed = updated(&bytes, |update| update.set(id, page.with("Annots", few)));
        assert_eq!(first(&removed), Modifications::Forbidden);
    }
}

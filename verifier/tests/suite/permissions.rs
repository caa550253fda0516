//! What signatures allow afterwards: DocMDP, FieldMDP, locks; form filling and
//! remarks (ISO 32000-2, 12.8.2.2, 12.8.2.4, table 236).

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_testdata::{Base, Look, Signing, now, updated};
use kyso_verifier::{
    ChangeKind, ChangeRule, Finding, Modifications, Policy, Report, SubIndication, Verdict, verify,
};
use kyso_words::Lang;

thread_local! {
    static BASE: Base = Base::new();
}

fn with_base<T>(test: impl FnOnce(&Base) -> T) -> T {
    BASE.with(|base| test(base))
}

fn judge(bytes: &[u8]) -> Report {
    with_base(|base| verify(bytes, &base.office.store(), &Policy::new(now())).unwrap())
}

/// What the report says of the changes after the first signature.
fn first(bytes: &[u8]) -> Modifications {
    judge(bytes).signatures[0].modifications
}

/// The form, signed as `protect` says.
fn signed(protect: impl FnOnce(Signing<'_>) -> Signing<'_>) -> Vec<u8> {
    with_base(|base| protect(Signing::new(&base.office.person, "NguoiKy1")).sign(&base.form))
}

fn certified(level: i64) -> Vec<u8> {
    signed(|signing| signing.certify(level))
}

fn dictionary(bytes: &[u8], id: ObjectId) -> Dictionary {
    let document = Document::open(bytes).unwrap();
    let object = document.latest().object(id).unwrap();
    object.as_dictionary().unwrap().clone()
}

fn catalog(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let (id, _) = document.latest().catalog().unwrap();
    (id, dictionary(bytes, id))
}

fn page(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let id = document.latest().page(0).unwrap().unwrap().id;
    (id, dictionary(bytes, id))
}

/// The text field `name` on top of the form.
fn text_field(bytes: &[u8], name: &str) -> (ObjectId, Dictionary) {
    let (_, catalog) = catalog(bytes);
    let form = dictionary(
        bytes,
        catalog.get("AcroForm").unwrap().as_reference().unwrap(),
    );
    let fields = form.get("Fields").unwrap().as_array().unwrap();
    let mut fields = fields.iter().map(|field| field.as_reference().unwrap());
    let named = |id: &ObjectId| {
        dictionary(bytes, *id).get("T").and_then(Object::as_string) == Some(name.as_bytes())
    };
    let id = fields.find(named).unwrap();
    (id, dictionary(bytes, id))
}

fn text(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec())
}

fn drawing(content: &str) -> Stream {
    let kind = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with(
            "BBox",
            Rect::from_corners(0.0, 0.0, 130.0, 20.0).to_object(),
        );
    Stream::new(kind, content.as_bytes().to_vec())
}

const LOOK: &str = "/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td (05) Tj ET Q EMC";

/// Fills the field `name`, with whatever else `more` does to it.
fn filled_with(
    bytes: &[u8],
    name: &str,
    more: impl FnOnce(Dictionary, &mut Update<'_, '_>) -> Dictionary,
) -> Vec<u8> {
    let (id, field) = text_field(bytes, name);
    updated(bytes, |update| {
        let look = update.add(drawing(LOOK));
        let field = field
            .with("V", text("05"))
            .with("AP", Dictionary::new().with("N", look));
        let field = more(field, update);
        update.set(id, field);
    })
}

fn filled(bytes: &[u8], name: &str) -> Vec<u8> {
    filled_with(bytes, name, |field, _| field)
}

/// An annotation on the first page.
fn remarked(bytes: &[u8], remark: Dictionary) -> Vec<u8> {
    remarked_with(bytes, |_| remark)
}

fn remarked_with(bytes: &[u8], make: impl FnOnce(&mut Update<'_, '_>) -> Dictionary) -> Vec<u8> {
    let (id, page) = page(bytes);
    updated(bytes, |update| {
        let remark = make(update).with("Type", Name::from("Annot")).with("P", id);
        let remark = update.add(remark);
        let mut listed = page.get("Annots").unwrap().as_array().unwrap().to_vec();
        listed.push(remark.into());
        update.set(id, page.with("Annots", listed));
    })
}

fn note(subtype: &str) -> Dictionary {
    let width = match subtype {
        "Text" | "Caret" => 20.0,
        _ => 200.0,
    };
    let rect = Rect::from_corners(100.0, 100.0, 100.0 + width, 120.0);
    Dictionary::new()
        .with("Subtype", Name::from(subtype))
        .with("Contents", text("xem lai"))
        .with("Rect", rect.to_object())
}

const PAGE: Rect = Rect {
    left: 0.0,
    bottom: 0.0,
    right: 595.0,
    top: 842.0,
};

#[test]
fn filling_in_is_permitted_and_told() {
    for bytes in [signed(|signing| signing), certified(2), certified(3)] {
        let report = judge(&filled(&bytes, "So"));
        let signature = &report.signatures[0];
        assert_eq!(signature.modifications, Modifications::Permitted);
        assert_eq!(report.verdict, Verdict::TotalPassed);
        let told = signature.changes.iter().find(|change| {
            matches!(&change.what, ChangeKind::FieldFilled { name, old, new }
                if name == "So" && old.is_empty() && new == "05")
        });
        let told = told.unwrap();
        assert_eq!(told.permitted_by, Some(ChangeRule::FormFilling));
        assert_eq!(
            (told.page_index, told.field.as_deref()),
            (Some(0), Some("So"))
        );
    }
}

/// A filling is told whatever else a revision brings.
#[test]
fn a_filling_is_listed_before_what_nobody_sees() {
    let many = updated(&filled(&certified(2), "So"), |update| {
        for _ in 0..600 {
            update.add(Dictionary::new().with("Nothing", 1_i64));
        }
    });
    for bytes in [many.clone(), filled(&many, "Ngay")] {
        let report = judge(&bytes);
        assert!(report.signatures[0].changes_omitted > 0);
        let told = report.completions();
        let fields: Vec<_> = told
            .iter()
            .filter_map(|one| one.change.field.as_deref())
            .collect();
        assert_eq!(fields[0], "So");
        assert_eq!(fields.len(), if bytes == many { 1 } else { 2 });
        assert_eq!(told[0].after, 1);
    }
}

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
    // What is not permitted is told as what is seen of it.
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
fn filling_in_again_is_permitted() {
    let twice = filled(&filled(&certified(2), "So"), "Ngay");
    assert_eq!(first(&twice), Modifications::Permitted);
}

#[test]
fn only_value_and_look_are_filling_in() {
    let kept = |more: fn(Dictionary) -> Dictionary| {
        first(&filled_with(&certified(2), "So", |field, _| more(field)))
    };
    for permitted in [
        (|field| field) as fn(Dictionary) -> Dictionary,
        |field| field.with("M", text("D:20261121")),
        |field| field.with("Ff", 1_i64),
        |mut field| {
            field.remove("DA");
            field
        },
    ] {
        assert_eq!(kept(permitted), Modifications::Permitted);
    }
    for forbidden in [
        (|field| field.with("MaxLen", 2_i64)) as fn(Dictionary) -> Dictionary,
        |field| field.with("DV", text("5")),
        |field| field.with("Ff", 2_i64),
        |field| field.with("Q", 1_i64),
        |field| {
            field.with(
                "MK",
                Dictionary::new().with("BG", vec![Object::from(1_i64)]),
            )
        },
        |field| field.with("OC", Dictionary::new()),
        |field| field.with("AA", Dictionary::new()),
        |field| field.with("V", Dictionary::new()),
        |field| field.with("AP", Object::Null),
    ] {
        assert_eq!(kept(forbidden), Modifications::Forbidden);
    }
}

/// A shadow attack: the field holds one value and shows another.
#[test]
fn a_filled_field_shows_text_on_its_own_background() {
    let form = with_base(|base| base.form.clone());
    let (id, field) = text_field(&form, "So");
    let colour = |parts: [f64; 3]| Vec::from(parts.map(Object::Real));
    let style = Dictionary::new()
        .with("BG", colour([0.9, 0.9, 1.0]))
        .with("BC", colour([0.0, 0.0, 1.0]));
    let styled = updated(&form, |update| update.set(id, field.with("MK", style)));
    let signed = with_base(|base| Signing::new(&base.office.person, "NguoiKy1").sign(&styled));
    let shown = |look: &str| {
        first(&filled_with(&signed, "So", |field, update| {
            let look = update.add(drawing(look));
            field.with("AP", Dictionary::new().with("N", look))
        }))
    };
    for look in [
        "0.9 0.9 1 rg 0 0 130 20 re f 0 0 1 RG 0.5 0.5 129 19 re S",
        "/Tx BMC q 1 1 128 18 re W n BT 0.2 g /Helv 9 Tf 2 5 Td [(0) 1 (5)] TJ ET Q EMC",
    ] {
        assert_eq!(shown(look), Modifications::Permitted, "{look}");
    }
    for look in [
        "1 1 1 rg 0 0 130 20 re f",
        "0.9 0.9 1 rg 9 0 0 9 0 0 cm 0 0 130 20 re f",
        "0 0 1 RG 400 w 0 0 130 20 re S",
        "BT 1 g /Helv 9 Tf (05) Tj ET",
    ] {
        assert_eq!(shown(look), Modifications::Forbidden, "{look}");
    }
}

#[test]
fn another_look_of_the_same_value_is_forbidden() {
    let bytes = filled(&certified(2), "So");
    let (id, field) = text_field(&bytes, "So");
    let redrawn = updated(&bytes, |update| {
        let look = update.add(drawing("BT (99) Tj ET"));
        update.set(id, field.with("AP", Dictionary::new().with("N", look)));
    });
    assert_eq!(first(&redrawn), Modifications::Forbidden);
}

#[test]
fn page_content_is_no_look_of_a_field() {
    let bytes = certified(2);
    let content = match page(&bytes).1.get("Contents").unwrap() {
        Object::Array(parts) => parts[0].clone(),
        content => content.clone(),
    };
    let shown = filled_with(&bytes, "So", |field, _| {
        field.with("AP", Dictionary::new().with("N", content))
    });
    assert_eq!(first(&shown), Modifications::Forbidden);
}

/// The stream of the appearance is replaced under its own number.
fn filled_in_place(bytes: &[u8]) -> Vec<u8> {
    let (id, field) = text_field(bytes, "So");
    let look = field.get("AP").unwrap().as_dictionary().unwrap();
    let look = look.get("N").unwrap().as_reference().unwrap();
    updated(bytes, |update| {
        update.set(look, drawing(LOOK));
        update.set(id, field.with("V", text("05")));
    })
}

#[test]
fn a_look_replaced_in_place_is_permitted_when_nothing_else_shows_it() {
    assert_eq!(
        first(&filled_in_place(&certified(2))),
        Modifications::Permitted
    );
    // The same stream as the appearance of a second field.
    let plain = with_base(|base| base.form.clone());
    let (_, one) = text_field(&plain, "So");
    let (id, other) = text_field(&plain, "Ngay");
    let shared = updated(&plain, |update| {
        update.set(id, other.with("AP", one.get("AP").unwrap().clone()));
    });
    let shared = with_base(|base| {
        Signing::new(&base.office.person, "NguoiKy1")
            .certify(2)
            .sign(&shared)
    });
    assert_eq!(first(&filled_in_place(&shared)), Modifications::Forbidden);
}

#[test]
fn nobody_fills_in_what_is_read_only() {
    let plain = with_base(|base| base.form.clone());
    let (id, field) = text_field(&plain, "So");
    let fixed = updated(&plain, |update| update.set(id, field.with("Ff", 1_i64)));
    let bytes = with_base(|base| base.signed(&fixed));
    assert_eq!(first(&filled(&bytes, "So")), Modifications::Forbidden);
}

fn lock(action: &str, names: &[&str]) -> Dictionary {
    let names = names.iter().map(|name| text(name)).collect::<Vec<_>>();
    Dictionary::new()
        .with("Action", Name::from(action))
        .with("Fields", names)
}

#[test]
fn locked_fields_are_not_filled_in() {
    let cases = [
        (lock("All", &[]), false),
        (lock("Include", &["So"]), false),
        (lock("Include", &["Ngay"]), true),
        (lock("Exclude", &["So"]), true),
        (lock("Exclude", &["Ngay"]), false),
        // A lock that cannot be understood locks everything.
        (lock("Sometimes", &["Ngay"]), false),
        (
            Dictionary::new().with("Action", Name::from("Include")),
            false,
        ),
    ];
    for (lock, free) in cases {
        let locked = signed(|signing| signing.field_entry("Lock", lock.clone()));
        let by_reference = signed(|signing| {
            let reference = Dictionary::new()
                .with("TransformMethod", Name::from("FieldMDP"))
                .with("TransformParams", lock.clone());
            signing.entry("Reference", vec![reference.into()])
        });
        let expected = match free {
            true => Modifications::Permitted,
            false => Modifications::Forbidden,
        };
        assert_eq!(first(&filled(&locked, "So")), expected, "{lock:?}");
        assert_eq!(first(&filled(&by_reference, "So")), expected, "{lock:?}");
    }
}

#[test]
fn a_lock_holds_for_later_changes_only() {
    let bytes = filled(&signed(|signing| signing), "So");
    let bytes = with_base(|base| {
        let signing = Signing::new(&base.office.agency, "B");
        signing.field_entry("Lock", lock("All", &[])).sign(&bytes)
    });
    let report = judge(&bytes);
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let report = judge(&filled(&bytes, "Ngay"));
    let states: Vec<_> = report.signatures.iter().map(|s| s.modifications).collect();
    // The first signature never locked anything.
    assert_eq!(states, [Modifications::Permitted, Modifications::Forbidden]);
}

#[test]
fn the_strictest_of_all_earlier_signatures_counts() {
    let bytes = with_base(|base| Signing::new(&base.office.agency, "B").sign(&certified(2)));
    let report = judge(&remarked(&bytes, note("Text")));
    let states: Vec<_> = report.signatures.iter().map(|s| s.modifications).collect();
    assert_eq!(states, [Modifications::Forbidden; 2]);
    // A lock may take away, never give.
    let bytes = with_base(|base| {
        let lock = Dictionary::new().with("P", 3_i64);
        let signing = Signing::new(&base.office.agency, "B");
        signing.field_entry("Lock", lock).sign(&certified(2))
    });
    assert_eq!(
        first(&remarked(&bytes, note("Text"))),
        Modifications::Forbidden
    );
}

#[test]
fn permissions_are_found_behind_references() {
    let form = with_base(|base| base.form.clone());
    let mut reference = None;
    let prepared = updated(&form, |update| {
        let level = update.add(Object::Integer(1));
        let parameters = update.add(Dictionary::new().with("P", level));
        let method = update.add(Object::Name(Name::from("DocMDP")));
        let entry = Dictionary::new()
            .with("TransformMethod", method)
            .with("TransformParams", parameters);
        let entry = update.add(entry);
        reference = Some(update.add(vec![Object::Reference(entry)]));
    });
    let bytes = with_base(|base| {
        Signing::new(&base.office.person, "NguoiKy1")
            .entry("Reference", reference.unwrap())
            .sign(&prepared)
    });
    assert_eq!(judge(&bytes).signatures[0].certification, Some(1));
    assert_eq!(first(&filled(&bytes, "So")), Modifications::Forbidden);
}

#[test]
fn a_certification_without_a_level_allows_filling_in_only() {
    let bytes = signed(|signing| {
        let reference = Dictionary::new().with("TransformMethod", Name::from("DocMDP"));
        signing.entry("Reference", vec![reference.into()])
    });
    assert_eq!(judge(&bytes).signatures[0].certification, Some(2));
    assert_eq!(first(&filled(&bytes, "So")), Modifications::Permitted);
    assert_eq!(
        first(&remarked(&bytes, note("Text"))),
        Modifications::Forbidden
    );
    // A level that does not exist allows nothing.
    assert_eq!(
        first(&filled(&certified(7), "So")),
        Modifications::Forbidden
    );
}

#[test]
fn a_certification_comes_first_and_once() {
    let certify = |bytes: &[u8]| {
        with_base(|base| {
            Signing::new(&base.office.agency, "B")
                .certify(2)
                .sign(bytes)
        })
    };
    let late = judge(&certify(&signed(|signing| signing)));
    assert!(
        late.signatures[1]
            .findings
            .contains(&Finding::CertificationNotFirst)
    );
    let again = judge(&certify(&certified(2)));
    assert!(
        again.signatures[1]
            .findings
            .contains(&Finding::CertificationRepeated)
    );
}

#[test]
fn a_certified_document_takes_no_drawing_over_its_text() {
    let blank = Rect::from_corners(10.0, 10.0, 60.0, 30.0);
    let text = Rect::from_corners(90.0, 500.0, 290.0, 600.0);
    let drawn = |area, level| {
        with_base(|base| {
            let signing = Signing::new(&base.office.agency, "B");
            let signing = signing.look(Look::Drawing(area, "0 0 200 100 re f"));
            signing.sign(&base.certified(&base.plain, level))
        })
    };
    let over = judge(&drawn(text, 2));
    assert_eq!(
        over.signatures[0].sub_indication,
        Some(SubIndication::AlteredAfterSigning)
    );
    for level in [2, 3] {
        assert_eq!(first(&drawn(blank, level)), Modifications::Permitted);
    }
    assert_eq!(first(&drawn(blank, 1)), Modifications::Forbidden);
    let invisible = with_base(|base| Signing::new(&base.office.agency, "B").sign(&certified(2)));
    assert_eq!(first(&invisible), Modifications::Permitted);
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

#[test]
fn what_acts_or_covers_is_no_remark() {
    let script = Dictionary::new().with("S", Name::from("JavaScript"));
    for remark in [
        note("Text").with("A", script.clone()),
        note("Text").with("AA", script),
        note("Highlight").with("OC", Dictionary::new()),
        note("Highlight").with("C", vec![Object::from(0_i64)]),
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

/// A signature over the middle of the page hides what others signed.
#[test]
fn text_below_a_later_signature_is_named() {
    let covering = |rect: Rect| {
        let bytes = with_base(|base| {
            let look = Look::Drawing(rect, "1 g 0 0 420 300 re f");
            let signing = Signing::new(&base.office.agency, "B").look(look);
            signing.sign(&base.approved)
        });
        let report = judge(&bytes);
        let findings = report.signatures[1].findings.clone();
        (report.signatures[0].verdict, findings)
    };
    let (verdict, findings) = covering(Rect::from_corners(80.0, 400.0, 500.0, 700.0));
    let named = |finding: &Finding| {
        matches!(finding, Finding::CoversContent { page_index: Some(0), text }
            if !text.is_empty())
    };
    assert!(findings.iter().any(named), "{findings:?}");
    assert_eq!(verdict, Verdict::TotalFailed);
    let (verdict, findings) = covering(Rect::from_corners(2.0, 2.0, 30.0, 12.0));
    assert!(!findings.iter().any(named), "{findings:?}");
    assert_eq!(verdict, Verdict::TotalPassed);
    // The seal belongs on the person's signature.
    let issued = judge(&with_base(|base| base.issued.clone()));
    let remarked = issued.signatures[1].findings.iter().any(|finding| {
        matches!(
            finding,
            Finding::CoversContent { .. } | Finding::CoversSignature { .. }
        )
    });
    assert!(!remarked);
}

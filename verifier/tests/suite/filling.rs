//! Form filling after a signature: which is permitted, and how it is reported (ISO 32000-2, 12.8.2.2).

use kyso_pdf::{Dictionary, Object};
use kyso_testdata::{Signing, updated};
use kyso_verifier::{ChangeKind, ChangeRule, Modifications, Verdict};

use crate::allowed::{
    LOOK, certified, drawing, filled, filled_with, first, judge, page, signed, text, text_field,
    with_base,
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

/// A filling is listed, however much else a revision brings.
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

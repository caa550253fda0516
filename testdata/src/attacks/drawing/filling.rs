//! Fields over ink may not be filled in, and existing states of check boxes are judged.

use kyso_pdf::{Dictionary, Name, Object, Rect};

use super::{PAPER, TEXT, printed};
use crate::Case;
use crate::attacks::forms::{filled, text_field};
use crate::edit::{catalog, elements, first_page, form, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object};

pub(super) fn cases() -> Vec<Case> {
    let covered = Expected::altered("FilledOverContent");
    vec![
        Case::new("field-over-the-text-filled", covered, |base| {
            let prepared = with_field_at(&base.form, TEXT);
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("field-over-a-number-filled", covered, |base| {
            let printed = printed(&base.form, PAPER, "Tong so: ........ 5 000 dong");
            let prepared = with_field_at(&printed, PAPER);
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("field-over-a-signature-filled", covered, |base| {
            let prepared = with_field_at(&base.form, PAPER);
            let person = Signing::new(&base.office.person, "NguoiKy1");
            let signed = person
                .look(Look::Picture(PAPER, "chu-ky-mau.png"))
                .sign(&prepared);
            filled(&signed, "So", "05", "(05) Tj")
        }),
        Case::new("field-turned-out-of-its-area-filled", covered, |base| {
            let (id, page) = first_page(&base.form);
            let turned = updated(&base.form, |update| {
                update.set(id, page.with("Rotate", 90));
            });
            let (id, field) = text_field(&turned, "So");
            let prepared = updated(&turned, |update| {
                update.set(id, field.with("F", 4 | 16));
            });
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new("field-of-no-rectangle-filled", covered, |base| {
            let (id, field) = text_field(&base.form, "So");
            let prepared = updated(&base.form, |update| {
                let corners = vec![80.into(), 400.into(), 500.into(), Object::Null];
                update.set(id, field.with("Rect", corners));
            });
            filled(&base.signed(&prepared), "So", "05", "(05) Tj")
        }),
        Case::new(
            "box-without-bounds-ticked",
            Expected::altered("Replaced"),
            |base| {
                let prepared = with_box(&base.form, PAPER, "q Q");
                let (id, field) = text_field(&prepared, "Dongy");
                let prepared = updated(&prepared, |update| {
                    let mut on = form_object(&PAPER, "BT 0 g /Helv 14 Tf 80 500 Td (X) Tj ET");
                    if let Object::Stream(on) = &mut on {
                        on.dictionary.insert("BBox", Object::Null);
                    }
                    let states = Dictionary::new().with("Yes", update.add(on));
                    update.set(id, field.with("AP", Dictionary::new().with("N", states)));
                });
                ticked(&base.signed(&prepared))
            },
        ),
        Case::new("box-over-words-ticked", covered, |base| {
            let printed = printed(&base.form, PAPER, "khong");
            let area = Rect {
                right: PAPER.left + 30.0,
                top: PAPER.bottom + 30.0,
                ..PAPER
            };
            ticked(&base.signed(&with_box(&printed, area, TICK)))
        }),
        Case::new("box-over-a-digit-ticked", covered, |base| {
            let printed = printed(&base.form, PAPER, "5 000");
            let area = Rect {
                right: PAPER.left + 12.5,
                top: PAPER.bottom + 35.0,
                ..PAPER
            };
            ticked(&base.signed(&with_box(&printed, area, TICK)))
        }),
        Case::new(
            "box-with-a-cover-ticked",
            Expected::altered("Replaced"),
            |base| {
                const COVER: &str = "1 g 0 0 420 300 re f BT 0 g /Helv 14 Tf 10 250 Td (X) Tj ET";
                ticked(&base.signed(&with_box(&base.form, TEXT, COVER)))
            },
        ),
    ]
}

/// A dark square.
pub(crate) const TICK: &str = "0 g 4 4 8 8 re f";

/// The form with its field `So` in another place.
pub(crate) fn with_field_at(bytes: &[u8], area: Rect) -> Vec<u8> {
    let (id, field) = text_field(bytes, "So");
    updated(bytes, |update| {
        update.set(id, field.with("Rect", area.to_object()));
    })
}

/// The form with a check box that is off; `look` is what it shows when on.
pub(crate) fn with_box(bytes: &[u8], area: Rect, look: &str) -> Vec<u8> {
    let (page_id, page) = first_page(bytes);
    let (form_id, form) = form(bytes);
    assert_eq!(catalog(bytes).1.get("AcroForm"), Some(&form_id.into()));
    updated(bytes, |update| {
        let on = update.add(form_object(&area, look));
        let off = update.add(form_object(&area, ""));
        let states = Dictionary::new().with("Off", off).with("Yes", on);
        let field = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Widget"))
            .with("FT", Name::from("Btn"))
            .with("T", Object::String(b"Dongy".to_vec()))
            .with("V", Name::from("Off"))
            .with("AS", Name::from("Off"))
            .with("F", 4)
            .with("P", page_id)
            .with("AP", Dictionary::new().with("N", states))
            .with("Rect", area.to_object());
        let field = update.add(field);
        let mut fields = elements(bytes, &form, "Fields");
        fields.push(field.into());
        update.set(form_id, form.clone().with("Fields", fields));
        let mut annotations = elements(bytes, &page, "Annots");
        annotations.push(field.into());
        update.set(page_id, page.clone().with("Annots", annotations));
    })
}

/// Ticks the check box.
pub(crate) fn ticked(bytes: &[u8]) -> Vec<u8> {
    let (id, field) = text_field(bytes, "Dongy");
    updated(bytes, |update| {
        let on = Name::from("Yes");
        update.set(id, field.with("V", on.clone()).with("AS", on));
    })
}

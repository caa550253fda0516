//! Drawings close to ink that hide none of it, each by an organisation that leaves its stamp, and fields.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::{Dictionary, Rect};
use kyso_pki::Pkcs12Key;

use crate::attacks::drawing::filling::with_field_at;
use crate::attacks::drawing::hiding::with_figures;
use crate::attacks::drawing::little::{LONG_LINE, STRIP, sealed_beside_picture};
use crate::attacks::drawing::looks::{
    TALL, awaiting, form, placed_by_references, shown, with_a_drawn_glyph,
};
use crate::attacks::drawing::{PAPER, annotated, printed};
use crate::attacks::forms::{filled, text_field};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    let original = permitted.with_signatures(3).with_status("ORIGINAL");
    let near_words = |name, words: &'static str, bottom: f64, top: f64| {
        Case::new(name, original, move |base| {
            let area = Rect {
                bottom,
                top,
                ..PAPER
            };
            stamped(base, &printed(&base.plain, PAPER, words), area)
        })
    };
    let on_drawing = |name, content: &'static str, area: Rect| {
        Case::new(name, original, move |base| {
            let drawn = annotated(&base.plain, STRIP, |update| {
                update.add(form_object(&STRIP, content))
            });
            stamped(base, &drawn, area)
        })
    };
    let below_words = |name, words: &'static str, top: f64| {
        Case::new(name, permitted, move |base| {
            let field = Rect {
                bottom: 5.0,
                top,
                ..PAPER
            };
            let printed = printed(&base.form, PAPER, words);
            let signed = base.signed(&with_field_at(&printed, field));
            filled(&signed, "So", "05", "(05) Tj")
        })
    };
    let within = Rect::from_corners(245.0, 22.0, 300.0, 42.0);
    let mut cases = vec![
        Case::new(
            "unsigned-field-on-paper",
            permitted.with_signatures(2),
            |base| awaiting(&base.issued, PAPER),
        ),
        Case::new(
            "added-field-over-a-picture-signed-later",
            permitted.with_signatures(2),
            |base| {
                let area = Rect::from_corners(20.0, 1.0, 83.0, 64.0);
                let person = Signing::new(&base.office.person, "NguoiKy1");
                let signed = person
                    .look(Look::Picture(PAPER, "chu-ky-mau.png"))
                    .sign(&base.plain);
                let waiting = awaiting(&signed, area);
                let (id, _) = text_field(&waiting, "Sau1");
                Signing::new(&organisation(base), "Sau1").sign_in(&waiting, id)
            },
        ),
        near_words("stamp-close-below-words", "Ban hành 2026", 2.0, 26.5),
        near_words("stamp-close-above-words", "xem sau", 34.2, 62.0),
        on_drawing(
            "stamp-beside-a-long-line",
            LONG_LINE,
            Rect::from_corners(60.0, 40.0, 160.0, 60.0),
        ),
        on_drawing("stamp-on-a-dark-plate", "0.2 g 0 0 500 64 re f", within),
        on_drawing("stamp-on-a-white-panel", "1 g 190 10 80 40 re f", within),
        Case::new("stamp-with-an-inline-picture", original, |base| {
            let key = organisation(base);
            let look = "BT /F1 9 Tf 2 2 Td (DEN 05) Tj ET q 8 0 0 8 40 2 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx \
                        ID 00ff00ff> EI Q";
            Signing::new(&key, "Den1")
                .look(Look::Drawing(PAPER, look))
                .sign(&base.issued_from(&base.plain))
        }),
        Case::new("stamp-on-an-even-shading", original, move |base| {
            stamped(base, &with_figures(&base.plain, "/Even sh"), within)
        }),
        below_words("field-close-below-words-filled", "Ban hành 2026", 26.5),
        below_words("field-that-touches-words-filled", "Ban hành", 28.4),
        Case::new(
            "seal-at-the-rim-of-a-picture",
            original.with_signatures(2),
            |base| {
                let area = Rect::from_corners(20.0, 1.0, 83.0, 64.0);
                sealed_beside_picture(base, &organisation(base), &base.plain, area)
            },
        ),
    ];
    cases.extend(pictures_in_forms());
    cases
}

/// One measured picture on blank paper, in a widget that reaches over the text; the spelling of its look makes no difference.
fn pictures_in_forms() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    let drawn = |name, content: &'static str| {
        Case::new(name, permitted.with_signatures(3), move |base| {
            shown(base, TALL, |update, palette| {
                let objects = Dictionary::new().with("S", palette.signature);
                update.add(form(&TALL, content.into(), Some(objects)))
            })
        })
    };
    vec![
        drawn(
            "picture-between-saved-states",
            "q q 1 0 0 1 0 0 cm Q q /S Do Q Q",
        ),
        drawn("picture-with-a-state-left-open", "q q /S Do Q"),
        Case::new(
            "picture-of-the-resources-around-alone",
            permitted.with_signatures(3),
            |base| {
                shown(base, TALL, |update, palette| {
                    let inner = update.add(form(&TALL, b"q /S Do Q".to_vec(), None));
                    let objects = Dictionary::new()
                        .with("S", palette.signature)
                        .with("F", inner);
                    update.add(form(&TALL, b"/F Do".to_vec(), Some(objects)))
                })
            },
        ),
        Case::new(
            "words-in-drawn-letters",
            permitted.with_signatures(3),
            |base| {
                shown(base, PAPER, |update, _| {
                    with_a_drawn_glyph(update, "q 0 0 500 700 re f Q")
                })
            },
        ),
        Case::new(
            "picture-placed-by-references-on-paper",
            permitted.with_signatures(3),
            |base| {
                shown(base, TALL, |update, palette| {
                    placed_by_references(update, palette, [1.0, 1.0, 2.0, 1.0])
                })
            },
        ),
    ]
}

/// Issued, then stamped by another organisation.
pub(crate) fn stamped(base: &Base, prepared: &[u8], area: Rect) -> Vec<u8> {
    let key = organisation(base);
    let look = Look::Drawing(area, "BT /F1 9 Tf 2 2 Td (DEN 05) Tj ET");
    Signing::new(&key, "Den1")
        .look(look)
        .sign(&base.issued_from(prepared))
}

fn organisation(base: &Base) -> Pkcs12Key {
    let name = "Sở Nội vụ tỉnh thử nghiệm";
    base.office.key(name, KeyType::P256, Profile::Agency)
}

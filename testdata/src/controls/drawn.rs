//! Drawings close to ink that hide none of it, each by an organisation that leaves its stamp, and fields.

use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;
use kyso_pki::issuing::{KeyType, Profile};

use crate::attacks::drawing::little::{LONG_LINE, STRIP, sealed_beside_picture};
use crate::attacks::drawing::{PAPER, annotated, printed, with_field_at};
use crate::attacks::forms::filled;
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case};

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
    vec![
        near_words("stamp-close-below-words", "Ban hành 2026", 2.0, 26.5),
        near_words("stamp-close-above-words", "xem sau", 34.2, 62.0),
        on_drawing(
            "stamp-beside-a-long-line",
            LONG_LINE,
            Rect::from_corners(60.0, 40.0, 160.0, 60.0),
        ),
        on_drawing("stamp-on-a-dark-plate", "0.2 g 0 0 500 64 re f", within),
        on_drawing("stamp-on-a-white-panel", "1 g 190 10 80 40 re f", within),
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
    ]
}

/// Issued, then stamped by another organisation.
fn stamped(base: &Base, prepared: &[u8], area: Rect) -> Vec<u8> {
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

//! What may be written upon, by fonts of all kinds that tell the truth: leaders, spaces and boxes.

use kyso_pdf::{Dictionary, Name, Rect};

use crate::Case;
use crate::attacks::drawing::claims::{NOT_DRAWN, common, filled_upon, procedures, shown};
use crate::attacks::drawing::filling::{TICK, ticked, with_box};
use crate::attacks::drawing::{PAPER, printed};
use crate::expected::Expected;

pub(super) fn cases() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    let leaders = |name, text: &'static str| {
        Case::new(name, permitted, move |base| {
            filled_upon(base, &printed(&base.form, PAPER, text))
        })
    };
    let boxed = |name, sign: &'static str| {
        Case::new(name, permitted, move |base| {
            let printed = shown(&base.form, |_| signs(), sign);
            let area = Rect {
                right: PAPER.left + 24.0,
                top: PAPER.bottom + 35.0,
                ..PAPER
            };
            ticked(&base.signed(&with_box(&printed, area, TICK)))
        })
    };
    vec![
        leaders("field-on-ellipses-filled", "……………………"),
        leaders("field-on-underscores-filled", "__________"),
        leaders("field-on-dots-and-spaces-filled", "..... ..... ..... "),
        Case::new("field-on-dots-of-a-common-font-filled", permitted, |base| {
            let text = "........  ________";
            filled_upon(
                base,
                &shown(&base.form, |update| common(update, None), text),
            )
        }),
        Case::new("field-on-empty-procedures-filled", permitted, |base| {
            let printed = shown(&base.form, |update| procedures(update, NOT_DRAWN), "aaaa");
            filled_upon(base, &printed)
        }),
        boxed("box-on-a-square-sign-ticked", "n"),
        boxed("box-on-a-shadowed-sign-ticked", "o"),
    ]
}

/// The common font of signs.
fn signs() -> Dictionary {
    Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("ZapfDingbats"))
}

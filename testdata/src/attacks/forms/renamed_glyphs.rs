//! A field that is filled in with its value in a font that draws other digits than it names.

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream};

use super::{REPLACED, filled, text_field};
use crate::edit::updated;
use crate::expected::Expected;
use crate::signing::form_object;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("filled-in-a-font-of-other-digits", REPLACED, |base| {
            filled_in(&base.certified(&base.form, 2), &OTHER, NAMED)
        }),
        Case::new(
            "signed-value-comes-back-in-a-font-of-other-digits",
            REPLACED,
            there_and_back,
        ),
    ]
}

fn there_and_back(base: &Base) -> Vec<u8> {
    let prepared = filled(&base.form, "So", "500", "(500) Tj");
    let signed = base.certified(&prepared, 2);
    filled_in(&filled(&signed, "So", "1", "(1) Tj"), &OTHER, NAMED)
}

/// A font of forms as Acrobat writes it: it names its glyphs once.
pub(crate) fn controls() -> Vec<Case> {
    let permitted = Expected::passed().with_modifications("permitted");
    vec![Case::new(
        "filled-in-a-font-that-names-its-glyphs",
        permitted,
        |base| {
            let usual = [(48, "zero"), (53, "five")];
            filled_in(&base.certified(&base.form, 2), &usual, None)
        },
    )]
}

/// Codes and the glyphs that are drawn for them.
type Drawn = [(i64, &'static str); 2];

/// Nines for a nought and a five, which are called what they are not.
const OTHER: Drawn = [(48, "nine"), (53, "nine")];
const NAMED: Option<&str> = Some(
    "begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n2 beginbfchar\n<35> <0035>\n<30> <0030>\nendbfchar\nendcmap",
);

/// Fills in 500 in a font that draws these glyphs, and may say what they are called.
fn filled_in(signed: &[u8], drawn: &Drawn, named: Option<&str>) -> Vec<u8> {
    let (id, field) = text_field(signed, "So");
    updated(signed, |update| {
        let pair = |(code, glyph): &(i64, &str)| [Object::from(*code), Name::from(*glyph).into()];
        let drawn: Vec<Object> = drawn.iter().flat_map(pair).collect();
        let encoding = Dictionary::new()
            .with("BaseEncoding", Name::from("WinAnsiEncoding"))
            .with("Differences", drawn);
        let mut font = Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type1"))
            .with("BaseFont", Name::from("Helvetica"))
            .with("Encoding", encoding);
        if let Some(named) = named {
            let map = Stream::new(Dictionary::new(), named.as_bytes().to_vec());
            font.insert("ToUnicode", update.add(map));
        }
        let fonts = Dictionary::new().with("Helv", update.add(font));
        let area = Rect::from_corners(0.0, 0.0, 130.0, 20.0);
        let content = "/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td (500) Tj ET Q EMC";
        let mut look = form_object(&area, content);
        if let Object::Stream(look) = &mut look {
            let resources = Dictionary::new().with("Font", fonts);
            look.dictionary.insert("Resources", resources);
        }
        let looks = Dictionary::new().with("N", update.add(look));
        let value = Object::String(b"500".to_vec());
        update.set(id, field.with("V", value).with("AP", looks));
    })
}

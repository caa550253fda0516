//! Pictures with what draws nothing beside them: programs that can write a description leave a blank of it, in the font that
//! they embed, or an empty rectangle.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream, Update};
use kyso_stamp_images::Face;

use super::{ORIGINAL, case};
use crate::Case;
use crate::controls::pictures::{Seal, sealed_with};
use crate::edit::square_form;

pub(super) fn cases() -> Vec<Case> {
    let sealed = |name, description: Description| {
        let expected = ORIGINAL.with_signatures(2).with_roles("person agency");
        case(name, expected, move |base| {
            sealed_with(base, |update| described(update, description))
        })
    };
    vec![
        sealed("seal-with-a-blank-of-an-embedded-font", |update| {
            (composite(update, None), "<0003> Tj")
        }),
        sealed(
            "seal-with-blanks-of-an-embedded-font-in-an-array",
            |update| (composite(update, None), "[<0003> -250 <00030003>] TJ"),
        ),
        sealed("seal-with-a-blank-of-a-simple-embedded-font", |update| {
            (
                simple(update, Name::from("WinAnsiEncoding").into()),
                "( ) Tj",
            )
        }),
        sealed("seal-with-a-blank-of-a-font-with-few-bearings", |update| {
            (composite_of(update, with_few_metrics()), "<0003> Tj")
        }),
        sealed("seal-with-an-empty-rectangle-filled", |update| {
            (composite(update, None), "ET 0 0 0 0 re f BT")
        }),
    ]
}

/// The serif font as programs write subsets: widths of the first glyphs alone, no bearings behind them, and a table of no use
/// that is cut off.
fn with_few_metrics() -> Vec<u8> {
    const GLYPHS: u16 = 100;
    let mut font = Face::Regular.data().to_vec();
    let record =
        |font: &[u8], tag: &[u8; 4]| font.windows(4).position(|other| other == tag).unwrap();
    let metrics = record(&font, b"hmtx");
    font[metrics + 12..metrics + 16].copy_from_slice(&u32::from(4 * GLYPHS).to_be_bytes());
    let header = record(&font, b"hhea");
    let start = u32::from_be_bytes(font[header + 8..header + 12].try_into().unwrap()) as usize;
    font[start + 34..start + 36].copy_from_slice(&GLYPHS.to_be_bytes());
    let kerning = record(&font, b"kern");
    font[kerning + 8..kerning + 12].copy_from_slice(&u32::MAX.to_be_bytes());
    font
}

/// A font, and what is shown in it.
pub(crate) type Description = fn(&mut Update<'_, '_>) -> (Dictionary, &'static str);

/// The sample seal with a description.
pub(crate) fn described(update: &mut Update<'_, '_>, description: Description) -> ObjectId {
    let (font, text) = description(update);
    described_by(update, font, text)
}

/// The sample seal with a text in this font.
pub(crate) fn described_by(update: &mut Update<'_, '_>, font: Dictionary, text: &str) -> ObjectId {
    let picture = Seal::sample().in_colours(Name::from("DeviceRGB").into(), update);
    let font = update.add(font);
    let resources = Dictionary::new()
        .with("XObject", Dictionary::new().with("Im0", picture))
        .with("Font", Dictionary::new().with("F1", font));
    let content = format!("q 100 0 0 100 0 0 cm /Im0 Do Q BT /F1 30 Tf 2 10 Td {text} ET");
    update.add(square_form(resources, &content))
}

/// A font of two bytes a code, which are the numbers of glyphs; 3 is the blank. `called` is what all of them are called.
pub(crate) fn composite(update: &mut Update<'_, '_>, called: Option<ObjectId>) -> Dictionary {
    let font = composite_of(update, Face::Regular.data().to_vec());
    match called {
        Some(map) => font.with("ToUnicode", map),
        None => font,
    }
}

/// The same of this program.
pub(crate) fn composite_of(update: &mut Update<'_, '_>, program: Vec<u8>) -> Dictionary {
    let system = Dictionary::new()
        .with("Registry", Object::String(b"Adobe".to_vec()))
        .with("Ordering", Object::String(b"Identity".to_vec()))
        .with("Supplement", 0);
    let descendant = embedded(update, "CIDFontType2", program)
        .with("CIDSystemInfo", system)
        .with("CIDToGIDMap", Name::from("Identity"));
    let descendant = update.add(descendant);
    font("Type0")
        .with("Encoding", Name::from("Identity-H"))
        .with("DescendantFonts", vec![descendant.into()])
}

/// A font of one byte a code.
pub(crate) fn simple(update: &mut Update<'_, '_>, encoding: Object) -> Dictionary {
    simple_of(update, encoding, Face::Regular.data().to_vec())
}

/// The same of this program.
pub(crate) fn simple_of(
    update: &mut Update<'_, '_>,
    encoding: Object,
    program: Vec<u8>,
) -> Dictionary {
    let widths = vec![Object::from(250); 95];
    embedded(update, "TrueType", program)
        .with("Encoding", encoding)
        .with("FirstChar", 32)
        .with("LastChar", 126)
        .with("Widths", widths)
}

fn embedded(update: &mut Update<'_, '_>, kind: &str, data: Vec<u8>) -> Dictionary {
    let length = i64::try_from(data.len()).unwrap();
    let entries = Dictionary::new().with("Length1", length);
    let program = update.add(Stream::new(entries, data));
    let bounds = [-600, -300, 2000, 1000].map(Object::from).to_vec();
    let descriptor = Dictionary::new()
        .with("Type", Name::from("FontDescriptor"))
        .with("FontName", Name::from("ABCDEF+Serif"))
        .with("Flags", 32)
        .with("FontBBox", bounds)
        .with("ItalicAngle", 0)
        .with("Ascent", 891)
        .with("Descent", -216)
        .with("CapHeight", 662)
        .with("StemV", 80)
        .with("FontFile2", program);
    font(kind).with("FontDescriptor", update.add(descriptor))
}

fn font(kind: &str) -> Dictionary {
    Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from(kind))
        .with("BaseFont", Name::from("ABCDEF+Serif"))
}

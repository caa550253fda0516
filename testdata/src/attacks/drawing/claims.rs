//! Words that their font calls spaces, leaders, boxes or low marks: only their outlines decide what may be written over.

use std::fmt::Write as _;

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};

use super::filling::{TICK, ticked, with_box, with_field_at};
use super::{PAPER, annotated, printed};
use crate::attacks::forms::filled;
use crate::edit::{dictionary, elements, first_page, reference, updated};
use crate::expected::Expected;
use crate::signing::{Look, Signing, form_object};
use crate::{Base, Case};

const WORDS: &str = "khong phai tra no";

pub(super) fn cases() -> Vec<Case> {
    let filled_over = Expected::altered("FilledOverContent");
    let field_over = |name, make: fn(&[u8]) -> Vec<u8>| {
        Case::new(name, filled_over, move |base| {
            filled_upon(base, &make(&base.form))
        })
    };
    vec![
        field_over("words-called-spaces-filled-over", |bytes| {
            called(bytes, ' ')
        }),
        field_over("words-called-dots-filled-over", |bytes| called(bytes, '.')),
        field_over("words-called-ellipses-filled-over", |bytes| {
            called(bytes, '…')
        }),
        field_over("words-called-underscores-filled-over", |bytes| {
            called(bytes, '_')
        }),
        field_over(
            "words-of-a-common-font-called-spaces-filled-over",
            |bytes| shown(bytes, |update| common(update, Some(' ')), WORDS),
        ),
        field_over("words-of-a-program-out-of-place-filled-over", |bytes| {
            let program = program_of(&printed(bytes, PAPER, WORDS));
            shown(bytes, |update| out_of_place(update, program), WORDS)
        }),
        field_over("words-of-procedures-called-spaces-filled-over", |bytes| {
            shown(bytes, |update| procedures(update, DRAWN), "aaaa")
        }),
        Case::new(
            "words-called-spaces-covered",
            Expected::altered("DrawnOverContent").with_signatures(2),
            |base| {
                let look = Look::Drawing(PAPER, "1 g 0 0 600 100 re f");
                let signed = base.signed(&called(&base.plain, ' '));
                let agency = Signing::new(&base.office.agency, "Khac");
                agency.look(look).sign(&signed)
            },
        ),
        Case::new(
            "upper-parts-of-words-called-commas-covered",
            Expected::altered("DrawnOverContent").with_signatures(2),
            |base| {
                let above = Rect {
                    bottom: PAPER.bottom + 12.0 + 0.2 * 14.0,
                    ..PAPER
                };
                let look = Look::Drawing(above, "1 g 0 0 600 100 re f");
                let signed = base.signed(&called(&base.plain, ','));
                let agency = Signing::new(&base.office.agency, "Khac");
                agency.look(look).sign(&signed)
            },
        ),
        Case::new("word-called-boxes-ticked-over", filled_over, |base| {
            let area = Rect {
                right: PAPER.left + 34.0,
                top: PAPER.bottom + 34.0,
                ..PAPER
            };
            ticked(&base.signed(&with_box(&called(&base.form, '☐'), area, TICK)))
        }),
    ]
}

/// The field lies over all printed words, and is filled in.
pub(crate) fn filled_upon(base: &Base, printed: &[u8]) -> Vec<u8> {
    let prepared = with_field_at(printed, PAPER);
    filled(&base.signed(&prepared), "So", "05", "(05) Tj")
}

/// The page with words whose font calls each of them the character.
fn called(bytes: &[u8], character: char) -> Vec<u8> {
    let printed = printed(bytes, PAPER, WORDS);
    let font = font_of(&printed);
    let entries = dictionary(&printed, font);
    updated(&printed, |update| {
        let map = update.add(map_to(character, 2));
        update.set(font, entries.with("ToUnicode", map));
    })
}

/// The font of the last annotation of the first page.
fn font_of(bytes: &[u8]) -> ObjectId {
    let annotations = elements(bytes, &first_page(bytes).1, "Annots");
    let last = annotations.last().and_then(Object::as_reference).unwrap();
    let looks = dictionary(bytes, last);
    let looks = looks.get("AP").and_then(Object::as_dictionary).unwrap();
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let form = view.object(reference(looks, "N")).unwrap();
    let form = &form.as_stream().unwrap().dictionary;
    let resources = view.get(form, "Resources").unwrap();
    let fonts = view
        .get(resources.as_dictionary().unwrap(), "Font")
        .unwrap();
    let mut fonts = fonts.as_dictionary().unwrap().iter();
    fonts
        .next()
        .and_then(|(_, font)| font.as_reference())
        .unwrap()
}

/// Its font program.
fn program_of(bytes: &[u8]) -> ObjectId {
    let font = dictionary(bytes, font_of(bytes));
    let descendants = elements(bytes, &font, "DescendantFonts");
    let descendant = descendants[0].as_reference().unwrap();
    let descriptor = reference(&dictionary(bytes, descendant), "FontDescriptor");
    let descriptor = dictionary(bytes, descriptor);
    let mut keys = ["FontFile2", "FontFile3"].into_iter();
    keys.find_map(|key| descriptor.get(key)?.as_reference())
        .unwrap()
}

/// A map from codes of so many bytes to one character.
pub(super) fn map_to(character: char, bytes: usize) -> Stream {
    let digits = 2 * bytes;
    let last = "F".repeat(digits);
    let mut map = format!(
        "begincmap /CMapType 2 def 1 begincodespacerange <{:0digits$}> <{last}> endcodespacerange\n",
        0
    );
    let codes: Vec<u32> = (1..256).collect();
    for part in codes.chunks(100) {
        writeln!(map, "{} beginbfchar", part.len()).unwrap();
        for code in part {
            writeln!(map, "<{code:0digits$X}> <{:04X}>", u32::from(character)).unwrap();
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap");
    Stream::new(Dictionary::new(), map.into_bytes())
}

/// The page with text in a font.
pub(crate) fn shown(
    bytes: &[u8],
    font: impl FnOnce(&mut Update<'_, '_>) -> Dictionary,
    text: &str,
) -> Vec<u8> {
    annotated(bytes, PAPER, |update| {
        let font = font(update);
        let font = update.add(font);
        let content = format!("BT 0 g /F 14 Tf 5 23 Td ({text}) Tj ET");
        let mut form = form_object(&PAPER, &content);
        if let Object::Stream(form) = &mut form {
            let fonts = Dictionary::new().with("F", font);
            let resources = Dictionary::new().with("Font", fonts);
            form.dictionary.insert("Resources", resources);
        }
        update.add(form)
    })
}

/// A font that is not embedded, and perhaps calls all its characters one.
pub(crate) fn common(update: &mut Update<'_, '_>, called: Option<char>) -> Dictionary {
    let font = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica"))
        .with("Encoding", Name::from("WinAnsiEncoding"));
    match called {
        Some(character) => font.with("ToUnicode", update.add(map_to(character, 1))),
        None => font,
    }
}

/// A Type 1 font whose TrueType program only some programs read, and whose names say spaces.
fn out_of_place(update: &mut Update<'_, '_>, program: ObjectId) -> Dictionary {
    let descriptor = Dictionary::new()
        .with("Type", Name::from("FontDescriptor"))
        .with("FontName", Name::from("Helvetica"))
        .with("Flags", 32)
        .with("FontFile2", program);
    let mut names: Vec<Object> = vec![32.into()];
    names.extend((32..127).map(|_| Object::from(Name::from("space"))));
    let encoding = Dictionary::new().with("Differences", names);
    common(update, Some(' '))
        .with("Encoding", encoding)
        .with("FontDescriptor", update.add(descriptor))
}

const DRAWN: &str = "500 0 0 0 500 700 d1 0 0 400 700 re f";
/// A procedure that states a width and draws nothing.
pub(crate) const NOT_DRAWN: &str = "500 0 0 0 0 0 d1";

/// A Type 3 font whose one character is called a space.
pub(crate) fn procedures(update: &mut Update<'_, '_>, procedure: &str) -> Dictionary {
    let font = type_3(update, &[(97, "a", procedure.to_owned())]);
    font.with("ToUnicode", update.add(map_to(' ', 1)))
}

/// A Type 3 font of characters half an em wide: code, name and procedure of each, by rising codes.
pub(crate) fn type_3(
    update: &mut Update<'_, '_>,
    characters: &[(i64, &str, String)],
) -> Dictionary {
    let mut procedures = Dictionary::new();
    let mut names: Vec<Object> = Vec::new();
    for (code, name, procedure) in characters {
        let procedure = Stream::new(Dictionary::new(), procedure.as_bytes().to_vec());
        procedures = procedures.with(name, update.add(procedure));
        names.extend([Object::from(*code), Name::from(*name).into()]);
    }
    let code = |character: Option<&(i64, &str, String)>| character.map_or(0, |(code, ..)| *code);
    let (first, last) = (code(characters.first()), code(characters.last()));
    let widths = (first..=last)
        .map(|_| Object::from(500))
        .collect::<Vec<_>>();
    Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type3"))
        .with("FontBBox", [0, 0, 500, 700].map(Object::from).to_vec())
        .with(
            "FontMatrix",
            [0.001, 0.0, 0.0, 0.001, 0.0, 0.0]
                .map(Object::Real)
                .to_vec(),
        )
        .with("CharProcs", procedures)
        .with("Encoding", Dictionary::new().with("Differences", names))
        .with("FirstChar", first)
        .with("LastChar", last)
        .with("Widths", widths)
        .with("Resources", Dictionary::new())
}

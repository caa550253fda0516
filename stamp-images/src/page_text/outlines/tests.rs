#![allow(clippy::unwrap_used, clippy::panic)]
use std::path::Path;

use super::*;
use crate::page_text::plain::tests::file;
use crate::page_text::{PageText, TextDocument};

/// What the characters of a page draw.
fn looks(page: &PageText) -> Vec<(char, Look)> {
    let glyphs = page.lines.iter().flat_map(|line| &line.glyphs);
    glyphs
        .map(|glyph| (glyph.character, page.outlines.look(glyph.drawn)))
        .collect()
}

fn forms(content: &str, font: &str, objects: &[(&str, &[u8])]) -> Vec<Option<Form>> {
    let resources = format!("/Font<</F<<{font}>>>>");
    let bytes = file(content, &resources, objects);
    let document = TextDocument::open(&bytes).unwrap();
    let form = |(_, look)| match look {
        Look::Ink(figure) => Some(figure.form),
        Look::Nothing => None,
        Look::Unknown => panic!("an unknown look"),
    };
    looks(document.page(0).unwrap())
        .into_iter()
        .map(form)
        .collect()
}

#[test]
fn common_fonts_draw_by_their_codes() {
    let helvetica = "/Type/Font/Subtype/Type1/BaseFont/Helvetica";
    let content = "BT /F 10 Tf 20 20 Td (A ._) Tj ET";
    let expected = [Some(Form::Other), None, Some(Form::Dots), Some(Form::Bar)];
    assert_eq!(forms(content, helvetica, &[]), expected);
    let map = b"1 begincodespacerange <00> <FF> endcodespacerange \
        1 beginbfrange <20> <7F> <0020> endbfrange";
    let lying = format!("{helvetica}/ToUnicode 12 0 R");
    let lying = forms(content, &lying, &[("", b"1 0 0 rg"), ("", b""), ("", map)]);
    assert_eq!(lying.iter().filter(|form| form.is_some()).count(), 3);
    let signs = "/Type/Font/Subtype/Type1/BaseFont/ZapfDingbats";
    let boxes = forms("BT /F 10 Tf 20 20 Td (no) Tj ET", signs, &[]);
    assert_eq!(boxes, [Some(Form::Frame); 2]);
}

#[test]
fn spaces_and_leaders_of_real_documents_are_what_their_fonts_say() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    let (mut spaces, mut dots) = (0, 0);
    for entry in std::fs::read_dir(samples).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let Ok(document) = TextDocument::open(&bytes) else {
            continue;
        };
        for page in (0..document.page_count()).filter_map(|index| document.page(index).ok()) {
            for (character, look) in looks(page) {
                match (character, look) {
                    (' ', Look::Nothing) => spaces += 1,
                    ('.', Look::Ink(figure)) if figure.form == Form::Dots => dots += 1,
                    (' ' | '.', _) | (_, Look::Unknown) => {
                        panic!("{}: {character:?} {look:?}", path.display())
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(spaces > 1000 && dots > 50, "{spaces} {dots}");
}

#[test]
fn what_costs_too_much_is_unknown() {
    let helvetica = program::common_fonts().next().unwrap();
    let scaler = program::scaler(helvetica).unwrap();
    let room = OutlineRoom::default();
    let known = (1..1000).take_while(|_| form::look(&scaler, 1, &room) != Look::Unknown);
    assert_eq!(known.count(), 256);
    assert!(room.take(1).is_none());
}

/// A CFF program whose glyph 1 calls procedures that call each other, `calls` times on each of ten levels.
fn nested(calls: usize) -> Vec<u8> {
    let index = |elements: &[Vec<u8>]| {
        let count = u16::try_from(elements.len()).unwrap();
        let mut bytes = count.to_be_bytes().to_vec();
        if elements.is_empty() {
            return bytes;
        }
        bytes.push(2);
        let mut offset = 1_u16;
        bytes.extend(offset.to_be_bytes());
        for element in elements {
            offset += u16::try_from(element.len()).unwrap();
            bytes.extend(offset.to_be_bytes());
        }
        bytes.extend(elements.concat());
        bytes
    };
    const LEVELS: u8 = 9;
    let call = |level: u8| [32 + level, 29];
    let mut levels: Vec<Vec<u8>> = (1..LEVELS)
        .map(|next| [call(next).repeat(calls), vec![11]].concat())
        .collect();
    levels.push(vec![11]);
    let before = [vec![1, 0, 4, 2], index(&[b"A".to_vec()])].concat();
    let after = [index(&[]), index(&levels)].concat();
    let top = |offset: usize| {
        let offset = u32::try_from(offset).unwrap().to_be_bytes();
        index(&[[&[29][..], &offset, &[17, 139, 139, 18]].concat()])
    };
    let glyphs = index(&[vec![14], [&call(0)[..], &[14]].concat()]);
    let start = before.len() + top(0).len() + after.len();
    [before, top(start), after, glyphs].concat()
}

#[test]
fn procedures_that_call_each_other_end() {
    let look = |calls| {
        let scaler = program::scaler(Arc::new(nested(calls))).unwrap();
        form::look(&scaler, 1, &OutlineRoom::default())
    };
    assert_eq!(look(1), Look::Nothing);
    assert_eq!(look(40), Look::Unknown);
}

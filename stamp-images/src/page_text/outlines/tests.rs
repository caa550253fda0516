#![allow(clippy::unwrap_used, clippy::panic)]
use std::path::Path;

use super::*;
use crate::font::Face;
use crate::page_text::plain::tests::file;
use crate::page_text::{PageText, TextDocument};
use crate::place_error::PlaceError;

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

/// So that those far from an area need not be looked at.
#[test]
fn what_glyphs_look_like_lies_within_their_extents() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    let mut within = 0;
    for entry in std::fs::read_dir(samples).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let Ok(document) = TextDocument::open(&bytes) else {
            continue;
        };
        for page in (0..document.page_count()).filter_map(|index| document.page(index).ok()) {
            for glyph in page.lines.iter().flat_map(|line| &line.glyphs) {
                let outer = page.outlines.outer_figure(glyph.drawn);
                match (page.outlines.look(glyph.drawn), outer) {
                    (Look::Ink(figure), Look::Ink(outer)) => {
                        let is_within = figure.left >= outer.left - 0.001
                            && figure.bottom >= outer.bottom - 0.001
                            && figure.right <= outer.right + 0.001
                            && figure.top <= outer.top + 0.001;
                        assert!(is_within, "{figure:?} {outer:?}");
                        within += 1;
                    }
                    (Look::Ink(_), Look::Nothing) => panic!("{:?}", glyph.character),
                    _ => {}
                }
            }
        }
    }
    assert!(within > 5000, "{within}");
}

#[test]
fn what_costs_too_much_is_unknown() {
    let room = OutlineRoom::default();
    let scaler = Scaler::embedded(Arc::new(nested(1))).unwrap();
    let known = (1..10_000).take_while(|_| form::look(&scaler, 1, &room) != Look::Unknown);
    assert_eq!(known.count(), 1024);
    assert!(room.take(1).is_none());
    // The programs that stand in for the common fonts are known to be harmless.
    let room = OutlineRoom::default();
    let helvetica = program::common_fonts().next().unwrap();
    let scaler = Scaler::common(helvetica).unwrap();
    assert_ne!(form::look(&scaler, 1, &room), Look::Unknown);
    assert_eq!(room.left(), room::OF_A_FILE - 1);
}

#[test]
fn what_was_seen_before_costs_as_much() {
    const COST: usize = 100;
    let program = ProgramKey::new([7; 32]);
    let found = |room: &OutlineRoom, glyph| {
        room.look((program, glyph), || {
            room.take(COST).map_or(Look::Unknown, |()| Look::Nothing)
        })
    };
    let first = OutlineRoom::default();
    found(&first, 1);
    let ((), seen) = first.noting(|| {
        found(&first, 1);
        found(&first, 2);
    });
    assert_eq!(seen.glyphs(), 2, "those that were known too");
    // In another file none of them is known, or one is.
    let other = OutlineRoom::default();
    assert!(other.take_seen(&seen));
    assert_eq!(other.left(), first.left());
    assert!(other.take_seen(&seen));
    assert_eq!(found(&other, 2), Look::Nothing);
    assert_eq!(other.left(), first.left(), "known now");
    // What would leave nothing is found anew, and takes what is left then.
    let full = OutlineRoom::default();
    full.take(room::OF_A_FILE - 2 * COST).unwrap();
    assert!(!full.take_seen(&seen));
    assert_eq!(full.left(), 2 * COST);
    found(&full, 1);
    assert!(!full.take_seen(&seen));
    assert_eq!(found(&full, 2), Look::Nothing);
    let late = OutlineRoom::default();
    late.spend_all_time();
    assert!(!late.take_seen(&seen));
}

#[test]
fn of_two_programs_with_one_digest_nothing_is_known() {
    let data = Face::Regular.data().to_vec();
    let digest = ProgramDigest::of_data(&data);
    let embedded = |key: u8| EmbeddedProgram {
        known: OutlineRoom::default()
            .known_programs()
            .add(ProgramKey::new([key; 32]), data.clone()),
        is_sfnt: true,
    };
    let look = |programs: Vec<EmbeddedProgram>| {
        let outlines = Outlines::new(vec![digest], programs, false, &OutlineRoom::default());
        let drawn = Drawn::Outline {
            program: 0,
            glyph: 40,
        };
        (outlines.look(drawn), outlines.extent_of(drawn))
    };
    let (known, extent) = look(vec![embedded(1), embedded(1)]);
    assert!(matches!(known, Look::Ink(_)) && extent.is_near());
    // What tells them apart is another number; their digests are equal by other means than these bytes.
    let (unknown, extent) = look(vec![embedded(1), embedded(2)]);
    assert_eq!((unknown, extent), (Look::Unknown, Extent::Anywhere));
}

/// A page with two words in an embedded program, and the room that asking for all of its ink and reach leaves.
fn asked_of(
    limits: crate::page_text::TextLimits,
    known: &Arc<KnownPrograms>,
) -> Result<(Vec<Arc<Parts>>, usize), PlaceError> {
    let font = "/Type/Font/Subtype/TrueType/BaseFont/Own/FirstChar 0/LastChar 0/Widths[500]\
        /Encoding/WinAnsiEncoding/FontDescriptor<</Type/FontDescriptor/FontName/Own/Flags 32/FontFile2 10 0 R>>";
    let content = "BT /F 10 Tf 20 20 Td (so 2011/QD) Tj ET";
    let program = Face::Regular.data();
    let bytes = file(content, &format!("/Font<</F<<{font}>>>>"), &[("", program)]);
    let room = OutlineRoom::knowing(Arc::clone(known));
    let document = TextDocument::open_with(&bytes, limits)?.sharing(&room);
    let page = document.page(0)?;
    let drawn = page.written.iter().map(|written| written.drawn);
    let ink = drawn
        .clone()
        .filter_map(|drawn| page.outlines.plain_parts(drawn));
    let ink = ink.collect();
    drawn.for_each(|drawn| assert!(page.outlines.extent_of(drawn).is_near()));
    Ok((ink, room.left()))
}

#[test]
fn what_is_known_of_a_program_is_paid_for_in_each_file() {
    let limits = crate::page_text::TextLimits::default();
    let known = Arc::default();
    let (first, left) = asked_of(limits, &known).unwrap();
    assert!(left < room::OF_A_FILE && first.len() >= 9);
    let (again, left_again) = asked_of(limits, &known).unwrap();
    assert_eq!((&again, left_again), (&first, left));
    assert!(
        again
            .iter()
            .zip(&first)
            .all(|(one, two)| Arc::ptr_eq(one, two))
    );
    // What is known belongs to who holds it.
    let (anew, _) = asked_of(limits, &Arc::default()).unwrap();
    assert_eq!(anew, first);
    assert!(
        !anew
            .iter()
            .zip(&first)
            .any(|(one, two)| Arc::ptr_eq(one, two))
    );
    // A file that may not decode the program is refused, known or not.
    let few = crate::page_text::TextLimits {
        bytes: Face::Regular.data().len(),
        ..limits
    };
    assert!(matches!(
        asked_of(few, &known),
        Err(PlaceError::OverBudget { .. })
    ));
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
        let room = OutlineRoom::default();
        let scaler = Scaler::embedded(Arc::new(nested(calls))).unwrap();
        form::look(&scaler, 1, &room)
    };
    assert_eq!(look(1), Look::Nothing);
    assert_eq!(look(40), Look::Unknown);
}

/// The serif font and the glyph of a character whose instructions move a point by so many pixels.
fn instructed(character: char, pixels: i16) -> (Vec<u8>, u32) {
    let mut data = crate::Face::Regular.data().to_vec();
    let face = ttf_parser::Face::parse(crate::Face::Regular.data(), 0).unwrap();
    let glyph = usize::from(face.glyph_index(character).unwrap().0);
    let table = |name: &[u8; 4]| {
        let records = face.raw_face().table_records;
        let tag = ttf_parser::Tag::from_bytes(name);
        let record = records.into_iter().find(|record| record.tag == tag);
        record.unwrap().offset as usize
    };
    let word = |at: usize| usize::from(u16::from_be_bytes([data[at], data[at + 1]]));
    let is_long = word(table(b"head") + 50) == 1;
    let place = match is_long {
        true => word(table(b"loca") + 4 * glyph) << 16 | word(table(b"loca") + 4 * glyph + 2),
        false => 2 * word(table(b"loca") + 2 * glyph),
    };
    let contours = word(table(b"glyf") + place);
    let length = table(b"glyf") + place + 10 + 2 * contours;
    let count = word(length);
    // Along y: push point 0 and a coordinate in 64ths of a pixel, set the coordinate of the point.
    let [high, low] = (pixels * 64).to_be_bytes();
    let program = [0x00, 0xB9, 0, 0, high, low, 0x48];
    assert!(count >= program.len(), "{count}");
    data[length + 2..][..count].fill(0x00);
    data[length + 2..][..program.len()].copy_from_slice(&program);
    (data, u32::try_from(glyph).unwrap())
}

#[test]
fn what_instructions_carry_away_is_unknown() {
    let look = |data: Vec<u8>, glyph| {
        let room = OutlineRoom::default();
        let scaler = Scaler::embedded(Arc::new(data)).unwrap();
        form::look(&scaler, glyph, &room)
    };
    let (moved, glyph) = instructed('.', 100);
    let honest = look(crate::Face::Regular.data().to_vec(), glyph);
    assert!(matches!(honest, Look::Ink(figure) if figure.form == Form::Dots));
    assert_eq!(look(moved.clone(), glyph), Look::Unknown);
    // Text in such a font reaches as far as its instructions do.
    let reach = |data: Vec<u8>| FontReach::of_program(data, &FontTime::of_a_file());
    let usual = reach(crate::Face::Regular.data().to_vec());
    let (usual, far) = (usual.unwrap().unwrap(), reach(moved).unwrap().unwrap());
    assert!(far.top > usual.top + 0.1, "{far:?}");
}

#[test]
fn instructions_that_cost_too_much_leave_their_program_unknown() {
    let room = OutlineRoom::default();
    room.spend_all_time();
    assert!(room.is_empty());
    let serif = Arc::new(crate::Face::Regular.data().to_vec());
    let scaler = Scaler::embedded(serif).unwrap();
    let face = ttf_parser::Face::parse(crate::Face::Regular.data(), 0).unwrap();
    let glyph = u32::from(face.glyph_index('A').unwrap().0);
    assert!(scaler.plain_path(glyph, &room).is_some());
    assert_eq!(form::look(&scaler, glyph, &room), Look::Unknown);
}

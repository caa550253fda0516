//! What is looked at below later drawings ends with the budgets of a file, and ends there again when all of it is remembered.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_testdata::{Base, Look, Signing, now, updated};
use kyso_verifier::{Modifications, Policy, Report, Role, verify};

/// The verdict of a file of so many areas that are drawn on later: as on paper up to `most`, and the
/// same whichever was judged before.
fn ends_behind(most: u16, make: fn(&Base, u16) -> Vec<u8>, beyond: impl Fn(&Report) -> bool) {
    let base = Base::new();
    let store = base.office.store();
    let judge = |bytes: &[u8]| verify(bytes, &store, &Policy::new(now())).unwrap();
    let (within, above) = (make(&base, most), make(&base, most + 1));
    let first = [&within, &above].map(|bytes| judge(bytes));
    assert!(!beyond(&first[0]), "{:?}", first[0].signatures[0]);
    assert!(beyond(&first[1]), "{:?}", first[1].signatures[0]);
    let [within, above] = [&above, &within].map(|bytes| format!("{:?}", judge(bytes)));
    let first = first.map(|report| format!("{report:?}"));
    assert_eq!([above, within], first);
}

/// The document with a first page of this content and these resources, signed, and drawn on at each of `count` places.
fn drawn_on(
    base: &Base,
    count: u16,
    area: fn(u16) -> Rect,
    fill: impl FnOnce(&mut Update<'_, '_>) -> (Dictionary, String),
) -> Vec<u8> {
    let document = Document::open(&base.plain).unwrap();
    let id = document.latest().page(0).unwrap().unwrap().id;
    let page = document.latest().object(id).unwrap();
    let prepared = updated(&base.plain, |update| {
        let (resources, content) = fill(update);
        let content = update.add(Stream::new(Dictionary::new(), content.into_bytes()));
        let page = page.as_dictionary().unwrap().clone();
        let page = page.with("Resources", resources);
        update.set(id, page.with("Contents", content));
    });
    let draw = |bytes: Vec<u8>, number| {
        let name = format!("Den{number}");
        let look = Look::Drawing(area(number), "0 g 0 0 30 10 re f");
        let later = Signing::new(&base.office.agency, &name).look(look);
        later.sign(&bytes)
    };
    (0..count).fold(base.signed(&prepared), draw)
}

/// A page on which blank scans of nearly twelve megapixels lie side by side.
fn on_scans(base: &Base, count: u16) -> Vec<u8> {
    const SIDE: u16 = 3456;
    let area = |number| {
        let left = 60.0 * f64::from(number);
        Rect::from_corners(left + 10.0, 400.0, left + 50.0, 420.0)
    };
    drawn_on(base, count, area, |update| {
        let mut objects = Dictionary::new();
        let mut content = String::new();
        for number in 0..count {
            let picture = Dictionary::new()
                .with("Subtype", Name::from("Image"))
                .with("Width", i64::from(SIDE))
                .with("Height", i64::from(SIDE))
                .with("BitsPerComponent", 1)
                .with("ColorSpace", Name::from("DeviceGray"));
            // Each differs in the bits behind the last row.
            let mut samples = vec![0xFF; usize::from(SIDE).pow(2) / 8];
            samples.extend(number.to_be_bytes());
            let name = format!("Im{number}");
            objects.insert(&name, update.add(Stream::new(picture, samples)));
            content += &format!("q 60 0 0 800 {} 0 cm /{name} Do Q\n", 60 * number);
        }
        (Dictionary::new().with("XObject", objects), content)
    })
}

#[test]
fn pixels_of_scans_end_where_they_ended_before() {
    // 48 megapixels of a file (docs/changes.md).
    ends_behind(4, on_scans, |report| {
        // On paper it is the box of an organisation, on a picture nothing that is known.
        let mut later = report.signatures.iter().skip(1);
        later.any(|signature| signature.role != Role::Portal)
    });
}

/// Glyphs at one place, each of which costs eight of the 8192 looks at outlines of a file.
const GLYPHS: u16 = 250;

/// A page with glyphs that draw nothing.
fn on_blank_glyphs(base: &Base, count: u16) -> Vec<u8> {
    let area = |number| {
        let bottom = 100.0 + 100.0 * f64::from(number);
        Rect::from_corners(100.0, bottom, 140.0, bottom + 20.0)
    };
    drawn_on(base, count, area, |update| {
        let font = blank_font(update, count * GLYPHS);
        let lines = (0..count).map(|number| {
            let codes = (1..=GLYPHS).map(|glyph| format!("{:04X}", number * GLYPHS + glyph));
            let codes: String = codes.collect();
            let bottom = 105 + 100 * number;
            format!("BT /F 8 Tf 1 0 0 1 105 {bottom} Tm <{codes}> Tj ET\n")
        });
        let fonts = Dictionary::new().with("F", font);
        (Dictionary::new().with("Font", fonts), lines.collect())
    })
}

#[test]
fn outlines_end_where_they_ended_before() {
    ends_behind(4, on_blank_glyphs, |report| {
        report.signatures[0].modifications == Modifications::Forbidden
    });
}

/// A font whose program has so many glyphs without outlines, each a tenth of a thousandth of the em wide.
fn blank_font(update: &mut Update<'_, '_>, glyphs: u16) -> ObjectId {
    let kind = Dictionary::new().with("Subtype", Name::from("CIDFontType0C"));
    let program = update.add(Stream::new(kind, blank_program(glyphs + 1)));
    let descriptor = Dictionary::new()
        .with("Type", Name::from("FontDescriptor"))
        .with("FontName", Name::from("A"))
        .with("Flags", 4)
        .with("FontFile3", program);
    let system = Dictionary::new()
        .with("Registry", Object::String(b"Adobe".to_vec()))
        .with("Ordering", Object::String(b"Identity".to_vec()))
        .with("Supplement", 0);
    let descendant = Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("CIDFontType0"))
        .with("BaseFont", Name::from("A"))
        .with("CIDSystemInfo", system)
        .with("DW", 10)
        .with("FontDescriptor", update.add(descriptor));
    let descendants = vec![Object::from(update.add(descendant))];
    let blanks: String = (0..=glyphs)
        .map(|code| format!("1 beginbfchar <{code:04X}> <0020> endbfchar\n"))
        .collect();
    let blanks = format!("1 begincodespacerange <0000> <FFFF> endcodespacerange\n{blanks}");
    let blanks = update.add(Stream::new(Dictionary::new(), blanks.into_bytes()));
    update.add(
        Dictionary::new()
            .with("Type", Name::from("Font"))
            .with("Subtype", Name::from("Type0"))
            .with("BaseFont", Name::from("A"))
            .with("Encoding", Name::from("Identity-H"))
            .with("ToUnicode", blanks)
            .with("DescendantFonts", descendants),
    )
}

/// A program in the Compact Font Format (Adobe Technical Note #5176) whose glyphs end at once.
fn blank_program(glyphs: u16) -> Vec<u8> {
    let index = |elements: &[&[u8]]| {
        let count = u16::try_from(elements.len()).unwrap();
        let mut bytes = [&count.to_be_bytes()[..], &[2], &1_u16.to_be_bytes()].concat();
        let mut offset = 1_u16;
        for element in elements {
            offset += u16::try_from(element.len()).unwrap();
            bytes.extend(offset.to_be_bytes());
        }
        bytes.extend(elements.concat());
        bytes
    };
    const NONE: [u8; 2] = [0, 0];
    let before = [vec![1, 0, 4, 2], index(&[b"A"])].concat();
    // Where the glyphs stand, and a private dictionary of no bytes.
    let top = |offset: usize| {
        let offset = u32::try_from(offset).unwrap().to_be_bytes();
        index(&[&[&[29][..], &offset, &[17, 139, 139, 18]].concat()])
    };
    let start = before.len() + top(0).len() + 2 * NONE.len();
    let ended: &[u8] = &[14];
    let glyphs = index(&vec![ended; usize::from(glyphs)]);
    [before, top(start), NONE.to_vec(), NONE.to_vec(), glyphs].concat()
}

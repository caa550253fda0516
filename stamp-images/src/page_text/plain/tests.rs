#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;

use kyso_pdf::Document;

use super::super::hayro::HayroSource;
use super::super::{OutlineRoom, PageText, TextDocument, TextSource};
use super::*;

/// What the text library reads of a page when it gets the whole file.
fn whole(bytes: &[u8], page: usize) -> PageText {
    let source = HayroSource::open(bytes.to_vec().into()).unwrap();
    let raw = source.read(page, 100_000).unwrap();
    PageText::new(page, raw, &PlainPage::default(), &OutlineRoom::default())
}

fn assert_equal(bytes: &[u8], name: &str) -> usize {
    let document = TextDocument::open(bytes).unwrap();
    for index in 0..document.page_count() {
        let (expected, found) = (whole(bytes, index), document.page(index).unwrap());
        assert_eq!(found.frame, expected.frame, "{name}, page {index}");
        assert_eq!(found.pieces, expected.pieces, "{name}, page {index}");
        assert_eq!(found.obstacles, expected.obstacles, "{name}, page {index}");
        assert_eq!(found.pictures, expected.pictures, "{name}, page {index}");
        assert_eq!(found.shapes, expected.shapes, "{name}, page {index}");
    }
    document.page_count()
}

#[test]
fn a_page_in_plain_words_reads_as_in_its_file() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    let mut pages = 0;
    for entry in std::fs::read_dir(samples).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let name = path.display().to_string();
        let open = || Document::open(&bytes).is_ok_and(|d| d.check_unlocked().is_ok());
        if name.ends_with(".pdf") && open() {
            pages += assert_equal(&bytes, &name);
        }
    }
    assert!(pages >= 17, "{pages} pages");
}

/// A page with this content, these resources, and objects from number 10 on.
pub(in crate::page_text) fn file(
    content: &str,
    resources: &str,
    objects: &[(&str, &[u8])],
) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let mut add = |number: u32, body: &[u8]| {
        offsets.push((number, bytes.len()));
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(body);
        bytes.extend(b"\nendobj\n");
    };
    add(
        1,
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>>>",
    );
    add(2, b"<</Type/Pages/Count 1/Kids[3 0 R]>>");
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Resources<<{resources}>>>>"
    );
    add(3, page.as_bytes());
    add(4, &stream("", content.as_bytes()));
    for (number, (entries, data)) in (10..).zip(objects) {
        match data.is_empty() {
            true => add(number, format!("<<{entries}>>").as_bytes()),
            false => add(number, &stream(entries, data)),
        }
    }
    let start = bytes.len();
    bytes.extend(b"xref\n0 1\n0000000000 65535 f \n");
    for (number, offset) in &offsets {
        bytes.extend(format!("{number} 1\n{offset:010} 00000 n \n").bytes());
    }
    let trailer = format!("trailer\n<</Root 1 0 R/Size 200>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend(trailer.bytes());
    bytes
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<</Length {}{entries}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

/// The name of the budget that reading the page uses up, and quickly so.
fn budget(bytes: &[u8]) -> &'static str {
    let start = std::time::Instant::now();
    let document = TextDocument::open(bytes).unwrap();
    let error = document.page(0).unwrap_err();
    assert!(start.elapsed().as_secs() < 120, "too slow");
    match error {
        PlaceError::OverBudget { budget, .. } => budget.as_str(),
        other => panic!("another error: {other}"),
    }
}

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 500 500]";

#[test]
fn everything_that_is_read_reads_alike() {
    let content = "q 1 0 0 1 5 5 cm BT /F 12 Tf 20 TL 50 400 Td (one) Tj (two) ' 1 2 (three) \" \
         [(fo) -20 (ur)] TJ 3 Tr (hidden) Tj 1 Tr (line) Tj ET Q \
         /OC /Off BDC BT /F 12 Tf 50 50 Td (off) Tj ET EMC /OC /Many BDC BT /F 9 Tf 1 1 Td (on) Tj ET EMC \
         /Shape <</MCID 1>> BDC 10 10 20 20 re f EMC 1 g 30 30 5 5 re f 1 1 1 rg 40 40 5 5 re f \
         0 0 0 0 k 50 50 5 5 re f /DeviceRGB cs 1 1 1 sc 60 60 5 5 re f /Icc cs 1 1 1 scn 70 70 5 5 re f \
         q 100 100 50 50 re W n /Sh sh Q 0 g 80 80 m 90 90 l 95 80 l b* 2 w 1 G 5 5 m 9 9 l S 0 G 5 15 m 9 19 l S \
         q 20 0 0 20 300 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q q 9 0 0 9 200 200 cm /Im Do Q \
         /Fm Do q 1 0 0 1 40 0 cm /Fm Do Q /Gs gs 7 7 m 80 8 l S";
    let resources = "/Font<</F 11 0 R>>/Properties<</Off 10 0 R/Many 12 0 R>>/ColorSpace<</Icc[/ICCBased 13 0 R]>>\
         /Shading<</Sh<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 1]/Function<</FunctionType 2/Domain[0 1]/N 1>>>>>>\
         /XObject<</Im 14 0 R/Fm 15 0 R>>/ExtGState<</Gs<</LW 9/Font[11 0 R 5]>>>>";
    let font = "/Type/Font/Subtype/Type1/BaseFont/Helvetica";
    let form = format!("{FORM}/Matrix[2 0 0 2 0 0]");
    let bytes = file(
        content,
        resources,
        &[
            ("/Type/OCG/Name(x)", b""),
            (font, b""),
            ("/Type/OCMD/OCGs[10 0 R]/P/AllOff", b""),
            ("/N 3", b"no profile"),
            (
                "/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8",
                b"1234",
            ),
            (&form, b"BT /F 8 Tf 20 20 Td (form) Tj ET 3 3 4 4 re f"),
        ],
    );
    assert_equal(&bytes, "generated");
    let document = TextDocument::open(&bytes).unwrap();
    let text: String = document
        .page(0)
        .unwrap()
        .pieces
        .iter()
        .map(|p| p.text.clone())
        .collect();
    assert!(
        text.contains("one") && text.contains("form") && text.contains("on"),
        "{text}"
    );
    assert!(!text.contains("off") && !text.contains("hidden"), "{text}");
}

#[test]
fn forms_that_draw_forms_are_counted_before_they_are_drawn() {
    let mut objects = vec![("/Type/OCG".to_owned(), String::new())];
    for level in 11..41 {
        let next = format!("{FORM}/Resources<</XObject<</A {} 0 R>>>>", level + 1);
        objects.push((next, "/A Do /A Do".to_owned()));
    }
    objects.push((FORM.to_owned(), "1 1 1 1 re f".to_owned()));
    let objects: Vec<_> = objects
        .iter()
        .map(|(e, d)| (e.as_str(), d.as_bytes()))
        .collect();
    let bytes = file("/A Do", "/XObject<</A 11 0 R>>", &objects);
    assert_eq!(budget(&bytes), "form XObjects drawn on one page");
}

#[test]
fn a_form_that_draws_itself_is_left_out_within_itself_alone() {
    let to = |number: u32| format!("{FORM}/Resources<</XObject<</A {number} 0 R>>>>");
    let (one, two) = (to(12), to(11));
    let objects: &[(&str, &[u8])] = &[
        ("", b""),
        (&one, b"1 1 1 1 re f /A Do"),
        (&two, b"3 3 1 1 re f /A Do"),
    ];
    let parts = |content: &str, resources: &str| {
        let bytes = file(content, resources, objects);
        let document = TextDocument::open(&bytes).unwrap();
        document.page(0).unwrap().shapes.len()
    };
    assert_eq!(parts("/A Do", "/XObject<</A 11 0 R>>"), 2);
    assert_eq!(parts("/A Do", "/XObject<</A 12 0 R>>"), 2);
    // What was copied within the first is not taken for all of the second.
    assert_eq!(parts("/A Do /B Do", "/XObject<</A 11 0 R/B 12 0 R>>"), 5);
}

#[test]
fn annotations_without_a_look_are_pictures_where_programs_draw_them() {
    let pictures = |annotation: &str| {
        let bytes = file("", "", &[("", b"")]);
        let document = Document::open(&bytes).unwrap();
        let mut update = kyso_pdf::Update::new(&document).unwrap();
        let view = document.latest();
        let id = view.page(0).unwrap().unwrap().id;
        let page = view.object(id).unwrap().as_dictionary().unwrap().clone();
        let rect = Rect::from_corners(10.0, 10.0, 60.0, 30.0);
        let mut entries = Dictionary::new().with("Rect", rect.to_object());
        for entry in annotation.split_whitespace() {
            let (key, value) = entry.split_once('=').unwrap();
            match key {
                "V" => entries.insert(key, Object::String(value.as_bytes().to_vec())),
                _ => entries.insert(key, Name::from(value)),
            }
        }
        update.set(id, page.with("Annots", vec![Object::Dictionary(entries)]));
        let bytes = update.finish().unwrap();
        let document = TextDocument::open(&bytes).unwrap();
        document.page(0).unwrap().pictures().len()
    };
    for shown in [
        "Subtype=FreeText",
        "Subtype=Stamp",
        "Subtype=Ink",
        "Subtype=Widget FT=Tx V=5",
    ] {
        assert_eq!(pictures(shown), 1, "{shown}");
    }
    for blank in [
        "Subtype=Link",
        "Subtype=Popup",
        "Subtype=Widget FT=Sig",
        "Subtype=Widget FT=Tx V=",
    ] {
        assert_eq!(pictures(blank), 0, "{blank}");
    }
}

#[test]
fn operators_paths_and_glyphs_are_counted() {
    let form = "0 0 m 1 1 l S ".repeat(1000);
    let objects: &[(&str, &[u8])] = &[("", b""), (FORM, form.as_bytes())];
    let bytes = file(&"/A Do ".repeat(2000), "/XObject<</A 11 0 R>>", objects);
    assert_eq!(budget(&bytes), "operators executed on one page");
    let path = format!("0 0 m {}S", "1 1 l ".repeat(300_000));
    assert_eq!(budget(&file(&path, "", &[])), "elements of one path");
    let text = format!("BT ({}) Tj ET", "a".repeat(500_000));
    assert_eq!(
        budget(&file(&text, "", &[])),
        "bytes of text shown on one page"
    );
    assert_eq!(
        budget(&file(&" ".repeat(17 << 20), "", &[])),
        "bytes of one page"
    );
}

#[test]
fn fonts_that_cost_more_than_they_say_are_refused() {
    let show = "BT /F 9 Tf (ab) Tj ET";
    let composite =
        "/Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[12 0 R]";
    let ranges = "0 65535 500 ".repeat(40);
    for widths in ["0 4294967295 500", "0 65535 1"] {
        let descendant = format!("/Type/Font/Subtype/CIDFontType2/BaseFont/A/W[{widths}]");
        let objects: &[(&str, &[u8])] = &[("", b""), (composite, b""), (&descendant, b"")];
        let bytes = file(show, "/Font<</F 11 0 R>>", objects);
        assert!(TextDocument::open(&bytes).unwrap().page(0).is_ok());
    }
    let descendant = format!("/Type/Font/Subtype/CIDFontType2/BaseFont/A/W[{ranges}]");
    let objects: &[(&str, &[u8])] = &[("", b""), (composite, b""), (&descendant, b"")];
    let bytes = file(show, "/Font<</F 11 0 R>>", objects);
    assert_eq!(budget(&bytes), "widths named by the ranges of one font");

    let simple = "/Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 12 0 R";
    let bases = "/Adobe-Japan1-UCS2 usecmap ".repeat(1000);
    let objects: &[(&str, &[u8])] = &[("", b""), (simple, b""), ("", bases.as_bytes())];
    let bytes = file(show, "/Font<</F 11 0 R>>", objects);
    assert_eq!(budget(&bytes), "maps below a character map");
    let long = format!("1 beginbfchar <61> <{}> endbfchar", "0041".repeat(1000));
    let objects: &[(&str, &[u8])] = &[("", b""), (simple, b""), ("", long.as_bytes())];
    let bytes = file(show, "/Font<</F 11 0 R>>", objects);
    assert_eq!(budget(&bytes), "bytes of one character in a character map");

    let first = "/Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 4000000000/LastChar 4000000001/Widths[1 2]";
    let objects: &[(&str, &[u8])] = &[("", b""), (first, b"")];
    let bytes = file(show, "/Font<</F 11 0 R>>", objects);
    assert!(TextDocument::open(&bytes).unwrap().page(0).is_ok());
}

#[test]
fn widths_of_characters_are_kept() {
    let mut content =
        String::from("BT /F 10 Tf 10 400 Td <0041> Tj <0042> Tj <0043> Tj <0061> Tj <0041> Tj ET");
    for x in 0..3 {
        let _ = write!(content, " {x} 1 1 1 re f");
    }
    let composite = "/Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[12 0 R]/ToUnicode 13 0 R";
    let descendant = "/Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 700\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[65[100 200] 66 67 300 67[400.5] 90 100 250]";
    let map = b"1 beginbfrange <0041> <0061> <0041> endbfrange";
    let objects: &[(&str, &[u8])] = &[("", b""), (composite, b""), (descendant, b""), ("", map)];
    assert_equal(&file(&content, "/Font<</F 11 0 R>>", objects), "widths");
}

/// Words through which something is painted, in patterns, and what a soft mask leaves of a filling, are no background.
#[test]
fn what_may_show_words_is_ink() {
    let fill = "0 0 500 500 re f";
    let resources = "/Font<</F 10 0 R>>/ExtGState<</Gs<</SMask<</S/Luminosity/G 11 0 R>>>>/No<</SMask/None>>>>\
         /Pattern<</Tile 12 0 R/Fine 15 0 R/Other 16 0 R/Even<</PatternType 2/Shading 13 0 R>>/Odd<</PatternType 2/Shading 14 0 R>>>>\
         /Shading<</Even 13 0 R/Odd 14 0 R>>";
    let even = "/ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 1]/Function<</FunctionType 2/Domain[0 1]/N 1>>";
    let group = format!("{FORM}/Group<</S/Transparency/CS/DeviceGray>>");
    let tile = |step: u32| {
        format!(
            "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep {step}/YStep {step}/Resources<<>>"
        )
    };
    let ink = |content: &str| {
        let objects: [(&str, &[u8]); 7] = [
            ("/Type/Font/Subtype/Type1/BaseFont/Helvetica", b""),
            (&group, b"1 g 200 200 9 9 re f"),
            (&tile(90), b"0 0 5 5 re f"),
            (even, b""),
            (&even.replace("Type 2/C", "Type 1/C"), b""),
            (&tile(9), b"0 0 5 5 re f"),
            (&tile(8), b"0 0 5 5 re f"),
        ];
        let bytes = file(content, resources, &objects);
        let document = TextDocument::open(&bytes).unwrap();
        let page = document.page(0).unwrap();
        let area = page
            .frame()
            .to_view(&kyso_pdf::Rect::from_corners(200.0, 200.0, 250.0, 220.0));
        let spared = crate::page_text::Spared {
            rules: true,
            ..Default::default()
        };
        page.ink_in(&area, &[], &spared)
    };
    assert_eq!(ink(&format!("0.3 g {fill}")), None);
    assert_eq!(ink(&format!("/Gs gs /No gs {fill}")), None);
    assert_eq!(ink(&format!("q /Gs gs Q {fill}")), None);
    assert_eq!(ink(&format!("/Pattern cs /Even scn {fill}")), None);
    assert_eq!(ink("q 0 0 500 500 re W n /Even sh Q"), None);
    assert_eq!(ink(&format!("/Pattern cs /Fine scn {fill}")), None);
    let shape = Some(crate::page_text::Ink::Shape);
    let two = format!("/Pattern cs /Fine scn {fill} /Other scn {fill}");
    assert_eq!(ink(&two), shape);
    assert_eq!(ink("/Pattern cs /Fine scn 205 205 30 10 re f"), shape);
    assert_eq!(ink(&format!("/Gs gs {fill}")), shape);
    for pattern in ["Tile", "Odd", "Missing"] {
        assert_eq!(
            ink(&format!("/Pattern cs /{pattern} scn {fill}")),
            shape,
            "{pattern}"
        );
    }
    assert_eq!(ink("q 0 0 500 500 re W n /Odd sh Q"), shape);
    let clip = format!("BT /F 20 Tf 7 Tr 205 203 Td (word) Tj ET {fill}");
    assert_eq!(
        ink(&clip),
        Some(crate::page_text::Ink::Text("word".to_owned()))
    );
}

#[test]
fn a_glyph_without_a_finite_width_leaves_the_page_crowded() {
    let is_crowded = |width: &str| {
        let font = format!(
            "/Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 65/LastChar 65/Widths[{width}]"
        );
        let objects: &[(&str, &[u8])] = &[("", b""), (&font, b"")];
        let content = "BT /F 10 Tf 200 200 Td (A) Tj ET";
        let bytes = file(content, "/Font<</F 11 0 R>>", objects);
        let document = TextDocument::open(&bytes).unwrap();
        document.page(0).unwrap().is_crowded
    };
    assert!(!is_crowded("600"));
    assert!(is_crowded(&"9".repeat(45)));
}

#[test]
fn a_glyph_that_starts_beside_the_page_is_ink_where_it_reaches_into_it() {
    let font = "/Type/Font/Subtype/Type1/BaseFont/Helvetica";
    let objects: &[(&str, &[u8])] = &[("", b""), (font, b"")];
    let read = |x: i32| {
        let content = format!("BT /F 280 Tf {x} 300 Td (A) Tj ET");
        let bytes = file(&content, "/Font<</F 11 0 R>>", objects);
        let document = TextDocument::open(&bytes).unwrap();
        let page = document.page(0).unwrap();
        let area = Rect::from_corners(10.0, 320.0, 60.0, 340.0);
        let area = page.frame().to_view(&area);
        let ink = page.ink_in(&area, &[], &crate::page_text::Spared::default());
        (page.pieces.len(), page.beside.len(), ink)
    };
    let hidden = Some(crate::page_text::Ink::Text("A".to_owned()));
    assert_eq!(read(5), (1, 0, hidden.clone()));
    assert_eq!(read(-100), (0, 1, hidden));
    assert_eq!(read(-430), (0, 1, None));
}

//! Makes the page and the seeds of the target `page_text` from the samples: `cargo run --example page_seeds`, in this
//! folder.

use std::fs;
use std::path::{Path, PathBuf};

use kyso_pdf::{Dictionary, Document, Name, Object, Rect, Stream, Update};

// Brings what the instrumented crates count with.
use libfuzzer_sys as _;

type Anything = Box<dyn std::error::Error>;

fn main() -> Result<(), Anything> {
    write("base/page.pdf", &page(&sample("phu-luc.pdf")?)?)?;
    for (name, file) in [
        ("appendix", "phu-luc.pdf"),
        ("letter", "cong-van.pdf"),
        ("scan", "ban-quet-200dpi.pdf"),
        ("stream", "quyet-dinh-xref-stream.pdf"),
    ] {
        let content = content(&sample(file)?)?;
        let kept = content.get(..LONGEST).unwrap_or(&content);
        write(
            &format!("seeds/page_text/{name}"),
            &[b"\x01", kept].concat(),
        )?;
    }
    for (name, content) in CONTENTS {
        write(
            &format!("seeds/page_text/{name}"),
            &[b"\x01", content].concat(),
        )?;
    }
    for (name, script) in SCRIPTS {
        write(
            &format!("seeds/page_text/{name}"),
            &[b"\0", script].concat(),
        )?;
    }
    Ok(())
}

/// The sample with more in the resources of its page than its own contents need.
fn page(sample: &[u8]) -> Result<Vec<u8>, Anything> {
    let document = Document::open(sample)?;
    let view = document.latest();
    let page = view.page(0)?.ok_or("no page")?;
    let object = view.object(page.id)?;
    let entries = object
        .as_dictionary()
        .ok_or("a page is a dictionary")?
        .clone();
    let resources = view.get(&entries, "Resources")?;
    let resources = resources.as_dictionary().ok_or("no resources")?.clone();
    let mut update = Update::new(&document)?;
    let named = |kind: &str| Dictionary::new().with("Type", Name::from(kind));
    let area = |side: f64| Rect::from_corners(0.0, 0.0, side, side).to_object();
    let plain = named("Font")
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica"));
    let plain = update.add(plain);
    let glyph = update.add(Stream::new(
        Dictionary::new(),
        b"500 0 d0 0 0 400 700 re f".to_vec(),
    ));
    let differences = vec![Object::Integer(97), Name::from("a").into()];
    let drawn = named("Font")
        .with("Subtype", Name::from("Type3"))
        .with("FontBBox", area(1000.0))
        .with("FontMatrix", numbers([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]))
        .with("CharProcs", Dictionary::new().with("a", glyph))
        .with(
            "Encoding",
            named("Encoding").with("Differences", differences),
        )
        .with("FirstChar", 97)
        .with("LastChar", 97)
        .with("Widths", vec![Object::Integer(500)]);
    let drawn = update.add(drawn);
    let picture = named("XObject")
        .with("Subtype", Name::from("Image"))
        .with("Width", 2)
        .with("Height", 2)
        .with("ColorSpace", Name::from("DeviceGray"))
        .with("BitsPerComponent", 8);
    let picture = update.add(Stream::new(picture, vec![0, 255, 255, 0]));
    let fonts = Dictionary::new().with("F1", plain).with("T3", drawn);
    let form = named("XObject")
        .with("Subtype", Name::from("Form"))
        .with("BBox", area(100.0))
        .with("Resources", Dictionary::new().with("Font", fonts));
    let shown = b"BT /F1 9 Tf 1 0 0 1 5 5 Tm (form) Tj ET 0 0 40 2 re f".to_vec();
    let form = update.add(Stream::new(form, shown));
    let known = view.get(&resources, "Font")?;
    let known = known.as_dictionary().cloned().unwrap_or_default();
    let resources = resources
        .with("Font", known.with("F1", plain).with("T3", drawn))
        .with(
            "XObject",
            Dictionary::new().with("Im1", picture).with("Fm1", form),
        );
    update.set(page.id, entries.with("Resources", resources));
    Ok(update.finish()?)
}

fn numbers(values: [f64; 6]) -> Vec<Object> {
    values.into_iter().map(Object::Real).collect()
}

/// The decoded contents of the first page.
fn content(sample: &[u8]) -> Result<Vec<u8>, Anything> {
    let document = Document::open(sample)?;
    let view = document.latest();
    let page = view.page(0)?.ok_or("no page")?;
    let object = view.object(page.id)?;
    let entries = object.as_dictionary().ok_or("a page is a dictionary")?;
    let contents = view.get(entries, "Contents")?;
    let parts = match &*contents {
        Object::Array(parts) => parts.clone(),
        other => vec![other.clone()],
    };
    let mut all = Vec::new();
    for part in &parts {
        let part = view.resolve(part)?;
        all.extend(view.decoded(part.as_stream().ok_or("contents are streams")?)?);
        all.push(b'\n');
    }
    Ok(all)
}

fn sample(name: &str) -> Result<Vec<u8>, Anything> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    Ok(fs::read(folder.join(name))?)
}

fn write(name: &str, bytes: &[u8]) -> Result<(), Anything> {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::create_dir_all(path.parent().ok_or("a file without a folder")?)?;
    Ok(fs::write(path, bytes)?)
}

/// Longer inputs are cut by the fuzzer.
const LONGEST: usize = 8_000;

const CONTENTS: [(&str, &[u8]); 6] = [
    ("text", b"BT /F1 12 Tf 14 TL 72 700 Td (one) Tj T* [(tw) -500 (o)] TJ 2 Tr (hidden) ' 1 2 (spaced) \" 3 Ts 150 Tz (up) Tj ET"),
    ("turned", b"q 0 1 -1 0 300 300 cm BT /F1 10 Tf 0.7 0.7 -0.7 0.7 9 9 Tm (askew) Tj ET Q BT /T3 10 Tf 72 72 Td (aaa) Tj ET"),
    ("pictures", b"q 50 0 0 50 10 10 cm /Im1 Do Q q 2 0 0 2 0 0 cm /Fm1 Do Q BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI"),
    ("paths", b"1 g 0 0 600 800 re f 0 g 10 10 m 90 10 l 90 20 80 30 10 40 c h B 1 0 0 RG 3 w [2 1] 0 d 5 5 9 9 re S 0 0 5 5 re W n"),
    ("marked", b"/OC /MC0 BDC BT /F1 8 Tf (layer) Tj ET EMC /Span <</ActualText(x)>> BDC BT /F1 8 Tf (y) Tj ET EMC BX foo EX"),
    ("states", b"q q q /GS0 gs 0.5 0 0 rg Q Q Q Q BT /F1 1e9 Tf 99999999 -99999999 Td (far) Tj ET 1e38 0 0 1e-38 0 0 cm /Fm1 Do"),
];

const SCRIPTS: [(&str, &[u8]); 3] = [
    (
        "composite-font",
        b"1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]/Rotate 90>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/Contents 4 0 R/CropBox[0 0 180 180]/UserUnit 2/Resources<</Font<</F1 5 0 R>>>>>>
endobj
4 0 obj
<</Length 46>>
stream
BT /F1 12 Tf 20 100 Td <00410042> Tj <20> Tj ET
endstream
endobj
5 0 obj
<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>
endobj
6 0 obj
<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/W[65[600 700]70 80 400]>>
endobj
7 0 obj
<</Length 118>>
stream
1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0041> <0050> <0061> endbfrange 1 beginbfchar <0042> <1EA3> endbfchar
endstream
endobj
",
    ),
    (
        "annotations",
        b"1 0 obj
<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DR<</Font<</F1 8 0 R>>>>/DA(/F1 10 Tf)>>/OCProperties<</OCGs[9 0 R]/D<</OFF[9 0 R]>>>>>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]/Resources<</Font<</F1 8 0 R>>>>>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/Contents[4 0 R 4 0 R]/Annots[6 0 R 7 0 R]>>
endobj
4 0 obj
<</Length 39>>
stream
BT /F1 12 Tf 20 100 Td (contents) Tj ET
endstream
endobj
5 0 obj
<</Type/XObject/Subtype/Form/BBox[0 0 90 20]/Matrix[0 1 -1 0 0 0]/Resources<</Font<</F1 8 0 R>>/XObject<</X 5 0 R>>>>/Length 43>>
stream
BT /F1 9 Tf 2 2 Td (look) Tj ET /X Do 0 0 m
endstream
endobj
6 0 obj
<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(1)/Rect[9 9 99 30]/F 4/AP<</N 5 0 R>>>>
endobj
7 0 obj
<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/AS/On/Rect[9 40 30 60]/OC 9 0 R/AP<</N<</On 5 0 R/Off 4 0 R>>>>>>
endobj
8 0 obj
<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[65/Acircle/uni1EA4]>>/FirstChar 65/LastChar 67/Widths[600 700 800]>>
endobj
9 0 obj
<</Type/OCG/Name(layer)>>
endobj
",
    ),
    (
        "patterns",
        b"1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 200]>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Pattern<</P1 5 0 R/P2 6 0 R>>/Shading<</S1 7 0 R>>/ExtGState<</G1<</ca 0/SMask 8 0 R>>>>/ColorSpace<</C1[/ICCBased 9 0 R]/C2[/Indexed/DeviceRGB 1<ff00ff000000>]>>>>>>
endobj
4 0 obj
<</Length 70>>
stream
/Pattern cs /P1 scn 0 0 90 90 re f /P2 scn 9 9 9 9 re f /S1 sh /G1 gs f
endstream
endobj
5 0 obj
<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<<>>/Length 9>>
stream
0 0 4 4 f
endstream
endobj
6 0 obj
<</PatternType 2/Shading 7 0 R>>
endobj
7 0 obj
<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]/Function<</FunctionType 2/Domain[0 1]/N 1/C0[0]/C1[1]>>>>
endobj
8 0 obj
<</Type/Mask/S/Luminosity/G 5 0 R>>
endobj
9 0 obj
<</N 3/Alternate/DeviceRGB/Length 0>>
stream

endstream
endobj
",
    ),
];

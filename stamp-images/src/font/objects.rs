//! The PDF objects of an embedded subset (ISO 32000-2, 9.7.4 to 9.8, 9.10.3).

use std::fmt::Write;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Stream};

use super::FontSubset;
use crate::deflate::deflate;

/// Adds the font of a subset and gives the id of its Type 0 dictionary.
pub(crate) fn add_font(subset: &FontSubset, add: &mut dyn FnMut(Object) -> ObjectId) -> ObjectId {
    let base_font = format!("{}+{}", subset.tag, subset.face.post_script_name());
    let program = add(program_stream(subset).into());
    let descriptor = add(descriptor(subset, &base_font, program).into());
    let descendant = add(descendant(subset, &base_font, descriptor).into());
    let to_unicode = add(to_unicode_stream(subset).into());
    add(Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("Type0"))
        .with("BaseFont", Name::from(base_font.as_str()))
        .with("Encoding", Name::from("Identity-H"))
        .with("DescendantFonts", vec![Object::from(descendant)])
        .with("ToUnicode", to_unicode)
        .into())
}

fn program_stream(subset: &FontSubset) -> Stream {
    let length = i64::try_from(subset.program_length).unwrap_or(i64::MAX);
    let dictionary = Dictionary::new()
        .with("Filter", Name::from("FlateDecode"))
        .with("Length1", length);
    Stream::new(dictionary, subset.program.clone())
}

fn descriptor(subset: &FontSubset, base_font: &str, program: ObjectId) -> Dictionary {
    let metrics = &subset.metrics;
    Dictionary::new()
        .with("Type", Name::from("FontDescriptor"))
        .with("FontName", Name::from(base_font))
        .with("Flags", flags(metrics.italic_angle != 0.0))
        .with("FontBBox", metrics.bounds.map(Object::Real).to_vec())
        .with("ItalicAngle", metrics.italic_angle)
        .with("Ascent", metrics.ascent)
        .with("Descent", metrics.descent)
        .with("CapHeight", metrics.cap_height)
        .with("StemV", metrics.stem)
        .with("FontFile2", program)
}

/// Serif and symbolic (a subset with its own encoding), italic if it is.
fn flags(italic: bool) -> i64 {
    let serif_symbolic = 2 | 4;
    if italic {
        serif_symbolic | 64
    } else {
        serif_symbolic
    }
}

fn descendant(subset: &FontSubset, base_font: &str, descriptor: ObjectId) -> Dictionary {
    let system = Dictionary::new()
        .with("Registry", Object::String(b"Adobe".to_vec()))
        .with("Ordering", Object::String(b"Identity".to_vec()))
        .with("Supplement", 0);
    Dictionary::new()
        .with("Type", Name::from("Font"))
        .with("Subtype", Name::from("CIDFontType2"))
        .with("BaseFont", Name::from(base_font))
        .with("CIDSystemInfo", system)
        .with("FontDescriptor", descriptor)
        .with("DW", 0)
        .with("W", widths(subset))
        .with("CIDToGIDMap", Name::from("Identity"))
}

/// `c [w]` per glyph.
fn widths(subset: &FontSubset) -> Vec<Object> {
    let one = |&(glyph, width): &(u16, f64)| {
        let width = Object::Real((width * 100.0).round() / 100.0);
        [Object::Integer(glyph.into()), Object::Array(vec![width])]
    };
    subset.glyphs.values().flat_map(one).collect()
}

fn to_unicode_stream(subset: &FontSubset) -> Stream {
    let dictionary = Dictionary::new().with("Filter", Name::from("FlateDecode"));
    Stream::new(dictionary, deflate(to_unicode(subset).as_bytes()))
}

/// A ToUnicode CMap; a `bfchar` section holds at most 100 entries.
fn to_unicode(subset: &FontSubset) -> String {
    let mut map = String::from(CMAP_HEAD);
    let glyphs: Vec<_> = subset.glyphs.iter().collect();
    for section in glyphs.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", section.len());
        for (character, (glyph, _)) in section {
            let _ = write!(map, "<{glyph:04X}> <");
            for unit in character.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map
}

const CMAP_HEAD: &str = "/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
";

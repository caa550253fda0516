//! Graphics states, layers, masks, fonts, pictures and colour spaces of page content.

use kyso_pdf::{Dictionary, Object, ObjectId, Stream};

use super::{Prepare, parsed};
use crate::edit::{catalog, drawing, first_page, updated};

pub(super) const CASES: &[(&str, &str, Prepare)] = &[
    ("differs-layers-by-expression", "LayerMembership", |base| {
        layered(&base.plain, "", true, "/VE[/Not LAYER]")
    }),
    ("differs-layers-by-policy", "LayerMembership", |base| {
        layered(&base.plain, "", false, "/P/AllOff")
    }),
    (
        "differs-layers-of-an-empty-list",
        "LayerMembership",
        |base| layered(&base.plain, "", true, "/OCGs[]"),
    ),
    ("differs-layer-for-design", "LayerMembership", |base| {
        let (bytes, layer) = with_layer(&base.plain, "/Intent/Design", false);
        let content = format!("/OC /M0 BDC {BLOCK} EMC");
        painted(&bytes, "Properties", "M0", layer, &content)
    }),
    ("differs-by-a-transfer-function", "GraphicsState", |base| {
        with_state(&base.plain, &format!("/TR {INVERSE}"))
    }),
    (
        "differs-by-a-newer-transfer-function",
        "GraphicsState",
        |base| with_state(&base.plain, &format!("/TR2 {INVERSE}")),
    ),
    (
        "differs-by-an-unknown-blend-mode",
        "GraphicsState",
        |base| with_state(&base.plain, "/BM[/Unknown/Multiply]"),
    ),
    (
        "differs-by-an-opacity-below-nothing",
        "GraphicsState",
        |base| with_state(&base.plain, "/ca -1"),
    ),
    ("differs-by-the-font-of-a-state", "GraphicsState", |base| {
        with_state(
            &base.plain,
            "/Font[<</Type/Font/Subtype/Type1/BaseFont/Symbol>>12]",
        )
    }),
    ("differs-by-a-mask-without-group", "GraphicsState", |base| {
        masked(&base.plain, "/S/Luminosity", "")
    }),
    ("differs-by-a-mask-turned-over", "GraphicsState", |base| {
        masked(&base.plain, &format!("/S/Alpha/TR {INVERSE}"), GROUP)
    }),
    ("differs-picture-of-two-widths", "DrawnObject", |base| {
        with_picture(&base.plain, "/W 1", None)
    }),
    ("differs-picture-turned-over", "DrawnObject", |base| {
        with_picture(&base.plain, "/D[1 0]", None)
    }),
    ("differs-picture-of-no-colours", "DrawnObject", |base| {
        let bare = "/Subtype/Image/Width 2/Height 1/BitsPerComponent 8";
        with_object(&base.plain, bare, &[0, 255], &[])
    }),
    (
        "differs-picture-with-a-coloured-mask",
        "DrawnObject",
        |base| {
            let mask = "/Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceRGB";
            with_picture(&base.plain, "", Some(("SMask", mask)))
        },
    ),
    (
        "differs-picture-with-a-picture-for-a-mask",
        "DrawnObject",
        |base| {
            let mask = "/Subtype/Image/Width 2/Height 1/BitsPerComponent 1/ColorSpace/DeviceGray";
            with_picture(&base.plain, "", Some(("Mask", mask)))
        },
    ),
    ("differs-drawing-without-bounds", "DrawnObject", |base| {
        with_object(&base.plain, "/Subtype/Form", b"0 0 1 1 re f", &[])
    }),
    ("differs-drawing-called-a-program", "DrawnObject", |base| {
        let form = "/Subtype/Form/BBox[0 0 1 1]/Subtype2/PS";
        with_object(&base.plain, form, b"0 0 1 1 re f", &[])
    }),
    ("differs-default-colours", "ColourSpace", |base| {
        let function = parsed("/FunctionType 4/Domain[0 1 0 1 0 1]/Range[0 1]");
        let mut paper = None;
        let bytes = updated(&base.plain, |update| {
            let function = Stream::new(function, b"{pop pop pop 1}".to_vec());
            paper = Some(update.add(function));
        });
        let function = paper.unwrap().number;
        let space = format!("/DefaultRGB[/DeviceN[/A/B/C]/DeviceGray {function} 0 R]");
        with_space(&bytes, &space, "0 0 0 rg")
    }),
    ("differs-gray-bent-to-black", "ColourSpace", |base| {
        let space = "/S[/CalGray<</WhitePoint[0.95 1 1.09]/Gamma 30>>]";
        with_space(&base.plain, space, "/S cs 0.95 sc")
    }),
    ("differs-device-colours-renamed", "ColourSpace", |base| {
        let space = format!("/DeviceGray[/Separation/Spot/DeviceGray {INVERSE}]");
        with_space(&base.plain, &space, "/DeviceGray cs 0 sc")
    }),
    ("differs-colours-that-mark-nothing", "ColourSpace", |base| {
        let space = format!("/S[/Separation/None/DeviceGray {INVERSE}]");
        with_space(&base.plain, &space, "/S cs 1 sc")
    }),
    (
        "differs-drawing-by-a-matrix-of-five",
        "DrawnObject",
        |base| {
            let form = "/Subtype/Form/BBox[0 0 1 1]/Matrix[0.1 0 0 0.1 0]";
            with_object(&base.plain, form, b"0 0 1 1 re f", &[])
        },
    ),
    ("differs-tiles-without-resources", "DrawnObject", |base| {
        let tile = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9";
        let tile = Stream::new(parsed(tile), b"/T0 gs 0 g 0 0 9 9 re f".to_vec());
        let bytes = painted(&base.plain, "ExtGState", "T0", parsed("/ca 0"), "n");
        let content = format!("/Pattern cs /P0 scn {BLOCK}");
        painted(&bytes, "Pattern", "P0", tile, &content)
    }),
    ("differs-tiles-without-distance", "DrawnObject", |base| {
        let tile = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 0/YStep 9";
        let tile = Stream::new(
            parsed(&format!("{tile}/Resources<<>>")),
            b"0 0 9 9 re f".to_vec(),
        );
        let content = format!("/Pattern cs /P0 scn {BLOCK}");
        painted(&base.plain, "Pattern", "P0", tile, &content)
    }),
    ("differs-by-dashes-of-no-length", "GraphicsState", |base| {
        let bytes = painted(&base.plain, "ExtGState", "D0", parsed("/D[[0 0]0]"), "n");
        painted(
            &bytes,
            "Properties",
            "None",
            Dictionary::new(),
            "/D0 gs 40 w 20 0 m 20 40 l S",
        )
    }),
    ("differs-glyphs-by-number", "Font", |base| {
        let font = "/Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/DescendantFonts[\
            <</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/CIDSystemInfo<</Registry(Adobe)\
            /Ordering(Identity)/Supplement 0>>/FontDescriptor<</Type/FontDescriptor\
            /FontName/Arial/Flags 32>>>>]";
        with_words(&base.plain, font, "<00240025>")
    }),
    ("differs-glyphs-of-unknown-names", "Font", |base| {
        let font =
            "/Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/g58/c89]>>";
        with_words(&base.plain, font, "(AB)")
    }),
    ("differs-drawn-letters-without-encoding", "Font", |base| {
        let mut letter = None;
        let bytes = updated(&base.plain, |update| {
            letter = Some(update.add(drawing("1 0 0 0 1 1 d1 0 0 1 1 re f")));
        });
        let font = format!(
            "/Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/Resources<<>>\
             /CharProcs<</A {} 0 R>>/FirstChar 65/LastChar 65/Widths[1]",
            letter.unwrap().number
        );
        with_words(&bytes, &font, "(A)")
    }),
    ("differs-page-turned-by-a-fraction", "PageEntries", |base| {
        with_entry(&base.plain, "/Rotate 90.5")
    }),
    ("differs-page-of-another-unit", "PageEntries", |base| {
        with_entry(&base.plain, "/UserUnit 2")
    }),
    ("differs-page-cut-to-nothing", "PageEntries", |base| {
        with_entry(&base.plain, "/CropBox[0 0 0 0]")
    }),
    ("differs-annotations-handed-down", "PageEntries", |base| {
        let (_, page) = first_page(&base.plain);
        let node = page.get("Parent").and_then(Object::as_reference).unwrap();
        let entries = crate::edit::dictionary(&base.plain, node);
        updated(&base.plain, |update| {
            let look = update.add(super::form_object(&super::PLACE, BLOCK));
            let stamp = parsed("/Type/Annot/Subtype/Stamp/F 4/Rect[10 780 60 830]");
            let stamp = stamp.with("AP", Dictionary::new().with("N", look));
            let stamps = vec![Object::from(update.add(stamp))];
            update.set(node, entries.with("Annots", stamps));
        })
    }),
];

pub(super) const ORDINARY: &[(&str, Prepare)] = &[
    ("ordinary-layers", |base| {
        let seen = layered(&base.plain, "", true, "");
        let policy = layered(&seen, "", true, "/OCGs[LAYER]/P/AllOn");
        let (both, other) = with_layer(&policy, "", true);
        let list = format!("/OCGs[LAYER {} 0 R]", other.number);
        let one_of_two = layered(&both, "", false, &list);
        with_layer(&one_of_two, "/Intent[/View/Design]", false).0
    }),
    ("ordinary-graphics", |base| {
        let plain = with_state(&base.plain, "/BM/Normal/ca 1/CA 0.5/OP true/op true/OPM 1");
        let named = with_state(
            &plain,
            "/BM[/Multiply/Normal]/TR/Identity/TR2/Default/HT/Default",
        );
        masked(&named, "/S/Luminosity", GROUP)
    }),
    ("ordinary-pictures", |base| {
        let mask =
            "/Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Matte[0]";
        let soft = with_picture(&base.plain, "", Some(("SMask", mask)));
        let stencil = "/Subtype/Image/Width 2/Height 1/BitsPerComponent 1/ImageMask true";
        let cut = with_picture(
            &soft,
            "/Alternates[]/Interpolate true",
            Some(("Mask", stencil)),
        );
        with_object(&cut, "/Subtype/Form/BBox[0 0 1 1]", b"0 0 1 1 re f", &[])
    }),
    ("ordinary-colours", |base| {
        let display = "/S[/CalRGB<</WhitePoint[0.95 1 1.09]/Gamma[2.2 2.2 2.2]>>]";
        let first = with_space(&base.plain, display, "/S cs 0 0 0 sc");
        let spot = format!("/DefaultRGB/DeviceRGB/T[/Separation/Black/DeviceGray {INVERSE}]");
        with_space(&first, &spot, "/T cs 1 sc")
    }),
];

/// A function that inverts brightness.
const INVERSE: &str = "<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>";
const GROUP: &str = "/Group<</S/Transparency/CS/DeviceGray>>";

/// The document with a layer, and its number.
pub(super) fn with_layer(bytes: &[u8], entries: &str, seen: bool) -> (Vec<u8>, ObjectId) {
    let (id, root) = catalog(bytes);
    let mut layer = None;
    let bytes = updated(bytes, |update| {
        let own = format!("/Type/OCG/Name(A){entries}");
        let own = update.add(parsed(&own));
        layer = Some(own);
        let known = root.get("OCProperties").and_then(Object::as_dictionary);
        let mut layers = match known.and_then(|known| known.get("OCGs")) {
            Some(Object::Array(layers)) => layers.clone(),
            _ => Vec::new(),
        };
        layers.push(own.into());
        let hidden = if seen { Vec::new() } else { vec![own.into()] };
        let shown = Dictionary::new().with("OFF", Object::Array(hidden));
        let properties = Dictionary::new().with("OCGs", layers).with("D", shown);
        update.set(id, root.clone().with("OCProperties", properties));
    });
    (bytes, layer.unwrap())
}

/// The document with a block that belongs to a membership of one layer; `LAYER` in its entries is that layer.
pub(super) fn layered(bytes: &[u8], layer: &str, seen: bool, entries: &str) -> Vec<u8> {
    let (bytes, layer) = with_layer(bytes, layer, seen);
    let reference = format!("{} 0 R", layer.number);
    let list = match entries.contains("/OCGs") {
        true => String::new(),
        false => format!("/OCGs {reference}"),
    };
    let entries = entries.replace("LAYER", &reference);
    let membership = parsed(&format!("/Type/OCMD{list}{entries}"));
    let name = fresh(&bytes);
    let content = format!("/OC /{name} BDC {BLOCK} EMC");
    painted(&bytes, "Properties", &name, membership, &content)
}

fn with_state(bytes: &[u8], entries: &str) -> Vec<u8> {
    let name = fresh(bytes);
    // Ink and paper, each over what was painted before, and words in the font of the page.
    let content = format!(
        "0 g 0 0 40 20 re f BT /F0 12 Tf /{name} gs 2 28 Td (AAAA) Tj ET \
         1 g 0 0 40 10 re f 0 g 40 0 9 40 re f"
    );
    let font = parsed("/Type/Font/Subtype/Type1/BaseFont/Helvetica");
    let bytes = painted(bytes, "Font", "F0", font, "n");
    painted(&bytes, "ExtGState", &name, parsed(entries), &content)
}

/// A name for a resource that is not taken.
fn fresh(bytes: &[u8]) -> String {
    format!("R{}", bytes.len())
}

/// The document with a block below a soft mask.
fn masked(bytes: &[u8], entries: &str, group: &str) -> Vec<u8> {
    let form = parsed(&format!(
        "/Type/XObject/Subtype/Form/BBox[0 0 40 40]{group}"
    ));
    let mut drawn = None;
    let bytes = updated(bytes, |update| {
        drawn = Some(update.add(Stream::new(form, b"1 g 0 0 20 40 re f".to_vec())));
    });
    let mask = parsed(&format!("/Type/Mask{entries}")).with("G", drawn.unwrap());
    let state = Dictionary::new().with("SMask", mask);
    let name = fresh(&bytes);
    painted(
        &bytes,
        "ExtGState",
        &name,
        state,
        &format!("/{name} gs {BLOCK}"),
    )
}

/// The document with words in a font.
fn with_words(bytes: &[u8], font: &str, words: &str) -> Vec<u8> {
    let content = format!("BT /F0 30 Tf 2 5 Td {words} Tj ET");
    painted(bytes, "Font", "F0", parsed(font), &content)
}

/// The document with entries more on its first page.
pub(super) fn with_entry(bytes: &[u8], entries: &str) -> Vec<u8> {
    let (id, mut page) = first_page(bytes);
    for (key, value) in parsed(entries).iter() {
        page.insert(&key.to_string(), value.clone());
    }
    updated(bytes, |update| update.set(id, page))
}

/// The document with a picture of two pixels, black and white.
fn with_picture(bytes: &[u8], entries: &str, mask: Option<(&str, &str)>) -> Vec<u8> {
    let usual = "/Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray";
    let picture = format!("{usual}{entries}");
    with_object(bytes, &picture, &[0, 255], mask.as_slice())
}

pub(super) fn with_object(
    bytes: &[u8],
    entries: &str,
    data: &[u8],
    masks: &[(&str, &str)],
) -> Vec<u8> {
    let mut object = None;
    let bytes = updated(bytes, |update| {
        let mut drawn = parsed(&format!("/Type/XObject{entries}"));
        for (key, mask) in masks {
            let mask = Stream::new(parsed(mask), vec![255, 0, 255, 0, 255, 0]);
            drawn.insert(key, update.add(mask));
        }
        object = Some(update.add(Stream::new(drawn, data.to_vec())));
    });
    let name = fresh(&bytes);
    let content = format!("40 0 0 40 0 0 cm /{name} Do");
    painted(&bytes, "XObject", &name, object.unwrap(), &content)
}

/// The document with a block in a colour of these spaces.
pub(super) fn with_space(bytes: &[u8], spaces: &str, colour: &str) -> Vec<u8> {
    let content = format!("{colour} {BLOCK}");
    let spaces = parsed(spaces);
    let mut changed = bytes.to_vec();
    for (name, space) in spaces.iter() {
        changed = painted(
            &changed,
            "ColorSpace",
            &name.to_string(),
            space.clone(),
            "n",
        );
    }
    painted(&changed, "Properties", "None", Dictionary::new(), &content)
}

/// The document whose first page paints `content` in its upper left corner, with one resource more.
fn painted(
    bytes: &[u8],
    category: &str,
    name: &str,
    resource: impl Into<Object>,
    content: &str,
) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut resources = entry(bytes, &page, "Resources");
    let mut members = entry(bytes, &resources, category);
    let mut contents = match page.get("Contents") {
        Some(Object::Array(parts)) => parts.clone(),
        other => other.cloned().into_iter().collect(),
    };
    let resource = resource.into();
    updated(bytes, |update| {
        let resource = match resource {
            Object::Reference(id) => id,
            other => update.add(other),
        };
        members.insert(name, resource);
        resources.insert(category, members);
        let content = format!("q 1 0 0 1 10 785 cm {content} Q\n");
        contents.push(update.add(drawing(&content)).into());
        let page = page.with("Resources", resources);
        update.set(id, page.with("Contents", contents));
    })
}

/// A dictionary in another, its reference followed; empty when there is none.
fn entry(bytes: &[u8], holder: &Dictionary, key: &str) -> Dictionary {
    match holder.get(key) {
        Some(Object::Reference(id)) => crate::edit::dictionary(bytes, *id),
        Some(Object::Dictionary(entries)) => entries.clone(),
        _ => Dictionary::new(),
    }
}

const BLOCK: &str = "0 0 40 40 re f";

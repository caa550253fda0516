//! The sample documents, and variants of them that are turned, shifted and
//! scaled in the file but look the same on the screen.
#![allow(dead_code)] // every test file uses a part

use std::path::Path;

use kyso_pdf::{Dictionary, Document, Object, ObjectId, Rect, SignaturePlan, Stream, Update};
use kyso_stamp_images::{Appearance, PageFrame, Picture, StampPlace, TextDocument};

/// The bytes of a file in `testdata/samples`.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/samples");
    std::fs::read(samples.join(name)).unwrap()
}

/// A sample document opened for reading its text.
pub(crate) fn text(name: &str) -> TextDocument<'static> {
    TextDocument::open(bytes(name).leak()).unwrap()
}

/// A sample picture.
pub(crate) fn picture(name: &str) -> Picture {
    Picture::from_png(&bytes(name)).unwrap()
}

/// The file with an unsigned signature field that shows `appearance`.
pub(crate) fn with_widget(
    pdf: &[u8],
    field: &str,
    place: &StampPlace,
    appearance: &Appearance,
) -> Vec<u8> {
    let draw = |add: &mut dyn FnMut(Object) -> ObjectId| appearance.add_to(add);
    let plan = SignaturePlan {
        field_name: field.to_owned(),
        page_index: place.page_index,
        rect: Some(place.rect),
        appearance: Some(&draw),
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: None,
        reason: None,
        location: None,
        signing_time: None,
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: 16,
    };
    let document = Document::open(pdf).unwrap();
    let prepared = kyso_pdf::prepare_signature(&document, &plan).unwrap();
    prepared.embed(&[0x30, 0x00]).unwrap()
}

/// How a page is stored: turned, its crop box elsewhere, in another unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Variant {
    /// `/Rotate`.
    pub(crate) rotate: i64,
    /// Lower left corner of the crop box.
    pub(crate) origin: (f64, f64),
    /// `/UserUnit`.
    pub(crate) user_unit: f64,
}

/// Stores every page of an upright sample as `variant` says; on the screen
/// nothing changes. The transforms are written out here, independently of the
/// geometry under test.
pub(crate) fn stored_as(pdf: &[u8], variant: Variant) -> Vec<u8> {
    let document = Document::open(pdf).unwrap();
    let view = document.latest();
    let mut update = Update::new(&document).unwrap();
    for page in view.pages(100).unwrap() {
        let (width, height) = (page.crop_box.width(), page.crop_box.height());
        let unit = variant.user_unit;
        let (x, y) = variant.origin;
        let (w, h) = (width / unit, height / unit);
        let s = 1.0 / unit;
        let (matrix, size) = match variant.rotate.rem_euclid(360) {
            0 => ([s, 0.0, 0.0, s, x, y], (w, h)),
            90 => ([0.0, s, -s, 0.0, x + h, y], (h, w)),
            180 => ([-s, 0.0, 0.0, -s, x + w, y + h], (w, h)),
            _ => ([0.0, -s, s, 0.0, x, y + w], (h, w)),
        };
        let matrix: Vec<String> = matrix.iter().map(f64::to_string).collect();
        let before = update.add(Stream::new(
            Dictionary::new(),
            format!("q {} cm ", matrix.join(" ")).into_bytes(),
        ));
        let after = update.add(Stream::new(Dictionary::new(), b" Q".to_vec()));
        let object = view.object(page.id).unwrap();
        let mut dictionary = object.as_dictionary().unwrap().clone();
        let mut contents = vec![Object::from(before)];
        match dictionary.get("Contents").unwrap() {
            Object::Array(parts) => contents.extend(parts.iter().cloned()),
            other => contents.push(other.clone()),
        }
        contents.push(after.into());
        let crop = Rect::from_corners(x, y, x + size.0, y + size.1);
        let media = Rect::from_corners(x - 30.0, y - 10.0, x + size.0 + 20.0, y + size.1 + 40.0);
        dictionary.insert("Contents", contents);
        dictionary.insert("MediaBox", media.to_object());
        dictionary.insert("CropBox", crop.to_object());
        dictionary.insert("Rotate", variant.rotate);
        dictionary.insert("UserUnit", unit);
        update.set(page.id, dictionary);
    }
    update.finish().unwrap()
}

/// Four turns by three origins, one of them in another unit.
pub(crate) fn variants() -> Vec<Variant> {
    let mut all = Vec::new();
    for rotate in [0, 90, 180, -90] {
        for (origin, user_unit) in [
            ((0.0, 0.0), 1.0),
            ((-300.0, -1000.5), 1.0),
            ((72.0, 36.0), 2.0),
        ] {
            all.push(Variant {
                rotate,
                origin,
                user_unit,
            });
        }
    }
    all
}

/// The frame of a page by `kyso_pdf`, to compare with that by the text reader.
pub(crate) fn frame(pdf: &[u8], page_index: usize) -> PageFrame {
    let document = Document::open(pdf).unwrap();
    let page = document.latest().page(page_index).unwrap().unwrap();
    PageFrame::from(&page)
}

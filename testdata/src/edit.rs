//! Reading and changing the bytes of a document.

use std::collections::BTreeMap;

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update, new_file};

/// A file of `testdata/samples`.
#[must_use]
pub fn sample(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/");
    std::fs::read(format!("{folder}{name}")).expect("a file of testdata/samples")
}

/// `bytes` with an incremental update that `change` fills.
#[must_use]
pub fn updated(bytes: &[u8], change: impl FnOnce(&mut Update<'_, '_>)) -> Vec<u8> {
    let document = Document::open(bytes).unwrap();
    let mut update = Update::new(&document).unwrap();
    change(&mut update);
    update.finish().unwrap()
}

/// A form of 100 by 100 units that a picture fills.
pub(crate) fn picture_form(picture: ObjectId) -> Stream {
    let pictures = Dictionary::new().with("Im0", picture);
    let resources = Dictionary::new().with("XObject", pictures);
    square_form(resources, "q 100 0 0 100 0 0 cm /Im0 Do Q")
}

/// A form of 100 by 100 units with these resources and this content.
pub(crate) fn square_form(resources: Dictionary, content: &str) -> Stream {
    form_of([0, 0, 100, 100], resources, content)
}

/// The same with this area, in units of the form.
pub(crate) fn form_of(area: [i64; 4], resources: Dictionary, content: &str) -> Stream {
    let form = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with("BBox", area.map(Object::from).to_vec())
        .with("Resources", resources);
    Stream::new(form, content.as_bytes().to_vec())
}

/// A file of one page with this content, in which `/F1` is a bold font.
#[must_use]
pub fn page_of(content: &str) -> Vec<u8> {
    let ids: Vec<ObjectId> = (1..=5).map(|number| ObjectId::new(number, 0)).collect();
    let [root, pages, page, stream, font] = ids.as_slice() else {
        unreachable!("five numbers");
    };
    let of = |name: &str| Dictionary::new().with("Type", Name::from(name));
    let font_entries = of("Font")
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica-Bold"));
    let fonts = Dictionary::new().with("F1", *font);
    let page_entries = of("Page")
        .with("Parent", *pages)
        .with(
            "MediaBox",
            Rect::from_corners(0.0, 0.0, 595.0, 842.0).to_object(),
        )
        .with("Resources", Dictionary::new().with("Font", fonts))
        .with("Contents", *stream);
    let kids = of("Pages").with("Kids", vec![Object::Reference(*page)]);
    let text = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
    let objects: BTreeMap<ObjectId, Object> = BTreeMap::from([
        (*root, of("Catalog").with("Pages", *pages).into()),
        (*pages, kids.with("Count", 1_i64).into()),
        (*page, page_entries.into()),
        (*stream, text.into()),
        (*font, font_entries.into()),
    ]);
    new_file(&objects, *root).unwrap()
}

/// The dictionary of an indirect object as it is now.
pub(crate) fn dictionary(bytes: &[u8], id: ObjectId) -> Dictionary {
    let document = Document::open(bytes).unwrap();
    let object = document.latest().object(id).unwrap();
    object.as_dictionary().expect("a dictionary").clone()
}

pub(crate) fn catalog(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    (id, catalog.as_dictionary().unwrap().clone())
}

pub(crate) fn first_page(bytes: &[u8]) -> (ObjectId, Dictionary) {
    page_at(bytes, 0)
}

/// The page at this place, from 0.
pub(crate) fn page_at(bytes: &[u8], index: usize) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let id = document.latest().page(index).unwrap().unwrap().id;
    (id, dictionary(bytes, id))
}

/// The interactive form; kyso makes it an object of its own.
pub(crate) fn form(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let id = reference(&catalog(bytes).1, "AcroForm");
    (id, dictionary(bytes, id))
}

/// The signature field at this place of the form.
pub(crate) fn field(bytes: &[u8], index: usize) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let id = document.latest().signature_fields().unwrap()[index]
        .id
        .unwrap();
    (id, dictionary(bytes, id))
}

/// The first content stream of a page.
pub(crate) fn content_of(page: &Dictionary) -> ObjectId {
    match page.get("Contents").unwrap() {
        Object::Array(parts) => parts[0].as_reference().unwrap(),
        other => other.as_reference().unwrap(),
    }
}

pub(crate) fn reference(dictionary: &Dictionary, key: &str) -> ObjectId {
    let value = dictionary.get(key).and_then(Object::as_reference);
    value.expect("a reference")
}

/// The elements of an array, its reference followed; none when there is none.
pub(crate) fn elements(bytes: &[u8], dictionary: &Dictionary, key: &str) -> Vec<Object> {
    let document = Document::open(bytes).unwrap();
    let array = document.latest().get(dictionary, key).unwrap();
    array.as_array().unwrap_or_default().to_vec()
}

/// A content stream.
pub(crate) fn drawing(content: &str) -> Object {
    Stream::new(Dictionary::new(), content.as_bytes().to_vec()).into()
}

/// Draws a black page.
pub(crate) const BLACK: &str = "0 0 595 842 re f";

pub(crate) fn find(bytes: &[u8], text: &[u8]) -> usize {
    let found = bytes.windows(text.len()).position(|window| window == text);
    found.expect("a text that is there")
}

pub(crate) fn find_last(bytes: &[u8], text: &[u8]) -> usize {
    let found = bytes.windows(text.len()).rposition(|window| window == text);
    found.expect("a text that is there")
}

/// Overwrites the bytes at `position` with `text`.
pub(crate) fn overwrite(bytes: &[u8], position: usize, text: &[u8]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[position..position + text.len()].copy_from_slice(text);
    changed
}

/// Writes `text` over the last `old`; both have one length.
pub(crate) fn replace_last(bytes: &[u8], old: &str, text: &str) -> Vec<u8> {
    assert_eq!(old.len(), text.len());
    overwrite(bytes, find_last(bytes, old.as_bytes()), text.as_bytes())
}

/// The range of the newest value of `/Contents`, delimiters included.
pub(crate) fn gap(bytes: &[u8]) -> std::ops::Range<usize> {
    let document = Document::open(bytes).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let values = fields.iter().filter_map(|field| field.value.as_ref());
    let newest = values.filter_map(|value| value.contents_span.clone());
    newest.max_by_key(|span| span.start).expect("a signature")
}

/// Puts another text of the same length or less into the gap.
pub(crate) fn fill_gap(bytes: &[u8], text: &str) -> Vec<u8> {
    let gap = gap(bytes);
    let padded = format!("{text:<width$}", width = gap.len());
    assert_eq!(padded.len(), gap.len());
    overwrite(bytes, gap.start, padded.as_bytes())
}

/// An object that holds no stream, as PDF text.
pub(crate) fn written(object: impl Into<Object>) -> String {
    let mut text = Vec::new();
    kyso_pdf::write_object(&object.into(), &mut text, &|_| &[]);
    String::from_utf8(text).unwrap()
}

/// An object that is an uncompressed content stream, as PDF text.
pub(crate) fn written_drawing(content: &str) -> String {
    format!(
        "<</Length {}>>\nstream\n{content}\nendstream",
        content.len()
    )
}

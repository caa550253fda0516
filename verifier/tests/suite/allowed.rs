//! Files in which forms are filled in and remarks are made, for the tests of what signatures allow.

use kyso_pdf::{Dictionary, Document, Name, Object, ObjectId, Rect, Stream, Update};
use kyso_testdata::{Base, Signing, now, updated};
use kyso_verifier::{Modifications, Policy, Report, verify};

thread_local! {
    static BASE: Base = Base::new();
}

pub(crate) fn with_base<T>(test: impl FnOnce(&Base) -> T) -> T {
    BASE.with(|base| test(base))
}

pub(crate) fn judge(bytes: &[u8]) -> Report {
    with_base(|base| verify(bytes, &base.office.store(), &Policy::new(now())).unwrap())
}

/// What the report says of the changes after the first signature.
pub(crate) fn first(bytes: &[u8]) -> Modifications {
    judge(bytes).signatures[0].modifications
}

/// The form, signed as `protect` says.
pub(crate) fn signed(protect: impl FnOnce(Signing<'_>) -> Signing<'_>) -> Vec<u8> {
    with_base(|base| protect(Signing::new(&base.office.person, "NguoiKy1")).sign(&base.form))
}

pub(crate) fn certified(level: i64) -> Vec<u8> {
    signed(|signing| signing.certify(level))
}

pub(crate) fn dictionary(bytes: &[u8], id: ObjectId) -> Dictionary {
    let document = Document::open(bytes).unwrap();
    let object = document.latest().object(id).unwrap();
    object.as_dictionary().unwrap().clone()
}

pub(crate) fn catalog(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let (id, _) = document.latest().catalog().unwrap();
    (id, dictionary(bytes, id))
}

pub(crate) fn page(bytes: &[u8]) -> (ObjectId, Dictionary) {
    let document = Document::open(bytes).unwrap();
    let id = document.latest().page(0).unwrap().unwrap().id;
    (id, dictionary(bytes, id))
}

/// The text field `name` on top of the form.
pub(crate) fn text_field(bytes: &[u8], name: &str) -> (ObjectId, Dictionary) {
    let (_, catalog) = catalog(bytes);
    let form = dictionary(
        bytes,
        catalog.get("AcroForm").unwrap().as_reference().unwrap(),
    );
    let fields = form.get("Fields").unwrap().as_array().unwrap();
    let mut fields = fields.iter().map(|field| field.as_reference().unwrap());
    let named = |id: &ObjectId| {
        dictionary(bytes, *id).get("T").and_then(Object::as_string) == Some(name.as_bytes())
    };
    let id = fields.find(named).unwrap();
    (id, dictionary(bytes, id))
}

pub(crate) fn text(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec())
}

pub(crate) fn drawing(content: &str) -> Stream {
    let kind = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with(
            "BBox",
            Rect::from_corners(0.0, 0.0, 130.0, 20.0).to_object(),
        );
    Stream::new(kind, content.as_bytes().to_vec())
}

pub(crate) const LOOK: &str = "/Tx BMC q BT 0 g /Helv 12 Tf 2 5 Td (05) Tj ET Q EMC";

/// Fills the field `name`, with whatever else `more` does to it.
pub(crate) fn filled_with(
    bytes: &[u8],
    name: &str,
    more: impl FnOnce(Dictionary, &mut Update<'_, '_>) -> Dictionary,
) -> Vec<u8> {
    let (id, field) = text_field(bytes, name);
    updated(bytes, |update| {
        let look = update.add(drawing(LOOK));
        let field = field
            .with("V", text("05"))
            .with("AP", Dictionary::new().with("N", look));
        let field = more(field, update);
        update.set(id, field);
    })
}

pub(crate) fn filled(bytes: &[u8], name: &str) -> Vec<u8> {
    filled_with(bytes, name, |field, _| field)
}

/// An annotation on the first page.
pub(crate) fn remarked(bytes: &[u8], remark: Dictionary) -> Vec<u8> {
    remarked_with(bytes, |_| remark)
}

pub(crate) fn remarked_with(
    bytes: &[u8],
    make: impl FnOnce(&mut Update<'_, '_>) -> Dictionary,
) -> Vec<u8> {
    let (id, page) = page(bytes);
    updated(bytes, |update| {
        let remark = make(update).with("Type", Name::from("Annot")).with("P", id);
        let remark = update.add(remark);
        let mut listed = page.get("Annots").unwrap().as_array().unwrap().to_vec();
        listed.push(remark.into());
        update.set(id, page.with("Annots", listed));
    })
}

pub(crate) fn note(subtype: &str) -> Dictionary {
    let width = match subtype {
        "Text" | "Caret" => 20.0,
        _ => 200.0,
    };
    let rect = Rect::from_corners(100.0, 100.0, 100.0 + width, 120.0);
    Dictionary::new()
        .with("Subtype", Name::from(subtype))
        .with("Contents", text("xem lai"))
        .with("Rect", rect.to_object())
}

pub(crate) const PAGE: Rect = Rect {
    left: 0.0,
    bottom: 0.0,
    right: 595.0,
    top: 842.0,
};

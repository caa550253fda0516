//! The update exchanges an object that the signed view uses: a font, a picture, a content, an element of an object stream.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use super::{PAGE, REPLACED};
use crate::attacks::forms::text_field;
use crate::edit::{
    BLACK, catalog, content_of, dictionary, drawing, field, first_page, reference, sample, updated,
};
use crate::signing::form_object;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new("factor-near-zero-turned-round", REPLACED, |base| {
            let (id, page) = first_page(&base.plain);
            let mut drawn = None;
            let prepared = updated(&base.plain, |update| {
                let form = update.add(enlarged(-1e-7));
                drawn = Some(form);
                let objects = Dictionary::new().with("A", form);
                let resources = Dictionary::new().with("XObject", objects);
                let content = update.add(drawing("/A Do"));
                let page = page.with("Resources", resources);
                update.set(id, page.with("Contents", content));
            });
            let signed = base.signed(&prepared);
            updated(&signed, |update| update.set(drawn.unwrap(), enlarged(1e-7)))
        }),
        Case::new("font-swapped", REPLACED, |base| {
            let font = ObjectId::new(12, 0);
            let entries = dictionary(&base.approved, font);
            let widths = entries.with("BaseFont", Name::from("Symbol"));
            updated(&base.approved, |update| update.set(font, widths))
        }),
        Case::new("font-program-swapped", REPLACED, |base| {
            updated(&base.approved, |update| {
                update.set(ObjectId::new(8, 0), drawing(""))
            })
        }),
        Case::new("stream-length-replaced", REPLACED, |base| {
            updated(&base.approved, |update| {
                update.set(ObjectId::new(3, 0), 10_i64)
            })
        }),
        Case::new("signature-picture-replaced", REPLACED, |base| {
            let look = look_of(&base.approved);
            updated(&base.approved, |update| {
                update.set(look, form_object(&PAGE, BLACK))
            })
        }),
        Case::new("picture-inside-the-signature-replaced", REPLACED, |base| {
            let document = kyso_pdf::Document::open(&base.approved).unwrap();
            let look = document.latest().object(look_of(&base.approved)).unwrap();
            let resources = look
                .as_stream()
                .unwrap()
                .dictionary
                .get("Resources")
                .unwrap();
            let pictures = resources.as_dictionary().unwrap().get("XObject").unwrap();
            let (_, picture) = pictures.as_dictionary().unwrap().iter().next().unwrap();
            let picture = picture.as_reference().unwrap();
            updated(&base.approved, |update| update.set(picture, drawing("")))
        }),
        Case::new("indirect-content-array-replaced", REPLACED, |base| {
            let (id, page) = first_page(&base.plain);
            let content = content_of(&page);
            let mut array = None;
            let prepared = updated(&base.plain, |update| {
                let list = update.add(Object::Array(vec![content.into()]));
                array = Some(list);
                update.set(id, page.with("Contents", list));
            });
            let signed = base.signed(&prepared);
            updated(&signed, |update| {
                let black = update.add(drawing(BLACK));
                update.set(array.unwrap(), vec![Object::Reference(black)]);
            })
        }),
        Case::new("inherited-entry-added", REPLACED, |base| {
            let pages = reference(&catalog(&base.approved).1, "Pages");
            let node = dictionary(&base.approved, pages);
            updated(&base.approved, |update| {
                update.set(pages, node.with("Rotate", 90_i64))
            })
        }),
        Case::new("form-overlay-filled", REPLACED, |base| {
            let (id, entries) = text_field(&base.form, "So");
            let signed = base.signed(&base.form);
            updated(&signed, |update| {
                let look = update.add(form_object(&PAGE, BLACK));
                let look = Dictionary::new().with("N", look);
                let rect = PAGE.to_object();
                update.set(id, entries.with("AP", look).with("Rect", rect));
            })
        }),
        Case::new("element-of-an-object-stream-replaced", REPLACED, |base| {
            let signed = base.signed(&sample("quyet-dinh-xref-stream.pdf"));
            let (id, page) = first_page(&signed);
            updated(&signed, |update| {
                let content = update.add(drawing(BLACK));
                update.set(id, page.with("Contents", content));
            })
        }),
        Case::new("object-stream-replaced", REPLACED, |base| {
            let signed = base.signed(&compressed(base, "0"));
            updated(&signed, |update| update.set(CONTAINER, object_stream("90")))
        }),
    ]
}

/// The decision whose page turns by an object of an object stream.
fn compressed(base: &Base, turn: &str) -> Vec<u8> {
    let (id, page) = first_page(&base.plain);
    let page = page.with("Rotate", ELEMENT);
    let with_stream = updated(&base.plain, |update| {
        update.set(id, page);
        update.set(CONTAINER, object_stream(turn));
    });
    let document = kyso_pdf::Document::open(&with_stream).unwrap();
    let last = document.revisions().last().unwrap();
    let root = document.latest().catalog().unwrap().0;
    let start = with_stream.len();
    let mut rows = vec![2];
    rows.extend(CONTAINER.number.to_be_bytes());
    rows.push(0);
    rows.push(1);
    rows.extend(u32::try_from(start).unwrap().to_be_bytes());
    rows.push(0);
    let head = format!(
        "900 0 obj\n<</Type/XRef/W[1 4 1]/Index[{} 1 900 1]/Size 901/Root {root} R/Prev {}/Length {}>>\nstream\n",
        ELEMENT.number,
        last.xref_offset,
        rows.len()
    );
    let tail = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
    [
        with_stream.as_slice(),
        head.as_bytes(),
        &rows,
        tail.as_bytes(),
    ]
    .concat()
}

/// An object stream whose only element is a number.
fn object_stream(turn: &str) -> Object {
    let header = format!("{} 0 ", ELEMENT.number);
    let first = i64::try_from(header.len()).unwrap();
    let dictionary = Dictionary::new()
        .with("Type", Name::from("ObjStm"))
        .with("N", 1_i64)
        .with("First", first);
    Stream::new(dictionary, format!("{header}{turn} ").into_bytes()).into()
}

fn look_of(bytes: &[u8]) -> ObjectId {
    let (_, widget) = field(bytes, 0);
    reference(
        widget.get("AP").and_then(Object::as_dictionary).unwrap(),
        "N",
    )
}

const CONTAINER: ObjectId = ObjectId {
    number: 800,
    generation: 0,
};
const ELEMENT: ObjectId = ObjectId {
    number: 801,
    generation: 0,
};

/// A form that hides the page or lies outside of it, depending on a factor as small
/// as the digits that writers drop.
fn enlarged(factor: f64) -> Object {
    let factor = |on_axis| Object::Real(if on_axis { factor } else { 0.0 });
    let matrix: Vec<Object> = [true, false, false, true, false, false].map(factor).into();
    let kind = Dictionary::new()
        .with("Type", Name::from("XObject"))
        .with("Subtype", Name::from("Form"))
        .with(
            "BBox",
            Rect::from_corners(-1e11, -1e11, 1e11, 1e11).to_object(),
        )
        .with("Matrix", matrix);
    Stream::new(kind, b"1 g 0 0 5950000000 8420000000 re f".to_vec()).into()
}

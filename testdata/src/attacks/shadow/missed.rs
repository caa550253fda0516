//! Signed with a drawing that does not exist: programs that miss it rebuild the cross-reference from what looks like an
//! object in the appended bytes.

use kyso_pdf::{Dictionary, ObjectId, Stream};

use crate::edit::{BLACK, content_of, drawing, first_page, updated};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let unlisted = Expected::altered("UnlistedObject");
    let in_data = |name, number: fn(&Base) -> u32| {
        Case::new(name, unlisted, move |base| {
            let look = format!("\n{} 0 obj\n{}\nendobj\n", number(base), drawn_object());
            let data = Stream::new(Dictionary::new(), look.into_bytes());
            updated(&missing_drawing(base), |update| {
                update.add(data);
            })
        })
    };
    vec![
        in_data("missed-object-in-appended-data", |_| MISSING.number),
        in_data("object-in-use-in-appended-data", |base| {
            content_of(&first_page(&base.plain).1).number
        }),
        Case::new("missed-object-in-an-object-stream", unlisted, |base| {
            let update = Revision::after(&missing_drawing(base));
            let number = update.next();
            let held = format!("{} 0 <<>>", MISSING.number);
            let stream = format!(
                "<</Type/ObjStm/N 1/First 6/Length {}>>\nstream\n{held}\nendstream",
                held.len()
            );
            update.object(number, stream).finish()
        }),
        Case::new("missed-object-between-objects", unlisted, |base| {
            let update = Revision::after(&missing_drawing(base));
            let look = format!("{}\t0 %\nobj\n{}\nendobj\n", MISSING.number, drawn_object());
            let number = update.next();
            update.bytes(look).object(number, "null").finish()
        }),
    ]
}

const MISSING: ObjectId = ObjectId {
    number: 500,
    generation: 0,
};

/// The signed page draws [`MISSING`].
pub(crate) fn missing_drawing(base: &Base) -> Vec<u8> {
    let (id, page) = first_page(&base.plain);
    let prepared = updated(&base.plain, |update| {
        let content = update.add(drawing("/A Do"));
        let drawn = Dictionary::new().with("A", MISSING);
        let resources = Dictionary::new().with("XObject", drawn);
        let page = page.with("Contents", content);
        update.set(id, page.with("Resources", resources));
    });
    base.signed(&prepared)
}

fn drawn_object() -> String {
    let length = BLACK.len();
    format!("<</Subtype/Form/BBox[0 0 595 842]/Length {length}>>\nstream\n{BLACK}\nendstream")
}

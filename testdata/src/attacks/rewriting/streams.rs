//! The content stream written again in ways that programs decode differently.

use kyso_pdf::ObjectId;

use super::{FLATE, content};
use crate::Case;
use crate::edit::{catalog, content_of, first_page};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};

/// Its data the same to the byte.
pub(super) fn cases() -> Vec<Case> {
    let case = |name, reason, keyword: &'static str, entries: &'static str| {
        Case::new(name, Expected::altered(reason), move |base| {
            let (number, data) = content(&base.approved);
            let update = Revision::after(&base.approved);
            let entries = entries.replace("LENGTH", &data.len().to_string());
            let head = format!("<<{entries}{FLATE}>>\n{keyword}");
            let body = [head.as_bytes(), &data, b"\nendstream"].concat();
            update.object(number, body).finish()
        })
    };
    const LENGTH: &str = "/Length LENGTH";
    vec![
        case("stream-without-end-of-line", "StreamLine", "stream", LENGTH),
        case("stream-after-a-blank", "Unreadable", "stream ", LENGTH),
        case(
            "stream-of-another-file",
            "StreamKey",
            "stream\n",
            "/F(a.pdf)/Length LENGTH",
        ),
        case(
            "filter-by-its-short-name",
            "StreamKey",
            "stream\n",
            "/F/FlateDecode/Length LENGTH",
        ),
        case(
            "filter-hidden-by-a-null",
            "StreamKey",
            "stream\n",
            "/F null/Length LENGTH",
        ),
        // Each of these is undone in two ways by two programs.
        filtered("filter-parameters-of-another-form", |_, _| {
            "/Filter[/FlateDecode]/DecodeParms<</Predictor 1>>".to_owned()
        }),
        filtered("filter-parameters-in-a-list-of-their-own", |_, _| {
            "/Filter/FlateDecode/DecodeParms[null]".to_owned()
        }),
        filtered("filter-parameters-by-reference", |catalog, _| {
            format!("/Filter[/FlateDecode]/DecodeParms[{catalog} R]")
        }),
        filtered("filter-parameters-in-a-stream", |_, stream| {
            format!("/Filter/FlateDecode/DecodeParms {stream} 0 R")
        }),
        filtered("filter-of-encryption-in-a-plain-file", |_, _| {
            "/Filter[/Crypt/FlateDecode]".to_owned()
        }),
        Case::new(
            "objects-in-ascii-without-an-end",
            Expected::altered("StreamFilter"),
            |base| {
                let update = Revision::after(&base.approved);
                let number = update.next();
                let data = "35203020>";
                let entries = "/Type/ObjStm/N 1/First 4/Filter/ASCIIHexDecode";
                let length = data.len();
                let body = format!("<<{entries}/Length {length}>>\nstream\n{data}\nendstream");
                update.object(number, body).finish()
            },
        ),
        // Poppler takes the bytes behind it for more of the data.
        Case::new(
            "end-of-a-stream-joined-to-that-of-its-object",
            Expected::altered("End"),
            |base| {
                let update = Revision::after(&base.approved);
                let (number, at) = (update.next(), update.position());
                let stream = "<</Length 3>>\nstream\nq Q\nendstreamendobj\n";
                let update = update.bytes(format!("{number} 0 obj\n{stream}"));
                let shown = "\n0 0 595 842 re f\n";
                let update = update.entry(number, at, 0);
                update.object(number + 1, format!("({shown})")).finish()
            },
        ),
        // Not every program that rebuilds the cross-reference looks into object streams.
        Case::new(
            "length-in-an-object-stream",
            Expected::altered("StreamLength"),
            |base| {
                let update = Compressed::after(&base.approved);
                let number = update.next();
                update
                    .element(number, "3")
                    .object(
                        number + 1,
                        &format!("<</Length {number} 0 R>>\nstream\nq Q\nendstream"),
                    )
                    .finish()
            },
        ),
        Case::new(
            "signed-on-the-line-of-the-keyword",
            Expected::altered("StreamLine"),
            |base| {
                let number = content_of(&first_page(&base.plain).1).number;
                let shown = "0 0 1 1 re f";
                let line = " 0 0 595 842 re f \n";
                let length = line.len() + shown.len();
                let write = |bytes: &[u8], keyword: &str| {
                    let body = format!("<</Length {length}>>\n{keyword}{line}{shown}\nendstream");
                    Revision::after(bytes).object(number, body).finish()
                };
                let signed = base.signed(&write(&base.plain, "stream"));
                write(&signed, "stream\n")
            },
        ),
    ]
}

/// The content stream written again with other filters, which undo to the same when `/DecodeParms` is passed over;
/// `filters` is given the catalog and the number of the stream.
fn filtered(name: &'static str, filters: fn(ObjectId, u32) -> String) -> Case {
    Case::new(name, Expected::altered("StreamFilter"), move |base| {
        let (number, data) = content(&base.approved);
        let update = Revision::after(&base.approved);
        let filters = filters(catalog(&base.approved).0, number);
        let head = format!("<</Length {}{filters}>>\nstream\n", data.len());
        let body = [head.as_bytes(), &data, b"\nendstream"].concat();
        update.object(number, body).finish()
    })
}

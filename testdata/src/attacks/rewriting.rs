//! Later revisions that write what was there before, or something harmless, in
//! a way that programs read differently: each shows what it likes.

use kyso_pdf::{Dictionary, Name, ObjectId};

use crate::edit::{catalog, content_of, first_page, reference, updated, written};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = tokens();
    cases.extend(streams());
    cases.extend(values());
    cases.extend(without_need());
    cases.extend(containers());
    cases.extend(moved());
    Family {
        name: "rewriting",
        cases,
    }
}

/// The page written again, each time with another token at an edge.
fn tokens() -> Vec<Case> {
    let zeros = format!("/Contents {}", "0".repeat(230));
    let deep = format!("/X {}{}", "[".repeat(40), "]".repeat(40));
    let long = format!("/{} 1", "X".repeat(128));
    let case = |name, reason, change: &str| {
        let change = change.to_owned();
        Case::new(name, Expected::altered(reason), move |base| {
            page_written(base, |text| text.replacen("/Contents ", &change, 1))
        })
    };
    let entry = |name, reason, entry: &str| {
        let entry = entry.to_owned();
        Case::new(name, Expected::altered(reason), move |base| {
            let update = Revision::after(&base.approved);
            let number = update.next();
            update.object(number, format!("<<{entry}>>")).finish()
        })
    };
    vec![
        case("reference-of-more-than-255-bytes", "LongToken", &zeros),
        case("name-with-a-needless-escape", "NameEscape", "/Con#74ents "),
        // À is C3 80, and PDFium ends the name before its second byte.
        entry("name-that-ends-within-a-letter", "WhiteSpace", "/A\u{c0} 1"),
        entry("name-of-128-bytes", "LongToken", &long),
        entry("name-with-half-an-escape", "NameEscape", "/A#2 1"),
        entry("name-with-a-null-byte", "NameEscape", "/A#00 1"),
        entry("number-beyond-32-bits", "NumberRange", "/A 4294967298"),
        entry("real-beyond-32-bits", "NumberRange", "/A 4294967298.5"),
        entry("nested-beyond-all-programs", "Nesting", &deep),
        entry("half-a-hexadecimal-byte", "HexadecimalDigits", "/A<414>"),
        entry("octal-beyond-a-byte", "OctalEscape", "/A(\\501)"),
        entry("reference-to-another-generation", "Generation", "/A 1 7 R"),
        entry("broken-object-added", "Unreadable", "/A --5"),
        Case::new(
            "object-that-is-a-reference",
            Expected::altered("BareReference"),
            |base| {
                let update = Revision::after(&base.approved);
                let (number, page) = (update.next(), first_page(&base.approved).0);
                update.object(number, format!("{page} R")).finish()
            },
        ),
        // PDF.js finds no such object when it rebuilds the cross-reference.
        Case::new(
            "object-number-on-a-line-of-its-own",
            Expected::altered("Header"),
            |base| {
                let update = Revision::after(&base.approved);
                let (number, at) = (update.next(), update.position());
                let update = update.bytes(format!("{number}\n0 obj\n<<>>\nendobj\n"));
                update.entry(number, at, 0).finish()
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

/// The content stream written again, its data the same to the byte.
fn streams() -> Vec<Case> {
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
        // Poppler takes what follows for more of the data.
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

/// Values that are equal for some programs only.
fn values() -> Vec<Case> {
    let null = Expected::altered("NullEntry");
    let page = |name, expected, entries: &'static str| {
        Case::new(name, expected, move |base| {
            let signed = base.signed(&inheriting(&base.plain));
            let (id, page) = first_page(&signed);
            let text = written(page).replacen("<<", &format!("<<{entries}"), 1);
            Revision::after(&signed).object(id.number, text).finish()
        })
    };
    let replaced = Expected::altered("Replaced");
    vec![
        page(
            "null-instead-of-inherited-resources",
            null,
            "/Resources null",
        ),
        page("null-instead-of-an-inherited-box", null, "/CropBox null"),
        page(
            "missing-object-instead-of-inherited-resources",
            replaced,
            "/Resources 999 0 R",
        ),
        Case::new("null-within-a-new-object", null, |base| {
            let update = Revision::after(&base.approved);
            let number = update.next();
            update.object(number, "[<</A<</B null>>>>]").finish()
        }),
        Case::new("integer-as-a-real", replaced, |base| {
            let turned = |bytes: &[u8], turn: &str| {
                let (id, page) = first_page(bytes);
                let mut page = page;
                page.remove("Rotate");
                let text = written(page).replacen("<<", &format!("<</Rotate {turn}"), 1);
                Revision::after(bytes).object(id.number, text).finish()
            };
            turned(&base.signed(&turned(&base.plain, "90")), "90.0")
        }),
        Case::new("array-moved-behind-a-reference", replaced, |base| {
            let media = kyso_pdf::Rect::from_corners(0.0, 0.0, 595.0, 842.0).to_object();
            let (id, page) = first_page(&base.plain);
            let prepared = updated(&base.plain, |update| {
                update.set(id, page.with("MediaBox", media.clone()));
            });
            let signed = base.signed(&prepared);
            let (id, page) = first_page(&signed);
            updated(&signed, |update| {
                let moved = update.add(media.clone());
                update.set(id, page.with("MediaBox", moved));
            })
        }),
        Case::new("content-under-another-number", replaced, |base| {
            copied(base, |update| update.next())
        }),
        Case::new(
            "content-under-a-number-too-large",
            Expected::altered("Replaced"),
            |base| copied(base, |_| 8_388_700),
        ),
    ]
}

/// What is drawn, plainly written again although nothing needs it.
fn without_need() -> Vec<Case> {
    let again = Expected::altered("WrittenAgain");
    vec![
        Case::new("page-written-again", again, |base| {
            page_written(base, str::to_owned)
        }),
        Case::new("content-written-again", again, |base| {
            let (number, data) = content(&base.approved);
            let head = format!("<</Length {}{FLATE}>>\nstream\n", data.len());
            let body = [head.as_bytes(), &data, b"\nendstream"].concat();
            Revision::after(&base.approved)
                .object(number, body)
                .finish()
        }),
        Case::new("font-written-again", again, |base| {
            let font = Dictionary::new()
                .with("Type", Name::from("Font"))
                .with("Subtype", Name::from("Type1"))
                .with("BaseFont", Name::from("Helvetica"));
            let prepared = updated(&base.plain, |update| {
                update.add(font.clone());
            });
            let number = Revision::after(&prepared).next() - 1;
            let signed = base.signed(&prepared);
            Revision::after(&signed)
                .object(number, written(font.clone()))
                .finish()
        }),
    ]
}

/// Object streams that hold other objects for other programs.
fn containers() -> Vec<Case> {
    let counted = |name, reason, count, header: &'static str, elements: &'static str| {
        Case::new(name, Expected::altered(reason), move |base| {
            packed(&base.approved, count, header, elements)
        })
    };
    let case = |name, reason, header, elements| counted(name, reason, 2, header, elements);
    vec![
        case(
            "elements-out-of-order",
            "ContainerGap",
            "A 3 B 0 ",
            "1  2  ",
        ),
        case("elements-at-one-place", "ContainerOrder", "A 0 B 0 ", "1  "),
        counted(
            "element-twice",
            "ContainerTwice",
            3,
            "A 0 B 3 A 6 ",
            "1  2  3  ",
        ),
        case(
            "foreign-bytes-before-the-elements",
            "ContainerGap",
            "A 4 B 7 ",
            "(x) 1  2  ",
        ),
        case(
            "foreign-bytes-between-the-elements",
            "ContainerGap",
            "A 0 B 6 ",
            "1 (x) 2 ",
        ),
        case(
            "more-in-the-header-than-stated",
            "ContainerHeader",
            "A 0 B 3 7 9 ",
            "1  2  ",
        ),
    ]
}

/// Another catalog or information dictionary, and what comes with it.
fn moved() -> Vec<Case> {
    vec![
        Case::new(
            "catalog-moved-with-an-action",
            Expected::altered("OpenAction"),
            |base| {
                with_moved_catalog(&base.approved, |entries| {
                    entries.with(
                        "OpenAction",
                        Dictionary::new().with("S", Name::from("GoTo")),
                    )
                })
            },
        ),
        Case::new(
            "catalog-moved-with-another-layout",
            Expected::altered("Root /PageLayout"),
            |base| {
                with_moved_catalog(&base.approved, |entries| {
                    entries.with("PageLayout", Name::from("TwoColumnLeft"))
                })
            },
        ),
        Case::new(
            "information-moved-to-the-page",
            Expected::altered("Trailer"),
            |base| {
                let page = first_page(&base.approved).0;
                let update = Revision::after(&base.approved);
                update.trailer(&format!("/Info {page} R")).finish()
            },
        ),
    ]
}

/// The approved document whose trailer names a copy of the catalog.
pub(crate) fn with_moved_catalog(
    bytes: &[u8],
    change: impl FnOnce(Dictionary) -> Dictionary,
) -> Vec<u8> {
    let update = Revision::after(bytes);
    let number = update.next();
    let entries = written(change(catalog(bytes).1));
    update.object(number, entries).root(number).finish()
}

/// An update with an object stream of two elements, and its cross-reference
/// stream. The letters of `header` stand for the numbers.
pub(crate) fn packed(bytes: &[u8], count: usize, header: &str, elements: &str) -> Vec<u8> {
    let update = Revision::after(bytes);
    let first = update.next();
    let (second, container, own) = (first + 1, first + 2, first + 3);
    let header = header.replace('A', &first.to_string());
    let header = header.replace('B', &second.to_string());
    let data = format!("{header}{elements}");
    let size = own + 1;
    let at = update.position();
    let update = update.bytes(format!(
        "{container} 0 obj\n<</Type/ObjStm/N {count}/First {}/Length {}>>\nstream\n{data}\nendstream\nendobj\n",
        header.len(),
        data.len()
    ));
    let start = update.position();
    let row = |kind: u8, value: usize, index: u8| {
        let value = u32::try_from(value).unwrap().to_be_bytes();
        [&[kind][..], &value, &[index]].concat()
    };
    let stream = usize::try_from(container).unwrap();
    let rows = [
        row(2, stream, 0),
        row(2, stream, 1),
        row(1, at, 0),
        row(1, start, 0),
    ];
    let rows = rows.concat();
    let (root, previous) = update.trailer_parts();
    let update = update.bytes(format!(
        "{own} 0 obj\n<</Type/XRef/W[1 4 1]/Index[{first} 4]/Size {size}/Root {root}/Prev {previous}/Length {}>>\nstream\n",
        rows.len()
    ));
    let end = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
    update.bytes(rows).bytes(end).objects()
}

const FLATE: &str = "/Filter/FlateDecode";

/// Number and encoded data of the content of the first page.
fn content(bytes: &[u8]) -> (u32, Vec<u8>) {
    let id = content_of(&first_page(bytes).1);
    let document = kyso_pdf::Document::open(bytes).unwrap();
    let object = document.latest().object(id).unwrap();
    let stream = object.as_stream().unwrap();
    assert!(
        stream
            .dictionary
            .name("Filter")
            .is_some_and(|name| *name == "FlateDecode")
    );
    (id.number, document.stream_bytes(&stream.data).to_vec())
}

/// The approved document with its first page written again as `change` says.
fn page_written(base: &Base, change: impl FnOnce(&str) -> String) -> Vec<u8> {
    let (id, page) = first_page(&base.approved);
    let text = change(&written(page));
    Revision::after(&base.approved)
        .object(id.number, text)
        .finish()
}

/// The document whose first page inherits its resources and boxes.
fn inheriting(bytes: &[u8]) -> Vec<u8> {
    let (id, mut page) = first_page(bytes);
    let above = reference(&page, "Parent");
    let mut node = crate::edit::dictionary(bytes, above);
    for key in ["Resources", "MediaBox", "CropBox"] {
        if let Some(value) = page.remove(key) {
            node.insert(key, value);
        }
    }
    updated(bytes, |update| {
        update.set(id, page);
        update.set(above, node);
    })
}

/// The page draws a copy of its content.
fn copied(base: &Base, number: impl FnOnce(&Revision) -> u32) -> Vec<u8> {
    let (id, page) = first_page(&base.approved);
    let old = reference(&page, "Contents");
    let (_, data) = content(&base.approved);
    let update = Revision::after(&base.approved);
    let number = number(&update);
    let head = format!("<</Length {}{FLATE}>>\nstream\n", data.len());
    let body = [head.as_bytes(), &data, b"\nendstream"].concat();
    let text = written(page).replacen(&format!("{old} R"), &format!("{number} 0 R"), 1);
    update.object(number, body).object(id.number, text).finish()
}

/// The decision with an object that nobody can read and nobody uses.
pub(crate) fn with_broken_object(bytes: &[u8]) -> Vec<u8> {
    let update = Revision::after(bytes);
    let number = update.next();
    update
        .object(number, "<</Type/Font/X --5/Y 7 0 R>>")
        .finish()
}

/// An information dictionary as one widespread producer writes it: not all of it is plain.
pub(crate) fn with_information(bytes: &[u8], title: &str, keywords: u32) -> Vec<u8> {
    let update = Revision::after(bytes);
    let number = update.next();
    let body = format!("<</Title({title})/AAPL:Keywords {keywords} 0 R>>");
    let update = update.object(number, body);
    update.trailer(&format!("/Info {number} 0 R")).finish()
}

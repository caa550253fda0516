//! Shadow attacks: the document was prepared before it was signed, so that a
//! small update hides, replaces, or shows something.

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use crate::edit::{
    BLACK, catalog, content_of, drawing, elements, field, first_page, reference, sample, updated,
    written_drawing,
};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::signing::form_object;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = hide();
    cases.extend(replace());
    cases.extend(hide_and_replace());
    cases.extend(other_names());
    cases.extend(posing_as_structure());
    cases.extend(missed_and_unlisted());
    Family {
        name: "shadow",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");
const ADDED: Expected = Expected::altered("Added");

/// Content that says it is part of the file structure.
fn posing_as_structure() -> Vec<Case> {
    vec![
        // The type of a stream does not keep programs from drawing it.
        Case::new(
            "content-of-the-type-of-a-cross-reference-replaced",
            REPLACED,
            |base| {
                let content = content_of(&first_page(&base.plain).1);
                let posing = |content: &str| posing_stream(Dictionary::new(), content);
                let prepared = updated(&base.plain, |update| update.set(content, posing("q Q")));
                updated(&base.signed(&prepared), |update| {
                    update.set(content, posing(BLACK))
                })
            },
        ),
        Case::new(
            "content-of-the-type-of-an-object-stream-replaced",
            REPLACED,
            |base| {
                let content = content_of(&first_page(&base.plain).1);
                let posing = |content: &str| {
                    let kind = Dictionary::new().with("Type", Name::from("ObjStm"));
                    Object::from(Stream::new(kind, content.as_bytes().to_vec()))
                };
                let prepared = updated(&base.plain, |update| update.set(content, posing("q Q")));
                updated(&base.signed(&prepared), |update| {
                    update.set(content, posing(BLACK))
                })
            },
        ),
        Case::new(
            "awaited-by-a-drawing-of-the-type-of-a-cross-reference",
            ADDED,
            |base| {
                let missing = ObjectId::new(500, 0);
                let (id, page) = first_page(&base.plain);
                let prepared = updated(&base.plain, |update| {
                    let inner = Dictionary::new().with("A", missing);
                    let form = Dictionary::new()
                        .with("Subtype", Name::from("Form"))
                        .with("BBox", PAGE.to_object())
                        .with("Resources", Dictionary::new().with("XObject", inner));
                    let drawn = update.add(posing_stream(form, "/A Do"));
                    let objects = Dictionary::new().with("B", drawn);
                    let content = update.add(drawing("/B Do"));
                    let resources = Dictionary::new().with("XObject", objects);
                    update.set(
                        id,
                        page.with("Contents", content).with("Resources", resources),
                    );
                });
                let signed = base.signed(&prepared);
                updated(&signed, |update| {
                    update.set(missing, form_object(&PAGE, BLACK))
                })
            },
        ),
    ]
}

/// Signed with a drawing that does not exist: programs that miss it rebuild
/// the cross-reference from what looks like an object in the appended bytes.
fn missed_and_unlisted() -> Vec<Case> {
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

/// A stream that says it is a cross-reference.
fn posing_stream(dictionary: Dictionary, content: &str) -> Object {
    let dictionary = dictionary.with("Type", Name::from("XRef"));
    Stream::new(dictionary, content.as_bytes().to_vec()).into()
}

/// The signed view hides something behind an overlay that is taken away.
fn hide() -> Vec<Case> {
    vec![
        Case::new("overlay-annotation-removed", REPLACED, |base| {
            let (signed, _) = with_overlay(base);
            let (id, page) = first_page(&signed);
            let mut annotations = elements(&signed, &page, "Annots");
            annotations.remove(0);
            updated(&signed, |update| {
                update.set(id, page.with("Annots", annotations))
            })
        }),
        Case::new(
            "overlay-picture-freed",
            Expected::altered("Removed"),
            |base| {
                let (signed, look) = with_overlay(base);
                Revision::after(&signed).free(look.number, 1).finish()
            },
        ),
        Case::new("overlay-picture-emptied", REPLACED, |base| {
            let (signed, look) = with_overlay(base);
            updated(&signed, |update| update.set(look, form_object(&PAGE, "")))
        }),
        Case::new("overlay-layer-switched-off", REPLACED, |base| {
            let (id, entries) = catalog(&base.plain);
            let mut layers = None;
            let prepared = updated(&base.plain, |update| {
                let properties = Dictionary::new().with("D", Dictionary::new());
                let properties = update.add(properties);
                layers = Some(properties);
                update.set(id, entries.with("OCProperties", properties));
            });
            let signed = base.signed(&prepared);
            updated(&signed, |update| {
                let state = Dictionary::new().with("BaseState", Name::from("OFF"));
                update.set(layers.unwrap(), Dictionary::new().with("D", state));
            })
        }),
    ]
}

/// An object that the signed view uses is exchanged.
fn replace() -> Vec<Case> {
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
            let entries = crate::edit::dictionary(&base.approved, font);
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
            let node = crate::edit::dictionary(&base.approved, pages);
            updated(&base.approved, |update| {
                update.set(pages, node.with("Rotate", 90_i64))
            })
        }),
        Case::new("form-overlay-filled", REPLACED, |base| {
            let (id, entries) = super::forms::text_field(&base.form, "So");
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

/// Two documents in one file: the update turns from one to the other.
fn hide_and_replace() -> Vec<Case> {
    vec![
        Case::new(
            "hidden-page-tree-shown-by-the-trailer",
            Expected::hidden(),
            |base| {
                let (signed, hidden) = with_hidden_catalog(base);
                Revision::after(&signed).root(hidden.number).finish()
            },
        ),
        Case::new("hidden-page-tree-shown-by-the-catalog", REPLACED, |base| {
            let (signed, hidden) = with_hidden_catalog(base);
            let pages = reference(&crate::edit::dictionary(&signed, hidden), "Pages");
            let (id, entries) = catalog(&signed);
            updated(&signed, |update| {
                update.set(id, entries.with("Pages", pages))
            })
        }),
        // The signed bytes hold a second object of the same number that no
        // entry names: the update is a table and nothing else.
        Case::new("hidden-twin-shown-by-an-entry", REPLACED, |base| {
            let content = content_of(&first_page(&base.plain).1).number;
            let twin = format!("{content} 0 obj\n{}\nendobj\n", written_drawing(BLACK));
            let revision = Revision::after(&base.plain);
            let at = revision.position();
            let number = revision.next();
            let prepared = revision.bytes(twin).object(number, "null").finish();
            let signed = base.signed(&prepared);
            Revision::after(&signed).entry(content, at, 0).finish()
        }),
        Case::new("awaited-object-arrives", ADDED, |base| {
            let (signed, missing) = awaiting(base, 0);
            updated(&signed, |update| update.set(missing, drawing(BLACK)))
        }),
        Case::new("freed-object-comes-back", ADDED, |base| {
            let (signed, missing) = awaiting(base, 1);
            let body = written_drawing(BLACK);
            Revision::after(&signed)
                .generation(missing.number, 1, body)
                .finish()
        }),
        Case::new("awaited-object-arrives-as-validation-data", ADDED, |base| {
            let (signed, missing) = awaiting(base, 0);
            let (id, entries) = catalog(&signed);
            updated(&signed, |update| {
                update.set(missing, drawing(BLACK));
                let store = Dictionary::new().with("Certs", vec![Object::Reference(missing)]);
                update.set(id, entries.with("DSS", store));
            })
        }),
    ]
}

/// Content of the page that is also named where changes are expected.
fn other_names() -> Vec<Case> {
    let in_catalog = |name, key: &'static str| {
        Case::new(name, REPLACED, move |base| {
            let content = content_of(&first_page(&base.plain).1);
            let (id, entries) = catalog(&base.plain);
            let prepared = updated(&base.plain, |update| {
                let kind = Dictionary::new().with("Type", Name::from("Metadata"));
                update.set(content, Stream::new(kind, b"q Q".to_vec()));
                update.set(id, entries.with(key, content));
            });
            let kind = Dictionary::new().with("Type", Name::from("Metadata"));
            updated(&base.signed(&prepared), |update| {
                update.set(content, Stream::new(kind, BLACK.as_bytes().to_vec()));
            })
        })
    };
    vec![
        in_catalog("content-under-the-name-of-metadata", "Metadata"),
        in_catalog("content-under-the-name-of-validation-data", "DSS"),
        in_catalog("content-under-the-name-of-extensions", "Extensions"),
        Case::new("font-under-the-name-of-information", REPLACED, |base| {
            let font = Dictionary::new().with("Subtype", Name::from("Type1"));
            let plain_font = font.clone().with("BaseFont", Name::from("Helvetica"));
            let symbols = font.with("BaseFont", Name::from("Symbol"));
            let (id, page) = first_page(&base.plain);
            let mut shared = None;
            let prepared = updated(&base.plain, |update| {
                let font = update.add(plain_font);
                shared = Some(font);
                let fonts = Dictionary::new().with("F1", font);
                update.set(
                    id,
                    page.with("Resources", Dictionary::new().with("Font", fonts)),
                );
            });
            let named = Revision::after(&prepared).trailer(&format!("/Info {} R", shared.unwrap()));
            let signed = base.signed(&named.finish());
            updated(&signed, |update| update.set(shared.unwrap(), symbols))
        }),
        Case::new(
            "identifier-under-the-name-of-information",
            REPLACED,
            |base| {
                let prepared = Revision::after(&base.plain);
                let shared = ObjectId::new(prepared.next(), 0);
                let entries = format!("/Info {shared} R/ID[{shared} R(a)]");
                let prepared = prepared.object(shared.number, "<</Title(a)>>");
                let signed = base.signed(&prepared.trailer(&entries).finish());
                updated(&signed, |update| {
                    let title = Object::String(b"b".to_vec());
                    update.set(shared, Dictionary::new().with("Title", title));
                })
            },
        ),
    ]
}

/// Signed with a white annotation over the text; gives the overlay's drawing.
fn with_overlay(base: &Base) -> (Vec<u8>, ObjectId) {
    let (id, page) = first_page(&base.plain);
    let mut look = None;
    let prepared = updated(&base.plain, |update| {
        let white = update.add(form_object(&PAGE, "1 g 0 0 595 842 re f"));
        look = Some(white);
        let note = Dictionary::new()
            .with("Type", Name::from("Annot"))
            .with("Subtype", Name::from("Stamp"))
            .with("F", 4_i64)
            .with("AP", Dictionary::new().with("N", white))
            .with("Rect", PAGE.to_object());
        let note = update.add(note);
        update.set(id, page.with("Annots", vec![Object::Reference(note)]));
    });
    (base.signed(&prepared), look.unwrap())
}

/// Signed with a second catalog and page tree that nothing refers to.
fn with_hidden_catalog(base: &Base) -> (Vec<u8>, ObjectId) {
    let (_, entries) = catalog(&base.plain);
    let (_, page) = first_page(&base.plain);
    let mut hidden = None;
    let prepared = updated(&base.plain, |update| {
        let content = update.add(drawing(BLACK));
        let tree = update.reserve();
        let leaf = page.with("Contents", content).with("Parent", tree);
        let leaf = update.add(leaf);
        let node = Dictionary::new()
            .with("Type", Name::from("Pages"))
            .with("Kids", vec![Object::Reference(leaf)])
            .with("Count", 1_i64);
        update.set(tree, node);
        hidden = Some(update.add(entries.with("Pages", tree)));
    });
    (base.signed(&prepared), hidden.unwrap())
}

/// Signed while the page refers to an object that is not there, or free.
fn awaiting(base: &Base, generation: u16) -> (Vec<u8>, ObjectId) {
    let (id, page) = first_page(&base.plain);
    let missing = ObjectId::new(500, generation);
    let content = vec![content_of(&page).into(), Object::Reference(missing)];
    let mut prepared = updated(&base.plain, |update| {
        update.set(id, page.with("Contents", content));
    });
    if generation > 0 {
        prepared = Revision::after(&prepared)
            .free(missing.number, generation)
            .finish();
    }
    (base.signed(&prepared), missing)
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
const PAGE: Rect = Rect {
    left: 0.0,
    bottom: 0.0,
    right: 595.0,
    top: 842.0,
};

/// A form that hides the page, or lies outside of it: as the factor says, which
/// is as small as the digits that writers drop.
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

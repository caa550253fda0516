//! Signed files with active content: they run scripts, or show one thing on the
//! screen and another in print (I4).

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream};

use crate::edit::{catalog, drawing, elements, first_page, updated, written};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let passed = Expected::passed()
        .with_modifications("permitted")
        .with_signatures(2)
        .with_status("INFORMATION_ONLY");
    let case = |name, reason, prepare: fn(&Base) -> Vec<u8>| {
        let expected = passed.with_reason(reason);
        Case::new(name, expected, move |base| base.issued_from(&prepare(base)))
    };
    let mut cases = actions(&case);
    cases.extend(looks(&case));
    cases.extend(vec![
        case("plays-a-layer-for-print", "OptionalContent", |base| {
            let print = Dictionary::new().with("PrintState", Name::from("OFF"));
            with_layer(&base.plain, Dictionary::new().with("Print", print))
        }),
        case(
            "plays-a-layer-by-magnification",
            "OptionalContent",
            |base| {
                let zoom = Dictionary::new().with("min", 2);
                with_layer(&base.plain, Dictionary::new().with("Zoom", zoom))
            },
        ),
        case("plays-a-stream-of-another-file", "ExternalStream", |base| {
            let elsewhere = Dictionary::new().with("F", Object::String(b"a.txt".to_vec()));
            updated(&base.plain, |update| {
                update.add(Stream::new(elsewhere, Vec::new()));
            })
        }),
        case("plays-a-page-of-another-file", "ExternalStream", |base| {
            let form = Dictionary::new()
                .with("Subtype", Name::from("Form"))
                .with("Ref", Dictionary::new().with("Page", 0));
            updated(&base.plain, |update| {
                update.add(Stream::new(form, Vec::new()));
            })
        }),
        case("plays-a-form-of-xml", "Xfa", |base| {
            let (id, form) = crate::edit::form(&base.form);
            let template = b"<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\"/>".to_vec();
            updated(&base.form, |update| {
                let template = update.add(Stream::new(Dictionary::new(), template));
                update.set(id, form.with("XFA", template));
            })
        }),
        case(
            "plays-fields-drawn-by-programs",
            "NeedAppearances",
            |base| {
                let (id, form) = crate::edit::form(&base.form);
                updated(&base.form, |update| {
                    update.set(id, form.with("NeedAppearances", true))
                })
            },
        ),
    ]);
    cases
}

type Prepare = fn(&Base) -> Vec<u8>;

#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn actions(case: &impl Fn(&'static str, &'static str, Prepare) -> Case) -> Vec<Case> {
    vec![
        // Every program counts the bytes behind the inner object to the outer one.
        case("plays-a-script-around-an-object", "Unreadable", |base| {
            let (id, page) = first_page(&base.plain);
            let update = Revision::after(&base.plain);
            let (outer, inner) = (update.next(), update.next() + 1);
            let events = Dictionary::new().with("O", ObjectId::new(outer, 0));
            let head = format!("{outer} 0 obj\n<</A(\n");
            let at = update.position() + head.len();
            let start = update.position();
            let update = update.entry(outer, start, 0).entry(inner, at, 0);
            let around = format!(
                "{head}{inner} 0 obj\nnull\nendobj\n)/S/JavaScript/JS(app.alert\\(1\\))>>\nendobj\n"
            );
            let page = written(page.with("AA", events));
            update.bytes(around).object(id.number, page).finish()
        }),
        case("plays-a-script-of-a-page", "JavaScript", |base| {
            let (id, page) = first_page(&base.plain);
            let events = Dictionary::new().with("O", action("JavaScript"));
            updated(&base.plain, |update| {
                update.set(id, page.with("AA", events))
            })
        }),
        case("plays-a-script-of-a-field", "JavaScript", |base| {
            let (id, field) = text_field(base);
            let events = Dictionary::new().with("F", action("JavaScript"));
            updated(&base.form, |update| {
                update.set(id, field.with("AA", events))
            })
        }),
        case(
            "plays-a-script-behind-another-action",
            "JavaScript",
            |base| {
                let (id, entries) = catalog(&base.plain);
                updated(&base.plain, |update| {
                    let last = update.add(action("JavaScript"));
                    let first = action("GoTo").with("Next", vec![Object::from(last)]);
                    update.set(id, entries.with("OpenAction", first));
                })
            },
        ),
        case("plays-a-program-of-a-link", "Launch", |base| {
            let link = Dictionary::new().with("Subtype", Name::from("Link"));
            annotated(&base.plain, link.with("A", action("Launch")))
        }),
        case("plays-a-film", "Multimedia", |base| {
            let film = Dictionary::new().with("Subtype", Name::from("RichMedia"));
            annotated(&base.plain, film.with("F", 4))
        }),
        case("plays-a-note-over-the-page", "ScreenAndPrint", |base| {
            let look = Dictionary::new().with("N", Dictionary::new());
            let note = Dictionary::new().with("Subtype", Name::from("Text"));
            annotated(&base.plain, note.with("AP", look))
        }),
        case("plays-an-action-of-an-indirect-kind", "Launch", |base| {
            let (id, entries) = catalog(&base.plain);
            updated(&base.plain, |update| {
                let kind = update.add(Name::from("Launch"));
                let action = Dictionary::new().with("S", kind);
                update.set(id, entries.with("OpenAction", action));
            })
        }),
        case("plays-hide-and-seek", "Hide", |base| {
            let (id, entries) = catalog(&base.plain);
            updated(&base.plain, |update| {
                update.set(id, entries.with("OpenAction", action("Hide")))
            })
        }),
        case("plays-with-layers", "LayerSwitch", |base| {
            let (id, entries) = catalog(&base.plain);
            let action = action("SetOCGState");
            updated(&base.plain, |update| {
                update.set(id, entries.with("OpenAction", action))
            })
        }),
    ]
}

fn looks(case: &impl Fn(&'static str, &'static str, Prepare) -> Case) -> Vec<Case> {
    vec![
        case("plays-in-print-only", "ScreenAndPrint", |base| {
            stamp(&base.plain, 36)
        }),
        case("plays-on-the-screen-only", "ScreenAndPrint", |base| {
            stamp(&base.plain, 0)
        }),
        case("plays-toggling", "ScreenAndPrint", |base| {
            stamp(&base.plain, 4 | 256)
        }),
        case("plays-unseen", "ScreenAndPrint", |base| {
            stamp(&base.plain, 32)
        }),
        case("plays-below-the-pointer", "Rollover", |base| {
            look_of_its_own(&base.plain, "R")
        }),
        case("plays-when-pressed", "Rollover", |base| {
            look_of_its_own(&base.plain, "D")
        }),
    ]
}

fn action(kind: &str) -> Dictionary {
    let action = Dictionary::new().with("S", Name::from(kind));
    match kind {
        "JavaScript" => action.with("JS", Object::String(b"app.alert(1)".to_vec())),
        _ => action,
    }
}

fn stamp(bytes: &[u8], flags: i64) -> Vec<u8> {
    let stamp = Dictionary::new().with("Subtype", Name::from("Stamp"));
    annotated(bytes, stamp.with("F", flags))
}

/// A widget that shows another drawing under the key `R` or `D`.
fn look_of_its_own(bytes: &[u8], key: &str) -> Vec<u8> {
    let mut look = None;
    let prepared = updated(bytes, |update| {
        look = Some((
            update.add(drawing("q Q")),
            update.add(drawing("0 0 9 9 re f")),
        ));
    });
    let (normal, other) = look.unwrap();
    let looks = Dictionary::new().with("N", normal).with(key, other);
    let widget = Dictionary::new()
        .with("Subtype", Name::from("Widget"))
        .with("F", 4)
        .with("AP", looks);
    annotated(&prepared, widget)
}

fn text_field(base: &Base) -> (ObjectId, Dictionary) {
    let fields = elements(&base.form, &crate::edit::form(&base.form).1, "Fields");
    let id = fields[0].as_reference().unwrap();
    (id, crate::edit::dictionary(&base.form, id))
}

/// The document with an annotation in the upper left corner of its first page.
pub(crate) fn annotated(bytes: &[u8], annotation: Dictionary) -> Vec<u8> {
    let (id, page) = first_page(bytes);
    let mut annotations = elements(bytes, &page, "Annots");
    updated(bytes, |update| {
        let place = Rect::from_corners(10.0, 780.0, 60.0, 830.0).to_object();
        let annotation = annotation
            .with("Type", Name::from("Annot"))
            .with("P", id)
            .with("Rect", place);
        annotations.push(update.add(annotation).into());
        update.set(id, page.with("Annots", annotations.clone()));
    })
}

/// The document with a layer of this usage, which is on.
pub(crate) fn with_layer(bytes: &[u8], usage: Dictionary) -> Vec<u8> {
    let (id, entries) = catalog(bytes);
    updated(bytes, |update| {
        let layer = Dictionary::new()
            .with("Type", Name::from("OCG"))
            .with("Name", Object::String(b"A".to_vec()))
            .with("Usage", usage);
        let layers = vec![Object::from(update.add(layer))];
        let shown = Dictionary::new().with("ON", layers.clone());
        let properties = Dictionary::new().with("OCGs", layers).with("D", shown);
        update.set(id, entries.with("OCProperties", properties));
    })
}

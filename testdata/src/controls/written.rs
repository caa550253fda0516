//! Increments as ordinary writers make them, and originals with what only looks
//! like something that plays.

use kyso_pdf::{Dictionary, Name, Object, Rect, Stream};

use super::{PERMITTED, with_validation_data};
use crate::attacks::rewriting::object_streams::packed;
use crate::attacks::rewriting::{with_broken_object, with_information, with_moved_catalog};
use crate::edit::{catalog, first_page, updated};
use crate::impersonations::playing::{annotated, with_layer};
use crate::revision::Revision;
use crate::signing::{Signing, form_object};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = later_writing();
    cases.extend(odd_but_alike());
    cases.extend(what_plays_nothing());
    cases
}

/// Objects as few write them, and as all programs were seen to read alike.
fn odd_but_alike() -> Vec<Case> {
    let case = |name, header: &'static str, rest: &'static str| {
        Case::new(name, PERMITTED, move |base| {
            let update = Revision::after(&base.approved);
            let (number, at) = (update.next(), update.position());
            let header = header.replace('N', &number.to_string());
            update
                .bytes(format!("{header}{rest}\n"))
                .entry(number, at, 0)
                .finish()
        })
    };
    const PLAIN: &str = "N 0 obj\n";
    const EMPTY: &str = "<<>>\nendobj";
    vec![
        case(
            "object-number-with-leading-zeros",
            "000N 00000 obj\n",
            EMPTY,
        ),
        case("header-with-several-blanks", "N   0 \tobj\r\n", EMPTY),
        case("header-on-the-line-of-the-object", "N 0 obj", EMPTY),
        case(
            "numbers-with-signs-and-zeros",
            PLAIN,
            "<</A +1/B 007/C -01.50/D +1 00 R/E 0001 0 R>>\nendobj",
        ),
        case(
            "comments-in-an-object",
            PLAIN,
            "<<%a\n/A%b\r1 %c\n0 %d (\nR/B[%e\n]>>%f\nendobj",
        ),
        case(
            "unusual-white-space-in-an-object",
            PLAIN,
            "<</A\x001\0/B\x0C[\x0C1\0]\0>>\0endobj",
        ),
        case(
            "stream-after-a-carriage-return",
            PLAIN,
            "<</Length 0003>>\rstream\rq Q%\rendstream%\rendobj",
        ),
    ]
}

/// Increments as ordinary writers make them.
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn later_writing() -> Vec<Case> {
    let altered_again = |base: &Base, bytes: &[u8]| {
        let clerk = Signing::new(&base.office.agency, "B");
        with_validation_data(base, &clerk.sign(bytes))
    };
    vec![
        Case::new("catalog-moved", PERMITTED, |base| {
            with_moved_catalog(&base.approved, |entries| entries)
        }),
        Case::new("information-moved", PERMITTED, |base| {
            let keywords = first_page(&base.plain).0.number;
            let prepared = with_information(&base.plain, "A", keywords);
            with_information(&base.signed(&prepared), "B", keywords)
        }),
        Case::new("object-stream-added", PERMITTED, |base| {
            packed(&base.approved, 2, "A 0 B 3 ", "1  2  ")
        }),
        Case::new("object-stream-with-lines", PERMITTED, |base| {
            packed(&base.approved, 2, "A 0\nB 9\n", "<</A 1>>\n[1 0 R]")
        }),
        Case::new("object-stream-with-leading-zeros", PERMITTED, |base| {
            packed(&base.approved, 2, "0A 00 B 03 ", "1  2  ")
        }),
        Case::new("object-stream-with-comments", PERMITTED, |base| {
            packed(&base.approved, 2, "A 0%\n B 9%\n", "[%\n1 0 R]<<>>%")
        }),
        Case::new(
            "length-in-an-object-of-the-same-revision",
            PERMITTED,
            |base| {
                let update = Revision::after(&base.approved);
                let number = update.next();
                let stream = format!("<</Length {} 0 R>>\nstream\nq Q\nendstream", number + 1);
                update
                    .object(number, stream)
                    .object(number + 1, "3")
                    .finish()
            },
        ),
        Case::new(
            "length-in-an-object-of-the-signed-revision",
            PERMITTED,
            |base| {
                let prepared = updated(&base.plain, |update| {
                    update.add(Object::Integer(3));
                });
                let length = Revision::after(&prepared).next() - 1;
                let update = Revision::after(&base.signed(&prepared));
                let number = update.next();
                let stream = format!("<</Length {length} 0 R>>\nstream\nq Q\nendstream");
                update.object(number, stream).finish()
            },
        ),
        Case::new(
            "broken-object-without-use-before-the-first-signature",
            PERMITTED.with_signatures(2),
            move |base| altered_again(base, &base.signed(&with_broken_object(&base.plain))),
        ),
        Case::new("escaped-font-name-added", PERMITTED, |base| {
            updated(&base.approved, |update| {
                let name = Name::from("ABCDEF+Times New Roman,Bold");
                update.add(Dictionary::new().with("BaseFont", name));
            })
        }),
    ]
}

/// Originals with what looks like something that plays.
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn what_plays_nothing() -> Vec<Case> {
    let original = PERMITTED.with_signatures(2).with_status("ORIGINAL");
    let case = |name, prepare: fn(&Base) -> Vec<u8>| {
        Case::new(name, original, move |base| base.issued_from(&prepare(base)))
    };
    vec![
        case("original-with-a-link", |base| {
            let action = Dictionary::new().with("S", Name::from("URI"));
            let action = action.with("URI", Object::String(b"https://example.vn".to_vec()));
            let link = Dictionary::new().with("Subtype", Name::from("Link"));
            annotated(&base.plain, link.with("A", action))
        }),
        case("original-with-a-stamp", |base| {
            let area = Rect::from_corners(10.0, 780.0, 60.0, 830.0);
            let mut look = None;
            let with_look = updated(&base.plain, |update| {
                look = Some(update.add(form_object(&area, "1 0 0 RG 2 2 46 46 re S")));
            });
            let looks = Dictionary::new().with("N", look.unwrap());
            let stamp = Dictionary::new().with("Subtype", Name::from("Stamp"));
            annotated(&with_look, stamp.with("F", 4).with("AP", looks))
        }),
        // As some programs write a look without anything in it.
        case("original-with-an-empty-look", |base| {
            let mut look = None;
            let with_look = updated(&base.plain, |update| {
                let form = Dictionary::new()
                    .with("Type", Name::from("XObject"))
                    .with("Subtype", Name::from("Form"))
                    .with("BBox", Rect::from_corners(0.0, 0.0, 9.0, 9.0).to_object())
                    .with("Filter", Name::from("FlateDecode"));
                look = Some(update.add(Stream::new(form, Vec::new())));
            });
            let looks = Dictionary::new().with("N", look.unwrap());
            let stamp = Dictionary::new().with("Subtype", Name::from("Stamp"));
            annotated(&with_look, stamp.with("F", 4).with("AP", looks))
        }),
        case("original-with-a-hidden-annotation", |base| {
            let hidden = Dictionary::new().with("Subtype", Name::from("FreeText"));
            annotated(&base.plain, hidden.with("F", 2))
        }),
        case("original-with-a-note", |base| {
            annotated(
                &base.plain,
                Dictionary::new().with("Subtype", Name::from("Text")),
            )
        }),
        case("original-that-opens-at-a-page", |base| {
            let page = first_page(&base.plain).0;
            let (id, entries) = catalog(&base.plain);
            let place = vec![Object::from(page), Name::from("Fit").into()];
            let action = Dictionary::new()
                .with("S", Name::from("GoTo"))
                .with("D", place);
            updated(&base.plain, |update| {
                update.set(id, entries.with("OpenAction", action))
            })
        }),
        case("original-with-a-form", |base| base.form.clone()),
        case("original-with-a-check-box", |base| {
            let look = |state: &str| Dictionary::new().with(state, Dictionary::new());
            let looks = Dictionary::new()
                .with("N", look("Yes"))
                .with("D", look("Yes"));
            let check_box = Dictionary::new()
                .with("Subtype", Name::from("Widget"))
                .with("FT", Name::from("Btn"))
                .with("F", 4)
                .with("AP", looks);
            annotated(&base.plain, check_box)
        }),
        case("original-with-steady-layers", |base| {
            let on = |key: &str| Dictionary::new().with(key, Name::from("ON"));
            let usage = Dictionary::new()
                .with("View", on("ViewState"))
                .with("Print", on("PrintState"));
            with_layer(&base.plain, usage)
        }),
    ]
}

//! Bytes that a program takes for objects, trailers or sections when it repairs the
//! file, and faults that make programs repair it. Each update is harmless for a
//! program that reads the cross-reference as written.

mod counting;
mod leading;
mod locating;
pub(crate) mod missing;
mod odd;

pub(crate) use locating::{hybrid, hybrid_at};

use super::incremental::newest_xref;
use crate::edit::{
    BLACK, catalog, content_of, find_last, first_page, replace_last, written, written_drawing,
};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};
use crate::signing::Signing;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = headers();
    cases.extend(keywords());
    cases.extend(object_streams());
    cases.extend(gaps());
    cases.extend(leftovers());
    cases.extend(leading::cases());
    cases.extend(locating::cases());
    cases.extend(missing::cases());
    cases.extend(odd::cases());
    cases.extend(counting::cases());
    Family {
        name: "recovery",
        cases,
    }
}

const UNLISTED: Expected = Expected::altered("UnlistedObject");
const KEYWORD: Expected = Expected::altered("StrayKeyword");
const STRAY: Expected = Expected::altered("StrayBytes");

/// The approved decision with an unused stream of these data.
fn with_data(base: &Base, data: &str) -> Vec<u8> {
    let revision = Revision::after(&base.approved);
    let number = revision.next();
    let body = format!("<</Length {}>>\nstream\n{data}\nendstream", data.len());
    revision.object(number, body).finish()
}

fn content(base: &Base) -> u32 {
    content_of(&first_page(&base.approved).1).number
}

/// Data that read as the content of the page, however the header is written.
fn headers() -> Vec<Case> {
    let header = |name, write: fn(u32) -> String| {
        Case::new(name, UNLISTED, move |base| {
            let header = write(content(base));
            let look = format!("\n{header}\n{}\nendobj\n", written_drawing(BLACK));
            with_data(base, &look)
        })
    };
    vec![
        header("object-in-a-stream", |n| format!("{n} 0 obj")),
        header("object-with-signs", |n| format!("+{n} +0 obj")),
        header("object-with-fractions", |n| format!("{n}.0 0. obj")),
        header("object-on-three-lines", |n| format!("{n}\r0\n\r\nobj")),
        header("object-with-comments", |n| format!("{n} %1\n0 %2\nobj")),
        header("object-with-a-long-comment", |n| {
            format!("{n} 0 %{}\nobj", "x".repeat(300))
        }),
        header("object-with-other-blanks", |n| format!("{n}\x0B0\x0C\0obj")),
        header("object-without-a-blank", |n| format!("{n} 0obj")),
        header("object-of-a-longer-word", |n| format!("{n} 0 object")),
        header("object-of-an-overflowing-number", |n| {
            format!("{} 0 obj", (1_u64 << 32) + u64::from(n))
        }),
        header("object-with-three-hundred-zeros", |n| {
            format!("{}{n} 0 obj", "0".repeat(300))
        }),
        header("object-of-another-generation", |n| format!("{n} 7 obj")),
        Case::new("object-in-a-string", UNLISTED, |base| {
            let revision = Revision::after(&base.approved);
            let number = revision.next();
            let look = format!("[1 (\n{} 0 obj<</A 1>>endobj\n)]", content(base));
            revision.object(number, look).finish()
        }),
    ]
}

/// Words by which programs find trailers, sections and the end of streams.
fn keywords() -> Vec<Case> {
    let data = |name, write: fn(&Base) -> String| {
        Case::new(name, KEYWORD, move |base| with_data(base, &write(base)))
    };
    vec![
        data("trailer-in-a-stream", |_| {
            "\ntrailer\n<</Size 9/A 5 0 R>>\n".to_owned()
        }),
        data("section-in-a-stream", |_| "\nxref\n0 0\n".to_owned()),
        data("end-in-a-stream", |base| {
            format!("\nstartxref\n{}\n%%EOF\n", newest_xref(&base.plain))
        }),
        data("catalog-in-a-stream", |_| "<</Root 5 0 R>>".to_owned()),
        data("catalog-in-another-spelling", |_| {
            "<</R#6f#6ft 5 0 R>>".to_owned()
        }),
        data("encryption-in-a-stream", |_| {
            "<</Encrypt 5 0 R>>".to_owned()
        }),
        data("end-of-stream-in-a-stream", |_| {
            "\nendstream\n<<>>\n".to_owned()
        }),
        Case::new("cross-reference-with-another-catalog", KEYWORD, |base| {
            let revision = Revision::after(&base.approved);
            let (first, second) = (revision.next(), revision.next() + 1);
            let root = catalog(&base.approved).1;
            let section = format!(
                "<</Type/XRef/W[1 1 1]/Index[0 1]/Size {}/Root {first} 0 R/Length 3>>\nstream\n\0\0\0\nendstream",
                second + 1
            );
            revision
                .object(first, crate::edit::written(root))
                .object(second, section)
                .finish()
        }),
        Case::new("catalog-in-a-string", KEYWORD, |base| {
            let revision = Revision::after(&base.approved);
            let number = revision.next();
            revision.object(number, "[1 (<</Root 5 0 R>>)]").finish()
        }),
    ]
}

/// Elements that the cross-reference does not name, and sections under the
/// number of another object.
fn object_streams() -> Vec<Case> {
    vec![
        Case::new("element-that-no-entry-names", UNLISTED, |base| {
            let update = Compressed::after(&base.approved);
            let (number, content) = (update.next(), content(base));
            update
                .element(number, "<</A 1>>")
                .unlisted(content, "(black)")
                .finish()
        }),
        Case::new("element-under-another-index", UNLISTED, |base| {
            let update = Compressed::after(&base.approved);
            let number = update.next();
            update
                .unlisted(number, "(first)")
                .element(number, "(second)")
                .finish()
        }),
        Case::new("section-under-the-number-of-the-page", UNLISTED, |base| {
            let (page, _) = first_page(&base.approved);
            let update = Compressed::after(&base.approved);
            let number = update.next();
            update
                .element(number, "<</A 1>>")
                .section_number(page.number)
                .finish()
        }),
        Case::new(
            "object-stream-over-an-object-without-signature",
            Expected::altered("EntryElsewhere"),
            |base| {
                let revision = Revision::after(&base.approved);
                let number = revision.next();
                let alone = revision.object(number, "<</A 1>>").finish();
                Compressed::after(&alone)
                    .element(number, "<</A 1>>")
                    .finish()
            },
        ),
    ]
}

/// The decision, signed with an unused stream that reads as its content, in a
/// file whose last section before the signature is written as `rewrite` says.
pub(crate) fn with_leftover(base: &Base, rewrite: fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    with_leftover_in(base, &base.plain, rewrite)
}

fn with_leftover_in(base: &Base, file: &[u8], rewrite: fn(Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let revision = Revision::after(file);
    let number = revision.next();
    let data = format!("\n{}", content_in_black(base));
    let body = format!("<</Length {}>>\nstream\n{data}\nendstream", data.len());
    base.signed(&rewrite(revision.object(number, body).finish()))
}

/// Bytes that read as the content of the decision, drawn black.
fn content_in_black(base: &Base) -> String {
    format!(
        "{} 0 obj\n{}\nendobj\n",
        content(base),
        written_drawing(BLACK)
    )
}

/// Signed data that only one program shows: the file was not altered, and nothing in it
/// says what the signer saw.
fn leftovers() -> Vec<Case> {
    const DOUBTFUL: Expected = Expected::doubtful("GENERIC", "ShownByRepair");
    // PDF.js knows no such white space, and rebuilds the cross-reference.
    let rebuilt = |name, prepare: fn(&Base) -> Vec<u8>| {
        Case::new(name, DOUBTFUL, move |base| {
            let signing = Signing::new(&base.office.person, "NguoiKy1");
            signing.sign_rewritten(&prepare(base), |file| {
                replace_last(&file, "startxref\n", "startxref\x0C")
            })
        })
    };
    vec![
        rebuilt("signed-element-replaced-by-an-element", saved_twice),
        rebuilt("signed-object-replaced-by-an-element", |base| {
            let update = Revision::after(&base.plain);
            let number = update.next();
            let first = update.object(number, "<</A 1>>").finish();
            Compressed::after(&first)
                .element(number, "<</A 2>>")
                .finish()
        }),
        rebuilt("signed-trailer-between-objects", |base| {
            let update = Revision::after(&base.plain);
            let number = update.next();
            let update = update.object(number, "<</Type/Catalog>>");
            let trailer = format!("trailer\n<</Size {}/Root {number} 0 R>>\n", number + 1);
            update.bytes(trailer).finish()
        }),
        rebuilt("signed-trailer-behind-a-comment", |base| {
            let update = Revision::after(&base.plain);
            let number = update.next();
            let update = update.object(number, "<</Type/Catalog>>");
            let size = number + 1;
            let trailer = format!("trailer %\n<</Size {size}/Root {number} 0 R>>\n");
            update.bytes(trailer).finish()
        }),
        rebuilt("signed-trailer-with-another-catalog", |base| {
            let update = Revision::after(&base.plain);
            let (number, entries) = (update.next(), catalog(&base.plain).1);
            update
                .object(number, written(entries))
                .root(number)
                .finish()
        }),
        Case::new("signed-leftover-behind-short-entries", DOUBTFUL, |base| {
            with_leftover(base, |file| {
                let at = find_last(&file, b" n \n");
                [&file[..at], b" n\n", &file[at + 4..]].concat()
            })
        }),
        Case::new("signed-leftover-behind-a-wrong-entry", DOUBTFUL, |base| {
            with_leftover(base, |file| {
                let at = find_last(&file, b" 00000 n ");
                [&file[..at - 10], b"0000000009", &file[at..]].concat()
            })
        }),
        Case::new(
            "signed-leftover-behind-an-unknown-blank",
            DOUBTFUL,
            |base| {
                with_leftover(base, |file| {
                    let at = find_last(&file, b" 1\n0") + 2;
                    [&file[..at], b"  ", &file[at..]].concat()
                })
            },
        ),
    ]
}

/// Saved twice with object streams, an unused object changed in between.
pub(crate) fn saved_twice(base: &Base) -> Vec<u8> {
    let update = Compressed::after(&base.plain);
    let number = update.next();
    let first = update.element(number, "<</A 1>>").finish();
    Compressed::after(&first)
        .element(number, "<</A 2>>")
        .finish()
}

/// Bytes between the parts of an update, and parts inside each other.
fn gaps() -> Vec<Case> {
    let gap = |name, expected, write: fn(&Base) -> String| {
        Case::new(name, expected, move |base| {
            let revision = Revision::after(&base.approved);
            let number = revision.next();
            let revision = revision.object(number, "<</A 1>>");
            revision.bytes(write(base)).finish()
        })
    };
    vec![
        gap("object-between-objects", UNLISTED, |base| {
            format!("{} 0 obj\n<</A 1>>\nendobj\n", content(base))
        }),
        gap("text-between-objects", STRAY, |_| "black\n".to_owned()),
        gap("dictionary-between-objects", STRAY, |_| {
            "<</A 1>>\n".to_owned()
        }),
        gap("object-in-a-comment", UNLISTED, |base| {
            format!("%{} 0 obj<</A 1>>endobj\n", content(base))
        }),
        gap("comment-of-128-bytes", STRAY, |_| {
            format!("%{}\n", "x".repeat(127))
        }),
        gap("end-in-an-update", STRAY, |_| "%%EOF\n".to_owned()),
        gap("section-before-the-section", KEYWORD, |base| {
            let previous = newest_xref(&base.approved);
            format!("xref\n0 0\ntrailer\n<</Size 99/Prev {previous}>>\n")
        }),
        gap("end-before-the-section", KEYWORD, |base| {
            format!("startxref\n{}\n", newest_xref(&base.plain))
        }),
        Case::new(
            "object-inside-an-object",
            Expected::altered("Overlap"),
            |base| {
                let revision = Revision::after(&base.approved);
                let (outer, inner) = (revision.next(), revision.next() + 1);
                let look = format!("{inner} 0 obj\n<</A 1>>\nendobj\n");
                let head = format!("<</Length {}>>\nstream\n", look.len());
                let at = revision.position() + format!("{outer} 0 obj\n").len() + head.len();
                let revision = revision.object(outer, format!("{head}{look}\nendstream"));
                revision.entry(inner, at, 0).finish()
            },
        ),
        Case::new(
            "section-inside-an-object",
            Expected::altered("Overlap"),
            |base| {
                let revision = Revision::after(&base.approved);
                let number = revision.next();
                let start = revision.position();
                let open = format!("{number} 0 obj\n<</Length 2000>>\nstream\n");
                let table = start + open.len();
                let root = catalog(&base.approved).0;
                let previous = newest_xref(&base.approved);
                let inside = format!(
                    "xref\n{number} 1\n{start:010} 00000 n \ntrailer\n<</Size {}/Root {root} R/Prev {previous}>>\n",
                    number + 1
                );
                let blank = " ".repeat(2000 - inside.len());
                let end = format!("\nendstream\nendobj\nstartxref\n{table}\n%%EOF\n");
                revision
                    .bytes(format!("{open}{inside}{blank}{end}"))
                    .objects()
            },
        ),
    ]
}

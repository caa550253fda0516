//! Cross-reference sections whose counts, numbers and fields programs read differently: appended to a signed document, and signed.

use kyso_pdf::{Document, Location, ObjectId};

use super::locating::rewritten;
use super::{content, with_leftover};
use crate::attacks::incremental::newest_xref;
use crate::edit::{catalog, replace_last, written};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Base, Case};

/// An empty packet.
const METADATA: &str = "<</Type/Metadata/Subtype/XML/Length 0>>\nstream\n\nendstream";

const LOOSE: Expected = Expected::altered("LooseStructure");
const DOUBTFUL: Expected = Expected::doubtful("GENERIC", "ShownByRepair");

pub(super) fn cases() -> Vec<Case> {
    let appended = |name, append: fn(&[u8], u32) -> Vec<u8>| {
        Case::new(name, LOOSE, move |base| {
            append(&base.approved, content(base))
        })
    };
    let signed = |name, append: fn(&[u8], u32) -> Vec<u8>| {
        Case::new(name, DOUBTFUL, move |base: &Base| {
            base.signed(&append(&base.plain, content(base)))
        })
    };
    vec![
        appended("index-that-counts-nothing", counting_nothing),
        signed("signed-index-that-counts-nothing", counting_nothing),
        appended("stream-beside-a-stream", beside_a_stream),
        signed("signed-stream-beside-a-stream", beside_a_stream),
        appended(
            "hybrid-stream-frees-what-its-table-lists",
            frees_what_is_listed,
        ),
        signed(
            "signed-hybrid-stream-frees-what-its-table-lists",
            frees_what_is_listed,
        ),
        appended("hybrid-stream-that-encrypts", |file, content| {
            let encrypt = "/Size 2001/Encrypt<</Filter/Standard/V 1/R 2/O()/U()/P -4>>";
            hybrid(file, content, encrypt, row(1, place(file, content), 0))
        }),
        appended("hybrid-stream-without-size", |file, content| {
            hybrid(file, content, "", row(1, place(file, content), 0))
        }),
        appended(
            "catalog-under-a-number-freed-with-another-generation",
            |file, _| {
                let freed = section(file, "/W[1 4 2]/Index[OWN 1 1999 1]", |at| {
                    [row(1, at, 0), row(0, 0, 9)].concat()
                });
                let update = Revision::after(&freed).object(1999, written(catalog(file).1));
                update.root(1999).finish()
            },
        ),
        signed(
            "signed-content-under-a-number-freed-with-another-generation",
            taken_again,
        ),
        appended("hybrid-table-hides-a-new-object", |file, _| {
            let update = Revision::after(file);
            let (number, start) = (update.next(), update.position());
            let (root, mut entries) = catalog(file);
            entries.insert("Metadata", ObjectId::new(number, 0));
            let update = update.object(number, METADATA).free(number, 0);
            let update = update.object(root.number, written(entries));
            let place = row(1, u32::try_from(start).unwrap(), 0);
            beside_a_table(update, file, number, "/Size 2001", &place)
        }),
        appended(
            "catalog-under-the-number-of-a-section-named-again",
            |file, _| {
                let update = Revision::after(file);
                let own = update.next() + 1;
                let start = update.position();
                let place = row(1, u32::try_from(start).unwrap(), 0);
                let number = update.next();
                let update = update.object(number, "<</A 1>>");
                let section = update.position();
                let file = beside_a_table(update, file, number, "/Size 2001", &place);
                let update = Revision::after(&file).object(own, written(catalog(&file).1));
                let again = format!("/XRefStm {section}");
                update.root(own).trailer(&again).finish()
            },
        ),
        Case::new("signed-section-named-by-a-later-table", LOOSE, |base| {
            let update = Revision::after(&base.plain);
            let (number, start) = (update.next(), update.position());
            let unused = format!(
                "<</Type/XRef/W[1 4 2]/Index[]/Size 2001/Root {} R/Prev {}/Length 0>>\nstream\n\nendstream",
                catalog(&base.plain).0,
                newest_xref(&base.plain),
            );
            let signed = base.signed(&update.object(number, unused).finish());
            let named = format!("/XRefStm {start}");
            Revision::after(&signed).trailer(&named).finish()
        }),
        Case::new(
            "catalog-of-a-lower-generation-than-was-in-use",
            LOOSE,
            |base| {
                let update = Revision::after(&base.plain);
                let number = update.next();
                let used = update.generation(number, 3, "<</A 1>>").finish();
                let freed = Revision::after(&used).free(number, 4).finish();
                let signed = base.signed(&freed);
                let update = Revision::after(&signed).object(number, written(catalog(&signed).1));
                update.root(number).finish()
            },
        ),
        Case::new(
            "signed-leftover-behind-an-entry-beyond-the-file",
            DOUBTFUL,
            |base| {
                with_leftover(base, |file| {
                    let update = Revision::after(&file);
                    let number = update.next();
                    let astray = update.entry(number, 9_999_999, 0).finish();
                    Revision::after(&astray).free(number, 1).finish()
                })
            },
        ),
        Case::new(
            "signed-leftover-behind-an-absent-object-stream",
            DOUBTFUL,
            |base| {
                with_leftover(base, |file| {
                    let named = section(&file, "/W[1 4 2]/Index[OWN 1 1989 1]", |at| {
                        [row(1, at, 0), row(2, 1990, 0)].concat()
                    });
                    Revision::after(&named).free(1989, 1).finish()
                })
            },
        ),
        appended(
            "section-of-a-number-that-its-table-does-not-count",
            |file, _| uncounted_section(file),
        ),
        Case::new(
            "signed-leftover-before-a-section-that-its-table-does-not-count",
            DOUBTFUL,
            |base| with_leftover(base, |file| uncounted_section(&file)),
        ),
        appended("section-of-a-number-beyond-its-size", |file, _| {
            let own = section(file, "/W[1 4 2]/Index[OWN 1]", |at| row(1, at, 0));
            let small = Revision::after(file).next() - 1;
            let size = format!("/Size {small:<4}");
            replace_last(&own, "/Size 2001", &size)
        }),
        appended("trailer-of-a-hundred-keys", |file, _| {
            let keys: String = (0..100).map(|key| format!("/K{key} 1")).collect();
            let update = Revision::after(file);
            let number = update.next();
            update.object(number, "<</A 1>>").trailer(&keys).finish()
        }),
        appended("subsection-of-nothing-far-away", |file, _| {
            let update = Revision::after(file);
            let number = update.next();
            let update = update.object(number, "<</A 1>>").finish();
            rewritten(update, "\nxref\n", "\nxref\n9000000 0\n")
        }),
        appended("subsection-of-nothing-far-away-in-a-stream", |file, _| {
            section(file, "/W[1 4 2]/Index[OWN 1 9000000 0]", |at| row(1, at, 0))
        }),
        appended("free-entry-of-a-great-generation", |file, _| {
            section(file, "/W[1 4 4]/Index[OWN 1 2000 1]", |at| {
                let own = [&[1], &at.to_be_bytes()[..], &[0; 4]].concat();
                let free = [&[0; 5][..], &0x8000_0000_u32.to_be_bytes()].concat();
                [own, free].concat()
            })
        }),
        appended("free-entry-that-leads-far-away", |file, _| {
            section(file, "/W[1 8 2]/Index[OWN 1 2000 1]", |at| {
                let own = [&[1], &u64::from(at).to_be_bytes()[..], &[0; 2]].concat();
                let free = [&[0], &(1_u64 << 63).to_be_bytes()[..], &[0; 2]].concat();
                [own, free].concat()
            })
        }),
    ]
}

/// A stream frees the content of the first page with generation 1, and a table takes it back with generation 0: PDFium shows no
/// content.
fn taken_again(file: &[u8], content: u32) -> Vec<u8> {
    let entries = format!("/W[1 4 2]/Index[OWN 1 {content} 1]");
    let freed = section(file, &entries, |at| [row(1, at, 0), row(0, 0, 1)].concat());
    let content_place = usize::try_from(place(file, content)).unwrap();
    let update = Revision::after(&freed).entry(content, content_place, 0);
    update.finish()
}

/// Rows that free the content of the first page, and of which `/Index` counts none: PDFium reads as many as `/Size` says.
fn counting_nothing(file: &[u8], content: u32) -> Vec<u8> {
    let document = Document::open(file).unwrap();
    let revision = document.revisions().len() - 1;
    let located = |number| document.locate(number, revision);
    let rows: Vec<u8> = (0..=content)
        .flat_map(|number| match located(number) {
            Some((_, Location::Offset { offset, .. })) if number != content => {
                row(1, u32::try_from(offset).unwrap(), 0)
            }
            _ => row(0, 0, 1),
        })
        .collect();
    let size = format!("/W[1 4 2]/Index[0 0]/Size {}", content + 1);
    written_section(file, &size, &rows)
}

/// A stream that names the section before by `/XRefStm`, too: MuPDF reads it first.
fn beside_a_stream(file: &[u8], _: u32) -> Vec<u8> {
    let beside = newest_xref(file);
    let entries = format!("/W[1 4 2]/Index[OWN 1]/XRefStm {beside}");
    section(file, &entries, |at| row(1, at, 0))
}

/// A table that repeats the entry of the content, beside a stream that frees it: PDFium obeys the stream.
fn frees_what_is_listed(file: &[u8], content: u32) -> Vec<u8> {
    hybrid(file, content, "/Size 2001", row(0, 0, 1))
}

/// An update whose table repeats the entry of the content, beside a stream with these entries and this row for it.
fn hybrid(file: &[u8], content: u32, entries: &str, row: Vec<u8>) -> Vec<u8> {
    let content_place = usize::try_from(place(file, content)).unwrap();
    let update = Revision::after(file).entry(content, content_place, 0);
    beside_a_table(update, file, content, entries, &row)
}

/// An empty table beside a stream under a number that no entry lists and the `/Size` of the table does not count.
fn uncounted_section(file: &[u8]) -> Vec<u8> {
    let update = Revision::after(file);
    let (own, start, row) = (update.next() + 20, update.position(), row(0, 0, u16::MAX));
    let head = format!(
        "{own} 0 obj\n<</Type/XRef/W[1 4 2]/Index[0 1]/Size {}/Root {} R/Prev {}/Length {}>>\nstream\n",
        own + 1,
        catalog(file).0,
        newest_xref(file),
        row.len()
    );
    let update = update.bytes(head).bytes(row).bytes("\nendstream\nendobj\n");
    update
        .free(0, u16::MAX)
        .trailer(&format!("/XRefStm {start}"))
        .finish()
}

/// Closes an update with a table and a stream beside it, which has this row for one number.
fn beside_a_table(
    update: Revision,
    file: &[u8],
    number: u32,
    entries: &str,
    row: &[u8],
) -> Vec<u8> {
    let (own, start) = (update.next(), update.position());
    let head = format!(
        "{own} 0 obj\n<</Type/XRef/W[1 4 2]/Index[{number} 1]{entries}/Root {} R/Prev {}/Length {}>>\nstream\n",
        catalog(file).0,
        newest_xref(file),
        row.len()
    );
    let update = update.bytes(head).bytes(row).bytes("\nendstream\nendobj\n");
    update
        .free(own, 0)
        .trailer(&format!("/XRefStm {start}"))
        .finish()
}

/// Where the newest revision puts an object.
fn place(file: &[u8], number: u32) -> u32 {
    let document = Document::open(file).unwrap();
    let revision = document.revisions().len() - 1;
    match document.locate(number, revision) {
        Some((_, Location::Offset { offset, .. })) => u32::try_from(offset).unwrap(),
        _ => 0,
    }
}

fn row(kind: u8, value: u32, last: u16) -> Vec<u8> {
    [&[kind], &value.to_be_bytes()[..], &last.to_be_bytes()].concat()
}

/// An update that is a cross-reference stream alone, of the number `OWN`, with the rows for its place.
fn section(file: &[u8], entries: &str, rows: fn(u32) -> Vec<u8>) -> Vec<u8> {
    let update = Revision::after(file);
    let own = update.next();
    let at = u32::try_from(update.position()).unwrap();
    let entries = entries.replace("OWN", &own.to_string());
    // Beyond all other numbers, but not too great.
    let entries = format!("{entries}/Size 2001");
    written_section(file, &entries, &rows(at))
}

fn written_section(file: &[u8], entries: &str, rows: &[u8]) -> Vec<u8> {
    let update = Revision::after(file);
    let (own, start) = (update.next(), update.position());
    let head = format!(
        "{own} 0 obj\n<</Type/XRef{entries}/Root {} R/Prev {}/Length {}>>\nstream\n",
        catalog(file).0,
        newest_xref(file),
        rows.len()
    );
    let end = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
    update.bytes(head).bytes(rows).bytes(end).objects()
}

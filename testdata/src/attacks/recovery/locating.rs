//! Cross-reference data in loose spelling: some programs read another value,
//! others repair the file.

use kyso_pdf::{Document, Location, ObjectId};

use super::{content, newest_xref};
use crate::edit::{catalog, find_last, replace_last};
use crate::expected::Expected;
use crate::revision::{Compressed, Revision};
use crate::{Base, Case};

const LOOSE: Expected = Expected::altered("LooseStructure");

pub(super) fn cases() -> Vec<Case> {
    let mut cases = ends();
    cases.extend(tables());
    cases.extend(trailers());
    cases.extend(streams());
    cases.extend(lengths());
    cases
}

/// An update of one unused object.
fn update(base: &Base) -> Revision {
    let revision = Revision::after(&base.approved);
    let number = revision.next();
    revision.object(number, "<</A 1>>")
}

/// The file of an update with the last `old` written as `new`.
pub(super) fn rewritten(file: Vec<u8>, old: &str, new: &str) -> Vec<u8> {
    let at = find_last(&file, old.as_bytes());
    let (head, tail) = file.split_at(at);
    [head, new.as_bytes(), &tail[old.len()..]].concat()
}

fn ends() -> Vec<Case> {
    let ended = |name, end: fn(usize) -> String| {
        Case::new(name, LOOSE, move |base| {
            let revision = update(base);
            let end = end(revision.position());
            revision.finish_with(&end)
        })
    };
    vec![
        ended("comment-behind-startxref", |at| {
            format!("startxref\n%0\n{at}\n%%EOF\n")
        }),
        ended("form-feed-behind-startxref", |at| {
            format!("startxref\x0C{at}\n%%EOF\n")
        }),
        ended("startxref-joined-to-its-number", |at| {
            format!("startxref{at}\n%%EOF\n")
        }),
        ended("startxref-joined-to-a-word", |at| {
            format!("xstartxref\n{at}\n%%EOF\n")
        }),
        ended("startxref-of-three-hundred-digits", |at| {
            format!("startxref\n{}{at}\n%%EOF\n", "0".repeat(300))
        }),
        ended("startxref-out-of-sight", |at| {
            format!("startxref\n{at}\n%%EOF\n{}", " ".repeat(1100))
        }),
        Case::new("blanks-push-the-end-out-of-sight", LOOSE, |base| {
            [base.approved.as_slice(), &b" \n".repeat(600)].concat()
        }),
        Case::new("comment-before-the-section", LOOSE, |base| {
            let revision = update(base);
            let at = revision.position();
            revision
                .bytes("%x\n")
                .finish_with(&format!("startxref\n{at}\n%%EOF\n"))
        }),
    ]
}

fn tables() -> Vec<Case> {
    let table = |name, old: &'static str, new: &'static str| {
        Case::new(name, LOOSE, move |base| {
            rewritten(update(base).finish(), old, new)
        })
    };
    vec![
        table("entry-of-19-bytes", " n \n", " n\n"),
        table("section-joined-to-its-subsection", "\nxref\n", "\nxref"),
        table(
            "free-entry-of-object-1",
            "\nxref\n",
            "\nxref\n1 1\n0000000000 65535 f \n",
        ),
        table("blank-between-subsections", "\nxref\n", "\nxref\n0 0\n\n"),
        table("section-with-a-comment", "\nxref\n", "\nxref%\n"),
        table("subsection-of-two-blanks", " 1\n0", "  1\n0"),
        table("subsection-on-two-lines", " 1\n0", "\n1\n0"),
        table("two-blanks-behind-the-count", " 1\n0", " 1  \n0"),
        Case::new("object-beyond-the-greatest-number", LOOSE, |base| {
            Revision::after(&base.approved)
                .object(8_388_600, "<</A 1>>")
                .finish()
        }),
    ]
}

fn trailers() -> Vec<Case> {
    let value = |name, key: &'static str, write: fn(&str) -> String| {
        Case::new(name, LOOSE, move |base| {
            let file = update(base).finish();
            let at = find_last(&file, key.as_bytes()) + key.len();
            let digits = file[at..].iter().take_while(|byte| byte.is_ascii_digit());
            let end = at + digits.count();
            let old = std::str::from_utf8(&file[at..end]).unwrap();
            [&file[..at], write(old).as_bytes(), &file[end..]].concat()
        })
    };
    vec![
        value("size-too-small-for-the-update", "/Size ", |old| {
            (old.parse::<u32>().unwrap() - 1).to_string()
        }),
        value("size-beyond-the-greatest-number", "/Size ", |_| {
            "8388601".to_owned()
        }),
        value("size-of-three-hundred-digits", "/Size ", |old| {
            format!("{}{old}", "0".repeat(300))
        }),
        value(
            "trailer-with-a-name-that-ends-within-a-letter",
            "/Size ",
            |old| format!("{old}/Root\u{c0} 1"),
        ),
        value("section-before-of-three-hundred-digits", "/Prev ", |old| {
            format!("{}{old}", "0".repeat(300))
        }),
        value("catalog-of-three-hundred-digits", "/Root ", |old| {
            format!("{}{old}", "0".repeat(300))
        }),
    ]
}

fn streams() -> Vec<Case> {
    vec![
        Case::new("entry-of-an-unknown-type", LOOSE, |base| {
            let update = Compressed::after(&base.approved);
            let number = update.next();
            update
                .element(number, "<</A 1>>")
                .row(number + 7, [9, 0, 0])
                .finish()
        }),
        Case::new("type-field-of-five-bytes", LOOSE, |base| {
            section(base, None, "/W[5 4 2]", |at| {
                [&[0, 0, 0, 0, 1], &at.to_be_bytes()[..], &[0, 0]].concat()
            })
        }),
        Case::new("section-in-another-file", LOOSE, |base| {
            section(base, None, "/W[1 4 2]/F(x)", row)
        }),
        Case::new("section-with-padded-parameters", LOOSE, |base| {
            let parameters = format!("/DecodeParms<</Columns {}7>>", "0".repeat(254));
            section(base, None, &format!("/W[1 4 2]{parameters}"), row)
        }),
        Case::new("section-with-parameters-by-a-short-name", LOOSE, |base| {
            section(base, None, "/W[1 4 2]/DP<</Predictor 12>>", row)
        }),
        Case::new("section-under-number-zero", LOOSE, |base| {
            section(base, Some(0), "/W[1 4 2]", row)
        }),
        Case::new("startxref-into-the-number-of-its-section", LOOSE, |base| {
            let file = section(base, None, "/W[1 4 2]", row);
            let at = find_last(&file, b"startxref\n") + b"startxref\n".len();
            let old = std::str::from_utf8(&file[at..]).unwrap();
            let old: usize = old.lines().next().unwrap().parse().unwrap();
            let end = format!("{}\n%%EOF\n", old + 1);
            [&file[..at], end.as_bytes()].concat()
        }),
        Case::new("hybrid-stream-keeps-what-the-table-frees", LOOSE, |base| {
            let content = content(base);
            let document = Document::open(&base.approved).unwrap();
            let (_, location) = document.locate(content, 0).unwrap();
            let Location::Offset { offset, .. } = location else {
                return Vec::new();
            };
            hybrid_at(&base.approved, content, Some(offset), None)
        }),
        Case::new("hybrid-stream-leads-elsewhere", LOOSE, |base| {
            let number = Revision::after(&base.approved).next();
            let elsewhere = newest_xref(&base.plain);
            hybrid(&base.approved, number, Some(elsewhere))
        }),
        Case::new(
            "entry-back-to-an-older-place",
            Expected::altered("EntryElsewhere"),
            |base| {
                let first = Revision::after(&base.approved);
                let (number, at) = (first.next(), first.position());
                let first = first.object(number, "<</A 1>>").finish();
                let second = Revision::after(&first).object(number, "<</A 2>>").finish();
                Revision::after(&second).entry(number, at, 0).finish()
            },
        ),
    ]
}

fn row(at: u32) -> Vec<u8> {
    [&[1], &at.to_be_bytes()[..], &[0, 0]].concat()
}

/// An update of one unused object and a cross-reference stream for it, with
/// these entries more; its number is the next, or the one given.
fn section(base: &Base, first: Option<u32>, entries: &str, row: fn(u32) -> Vec<u8>) -> Vec<u8> {
    let revision = Revision::after(&base.approved);
    let unused = revision.next();
    let at = u32::try_from(revision.position()).unwrap();
    let revision = revision.bytes(format!("{unused} 0 obj\n<</A 1>>\nendobj\n"));
    let own = first.unwrap_or(unused + 1);
    let start = revision.position();
    let data = [row(at), row(u32::try_from(start).unwrap())].concat();
    let head = format!(
        "{own} 0 obj\n<</Type/XRef{entries}/Index[{unused} 1 {own} 1]/Size {}/Root {} R/Prev {}/Length {}>>\nstream\n",
        unused + 2,
        catalog(&base.approved).0,
        newest_xref(&base.approved),
        data.len()
    );
    let end = format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
    revision.bytes(head).bytes(data).bytes(end).objects()
}

/// A linearization dictionary for the length that the file has later.
fn lengths() -> Vec<Case> {
    let length = |name, more: usize| {
        Case::new(name, Expected::unreadable("linearized"), move |base| {
            let signed = switched(base);
            let file = Revision::after(&signed).object(2000, "<</A 1>>").finish();
            // Another program would have signed it: the reader refuses before it hashes.
            let stated = format!("/L {:010}", file.len() + more);
            replace_last(&file, "/L 0000000000", &stated)
        })
    };
    vec![
        length("linearized-for-the-length-after-an-update", 0),
        length("linearized-for-a-length-to-come", 40),
    ]
}

/// The signed decision behind a linearization dictionary and a first section
/// that `startxref` does not lead to.
fn switched(base: &Base) -> Vec<u8> {
    let plain = &base.plain;
    let content = content(base);
    let first = 900;
    let header = "%PDF-1.7\n";
    let dictionary = format!(
        "{first} 0 obj\n<</Linearized 1/L 0000000000/H[10 10]/O 1/E 100/N 2/T 10>>\nendobj\n"
    );
    let section = format!(
        "xref\n{content} 1\n0000000000 00000 f \ntrailer\n<</Size 901/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    );
    let prefix = [header, &dictionary, &section].concat();
    base.signed(&shifted(plain, prefix.as_bytes()))
}

/// The objects of `file` behind `prefix`, in one revision.
fn shifted(file: &[u8], prefix: &[u8]) -> Vec<u8> {
    let document = Document::open(file).unwrap();
    let root = catalog(file).0;
    let mut bytes = prefix.to_vec();
    let mut table = String::new();
    let mut size = 0;
    for &(number, location) in &document.revisions()[0].entries {
        if let Location::Offset { generation, .. } = location {
            let object = document.latest().object(ObjectId::new(number, generation));
            let span = object.unwrap().span();
            table.push_str(&format!(
                "{number} 1\n{:010} {generation:05} n \n",
                bytes.len()
            ));
            bytes.extend_from_slice(&file[span]);
            bytes.push(b'\n');
            size = number + 1;
        }
    }
    let start = bytes.len();
    bytes.extend(
        format!(
            "xref\n{table}trailer\n<</Size {size}/Root {root} R>>\nstartxref\n{start}\n%%EOF\n"
        )
        .bytes(),
    );
    bytes
}

/// A hybrid update whose stream defines one unused object, with or without a
/// section before its own.
pub(crate) fn hybrid(file: &[u8], number: u32, previous: Option<u64>) -> Vec<u8> {
    hybrid_at(file, number, None, previous)
}

/// The same with an object that is in the file already.
pub(crate) fn hybrid_at(
    file: &[u8],
    number: u32,
    place: Option<u64>,
    previous: Option<u64>,
) -> Vec<u8> {
    let mut revision = Revision::after(file);
    let at = match place {
        Some(place) => u32::try_from(place).unwrap(),
        None => u32::try_from(revision.position()).unwrap(),
    };
    if place.is_none() {
        revision = revision.bytes(format!("{number} 0 obj\n<</A 1>>\nendobj\n"));
    }
    let start = revision.position();
    let root = catalog(file).0;
    let own = revision.next() + 1;
    let mut row = vec![1];
    row.extend(at.to_be_bytes());
    row.push(0);
    let previous = previous.map_or_else(String::new, |at| format!("/Prev {at}"));
    let head = format!(
        "{own} 0 obj\n<</Type/XRef/W[1 4 1]/Index[{number} 1]/Size {}/Root {root} R{previous}/Length 6>>\nstream\n",
        own + 1
    );
    let revision = revision
        .bytes(head)
        .bytes(row)
        .bytes("\nendstream\nendobj\n");
    let hidden = revision.free(number, 0).free(own, 0);
    hidden.trailer(&format!("/XRefStm {start}")).finish()
}

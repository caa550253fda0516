//! File structure that programs read differently: entries, ends, duplicate keys.

use kyso_pdf::{Document, Location};

use super::incremental::newest_xref;
use crate::edit::{BLACK, catalog, content_of, field, first_page, written, written_drawing};
use crate::expected::Expected;
use crate::revision::Revision;
use crate::{Base, Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = entries();
    cases.extend(ends());
    cases.extend(chains());
    cases.extend(keys());
    Family {
        name: "structure",
        cases,
    }
}

const REPLACED: Expected = Expected::altered("Replaced");

/// Cross-reference entries that hide, move or contradict.
fn entries() -> Vec<Case> {
    vec![
        Case::new("generation-raised", REPLACED, |base| {
            let content = content_of(&first_page(&base.approved).1);
            Revision::after(&base.approved)
                .generation(content.number, 1, written_drawing(BLACK))
                .finish()
        }),
        Case::new(
            "entry-to-another-object",
            Expected::altered("Unreadable"),
            |base| {
                let content = content_of(&first_page(&base.approved).1);
                let number = 820;
                let revision = Revision::after(&base.approved);
                let at = revision.position();
                revision
                    .object(number, written_drawing(BLACK))
                    .entry(content.number, at, 0)
                    .finish()
            },
        ),
        Case::new("entry-into-a-stream", REPLACED, entry_into_a_stream),
        Case::new(
            "entry-of-another-generation-to-the-same-bytes",
            Expected::altered("Unreadable"),
            |base| {
                let content = content_of(&first_page(&base.approved).1);
                let document = Document::open(&base.approved).unwrap();
                let (_, location) = document.locate(content.number, 0).unwrap();
                let offset = match location {
                    Location::Offset { offset, .. } => usize::try_from(offset).unwrap(),
                    _ => 0,
                };
                Revision::after(&base.approved)
                    .entry(content.number, offset, 1)
                    .finish()
            },
        ),
        Case::new(
            "two-entries-for-one-object",
            Expected::unreadable("two entries"),
            |base| {
                let content = content_of(&first_page(&base.approved).1).number;
                let revision = Revision::after(&base.approved);
                let start = revision.position();
                let root = catalog(&base.approved).0;
                let previous = newest_xref(&base.approved);
                let text = format!(
                    "xref\n{content} 1\n0000000019 00000 n \n{content} 1\n0000002340 00000 n \ntrailer\n<</Size 60/Root {root} R/Prev {previous}>>\nstartxref\n{start}\n%%EOF\n"
                );
                revision.bytes(text).objects()
            },
        ),
        Case::new(
            "hybrid-stream-shows-what-the-table-frees",
            REPLACED,
            |base| hybrid(base, "0000000000 00001 f \n"),
        ),
        Case::new(
            "hybrid-stream-contradicts-the-table",
            Expected::unreadable("disagree"),
            |base| hybrid(base, "0000000019 00000 n \n"),
        ),
    ]
}

/// Several ends, or an end that leads elsewhere.
fn ends() -> Vec<Case> {
    let ended = |name, expected, end: fn(&Base) -> String| {
        Case::new(name, expected, move |base| {
            [base.approved.as_slice(), end(base).as_bytes()].concat()
        })
    };
    let hidden = Expected::hidden();
    vec![
        ended("startxref-to-the-unsigned-revision", hidden, |base| {
            format!("startxref\n{}\n%%EOF\n", newest_xref(&base.plain))
        }),
        ended("startxref-in-a-comment", hidden, |base| {
            format!("%startxref\n{}\n%%EOF\n", newest_xref(&base.plain))
        }),
        ended("two-startxref-before-one-end", hidden, |base| {
            let (signed, unsigned) = (newest_xref(&base.approved), newest_xref(&base.plain));
            format!("startxref\n{signed}\nstartxref\n{unsigned}\n%%EOF\n")
        }),
        ended("second-eof", Expected::altered("UnstructuredBytes"), |_| {
            "%%EOF\n%%EOF".to_owned()
        }),
        ended(
            "startxref-into-a-comment",
            Expected::unreadable(""),
            |base| {
                let at = base.approved.len();
                format!("%xref trailer\nstartxref\n{at}\n%%EOF\n")
            },
        ),
        ended("end-pushed-out-of-sight", Expected::unreadable(""), |_| {
            " \n".repeat(4000) + "%"
        }),
        Case::new(
            "cut-in-the-signed-update",
            Expected::unreadable(""),
            |base| base.approved[..base.approved.len() - 200].to_vec(),
        ),
        Case::new(
            "cut-to-the-unsigned-revision",
            Expected::unreadable(""),
            |base| {
                let mut cut = base.plain.clone();
                cut.truncate(base.plain.len() - 9);
                cut
            },
        ),
    ]
}

/// `/Prev` that skips, circles, or runs forward.
fn chains() -> Vec<Case> {
    vec![
        Case::new(
            "chain-skips-the-signed-revision",
            Expected::malformed("CoversPartOfRevision"),
            |base| {
                let revision = skipping(base, Revision::after(&base.approved));
                revision.previous(newest_xref(&base.plain)).finish()
            },
        ),
        Case::new(
            "chain-cut-off",
            Expected::malformed("CoversPartOfRevision"),
            |base| {
                let document = Document::open(&base.approved).unwrap();
                let mut revision = Revision::after(&base.approved);
                for (number, location) in &document.revisions()[0].entries {
                    if let Location::Offset { offset, .. } = location {
                        revision = revision.entry(*number, usize::try_from(*offset).unwrap(), 0);
                    }
                }
                skipping(base, revision).previous(0).finish()
            },
        ),
        Case::new(
            "chain-in-a-circle",
            Expected::unreadable("forward"),
            |base| {
                let revision = Revision::after(&base.approved);
                let own = u64::try_from(revision.position()).unwrap();
                revision.previous(own).finish()
            },
        ),
        Case::new(
            "chain-out-of-the-file",
            Expected::unreadable("outside"),
            |base| Revision::after(&base.approved).previous(9_999_999).finish(),
        ),
        Case::new(
            "chain-as-if-linearized",
            Expected::malformed("CoversPartOfRevision"),
            as_if_linearized,
        ),
    ]
}

/// One key twice: programs differ in which one they take.
fn keys() -> Vec<Case> {
    vec![
        Case::new(
            "key-twice-in-the-catalog",
            Expected::unreadable("duplicate key"),
            |base| {
                let (id, entries) = catalog(&base.approved);
                let text = written(entries).replacen("<<", "<</Pages 4 0 R", 1);
                Revision::after(&base.approved)
                    .object(id.number, text)
                    .finish()
            },
        ),
        Case::new(
            "key-twice-in-the-page",
            Expected::altered("Unreadable"),
            |base| {
                let (id, entries) = first_page(&base.approved);
                let text = written(entries).replacen("<<", "<</Contents 5 0 R", 1);
                Revision::after(&base.approved)
                    .object(id.number, text)
                    .finish()
            },
        ),
        Case::new(
            "key-twice-in-the-field",
            Expected::unreadable("duplicate key"),
            |base| {
                let (id, entries) = field(&base.approved, 0);
                let text = written(entries).replacen("<<", "<</V null", 1);
                Revision::after(&base.approved)
                    .object(id.number, text)
                    .finish()
            },
        ),
        Case::new(
            "key-twice-in-the-trailer",
            Expected::unreadable("duplicate key"),
            |base| {
                Revision::after(&base.approved)
                    .trailer("/Root 4 0 R")
                    .finish()
            },
        ),
        Case::new(
            "key-twice-by-another-spelling",
            Expected::unreadable("duplicate key"),
            |base| {
                let (id, entries) = catalog(&base.approved);
                let text = written(entries).replacen("<<", "<</P#61ges 4 0 R", 1);
                Revision::after(&base.approved)
                    .object(id.number, text)
                    .finish()
            },
        ),
    ]
}

/// A signed stream holds the text of an object; an entry makes that an object.
fn entry_into_a_stream(base: &Base) -> Vec<u8> {
    let content = content_of(&first_page(&base.plain).1).number;
    let inside = format!("{content} 0 obj\n{}\nendobj\n", written_drawing(BLACK));
    let revision = Revision::after(&base.plain);
    let number = revision.next();
    let head = format!("<</Length {}>>\nstream\n", inside.len());
    let at = revision.position() + format!("{number} 0 obj\n").len() + head.len();
    let prepared = revision
        .object(number, format!("{head}{inside}\nendstream"))
        .finish();
    Revision::after(&base.signed(&prepared))
        .entry(content, at, 0)
        .finish()
}

/// A hybrid update whose stream puts the page's content elsewhere than its table.
fn hybrid(base: &Base, entry: &str) -> Vec<u8> {
    let content = content_of(&first_page(&base.approved).1).number;
    let revision = Revision::after(&base.approved);
    let at = u32::try_from(revision.position()).unwrap();
    let body = format!("{content} 0 obj\n{}\nendobj\n", written_drawing(BLACK));
    let revision = revision.bytes(body);
    let start = revision.position();
    let mut row = vec![1];
    row.extend(at.to_be_bytes());
    row.push(0);
    let root = catalog(&base.approved).0;
    let head = format!(
        "900 0 obj\n<</Type/XRef/W[1 4 1]/Index[{content} 1]/Size 901/Root {root} R/Length 6>>\nstream\n"
    );
    let revision = revision
        .bytes(head)
        .bytes(row)
        .bytes("\nendstream\nendobj\n");
    let table = revision.position();
    let previous = newest_xref(&base.approved);
    revision
        .bytes(format!(
            "xref\n{content} 1\n{entry}trailer\n<</Size 901/Root {root} R/Prev {previous}/XRefStm {start}>>\nstartxref\n{table}\n%%EOF\n"
        ))
        .objects()
}

/// The objects of the signed revision at their places, and a black page.
fn skipping(base: &Base, mut revision: Revision) -> Revision {
    let document = Document::open(&base.approved).unwrap();
    for &(number, location) in &document.revisions()[1].entries {
        if let Location::Offset { offset, generation } = location {
            revision = revision.entry(number, usize::try_from(offset).unwrap(), generation);
        }
    }
    let content = content_of(&first_page(&base.approved).1).number;
    revision.object(content, written_drawing(BLACK))
}

/// Two new sections in the order of a linearized file: the whole file becomes
/// one first revision.
fn as_if_linearized(base: &Base) -> Vec<u8> {
    let document = Document::open(&base.approved).unwrap();
    let root = catalog(&base.approved).0;
    let [first, second] = [0, 1].map(|revision: usize| {
        let mut table = String::new();
        for &(number, location) in &document.revisions()[revision].entries {
            if let Location::Offset { offset, generation } = location {
                table.push_str(&format!("{number} 1\n{offset:010} {generation:05} n \n"));
            }
        }
        table
    });
    let start = base.approved.len();
    let section = |main: usize| {
        format!(
            "xref\n{second}trailer\n<</Size 900/Root {root} R/Prev {main:08}>>\nstartxref\n0\n%%EOF\n"
        )
    };
    let main = start + section(0).len();
    let last = format!("xref\n{first}trailer\n<</Size 900>>\nstartxref\n{start}\n%%EOF\n");
    [
        base.approved.as_slice(),
        section(main).as_bytes(),
        last.as_bytes(),
    ]
    .concat()
}

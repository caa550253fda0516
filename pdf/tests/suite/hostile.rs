//! Files made to cost more than they are worth end at a budget that is named.

mod bombs;
mod memory;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use kyso_pdf::{Document, Flaw, Limits, ObjectId, PdfError, View};

use crate::build::Builder;

/// What needs a second needs no more than this without optimisation beside many other programs; what has no budget does.
const ENDLESS: Duration = Duration::from_secs(120);

/// The name of the budget that `read` of `bytes` uses up, and quickly so.
fn budget(
    bytes: &[u8],
    limits: Limits,
    read: impl FnOnce(View<'_, '_>) -> Result<(), PdfError>,
) -> &'static str {
    let start = Instant::now();
    let read = Document::open_with(bytes, limits).and_then(|document| read(document.latest()));
    assert!(start.elapsed() < ENDLESS, "too slow");
    match read.expect_err("a budget is used up") {
        PdfError::LimitReached { budget, .. } => budget.as_str(),
        other => panic!("another error: {other}"),
    }
}

fn object(number: u32) -> impl FnOnce(View<'_, '_>) -> Result<(), PdfError> {
    move |view| view.object(ObjectId::new(number, 0)).map(|_| ())
}

fn fields(view: View<'_, '_>) -> Result<(), PdfError> {
    view.signature_fields().map(|_| ())
}

fn one_object(body: &str) -> Vec<u8> {
    let mut file = Builder::one_page();
    file.object(4, body);
    file.table("");
    file.bytes
}

fn form(fields: &str, objects: &[(u32, &str)]) -> Vec<u8> {
    let mut file = Builder::pages_only();
    file.object(
        1,
        &format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[{fields}]>>>>"),
    );
    for (number, body) in objects {
        file.object(*number, body);
    }
    file.table("");
    file.bytes
}

#[test]
fn nesting() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let name = budget(&one_object(&deep), Limits::default(), object(4));
    assert_eq!(name, "levels of nested arrays and dictionaries");
    let deep = "<</A".repeat(10_000);
    let name = budget(&one_object(&deep), Limits::default(), object(4));
    assert_eq!(name, "levels of nested arrays and dictionaries");
}

#[test]
fn elements() {
    let limits = Limits {
        elements: 10_000,
        ..Limits::default()
    };
    let wide = format!("[{}]", "0 ".repeat(10_001));
    let name = budget(&one_object(&wide), limits, object(4));
    assert_eq!(name, "elements of arrays and dictionaries");
}

/// Each object is a string that reaches to the end of the file.
#[test]
fn objects_that_overlap() {
    let mut file = Builder::one_page();
    let limits = Limits {
        scanned: 1 << 20,
        ..Limits::default()
    };
    let mut text = String::new();
    for _ in 0..2000 {
        text.push_str("1 0 obj(");
    }
    let first = file.bytes.len();
    file.raw(&text);
    let start = file.bytes.len();
    let mut table = "xref\n1 1\n0000000015 00000 n \n10 2000\n".to_owned();
    for index in 0..2000 {
        writeln!(table, "{:010} 00000 n ", first + index * 8).unwrap();
    }
    file.raw(&format!(
        "{table}trailer\n<</Size 2010/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    let name = budget(&file.bytes, limits, |view| {
        for number in 10..2010 {
            let read = view.object(ObjectId::new(number, 0));
            if let Err(error @ PdfError::LimitReached { .. }) = read {
                return Err(error);
            }
        }
        Ok(())
    });
    assert_eq!(name, "bytes read as objects");
}

#[test]
fn objects_read_again_and_again() {
    let limits = Limits {
        objects: 100,
        ..Limits::default()
    };
    let mut file = Builder::one_page();
    file.table("");
    // In several revisions, streams with an indirect length are not kept.
    file.object(4, "<</Length 5 0 R>>\nstream\nx\nendstream");
    file.object(5, "1");
    file.table("");
    let name = budget(&file.bytes, limits, |view| {
        (0..200).try_for_each(|_| object(4)(view))
    });
    assert_eq!(name, "objects parsed");
}

#[test]
fn levels_and_nodes_of_the_field_tree() {
    let limits = Limits {
        tree_nodes: 1000,
        ..Limits::default()
    };
    let chain: Vec<(u32, String)> = (4..304)
        .map(|number| (number, format!("<</T(a)/Kids[{} 0 R]>>", number + 1)))
        .collect();
    let chain: Vec<(u32, &str)> = chain.iter().map(|(n, body)| (*n, body.as_str())).collect();
    assert_eq!(
        budget(&form("4 0 R", &chain), limits, fields),
        "levels of the field tree"
    );
    let wide = "<<>>".repeat(1001);
    assert_eq!(
        budget(&form(&wide, &[]), limits, fields),
        "nodes of the field tree"
    );
    let shared = format!("<</T(a)/FT/Sig/Kids[{}]>>", "5 0 R ".repeat(1001));
    let bytes = form("4 0 R", &[(4, &shared), (5, "<</Subtype/Widget>>")]);
    assert_eq!(budget(&bytes, limits, fields), "nodes of the field tree");
}

#[test]
fn names_that_grow_with_each_level() {
    let name = "x".repeat(100_000);
    let kids = "<</T(a)/FT/Sig>>".repeat(400);
    let bytes = form("4 0 R", &[(4, &format!("<</T({name})/Kids[{kids}]>>"))]);
    assert_eq!(
        budget(&bytes, Limits::default(), fields),
        "bytes of field names"
    );
}

#[test]
fn circles_end() {
    let mut file = Builder::pages_only();
    file.object(
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>",
    );
    file.object(4, "<</T(a)/Parent 4 0 R/Kids[4 0 R 5 0 R]>>");
    file.object(5, "<</T(b)/FT/Sig/V 6 0 R/Kids[4 0 R]>>");
    file.object(6, "7 0 R");
    file.object(7, "6 0 R");
    file.object(8, "<</Length 8 0 R>>\nstream\nx\nendstream");
    file.object(9, "<</Length 10 0 R>>\nstream\nx\nendstream");
    file.object(10, "9 0 R");
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    let view = document.latest();
    assert!(view.signature_fields().is_ok());
    let six = kyso_pdf::Object::Reference(ObjectId::new(6, 0));
    assert!(matches!(view.resolve(&six), Err(PdfError::Cycle { .. })));
    for number in [8, 9] {
        assert!(view.object(ObjectId::new(number, 0)).is_err());
    }
}

/// `/Extends` is for writers: nothing is looked up through it.
#[test]
fn object_streams_that_extend_each_other() {
    let mut file = Builder::one_page();
    let body = |other: u32| {
        format!(
            "<</Type/ObjStm/N 1/First 4/Extends {other} 0 R/Length 9>>\nstream\n8 0 (in)x\nendstream"
        )
    };
    file.object(4, &body(5));
    file.object(5, &body(4));
    let entries = [
        (1, 1, 15, 0),
        (4, 1, offset(&file, "4 0 obj"), 0),
        (8, 2, 4, 0),
    ];
    let start = file.xref_stream(9, &entries);
    file.raw(&format!("startxref\n{start}\n%%EOF\n"));
    let document = Document::open(&file.bytes).unwrap();
    let object = document.latest().object(ObjectId::new(8, 0)).unwrap();
    assert_eq!(object.as_string(), Some(&b"in"[..]));
}

fn offset(file: &Builder, header: &str) -> u32 {
    let found = file
        .bytes
        .windows(header.len())
        .position(|w| w == header.as_bytes());
    u32::try_from(found.unwrap()).unwrap()
}

#[test]
fn an_object_stream_may_not_promise_more_than_it_holds() {
    let mut file = Builder::one_page();
    file.object(
        4,
        "<</Type/ObjStm/N 900000000/First 4/Length 9>>\nstream\n8 0 (in)x\nendstream",
    );
    let entries = [(4, 1, offset(&file, "4 0 obj"), 0), (8, 2, 4, 0)];
    let start = file.xref_stream(9, &entries);
    file.raw(&format!("startxref\n{start}\n%%EOF\n"));
    let document = Document::open(&file.bytes).unwrap();
    let error = document.latest().object(ObjectId::new(8, 0)).unwrap_err();
    assert!(matches!(error, PdfError::BrokenStream { .. }), "{error}");
}

#[test]
fn a_million_empty_subsections_and_many_sections() {
    let mut bytes = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n".to_vec();
    let start = bytes.len();
    let empty = "0 0\n".repeat(1_000_000);
    bytes.extend(format!("xref\n{empty}1 1\n0000000009 00000 n \n").bytes());
    bytes.extend(format!("trailer<</Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    let started = Instant::now();
    assert!(Document::open(&bytes).unwrap().latest().catalog().is_ok());
    assert!(started.elapsed() < ENDLESS);

    let limits = Limits {
        sections: 50,
        ..Limits::default()
    };
    let mut file = Builder::one_page();
    (0..60).for_each(|_| {
        file.table("");
    });
    assert_eq!(
        budget(&file.bytes, limits, |_| Ok(())),
        "cross-reference sections"
    );
    let limits = Limits {
        entries: 50,
        ..Limits::default()
    };
    assert_eq!(
        budget(&file.bytes, limits, |_| Ok(())),
        "cross-reference entries"
    );
}

/// Tables each of which names the next one as the stream beside it: a reader that follows them needs room on the stack for each.
#[test]
fn tables_that_name_each_other_as_streams_are_refused_at_once() {
    let circle = "%PDF-1.4\nxref\n0 0\ntrailer\n<</XRefStm 9>>\nstartxref\n9\n%%EOF\n";
    let mut chain = String::from("%PDF-1.4\n");
    for _ in 0..20_000 {
        let next = chain.len() + 40;
        write!(
            chain,
            "{:<40}",
            format!("xref\n0 0\ntrailer\n<</XRefStm {next}>>")
        )
        .unwrap();
    }
    chain.push_str("startxref\n9\n%%EOF\n");
    for file in [circle.to_owned(), chain] {
        let read = std::thread::Builder::new().stack_size(128 << 10);
        let read = read.spawn(move || Document::open(file.as_bytes()).map(|_| ()));
        let error = read.unwrap().join().unwrap().unwrap_err();
        let what = Flaw::XrefStmNoStream;
        assert!(
            matches!(error, PdfError::BrokenXref { what: found, .. } if found == what),
            "{error}"
        );
    }
}

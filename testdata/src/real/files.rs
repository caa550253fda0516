//! Files as programs write them.

use std::collections::BTreeMap;

use kyso_pdf::{Dictionary, Document, Object, ObjectId, new_file};

use super::{ORIGINAL, PASSED, case};
use crate::attacks::containers::rsa::{filled_block, power};
use crate::container::{Container, SHA256, sha256};
use crate::der::{algorithm, octets, sequence};
use crate::edit::dictionary;
use crate::expected::Expected;
use crate::signing::Signing;
use crate::{Base, Case};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let rewritten = Expected::broken("HASH_FAILURE", "WrittenAnew").with_signatures(2);
    let cut = Expected::not_signed("CutFromSignedFile");
    vec![
        case(
            "scanner-writes-info-twice",
            PASSED.with_reason("RepeatedKey"),
            |base| base.signed(&scanned()),
        ),
        case(
            "junk-before-the-header",
            ORIGINAL.with_signatures(2).with_reason("BytesBeforeHeader"),
            |base| [b"Content-Length: 99\r\n\r".as_slice(), &base.issued].concat(),
        ),
        case("two-tables-with-one-end", PASSED, |base| {
            base.signed(&two_tables())
        }),
        case("comment-of-a-scanner-after-the-end", PASSED, |base| {
            base.signed(&[base.plain.as_slice(), b"%Avision\r\n"].concat())
        }),
        case("written-anew-after-signing", rewritten, |base| {
            written_anew(&base.issued)
        }),
        case("page-cut-out-of-a-signed-file", cut, |base| {
            cut_out(&base.issued)
        }),
        case(
            "value-without-null-in-its-digest-info",
            Expected::broken("SIG_CRYPTO_FAILURE", "DigestInfoWithoutNull"),
            without_null,
        ),
        case(
            "comment-of-a-scanner-after-the-signature",
            Expected::altered("UnstructuredBytes").with_signatures(2),
            |base| [base.issued.as_slice(), b"%Avision\r\n"].concat(),
        ),
        case(
            "key-twice-with-one-value-elsewhere",
            PASSED.with_reason("RepeatedKey"),
            |base| base.signed(&damaged("/Count 1", "", "<</A 1>>", "")),
        ),
        signed_twice(
            "signed-over-damaged-numbers-twice",
            "",
            "<</Ascent --5>>",
            "",
        ),
        signed_twice(
            "signed-over-damaged-information-twice",
            "",
            "<</A --5>>",
            "/Info 4 0 R",
        ),
        signed_twice(
            "signed-over-information-with-a-key-twice",
            "",
            "<</Producer(a)/Producer(b)>>",
            "/Info 4 0 R",
        ),
        signed_twice(
            "signed-over-a-damaged-annotation-twice",
            "/Annots[4 0 R]",
            "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Border[0 0 0]/X --5>>",
            "",
        ),
    ]
}

/// A file with old damage that two signatures leave alone. The second one lists its widget on the page.
fn signed_twice(
    name: &'static str,
    on_page: &'static str,
    fourth: &'static str,
    in_trailer: &'static str,
) -> Case {
    case(name, two(), move |base| {
        let first = base.signed(&damaged("", on_page, fourth, in_trailer));
        Signing::new(&base.office.agency, "B").sign(&first)
    })
}

/// RSA over a `DigestInfo` without parameters, as one signing program writes it.
fn without_null(base: &Base) -> Vec<u8> {
    let signing = Signing::new(base.office.rsa(), "NguoiKy1").container(|key, content| {
        let mut container = Container::new(key, content);
        let private = container.private();
        container.sign = Box::new(move |message| {
            let info = sequence(&[&algorithm(SHA256, &[]), &octets(&sha256(message))]);
            power(&private, &filled_block(&info))
        });
        container.encode()
    });
    signing.sign(&base.plain)
}

pub(super) fn two() -> Expected {
    PASSED.with_modifications("permitted").with_signatures(2)
}

/// The only page of a scan, as scanners of one maker write it: lines end with CR, and the trailer names two information
/// dictionaries.
fn scanned() -> Vec<u8> {
    let mut file = Raw::new("\r");
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    file.object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
    file.object(4, "<</Producer(Scan)>>");
    file.object(5, "<</Creator(Scanner)>>");
    file.table("<< /Size 6 /Root 1 0 R /Info 4 0 R /Info 5 0 R >>");
    file.end()
}

/// A page with damage that no reader sees.
fn damaged(on_tree: &str, on_page: &str, fourth: &str, in_trailer: &str) -> Vec<u8> {
    let mut file = Raw::new("\n");
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    let tree = format!("<</Type/Pages/Kids[3 0 R]/Count 1{on_tree}>>");
    file.object(2, &tree);
    let page = format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{on_page}>>");
    file.object(3, &page);
    file.object(4, fourth);
    file.table(&format!("<</Size 5/Root 1 0 R{in_trailer}>>"));
    file.end()
}

/// A hybrid file whose two tables share one `startxref`, as Adobe PDF Services writes it.
fn two_tables() -> Vec<u8> {
    let mut file = Raw::new("\n");
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    file.object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
    let stream = file.bytes.len();
    let row = [
        &[1][..],
        &u32::try_from(stream).unwrap().to_be_bytes(),
        &[0],
    ]
    .concat();
    file.text("4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Index[4 1]/Root 1 0 R/Length 6>>\nstream\n");
    file.bytes.extend(row);
    file.text("\nendstream\nendobj\n");
    let first = file.table("<</Size 5/Root 1 0 R>>");
    file.start = file.bytes.len();
    file.text(&format!(
        "xref\n0 0\ntrailer\n<</Size 5/Root 1 0 R/Prev {first}/XRefStm {stream}>>\n"
    ));
    file.end()
}

/// All objects of the latest revision, written one after another as programs do that know nothing of signatures.
fn written_anew(bytes: &[u8]) -> Vec<u8> {
    let (objects, root) = objects(bytes);
    new_file(&objects, root).unwrap()
}

fn objects(bytes: &[u8]) -> (BTreeMap<ObjectId, Object>, ObjectId) {
    let document = Document::open(bytes).unwrap();
    let view = document.latest();
    let owned = |id: &ObjectId| {
        let object = (*view.object(*id).unwrap()).clone();
        match object {
            Object::Stream(mut stream) => {
                let data = document.stream_bytes(&stream.data).to_vec();
                stream.data = kyso_pdf::StreamData::Owned(data);
                Object::Stream(stream)
            }
            other => other,
        }
    };
    let ids = view.numbers_in_use();
    let all = ids.iter().map(|id| (*id, owned(id))).collect();
    (all, view.catalog().unwrap().0)
}

/// The page with the widgets and all they refer to, in a file without a form.
fn cut_out(bytes: &[u8]) -> Vec<u8> {
    let (mut objects, root) = objects(bytes);
    let document = Document::open(bytes).unwrap();
    let widget = document.latest().signature_fields().unwrap()[0].widgets[0].clone();
    let page = widget.page.unwrap();
    let mut entries = dictionary(bytes, page);
    let pages = entries
        .get("Parent")
        .and_then(Object::as_reference)
        .unwrap();
    let kept = Dictionary::new()
        .with("Type", kyso_pdf::Name::from("Catalog"))
        .with("Pages", pages);
    objects.insert(root, kept.into());
    let tree = dictionary(bytes, pages);
    let tree = tree.with("Kids", vec![Object::Reference(page)]);
    objects.insert(pages, tree.with("Count", 1_i64).into());
    entries.insert("Parent", pages);
    objects.insert(page, entries.into());
    new_file(&objects, root).unwrap()
}

/// A file of one revision, written byte by byte.
pub(super) struct Raw {
    bytes: Vec<u8>,
    line: &'static str,
    offsets: Vec<(u32, usize)>,
    start: usize,
}

impl Raw {
    pub(super) fn new(line: &'static str) -> Self {
        Self {
            bytes: format!("%PDF-1.4{line}").into_bytes(),
            line,
            offsets: Vec::new(),
            start: 0,
        }
    }

    fn text(&mut self, text: &str) {
        self.bytes.extend(text.bytes());
    }

    pub(super) fn object(&mut self, number: u32, body: &str) {
        self.offsets.push((number, self.bytes.len()));
        let line = self.line;
        self.text(&format!("{number} 0 obj{line}{body}{line}endobj{line}"));
    }

    /// Gives its place.
    pub(super) fn table(&mut self, trailer: &str) -> usize {
        self.start = self.bytes.len();
        let line = self.line;
        let count = self.offsets.len() + 1;
        self.text(&format!("xref{line}0 {count}{line}0000000000 65535 f\r\n"));
        for (_, offset) in std::mem::take(&mut self.offsets) {
            self.text(&format!("{offset:010} 00000 n\r\n"));
        }
        self.text(&format!("trailer{line}{trailer}{line}"));
        self.start
    }

    pub(super) fn end(mut self) -> Vec<u8> {
        let (line, start) = (self.line, self.start);
        self.text(&format!("startxref{line}{start}{line}%%EOF{line}"));
        self.bytes
    }
}

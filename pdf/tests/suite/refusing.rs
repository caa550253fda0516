//! What is not a sound file gets a specific error, and what must not be signed is refused.

use kyso_pdf::{
    Document, Object, ObjectId, PdfError, Rect, SignaturePlan, Unsignable, Update, XrefForm,
    check_signable, prepare_signature,
};

use crate::build::Builder;
use crate::sample;

fn plan(page_index: usize) -> SignaturePlan<'static> {
    SignaturePlan {
        field_name: "NguoiKy1".into(),
        page_index,
        rect: Some(Rect::from_corners(10.0, 10.0, 60.0, 40.0)),
        appearance: None,
        kind: "Sig",
        sub_filter: "ETSI.CAdES.detached",
        signer_name: None,
        reason: None,
        location: None,
        signing_time: None,
        doc_mdp: None,
        further: Vec::new(),
        contents_reserve: 100,
    }
}

fn unsignable(file: &Builder) -> PdfError {
    let document = Document::open(&file.bytes).unwrap();
    prepare_signature(&document, &plan(0)).unwrap_err()
}

fn after_last(bytes: &[u8], what: &[u8]) -> usize {
    let at = bytes.windows(what.len()).rposition(|window| window == what);
    at.unwrap() + what.len()
}

#[test]
fn no_pdf() {
    assert_eq!(Document::open(b"PK\x03\x04").unwrap_err(), PdfError::NotPdf);
    assert_eq!(Document::open(b"").unwrap_err(), PdfError::NotPdf);
}

#[test]
fn truncated_files_are_refused_wherever_they_end() {
    let bytes = sample("quyet-dinh.pdf");
    for cut in [1, 5, 100, 4_000, 20_000] {
        let part = &bytes[..bytes.len() - cut];
        let result = Document::open(part);
        assert!(
            cut < 2 || matches!(result, Err(PdfError::Truncated { .. })),
            "{cut} bytes missing"
        );
    }
}

#[test]
fn a_wrong_startxref_is_not_repaired() {
    let mut file = Builder::one_page();
    file.table("");
    let at = after_last(&file.bytes, b"startxref\n");
    file.bytes[at] = b'9';
    assert!(matches!(
        Document::open(&file.bytes),
        Err(PdfError::BrokenXref { .. })
    ));
}

#[test]
fn a_wrong_offset_is_not_repaired() {
    let mut file = Builder::one_page();
    file.raw("   ");
    file.table("");
    let shifted = [b"%PDF-1.7\n% more\n", &file.bytes[9..]].concat();
    assert!(Document::open(&shifted).is_err());
}

#[test]
fn sections_in_a_circle_are_refused() {
    let mut file = Builder::one_page();
    let first = file.table("");
    let second = file.bytes.len();
    file.raw(&format!(
        "xref\n0 0\ntrailer\n<</Size 4/Root 1 0 R/Prev {second}>>\nstartxref\n{second}\n%%EOF\n"
    ));
    assert!(matches!(
        Document::open(&file.bytes),
        Err(PdfError::BrokenXref { .. })
    ));
    assert!(first < second);
}

#[test]
fn a_page_tree_in_a_circle_is_refused() {
    let mut file = Builder::new();
    file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    file.object(2, "<</Type/Pages/Kids[2 0 R]/Count 1>>");
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(
        document.latest().pages(9).unwrap_err(),
        PdfError::Cycle {
            id: ObjectId::new(2, 0)
        }
    );
}

#[test]
fn an_object_after_the_end_of_its_revision_is_not_seen() {
    let mut file = Builder::one_page();
    let first = file.table("");
    // The first table is patched to put object 3 into the second revision.
    let entry = after_last(&file.bytes, b"3 1\n");
    file.raw("%");
    let moved = file.bytes.len();
    file.bytes[entry..entry + 10].copy_from_slice(format!("{moved:010}").as_bytes());
    file.object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]>>");
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    let id = ObjectId::new(3, 0);
    assert!(matches!(
        document.at(0).object(id),
        Err(PdfError::ObjectMisplaced { .. })
    ));
    assert!(document.at(1).object(id).is_ok());
    assert!(first > 0);
}

#[test]
fn encrypted_files_are_not_signed() {
    let bytes = sample("cong-van-encrypted.pdf");
    let document = Document::open(&bytes).unwrap();
    assert!(document.is_encrypted());
    assert_eq!(
        check_signable(&document).unwrap_err(),
        PdfError::Unsignable(Unsignable::Encrypted)
    );
}

#[test]
fn xfa_forms_are_not_signed() {
    let mut file = Builder::pages_only();
    file.object(
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA(x)>>>>",
    );
    file.table("");
    assert_eq!(unsignable(&file), PdfError::Unsignable(Unsignable::Xfa));
}

#[test]
fn a_certification_that_allows_nothing_is_respected() {
    let mut file = Builder::pages_only();
    file.object(
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
    );
    file.object(4, "<</FT/Sig/T(Cert)/V 5 0 R>>");
    file.object(
        5,
        "<</Type/Sig/Reference[<</TransformMethod/DocMDP/TransformParams<</P 1>>>>]>>",
    );
    file.table("");
    assert_eq!(
        unsignable(&file),
        PdfError::Unsignable(Unsignable::CertifiedNoChanges)
    );
}

#[test]
fn a_taken_field_name_is_refused() {
    let mut file = Builder::pages_only();
    file.object(
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
    );
    file.object(4, "<</FT/Tx/T(NguoiKy1)>>");
    file.table("");
    let name = "NguoiKy1".to_owned();
    assert_eq!(
        unsignable(&file),
        PdfError::Unsignable(Unsignable::FieldNameTaken { name })
    );
}

#[test]
fn a_page_that_is_not_there_is_named() {
    let mut file = Builder::one_page();
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(
        prepare_signature(&document, &plan(7)).unwrap_err(),
        PdfError::Unsignable(Unsignable::NoSuchPage {
            number: 8,
            count: 1
        })
    );
}

#[test]
fn bytes_around_the_file_are_refused_for_signing() {
    let mut file = Builder::one_page();
    file.table("");
    file.raw("tail");
    let document = Document::open(&file.bytes).unwrap();
    assert_eq!(document.bytes_after_eof(), b"tail");
    let error = Update::new(&document).unwrap_err();
    assert_eq!(
        error,
        PdfError::Unsignable(Unsignable::BytesAfterEof { count: 4 })
    );
}

/// Other programs read no object beyond 8,388,599, and the numbers themselves end at 4,294,967,295.
#[test]
fn a_file_without_free_object_numbers_is_refused_for_signing() {
    for size in [8_388_600, u32::MAX - 1, u32::MAX] {
        let mut file = Builder::one_page();
        file.claim_size(size);
        file.table("");
        let document = Document::open(&file.bytes).unwrap();
        let mut update = Update::new(&document).unwrap();
        update.add(1);
        update.add(2);
        assert!(
            matches!(
                update.finish().unwrap_err(),
                PdfError::Unsignable(Unsignable::NoObjectNumberLeft { .. })
            ),
            "{size}"
        );
        assert!(matches!(
            prepare_signature(&document, &plan(0)).unwrap_err(),
            PdfError::Unsignable(Unsignable::NoObjectNumberLeft { .. })
        ));
    }
}

#[test]
fn comments_behind_an_unsigned_file_are_no_matter() {
    for (tail, harmless) in [
        ("%Avision\r\n", true),
        ("\r\n%%EOF\r\n\x1A", true),
        ("% made by a scanner\n%%EOF", true),
        ("% \n<html>", false),
        ("Fatal error", false),
    ] {
        let mut file = Builder::one_page();
        file.table("");
        file.raw(tail);
        let document = Document::open(&file.bytes).unwrap();
        assert_eq!(Update::new(&document).is_ok(), harmless, "{tail:?}");
    }
    let long = format!("%{}", "a".repeat(127));
    let mut file = Builder::one_page();
    file.table("");
    file.raw(&long);
    assert!(Update::new(&Document::open(&file.bytes).unwrap()).is_err());
}

/// Every program counts offsets from the header when it finds nothing otherwise.
#[test]
fn offsets_may_count_from_the_header_behind_junk() {
    let mut file = Builder::one_page();
    file.table("");
    let behind = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &file.bytes].concat();
    let document = Document::open(&behind).unwrap();
    assert_eq!(document.leading_bytes(), 19);
    assert_eq!(document.bytes(), file.bytes);
    assert_eq!(document.latest().pages(10).unwrap().len(), 1);
    let error = Update::new(&document).unwrap_err();
    let expected = Unsignable::BytesBeforeHeader { count: 19 };
    assert_eq!(error, PdfError::Unsignable(expected));
    // A section where the offsets lead from the start of the file: who reads which?
    let at = file.bytes.windows(4).position(|w| w == b"xref").unwrap();
    let mut ambiguous = b"X: ".repeat(300);
    assert!(at < ambiguous.len(), "it stands before the header");
    ambiguous.extend(&file.bytes);
    assert!(Document::open(&ambiguous).is_ok());
    ambiguous[at..at + 4].copy_from_slice(b"xref");
    assert!(Document::open(&ambiguous).is_err());
}

/// What another format may begin with, or an object, is no line of a message; nor is what pushes the header out of sight.
#[test]
fn only_lines_of_messages_stand_before_the_header() {
    let mut file = Builder::one_page();
    file.table("");
    let open = |leading: &[u8]| Document::open(&[leading, &file.bytes].concat()).map(drop);
    let long = |length: usize| [&b"X:"[..], &vec![b'a'; length - 2]].concat();
    let message = b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nDate: Fri, 20 Nov 2026 07:03:07 GMT\r\n\r\n1f4\r\n";
    for leading in [
        &message[..],
        b"Content-Length: 99\r\n\r",
        b"\r\n \t\n",
        &long(1000),
    ] {
        assert_eq!(open(leading), Ok(()), "{leading:?}");
    }
    for leading in [
        &b"%FDF-1.2\n"[..],
        b"<html><script src=a></script>\n",
        b"GIF89a",
        b"PK\x03\x04",
        b"MZ",
        b"{\\rtf1 a}",
        b"X: startXREF\n",
        b"X: 2 0 OBJ\n",
        b"X: Trailer\n",
        b"X: <<\n",
        b"X: \xef\xbb\xbf\n",
        &long(1001),
    ] {
        let count = leading.len();
        assert_eq!(
            open(leading),
            Err(PdfError::LeadingBytes { count }),
            "{leading:?}"
        );
    }
}

/// Adobe PDF Services writes both tables of a hybrid file under one `startxref`.
#[test]
fn two_tables_of_a_hybrid_file_may_share_their_end() {
    let joined = |between: &str| {
        let mut file = Builder::one_page();
        let hidden = u32::try_from(file.bytes.len()).unwrap();
        file.raw("4 0 obj\n(hidden)\nendobj\n");
        let own = u32::try_from(file.bytes.len()).unwrap();
        let stream = file.xref_stream(5, &[(4, 1, hidden, 0), (5, 1, own, 0)]);
        let first = file.table("");
        let keyword = file.bytes.windows(9).rposition(|w| w == b"startxref");
        file.bytes.truncate(keyword.unwrap());
        file.raw(between);
        let second = file.bytes.len();
        let trailer = format!("<</Size 6/Root 1 0 R/Prev {first}/XRefStm {stream}>>");
        file.raw(&format!(
            "xref\n0 0\ntrailer\n{trailer}\nstartxref\n{second}\n%%EOF\n"
        ));
        file.bytes
    };
    let bytes = joined("");
    let document = Document::open(&bytes).unwrap();
    let [revision] = document.revisions() else {
        panic!("{} revisions", document.revisions().len());
    };
    assert_eq!(revision.form, XrefForm::Hybrid);
    let hidden = document.latest().object(ObjectId::new(4, 0)).unwrap();
    assert_eq!(hidden.as_string(), Some(&b"hidden"[..]));
    assert!(Update::new(&document).is_ok());
    assert!(Document::open(&joined("% something else\n")).is_err());
}

#[test]
fn an_object_of_another_generation_is_null() {
    let mut file = Builder::one_page();
    file.object(4, "(x)");
    file.table("");
    let document = Document::open(&file.bytes).unwrap();
    let object = document.latest().object(ObjectId::new(4, 1)).unwrap();
    assert_eq!(*object, Object::Null);
}

//! Files that programs write wrongly, but that all readers understand alike,
//! are read; what they understand differently is refused.

use kyso_pdf::{Document, Flaw, ObjectId, PdfError};

use crate::build::Builder;

/// One page, its cross-reference entries made by `entry` from the offset, with
/// `first` for object 0 and `trailer` in the trailer.
fn page(first: &str, entry: impl Fn(usize) -> String, trailer: &str) -> Vec<u8> {
    let mut file = Builder::one_page();
    let start = file.bytes.len();
    let offset = |header: &str| {
        let at = file.bytes.windows(7).position(|w| w == header.as_bytes());
        at.unwrap()
    };
    let offsets = ["1 0 obj", "2 0 obj", "3 0 obj"].map(offset);
    let entries: String = offsets.map(entry).concat();
    file.raw(&format!(
        "xref\n0 4\n{first}{entries}trailer\n<</Size 4/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.bytes
}

fn pages(bytes: &[u8]) -> Result<usize, PdfError> {
    Ok(Document::open(bytes)?.latest().pages(9)?.len())
}

const FREE: &str = "0000000000 65535 f \n";

fn usual(offset: usize) -> String {
    format!("{offset:010} 00000 n \n")
}

#[test]
fn ends_of_lines_in_the_table() {
    for end in ["\n", "\r", " \r", " \n", "\r\n", " \r\n"] {
        let entry = |offset| format!("{offset:010} 00000 n{end}");
        let first = format!("0000000000 65535 f{end}");
        assert_eq!(pages(&page(&first, entry, "")), Ok(1), "{end:?}");
    }
}

#[test]
fn the_first_entry_may_say_65536() {
    assert_eq!(pages(&page("0000000000 65536 f \n", usual, "")), Ok(1));
    assert!(pages(&page("0000000000 x5536 f \n", usual, "")).is_err());
}

#[test]
fn no_previous_section_may_be_written_as_null_or_zero() {
    for none in ["/Prev 0", "/Prev null"] {
        let bytes = page(FREE, usual, none);
        assert_eq!(pages(&bytes), Ok(1), "{none}");
        assert_eq!(Document::open(&bytes).unwrap().revisions().len(), 1);
    }
    for wrong in ["/Prev 0.0", "/Prev -1", "/Prev 1 0 R", "/Prev(0)"] {
        assert!(pages(&page(FREE, usual, wrong)).is_err(), "{wrong}");
    }
}

/// Whatever an update leaves out is gone: nothing is looked for elsewhere.
#[test]
fn an_update_without_previous_section_stands_alone() {
    let mut bytes = page(FREE, usual, "");
    let at = bytes.len();
    let update = format!(
        "3 0 obj\n<<>>\nendobj\nxref\n3 1\n{at:010} 00000 n \ntrailer\n<</Size 4/Root 1 0 R/Prev 0>>\nstartxref\n{}\n%%EOF\n",
        at + 20
    );
    bytes.extend(update.bytes());
    assert_eq!(
        pages(&bytes),
        Err(PdfError::Missing {
            what: Flaw::Catalog
        })
    );
    assert_eq!(Document::open(&bytes).unwrap().revisions().len(), 1);
}

#[test]
fn blanks_before_the_header_may_not_make_two_files_of_one() {
    let shifted = |junk: &[u8]| {
        let mut file = Builder::default();
        file.bytes.extend_from_slice(junk);
        file.raw("%PDF-1.7\n");
        file.object(1, "<</Type/Catalog/Pages 2 0 R>>");
        file.object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
        file.object(3, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>");
        file.table("");
        file.bytes
    };
    assert_eq!(pages(&shifted(b"\n\n")), Ok(1));
    // Counted from the header, "xref" is three bytes further on.
    let plain = shifted(b"% \n");
    assert_eq!(pages(&plain), Ok(1));
    let offset = plain.windows(5).position(|w| w == b"xref\n").unwrap();
    let mut ambiguous = plain;
    ambiguous.splice(offset..offset, *b"%a\n");
    assert!(matches!(
        pages(&ambiguous),
        Err(PdfError::BrokenXref { .. })
    ));
}

/// A section may stand before the header, and other programs look there.
#[test]
fn a_previous_section_at_byte_0_is_none_only_when_the_header_is_there() {
    for (junk, sound) in [("", true), ("xref\n0 0\ntrailer\n<</Size 4>>\n", false)] {
        let mut bytes = junk.as_bytes().to_vec();
        bytes.extend(page(FREE, |offset| usual(offset + junk.len()), "/Prev 0"));
        let start = bytes.windows(6).rposition(|w| w == b"\nxref\n").unwrap() + 1;
        let at = bytes
            .windows(10)
            .rposition(|w| w == b"startxref\n")
            .unwrap()
            + 10;
        bytes.splice(at.., format!("{start}\n%%EOF\n").bytes());
        assert_eq!(pages(&bytes).is_ok(), sound, "{junk}: {:?}", pages(&bytes));
    }
}

#[test]
fn object_numbers_may_have_leading_zeros() {
    let mut file = Builder::new();
    let at = file.bytes.len();
    file.raw("00001 00000 obj<</Type/Catalog>>endobj\n");
    let start = file.bytes.len();
    file.raw(&format!(
        "xref\r1 1\r{at:010} 00000 n\r\ntrailer<</Size 2/Root 1 0 R>>startxref {start} %%EOF"
    ));
    let document = Document::open(&file.bytes).unwrap();
    let (id, _) = document.latest().catalog().unwrap();
    assert_eq!(id, ObjectId::new(1, 0));
}

/// A form with the field object 4 and further objects.
fn form(field: &str, more: &[(u32, &str)]) -> Vec<u8> {
    let mut file = Builder::pages_only();
    file.object(
        1,
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
    );
    file.object(4, field);
    for (number, body) in more {
        file.object(*number, body);
    }
    file.table("");
    file.bytes
}

const VALUE: &str = "<</ByteRange[0 1 2 3]/Contents<30 0>/Filter/Adobe.PPKLite>>";

/// The names of the signed fields, and whether the place of `/Contents` is known.
fn signed(bytes: &[u8]) -> Vec<(String, bool)> {
    let document = Document::open(bytes).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let signed = fields.into_iter().filter_map(|field| {
        let value = field.value?;
        let place = value.contents_span.map(|span| bytes[span].to_vec());
        Some((field.name, place.as_deref() == Some(b"<30 0>")))
    });
    signed.collect()
}

#[test]
fn signatures_are_found_through_every_form_of_field() {
    let found = |name: &str| vec![(name.to_owned(), true)];
    let cases = [
        ("<</FT/Sig/T(a)/V 5 0 R>>", vec![(5, VALUE)], "a"),
        (
            "<</FT/Sig/T(a)/V 6 0 R>>",
            vec![(5, VALUE), (6, "5 0 R")],
            "a",
        ),
        (
            "<</FT/Sig/T(a)/V 5 0 R/Kids[7 0 R]>>",
            vec![(5, VALUE), (7, "<</T(b)/Parent 4 0 R>>")],
            "a.b",
        ),
        (
            "<</FT/Sig/T(a)/V 5 0 R/Kids[7 0 R]>>",
            vec![(5, VALUE), (7, "<</Subtype/Widget/Parent 4 0 R>>")],
            "a",
        ),
        (
            "<</T(a)/Kids[7 0 R 4 0 R]>>",
            vec![(5, VALUE), (7, "<</T(b)/FT/Sig/V 5 0 R>>")],
            "a.b",
        ),
    ];
    for (field, more, name) in cases {
        assert_eq!(signed(&form(field, &more)), found(name), "{field}");
    }
    let direct = form(&format!("<</FT/Sig/T(a)/V{VALUE}>>"), &[]);
    assert_eq!(signed(&direct), found("a"));
}

#[test]
fn a_container_that_is_not_written_in_the_dictionary_has_no_place() {
    let indirect = "<</ByteRange[0 1 2 3]/Contents 6 0 R>>";
    let bytes = form("<</FT/Sig/T(a)/V 5 0 R>>", &[(5, indirect), (6, "<30 0>")]);
    assert_eq!(signed(&bytes), [("a".to_owned(), false)]);
}

/// Writers that append to a hybrid file often name its old stream again,
/// which then contradicts their own table; the table counts.
#[test]
fn only_an_older_stream_may_contradict_the_table() {
    let mut file = Builder::one_page();
    let hidden = u32::try_from(file.bytes.len()).unwrap();
    file.object(4, "(old)");
    let stream = file.xref_stream(5, &[(4, 1, hidden, 0)]);
    file.table(&format!("/XRefStm {stream}"));
    let fresh = file.clone();
    file.object(4, "(new)");
    file.table(&format!("/XRefStm {stream}"));
    let document = Document::open(&file.bytes).unwrap();
    let object = document.latest().object(ObjectId::new(4, 0)).unwrap();
    assert_eq!(object.as_string(), Some(&b"new"[..]));

    let mut file = fresh;
    let other = file.xref_stream(6, &[(4, 1, hidden, 0)]);
    file.object(4, "(new)");
    file.table(&format!("/XRefStm {other}"));
    let error = Document::open(&file.bytes).unwrap_err();
    assert!(error.to_string().contains("disagree"), "{error}");
}

/// What Poppler does not find follows from what a section lists, whatever its own number is.
#[test]
fn objects_from_the_size_of_a_section_on_are_those_behind_what_it_lists() {
    for own in [6, 100] {
        let mut file = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog>>\nendobj\n".to_vec();
        let table = file.len();
        file.extend(
            b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n20 1\n0000000009 00000 n \n",
        );
        file.extend(
            format!("trailer\n<</Size 21/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes(),
        );
        let section = file.len();
        let head = format!(
            "{own} 0 obj\n<</Type/XRef/W[1 4 1]/Index[1 1]/Size 10/Root 1 0 R/Prev {table}/Length 6>>\nstream\n"
        );
        file.extend(head.bytes());
        file.extend([1, 0, 0, 0, 9, 0]);
        file.extend(format!("\nendstream\nendobj\nstartxref\n{section}\n%%EOF\n").bytes());
        let document = Document::open(&file).unwrap();
        let (_, first) = document.size_beyond(1).unwrap();
        assert_eq!(first, 10, "{own}");
    }
}

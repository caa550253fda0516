//! Streams that unpack to much more than they are, and filters upon filters.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Instant;

use kyso_pdf::{Document, Limits, ObjectId, PdfError, View};

use super::{ENDLESS, budget};
use crate::build::Builder;

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A file whose object 4 is a stream with `entries` in its dictionary.
fn with_stream(entries: &str, data: &[u8]) -> Builder {
    let mut file = Builder::one_page();
    let mut hexadecimal = String::new();
    data.iter()
        .for_each(|byte| write!(hexadecimal, "{byte:02x}").unwrap());
    let length = hexadecimal.len();
    file.object(
        4,
        &format!("<</Length {length}{entries}>>\nstream\n{hexadecimal}\nendstream"),
    );
    file
}

fn decode(number: u32) -> impl FnOnce(View<'_, '_>) -> Result<(), PdfError> {
    move |view| {
        let object = view.object(ObjectId::new(number, 0))?;
        let stream = object.as_stream().expect("a stream");
        view.decoded(stream).map(|_| ())
    }
}

#[test]
fn chained_filters_share_one_budget() {
    let limits = Limits {
        inflated: 4 << 20,
        ..Limits::default()
    };
    let inner = deflate(&vec![0; 3 << 20]);
    let filters = "/Filter[/AHx/Fl/Fl]";
    let chained = deflate(&[inner.as_slice(), &vec![0; 2 << 20]].concat());
    let mut file = with_stream(filters, &chained);
    file.table("");
    assert_eq!(
        budget(&file.bytes, limits, decode(4)),
        "bytes of decoded stream data"
    );
}

#[test]
fn many_small_bombs_share_one_budget() {
    let limits = Limits {
        inflated: 4 << 20,
        ..Limits::default()
    };
    let mut file = with_stream("/Filter[/AHx/Fl]", &deflate(&vec![0; 1 << 20]));
    file.table("");
    let name = budget(&file.bytes, limits, |view| {
        (0..5).try_for_each(|_| decode(4)(view))
    });
    assert_eq!(name, "bytes of decoded stream data");
}

/// Cross-reference streams are decoded before anything else is known.
#[test]
fn bombs_in_a_chain_of_cross_reference_streams() {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let data = deflate(&vec![0; 1 << 20]);
    let mut previous = String::new();
    for _ in 0..9 {
        let start = bytes.len();
        let length = data.len();
        let header = format!(
            "9 0 obj\n<</Type/XRef/Size 1/W[1 1 1]/Index[]/Root 1 0 R/Filter/FlateDecode/Length {length}{previous}>>\nstream\n"
        );
        bytes.extend(header.bytes());
        bytes.extend(&data);
        bytes.extend(b"\nendstream\nendobj\n");
        let end = format!("startxref\n{start}\n%%EOF\n");
        bytes.extend(end.bytes());
        previous = format!("/Prev {start}");
    }
    let limits = Limits {
        inflated: 8 << 20,
        ..Limits::default()
    };
    assert_eq!(
        budget(&bytes, limits, |_| Ok(())),
        "bytes of decoded stream data"
    );
}

#[test]
fn rows_of_a_predictor_cost_no_more_than_the_data() {
    let parameters =
        "/DecodeParms[null<</Predictor 12/Columns 1048576/Colors 32/BitsPerComponent 16>>]";
    let mut file = with_stream(&format!("/Filter[/AHx/Fl]{parameters}"), &deflate(&[0, 1]));
    file.table("");
    let start = Instant::now();
    let document = Document::open(&file.bytes).unwrap();
    for _ in 0..2000 {
        decode(4)(document.latest()).unwrap();
    }
    assert!(start.elapsed() < ENDLESS);
}

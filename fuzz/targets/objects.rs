//! The object reader: what is read can be written, and what was written reads back as the same object. Streams are
//! decoded within their budget; content streams are split into operations.
#![no_main]

use kyso_pdf::{Document, Object, ObjectId, StreamData, decode_stream, operations, write_object};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = operations(data, 1_000);
    let bytes = around(data);
    read(&bytes, |document, object| {
        let written = written(document, object);
        let again = around(&written);
        let mut compared = false;
        read(&again, |document_again, object_again| {
            compared = true;
            assert_same(document, object, document_again, object_again);
        });
        assert!(compared, "what was written cannot be read");
        decode(document, object);
    });
});

/// A file in which the data are the body of object 1.
fn around(body: &[u8]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n".to_vec();
    bytes.extend_from_slice(body);
    bytes.extend_from_slice(b"\nendobj\n");
    let xref = bytes.len();
    let end = "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\nstartxref\n";
    bytes.extend_from_slice(format!("{end}{xref}\n%%EOF\n").as_bytes());
    bytes
}

fn read(bytes: &[u8], found: impl FnOnce(&Document<'_>, &Object)) {
    let Ok(document) = Document::open(bytes) else {
        return;
    };
    if let Ok(object) = document.latest().object(ObjectId::new(1, 0)) {
        found(&document, &object);
    }
}

fn written(document: &Document<'_>, object: &Object) -> Vec<u8> {
    let mut out = Vec::new();
    write_object(object, &mut out, &|data: &StreamData| {
        document.stream_bytes(data)
    });
    out
}

fn assert_same(
    document: &Document<'_>,
    object: &Object,
    other_document: &Document<'_>,
    other: &Object,
) {
    match (object, other) {
        (Object::Stream(stream), Object::Stream(other)) => {
            let bytes = document.stream_bytes(&stream.data);
            assert_eq!(bytes, other_document.stream_bytes(&other.data));
            let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            assert_eq!(
                stream.dictionary.clone().with("Length", length),
                other.dictionary
            );
        }
        _ => assert_eq!(object, other),
    }
}

fn decode(document: &Document<'_>, object: &Object) {
    let Some(stream) = object.as_stream() else {
        return;
    };
    if let Ok(decoded) = decode_stream(
        &stream.dictionary,
        document.stream_bytes(&stream.data),
        BUDGET,
    ) {
        assert!(decoded.len() <= BUDGET, "the budget holds");
    }
}

/// Bytes of a decoded stream.
const BUDGET: usize = 1 << 20;

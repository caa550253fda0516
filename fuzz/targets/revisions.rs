//! The revision index: a whole file, or one made from a script. Whatever is read lies within the file.
#![no_main]

use kyso_fuzz::file;
use kyso_pdf::{
    Document, Limits, Location, NewValidationData, ObjectId, SecurityStore, append_security_store,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    match data.strip_prefix(b"%PDF-") {
        Some(_) => walk(data),
        None => walk(&file(data)),
    }
});

fn walk(bytes: &[u8]) {
    let Ok(document) = Document::open_with(bytes, limits()) else {
        return;
    };
    let mut before = 0;
    for revision in document.revisions() {
        assert!(
            revision.start <= revision.eof
                && revision.eof <= revision.end
                && revision.end <= bytes.len()
        );
        assert_eq!(revision.start, before, "revisions follow one another");
        assert!(
            revision.entries.is_sorted_by(|one, other| one.0 < other.0),
            "one entry an object"
        );
        before = revision.end;
    }
    for index in 0..document.revisions().len().min(4) {
        walk_view(&document, index);
    }
    let view = document.latest();
    let _ = view.signature_fields();
    let pages = view.pages(100).unwrap_or_default();
    assert!(pages.len() <= 100);
    extend(&document);
}

/// What a security store holds stays when something is added to it.
fn extend(document: &Document<'_>) {
    let Ok(before) = SecurityStore::read(&document.latest()) else {
        return;
    };
    let decoded = before.certificates.iter().map(|data| data.len());
    assert!(decoded.sum::<usize>() <= INFLATED, "the budget holds");
    let new = NewValidationData {
        certificates: vec![NEW.to_vec()],
        ..NewValidationData::default()
    };
    let Ok(extended) = append_security_store(document, &new) else {
        return;
    };
    assert!(extended.starts_with(document.bytes()));
    let Ok(document) = Document::open(&extended) else {
        return;
    };
    let Ok(after) = SecurityStore::read(&document.latest()) else {
        return;
    };
    let holds = |data: &[u8]| after.certificates.iter().any(|other| **other == *data);
    assert!(holds(NEW));
    assert!(before.certificates.iter().all(|data| holds(data)));
}

fn walk_view(document: &Document<'_>, index: usize) {
    let view = document.at(index);
    let length = document.bytes().len();
    for &(number, location) in document.revisions()[index].entries.iter().take(200) {
        let generation = match location {
            Location::Offset { generation, .. } => generation,
            _ => 0,
        };
        if let Ok(object) = view.object(ObjectId::new(number, generation)) {
            assert!(object.span().start <= object.span().end && object.span().end <= length);
            if let Some(stream) = object.as_stream() {
                assert!(document.stream_bytes(&stream.data).len() <= length);
                let decoded = view.decoded(stream).unwrap_or_default();
                assert!(decoded.len() <= INFLATED, "the budget holds");
            }
        }
        let _ = view.references(number, &mut |_| ());
        let _ = view.check_within_revision(number);
    }
}

/// Small budgets, so that they are reached.
fn limits() -> Limits {
    Limits {
        sections: 100,
        entries: 10_000,
        depth: 60,
        inflated: INFLATED,
        tree_nodes: 1_000,
        objects: 10_000,
        ..Limits::default()
    }
}

const INFLATED: usize = 1 << 20;

const NEW: &[u8] = b"what is added";

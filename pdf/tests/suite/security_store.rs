//! Reading and appending the document security store.

use kyso_pdf::{
    DocMdp, Document, DocumentTimestampPlan, Limits, NewEntry, NewValidationData, PdfError,
    SecurityStore, Unsignable, XrefForm, append_security_store, prepare_document_timestamp,
    prepare_signature, vri_key,
};

use crate::appending::plan;
use crate::build::Builder;
use crate::{SAMPLES, sample};

fn data(certificates: &[&[u8]], crls: &[&[u8]]) -> NewValidationData {
    let owned = |list: &[&[u8]]| list.iter().map(|der| der.to_vec()).collect();
    NewValidationData {
        certificates: owned(certificates),
        crls: owned(crls),
        ..NewValidationData::default()
    }
}

fn append(bytes: &[u8], new: &NewValidationData) -> Vec<u8> {
    append_security_store(&Document::open(bytes).unwrap(), new).unwrap()
}

fn store_of(bytes: &[u8]) -> SecurityStore {
    let document = Document::open(bytes).unwrap();
    SecurityStore::read(&document.latest()).unwrap()
}

/// The decoded data of a list, and the revision of each.
fn listed(list: &[kyso_pdf::StoredData]) -> Vec<(&[u8], usize)> {
    list.iter().map(|d| (d.as_ref(), d.revision())).collect()
}

#[test]
fn what_is_appended_reads_back_in_every_form_of_cross_reference() {
    let compressible = [b'c'; 4000];
    for name in SAMPLES {
        let bytes = sample(name);
        let mut new = data(&[b"certificate"], &[&compressible]);
        new.entries.push(NewEntry {
            key: vri_key(b"signature"),
            ocsp_responses: vec![b"response".to_vec()],
            crls: vec![compressible.to_vec()],
            created: Some("D:20261120140307+07'00'".to_owned()),
            ..NewEntry::default()
        });
        let extended = append(&bytes, &new);
        assert!(extended.starts_with(&bytes), "{name}");
        assert!(extended.len() < bytes.len() + 4000, "{name}: compressed");
        let document = Document::open(&extended).unwrap();
        let [old, added] = document.revisions() else {
            panic!("{name}: not two revisions");
        };
        assert_eq!(old.form, added.form, "{name}");
        let store = store_of(&extended);
        assert_eq!(listed(&store.certificates), [(&b"certificate"[..], 1)]);
        assert_eq!(listed(&store.ocsp_responses), [(&b"response"[..], 1)]);
        assert_eq!(listed(&store.crls), [(&compressible[..], 1)]);
        let entry = &store.entries["FAB5F62863CDEDC5143552C9D37D6679E3304F7A"];
        assert_eq!(
            (&entry.ocsp_responses[..], &entry.crls[..]),
            (&[0][..], &[0][..])
        );
        assert_eq!(entry.created.as_deref(), Some("D:20261120140307+07'00'"));
        assert_eq!(store.unreadable, 0);
    }
}

#[test]
fn what_is_there_stays_and_nothing_comes_twice() {
    let first = append(&sample("quyet-dinh.pdf"), &data(&[b"one", b"two"], &[]));
    let mut more = data(&[b"two", b"three", b"three"], &[b"list"]);
    more.entries.push(NewEntry {
        key: vri_key(b"signature"),
        certificates: vec![b"one".to_vec(), b"four".to_vec()],
        ..NewEntry::default()
    });
    let second = append(&first, &more);
    assert!(second.starts_with(&first));
    let store = store_of(&second);
    let certificates: [(&[u8], usize); 4] = [(b"one", 1), (b"two", 1), (b"three", 2), (b"four", 2)];
    assert_eq!(listed(&store.certificates), certificates);
    let entry = &store.entries[&vri_key(b"signature")];
    assert_eq!(entry.certificates, [0, 3]);
    // Only the streams, the entry and the store: the catalog stays.
    let document = Document::open(&second).unwrap();
    assert_eq!(document.revisions()[2].entries.len(), 5);
    assert_eq!(
        append(&second, &more),
        second,
        "nothing new, nothing written"
    );
    assert!(store_of(&sample("quyet-dinh.pdf")).is_empty());
}

#[test]
fn an_entry_of_a_signature_is_never_changed() {
    let entry = |der: &[u8]| NewValidationData {
        entries: vec![NewEntry {
            key: vri_key(b"signature"),
            crls: vec![der.to_vec()],
            ..NewEntry::default()
        }],
        ..NewValidationData::default()
    };
    let first = append(&sample("quyet-dinh.pdf"), &entry(b"old"));
    let second = append(&first, &entry(b"new"));
    let store = store_of(&second);
    assert_eq!(listed(&store.crls), [(&b"old"[..], 1), (b"new", 2)]);
    assert_eq!(store.entries[&vri_key(b"signature")].crls, [0]);
}

/// A store as others write it: direct or indirect at every place.
fn odd_store(catalog: &str, objects: &[(u32, &str)]) -> Vec<u8> {
    let mut file = Builder::pages_only();
    file.object(1, &format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"));
    for (number, body) in objects {
        file.object(*number, body);
    }
    file.table("");
    file.bytes
}

const STREAM: &str = "<</Length 3>>\nstream\none\nendstream";

#[test]
fn every_part_may_be_direct_or_indirect() {
    let key = "0123456789abcdef0123456789abcdef01234567";
    let entry = "<</Cert[4 0 R]/TS 4 0 R/TU(D:2026)>>";
    let objects = [(4, STREAM), (5, "[4 0 R]")];
    let direct = odd_store(
        &format!("/DSS<</Certs[4 0 R]/VRI<</{key} {entry}>>>>"),
        &objects,
    );
    let entries = format!("<</{key} 8 0 R>>");
    let store = "<</Type/DSS/Certs 5 0 R/VRI 7 0 R>>";
    let indirect = [(6, store), (7, &entries), (8, entry)];
    let indirect = odd_store("/DSS 6 0 R", &[&objects[..], &indirect].concat());
    for bytes in [direct, indirect] {
        let store = store_of(&bytes);
        assert_eq!(listed(&store.certificates), [(&b"one"[..], 0)]);
        let entry = &store.entries[&key.to_ascii_uppercase()];
        assert_eq!(entry.certificates, [0]);
        assert_eq!(entry.timestamp.as_deref(), Some(&b"one"[..]));
        assert_eq!(entry.created.as_deref(), Some("D:2026"));
        let extended = append(&bytes, &data(&[b"one", b"two"], &[b"list"]));
        let store = store_of(&extended);
        assert_eq!(listed(&store.certificates), [(&b"one"[..], 0), (b"two", 1)]);
        assert_eq!(listed(&store.crls), [(&b"list"[..], 1)]);
        assert_eq!(store.entries.len(), 1, "the entry stays");
    }
}

/// The first numbers that are free, 4 and 5, stand in lists already: an object with one of them would be an element.
#[test]
fn numbers_that_a_list_names_are_left_free() {
    for store in [
        "/DSS<</Certs[4 0 R 5 0 R]>>",
        "/DSS<</OCSPs[4 0 R]/CRLs 5 0 R>>",
        "/DSS<</VRI<</A<</Cert[4 0 R]>>/B 5 0 R>>>>",
    ] {
        let bytes = odd_store(store, &[]);
        let extended = append(&bytes, &data(&[b"new"], &[]));
        let store_after = store_of(&extended);
        assert_eq!(
            listed(&store_after.certificates),
            [(&b"new"[..], 1)],
            "{store}"
        );
        assert_eq!(listed(&store_after.crls), [], "{store}");
        assert_eq!(listed(&store_after.ocsp_responses), [], "{store}");
        assert_eq!(
            store_after.unreadable,
            store_of(&bytes).unreadable,
            "{store}"
        );
    }
}

#[test]
fn two_lists_in_one_object_are_extended_each_on_its_own() {
    let objects = [(4, STREAM), (5, "[4 0 R]")];
    let bytes = odd_store("/DSS<</Certs 5 0 R/CRLs 5 0 R>>", &objects);
    let store = store_of(&append(&bytes, &data(&[b"certificate"], &[b"list"])));
    let expected = |new| [(&b"one"[..], 0), (new, 1)];
    assert_eq!(listed(&store.certificates), expected(b"certificate"));
    assert_eq!(listed(&store.crls), expected(b"list"));
}

#[test]
fn damaged_parts_are_counted_and_the_others_read() {
    let bytes = odd_store(
        "/DSS<</Certs[4 0 R 5 0 R 6 0 R (text) null 99 0 R]/OCSPs 4 0 R/CRLs(no)/VRI[1]>>",
        &[
            (4, STREAM),
            (
                5,
                "<</Filter/FlateDecode/Length 3>>\nstream\nbad\nendstream",
            ),
            (6, "<</Filter/JPXDecode/Length 3>>\nstream\nbad\nendstream"),
        ],
    );
    let store = store_of(&bytes);
    assert_eq!(listed(&store.certificates), [(&b"one"[..], 0)]);
    assert_eq!(listed(&store.ocsp_responses), [(&b"one"[..], 0)]);
    assert_eq!((store.crls.len(), store.unreadable), (0, 6));
}

#[test]
fn budgets_are_errors_that_name_themselves() {
    let bytes = append(&sample("quyet-dinh.pdf"), &data(&[b"one", b"two"], &[]));
    let read = |limits| {
        let document = Document::open_with(&bytes, limits).unwrap();
        SecurityStore::read(&document.latest())
    };
    let streams = read(Limits {
        validation_data: 1,
        ..Limits::default()
    });
    let budget = kyso_pdf::LimitKind::ValidationDataStreams;
    assert_eq!(streams, Err(PdfError::LimitReached { budget, limit: 1 }));
    let inflated = read(Limits {
        inflated: 4,
        ..Limits::default()
    });
    let budget = kyso_pdf::LimitKind::DecodedBytes;
    assert_eq!(inflated, Err(PdfError::LimitReached { budget, limit: 4 }));
}

#[test]
fn the_stores_of_all_revisions_cost_their_streams_once() {
    let mut bytes = append(&sample("quyet-dinh.pdf"), &data(&[&[b'c'; 1000]], &[]));
    for number in 0..20_u8 {
        bytes = append(&bytes, &data(&[&[number]], &[]));
    }
    let limits = Limits {
        inflated: 6000,
        ..Limits::default()
    };
    let document = Document::open_with(&bytes, limits).unwrap();
    for revision in 1..document.revisions().len() {
        let store = SecurityStore::read(&document.at(revision)).unwrap();
        assert_eq!(store.certificates.len(), revision);
    }
}

/// A file whose certification allows no change at all.
fn certified_without_changes() -> Vec<u8> {
    let bytes = sample("quyet-dinh.pdf");
    let document = Document::open(&bytes).unwrap();
    let mut certification = plan("A");
    certification.doc_mdp = Some(DocMdp::FormFilling);
    let prepared = prepare_signature(&document, &certification).unwrap();
    let signed = prepared.embed(&[0x30, 0x00]).unwrap();
    let at = signed.windows(4).rposition(|w| w == b"/P 2").unwrap();
    [&signed[..at], b"/P 1", &signed[at + 4..]].concat()
}

#[test]
fn a_certification_without_changes_allows_validation_data_and_timestamps() {
    let bytes = certified_without_changes();
    let document = Document::open(&bytes).unwrap();
    let refused = prepare_signature(&document, &plan("B")).unwrap_err();
    assert_eq!(refused, Unsignable::CertifiedNoChanges.into());
    let extended = append(&bytes, &data(&[b"one"], &[]));
    let document = Document::open(&extended).unwrap();
    let stamped = prepare_document_timestamp(&document, &timestamp_plan(None)).unwrap();
    assert_eq!(stamped.reserved(), 500);
    let stamped = stamped.embed(&[0x30, 0x00]).unwrap();
    let document = Document::open(&stamped).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let value = fields[1].value.as_ref().unwrap();
    assert!(value.is_document_timestamp());
    assert_eq!(fields[1].widgets[0].rect.unwrap().width(), 0.0);
    assert!(!value.dictionary.contains("M"), "only the token says when");
    assert_eq!(store_of(&stamped), store_of(&extended));
}

fn timestamp_plan(name: Option<&str>) -> DocumentTimestampPlan {
    DocumentTimestampPlan {
        field_name: name.map(str::to_owned),
        contents_reserve: 500,
    }
}

#[test]
fn a_timestamp_takes_the_first_free_name_or_the_one_asked_for() {
    let mut bytes = sample("quyet-dinh-xref-stream.pdf");
    for name in [None, Some("Lưu trữ"), None] {
        let document = Document::open(&bytes).unwrap();
        let prepared = prepare_document_timestamp(&document, &timestamp_plan(name)).unwrap();
        bytes = prepared.embed(&[0x30, 0x00]).unwrap();
    }
    let document = Document::open(&bytes).unwrap();
    let fields = document.latest().signature_fields().unwrap();
    let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["Timestamp1", "Lưu trữ", "Timestamp2"]);
    let taken = prepare_document_timestamp(&document, &timestamp_plan(Some("Timestamp1")));
    let name = "Timestamp1".to_owned();
    assert_eq!(
        taken.unwrap_err(),
        Unsignable::FieldNameTaken { name }.into()
    );
    assert_eq!(document.revisions()[3].form, XrefForm::Stream);
}

#[test]
fn only_a_file_below_pdf_2_declares_the_extension() {
    let declares = |bytes: &[u8]| {
        let extended = append(bytes, &data(&[b"one"], &[]));
        let document = Document::open(&extended).unwrap();
        let (_, catalog) = document.latest().catalog().unwrap();
        let extensions = catalog.as_dictionary().unwrap().get("Extensions").cloned();
        extensions.and_then(|e| e.as_dictionary().map(|e| e.contains("ESIC")))
    };
    assert_eq!(declares(&odd_store("", &[])), Some(true));
    assert_eq!(declares(&odd_store("/Version/2.0", &[])), None);
    let adobe = odd_store("/Extensions<</ADBE<</BaseVersion/1.7>>>>", &[]);
    assert_eq!(declares(&adobe), Some(true));
}

/// A table may name a place behind the end of its own revision, where a later revision writes an
/// object. That object is not as old as the table, whichever revision is read first.
#[test]
fn what_a_later_revision_writes_is_not_part_of_an_older_one() {
    const PLACE: usize = 2000;
    let objects = [
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /DSS << /CRLs [3 0 R] >> >>\nendobj\n",
        "2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n",
    ];
    let mut file = "%PDF-1.7\n".to_owned();
    let mut entries = "0000000000 65535 f\r\n".to_owned();
    for object in objects {
        entries += &format!("{:010} 00000 n\r\n", file.len());
        file += object;
    }
    let table = file.len();
    file += &format!("xref\n0 4\n{entries}{PLACE:010} 00000 n\r\n");
    file += &format!("trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
    file += &format!("%{}\n", "-".repeat(PLACE - file.len() - 2));
    assert_eq!(file.len(), PLACE);
    file += "3 0 obj\n<< /Length 6 >>\nstream\nforged\nendstream\nendobj\n";
    let update = file.len();
    file += &format!("xref\n3 1\n{PLACE:010} 00000 n\r\n");
    file +=
        &format!("trailer\n<< /Size 4 /Root 1 0 R /Prev {table} >>\nstartxref\n{update}\n%%EOF\n");
    let document = Document::open(file.as_bytes()).unwrap();
    assert_eq!(document.revisions().len(), 2);
    let newest = SecurityStore::read(&document.latest()).unwrap();
    assert_eq!(listed(&newest.crls), [(&b"forged"[..], 1)]);
    let oldest = SecurityStore::read(&document.at(0)).unwrap();
    assert_eq!(listed(&oldest.crls), []);
}

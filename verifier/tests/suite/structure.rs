//! Structure of the file around a signature: what is not a sound file is not
//! judged, and what readers could see differently is a change.

use kyso_pdf::{Dictionary, Document, Name, Object, Stream};
use kyso_verifier::{Finding, Modifications, Report, Verdict};

use crate::support::{Office, invisible, sample, sign, updated};

/// The signed decision with an empty update whose `/Size` is `size`.
fn resized(size: impl FnOnce(i64) -> i64) -> Vec<u8> {
    let mut bytes = updated(&Office::new().approved(), |update| {
        update.add(Dictionary::new());
    });
    let key = b"/Size ";
    let at = bytes.windows(key.len()).rposition(|w| w == key).unwrap() + key.len();
    let digits = bytes[at..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let written = std::str::from_utf8(&bytes[at..at + digits]).unwrap();
    let other = size(written.parse().unwrap());
    bytes.splice(at..at + digits, format!("{other:0digits$}").bytes());
    bytes
}

#[test]
fn another_size_may_not_hide_objects() {
    let modifications = |bytes: &[u8]| {
        let report = Office::new().verify(bytes);
        report.signatures[0].modifications
    };
    assert_eq!(
        modifications(&resized(|size| size)),
        Modifications::Permitted
    );
    assert_eq!(modifications(&resized(|_| 3)), Modifications::Forbidden);
}

#[test]
fn another_size_may_not_show_objects() {
    let office = Office::new();
    // Signed with objects that /Size hides from some programs; the digest is not asked for.
    let hiding = |size: &str| {
        let mut bytes = office.approved();
        let key = b"/Size ";
        let at = bytes.windows(key.len()).rposition(|w| w == key).unwrap() + key.len();
        bytes[at..at + size.len()].copy_from_slice(size.as_bytes());
        let document = Document::open(&bytes).unwrap();
        let revision = document.revisions().last().unwrap();
        let (root, start) = (revision.trailer.get("Root").cloned(), bytes.len());
        let root = root.and_then(|root| root.as_reference()).unwrap();
        let previous = revision.xref_offset;
        bytes.extend(
            format!(
                "300 0 obj\n<</A 1>>\nendobj\nxref\n300 1\n{start:010} 00000 n \ntrailer\n<</Size 301/Root {root} R/Prev {previous}>>\nstartxref\n{}\n%%EOF\n",
                start + "300 0 obj\n<</A 1>>\nendobj\n".len()
            )
            .bytes(),
        );
        office.verify(&bytes).signatures[0].modifications
    };
    assert_eq!(hiding("99"), Modifications::Permitted);
    assert_eq!(hiding("10"), Modifications::Forbidden);
}

/// The decision with `rights` in the permissions of its catalog.
fn with_rights(rights: Dictionary) -> Report {
    let plain = sample("quyet-dinh.pdf");
    let document = Document::open(&plain).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    let catalog = catalog.as_dictionary().unwrap().clone();
    let bytes = updated(&plain, |update| {
        let rights = update.add(rights);
        let permissions = Dictionary::new().with("UR3", rights);
        update.set(id, catalog.with("Perms", permissions));
    });
    Office::new().verify(&bytes)
}

#[test]
fn usage_rights_are_no_signature() {
    let range: Vec<Object> = [0_i64, 1, 2, 3].map(Object::from).to_vec();
    let signature = Dictionary::new()
        .with("Type", Name::from("Sig"))
        .with("ByteRange", range)
        .with("Contents", Object::String(vec![0x30, 0]));
    let method = Dictionary::new().with("TransformMethod", Name::from("UR3"));
    let granted = signature
        .clone()
        .with("Reference", vec![Object::Dictionary(method)]);
    let report = with_rights(granted);
    assert_eq!(report.verdict, Verdict::NotSigned);
    assert!(report.signatures.is_empty());
    assert_eq!(report.findings, []);
    // A signature that was taken off is not made usage rights by a name.
    let report = with_rights(signature);
    assert_eq!(report.verdict, Verdict::TotalFailed);
    let hidden = |finding: &Finding| matches!(finding, Finding::SignatureHidden { .. });
    assert!(report.findings.iter().any(hidden));
}

/// A stream that nothing refers to, and whose `/Length` ends behind the file.
#[test]
fn an_unused_stream_that_claims_too_much_harms_no_later_signature() {
    let office = Office::new();
    let with_stream = |is_used: bool| {
        let mut bytes = updated(&sample("quyet-dinh.pdf"), |update| {
            let entries = Dictionary::new().with("Claims", 99_999_999_i64);
            let stream = update.add(Stream::new(entries, b"12345".to_vec()));
            if is_used {
                update.add(Dictionary::new().with("Used", stream));
            }
        });
        for (old, new) in [("/Length 5", "/Claimd 5"), ("/Claims 9", "/Length 9")] {
            let at = memchr::memmem::rfind(&bytes, old.as_bytes()).unwrap();
            bytes[at..at + new.len()].copy_from_slice(new.as_bytes());
        }
        let once = sign(&bytes, "A1", &office.person, invisible(), None);
        sign(&once, "A2", &office.agency, invisible(), None)
    };
    let unused = office.verify(&with_stream(false));
    assert_eq!(unused.verdict, Verdict::TotalPassed);
    assert_eq!(unused.signatures[0].modifications, Modifications::Permitted);
    // What appends to the file appends to its data.
    let used = office.verify(&with_stream(true));
    assert_eq!(used.verdict, Verdict::TotalFailed);
}

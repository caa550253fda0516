//! Files that ask for endless work end at a budget that is named, or are judged quickly.

use std::fmt::Write;
use std::time::{Duration, Instant};

use kyso_pdf::{Dictionary, Document, Limits, Name, Object, ObjectId, PdfError};
use kyso_verifier::{Modifications, Policy, Verdict, VerifyError, verify};

use crate::support::{Office, invisible, now, sample, sign, updated};

/// What needs seconds needs no more than this without optimisation beside many other programs; what is quadratic does.
const ENDLESS: Duration = Duration::from_secs(120);

/// `count` revisions after a signed file: each replaces, or adds, one object.
fn revisions(signed: Vec<u8>, count: u32, replace: bool) -> Vec<u8> {
    let document = Document::open(&signed).unwrap();
    let last = document.revisions().last().unwrap();
    let size = document.latest().greatest_number() + 1;
    let root = document.latest().catalog().unwrap().0;
    let mut previous = usize::try_from(last.xref_offset).unwrap();
    let mut bytes = signed.clone();
    for index in 0..count {
        let number = if replace { size } else { size + index };
        let offset = bytes.len();
        let object = format!("{number} 0 obj\n({index})\nendobj\n");
        bytes.extend(object.bytes());
        let start = bytes.len();
        let mut table = format!("xref\n{number} 1\n{offset:010} 00000 n \ntrailer\n");
        let trailer = format!("<</Size {}/Root {root} R/Prev {previous}>>", number + 1);
        writeln!(table, "{trailer}\nstartxref\n{start}\n%%EOF").unwrap();
        bytes.extend(table.bytes());
        previous = start;
    }
    bytes
}

fn judged(bytes: &[u8], limits: Limits) -> Result<Modifications, VerifyError> {
    let policy = Policy {
        limits,
        ..Policy::new(now())
    };
    let start = Instant::now();
    let report = verify(bytes, &Office::new().store(), &policy)?;
    assert!(start.elapsed() < ENDLESS);
    Ok(report.signatures[0].modifications)
}

fn signed() -> Vec<u8> {
    let office = Office::new();
    sign(
        &sample("cong-van.pdf"),
        "A",
        &office.person,
        invisible(),
        None,
    )
}

/// A signed file with this as the data of a stream that nothing uses.
fn signed_with_data(data: &str) -> Vec<u8> {
    let plain = sample("cong-van.pdf");
    let document = Document::open(&plain).unwrap();
    let number = document.latest().greatest_number() + 1;
    let last = document.revisions().last().unwrap();
    let (root, previous) = (document.latest().catalog().unwrap().0, last.xref_offset);
    let offset = plain.len() + 1;
    let length = data.len();
    let object =
        format!("\n{number} 0 obj\n<</Length {length}>>\nstream\n{data}\nendstream\nendobj\n");
    let start = plain.len() + object.len();
    let trailer = format!("<</Size {}/Root {root} R/Prev {previous}>>", number + 1);
    let table = format!(
        "xref\n{number} 1\n{offset:010} 00000 n \ntrailer\n{trailer}\nstartxref\n{start}\n%%EOF\n"
    );
    let bytes = [&plain, object.as_bytes(), table.as_bytes()].concat();
    sign(&bytes, "A", &Office::new().person, invisible(), None)
}

/// Words that begin trailers and objects, each behind which all the rest has to be passed.
#[test]
fn words_that_lead_over_all_that_follows_end_at_a_budget() {
    for word in ["trailer%", "1 0 obj ("] {
        let bytes = signed_with_data(&word.repeat(100_000));
        let start = Instant::now();
        let report = verify(&bytes, &Office::new().store(), &Policy::new(now())).unwrap();
        assert!(start.elapsed() < ENDLESS);
        assert_ne!(report.verdict, Verdict::TotalPassed, "{word}");
    }
}

#[test]
fn ten_thousand_revisions_are_judged() {
    let added = revisions(signed(), 10_000, false);
    assert_eq!(
        judged(&added, Limits::default()),
        Ok(Modifications::Permitted)
    );
    let replaced = revisions(signed(), 10_000, true);
    assert!(judged(&replaced, Limits::default()).is_ok());
}

#[test]
fn too_many_revisions_or_signatures_are_named() {
    let error = |limits| match judged(&revisions(signed(), 30, false), limits) {
        Err(VerifyError::Pdf(PdfError::LimitReached { budget, .. })) => budget.as_str(),
        other => panic!("{other:?}"),
    };
    let sections = Limits {
        sections: 20,
        ..Limits::default()
    };
    assert_eq!(error(sections), "cross-reference sections");
    let signatures = Limits {
        signatures: 0,
        ..Limits::default()
    };
    assert_eq!(error(signatures), "signatures");
}

#[test]
fn twenty_five_signatures_are_judged() {
    let office = Office::new();
    let signed = (0..25).fold(sample("cong-van.pdf"), |bytes, index| {
        sign(
            &bytes,
            &format!("A{index}"),
            &office.person,
            invisible(),
            None,
        )
    });
    let start = Instant::now();
    let report = office.verify(&signed);
    assert!(start.elapsed() < ENDLESS);
    assert_eq!(report.signatures.len(), 25);
    let forbidden = report.signatures.iter();
    let forbidden = forbidden.filter(|one| one.modifications == Modifications::Forbidden);
    assert_eq!(forbidden.count(), 0);
}

#[test]
fn lists_of_changes_are_bounded_for_all_signatures_together_and_say_what_they_omit() {
    let office = Office::new();
    let signed = (0..6).fold(sample("cong-van.pdf"), |bytes, index| {
        let name = format!("A{index}");
        sign(&bytes, &name, &office.person, invisible(), None)
    });
    let altered = updated(&signed, |update| {
        let added = (0..600).map(|_| Object::from(update.add(Object::Integer(1))));
        let added: Vec<Object> = added.collect();
        let document = Document::open(&signed).unwrap();
        let (id, catalog) = document.latest().catalog().unwrap();
        let mut catalog = catalog.as_dictionary().unwrap().clone();
        catalog.insert("Unknown", Object::Array(added));
        update.set(id, catalog);
    });
    let report = office.verify(&altered);
    let listed = report.signatures.iter().flat_map(|one| &one.changes);
    assert_eq!(listed.clone().count(), 2_000);
    assert!(listed.clone().all(|change| change.permitted_by.is_none()));
    let json = report.to_json("a.pdf", kyso_words::Lang::Vi);
    for (index, one) in report.signatures.iter().enumerate() {
        assert_eq!(one.modifications, Modifications::Forbidden);
        assert!(one.changes.len() + one.changes_omitted >= 600);
        assert_eq!(
            json["signatures"][index]["changes_omitted"],
            one.changes_omitted
        );
    }
    let sound = office.verify(&signed);
    assert!(sound.signatures.iter().all(|one| one.changes_omitted == 0));
}

/// A document with a form of `count` text fields, signed.
fn with_fields(count: usize) -> (Vec<u8>, Vec<ObjectId>) {
    let mut fields = Vec::new();
    let letter = sample("cong-van.pdf");
    let bytes = updated(&letter, |update| {
        let document = Document::open(&letter).unwrap();
        let (id, catalog) = document.latest().catalog().unwrap();
        for index in 0..count {
            let field = Dictionary::new()
                .with("FT", Name::from("Tx"))
                .with("T", Object::String(format!("f{index}").into_bytes()));
            fields.push(update.add(field));
        }
        let listed: Vec<Object> = fields.iter().map(|id| (*id).into()).collect();
        let form = Dictionary::new().with("Fields", listed);
        let catalog = catalog.as_dictionary().unwrap().clone();
        update.set(id, catalog.with("AcroForm", form));
    });
    let office = Office::new();
    let signed = sign(&bytes, "A", &office.person, invisible(), None);
    (signed, fields)
}

#[test]
fn the_field_tree_is_not_walked_anew_for_each_revision() {
    const REVISIONS: usize = 60;
    let (mut bytes, fields) = with_fields(500);
    for (step, field) in fields.iter().take(REVISIONS).enumerate() {
        bytes = updated(&bytes, |update| {
            let value = Object::String(format!("{step}").into_bytes());
            let filled = Dictionary::new()
                .with("FT", Name::from("Tx"))
                .with("T", Object::String(format!("f{step}").into_bytes()))
                .with("V", value);
            update.set(*field, filled);
        });
    }
    // Five trees at most are walked within this budget, not one for each revision.
    let limits = Limits {
        tree_nodes: 1000,
        ..Limits::default()
    };
    assert_eq!(judged(&bytes, limits), Ok(Modifications::Permitted));
}

#[test]
fn a_field_that_becomes_another_makes_another_tree() {
    let (bytes, fields) = with_fields(3);
    let replace =
        |bytes: &[u8], field: Dictionary| updated(bytes, |update| update.set(fields[0], field));
    let text = |name: &str| {
        Dictionary::new()
            .with("FT", Name::from("Tx"))
            .with("T", Object::String(name.into()))
    };
    let filled = replace(&bytes, text("f0").with("V", Object::String(b"a".to_vec())));
    assert_eq!(
        judged(&filled, Limits::default()),
        Ok(Modifications::Permitted)
    );
    // Once it is read-only, the tree that was known does not count any more.
    let locked = text("f0")
        .with("V", Object::String(b"b".to_vec()))
        .with("Ff", 1);
    let locked = replace(&filled, locked);
    assert_eq!(
        judged(&locked, Limits::default()),
        Ok(Modifications::Permitted)
    );
    let changed = text("f0")
        .with("V", Object::String(b"c".to_vec()))
        .with("Ff", 1);
    let changed = replace(&locked, changed);
    assert_eq!(
        judged(&changed, Limits::default()),
        Ok(Modifications::Forbidden)
    );
}

#[test]
fn references_are_counted_in_bytes() {
    let bytes = updated(&sample("cong-van.pdf"), |update| {
        let elements = (100_000..103_000).map(|number| ObjectId::new(number, 0).into());
        update.add(Object::Array(elements.collect()));
    });
    let office = Office::new();
    let signed = sign(&bytes, "A", &office.person, invisible(), None);
    let later = updated(&signed, |update| {
        update.add(Object::Integer(1));
    });
    assert_eq!(
        judged(&later, Limits::default()),
        Ok(Modifications::Permitted)
    );
    let limits = Limits {
        references_held: 60_000,
        ..Limits::default()
    };
    assert_eq!(judged(&later, limits), Ok(Modifications::Forbidden));
}

/// A revision that writes one object.
fn with_object(mut bytes: Vec<u8>, number: u32, body: &str) -> Vec<u8> {
    let document = Document::open(&bytes).unwrap();
    let previous = document.revisions().last().unwrap().xref_offset;
    let size = number.max(document.latest().greatest_number()) + 1;
    let root = document.latest().catalog().unwrap().0;
    let offset = bytes.len();
    bytes.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    let start = bytes.len();
    let table = format!("xref\n{number} 1\n{offset:010} 00000 n \n");
    let trailer = format!("trailer\n<</Size {size}/Root {root} R/Prev {previous}>>");
    bytes.extend(format!("{table}{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// A later revision that writes an object of many keys again, each with a
/// reference to a generation of an object that is not there: every key and every
/// reference was looked for in the whole old one.
#[test]
fn long_dictionaries_are_compared_in_one_go() {
    let plain = sample("cong-van.pdf");
    let document = Document::open(&plain).unwrap();
    let page = document.latest().page(0).unwrap().unwrap().id.number;
    let number = document.latest().greatest_number() + 1;
    let mut body = String::from("<<");
    for key in 0..60_000 {
        write!(body, "/K{key} {page} {} R", key + 1).unwrap();
    }
    body.push_str(">>");
    let office = Office::new();
    let prepared = with_object(plain, number, &body);
    let signed = sign(&prepared, "A", &office.person, invisible(), None);
    let again = with_object(signed, number, &body);
    assert_eq!(judged(&again, Limits::default()), Ok(Modifications::None));
}

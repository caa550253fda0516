//! What is looked at in every revision, on every page or for every name is looked at once, or counted.

use std::fmt::Write;

use kyso_pdf::{Dictionary, Document, LimitKind, Limits, Name, Object, ObjectId, PdfError, Update};
use kyso_verifier::{ChangeKind, Finding, Modifications, Policy, Report, VerifyError, verify};

use crate::support::{Office, invisible, now, sample, sign, updated};

/// The report of a file whose revisions may compare so many elements together.
fn judged(bytes: &[u8], compared: usize) -> Result<Report, VerifyError> {
    let limits = Limits {
        compared,
        ..Limits::default()
    };
    let policy = Policy {
        limits,
        ..Policy::new(now())
    };
    verify(bytes, &Office::new().store(), &policy)
}

fn modifications(bytes: &[u8], compared: usize) -> Modifications {
    judged(bytes, compared).unwrap().signatures[0].modifications
}

/// Whether the comparison of a revision ended at that budget, with its name.
fn exceeds(bytes: &[u8], compared: usize) -> bool {
    let report = judged(bytes, compared).unwrap();
    let mut changes = report.signatures[0].changes.iter();
    changes.any(|change| {
        matches!(
            change.what,
            ChangeKind::Unreadable {
                error: PdfError::LimitReached {
                    budget: LimitKind::ComparedElements,
                    ..
                }
            }
        )
    })
}

/// One more revision: objects, and a table of entries that are made from their offset.
fn revision(mut bytes: Vec<u8>, objects: &str, entries: impl Fn(usize) -> String) -> Vec<u8> {
    let document = Document::open(&bytes).unwrap();
    let previous = document.revisions().last().unwrap().xref_offset;
    let view = document.latest();
    let (root, size) = (view.catalog().unwrap().0, view.greatest_number() + 2);
    let offset = bytes.len();
    bytes.extend(objects.bytes());
    let start = bytes.len();
    let entries = entries(offset);
    let trailer = format!("trailer\n<</Size {size}/Root {root} R/Prev {previous}>>");
    bytes.extend(format!("xref\n{entries}{trailer}\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// Revisions without any object.
fn followed(bytes: Vec<u8>, count: usize) -> Vec<u8> {
    (0..count).fold(bytes, |bytes, _| {
        revision(bytes, "", |_| "0 0\n".to_owned())
    })
}

/// Revisions that add an object each.
fn extended(bytes: Vec<u8>, count: usize) -> Vec<u8> {
    (0..count).fold(bytes, |bytes, _| {
        let number = free_number(&bytes);
        let object = format!("{number} 0 obj\n1\nendobj\n");
        revision(bytes, &object, |offset| {
            format!("{number} 1\n{offset:010} 00000 n \n")
        })
    })
}

fn free_number(bytes: &[u8]) -> u32 {
    Document::open(bytes).unwrap().latest().greatest_number() + 1
}

/// A signed document with these entries in its catalog.
fn signed(fill: impl FnOnce(&mut Update<'_, '_>) -> Dictionary) -> Vec<u8> {
    let plain = sample("cong-van.pdf");
    let document = Document::open(&plain).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    let prepared = updated(&plain, |update| {
        let added = fill(update);
        let mut catalog = catalog.as_dictionary().unwrap().clone();
        for (name, value) in added.iter() {
            catalog.insert_name(name.clone(), value.clone());
        }
        update.set(id, catalog);
    });
    sign(&prepared, "A", &Office::new().person, invisible(), None)
}

/// A dictionary of so many entries.
fn names(count: usize, value: impl Into<Object>) -> Dictionary {
    let value = value.into();
    (0..count).fold(Dictionary::new(), |names, number| {
        names.with(&format!("K{number}"), value.clone())
    })
}

#[test]
fn a_long_catalog_is_looked_at_only_where_something_changes() {
    let signed = signed(|_| names(2_000, 1));
    let followed = followed(signed.clone(), 40);
    assert_eq!(modifications(&followed, 20_000), Modifications::None);
    let extended = extended(signed, 40);
    assert_eq!(
        modifications(&extended, 1_000_000),
        Modifications::Permitted
    );
    assert!(exceeds(&extended, 100_000));
}

#[test]
fn a_long_security_store_is_looked_at_only_where_something_changes() {
    let signed = signed(|update| {
        let entry = update.add(Dictionary::new().with("Type", Name::from("VRI")));
        let store = Dictionary::new().with("VRI", names(2_000, entry));
        Dictionary::new().with("DSS", store)
    });
    let followed = followed(signed.clone(), 40);
    assert_eq!(modifications(&followed, 20_000), Modifications::None);
    let extended = extended(signed, 40);
    assert_eq!(
        modifications(&extended, 1_000_000),
        Modifications::Permitted
    );
    assert!(exceeds(&extended, 200_000));
}

#[test]
fn one_extension_that_many_names_share_is_looked_at_once_in_a_revision() {
    let of = |count: usize, length: usize| {
        signed(|update| {
            let numbers = vec![Object::Integer(1); length];
            let shared = update.add(Object::Array(numbers));
            Dictionary::new().with("Extensions", names(count, shared))
        })
    };
    let shared = extended(of(300, 1_000), 2);
    assert_eq!(modifications(&shared, 20_000), Modifications::Permitted);
    let long = extended(of(1, 10_000), 20);
    assert_eq!(modifications(&long, 1_000_000), Modifications::Permitted);
    assert!(exceeds(&long, 100_000));
}

#[test]
fn long_default_resources_are_looked_at_only_where_something_changes() {
    let fonts = Dictionary::new().with("Font", names(2_000, 1));
    let signed = signed(|_| {
        let form = Dictionary::new().with("Fields", Object::Array(Vec::new()));
        let form = form.with("DR", fonts.clone());
        Dictionary::new().with("AcroForm", form)
    });
    let followed = followed(signed.clone(), 40);
    assert_eq!(modifications(&followed, 20_000), Modifications::None);
    // The form with the same resources in another order.
    let document = Document::open(&signed).unwrap();
    let (id, catalog) = document.latest().catalog().unwrap();
    let view = document.latest();
    let form = view.get(catalog.as_dictionary().unwrap(), "AcroForm");
    let form = form.unwrap().as_dictionary().unwrap().clone();
    let turned = updated(&signed, |update| {
        let fonts = (0..2_000).rev().fold(Dictionary::new(), |fonts, number| {
            fonts.with(&format!("K{number}"), 1)
        });
        let form = form.with("DR", Dictionary::new().with("Font", fonts));
        let catalog = catalog.as_dictionary().unwrap().clone();
        update.set(id, catalog.with("AcroForm", form));
    });
    assert_eq!(modifications(&turned, 100_000), Modifications::None);
    assert!(!exceeds(&turned, 100_000));
    assert!(exceeds(&turned, 8_000));
}

#[test]
fn equal_objects_that_take_turns_are_counted_over_all_revisions() {
    let signed = signed(|_| Dictionary::new());
    let number = free_number(&signed);
    let mut object = format!("{number} 0 obj\n<<");
    for key in 0..1_000 {
        write!(object, "/K{key} 1").unwrap();
    }
    object.push_str(">>\nendobj\n");
    let places = [signed.len(), signed.len() + object.len()];
    let entry = |place: usize| format!("{number} 1\n{place:010} 00000 n \n");
    let first = revision(signed, &object.repeat(2), |_| entry(places[0]));
    let turns = (0..60).fold(first, |bytes, step: usize| {
        revision(bytes, "", |_| entry(places[(step + 1) % 2]))
    });
    assert!(!exceeds(&turns, 1_000_000));
    assert!(exceeds(&turns, 30_000));
}

#[test]
fn pairs_of_a_parent_tree_are_found_by_their_number() {
    let mut root = None;
    let of = |update: &mut Update<'_, '_>, next: i64, tree: ObjectId| {
        let entries = Dictionary::new()
            .with("Type", Name::from("StructTreeRoot"))
            .with("ParentTree", tree)
            .with("ParentTreeNextKey", next);
        update.add(entries)
    };
    let tree = |turned: bool| {
        let pairs = (0..3_000).flat_map(|number| [Object::Integer(number), Object::Null]);
        let mut pairs: Vec<Object> = pairs.collect();
        if turned {
            pairs.rotate_left(2_000);
        }
        Dictionary::new().with("Nums", Object::Array(pairs))
    };
    let signed = signed(|update| {
        let tree = update.add(tree(false));
        let id = of(update, 1, tree);
        root = Some((id, tree));
        Dictionary::new().with("StructTreeRoot", id)
    });
    let (id, old) = root.unwrap();
    let later = updated(&signed, |update| {
        update.set(old, tree(true));
        let entries = Dictionary::new()
            .with("Type", Name::from("StructTreeRoot"))
            .with("ParentTree", old)
            .with("ParentTreeNextKey", 2);
        update.set(id, entries);
    });
    assert_eq!(modifications(&later, 100_000), Modifications::Permitted);
    assert!(exceeds(&later, 5_000));
}

/// A file of one revision without a form whose pages list widgets of a signature: all one list, or each its own.
fn pages(count: usize, listed: usize, is_shared: bool) -> Vec<u8> {
    let list = format!("[{}]", "5 0 R ".repeat(listed));
    let kids: String = (0..count).fold(String::new(), |mut kids, page| {
        write!(kids, "{} 0 R ", page + 7).unwrap();
        kids
    });
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/MediaBox[0 0 9 9]/Count {count}/Kids[{kids}]>>"),
        list.clone(),
        "null".to_owned(),
        "<</Type/Annot/Subtype/Widget/Rect[0 0 0 0]/V 6 0 R>>".to_owned(),
        "<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>".to_owned(),
    ];
    let list = if is_shared { "3 0 R" } else { &list };
    let page = format!("<</Type/Page/Parent 2 0 R/Annots {list}>>");
    objects.extend(std::iter::repeat_n(page, count));
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", bytes.len()).unwrap();
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let start = bytes.len();
    let size = objects.len() + 1;
    let trailer = format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    bytes.extend(table.bytes().chain(trailer.bytes()));
    bytes
}

#[test]
fn a_list_of_annotations_that_pages_share_is_looked_at_once() {
    let shared = judged(&pages(40, 1_000, true), 10_000).unwrap();
    assert!(shared.findings.contains(&Finding::CutFromSignedFile));
    // Where not all of them are looked at, it is not known that the signature is another file's.
    let apart = judged(&pages(40, 1_000, false), 10_000).unwrap();
    let hidden = |finding: &Finding| matches!(finding, Finding::SignatureHidden { .. });
    assert!(apart.findings.iter().any(hidden));
}

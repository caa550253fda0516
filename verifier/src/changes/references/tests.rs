#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;

use super::*;

/// Revisions of objects, each with its number and what it is; `None` for one that is freed.
fn file(revisions: &[&[(u32, Option<&str>)]]) -> String {
    let mut file = String::from("%PDF-1.7\n");
    let mut previous = String::new();
    for objects in revisions {
        let mut table = String::new();
        for (number, object) in *objects {
            let (offset, kind) = match object {
                Some(_) => (file.len(), 'n'),
                None => (0, 'f'),
            };
            write!(table, "{number} 1\n{offset:010} 00000 {kind} \n").unwrap();
            if let Some(object) = object {
                writeln!(file, "{number} 0 obj\n{object}\nendobj").unwrap();
            }
        }
        let at = file.len();
        write!(
            file,
            "xref\n{table}trailer\n<</Size 9/Root 1 0 R{previous}>>\nstartxref\n{at}\n%%EOF\n"
        )
        .unwrap();
        previous = format!("/Prev {at}");
    }
    file
}

/// All and the new numbers that are missing after each revision.
fn missing(revisions: &[&[(u32, Option<&str>)]]) -> Vec<(Vec<u32>, Vec<u32>)> {
    let file = file(revisions);
    let document = Document::open(file.as_bytes()).unwrap();
    let mut index = ReferenceIndex::default();
    let states = (0..revisions.len()).map(|revision| {
        index.advance(&document, revision).unwrap();
        let numbers = |set: &BTreeSet<u32>| set.iter().copied().collect();
        (numbers(&index.missing), numbers(&index.missed_anew))
    });
    states.collect()
}

const CATALOG: (u32, Option<&str>) = (1, Some("<</A 2 0 R/B 3 0 R>>"));
const HOLDER: (u32, Option<&str>) = (2, Some("<</C 4 0 R>>"));
const TARGET: (u32, Option<&str>) = (4, Some("<<>>"));

#[test]
fn what_a_revision_frees_is_missed_anew_whoever_is_written_again() {
    let first: &[_] = &[CATALOG, HOLDER, TARGET];
    let freed = (4, None);
    for update in [&[freed][..], &[HOLDER, freed], &[CATALOG, HOLDER, freed]] {
        let after = missing(&[first, update]);
        assert_eq!(after, [(vec![3], vec![3]), (vec![3, 4], vec![4])]);
    }
}

#[test]
fn what_a_revision_brings_ends_what_was_missed() {
    let first: &[_] = &[CATALOG, HOLDER];
    for update in [&[TARGET][..], &[HOLDER, TARGET], &[CATALOG, HOLDER, TARGET]] {
        let after = missing(&[first, update]);
        assert_eq!(after, [(vec![3, 4], vec![3, 4]), (vec![3], vec![4])]);
    }
}

#[test]
fn a_reference_that_ends_or_comes_to_what_is_missing_is_noted() {
    let first: &[_] = &[CATALOG, HOLDER];
    let other = (2, Some("<</C 5 0 R>>"));
    let again = (2, Some("[4 0 R 4 0 R]"));
    let after = missing(&[first, &[HOLDER], &[other], &[again], &[(2, Some("null"))]]);
    let expected = [
        (vec![3, 4], vec![3, 4]),
        (vec![3, 4], vec![]),
        (vec![3, 5], vec![4, 5]),
        (vec![3, 4], vec![4, 5]),
        (vec![3], vec![4]),
    ];
    assert_eq!(after, expected);
}

//! How instructions of contents are read.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;

#[test]
fn operands_belong_to_the_operator_after_them() {
    let content = b"q 10 0 0 5.5 1 2 cm /Im1 Do Q [(a) -3 (b)] TJ [[1] 2] 0 d /A <</B [1]>> DP";
    let all = operations(content, 10).unwrap();
    let operations = &all;
    assert_eq!(operations.len(), 7);
    assert_eq!(
        operations[1].numbers(),
        Some([10.0, 0.0, 0.0, 5.5, 1.0, 2.0])
    );
    assert_eq!(operations[2].name(), Some(&Name::from("Im1")));
    let shown = vec![
        Object::String(b"a".to_vec()),
        Object::Integer(-3),
        Object::String(b"b".to_vec()),
    ];
    assert_eq!(operations[4].operands, [Object::Array(shown)]);
    assert_eq!(operations[5].operands[0], Object::Null);
    assert_eq!(operations[6].operands[1], Object::Null);
}

fn read(content: &[u8]) -> Vec<(Vec<u8>, Vec<Object>)> {
    let mut instructions = Instructions::new(content);
    let mut all = Vec::new();
    while let Some((operator, operands)) = instructions.next() {
        all.push((operator.to_vec(), operands.to_vec()));
    }
    all
}

#[test]
fn instructions_are_read_as_programs_read_them() {
    let all = read(b"q --5 1.2.3 Td [(a) -3 [(x)] /N <62>] TJ ) /A <</B (>>) /C<<>> >>BDC");
    assert_eq!(all.len(), 4);
    assert_eq!(all[1].1, [Object::Real(-5.0), Object::Real(1.2)]);
    let text = |text: &str| Object::String(text.into());
    let name = Object::Name(Name::from("N"));
    let array = vec![text("a"), Object::Integer(-3), name, text("b")];
    assert_eq!(all[2].1, [Object::Array(array)]);
    assert_eq!(all[3].1, [Object::Name(Name::from("A")), Object::Null]);
}

#[test]
fn inline_images_are_left_out_whole() {
    let all = read(b"1 g BI /W 1 /H 1 ID \x80EI\x01 EI \x02 (Q EI Q 2 w");
    let operators: Vec<_> = all.iter().map(|(operator, _)| &operator[..]).collect();
    assert_eq!(operators, [&b"g"[..], b"BI", b"Q", b"w"]);
    assert_eq!(read(b"BI ID EI").len(), 1);
    assert_eq!(read(b"BI").len(), 1);
}

#[test]
fn operators_within_arrays_are_not_read() {
    assert!(operations(b"[ q ] Q", 10).is_err());
    assert!(operations(b"[ 1 0 0 1 0 0 cm", 10).is_err());
    let read = operations(b"/P <</MCID 0>> BDC [ ] 0 d EMC", 10).unwrap();
    assert_eq!(read.len(), 3);
}

#[test]
fn endless_operations_end_at_the_limit() {
    assert!(operations(&b"q ".repeat(100), 99).is_err());
}

//! Object streams, as they should be and as they should not (ISO 32000-2, 7.5.7).

use super::MARKED_PAGE;
use super::body::{Body, Entries};
use super::step::Packing;

/// An object stream of these members.
pub(super) fn object_stream(members: &[(u32, Vec<u8>)], packing: Packing) -> Body {
    let mut members = members.to_vec();
    let mut listed = Vec::new();
    if packing == Packing::Twice {
        members.insert(0, (members[0].0, MARKED_PAGE.into()));
    }
    if packing == Packing::Extra {
        members.push((3, MARKED_PAGE.into()));
    }
    let mut data = Vec::new();
    let order: Vec<usize> = match packing {
        Packing::Descending => (0..members.len()).rev().collect(),
        _ => (0..members.len()).collect(),
    };
    let mut offsets = vec![0; members.len()];
    for index in order {
        offsets[index] = data.len();
        data.extend(&members[index].1);
        data.push(b'\n');
    }
    for ((number, _), offset) in members.iter().zip(&offsets) {
        listed.push(format!("{number} {offset}"));
    }
    let head = format!("{} ", listed.join(" "));
    let count = members.len() + if packing == Packing::TooMany { 2 } else { 0 };
    let first = head.len() - if packing == Packing::EarlyFirst { 2 } else { 0 };
    let entries = Entries::of(&[("Type", "/ObjStm")])
        .with("N", count)
        .with("First", first);
    Body::Stream(entries, [head.into_bytes(), data].concat())
}

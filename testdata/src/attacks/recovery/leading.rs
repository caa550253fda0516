//! Bytes before the header of a signed document whose offsets count from its header: no signature covers these bytes.

use super::with_leftover;
use crate::expected::Expected;
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        before("object-before-the-header", object_in_front),
        before("form-file-before-the-header", || b"%FDF-1.2\n".to_vec()),
        before("header-beyond-where-it-is-looked-for", || vec![b' '; 1019]),
        before("end-before-the-header", || {
            b"startxref\n9\n%%EOF\n".to_vec()
        }),
    ];
    cases.push(Case::new(
        "signed-leftover-behind-bytes-before-the-header",
        Expected::doubtful("GENERIC", "ShownByRepair"),
        |base| [HARMLESS, &with_leftover(base, |file| file)].concat(),
    ));
    cases
}

fn before(name: &'static str, leading: fn() -> Vec<u8>) -> Case {
    Case::new(name, Expected::unreadable(""), move |base: &Base| {
        [leading(), base.issued.clone()].concat()
    })
}

/// An object that MuPDF finds where it finds no header.
fn object_in_front() -> Vec<u8> {
    let mut leading = b"2 0 obj<</Length 25>>stream\n1 0 0 rg 0 0 600 842 re f\n".to_vec();
    leading.resize(1019, b' ');
    leading
}

const HARMLESS: &[u8] = b"Content-Length: 99\r\n\r";

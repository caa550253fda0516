//! Universal signature forgery by `/Contents`: in the place of the signature is
//! nothing, something else, or more than one container.

use crate::edit::{fill_gap, gap, overwrite, replace_last};
use crate::expected::Expected;
use crate::{Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = no_container();
    cases.extend(more_than_a_container());
    Family {
        name: "contents",
        cases,
    }
}

fn no_container() -> Vec<Case> {
    let displaced = Expected::malformed("ContentsNotInGap").with_integrity("broken");
    let unreadable = Expected::broken("FORMAT_FAILURE", "ContainerUnreadable");
    vec![
        Case::new("contents-missing", displaced, |base| {
            replace_last(&base.approved, "/Contents ", "/Contentz ")
        }),
        Case::new("contents-null", displaced, |base| {
            fill_gap(&base.approved, "null")
        }),
        Case::new("contents-empty", displaced, |base| {
            fill_gap(&base.approved, "<>")
        }),
        Case::new("contents-all-zeros", unreadable, |base| {
            digits(&base.approved, &[])
        }),
        Case::new("contents-blank", unreadable, |base| {
            let width = gap(&base.approved).len() - 2;
            fill_gap(&base.approved, &format!("<{:width$}>", ""))
        }),
        Case::new("contents-truncated", unreadable, |base| {
            let container = container(&base.approved);
            digits(&base.approved, &container[..container.len() / 2])
        }),
        Case::new("contents-of-noise", unreadable, |base| {
            digits(&base.approved, &[0xFF; 900])
        }),
        Case::new(
            "contents-without-end",
            Expected::unreadable("unexpected delimiter"),
            |base| {
                let end = gap(&base.approved).end;
                overwrite(&base.approved, end - 1, b"0")
            },
        ),
        Case::new(
            "contents-not-hexadecimal",
            Expected::unreadable("hexadecimal"),
            |base| {
                let end = gap(&base.approved).end;
                overwrite(&base.approved, end - 9, b"endobj")
            },
        ),
    ]
}

fn more_than_a_container() -> Vec<Case> {
    let followed = Expected::doubtful("FORMAT_FAILURE", "ContainerTrailer");
    vec![
        Case::new(
            "contents-of-another-document",
            Expected::broken("HASH_FAILURE", "DigestMismatch"),
            |base| digits(&base.approved, &container(&base.signed(&base.form))),
        ),
        Case::new("contents-followed-by-noise", followed, |base| {
            let end = gap(&base.approved).end;
            overwrite(&base.approved, end - 3, b"01")
        }),
        Case::new("contents-of-two-containers", followed, |base| {
            let container = container(&base.approved);
            digits(&base.approved, &[container.clone(), container].concat())
        }),
        // With a byte range the value shall be hexadecimal (ISO 32000-2, table
        // 255): in a literal string there is room for objects.
        Case::new(
            "contents-as-a-literal-string",
            Expected::malformed("ContentsNotInGap"),
            |base| {
                let gap = gap(&base.approved);
                let text = literal(&container(&base.approved), gap.len());
                overwrite(&base.approved, gap.start, &text)
            },
        ),
    ]
}

/// The container of the newest signature, without padding.
pub(crate) fn container(bytes: &[u8]) -> Vec<u8> {
    let gap = gap(bytes);
    let text = std::str::from_utf8(&bytes[gap.start + 1..gap.end - 1]).unwrap();
    let octet = |index: usize| u8::from_str_radix(&text[2 * index..2 * index + 2], 16).unwrap();
    let length = 4 + (usize::from(octet(2)) << 8) + usize::from(octet(3));
    (0..length).map(octet).collect()
}

/// Another container in the gap, padded with zeros.
pub(crate) fn digits(bytes: &[u8], container: &[u8]) -> Vec<u8> {
    let width = gap(bytes).len() - 2;
    fill_gap(
        bytes,
        &format!("<{:0<width$}>", base16ct::lower::encode_string(container)),
    )
}

/// The container as a literal string of `length` bytes.
pub(crate) fn literal(container: &[u8], length: usize) -> Vec<u8> {
    let mut text = vec![b'('];
    for &byte in container {
        if matches!(byte, b'(' | b')' | b'\\' | b'\r') {
            text.extend(format!("\\{byte:03o}").bytes());
        } else {
            text.push(byte);
        }
    }
    assert!(text.len() < length, "no room for the literal string");
    text.resize(length - 1, 0);
    text.push(b')');
    text
}

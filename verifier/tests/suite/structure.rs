//! Structure of the file around a signature: what is not a sound file is not
//! judged, and what readers could see differently is a change.

use kyso_pdf::Dictionary;
use kyso_verifier::Modifications;

use crate::support::{Office, updated};

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

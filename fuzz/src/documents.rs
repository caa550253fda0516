//! The signed documents that updates are appended to, and the anchors that they are trusted by. The
//! example `seeds` makes them.

use std::sync::LazyLock;

use kyso_pki::{Certificate, Crl, TrustClass, TrustStore};

use crate::{Base, Tolerance};

/// A signed document.
#[derive(Debug, Clone, Copy)]
pub struct Signed {
    /// The document.
    pub base: Base<'static>,
    /// What later revisions may change of what it shows.
    pub tolerance: Tolerance,
}

/// The document for a selector, and the anchors under which it is valid.
#[must_use]
pub fn signed(selector: u8) -> (Signed, &'static TrustStore) {
    static TRUST: LazyLock<TrustStore> = LazyLock::new(trust);
    (DOCUMENTS[usize::from(selector) % DOCUMENTS.len()], &TRUST)
}

fn trust() -> TrustStore {
    let root = Certificate::from_der(include_bytes!("../base/root.der"))
        .expect("the example seeds wrote a certificate");
    let list =
        Crl::from_der(include_bytes!("../base/root.crl")).expect("the example seeds wrote a list");
    TrustStore::new([(root, TrustClass::Government)], vec![list]).expect("one anchor")
}

const fn document(bytes: &'static [u8], tolerance: Tolerance) -> Signed {
    Signed {
        base: Base {
            bytes,
            trailer: TRAILER,
            size: 66,
        },
        tolerance,
    }
}

const DOCUMENTS: [Signed; 4] = [
    document(include_bytes!("../base/approval.pdf"), Tolerance::Fields),
    document(
        include_bytes!("../base/cross-reference-stream.pdf"),
        Tolerance::Fields,
    ),
    document(
        include_bytes!("../base/form-filling.pdf"),
        Tolerance::Fields,
    ),
    document(
        include_bytes!("../base/annotations.pdf"),
        Tolerance::Annotations,
    ),
];

/// What every revision of them repeats.
const TRAILER: &[(&str, &str)] = &[
    ("/Root", " 1 0 R"),
    ("/Info", " 9 0 R"),
    ("/ID", "[<01><02>]"),
];

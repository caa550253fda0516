//! Damaged files never make the reader panic or hang.

use kyso_pdf::{Document, Limits};
use proptest::prelude::*;

use crate::sample;

fn read_everything(bytes: &[u8]) {
    let limits = Limits {
        inflated: 16 << 20,
        ..Limits::default()
    };
    let Ok(document) = Document::open_with(bytes, limits) else {
        return;
    };
    let view = document.latest();
    let _ = view.pages(100);
    let _ = view.signature_fields();
    for revision in document.revisions() {
        for (number, _) in revision.entries.iter().take(2000) {
            let _ = view.object(kyso_pdf::ObjectId::new(*number, 0));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn changed_bytes(
        which in 0..2_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
    ) {
        let names = ["quyet-dinh.pdf", "quyet-dinh-xref-stream.pdf"];
        let mut bytes = sample(names[which]);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        read_everything(&bytes);
    }

    #[test]
    fn changed_tails(changes in proptest::collection::vec((0..3000_usize, any::<u8>()), 1..30)) {
        let mut bytes = sample("quyet-dinh.pdf");
        let length = bytes.len();
        for (back, byte) in changes {
            bytes[length - 1 - back] = byte;
        }
        read_everything(&bytes);
    }
}

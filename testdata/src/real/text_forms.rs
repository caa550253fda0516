//! Attachments and copies in the text form: words of an agency in the upper right corner of the first page.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;

use super::{ORIGINAL, PASSED, case};
use crate::signing::{Look, Signing};
use crate::{Base, Case};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases() -> Vec<Case> {
    let alone = |name, role, status, look: Look| {
        let expected = PASSED.with_roles(role).with_status(status);
        case(name, expected, move |base| {
            let signing = Signing::new(&base.office.agency, "Signature1");
            signing.look(look.clone()).sign(&base.plain)
        })
    };
    let copy = || Look::Words(CORNER, &COPY);
    vec![
        alone("copy-in-words", "copy", "COPY", copy()),
        alone(
            "copy-in-small-letters-without-marks",
            "copy",
            "COPY",
            Look::Words(CORNER, &["trich sao", "UBND tinh thu nghiem"]),
        ),
        alone(
            "attachment-in-words",
            "attachment",
            "INFORMATION_ONLY",
            Look::Words(CORNER, &["05/QĐ-UBND", "20/11/2026 08:00:00 +07:00"]),
        ),
        alone(
            "words-of-a-copy-elsewhere",
            "unknown",
            "INFORMATION_ONLY",
            Look::Words(FOOT, &COPY),
        ),
        alone(
            "day-alone-in-the-corner",
            "unknown",
            "INFORMATION_ONLY",
            Look::Words(CORNER, &["20"]),
        ),
        case(
            "words-of-a-copy-by-a-person",
            PASSED.with_roles("unknown").with_status("INFORMATION_ONLY"),
            move |base| {
                let signing = Signing::new(&base.office.person, "Signature1");
                signing.look(copy()).sign(&base.plain)
            },
        ),
        case(
            "copy-of-an-original",
            ORIGINAL
                .with_signatures(3)
                .with_status("COPY")
                .with_roles("person agency copy"),
            move |base| by_archive(base, &base.issued, "Signature3", copy()),
        ),
        case(
            "copy-of-what-a-person-signed",
            ORIGINAL
                .with_signatures(2)
                .with_status("COPY")
                .with_roles("person copy"),
            move |base| by_archive(base, &base.approved, "Signature2", copy()),
        ),
        case(
            "words-of-a-receipt-in-the-corner",
            ORIGINAL
                .with_signatures(3)
                .with_roles("person agency receipt"),
            |base| {
                let look = Look::Words(CORNER, &["VĂN BẢN ĐẾN số 12", "21/11/2026"]);
                by_archive(base, &base.issued, "Signature3", look)
            },
        ),
    ]
}

fn by_archive(base: &Base, bytes: &[u8], field: &str, look: Look) -> Vec<u8> {
    let name = "Trung tâm Lưu trữ tỉnh thử nghiệm";
    let key = base.office.key(name, KeyType::P256, Profile::Agency);
    Signing::new(&key, field).look(look).sign(bytes)
}

const COPY: [&str; 3] = [
    "SAO Y",
    "UBND tỉnh thử nghiệm",
    "20/11/2026 08:00:00 +07:00",
];

/// Blank paper above the head of the first page.
const CORNER: Rect = Rect {
    left: 400.0,
    bottom: 798.0,
    right: 585.0,
    top: 838.0,
};
/// Blank paper at the foot of the page.
const FOOT: Rect = Rect {
    left: 60.0,
    bottom: 5.0,
    right: 290.0,
    top: 44.0,
};

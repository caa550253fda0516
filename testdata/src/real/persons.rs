//! Several persons in front of one seal, and documents without text.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;

use super::{ORIGINAL, case};
use crate::edit::{page_of, sample};
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases() -> Vec<Case> {
    let three = ORIGINAL.with_signatures(3);
    vec![
        case(
            "reviewer-with-title-and-name",
            three.with_roles("reviewer person agency"),
            |base| signed_after(base, LEFT_BLOCK),
        ),
        case(
            "initials-beside-the-blocks",
            three.with_roles("initials person agency"),
            |base| signed_after(base, BESIDE),
        ),
        case(
            "initials-touched-by-the-seal-of-another-signature",
            three.with_roles("initials person agency"),
            |base| signed_after(base, TOUCHED),
        ),
        // The seal lies beside what the leader drew, and touches initials: it seals his signature all the same.
        case(
            "initials-touched-by-the-seal-beside-a-signature",
            three.with_roles("initials person agency"),
            |base| {
                let reviewer = base
                    .office
                    .key("Le Van Kiem", KeyType::P256, Profile::Person);
                let initials = Signing::new(&reviewer, "Kiem")
                    .look(Look::Picture(TOUCHED, "chu-ky-mau.png"))
                    .sign(&two_blocks());
                sealed_over(base, UNTOUCHED, &initials)
            },
        ),
        case(
            "small-signature-touched-by-the-seal",
            ORIGINAL.with_signatures(2).with_roles("person agency"),
            |base| sealed_over(base, SMALL, &two_blocks()),
        ),
        case(
            "signature-beside-the-middle-of-its-block",
            ORIGINAL.with_signatures(2).with_roles("person agency"),
            |base| sealed_over(base, DRAGGED, &two_blocks()),
        ),
        case(
            "number-on-a-scan",
            three.with_roles("person agency numbering"),
            |base| numbered(base, &sample("ban-quet-200dpi.pdf"), BLANK),
        ),
        case(
            "number-over-print-of-a-scan",
            three
                .with_status("INFORMATION_ONLY")
                .with_roles("person agency numbering"),
            |base| numbered(base, &sample("ban-quet-200dpi.pdf"), OVER_PRINT),
        ),
        case(
            "number-on-a-scan-that-is-not-measured",
            three
                .with_status("INFORMATION_ONLY")
                .with_roles("person agency numbering"),
            |base| numbered(base, &mismatched_scan(), BLANK),
        ),
    ]
}

fn signed_after(base: &Base, area: Rect) -> Vec<u8> {
    let reviewer = "Le Van Kiem";
    let reviewer = base.office.key(reviewer, KeyType::P256, Profile::Person);
    let signing = Signing::new(&reviewer, "Kiem").look(Look::Picture(area, "chu-ky-mau.png"));
    sealed(base, &signing.sign(&two_blocks()))
}

/// A sealed document, then its number.
fn numbered(base: &Base, bytes: &[u8], area: Rect) -> Vec<u8> {
    let number = Signing::new(&base.office.agency, "So");
    let sealed = sealed(base, bytes);
    number.look(Look::Words(area, &["05"])).sign(&sealed)
}

/// A scan whose picture says another width than its JPEG data: programs show it, each in its way.
fn mismatched_scan() -> Vec<u8> {
    let mut bytes = sample("ban-quet-200dpi.pdf");
    let width = b"/Width 1653";
    let at = bytes.windows(width.len()).position(|found| found == width);
    let digit = at.map(|at| at + width.len() - 1);
    let digit = digit.and_then(|digit| bytes.get_mut(digit));
    *digit.expect("the width of the sample") = b'2';
    bytes
}

/// Signed by the person in the right block, and sealed by the agency.
fn sealed(base: &Base, bytes: &[u8]) -> Vec<u8> {
    sealed_over(base, RIGHT_BLOCK, bytes)
}

fn sealed_over(base: &Base, signature: Rect, bytes: &[u8]) -> Vec<u8> {
    let person = Signing::new(&base.office.person, "NguoiKy1");
    let signed = person
        .look(Look::Picture(signature, "chu-ky-mau.png"))
        .sign(bytes);
    let agency = Signing::new(&base.office.agency, "ConDau1");
    agency
        .look(Look::Picture(SEAL, "con-dau-mau.png"))
        .sign(&signed)
}

/// A page with two blocks of title and name.
fn two_blocks() -> Vec<u8> {
    let content = "BT /F1 12 Tf 1 0 0 1 60 300 Tm (TRUONG PHONG) Tj 1 0 0 1 70 190 Tm (Le Van Kiem) Tj \
        1 0 0 1 380 300 Tm (CHU TICH) Tj 1 0 0 1 360 190 Tm (Tran Thi Minh Anh) Tj ET";
    page_of(content)
}

const LEFT_BLOCK: Rect = Rect {
    left: 65.0,
    bottom: 215.0,
    right: 155.0,
    top: 285.0,
};
const BESIDE: Rect = Rect {
    left: 200.0,
    bottom: 60.0,
    right: 240.0,
    top: 90.0,
};
/// Below the rim of the seal, left of the block.
const TOUCHED: Rect = Rect {
    left: 268.0,
    bottom: 240.0,
    right: 308.0,
    top: 258.0,
};
/// In the right block, a tenth of it below the seal.
const SMALL: Rect = Rect {
    left: 396.0,
    bottom: 240.0,
    right: 436.0,
    top: 258.0,
};
/// In the right block, beside the seal.
const UNTOUCHED: Rect = Rect {
    left: 425.0,
    bottom: 240.0,
    right: 465.0,
    top: 258.0,
};
/// In the right block, near the name.
const DRAGGED: Rect = Rect {
    left: 385.0,
    bottom: 200.0,
    right: 475.0,
    top: 250.0,
};
const RIGHT_BLOCK: Rect = Rect {
    left: 370.0,
    bottom: 215.0,
    right: 460.0,
    top: 285.0,
};
const SEAL: Rect = Rect {
    left: 298.0,
    bottom: 199.0,
    right: 400.0,
    top: 301.0,
};
/// Between `Số:` and the slash of the scan.
const BLANK: Rect = Rect {
    left: 144.0,
    bottom: 712.0,
    right: 164.0,
    top: 728.0,
};
/// The slash and the letters behind the blank.
const OVER_PRINT: Rect = Rect {
    left: 168.0,
    bottom: 709.0,
    right: 199.0,
    top: 726.0,
};

//! Several persons in front of one seal, and documents without text.

use std::collections::BTreeMap;

use kyso_pdf::{Dictionary, Name, Object, ObjectId, Rect, Stream, new_file};
use kyso_pki::issuing::{KeyType, Profile};

use super::{ORIGINAL, case};
use crate::edit::sample;
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
            "number-on-a-scan",
            three
                .with_status("INFORMATION_ONLY")
                .with_roles("person agency numbering"),
            |base| {
                let sealed = sealed(base, &sample("ban-quet-200dpi.pdf"));
                let number = Signing::new(&base.office.agency, "So");
                number.look(Look::Words(NUMBER, &["05"])).sign(&sealed)
            },
        ),
    ]
}

fn signed_after(base: &Base, area: Rect) -> Vec<u8> {
    let reviewer = "Le Van Kiem";
    let reviewer = base.office.key(reviewer, KeyType::P256, Profile::Person);
    let signing = Signing::new(&reviewer, "Kiem").look(Look::Picture(area, "chu-ky-mau.png"));
    sealed(base, &signing.sign(&two_blocks()))
}

/// Signed by the person in the right block, and sealed by the agency.
fn sealed(base: &Base, bytes: &[u8]) -> Vec<u8> {
    let person = Signing::new(&base.office.person, "NguoiKy1");
    let signed = person
        .look(Look::Picture(RIGHT_BLOCK, "chu-ky-mau.png"))
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
    let ids: Vec<ObjectId> = (1..=5).map(|number| ObjectId::new(number, 0)).collect();
    let [root, pages, page, stream, font] = ids.as_slice() else {
        unreachable!("five numbers");
    };
    let of = |name: &str| Dictionary::new().with("Type", Name::from(name));
    let font_entries = of("Font")
        .with("Subtype", Name::from("Type1"))
        .with("BaseFont", Name::from("Helvetica-Bold"));
    let fonts = Dictionary::new().with("F1", *font);
    let page_entries = of("Page")
        .with("Parent", *pages)
        .with(
            "MediaBox",
            Rect::from_corners(0.0, 0.0, 595.0, 842.0).to_object(),
        )
        .with("Resources", Dictionary::new().with("Font", fonts))
        .with("Contents", *stream);
    let kids = of("Pages").with("Kids", vec![Object::Reference(*page)]);
    let text = Stream::new(Dictionary::new(), content.as_bytes().to_vec());
    let objects: BTreeMap<ObjectId, Object> = BTreeMap::from([
        (*root, of("Catalog").with("Pages", *pages).into()),
        (*pages, kids.with("Count", 1_i64).into()),
        (*page, page_entries.into()),
        (*stream, text.into()),
        (*font, font_entries.into()),
    ]);
    new_file(&objects, *root).unwrap()
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
const NUMBER: Rect = Rect {
    left: 145.0,
    bottom: 709.0,
    right: 176.0,
    top: 738.0,
};

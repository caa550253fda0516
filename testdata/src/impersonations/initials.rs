//! Initials beside the block of a leader who did not sign, on the rim of the seal that stands at his title and name.

use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;
use kyso_pki::issuing::{KeyType, Profile};

use crate::expected::Expected;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

pub(super) fn cases(incomplete: Expected) -> Vec<Case> {
    let case = |name, (left, bottom): (f64, f64), width: f64| {
        let expected = incomplete.with_roles("initials agency");
        Case::new(name, expected, move |base| {
            let area = Rect::from_corners(left, bottom, left + width, bottom + 0.43 * width);
            let signed = initials(&base.office.person, "NguoiKy1", area, &base.plain);
            sealed(base, &signed)
        })
    };
    vec![
        case(
            "seal-that-touches-initials-beside-the-title",
            (346.0, 521.0),
            40.0,
        ),
        case(
            "seal-that-touches-initials-beside-the-name",
            (352.0, 430.0),
            40.0,
        ),
        case(
            "seal-that-touches-initials-left-of-the-block",
            (208.0, 470.0),
            70.0,
        ),
        case(
            "seal-that-touches-initials-below-the-name",
            (295.0, 424.0),
            40.0,
        ),
        case("seal-on-initials-below-the-name", (280.0, 428.0), 40.0),
        // Whom the seal does not touch is no leader either.
        Case::new(
            "two-initials-of-which-a-seal-touches-one",
            incomplete
                .with_signatures(3)
                .with_roles("initials initials agency"),
            |base| {
                let other = base
                    .office
                    .key("Le Van Kiem", KeyType::P256, Profile::Person);
                let touched = Rect::from_corners(346.0, 521.0, 386.0, 538.2);
                let first = initials(&base.office.person, "NguoiKy1", touched, &base.plain);
                let aside = Rect::from_corners(300.0, 60.0, 340.0, 78.0);
                let both = initials(&other, "Kiem", aside, &first);
                sealed(base, &both)
            },
        ),
    ]
}

fn initials(by: &Pkcs12Key, field: &'static str, area: Rect, bytes: &[u8]) -> Vec<u8> {
    Signing::new(by, field)
        .on_page(1)
        .look(Look::Picture(area, "chu-ky-mau.png"))
        .sign(bytes)
}

fn sealed(base: &Base, bytes: &[u8]) -> Vec<u8> {
    Signing::new(&base.office.agency, "ConDau1")
        .on_page(1)
        .look(Look::Picture(SEAL, "con-dau-mau.png"))
        .sign(bytes)
}

/// On title and name of the second page.
const SEAL: Rect = Rect {
    left: 264.0,
    bottom: 434.0,
    right: 366.0,
    top: 536.0,
};

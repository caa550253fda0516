//! Initials beside the block of a leader who did not sign, on the rim of the seal at his title and name.

use kyso_issuing::{KeyType, Profile};
use kyso_pdf::Rect;
use kyso_pki::Pkcs12Key;

use crate::expected::Expected;
use crate::pixels::Rgba;
use crate::signing::{Look, Signing};
use crate::{Base, Case};

#[allow(clippy::too_many_lines, reason = "a table of cases")]
pub(super) fn cases(incomplete: Expected) -> Vec<Case> {
    let case = |name, (left, bottom): (f64, f64), width: f64| {
        let expected = incomplete.with_roles("initials agency");
        Case::new(name, expected, move |base| {
            let area = Rect::from_corners(left, bottom, left + width, bottom + 0.43 * width);
            let signed = initials(&base.office.person, "NguoiKy1", area, &base.plain);
            sealed(base, &signed)
        })
    };
    let specked = |name, is_speck: fn(f64, f64) -> bool| {
        let expected = incomplete.with_roles("initials agency");
        Case::new(name, expected, move |base| {
            let picture = Rgba::clear(1600, 120).fill(BLUE, move |x, y| {
                let wave = 0.5 + 0.42 * (60.0 * x).sin();
                x < 0.3 && (y - wave).abs() < 0.09 || is_speck(x, y)
            });
            // The block reaches from 240 to 397 points.
            let area = Rect::from_corners(205.0, 476.0, 437.0, 493.4);
            let signed = picture.sign_below((&base.office.person, "NguoiKy1"), area, &base.plain);
            sealed(base, &signed)
        })
    };
    let unheld = |name, page: usize| {
        let expected = incomplete.with_roles("initials agency");
        Case::new(name, expected, move |base| {
            let key = base
                .office
                .key("Le Van Kiem", KeyType::P256, Profile::Person);
            let (area, seal) = match page {
                0 => (FOOT, FOOT_SEAL),
                _ => (EMPTY, EMPTY_SEAL),
            };
            let person = Signing::new(&key, "Kiem").on_page(page);
            let signed = person.look(Look::Picture(area, "chu-ky-mau.png"));
            let agency = Signing::new(&base.office.agency, "ConDau1").on_page(page);
            let agency = agency.look(Look::Picture(seal, "con-dau-mau.png"));
            agency.sign(&signed.sign(&base.plain))
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
        specked("initials-with-specks-beyond-the-block", |x, y| {
            x > 0.997 && !(0.04..=0.96).contains(&y)
        }),
        specked("initials-with-a-faint-line-beyond-the-block", |x, y| {
            x > 0.31 && (0.49..0.51).contains(&y) && (x * 80.0).fract() < 0.1
        }),
        Case::new(
            "seal-whose-specks-touch-initials",
            incomplete
                .with_status("INFORMATION_ONLY")
                .with_roles("person agency"),
            |base| {
                let area = Rect::from_corners(400.0, 470.0, 450.0, 490.0);
                let signed = initials(&base.office.person, "NguoiKy1", area, &base.plain);
                specked_seal(base, &signed)
            },
        ),
        unheld("seal-on-initials-far-from-the-empty-block", 1),
        unheld("seal-on-initials-of-another-page", 0),
        // The signer whose picture the seal does not touch is no leader either.
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

/// A seal of 26 mm at title and name in a picture of 60 mm with specks in its corners.
fn specked_seal(base: &Base, bytes: &[u8]) -> Vec<u8> {
    let picture = Rgba::clear(850, 850).fill(RED, |x, y| {
        let from_middle = (x - 0.3).hypot(y - 0.5);
        let is_ring = (0.195..0.215).contains(&from_middle) || from_middle < 0.05;
        let is_corner = |at: f64| !(0.004..=0.996).contains(&at);
        is_ring || is_corner(x) && is_corner(y)
    });
    let area = Rect::from_corners(264.0, 400.0, 434.0, 570.0);
    picture.sign_below((&base.office.agency, "ConDau1"), area, bytes)
}

fn sealed(base: &Base, bytes: &[u8]) -> Vec<u8> {
    Signing::new(&base.office.agency, "ConDau1")
        .on_page(1)
        .look(Look::Picture(SEAL, "con-dau-mau.png"))
        .sign(bytes)
}

const BLUE: [u8; 4] = [20, 40, 170, 255];
const RED: [u8; 4] = [214, 17, 40, 255];
/// An area on blank paper of the second page, far below the block; a seal goes over its left third.
const EMPTY: Rect = Rect {
    left: 300.0,
    bottom: 150.0,
    right: 400.0,
    top: 193.0,
};
const EMPTY_SEAL: Rect = Rect {
    left: 246.0,
    bottom: 121.0,
    right: 348.0,
    top: 223.0,
};
/// At the foot of the first page.
const FOOT: Rect = Rect {
    left: 80.0,
    bottom: 15.0,
    right: 180.0,
    top: 50.0,
};
const FOOT_SEAL: Rect = Rect {
    left: 20.0,
    bottom: 5.0,
    right: 96.0,
    top: 81.0,
};
/// On title and name of the second page.
const SEAL: Rect = Rect {
    left: 264.0,
    bottom: 434.0,
    right: 366.0,
    top: 536.0,
};

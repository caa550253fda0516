//! Initials beside the block of a leader who did not sign, on the rim of the seal that stands at his title and name.

use kyso_pdf::Rect;

use crate::Case;
use crate::expected::Expected;
use crate::signing::{Look, Signing};

pub(super) fn cases(incomplete: Expected) -> Vec<Case> {
    let case = |name, (left, bottom): (f64, f64), width: f64| {
        let expected = incomplete.with_roles("initials agency");
        Case::new(name, expected, move |base| {
            let area = Rect::from_corners(left, bottom, left + width, bottom + 0.43 * width);
            let signed = Signing::new(&base.office.person, "NguoiKy1")
                .on_page(1)
                .look(Look::Picture(area, "chu-ky-mau.png"))
                .sign(&base.plain);
            Signing::new(&base.office.agency, "ConDau1")
                .on_page(1)
                .look(Look::Picture(SEAL, "con-dau-mau.png"))
                .sign(&signed)
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
    ]
}

/// On title and name of the second page.
const SEAL: Rect = Rect {
    left: 264.0,
    bottom: 434.0,
    right: 366.0,
    top: 536.0,
};

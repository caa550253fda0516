//! The seal over the left third of the signature image (B1, B2).

use kyso_pdf::Rect;

use crate::geometry::{Millimetres, PageFrame, ViewRect};
use crate::place_error::PlaceError;
use crate::stamp_place::StampPlace;

/// The square of a seal over a person's signature image: its side is the
/// diameter, its right edge a third of the image right of the image's left
/// edge, its vertical centre that of the image (B1).
///
/// # Errors
/// [`PlaceError::Diameter`] unless the diameter is 30 to 45 mm (B2).
pub(crate) fn seal_area(
    signature: &ViewRect,
    diameter: Millimetres,
) -> Result<ViewRect, PlaceError> {
    check_seal_diameter(diameter)?;
    let side = diameter.to_points();
    Ok(ViewRect {
        left: signature.left + signature.width / 3.0 - side,
        top: signature.centre_y() - side / 2.0,
        width: side,
        height: side,
    })
}

/// Checks the diameter of a physical seal (B2).
///
/// # Errors
/// [`PlaceError::Diameter`] unless it is 30 to 45 mm.
pub fn check_seal_diameter(diameter: Millimetres) -> Result<(), PlaceError> {
    match (LEAST_DIAMETER..=GREATEST_DIAMETER).contains(&diameter.0) {
        true => Ok(()),
        false => Err(PlaceError::Diameter {
            diameter: diameter.0,
        }),
    }
}

/// The place of the seal on the page of the signature. `frame` is turned as the signature image is
/// (`Turn::of_form_matrix` of its appearance), and `signature` is the rectangle of its widget.
///
/// # Errors
/// [`PlaceError::Diameter`], and [`PlaceError::OffPage`] when the seal would
/// reach beyond the page.
pub fn seal_place(
    page_index: usize,
    frame: &PageFrame,
    signature: &Rect,
    diameter: Millimetres,
) -> Result<StampPlace, PlaceError> {
    let area = seal_area(&frame.to_view(signature), diameter)?;
    StampPlace::new(page_index, frame, area)
}

/// How a seal differs from B1 and B2; lengths in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum SealFault {
    /// Width and height differ by more than 2 %.
    NotSquare {
        /// Width.
        width: f64,
        /// Height.
        height: f64,
    },
    /// The diameter is not between 30 and 45 mm (B2).
    Diameter {
        /// Diameter.
        diameter: f64,
    },
    /// The seal does not cover about a third of the image: 20 to 50 %.
    Covers {
        /// Share of the image's width that is covered from its left edge.
        share: f64,
    },
    /// The vertical centres differ by more than 10 % of the diameter.
    OffCentre {
        /// Difference.
        by: f64,
    },
}

/// Checks a seal against the signature image it belongs to; both in the frame in which the
/// signature is upright.
///
/// # Errors
/// The first [`SealFault`].
pub fn check_seal_area(signature: &ViewRect, seal: &ViewRect) -> Result<(), SealFault> {
    let mm = |points| Millimetres::from_points(points).0;
    let (width, height) = (mm(seal.width), mm(seal.height));
    if (width - height).abs() > 0.02 * width.max(height) {
        return Err(SealFault::NotSquare { width, height });
    }
    // Rounded rectangles of other tools are half a millimetre off.
    if !(LEAST_DIAMETER - 0.5..=GREATEST_DIAMETER + 0.5).contains(&width) {
        return Err(SealFault::Diameter { diameter: width });
    }
    let share = (seal.right() - signature.left) / signature.width;
    if !(0.2..=0.5).contains(&share) {
        return Err(SealFault::Covers { share });
    }
    let by = mm((seal.centre_y() - signature.centre_y()).abs());
    if by > 0.1 * width {
        return Err(SealFault::OffCentre { by });
    }
    Ok(())
}

/// Smallest diameter in millimetres (B2).
const LEAST_DIAMETER: f64 = 30.0;
/// Greatest diameter in millimetres (B2).
const GREATEST_DIAMETER: f64 = 45.0;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::Turn;
    use proptest::prelude::*;

    fn signature() -> ViewRect {
        ViewRect {
            left: 300.0,
            top: 400.0,
            width: 120.0,
            height: 50.0,
        }
    }

    #[test]
    fn the_seal_covers_the_left_third_in_true_size() {
        let seal = seal_area(&signature(), Millimetres(36.0)).unwrap();
        assert!((seal.width - 102.047).abs() < 0.001);
        assert!((seal.right() - 340.0).abs() < 1e-9);
        assert!((seal.centre_y() - 425.0).abs() < 1e-9);
        assert_eq!(check_seal_area(&signature(), &seal), Ok(()));
    }

    #[test]
    fn a_diameter_that_no_seal_has_is_refused() {
        for diameter in [29.9, 45.1, f64::NAN, -36.0] {
            let error = seal_area(&signature(), Millimetres(diameter)).unwrap_err();
            assert!(matches!(error, PlaceError::Diameter { .. }));
        }
    }

    #[test]
    fn a_seal_beyond_the_edge_is_refused() {
        let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), Turn::None, 1.0);
        let signature = Rect::from_corners(20.0, 400.0, 120.0, 440.0);
        let error = seal_place(0, &frame, &signature, Millimetres(36.0)).unwrap_err();
        assert!(matches!(error, PlaceError::OffPage { .. }));
    }

    #[test]
    fn what_is_not_over_the_left_third_is_a_fault() {
        let mut seal = seal_area(&signature(), Millimetres(36.0)).unwrap();
        seal.left += 60.0;
        let fault = check_seal_area(&signature(), &seal);
        assert!(matches!(fault, Err(SealFault::Covers { .. })), "{fault:?}");
        seal.left -= 60.0;
        seal.top += 20.0;
        let fault = check_seal_area(&signature(), &seal);
        assert!(
            matches!(fault, Err(SealFault::OffCentre { .. })),
            "{fault:?}"
        );
    }

    proptest! {
        #[test]
        fn the_seal_is_square_and_true_to_size_in_user_space(
            turn in 0..4usize,
            unit in 0.5..4.0f64,
            origin in -500.0..500.0f64,
            diameter in 30.0..45.0f64,
        ) {
            let crop = Rect::from_corners(origin, -origin, origin + 3000.0, 3000.0 - origin);
            let frame = PageFrame::new(crop, Turn::ALL[turn], unit);
            let person = frame.to_user(&signature());
            let place = seal_place(0, &frame, &person, Millimetres(diameter)).unwrap();
            let side = Millimetres(diameter).to_points() / unit;
            prop_assert!((place.rect.width() - side).abs() < 1e-6);
            prop_assert!((place.rect.height() - side).abs() < 1e-6);
            prop_assert_eq!(check_seal_area(&signature(), &place.area), Ok(()));
        }
    }
}

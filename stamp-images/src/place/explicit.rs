//! A place given by hand: page and millimetres from the top left corner.

use std::str::FromStr;

use crate::geometry::{Millimetres, PageFrame, ViewRect};
use crate::place_error::PlaceError;
use crate::stamp_place::StampPlace;

/// `PAGE,X_MM,Y_MM`: where the **top left corner of the image** goes, measured
/// from the top left corner of the page as a viewer shows it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExplicitPosition {
    /// Page, from 1.
    pub page: usize,
    /// Distance from the left edge of the page.
    pub x: Millimetres,
    /// Distance from the upper edge of the page.
    pub y: Millimetres,
}

impl ExplicitPosition {
    /// Width of a signature image that is placed by hand.
    pub const SIGNATURE_WIDTH: Millimetres = Millimetres(45.0);

    /// Index of the page, from 0.
    #[must_use]
    pub fn page_index(&self) -> usize {
        self.page.saturating_sub(1)
    }

    /// The place of an image `width` wide whose width is `aspect` times its
    /// height; `frame` is that of the page as shown.
    ///
    /// # Errors
    /// [`PlaceError::OffPage`].
    pub fn place(
        &self,
        frame: &PageFrame,
        width: Millimetres,
        aspect: f64,
    ) -> Result<StampPlace, PlaceError> {
        let area = ViewRect {
            left: self.x.to_points(),
            top: self.y.to_points(),
            width: width.to_points(),
            height: width.to_points() / aspect,
        };
        StampPlace::new(self.page_index(), frame, area)
    }
}

impl FromStr for ExplicitPosition {
    type Err = PlaceError;

    fn from_str(given: &str) -> Result<Self, PlaceError> {
        let bad = || PlaceError::BadPosition {
            given: given.to_owned(),
        };
        // Where the comma is the decimal sign, semicolons separate.
        let (separator, decimal) = match given.contains(';') {
            true => (';', ","),
            false => (',', "."),
        };
        let mut parts = given.split(separator).map(str::trim);
        let (Some(page), Some(x), Some(y), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(bad());
        };
        let length = |text: &str| {
            let number = text.replace(decimal, ".").parse().ok();
            number.filter(|value: &f64| value.is_finite())
        };
        let (Ok(page), Some(x), Some(y)) = (page.parse(), length(x), length(y)) else {
            return Err(bad());
        };
        if page == 0 {
            return Err(bad());
        }
        Ok(Self {
            page,
            x: Millimetres(x),
            y: Millimetres(y),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geometry::Turn;
    use kyso_pdf::Rect;

    #[test]
    fn the_position_is_the_top_left_corner_as_seen() {
        let crop = Rect::from_corners(10.0, 20.0, 605.0, 862.0);
        let frame = PageFrame::new(crop, Turn::Quarter, 1.0);
        let position: ExplicitPosition = "1, 25.4,50.8".parse().unwrap();
        let place = position.place(&frame, Millimetres(25.4), 2.0).unwrap();
        assert!((place.area.left - 72.0).abs() < 1e-9 && (place.area.top - 144.0).abs() < 1e-9);
        assert!((place.rect.left - 154.0).abs() < 1e-9, "{:?}", place.rect);
        assert!((place.rect.bottom - 92.0).abs() < 1e-9, "{:?}", place.rect);
        assert!((place.rect.width() - 36.0).abs() < 1e-9, "sideways");
    }

    #[test]
    fn semicolons_separate_numbers_with_decimal_commas() {
        let position: ExplicitPosition = "2;110;180,5".parse().unwrap();
        assert_eq!(position, "2,110,180.5".parse().unwrap());
        for wrong in ["1;25,4", "1,25,4,50,8", "0;1;1", "1;a;2"] {
            assert!(wrong.parse::<ExplicitPosition>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_position_off_the_page_is_refused() {
        let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), Turn::None, 1.0);
        let position: ExplicitPosition = "1,200,10".parse().unwrap();
        let error = position.place(&frame, Millimetres(45.0), 2.0).unwrap_err();
        assert!(matches!(error, PlaceError::OffPage { page: 1, .. }));
    }

    #[test]
    fn what_is_no_position_is_refused() {
        for text in ["", "1,2", "0,1,1", "1,x,2", "1,2,3,4", "1,NaN,2", "1,inf,2"] {
            assert!(text.parse::<ExplicitPosition>().is_err(), "{text}");
        }
    }
}

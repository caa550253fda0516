//! Pages as a person sees them, and as the file stores them.
//!
//! Everything in this crate is measured on the page as seen: points (1/72 inch)
//! from the top left corner, x to the right, y downwards. The file stores
//! default user space (ISO 32000-2, 8.3.2.3): any origin (`/CropBox`), any
//! quarter turn (`/Rotate`), any unit (`/UserUnit`). [`PageFrame`] is the only
//! place where one becomes the other.

use kyso_pdf::Rect;

/// A length in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Millimetres(pub f64);

impl Millimetres {
    /// The length in points (72 per inch).
    #[must_use]
    pub fn to_points(self) -> f64 {
        self.0 * 72.0 / 25.4
    }

    /// The length of `points`.
    #[must_use]
    pub fn from_points(points: f64) -> Self {
        Self(points * 25.4 / 72.0)
    }
}

/// How far user space is turned clockwise until text or an image is upright.
///
/// For a page as a viewer shows it this is `/Rotate`; for text that runs
/// sideways on the shown page it is the turn after which the text reads from
/// left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Turn {
    /// Not turned.
    #[default]
    None,
    /// A quarter, clockwise.
    Quarter,
    /// Upside down.
    Half,
    /// Three quarters clockwise.
    ThreeQuarters,
}

impl Turn {
    /// All four turns.
    pub const ALL: [Self; 4] = [Self::None, Self::Quarter, Self::Half, Self::ThreeQuarters];

    /// From the value of `/Rotate`; `None` unless it is a multiple of 90.
    #[must_use]
    pub fn from_degrees(degrees: i64) -> Option<Self> {
        match degrees.rem_euclid(360) {
            0 => Some(Self::None),
            90 => Some(Self::Quarter),
            180 => Some(Self::Half),
            270 => Some(Self::ThreeQuarters),
            _ => None,
        }
    }

    /// The turn that makes text upright whose baseline runs along `(dx, dy)` in
    /// user space; `None` when it runs more than about 3 degrees askew.
    #[must_use]
    pub fn of_baseline(dx: f64, dy: f64) -> Option<Self> {
        let askew = 0.05 * dx.hypot(dy);
        match () {
            () if dy.abs() <= askew && dx > 0.0 => Some(Self::None),
            () if dx.abs() <= askew && dy > 0.0 => Some(Self::Quarter),
            () if dy.abs() <= askew && dx < 0.0 => Some(Self::Half),
            () if dx.abs() <= askew && dy < 0.0 => Some(Self::ThreeQuarters),
            () => None,
        }
    }

    /// The turn that a form `/Matrix` undoes. `None` for a matrix that does not turn by quarters.
    #[must_use]
    pub fn of_form_matrix(matrix: [f64; 6]) -> Option<Self> {
        let [a, b, ..] = matrix;
        Self::of_baseline(a, b)
    }

    /// The `/Matrix` of a form of `width` by `height` points that makes its
    /// content stand upright once the page is turned (ISO 32000-2, 12.5.5).
    pub(crate) fn form_matrix(self, width: f64, height: f64) -> [f64; 6] {
        match self {
            Self::None => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            Self::Quarter => [0.0, 1.0, -1.0, 0.0, height, 0.0],
            Self::Half => [-1.0, 0.0, 0.0, -1.0, width, height],
            Self::ThreeQuarters => [0.0, -1.0, 1.0, 0.0, 0.0, width],
        }
    }

    /// Whether width and height change places.
    #[must_use]
    pub fn is_sideways(self) -> bool {
        matches!(self, Self::Quarter | Self::ThreeQuarters)
    }
}

/// A rectangle on the page as seen, in points from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ViewRect {
    /// Distance of the left edge from the left edge of the page.
    pub left: f64,
    /// Distance of the upper edge from the upper edge of the page.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl ViewRect {
    /// A rectangle from its edges.
    #[must_use]
    pub fn from_edges(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            width: right - left,
            height: bottom - top,
        }
    }

    /// Right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Lower edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Horizontal centre.
    #[must_use]
    pub fn centre_x(&self) -> f64 {
        self.left + self.width / 2.0
    }

    /// Vertical centre.
    #[must_use]
    pub fn centre_y(&self) -> f64 {
        self.top + self.height / 2.0
    }

    /// Whether the two share an area; touching edges do not.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_edges(
            self.left.min(other.left),
            self.top.min(other.top),
            self.right().max(other.right()),
            self.bottom().max(other.bottom()),
        )
    }

    /// Whether the middle of another one lies within.
    #[must_use]
    pub fn holds_centre(&self, other: &Self) -> bool {
        let (x, y) = (other.centre_x(), other.centre_y());
        (self.left..=self.right()).contains(&x) && (self.top..=self.bottom()).contains(&y)
    }

    /// The rectangle with `margin` points added on each side.
    #[must_use]
    pub fn grown(&self, margin: f64) -> Self {
        Self::from_edges(
            self.left - margin,
            self.top - margin,
            self.right() + margin,
            self.bottom() + margin,
        )
    }
}

/// One page with its crop box, its unit and the turn in which it is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageFrame {
    crop: Rect,
    user_unit: f64,
    turn: Turn,
}

impl PageFrame {
    /// A frame over the effective crop box (user space units), seen after
    /// `turn`; a `user_unit` that is not a positive number counts as 1.
    #[must_use]
    pub fn new(crop: Rect, turn: Turn, user_unit: f64) -> Self {
        let usable = user_unit.is_finite() && user_unit > 0.0;
        Self {
            crop,
            user_unit: if usable { user_unit } else { 1.0 },
            turn,
        }
    }

    /// The same page looked at after another turn.
    #[must_use]
    pub fn turned(self, turn: Turn) -> Self {
        Self { turn, ..self }
    }

    /// The turn in which the page is looked at.
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.turn
    }

    /// Width and height as seen, in points.
    #[must_use]
    pub fn size(&self) -> (f64, f64) {
        let (width, height) = (
            self.crop.width() * self.user_unit,
            self.crop.height() * self.user_unit,
        );
        if self.turn.is_sideways() {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// A length in user space units to points.
    #[must_use]
    pub fn to_points(&self, length: f64) -> f64 {
        length * self.user_unit
    }

    /// Whether the rectangle lies on the page (half a point of tolerance).
    #[must_use]
    pub fn contains(&self, area: &ViewRect) -> bool {
        let (width, height) = self.size();
        area.left >= -0.5
            && area.top >= -0.5
            && area.right() <= width + 0.5
            && area.bottom() <= height + 0.5
    }

    /// A point as seen to user space.
    #[must_use]
    pub(crate) fn point_to_user(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = (x / self.user_unit, y / self.user_unit);
        let crop = &self.crop;
        match self.turn {
            Turn::None => (crop.left + x, crop.top - y),
            Turn::Quarter => (crop.left + y, crop.bottom + x),
            Turn::Half => (crop.right - x, crop.bottom + y),
            Turn::ThreeQuarters => (crop.right - y, crop.top - x),
        }
    }

    /// A point of user space to the page as seen.
    #[must_use]
    pub(crate) fn point_to_view(&self, x: f64, y: f64) -> (f64, f64) {
        let crop = &self.crop;
        let (x, y) = match self.turn {
            Turn::None => (x - crop.left, crop.top - y),
            Turn::Quarter => (y - crop.bottom, x - crop.left),
            Turn::Half => (crop.right - x, y - crop.bottom),
            Turn::ThreeQuarters => (crop.top - y, crop.right - x),
        };
        (x * self.user_unit, y * self.user_unit)
    }

    /// A rectangle as seen to a rectangle of default user space.
    #[must_use]
    pub fn to_user(&self, area: &ViewRect) -> Rect {
        let (x1, y1) = self.point_to_user(area.left, area.top);
        let (x2, y2) = self.point_to_user(area.right(), area.bottom());
        Rect::from_corners(x1, y1, x2, y2)
    }

    /// A rectangle of default user space to a rectangle as seen.
    #[must_use]
    pub fn to_view(&self, rect: &Rect) -> ViewRect {
        let (x1, y1) = self.point_to_view(rect.left, rect.bottom);
        let (x2, y2) = self.point_to_view(rect.right, rect.top);
        ViewRect::from_edges(x1.min(x2), y1.min(y2), x1.max(x2), y1.max(y2))
    }
}

impl From<&kyso_pdf::Page> for PageFrame {
    /// The page as a viewer shows it.
    fn from(page: &kyso_pdf::Page) -> Self {
        let turn = Turn::from_degrees(page.rotate.into()).unwrap_or_default();
        Self::new(page.crop_box, turn, page.user_unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn a4(turn: Turn) -> PageFrame {
        PageFrame::new(Rect::from_corners(-100.0, 50.0, 495.0, 892.0), turn, 1.0)
    }

    #[test]
    fn the_top_left_corner_as_seen_follows_the_rotation() {
        let corner = |turn| a4(turn).point_to_user(0.0, 0.0);
        assert_eq!(corner(Turn::None), (-100.0, 892.0));
        assert_eq!(corner(Turn::Quarter), (-100.0, 50.0));
        assert_eq!(corner(Turn::Half), (495.0, 50.0));
        assert_eq!(corner(Turn::ThreeQuarters), (495.0, 892.0));
    }

    #[test]
    fn width_and_height_change_places_on_a_sideways_page() {
        assert_eq!(a4(Turn::None).size(), (595.0, 842.0));
        assert_eq!(a4(Turn::Quarter).size(), (842.0, 595.0));
    }

    #[test]
    fn a_user_unit_scales_lengths() {
        let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 100.0, 200.0), Turn::None, 2.0);
        assert_eq!(frame.size(), (200.0, 400.0));
        assert_eq!(frame.point_to_user(20.0, 40.0), (10.0, 180.0));
    }

    #[test]
    fn a_form_matrix_points_its_baseline_along_the_page_as_seen() {
        for turn in Turn::ALL {
            let frame = a4(turn);
            let start = frame.point_to_user(0.0, 0.0);
            let end = frame.point_to_user(10.0, 0.0);
            let along = Turn::of_baseline(end.0 - start.0, end.1 - start.1);
            assert_eq!(along, Some(turn));
            assert_eq!(
                Turn::of_form_matrix(turn.form_matrix(30.0, 10.0)),
                Some(turn)
            );
        }
    }

    #[test]
    fn rotations_are_taken_modulo_a_full_turn() {
        assert_eq!(Turn::from_degrees(-90), Some(Turn::ThreeQuarters));
        assert_eq!(Turn::from_degrees(450), Some(Turn::Quarter));
        assert_eq!(Turn::from_degrees(45), None);
    }

    proptest! {
        #[test]
        fn a_rectangle_survives_the_way_to_user_space_and_back(
            origin in (-2000.0..2000.0f64, -2000.0..2000.0f64),
            size in (100.0..3000.0f64, 100.0..3000.0f64),
            unit in 0.1..10.0f64,
            turn in 0..4usize,
            corner in (0.0..500.0f64, 0.0..500.0f64),
            extent in (0.1..300.0f64, 0.1..300.0f64),
        ) {
            let crop = Rect::from_corners(origin.0, origin.1, origin.0 + size.0, origin.1 + size.1);
            let frame = PageFrame::new(crop, Turn::ALL[turn], unit);
            let area = ViewRect { left: corner.0, top: corner.1, width: extent.0, height: extent.1 };
            let back = frame.to_view(&frame.to_user(&area));
            prop_assert!((back.left - area.left).abs() < 1e-6);
            prop_assert!((back.top - area.top).abs() < 1e-6);
            prop_assert!((back.width - area.width).abs() < 1e-6);
            prop_assert!((back.height - area.height).abs() < 1e-6);
        }
    }
}

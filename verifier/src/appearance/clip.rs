//! Areas in which a form may paint, and which it paints: convex ones, in user space (ISO 32000-2, 8.5).

use std::rc::Rc;

use kyso_pdf::Rect;

use super::Matrix;

pub(super) type Point = (f64, f64);

/// The part of the page that a form may paint on.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clip {
    /// The corners of a convex area.
    To(Rc<[Point]>),
    /// No such area: perhaps nothing.
    Unknown,
}

impl Clip {
    pub(super) fn to_rect(rect: &Rect) -> Self {
        Self::To(Rc::new(Matrix::IDENTITY.corners(rect)))
    }

    pub(super) fn and(&self, other: Option<&[Point]>) -> Self {
        const MOST: usize = 256;
        let common = match (self, other) {
            (Self::To(one), Some(two)) => common(one, two),
            _ => return Self::Unknown,
        };
        match twice_area(&common) != 0.0 && common.len() <= MOST {
            true => Self::To(common.into()),
            false => Self::Unknown,
        }
    }

    /// How much of a convex area lies within, 0 to 1.
    pub(super) fn share_of(&self, area: &[Point]) -> f64 {
        match self {
            Self::To(within) => share(&common(area, within), area),
            Self::Unknown => 0.0,
        }
    }
}

/// The area that is painted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paint {
    Nothing,
    /// Within a rectangle, so many square points at most.
    Within(Rect, f64),
    Anywhere,
}

impl Paint {
    /// How much of a convex area it hides at most, 0 to 1.
    pub(super) fn share_of(&self, area: &[Point]) -> f64 {
        match self {
            Self::Nothing => 0.0,
            Self::Anywhere => 1.0,
            Self::Within(rect, most) => {
                let within = common(area, &Matrix::IDENTITY.corners(rect));
                share(&within, area).min(2.0 * most / twice_area(area).abs())
            }
        }
    }
}

/// The share of an area that a part of it takes; 0 of none.
fn share(part: &[Point], whole: &[Point]) -> f64 {
    let share = twice_area(part) / twice_area(whole);
    match share.is_finite() {
        true => share.abs(),
        false => 0.0,
    }
}

/// Twice the area within these corners, negative when they go around clockwise.
pub(super) fn twice_area(corners: &[Point]) -> f64 {
    // From one of them: far from the origin, differences of products are not exact.
    let from = corners.first().copied().unwrap_or_default();
    let next = corners.iter().skip(1);
    let both = corners.iter().zip(next);
    both.map(|(a, b)| (a.0 - from.0) * (b.1 - from.1) - (b.0 - from.0) * (a.1 - from.1))
        .sum()
}

/// The part of a convex area that lies within another one, cut along each side of that.
fn common(area: &[Point], within: &[Point]) -> Vec<Point> {
    if within.is_empty() {
        return Vec::new();
    }
    let turn = twice_area(within).signum();
    let next = within.iter().cycle().skip(1);
    within
        .iter()
        .zip(next)
        .fold(area.to_vec(), |left, (from, to)| {
            let inside = |point: &Point| {
                let (along, across) = (to.0 - from.0, to.1 - from.1);
                turn * (along * (point.1 - from.1) - across * (point.0 - from.0))
            };
            let next = left.iter().cycle().skip(1);
            let cut = left.iter().zip(next).flat_map(|(a, b)| {
                let (at_a, at_b) = (inside(a), inside(b));
                let share = at_a / (at_a - at_b);
                let crossing = (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
                let crosses = at_a * at_b < 0.0;
                [(at_a >= 0.0).then_some(*a), crosses.then_some(crossing)]
            });
            cut.flatten().collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [Point; 4] = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];

    #[test]
    fn shares_are_those_of_the_areas_themselves() {
        let mut clockwise = SQUARE;
        clockwise.reverse();
        let triangle = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
        let tilted = [(5.0, 0.0), (10.0, 5.0), (5.0, 10.0), (0.0, 5.0)];
        let hair = [(0.0, 0.1), (0.1, 0.0), (10.0, 9.9), (9.9, 10.0)];
        let corner = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)];
        for (within, area, share) in [
            (&SQUARE[..], &SQUARE[..], 1.0),
            (&SQUARE, &clockwise, 1.0),
            (&clockwise, &tilted, 1.0),
            (&triangle, &SQUARE, 0.5),
            (&tilted, &SQUARE, 0.5),
            (&tilted, &corner, 0.0),
            (&hair, &SQUARE, 0.0198),
            (&SQUARE, &[(3.0, 3.0); 4], 0.0),
        ] {
            let clip = Clip::To(within.into());
            assert!(
                (clip.share_of(area) - share).abs() < 1e-9,
                "{within:?} {area:?}"
            );
        }
    }

    #[test]
    fn nothing_is_left_of_areas_that_do_not_meet() {
        let whole = Clip::To(SQUARE.into());
        let line = [(0.0, 0.0), (10.0, 10.0)];
        let beside = [(20.0, 0.0), (30.0, 0.0), (30.0, 10.0)];
        let unread = [(f64::NAN, 0.0), (30.0, 0.0), (30.0, 10.0)];
        for other in [&line[..], &beside, &unread, &[]] {
            assert_eq!(whole.and(Some(other)), Clip::Unknown, "{other:?}");
        }
        assert_eq!(whole.and(None), Clip::Unknown);
    }
}

//! Whether an image of a look is seen: within what clips it, and below what is painted on it (ISO 32000-2, 8.5).

use kyso_pdf::{Dictionary, Object, Operation, Rect};

use super::Matrix;

/// What of the page a form may paint on, in user space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Clip {
    To(Rect),
    /// No rectangle: perhaps nothing.
    Unknown,
}

impl Clip {
    pub(super) fn and(self, other: Option<Rect>) -> Self {
        match (self, other) {
            (Self::To(one), Some(two)) => one.intersection(&two).map_or(Self::Unknown, Self::To),
            _ => Self::Unknown,
        }
    }

    /// How much of an area lies within, 0 to 1.
    pub(super) fn share_of(self, area: &Rect) -> f64 {
        match self {
            Self::To(within) => common_share(area, &within),
            Self::Unknown => 0.0,
        }
    }
}

/// How much of an area another one takes.
pub(super) fn common_share(area: &Rect, other: &Rect) -> f64 {
    let size = |rect: &Rect| rect.width() * rect.height();
    let common = area.intersection(other).map_or(0.0, |common| size(&common));
    match size(area) {
        whole if whole > 0.0 => common / whole,
        _ => 0.0,
    }
}

/// The path that is being built, in user space.
#[derive(Debug, Default)]
pub(super) struct Path {
    corners: Vec<(f64, f64)>,
    bounds: Option<Rect>,
    /// Whether it is more than one polygon of a few corners.
    is_complex: bool,
    /// Whether it will clip.
    pub(super) clips: bool,
}

impl Path {
    /// Whether the operator is one that builds a path; then it is built on.
    pub(super) fn build(&mut self, operation: &Operation, matrix: &Matrix) -> bool {
        let operator = operation.operator.as_slice();
        let points: Option<Vec<(f64, f64)>> = match operator {
            b"m" | b"l" => operation.numbers().map(|[x, y]| vec![(x, y)]),
            b"c" => operation
                .numbers()
                .map(|[a, b, c, d, e, f]| vec![(a, b), (c, d), (e, f)]),
            b"v" | b"y" => operation.numbers().map(|[a, b, c, d]| vec![(a, b), (c, d)]),
            b"re" => operation
                .numbers()
                .map(|[x, y, w, h]| vec![(x, y), (x + w, y), (x + w, y + h), (x, y + h)]),
            b"h" => Some(Vec::new()),
            _ => return false,
        };
        self.is_complex |=
            points.is_none() || (matches!(operator, b"m" | b"re") && !self.corners.is_empty());
        let mut points: Vec<(f64, f64)> = points.into_iter().flatten().collect();
        for (x, y) in &mut points {
            (*x, *y) = matrix.apply(*x, *y);
            let point = Rect::from_corners(*x, *y, *x, *y);
            self.bounds = Some(super::written::around(self.bounds, point));
        }
        self.is_complex |= self.corners.len() + points.len() > MOST_CORNERS;
        if !self.is_complex {
            match operator {
                b"c" | b"v" | b"y" => self.bend(operator, &points),
                _ => self.corners.extend(points),
            }
        }
        true
    }

    /// Adds points of a curve (ISO 32000-2, 8.5.2.2).
    fn bend(&mut self, operator: &[u8], points: &[(f64, f64)]) {
        let Some(&from) = self.corners.last() else {
            self.is_complex = true;
            return;
        };
        let [one, two, to] = match (operator, points) {
            (b"c", &[one, two, to]) => [one, two, to],
            (b"v", &[two, to]) => [from, two, to],
            (_, &[one, to]) => [one, to, to],
            _ => return,
        };
        for share in [0.25, 0.5, 0.75, 1.0] {
            let rest: f64 = 1.0 - share;
            let weights = [
                rest.powi(3),
                3.0 * share * rest.powi(2),
                3.0 * share.powi(2) * rest,
                share.powi(3),
            ];
            let both = weights.iter().zip([from, one, two, to]);
            let sum = both.fold((0.0, 0.0), |(x, y), (weight, point)| {
                (x + weight * point.0, y + weight * point.1)
            });
            self.corners.push(sum);
        }
    }

    /// Around all of it.
    pub(super) fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// The rectangle around it, if it is one area that fills most of that: a rectangle, a circle.
    pub(super) fn region(&self) -> Option<Rect> {
        const LEAST: f64 = 0.7;
        let bounds = self.bounds.filter(|_| !self.is_complex)?;
        let mut corners = self.corners.clone();
        corners.dedup();
        if corners.len() > 1 && corners.first() == corners.last() {
            corners.pop();
        }
        let side = |(x, y): (f64, f64), (to_x, to_y): (f64, f64)| (to_x - x, to_y - y);
        let next = corners.iter().cycle().skip(1);
        let sides: Vec<(f64, f64)> = corners
            .iter()
            .zip(next)
            .map(|(a, b)| side(*a, *b))
            .collect();
        let turns = sides.iter().zip(sides.iter().cycle().skip(1));
        let turns: Vec<f64> = turns
            .map(|(a, b)| (a.0 * b.1 - a.1 * b.0).atan2(a.0 * b.0 + a.1 * b.1))
            .collect();
        // It turns to one side, and once about: so it does not cross itself.
        let about: f64 = turns.iter().sum();
        let is_convex = turns.iter().all(|turn| turn * about >= -SLACK);
        let is_once = (about.abs() - std::f64::consts::TAU).abs() < 0.01;
        let next = corners.iter().cycle().skip(1);
        let twice: f64 = corners
            .iter()
            .zip(next)
            .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
            .sum();
        let share = twice.abs() / 2.0 / (bounds.width() * bounds.height());
        (is_convex && is_once && share >= LEAST).then_some(bounds)
    }
}

/// Corners that are looked at, and points of curves.
const MOST_CORNERS: usize = 64;
/// What rounding turns to the other side.
const SLACK: f64 = 0.01;

/// Whether an operator paints the path or lets it go: it ends there.
pub(super) fn ends_path(operator: &[u8]) -> bool {
    const ENDS: [&str; 10] = ["n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"];
    ENDS.iter().any(|end| end.as_bytes() == operator)
}

/// Whether an operator fills the path, and hides what is below.
pub(super) fn fills(operator: &[u8]) -> bool {
    const FILLS: [&str; 7] = ["f", "F", "f*", "B", "B*", "b", "b*"];
    FILLS.iter().any(|fill| fill.as_bytes() == operator)
}

/// Whether a graphics state shows an image as it is: half of it at least, without a mask, blended as ink is.
pub(super) fn shows_plainly(state: &Dictionary) -> bool {
    const LEAST: f64 = 0.5;
    let is_absent = |key: &str| state.get(key).is_none_or(Object::is_null);
    let is_named = |key: &str, names: &[&str]| {
        let name = state.get(key).and_then(Object::as_name);
        name.is_some_and(|name| names.iter().any(|known| *name == *known))
    };
    let opacity = state.get("ca").and_then(Object::as_number);
    (is_absent("ca") || opacity.is_some_and(|opacity| opacity >= LEAST))
        && (is_absent("SMask") || is_named("SMask", &["None"]))
        && (is_absent("BM") || is_named("BM", &["Normal", "Compatible", "Multiply", "Darken"]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn path(content: &str) -> Path {
        let mut path = Path::default();
        for operation in kyso_pdf::operations(content.as_bytes(), 20).unwrap() {
            path.build(&operation, &Matrix::IDENTITY);
        }
        path
    }

    #[test]
    fn rectangles_and_circles_are_told_however_they_are_written() {
        let whole = Rect::from_corners(0.0, 0.0, 20.0, 10.0);
        for content in [
            "0 0 20 10 re",
            "0 0 m 20 0 l 20 10 l 0 10 l h",
            "0 10 m 0 0 l 20 0 l 20 10 l 0 10 l h",
            "20 5 m 20 7.8 15.5 10 10 10 c 4.5 10 0 7.8 0 5 c 0 2.2 4.5 0 10 0 c 15.5 0 20 2.2 20 5 c h",
        ] {
            assert_eq!(path(content).region(), Some(whole), "{content}");
        }
    }

    #[test]
    fn what_may_let_nothing_through_is_no_rectangle() {
        for content in [
            "",
            "0 0 m 20 10 l",
            "0 0 m 20 0 l 20 10 l h",
            "0 0 20 10 re 0 0 20 10 re",
            "0 0 m 20 0 l 20 10 l 0 10 l 0 0 l 20 0 l 20 10 l 0 10 l h",
            "0 0 m 2 0 l 2 2 l 0 2 l 0 0 l 2 0 l 2 2 l 0 2 l 0 0 l 20 10 l h",
            "0 0 0 0 re",
            "0 0 m 20 10 l 20 0 l 0 10 l h",
        ] {
            assert_eq!(path(content).region(), None, "{content}");
        }
    }

    #[test]
    fn states_that_fade_an_image_are_told() {
        let state = |key: &str, value: Object| Dictionary::new().with(key, value);
        for (shown, state) in [
            (true, Dictionary::new()),
            (true, state("ca", Object::Real(0.8))),
            (true, state("SMask", kyso_pdf::Name::from("None").into())),
            (true, state("CA", Object::Real(0.0))),
            (false, state("ca", Object::Real(0.1))),
            (false, state("ca", kyso_pdf::Name::from("None").into())),
            (false, state("SMask", Dictionary::new().into())),
            (false, state("BM", kyso_pdf::Name::from("Screen").into())),
        ] {
            assert_eq!(shows_plainly(&state), shown, "{state:?}");
        }
    }
}

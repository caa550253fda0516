//! Whether an image of a look is seen: inside its clipping paths, and below what is painted on it
//! (ISO 32000-2, 8.5).

use kyso_pdf::{Dictionary, Object, Operation, Rect};

use super::Matrix;
use super::clip::{Paint, Point, twice_area};
use super::painted::{self, Pen, around, grown};

/// The path that is being built, in user space.
#[derive(Debug, Default)]
pub(super) struct Path {
    corners: Vec<(f64, f64)>,
    bounds: Option<Rect>,
    /// Whether it is more than one polygon of a few corners.
    is_complex: bool,
    /// Whether the operands of a part of it cannot be read.
    is_unread: bool,
    /// Of all lines, and of those that control curves, in points.
    length: f64,
    /// Where lines end.
    ends: usize,
    /// Where the last subpath starts, and where it has come to.
    open: Option<[Point; 2]>,
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
        self.is_unread |= points.is_none();
        self.is_complex |=
            points.is_none() || (matches!(operator, b"m" | b"re") && !self.corners.is_empty());
        let mut points: Vec<(f64, f64)> = points.into_iter().flatten().collect();
        for (x, y) in &mut points {
            (*x, *y) = matrix.apply(*x, *y);
            let point = Rect::from_corners(*x, *y, *x, *y);
            self.bounds = Some(around(self.bounds, point));
        }
        self.measure(operator, &points);
        self.is_complex |= self.corners.len() + points.len() > MOST_CORNERS;
        if !self.is_complex {
            match operator {
                b"c" | b"v" | b"y" => self.bend(operator, &points),
                _ => self.corners.extend(points),
            }
        }
        true
    }

    /// Adds to its length.
    fn measure(&mut self, operator: &[u8], points: &[(f64, f64)]) {
        if matches!(operator, b"m" | b"re") {
            self.open = points.first().map(|start| [*start; 2]);
        }
        let start = self.open.map(|[start, _]| start);
        let closing = start.filter(|_| matches!(operator, b"h" | b"re"));
        for to in points.iter().copied().chain(closing) {
            let [start, from] = self.open.unwrap_or([to; 2]);
            self.length += (to.0 - from.0).hypot(to.1 - from.1);
            self.ends += 1;
            self.open = Some([start, to]);
        }
    }

    /// Whether it was begun and not ended.
    pub(super) fn is_begun(&self) -> bool {
        self.bounds.is_some() || self.is_unread || self.clips
    }

    /// Whether an operator fills it, and it is a single point: programs that describe a look by an empty rectangle fill it.
    pub(super) fn fills_nothing(&self, operator: &[u8]) -> bool {
        let is_point = |bounds: Rect| bounds.width() == 0.0 && bounds.height() == 0.0;
        let is_point = self.bounds.is_some_and(is_point) && !self.is_unread;
        is_point && matches!(operator, b"f" | b"F" | b"f*")
    }

    /// The area of it that an operator paints at most.
    pub(super) fn painted(&self, operator: &[u8], pen: Option<Pen>, matrix: &Matrix) -> Paint {
        let (fills, strokes) = (fills(operator), painted::Path::strokes(operator));
        match (self.bounds, pen) {
            _ if !fills && !strokes => Paint::Nothing,
            _ if self.is_unread => Paint::Anywhere,
            (None, _) => Paint::Nothing,
            (Some(bounds), _) if !strokes => Paint::Within(bounds, f64::INFINITY),
            (Some(_), None) => Paint::Anywhere,
            (Some(bounds), Some(pen)) => {
                let reach = grown(&bounds, pen.reach(true, matrix));
                let within = match fills {
                    true => f64::INFINITY,
                    false => self.stroked(pen, matrix),
                };
                Paint::Within(reach, within)
            }
        }
    }

    /// How much a stroke along it paints at most, in square points: by lines, their caps and the miters between them.
    fn stroked(&self, pen: Pen, matrix: &Matrix) -> f64 {
        let width = (pen.width.abs() * matrix.stretch()).max(1.0);
        let closing = self.open.map_or(0.0, |[start, from]| {
            (start.0 - from.0).hypot(start.1 - from.1)
        });
        let corner = width * width * pen.miter.abs().max(2.0) / 2.0;
        #[allow(clippy::cast_precision_loss)] // a few thousand at most
        let corners = corner * self.ends as f64;
        (self.length + closing) * width + corners
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

    /// Its corners, if it is one convex area: a rectangle, a circle.
    pub(super) fn region(&self) -> Option<Vec<Point>> {
        let mut corners = match self.is_complex {
            true => return None,
            false => self.corners.clone(),
        };
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
        (is_convex && is_once && twice_area(&corners) != 0.0).then_some(corners)
    }
}

/// Corners that are looked at, and points of curves.
const MOST_CORNERS: usize = 64;
/// The distance by which rounding moves a point to the other side.
const SLACK: f64 = 0.01;

/// Whether an operator paints the path or lets it go: it ends there.
pub(super) fn ends_path(operator: &[u8]) -> bool {
    const ENDS: [&str; 10] = ["n", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"];
    ENDS.iter().any(|end| end.as_bytes() == operator)
}

/// Whether an operator fills the path, and hides what is below.
fn fills(operator: &[u8]) -> bool {
    const FILLS: [&str; 7] = ["f", "F", "f*", "B", "B*", "b", "b*"];
    FILLS.iter().any(|fill| fill.as_bytes() == operator)
}

/// Whether a graphics state shows an image as it is, but for its opacity: without a mask, blended as ink is.
pub(super) fn shows_plainly(state: &Dictionary) -> bool {
    let is_absent = |key: &str| state.get(key).is_none_or(Object::is_null);
    let is_named = |key: &str, names: &[&str]| {
        let name = state.get(key).and_then(Object::as_name);
        name.is_some_and(|name| names.iter().any(|known| *name == *known))
    };
    (is_absent("SMask") || is_named("SMask", &["None"]))
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
        for (least, content) in [
            (1.0, "0 0 20 10 re"),
            (1.0, "0 0 m 20 0 l 20 10 l 0 10 l h"),
            (1.0, "0 10 m 0 0 l 20 0 l 20 10 l 0 10 l h"),
            (0.5, "0 0 m 20 0 l 20 10 l h"),
            (
                0.75,
                "20 5 m 20 7.8 15.5 10 10 10 c 4.5 10 0 7.8 0 5 c 0 2.2 4.5 0 10 0 c 15.5 0 20 2.2 20 5 c h",
            ),
        ] {
            let share = twice_area(&path(content).region().unwrap()).abs() / 400.0;
            assert!(
                share >= least && share <= least + 0.04,
                "{content}: {share}"
            );
        }
    }

    #[test]
    fn points_fill_nothing_and_lines_do() {
        for (content, operator, nothing) in [
            ("0 0 0 0 re", "f", true),
            ("5 5 m 5 5 l h", "f*", true),
            ("0 0 0 0 re", "S", false),
            ("0 0 0 0 re", "B", false),
            ("0 0 9 0 re", "f", false),
            ("0 0 0 0 re 3 3 0 0 re", "f", false),
            ("0 0 (0) 0 re", "f", false),
        ] {
            let found = path(content).fills_nothing(operator.as_bytes());
            assert_eq!(found, nothing, "{content} {operator}");
        }
    }

    #[test]
    fn what_may_let_nothing_through_is_no_rectangle() {
        for content in [
            "",
            "0 0 m 20 10 l",
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
    fn strokes_paint_as_far_as_the_pen_reaches() {
        let whole = Matrix::IDENTITY.corners(&Rect::from_corners(0.0, 0.0, 100.0, 100.0));
        let pen = |width| Pen {
            width,
            ..Pen::INITIAL
        };
        for (content, operator, width, least, most) in [
            ("0 0 100 100 re", "S", 1.0, 0.02, 0.05),
            ("0 50 m 100 50 l", "S", 120.0, 1.0, 1.0),
            ("50 50 m 50 50 l", "S", 200.0, 1.0, 1.0),
            ("0 0 m 100 100 l", "S", 1.0, 0.01, 0.03),
            ("0 0 m 100 0 l 100 100 l", "s", 20.0, 0.6, 1.0),
            ("0 0 50 100 re", "B", 1.0, 0.5, 0.56),
            ("0 0 50 100 re", "f", 99.0, 0.5, 0.5),
            ("0 0 50 100 re", "n", 99.0, 0.0, 0.0),
            ("200 0 50 100 re", "S", 1.0, 0.0, 0.0),
            ("200 0 (0) 100 re", "S", 1.0, 1.0, 1.0),
        ] {
            let paint =
                path(content).painted(operator.as_bytes(), Some(pen(width)), &Matrix::IDENTITY);
            let share = paint.share_of(&whole);
            assert!(
                (least..=most).contains(&share),
                "{content} {operator}: {share}"
            );
        }
        let unknown = path("0 0 1 1 re").painted(b"S", None, &Matrix::IDENTITY);
        assert_eq!(unknown.share_of(&whole), 1.0);
    }

    #[test]
    fn states_that_fade_an_image_are_told() {
        let state = |key: &str, value: Object| Dictionary::new().with(key, value);
        for (shown, state) in [
            (true, Dictionary::new()),
            (true, state("SMask", kyso_pdf::Name::from("None").into())),
            (true, state("CA", Object::Real(0.0))),
            (false, state("SMask", Dictionary::new().into())),
            (false, state("BM", kyso_pdf::Name::from("Screen").into())),
        ] {
            assert_eq!(shows_plainly(&state), shown, "{state:?}");
        }
    }
}

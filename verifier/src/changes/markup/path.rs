//! The path that a mark is drawn along.

use kyso_pdf::{Operation, Rect};

use super::state::{State, joined};

type Point = (f64, f64);

/// The bounds of each part of the current path, on the page, and how sharp its corners are.
#[derive(Debug, Default)]
pub(super) struct Path {
    pub(super) parts: Vec<Rect>,
    /// The points of the part that is being drawn: the first two and the last two.
    first: Option<[Point; 2]>,
    last: Option<[Point; 2]>,
    start: Point,
    mitres: Mitres,
}

/// The length of the mitre at each corner, in widths of the stroke.
#[derive(Debug, Default)]
struct Mitres(Vec<f64>);

impl Path {
    /// Whether it was begun: until it is painted, nothing but path operators may come, because
    /// programs paint it with the matrix that they have then.
    pub(super) fn is_begun(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Whether an operator constructs a path, and one that can be placed.
    pub(super) fn goes_on(&mut self, operation: &Operation, state: &State) -> bool {
        let operator = operation.operator.as_slice();
        match operator {
            b"m" | b"l" => operation.numbers::<2>().is_some_and(|[x, y]| {
                let begins = operator == b"m";
                self.add(begins, &[(x, y)], state)
            }),
            b"v" | b"y" => operation
                .numbers::<4>()
                .is_some_and(|[a, b, c, d]| self.add(false, &[(a, b), (c, d)], state)),
            b"c" => operation.numbers::<6>().is_some_and(|[a, b, c, d, e, f]| {
                self.add(false, &[(a, b), (c, d), (e, f)], state)
            }),
            b"re" => operation.numbers::<4>().is_some_and(|[x, y, w, h]| {
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
                let is_placed = self.add(true, &corners, state);
                self.close();
                is_placed
            }),
            b"h" => {
                self.close();
                operation.operands.is_empty()
            }
            b"W" | b"W*" => operation.operands.is_empty(),
            _ => false,
        }
    }

    /// Ends the part with a line back to its start, where it does not end there already.
    pub(super) fn close(&mut self) {
        match (self.first, self.last) {
            (Some([first, second]), Some([before, last])) if first == last => {
                self.turn(before, first, second);
            }
            (Some([first, second]), Some([before, last])) => {
                self.turn(before, last, first);
                self.turn(last, first, second);
            }
            _ => {}
        }
        (self.first, self.last) = (None, None);
    }

    /// How far a stroke reaches from the path (ISO 32000-2, 8.4.3.5), in units of the page.
    pub(super) fn reach(&self, state: &State) -> f64 {
        state.width / 2.0 * self.mitres.longest(state.miter)
    }

    fn add(&mut self, begins: bool, points: &[Point], state: &State) -> bool {
        for (index, (x, y)) in points.iter().enumerate() {
            let (x, y) = (x + state.origin.0, y + state.origin.1);
            if !x.is_finite() || !y.is_finite() {
                return false;
            }
            let point = Rect::from_corners(x, y, x, y);
            match self.parts.last_mut() {
                Some(part) if !(begins && index == 0) => {
                    *part = joined(part, &point);
                    self.go_to((x, y));
                }
                None if !begins => return false,
                _ => {
                    self.parts.push(point);
                    (self.first, self.last, self.start) = (None, None, (x, y));
                }
            }
        }
        true
    }

    /// Goes on with a line, or towards a point that controls a curve.
    fn go_to(&mut self, next: Point) {
        let before = self.last.map_or(self.start, |[_, last]| last);
        if before == next {
            return;
        }
        if let Some([one, two]) = self.last {
            self.turn(one, two, next);
        }
        self.first.get_or_insert([before, next]);
        self.last = Some([before, next]);
    }

    /// Notes the corner at `corner`.
    fn turn(&mut self, before: Point, corner: Point, after: Point) {
        let direction = |to: Point| (to.1 - corner.1).atan2(to.0 - corner.0);
        if before == corner || after == corner {
            return;
        }
        let angle = (direction(before) - direction(after)).abs();
        let half = angle.min(std::f64::consts::TAU - angle) / 2.0;
        self.mitres.0.push(1.0 / half.sin());
    }
}

impl Mitres {
    /// The length of the longest in widths of the stroke, at least one: those that are clearly
    /// beyond the limit are cut off.
    fn longest(&self, limit: f64) -> f64 {
        const CLEARLY: f64 = 1.1;
        let limit = limit.max(1.0);
        let drawn = self.0.iter().filter(|length| **length <= CLEARLY * limit);
        drawn.copied().fold(1.0, f64::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(points: &[Point], closed: bool) -> f64 {
        let mut path = Path::default();
        let state = State::at((0.0, 0.0));
        let [first, rest @ ..] = points else {
            return 0.0;
        };
        assert!(path.add(true, &[*first], &state) && path.add(false, rest, &state));
        if closed {
            path.close();
        }
        path.reach(&state)
    }

    #[test]
    fn sharp_corners_reach_as_far_as_their_mitres() {
        let near = |one: f64, other: f64| (one - other).abs() < 0.01;
        assert!(near(
            reach(&[(0.0, 0.0), (9.0, 0.0), (20.0, 0.0)], false),
            0.5
        ));
        assert!(near(
            reach(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0)], false),
            0.707
        ));
        let zigzag = [(0.0, 0.0), (0.5, 2.0), (1.0, 0.0), (1.5, 2.0)];
        assert!(near(reach(&zigzag, false), 2.06));
        // There and back: cut off.
        assert!(near(
            reach(&[(0.0, 0.0), (9.0, 0.0), (0.0, 0.0)], false),
            0.5
        ));
        // The corners of the closing line count as well.
        let triangle = [(0.0, 0.0), (9.0, 0.0), (9.0, 2.0)];
        assert!(near(reach(&triangle, false), 0.707) && reach(&triangle, true) > 2.0);
        let closed_twice = [triangle[0], triangle[1], triangle[2], triangle[0]];
        assert!(near(reach(&closed_twice, true), reach(&triangle, true)));
    }
}

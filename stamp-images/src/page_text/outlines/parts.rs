//! The ink of a glyph as points of a grid, part by part: the letter, each mark above, below or beside it.

use hayro_interpret::kurbo::{self, BezPath, ParamCurve, PathEl, PathSeg, Rect, Shape};

/// Points in the ink of a glyph, in em from its place on its baseline, y upwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parts {
    pub(crate) parts: Vec<Part>,
    /// The amount of ink that a point represents: 1 where they are a 48th of an em apart.
    pub(crate) weight: f32,
}

/// The points of one part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Part {
    /// First those of the lower half of its body, which reaches from the baseline to the height of small letters, then those
    /// of the upper half.
    pub(crate) points: Vec<(f32, f32)>,
    /// How many are of each half.
    pub(crate) halves: [usize; 2],
}

impl Part {
    /// In whatever order the points come.
    fn new(mut points: Vec<(f32, f32)>) -> Self {
        let half_of = |(_, y): &(f32, f32)| match *y {
            0.0..LOWER_HALF => 0,
            LOWER_HALF..=SMALL_LETTERS => 1,
            _ => 2,
        };
        points.sort_by_key(half_of);
        let count = |half| points.iter().filter(|point| half_of(point) == half).count();
        Self {
            halves: [count(0), count(1)],
            points,
        }
    }
}

impl Parts {
    /// The parts of an outline of 1000 units to the em; `None` for one that is too large or too long to be looked at.
    pub(super) fn of(path: &BezPath) -> Option<Self> {
        if path.elements().len() > ELEMENTS {
            return None;
        }
        let within = |_: &PathEl, next: &PathEl| !matches!(next, PathEl::MoveTo(_));
        let contours = path.elements().chunk_by(within);
        let contours: Vec<Contour> = contours.map(Contour::new).collect();
        let is_small = |contour: &Contour| {
            let area = contour.area;
            let sides = [area.x0, area.y0, area.x1, area.y1];
            area.width().max(area.height()) <= LARGEST
                && sides.iter().all(|side| side.abs() <= FARTHEST)
        };
        if !contours.iter().all(is_small) {
            return None;
        }
        let areas = contours.iter().map(|contour| contour.area);
        let around = areas.reduce(|one, other| one.union(other))?;
        let side = around.width().max(around.height());
        let parts = grouped(contours);
        let mut pitch = PITCH;
        loop {
            let points = parts.iter().map(|part| points(part, pitch));
            let points: Vec<_> = points.filter(|points| !points.is_empty()).collect();
            let is_told = points.iter().map(Vec::len).sum::<usize>() >= LEAST;
            // A letter may be drawn far smaller than its font is, or in lines thinner than the grid.
            if is_told || side > LINES * pitch / 2.0 {
                #[allow(clippy::cast_possible_truncation)] // a share
                let weight = (pitch * pitch / (PITCH * PITCH)) as f32;
                return (!points.is_empty()).then(|| Self {
                    parts: points.into_iter().map(Part::new).collect(),
                    weight,
                });
            }
            pitch /= 2.0;
        }
    }
}

/// A closed part of an outline.
struct Contour {
    segments: Vec<((f64, f64), (f64, f64))>,
    area: Rect,
}

impl Contour {
    fn new(elements: &[PathEl]) -> Self {
        let mut segments = Vec::new();
        for segment in kurbo::segments(elements.iter().copied()) {
            let steps = match segment {
                PathSeg::Line(_) => 1,
                _ => CURVE,
            };
            let at = |step: u32| {
                let point = segment.eval(f64::from(step) / f64::from(steps));
                (point.x, point.y)
            };
            segments.extend((0..steps).map(|step| (at(step), at(step + 1))));
        }
        // Filling closes what is open.
        if let (Some((first, _)), Some((_, last))) = (segments.first(), segments.last())
            && first != last
        {
            segments.push((*last, *first));
        }
        Self {
            area: elements.bounding_box(),
            segments,
        }
    }
}

/// Contours with those that lie within them. Of glyphs with many, all make one part.
fn grouped(mut contours: Vec<Contour>) -> Vec<Vec<Contour>> {
    if contours.len() > CONTOURS {
        return vec![contours];
    }
    let size = |area: &Rect| area.width() * area.height();
    contours.sort_by(|one, two| size(&two.area).total_cmp(&size(&one.area)));
    let mut parts: Vec<Vec<Contour>> = Vec::new();
    for contour in contours {
        let holds = |part: &&mut Vec<Contour>| {
            let outer = part.first().map(|outer| outer.area);
            outer.is_some_and(|outer| outer.union(contour.area) == outer)
        };
        match parts.iter_mut().rev().find(holds) {
            Some(part) => part.push(contour),
            None => parts.push(vec![contour]),
        }
    }
    parts
}

/// The points of a grid within some contours, by the rule of the nonzero winding number.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // some hundred lines
fn points(contours: &[Contour], pitch: f64) -> Vec<(f32, f32)> {
    // Rounded up; `ceil` is a call on most processors.
    let first = |from: f64| {
        let place = from / pitch - 0.5;
        let whole = place as i64;
        whole + i64::from(place > whole as f64)
    };
    let middle = |line: i64| (line as f64 + 0.5) * pitch;
    // Where contours cross the middle of a row, and whether upwards (1) or downwards (-1).
    let mut crossings: Vec<(i64, f64, i32)> = Vec::with_capacity(LIKELY);
    for ((x0, y0), (x1, y1)) in contours.iter().flat_map(|contour| &contour.segments) {
        for row in first(y0.min(*y1))..=first(y0.max(*y1)) {
            let y = middle(row);
            let turn = match (*y0 <= y, *y1 <= y) {
                (true, false) => 1,
                (false, true) => -1,
                _ => continue,
            };
            crossings.push((row, x0 + (x1 - x0) * (y - y0) / (y1 - y0), turn));
        }
    }
    crossings.sort_unstable_by(|one, two| (one.0.cmp(&two.0)).then(one.1.total_cmp(&two.1)));
    let mut points = Vec::with_capacity(LIKELY);
    for of_row in crossings.chunk_by(|one, two| one.0 == two.0) {
        let mut winding = 0;
        for pair in of_row.windows(2) {
            let [(row, from, turn), (_, to, _)] = pair else {
                continue;
            };
            winding += turn;
            if winding != 0 {
                let columns = first(*from)..first(*to);
                let at = |column| ((middle(column) / EM) as f32, (middle(*row) / EM) as f32);
                points.extend(columns.map(at));
            }
        }
    }
    points
}

/// The height of small letters, and half of it, in em.
const SMALL_LETTERS: f32 = 0.5;
const LOWER_HALF: f32 = 0.25;
/// Crossings and points of most letters.
const LIKELY: usize = 256;
/// Of an outline that is looked at.
const ELEMENTS: usize = 1 << 16;
/// A glyph with more contours is one part.
const CONTOURS: usize = 12;
/// Straight lines for a curve.
const CURVE: u32 = 4;
/// Units along a side of it.
const LARGEST: f64 = 3000.0;
/// Units from the place of a glyph to the end of it.
const FARTHEST: f64 = 1e6;
/// The least number of points of an outline, to know how much of it is hidden.
const LEAST: usize = 64;
/// Lines of the finest grid across an outline.
const LINES: f64 = 144.0;
/// Distance of the points of most outlines, in units.
const PITCH: f64 = EM / 48.0;
const EM: f64 = 1000.0;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parts(svg: &str) -> Vec<usize> {
        let parts = Parts::of(&BezPath::from_svg(svg).unwrap()).unwrap();
        parts.parts.iter().map(|part| part.points.len()).collect()
    }

    #[test]
    fn small_and_thin_outlines_are_told_by_finer_grids() {
        let of = |svg: &str| Parts::of(&BezPath::from_svg(svg).unwrap()).unwrap();
        let count = |parts: &Parts| {
            parts
                .parts
                .iter()
                .map(|part| part.points.len())
                .sum::<usize>()
        };
        let ink = |parts: &Parts| count(parts) as f32 * parts.weight;
        // A frame, the same a twentieth as large, and a line that lies between the points of the usual grid.
        let large = of("M0 0 H480 V480 H0 Z M120 120 V360 H360 V120 Z");
        assert_eq!(large.weight, 1.0);
        let small = of("M0 0 H24 V24 H0 Z M6 6 V18 H18 V6 Z");
        assert!(count(&small) >= LEAST);
        let share = ink(&large) / ink(&small);
        assert!((350.0..450.0).contains(&share), "{share}");
        let thin = of("M1 0 H7 V700 H1 Z");
        assert!(count(&thin) >= LEAST && thin.weight < 1.0);
        // No grid finds half a thousandth of an em.
        assert_eq!(
            Parts::of(&BezPath::from_svg("M1 0 H1.5 V700 H1 Z").unwrap()),
            None
        );
    }

    #[test]
    fn a_letter_and_its_marks_are_parts_and_holes_are_none() {
        let ring = "M0 0 H480 V480 H0 Z M120 120 V360 H360 V120 Z";
        let dot = "M200 600 H300 V700 H200 Z";
        // Points are a 48th of an em apart.
        assert_eq!(parts(ring), [23 * 23 - 11 * 11]);
        assert_eq!(parts(&[ring, dot].join(" ")).len(), 2);
        let overlapping = "M0 0 H480 V480 H0 Z M120 120 H360 V360 H120 Z";
        assert_eq!(parts(overlapping), [23 * 23]);
    }
}

//! What measured pictures hide of an area, point by point. Strokes, the ring of a seal and its letters hide little of what
//! they lie on; a plate hides all of it, and so do several half-clear ones.

use kyso_pdf::Rect;

use crate::form::Veil;

/// Points of an area, with the shares of what lies there that is hidden, from 0 to 1.
pub(super) struct Raster {
    area: Rect,
    columns: usize,
    rows: usize,
    /// Distance of the points, in user space.
    step: f64,
    /// Points (of 1/72 inch) of a unit of user space.
    unit: f64,
    all: Vec<f32>,
    /// Without what the middles of seals hide, where star and emblem are.
    outer: Vec<f32>,
    /// What colours near that of paper hide.
    pale: Vec<f32>,
}

/// Width and height of a window in points, and the share of it that may be hidden.
pub(super) type Window = (f64, f64, f32);

impl Raster {
    /// `unit` is that of the page, in points.
    pub(super) fn new(area: Rect, unit: f64) -> Self {
        let least = 0.5 / unit;
        let longer = area.width().max(area.height());
        #[allow(clippy::cast_precision_loss)] // a small number
        let step = (longer / POINTS as f64).max(least);
        let (columns, rows) = (count(area.width() / step), count(area.height() / step));
        let none = vec![0.0; columns * rows];
        Self {
            area,
            columns,
            rows,
            step,
            unit,
            all: none.clone(),
            outer: none.clone(),
            pale: none,
        }
    }

    /// Points that it has.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Lays a picture over what is there; `is_seal` tells whether its middle is that of a seal.
    pub(super) fn lay(&mut self, veil: &Veil, is_seal: bool) {
        let area = veil.area();
        let (x, y) = (
            f64::midpoint(area.left, area.right),
            f64::midpoint(area.bottom, area.top),
        );
        let radius = MIDDLE * area.width().max(area.height());
        let points: Vec<(f64, f64)> = self.points().collect();
        let maps = self.all.iter_mut().zip(&mut self.outer).zip(&mut self.pale);
        for (((all, outer), pale), point) in maps.zip(points) {
            let [hidden, light] = veil.hides(point.0, point.1);
            if hidden > 0.0 {
                let is_middle = is_seal && (point.0 - x).hypot(point.1 - y) <= radius;
                lay(all, hidden);
                lay(pale, light);
                if !is_middle {
                    lay(outer, hidden);
                }
            }
        }
    }

    /// The share of each point that a picture hides: where it has strokes.
    pub(super) fn strokes(&self, veil: &Veil) -> Vec<f32> {
        let points = self.points();
        points.map(|(x, y)| veil.hides(x, y)[0]).collect()
    }

    /// Whether so much of the strokes is hidden that they are not told any more. `middle` is the diameter of the largest seal
    /// that lies on them, in units of user space.
    pub(super) fn hides(&self, strokes: &[f32], middle: f64) -> bool {
        let ink: f32 = strokes.iter().sum();
        if ink <= 0.0 {
            return false;
        }
        let share = |map: &[f32]| {
            let both = map.iter().zip(strokes);
            both.map(|(hidden, ink)| hidden * ink).sum::<f32>() / ink
        };
        share(&self.all) > MOST_OF_STROKES
            || share(&self.pale) > MOST_BY_PALE
            || self.any(&self.outer, &PLATES, strokes)
            || (middle > 0.0 && self.any(&self.all, &self.star(middle), strokes))
            || self.any(&self.pale, &PALE, strokes)
    }

    fn any(&self, map: &[f32], windows: &[Window], strokes: &[f32]) -> bool {
        let plates = self.plates(map, windows);
        let mut both = plates.iter().zip(strokes);
        both.any(|(plate, ink)| *plate && *ink >= STROKE)
    }

    /// Rectangles over all that plates of any colour, or pale ones, hide; but for those that lie in the middle of seals.
    pub(super) fn hidden_areas(&self) -> Vec<Rect> {
        let plates = self.plates(&self.outer, &PLATES);
        let pale = self.plates(&self.pale, &PALE);
        let either: Vec<bool> = plates
            .iter()
            .zip(&pale)
            .map(|(one, two)| *one || *two)
            .collect();
        self.areas(&either)
    }

    /// The same in the middles of seals, whose diameter is `middle`: what is more than a star or an emblem.
    pub(super) fn hidden_middles(&self, middle: f64) -> Vec<Rect> {
        self.areas(&self.plates(&self.all, &self.star(middle)))
    }

    fn star(&self, middle: f64) -> [Window; 5] {
        let middle = middle * self.unit;
        STAR.map(|(side, limit)| (side * middle, side * middle, limit))
    }

    /// The points that lie in a window of which more than its share is hidden, and are hidden themselves.
    fn plates(&self, map: &[f32], windows: &[Window]) -> Vec<bool> {
        let sums = Sums::of(map, self.columns);
        let mut plates = vec![false; map.len()];
        for (width, height, limit) in windows {
            let step = self.step * self.unit;
            let wide = count(width / step).min(self.columns);
            let high = count(height / step).min(self.rows);
            for row in 0..=self.rows - high {
                for column in 0..=self.columns - wide {
                    if sums.mean(column, row, wide, high) <= *limit {
                        continue;
                    }
                    for line in row..row + high {
                        let from = line * self.columns + column;
                        let marked = plates.get_mut(from..from + wide).unwrap_or_default();
                        let hidden = map.get(from..from + wide).unwrap_or_default();
                        for (plate, hidden) in marked.iter_mut().zip(hidden) {
                            *plate |= *hidden >= limit / 2.0;
                        }
                    }
                }
            }
        }
        plates
    }

    /// Rectangles around the points that are marked: runs of bands of some points height.
    fn areas(&self, marked: &[bool]) -> Vec<Rect> {
        const BAND: usize = 4;
        const MOST: usize = 64;
        let mut areas: Vec<Rect> = Vec::new();
        for top in (0..self.rows).step_by(BAND) {
            let bottom = (top + BAND).min(self.rows);
            let is_marked = |column: usize| {
                (top..bottom).any(|row| marked.get(row * self.columns + column) == Some(&true))
            };
            let mut start = None;
            for column in 0..=self.columns {
                let is_marked = column < self.columns && is_marked(column);
                match (start, is_marked) {
                    (None, true) => start = Some(column),
                    (Some(from), false) => {
                        areas.push(self.rectangle(from..column, top..bottom));
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        match areas.len() > MOST {
            true => areas.into_iter().reduce(around).into_iter().collect(),
            false => areas,
        }
    }

    #[allow(clippy::cast_precision_loss)] // numbers of points are small
    fn rectangle(&self, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> Rect {
        let (x, y) = (
            |column: usize| self.area.left + column as f64 * self.step,
            |row: usize| self.area.top - row as f64 * self.step,
        );
        Rect {
            left: x(columns.start),
            bottom: y(rows.end).max(self.area.bottom),
            right: x(columns.end).min(self.area.right),
            top: y(rows.start),
        }
    }

    /// The points, row by row from the top.
    #[allow(clippy::cast_precision_loss)] // numbers of points are small
    fn points(&self) -> impl Iterator<Item = (f64, f64)> + use<> {
        let (area, step, columns) = (self.area, self.step, self.columns);
        (0..self.columns * self.rows).map(move |index| {
            let (column, row) = ((index % columns) as f64, (index / columns) as f64);
            (
                area.left + (column + 0.5) * step,
                area.top - (row + 0.5) * step,
            )
        })
    }
}

/// Sums over rectangles of a map.
struct Sums {
    columns: usize,
    /// Of all above and left of each point, with a row and a column of nothing before.
    sums: Vec<f64>,
}

impl Sums {
    fn of(map: &[f32], columns: usize) -> Self {
        let columns = columns + 1;
        let mut sums = vec![0.0; columns];
        for row in map.chunks(columns - 1) {
            let mut left = 0.0;
            let above = sums.len() - columns;
            sums.push(0.0);
            for (column, value) in row.iter().enumerate() {
                left += f64::from(*value);
                let above = sums.get(above + column + 1).copied().unwrap_or_default();
                sums.push(above + left);
            }
        }
        Self { columns, sums }
    }

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)] // shares of small numbers
    fn mean(&self, column: usize, row: usize, wide: usize, high: usize) -> f32 {
        let at = |column: usize, row: usize| {
            let sum = self.sums.get(row * self.columns + column);
            sum.copied().unwrap_or_default()
        };
        let (right, bottom) = (column + wide, row + high);
        let sum = at(right, bottom) - at(column, bottom) - at(right, row) + at(column, row);
        (sum / (wide * high) as f64) as f32
    }
}

/// Hides a share of what is not hidden yet.
fn lay(hidden: &mut f32, more: f32) {
    *hidden = 1.0 - (1.0 - *hidden) * (1.0 - more);
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is at most POINTS
fn count(points: f64) -> usize {
    (points.round() as usize).clamp(1, POINTS)
}

fn around(one: Rect, two: Rect) -> Rect {
    Rect {
        left: one.left.min(two.left),
        bottom: one.bottom.min(two.bottom),
        right: one.right.max(two.right),
        top: one.top.max(two.top),
    }
}

/// Points along the longer side of an area.
const POINTS: usize = 128;
/// Radius of the middle of a seal, as a share of its diameter.
const MIDDLE: f64 = 0.3;
/// The least share of a point that strokes take.
const STROKE: f32 = 0.1;
/// The plates that neither strokes nor rings nor letters make, in points: a letter, a word, and bars as high as small
/// letters. Of a seal of 60 mm whose lines are half as thick again, no window is filled like that.
const PLATES: [Window; 8] = [
    (6.0, 6.0, 0.97),
    (10.0, 10.0, 0.9),
    (16.0, 16.0, 0.8),
    (32.0, 32.0, 0.65),
    (30.0, 5.0, 0.92),
    (5.0, 30.0, 0.92),
    (60.0, 4.0, 0.9),
    (4.0, 60.0, 0.9),
];
/// Squares in the middle of a seal, in shares of its diameter: a large star fills 0.19 of it, an emblem two thirds of 0.4.
const STAR: [(f64, f32); 5] = [
    (0.2, 0.985),
    (0.25, 0.85),
    (0.3125, 0.8),
    (0.375, 0.75),
    (0.5, 0.62),
];
/// Pale plates: a faded star has half of this.
const PALE: [Window; 1] = [(6.0, 6.0, 0.3)];
/// Of the strokes of a signature, a seal that lies on all of it hides a third.
const MOST_OF_STROKES: f32 = 0.5;
const MOST_BY_PALE: f32 = 0.2;

#[cfg(test)]
mod tests {
    use super::*;

    /// A raster of 100 by 100 points with this of it hidden.
    fn raster(hidden: impl Fn(f64, f64) -> f32) -> Raster {
        let mut raster = Raster::new(Rect::from_corners(0.0, 0.0, 100.0, 100.0), 1.0);
        let points: Vec<(f64, f64)> = raster.points().collect();
        for (all, (x, y)) in raster.all.iter_mut().zip(points) {
            *all = hidden(x, y);
        }
        raster.outer = raster.all.clone();
        raster
    }

    fn within(x: f64, y: f64, [left, bottom, right, top]: [f64; 4]) -> f32 {
        f32::from((left..right).contains(&x) && (bottom..top).contains(&y))
    }

    #[test]
    fn plates_and_bars_hide_and_lines_do_not() {
        for (areas, hidden) in [
            (1, [20.0, 20.0, 40.0, 40.0]),
            (1, [20.0, 50.0, 80.0, 56.0]),
            (0, [20.0, 50.0, 80.0, 53.0]),
            (1, [20.0, 0.0, 24.0, 100.0]),
            (0, [20.0, 0.0, 23.0, 100.0]),
            (0, [20.0, 20.0, 25.0, 25.0]),
        ] {
            let found = raster(|x, y| within(x, y, hidden)).hidden_areas();
            assert_eq!(usize::from(!found.is_empty()), areas.min(1), "{hidden:?}");
            let [left, bottom, right, top] = hidden;
            for area in found {
                let outer = Rect::from_corners(left - 4.0, bottom - 4.0, right + 4.0, top + 4.0);
                assert_eq!(area.intersection(&outer), Some(area), "{hidden:?}");
            }
        }
    }

    #[test]
    fn many_thin_veils_add_up() {
        let strokes = vec![1.0; raster(|_, _| 0.0).len()];
        let veils = |count: i32| raster(move |_, _| 1.0 - 0.8_f32.powi(count));
        assert!(!veils(2).hides(&strokes, 0.0));
        assert!(veils(4).hides(&strokes, 0.0));
        let mut hidden = 0.0;
        for _ in 0..50 {
            lay(&mut hidden, 15.0 / 255.0);
        }
        assert!(hidden > 0.9);
    }

    #[test]
    fn a_star_hides_no_signature_and_a_disc_does() {
        let strokes: Vec<f32> = raster(|_, y| within(50.0, y, [0.0, 48.0, 100.0, 52.0])).all;
        let disc = |radius: f64| {
            let mut disc = raster(move |x, y| f32::from((x - 50.0).hypot(y - 50.0) < radius));
            disc.outer.fill(0.0);
            disc
        };
        assert!(!disc(10.0).hides(&strokes, 100.0));
        assert!(disc(20.0).hides(&strokes, 100.0));
        assert!(disc(10.0).hidden_middles(100.0).is_empty());
        assert!(!disc(20.0).hidden_middles(100.0).is_empty());
    }

    #[test]
    fn sums_are_those_of_rectangles() {
        let map = [1.0, 0.0, 2.0, 0.0, 3.0, 0.0];
        let sums = Sums::of(&map, 3);
        assert_eq!(sums.mean(0, 0, 3, 2), 1.0);
        assert_eq!(sums.mean(1, 0, 2, 2), 1.25);
        assert_eq!(sums.mean(1, 1, 1, 1), 3.0);
    }
}

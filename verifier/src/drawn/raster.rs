//! What measured pictures hide of an area, point by point. Strokes, the ring of a seal and its
//! letters hide little of the area; a plate hides all of it, and so do several half-clear ones.

mod grid;
mod laid;
mod shares;
mod sums;
#[cfg(test)]
mod tests;
mod windows;

use std::cell::OnceCell;

use kyso_pdf::Rect;

use self::grid::{Grid, for_each_hidden, looks};
pub(super) use self::laid::{LARGEST_SEAL, Laid};
pub(super) use self::shares::{Share, Shares, Totals};
pub(super) use self::sums::around;
use self::sums::{Marks, Sums};
use self::windows::{BROAD_STROKES, PALE, PLATES, Window, bars, star};

/// Points of an area, with the shares of what lies there that is hidden, from 0 to 1. Lengths are in points of 1/72 inch,
/// from the upper left corner of the area, y upwards.
pub(super) struct Raster {
    columns: usize,
    rows: usize,
    /// Distance of the points.
    step: f64,
    size: (f64, f64),
    all: Map,
    /// Without what the middles of seals hide, where star and emblem are.
    outer: Map,
    /// The share that colours near that of paper hide.
    pale: Map,
    /// The share that pictures other than seals hide.
    strokes: Map,
}

/// The share of each point that is hidden.
#[derive(Clone)]
struct Map {
    points: usize,
    /// Row by row; empty while none is hidden.
    shares: Vec<f32>,
    /// The sums of `shares`, once they are asked for.
    sums: OnceCell<Sums>,
}

impl Map {
    /// A map of so many points, none of them hidden.
    fn clear(points: usize) -> Self {
        Self {
            points,
            shares: Vec::new(),
            sums: OnceCell::new(),
        }
    }

    /// Hides a share of what is not hidden yet of a point.
    fn lay(&mut self, index: usize, more: f32) {
        if self.shares.is_empty() {
            self.shares = vec![0.0; self.points];
        }
        if let Some(hidden) = self.shares.get_mut(index) {
            *hidden = 1.0 - (1.0 - *hidden) * (1.0 - more);
        }
    }

    fn sums(&self, columns: usize) -> &Sums {
        self.sums.get_or_init(|| Sums::of(&self.shares, columns))
    }
}

/// Which plates are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plates {
    /// Windows that hide ink of any kind.
    All,
    /// Windows that hide lines of text although much of each character is left.
    OfText,
}

/// The grid of an area so wide and high; `None` when it does not reach over all of it.
fn grid_of((width, height): (f64, f64)) -> Option<Grid> {
    let step = step((width, height));
    #[allow(clippy::cast_precision_loss)] // a small number
    let most = (POINTS as f64 + 0.5) * step;
    (width.max(height) <= most).then(|| Grid {
        columns: count(width / step),
        rows: count(height / step),
        step,
    })
}

/// How many points a raster of an area has; `None` when it does not reach over all of it.
pub(super) fn points_of(size: (f64, f64)) -> Option<usize> {
    grid_of(size).map(|grid| grid.columns * grid.rows)
}

/// At how many places a picture over such an area is looked at.
pub(super) fn looks_at(size: (f64, f64), picture: &Laid) -> Option<usize> {
    grid_of(size).map(|grid| looks(grid, picture))
}

fn step((width, height): (f64, f64)) -> f64 {
    (width.max(height) / USUAL_POINTS).clamp(FINEST, COARSEST)
}

impl Raster {
    /// A raster of an area so wide and high, with nothing over it.
    pub(super) fn new(size: (f64, f64)) -> Self {
        let step = step(size);
        let (columns, rows) = (count(size.0 / step), count(size.1 / step));
        let clear = || Map::clear(columns * rows);
        Self {
            columns,
            rows,
            step,
            size,
            all: clear(),
            outer: clear(),
            pale: clear(),
            strokes: clear(),
        }
    }

    /// Lays a picture over what is there.
    pub(super) fn lay(&mut self, picture: &Laid) {
        let middle = picture.seal.map(|ink| middle(&ink));
        let is_middle = |x: f64, y: f64| {
            middle.is_some_and(|(at_x, at_y, radius)| {
                let (across, up) = (x - at_x, y - at_y);
                across * across + up * up <= radius * radius
            })
        };
        for map in [
            &mut self.all,
            &mut self.outer,
            &mut self.pale,
            &mut self.strokes,
        ] {
            map.sums.take();
        }
        for_each_hidden(self.grid(), picture, |index, (x, y), hidden| {
            if picture.judged.is_some_and(|judged| contains(&judged, x, y)) {
                return;
            }
            self.all.lay(index, hidden.all);
            if hidden.pale > 0.0 {
                self.pale.lay(index, hidden.pale);
            }
            if !is_middle(x, y) {
                self.outer.lay(index, hidden.all);
            }
            if middle.is_none() {
                self.strokes.lay(index, hidden.all);
            }
        });
    }

    /// The share of each point that a picture hides: where it has strokes. Of one on white paper the paper is none. Where no
    /// picture is given, all is.
    pub(super) fn strokes(&self, picture: Option<&Laid>, is_on_paper: bool) -> Vec<f32> {
        let Some(picture) = picture else {
            return vec![1.0; self.columns * self.rows];
        };
        let mut strokes = vec![0.0; self.columns * self.rows];
        for_each_hidden(self.grid(), picture, |index, _, hidden| {
            if let Some(stroke) = strokes.get_mut(index) {
                *stroke = match is_on_paper {
                    true => hidden.dark,
                    false => hidden.all,
                };
            }
        });
        strokes
    }

    /// How much of each point is hidden.
    pub(super) fn shares(&self) -> Shares {
        Shares::of(self.grid(), &self.all.shares, &self.pale.shares)
    }

    fn grid(&self) -> Grid {
        Grid {
            columns: self.columns,
            rows: self.rows,
            step: self.step,
        }
    }

    /// Whether so much of the strokes is hidden that they are no longer recognisable. `middle` is
    /// the diameter of the largest seal that lies on them.
    pub(super) fn hides(&self, strokes: &[f32], middle: f64) -> bool {
        let ink: f32 = strokes.iter().sum();
        if ink <= 0.0 {
            return false;
        }
        let share = |map: &Map| {
            let both = map.shares.iter().zip(strokes);
            both.map(|(hidden, ink)| hidden * ink).sum::<f32>() / ink
        };
        share(&self.all) > MOST_OF_STROKES
            || share(&self.pale) > MOST_BY_PALE
            || self.any(&self.outer, &PLATES, strokes)
            || (middle > 0.0 && self.any(&self.all, &star(middle), strokes))
            || self.any(&self.pale, &PALE, strokes)
    }

    fn any(&self, map: &Map, windows: &[Window], strokes: &[f32]) -> bool {
        let plates = self.plates(map, windows);
        let mut both = plates.iter().zip(strokes);
        both.any(|(plate, ink)| *plate && *ink >= STROKE)
    }

    /// Rectangles over all that plates of any colour, or pale ones, hide; but for those that lie in the middle of seals.
    pub(super) fn hidden_areas(&self) -> Vec<Rect> {
        let mut plates = self.plates(&self.outer, &PLATES);
        let broad = self.plates(&self.strokes, &BROAD_STROKES);
        plates
            .iter_mut()
            .zip(broad)
            .for_each(|(plate, broad)| *plate |= broad);
        let pale = self.plates(&self.pale, &PALE);
        let either: Vec<bool> = plates
            .iter()
            .zip(&pale)
            .map(|(one, two)| *one || *two)
            .collect();
        self.areas(&either)
    }

    /// Rectangles over bars that are wider than the stars of seals, whose diameter is `middle` at most.
    pub(super) fn hidden_by_bars(&self, middle: f64) -> Vec<Rect> {
        self.areas(&self.plates(&self.all, &bars(middle)))
    }

    /// The same in the middles of seals, whose diameter is `middle`: what is more than a star or an emblem.
    pub(super) fn hidden_middles(&self, middle: f64) -> Vec<Rect> {
        if middle <= 0.0 {
            return Vec::new();
        }
        self.areas(&self.plates(&self.all, &star(middle)))
    }

    /// The points that lie in a window of which more than its share is hidden, and are hidden themselves.
    fn plates(&self, map: &Map, windows: &[Window]) -> Vec<bool> {
        let mut plates = vec![false; map.points];
        if map.shares.is_empty() {
            return plates;
        }
        let sums = map.sums(self.columns);
        for (width, height, limit) in windows {
            let (whole_width, whole_height) = (count(width / self.step), count(height / self.step));
            let (wide, high) = (whole_width.min(self.columns), whole_height.min(self.rows));
            // Points beyond the area are not hidden.
            #[allow(clippy::cast_precision_loss)] // small numbers
            let limit_within = limit * (whole_width * whole_height) as f32 / (wide * high) as f32;
            let Some(marks) = self.full(sums, (wide, high), limit_within) else {
                continue;
            };
            let points = plates.iter_mut().zip(&map.shares).zip(marks.finish());
            for ((plate, hidden), is_marked) in points {
                *plate |= is_marked && *hidden >= limit / 2.0;
            }
        }
        plates
    }

    /// The windows of this size of which more than a share is hidden; `None` when there are none.
    fn full(&self, sums: &Sums, (wide, high): (usize, usize), limit: f32) -> Option<Marks> {
        /// Windows whose places differ by less than this are tried together first: what they all reach over holds as much as
        /// the fullest of them.
        const TOGETHER: usize = 4;
        let (columns, rows) = (self.columns - wide + 1, self.rows - high + 1);
        let mut marks = None;
        for (top, left) in (0..rows)
            .step_by(TOGETHER)
            .flat_map(|top| (0..columns).step_by(TOGETHER).map(move |left| (top, left)))
        {
            let (bottom, right) = ((top + TOGETHER).min(rows), (left + TOGETHER).min(columns));
            let (width, height) = (right - left - 1 + wide, bottom - top - 1 + high);
            if !sums.may_hold(left..left + width, top..top + height, (wide, high), limit) {
                continue;
            }
            for (row, column) in
                (top..bottom).flat_map(|row| (left..right).map(move |column| (row, column)))
            {
                if sums.mean(column, row, wide, high) > limit {
                    marks
                        .get_or_insert_with(|| Marks::new(self.columns, self.rows))
                        .add(column..column + wide, row..row + high);
                }
            }
        }
        marks
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
                        let area = self.rectangle(from..column, top..bottom);
                        match areas.iter_mut().find(|above| self.continues(above, &area)) {
                            Some(above) => *above = around(*above, area),
                            None => areas.push(area),
                        }
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

    /// Whether an area lies right below another one and is as wide, by two points of the raster.
    fn continues(&self, above: &Rect, below: &Rect) -> bool {
        let is_near = |one: f64, two: f64| (one - two).abs() <= 2.0 * self.step;
        (above.bottom - below.top).abs() < self.step / 2.0
            && is_near(above.left, below.left)
            && is_near(above.right, below.right)
    }

    #[allow(clippy::cast_precision_loss)] // numbers of points are small
    fn rectangle(&self, columns: std::ops::Range<usize>, rows: std::ops::Range<usize>) -> Rect {
        let (x, y) = (
            |column: usize| column as f64 * self.step,
            |row: usize| -(row as f64) * self.step,
        );
        Rect {
            left: x(columns.start),
            bottom: y(rows.end).max(-self.size.1),
            right: x(columns.end).min(self.size.0),
            top: y(rows.start),
        }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is at most POINTS
fn count(points: f64) -> usize {
    (points.round() as usize).clamp(1, POINTS)
}

/// Centre and radius of the middle of a seal, from where its ink is.
fn middle(ink: &Rect) -> (f64, f64, f64) {
    let diameter = ink.width().max(ink.height()).min(LARGEST_SEAL);
    (
        f64::midpoint(ink.left, ink.right),
        f64::midpoint(ink.bottom, ink.top),
        MIDDLE * diameter,
    )
}

fn contains(area: &Rect, x: f64, y: f64) -> bool {
    (area.left..=area.right).contains(&x) && (area.bottom..=area.top).contains(&y)
}

/// Points along the longer side of an area, as long as they are no closer than the finest and no farther than the coarsest.
const USUAL_POINTS: f64 = 128.0;
/// Distances of points, in points of 1/72 inch.
const FINEST: f64 = 0.5;
const COARSEST: f64 = 1.25;
/// Points along a side at most: what is larger than a page of 800 points is not looked at.
const POINTS: usize = 704;
/// Radius of the middle of a seal, as a share of its diameter.
const MIDDLE: f64 = 0.3;
/// The least share of a point that strokes take.
const STROKE: f32 = 0.1;
/// A seal that covers all of a signature hides a third of its strokes.
const MOST_OF_STROKES: f32 = 0.5;
const MOST_BY_PALE: f32 = 0.2;

//! The hidden shares of single points, for the ink of characters.

use std::ops::Range;

use super::grid::Grid;

/// How much of each point of an area is hidden, in 255ths.
#[derive(Debug)]
pub(in crate::drawn) struct Shares {
    columns: usize,
    rows: usize,
    step: f64,
    all: Vec<u8>,
    pale: Vec<u8>,
}

/// The hidden shares of some ink, from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::drawn) struct Share {
    /// The share hidden by any colour.
    pub(in crate::drawn) all: f32,
    /// The share hidden by colours near that of paper.
    pub(in crate::drawn) pale: f32,
}

/// The hidden shares of some places together.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::drawn) struct Totals {
    places: usize,
    all: u32,
    pale: u32,
}

impl Totals {
    /// The shares of these places and others.
    pub(in crate::drawn) fn and(self, other: Self) -> Self {
        Self {
            places: self.places + other.places,
            all: self.all + other.all,
            pale: self.pale + other.pale,
        }
    }

    /// The means.
    pub(in crate::drawn) fn share(self) -> Share {
        #[allow(clippy::cast_precision_loss)] // some hundred places
        let mean = |sum: u32| sum as f32 / (255 * self.places.max(1)) as f32;
        Share {
            all: mean(self.all),
            pale: mean(self.pale),
        }
    }
}

impl Shares {
    /// The hidden shares of each point of a grid, by all colours and by pale ones; empty where
    /// nothing is hidden.
    pub(super) fn of(grid: Grid, all: &[f32], pale: &[f32]) -> Self {
        let bytes = |shares: &[f32]| match shares {
            [] => vec![0; grid.columns * grid.rows],
            shares => shares.iter().map(|hidden| byte(*hidden)).collect(),
        };
        Self {
            columns: grid.columns,
            rows: grid.rows,
            step: grid.step,
            all: bytes(all),
            pale: bytes(pale),
        }
    }

    /// Points of the area.
    pub(in crate::drawn) fn len(&self) -> usize {
        self.all.len()
    }

    /// The means over some places, in points from the upper left corner of the area, y upwards. Beyond the area nothing is
    /// hidden.
    pub(in crate::drawn) fn over(&self, places: &[(f64, f64)]) -> Share {
        self.totals(places).share()
    }

    /// As [`Shares::over`], to be added to those of other places.
    pub(in crate::drawn) fn totals(&self, places: &[(f64, f64)]) -> Totals {
        let mut totals = Totals {
            places: places.len(),
            ..Totals::default()
        };
        for index in places.iter().filter_map(|place| self.index(*place)) {
            totals.all += u32::from(self.all.get(index).copied().unwrap_or_default());
            totals.pale += u32::from(self.pale.get(index).copied().unwrap_or_default());
        }
        totals
    }

    /// The share of some places that white hides, with no ink of another colour near: it is no rim of a stroke.
    pub(in crate::drawn) fn opened(&self, places: &[(f64, f64)]) -> f32 {
        let is_opened = |place: &&(f64, f64)| {
            let pale = self.index(**place).and_then(|index| self.pale.get(index));
            pale.is_some_and(|pale| *pale >= WHITE) && !self.is_by_stroke(**place)
        };
        #[allow(clippy::cast_precision_loss)] // some hundred places
        let share = |count: usize| count as f32 / places.len().max(1) as f32;
        share(places.iter().filter(is_opened).count())
    }

    /// Whether ink that is not pale lies as near as rims reach.
    fn is_by_stroke(&self, (x, y): (f64, f64)) -> bool {
        let (columns, mut rows) = self.lines((x - RIM, y + RIM), (x + RIM, y - RIM));
        rows.any(|row| {
            let mut near = columns.clone().map(|column| row * self.columns + column);
            near.any(|index| {
                let [all, pale] = [&self.all, &self.pale].map(|map| map.get(index).copied());
                all.unwrap_or_default()
                    .saturating_sub(pale.unwrap_or_default())
                    >= STROKE
            })
        })
    }

    /// Points between two corners, the upper left one first.
    pub(in crate::drawn) fn between(&self, from: (f64, f64), to: (f64, f64)) -> usize {
        let (columns, rows) = self.lines(from, to);
        columns.count() * rows.count()
    }

    /// Whether anything is hidden between two corners.
    pub(in crate::drawn) fn hides_any(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        let (columns, mut rows) = self.lines(from, to);
        rows.any(|row| {
            let start = row * self.columns;
            let points = self.all.get(start + columns.start..start + columns.end);
            points.is_some_and(|points| points.iter().any(|hidden| *hidden > 0))
        })
    }

    /// The columns and rows between two corners; those at the rims for what lies beyond.
    fn lines(&self, from: (f64, f64), to: (f64, f64)) -> (Range<usize>, Range<usize>) {
        let line = |at: f64, count: usize| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not below 0
            let line = (at / self.step).max(0.0) as usize;
            line.min(count - 1)
        };
        (
            line(from.0, self.columns)..line(to.0, self.columns) + 1,
            line(-from.1, self.rows)..line(-to.1, self.rows) + 1,
        )
    }

    fn index(&self, (x, y): (f64, f64)) -> Option<usize> {
        let (x, y) = (x / self.step, -y / self.step);
        let within = |at: f64, count: usize| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // not below 0
            (at >= 0.0).then_some(at as usize).filter(|at| *at < count)
        };
        Some(within(y, self.rows)? * self.columns + within(x, self.columns)?)
    }
}

/// A share of 255, of what is more than a veil.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 255
fn byte(hidden: f32) -> u8 {
    let beyond = (hidden - VEIL) / (1.0 - VEIL);
    (beyond.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The 255ths of white that hide more than half.
const WHITE: u8 = 100;
/// The least of a stroke.
const STROKE: u8 = 60;
/// Points from a stroke to the end of its rim.
const RIM: f64 = 1.0;
/// Black below a veil that hides a third of it can be read as well as without.
const VEIL: f32 = 0.35;

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten by five points, two points of 1/72 inch apart, of which one column is hidden, and one by white.
    fn shares() -> Shares {
        let column = |hidden: usize| {
            let points = (0..50).map(move |index| if index % 10 == hidden { 255 } else { 0 });
            points.collect::<Vec<u8>>()
        };
        let (red, white) = (column(3), column(4));
        Shares {
            columns: 10,
            rows: 5,
            step: 2.0,
            all: red.iter().zip(&white).map(|(one, two)| one | two).collect(),
            pale: white,
        }
    }

    #[test]
    fn means_are_those_of_the_places() {
        let shares = shares();
        let share = |places: &[(f64, f64)]| shares.over(places);
        let all = |places: &[(f64, f64)]| share(places).all;
        assert_eq!(all(&[(6.1, -0.1), (7.9, -9.9)]), 1.0);
        assert_eq!(all(&[(6.1, -0.1), (5.9, -0.1)]), 0.5);
        assert_eq!(share(&[(8.1, -3.0), (7.0, -3.0)]).pale, 0.5);
        // Beyond the area.
        for place in [(6.1, 0.1), (6.1, -10.1), (-0.1, -1.0), (20.1, -1.0)] {
            assert_eq!(all(&[place]), 0.0, "{place:?}");
        }
        assert_eq!(all(&[]), 0.0);
    }

    #[test]
    fn white_opens_what_no_stroke_is_near() {
        let mut shares = shares();
        let places = [(9.1, -3.0), (9.1, -7.0), (14.1, -3.0)];
        assert_eq!(shares.opened(&places), 2.0 / 3.0);
        // The hidden column on the left is as near as a rim.
        assert_eq!(shares.opened(&[(8.1, -3.0)]), 0.0);
        shares.pale.iter_mut().for_each(|pale| *pale /= 3);
        assert_eq!(shares.opened(&places), 0.0);
    }

    #[test]
    fn areas_are_met_where_a_point_is_hidden() {
        let shares = shares();
        assert!(shares.hides_any((0.0, 0.0), (6.1, -1.0)));
        assert!(!shares.hides_any((0.0, 5.0), (5.9, -50.0)));
        assert!(!shares.hides_any((10.1, 0.0), (90.0, -50.0)));
        assert_eq!(shares.between((0.0, 5.0), (5.9, -50.0)), 15);
    }

    #[test]
    fn veils_hide_nothing() {
        assert_eq!([0.0, 0.3, 0.35, 1.0].map(byte), [0, 0, 0, 255]);
        assert_eq!(byte(0.675), 128);
    }
}

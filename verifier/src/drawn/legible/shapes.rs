//! Parts of characters, and what paths paint: letters and digits may be drawn without a font.

use kyso_stamp_images::ViewRect;

use super::Reader;
use super::inked::LEAST_OF_HALVES;

impl Reader<'_> {
    /// The greatest share of a half of some points that is hidden: the left, right, lower or upper one.
    pub(super) fn hidden_half(&self, points: &[(f64, f64)]) -> f32 {
        let (mut left, mut right) = (f64::INFINITY, f64::NEG_INFINITY);
        let (mut bottom, mut top) = (f64::INFINITY, f64::NEG_INFINITY);
        for (x, y) in points {
            (left, right) = (left.min(*x), right.max(*x));
            (bottom, top) = (bottom.min(*y), top.max(*y));
        }
        let (across, up) = (f64::midpoint(left, right), f64::midpoint(bottom, top));
        #[allow(clippy::cast_precision_loss)] // some hundred points
        let of = |is_within: &dyn Fn(&(f64, f64)) -> bool| {
            let half: Vec<_> = points
                .iter()
                .filter(|point| is_within(point))
                .copied()
                .collect();
            match half.len() as f32 * LEAST_OF_HALVES >= points.len() as f32 {
                true => self.shares.over(&half).all,
                false => 0.0,
            }
        };
        let halves = [
            of(&|(x, _)| *x < across),
            of(&|(x, _)| *x >= across),
            of(&|(_, y)| *y < up),
            of(&|(_, y)| *y >= up),
        ];
        halves.into_iter().fold(0.0, f32::max)
    }

    /// Whether what paths paint, perhaps a digit, is hidden. `None` beyond the limit.
    pub(super) fn is_shape_hidden(&mut self, shape: &ViewRect, is_of_look: bool) -> Option<bool> {
        const PITCH: f64 = 0.75;
        if is_of_look && self.stands_in_look(shape) {
            return Some(false);
        }
        let area = self.text.frame().to_user(shape);
        let (from, to) = (
            self.scene.seen_point((area.left, area.top)),
            self.scene.seen_point((area.right, area.bottom)),
        );
        self.take(self.shares.between(from, to))?;
        if !self.shares.hides_any(from, to) {
            return Some(false);
        }
        let lines = |from: f64, to: f64| {
            std::iter::successors(Some(from + PITCH / 2.0), |at| Some(at + PITCH))
                .take_while(move |at| *at < to)
        };
        let points = lines(to.1, from.1).flat_map(|y| lines(from.0, to.0).map(move |x| (x, y)));
        let points: Vec<_> = points.collect();
        self.take(points.len())?;
        let share = self.shares.over(&points);
        let is_opened = || share.pale > 0.0 && self.shares.opened(&points) > SHAPE_OPENED;
        Some(share.all > SHAPE || share.pale > SHAPE_BY_PALE || is_opened())
    }
}

/// The share of the area that paths paint.
const SHAPE: f32 = 0.8;
const SHAPE_BY_PALE: f32 = 0.5;
/// The same, of which perhaps a fifth is ink.
const SHAPE_OPENED: f32 = 0.1;

//! Pictures that programs cut into strips or tiles, put together as they are shown.

use std::ops::Range;

use kyso_pdf::{PdfError, Rect, View};

use super::budget::LookBudget;
use super::measured::MeasuredPicture;
use super::picture::{self, MAX_PIXELS};
use super::sampled::{Alpha, Rgb, Sampled};
use crate::appearance::DrawnImage;

/// Judges all images of a look as the one picture that they show; `None` when one of them is not upright or not measured, when
/// they lie on one another, or when there are more pixels than are left.
pub(super) fn judge(
    view: &View<'_, '_>,
    images: &[DrawnImage],
    budget: &LookBudget,
) -> Result<Option<(MeasuredPicture, DrawnImage)>, PdfError> {
    let Some((first, others)) = images.split_first() else {
        return Ok(None);
    };
    if others.is_empty() || !images.iter().all(DrawnImage::is_upright) {
        return Ok(None);
    }
    let whole = others
        .iter()
        .fold(first.rect, |all, image| around(&all, &image.rect));
    let (mut parts, mut held) = (Vec::new(), 0);
    for image in images {
        let Some(pixels) = picture::pixels_of(view, &image.stream, image.fill, budget)? else {
            return Ok(None);
        };
        // All are held until they are put together.
        let (columns, rows) = pixels.grid();
        held += u64::from(columns) * u64::from(rows);
        if held > MAX_PIXELS {
            return Ok(None);
        }
        parts.push((pixels, image.rect));
    }
    let joined = joined(&parts, &whole, budget);
    let judged = joined.as_ref().and_then(picture::judge_together);
    Ok(judged.map(|judged| (judged, first.stretched(whole))))
}

fn around(one: &Rect, other: &Rect) -> Rect {
    Rect {
        left: one.left.min(other.left),
        bottom: one.bottom.min(other.bottom),
        right: one.right.max(other.right),
        top: one.top.max(other.top),
    }
}

/// All parts on one sheet, as fine as the finest of them and their masks, painted in their order.
fn joined(parts: &[(Sampled, Rect)], whole: &Rect, budget: &LookBudget) -> Option<Sampled> {
    let density = |count: u32, length: f64| f64::from(count) / length;
    let finest = |of: fn(&(Sampled, Rect)) -> (u32, f64)| {
        let all = parts.iter().map(of);
        all.map(|(count, length)| density(count, length))
            .fold(0.0, f64::max)
    };
    let across = finest(|(part, rect)| (part.grid().0, rect.width()));
    let down = finest(|(part, rect)| (part.grid().1, rect.height()));
    let width = pixels(across * whole.width())?;
    let height = pixels(down * whole.height())?;
    let grid = Grid {
        whole: *whole,
        width,
        height,
    };
    let rects: Vec<Rect> = parts.iter().map(|(_, rect)| *rect).collect();
    let count = u64::from(width) * u64::from(height);
    let painted = rects.iter().map(|rect| grid.reached(rect).count());
    let cost = painted.fold(count, u64::saturating_add);
    if count > MAX_PIXELS || grid.are_stacked(&rects) || !budget.take(cost) {
        return None;
    }
    let mut sheet = Sheet {
        rgb: vec![u8::MAX; usize::try_from(3 * count).ok()?],
        alpha: vec![0; usize::try_from(count).ok()?],
        grid,
    };
    for (part, rect) in parts {
        sheet.paint(part, rect);
    }
    Some(Sampled {
        width,
        height,
        rgb: Rgb::Each(sheet.rgb),
        alpha: Some(Alpha::of_pixels(width, height, sheet.alpha)),
    })
}

/// A side in pixels, if it is one.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is within bounds
fn pixels(side: f64) -> Option<u32> {
    let side = side.round();
    (1.0..=f64::from(1 << 23))
        .contains(&side)
        .then_some(side as u32)
}

/// The pixels that a sheet has on its rectangle.
struct Grid {
    whole: Rect,
    width: u32,
    height: u32,
}

/// Columns and rows of a sheet.
struct Reached {
    columns: Range<u32>,
    rows: Range<u32>,
}

impl Reached {
    fn count(&self) -> u64 {
        self.columns.len() as u64 * self.rows.len() as u64
    }
}

impl Grid {
    /// All pixels that a rectangle touches.
    fn reached(&self, rect: &Rect) -> Reached {
        let whole = &self.whole;
        let (width, height) = (whole.width(), whole.height());
        let across = |at: f64| (at - whole.left) / width;
        let down = |at: f64| (whole.top - at) / height;
        Reached {
            columns: range(across(rect.left), across(rect.right), self.width),
            rows: range(down(rect.top), down(rect.bottom), self.height),
        }
    }

    /// Whether two of the rectangles lie on one another, by more than is rounded where pictures are cut: strips and tiles do
    /// not, and what is drawn again and again is no picture in parts.
    fn are_stacked(&self, rects: &[Rect]) -> bool {
        // A mask may be twice as fine as its picture.
        const ROUNDED: f64 = 2.0;
        let is_wider = |common: Rect| {
            let columns = common.width() / self.whole.width() * f64::from(self.width);
            let rows = common.height() / self.whole.height() * f64::from(self.height);
            columns.min(rows) > ROUNDED
        };
        let mut pairs = rects.iter().enumerate().flat_map(|(index, rect)| {
            let before = rects.get(..index).unwrap_or_default().iter();
            before.filter_map(|other| rect.intersection(other))
        });
        pairs.any(is_wider)
    }
}

/// The pixels of a side between two shares of it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // they are clamped
fn range(from: f64, to: f64, count: u32) -> Range<u32> {
    let side = f64::from(count);
    let at = |place: f64| place.clamp(0.0, side) as u32;
    at((from * side).floor())..at((to * side).ceil())
}

struct Sheet {
    grid: Grid,
    rgb: Vec<u8>,
    alpha: Vec<u8>,
}

impl Sheet {
    /// Paints a part that fills `rect`: each pixel of the sheet takes the one of the part in its middle.
    fn paint(&mut self, part: &Sampled, rect: &Rect) {
        let middle = |at: u32, count: u32| (f64::from(at) + 0.5) / f64::from(count);
        let (columns, rows) = part.grid();
        let reached = self.grid.reached(rect);
        let Grid {
            whole,
            width,
            height,
        } = self.grid;
        for y in reached.rows {
            let from_top = whole.top - middle(y, height) * whole.height();
            let Some(row) = index((rect.top - from_top) / rect.height(), rows) else {
                continue;
            };
            for x in reached.columns.clone() {
                let from_left = whole.left + middle(x, width) * whole.width();
                let column = index((from_left - rect.left) / rect.width(), columns);
                if let Some(pixel) = column.and_then(|column| part.pixel(column, row)) {
                    self.put(y * width + x, pixel);
                }
            }
        }
    }

    /// Blends a pixel with what was painted below (ISO 32000-2, 11.3.6).
    fn put(&mut self, at: u32, [red, green, blue, alpha]: [u8; 4]) {
        let at = at as usize;
        let (Some(below), Some(rgb)) =
            (self.alpha.get_mut(at), self.rgb.get_mut(3 * at..3 * at + 3))
        else {
            return;
        };
        let (own, under) = (f64::from(alpha) / 255.0, f64::from(*below) / 255.0);
        let both = own + under * (1.0 - own);
        for (part, new) in rgb.iter_mut().zip([red, green, blue]) {
            if both > 0.0 {
                let mixed = f64::from(new) * own + f64::from(*part) * under * (1.0 - own);
                *part = super::colours::byte(mixed / both / 255.0);
            }
        }
        *below = super::colours::byte(both);
    }
}

/// The pixel at this share of a side.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is within the side
fn index(share: f64, count: u32) -> Option<u32> {
    let within = (0.0..1.0).contains(&share);
    within.then(|| (share * f64::from(count)) as u32)
}

#[cfg(test)]
mod tests;

//! Pictures that programs cut into strips or tiles, put together as they are shown.

use kyso_pdf::{PdfError, Rect, View};

use super::picture::{self, Judged, MAX_PIXELS, PixelBudget};
use super::sampled::{Alpha, Sampled};
use crate::appearance::DrawnImage;

/// Judges all images of a look as the one picture that they show; `None` when one of them is not upright or not measured.
pub(super) fn judge(
    view: &View<'_, '_>,
    images: &[DrawnImage],
    budget: &PixelBudget,
) -> Result<Option<(Judged, DrawnImage)>, PdfError> {
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
fn joined(parts: &[(Sampled, Rect)], whole: &Rect, budget: &PixelBudget) -> Option<Sampled> {
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
    let count = u64::from(width) * u64::from(height);
    if count > MAX_PIXELS || !budget.take(count) {
        return None;
    }
    let mut sheet = Sheet {
        width,
        height,
        rgb: vec![u8::MAX; usize::try_from(3 * count).ok()?],
        alpha: vec![0; usize::try_from(count).ok()?],
    };
    for (part, rect) in parts {
        sheet.paint(part, rect, whole);
    }
    Some(Sampled {
        width,
        height,
        rgb: sheet.rgb,
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

struct Sheet {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    alpha: Vec<u8>,
}

impl Sheet {
    /// Paints a part that fills `rect` of `whole`: each pixel of the sheet takes the one of the part in its middle.
    fn paint(&mut self, part: &Sampled, rect: &Rect, whole: &Rect) {
        let middle = |at: u32, count: u32| (f64::from(at) + 0.5) / f64::from(count);
        let (columns, rows) = part.grid();
        for y in 0..self.height {
            let from_top = whole.top - middle(y, self.height) * whole.height();
            let Some(row) = index((rect.top - from_top) / rect.height(), rows) else {
                continue;
            };
            for x in 0..self.width {
                let from_left = whole.left + middle(x, self.width) * whole.width();
                let column = index((from_left - rect.left) / rect.width(), columns);
                if let Some(pixel) = column.and_then(|column| part.pixel(column, row)) {
                    self.put(y * self.width + x, pixel);
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

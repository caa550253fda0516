//! Pictures at the resolution in which they are drawn.

use crate::picture::Picture;

/// Colour and alpha planes, ready to be deflated.
pub(crate) struct Planes {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) rgb: Vec<u8>,
    pub(crate) alpha: Vec<u8>,
}

/// The picture with at most `width` by `height` pixels: each pixel of the
/// result is the average of the pixels it covers, weighted by alpha. A picture
/// that is not larger keeps its pixels.
///
/// Clear pixels, and pixels whose colour is hardly another, get the average
/// colour of the ink: ink of one colour then takes no space, and is read fast.
pub(crate) fn resample(picture: &Picture, width: usize, height: usize) -> Planes {
    let (from_width, from_height) = (picture.width() as usize, picture.height() as usize);
    let (width, height) = (width.clamp(1, from_width), height.clamp(1, from_height));
    let columns = bounds(from_width, width);
    let column_of: Vec<u32> = (0..)
        .zip(columns.windows(2))
        .flat_map(|(column, bounds)| span(bounds).map(move |_| column))
        .collect();
    let rows = bounds(from_height, height);
    let mut sums = vec![Sum::default(); width];
    let mut total = Sum::default();
    let mut planes = Planes {
        width,
        height,
        rgb: vec![255; width * height * 3],
        alpha: vec![0; width * height],
    };
    let targets = planes
        .rgb
        .chunks_exact_mut(width * 3)
        .zip(planes.alpha.chunks_exact_mut(width));
    for (row, (rgb, alpha)) in rows.windows(2).zip(targets) {
        sums.fill(Sum::default());
        for y in span(row) {
            add_row(&mut sums, picture, y, &column_of);
        }
        let pixels = rgb.as_chunks_mut::<3>().0.iter_mut().zip(alpha);
        for ((sum, column), (colour, alpha)) in sums.iter().zip(columns.windows(2)).zip(pixels) {
            if sum.alpha != 0 {
                *colour = sum.colour();
                *alpha = sum.mean_alpha((span(column).len() * span(row).len()) as u64);
                total.add(sum);
            }
        }
    }
    planes.level_colours(total.colour());
    planes
}

/// Sums over pixels; the components are weighted by alpha.
#[derive(Clone, Copy, Default)]
struct Sum {
    red: u64,
    green: u64,
    blue: u64,
    alpha: u64,
}

impl Sum {
    fn add(&mut self, other: &Self) {
        self.red += other.red;
        self.green += other.green;
        self.blue += other.blue;
        self.alpha += other.alpha;
    }

    fn add_pixel(&mut self, [red, green, blue, alpha]: [u8; 4]) {
        let weight = u64::from(alpha);
        self.red += u64::from(red) * weight;
        self.green += u64::from(green) * weight;
        self.blue += u64::from(blue) * weight;
        self.alpha += weight;
    }

    /// The mean colour; white when all is clear.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn colour(&self) -> [u8; 3] {
        if self.alpha == 0 {
            return [255; 3];
        }
        // One division instead of three: this runs for every pixel.
        let share = 1.0 / self.alpha as f64;
        [self.red, self.green, self.blue].map(|sum| (sum as f64 * share + 0.5) as u8)
    }

    fn mean_alpha(&self, pixels: u64) -> u8 {
        let mean = (self.alpha + pixels / 2).checked_div(pixels);
        mean.and_then(|mean| u8::try_from(mean).ok()).unwrap_or(0)
    }
}

impl Planes {
    fn level_colours(&mut self, ink: [u8; 3]) {
        let same = |pixel: &[u8; 3], alpha: u8| {
            let mut pairs = pixel.iter().zip(&ink);
            pairs.all(|(a, b)| u32::from(a.abs_diff(*b)) * u32::from(alpha) <= SAME_COLOUR * 255)
        };
        for (pixel, alpha) in self.rgb.as_chunks_mut::<3>().0.iter_mut().zip(&self.alpha) {
            if same(pixel, *alpha) {
                *pixel = ink;
            }
        }
    }
}

/// Adds one row; `column_of` tells to which sum each of its pixels belongs.
fn add_row(sums: &mut [Sum], picture: &Picture, y: usize, column_of: &[u32]) {
    let width = picture.width() as usize;
    let row = picture.rgba().as_chunks::<4>().0;
    let row = row.get(y * width..(y + 1) * width).unwrap_or_default();
    for (pixel, &column) in row.iter().zip(column_of) {
        // Most of a signature or seal is clear.
        if pixel[3] != 0
            && let Some(sum) = sums.get_mut(column as usize)
        {
            sum.add_pixel(*pixel);
        }
    }
}

/// The `parts + 1` bounds that divide `length` pixels most evenly.
fn bounds(length: usize, parts: usize) -> Vec<usize> {
    (0..=parts).map(|part| part * length / parts).collect()
}

fn span(bounds: &[usize]) -> std::ops::Range<usize> {
    match bounds {
        [from, to] => *from..*to,
        _ => 0..0,
    }
}

/// Colours that differ by so many levels on white paper look the same.
const SAME_COLOUR: u32 = 6;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn colours_do_not_bleed_from_clear_pixels() {
        let rgba = [[0, 0, 200, 255], [255, 255, 255, 0]].concat();
        let planes = resample(&Picture::new(2, 1, rgba).unwrap(), 1, 1);
        assert_eq!(planes.rgb, [0, 0, 200]);
        assert_eq!(planes.alpha, [128]);
    }

    #[test]
    fn a_small_picture_keeps_its_pixels() {
        let rgba = [[10, 20, 30, 255], [240, 250, 60, 99]].concat();
        let planes = resample(&Picture::new(2, 1, rgba).unwrap(), 100, 100);
        assert_eq!((planes.width, planes.height), (2, 1));
        assert_eq!(planes.rgb, [10, 20, 30, 240, 250, 60]);
        assert_eq!(planes.alpha, [255, 99]);
    }

    #[test]
    fn clear_pixels_take_the_colour_of_the_ink() {
        let rgba = [[10, 20, 200, 255], [255, 255, 255, 0]].concat();
        let planes = resample(&Picture::new(2, 1, rgba).unwrap(), 2, 1);
        assert_eq!(planes.rgb, [10, 20, 200, 10, 20, 200]);
    }
}

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
/// Clear pixels get the average colour of the ink, so that colours neither
/// bleed at the edges nor cost space.
pub(crate) fn resample(picture: &Picture, width: usize, height: usize) -> Planes {
    let (from_width, from_height) = (picture.width() as usize, picture.height() as usize);
    let (width, height) = (width.clamp(1, from_width), height.clamp(1, from_height));
    let columns = bounds(from_width, width);
    let rows = bounds(from_height, height);
    let mut sums = vec![Sum::default(); width];
    let mut total = Sum::default();
    let mut planes = Planes {
        width,
        height,
        rgb: Vec::with_capacity(width * height * 3),
        alpha: Vec::with_capacity(width * height),
    };
    for row in rows.windows(2) {
        sums.fill(Sum::default());
        for y in span(row) {
            add_row(&mut sums, picture, y, &columns);
        }
        for (sum, column) in sums.iter().zip(columns.windows(2)) {
            let covered = u32::try_from(span(column).len() * span(row).len()).unwrap_or(u32::MAX);
            planes.rgb.extend(sum.colour());
            planes.alpha.push(sum.mean_alpha(covered));
            total.add(sum);
        }
    }
    planes.colour_clear_pixels(total.colour());
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

    fn colour(&self) -> [u8; 3] {
        let mean = |sum: u64| {
            byte(
                (sum + self.alpha / 2)
                    .checked_div(self.alpha)
                    .unwrap_or(255),
            )
        };
        [mean(self.red), mean(self.green), mean(self.blue)]
    }

    fn mean_alpha(&self, pixels: u32) -> u8 {
        let pixels = u64::from(pixels);
        byte((self.alpha + pixels / 2).checked_div(pixels).unwrap_or(0))
    }
}

impl Planes {
    fn colour_clear_pixels(&mut self, ink: [u8; 3]) {
        for (pixel, alpha) in self.rgb.as_chunks_mut::<3>().0.iter_mut().zip(&self.alpha) {
            if *alpha == 0 {
                *pixel = ink;
            }
        }
    }
}

fn add_row(sums: &mut [Sum], picture: &Picture, y: usize, columns: &[usize]) {
    let width = picture.width() as usize;
    let row = picture.rgba().as_chunks::<4>().0;
    let row = row.get(y * width..(y + 1) * width).unwrap_or_default();
    for (sum, column) in sums.iter_mut().zip(columns.windows(2)) {
        for pixel in row.get(span(column)).unwrap_or_default() {
            if pixel[3] != 0 {
                sum.add_pixel(*pixel);
            }
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

fn byte(value: u64) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

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
        let rgba = [[1, 2, 3, 255], [4, 5, 6, 9]].concat();
        let planes = resample(&Picture::new(2, 1, rgba).unwrap(), 100, 100);
        assert_eq!((planes.width, planes.height), (2, 1));
        assert_eq!(planes.rgb, [1, 2, 3, 4, 5, 6]);
        assert_eq!(planes.alpha, [255, 9]);
    }

    #[test]
    fn clear_pixels_take_the_colour_of_the_ink() {
        let rgba = [[10, 20, 200, 255], [255, 255, 255, 0]].concat();
        let planes = resample(&Picture::new(2, 1, rgba).unwrap(), 2, 1);
        assert_eq!(planes.rgb, [10, 20, 200, 10, 20, 200]);
    }
}

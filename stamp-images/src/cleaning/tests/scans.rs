//! Scans and photographs of signatures and seals: paper with light that falls unevenly, noise, dust, ink that is mixed with the paper at
//! its edges.

use crate::picture::Picture;

/// What is drawn on the paper: how much of a pixel it covers, 0 to 1.
pub(super) type Shape = fn(f32, f32) -> f32;

/// A picture that is made pixel by pixel. Shapes are in parts of its height.
#[derive(Clone)]
pub(super) struct Scan {
    pub(super) size: (u32, u32),
    /// Colour of the paper in full light.
    pub(super) paper: [f32; 3],
    /// The light in the bottom right corner; 1 in the top left one.
    pub(super) light: f32,
    /// Greatest deviation of a part of a pixel.
    pub(super) noise: f32,
    /// Inks from below to above, each with its colour on white paper.
    pub(super) inks: Vec<(Shape, [f32; 3])>,
}

impl Scan {
    pub(super) fn of(shape: Shape, ink: [f32; 3]) -> Self {
        Self {
            size: (600, 400),
            paper: [246.0, 242.0, 226.0],
            light: 0.7,
            noise: 5.0,
            inks: vec![(shape, ink)],
        }
    }

    pub(super) fn picture(&self) -> Picture {
        let (width, height) = self.size;
        let mut random = Random(1);
        let mut rgba = Vec::new();
        for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
            let [u, v] = [x, y].map(|at| (at as f32 + 0.5) / height as f32);
            let far = (x as f32 / width as f32 + y as f32 / height as f32) / 2.0;
            let light = 1.0 - (1.0 - self.light) * far;
            let mut pixel = self.paper;
            for (shape, ink) in &self.inks {
                let cover = shape(u, v);
                for (part, ink) in pixel.iter_mut().zip(ink) {
                    *part *= 1.0 - cover * (1.0 - ink / 255.0);
                }
            }
            rgba.extend(pixel.map(|part| (part * light + random.next(self.noise)) as u8));
            rgba.push(255);
        }
        Picture::new(width, height, rgba).unwrap()
    }

    pub(super) fn png(&self) -> Vec<u8> {
        png_of(&self.picture())
    }
}

pub(super) fn png_of(picture: &Picture) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(picture.rgba()).unwrap();
    writer.finish().unwrap();
    file
}

/// Numbers that look like noise, the same in each run.
struct Random(u32);

impl Random {
    fn next(&mut self, most: f32) -> f32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        ((self.0 >> 8) as f32 / (1 << 24) as f32 * 2.0 - 1.0) * most
    }
}

/// The cover of what begins at a distance of 0, with an edge of one pixel of 400.
fn edge(distance: f32) -> f32 {
    (0.5 - distance * 400.0).clamp(0.0, 1.0)
}

/// Loops of a pen, with a dot beside them.
pub(super) fn signature(x: f32, y: f32) -> f32 {
    let along = ((x - 0.25) / 1.0).clamp(0.0, 1.0);
    let wave = 0.5 + 0.25 * (along * 20.0).sin() * (1.0 - along / 2.0);
    let slope = 0.25 * 20.0 * (along * 20.0).cos();
    let distance = (y - wave).abs() / (1.0 + slope * slope).sqrt();
    let beside = (0.25 - x).max(x - 1.25).max(0.0);
    let stroke = distance.hypot(beside) - 0.012;
    let dot = (x - 1.3).hypot(y - 0.7) - 0.013;
    edge(stroke.min(dot))
}

/// Rings, marks like letters between them, and a disc.
pub(super) fn seal(x: f32, y: f32) -> f32 {
    let (x, y) = (x - 0.75, y - 0.5);
    let (radius, angle) = (x.hypot(y), y.atan2(x));
    let ring = (radius - 0.4).abs() - 0.01;
    let inner = (radius - 0.25).abs() - 0.004;
    let letter = ((radius - 0.32).abs() - 0.03).max(((angle * 24.0).sin().abs() - 0.6) * 0.02);
    let disc = radius - 0.1;
    edge(ring.min(inner).min(letter).min(disc))
}

/// A line across, as of a pen that signs over the seal.
pub(super) fn stroke(x: f32, y: f32) -> f32 {
    edge((y - 0.3 - x * 0.3).abs() - 0.012)
}

/// One that crosses a part of the seal, of a thin pen.
pub(super) fn thin_stroke(x: f32, y: f32) -> f32 {
    let across = (x - 0.75).abs() - 0.35;
    edge(((y - 0.3 - x * 0.3).abs() - 0.006).max(across))
}

/// A spot beside the seal that is too large for dust.
pub(super) fn blot(x: f32, y: f32) -> f32 {
    edge((x - 1.4).hypot(y - 0.1) - 0.012)
}

/// The right third.
pub(super) fn shade(x: f32, y: f32) -> f32 {
    edge(0.9 - x - y * 0.2)
}

pub(super) fn dust(x: f32, y: f32) -> f32 {
    let at = |left: f32, top: f32| (x - left).hypot(y - top) - 0.004;
    edge(at(0.1, 0.1).min(at(1.4, 0.2)).min(at(0.2, 0.9)))
}

pub(super) fn square(x: f32, y: f32) -> f32 {
    let (x, y) = ((x - 0.75).abs(), (y - 0.5).abs());
    edge((x.max(y) - 0.4).abs() - 0.01)
}

pub(super) fn border(x: f32, y: f32) -> f32 {
    edge(x.min(y).min(1.5 - x).min(1.0 - y) - 0.05)
}

pub(super) fn nothing(_: f32, _: f32) -> f32 {
    0.0
}

//! Measured pictures that lie over an area of a page, and what they hide there together. The result
//! depends only on the pictures and on how they lie to the area and to each other, so it is
//! remembered by the digest of all that: an agency's seal lies on the signature of its head alike
//! on document after document.

use std::cell::OnceCell;
use std::sync::Arc;

use kyso_pdf::Rect;
use kyso_pki::{FileCache, sha256};

use super::memory::Memory;
use super::raster::{LARGEST_SEAL, Laid, Plates, Raster, Shares, looks_at, points_of};
use crate::appearance::Matrix;
use crate::form::Veil;
use crate::recall::Recall;

/// A measured picture that is laid over an area, in user space.
#[derive(Clone, Copy)]
pub(super) struct Layer<'v> {
    pub(super) veil: &'v Veil,
    /// Where the ink of a seal is; `None` when it is no seal.
    pub(super) seal: Option<Rect>,
    /// The part that does not count here: it is judged as a drawing over ink.
    pub(super) judged: Option<Rect>,
}

/// An area of a page, with the pictures over it.
pub(super) struct Scene {
    corner: (f64, f64),
    /// Points (of 1/72 inch) of a unit of user space.
    unit: f64,
    /// In points.
    size: (f64, f64),
    layers: Vec<Laid>,
    raster: OnceCell<Raster>,
    recall: Recall<Memory>,
}

impl Scene {
    /// A scene without pictures. `area` is in user space; `unit` is that of the page, in points.
    pub(super) fn new(area: Rect, unit: f64, recall: Recall<Memory>) -> Self {
        Self {
            corner: (area.left, area.top),
            unit,
            size: (rounded(area.width() * unit), rounded(area.height() * unit)),
            layers: Vec::new(),
            raster: OnceCell::new(),
            recall,
        }
    }

    /// Places at which it is looked; `None` when the area is larger than can be looked at.
    pub(super) fn points(&self) -> Option<usize> {
        points_of(self.size)
    }

    /// Lays a picture over what is there. Gives the number of places at which it is looked; `None` as [`Scene::points`].
    pub(super) fn lay(&mut self, layer: &Layer<'_>) -> Option<usize> {
        let laid = Laid {
            seal: layer.seal.map(|seal| self.seen(&seal)),
            judged: layer.judged.map(|judged| self.seen(&judged)),
            ..self.placed(layer.veil)
        };
        let looks = looks_at(self.size, &laid);
        self.layers.push(laid);
        self.raster.take();
        looks
    }

    /// Places at which it is looked for the strokes of a picture below; `None` as [`Scene::points`].
    pub(super) fn looks_below(&self, veil: &Veil) -> Option<usize> {
        looks_at(self.size, &self.placed(veil))
    }

    /// Whether the layers hide the strokes of a picture below so that they are no longer
    /// recognisable; where no picture is given, anything that lies there. For a picture on white
    /// paper, the paper is no stroke.
    pub(super) fn hides(&self, below: Option<&Veil>, is_on_paper: bool) -> bool {
        let below = below.map(|veil| self.placed(veil));
        let mut key = self.key();
        key.write(&[1, u64::from(is_on_paper)]);
        below.iter().for_each(|below| key.add(below));
        let known = self.recall.cache(|memory| &memory.strokes);
        remembered(known, &key, || {
            let raster = self.raster();
            let strokes = raster.strokes(below.as_ref(), is_on_paper);
            raster.hides(&strokes, self.largest_seal())
        })
    }

    /// Rectangles, in user space, over all that the layers hide as plates do.
    pub(super) fn hidden_areas(&self, plates: Plates) -> Vec<Rect> {
        let mut key = self.key();
        key.write(&[2, u64::from(plates == Plates::All)]);
        let known = self.recall.cache(|memory| &memory.areas);
        let areas = remembered(known, &key, || {
            let raster = self.raster();
            let mut areas = match plates {
                Plates::All => raster.hidden_areas(),
                Plates::OfText => raster.hidden_by_bars(self.largest_seal()),
            };
            areas.extend(raster.hidden_middles(self.largest_seal()));
            areas.into()
        });
        areas.iter().map(|area| self.in_user_space(area)).collect()
    }

    /// How much of each point the layers hide.
    pub(super) fn shares(&self) -> Arc<Shares> {
        /// The greatest number of points, with twice as many bytes: a seal and 60 points around it
        /// have less.
        const POINTS: usize = 1 << 16;
        let key = sha256(&self.key().0);
        let known = self.recall.cache(|memory| &memory.shares);
        known.find(&key).unwrap_or_else(|| {
            let shares = Arc::new(self.raster().shares());
            if shares.len() <= POINTS {
                known.keep(key, Arc::clone(&shares));
            }
            shares
        })
    }

    /// A point of user space, in points from the corner of the area.
    pub(super) fn seen_point(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (left, top) = self.corner;
        ((x - left) * self.unit, (y - top) * self.unit)
    }

    /// A digest of all that the layers hide, and of where they lie on the page.
    pub(super) fn digest(&self) -> [u8; 32] {
        let mut key = self.key();
        let (left, top) = self.corner;
        key.write(&[left, top, self.unit].map(f64::to_bits));
        sha256(&key.0)
    }

    fn raster(&self) -> &Raster {
        self.raster.get_or_init(|| {
            let mut raster = Raster::new(self.size);
            for layer in &self.layers {
                raster.lay(layer);
            }
            raster
        })
    }

    /// The diameter of the largest seal; 0 without any.
    fn largest_seal(&self) -> f64 {
        let seals = self.layers.iter().filter_map(|layer| layer.seal);
        let sides = seals.map(|ink| ink.width().max(ink.height()));
        sides.fold(0.0, f64::max).min(LARGEST_SEAL)
    }

    fn key(&self) -> Key {
        let mut key = Key::default();
        key.write(&[self.size.0.to_bits(), self.size.1.to_bits()]);
        key.write(&[self.layers.len() as u64]);
        self.layers.iter().for_each(|layer| key.add(layer));
        key
    }

    fn placed(&self, veil: &Veil) -> Laid {
        let [a, b, c, d, e, f] = veil.matrix().numbers();
        let (x, y) = self.corner;
        let numbers = [a, b, c, d, e - x, f - y];
        Laid {
            sheet: Arc::clone(veil.sheet()),
            matrix: Matrix::of(numbers.map(|number| rounded(number * self.unit))),
            area: self.seen(&veil.area()),
            seal: None,
            judged: None,
        }
    }

    fn seen(&self, rect: &Rect) -> Rect {
        let (x, y) = (
            |x: f64| rounded((x - self.corner.0) * self.unit),
            |y: f64| rounded((y - self.corner.1) * self.unit),
        );
        Rect {
            left: x(rect.left),
            bottom: y(rect.bottom),
            right: x(rect.right),
            top: y(rect.top),
        }
    }

    fn in_user_space(&self, rect: &Rect) -> Rect {
        let (x, y) = (
            |x: f64| x / self.unit + self.corner.0,
            |y: f64| y / self.unit + self.corner.1,
        );
        Rect {
            left: x(rect.left),
            bottom: y(rect.bottom),
            right: x(rect.right),
            top: y(rect.top),
        }
    }
}

/// All that an answer follows from.
#[derive(Default)]
struct Key(Vec<u8>);

impl Key {
    fn add(&mut self, laid: &Laid) {
        let nothing = Rect::from_corners(f64::NAN, f64::NAN, f64::NAN, f64::NAN);
        self.write(&[laid.sheet.number()]);
        self.write(&laid.matrix.numbers().map(f64::to_bits));
        for rect in [Some(laid.area), laid.seal, laid.judged] {
            let rect = rect.unwrap_or(nothing);
            let sides = [rect.left, rect.bottom, rect.right, rect.top];
            self.write(&sides.map(f64::to_bits));
        }
    }

    fn write(&mut self, numbers: &[u64]) {
        let bytes = numbers.iter().flat_map(|number| number.to_le_bytes());
        self.0.extend(bytes);
    }
}

fn remembered<T: Clone>(known: FileCache<'_, T>, key: &Key, find: impl FnOnce() -> T) -> T {
    let key = sha256(&key.0);
    known.find(&key).unwrap_or_else(|| {
        let found = find();
        known.keep(key, found.clone());
        found
    })
}

/// Rounded to 1/4096 of a point: the same scene at another place of a page differs by less.
fn rounded(points: f64) -> f64 {
    const PARTS: f64 = 4096.0;
    // Without the sign of zero.
    (points * PARTS).round() / PARTS + 0.0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The shares that a plate of 40 by 20 points hides of an area around it, from the area's lower
    /// left corner in points.
    fn hidden((x, y): (f64, f64), unit: f64, turned: bool) -> Rect {
        let matrix = match turned {
            false => [40.0, 0.0, 0.0, 20.0, 30.0, 50.0],
            true => [0.0, 20.0, -40.0, 0.0, 70.0, 50.0],
        };
        let [a, b, c, d, e, f] = matrix.map(|number| number / unit);
        let plate = Veil::plate(Matrix::of([a, b, c, d, e + x, f + y])).unwrap();
        let area = Rect::from_corners(x, y, x + 100.0 / unit, y + 100.0 / unit);
        let mut scene = Scene::new(area, unit, Recall::nothing());
        scene.lay(&Layer {
            veil: &plate,
            seal: None,
            judged: None,
        });
        assert!(scene.hides(None, false));
        let areas = scene.hidden_areas(Plates::All);
        assert_eq!(areas.len(), 1);
        let area = areas.first().unwrap();
        Rect {
            left: (area.left - x) * unit,
            bottom: (area.bottom - y) * unit,
            right: (area.right - x) * unit,
            top: (area.top - y) * unit,
        }
    }

    #[test]
    fn plates_hide_alike_everywhere_on_a_page() {
        let sides = |rect: Rect| [rect.left, rect.bottom, rect.right, rect.top];
        let near = |one: f64, two: f64| (one - two).abs() < 1e-3;
        let first = sides(hidden((0.0, 0.0), 1.0, false));
        for (side, expected) in first.iter().zip([30.0, 50.0, 70.0, 70.0]) {
            assert!((side - expected).abs() <= 3.2, "{first:?}");
        }
        for (corner, unit, turned) in [
            ((123.456, 700.789), 1.0, false),
            ((-40.25, 3.75), 2.0, false),
            ((17.5, 18.5), 0.5, false),
            ((0.0, 0.0), 1.0, true),
        ] {
            let other = sides(hidden(corner, unit, turned));
            let same = first.iter().zip(other).all(|(one, two)| near(*one, two));
            assert!(same, "{first:?} {other:?}");
        }
    }

    #[test]
    fn what_is_remembered_is_of_these_pictures_here() {
        let plate = |x: f64| Veil::plate(Matrix::of([40.0, 0.0, 0.0, 40.0, x, 10.0])).unwrap();
        let (one, beside) = (plate(10.0), plate(60.0));
        let area = Rect::from_corners(0.0, 0.0, 200.0, 100.0);
        let hides = |above: &Veil, below: &Veil| {
            let mut scene = Scene::new(area, 1.0, Recall::nothing());
            scene.lay(&Layer {
                veil: above,
                seal: None,
                judged: None,
            });
            scene.hides(Some(below), false)
        };
        for _ in 0..2 {
            assert!(hides(&one, &one));
            assert!(!hides(&one, &beside));
            assert!(hides(&beside, &beside));
        }
        let mut aside = Scene::new(area, 1.0, Recall::nothing());
        aside.lay(&Layer {
            veil: &one,
            seal: None,
            judged: Some(one.area()),
        });
        assert!(!aside.hides(Some(&one), false));
        assert!(aside.hidden_areas(Plates::All).is_empty());
    }
}

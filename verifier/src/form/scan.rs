//! Scans: whether the pictures of a page are blank paper in an area.
//!
//! The pixels of each picture that reaches the area are looked at, as the picture is stored. What cannot be decoded, has a
//! mask or entries that turn its colours, or is no image XObject, is not taken for blank.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::LazyLock;

use kyso_pdf::{Object, ObjectId, PdfError, Stream, View};
use kyso_pki::Remembered;
use kyso_stamp_images::{PlacedPicture, ViewRect};
use openssl::sha::Sha256;

use super::block::SignedPage;
use super::colours::{Colours, Samples};
use super::picture::{depends_on_others, is_plain};
use super::sampled::{MAX_HELD, held, is_jpx, jpeg_or_decoded, size};

/// What was found, by the digest of the encoded picture and the part of it.
static FOUND: LazyLock<Remembered<bool>> = LazyLock::new(|| Remembered::new(1024));

/// The scanned pages of one file, and what may still be decoded of them.
#[derive(Debug)]
pub(crate) struct Scans {
    left: u64,
    last: Option<(Digest, Rc<Raster>)>,
}

type Digest = [u8; 32];

/// Red, green and blue of all pixels.
#[derive(Debug)]
struct Raster {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

/// Columns and rows of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Default for Scans {
    fn default() -> Self {
        Self {
            left: MAX_PIXELS,
            last: None,
        }
    }
}

impl Scans {
    /// Whether all pictures in `area`, in the reading frame of the page, are blank there.
    pub(crate) fn are_blank(&mut self, page: &SignedPage<'_, '_>, area: &ViewRect) -> bool {
        let Some(text) = page.text().and_then(|text| text.page(0).ok()) else {
            return false;
        };
        let frame = text.frame();
        let pictures = text.placed_pictures().iter();
        let mut pictures = pictures.filter(|picture| picture.area.overlaps(area));
        pictures.all(|picture| {
            let part = picture.part_in(&frame, area);
            part.is_some_and(|part| self.is_blank(page.view(), picture, part))
        })
    }

    fn is_blank(&mut self, view: &View<'_, '_>, picture: &PlacedPicture, part: [f64; 4]) -> bool {
        let blank = picture
            .image
            .map(|image| self.part_is_blank(view, image, part));
        matches!(blank, Some(Ok(true)))
    }

    fn part_is_blank(
        &mut self,
        view: &View<'_, '_>,
        image: ObjectId,
        part: [f64; 4],
    ) -> Result<bool, PdfError> {
        let object = view.object(image)?;
        let Some(image) = object.as_stream().filter(|image| is_measurable(image)) else {
            return Ok(false);
        };
        let Some(colours) = Colours::of(view, &image.dictionary)? else {
            return Ok(false);
        };
        let Some((width, height, _)) = size(&image.dictionary) else {
            return Ok(false);
        };
        let part = Part::of(part, width as usize, height as usize);
        let digest = digest(view, image, &colours);
        let key = part.key(&digest);
        if let Some(found) = FOUND.find(&key) {
            return Ok(found);
        }
        let Some(raster) = self.raster(view, image, &colours, digest)? else {
            return Ok(false);
        };
        let blank = raster.is_blank(part);
        FOUND.keep(key, blank);
        Ok(blank)
    }

    /// The pixels of a picture; of one file only the last is kept.
    fn raster(
        &mut self,
        view: &View<'_, '_>,
        image: &Stream,
        colours: &Colours,
        digest: Digest,
    ) -> Result<Option<Rc<Raster>>, PdfError> {
        if let Some((of, raster)) = &self.last
            && *of == digest
        {
            return Ok(Some(raster.clone()));
        }
        // Two of them at once would take the memory of two.
        self.last = None;
        let Some((width, height, bits)) = size(&image.dictionary) else {
            return Ok(None);
        };
        let pixels = u64::from(width) * u64::from(height);
        let left = self.left.checked_sub(pixels);
        let is_small = pixels <= MAX_PICTURE && held(image, colours) <= MAX_HELD;
        let Some(left) = left.filter(|_| is_small) else {
            return Ok(None);
        };
        self.left = left;
        let Some(mut data) = jpeg_or_decoded(view, image, colours)? else {
            return Ok(None);
        };
        let (width, height) = (width as usize, height as usize);
        let samples = Samples {
            width,
            height,
            bits,
            decode: None,
            data: &data,
        };
        let stored = match colours.rgb(&samples) {
            Some(Cow::Borrowed(stored)) => Some(stored.len()),
            Some(Cow::Owned(rgb)) => {
                data = rgb;
                Some(data.len())
            }
            None => None,
        };
        let rgb = stored.map(|length| {
            data.truncate(length);
            data
        });
        let raster = rgb.map(|rgb| Rc::new(Raster { width, height, rgb }));
        if let Some(raster) = &raster {
            self.last = Some((digest, raster.clone()));
        }
        Ok(raster)
    }
}

/// Whether the picture is shown as it is stored: no mask, and nothing but its own entries decides.
fn is_measurable(image: &Stream) -> bool {
    // Large pictures in JPEG 2000 cost seconds.
    let has = |key| {
        image
            .dictionary
            .get(key)
            .is_some_and(|value| *value != Object::Null)
    };
    is_plain(image)
        && !is_jpx(image)
        && !has("Mask")
        && !has("SMask")
        && !depends_on_others(image, &["Length", "ColorSpace"])
}

fn digest(view: &View<'_, '_>, image: &Stream, colours: &Colours) -> Digest {
    let data = view.document().stream_bytes(&image.data);
    let mut hasher = Sha256::new();
    hasher.update(format!("{colours:?} {:?} {}", image.dictionary, data.len()).as_bytes());
    hasher.update(data);
    hasher.finish()
}

impl Part {
    /// The pixels that shares of a picture touch, and one more on each side.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss
    )] // shares are between 0 and 1
    fn of([left, top, right, bottom]: [f64; 4], width: usize, height: usize) -> Self {
        let first = |share: f64, side: usize| ((share * side as f64) as usize).saturating_sub(1);
        let end = |share: f64, side: usize| ((share * side as f64).ceil() as usize + 1).min(side);
        Self {
            left: first(left, width),
            top: first(top, height),
            right: end(right, width),
            bottom: end(bottom, height),
        }
    }

    fn key(self, digest: &Digest) -> Digest {
        let mut hasher = Sha256::new();
        hasher.update(digest);
        for side in [self.left, self.top, self.right, self.bottom] {
            hasher.update(&side.to_be_bytes());
        }
        hasher.finish()
    }
}

impl Raster {
    /// Whether a part has the light colour of paper, and no pixel departs from it.
    fn is_blank(&self, part: Part) -> bool {
        let Some(paper) = self.usual(part) else {
            return false;
        };
        let [red, green, blue] = paper.map(u32::from);
        let light = (299 * red + 587 * green + 114 * blue) / 1000;
        let is_paper =
            |pixel: &[u8; 3]| (0..3).all(|i| pixel.get(i).zip(paper.get(i)).is_some_and(near));
        light >= LEAST_LIGHT && self.rows(part).flatten().all(is_paper)
    }

    /// The median of each component.
    fn usual(&self, part: Part) -> Option<[u8; 3]> {
        let mut counts = [[0_usize; 256]; 3];
        let mut pixels = 0;
        for pixel in self.rows(part).flatten() {
            pixels += 1;
            for (counts, value) in counts.iter_mut().zip(pixel) {
                if let Some(count) = counts.get_mut(usize::from(*value)) {
                    *count += 1;
                }
            }
        }
        let median = |counts: &[usize; 256]| {
            let mut below = 0;
            let mut values = (0_u8..=255).zip(counts);
            let found = values.find(|(_, count)| {
                below += **count;
                2 * below >= pixels
            });
            found.map(|(value, _)| value)
        };
        let [red, green, blue] = &counts;
        match pixels {
            0 => None,
            _ => Some([median(red)?, median(green)?, median(blue)?]),
        }
    }

    fn rows(&self, part: Part) -> impl Iterator<Item = &[[u8; 3]]> {
        let rows = self.rgb.as_chunks::<3>().0.chunks(self.width.max(1));
        let rows = rows.take(self.height.min(part.bottom)).skip(part.top);
        rows.map(move |row| row.get(part.left..part.right).unwrap_or_default())
    }
}

fn near((value, paper): (&u8, &u8)) -> bool {
    value.abs_diff(*paper) <= NOISE
}

/// Pixels that are decoded for one file: two pages at 350 dpi.
const MAX_PIXELS: u64 = 24 << 20;
/// Pixels of one picture: more take too much memory and time, in many passes.
const MAX_PICTURE: u64 = 12 << 20;
/// Least lightness of paper, of 255.
const LEAST_LIGHT: u32 = 160;
/// How far a pixel of paper may depart from the others: grain, and traces of compression. Print is darker by far more.
const NOISE: u8 = 40;

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Part = Part {
        left: 0,
        top: 0,
        right: 20,
        bottom: 10,
    };

    /// 20 × 10 pixels of one gray, but for some.
    fn raster(paper: u8, others: &[(usize, usize, [u8; 3])]) -> Raster {
        let mut rgb = vec![paper; 600];
        for (x, y, colour) in others {
            let start = 3 * (y * 20 + x);
            rgb.splice(start..start + 3, *colour);
        }
        Raster {
            width: 20,
            height: 10,
            rgb,
        }
    }

    #[test]
    fn paper_is_light_and_even() {
        assert!(raster(255, &[]).is_blank(ALL));
        assert!(raster(200, &[(3, 3, [180, 190, 210])]).is_blank(ALL));
        assert!(!raster(150, &[]).is_blank(ALL), "a dark area");
        assert!(!raster(0, &[]).is_blank(ALL));
    }

    #[test]
    fn one_pixel_of_any_ink_is_enough() {
        for ink in [
            [0, 0, 0],
            [255, 60, 60],
            [60, 60, 255],
            [190, 190, 190],
            [255, 255, 0],
        ] {
            assert!(!raster(250, &[(7, 4, ink)]).is_blank(ALL), "{ink:?}");
        }
        assert!(
            !raster(200, &[(7, 4, [255; 3])]).is_blank(ALL),
            "white on gray"
        );
    }

    #[test]
    fn what_lies_beside_the_part_is_not_looked_at() {
        let raster = raster(250, &[(15, 4, [0; 3])]);
        assert!(raster.is_blank(Part { right: 15, ..ALL }));
        assert!(!raster.is_blank(Part { right: 16, ..ALL }));
        assert!(!raster.is_blank(Part { left: 20, ..ALL }), "nothing at all");
    }

    #[test]
    fn parts_take_a_pixel_more_on_each_side() {
        let part = Part::of([0.25, 0.5, 0.5, 1.0], 20, 10);
        let expected = Part {
            left: 4,
            top: 4,
            right: 11,
            bottom: 10,
        };
        assert_eq!(part, expected);
    }
}

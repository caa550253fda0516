//! Scans: whether the pictures of a page are blank paper in an area.
//!
//! The pixels of each picture that reaches the area are looked at, as the picture is stored. What cannot be decoded, has a
//! mask or entries that turn its colours, or is no image XObject, is not taken for blank.

use std::borrow::Cow;
use std::rc::Rc;

use kyso_pdf::{Object, ObjectId, PdfError, Stream, View};
use kyso_stamp_images::{PlacedPicture, ViewRect};
use openssl::sha::Sha256;

use super::block::SignedPage;
use super::colours::{Colours, Samples};
use super::picture::{depends_on_others, is_plain};
use super::sampled::{MAX_HELD, held, is_jpx, jpeg_or_decoded, size};

/// The scanned pages of one file, and the pixels that may still be decoded of them. What is remembered of a picture is
/// charged as if it were decoded: the verdict must not depend on what was seen before.
#[derive(Debug)]
pub(crate) struct Scans {
    left: u64,
    /// The picture that was charged last.
    last: Option<(Digest, Seen)>,
}

#[derive(Debug)]
enum Seen {
    /// The pixels of the picture are charged.
    Charged,
    /// These decoded bytes are counted too, for what is remembered of it.
    Counted(usize),
    Decoded(Rc<Raster>),
}

type Digest = [u8; 32];

/// Red, green and blue of all pixels.
#[derive(Debug)]
struct Raster {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
    /// Bytes that were decoded for it.
    decoded: usize,
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
            part.is_some_and(|part| self.is_blank(page, picture, part))
        })
    }

    fn is_blank(
        &mut self,
        page: &SignedPage<'_, '_>,
        picture: &PlacedPicture,
        part: [f64; 4],
    ) -> bool {
        let blank = picture
            .image
            .map(|image| self.part_is_blank(page, image, part));
        matches!(blank, Some(Ok(true)))
    }

    fn part_is_blank(
        &mut self,
        page: &SignedPage<'_, '_>,
        image: ObjectId,
        part: [f64; 4],
    ) -> Result<bool, PdfError> {
        let (view, known) = (page.view(), page.recall().cache(|memory| &memory.scans));
        let object = view.object(image)?;
        let Some(image) = object.as_stream().filter(|image| is_measurable(image)) else {
            return Ok(false);
        };
        let Some(colours) = Colours::of(view, &image.dictionary, page.profiles())? else {
            return Ok(false);
        };
        let Some((width, height, _)) = size(&image.dictionary) else {
            return Ok(false);
        };
        let part = Part::of(part, width as usize, height as usize);
        let digest = digest(view, image, &colours);
        let Some(seen) = self.charge(image, &colours, &digest) else {
            return Ok(false);
        };
        let key = part.key(&digest);
        let (blank, seen) = match known.find(&key) {
            Some((found, decoded)) if seen.counts(view, decoded) => (found, seen.counted(decoded)),
            _ => {
                let Some(raster) = seen.raster(view, image, &colours)? else {
                    return Ok(false);
                };
                let blank = raster.is_blank(part);
                known.keep(key, (blank, raster.decoded));
                (blank, Seen::Decoded(raster))
            }
        };
        self.last = Some((digest, seen));
        Ok(blank)
    }

    /// Charges the pixels of a picture, unless it is the one that was charged last; `None` for more than are left. Of one file
    /// only the last is kept: two of them at once would take the memory of two.
    fn charge(&mut self, image: &Stream, colours: &Colours, digest: &Digest) -> Option<Seen> {
        if let Some((_, seen)) = self.last.take_if(|(last, _)| last == digest) {
            return Some(seen);
        }
        self.last = None;
        let (width, height, _) = size(&image.dictionary)?;
        let pixels = u64::from(width) * u64::from(height);
        let is_small = pixels <= MAX_PICTURE && held(image, colours) <= MAX_HELD;
        self.left = self.left.checked_sub(pixels).filter(|_| is_small)?;
        Some(Seen::Charged)
    }
}

impl Seen {
    /// Whether so many decoded bytes are counted, now or before.
    fn counts(&self, view: &View<'_, '_>, decoded: usize) -> bool {
        match self {
            Self::Charged => view.count_decoded(decoded).is_ok(),
            Self::Counted(_) | Self::Decoded(_) => true,
        }
    }

    fn counted(self, decoded: usize) -> Self {
        match self {
            Self::Charged => Self::Counted(decoded),
            other => other,
        }
    }

    fn raster(
        self,
        view: &View<'_, '_>,
        image: &Stream,
        colours: &Colours,
    ) -> Result<Option<Rc<Raster>>, PdfError> {
        match self {
            Self::Decoded(raster) => return Ok(Some(raster)),
            Self::Counted(decoded) => view.uncount_decoded(decoded),
            Self::Charged => {}
        }
        Ok(Raster::read(view, image, colours)?.map(Rc::new))
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
    fn read(
        view: &View<'_, '_>,
        image: &Stream,
        colours: &Colours,
    ) -> Result<Option<Self>, PdfError> {
        let Some((width, height, bits)) = size(&image.dictionary) else {
            return Ok(None);
        };
        let before = view.decoded_bytes();
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
        let length = match colours.rgb(&samples) {
            Some(Cow::Borrowed(stored)) => stored.len(),
            Some(Cow::Owned(rgb)) => {
                data = rgb;
                data.len()
            }
            None => return Ok(None),
        };
        data.truncate(length);
        Ok(Some(Self {
            width,
            height,
            rgb: data,
            decoded: view.decoded_bytes() - before,
        }))
    }

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

/// Pixels that are decoded for one file, each time counted: five pages at 300 dpi, which take half a second.
const MAX_PIXELS: u64 = 48 << 20;
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
            decoded: 0,
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

//! Signature and seal images, checked (A1, B1) and drawn.
//!
//! An agency's seal is the same on all its documents. What was drawn last is kept for the whole process, so that decoding,
//! checking and compressing it happens once and not per document. An image is known by the SHA-256 of its file and the
//! rule that it passed; an image that was refused is never kept.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use kyso_pki::DigestAlgorithm;
use kyso_stamp_images::{
    Appearance, ImageError, ImageRule, Picture, StampPlace, check_seal_image, check_signature_image,
};

use crate::error::SignError;

/// A PNG file that has passed its rule.
#[derive(Debug)]
pub(crate) struct CheckedImage<'a> {
    png: &'a [u8],
    key: ImageKey,
    aspect: f64,
    /// `None` while the image is known from before.
    picture: Option<Picture>,
}

/// Which image passed which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct ImageKey {
    sha256: [u8; 32],
    rule: ImageRule,
}

impl<'a> CheckedImage<'a> {
    /// Reads and checks an image, unless the same file passed the same rule lately.
    ///
    /// # Errors
    /// [`SignError::Image`] when it is no PNG file, or breaks the rule.
    pub(crate) fn open(png: &'a [u8], rule: ImageRule) -> Result<Self, SignError> {
        let digest = DigestAlgorithm::Sha256.digest(&[png])?;
        let sha256 = digest.first_chunk().copied().unwrap_or_default();
        let key = ImageKey { sha256, rule };
        if let Some(aspect) = drawn_images().aspect(&key) {
            return Ok(Self {
                png,
                key,
                aspect,
                picture: None,
            });
        }
        let picture = checked(png, rule)?;
        Ok(Self {
            png,
            key,
            aspect: picture.aspect(),
            picture: Some(picture),
        })
    }

    /// Width divided by height.
    pub(crate) fn aspect(&self) -> f64 {
        self.aspect
    }

    /// The image over the whole place.
    ///
    /// # Errors
    /// [`SignError::Image`], as [`CheckedImage::open`].
    pub(crate) fn appearance(&self, place: &StampPlace) -> Result<Appearance, SignError> {
        if let Some(appearance) = drawn_images().appearance(&self.key, place) {
            return Ok(appearance);
        }
        let appearance = match &self.picture {
            Some(picture) => Appearance::image(picture, place),
            None => Appearance::image(&checked(self.png, self.key.rule)?, place),
        };
        drawn_images().keep(self.key, self.aspect, &appearance);
        Ok(appearance)
    }
}

fn checked(png: &[u8], rule: ImageRule) -> Result<Picture, ImageError> {
    let picture = Picture::from_png(png)?;
    match rule {
        ImageRule::A1 => check_signature_image(&picture.pixels())?,
        ImageRule::B1 => check_seal_image(&picture.pixels())?,
    };
    Ok(picture)
}

/// The images that were drawn lately, the newest last.
struct DrawnImages(VecDeque<DrawnImage>);

struct DrawnImage {
    key: ImageKey,
    aspect: f64,
    appearance: Appearance,
}

impl DrawnImages {
    /// At most 8 MB in all.
    const MOST: usize = 16;
    const MOST_BYTES_EACH: usize = 512 << 10;

    const fn new() -> Self {
        Self(VecDeque::new())
    }

    fn aspect(&self, key: &ImageKey) -> Option<f64> {
        let known = self.0.iter().find(|drawn| drawn.key == *key)?;
        Some(known.aspect)
    }

    fn appearance(&mut self, key: &ImageKey, place: &StampPlace) -> Option<Appearance> {
        let fits = |drawn: &DrawnImage| drawn.key == *key && drawn.appearance.fits(place);
        let index = self.0.iter().position(fits)?;
        let known = self.0.remove(index)?;
        let appearance = known.appearance.clone();
        self.0.push_back(known);
        Some(appearance)
    }

    fn keep(&mut self, key: ImageKey, aspect: f64, appearance: &Appearance) {
        if appearance.encoded_bytes() > Self::MOST_BYTES_EACH {
            return;
        }
        while self.0.len() >= Self::MOST {
            self.0.pop_front();
        }
        self.0.push_back(DrawnImage {
            key,
            aspect,
            appearance: appearance.clone(),
        });
    }
}

/// A lock left by a panic is taken: the images behind it are whole at every moment.
fn drawn_images() -> MutexGuard<'static, DrawnImages> {
    static IMAGES: Mutex<DrawnImages> = Mutex::new(DrawnImages::new());
    IMAGES.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use kyso_pdf::Rect;
    use kyso_stamp_images::{PageFrame, Turn, ViewRect};

    const SEAL: &[u8] = include_bytes!("../../testdata/samples/con-dau-mau.png");

    fn place(side: f64, turn: Turn) -> StampPlace {
        let frame = PageFrame::new(Rect::from_corners(0.0, 0.0, 595.0, 842.0), turn, 1.0);
        let area = ViewRect::from_edges(100.0, 100.0, 100.0 + side, 100.0 + side);
        StampPlace::new(0, &frame, area).unwrap()
    }

    fn key(number: u8) -> ImageKey {
        ImageKey {
            sha256: [number; 32],
            rule: ImageRule::B1,
        }
    }

    fn drawn(place: &StampPlace) -> Appearance {
        Appearance::image(&Picture::from_png(SEAL).unwrap(), place)
    }

    #[test]
    fn a_known_image_is_drawn_again_only_for_another_size_or_turn() {
        let small = place(50.0, Turn::None);
        let mut images = DrawnImages::new();
        images.keep(key(1), 1.0, &drawn(&small));
        assert!(images.appearance(&key(1), &small).is_some());
        for other in [place(60.0, Turn::None), place(50.0, Turn::Quarter)] {
            assert!(images.appearance(&key(1), &other).is_none());
        }
        assert!(images.appearance(&key(2), &small).is_none());
    }

    #[test]
    fn the_image_that_was_not_used_for_the_longest_time_is_dropped() {
        let place = place(50.0, Turn::None);
        let appearance = drawn(&place);
        let mut images = DrawnImages::new();
        for number in 0..16 {
            images.keep(key(number), 1.0, &appearance);
        }
        assert!(images.appearance(&key(0), &place).is_some());
        images.keep(key(16), 1.0, &appearance);
        assert!(images.appearance(&key(0), &place).is_some());
        assert!(images.appearance(&key(1), &place).is_none());
        assert_eq!(images.0.len(), DrawnImages::MOST);
    }

    #[test]
    fn an_image_that_passed_one_rule_has_not_passed_the_other() {
        let seal = CheckedImage::open(SEAL, ImageRule::B1).unwrap();
        seal.appearance(&place(50.0, Turn::None)).unwrap();
        let known = CheckedImage::open(SEAL, ImageRule::B1).unwrap();
        assert!(known.picture.is_none());
        assert!(known.appearance(&place(70.0, Turn::None)).is_ok());
        let error = CheckedImage::open(SEAL, ImageRule::A1).unwrap_err();
        assert!(matches!(error, SignError::Image(_)), "{error}");
    }
}

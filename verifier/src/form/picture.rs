//! Pictures out of image XObjects, judged once and remembered.

use std::sync::LazyLock;

use kyso_pdf::{Dictionary, Object, PdfError, Rect, Stream, View};
use kyso_pki::Remembered;
use kyso_stamp_images::{
    ImageError, Measurement, Pixels, SoftMask, check_seal_measurement, check_signature_measurement,
    is_transparent, measure,
};
use openssl::sha::Sha256;

use super::colours::{Colours, Samples};
use crate::drawn::Drawn;
use crate::finding::FormDetail;

/// The colour that most of the ink of a picture has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Blue,
    Red,
    Other,
}

/// A picture judged by both rules.
#[derive(Debug, Clone)]
pub(super) struct Judged {
    pub(super) ink: Ink,
    pub(super) signature_rule: FormDetail,
    pub(super) seal_rule: FormDetail,
    pub(super) measured: Measurement,
    /// Whether it is shown as it is measured: nothing but its own entries
    /// decides on colours and mask.
    pub(super) is_plain: bool,
}

impl Judged {
    /// Where a picture in `rect` has ink.
    pub(super) fn inked(&self, rect: &Rect) -> Rect {
        let [left, top, right, bottom] = self.measured.drawn;
        Rect {
            left: rect.left + left * rect.width(),
            bottom: rect.top - bottom * rect.height(),
            right: rect.left + right * rect.width(),
            top: rect.top - top * rect.height(),
        }
    }

    /// What the picture is when it stands alone, with ink of this size in
    /// millimetres: the ink of real seals is 26 to 53 mm wide, and the picture
    /// may have a rim (B6).
    pub(super) fn drawn(&self, size: Option<(f64, f64)>) -> Drawn {
        const SEAL_MM: std::ops::RangeInclusive<f64> = 20.0..=60.0;
        const ROUND: std::ops::RangeInclusive<f64> = 0.77..=1.3;
        let of_seal = |(width, height): (f64, f64)| {
            SEAL_MM.contains(&width)
                && SEAL_MM.contains(&height)
                && ROUND.contains(&(width / height))
        };
        let measured = &self.measured;
        let is_clear = is_transparent(measured);
        match self.ink {
            Ink::Red if is_clear && measured.red_share >= 0.8 && size.is_some_and(of_seal) => {
                Drawn::SealPicture
            }
            Ink::Blue | Ink::Other if is_clear => Drawn::SignaturePicture,
            _ => Drawn::Picture,
        }
    }
}

/// Judgements by the digest of the encoded picture: an agency's seal is the same
/// on all its documents.
static JUDGED: LazyLock<Remembered<Judged>> = LazyLock::new(|| Remembered::new(1024));

/// Pixels of a picture that are decoded at most.
const MAX_PIXELS: u32 = 4096 * 4096;

/// Judges an image XObject; `None` when it is in a form that is not measured:
/// another colour space than gray, red-green-blue or a table of these, or a
/// filter that is not read.
pub(super) fn judge(view: &View<'_, '_>, image: &Stream) -> Result<Option<Judged>, PdfError> {
    let mask = view.get(&image.dictionary, "SMask")?;
    let mask = mask.as_stream();
    let Some(colours) = Colours::of(view, &image.dictionary)? else {
        return Ok(None);
    };
    // What other objects decide about the decoding is not part of the key.
    if depends_on_others(image, &OF_PICTURES)
        || mask.is_some_and(|mask| depends_on_others(mask, &OF_MASKS))
    {
        return judge_anew(view, image, mask, &colours);
    }
    let key = key(view, image, mask, &colours);
    if let Some(judged) = JUDGED.find(&key) {
        return Ok(Some(judged));
    }
    let judged = judge_anew(view, image, mask, &colours)?;
    if let Some(judged) = &judged {
        JUDGED.keep(key, judged.clone());
    }
    Ok(judged)
}

fn key(view: &View<'_, '_>, image: &Stream, mask: Option<&Stream>, colours: &Colours) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(format!("{colours:?}").as_bytes());
    for stream in std::iter::once(image).chain(mask) {
        let data = view.document().stream_bytes(&stream.data);
        hasher.update(format!("{:?} {}", stream.dictionary, data.len()).as_bytes());
        hasher.update(data);
    }
    hasher.finish()
}

/// What is part of the key with all that it refers to, or does not matter.
const OF_PICTURES: [&str; 3] = ["SMask", "Length", "ColorSpace"];
/// The same for masks: their colour space is followed only when they are decoded.
const OF_MASKS: [&str; 2] = ["SMask", "Length"];

/// Whether an entry that matters for decoding is a reference; those that are `followed` are left
/// out.
fn depends_on_others(stream: &Stream, followed: &[&str]) -> bool {
    let entries = stream.dictionary.iter();
    let mut entries = entries.filter(|(name, _)| followed.iter().all(|key| **name != *key));
    entries.any(|(_, value)| holds_reference(value))
}

fn holds_reference(value: &Object) -> bool {
    match value {
        Object::Reference(_) => true,
        Object::Array(elements) => elements.iter().any(holds_reference),
        Object::Dictionary(entries) => entries.iter().any(|(_, value)| holds_reference(value)),
        _ => false,
    }
}

fn judge_anew(
    view: &View<'_, '_>,
    image: &Stream,
    mask: Option<&Stream>,
    colours: &Colours,
) -> Result<Option<Judged>, PdfError> {
    let Some((width, height, bits)) = size(&image.dictionary) else {
        return Ok(None);
    };
    let data = view.decoded(image)?;
    let samples = samples(width, height, bits, &data);
    let Some(rgb) = colours.rgb(&samples) else {
        return Ok(None);
    };
    let key = view.get(&image.dictionary, "Mask")?;
    let alpha = match (mask, key.as_array()) {
        (Some(mask), _) => match alpha_of(view, mask)? {
            None => return Ok(None),
            alpha => alpha,
        },
        (None, Some(ranges)) => match colours.keyed(&samples, ranges) {
            None => return Ok(None),
            Some(alpha) => Some((width, height, alpha)),
        },
        (None, None) => None,
    };
    let soft = alpha.as_ref().map(|(width, height, alpha)| SoftMask {
        width: *width,
        height: *height,
        alpha,
    });
    let pixels = Pixels::from_rgb(width, height, &rgb, soft);
    let streams = [Some(image), mask];
    let is_plain =
        streams.into_iter().flatten().all(is_plain) && (key.is_null() || key.as_array().is_some());
    Ok(pixels.as_ref().map(|pixels| Judged {
        is_plain,
        ..judge_pixels(pixels)
    }))
}

/// Size and alpha of a soft mask; `None` when it is not one of gray samples.
fn alpha_of(view: &View<'_, '_>, mask: &Stream) -> Result<Option<(u32, u32, Vec<u8>)>, PdfError> {
    let is_gray = Colours::of(view, &mask.dictionary)? == Some(Colours::Gray);
    let Some((width, height, bits)) = size(&mask.dictionary).filter(|_| is_gray) else {
        return Ok(None);
    };
    let data = view.decoded(mask)?;
    let gray = Colours::Gray.rgb(&samples(width, height, bits, &data));
    let alpha = gray.map(|gray| gray.iter().step_by(3).copied().collect());
    Ok(alpha.map(|alpha| (width, height, alpha)))
}

fn samples(width: u32, height: u32, bits: usize, data: &[u8]) -> Samples<'_> {
    Samples {
        width: width as usize,
        height: height as usize,
        bits,
        data,
    }
}

/// Whether no entry turns colours or masks into others (`/Decode`, `/Matte`),
/// or shows something else instead (`/Alternates`, `/OC`).
fn is_plain(image: &Stream) -> bool {
    const KEYS: [&str; 14] = [
        "Type",
        "Subtype",
        "Width",
        "Height",
        "ColorSpace",
        "BitsPerComponent",
        "Filter",
        "DecodeParms",
        "Length",
        "SMask",
        "Mask",
        "Interpolate",
        "Intent",
        "Name",
    ];
    let mut names = image.dictionary.iter();
    names.all(|(name, _)| KEYS.iter().any(|key| *name == *key))
}

/// Width, height and bits of a component of an image.
fn size(dictionary: &Dictionary) -> Option<(u32, u32, usize)> {
    let number = |key| {
        let value = dictionary.get(key).and_then(Object::as_integer)?;
        u32::try_from(value).ok()
    };
    let (width, height) = (number("Width")?, number("Height")?);
    let bits = match number("BitsPerComponent")? {
        1 => 1,
        2 => 2,
        4 => 4,
        8 => 8,
        _ => return None,
    };
    let small = width.checked_mul(height).is_some_and(|n| n <= MAX_PIXELS);
    (small && width > 0 && height > 0).then_some((width, height, bits))
}

fn judge_pixels(pixels: &Pixels<'_>) -> Judged {
    let measured = measure(pixels);
    let ink = if measured.red_share > 0.5 {
        Ink::Red
    } else if measured.blue_share > 0.5 {
        Ink::Blue
    } else {
        Ink::Other
    };
    Judged {
        ink,
        signature_rule: detail(check_signature_measurement(&measured)),
        seal_rule: detail(check_seal_measurement(&measured)),
        measured,
        is_plain: false,
    }
}

fn detail(result: Result<(), ImageError>) -> FormDetail {
    match result {
        Ok(()) => FormDetail::PictureGood,
        Err(error) => FormDetail::PictureBad {
            vi: error.vietnamese(),
            en: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyso_pdf::ObjectId;

    #[test]
    fn what_another_object_decides_is_not_remembered() {
        let stream = |key: &str| {
            let entries = Dictionary::new().with(key, ObjectId::new(9, 0));
            Stream::new(entries, Vec::new())
        };
        let of_mask = |key| depends_on_others(&stream(key), &OF_MASKS);
        assert!(!depends_on_others(&stream("ColorSpace"), &OF_PICTURES));
        assert!(!of_mask("Length"));
        assert!(of_mask("ColorSpace"));
        assert!(of_mask("Decode"));
        assert!(depends_on_others(&stream("Mask"), &OF_PICTURES));
    }
}

//! Pictures out of image XObjects, judged once and remembered.

use std::sync::LazyLock;

use kyso_pdf::{Dictionary, Object, PdfError, Stream, View};
use kyso_pki::Remembered;
use kyso_stamp_images::{
    ImageError, Pixels, SoftMask, check_seal_measurement, check_signature_measurement, measure,
};
use openssl::sha::Sha256;

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
    /// Whether it is shown as it is measured: nothing but its own entries
    /// decides on colours and mask.
    pub(super) is_plain: bool,
}

/// Judgements by the digest of the encoded picture: an agency's seal is the same
/// on all its documents.
static JUDGED: LazyLock<Remembered<Judged>> = LazyLock::new(|| Remembered::new(1024));

/// Pixels of a picture that are decoded at most.
const MAX_PIXELS: u32 = 4096 * 4096;

/// Judges an image XObject; `None` when it is in a form that is not measured
/// (anything but `DeviceRGB` with 8 bits a component).
pub(super) fn judge(view: &View<'_, '_>, image: &Stream) -> Result<Option<Judged>, PdfError> {
    let mask = view.get(&image.dictionary, "SMask")?;
    let mask = mask.as_stream();
    // What other objects decide about the decoding is not part of the key.
    let streams = [Some(image), mask];
    if streams
        .iter()
        .flatten()
        .any(|stream| depends_on_others(stream))
    {
        return judge_anew(view, image, mask);
    }
    let key = key(view, image, mask);
    if let Some(judged) = JUDGED.find(&key) {
        return Ok(Some(judged));
    }
    let judged = judge_anew(view, image, mask)?;
    if let Some(judged) = &judged {
        JUDGED.keep(key, judged.clone());
    }
    Ok(judged)
}

fn key(view: &View<'_, '_>, image: &Stream, mask: Option<&Stream>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for stream in std::iter::once(image).chain(mask) {
        let data = view.document().stream_bytes(&stream.data);
        hasher.update(format!("{:?} {}", stream.dictionary, data.len()).as_bytes());
        hasher.update(data);
    }
    hasher.finish()
}

/// Whether an entry that matters for decoding is a reference.
fn depends_on_others(stream: &Stream) -> bool {
    let entries = stream.dictionary.iter();
    let mut entries = entries.filter(|(name, _)| *name != "SMask" && *name != "Length");
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
) -> Result<Option<Judged>, PdfError> {
    let Some((width, height)) = size(&image.dictionary, "DeviceRGB") else {
        return Ok(None);
    };
    let stream_of_mask = mask;
    let colours = view.decoded(image)?;
    let alpha = match mask {
        None => None,
        Some(mask) => match size(&mask.dictionary, "DeviceGray") {
            Some((width, height)) => Some((width, height, view.decoded(mask)?)),
            None => return Ok(None),
        },
    };
    let mask = alpha.as_ref().map(|(width, height, alpha)| SoftMask {
        width: *width,
        height: *height,
        alpha,
    });
    let pixels = Pixels::from_rgb(width, height, &colours, mask);
    let streams = [Some(image), stream_of_mask];
    let is_plain = streams.into_iter().flatten().all(is_plain);
    Ok(pixels.as_ref().map(|pixels| Judged {
        is_plain,
        ..judge_pixels(pixels)
    }))
}

/// Whether no entry turns colours or masks into others (`/Decode`, `/Matte`),
/// or shows something else instead (`/Alternates`, `/OC`).
fn is_plain(image: &Stream) -> bool {
    const KEYS: [&str; 13] = [
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
        "Interpolate",
        "Intent",
        "Name",
    ];
    let mut names = image.dictionary.iter();
    names.all(|(name, _)| KEYS.iter().any(|key| *name == *key))
}

/// Width and height of an image of this colour space with 8 bits a component.
fn size(dictionary: &Dictionary, colour_space: &str) -> Option<(u32, u32)> {
    let number = |key| {
        let value = dictionary.get(key).and_then(Object::as_integer)?;
        u32::try_from(value).ok()
    };
    let (width, height) = (number("Width")?, number("Height")?);
    let plain = dictionary
        .name("ColorSpace")
        .is_some_and(|n| n == colour_space)
        && number("BitsPerComponent") == Some(8);
    let small = width.checked_mul(height).is_some_and(|n| n <= MAX_PIXELS);
    (plain && small).then_some((width, height))
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

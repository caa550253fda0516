//! Image XObjects and inline images as pixels, in all forms in which programs write them (ISO 32000-2, 8.9).

mod pixels;

use std::borrow::Cow;

use kyso_pdf::{DecodedPixels, Dictionary, Object, PdfError, Stream, View};
use kyso_stamp_images::{decode_jpeg, decode_jpx};

use super::colours::{Colours, Range, Samples};
pub(super) use pixels::{Alpha, Rgb, Sampled};

/// The data that decide which parts of an image are seen.
pub(super) enum Mask {
    None,
    Soft(Stream),
    /// An image of one bit: where it paints, the other one is seen.
    Stencil(Stream),
    /// Ranges of samples that are clear.
    Key(Vec<Object>),
    /// A mask in a form that is not measured.
    Unread,
}

impl Mask {
    pub(super) fn of(view: &View<'_, '_>, image: &Stream) -> Result<Self, PdfError> {
        let soft = view.get(&image.dictionary, "SMask")?;
        if let Some(soft) = soft.as_stream() {
            return Ok(Self::Soft(soft.clone()));
        }
        let mask = view.get(&image.dictionary, "Mask")?;
        Ok(match (&*mask, mask.as_stream(), mask.as_array()) {
            _ if !soft.is_null() => Self::Unread,
            (_, Some(stencil), _) => Self::Stencil(stencil.clone()),
            (_, _, Some(ranges)) => Self::Key(ranges.to_vec()),
            (Object::Null, ..) => Self::None,
            _ => Self::Unread,
        })
    }

    pub(super) fn stream(&self) -> Option<&Stream> {
        match self {
            Self::Soft(stream) | Self::Stencil(stream) => Some(stream),
            Self::None | Self::Key(_) | Self::Unread => None,
        }
    }
}

/// Whether an image is a stencil, which is painted in the colour of fillings (8.9.6.2).
pub(super) fn is_stencil(image: &Stream) -> bool {
    image.dictionary.get("ImageMask") == Some(&Object::Boolean(true))
}

/// The pixels of an image behind its mask; `None` when it is in a form that is not measured.
///
/// # Errors
/// What keeps the image or its mask from being read.
pub(super) fn sampled(
    view: &View<'_, '_>,
    image: &Stream,
    mask: &Mask,
    colours: &Colours,
) -> Result<Option<Sampled>, PdfError> {
    let Some((width, height, bits)) = size(&image.dictionary) else {
        return Ok(None);
    };
    let is_stored = *colours == Colours::Rgb && bits == 8 && !matches!(mask, Mask::Key(_));
    let (rgb, keyed) = if is_stored && is_plainly_stored(view, image)? {
        (stored(view, image, (width, height))?, None)
    } else {
        let Some(written) = Written::read(view, image, colours)? else {
            return Ok(None);
        };
        written.colours((width, height, bits), mask, colours)
    };
    let Some(rgb) = rgb else {
        return Ok(None);
    };
    let alpha = match mask {
        Mask::None => None,
        Mask::Unread => return Ok(None),
        Mask::Soft(mask) => soft(view, mask)?,
        Mask::Stencil(mask) => stencil(view, mask)?,
        Mask::Key(_) => keyed.map(|alpha| Alpha::of_pixels(width, height, alpha)),
    };
    if alpha.is_none() && !matches!(mask, Mask::None) {
        return Ok(None);
    }
    let sampled = Sampled {
        width,
        height,
        rgb,
        alpha,
    };
    Ok(sampled.unblended(colours))
}

/// Whether the bytes of the data are what samples stand for.
fn is_plainly_stored(view: &View<'_, '_>, image: &Stream) -> Result<bool, PdfError> {
    let is_turned = !view.get(&image.dictionary, "Decode")?.is_null();
    let (last, _) = filters(view, image)?;
    let is_packed = matches!(last.as_deref(), Some("DCTDecode" | "DCT" | "JPXDecode"));
    Ok(!is_turned && !is_packed)
}

/// The colours of an image that are stored as they are given; `None` when there are too few.
fn stored(
    view: &View<'_, '_>,
    image: &Stream,
    (width, height): (u32, u32),
) -> Result<Option<Rgb>, PdfError> {
    let length = width as usize * height as usize * 3;
    let pixels = view.decoded_pixels(image, length, room(image, &Colours::Rgb))?;
    Ok(match pixels {
        DecodedPixels::Alike { pixel, bytes } => (bytes >= length).then_some(Rgb::One(pixel)),
        DecodedPixels::Each(mut rgb) => {
            let has_all = rgb.len() >= length;
            rgb.truncate(length);
            has_all.then_some(Rgb::Each(rgb))
        }
    })
}

/// A stencil in its colour.
pub(super) fn painted(
    view: &View<'_, '_>,
    image: &Stream,
    fill: [u8; 3],
) -> Result<Option<Sampled>, PdfError> {
    let alpha = stencil(view, image)?;
    Ok(alpha.map(|alpha| Sampled {
        width: alpha.width,
        height: alpha.height,
        rgb: Rgb::One(fill),
        alpha: Some(alpha),
    }))
}

/// A soft mask; `None` when it is not one of gray samples, as all programs take them (ISO 32000-2, table 143).
fn soft(view: &View<'_, '_>, mask: &Stream) -> Result<Option<Alpha>, PdfError> {
    let space = view.get(&mask.dictionary, "ColorSpace")?;
    let is_gray = space.as_name().is_some_and(|name| *name == "DeviceGray") && !is_stencil(mask);
    let Some((width, height, bits)) = size(&mask.dictionary).filter(|_| is_gray) else {
        return Ok(None);
    };
    let matte = view.get(&mask.dictionary, "Matte")?;
    let matte = match (matte.is_null(), numbers(&matte)) {
        (true, _) => None,
        (false, Some(matte)) => Some(matte),
        (false, None) => return Ok(None),
    };
    let alpha = gray(view, mask, (width, height, bits))?;
    Ok(alpha.map(|alpha| Alpha {
        width,
        height,
        alpha,
        matte,
    }))
}

/// The area that a stencil paints: samples of 0, or of 1 when `/Decode` turns them over (8.9.6.2).
fn stencil(view: &View<'_, '_>, mask: &Stream) -> Result<Option<Alpha>, PdfError> {
    let bits = mask.dictionary.get("BitsPerComponent");
    let is_of_bits = bits.is_none_or(|bits| bits.as_integer() == Some(1));
    let mut entries = mask.dictionary.clone();
    entries.insert("BitsPerComponent", 1_i64);
    let of_mask = is_of_bits && is_stencil(mask) && !entries.contains("ColorSpace");
    let Some(size) = size(&entries).filter(|_| of_mask) else {
        return Ok(None);
    };
    let (width, height, _) = size;
    let alpha = gray(view, mask, size)?;
    Ok(alpha.map(|alpha| Alpha {
        width,
        height,
        alpha: alpha.into_iter().map(|sample| 255 - sample).collect(),
        matte: None,
    }))
}

fn gray(
    view: &View<'_, '_>,
    mask: &Stream,
    size: (u32, u32, usize),
) -> Result<Option<Vec<u8>>, PdfError> {
    let Some(mut written) = Written::read(view, mask, &Colours::Gray)? else {
        return Ok(None);
    };
    Ok(match written.samples(size).gray() {
        None => None,
        Some(Cow::Owned(gray)) => Some(gray),
        Some(Cow::Borrowed(gray)) => {
            let pixels = gray.len();
            written.data.truncate(pixels);
            Some(written.data)
        }
    })
}

/// The data of an image or mask, with its `/Decode`.
struct Written {
    decode: Option<Vec<Range>>,
    data: Vec<u8>,
}

impl Written {
    fn read(
        view: &View<'_, '_>,
        image: &Stream,
        colours: &Colours,
    ) -> Result<Option<Self>, PdfError> {
        let Some(decode) = ranges(view, &image.dictionary)? else {
            return Ok(None);
        };
        let data = jpeg_or_decoded(view, image, colours)?;
        Ok(data.map(|data| Self { decode, data }))
    }

    /// The colours of all pixels, and the alpha of a key.
    fn colours(
        mut self,
        size: (u32, u32, usize),
        mask: &Mask,
        colours: &Colours,
    ) -> (Option<Rgb>, Option<Vec<u8>>) {
        let samples = self.samples(size);
        let rgb = colours.rgb(&samples);
        let keyed = match (mask, &rgb) {
            (Mask::Key(ranges), Some(_)) => colours.keyed(&samples, ranges),
            _ => None,
        };
        let rgb = match rgb {
            Some(Cow::Borrowed(stored)) => {
                let length = stored.len();
                self.data.truncate(length);
                Some(self.data)
            }
            rgb => rgb.map(Cow::into_owned),
        };
        (rgb.map(Rgb::Each), keyed)
    }

    /// Width, height and bits a sample are those of the dictionary.
    fn samples(&self, (width, height, bits): (u32, u32, usize)) -> Samples<'_> {
        Samples {
            width: width as usize,
            height: height as usize,
            bits,
            decode: self.decode.as_deref(),
            data: &self.data,
        }
    }
}

/// `/Decode`, where it is written; `None` when it is none.
fn ranges(view: &View<'_, '_>, image: &Dictionary) -> Result<Option<Option<Vec<Range>>>, PdfError> {
    let decode = view.get(image, "Decode")?;
    if decode.is_null() {
        return Ok(Some(None));
    }
    let numbers = numbers(&decode).unwrap_or_default();
    let (pairs, rest) = numbers.as_chunks::<2>();
    let is_told = !pairs.is_empty() && rest.is_empty();
    Ok(is_told.then(|| Some(pairs.to_vec())))
}

fn numbers(array: &Object) -> Option<Vec<f64>> {
    let numbers = array.as_array()?.iter().map(Object::as_number);
    let numbers: Option<Vec<f64>> = numbers.collect();
    numbers.filter(|numbers| numbers.iter().all(|number| number.is_finite()))
}

/// The samples of an image, and little behind them; `None` for JPEG and JPEG 2000 data that are damaged or not what the image says.
pub(super) fn jpeg_or_decoded(
    view: &View<'_, '_>,
    image: &Stream,
    colours: &Colours,
) -> Result<Option<Vec<u8>>, PdfError> {
    let (last, before) = filters(view, image)?;
    let decode = match last.as_deref() {
        Some("DCTDecode" | "DCT") => decode_jpeg,
        // One program leaves `/Decode` out with it.
        Some("JPXDecode") if image.dictionary.contains("Decode") => return Ok(None),
        Some("JPXDecode") => decode_jpx,
        _ => {
            let room = room(image, colours);
            let data = view.decoded_of_size(image, room - BEHIND, room);
            return data.map(Some);
        }
    };
    let parameters = view.get(&image.dictionary, "DecodeParms")?;
    let is_plain = parameters.is_null() && !matches!(colours, Colours::Lab(_));
    let Some((width, height, 8)) = size(&image.dictionary).filter(|_| is_plain) else {
        return Ok(None);
    };
    let mut encoded = image.clone();
    encoded.dictionary.insert("Filter", before);
    let data = view.decoded_within(&encoded, 2 * room(image, colours))?;
    Ok(decode(&data, width, height, colours.components()))
}

/// The name of the last filter of an image, and the filters before it.
fn filters(view: &View<'_, '_>, image: &Stream) -> Result<(Option<String>, Vec<Object>), PdfError> {
    let filters = view.get(&image.dictionary, "Filter")?;
    Ok(match (&*filters, filters.as_array()) {
        (Object::Name(name), _) => (Some(name.to_string()), Vec::new()),
        (_, Some([before @ .., Object::Name(last)])) => (Some(last.to_string()), before.to_vec()),
        _ => (None, Vec::new()),
    })
}

/// Width, height and bits of a component of an image.
pub(super) fn size(dictionary: &Dictionary) -> Option<(u32, u32, usize)> {
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
        16 => 16,
        _ => return None,
    };
    let small = width.checked_mul(height).is_some_and(|n| n <= MAX_SCANNED);
    (small && width > 0 && height > 0).then_some((width, height, bits))
}

/// Whether an image is JPEG 2000 by its own entries.
pub(super) fn is_jpx(image: &Stream) -> bool {
    let filters = image.dictionary.get("Filter").unwrap_or(&Object::Null);
    let mut filters = filters
        .as_array()
        .unwrap_or(std::slice::from_ref(filters))
        .iter();
    filters.any(|filter| filter.as_name().is_some_and(|name| *name == "JPXDecode"))
}

/// Bytes that it takes to decode an image of these colours: its samples as they are packed, and three or one for each pixel.
/// Compressed data are as long as the file at most, and not counted.
pub(super) fn held(image: &Stream, colours: &Colours) -> u64 {
    let Some((width, height, bits)) = size(&image.dictionary) else {
        return u64::MAX;
    };
    let pixels = u64::from(width) * u64::from(height);
    let bits = (colours.components() * bits) as u64;
    let colour = if *colours == Colours::Gray { 1 } else { 3 };
    pixels * bits / 8 + pixels * colour
}

/// Bytes of the samples of an image, with room for what programs write behind them and for predictors.
fn room(image: &Stream, colours: &Colours) -> usize {
    let mut entries = image.dictionary.clone();
    if is_stencil(image) {
        entries.insert("BitsPerComponent", 1_i64);
    }
    let Some((width, height, bits)) = size(&entries) else {
        return BEHIND;
    };
    let row = (width as usize * colours.components() * bits).div_ceil(8);
    row * height as usize + BEHIND
}

/// Bytes that one picture with its mask may take while it is decoded: 3,000 × 3,700 pixels in 16 bits a component. Two files
/// of a megabyte and of 50 may take 200 and 400 MB with all else (docs/performance.md).
pub(super) const MAX_HELD: u64 = 96 << 20;

/// Bytes that programs write behind samples at most, with those of predictors.
const BEHIND: usize = 1 << 16;

/// Pixels of a scanned page.
const MAX_SCANNED: u32 = 4096 * 4096;

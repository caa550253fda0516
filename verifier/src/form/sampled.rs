//! Image XObjects and inline images as pixels, in all forms in which programs write them (ISO 32000-2, 8.9).

use std::borrow::Cow;

use kyso_pdf::{Dictionary, Object, PdfError, Stream, View};
use kyso_stamp_images::{SoftMask, decode_jpeg, decode_jpx};

use super::colours::{Colours, Range, Samples};

/// The pixels of one image.
pub(super) struct Sampled {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Red, green and blue of each.
    pub(super) rgb: Vec<u8>,
    pub(super) alpha: Option<Alpha>,
}

/// What of an image is seen, perhaps in another size.
pub(super) struct Alpha {
    width: u32,
    height: u32,
    alpha: Vec<u8>,
    /// The colour that the pixels were blended with, when they were (11.6.5.2).
    matte: Option<Vec<f64>>,
}

/// What decides which parts of an image are seen.
pub(super) enum Mask {
    None,
    Soft(Stream),
    /// An image of one bit: where it paints, the other one is seen.
    Stencil(Stream),
    /// Ranges of samples that are clear.
    Key(Vec<Object>),
    /// In a form that is not measured.
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

impl Alpha {
    /// One byte a pixel.
    pub(super) fn of_pixels(width: u32, height: u32, alpha: Vec<u8>) -> Self {
        Self {
            width,
            height,
            alpha,
            matte: None,
        }
    }

    /// Of the pixel at this place among so many in both directions: a mask may have another size than its picture.
    fn at(&self, (x, columns): (u32, u32), (y, rows): (u32, u32)) -> Option<u8> {
        let column = scaled(x, columns, self.width)?;
        let row = scaled(y, rows, self.height)?;
        self.alpha.get(row * self.width as usize + column).copied()
    }

    pub(super) fn mask(&self) -> SoftMask<'_> {
        SoftMask {
            width: self.width,
            height: self.height,
            alpha: &self.alpha,
        }
    }
}

/// The place among `side` that one of so many others falls on.
fn scaled(at: u32, of: u32, side: u32) -> Option<usize> {
    usize::try_from(u64::from(at) * u64::from(side) / u64::from(of.max(1))).ok()
}

/// Whether an image is a stencil, which is painted in the colour of fillings (8.9.6.2).
pub(super) fn is_stencil(image: &Stream) -> bool {
    image.dictionary.get("ImageMask") == Some(&Object::Boolean(true))
}

/// The pixels of an image behind its mask, three bytes each; `None` when it is in a form that is not measured.
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
    let Some(mut written) = Written::read(view, image, colours)? else {
        return Ok(None);
    };
    let samples = written.samples((width, height, bits));
    let Some(rgb) = colours.rgb(&samples) else {
        return Ok(None);
    };
    let alpha = match mask {
        Mask::None => None,
        Mask::Unread => return Ok(None),
        Mask::Soft(mask) => soft(view, mask)?,
        Mask::Stencil(mask) => stencil(view, mask)?,
        Mask::Key(ranges) => colours.keyed(&samples, ranges).map(|alpha| Alpha {
            width,
            height,
            alpha,
            matte: None,
        }),
    };
    if alpha.is_none() && !matches!(mask, Mask::None) {
        return Ok(None);
    }
    let rgb = match rgb {
        Cow::Owned(rgb) => rgb,
        Cow::Borrowed(stored) => {
            let length = stored.len();
            written.data.truncate(length);
            written.data
        }
    };
    let sampled = Sampled {
        width,
        height,
        rgb,
        alpha,
    };
    Ok(sampled.unblended(colours))
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
        rgb: fill.repeat(alpha.alpha.len()),
        alpha: Some(alpha),
    }))
}

impl Sampled {
    /// Columns and rows that are as fine as picture and mask.
    pub(super) fn grid(&self) -> (u32, u32) {
        let of_mask = self.alpha.as_ref().map(|mask| (mask.width, mask.height));
        let (columns, rows) = of_mask.unwrap_or_default();
        (self.width.max(columns), self.height.max(rows))
    }

    /// Red, green, blue and alpha at a place of the grid.
    pub(super) fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        let (columns, rows) = self.grid();
        let column = scaled(x, columns, self.width)?;
        let row = scaled(y, rows, self.height)?;
        let at = row * self.width as usize + column;
        let [red, green, blue] = *self.rgb.as_chunks::<3>().0.get(at)?;
        let alpha = match &self.alpha {
            Some(mask) => mask.at((x, columns), (y, rows))?,
            None => u8::MAX,
        };
        Some([red, green, blue, alpha])
    }

    /// The colours before they were blended with that of `/Matte`; `None` when programs differ in it.
    fn unblended(mut self, colours: &Colours) -> Option<Self> {
        let Some(mask) = &self.alpha else {
            return Some(self);
        };
        let Some(matte) = &mask.matte else {
            return Some(self);
        };
        let matte = match (colours, matte.as_slice()) {
            (Colours::Gray, [gray]) => [*gray; 3],
            (Colours::Rgb, [red, green, blue]) => [*red, *green, *blue],
            _ => return None,
        };
        if (mask.width, mask.height) != (self.width, self.height) {
            return None;
        }
        let pixels = self.rgb.as_chunks_mut::<3>().0;
        for (pixel, alpha) in pixels.iter_mut().zip(&mask.alpha) {
            for (part, matte) in pixel.iter_mut().zip(matte) {
                let share = f64::from(*alpha).max(1.0) / 255.0;
                let value = matte + (f64::from(*part) / 255.0 - matte) / share;
                *part = super::colours::byte(value);
            }
        }
        Some(self)
    }
}

/// A soft mask; `None` when it is not one of gray samples.
fn soft(view: &View<'_, '_>, mask: &Stream) -> Result<Option<Alpha>, PdfError> {
    let is_gray = Colours::of(view, &mask.dictionary)? == Some(Colours::Gray);
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

/// What a stencil paints: samples of 0, or of 1 when `/Decode` turns them over (8.9.6.2).
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
    let filters = view.get(&image.dictionary, "Filter")?;
    let (last, before) = match (&*filters, filters.as_array()) {
        (Object::Name(name), _) => (Some(name), None),
        (_, Some([before @ .., Object::Name(last)])) => (Some(last), Some(before.to_vec())),
        _ => (None, None),
    };
    let decode = match last.map(ToString::to_string).as_deref() {
        Some("DCTDecode" | "DCT") => decode_jpeg,
        // One program leaves `/Decode` out with it.
        Some("JPXDecode") if image.dictionary.contains("Decode") => return Ok(None),
        Some("JPXDecode") => decode_jpx,
        _ => return view.decoded_within(image, room(image, colours)).map(Some),
    };
    let parameters = view.get(&image.dictionary, "DecodeParms")?;
    let is_plain = parameters.is_null() && !matches!(colours, Colours::Lab(_));
    let Some((width, height, 8)) = size(&image.dictionary).filter(|_| is_plain) else {
        return Ok(None);
    };
    let mut encoded = image.clone();
    encoded
        .dictionary
        .insert("Filter", before.unwrap_or_default());
    let data = view.decoded_within(&encoded, 2 * room(image, colours))?;
    Ok(decode(&data, width, height, colours.components()))
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
    const MORE: usize = 1 << 16;
    let mut entries = image.dictionary.clone();
    if is_stencil(image) {
        entries.insert("BitsPerComponent", 1_i64);
    }
    let Some((width, height, bits)) = size(&entries) else {
        return MORE;
    };
    let row = (width as usize * colours.components() * bits).div_ceil(8);
    row * height as usize + MORE
}

/// Bytes that one picture with its mask may take while it is decoded: 3,000 × 3,700 pixels in 16 bits a component. Two files
/// of a megabyte and of 50 may take 200 and 400 MB with all else (docs/performance.md).
pub(super) const MAX_HELD: u64 = 96 << 20;

/// Pixels of a scanned page.
const MAX_SCANNED: u32 = 4096 * 4096;

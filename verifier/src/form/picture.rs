//! Pictures out of image XObjects, judged once and remembered.

use kyso_pdf::{Name, Object, PdfError, Stream, View, write_dictionary};
use openssl::sha::Sha256;

use super::budget::LookBudget;
use super::colours::Colours;
use super::measured::MeasuredPicture;
use super::sampled::{MAX_HELD, Mask, Sampled, held, is_jpx, is_stencil, painted, sampled, size};

/// Pixels of a picture of a signature that are decoded at most, and of its mask: scans of seals and signatures have up to six million.
pub(super) const MAX_PIXELS: u64 = 1 << 23;

/// Judges an image; `None` when it is in a form that is not measured: another colour space than gray, red-green-blue, Lab or a
/// table of these, a filter that is not read, or more pixels than are left. A stencil has the colour `fill`, if that is known.
pub(super) fn judge(
    view: &View<'_, '_>,
    image: &Stream,
    fill: Option<[u8; 3]>,
    budget: &LookBudget,
) -> Result<Option<MeasuredPicture>, PdfError> {
    let Some((mask, source)) = within(view, image, fill, budget)? else {
        return Ok(None);
    };
    // The influence of other objects on the decoding is not part of the key.
    if depends_on_others(image, &OF_PICTURES)
        || mask
            .stream()
            .is_some_and(|mask| depends_on_others(mask, &OF_MASKS))
    {
        return judge_anew(view, image, &mask, &source);
    }
    let key = key(view, [Some(image), mask.stream()], &source, budget);
    let known = budget.recall().cache(|memory| &memory.pictures);
    if let Some((judged, decoded)) = known.find(&key)
        && view.count_decoded(decoded).is_ok()
    {
        return Ok(Some(judged));
    }
    let before = view.decoded_bytes();
    let judged = judge_anew(view, image, &mask, &source)?;
    if let Some(judged) = &judged {
        known.keep(key, (judged.clone(), view.decoded_bytes() - before));
    }
    Ok(judged)
}

/// The pixels of an image that is shown as it is measured; `None` for any other.
pub(super) fn pixels_of(
    view: &View<'_, '_>,
    image: &Stream,
    fill: Option<[u8; 3]>,
    budget: &LookBudget,
) -> Result<Option<Sampled>, PdfError> {
    match within(view, image, fill, budget)? {
        Some((mask, source)) if is_shown_as_measured(image, &mask) => {
            read(view, image, &mask, &source)
        }
        _ => Ok(None),
    }
}

/// Judges what several images show together.
pub(super) fn judge_together(whole: &Sampled) -> Option<MeasuredPicture> {
    let judged = judge_sampled(whole)?;
    Some(MeasuredPicture {
        is_plain: true,
        ..judged
    })
}

/// Mask and colours of an image, if its pixels are within the budget and it is in a form that is measured.
fn within(
    view: &View<'_, '_>,
    image: &Stream,
    fill: Option<[u8; 3]>,
    budget: &LookBudget,
) -> Result<Option<(Mask, Source)>, PdfError> {
    if !has_one_kind(image) || names_nothing(view, image)? {
        return Ok(None);
    }
    let mask = Mask::of(view, image)?;
    if let Some(mask) = mask.stream()
        && (!has_one_kind(mask) || has_masks(mask) || names_nothing(view, mask)?)
    {
        return Ok(None);
    }
    let own = sides(image).unwrap_or((u64::MAX, u64::MAX));
    let masked = mask.stream().map(|mask| sides(mask).unwrap_or(own));
    let masked = masked.unwrap_or_default();
    // They are looked at together, as fine as either is in each direction.
    let looked_at = own.0.max(masked.0).saturating_mul(own.1.max(masked.1));
    let cost = looked_at.saturating_mul(effort(image).max(mask.stream().map_or(1, effort)));
    if looked_at > MAX_PIXELS || !budget.take(cost) {
        return Ok(None);
    }
    let source = match (is_stencil(image), fill) {
        (true, fill) => fill.map(Source::Stencil),
        (false, _) => Colours::of(view, &image.dictionary, budget.profiles())?.map(Source::Colours),
    };
    let source = source.filter(|source| source.held(image, &mask) <= MAX_HELD);
    Ok(source.map(|source| (mask, source)))
}

/// Whether all programs agree that an image is a stencil, or that it is a picture: some do not
/// follow a reference in the entry that says so, and a stencil has neither masks nor colours (ISO
/// 32000-2, 8.9.6.2).
fn has_one_kind(image: &Stream) -> bool {
    let entries = &image.dictionary;
    match entries.get("ImageMask") {
        None | Some(Object::Boolean(false)) => true,
        Some(Object::Boolean(true)) => ["Mask", "SMask", "ColorSpace"]
            .iter()
            .all(|key| entries.get(key).is_none_or(Object::is_null)),
        Some(_) => false,
    }
}

/// Whether an entry that decides what is shown refers to a missing object: some programs take it
/// for absent, others do not.
fn names_nothing(view: &View<'_, '_>, image: &Stream) -> Result<bool, PdfError> {
    const DECIDING: [&str; 11] = [
        "SMask",
        "Mask",
        "Decode",
        "ColorSpace",
        "Filter",
        "DecodeParms",
        "Matte",
        "ImageMask",
        "Width",
        "Height",
        "BitsPerComponent",
    ];
    for value in DECIDING.iter().filter_map(|key| image.dictionary.get(key)) {
        let parts = value.as_array().unwrap_or(std::slice::from_ref(value));
        for part in parts.iter().filter(|part| part.as_reference().is_some()) {
            if view.resolve(part)?.is_null() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether a mask has masks itself, which only some programs leave alone.
fn has_masks(mask: &Stream) -> bool {
    ["Mask", "SMask"]
        .iter()
        .any(|key| mask.dictionary.contains(key))
}

/// Where the colours of an image come from.
#[derive(Debug)]
enum Source {
    Colours(Colours),
    /// It is a stencil, painted in this one.
    Stencil([u8; 3]),
}

impl Source {
    /// Bytes that it takes to decode an image and its mask.
    fn held(&self, image: &Stream, mask: &Mask) -> u64 {
        let own = match self {
            Self::Colours(colours) => held(image, colours),
            Self::Stencil(_) => 0,
        };
        let mask = mask.stream().filter(|mask| !is_stencil(mask));
        own.saturating_add(mask.map_or(0, |mask| held(mask, &Colours::Gray)))
    }
}

/// How many pixels of other pictures can be decoded while one of this is.
fn effort(image: &Stream) -> u64 {
    const OF_WAVELETS: u64 = 16;
    if is_jpx(image) { OF_WAVELETS } else { 1 }
}

/// Width and height of an image in pixels; it may leave out the bits of its samples.
fn sides(image: &Stream) -> Option<(u64, u64)> {
    let mut entries = image.dictionary.clone();
    entries.insert("BitsPerComponent", 1_i64);
    size(&entries).map(|(width, height, _)| (u64::from(width), u64::from(height)))
}

/// A key over all data that decide what an image with its mask shows.
fn key(
    view: &View<'_, '_>,
    streams: [Option<&Stream>; 2],
    source: &Source,
    budget: &LookBudget,
) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(format!("{source:?}").as_bytes());
    let mut written = Vec::new();
    for stream in streams.into_iter().flatten() {
        written.clear();
        write_dictionary(&stream.dictionary, &mut written);
        hasher.update(&written.len().to_be_bytes());
        hasher.update(&written);
        hasher.update(&budget.digest(view, stream));
    }
    hasher.finish()
}

/// Entries that are part of the key with all that they refer to, or that do not matter.
const OF_PICTURES: [&str; 3] = ["SMask", "Length", "ColorSpace"];
/// The same for masks: their colour space is followed only when they are decoded.
const OF_MASKS: [&str; 2] = ["SMask", "Length"];

/// Whether an entry that matters for decoding is a reference, or a number beyond all numbers, which is written like others;
/// those that are `followed` are left out.
pub(super) fn depends_on_others(stream: &Stream, followed: &[&str]) -> bool {
    let entries = stream.dictionary.iter();
    let mut entries = entries.filter(|(name, _)| followed.iter().all(|key| **name != *key));
    entries.any(|(_, value)| is_no_key(value))
}

fn is_no_key(value: &Object) -> bool {
    match value {
        Object::Reference(_) => true,
        Object::Real(number) => !number.is_finite(),
        Object::Array(elements) => elements.iter().any(is_no_key),
        Object::Dictionary(entries) => entries.iter().any(|(_, value)| is_no_key(value)),
        _ => false,
    }
}

fn judge_anew(
    view: &View<'_, '_>,
    image: &Stream,
    mask: &Mask,
    source: &Source,
) -> Result<Option<MeasuredPicture>, PdfError> {
    let sampled = read(view, image, mask, source)?;
    let judged = sampled.as_ref().and_then(judge_sampled);
    Ok(judged.map(|judged| MeasuredPicture {
        is_plain: is_shown_as_measured(image, mask),
        ..judged
    }))
}

fn read(
    view: &View<'_, '_>,
    image: &Stream,
    mask: &Mask,
    source: &Source,
) -> Result<Option<Sampled>, PdfError> {
    match (source, mask) {
        (Source::Stencil(fill), Mask::None) => painted(view, image, *fill),
        (Source::Stencil(_), _) => Ok(None),
        (Source::Colours(colours), _) => sampled(view, image, mask, colours),
    }
}

fn judge_sampled(sampled: &Sampled) -> Option<MeasuredPicture> {
    Some(MeasuredPicture::of(&sampled.pixels()?))
}

fn is_shown_as_measured(image: &Stream, mask: &Mask) -> bool {
    let streams = [Some(image), mask.stream()];
    streams.into_iter().flatten().all(is_as_measured)
}

/// Whether no entry shows something else than what is measured (`/Alternates`, `/OC`, `/SMaskInData`).
fn is_as_measured(image: &Stream) -> bool {
    const MEASURED: [&str; 3] = ["Decode", "ImageMask", "Matte"];
    let mut names = image.dictionary.iter();
    names.all(|(name, _)| MEASURED.iter().any(|key| *name == *key) || is_plain_key(name))
}

/// Whether no entry turns colours or masks into others (`/Decode`, `/Matte`),
/// or shows something else instead (`/Alternates`, `/OC`).
pub(super) fn is_plain(image: &Stream) -> bool {
    image.dictionary.iter().all(|(name, _)| is_plain_key(name))
}

fn is_plain_key(name: &Name) -> bool {
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
    KEYS.iter().any(|key| *name == *key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kyso_pdf::{Dictionary, ObjectId};

    /// `0` and a number of 400 digits are written alike, and shown otherwise.
    #[test]
    fn numbers_beyond_all_numbers_are_no_part_of_a_key() {
        let decoded = |first: Object| {
            let decode = vec![first, 1.into(), 0.into(), 1.into()];
            let dictionary = Dictionary::new().with("Decode", decode);
            depends_on_others(&Stream::new(dictionary, Vec::new()), &OF_PICTURES)
        };
        assert!(!decoded(0.into()));
        assert!(decoded(Object::Real(f64::INFINITY)));
    }

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

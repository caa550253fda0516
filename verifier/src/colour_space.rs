//! Colour spaces in which samples mean what they say: colours near those of a screen.
//!
//! Programs obey a profile, or leave it out and take the device colours. Only in such a space does
//! a measurement of the samples give the colours that are shown, and only then do all programs show
//! the same.

use kyso_pdf::{Dictionary, Object, PdfError, Stream, View};
use kyso_pki::FileCache;
use kyso_stamp_images::{Calibrated, keeps_colours};
use openssl::sha::Sha256;

/// Colour spaces of resources that take the place of Device colours (ISO 32000-2, 8.6.5.6).
pub(crate) const DEFAULT_SPACES: [&str; 3] = ["DefaultGray", "DefaultRGB", "DefaultCMYK"];

/// Whether profiles keep colours, as far as it is known, by their components and bytes.
pub(crate) type KnownProfiles<'m> = FileCache<'m, bool>;

/// How many profiles are known at a time.
pub(crate) const PROFILES: usize = 1024;

/// Whether an ICC profile of so many components (1 or 3) keeps colours, and has no other entry that
/// replaces it (ISO 32000-2, 8.6.5.5): one program takes `/Alternate` first.
pub(crate) fn profile_keeps(
    view: &View<'_, '_>,
    profile: &Stream,
    components: usize,
    known: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    Ok(has_plain_alternate(view, &profile.dictionary, components)?
        && converts_plainly(view, profile, components, known)?)
}

/// Whether the profile itself keeps colours.
pub(crate) fn converts_plainly(
    view: &View<'_, '_>,
    profile: &Stream,
    components: usize,
    known: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    // Programs ignore an unreadable profile in their own ways.
    let Ok(data) = view.decoded_within(profile, MAX_PROFILE) else {
        return Ok(false);
    };
    let mut hasher = Sha256::new();
    hasher.update(&components.to_be_bytes());
    hasher.update(&data);
    let digest = hasher.finish();
    if let Some(kept) = known.find(&digest) {
        return Ok(kept);
    }
    let kept = keeps_colours(&data, components);
    known.keep(digest, kept);
    Ok(kept)
}

/// Whether `/Alternate` is the device space of as many components, or there is none.
pub(crate) fn has_plain_alternate(
    view: &View<'_, '_>,
    profile: &Dictionary,
    components: usize,
) -> Result<bool, PdfError> {
    let expected = if components == 1 {
        "DeviceGray"
    } else {
        "DeviceRGB"
    };
    let alternate = view.get(profile, "Alternate")?;
    let is_expected = |name: &Object| name.as_name().is_some_and(|name| *name == *expected);
    Ok(match (&*alternate, alternate.as_array()) {
        (Object::Null, _) => true,
        (_, Some([name])) => is_expected(&*view.resolve(name)?),
        (name, _) => is_expected(name),
    })
}

/// Whether a calibrated space of so many components keeps colours (8.6.5.2, 8.6.5.3).
pub(crate) fn calibration_keeps(
    view: &View<'_, '_>,
    entries: &Object,
    components: usize,
) -> Result<bool, PdfError> {
    const UNITS: [f64; 9] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0];
    let entries = view.resolve(entries)?;
    let Some(entries) = entries.as_dictionary() else {
        return Ok(false);
    };
    let list = |key: &str, usual: &[f64]| -> Result<Vec<f64>, PdfError> {
        let value = view.get(entries, key)?;
        let values = match &*value {
            Object::Null => return Ok(usual.to_vec()),
            Object::Array(values) if values.len() <= UNITS.len() => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        let mut numbers = Vec::new();
        for value in values {
            numbers.push(view.resolve(value)?.as_number().unwrap_or(f64::NAN));
        }
        Ok(numbers)
    };
    let white = list("WhitePoint", &[])?;
    let gamma = list("Gamma", if components == 1 { &[1.0] } else { &[1.0; 3] })?;
    let matrix = list("Matrix", &UNITS)?;
    let (Ok(white), Ok(matrix)) = (<[f64; 3]>::try_from(white), <[f64; 9]>::try_from(matrix))
    else {
        return Ok(false);
    };
    let [a, b, c, d, e, f, g, h, i] = matrix;
    let space = Calibrated {
        white,
        gamma,
        matrix: (components == 3).then_some([[a, b, c], [d, e, f], [g, h, i]]),
    };
    Ok(is_daylight(white) && space.keeps_colours())
}

/// Whether the group of a form, if it has one, is drawn in the colours of its pictures: one program draws isolated groups in
/// their own space (11.6.6), and gray has no red.
pub(crate) fn group_keeps(
    view: &View<'_, '_>,
    form: &Dictionary,
    known: KnownProfiles<'_>,
) -> Result<bool, PdfError> {
    let group = view.get(form, "Group")?;
    let Some(group) = group.as_dictionary() else {
        return Ok(group.is_null());
    };
    if *view.get(group, "I")? != Object::Boolean(true) {
        return Ok(true);
    }
    let space = view.get(group, "CS")?;
    let is_device = |space: &Object| space.as_name().is_some_and(|name| *name == "DeviceRGB");
    Ok(match (&*space, space.as_array()) {
        (Object::Null, _) => true,
        (_, Some([device])) => is_device(&*view.resolve(device)?),
        (_, Some([family, profile])) => {
            let family = view.resolve(family)?;
            let profile = view.resolve(profile)?;
            match profile.as_stream() {
                Some(profile) if family.as_name().is_some_and(|name| *name == "ICCBased") => {
                    converts_plainly(view, profile, 3, known)?
                }
                _ => false,
            }
        }
        (space, _) => is_device(space),
    })
}

/// Bytes of a profile that is read: those that convert by curves have a few thousand.
const MAX_PROFILE: usize = 1 << 20;

/// Whether white is that of some light by which people read: from lamps (A) to the north sky.
pub(crate) fn is_daylight([x, y, z]: [f64; 3]) -> bool {
    (0.8..=1.15).contains(&x) && (0.99..=1.01).contains(&y) && (0.3..=1.5).contains(&z)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use kyso_pdf::Document;
    use kyso_pki::{DigestCache, sha256};

    use super::*;

    /// Only the caller's knowledge of a profile counts.
    #[test]
    fn profiles_are_known_to_the_memory_of_the_caller_alone() {
        let pdf = include_bytes!("../../testdata/samples/quyet-dinh.pdf");
        let document = Document::open(pdf).unwrap();
        let profile = Stream::new(Dictionary::new(), b"no profile".to_vec());
        let keeps = |known| converts_plainly(&document.latest(), &profile, 3, known).unwrap();
        let memory = DigestCache::new(PROFILES);
        // Programs leave out what is no profile.
        assert!(keeps(memory.of_file(1)));
        let digest = sha256(&[&3_usize.to_be_bytes()[..], b"no profile"].concat());
        assert_eq!(memory.find(&digest), Some(true));
        let other = DigestCache::new(PROFILES);
        other.keep(digest, false);
        assert!(!keeps(other.of_file(1)));
        assert!(keeps(memory.of_file(2)));
        assert!(keeps(KnownProfiles::nothing()));
    }
}

//! Samples of image XObjects as red, green and blue (ISO 32000-2, 8.6, 8.9.5).
//!
//! Calibrated colours and those of ICC profiles count as device colours where they are near those
//! of a screen: pictures are judged by their hue. A picture in a space that turns colours is not
//! measured.

mod lab;
mod samples;
mod units;

use std::borrow::Cow;

use kyso_pdf::{Dictionary, Object, PdfError, View};

use crate::colour_space::{KnownProfiles, calibration_keeps, profile_keeps};
use lab::Lab;
pub(super) use samples::Samples;
use units::UNIT;
pub(super) use units::{Range, byte};

/// The colour space of an image, its references followed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Colours {
    Gray,
    Rgb,
    Lab(Lab),
    /// Red, green and blue of each index.
    Indexed(Vec<[u8; 3]>),
}

impl Colours {
    /// The colour space of an image; `None` for one that is not measured.
    pub(super) fn of(
        view: &View<'_, '_>,
        image: &Dictionary,
        known: KnownProfiles<'_>,
    ) -> Result<Option<Self>, PdfError> {
        Self::read(view, &*view.get(image, "ColorSpace")?, true, known)
    }

    fn read(
        view: &View<'_, '_>,
        space: &Object,
        may_be_indexed: bool,
        known: KnownProfiles<'_>,
    ) -> Result<Option<Self>, PdfError> {
        let elements = match space {
            Object::Name(name) => return Ok(Self::of_device(&name.to_string())),
            Object::Array(elements) => elements,
            _ => return Ok(None),
        };
        let Some(family) = elements.first().map(|family| view.resolve(family)) else {
            return Ok(None);
        };
        let family = family?.as_name().map(ToString::to_string);
        match (family.as_deref(), elements.get(1..)) {
            (Some("CalRGB"), Some([entries])) => {
                Ok(calibration_keeps(view, entries, 3)?.then_some(Self::Rgb))
            }
            (Some("CalGray"), Some([entries])) => {
                Ok(calibration_keeps(view, entries, 1)?.then_some(Self::Gray))
            }
            (Some("Lab"), Some([entries])) => {
                let entries = view.resolve(entries)?;
                let Some(entries) = entries.as_dictionary() else {
                    return Ok(None);
                };
                Ok(Lab::read(view, entries)?.map(Self::Lab))
            }
            (Some("ICCBased"), Some([profile])) => {
                let profile = view.resolve(profile)?;
                let Some(profile) = profile.as_stream() else {
                    return Ok(None);
                };
                let components = profile.dictionary.get("N").and_then(Object::as_integer);
                Ok(match components {
                    Some(1) if profile_keeps(view, profile, 1, known)? => Some(Self::Gray),
                    Some(3) if profile_keeps(view, profile, 3, known)? => Some(Self::Rgb),
                    _ => None,
                })
            }
            (Some("Indexed" | "I"), Some([base, highest, table])) if may_be_indexed => {
                let base = Self::read(view, &*view.resolve(base)?, false, known)?;
                let table = view.resolve(table)?;
                let table = match (&*table, table.as_stream()) {
                    (Object::String(table), _) => table.clone(),
                    (_, Some(stream)) => view.decoded_within(stream, MAX_TABLE)?,
                    _ => return Ok(None),
                };
                let highest = view.resolve(highest)?.as_integer();
                Ok(base.and_then(|base| base.indexed(&table, highest?)))
            }
            (Some(device), Some([])) => Ok(Self::of_device(device)),
            _ => Ok(None),
        }
    }

    fn of_device(name: &str) -> Option<Self> {
        match name {
            "DeviceGray" | "G" => Some(Self::Gray),
            "DeviceRGB" | "RGB" => Some(Self::Rgb),
            _ => None,
        }
    }

    /// A table of colours up to the `highest` index: programs show what is behind it as the last colour. `None` where the table is
    /// shorter: some show no picture then.
    fn indexed(&self, table: &[u8], highest: i64) -> Option<Self> {
        let mut entries: Vec<[u8; 3]> = match self {
            Self::Rgb => table.as_chunks::<3>().0.to_vec(),
            Self::Gray => table.iter().map(|gray| [*gray; 3]).collect(),
            Self::Lab(lab) => {
                let entries = table.as_chunks::<3>().0.iter();
                entries.map(|entry| lab.of_bytes(*entry)).collect()
            }
            Self::Indexed(_) => return None,
        };
        let count = usize::from(u8::try_from(highest).ok()?) + 1;
        let has_all = entries.len() >= count;
        entries.truncate(count);
        has_all.then_some(Self::Indexed(entries))
    }

    pub(super) fn components(&self) -> usize {
        match self {
            Self::Rgb | Self::Lab(_) => 3,
            Self::Gray | Self::Indexed(_) => 1,
        }
    }

    /// The range of each component without `/Decode` (table 88).
    fn ranges(&self, bits: usize) -> Vec<Range> {
        match self {
            Self::Gray => vec![UNIT],
            Self::Rgb => vec![UNIT; 3],
            Self::Lab(lab) => lab.ranges().to_vec(),
            Self::Indexed(_) => vec![[0.0, f64::from(samples::greatest(bits))]],
        }
    }

    /// Red, green and blue of each pixel, row by row; `None` when there are too few samples, or ranges of other components.
    pub(super) fn rgb<'d>(&self, samples: &Samples<'d>) -> Option<Cow<'d, [u8]>> {
        let is_stored = matches!(self, Self::Rgb) && samples.bits == 8 && samples.decode.is_none();
        if is_stored {
            return samples.bytes(3).map(Cow::Borrowed);
        }
        if matches!(self, Self::Indexed(_)) && samples.bits == 16 {
            return None;
        }
        let values = samples.values(&self.ranges(samples.bits))?;
        let mut rgb = Vec::with_capacity(samples.width * samples.height * 3);
        let mut has_all = true;
        samples.each_pixel(self.components(), |pixel| {
            match self.colour(pixel, &values) {
                Some(colour) => rgb.extend(colour),
                None => has_all = false,
            }
        })?;
        has_all.then_some(Cow::Owned(rgb))
    }

    /// `None` for an index beyond the table, which programs show in different colours.
    fn colour(&self, pixel: &[u8], values: &[[f64; 256]]) -> Option<[u8; 3]> {
        let value = |component: usize| {
            let sample = pixel.get(component).copied().unwrap_or_default();
            let table = values.get(component);
            table.and_then(|table| table.get(usize::from(sample)).copied())
        };
        let value = |component| value(component).unwrap_or_default();
        Some(match self {
            Self::Gray => [byte(value(0)); 3],
            Self::Rgb => [byte(value(0)), byte(value(1)), byte(value(2))],
            Self::Lab(lab) => lab.rgb([value(0), value(1), value(2)]),
            Self::Indexed(table) => {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let index = value(0).clamp(0.0, 255.0).round() as usize;
                table.get(index).copied()?
            }
        })
    }

    /// Alpha by a colour-key mask (8.9.6.4): pixels within all ranges are clear.
    pub(super) fn keyed(&self, samples: &Samples<'_>, ranges: &[Object]) -> Option<Vec<u8>> {
        let limits: Option<Vec<i64>> = ranges.iter().map(Object::as_integer).collect();
        let limits = limits?;
        let (pairs, rest) = limits.as_chunks::<2>();
        // The key is of samples before `/Decode`, which programs see differently; of 16 bits only 8 are read here.
        let is_told = samples.decode.is_none() && samples.bits <= 8;
        if !rest.is_empty() || pairs.len() != self.components() || !is_told {
            return None;
        }
        let mut alpha = Vec::with_capacity(samples.width * samples.height);
        samples.each_pixel(self.components(), |pixel| {
            let mut both = pixel.iter().zip(pairs);
            let clear =
                both.all(|(sample, [least, most])| (*least..=*most).contains(&i64::from(*sample)));
            alpha.push(if clear { 0 } else { 255 });
        })?;
        Some(alpha)
    }
}

/// Bytes of a table of 256 colours, and room for what programs write behind it.
const MAX_TABLE: usize = 1 << 16;

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(data: &[u8], width: usize, height: usize, bits: usize) -> Samples<'_> {
        Samples {
            width,
            height,
            bits,
            decode: None,
            data,
        }
    }

    #[test]
    fn rows_of_bits_begin_at_whole_bytes() {
        let table = Colours::Indexed(vec![[255; 3], [200, 0, 0]]);
        let rgb = table.rgb(&samples(&[0b0100_0000, 0b1000_0000], 2, 2, 1));
        let expected = [[255; 3], [200, 0, 0], [200, 0, 0], [255; 3]].concat();
        assert_eq!(rgb.as_deref(), Some(expected.as_slice()));
        let gray = samples(&[0xF0], 2, 1, 4);
        let rgb = Colours::Gray.rgb(&gray);
        assert_eq!(rgb.as_deref(), Some(&[255, 255, 255, 0, 0, 0][..]));
        assert_eq!(gray.gray().as_deref(), Some(&[255, 0][..]));
        let bytes = samples(&[7, 9, 1], 2, 1, 8).gray();
        assert_eq!(bytes.as_deref(), Some(&[7, 9][..]));
    }

    #[test]
    fn ranges_turn_samples_over() {
        let turned = Samples {
            decode: Some(&[[1.0, 0.0]]),
            ..samples(&[0, 255], 2, 1, 8)
        };
        assert_eq!(turned.gray().as_deref(), Some(&[255, 0][..]));
        let rgb = Colours::Gray.rgb(&turned);
        assert_eq!(rgb.as_deref(), Some(&[255, 255, 255, 0, 0, 0][..]));
        let table = Colours::Indexed(vec![[9; 3], [7; 3]]);
        let turned = Samples {
            decode: Some(&[[1.0, 0.0]]),
            ..samples(&[0b0100_0000], 2, 1, 1)
        };
        let rgb = table.rgb(&turned);
        assert_eq!(rgb.as_deref(), Some(&[7, 7, 7, 9, 9, 9][..]));
        // Ranges of another number of components.
        assert_eq!(Colours::Rgb.rgb(&turned), None);
        assert_eq!(table.keyed(&turned, &[0.into(), 0.into()]), None);
    }

    #[test]
    fn of_sixteen_bits_the_upper_ones_are_read() {
        let rgb = Colours::Rgb.rgb(&samples(&[200, 1, 30, 2, 10, 3], 1, 1, 16));
        assert_eq!(rgb.as_deref(), Some(&[200, 30, 10][..]));
        let table = Colours::Indexed(vec![[9; 3]]);
        assert_eq!(table.rgb(&samples(&[0, 0], 1, 1, 16)), None);
    }

    #[test]
    fn tables_end_at_their_highest_index() {
        let table = [255, 255, 255, 200, 0, 0];
        let shown = |highest| {
            let table = Colours::Rgb.indexed(&table, highest)?;
            let rgb = table.rgb(&samples(&[1], 1, 1, 8));
            rgb.map(Cow::into_owned)
        };
        assert_eq!(shown(0), None, "an index beyond");
        assert_eq!(shown(1), Some(vec![200, 0, 0]));
        assert_eq!(shown(255), None, "a short table");
        assert_eq!((shown(-1), shown(256)), (None, None));
    }

    #[test]
    fn a_colour_key_clears_what_is_in_its_ranges() {
        let table = Colours::Indexed(vec![[255; 3], [200, 0, 0]]);
        let key = [Object::from(0), Object::from(0)];
        let alpha = table.keyed(&samples(&[0, 1, 0], 3, 1, 8), &key);
        assert_eq!(alpha, Some(vec![0, 255, 0]));
        assert_eq!(Colours::Rgb.keyed(&samples(&[0; 3], 1, 1, 8), &key), None);
    }

    #[test]
    fn too_few_samples_are_no_picture() {
        assert_eq!(Colours::Rgb.rgb(&samples(&[0; 5], 2, 1, 8)), None);
        assert_eq!(Colours::Gray.rgb(&samples(&[0; 1], 2, 1, 8)), None);
        assert_eq!(samples(&[0; 1], 2, 1, 8).gray(), None);
        assert_eq!(samples(&[0; 1], 9, 1, 1).gray(), None);
    }
}

//! Samples of image XObjects as red, green and blue (ISO 32000-2, 8.6, 8.9.5).
//!
//! Calibrated colours and those of ICC profiles are taken for device colours:
//! pictures are judged by their hue, which profiles of the field do not turn.

use kyso_pdf::{Dictionary, Object, PdfError, View};

/// The colour space of an image, its references followed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Colours {
    Gray,
    Rgb,
    /// Red, green and blue of each index.
    Indexed(Vec<[u8; 3]>),
}

/// The samples of one image.
#[derive(Debug, Clone, Copy)]
pub(super) struct Samples<'d> {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Bits of one component: 1, 2, 4 or 8.
    pub(super) bits: usize,
    pub(super) data: &'d [u8],
}

impl Colours {
    /// The colour space of an image; `None` for one that is not measured.
    pub(super) fn of(view: &View<'_, '_>, image: &Dictionary) -> Result<Option<Self>, PdfError> {
        Self::read(view, &*view.get(image, "ColorSpace")?, true)
    }

    fn read(
        view: &View<'_, '_>,
        space: &Object,
        may_be_indexed: bool,
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
            (Some("CalRGB"), _) => Ok(Some(Self::Rgb)),
            (Some("CalGray"), _) => Ok(Some(Self::Gray)),
            (Some("ICCBased"), Some([profile])) => {
                let profile = view.resolve(profile)?;
                let components = profile.as_stream().and_then(|p| p.dictionary.get("N"));
                Ok(match components.and_then(Object::as_integer) {
                    Some(1) => Some(Self::Gray),
                    Some(3) => Some(Self::Rgb),
                    _ => None,
                })
            }
            (Some("Indexed" | "I"), Some([base, _, table])) if may_be_indexed => {
                let base = Self::read(view, &*view.resolve(base)?, false)?;
                let table = view.resolve(table)?;
                let table = match (&*table, table.as_stream()) {
                    (Object::String(table), _) => table.clone(),
                    (_, Some(stream)) => view.decoded(stream)?,
                    _ => return Ok(None),
                };
                Ok(base.and_then(|base| base.indexed(&table)))
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

    fn indexed(&self, table: &[u8]) -> Option<Self> {
        let entries = match self {
            Self::Rgb => table.as_chunks::<3>().0.to_vec(),
            Self::Gray => table.iter().map(|gray| [*gray; 3]).collect(),
            Self::Indexed(_) => return None,
        };
        Some(Self::Indexed(entries))
    }

    fn components(&self) -> usize {
        match self {
            Self::Rgb => 3,
            Self::Gray | Self::Indexed(_) => 1,
        }
    }

    /// Red, green and blue of each pixel, row by row; `None` when there are too few samples.
    pub(super) fn rgb(&self, samples: &Samples<'_>) -> Option<Vec<u8>> {
        if matches!(self, Self::Rgb) && samples.bits == 8 {
            let length = samples.width.checked_mul(samples.height)?.checked_mul(3)?;
            return samples.data.get(..length).map(<[u8]>::to_vec);
        }
        let mut rgb = Vec::with_capacity(samples.width * samples.height * 3);
        samples.each_pixel(self.components(), |pixel| {
            rgb.extend(self.colour(pixel, samples.bits));
        })?;
        Some(rgb)
    }

    fn colour(&self, pixel: &[u8], bits: usize) -> [u8; 3] {
        let full = |sample: u8| match bits {
            1 => sample * 255,
            2 => sample * 85,
            4 => sample * 17,
            _ => sample,
        };
        match (self, pixel) {
            (Self::Gray, [gray]) => [full(*gray); 3],
            (Self::Rgb, [red, green, blue]) => [full(*red), full(*green), full(*blue)],
            (Self::Indexed(table), [index]) => {
                // An index past the end is the last colour (8.6.6.3).
                let entry = table.get(usize::from(*index)).or(table.last());
                entry.copied().unwrap_or_default()
            }
            _ => [0; 3],
        }
    }

    /// Alpha by a colour-key mask (8.9.6.4): pixels within all ranges are clear.
    pub(super) fn keyed(&self, samples: &Samples<'_>, ranges: &[Object]) -> Option<Vec<u8>> {
        let limits: Option<Vec<i64>> = ranges.iter().map(Object::as_integer).collect();
        let limits = limits?;
        let (pairs, rest) = limits.as_chunks::<2>();
        if !rest.is_empty() || pairs.len() != self.components() {
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

impl Samples<'_> {
    /// Calls `each` with the components of each pixel; rows begin at whole bytes (8.9.5.2).
    fn each_pixel(&self, components: usize, mut each: impl FnMut(&[u8])) -> Option<()> {
        let row_bits = self.width.checked_mul(components)?.checked_mul(self.bits)?;
        let row_bytes = row_bits.div_ceil(8);
        let mut pixel = [0_u8; 3];
        for row in 0..self.height {
            let start = row.checked_mul(row_bytes)?;
            let bytes = self.data.get(start..start.checked_add(row_bytes)?)?;
            for column in 0..self.width {
                let parts = pixel.get_mut(..components)?;
                for (index, part) in parts.iter_mut().enumerate() {
                    *part = sample(bytes, column * components + index, self.bits)?;
                }
                each(parts);
            }
        }
        Some(())
    }
}

/// The sample at `index` of a row.
fn sample(row: &[u8], index: usize, bits: usize) -> Option<u8> {
    if bits == 8 {
        return row.get(index).copied();
    }
    let position = index * bits;
    let byte = row.get(position / 8)?;
    let shift = 8 - bits - position % 8;
    let mask = (1_u16 << bits) - 1;
    u8::try_from((u16::from(*byte) >> shift) & mask).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(data: &[u8], width: usize, height: usize, bits: usize) -> Samples<'_> {
        Samples {
            width,
            height,
            bits,
            data,
        }
    }

    #[test]
    fn rows_of_bits_begin_at_whole_bytes() {
        let table = Colours::Indexed(vec![[255; 3], [200, 0, 0]]);
        let rgb = table.rgb(&samples(&[0b0100_0000, 0b1000_0000], 2, 2, 1));
        let expected = [[255; 3], [200, 0, 0], [200, 0, 0], [255; 3]].concat();
        assert_eq!(rgb, Some(expected));
        assert_eq!(
            Colours::Gray.rgb(&samples(&[0xF0], 2, 1, 4)),
            Some(vec![255, 255, 255, 0, 0, 0])
        );
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
    }
}

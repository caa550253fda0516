//! Samples as they are packed, and the values that they stand for.

use std::borrow::Cow;

use super::units::{Range, UNIT, byte};

/// The samples of one image.
#[derive(Debug, Clone, Copy)]
pub(in crate::form) struct Samples<'d> {
    pub(in crate::form) width: usize,
    pub(in crate::form) height: usize,
    /// Bits of one component: 1, 2, 4, 8 or 16.
    pub(in crate::form) bits: usize,
    /// `/Decode`, where it is written.
    pub(in crate::form) decode: Option<&'d [Range]>,
    pub(in crate::form) data: &'d [u8],
}

impl<'d> Samples<'d> {
    /// One gray value of each pixel, row by row; `None` when there are too few samples.
    pub(in crate::form) fn gray(&self) -> Option<Cow<'d, [u8]>> {
        if self.bits == 8 && self.decode.is_none() {
            return self.bytes(1).map(Cow::Borrowed);
        }
        let values = self.values(&[UNIT])?;
        let values = values.first()?.map(byte);
        let mut gray = Vec::with_capacity(self.width * self.height);
        self.each_pixel(1, |pixel| {
            let value = |sample: &u8| values.get(usize::from(*sample)).copied();
            gray.extend(pixel.iter().filter_map(value));
        })?;
        Some(Cow::Owned(gray))
    }

    /// The value of each sample of each component; `usual` are the ranges without `/Decode`. `None`
    /// for other ranges than those, as they are or reversed: programs round values between them,
    /// and some calculate values beyond them with whole numbers.
    pub(super) fn values(&self, usual: &[Range]) -> Option<Vec<[f64; 256]>> {
        let ranges = self.decode.unwrap_or(usual);
        let greatest = f64::from(greatest(self.bits));
        let table = |[least, most]: &Range| {
            let mut samples = (0..=u8::MAX).map(f64::from);
            [0.0; 256].map(|_: f64| {
                let sample = samples.next().unwrap_or_default();
                least + sample * (most - least) / greatest
            })
        };
        let is_one_of = |([least, most], usual): (&Range, &Range)| {
            [least, most] == [&usual[0], &usual[1]] || [most, least] == [&usual[0], &usual[1]]
        };
        let is_told = ranges.len() == usual.len() && ranges.iter().zip(usual).all(is_one_of);
        is_told.then(|| ranges.iter().map(table).collect())
    }

    /// The samples of all pixels when each is a byte.
    pub(super) fn bytes(&self, components: usize) -> Option<&'d [u8]> {
        let pixels = self.width.checked_mul(self.height)?;
        self.data.get(..pixels.checked_mul(components)?)
    }

    /// Calls `each` with the components of each pixel; rows begin at whole bytes (8.9.5.2). Of 16 bits the upper 8 count.
    pub(super) fn each_pixel(&self, components: usize, mut each: impl FnMut(&[u8])) -> Option<()> {
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

/// The greatest sample of so many bits, as it is read.
pub(super) fn greatest(bits: usize) -> u8 {
    match bits {
        1 => 1,
        2 => 3,
        4 => 15,
        _ => u8::MAX,
    }
}

/// The sample at `index` of a row.
fn sample(row: &[u8], index: usize, bits: usize) -> Option<u8> {
    match bits {
        8 => return row.get(index).copied(),
        16 => return row.get(index.checked_mul(2)?).copied(),
        _ => {}
    }
    let position = index * bits;
    let byte = row.get(position / 8)?;
    let shift = 8 - bits - position % 8;
    let mask = (1_u16 << bits) - 1;
    u8::try_from((u16::from(*byte) >> shift) & mask).ok()
}

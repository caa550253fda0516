//! Curves of ICC profiles and of calibrated colours.

use super::fixed;
use crate::bytes::Bytes;

/// From a component to light, both from 0 to 1.
pub(super) enum Curve {
    Power(f64),
    /// `(a·x + b)^g + e` from `d` on, below `c·x + f`.
    Pieces([f64; 7]),
    Table(Vec<f64>),
}

impl Curve {
    /// A curve type (10.6) or a parametric one (10.18).
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let mut rest = Bytes(data);
        let kind = rest.take(4)?;
        rest.take(4)?;
        match kind {
            b"curv" => {
                let count = rest.long()?;
                Some(match count {
                    0 => Self::Power(1.0),
                    1 => Self::Power(f64::from(rest.short()?) / 256.0),
                    2..=MAX_ENTRIES => {
                        let mut entries = Vec::new();
                        for _ in 0..count {
                            entries.push(f64::from(rest.short()?) / 65535.0);
                        }
                        Self::Table(entries)
                    }
                    _ => return None,
                })
            }
            b"para" => {
                let kind = rest.short()?;
                rest.short()?;
                Self::parametric(kind, &mut rest)
            }
            _ => None,
        }
    }

    /// Table 68.
    fn parametric(kind: u16, rest: &mut Bytes<'_>) -> Option<Self> {
        let mut next = || fixed(rest);
        let exponent = next()?;
        if kind == 0 {
            return Some(Self::Power(exponent));
        }
        let (a, b) = (next()?, next()?);
        if a == 0.0 {
            return None;
        }
        let pieces = match kind {
            1 => [exponent, a, b, 0.0, -b / a, 0.0, 0.0],
            2 => {
                let c = next()?;
                [exponent, a, b, 0.0, -b / a, c, c]
            }
            3 => [exponent, a, b, next()?, next()?, 0.0, 0.0],
            4 => [exponent, a, b, next()?, next()?, next()?, next()?],
            _ => return None,
        };
        Some(Self::Pieces(pieces))
    }

    pub(super) fn light(&self, value: f64) -> f64 {
        match self {
            Self::Power(exponent) => value.powf(*exponent),
            Self::Pieces([exponent, a, b, c, from, e, f]) => match value >= *from {
                true => (a * value + b).max(0.0).powf(*exponent) + e,
                false => c * value + f,
            },
            Self::Table(entries) => between(entries, value),
        }
    }

    /// Whether more of a component is nowhere less light: between two values that are tried, the
    /// curve stays between their results. The noise of measured displays is ignored.
    pub(super) fn rises(&self) -> bool {
        match self {
            Self::Power(exponent) => *exponent > 0.0,
            Self::Pieces([exponent, a, b, c, from, ..]) => {
                let is_below = *from > 0.0;
                let is_above = *from <= 1.0;
                let first = from.max(0.0);
                let below = self.piece_below(first);
                let is_rising = *exponent > 0.0 && *a > 0.0 && a * first + b >= -NOISE;
                let is_joined = !is_below || self.light(first) >= below - NOISE;
                (!is_below || *c >= 0.0) && (!is_above || is_rising && is_joined)
            }
            Self::Table(entries) => {
                let mut most = 0.0_f64;
                entries.iter().all(|entry| {
                    most = most.max(*entry);
                    *entry >= most - NOISE
                })
            }
        }
    }

    /// What the lower piece of a curve of pieces makes of a value.
    fn piece_below(&self, value: f64) -> f64 {
        match self {
            Self::Pieces([_, _, _, c, _, _, f]) => c * value + f,
            Self::Power(_) | Self::Table(_) => f64::NAN,
        }
    }
}

/// A value of a table between two of its entries (10.6).
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)] // tables are short, values between 0 and 1
fn between(entries: &[f64], value: f64) -> f64 {
    let at = value * (entries.len().saturating_sub(1)) as f64;
    let index = at as usize;
    let entry = |index: usize| entries.get(index).copied();
    match (entry(index), entry(index + 1)) {
        (Some(low), Some(high)) => low + (high - low) * (at - index as f64),
        (Some(last), None) => last,
        (None, _) => f64::NAN,
    }
}

/// How much less light than before is noise: less than 0.05 of a component on a screen.
const NOISE: f64 = 0.003;
/// Entries of a curve.
const MAX_ENTRIES: u32 = 65_536;

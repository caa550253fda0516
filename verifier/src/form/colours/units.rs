//! Values of components: their ranges, and as bytes.

/// Least and greatest value of a component, as `/Decode` gives them.
pub(in crate::form) type Range = [f64; 2];

/// A value from 0 to 1 as a byte.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // it is clamped
pub(in crate::form) fn byte(value: f64) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The range of most components.
pub(super) const UNIT: Range = [0.0, 1.0];

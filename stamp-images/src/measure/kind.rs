//! The kind of a pixel, in one byte. 0 is a pixel that shows a colour faintly.

use super::tone::Tone;

/// Bits of what one pixel is. Ink with a hue, or dark.
pub(super) const CORE: u8 = 1;
/// Light or grey.
pub(super) const PALE: u8 = 2;
/// Of so much alpha that it is no pale rim.
pub(super) const INK: u8 = 4;
/// As light as paper.
pub(super) const LIGHT: u8 = 8;
pub(super) const PALE_TONE: u8 = 16;
pub(super) const RED: u8 = 32;
pub(super) const BLUE: u8 = 64;
pub(super) const BLACK: u8 = 128;

/// Of ink of this tone.
pub(super) fn of_ink(tone: Tone, is_light: bool) -> u8 {
    let light = if is_light { LIGHT | PALE } else { 0 };
    let tone = match tone {
        Tone::Red => RED,
        Tone::Blue => BLUE,
        Tone::Pale => PALE_TONE | PALE,
        Tone::Black => BLACK,
        Tone::Other => 0,
    };
    let core = if (light | tone) & PALE == 0 { CORE } else { 0 };
    INK | light | tone | core
}

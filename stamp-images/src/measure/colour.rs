//! The colours of pixels: hue, lightness, and what a reader takes them for.

use super::tone::Tone;
use super::{Dominant, HUE_RANGE, INK_FROM, TRANSPARENT_BELOW, VEIL, kind, patches, print};

/// What a colour counts for: most pixels have that of the one before.
pub(super) struct Colour {
    pub(super) components: [u8; 3],
    pub(super) luminance: u32,
    /// As light as paper.
    pub(super) is_light: bool,
    pub(super) tone: Tone,
    pub(super) is_print: bool,
    /// As [`kind`], where it is ink.
    ink: u8,
}

impl Colour {
    #[inline(always)] // a call for each pixel of a scan costs more than what it does
    pub(super) fn of(components: [u8; 3]) -> Self {
        let luminance = luminance(components);
        let tone = tone(components.map(i32::from));
        let is_light = patches::is_light(luminance);
        Self {
            components,
            luminance,
            is_light,
            tone,
            is_print: print::is_dark(components, luminance, tone),
            ink: kind::of_ink(tone, is_light),
        }
    }

    /// Most pixels have the colour of the one before.
    pub(super) fn become_of(&mut self, components: [u8; 3]) {
        if components != self.components {
            *self = Self::of(components);
        }
    }

    /// The least alpha of pixels that are not as good as clear.
    pub(super) fn least(&self) -> u8 {
        if self.is_light {
            VEIL
        } else {
            TRANSPARENT_BELOW
        }
    }

    /// The kinds of pixels of this colour, as [`kind`], with less alpha than ink and with as much.
    pub(super) fn kinds(&self) -> [u8; 2] {
        let faint = if self.is_light {
            kind::LIGHT | kind::PALE
        } else {
            0
        };
        [faint, self.ink]
    }

    /// The kind of pixels of this colour; `None` for those that are as good as clear.
    pub(super) fn kind(&self, alpha: u8) -> Option<u8> {
        let [faint, ink] = self.kinds();
        match alpha {
            INK_FROM.. => Some(ink),
            _ => (alpha >= self.least()).then_some(faint),
        }
    }
}

/// From 0 to 255.
fn luminance([red, green, blue]: [u8; 3]) -> u32 {
    (77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue)) >> 8
}

/// As [`hue`] would tell, without a division for each pixel.
fn tone([red, green, blue]: [i32; 3]) -> Tone {
    let high = red.max(green).max(blue);
    let Some(spread) = spread([red, green, blue]) else {
        return if high < 110 { Tone::Black } else { Tone::Pale };
    };
    let within = |angle: i32, from: i32, to: i32| (from * spread..to * spread).contains(&angle);
    if high == red {
        let is_red = within(60 * (green - blue), -30, 26);
        if is_red { Tone::Red } else { Tone::Other }
    } else if high == blue && high != green {
        let is_blue = within(60 * (red - green), -50, 36);
        if is_blue { Tone::Blue } else { Tone::Other }
    } else {
        Tone::Other
    }
}

/// Difference of the strongest and the weakest component; `None` for colours too
/// grey or too dark to have a hue.
fn spread([red, green, blue]: [i32; 3]) -> Option<i32> {
    let high = red.max(green).max(blue);
    let spread = high - red.min(green).min(blue);
    (spread * 100 >= high * LEAST_SATURATION && spread >= LEAST_SPREAD).then_some(spread)
}

/// Hue in whole degrees; `None` for colours without.
fn hue([red, green, blue]: [i32; 3]) -> Option<u16> {
    let spread = spread([red, green, blue])?;
    let high = red.max(green).max(blue);
    let degrees = match high {
        _ if high == red => (60 * (green - blue)).div_euclid(spread),
        _ if high == green => 120 + (60 * (blue - red)).div_euclid(spread),
        _ => 240 + (60 * (red - green)).div_euclid(spread),
    };
    u16::try_from(degrees.rem_euclid(360)).ok()
}

/// Least saturation, in percent, at which a colour counts as having a hue.
const LEAST_SATURATION: i32 = 20;
/// Least difference of the strongest and the weakest component.
const LEAST_SPREAD: i32 = 16;

/// The ink of the pixels that are sampled.
#[derive(Default)]
pub(super) struct Hues {
    ink: u32,
    black: u32,
    pale: u32,
    ranges: [u32; HUE_RANGES],
    /// Pixels of the last colour, which are not counted yet.
    last: ([u8; 3], u32),
}

impl Hues {
    /// Pixels of one colour: those that follow each other are alike most often.
    pub(super) fn add(&mut self, colour: [u8; 3], pixels: u32) {
        if pixels == 0 {
            return;
        }
        if colour != self.last.0 {
            self.count_last();
            self.last = (colour, 0);
        }
        self.last.1 += pixels;
    }

    fn count_last(&mut self) {
        let (colour, pixels) = self.last;
        let colour = colour.map(i32::from);
        self.ink += pixels;
        match (hue(colour), tone(colour)) {
            (Some(hue), _) => {
                if let Some(count) = self.ranges.get_mut((hue / HUE_RANGE) as usize) {
                    *count += pixels;
                }
            }
            (None, Tone::Black) => self.black += pixels,
            (None, _) => self.pale += pixels,
        }
    }

    pub(super) fn dominant(mut self) -> Dominant {
        self.count_last();
        let share = |count: u32| f64::from(count) / f64::from(self.ink.max(1));
        let (index, &most) = self
            .ranges
            .iter()
            .enumerate()
            .max_by_key(|&(_, count)| count)
            .unwrap_or((0, &0));
        if self.ink == 0 {
            Dominant::Nothing
        } else if most >= self.black && most >= self.pale {
            Dominant::Hue {
                from: u16::try_from(index).unwrap_or_default() * HUE_RANGE,
                share: share(most),
            }
        } else if self.black >= self.pale {
            Dominant::Black {
                share: share(self.black),
            }
        } else {
            Dominant::Pale {
                share: share(self.pale),
            }
        }
    }
}
const HUE_RANGES: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_are_those_of_the_colour_circle() {
        assert_eq!(hue([255, 0, 0]), Some(0));
        assert_eq!(hue([0, 255, 0]), Some(120));
        assert_eq!(hue([0, 0, 255]), Some(240));
        assert_eq!(hue([255, 0, 64]), Some(344));
        assert_eq!(hue([20, 30, 90]), Some(231));
        assert_eq!(hue([90, 90, 90]), None);
        assert_eq!(hue([5, 5, 12]), None);
    }

    /// Every colour counts as its hue says.
    #[test]
    fn tones_are_those_of_the_hues() {
        let shades = || (0..256).step_by(15);
        for (red, green) in shades().flat_map(|red| shades().map(move |green| (red, green))) {
            for blue in shades() {
                let colour = [red, green, blue];
                let hue = hue(colour);
                let is_red = hue.is_some_and(|hue| hue >= 330 || hue <= 25);
                let is_blue = hue.is_some_and(|hue| (190..=275).contains(&hue));
                assert_eq!(matches!(tone(colour), Tone::Red), is_red, "{colour:?}");
                assert_eq!(matches!(tone(colour), Tone::Blue), is_blue, "{colour:?}");
                let is_grey = matches!(tone(colour), Tone::Black | Tone::Pale);
                assert_eq!(is_grey, hue.is_none(), "{colour:?}");
            }
        }
    }
}

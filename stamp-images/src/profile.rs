//! Whether a colour space shows colours as screens show them (ISO 32000-2, 8.6.5): ICC profiles and calibrated colours.
//!
//! Pictures are measured by their samples. That is what is seen as long as the space is one of a display, a camera or a
//! scanner. A profile may as well turn red into blue, and everything into white.

mod curve;

use std::sync::LazyLock;

use crate::bytes::Bytes;
use curve::Curve;

/// Gray, or red, green and blue, by their curves and their places in CIE XYZ (8.6.5.2, 8.6.5.3).
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// X, Y and Z of white.
    pub white: [f64; 3],
    /// The exponent of each component: one, or three.
    pub gamma: Vec<f64>,
    /// X, Y and Z of red, of green and of blue; nothing for gray.
    pub matrix: Option<[[f64; 3]; 3]>,
}

impl Calibrated {
    /// Whether colours stay near those of a screen.
    #[must_use]
    pub fn keeps_colours(&self) -> bool {
        let curves: Vec<Curve> = self.gamma.iter().map(|one| Curve::Power(*one)).collect();
        match (&self.matrix, curves.as_slice()) {
            (None, [gray]) => gray_stays(gray),
            (Some(matrix), [red, green, blue]) => {
                let [x, y, z] = self.white;
                let screen =
                    |[a, b, c]: [f64; 3]| of_screen([a / x * 0.9505, b / y, c / z * 1.089]);
                colours_stay(matrix, [red, green, blue], screen)
            }
            _ => false,
        }
    }
}

/// Whether an ICC profile of so many components (1 or 3) leaves colours near those of a screen.
///
/// A profile that converts by tables does not count: those are of printers. Data that do not even
/// say that they are a profile are ignored by all programs, which take the samples for those of a
/// screen.
#[must_use]
pub fn keeps_colours(profile: &[u8], components: usize) -> bool {
    if profile.get(36..40) != Some(SIGNATURE) {
        return matches!(components, 1 | 3);
    }
    Profile::read(profile).is_some_and(|profile| profile.keeps_colours(components) == Some(true))
}

/// The tags of an ICC profile (ICC.1:2010, 7.3).
struct Profile<'d> {
    space: [u8; 4],
    tags: Vec<([u8; 4], &'d [u8])>,
}

impl<'d> Profile<'d> {
    fn read(profile: &'d [u8]) -> Option<Self> {
        const CLASSES: [&[u8; 4]; 3] = [b"mntr", b"scnr", b"spac"];
        let mut rest = Bytes(profile);
        let size = usize::try_from(rest.long()?).ok()?;
        rest.take(8)?;
        let class = rest.take(4)?;
        let space = *rest.take(4)?.first_chunk()?;
        rest.take(16)?;
        rest.take(4 + 88)?;
        let count = rest.long()?;
        let is_of_screens = CLASSES.iter().any(|known| class == known.as_slice());
        if !is_of_screens || size > profile.len() || count > MAX_TAGS {
            return None;
        }
        let mut tags: Vec<([u8; 4], &[u8])> = Vec::new();
        for _ in 0..count {
            let name = *rest.take(4)?.first_chunk()?;
            let start = usize::try_from(rest.long()?).ok()?;
            let length = usize::try_from(rest.long()?).ok()?;
            let data = profile.get(start..start.checked_add(length)?)?;
            if tags.iter().any(|(known, _)| *known == name) {
                return None;
            }
            tags.push((name, data));
        }
        Some(Self { space, tags })
    }

    fn tag(&self, name: &[u8; 4]) -> Option<&'d [u8]> {
        let mut tags = self.tags.iter();
        tags.find(|(known, _)| known == name).map(|(_, data)| *data)
    }

    fn keeps_colours(&self, components: usize) -> Option<bool> {
        // From the device by tables, which go before curves.
        let is_table = |name: &[u8; 4]| name.starts_with(b"A2B") || name.starts_with(b"D2B");
        if self.tags.iter().any(|(name, _)| is_table(name)) {
            return None;
        }
        let curve = |name| Curve::read(self.tag(name)?);
        Some(match (components, &self.space) {
            (1, b"GRAY") => gray_stays(&curve(b"kTRC")?),
            (3, b"RGB ") => {
                let place = |name| place(self.tag(name)?);
                let matrix = [place(b"rXYZ")?, place(b"gXYZ")?, place(b"bXYZ")?];
                let curves = [&curve(b"rTRC")?, &curve(b"gTRC")?, &curve(b"bTRC")?];
                colours_stay(&matrix, curves, of_profile)
            }
            _ => false,
        })
    }
}

/// An XYZ type (10.27).
fn place(data: &[u8]) -> Option<[f64; 3]> {
    let mut rest = Bytes(data);
    if rest.long()? != u32::from_be_bytes(*b"XYZ ") {
        return None;
    }
    rest.take(4)?;
    Some([fixed(&mut rest)?, fixed(&mut rest)?, fixed(&mut rest)?])
}

/// A number with a sign and sixteen bits behind the point.
fn fixed(rest: &mut Bytes<'_>) -> Option<f64> {
    let bits = rest.long()?;
    Some(f64::from(bits.cast_signed()) / 65536.0)
}

/// Whether gray is as light as on a screen: in all bytes, and between them, as the curve rises.
fn gray_stays(curve: &Curve) -> bool {
    curve.rises()
        && NEAR
            .iter()
            .all(|near| near.has(curve.light(near.component)))
}

/// The light in which a component is near that of a screen.
struct Near {
    component: f64,
    least: f64,
    most: f64,
}

impl Near {
    /// Of a byte.
    fn of(byte: u8) -> Self {
        let component = f64::from(byte) / 255.0;
        let (least, most) = (component - MOST_APART, component + MOST_APART);
        // Screens show less than no light as none, and more than all as all.
        Self {
            component,
            least: if least > 0.0 {
                of_component(least)
            } else {
                f64::NEG_INFINITY
            },
            most: if most < 1.0 {
                of_component(most)
            } else {
                f64::INFINITY
            },
        }
    }

    /// What is not a number is near to nothing.
    fn has(&self, light: f64) -> bool {
        (self.least..=self.most).contains(&light)
    }
}

/// All bytes of a component.
static NEAR: LazyLock<Vec<Near>> = LazyLock::new(|| (0..=u8::MAX).map(Near::of).collect());

/// Whether colours from dark to light are near those of a screen, gray and the inks of signatures and seals more so. `screen`
/// takes CIE XYZ to the light of red, green and blue. Each curve and gray are tried in all bytes, other colours in steps:
/// between them a matrix does nothing new.
fn colours_stay(
    matrix: &[[f64; 3]; 3],
    curves: [&Curve; 3],
    screen: impl Fn([f64; 3]) -> [f64; 3],
) -> bool {
    let light = |lights: [f64; 3]| {
        let mut place = [0.0; 3];
        for (light, primary) in lights.into_iter().zip(matrix) {
            place = sum(place, primary.map(|part| part * light));
        }
        screen(place)
    };
    let is_gray_near = |near: &Near| {
        let lights = curves.map(|curve| curve.light(near.component));
        let mut shown = lights.into_iter().chain(light(lights));
        shown.all(|light| near.has(light))
    };
    let mut colours = STEPS.iter().flat_map(|red| {
        let greens = STEPS.iter();
        greens.flat_map(move |green| STEPS.iter().map(move |blue| [*red, *green, *blue]))
    });
    curves.iter().all(|curve| curve.rises())
        && NEAR.iter().all(is_gray_near)
        && colours.all(|colour| {
            let mut values = colour.iter();
            let lights =
                curves.map(|curve| values.next().map_or(f64::NAN, |value| curve.light(*value)));
            is_shown_near(colour, light(lights).map(on_screen))
        })
}

/// Whether what is shown is near a colour.
fn is_shown_near(colour: [f64; 3], shown: [f64; 3]) -> bool {
    let most = if is_ink(colour) {
        MOST_APART
    } else {
        OF_BRIGHT_COLOURS
    };
    let mut parts = shown.iter().zip(colour);
    parts.all(|(shown, part)| (shown - part).abs() <= most)
}

/// Whether a colour is gray, or one of the reds and blues of ink.
fn is_ink([red, green, blue]: [f64; 3]) -> bool {
    const STRONG: f64 = 0.5;
    const WEAK: f64 = 0.25;
    let is_strong =
        |part: f64, others: [f64; 2]| part >= STRONG && others.iter().all(|other| *other <= WEAK);
    let is_gray = red.total_cmp(&green).is_eq() && green.total_cmp(&blue).is_eq();
    is_gray || is_strong(red, [green, blue]) || is_strong(blue, [red, green])
}

fn sum([a, b, c]: [f64; 3], [x, y, z]: [f64; 3]) -> [f64; 3] {
    [a + x, b + y, c + z]
}

/// From CIE XYZ under the white of screens (D65) to light of red, green and blue (IEC 61966-2-1).
fn of_screen([x, y, z]: [f64; 3]) -> [f64; 3] {
    [
        3.2406 * x - 1.5372 * y - 0.4986 * z,
        -0.9689 * x + 1.8758 * y + 0.0415 * z,
        0.0557 * x - 0.2040 * y + 1.0570 * z,
    ]
}

/// The same under the white of profiles (D50).
fn of_profile([x, y, z]: [f64; 3]) -> [f64; 3] {
    [
        3.1339 * x - 1.6169 * y - 0.4906 * z,
        -0.9788 * x + 1.9161 * y + 0.0335 * z,
        0.0719 * x - 0.2290 * y + 1.4052 * z,
    ]
}

/// From light to the component of a screen; not a number remains not a number, and is near to
/// nothing.
fn on_screen(light: f64) -> f64 {
    match light.clamp(0.0, 1.0) {
        light if light <= 0.003_130_8 => 12.92 * light,
        light => 1.055 * light.powf(1.0 / 2.4) - 0.055,
    }
}

/// From the component of a screen to its light.
fn of_component(value: f64) -> f64 {
    match value <= 0.04045 {
        true => value / 12.92,
        false => ((value + 0.055) / 1.055).powf(2.4),
    }
}

/// Values of components that are tried with all others.
const STEPS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];
/// How far a component of gray or ink may be from that of a screen. Adobe RGB and the spaces of telephones stay below 0.15.
const MOST_APART: f64 = 0.2;
/// The same of bright colours, which screens cut off.
const OF_BRIGHT_COLOURS: f64 = 0.5;
/// What the header of each profile has (7.2.14).
const SIGNATURE: &[u8] = b"acsp";
/// Tags of a profile.
const MAX_TAGS: u32 = 100;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::srgb;

//! Which colours are white: nothing else is asked about a colour. White areas belong to the paper,
//! because many programs paint it first. A colour that only a function defines is not white.

use kyso_pdf::{Dictionary, Name, Object, View};

/// How white is written in a colour space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Space {
    /// All components 1: grey and RGB of any kind.
    Additive,
    /// All components 0: CMYK.
    Subtractive,
    /// Inherited from the content that draws the form: known by the number of components.
    Inherited,
    /// 100, 0, 0.
    Lab,
    /// Needs a function, a table or a pattern.
    Unknown,
}

impl Space {
    /// The space that `cs` names, by name or by the resources.
    pub(super) fn named(name: &Name, resources: &Dictionary, view: &View<'_, '_>) -> Self {
        if let Some(device) = Self::device(name) {
            return device;
        }
        let read = || {
            let spaces = view.get(resources, "ColorSpace").ok()?;
            let mut spaces = spaces.as_dictionary()?.iter();
            let space = spaces.find_map(|(key, value)| (key == name).then_some(value))?;
            Self::of(&*view.resolve(space).ok()?, view)
        };
        read().unwrap_or(Self::Unknown)
    }

    fn device(name: &Name) -> Option<Self> {
        match name.as_bytes() {
            b"DeviceGray" | b"DeviceRGB" | b"G" | b"RGB" | b"CalGray" | b"CalRGB" => {
                Some(Self::Additive)
            }
            b"DeviceCMYK" | b"CMYK" => Some(Self::Subtractive),
            b"Pattern" => Some(Self::Unknown),
            _ => None,
        }
    }

    fn of(space: &Object, view: &View<'_, '_>) -> Option<Self> {
        let parts = match space {
            Object::Name(name) => return Self::device(name),
            Object::Array(parts) => parts,
            _ => return None,
        };
        let family = parts.first()?.as_name()?;
        match family.as_bytes() {
            b"Lab" => Some(Self::Lab),
            b"ICCBased" => {
                let profile = view.resolve(parts.get(1)?).ok()?;
                match view.get(profile.as_dictionary()?, "N").ok()?.as_integer()? {
                    1 | 3 => Some(Self::Additive),
                    4 => Some(Self::Subtractive),
                    _ => None,
                }
            }
            _ => Self::device(family),
        }
    }

    /// Whether these components are white.
    pub(super) fn is_white(self, components: &[f64]) -> bool {
        let all = |value: f64| !components.is_empty() && components.iter().all(|c| *c == value);
        match (self, components) {
            (Self::Lab, [lightness, a, b]) => *lightness >= 100.0 && *a == 0.0 && *b == 0.0,
            (Self::Subtractive, _) | (Self::Inherited, [_, _, _, _]) => all(0.0),
            (Self::Additive | Self::Inherited, _) => all(1.0),
            _ => false,
        }
    }
}

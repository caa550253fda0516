//! What the rules on images ask of the ink, and what is measured, as errors name both.

use std::fmt;

use kyso_words::Localized;

/// Which image rule an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImageRule {
    /// A1: the signature image of the competent person.
    A1,
    /// B1: the seal image of the agency.
    B1,
}

impl fmt::Display for ImageRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A1 => "A1",
            Self::B1 => "B1",
        })
    }
}

/// The colour that a rule asks of the ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InkColour {
    /// Hue of 190° to 275°.
    Blue,
    /// Hue of 330° to 25°.
    Red,
}

impl fmt::Display for InkColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blue => "blue",
            Self::Red => "red",
        })
    }
}

impl Localized for InkColour {
    fn vietnamese(&self) -> String {
        match self {
            Self::Blue => "màu xanh",
            Self::Red => "màu đỏ",
        }
        .to_owned()
    }
}

/// The colour that most of the ink has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Dominant {
    /// There is no ink.
    Nothing,
    /// Dark without hue.
    Black {
        /// Share of the ink.
        share: f64,
    },
    /// Light or grey without hue.
    Pale {
        /// Share of the ink.
        share: f64,
    },
    /// Hues from `from` to `from + 15` degrees.
    Hue {
        /// Lower end of the range in degrees, a multiple of 15.
        from: u16,
        /// Share of the ink.
        share: f64,
    },
}

impl fmt::Display for Dominant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("no ink"),
            Self::Black { share } => write!(f, "black, {}", Percent(*share)),
            Self::Pale { share } => write!(f, "white or grey, {}", Percent(*share)),
            Self::Hue { from, share } => {
                write!(f, "hue {from}°–{}°, {}", from + HUE_RANGE, Percent(*share))
            }
        }
    }
}

impl Localized for Dominant {
    fn vietnamese(&self) -> String {
        match self {
            Self::Nothing => "không có nét mực".to_owned(),
            Self::Black { share } => format!("màu đen, {}", Percent(*share)),
            Self::Pale { share } => format!("màu trắng hoặc xám, {}", Percent(*share)),
            Self::Hue { from, share } => {
                format!("sắc độ {from}°–{}°, {}", from + HUE_RANGE, Percent(*share))
            }
        }
    }
}

/// A share written as a percentage: `98 %`, below 10 % with one decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent(pub(crate) f64);

impl Percent {
    /// The number, with one decimal where it is small, and the percent sign.
    fn written(self) -> String {
        let value = self.0 * 100.0;
        let digits = usize::from(value > 0.0 && value < 9.95);
        format!("{value:.digits$} %")
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written())
    }
}

impl Localized for Percent {
    fn vietnamese(&self) -> String {
        self.written().replace('.', ",")
    }
}

/// Degrees that are counted together.
pub(crate) const HUE_RANGE: u16 = 15;

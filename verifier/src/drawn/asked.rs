//! The questions about an area of a page, and the answers.

use kyso_pdf::Rect;
use kyso_stamp_images::ViewRect;

/// What lies below an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Below {
    Nothing,
    /// The blanks for number and date, and nothing else.
    NumberBlank,
    /// Ink of a picture, or a picture that is not measured.
    Picture,
    /// Too much to be looked at, or what cannot be read.
    Unread,
    /// Text, the words of which are here, or lines.
    Ink(String),
}

/// How the area is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Text or one picture, perhaps in the blanks of number and date.
    Written,
    /// The measured picture of a signature: strokes touch the lines above and below.
    Signed,
    /// Anything.
    Drawn,
    /// A measured picture: of text only what is not known to be drawn counts, the rest is read by itself.
    Crossed,
    /// A field is filled in.
    Filled,
    /// A box is ticked.
    Switched,
}

impl Manner {
    pub(super) fn of_field(is_switch: bool) -> Self {
        match is_switch {
            true => Self::Switched,
            false => Self::Filled,
        }
    }

    /// As a part of a key.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Written => 0,
            Self::Signed => 1,
            Self::Drawn => 2,
            Self::Filled => 3,
            Self::Switched => 4,
            Self::Crossed => 5,
        }
    }

    /// The part of an area that counts.
    pub(super) fn judged(self, area: ViewRect) -> ViewRect {
        match self {
            Self::Signed => middle_third(&area),
            _ => area,
        }
    }
}

/// A question about a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    /// The area, in user space.
    pub(super) area: Rect,
    /// The texts in it, in user space, where each is known.
    pub(super) texts: Vec<Rect>,
    /// The other drawings on the page after the first signature.
    pub(super) beside: Vec<(Rect, Manner)>,
    /// Pictures of earlier signatures, which are judged as such.
    pub(super) signed: Vec<Rect>,
    pub(super) manner: Manner,
    /// The signers knew the area as a field: the lines of its blank are no ink.
    pub(super) prepared: bool,
}

fn middle_third(area: &ViewRect) -> ViewRect {
    let third = area.height / 3.0;
    ViewRect::from_edges(
        area.left,
        area.top + third,
        area.right(),
        area.bottom() - third,
    )
}
